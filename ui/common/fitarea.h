// SPDX-License-Identifier: GPL-3.0-or-later
// Words that take the height of their lines where there is room, and are scrolled where there is none: nothing of them is cut off,
// and what stands below keeps its place.
#pragma once

#include <QScrollArea>

namespace quiver::ui {

class FitArea final : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes \p content; it is never lower than \p least pixels, unless the content is. It is hidden while the content is.
    FitArea(QWidget *content, int least, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int contentHeight() const;

    const int m_least;
};

} // namespace quiver::ui
