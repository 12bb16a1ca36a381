// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/poolpage.h"

#include "core/reply.h"
#include "ui/common/figures.h"
#include "ui/common/healthmark.h"
#include "ui/common/livechart.h"
#include "ui/common/theme.h"
#include "ui/connections/poolsessionsmodel.h"
#include "ui/connections/poolsettingsbar.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sampleEveryMs = 500;
constexpr int askEveryMs = 2000;
constexpr int askWithOverflowEveryMs = 10000; // each question opens a connection and closes it again
constexpr int chartSeconds = 120;

QLabel *mutedLabel(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setProperty("muted", true);
    return label;
}

} // namespace

PoolPage::PoolPage(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"poolPage"_s);
    m_chart = new LiveChart({.series = {tr("Size"), tr("Idle"), tr("In use"), tr("Overflow"), tr("Waiting")},
                             .axisTitle = {},
                             .unit = {},
                             .seconds = chartSeconds,
                             .samplesPerSecond = 1000 / sampleEveryMs});
    m_chart->setObjectName(u"poolChart"_s);
    m_chart->setAccessibleName(tr("Sessions of the pool over the last two minutes"));
    m_chart->setMinimumHeight(150);
    m_settings = new PoolSettingsBar;
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(buildFigures());
    layout->addWidget(m_chart, 2);
    layout->addWidget(m_settings);
    layout->addWidget(buildTable(), 3);
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildEmptyState());
    m_pages->addWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);

    m_sampleTimer.setInterval(sampleEveryMs);
    connect(&m_sampleTimer, &QTimer::timeout, this, &PoolPage::sample);
    m_askTimer.setInterval(askEveryMs);
    connect(&m_askTimer, &QTimer::timeout, this, &PoolPage::askServer);
    connect(m_settings, &PoolSettingsBar::changed, this, [this](const pg::PoolSettings &settings) {
        if (!m_server)
            return;
        m_server->pool().setSettings(settings);
        showFigures();
    });
    connect(m_settings, &PoolSettingsBar::saveRequested, this, [this](const pg::PoolSettings &settings) {
        if (!m_server)
            return;
        m_savedOf[m_server] = settings;
        Q_EMIT saveSettingsRequested(m_server->identity().profileId, settings);
    });
    setServer(nullptr);
}

QWidget *PoolPage::buildFigures()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto add = [&](const QString &name, const QString &text, const QString &toolTip) {
        auto *card = new QFrame;
        card->setProperty("card", true);
        card->setToolTip(toolTip);
        auto *figure = new QLabel(u"–"_s);
        figure->setObjectName(name);
        figure->setAccessibleName(text);
        figure->setProperty("heading", true);
        auto *caption = new QLabel(text);
        caption->setProperty("muted", true);
        auto *inside = new QVBoxLayout(card);
        inside->setContentsMargins(12, 6, 12, 6);
        inside->setSpacing(0);
        inside->addWidget(figure);
        inside->addWidget(caption);
        layout->addWidget(card, 1);
        m_figures.append(figure);
    };
    add(u"poolFigureSize"_s, tr("Size"), tr("Sessions that the pool keeps"));
    add(u"poolFigureCheckedIn"_s, tr("Idle"), tr("Checked in: connected, and nobody holds them"));
    add(u"poolFigureCheckedOut"_s, tr("In use"), tr("Checked out: somebody holds them"));
    add(u"poolFigureOverflow"_s, tr("Overflow"), tr("Sessions beyond the size, closed when they are given back"));
    add(u"poolFigureWaiting"_s, tr("Waiting"), tr("Pieces of work that wait for a session"));
    return row;
}

