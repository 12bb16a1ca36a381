// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changerun.h"

#include "core/counttext.h"
#include "core/logging.h"
#include "core/pace.h"
#include "sql/builderwait.h"
#include "sql/changesteps.h"
#include "sql/failurewords.h"
#include "sql/inspiteofcancel.h"
#include "sql/lockholders.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

void ChangeRun::all()
{
    if (m_parameters)
        m_parameters->begin(m_job);
    for (const StepGroup &group : stepGroups(m_change)) {
        const bool goesOn = group.inTransaction ? together(group)
            : m_change.steps[group.begin].repeat == ChangeStep::Repeat::UntilNoRows ? repeated(group.begin)
                                                                                     : alone(group.begin);
        const bool isAlone = m_change.steps[group.begin].failsAlone && !m_report.cancelled && !m_connection.isBroken();
        if (!goesOn && !isAlone)
            break;
    }
    setBack();
}

void ChangeRun::set(std::size_t index, StepState state)
{
    StepReport &step = m_report.steps[index];
    if (step.state == StepState::Running)
        step.durationMs = elapsedMs(m_timer);
    if (const StepParameters *parameters = state == StepState::Done ? parametersOf(index) : nullptr)
        step.message = parameters->remark(index);
    step.state = state;
    tell(index);
}

void ChangeRun::begin(std::size_t index)
{
    m_job.throwIfCancelled();
    m_timer.start();
    set(index, StepState::Running);
    progress(index);
}

void ChangeRun::progress(std::size_t index, qint64 rows)
{
    const ChangeStep &step = m_change.steps[index];
    QString place = u"step %1 of %2"_s.arg(index + 1).arg(m_change.steps.size());
    if (const QString pace = core::paceText(rows, step.expectedRows, elapsedMs(m_timer) / 1000); !pace.isEmpty())
        place += u", "_s + pace;
    if (step.repeat == ChangeStep::Repeat::UntilNoRows)
        m_job.report({.phase = step.title, .done = rows, .total = step.expectedRows, .unit = u"rows"_s, .message = place});
    else
        m_job.report({.phase = step.title, .done = qint64(index), .total = qint64(m_change.steps.size()), .unit = u"steps"_s, .message = place});
}

ChangeRun::Failure ChangeRun::failure(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const core::Cancelled &) {
        return {};
    } catch (const pg::Error &e) {
        return {e, words(e)};
    } catch (const std::exception &) {
        const QString what = core::describe(error);
        return {asError(what), what};
    }
}

void ChangeRun::limitWaiting(int seconds)
{
    m_connection.exec(u"SET LOCAL lock_timeout = '%1s'"_s.arg(seconds));
}

void ChangeRun::execute(std::size_t index)
{
    const ChangeStep &step = m_change.steps[index];
    StepReport &report = m_report.steps[index];
    remember(step);
    StepParameters *parameters = parametersOf(index);
    const auto values = parameters ? parameters->next(index, m_connection, m_job) : std::nullopt;
    const pg::Result result = m_connection.exec({step.sql, values.value_or(std::vector<pg::Param>())});
    report.rows = result.outcome.rows;
    if (step.mustAffect >= 0 && report.rows != step.mustAffect) {
        throw asError(step.notAffected.isEmpty() ? u"it affected %1 instead of %2"_s.arg(core::rowsText(report.rows), core::countText(step.mustAffect)) : step.notAffected,
                      step.sql.toUtf8());
    }
    const bool isWrite = !result.outcome.commandTag.startsWith("SELECT");
    for (int column = 0; isWrite && result.rowCount() > 0 && column < int(result.columns->size()); ++column)
        report.returned.emplace_back(QString::fromUtf8(result.columns->at(std::size_t(column)).name), result.text(0, column));
    if (!step.undoByReturned.isEmpty() && !report.returned.empty()) {
        const Quoter quote(m_connection);
        QStringList conditions;
        for (const auto &[name, value] : report.returned)
            conditions << u"%1 = %2"_s.arg(quote.name(name), quote.literal(value));
        report.undo = step.undoByReturned + conditions.join(u" AND "_s);
    }
    if (parameters)
        parameters->ran(index, report.rows);
    verify(step);
}

