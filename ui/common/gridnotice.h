// SPDX-License-Identifier: GPL-3.0-or-later
// A line at the bottom of a grid about the copy that runs, was refused or is done, with at most one button.
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;

namespace quiver::ui {

class GridNotice final : public QFrame
{
    Q_OBJECT

public:
    explicit GridNotice(QWidget *parent);

    /// Shows \p text; an empty \p action shows no button. Goes by itself after \p hideAfterMs where that is not 0.
    void say(const QString &text, const QString &action = {}, int hideAfterMs = 0);
    QString text() const;
    /// Keeps to the bottom edge of the parent's \p area.
    void place(const QRect &area);

Q_SIGNALS:
    void actionClicked();

private:
    QLabel *m_text;
    QToolButton *m_action;
    QToolButton *m_close;
    QTimer m_hide;
    QRect m_area;
};

} // namespace quiver::ui
