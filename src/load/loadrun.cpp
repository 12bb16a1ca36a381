// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loadrun.h"

#include "core/counttext.h"
#include "core/sentence.h"
#include "load/loadsteps.h"
#include "core/durationtext.h"
#include "load/planjson.h"
#include "load/sequences.h"
#include "sql/changerunner.h"
#include "sql/quoter.h"

#include <QJsonDocument>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr int tellEveryMs = 100;

/// Only sources whose places are bytes of a file tell how far they are by them.
bool countsBytes(const SourceInfo &info)
{
    return info.rows < 0 && info.bytes > 0;
}

} // namespace

LoadRun::LoadRun(pg::Session &session, LoadPlan plan, LoadWatch *watch, core::JobContext &job)
    : m_session(session),
      m_plan(std::move(plan)),
      m_watch(watch),
      m_job(job),
      m_rejects(m_plan.onBadRow == OnBadRow::Reject ? m_plan.rejectFile : QString(), {m_plan.file, m_plan.source.besideFile})
{
}

LoadReport LoadRun::execute()
{
    m_timer.start();
    m_job.report({u"Preparing"_s, 0, -1, {}, {}});
    m_source = openSource(m_plan.file, m_plan.source, m_job.stopToken());
    m_info = m_source->info();
    m_start = m_place = m_source->place();
    try {
        prepare();
        sendAll();
        finish();
    } catch (...) {
        tellWhatStands();
        cleanUp();
        throw;
    }
    m_report.complete = true;
    cleanUp();
    m_report.seconds = double(m_timer.nsecsElapsed()) / 1e9;
    return m_report;
}

/// The session stays behind as it was before, however the load ended.
void LoadRun::cleanUp()
{
    m_pump.reset();
    if (!m_report.complete)
        giveRejectsUp();
    if (m_locks.isEmpty())
        return;
    try {
        runOnSessionAnyway(m_session, u"End a load"_s, m_job, [this](pg::Connection &connection, core::JobContext &) {
            settleSequences(connection);
            for (const QString &id : std::as_const(m_locks))
                unlockLoad(connection, id);
            if (m_sender && m_sender->isStaged())
                connection.exec("DROP TABLE IF EXISTS pg_temp.quiver_load_staging");
        });
    } catch (const core::Cancelled &) {
        m_session.disconnectFromServer(); // which lets go of the lock and of what is temporary
    } catch (const core::Error &) {
        // The connection is gone, and with it all that was to be cleaned up.
    }
}

/// What was rejected beside rows that do not stand. Where that is not known, they may.
void LoadRun::giveRejectsUp()
{
    if (m_doubt)
        return;
    try {
        m_rejects.giveUp(m_note.rejectBytes);
    } catch (const RejectFileError &e) { // on top of what is told already
        m_job.log(core::sentence(e.message()));
    }
}

void LoadRun::onSession(const QString &title, SessionWork work)
{
    runOnSession(m_session, title, m_job, std::move(work));
}

void LoadRun::prepare()
{
    onSession(u"Prepare a load"_s, [this](pg::Connection &connection, core::JobContext &) {
        // First the lock: what a killed program has sent may still be committed until its session is gone.
        const TableName table = resolveTable(connection, m_plan.schema, m_plan.table);
        m_id = m_note.id = loadId(m_info.fingerprint, table, m_plan);
        m_target.sqlName = m_report.table = sql::Quoter(connection).qualified(table.schema, table.name);
        if (!lock(connection, m_id))
            throw LoadError(LoadError::Cause::OtherLoad, u"The same load into %1 runs in another session already."_s.arg(m_target.sqlName),
                            u"It was left alone."_s, u"Wait for it, or end it there."_s, m_report);
        readFacts(connection);
        takeUpNote(connection);
        judge();
        takeUpRejects();
    });
    m_limits.rows = m_limits.mostRows = m_plan.batchRows;
    m_limits.bytes = m_plan.batchBytes;
    if (!m_creates)
        makePump();
}

