// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/wraplabel.h"

#include <QResizeEvent>

#include <algorithm>

namespace quiver::ui {

namespace {

constexpr int narrowest = 80;

} // namespace

WrapLabel::WrapLabel(QWidget *parent) : QLabel(parent)
{
    setWordWrap(true);
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setAlignment(Qt::AlignLeading | Qt::AlignTop);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize WrapLabel::sizeHint() const
{
    return {narrowest, heightForWidth(std::max(narrowest, width()))};
}

void WrapLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

} // namespace quiver::ui
