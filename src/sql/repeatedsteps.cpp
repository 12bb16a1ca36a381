// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ChangeRun that repeats a step, each time in a transaction of its own, until nothing is left to do.
#include "sql/changerun.h"

#include "core/counttext.h"
#include "sql/failurewords.h"

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostIdle = 100; // repetitions in a row: whatever keeps the rows from it, another one will not help

/// After which repetitions of a step it is looked whether its work lasts: looking reads the table, so less and less often.
class Looks
{
public:
    explicit Looks(const ChangeStep &step) : m_canLook(!step.isTakenBack.isEmpty()) {}
    bool isDue()
    {
        if (++m_number < m_next)
            return false;
        m_next *= 2;
        return m_canLook;
    }

private:
    const bool m_canLook;
    qint64 m_number = 0, m_next = 1;
};

} // namespace

/// One repetition, in a transaction of its own; \p look: and whether its work lasts.
qint64 ChangeRun::batch(const ChangeStep &step, bool look, const std::vector<pg::Param> &values)
{
    m_committing = false;
    m_connection.begin();
    limitWaiting(lockTimeoutOf(m_change, step));
    const qint64 rows = m_connection.exec({step.sql, values}).outcome.rows;
    if (look && rows > 0 && isTrue(step.isTakenBack))
        throw asError(step.whyTakenBack, step.sql.toUtf8());
    commit();
    return rows;
}

bool ChangeRun::hasMore(const ChangeStep &step)
{
    if (step.hasMore.isEmpty())
        return false;
    m_committing = false;
    m_connection.begin();
    limitWaiting(lockTimeoutOf(m_change, step));
    const bool more = isTrue(step.hasMore);
    commit();
    return more;
}

/// A repetition stands.
void ChangeRun::ranOnce(std::size_t index, qint64 rows)
{
    StepReport &report = m_report.steps[index];
    report.rows += rows;
    progress(index, report.rows);
    report.durationMs = elapsedMs(m_timer);
    tell(index);
}

void ChangeRun::repeatWithValues(std::size_t index, StepParameters &parameters)
{
    const ChangeStep &step = m_change.steps[index];
    Looks looks(step);
    for (int idle = 0; idle < mostIdle; ++idle) {
        while (const auto values = parameters.next(index, m_connection, m_job)) {
            m_job.throwIfCancelled();
            const qint64 rows = batch(step, looks.isDue(), *values);
            parameters.ran(index, rows);
            ranOnce(index, rows);
            idle = rows > 0 ? 0 : idle;
        }
        m_job.throwIfCancelled();
        if (!parameters.hasMissed(index) || !hasMore(step))
            return;
    }
}

void ChangeRun::repeat(std::size_t index)
{
    const ChangeStep &step = m_change.steps[index];
    Looks looks(step);
    for (int idle = 0; idle < mostIdle;) {
        m_job.throwIfCancelled();
        const qint64 rows = batch(step, looks.isDue());
        ranOnce(index, rows);
        idle = rows > 0 ? 0 : idle + 1;
        if (rows == 0 && !hasMore(step))
            return;
    }
}

bool ChangeRun::repeated(std::size_t index)
{
    const ChangeStep &step = m_change.steps[index];
    StepReport &report = m_report.steps[index];
    bool already = false;
    std::optional<Failure> failed = attempt([&] {
        begin(index);
        already = !step.isDone.isEmpty() && isTrue(step.isDone);
        if (already)
            return;
        if (StepParameters *parameters = parametersOf(index))
            repeatWithValues(index, *parameters);
        else
            repeat(index);
        verify(step);
    });
    if (!failed) {
        set(index, already ? StepState::AlreadyDone : StepState::Done);
        return true;
    }
    const bool unknown = m_committing && m_connection.isBroken();
    rollBack();
    explainLock(*failed, step, lockTimeoutOf(m_change, step));
    if (unknown)
        failed->add(u"the connection went while rows were committed: whether the latest of them stand is not known"_s);
    if (report.rows > 0)
        failed->add(core::countOf(report.rows, u"1 row is done and stands"_s, u"%1 rows are done and stand"_s));
    fail(index, unknown ? StepState::Unknown : failed->state(), *failed);
    return false;
}

} // namespace quiver::sql
