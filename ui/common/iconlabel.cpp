// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/iconlabel.h"

#include <QPainter>

namespace quiver::ui {

IconLabel::IconLabel(const QString &name, QColor Colors::*ink, int side, QWidget *parent)
    : QWidget(parent),
      m_name(name),
      m_ink(ink)
{
    setFixedSize(side, side);
}

void IconLabel::setIcon(const QString &name, QColor Colors::*ink)
{
    m_name = name;
    m_ink = ink;
    update();
}

void IconLabel::paintEvent(QPaintEvent *)
{
    if (m_name.isEmpty())
        return;
    QPainter painter(this);
    icon(m_name, colorsFor(palette()).*m_ink).paint(&painter, rect());
}

} // namespace quiver::ui
