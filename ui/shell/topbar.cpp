// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/topbar.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/healthmark.h"
#include "ui/common/theme.h"
#include "ui/shell/serverregistry.h"

#include <QAction>
#include <QActionGroup>
#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int bandHeight = 3;

QString environmentText(core::Environment environment)
{
    switch (environment) {
    case core::Environment::Development: return TopBar::tr("Development");
    case core::Environment::Staging: return TopBar::tr("Staging");
    case core::Environment::Production: break;
    }
    return TopBar::tr("Production");
}

// Production keeps its own: a profile that somebody coloured green is no less one.
QColor stripColor(const Server &server, const Colors &colors)
{
    const QColor own = server.identity().environment == core::Environment::Production ? QColor() : server.identity().color;
    return own.isValid() ? own : environmentColor(server.identity().environment, colors);
}

/// A word in a rounded field of its own colour.
void fillPill(QLabel *label, const QString &text, const QColor &ground)
{
    label->setText(text);
    label->setStyleSheet(u"QLabel { background: %1; color: %2; border-radius: 9px; padding: 2px 9px; font-weight: 600; }"_s.arg(
        ground.name(), inkOn(ground).name()));
}

} // namespace

TopBar::TopBar(ServerRegistry &servers, QWidget *parent)
    : QWidget(parent), m_servers(servers)
{
    setObjectName(u"topBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    build();
    connect(&m_servers, &ServerRegistry::currentChanged, this, &TopBar::showServer);
    showServer(m_servers.current());
}

void TopBar::build()
{
    const auto label = [&](const QString &name, const QString &accessibleName) {
        auto *made = new QLabel;
        made->setObjectName(name);
        made->setAccessibleName(accessibleName);
        return made;
    };
    m_menu = new QMenu(this);
    connect(m_menu, &QMenu::aboutToShow, this, &TopBar::fillSwitcher);
    m_switcher = new QToolButton;
    m_switcher->setObjectName(u"serverSwitcher"_s);
    m_switcher->setAccessibleName(tr("Open servers"));
    m_switcher->setMenu(m_menu);
    m_switcher->setPopupMode(QToolButton::InstantPopup);
    m_switcher->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QFont strong = m_switcher->font();
    strong.setBold(true);
    m_switcher->setFont(strong);
    m_environment = label(u"environmentPill"_s, tr("Environment"));
    m_summary = new ElidedLabel;
    m_summary->setObjectName(u"serverSummary"_s);
    m_summary->setProperty("muted", true);
    m_summary->setMinimumWidth(40);
    m_readOnly = label(u"readOnlyLock"_s, tr("Read-only"));
    m_readOnly->setText(tr("Read-only"));
    m_readOnly->setToolTip(tr("The server refuses every write of this connection. Whether it is read-only is set in its profile."));
    m_transaction = label(u"transactionState"_s, tr("Transaction"));
    m_health = new HealthMark(HealthMark::Words::InTrouble);
    m_pool = new QToolButton;
    m_pool->setObjectName(u"poolState"_s);
    m_pool->setAccessibleName(tr("Sessions in use"));
    connect(m_pool, &QToolButton::clicked, this, [this] {
        if (m_server)
            Q_EMIT poolRequested(m_server);
    });
    m_disconnect = new QToolButton;
    m_disconnect->setObjectName(u"disconnect"_s);
    m_disconnect->setIcon(icon(u"disconnect"_s));
    m_disconnect->setText(tr("Disconnect"));
    m_disconnect->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_disconnect, &QToolButton::clicked, this, [this] {
        if (m_server)
            Q_EMIT disconnectRequested(m_server);
    });
    m_actions = new QWidget;
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(4);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, bandHeight + 5, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(m_switcher);
    layout->addWidget(m_health, 0, Qt::AlignVCenter);
    layout->addWidget(m_environment, 0, Qt::AlignVCenter);
    layout->addWidget(m_readOnly, 0, Qt::AlignVCenter);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_transaction, 0, Qt::AlignVCenter);
    layout->addWidget(m_pool);
    layout->addWidget(m_disconnect);
    layout->addWidget(m_actions);
}

