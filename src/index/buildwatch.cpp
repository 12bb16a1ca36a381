// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildwatch.h"

#include "core/reply.h"
#include "pg/typeregistry.h"

#include <QElapsedTimer>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastPeriodMs = 200;
constexpr int mostPeriodMs = 1000;
constexpr int lostPeriodMs = 500;
constexpr std::size_t keptSamples = 200;

std::pair<QString, quint32> tableOf(const BuildProgress &build)
{
    return {build.database, build.tableOid};
}

BuildEnding::Kind kindOf(const IndexState &state)
{
    switch (state.kind) {
    case IndexState::Kind::Valid: return BuildEnding::Kind::Valid;
    case IndexState::Kind::Invalid: return BuildEnding::Kind::Invalid;
    case IndexState::Kind::Gone: break;
    }
    return BuildEnding::Kind::Gone;
}

/// By its copy, which takes the index's name when it is whole; or where none was seen by whether that name means another index now.
void tellRebuiltBeside(pg::Connection &connection, const BuildProgress &build, BuildEnding &ending)
{
    const bool isCopy = build.rebuiltOid == 0;
    const QString name = isCopy ? rebuiltName(build.index) : build.index;
    IndexState made = isCopy ? indexState(connection, build.indexOid, {}, {}) : IndexState{};
    if (made.kind != IndexState::Kind::Valid) {
        const IndexState named = indexState(connection, 0, build.schema, name);
        const bool isOld = isCopy || named.oid == build.rebuiltOid;
        if (named.kind == IndexState::Kind::Valid && isOld)
            ending.kind = BuildEnding::Kind::Unchanged;
        else
            ending.kind = kindOf(named.kind == IndexState::Kind::Gone ? made : named);
        made = named;
    } else {
        ending.kind = BuildEnding::Kind::Valid;
    }
    ending.indexBytes = made.bytes;
    ending.index = made.name;
    const quint32 table = build.tableOid != 0 ? build.tableOid : made.tableOid;
    for (const InvalidCopy &copy : invalidCopies(connection, table)) {
        if (name.startsWith(rebuiltName(copy.name)))
            ending.leftBehind << copy.schema + u'.' + copy.name;
    }
}

void tellBuilt(pg::Connection &connection, const BuildProgress &build, BuildEnding &ending)
{
    const IndexState state = indexState(connection, build.indexOid, build.schema, build.index);
    ending.indexBytes = state.bytes;
    ending.isPartitioned = state.isPartitioned;
    const bool isRebuilt = build.command != "REINDEX"_L1 || state.file != build.indexFile;
    ending.kind = state.kind == IndexState::Kind::Valid && !isRebuilt ? BuildEnding::Kind::Unchanged : kindOf(state);
}

/// What became of the build in the session \p key; nothing: its statement is still under way.
std::optional<BuildEnding> endingOf(pg::Connection &connection, const BuildProgress &build, bool restarted)
{
    const BackendState backend = restarted ? BackendState{} : backendState(connection, build.key).value_or(BackendState{});
    if (backend.sameStatement)
        return std::nullopt;
    BuildEnding ending;
    if (backend.inTransaction && build.command == "REINDEX"_L1) { // it holds the index against everybody until it is committed
        ending.kind = BuildEnding::Kind::Uncommitted;
        return ending;
    }
    const bool isHere = build.database == connection.exec("SELECT pg_catalog.current_database()").text(0, 0);
    const bool hasName = build.indexOid != 0 || !build.index.isEmpty();
    // The valid index of before says nothing of a REINDEX unless what it was before is known.
    const bool isBeside = build.command == "REINDEX CONCURRENTLY"_L1;
    const bool isTold = isBeside ? build.rebuiltOid != 0 || build.indexOid != 0 : build.command != "REINDEX"_L1 || build.indexFile != 0;
    if (isHere && hasName && isTold)
        (isBeside ? tellRebuiltBeside : tellBuilt)(connection, build, ending);
    // Before it is committed nobody else sees it.
    if (backend.inTransaction && ending.kind != BuildEnding::Kind::Valid && !build.isConcurrent())
        ending.kind = BuildEnding::Kind::Uncommitted;
    ending.restarted = restarted;
    const bool isThere = ending.kind == BuildEnding::Kind::Valid || ending.kind == BuildEnding::Kind::Invalid || ending.kind == BuildEnding::Kind::Unchanged;
    if (restarted && !isThere)
        ending.kind = BuildEnding::Kind::ServerStopped;
    return ending;
}

} // namespace

