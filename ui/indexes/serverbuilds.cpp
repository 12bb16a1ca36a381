// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/serverbuilds.h"

#include "catalog/catalogtypes.h"
#include "catalog/tablefacts.h"
#include "core/reply.h"
#include "store/workspace.h"
#include "ui/indexes/indexbuildpage.h"

#include <QTimer>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using Outcome = store::BuildEntry::Outcome;

namespace {

constexpr int aMomentMs = 2000;

QString nameOf(const index::BuildOrder &order)
{
    return order.spec.name.isEmpty() ? index::suggestedName(order.spec) : order.spec.name;
}

} // namespace

ServerBuilds::ServerBuilds(Server &server, store::Workspace &workspace, const pg::Services &services, QObject *parent)
    : QObject(parent),
      m_server(&server),
      m_workspace(workspace),
      m_watch(server.pool().options(), server.pool().types(), services),
      m_journal(workspace, m_watch, server.summary())
{
    connect(&m_watch, &index::BuildWatch::looked, this, &ServerBuilds::changed);
    connect(&m_watch, &index::BuildWatch::connectionLost, this, &ServerBuilds::watchLost);
    connect(&m_watch, &index::BuildWatch::connectionBack, this, [this] { Q_EMIT watchLost({}); });
    connect(&m_watch, &index::BuildWatch::buildEnded, this, [this](const index::BuildEnding &ending) {
        Q_EMIT changed();
        if (tellsItself(ending.last.progress.key.pid))
            return;
        Q_EMIT ended(ending.words(), ending.kind == index::BuildEnding::Kind::Valid, ending.last.progress.name(), ending.last.progress.key);
        QTimer::singleShot(aMomentMs, this, [this] { // by then the program that ran it has written it down, or is gone
            m_journal.resume();
            Q_EMIT journalChanged();
        });
    });
    connect(&m_journal, &index::BuildJournal::resumed, this, [this](int builds) {
        m_expected += builds;
        watchIfNeeded();
    });
    connect(&m_journal, &index::BuildJournal::completed, this, [this] {
        m_expected = std::max(0, m_expected - 1);
        watchIfNeeded();
        Q_EMIT journalChanged();
    });
    m_journal.resume();
}

ServerBuilds::~ServerBuilds()
{
    m_run.reset(); // before the watch that it knows
}

index::BuildRun *ServerBuilds::current() const
{
    return m_run && !m_run->isFinished() ? m_run.get() : nullptr;
}

index::BuildRun *ServerBuilds::runOf(int pid) const
{
    return current() && m_run->backendPid() == pid && pid != 0 ? m_run.get() : nullptr;
}

/// Ours tells more of its end than the watch can see, unless it has lost its connection.
bool ServerBuilds::tellsItself(int pid) const
{
    if (!m_run || m_run->backendPid() != pid)
        return false;
    return !m_run->outcome() || m_run->outcome()->outcome != Outcome::Running;
}

QString ServerBuilds::start(const BuildRequest &request)
{
    QStringList names;
    for (const auto &[plan, forecast] : request.builds) {
        if (plan.change.isEmpty())
            continue;
        index::BuildOrder order = index::buildOrder(plan, forecast ? &*forecast : nullptr);
        order.profileId = QUuid::fromString(m_server->identity().profileId);
        order.server = m_server->summary();
        m_queue.push_back({++m_latestId, order});
        names << plan.spec.name;
        if (!forecast)
            foretell(order);
    }
    if (!current()) {
        next();
        return tr("The build has been started.");
    }
    Q_EMIT changed();
    //: names of indexes, then that of the one that is being built now
    const QString words = tr("On the list: %1. It is begun when %2 is built.").arg(names.join(u", "_s), nameOf(m_run->order()));
    Q_EMIT queued(words);
    return words;
}

/// What the user did not wait for: without it nobody knows whether the build may be left alone.
void ServerBuilds::foretell(const index::BuildOrder &order)
{
    if (!catalog::isAnnMethod(order.spec.method))
        return;
    const auto task = m_server->pool().read(tr("Foretell a build"), [spec = order.spec, settings = order.settings](pg::Connection &connection, core::JobContext &) {
        index::BuildForecast forecast;
        catalog::readPatiently(connection, spec.schema, spec.table, [&] { forecast = index::forecastBuild(spec, settings, index::readForecastInput(connection, spec)); });
        return forecast;
    });
    core::whenDone(
        task.future, this,
        [this, spec = order.spec](const index::BuildForecast &forecast) {
            for (Waiting &waiting : m_queue) {
                if (waiting.order.spec == spec)
                    index::foretell(waiting.order, forecast);
            }
            if (current() && m_run->order().spec == spec)
                m_run->setForecast(forecast);
        },
        [](const std::exception_ptr &) {}); // whyNotLeave() says that it is not known
}

