// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/outagebar.h"

#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/shell/serverregistry.h"

#include <QPointer>
#include <QTimer>
#include <QVBoxLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int goodNewsForMs = 10000;

QString awayText(const Server &server)
{
    const ServerHealth &health = server.health();
    QString text = OutageBar::tr("The connection to %1 was lost at %2").arg(server.identity().name, health.lostAt.toString(u"HH:mm:ss"_s));
    QString reason = health.reason.simplified();
    if (reason.endsWith(u'.'))
        reason.chop(1);
    text += (reason.isEmpty() ? QString() : u": "_s + reason) + u". "_s;
    return text + (health.state == pg::PoolHealth::Reconnecting ? OutageBar::tr("Reconnecting…") : OutageBar::tr("The next piece of work tries again."));
}

} // namespace

OutageBar::OutageBar(ServerRegistry &servers, QWidget *parent)
    : QWidget(parent), m_servers(servers), m_layout(new QVBoxLayout(this))
{
    setObjectName(u"outageBar"_s);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    connect(&m_servers, &ServerRegistry::serversChanged, this, &OutageBar::watchServers);
    watchServers();
}

void OutageBar::watchServers()
{
    for (Server *server : m_servers.servers()) {
        if (m_bars.contains(server))
            continue;
        m_bars.insert(server, nullptr);
        connect(server, &Server::wentAway, this, [this, server] { showAway(server); });
        connect(server, &Server::healthChanged, this, [this, server] { refreshAway(server); });
        connect(server, &Server::cameBack, this, [this, server](qint64 afterMs) { showBack(server, afterMs); });
        connect(server, &QObject::destroyed, this, [this](QObject *gone) { delete m_bars.take(gone); });
    }
}

InlineBar *OutageBar::barOf(Server *server)
{
    InlineBar *&bar = m_bars[server];
    if (!bar) {
        bar = new InlineBar(this);
        bar->setObjectName(u"outage"_s);
        m_layout->addWidget(bar);
    }
    return bar;
}

void OutageBar::showAway(Server *server)
{
    const auto tryNow = [server = QPointer(server)] {
        if (server)
            server->tryNow();
    };
    barOf(server)->ask(InlineBar::Tone::Warning, awayText(*server),
                       {{u"tryNow"_s, tr("Try now"), tryNow, false, true}, {u"dismissOutage"_s, tr("Dismiss"), {}}});
}

// The reason may come after the news, and attempts may be given up.
void OutageBar::refreshAway(Server *server)
{
    InlineBar *bar = m_bars.value(server);
    if (bar && !bar->isHidden() && !server->health().isWell())
        bar->setText(awayText(*server));
}

void OutageBar::showBack(Server *server, qint64 afterMs)
{
    InlineBar *bar = barOf(server);
    const QString &name = server->identity().name;
    const QString &host = server->health().host;
    const QString after = durationText(double(afterMs));
    const QString text = host.isEmpty() ? tr("%1 is back after %2.").arg(name, after) : tr("%1 is back (%2) after %3.").arg(name, host, after);
    bar->ask(InlineBar::Tone::Success, text, {{u"dismissOutage"_s, tr("Dismiss"), {}}});
    QTimer::singleShot(goodNewsForMs, bar, [bar, text] {
        if (bar->text() == text)
            bar->dismiss();
    });
}

QString OutageBar::textOf(const Server *server) const
{
    const InlineBar *bar = m_bars.value(server);
    return bar && !bar->isHidden() ? bar->text() : QString();
}

} // namespace quiver::ui