/// What a step is about to change of the session.
void ChangeRun::remember(const ChangeStep &step)
{
    const QString name = settingOf(step);
    if (name.isEmpty() || std::ranges::find(m_before, name, &std::pair<QString, QString>::first) != m_before.end())
        return;
    const pg::Result value = m_connection.exec({QByteArray("SELECT pg_catalog.current_setting($1)"), {pg::Param::text(name)}});
    m_before.emplace_back(name, value.text(0, 0));
}

/// A session of a pool keeps nothing of it, also after a failure or a cancel.
void ChangeRun::setBack()
{
    for (const auto &[name, value] : m_before) {
        if (m_connection.isBroken())
            return;
        const auto failed = attempt([&] {
            InSpiteOfCancel tidy(m_connection, m_job);
            tidy.exec({QByteArray("SELECT pg_catalog.set_config($1, $2, false)"), {pg::Param::text(name), pg::Param::text(value)}});
        });
        if (failed && failed->error)
            qCWarning(core::lcPg, "%s was not set back: %s", qUtf8Printable(name), qUtf8Printable(failed->words));
    }
}

void ChangeRun::verify(const ChangeStep &step)
{
    if (!step.verify.isEmpty() && !isTrue(step.verify))
        throw asError(u"the server reported no error, but a check afterwards says that it was not done"_s, step.verify.toUtf8());
}

void ChangeRun::commit()
{
    m_job.throwIfCancelled();
    m_committing = true;
    m_connection.commit();
    m_committing = false;
}

void ChangeRun::rollBack()
{
    for (int i = 0; i < InSpiteOfCancel::attempts && !m_connection.isBroken() && m_connection.transactionStatus() != pg::TransactionStatus::Idle; ++i) {
        try {
            m_connection.rollback();
        } catch (const core::Error &e) { // a late cancel request, or the connection: the server rolls back then
            qCDebug(core::lcPg, "rollback of a change: %s", e.what());
        }
    }
}

void ChangeRun::fail(std::size_t index, StepState state, const Failure &failure)
{
    m_report.error = failure.error;
    m_report.cancelled = !failure.error;
    if (!failure.error && m_report.steps[index].state == StepState::Waiting)
        return; // cancelled between two steps
    m_report.steps[index].message = failure.words;
    set(index, state);
}

/// Who stood in the way, while it can still be seen.
void ChangeRun::explainLock(Failure &failure, const ChangeStep &step, int seconds)
{
    if (!failure.error || failure.error->sqlState() != "55P03"_L1 || m_connection.isBroken())
        return;
    const QString object = step.lockedObject.isEmpty() ? m_change.object : step.lockedObject;
    failure.words = u"%1 was not to be locked within %2 s"_s.arg(object.isEmpty() ? u"what it needs"_s : object).arg(seconds);
    std::vector<LockHolder> found;
    try {
        if (step.lockedRows.isEmpty()) {
            found = lockHolders(m_connection, object, step.lock);
        } else {
            const pg::Result locked = m_connection.exec(step.lockedRows);
            failure.words = u"%1 of %2 not to be locked within %3 s"_s.arg(core::rowsText(locked.integer(0, 0)), object + (locked.integer(0, 0) == 1 ? u" was"_s : u" were"_s)).arg(seconds);
            std::vector<int> pids;
            for (qint64 row = 0; row < locked.rowCount(); ++row) {
                if (!locked.isNull(row, 1))
                    pids.push_back(int(locked.integer(row, 1)));
            }
            found = sessionsOf(m_connection, pids);
        }
    } catch (const core::Error &e) { // a nicety: the failure itself is what matters
        qCDebug(core::lcPg, "lock holders: %s", e.what());
    }
    const QString who = named(found);
    if (who.isEmpty())
        failure.words += u": who held it has let go meanwhile or cannot be seen; try again"_s;
    else
        failure.words += u": "_s + who + u". Try again when that is over"_s;
}

