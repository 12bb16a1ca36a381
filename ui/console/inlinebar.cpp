// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/inlinebar.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

namespace quiver::ui {

using namespace Qt::StringLiterals;

InlineBar::InlineBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_name(new QLineEdit(this)),
      m_buttons(new QHBoxLayout)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setObjectName(u"inlineBarText"_s);
    m_name->setObjectName(u"inlineBarName"_s);
    m_name->setMinimumWidth(180);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_name);
    layout->addLayout(m_buttons);
    hide();
}

void InlineBar::ask(Tone tone, const QString &text, const QList<Answer> &answers, const QString &nameToType)
{
    const Colors colors = colorsFor(palette());
    const QString banner = tone == Tone::Success ? u"success"_s : tone == Tone::Warning ? u"warning"_s : u"danger"_s;
    const QColor ink = tone == Tone::Success ? colors.success : tone == Tone::Warning ? colors.warning : colors.danger;
    m_icon->setPixmap(icon(tone == Tone::Success ? u"success"_s : u"warning"_s, ink).pixmap(16, 16));
    setProperty("banner", banner);
    style()->unpolish(this);
    style()->polish(this);
    setText(text);
    setAccessibleName(text);
    m_name->disconnect(this);
    m_name->clear();
    m_name->setVisible(!nameToType.isEmpty());
    m_name->setPlaceholderText(nameToType);
    m_name->setAccessibleName(tr("Type %1 to go on").arg(nameToType));
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the button whose click is being answered
        delete item;
    }
    m_last = {};
    QPushButton *last = nullptr;
    QPushButton *guarded = nullptr;
    for (const Answer &answer : answers) {
        auto *button = new QPushButton(answer.text, this);
        button->setObjectName(answer.objectName);
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the focus where one works: it would be lost with the bar
        if (answer.guarded) {
            button->setProperty("danger", true);
            guarded = button;
            if (!nameToType.isEmpty()) {
                button->setEnabled(false);
                connect(m_name, &QLineEdit::textChanged, this, [button, nameToType](const QString &typed) {
                    button->setEnabled(typed.trimmed() == nameToType);
                });
            }
        }
        const auto act = [this, answer] {
            if (!answer.stays)
                hide();
            if (answer.action)
                answer.action();
        };
        connect(button, &QPushButton::clicked, this, act);
        m_buttons->addWidget(button);
        m_last = act;
        last = button;
    }
    if (guarded)
        connect(m_name, &QLineEdit::returnPressed, guarded, &QPushButton::click);
    show();
    if (!nameToType.isEmpty())
        m_name->setFocus();
    else if (guarded && last)
        last->setFocus(); // Return on a question that was not read does nothing
}

void InlineBar::setText(const QString &text)
{
    m_text->setText(text);
}

QString InlineBar::text() const
{
    return m_text->text();
}

void InlineBar::dismiss()
{
    if (!isHidden() && m_last)
        m_last();
}

void InlineBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace quiver::ui