QString BuildEnding::words() const
{
    const QString schema = last.progress.schema;
    const QString name = index.isEmpty() ? last.progress.name() : schema.isEmpty() ? index : schema + u'.' + index;
    const QString left = leftBehind.isEmpty() ? QString()
        : leftBehind.size() == 1 ? u" It left the INVALID index %1 behind, which every write pays for: drop it."_s.arg(leftBehind.first())
                                 : u" It left the INVALID indexes %1 behind, which every write pays for: drop them."_s.arg(leftBehind.join(u", "_s));
    switch (kind) {
    case Kind::Valid: return u"The index %1 is built and valid."_s.arg(name) + left;
    case Kind::Invalid:
        if (isPartitioned)
            return u"The build of %1 has not come to its end: it is INVALID until each partition has its part. Build it again: it goes on where it stopped."_s.arg(name);
        return (restarted ? u"The server was stopped while %1 was built: the index is INVALID."_s : u"The build of %1 did not end well: the index is INVALID."_s).arg(name)
               + u" No query uses it, and every write still pays for it: drop it, or build it again."_s;
    case Kind::Unchanged:
        return u"The REINDEX of %1 was cancelled or failed: the index is as it was before, valid and in use. Where it should be rebuilt, start it again."_s.arg(name) + left;
    case Kind::Gone:
        return last.progress.phase >= BuildPhase::WaitingForSnapshots || last.estimate.phase == BuildPhase::Finalizing
            ? u"The build of %1 came to its end, and there is no such index: somebody dropped it, or its transaction was rolled back."_s.arg(name)
            : u"The build of %1 has ended without an index: it was cancelled or failed, and left nothing behind."_s.arg(name);
    case Kind::Uncommitted:
        return u"%1 is built, in a transaction that session %2 has not committed yet: until then nobody else sees it, and writes to the table wait."_s
            .arg(name).arg(last.progress.key.pid);
    case Kind::ServerStopped:
        return u"The server was stopped while %1 was built: nothing of it is left. Build it again."_s.arg(name);
    case Kind::Unseen: break;
    }
    return u"The build of %1 has ended. Whether its index is valid cannot be seen from here: look at the indexes of the database %2."_s.arg(name, last.progress.database);
}

BuildWatch::BuildWatch(pg::ConnectOptions options, std::shared_ptr<pg::TypeRegistry> types, pg::Services services, QObject *parent)
    : QObject(parent)
{
    options.readOnly = false; // it only asks; the guard's transactions would cost two round trips more
    options.settings.append({u"lock_timeout"_s, u"500ms"_s}); // of a size that is asked for while somebody holds the index
    options.reconnectPatience = 1; // it tries again by itself
    services.jobs = nullptr;
    m_session = std::make_unique<pg::Session>(std::move(options), std::move(types), services, u"Index builds"_s);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &BuildWatch::look);
}

BuildWatch::~BuildWatch()
{
    stop();
}

void BuildWatch::start()
{
    if (m_running)
        return;
    m_running = true;
    ++m_generation;
    look();
}

void BuildWatch::stop()
{
    m_running = false;
    ++m_generation;
    m_timer.stop();
}

void BuildWatch::expect(const BuildProgress &build)
{
    if (m_followed.contains(build.key))
        return;
    Followed followed;
    followed.build.progress = build;
    followed.isExpected = true;
    m_followed.emplace(build.key, std::move(followed));
}

const WatchedBuild *BuildWatch::find(int pid) const
{
    const auto found = std::ranges::find_if(m_builds, [pid](const WatchedBuild &build) { return build.progress.key.pid == pid; });
    return found == m_builds.end() ? nullptr : &*found;
}

std::vector<RateSample> BuildWatch::samples(const BuildKey &key, std::size_t most) const
{
    const auto found = m_followed.find(key);
    return found == m_followed.end() ? std::vector<RateSample>{} : found->second.clock.samples(most);
}