QWidget *PoolPage::buildTable()
{
    m_health = new HealthMark(HealthMark::Words::Always);
    m_totals = mutedLabel(u"poolTotals"_s);
    m_totals->setAccessibleName(tr("Since the connection was opened"));
    m_totals->setWordWrap(true);
    m_serverNote = mutedLabel(u"poolServerNote"_s);
    m_serverNote->setWordWrap(true);
    m_dropIdle = new QPushButton(tr("Drop idle sessions"));
    m_dropIdle->setObjectName(u"dropIdleSessions"_s);
    m_dropIdle->setToolTip(tr("Closes the connections that nobody holds. They are made anew when they are needed."));
    connect(m_dropIdle, &QPushButton::clicked, this, [this] {
        if (m_server)
            m_server->pool().dropIdle();
    });
    m_model = new PoolSessionsModel(this);
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(PoolSessionsModel::SortRole);
    m_table = new QTreeView;
    m_table->setObjectName(u"poolSessions"_s);
    m_table->setAccessibleName(tr("Sessions"));
    m_table->setModel(sorted);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // the pool's order until somebody asks for another
    m_table->setMinimumHeight(110);
    using Model = PoolSessionsModel;
    const std::pair<int, int> widths[] = {{Model::Name, 140}, {Model::Holder, 170}, {Model::Held, 70}, {Model::State, 116},
                                          {Model::Transaction, 108}, {Model::Pid, 92}, {Model::BackendState, 140},
                                          {Model::Wait, 130}, {Model::QueryFor, 76}, {Model::Query, 260},
                                          {Model::Connected, 100}, {Model::Host, 140}, {Model::Reconnects, 108},
                                          {Model::LastError, 220}};
    for (const auto &[column, width] : widths)
        m_table->header()->resizeSection(column, width);

    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_health);
    line->addWidget(m_totals, 1);
    line->addWidget(m_dropIdle);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_serverNote);
    return box;
}

