// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/parameterpanel.h"

#include "ui/common/fieldmarks.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int linesInSight = 4;
constexpr int longestLabel = 160; // pixels
const QStringList usualTypes{u"text"_s,      u"integer"_s, u"bigint"_s, u"double precision"_s, u"numeric"_s, u"boolean"_s, u"date"_s, u"timestamptz"_s,
                             u"uuid"_s,      u"jsonb"_s,   u"text[]"_s, u"integer[]"_s,        u"vector"_s,  u"halfvec"_s, u"sparsevec"_s};

} // namespace

ParameterPanel::ParameterPanel(QWidget *parent)
    : QWidget(parent), m_body(new QWidget), m_grid(new QGridLayout(m_body)), m_area(new QScrollArea(this))
{
    setObjectName(u"parameterPanel"_s);
    setAccessibleName(tr("Parameters of the statements"));
    m_grid->setContentsMargins(12, 6, 12, 6);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(m_body);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_area);
    hide();
}

ParameterPanel::Line ParameterPanel::makeLine(const QString &name)
{
    Line line;
    line.label = new QLabel;
    line.label->setFont(codeFont());
    line.label->setText(line.label->fontMetrics().elidedText(u':' + name, Qt::ElideMiddle, longestLabel));
    line.label->setTextFormat(Qt::PlainText);
    line.type = new QComboBox;
    line.type->setObjectName(u"parameterType_"_s + name);
    line.type->setAccessibleName(tr("Type of %1").arg(name));
    line.type->setEditable(true);
    line.type->setInsertPolicy(QComboBox::NoInsert);
    line.type->addItem(QString());
    line.type->addItems(usualTypes);
    line.type->setMinimumWidth(190);
    line.type->setToolTip(tr("The type that the value is sent as. Empty: the server decides by where the parameter stands; where it cannot, it says so."));
    line.text = new QLineEdit;
    line.text->setObjectName(u"parameterValue_"_s + name);
    line.text->setAccessibleName(tr("Value of %1").arg(name));
    line.text->setMaxLength(std::numeric_limits<int>::max()); // vectors are long
    line.text->setFont(codeFont());
    line.null = new QCheckBox(tr("NULL"));
    line.null->setObjectName(u"parameterNull_"_s + name);
    auto *vector = new QToolButton;
    vector->setObjectName(u"parameterVector_"_s + name);
    vector->setIcon(icon(u"search-vector"_s));
    vector->setToolTip(tr("A vector from a row, a file or a text"));
    vector->setAccessibleName(vector->toolTip());
    QSizePolicy keepsRoom = vector->sizePolicy();
    keepsRoom.setRetainSizeWhenHidden(true); // the lines stay below each other
    vector->setSizePolicy(keepsRoom);
    line.vector = vector;
    line.label->setBuddy(line.text);
    line.text->installEventFilter(this);
    line.type->lineEdit()->installEventFilter(this);
    connect(line.type, &QComboBox::currentTextChanged, this, [this, name] { read(name); });
    connect(line.text, &QLineEdit::textChanged, this, [this, name] { read(name); });
    connect(line.null, &QCheckBox::toggled, this, [this, name] { read(name); });
    connect(vector, &QToolButton::clicked, this, [this, name] { Q_EMIT vectorRequested(name); });
    const int row = m_grid->rowCount();
    int column = 0;
    for (QWidget *each : std::initializer_list<QWidget *>{line.label, line.type, line.text, line.null, line.vector})
        m_grid->addWidget(each, row, column++);
    return line;
}

bool ParameterPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT turnedTo();
    return QWidget::eventFilter(watched, event);
}

void ParameterPanel::setNames(const QStringList &names)
{
    if (names == m_names)
        return;
    QWidget *const focused = m_body->focusWidget();
    const QString focusedName = focused && focused->hasFocus() ? focused->objectName() : QString();
    const QScopedValueRollback showing(m_showing, true);
    for (const Line &line : m_lines) {
        for (QWidget *each : std::initializer_list<QWidget *>{line.label, line.type, line.text, line.null, line.vector})
            each->deleteLater();
        for (QWidget *each : std::initializer_list<QWidget *>{line.label, line.type, line.text, line.null, line.vector})
            m_grid->removeWidget(each);
    }
    m_lines.clear();
    m_names = names;
    for (const QString &name : m_names) {
        m_lines << makeLine(name);
        const sql::BindValue *const known = sql::valueOf(m_values, name);
        show(m_lines.back(), known ? *known : sql::BindValue{.name = name});
        showInferred(m_lines.size() - 1);
    }
    fit();
    setVisible(!m_names.isEmpty());
    if (QWidget *again = focusedName.isEmpty() ? nullptr : m_body->findChild<QWidget *>(focusedName))
        again->setFocus();
}

void ParameterPanel::fit()
{
    const int lines = int(std::min<qsizetype>(m_lines.size(), linesInSight));
    if (lines == 0)
        return;
    const int height = std::max(m_lines.front().text->sizeHint().height(), m_lines.front().type->sizeHint().height());
    const QMargins margins = m_grid->contentsMargins();
    m_area->setFixedHeight(lines * height + (lines - 1) * m_grid->verticalSpacing() + margins.top() + margins.bottom());
}