bool ChangeRun::together(const StepGroup &group)
{
    std::size_t at = group.begin;
    m_committing = false;
    std::optional<Failure> failed = attempt([&] {
        m_job.throwIfCancelled();
        m_connection.begin();
        limitWaiting(lockTimeoutOf(m_change, m_change.steps[at]));
        for (; at < group.end; ++at) {
            const ChangeStep &step = m_change.steps[at];
            begin(at);
            if (!step.isDone.isEmpty() && isTrue(step.isDone)) {
                set(at, StepState::AlreadyDone);
                continue;
            }
            execute(at);
            set(at, StepState::Done);
        }
        commit();
    });
    if (!failed)
        return true;
    const bool unknown = m_committing && m_connection.isBroken();
    rollBack();
    if (at == group.end) { // all ran, and the end did not
        while (at > group.begin && m_report.steps[at - 1].state != StepState::Done)
            --at;
        at = at > group.begin ? at - 1 : at;
        if (m_committing && failed->error && !unknown)
            failed->words = u"when it was to be committed: "_s + failed->words;
    }
    explainLock(*failed, m_change.steps[at], lockTimeoutOf(m_change, m_change.steps[at]));
    if (unknown)
        failed->add(u"the connection went while the transaction was committed: whether it stands is not known"_s);
    for (std::size_t i = group.begin; i < group.end; ++i) {
        if (m_report.steps[i].state == StepState::Done)
            set(i, unknown ? StepState::Unknown : StepState::RolledBack);
    }
    fail(at, unknown ? StepState::Unknown : failed->state(), *failed);
    return false;
}

QString ChangeRun::leftWords(const ChangeStep &step, const QString &why) const
{
    QString text = step.leftBehind.isEmpty() ? u"something may stand"_s : u"%1 may stand"_s.arg(step.leftBehind);
    text += u" ("_s + why + u')';
    if (!step.isLeftBehind.isEmpty())
        text += u"; running the change again finds it and removes it"_s;
    if (!step.cleanUp.isEmpty())
        text += u"; by hand: "_s + step.cleanUp;
    return text;
}

/// After a step outside of a transaction went wrong: removes what it left. What became of it is added to \p failure.
StepState ChangeRun::tidyUp(const ChangeStep &step, Failure &failure)
{
    const bool leaves = !step.cleanUp.isEmpty() || !step.leftBehind.isEmpty();
    if (m_connection.isBroken()) {
        const QString why = failure.error ? u"the connection is lost; the server may even have finished"_s
                                          : u"the connection was given up; the server may even finish"_s;
        failure.add(leaves ? leftWords(step, why) : why);
        return leaves ? StepState::LeftBehind : StepState::Unknown;
    }
    if (!leaves || (failure.error && metTheSameName(*failure.error)))
        return failure.state();
    InSpiteOfCancel tidy(m_connection, m_job);
    bool left = true;
    const std::optional<Failure> failed = attempt([&] {
        left = step.isLeftBehind.isEmpty() || isTrue(tidy.exec(step.isLeftBehind));
        if (!left && isTrue(tidy.exec(QString(step.isLeftBehind).remove(nobodyAtWork()))))
            failure.add(u"%1 stands, and another session is at work on it or on its table%2: it was not removed"_s.arg(step.leftBehind, atWorkWords(m_connection, step.lockedObject)));
        if (!left)
            return;
        if (step.cleanUp.isEmpty())
            throw asError(u"it has no statement that removes it"_s);
        m_job.report({.phase = u"Cleaning up: %1"_s.arg(step.title)});
        tidy.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, false)"), {pg::Param::text(u"%1s"_s.arg(tidySeconds()))}});
        tidy.exec(step.cleanUp);
    });
    if (!failed)
        return left ? StepState::CleanedUp : failure.state();
    QString why = failed->error ? u"cleaning up failed: "_s + failed->words : u"cleaning up was given up"_s;
    if (failed->error && failed->error->sqlState() == "55P03"_L1 && !m_connection.isBroken()) {
        why = u"cleaning up waited %1 s in vain"_s.arg(tidySeconds());
        try { // DROP INDEX CONCURRENTLY waits for everybody who uses the table
            const QString who = named(lockHolders(m_connection, step.lockedObject.isEmpty() ? m_change.object : step.lockedObject, LockLevel::AccessExclusive));
            why += who.isEmpty() ? QString() : u" for "_s + who;
        } catch (const core::Error &e) { // a nicety, as above
            qCDebug(core::lcPg, "lock holders: %s", e.what());
        }
    }
    failure.add(leftWords(step, why));
    return StepState::LeftBehind;
}

