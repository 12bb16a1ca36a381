// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/gridnotice.h"

#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace quiver::ui {

GridNotice::GridNotice(QWidget *parent)
    : QFrame(parent), m_text(new QLabel(this)), m_action(new QToolButton(this)), m_close(new QToolButton(this))
{
    setObjectName(u"gridNotice"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName(u"gridNoticeText"_s);
    m_text->setForegroundRole(QPalette::ToolTipText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(u"gridNoticeAction"_s);
    m_close->setObjectName(u"gridNoticeClose"_s);
    m_close->setText(u"\u2715"_s);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close the message"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    m_hide.setSingleShot(true);
    connect(&m_hide, &QTimer::timeout, this, &QWidget::hide);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QToolButton::clicked, this, &GridNotice::actionClicked);
    hide();
}

void GridNotice::say(const QString &text, const QString &action, int hideAfterMs)
{
    m_text->setText(text);
    setAccessibleName(text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    m_hide.stop();
    if (hideAfterMs > 0)
        m_hide.start(hideAfterMs);
    show();
    raise();
    place(m_area);
}

QString GridNotice::text() const
{
    return m_text->text();
}

void GridNotice::place(const QRect &area)
{
    m_area = area;
    if (isHidden())
        return;
    constexpr int margin = 12;
    const QSize size = sizeHint().boundedTo(area.size() - QSize(2 * margin, 2 * margin));
    setGeometry(area.center().x() - size.width() / 2, area.bottom() - margin - size.height(), size.width(), size.height());
}

} // namespace quiver::ui