void ParameterPanel::show(const Line &line, const sql::BindValue &value)
{
    line.type->setCurrentText(value.type);
    line.text->setText(value.text);
    line.text->setCursorPosition(0);
    line.null->setChecked(value.isNull);
    line.text->setEnabled(!value.isNull);
}

void ParameterPanel::setValues(sql::BindValues values)
{
    m_values = std::move(values);
    const QScopedValueRollback showing(m_showing, true);
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const sql::BindValue *const known = sql::valueOf(m_values, m_names[i]);
        show(m_lines[i], known ? *known : sql::BindValue{.name = m_names[i]});
        showInferred(i);
    }
}

void ParameterPanel::setValue(const sql::BindValue &value)
{
    sql::BindValues values = m_values;
    const auto known = std::ranges::find(values, value.name, &sql::BindValue::name);
    if (known == values.end())
        values.push_back(value);
    else
        *known = value;
    setValues(std::move(values));
    if (const qsizetype at = m_names.indexOf(value.name); at >= 0)
        clearMarks(m_lines[at]);
    Q_EMIT changed();
}

void ParameterPanel::clearMarks(const Line &line)
{
    setInvalid(line.text, false);
    setInvalid(line.type, false);
    line.text->setToolTip({});
    line.text->setAccessibleDescription({});
}

void ParameterPanel::markWrong(const QString &name, const QString &reason)
{
    const qsizetype at = m_names.indexOf(name);
    if (at < 0)
        return;
    QLineEdit *text = m_lines[at].text;
    setInvalid(text, true);
    text->setToolTip(reason);
    text->setAccessibleDescription(reason);
    m_area->ensureWidgetVisible(text);
}

void ParameterPanel::setInferredTypes(const QHash<QString, QString> &types)
{
    m_inferred = types;
    for (qsizetype at = 0; at < m_lines.size(); ++at)
        showInferred(at);
}

void ParameterPanel::showInferred(qsizetype at)
{
    const Line &line = m_lines[at];
    const QString inferred = m_inferred.value(m_names[at]);
    line.type->lineEdit()->setPlaceholderText(inferred.isEmpty() ? tr("unknown type") : inferred);
    static const QStringList vectors{u"vector"_s, u"halfvec"_s, u"sparsevec"_s, u"bit"_s};
    const QString type = line.type->currentText().isEmpty() ? inferred : line.type->currentText();
    const bool mayBeVector = type.isEmpty() || std::ranges::any_of(vectors, [&](const QString &each) { return type.contains(each); });
    line.vector->setVisible(m_hasVectors && mayBeVector);
}

void ParameterPanel::read(const QString &name)
{
    const qsizetype at = m_names.indexOf(name);
    if (m_showing || at < 0)
        return;
    const Line &line = m_lines[at];
    const sql::BindValue value{name, line.type->currentText().trimmed(), line.text->text(), line.null->isChecked()};
    line.text->setEnabled(!value.isNull);
    clearMarks(line);
    showInferred(at);
    const auto known = std::ranges::find(m_values, name, &sql::BindValue::name);
    if (known == m_values.end())
        m_values.push_back(value);
    else
        *known = value;
    Q_EMIT changed();
}

QString ParameterPanel::complain(const QStringList &names)
{
    QWidget *first = nullptr;
    QString said;
    const QStringList missing = sql::namesWithoutValue(names, m_values);
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const Line &line = m_lines[i];
        const sql::BindValue *const value = sql::valueOf(m_values, m_names[i]);
        const bool isMissing = missing.contains(m_names[i]);
        const QString problem = value && !value->type.isEmpty() && names.contains(m_names[i]) ? sql::typeNameProblem(value->type) : QString();
        setInvalid(line.text, isMissing);
        setInvalid(line.type, !problem.isEmpty());
        if (!first && (isMissing || !problem.isEmpty())) {
            first = isMissing ? static_cast<QWidget *>(line.text) : line.type;
            said = isMissing ? QString() : tr(":%1: %2").arg(m_names[i], problem);
        }
    }
    if (!first)
        return {};
    m_area->ensureWidgetVisible(first);
    first->setFocus();
    if (!said.isEmpty())
        return said;
    const QString all = u':' + missing.join(u", :"_s);
    if (missing.size() > 1)
        return tr("%1 have no values yet: type them, or tick NULL. An empty text is a value of the type text. A colon that is no parameter is sent as it stands "
                  "when a blank follows it.").arg(all);
    return tr("%1 has no value yet: type one, or tick NULL. An empty text is a value of the type text. A colon that is no parameter is sent as it stands "
              "when a blank follows it.").arg(all);
}

void ParameterPanel::setHasVectors(bool has)
{
    m_hasVectors = has;
    for (qsizetype at = 0; at < m_lines.size(); ++at)
        showInferred(at);
}

} // namespace quiver::ui