void LoadRun::readFacts(pg::Connection &connection)
{
    m_target = readTarget(connection, m_plan.schema, m_plan.table);
    m_report.table = m_target.sqlName;
    if (!m_target.noProgress.isEmpty() && !m_plan.oneTransaction) {
        m_plan.oneTransaction = true;
        m_report.remarks += u"All rows went in one transaction: %1."_s.arg(m_target.noProgress);
    }
}

void LoadRun::judge() const
{
    QStringList errors;
    for (const PlanProblem &problem : problemsOf(m_plan, m_info, m_target)) {
        const QString text = problem.column.isEmpty() ? problem.message : problem.column + u": "_s + problem.message;
        if (problem.isError)
            errors += text;
        else
            m_job.log(text);
    }
    if (!errors.isEmpty())
        throw LoadError(LoadError::Cause::Plan, errors.join(u"; "_s) + u'.', u"Nothing was loaded."_s, {}, m_report);
}

void LoadRun::makePump()
{
    m_sender = std::make_unique<BatchSender>(m_plan, m_target);
    const SourceOptions options = sourceFor(m_plan, m_target);
    auto source = m_source && options == m_plan.source ? std::move(m_source) : openSource(m_plan.file, options, m_job.stopToken());
    m_pump = std::make_unique<RowPump>(m_plan, m_target, m_sender->isStaged(), std::move(source));
}

void LoadRun::sendAll()
{
    QElapsedTimer timer;
    timer.start();
    m_told.start();
    m_offsetBegun = m_place.offset;
    while (!m_atEnd) {
        try {
            if (m_pump)
                m_pump->start(m_place, m_limits, m_refused);
            onSession(u"Load rows"_s, [this](pg::Connection &connection, core::JobContext &job) { sendBatches(connection, job); });
        } catch (...) {
            if (m_pump)
                m_pump->stop();
            recover(std::current_exception());
        }
    }
    m_report.loadSeconds = double(timer.nsecsElapsed()) / 1e9;
    m_report.sourceBytes = m_info.bytes;
}

void LoadRun::sendBatches(pg::Connection &connection, core::JobContext &job)
{
    if (!m_plan.oneTransaction) {
        while (!m_atEnd) {
            pg::Transaction transaction(connection);
            if (m_plan.asyncCommit)
                connection.exec("SET LOCAL synchronous_commit = off");
            begin(connection);
            sendBatch(connection, job);
            noteBatch(connection);
            commit(connection);
            transaction.commit();
            batchCommitted();
        }
        return;
    }
    pg::Transaction transaction(connection);
    begin(connection);
    do {
        sendBatch(connection, job);
        batchCommitted(); // all of them together, at the end
    } while (!m_atEnd);
    m_atEnd = false;
    for (const QString &statement : withoutWorkers(m_note.pending, m_target.pgvector)) {
        m_job.report({u"Ending"_s, 0, -1, {}, statement});
        connection.exec(statement);
    }
    endNote(connection);
    m_rejects.sync();
    commit(connection);
    transaction.commit();
    m_doubt.reset();
    m_atEnd = true;
}

/// In the transaction of the first batch: what fails with it has never been.
void LoadRun::begin(pg::Connection &connection)
{
    for (const QString &id : std::as_const(m_discarded))
        deleteNote(connection, id);
    if (!m_begun) {
        QString why;
        if (m_target.exists() && m_target.isEmpty && !forgetEnded(connection, m_target.oid, why))
            m_job.log(u"That earlier loads into the empty table had ended was not forgotten: %1"_s.arg(why));
        LoadPlan plan = m_plan;
        plan.create = m_creates; // after a crash it may stand although nothing else is certain to
        m_note.pending = m_leftover + pendingAfter(plan, m_target);
        m_note.pending.removeDuplicates();
        const sql::Change before = stepsBefore(connection, plan, m_target);
        // Whoever waits for a lock makes all others wait behind it: not for long.
        connection.exec(u"SET LOCAL lock_timeout = '%1s'"_s.arg(before.lockTimeout));
        for (const sql::ChangeStep &step : before.steps)
            connection.exec(step.sql);
        connection.exec("SET LOCAL lock_timeout TO DEFAULT");
    }
    if (!m_creates)
        return;
    m_target = readTarget(connection, m_target.schema, m_target.name);
    makePump();
    m_pump->start(m_place, m_limits, m_refused);
}

