// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/inlinebar.h"

#include "ui/common/nameguard.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

InlineBar::InlineBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_guard(new NameGuard(this)),
      m_buttons(new QHBoxLayout)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setObjectName(u"inlineBarText"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    auto *words = new QVBoxLayout;
    words->setSpacing(6);
    words->addWidget(m_text);
    words->addWidget(m_guard);
    layout->addLayout(words, 1);
    layout->addLayout(m_buttons);
    hide();
}

void InlineBar::ask(Tone tone, const QString &text, const QList<Answer> &answers, const sql::Guard &guard)
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
    m_guard->disconnect(this);
    m_guard->setGuard(guard);
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
            button->setEnabled(m_guard->isOpen());
            connect(m_guard, &NameGuard::openChanged, this, [button = QPointer(button)](bool open) {
                if (button)
                    button->setEnabled(open);
            });
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
        connect(m_guard, &NameGuard::accepted, this, [button = QPointer(guarded)] {
            if (button)
                button->click();
        });
    show();
    if (m_guard->asksForName())
        m_guard->focusName();
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
