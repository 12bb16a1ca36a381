// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/parameterform.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>

namespace quiver::ui {

using namespace Qt::StringLiterals;

ParameterForm::ParameterForm(QWidget *parent)
    : QWidget(parent), m_run(new QPushButton), m_any(new QPushButton(tr("For &any values")))
{
    setObjectName(u"explainParameters"_s);
    auto *words = new QLabel(tr("The statement has parameters. With their values it is planned as it will be run; text is taken in the type that the server infers."));
    words->setWordWrap(true);
    words->setProperty("muted", true);
    auto *fields = new QWidget;
    m_form = new QFormLayout(fields);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(fields);
    m_run->setObjectName(u"explainWithValues"_s);
    m_run->setProperty("primary", true);
    m_run->setToolTip(tr("Enter; Shift+Enter makes a new line in a value"));
    m_any->setObjectName(u"explainForAny"_s);
    m_any->setToolTip(tr("The generic plan: as a prepared statement is planned after some runs"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_any);
    buttons->addWidget(m_run);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(10);
    column->addWidget(words);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    connect(m_run, &QPushButton::clicked, this, [this] { Q_EMIT given(values()); });
    connect(m_any, &QPushButton::clicked, this, &ParameterForm::anyRequested);
}

ParameterForm::Field ParameterForm::addField(int number)
{
    Field field{new QLabel, new QPlainTextEdit, new QCheckBox(tr("NULL"))};
    field.text->setObjectName(u"explainValue%1"_s.arg(number));
    field.text->setAccessibleName(tr("Value of $%1").arg(number));
    field.text->setFont(codeFont());
    field.text->setTabChangesFocus(true);
    field.text->setLineWrapMode(QPlainTextEdit::NoWrap);
    field.text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    field.text->setFixedHeight(field.text->fontMetrics().height() + 14);
    field.text->installEventFilter(this);
    field.isNull->setObjectName(u"explainNull%1"_s.arg(number));
    field.isNull->setAccessibleName(tr("$%1 is NULL").arg(number));
    connect(field.isNull, &QCheckBox::toggled, field.text, &QWidget::setDisabled);
    auto *line = new QHBoxLayout;
    line->addWidget(field.text, 1);
    line->addWidget(field.isNull);
    m_form->addRow(field.label, line);
    return field;
}

void ParameterForm::ask(int count, const QStringList &types, const Values &values)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    m_fields.clear();
    for (int i = 0; i < count; ++i) {
        Field field = addField(i + 1);
        if (std::size_t(i) < values.size()) {
            field.text->setPlainText(values[std::size_t(i)].value_or(QString()));
            field.isNull->setChecked(!values[std::size_t(i)]);
        }
        m_fields.push_back(field);
    }
    setTypes(types);
    QMetaObject::invokeMethod(this, &ParameterForm::focusFirst, Qt::QueuedConnection); // a layout shows its new fields a moment later
}

void ParameterForm::focusFirst()
{
    if (!m_fields.empty())
        m_fields.front().text->setFocus();
}

void ParameterForm::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    focusFirst(); // it may have been filled before it was in any window
}

void ParameterForm::setTypes(const QStringList &types)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const QString type = types.value(qsizetype(i));
        m_fields[i].label->setText(type.isEmpty() ? u"$%1"_s.arg(i + 1) : u"$%1  %2"_s.arg(i + 1).arg(type));
        m_fields[i].text->setPlaceholderText(type.startsWith("vector"_L1) || type.startsWith("halfvec"_L1) ? u"[0.1, 0.2, …]"_s : QString());
    }
}

void ParameterForm::setAnyOffered(bool offered, const QString &runText)
{
    m_any->setVisible(offered);
    m_run->setText(runText);
}

ParameterForm::Values ParameterForm::values() const
{
    Values values;
    for (const Field &field : m_fields)
        values.push_back(field.isNull->isChecked() ? std::nullopt : std::optional(field.text->toPlainText()));
    return values;
}

bool ParameterForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !(key->modifiers() & Qt::ShiftModifier)) {
            m_run->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