void LoadRun::sendBatch(pg::Connection &connection, core::JobContext &job)
{
    m_readNow -= m_batch.read; // of an attempt that was rolled back
    m_batch = {};
    m_batch.result = m_sender->send(connection, [&](QByteArray &bytes) { return nextPiece(bytes, job); });
    m_sender->check(connection);
}

bool LoadRun::nextPiece(QByteArray &bytes, core::JobContext &job)
{
    if (m_batch.ended)
        return false;
    Piece piece = m_pump->take(job.stopToken());
    m_batch.read += piece.rows;
    m_batch.bad += piece.bad;
    m_batch.bytes += piece.bytes.size();
    m_sentNow += piece.bytes.size();
    m_offsetNow = piece.offset;
    m_readNow += piece.rows;
    m_report.flushedToZero = piece.flushedToZero;
    for (const BadRow &row : piece.rejects) {
        m_rejects.write(row);
        if (m_watch)
            m_watch->addBadRow(row);
    }
    if (piece.stop) {
        if (m_watch)
            m_watch->addBadRow(*piece.stop);
        throw StopAtRow(*piece.stop);
    }
    m_batch.ended = piece.endsBatch;
    m_batch.endsSource = piece.endsSource;
    if (piece.endsBatch)
        m_batch.next = piece.next;
    bytes = std::move(piece.bytes);
    tell(false);
    return true;
}

/// Where the load is with this batch, in the batch's own transaction. A load of one batch needs none but that it has ended.
void LoadRun::noteBatch(pg::Connection &connection)
{
    if (m_batch.endsSource && m_note.pending.isEmpty()) {
        endNote(connection);
        m_rejects.sync();
        return;
    }
    LoadNote &note = m_batch.note;
    note = m_note;
    note.table = m_target.oid;
    note.tableName = m_target.sqlName;
    note.source = m_info.file;
    note.fingerprint = doneFingerprint(m_info, m_plan, m_batch.next);
    note.plan = QJsonDocument(planToJson(m_plan)).toJson(QJsonDocument::Compact);
    note.place = m_batch.next;
    note.rows = m_loadedAll + m_batch.read;
    note.rejected = m_rejectedAll + m_batch.bad;
    note.rejectFile = m_rejects.path();
    note.rejectBytes = m_rejects.sync();
    note.moves.clear();
    for (const SequenceMove &move : sequenceMoves(connection, m_plan, m_target))
        note.moves += move.sql;
    if (!writeNote(connection, note, m_place))
        throw TakenOver();
    note.stored = true;
}

/// The last words of a load, in one transaction with its last rows: killed after it, the load is not taken for unfinished, and
/// killed before it, for finished.
void LoadRun::endNote(pg::Connection &connection)
{
    if (m_plan.asyncCommit) // what was committed before reaches the disk with this
        connection.exec("SET LOCAL synchronous_commit = on");
    if (m_plan.analyze) {
        m_job.report({u"Analyzing"_s, 0, -1, {}, {}});
        QString why;
        if (!attempt(connection, [&] { connection.exec(u"ANALYZE "_s + m_target.sqlName); }, why))
            m_report.remarks += u"ANALYZE failed: "_s + core::sentence(why); // the rows are in all the same
    }
    moveSequences(connection, m_plan, m_target, m_report.remarks);
    m_owesSequences = false;
    if (m_note.stored)
        deleteNote(connection, m_note.id);
    noteEnded(connection);
}

/// Remembers what is about to be committed: should the answer get lost, the server is asked what became of it.
void LoadRun::commit(pg::Connection &connection)
{
    m_doubt = connection.exec("SELECT pg_catalog.pg_current_xact_id()::text").integer(0, 0);
}

