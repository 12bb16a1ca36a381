// SPDX-License-Identifier: GPL-3.0-or-later
// The part of LoadRun that meets trouble: goes on where that is safe, and says what stands where it is not.
#include "load/loadrun.h"
#include "core/counttext.h"
#include "core/sentence.h"
#include "load/sequences.h"


#include <charconv>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLosses = 3, mostRetries = 5; // without a batch in between
constexpr int refusedInARow = 300; // then it is said: perhaps it is not the rows

/// "COPY documents, line 17" in any language, also where the table's name has digits; 0: the error names no row.
qint64 copyLine(const pg::Diagnostics &error, const QString &table)
{
    QString last = error.context.section(u'\n', -1);
    if (!last.contains("COPY"_L1))
        return 0;
    last.remove(last.indexOf(table), last.contains(table) ? table.size() : 0);
    qint64 line = 0;
    const auto digit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const auto begin = std::find_if(last.begin(), last.end(), digit);
    for (auto at = begin; at != last.end() && digit(*at); ++at)
        line = line * 10 + at->digitValue();
    return line;
}

/// What only the server can know of a row: constraints, triggers, texts that its own types refuse.
bool isAboutRow(const pg::Error &error)
{
    const QString &state = error.sqlState();
    return state.startsWith("22"_L1) || state.startsWith("23"_L1) || state.startsWith("44"_L1) || state.startsWith("P0"_L1);
}

/// Two loads made the schema quiver at the same time.
bool isAboutNote(const pg::Error &error)
{
    const QString &state = error.sqlState(), &schema = error.diagnostics().schema;
    return state == "42P06"_L1 || (state == "42P07"_L1 && error.message().contains("load_progress"_L1))
           || (state == "23505"_L1 && (schema == "pg_catalog"_L1 || schema == "quiver"_L1));
}

QString placeWords(const QString &file, const BadRow &row)
{
    const QString place = file + u", "_s + placeText(row.place);
    return row.field.isEmpty() ? place : place + u", "_s + row.field;
}

} // namespace

QString LoadRun::words(const pg::Error &error)
{
    QString text = error.message();
    if (!error.diagnostics().detail.isEmpty())
        text += u" ("_s + error.diagnostics().detail + u')';
    if (!error.diagnostics().hint.isEmpty())
        text += u" – "_s + error.diagnostics().hint;
    return text;
}

QString LoadRun::stands() const
{
    if (m_plan.oneTransaction || !m_begun)
        return m_plan.create ? u"Nothing was loaded, and %1 was not created."_s.arg(m_target.sqlName)
                             : u"Nothing was loaded; %1 is as it was."_s.arg(m_target.sqlName);
    QString text = u"The batch under way was rolled back; %1 done: %2 in %3"_s
                       .arg(core::countOf(m_place.row, u"the first row of the source is"_s, u"the first %1 rows of the source are"_s),
                            core::countOf(m_loadedAll, u"1 is"_s, u"%1 are"_s), m_target.sqlName);
    if (m_rejectedAll > 0)
        text += u", "_s + core::countOf(m_rejectedAll, u"1 was rejected"_s, u"%1 were rejected"_s);
    return text + u'.' + restOfPlan();
}

QString LoadRun::restOfPlan() const
{
    return m_note.pending.isEmpty() ? QString() : u" Left for the end of the load: %1."_s.arg(m_note.pending.join(u"; "_s));
}

void LoadRun::fail(LoadError::Cause cause, const QString &happened, const QString &next, std::optional<BadRow> row)
{
    const bool resumes = !m_plan.oneTransaction && m_begun;
    LoadReport report = m_report;
    if (m_plan.oneTransaction)
        report.rows = report.inserted = report.updated = report.skipped = report.rejected = 0;
    report.created = report.created && resumes;
    LoadError error(cause, happened, stands(), next.isEmpty() && resumes ? u"Run the same load again to go on behind them."_s : next, report);
    error.row = std::move(row);
    throw error;
}

