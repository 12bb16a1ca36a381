// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/wraplabel.h"

#include <QResizeEvent>
#include <QStyle>

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
    const Asked asked{text(), font(), textFormat(), std::max(narrowest, width()), margin(), contentsMargins()};
    if (asked != m_asked) {
        m_asked = asked;
        m_height = heightForWidth(asked.width);
    }
    return {narrowest, m_height};
}

void WrapLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

void sayIn(QLabel *label, const QString &text, bool isError)
{
    label->setProperty("error", isError);
    label->setProperty("muted", !isError);
    label->style()->unpolish(label);
    label->style()->polish(label);
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace quiver::ui