void LoadRun::batchCommitted()
{
    if (!m_plan.oneTransaction) {
        m_doubt.reset();
        m_begun = true;
        m_creates = false;
        m_discarded.clear();
        m_owesSequences |= !m_batch.endsSource || !m_note.pending.isEmpty();
        if (m_batch.note.stored)
            m_note = m_batch.note;
        m_sender->transactionEnded(true);
        m_losses = m_retries = 0;
    }
    m_report.created |= m_plan.create;
    m_place = m_batch.next;
    m_loadedAll += m_batch.read;
    m_rejectedAll += m_batch.bad;
    m_report.rows += m_batch.read;
    m_report.rejected += m_batch.bad;
    m_report.inserted += m_batch.result.inserted;
    m_report.updated += m_batch.result.updated;
    m_report.skipped += m_batch.result.skipped;
    m_report.sentBytes += m_batch.bytes;
    ++m_report.batches;
    m_atEnd = m_batch.endsSource;
    m_refused.erase(m_refused.begin(), m_refused.lower_bound(m_place.row));
    if (m_batch.read > 0)
        m_refusedInARow = 0;
    m_batch = {};
    tell(true);
}

void LoadRun::tell(bool always)
{
    if (!always && m_told.elapsed() < tellEveryMs)
        return;
    m_told.start();
    if (m_watch)
        m_watch->setFigures({m_readNow, rejectedNow(), m_sentNow});
    const double seconds = double(m_timer.nsecsElapsed()) / 1e9;
    const qint64 rows = m_loadedAll + m_rejectedAll + m_batch.read + m_batch.bad;
    QString message = u"%1 rows/s, %2 MB/s"_s.arg(core::countText(qint64(double(m_readNow) / seconds)))
                          .arg(double(m_sentNow) / 1e6 / seconds, 0, 'f', 1);
    core::JobProgress progress{u"Loading"_s, rows, m_info.rows, u"rows"_s, {}};
    if (countsBytes(m_info) && m_offsetNow <= m_info.bytes) {
        progress.done = m_offsetNow;
        progress.total = m_info.bytes;
        progress.unit = u"bytes"_s;
    }
    const double begun = countsBytes(m_info) ? double(m_offsetBegun) : double(m_report.rowsBefore + m_report.rejectedBefore);
    const double done = double(progress.done) - begun;
    if (progress.total > 0 && done > 0)
        message += u", %1 left"_s.arg(core::spanText(seconds * double(progress.total - progress.done) / done));
    progress.message = message;
    m_job.report(progress);
}

qint64 LoadRun::rejectedNow() const
{
    return m_plan.onBadRow == OnBadRow::Reject ? m_report.rejected + m_batch.bad : 0; // the row that stops a load is not rejected
}

/// Of a load that did not come to its end: rows that were sent and rolled back do not count, those that were found bad do.
void LoadRun::tellWhatStands()
{
    if (m_watch)
        m_watch->setFigures({m_plan.oneTransaction ? 0 : m_report.rows, rejectedNow(), m_sentNow});
}

void LoadRun::finish()
{
    if (m_pump) {
        m_pump->stop();
        for (const QString &remark : m_pump->info().remarks) { // those of the beginning were told before
            if (!m_info.remarks.contains(remark))
                m_report.remarks += core::sentence(remark);
        }
        m_pump.reset();
    }
    m_report.rejectFile = m_rejectedAll > 0 ? m_rejects.path() : QString();
    if (m_plan.oneTransaction || m_note.pending.isEmpty())
        return;
    sql::ChangeReport ended;
    onSession(u"End a load"_s, [&](pg::Connection &connection, core::JobContext &) {
        ended = sql::ChangeRunner(stepsAfter(m_note.pending, m_target.pgvector, m_target.sqlName)).run(connection, m_job);
        if (!ended.succeeded())
            return;
        pg::Transaction transaction(connection);
        endNote(connection);
        transaction.commit();
    });
    if (ended.cancelled)
        throw core::Cancelled(u"All rows are in %1.%2 The same load, run again, does what is left."_s.arg(m_target.sqlName, restOfPlan()));
    if (!ended.succeeded())
        throw LoadError(LoadError::Cause::Refused, ended.summary(), u"All rows are in %1."_s.arg(m_target.sqlName),
                        u"Run the same load again to do what is left, or run it by hand: %1"_s.arg(m_note.pending.join(u"; "_s)), m_report);
}

} // namespace quiver::load