void LoadRun::recover(const std::exception_ptr &error)
{
    if (m_sender)
        m_sender->transactionEnded(false);
    try {
        recoverFrom(error);
    } catch (const core::Cancelled &) { // also while recovering from something else
        const bool resumes = !m_plan.oneTransaction && m_begun;
        QString text = u"Cancelled. "_s + stands();
        if (m_doubt)
            text += u" Whether the batch that was being committed stands too is not known."_s;
        throw core::Cancelled(text + (resumes ? u" Run the same load again to go on behind them."_s : QString()));
    }
}

void LoadRun::recoverFrom(const std::exception_ptr &error)
{
    const bool goesOn = m_begun && !m_plan.oneTransaction;
    const QString undo = u"To have all rows or none, delete those first and load in one transaction."_s;
    try {
        std::rethrow_exception(error);
    } catch (const StopAtRow &stop) {
        const BadRow &row = stop.row();
        fail(LoadError::Cause::BadRow, placeWords(m_plan.file, row) + u": "_s + row.reason + u'.',
             goesOn ? u"Correct the row or let bad rows be rejected, and run the same load again: it goes on behind those that are done. "_s + undo
                    : u"Correct the row, or let bad rows be rejected."_s,
             row);
    } catch (const TakenOver &) {
        fail(LoadError::Cause::OtherLoad, u"Another session goes on with this load."_s, u"Wait for it, or end it there."_s);
    } catch (const TargetChanged &e) {
        fail(LoadError::Cause::TargetChanged, core::sentence(e.message()),
             m_begun ? u"Undo that and run the same load again to go on behind them; with another mapping it would begin anew."_s
                     : u"Look at the mapping, and load again."_s);
    } catch (const RejectFileError &e) {
        fail(LoadError::Cause::RejectFile, core::sentence(e.message()), {});
    } catch (const BadSource &e) {
        fail(LoadError::Cause::Source, core::sentence(e.message()),
             goesOn ? u"What is behind that place cannot be read. Mend the file and run the same load again to go on behind them. "_s + undo : QString());
    } catch (const pg::Error &e) {
        recoverFrom(e);
    }
}

void LoadRun::recoverFrom(const pg::Error &error)
{
    if (!error.connectionUsable()) {
        reconnect(error);
        return;
    }
    m_doubt.reset(); // it was refused, and that is an answer
    const auto again = [this] {
        if (m_plan.oneTransaction)
            startOver();
        else
            m_rejects.resume(m_note.rejectBytes);
    };
    if ((error.retryable() || isAboutNote(error)) && m_retries++ < mostRetries) {
        m_job.log(u"Trying a batch again: %1"_s.arg(words(error)));
        again();
        return;
    }
    if (m_sender && m_begun && !m_creates)
        onSession(u"Look at a table"_s, [this](pg::Connection &connection, core::JobContext &) {
            try {
                m_sender->check(connection);
            } catch (const TargetChanged &e) {
                fail(LoadError::Cause::TargetChanged, core::sentence(e.message()),
                     u"Undo that and run the same load again to go on behind them; with another mapping it would begin anew."_s);
            }
        });
    if (error.sqlState() == "53100"_L1)
        fail(LoadError::Cause::NoSpace, u"The server has no room left: "_s + core::sentence(words(error)),
             m_begun && !m_plan.oneTransaction ? u"Make room there, then run the same load again to go on behind them."_s
                                               : u"Make room there, then load again."_s);
    if (error.sqlState() == "23505"_L1 && m_plan.onDuplicate == OnDuplicate::Stop)
        throwDuplicate(error);
    if (isAboutRow(error) && refuseRow(error)) {
        m_rejects.resume(m_note.rejectBytes);
        return;
    }
    const auto row = rowOf(error);
    const QString where = row ? placeWords(m_plan.file, *row) + u": "_s : QString();
    fail(LoadError::Cause::Refused, where + core::sentence(words(error)),
         m_plan.onBadRow == OnBadRow::Reject && m_plan.oneTransaction && isAboutRow(error)
             ? u"Rows that only the server can refuse end a load in one transaction; load in batches to have them rejected."_s
             : QString(),
         row);
}

/// The row of the source that an error of COPY is about.
std::optional<BadRow> LoadRun::rowOf(const pg::Error &error)
{
    const qint64 line = m_sender ? copyLine(error.diagnostics(), m_sender->copyName()) : 0;
    if (line < 1)
        return std::nullopt;
    return sentRow(m_plan, m_target, m_place, m_refused, line);
}

