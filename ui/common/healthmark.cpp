// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/healthmark.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int dotSide = 12;
constexpr int countdownEveryMs = 500;
}

QString healthText(const ServerHealth &health)
{
    switch (health.state) {
    case pg::PoolHealth::Unknown: return HealthMark::tr("not connected yet");
    case pg::PoolHealth::Good:
        return health.host.isEmpty() ? HealthMark::tr("connected") : HealthMark::tr("connected to %1").arg(health.host);
    case pg::PoolHealth::Lost:
        return health.lostAt.isValid() ? HealthMark::tr("lost since %1").arg(health.lostAt.toString(u"HH:mm:ss"_s)) : HealthMark::tr("lost");
    case pg::PoolHealth::Reconnecting: break;
    }
    const qint64 left = health.nextTryAt.isValid() ? QDateTime::currentDateTime().msecsTo(health.nextTryAt) : 0;
    if (health.attempt == 0 || left <= 0)
        return HealthMark::tr("reconnecting…");
    return HealthMark::tr("reconnecting: attempt %1 in %2 s").arg(health.attempt).arg((left + 999) / 1000);
}

HealthMark::HealthMark(Words words, QWidget *parent)
    : QWidget(parent), m_shown(words), m_dot(new QWidget(this)), m_words(new QLabel(this))
{
    setObjectName(u"healthMark"_s);
    m_dot->setFixedSize(dotSide, dotSide);
    m_dot->installEventFilter(this);
    m_words->setObjectName(u"healthWords"_s);
    m_words->setMinimumWidth(1); // rather cut than pushing others out of the window
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    layout->addWidget(m_dot);
    layout->addWidget(m_words);
    m_countdown.setInterval(countdownEveryMs);
    connect(&m_countdown, &QTimer::timeout, this, &HealthMark::refresh);
    refresh();
}

void HealthMark::setServer(const Server *server)
{
    if (m_server)
        disconnect(m_server, nullptr, this, nullptr);
    m_server = server;
    if (server) {
        connect(server, &Server::healthChanged, this, &HealthMark::refresh);
        connect(server, &QObject::destroyed, this, &HealthMark::refresh);
    }
    refresh();
}

QString HealthMark::text() const
{
    return m_server ? healthText(m_server->health()) : QString();
}

void HealthMark::refresh()
{
    const bool well = !m_server || m_server->health().isWell();
    const bool lost = m_server && m_server->health().state == pg::PoolHealth::Lost;
    m_dot->setVisible(m_server);
    m_words->setVisible(m_server && (m_shown == Words::Always || !well));
    m_words->setText(m_shown == Words::Short ? (lost ? tr("lost") : tr("reconnecting")) : text());
    if (!well || m_words->property("coloured").toBool()) {
        const Colors colors = colorsFor(palette());
        m_words->setStyleSheet(well ? QString() : u"color: %1; font-weight: 600;"_s.arg((lost ? colors.danger : colors.warning).name()));
        m_words->setProperty("coloured", !well);
    }
    const QString reason = !m_server                                ? QString()
                           : m_server->health().latestError.isEmpty() ? m_server->health().reason
                                                                      : m_server->health().latestError;
    setToolTip(reason.isEmpty() ? text() : text() + u'\n' + reason);
    setAccessibleName(tr("Connection: %1").arg(text()));
    m_server && m_server->health().state == pg::PoolHealth::Reconnecting ? m_countdown.start() : m_countdown.stop();
    m_dot->update();
}

void HealthMark::paintDot()
{
    if (!m_server)
        return;
    QPainter painter(m_dot);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = colorsFor(palette());
    const QRectF area = QRectF(m_dot->rect()).adjusted(2, 2, -2, -2);
    switch (m_server->health().state) {
    case pg::PoolHealth::Lost:
        painter.setPen(QPen(colors.danger, 2.2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(area.topLeft(), area.bottomRight());
        painter.drawLine(area.topRight(), area.bottomLeft());
        break;
    case pg::PoolHealth::Reconnecting:
        painter.setPen(QPen(colors.warning, 2.2));
        painter.drawEllipse(area);
        break;
    default:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.success);
        painter.drawEllipse(area.adjusted(-1, -1, 1, 1));
    }
}

void HealthMark::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_words)
        refresh();
}

bool HealthMark::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_dot && event->type() == QEvent::Paint) {
        paintDot();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