void TopBar::addActionButton(QAction *action, const QString &objectName)
{
    auto *button = new QToolButton;
    button->setObjectName(objectName);
    button->setDefaultAction(action);
    button->setAccessibleName(action->text());
    m_actions->layout()->addWidget(button);
}

void TopBar::showServer(Server *server)
{
    disconnect(m_counters);
    m_server = server;
    if (server)
        m_counters = connect(&server->pool(), &pg::Pool::countersChanged, this, &TopBar::refreshPool);
    m_health->setServer(server);
    refresh();
}

void TopBar::refresh()
{
    const bool open = m_server != nullptr;
    for (QWidget *part : {static_cast<QWidget *>(m_environment), static_cast<QWidget *>(m_pool),
                          static_cast<QWidget *>(m_disconnect)})
        part->setVisible(open);
    m_readOnly->setVisible(open && m_server->identity().readOnly);
    const Colors colors = colorsFor(palette());
    if (open) {
        const core::Environment environment = m_server->identity().environment;
        fillPill(m_environment, environmentText(environment), environmentColor(environment, colors));
        m_switcher->setText(m_server->identity().name);
        m_summary->setWhole(m_server->summary());
        fillPill(m_readOnly, tr("Read-only"), colors.surface);
    } else {
        m_switcher->setText(tr("No server open"));
        m_summary->setWhole({});
    }
    m_switcher->setIcon(icon(u"server"_s));
    setTransaction(m_status);
    refreshPool();
    update();
}

void TopBar::refreshPool()
{
    if (!m_server)
        return;
    const pg::PoolCounters counters = m_server->pool().counters();
    QString text = tr("%1 of %2 sessions in use").arg(counters.checkedOut).arg(counters.size);
    if (counters.waiting > 0)
        text += tr(", %1 waiting").arg(counters.waiting);
    m_pool->setText(text);
    m_pool->setToolTip(tr("Sessions of the pool: %1 in use, %2 idle, %3 beyond its size, %4 requests waiting")
                           .arg(counters.checkedOut)
                           .arg(counters.checkedIn)
                           .arg(counters.overflow)
                           .arg(counters.waiting)
                       + u'\n' + tr("Click to see the pool"));
}

void TopBar::setTransaction(pg::TransactionStatus status)
{
    m_status = status;
    const Colors colors = colorsFor(palette());
    const bool shown = m_server
                       && (status == pg::TransactionStatus::InTransaction || status == pg::TransactionStatus::InError);
    m_transaction->setVisible(shown);
    if (status == pg::TransactionStatus::InTransaction)
        fillPill(m_transaction, tr("In transaction"), colors.warning);
    else if (status == pg::TransactionStatus::InError)
        fillPill(m_transaction, tr("Transaction failed"), colors.danger);
    else
        m_transaction->clear();
}

void TopBar::fillSwitcher()
{
    m_menu->clear();
    auto *group = new QActionGroup(m_menu);
    for (Server *server : m_servers.servers()) {
        QAction *entry = m_menu->addAction(tr("%1  (%2)").arg(server->identity().name, server->summary()));
        entry->setCheckable(true);
        entry->setChecked(server == m_server);
        entry->setActionGroup(group);
        connect(entry, &QAction::triggered, this, [this, server = QPointer<Server>(server)] {
            if (server)
                m_servers.setCurrent(server);
        });
    }
    if (!m_servers.servers().empty())
        m_menu->addSeparator();
    connect(m_menu->addAction(icon(u"connections"_s), tr("Open another server…")), &QAction::triggered, this,
            &TopBar::connectionsRequested);
}

void TopBar::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    if (!m_server || m_server->identity().environment == core::Environment::Production)
        return; // production has its frame around all of this
    QPainter painter(this);
    painter.fillRect(0, 0, width(), bandHeight, stripColor(*m_server, colorsFor(palette())));
}

void TopBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_actions)
        refresh();
}

} // namespace quiver::ui