/// Looks for the row that was there first, so that the advice is about the right one of the two.
FirstRow LoadRun::firstRowWithKeyOf(const BadRow &row, const pg::Error &error)
{
    try {
        QStringList columns;
        onSession(u"Look at a key"_s, [&](pg::Connection &connection, core::JobContext &) {
            columns = conflictColumns(connection, error.diagnostics());
        });
        m_job.report({u"Looking for the first row with this key"_s, 0, -1, {}, {}});
        return firstRowLike(m_plan, m_target, m_start, row.place, columns, m_job.stopToken());
    } catch (const core::Error &e) { // which takes nothing from what has to be told
        m_job.log(u"The first row with this key was not found: %1"_s.arg(e.message()));
        return {};
    }
}

void LoadRun::throwDuplicate(const pg::Error &error)
{
    const auto row = rowOf(error);
    const FirstRow first = row ? firstRowWithKeyOf(*row, error) : FirstRow();
    const QString where = row ? placeWords(m_plan.file, *row) + u": "_s : QString();
    const QString key = error.diagnostics().detail.isEmpty() ? error.message() : error.diagnostics().detail;
    QString happened = u"%1%2 (%3 of %4)"_s.arg(where, key, error.diagnostics().constraint, m_target.sqlName);
    const bool goesOn = m_begun && !m_plan.oneTransaction;
    const QString again = goesOn ? u"; then run the same load again to go on behind them."_s : u"."_s;
    QString next = u"Remove the row from the table, or choose to skip or update duplicates"_s + again;
    if (first.place || (m_target.isEmpty && !m_report.resumed)) {
        happened += first.place ? u"; %1 of the file has the same key"_s.arg(placeText(*first.place)) : u"; another row of the file has the same key"_s;
        const QString choices = u"hoose to skip duplicates, which keeps the first row, or to update them, which keeps the last"_s;
        // A file that was changed is another load.
        next = (goesOn ? u"C"_s : u"Remove one of the two rows from the file, or c"_s) + choices + again;
    } else if (!first.isCertain) {
        next = u"The other row is in the table or earlier in the file: remove it, or choose to skip or update duplicates"_s + again;
    }
    fail(LoadError::Cause::Duplicate, happened + u'.', next, row);
}

/// True where the batch may be tried again without the row that is to blame, or in smaller batches to find that row.
bool LoadRun::refuseRow(const pg::Error &error)
{
    if (m_plan.onBadRow != OnBadRow::Reject || m_plan.oneTransaction || m_batch.read == 0)
        return false;
    std::optional<BadRow> row = rowOf(error);
    if (!row && m_batch.read == 1)
        row = sentRow(m_plan, m_target, m_place, m_refused, 1);
    if (row) {
        m_refused[row->place.row] = words(error);
        m_limits.endBefore = row->place.row;
        if (++m_refusedInARow == refusedInARow)
            m_job.log(u"The server has refused %1 rows in a row, and the load goes on; the latest: %2. Where it is not the rows that are wrong, cancel it."_s
                          .arg(refusedInARow).arg(words(error)));
    } else {
        m_limits.rows = std::max<qint64>(1, m_batch.read / 2);
    }
    return true;
}

void LoadRun::reconnect(const pg::Error &error)
{
    if (++m_losses > mostLosses)
        fail(LoadError::Cause::ConnectionLost, u"The connection was lost again and again in the same batch: "_s + core::sentence(error.message()),
             m_begun ? u"Run the same load again to go on behind them."_s : QString());
    m_job.log(u"The connection was lost: %1"_s.arg(error.message()));
    m_job.report({u"Reconnecting"_s, 0, -1, {}, {}});
    try {
        onSession(u"Go on with a load"_s, [this](pg::Connection &connection, core::JobContext &) { afterReconnect(connection); });
    } catch (const pg::Error &e) {
        QString happened = u"The connection was lost: %1 It did not come back: %2"_s.arg(core::sentence(error.message()), core::sentence(e.message()));
        if (m_doubt) {
            happened += u" Whether the batch that was being committed stands is not known."_s;
            fail(LoadError::Cause::ConnectionLost, happened,
                 m_plan.oneTransaction ? u"Look into the table before loading again."_s
                                       : u"When the server is back, run the same load again: it finds out and goes on."_s);
        }
        fail(LoadError::Cause::ConnectionLost, happened,
             m_plan.oneTransaction || !m_begun ? u"When the server is back, load again."_s
                                               : u"When the server is back, run the same load again to go on behind them."_s);
    }
    ++m_report.reconnections;
    m_job.log(u"Connected again; going on behind %1"_s.arg(core::countOf(m_place.row, u"the first row"_s, u"the first %1 rows"_s)));
}