void BuildWatch::setOutline(int pid, const BuildOutline &outline)
{
    m_outlines[pid] = outline;
    for (auto &[key, followed] : m_followed) {
        if (key.pid == pid)
            followed.clock.setOutline(outline);
    }
}

void BuildWatch::noteSpill(int pid, double row)
{
    for (auto &[key, followed] : m_followed) {
        if (key.pid == pid)
            followed.clock.noteSpill(row);
    }
}

int BuildWatch::periodMs() const
{
    if (m_isLost)
        return lostPeriodMs;
    // While nothing builds it takes nothing from a build, and a short one is not to be missed.
    if (m_builds.empty())
        return int(std::clamp(m_lookMs * 20, double(leastPeriodMs), double(mostPeriodMs)));
    double period = mostPeriodMs;
    for (const WatchedBuild &build : m_builds) {
        const bool changed = !build.phases.empty() && build.estimate.elapsed - build.phases.back().begin < 2;
        period = std::min(period, changed ? leastPeriodMs : build.estimate.elapsed * 1000 / 50);
    }
    // The first looks fill the session's caches: they cost more than those to come, and tell nothing of them.
    constexpr qint64 firstLooks = 3;
    return pauseMs(period, m_looks <= firstLooks ? 0 : m_lookMs);
}

int BuildWatch::pauseMs(double wantedMs, double lookMs)
{
    // Beside what the server tells the look took, its session and the one that builds lose their places in the processor's caches.
    constexpr double looksApart = 160;
    return int(std::max(std::clamp(wantedMs, double(leastPeriodMs), double(mostPeriodMs)), lookMs * looksApart));
}

void BuildWatch::again(int milliseconds)
{
    if (m_running)
        m_timer.start(milliseconds);
}

void BuildWatch::look()
{
    std::vector<BuildKey> known;
    for (const auto &[key, followed] : m_followed)
        known.push_back(key);
    struct Sight {
        int pid = 0; // of the connection that it was found for
        BuildSight value;
    };
    static thread_local Sight sight; // of the session's thread
    const auto task = m_session->run(u"Index builds"_s, [known](pg::Connection &connection, core::JobContext &) {
        if (sight.pid != connection.backendPid())
            sight = {connection.backendPid(), buildSight(connection)};
        QElapsedTimer timer;
        timer.start();
        Look look{readBuilds(connection, sight.value, known), 0};
        look.milliseconds = std::max(0.0, double(timer.nsecsElapsed()) / 1e6 - sight.value.roundTripMs);
        for (BuildProgress &build : look.snapshot.builds) {
            // One that waits for its table reports no index yet: what it is before is asked for once, by its name.
            if (build.phase == BuildPhase::WaitingForTable && build.command.startsWith("REINDEX"_L1) && !build.index.isEmpty()
                && std::ranges::find(known, build.key) == known.end()) {
                const IndexState before = indexState(connection, 0, build.schema, build.index);
                (build.isConcurrent() ? build.rebuiltOid : build.indexFile) = build.isConcurrent() ? before.oid : before.file;
            }
        }
        return look;
    });
    core::whenDone(task.future, this,
                   [this, generation = m_generation](const Look &look) {
                       if (generation == m_generation)
                           arrived(look);
                   },
                   [this, generation = m_generation](const std::exception_ptr &error) {
                       if (generation == m_generation)
                           failed(error);
                   });
}

void BuildWatch::arrived(const Look &look)
{
    ++m_looks;
    // A look that waited for a processor took longer, and no more of it: the quick ones tell what looks cost.
    m_lookMs = m_lookMs <= 0 ? look.milliseconds : std::min(look.milliseconds, 1.05 * m_lookMs);
    if (m_isLost) {
        m_isLost = false;
        Q_EMIT connectionBack();
    }
    const bool restarted = m_serverStartedAtUs != 0 && look.snapshot.serverStartedAtUs != m_serverStartedAtUs;
    m_serverStartedAtUs = look.snapshot.serverStartedAtUs;
    std::vector<BuildKey> gone;
    for (const auto &[key, followed] : m_followed) {
        const bool isThere = std::ranges::any_of(look.snapshot.builds, [&key](const BuildProgress &build) { return build.key == key; });
        if (!isThere)
            gone.push_back(key);
    }
    for (const BuildProgress &build : look.snapshot.builds)
        see(build, look.snapshot.walBytes);
    publish();
    Q_EMIT looked();
    for (const BuildKey &key : gone)
        lookForEnd(key, restarted);
    again(periodMs());
}

