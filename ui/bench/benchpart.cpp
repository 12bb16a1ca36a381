// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchpart.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int realDecimals = 6; // a run that was made elsewhere is shown as it was

class RealBox final : public QDoubleSpinBox
{
public:
    QString textFromValue(double value) const override
    {
        QString text = QDoubleSpinBox::textFromValue(value);
        if (!text.contains(locale().decimalPoint()))
            return text;
        while (text.endsWith(locale().zeroDigit()))
            text.chop(1);
        if (text.endsWith(locale().decimalPoint()))
            text.chop(1);
        return text;
    }
};

} // namespace

BenchPart::BenchPart(QFormLayout &form, FieldMarks &marks, QObject *parent) : QObject(parent), m_form(form), m_marks(marks) {}

void BenchPart::setTable(const SearchedTablePtr &table)
{
    m_table = table;
    tableChanged();
}

QStringList BenchPart::several(const bench::SweepPlan &) const
{
    return {};
}

void BenchPart::addRow(const QString &label, QWidget *field, const QString &mark)
{
    if (label.isEmpty()) {
        m_form.addRow(QString(), field);
    } else {
        auto *text = new QLabel(label);
        text->setBuddy(field);
        m_form.addRow(text, field);
    }
    if (!mark.isEmpty())
        m_marks.add(&m_form, mark, field);
}

void BenchPart::setVisible(std::initializer_list<QWidget *> fields, bool visible) const
{
    for (QWidget *field : fields)
        m_form.setRowVisible(field, visible);
}

QComboBox *BenchPart::combo(const QString &name, const QString &label)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(box, &QComboBox::currentIndexChanged, this, &BenchPart::changed);
    return box;
}

QLineEdit *BenchPart::line(const QString &name, const QString &label, const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(label);
    edit->setPlaceholderText(placeholder);
    connect(edit, &QLineEdit::textChanged, this, &BenchPart::changed);
    connect(edit, &QLineEdit::returnPressed, this, &BenchPart::submitted);
    return edit;
}

QSpinBox *BenchPart::number(const QString &name, const QString &label, int least, int most, int value, const QString &suffix)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(least, most);
    box->setValue(value);
    box->setSuffix(suffix);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // all fields end in one line
    connect(box, &QSpinBox::valueChanged, this, &BenchPart::changed);
    return box;
}

QDoubleSpinBox *BenchPart::real(const QString &name, const QString &label, double least, double most, double value, const QString &suffix)
{
    auto *box = new RealBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setDecimals(realDecimals); // which rounds the range
    box->setRange(least, most);
    box->setValue(value);
    box->setSuffix(suffix);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // all fields end in one line
    connect(box, &QDoubleSpinBox::valueChanged, this, &BenchPart::changed);
    return box;
}

QStringList BenchPart::listOf(const QLineEdit *edit)
{
    QStringList values;
    for (const QString &part : edit->text().split(u',', Qt::SkipEmptyParts)) {
        if (const QString value = part.trimmed(); !value.isEmpty() && !values.contains(value))
            values << value;
    }
    return values;
}

std::vector<int> BenchPart::numbersOf(const QLineEdit *edit, int least, int most)
{
    std::vector<int> numbers;
    for (const QString &value : listOf(edit)) {
        bool ok = false;
        if (const int number = value.toInt(&ok); ok && number >= least && number <= most)
            numbers.push_back(number);
    }
    return numbers;
}

QList<FieldMark> BenchPart::listProblems(const QString &mark, const QLineEdit *edit, int least, int most, bool isWanted)
{
    if (int(numbersOf(edit, least, most).size()) != int(listOf(edit).size()))
        return {{mark, tr("Whole numbers from %1 to %2, separated by commas.").arg(least).arg(QLocale().toString(most))}};
    if (isWanted && listOf(edit).isEmpty())
        return {{mark, tr("At least one number is needed.")}};
    return {};
}

} // namespace quiver::ui