void LoadRun::startOver()
{
    m_place = m_start;
    m_loadedAll = m_rejectedAll = m_readNow = 0;
    m_batch = {};
    m_note.stored = false;
    m_note.rejectBytes = 0;
    m_report = {};
    m_report.table = m_target.sqlName;
    m_rejects.resume(0);
}

void LoadRun::afterReconnect(pg::Connection &connection)
{
    if (m_sender)
        m_sender->connectionLost();
    for (const QString &id : std::as_const(m_locks)) {
        if (!lockLoad(connection, id))
            fail(LoadError::Cause::OtherLoad, u"Another session goes on with the load."_s, u"Wait for it, or end it there."_s);
    }
    resync(connection);
}

/// The note is as old as the first transaction: without it, nothing of what that did before its rows is certain to stand, not
/// even the table.
void LoadRun::beginAgain(const TargetTable &now)
{
    m_leftover = m_note.pending;
    m_begun = false;
    m_creates = m_plan.create && !now.exists();
    if (m_creates || now.oid == m_target.oid)
        m_target = now;
    if (m_creates) {
        m_pump.reset();
        m_sender.reset();
    }
}

/// What stands is what the database says, whatever this program believed before the connection was lost.
void LoadRun::resync(pg::Connection &connection)
{
    if (m_doubt) {
        const pg::Result status = connection.exec({QByteArray("SELECT pg_catalog.pg_xact_status($1::text::xid8)"),
                                                   {pg::Param::text(QString::number(*m_doubt))}});
        const bool committed = status.text(0, 0) == "committed"_L1;
        m_doubt.reset();
        if (committed && m_plan.oneTransaction) {
            m_atEnd = true;
            return;
        }
        if (committed)
            batchCommitted();
    }
    if (m_plan.oneTransaction) {
        startOver();
        return;
    }
    if (m_atEnd || !m_begun)
        return;
    const auto found = findNote(connection, m_note.id);
    const TargetTable now = readTarget(connection, m_target.schema, m_target.name);
    // No crash takes away what was committed to the disk: somebody else ended the load meanwhile, and its rows are there.
    const bool isCertain = !m_plan.asyncCommit && !now.isUnlogged && !now.isEmpty && now.oid == m_target.oid;
    if (!found && m_loadedAll > 0 && isCertain) {
        fail(LoadError::Cause::OtherLoad, u"The load was ended or forgotten elsewhere while the server could not be reached."_s,
             u"Look into the table before loading again: the same load would begin with its first row."_s);
    }
    // Taken away by a crash: an unlogged table, or commits that were not waited for.
    if (!found || m_discarded.contains(m_note.id) || (now.isEmpty && found->rows > 0)) {
        if (found && !m_discarded.contains(m_note.id))
            m_discarded += m_note.id;
        if (!found)
            beginAgain(now);
        startOver();
        return;
    }
    m_note = *found;
    m_place = found->place;
    m_report.rows += found->rows - m_loadedAll;
    m_report.rejected += found->rejected - m_rejectedAll;
    m_loadedAll = found->rows;
    m_rejectedAll = found->rejected;
    m_rejects.resume(found->rejectBytes);
}

/// Of a load that did not come to its end: for the rows that stand.
void LoadRun::settleSequences(pg::Connection &connection)
{
    if (!m_owesSequences)
        return;
    QStringList remarks;
    pg::Transaction transaction(connection);
    moveSequences(connection, m_plan, m_target, remarks);
    transaction.commit();
    for (const QString &remark : std::as_const(remarks))
        m_job.log(remark);
}

} // namespace quiver::load
