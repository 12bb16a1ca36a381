// SPDX-License-Identifier: GPL-3.0-or-later
// An icon on a page, in a colour of the theme; follows a change of the theme by itself.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace quiver::ui {

class IconLabel final : public QWidget
{
    Q_OBJECT

public:
    /// \p ink: which of the theme's colours. \p side in device-independent pixels.
    IconLabel(const QString &name, QColor Colors::*ink, int side, QWidget *parent = nullptr);
    void setIcon(const QString &name, QColor Colors::*ink);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QColor Colors::*m_ink;
};

} // namespace quiver::ui