/// Of a run that was killed. What another session builds is not even waited for: it would wait for this one's snapshot, and the
/// deadlock may end its build. Asked twice: a build that ended while the first question was answered has made the index valid.
void ChangeRun::removeLeft(const ChangeStep &step)
{
    if (step.isLeftBehind.isEmpty() || !isTrue(QString(step.isLeftBehind).remove(nobodyAtWork())))
        return;
    if (!isTrue(step.isLeftBehind) || !isTrue(step.isLeftBehind))
        throw asError(u"another session is at work on %1 or on its table%2; nothing was changed. Run it again when that has ended"_s.arg(
            step.leftBehind, atWorkWords(m_connection, step.lockedObject)));
    if (step.cleanUp.isEmpty())
        return; // removing it is what the step does
    m_connection.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, false)"), {pg::Param::text(u"%1s"_s.arg(tidySeconds()))}});
    m_connection.exec(step.cleanUp);
}

/// Whether the cancel came when the statement had ended. It then counts between this step and the next.
bool ChangeRun::doneInSpiteOf(const ChangeStep &step)
{
    if (step.isDone.isEmpty() || m_connection.isBroken())
        return false;
    bool isDone = false;
    const auto failed = attempt([&] {
        InSpiteOfCancel tidy(m_connection, m_job);
        isDone = isTrue(tidy.exec(step.isDone));
    });
    return !failed && isDone;
}

bool ChangeRun::alone(std::size_t index)
{
    const ChangeStep &step = m_change.steps[index];
    bool already = false;
    bool sent = false;
    QString before; // the session's own lock_timeout
    std::optional<Failure> failed = attempt([&] {
        begin(index);
        already = !step.isDone.isEmpty() && isTrue(step.isDone);
        if (!already && !step.isLeftBehind.isEmpty() && step.cleanUp.isEmpty()) {
            // It removes what another session left: who cancelled that build, or was cancelled, may be at it already.
            waitForBuilders(m_connection, m_job, step, std::chrono::seconds(lockTimeoutOf(m_change, step)));
            already = !step.isDone.isEmpty() && isTrue(step.isDone);
        }
        if (already)
            return;
        const QString seconds = u"%1s"_s.arg(lockTimeoutOf(m_change, step));
        before = m_connection.exec("SHOW lock_timeout").text(0, 0);
        removeLeft(step);
        waitForBuilders(m_connection, m_job, step, m_change.builderPatience);
        m_connection.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, false)"), {pg::Param::text(seconds)}});
        sent = true;
        m_timer.start(); // how long its statement takes: others were waited for before
        execute(index);
    });
    if (failed && sent && !failed->error && doneInSpiteOf(step))
        failed.reset();
    StepState state = already ? StepState::AlreadyDone : StepState::Done;
    if (failed) {
        ChangeStep waited = step;
        waited.lock = sent ? step.lock : LockLevel::AccessExclusive;
        explainLock(*failed, waited, sent ? lockTimeoutOf(m_change, step) : tidySeconds());
        state = sent ? tidyUp(step, *failed) : failed->state();
    }
    if (!before.isEmpty() && !m_connection.isBroken()) {
        const auto restored = attempt([&] {
            InSpiteOfCancel tidy(m_connection, m_job);
            tidy.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, false)"), {pg::Param::text(before)}});
        });
        if (restored && restored->error)
            qCWarning(core::lcPg, "lock_timeout was not set back: %s", qUtf8Printable(restored->words));
    }
    if (failed)
        fail(index, state, *failed);
    else
        set(index, state);
    return !failed;
}

ChangeRunner::ChangeRunner(Change change, ChangeListener *listener)
    : m_change(std::move(change)), m_listener(listener)
{
}

ChangeReport ChangeRunner::run(pg::Connection &connection, core::JobContext &job)
{
    return runChange(m_change, m_listener, nullptr, connection, job);
}

ChangeReport runChange(const Change &change, ChangeListener *listener, StepParameters *parameters, pg::Connection &connection, core::JobContext &job)
{
    if (connection.transactionStatus() != pg::TransactionStatus::Idle)
        throw pg::Error::client(u"a transaction is open on this session: commit it or roll it back first; nothing was changed"_s);
    if (change.takesParameters() && !parameters)
        throw pg::Error::client(u"the values of its statements are made by whoever planned it: plan it anew, and it goes on with what is left; nothing was changed"_s);
    ChangeReport report;
    report.change = change;
    report.startedAt = QDateTime::currentDateTimeUtc();
    report.steps.resize(change.steps.size());
    QElapsedTimer timer;
    timer.start();
    ChangeRun(connection, job, report, listener, parameters).all();
    report.durationMs = elapsedMs(timer);
    return report;
}

} // namespace quiver::sql
