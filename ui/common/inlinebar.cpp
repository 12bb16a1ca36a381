// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/inlinebar.h"

#include "ui/common/nameguard.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int leastForWords = 300; // beside the buttons
}

InlineBar::InlineBar(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_guard(new NameGuard(this)),
      m_buttons(new QHBoxLayout), m_words(new QVBoxLayout)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setObjectName(u"inlineBarText"_s);
    m_text->setMinimumWidth(1); // a long name must not make the page wider than the window
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(12, 6, 8, 6);
    m_row->setSpacing(8);
    m_row->addWidget(m_icon);
    m_words->setSpacing(6);
    m_words->addWidget(m_text);
    m_words->addWidget(m_guard);
    m_row->addLayout(m_words, 1);
    m_row->addLayout(m_buttons);
    hide();
}

void InlineBar::ask(Tone tone, const QString &text, const QList<Answer> &answers, const sql::Guard &guard)
{
    m_tone = tone;
    setProperty("banner", tone == Tone::Success ? u"success"_s : tone == Tone::Warning ? u"warning"_s : u"danger"_s);
    drawIcon();
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
    placeButtons();
    show();
    if (m_guard->asksForName())
        m_guard->focusName();
    else if (guarded && last)
        last->setFocus(); // Return on a question that was not read does nothing
}

/// In the theme's colour, which is another one when the theme changes.
void InlineBar::drawIcon()
{
    const Colors colors = colorsFor(palette());
    const QColor ink = m_tone == Tone::Success ? colors.success : m_tone == Tone::Warning ? colors.warning : colors.danger;
    m_icon->setPixmap(icon(m_tone == Tone::Success ? u"success"_s : u"warning"_s, ink).pixmap(16, 16));
}

void InlineBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_icon->pixmap(Qt::ReturnByValue).isNull())
        drawIcon();
}

/// Below the words where they would leave them no room.
void InlineBar::placeButtons()
{
    int wanted = 0;
    for (const QString &line : m_text->text().split(u'\n'))
        wanted = std::max(wanted, fontMetrics().horizontalAdvance(line));
    int longest = 0; // word, which nothing breaks
    for (const QStringView word : QStringView(m_text->text()).split(u' '))
        longest = std::max(longest, fontMetrics().horizontalAdvance(word.toString()));
    const int room = width() - m_buttons->sizeHint().width() - 64; // icon, margins
    const bool narrow = room < leastForWords && (room < wanted || m_guard->isVisibleTo(this));
    const bool below = m_buttons->count() > 0 && (narrow || room < longest);
    if (below == m_below)
        return;
    m_below = below;
    if (below) {
        m_row->removeItem(m_buttons);
        m_buttons->setParent(nullptr);
        m_words->addLayout(m_buttons);
        m_words->setAlignment(m_buttons, Qt::AlignLeft);
    } else {
        m_words->removeItem(m_buttons);
        m_buttons->setParent(nullptr);
        m_row->addLayout(m_buttons);
    }
}

void InlineBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    placeButtons();
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
