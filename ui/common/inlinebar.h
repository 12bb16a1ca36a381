// SPDX-License-Identifier: GPL-3.0-or-later
// A question or a fact within the page, with its answers as buttons: asks without stopping the program.
#pragma once

#include "sql/guard.h"

#include <QFrame>
#include <QList>

#include <functional>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace quiver::ui {

class NameGuard;

class InlineBar final : public QFrame
{
    Q_OBJECT

public:
    enum class Tone { Success, Warning, Danger };
    struct Answer {
        QString objectName;
        QString text;
        std::function<void()> action; ///< called after the bar is hidden; may be empty
        bool guarded = false;         ///< possible only while the guard is open
        bool stays = false;           ///< the bar is not hidden by it
    };

    explicit InlineBar(QWidget *parent = nullptr);

    /// Replaces what the bar says now. The guarded answers wait until what \p guard asks for was done.
    void ask(Tone tone, const QString &text, const QList<Answer> &answers, const sql::Guard &guard = {});
    void setText(const QString &text);
    QString text() const;
    Tone tone() const { return m_tone; }
    /// The last answer, without a word: what Esc does.
    void dismiss();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void drawIcon();
    void placeButtons();

    QLabel *m_icon;
    QLabel *m_text;
    NameGuard *m_guard;
    QHBoxLayout *m_buttons;
    QHBoxLayout *m_row;
    QVBoxLayout *m_words;
    Tone m_tone = Tone::Success;
    bool m_below = false; ///< the buttons stand below the words
    std::function<void()> m_last;
};

} // namespace quiver::ui
