// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/environmentframe.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace quiver::ui {

EnvironmentFrame::EnvironmentFrame(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("environmentFrame"));
    auto *inside = new QVBoxLayout(this);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
}

void EnvironmentFrame::setEnvironment(std::optional<core::Environment> environment)
{
    m_environment = environment;
    const int margin = isFramed() ? thickness : 0;
    layout()->setContentsMargins(margin, margin, margin, margin);
    update();
}

bool EnvironmentFrame::isFramed() const
{
    return m_environment == core::Environment::Production;
}

void EnvironmentFrame::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!isFramed())
        return;
    QPainter painter(this);
    const QColor ink = environmentColor(*m_environment, colorsFor(palette()));
    painter.fillRect(0, 0, width(), thickness, ink);
    painter.fillRect(0, height() - thickness, width(), thickness, ink);
    painter.fillRect(0, 0, thickness, height(), ink);
    painter.fillRect(width() - thickness, 0, thickness, height(), ink);
}

} // namespace quiver::ui
