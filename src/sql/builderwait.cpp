// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/builderwait.h"

#include "pg/connection.h"
#include "sql/failurewords.h"

#include <QElapsedTimer>

#include <condition_variable>
#include <mutex>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds period(300);

} // namespace

QString waitForBuilders(pg::Connection &connection, core::JobContext &job, const ChangeStep &step, std::optional<std::chrono::milliseconds> patience)
{
    if (step.inTransaction || step.lockedObject.isEmpty() || !step.sql.contains("CONCURRENTLY"_L1))
        return {};
    QElapsedTimer waited;
    waited.start();
    for (;;) {
        const QString who = atWorkWords(connection, step.lockedObject);
        if (who.isEmpty() || (patience && waited.elapsed() > patience->count()))
            return who;
        job.report({.phase = u"Waiting until the work on another index of %1 is done"_s.arg(step.lockedObject), .message = who.mid(2)});
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait_for(lock, job.stopToken(), period, [] { return false; });
        job.throwIfCancelled();
    }
}

void waitForBuilders(pg::Connection &connection, core::JobContext &job, const ChangeStep &step, int seconds)
{
    const auto patience = seconds > 0 ? std::optional<std::chrono::milliseconds>(std::chrono::seconds(seconds)) : std::nullopt;
    const QString who = waitForBuilders(connection, job, step, patience);
    if (!who.isEmpty())
        throw asError(u"another session is still at work on an index of %1 after %2 s%3; nothing was changed. Run it again when that has ended"_s.arg(
            step.lockedObject).arg(seconds).arg(who));
}

} // namespace quiver::sql
