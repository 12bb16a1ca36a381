// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/fitarea.h"

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>

#include <algorithm>

namespace quiver::ui {

FitArea::FitArea(QWidget *content, int least, QWidget *parent)
    : QScrollArea(parent), m_least(least)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    const bool isHidden = content->isHidden() && content->testAttribute(Qt::WA_WState_ExplicitShowHide); // not what was never shown
    setWidget(content); // which watches it, and shows it
    content->setVisible(!isHidden);
    setVisible(!isHidden);
}

int FitArea::contentHeight() const
{
    const int width = viewport()->width();
    const QLayout *layout = widget()->layout();
    return layout && layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : widget()->sizeHint().height();
}

QSize FitArea::sizeHint() const
{
    return {widget()->sizeHint().width(), contentHeight()};
}

QSize FitArea::minimumSizeHint() const
{
    return {widget()->minimumSizeHint().width(), std::min(m_least, contentHeight())};
}

bool FitArea::eventFilter(QObject *watched, QEvent *event)
{
    const bool done = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        setVisible(event->type() == QEvent::ShowToParent);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return done;
}

void FitArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

} // namespace quiver::ui
