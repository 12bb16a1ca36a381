// SPDX-License-Identifier: GPL-3.0-or-later
#include "changewatch.h"

#include "buildline.h"
#include "core/durationtext.h"
#include "core/reply.h"
#include "pg/typeregistry.h"
#include "sql/lockholders.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr int periodMs = 1500; // what is over sooner needs no words

} // namespace

ChangeWatch::ChangeWatch(const pg::ConnectOptions &options, std::shared_ptr<core::Job> job, int backendPid)
    : m_job(std::move(job)), m_backendPid(backendPid), m_session(options, std::make_shared<pg::TypeRegistry>(), {&m_canceller}, options.summary()),
      m_sight(std::make_shared<std::optional<index::BuildSight>>())
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_session, [this] { look(); });
    m_timer.start(periodMs);
}

void ChangeWatch::look()
{
    if (std::exchange(m_isLooking, true))
        return;
    const auto task = m_session.read(u"Look how far it is, and who is in the way"_s, [pid = m_backendPid, sight = m_sight](pg::Connection &connection, core::JobContext &) {
        Seen seen;
        QStringList words;
        for (const sql::LockHolder &holder : sql::blockersOf(connection, pid))
            words << sql::describe(holder);
        seen.blockers = words.join(u"; "_s);
        if (!*sight)
            *sight = index::buildSight(connection);
        for (const index::BuildProgress &build : index::readBuilds(connection, **sight).builds) {
            if (build.key.pid == pid)
                seen.build = build;
        }
        for (const index::VacuumProgress &vacuum : index::readVacuums(connection)) {
            if (vacuum.pid == pid)
                seen.vacuum = vacuum;
        }
        return seen;
    });
    core::whenDone(task.future, &m_session, [this](const Seen &seen) { this->seen(seen); },
                   [this](const std::exception_ptr &) { seen({}); }); // a nicety: nothing is known then
}

void ChangeWatch::seen(const Seen &seen)
{
    m_isLooking = false;
    core::JobContext job(m_job);
    if (!seen.blockers.isEmpty() && m_blockers.isEmpty())
        job.log(u"waiting: %1. Ctrl+C cancels this change, and leaves the other session alone"_s.arg(seen.blockers));
    m_blockers = seen.blockers;
    if (seen.build) {
        if (std::exchange(m_build, seen.build->key) != seen.build->key)
            m_clock = index::BuildClock();
        m_clock.add(*seen.build);
        job.report(buildLine({.progress = *seen.build, .estimate = m_clock.estimate(), .phases = m_clock.phases()}));
    } else if (seen.vacuum) {
        core::JobProgress progress{.phase = u"%1.%2: %3"_s.arg(seen.vacuum->schema, seen.vacuum->table, seen.vacuum->phase), .done = 0, .total = -1, .unit = {}, .message = {}};
        if (seen.vacuum->phase == "scanning heap"_L1 && seen.vacuum->blocksTotal > 0) {
            progress.done = seen.vacuum->blocksScanned;
            progress.total = seen.vacuum->blocksTotal;
            progress.unit = u"blocks"_s;
        } else {
            progress.message = u"for %1"_s.arg(core::spanText(seen.vacuum->runningSeconds));
        }
        job.report(progress);
    }
}

} // namespace quiver::ctl