void ServerBuilds::takeOff(quint64 id)
{
    std::erase_if(m_queue, [id](const Waiting &each) { return each.id == id; });
    Q_EMIT changed();
}

void ServerBuilds::next()
{
    if (m_queue.empty() || !m_server)
        return;
    const auto [id, order] = std::move(m_queue.front());
    m_queue.pop_front();
    m_runId = id;
    m_run = std::make_unique<index::BuildRun>(m_server->pool().dedicatedSession(tr("Index build")), m_watch, &m_workspace);
    connect(m_run.get(), &index::BuildRun::alarmed, this, &ServerBuilds::alarmed);
    connect(m_run.get(), &index::BuildRun::finished, this, &ServerBuilds::runEnded, Qt::QueuedConnection); // it may go with the next one
    m_run->start(order);
    watchIfNeeded();
    Q_EMIT changed();
}

void ServerBuilds::runEnded()
{
    if (!m_run || !m_run->outcome())
        return;
    const index::BuildOutcome outcome = *m_run->outcome();
    QString words = outcome.words;
    if (const bool isLast = std::exchange(m_isLast, false); (isLast || outcome.outcome != Outcome::Valid) && !m_queue.empty()) {
        //: behind what became of an index: others were to be built after it
        words += u' ' + tr("%n index(es) that were to be built after it were not begun.", nullptr, int(m_queue.size()));
        m_queue.clear();
    }
    if (m_server)
        m_server->reportChange(outcome.report, outcome.journalTrouble.isEmpty());
    if (outcome.outcome == Outcome::Running && m_journal.follow(outcome.record)) // to its end
        ++m_expected;
    Q_EMIT journalChanged();
    const store::BuildEntry &entry = outcome.record.entry;
    index::BuildProgress built; // for its name
    built.schema = entry.schema;
    built.index = entry.index;
    Q_EMIT ended(words, outcome.outcome == Outcome::Valid, built.name(), {entry.backendPid, entry.statementStartedUs});
    next();
    watchIfNeeded();
    Q_EMIT changed();
    if (const auto then = std::exchange(m_whenEnded, nullptr))
        then();
}

void ServerBuilds::setWanted(bool wanted)
{
    if (wanted && !m_wanted)
        m_journal.resume(); // another program may have gone meanwhile, and left a build
    m_wanted = wanted;
    watchIfNeeded();
}

void ServerBuilds::watchIfNeeded()
{
    if (m_wanted || current() || m_expected > 0)
        m_watch.start();
    else
        m_watch.stop();
}

void ServerBuilds::cancel(quint64 id)
{
    if (!current() || m_runId != id)
        return;
    m_isLast = true;
    m_run->cancel();
}

QStringList ServerBuilds::unfinished() const
{
    if (!current() || !m_server)
        return {};
    const index::WatchedBuild *build = m_run->build();
    const QString name = build ? build->progress.name() : m_run->job()->title();
    QString line = tr("The index %1 is being built on %2").arg(name, m_server->identity().name);
    if (const QString why = m_run->whyNotLeave(); !why.isEmpty())
        line += tr("; it cannot be left alone: %1").arg(why);
    if (!m_queue.empty())
        line += tr("; %n more are to follow, and would not be begun", nullptr, int(m_queue.size()));
    return {line};
}

bool ServerBuilds::canLeave() const
{
    return current() && m_run->build() && m_run->whyNotLeave().isEmpty();
}

void ServerBuilds::leave(const std::function<void()> &then)
{
    m_isLast = current() != nullptr;
    if (!canLeave()) {
        then();
        return;
    }
    m_whenEnded = then;
    m_run->leave();
}

void ServerBuilds::stop(const std::function<void()> &then)
{
    m_isLast = current() != nullptr;
    if (!current() || m_run->isLeft()) { // what was left is not cancelled, however long it takes to let go
        then();
        return;
    }
    m_whenEnded = then;
    if (m_run->job()->cancelRequests() == 0) // a second one would give the connection up, and leave the index
        m_run->cancel();
}

} // namespace quiver::ui