void BuildWatch::failed(const std::exception_ptr &error)
{
    const QString reason = core::describe(error);
    bool isConnection = false;
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &e) {
        isConnection = !e.connectionUsable();
    } catch (const std::exception &) { // told below
    }
    if (isConnection && !m_isLost) {
        m_isLost = true;
        Q_EMIT connectionLost(reason);
    } else if (!isConnection) {
        Q_EMIT lookFailed(reason);
    }
    again(isConnection ? lostPeriodMs : mostPeriodMs);
}

void BuildWatch::see(const BuildProgress &progress, qint64 wal)
{
    auto found = m_followed.find(progress.key);
    const bool isNew = found == m_followed.end() || found->second.isExpected;
    if (isNew) {
        Followed followed;
        followed.walAtFirst = wal;
        if (const auto outline = m_outlines.find(progress.key.pid); outline != m_outlines.end()) {
            followed.clock.setOutline(outline->second);
            m_outlines.erase(outline);
        }
        if (const auto pace = m_paces.find(tableOf(progress)); pace != m_paces.end())
            followed.clock.setPace(pace->second);
        found = m_followed.insert_or_assign(progress.key, std::move(followed)).first;
    }
    Followed &followed = found->second;
    BuildProgress now = progress;
    if (now.phase == BuildPhase::Committing || now.phase == BuildPhase::WaitingForTable) { // the server tells no more of it then
        const BuildProgress before = followed.build.progress;
        if (!isNew) {
            now = before;
            now.phase = progress.phase;
            now.waitsFor = progress.waitsFor;
            now.runningSeconds = progress.runningSeconds;
            now.workers = 0;
        }
    }
    followed.clock.add(now);
    followed.build.progress = now;
    followed.build.estimate = followed.clock.estimate();
    followed.build.phases = followed.clock.phases();
    followed.build.mostWorkers = std::max(followed.build.mostWorkers, now.workers);
    followed.build.walBytes = wal >= 0 && followed.walAtFirst >= 0 ? wal - followed.walAtFirst : -1;
    if (isNew)
        Q_EMIT buildFound(followed.build);
}

void BuildWatch::publish()
{
    m_builds.clear();
    for (const auto &[key, followed] : m_followed) {
        if (!followed.isExpected)
            m_builds.push_back(followed.build);
    }
    std::ranges::sort(m_builds, {}, [](const WatchedBuild &build) { return build.progress.key.startedAtUs; });
}

void BuildWatch::lookForEnd(const BuildKey &key, bool restarted)
{
    const auto found = m_followed.find(key);
    if (found == m_followed.end())
        return;
    const BuildProgress last = found->second.build.progress;
    const auto task = m_session->run(u"End of an index build"_s, [last, restarted](pg::Connection &connection, core::JobContext &) {
        return endingOf(connection, last, restarted);
    });
    core::whenDone(task.future, this,
                   [this, key](const std::optional<BuildEnding> &ending) {
                       if (ending)
                           ended(key, *ending);
                   },
                   [](const std::exception_ptr &) {}); // the next look finds it gone, too
}

void BuildWatch::ended(const BuildKey &key, const BuildEnding &ending)
{
    const auto found = m_followed.find(key);
    if (found == m_followed.end())
        return; // told before
    BuildEnding told = ending;
    told.last = found->second.build;
    told.samples = found->second.clock.samples(keptSamples);
    if (const std::optional<IvfflatPace> pace = found->second.clock.pace(); pace && ending.kind == BuildEnding::Kind::Valid)
        m_paces[tableOf(told.last.progress)] = *pace;
    m_followed.erase(found);
    publish();
    Q_EMIT buildEnded(told);
}

} // namespace quiver::index
