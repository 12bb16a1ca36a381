// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a LoadPlan: a thread reads and converts, the session sends, batches are committed as they go.
//
// With each batch, in the same transaction, goes a note of how far the load is (quiver.load_progress), so that after any end
// (kill -9, a lost server, a cancel) the same plan goes on behind the last committed row: none is lost, none comes twice. With the last
// batch goes a note that the load has ended (quiver.load_ended): killed behind it, the same plan loads nothing a second time unasked.
// Memory stays flat (some 50 MB) whatever the size of the source.
#pragma once

#include "core/job.h"
#include "load/loadplan.h"
#include "load/loadwatch.h"
#include "pg/session.h"

#include <QDateTime>

#include <memory>
#include <optional>

class QThreadPool;

namespace quiver::sql {
class KeptRun;
struct Change;
struct ChangeReport;
}

namespace quiver::load {

struct LoadReport {
    QString table;             ///< quoted, with its schema
    qint64 rows = 0;           ///< of the source, sent and committed by this run
    qint64 rowsBefore = 0;     ///< committed by earlier runs of the same load
    qint64 inserted = 0;       ///< of rows
    qint64 updated = 0;        ///< of rows: OnDuplicate::Update; with those that a later one of the source wrote over
    qint64 skipped = 0;        ///< of rows: duplicates that were left as they stand
    qint64 rejected = 0;       ///< by this run
    qint64 rejectedBefore = 0;
    qint64 sentBytes = 0;      ///< to the server
    qint64 sourceBytes = 0;    ///< of the file that were read; -1: not known
    qint64 flushedToZero = 0;  ///< values too small for half precision
    int batches = 0;
    int reconnections = 0;
    double seconds = 0;
    double loadSeconds = 0;    ///< of them for the rows alone, without indexes and statistics
    bool created = false;
    bool resumed = false;
    bool complete = false;
    QString rejectFile;
    QStringList remarks;       ///< what else should be known
    /// In sentences, for logs and command lines.
    QString summary() const;
};

/// The load stopped. message() says everything in sentences: what happened, what stands, what to do next.
class LoadError final : public core::Error
{
public:
    enum class Cause {
        BadRow,       ///< and OnBadRow::Stop
        Duplicate,    ///< and OnDuplicate::Stop
        Refused,      ///< the server refused a row or a statement
        TargetChanged,///< a column was dropped or changed its type meanwhile
        NoSpace,      ///< the server's disk is full
        ConnectionLost,
        Source,       ///< the file cannot be read on
        RejectFile,   ///< cannot be written
        OtherLoad,    ///< the same load runs elsewhere
        Unfinished,   ///< rows of another version of it stand: another mapping, or the file has changed in them
        LoadedBefore, ///< all its rows were loaded already
        Plan,         ///< it cannot run as it is; nothing was done
    };
    LoadError(Cause cause, const QString &happened, const QString &stands, const QString &next, LoadReport report);

    Cause cause() const { return m_cause; }
    const QString &happened() const { return m_happened; } ///< to which object
    const QString &stands() const { return m_stands; }   ///< what is in the table now
    const QString &next() const { return m_next; }       ///< what to do next
    const LoadReport &report() const { return m_report; }
    /// Where the cause is a row of the source.
    std::optional<BadRow> row;
    /// Where the cause is an unfinished load: its id.
    QString unfinished;

private:
    Cause m_cause;
    QString m_happened, m_stands, m_next;
    LoadReport m_report;
};

/// Runs one plan. \p session serves nobody else meanwhile (Pool::dedicatedSession()); reconnecting is its business, going on
/// after it the loader's.
class Loader
{
public:
    /// \p watch, which may be null, is told of figures and bad rows; it outlives the run.
    Loader(pg::Session &session, LoadPlan plan, LoadWatch *watch = nullptr);

    /// Blocks, on a thread that is neither the session's nor the GUI's. Progress counts rows where their number is known,
    /// bytes of the file otherwise; its message has rate and time left.
    /// \throws LoadError, BadSource, pg::Error, core::Cancelled (what was committed stands; the message says what)
    LoadReport run(core::JobContext &job);

private:
    pg::Session &m_session;
    const LoadPlan m_plan;
    LoadWatch *const m_watch;
};

/// The same as a job of its own on \p pool, with a session of its own, which is deleted on the thread that it lives on.
core::Task<LoadReport> startLoad(QThreadPool &pool, std::unique_ptr<pg::Session> session, LoadPlan plan, core::JobRegistry *jobs,
                                 std::shared_ptr<LoadWatch> watch = nullptr);

/// A load that was interrupted, and has not been taken up or given up since.
struct UnfinishedLoad {
    QString id;
    QString table;     ///< as it is called now, quoted; empty: it is gone
    QString source;    ///< the file
    QByteArray plan;   ///< see planjson.h
    qint64 rows = 0;
    qint64 rejected = 0;
    QString user;
    QDateTime startedAt, updatedAt;
    bool isRunning = false; ///< some session works on it now
    QStringList pending;    ///< statements that its end would run: indexes to be built again, SET LOGGED
    QString pgvector;       ///< version of the extension in the database; empty: not installed
};
/// On a session's thread.
std::vector<UnfinishedLoad> unfinishedLoads(pg::Connection &connection);
/// Its pending statements; nothing where its table is gone.
sql::Change owedBy(const UnfinishedLoad &load);
/// Runs them by \p run, and forgets the load if all of them succeed; its rows stay. \throws core::Error where it runs in another session
sql::ChangeReport finishLoad(pg::Connection &connection, core::JobContext &job, const UnfinishedLoad &load, sql::KeptRun &run);
/// Forgets how far a load was; its rows stay, and its pending statements are never run: show them to the user first.
/// \throws core::Error where it runs in another session
void forgetLoad(pg::Connection &connection, const QString &id);

} // namespace quiver::load
