// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profilepage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyle>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int numberWidth = 140; // all alike, whatever range they have

void repolish(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace

void ProfilePage::addField(const QStringList &fields, QWidget *editor)
{
    Field field{fields, editor, new QLabel(this)};
    field.message->setObjectName(editor->objectName() + u"Message"_s);
    field.message->setWordWrap(true);
    field.message->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    field.message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    field.message->hide();
    auto *form = qobject_cast<QFormLayout *>(layout());
    int row = -1;
    QFormLayout::ItemRole role = QFormLayout::FieldRole;
    form->getWidgetPosition(editor, &row, &role);
    if (row < 0) { // inside of a row with others
        for (int each = 0; each < form->rowCount(); ++each) {
            QLayoutItem *item = form->itemAt(each, QFormLayout::FieldRole);
            if (item && item->layout() && item->layout()->indexOf(editor) >= 0)
                row = each;
        }
    }
    if (role == QFormLayout::SpanningRole)
        form->insertRow(row + 1, field.message);
    else
        form->insertRow(row + 1, QString(), field.message);
    m_fields << field;
}

bool ProfilePage::owns(const QString &) const
{
    return false;
}

QList<profiles::FieldProblem> ProfilePage::showProblems(const QList<profiles::FieldProblem> &problems)
{
    QList<profiles::FieldProblem> mine;
    m_firstWrong = nullptr;
    for (const Field &field : std::as_const(m_fields)) {
        QList<profiles::FieldProblem> here;
        std::copy_if(problems.cbegin(), problems.cend(), std::back_inserter(here), [&](const profiles::FieldProblem &problem) {
            return field.names.contains(problem.field) || (field.editor == catchAll() && owns(problem.field));
        });
        showMessage(field, here);
        const bool wrong = std::any_of(here.cbegin(), here.cend(), [](const auto &problem) { return !problem.warning; });
        if (wrong && !m_firstWrong)
            m_firstWrong = field.editor;
        mine << here;
    }
    return mine;
}

void ProfilePage::showMessage(const Field &field, const QList<profiles::FieldProblem> &problems)
{
    QStringList lines;
    bool wrong = false;
    for (const profiles::FieldProblem &problem : problems) {
        lines << problem.reason;
        wrong = wrong || !problem.warning;
    }
    const QString text = lines.join(u'\n');
    markEditor(field.editor, problems);
    if (field.message->text() == text && field.message->property("error").toBool() == wrong)
        return;
    field.message->setText(text);
    field.message->setVisible(!text.isEmpty());
    field.message->setProperty("error", wrong);
    field.message->setProperty("warning", !wrong);
    repolish(field.message);
    field.editor->setAccessibleDescription(text);
    if (field.editor->property("invalid").toBool() != wrong) {
        field.editor->setProperty("invalid", wrong);
        repolish(field.editor);
    }
}

void ProfilePage::markEditor(QWidget *, const QList<profiles::FieldProblem> &)
{
}

void ProfilePage::focusProblem()
{
    if (m_firstWrong)
        m_firstWrong->setFocus();
}

void ProfilePage::watch(QLineEdit *edit)
{
    connect(edit, &QLineEdit::textChanged, this, &ProfilePage::edited);
}

void ProfilePage::watch(QComboBox *combo)
{
    if (combo->isEditable())
        connect(combo, &QComboBox::currentTextChanged, this, &ProfilePage::edited);
    else
        connect(combo, &QComboBox::currentIndexChanged, this, &ProfilePage::edited);
}

void ProfilePage::watch(QCheckBox *check)
{
    connect(check, &QCheckBox::toggled, this, &ProfilePage::edited);
}

void ProfilePage::watch(QSpinBox *spin)
{
    spin->setMinimumWidth(numberWidth);
    connect(spin, &QSpinBox::valueChanged, this, &ProfilePage::edited);
}

void ProfilePage::watch(QDoubleSpinBox *spin)
{
    spin->setMinimumWidth(numberWidth);
    connect(spin, &QDoubleSpinBox::valueChanged, this, &ProfilePage::edited);
}

void ProfilePage::setParameter(store::Profile &profile, const QString &keyword, const QString &value)
{
    if (value.isEmpty())
        profile.parameters.remove(keyword);
    else
        profile.parameters.insert(keyword, value);
}

void ProfilePage::loadNumber(QSpinBox *spin, const store::Profile &profile, const QString &keyword)
{
    const QString text = profile.parameters.value(keyword);
    bool ok = text.isEmpty();
    const int number = ok ? 0 : text.toInt(&ok);
    // What no number of the field can say stays as it is until the field is changed.
    const bool fits = ok && number >= spin->minimum() && number <= spin->maximum();
    spin->setProperty("kept", fits && (text.isEmpty() || number != 0) ? QString() : text);
    spin->setValue(fits ? number : 0);
}

void ProfilePage::storeNumber(const QSpinBox *spin, store::Profile &profile, const QString &keyword)
{
    const QString kept = spin->property("kept").toString();
    if (spin->value() == 0)
        setParameter(profile, keyword, kept);
    else
        setParameter(profile, keyword, QString::number(spin->value()));
}

void ProfilePage::select(QComboBox *combo, const QString &value)
{
    if (combo->findData(value) < 0)
        combo->addItem(value, value);
    combo->setCurrentIndex(combo->findData(value));
}

} // namespace quiver::ui
