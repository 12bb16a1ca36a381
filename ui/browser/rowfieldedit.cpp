// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/rowfieldedit.h"

#include "ui/browser/rowvectortools.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QStyle>
#include <QWheelEvent>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::RowValue;

namespace {

constexpr int linesOfText = 3;

/// The wheel scrolls the form, not the choice.
class StillBox final : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

/// What is in an editor, with the blanks that toPlainText() makes plain ones of. Line ends are what they were before.
QString textOf(const QPlainTextEdit &area, const QString &before)
{
    QString text = area.document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n').replace(QChar::LineSeparator, u'\n');
    return before.contains("\r\n"_L1) ? text.replace(u'\n', u"\r\n"_s) : text;
}

void setInvalid(QWidget *widget, bool invalid)
{
    if (!widget || widget->property("invalid").toBool() == invalid)
        return;
    widget->setProperty("invalid", invalid);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

bool isLongText(const load::RowField &field)
{
    switch (field.kind) {
    case pg::TypeKind::Text: return field.labels.isEmpty() && (field.maxLength() < 0 || field.maxLength() > 100);
    case pg::TypeKind::Json:
    case pg::TypeKind::Jsonb:
    case pg::TypeKind::Array: return true;
    default: return field.isVector();
    }
}

} // namespace

RowFieldEdit::RowFieldEdit(const load::RowField &field, const QStringList &textColumns, QWidget *parent)
    : QWidget(parent), m_field(field)
{
    setObjectName(u"rowField_"_s + field.name);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    buildHead(layout);
    m_message = new QLabel(this);
    m_message->setObjectName(u"rowMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    if (field.mayBeWritten())
        buildInput(layout);
    if (m_area && field.isVector()) {
        m_tools = new RowVectorTools(m_field, field.hasEmbedder ? textColumns : QStringList(), this);
        layout->addWidget(m_tools);
        connect(m_tools, &RowVectorTools::replaced, this, [this](const QString &vector) {
            setText(vector);
            onEdited();
        });
        connect(m_tools, &RowVectorTools::embeddingRequested, this, &RowFieldEdit::embeddingRequested);
    }
    layout->addWidget(m_message);
    showState();
    setProblems({});
}

void RowFieldEdit::buildHead(QVBoxLayout *layout)
{
    auto *name = new ElidedLabel(this);
    QFont bold = name->font();
    bold.setWeight(QFont::DemiBold);
    name->setFont(bold);
    name->setMaximumWidth(QFontMetrics(bold).horizontalAdvance(m_field.name) + 4);
    name->setWhole(m_field.name);
    auto *type = new QLabel(m_field.type, this);
    type->setTextFormat(Qt::PlainText);
    type->setProperty("muted", true);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    if (m_field.inKey)
        head->addWidget(new IconLabel(u"key"_s, &Colors::muted, 14, this));
    head->addWidget(name, 1000); // up to its own width
    head->addWidget(type);
    head->addStretch(1);
    const bool hasDefault = m_field.hasDefault();
    if (m_field.mayBeWritten() && (hasDefault || !m_field.notNull)) {
        m_state = new StillBox(this);
        m_state->setObjectName(u"rowState"_s);
        m_state->setAccessibleName(tr("What stands in %1").arg(m_field.name));
        m_state->addItem(tr("value"), int(RowValue::Kind::Text));
        if (!m_field.notNull)
            m_state->addItem(u"NULL"_s, int(RowValue::Kind::Null));
        if (hasDefault)
            m_state->addItem(u"DEFAULT"_s, int(RowValue::Kind::Default));
        connect(m_state, &QComboBox::activated, this, &RowFieldEdit::onStateChosen);
        head->addWidget(m_state);
    }
    layout->addLayout(head);
}

void RowFieldEdit::buildInput(QVBoxLayout *layout)
{
    QWidget *input = nullptr;
    if (m_field.kind == pg::TypeKind::Bool) {
        m_check = new QCheckBox(tr("true"), this);
        connect(m_check, &QCheckBox::clicked, this, &RowFieldEdit::onEdited);
        input = m_check;
    } else if (!m_field.labels.isEmpty()) {
        m_choice = new StillBox(this);
        m_choice->addItems(m_field.labels);
        m_choice->setCurrentIndex(-1);
        connect(m_choice, &QComboBox::activated, this, &RowFieldEdit::onEdited);
        input = m_choice;
    } else if (isLongText(m_field)) {
        m_area = new QPlainTextEdit(this);
        m_area->setTabChangesFocus(true);
        m_area->setFixedHeight(m_area->fontMetrics().lineSpacing() * linesOfText + 18);
        if (m_field.kind != pg::TypeKind::Text)
            m_area->setFont(codeFont());
        connect(m_area, &QPlainTextEdit::textChanged, this, &RowFieldEdit::onEdited);
        input = m_area;
    } else {
        m_line = new QLineEdit(this);
        connect(m_line, &QLineEdit::textChanged, this, &RowFieldEdit::onEdited);
        input = m_line;
    }
    input->setObjectName(u"rowInput"_s);
    input->setAccessibleName(m_field.name);
    input->setAccessibleDescription(m_field.type);
    setFocusProxy(input);
    if (m_state)
        setTabOrder(input, m_state); // the value first
    layout->addWidget(input);
}

QString RowFieldEdit::text() const
{
    if (m_line)
        return m_line->isModified() ? m_line->text() : m_given;
    if (m_area)
        return m_area->document()->isModified() ? textOf(*m_area, m_given) : m_given;
    if (m_choice)
        return m_choice->currentText();
    return m_check ? (m_check->isChecked() ? u"t"_s : u"f"_s) : QString();
}

void RowFieldEdit::setText(const QString &text)
{
    m_filling = true;
    m_given = text;
    if (m_line)
        m_line->setText(text);
    else if (m_area)
        m_area->setPlainText(text);
    else if (m_choice)
        m_choice->setCurrentText(text);
    else if (m_check)
        m_check->setChecked(text.startsWith(u't', Qt::CaseInsensitive));
    m_filling = false;
}

RowValue RowFieldEdit::value() const
{
    if (!m_field.mayBeWritten() || m_kind != RowValue::Kind::Text)
        return {m_kind, {}};
    return RowValue::of(text());
}

void RowFieldEdit::setValue(const RowValue &value)
{
    m_kind = value.kind;
    setText(value.kind == RowValue::Kind::Text ? value.text : QString());
    if (m_choice && value.kind != RowValue::Kind::Text)
        m_choice->setCurrentIndex(-1);
    showState();
}

void RowFieldEdit::onEdited()
{
    if (m_filling)
        return;
    m_kind = RowValue::Kind::Text;
    // Only text can be empty: of any other type nothing is what it was before.
    const bool mayBeEmpty = m_field.kind == pg::TypeKind::Text || m_check || m_choice;
    if (!mayBeEmpty && text().isEmpty())
        m_kind = m_field.hasDefault() || m_field.notNull ? RowValue::Kind::Default : RowValue::Kind::Null;
    showState();
    Q_EMIT changed();
}

void RowFieldEdit::onStateChosen()
{
    m_kind = RowValue::Kind(m_state->currentData().toInt());
    if (m_kind != RowValue::Kind::Text) {
        setText({});
        if (m_choice)
            m_choice->setCurrentIndex(-1);
    } else if (m_choice && m_choice->currentIndex() < 0) {
        m_choice->setCurrentIndex(0);
    }
    showState();
    if (m_kind == RowValue::Kind::Text)
        focusInput();
    Q_EMIT changed();
}

void RowFieldEdit::showState()
{
    // A column without a default gets NULL by itself.
    const bool isNull = m_kind == RowValue::Kind::Null || (m_kind == RowValue::Kind::Default && !m_field.hasDefault() && !m_field.notNull);
    if (m_state) {
        const QSignalBlocker blocker(m_state);
        m_state->setCurrentIndex(std::max(0, m_state->findData(int(isNull ? RowValue::Kind::Null : m_kind))));
    }
    const QString placeholder = isNull ? u"NULL"_s
        : m_kind == RowValue::Kind::Default && m_field.hasDefault()
        ? (m_field.defaultText.isEmpty() ? tr("made by the server") : u"DEFAULT: "_s + m_field.defaultText)
        : m_field.kind == pg::TypeKind::Text && m_kind == RowValue::Kind::Text ? tr("empty text")
                                                                               : QString();
    if (m_line)
        m_line->setPlaceholderText(placeholder);
    if (m_area)
        m_area->setPlaceholderText(placeholder);
    if (m_choice)
        m_choice->setPlaceholderText(placeholder);
    if (m_check)
        m_check->setText(m_kind != RowValue::Kind::Text ? placeholder : m_check->isChecked() ? tr("true") : tr("false"));
    if (m_tools)
        m_tools->setText(m_kind == RowValue::Kind::Text ? text() : QString());
}

QString RowFieldEdit::hint() const
{
    if (m_field.isComputed())
        return tr("Computed by the server: %1").arg(m_field.defaultText);
    if (!m_field.mayBeWritten())
        return m_kind == RowValue::Kind::Text ? tr("Made by the server: %1").arg(m_given) : tr("Made by the server, and given back once the row is there.");
    return {};
}

void RowFieldEdit::setProblems(const std::vector<load::RowProblem> &problems)
{
    QString text, remark;
    for (const load::RowProblem &problem : problems) {
        QString &line = problem.isRemark ? remark : text;
        line = problem.position < 0 ? problem.text : tr("%1 (at character %2)").arg(problem.text).arg(problem.position + 1);
    }
    // What was not filled in yet is not wrong yet.
    const bool isMissing = !text.isEmpty() && m_kind == RowValue::Kind::Default;
    const bool isError = !text.isEmpty() && !isMissing;
    const QString shown = isMissing ? tr("required") : !text.isEmpty() ? text : !remark.isEmpty() ? remark : hint();
    for (QWidget *input : std::initializer_list<QWidget *>{m_line, m_area})
        setInvalid(input, isError);
    m_message->setText(shown);
    m_message->setVisible(!shown.isEmpty());
    if (m_message->property("error").toBool() != isError || !m_message->property("muted").isValid()) {
        m_message->setProperty("error", isError);
        m_message->setProperty("muted", !isError);
        m_message->style()->unpolish(m_message);
        m_message->style()->polish(m_message);
    }
}

void RowFieldEdit::focusInput()
{
    if (focusProxy())
        focusProxy()->setFocus(Qt::OtherFocusReason);
}

} // namespace quiver::ui