QWidget *PoolPage::buildEmptyState()
{
    auto *heading = new QLabel(tr("The connection is not open"));
    heading->setProperty("heading", true);
    heading->setAlignment(Qt::AlignCenter);
    auto *words = mutedLabel(u"poolEmpty"_s);
    words->setText(tr("While it is open, its pool is seen here: how many sessions there are, who holds them and since when, "
                      "and what the server does for each."));
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setMaximumWidth(460);
    auto *open = new QPushButton(icon(u"connections"_s), tr("Open the connection"));
    open->setObjectName(u"poolOpen"_s);
    connect(open, &QPushButton::clicked, this, &PoolPage::openRequested);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(1);
    layout->addWidget(heading);
    layout->addWidget(words, 0, Qt::AlignHCenter);
    layout->addWidget(open, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    return page;
}

void PoolPage::setServer(Server *server)
{
    if (m_server == server && (server || m_pages->currentIndex() == 0))
        return;
    if (m_server)
        m_server->pool().disconnect(this);
    m_server = server;
    ++m_generation;
    m_asking = false;
    m_peakWaiting = 0;
    m_model->clear();
    m_chart->clear();
    m_serverNote->clear();
    m_pages->setCurrentIndex(server ? 1 : 0);
    m_health->setServer(server);
    if (!server) {
        m_sampleTimer.stop();
        m_askTimer.stop();
        return;
    }
    pg::Pool &pool = server->pool();
    if (!m_savedOf.contains(server)) {
        m_savedOf.insert(server, pool.settings());
        connect(server, &QObject::destroyed, this, [this, server] { m_savedOf.remove(server); });
    }
    connect(server, &QObject::destroyed, this, [this] {
        if (!m_server)
            setServer(nullptr);
    });
    connect(&pool, &pg::Pool::countersChanged, this, [this] {
        m_peakWaiting = std::max(m_peakWaiting, m_server->pool().counters().waiting);
        showFigures();
    });
    connect(&pool, &pg::Pool::sessionsChanged, this, &PoolPage::showSessions);
    m_settings->setSettings(pool.settings(), m_savedOf.value(server), !server->identity().profileId.isEmpty());
    m_sampleTimer.start();
    sample();
    showFigures();
    if (isVisible()) {
        m_askTimer.start();
        askServer();
    }
}

void PoolPage::sample()
{
    if (!m_server)
        return;
    const pg::PoolCounters now = m_server->pool().counters();
    const int waiting = std::max(std::exchange(m_peakWaiting, 0), now.waiting);
    m_chart->add({double(now.size), double(now.checkedIn), double(now.checkedOut), double(now.overflow), double(waiting)});
    if (!isVisible())
        return;
    showFigures();
    showSessions();
}

void PoolPage::showFigures()
{
    if (!m_server || !isVisible())
        return;
    const pg::PoolCounters now = m_server->pool().counters();
    const int values[] = {now.size, now.checkedIn, now.checkedOut, now.overflow, now.waiting};
    for (int i = 0; i < int(m_figures.size()); ++i)
        m_figures[i]->setText(QLocale().toString(values[i]));
    m_dropIdle->setEnabled(now.checkedIn > 0);
    const pg::PoolTotals totals = m_server->pool().totals();
    const double mean = totals.leases > 0 ? totals.waitedMs / double(totals.leases) : 0;
    const QString text = tr("Leases: %1 · timed out: %2 · reconnects: %3 · wait: %4 mean, %5 longest")
                             .arg(QLocale().toString(totals.leases), QLocale().toString(totals.timeouts),
                                  QLocale().toString(totals.reconnects), durationText(mean), durationText(totals.longestWaitMs));
    m_totals->setText(text);
    m_totals->setToolTip(text);
}

void PoolPage::showSessions()
{
    if (m_server && isVisible())
        m_model->setSessions(m_server->pool().sessions());
}

// A question of ours must not stand in the way of work that waits for a session.
bool PoolPage::mayAskServer(const pg::PoolCounters &counters)
{
    if (m_server->health().state != pg::PoolHealth::Good || counters.waiting > 0)
        return false;
    if (counters.checkedIn > 0 || counters.checkedOut < counters.size)
        return true;
    const int most = m_server->pool().settings().maxOverflow;
    if (most >= 0 && counters.overflow >= most)
        return false;
    if (m_sinceOverflowQuestion.isValid() && m_sinceOverflowQuestion.elapsed() < askWithOverflowEveryMs)
        return false;
    m_sinceOverflowQuestion.start();
    return true;
}

void PoolPage::askServer()
{
    if (!m_server || m_asking)
        return;
    QList<int> pids;
    for (const pg::SessionStatus &session : m_server->pool().sessions())
        if (session.backendPid > 0)
            pids.append(session.backendPid);
    if (pids.isEmpty())
        return;
    if (!mayAskServer(m_server->pool().counters())) {
        if (m_sinceAnswer.isValid() && m_sinceAnswer.elapsed() > 2 * askEveryMs)
            m_serverNote->setText(tr("No session is free to ask the server: what it says here is %1 old.")
                                      .arg(elapsedText(m_sinceAnswer.elapsed())));
        return;
    }
    m_asking = true;
    using Answer = std::pair<QList<catalog::BackendActivity>, int>;
    auto task = m_server->pool().read(tr("Look at the backends"), [pids](pg::Connection &connection, core::JobContext &) {
        return Answer{catalog::backendActivity(connection, pids), connection.backendPid()};
    });
    core::whenDone(
        task.future, this,
        [this, generation = m_generation](const Answer &answer) {
            if (generation == m_generation)
                activityArrived(answer.first, answer.second);
        },
        [this, generation = m_generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                activityFailed(error);
        });
}

void PoolPage::activityArrived(const QList<catalog::BackendActivity> &activity, int asker)
{
    m_asking = false;
    m_sinceAnswer.start();
    m_serverNote->clear();
    m_model->setActivity(activity, asker);
}

void PoolPage::activityFailed(const std::exception_ptr &error)
{
    m_asking = false;
    m_serverNote->setText(tr("What the server says could not be asked: %1").arg(core::describe(error)));
}

void PoolPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_server)
        return;
    m_askTimer.start();
    showFigures();
    showSessions();
    askServer();
}

void PoolPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_askTimer.stop();
}

QByteArray PoolPage::tableState() const
{
    return m_table->header()->saveState();
}

void PoolPage::restoreTable(const QByteArray &state)
{
    m_table->header()->restoreState(state);
}

} // namespace quiver::ui
