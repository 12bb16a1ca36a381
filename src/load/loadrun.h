// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a Loader: its own thread decides, the session's thread sends, the pump's thread reads and encodes.
//
// While the session works this object's thread only waits, so the two share the members without locks.
#pragma once

#include "load/batchsender.h"
#include "load/duplicaterow.h"
#include "load/endedload.h"
#include "load/loadnote.h"
#include "load/rejectfile.h"
#include "load/rowpump.h"
#include "load/sessionwork.h"

#include <QElapsedTimer>

namespace quiver::load {

/// A row is bad, and the load is to stop there.
class StopAtRow final : public core::Error
{
public:
    explicit StopAtRow(BadRow row) : Error(row.reason), m_row(std::move(row)) {}
    const BadRow &row() const { return m_row; }

private:
    BadRow m_row;
};

/// The note of the load is not what this run has written.
class TakenOver final : public core::Error
{
public:
    TakenOver() : Error(QStringLiteral("another session goes on with the load")) {}
};

class LoadRun
{
public:
    LoadRun(pg::Session &session, LoadPlan plan, LoadWatch *watch, core::JobContext &job);

    LoadReport execute();

private:
    /// The batch under way, or the latest.
    struct Batch {
        BatchResult result;
        qint64 read = 0;  ///< rows sent so far
        qint64 bad = 0;
        qint64 bytes = 0;
        RowPlace next;
        bool ended = false, endsSource = false;
        LoadNote note; ///< as it is once the batch is committed
    };

    // --- this object's thread: loadrun.cpp ---
    void prepare();
    void sendAll();
    void finish();
    void cleanUp();
    void giveRejectsUp();
    void onSession(const QString &title, SessionWork work);
    /// The pump and the sender for the target as it is now.
    void makePump();

    // --- this object's thread: loadrecovery.cpp ---
    /// Makes ready for another attempt, or throws what the user is told.
    void recover(const std::exception_ptr &error);
    void recoverFrom(const std::exception_ptr &error);
    void recoverFrom(const pg::Error &error);
    void reconnect(const pg::Error &error);
    bool refuseRow(const pg::Error &error);
    std::optional<BadRow> rowOf(const pg::Error &error);
    FirstRow firstRowWithKeyOf(const BadRow &row, const pg::Error &error);
    void throwDuplicate(const pg::Error &error);
    [[noreturn]] void fail(LoadError::Cause cause, const QString &happened, const QString &next, std::optional<BadRow> row = {});
    QString stands() const;
    QString restOfPlan() const;
    static QString words(const pg::Error &error);

    // --- session's thread: loadresume.cpp ---
    bool lock(pg::Connection &connection, const QString &id);
    void takeUpNote(pg::Connection &connection);
    std::optional<LoadNote> takeUpOther(pg::Connection &connection);
    void discard(const LoadNote &note);
    void goOn(const LoadNote &note);
    void checkSame(const LoadNote &note) const;
    bool isStill(const LoadNote &note) const;
    [[noreturn]] void refuseOther(const LoadNote &note, const QString &difference, const QString &way) const;
    void checkEnded(const EndedLoad &ended) const;
    void takeUpRejects();
    void noteEnded(pg::Connection &connection);

    // --- session's thread: loadrun.cpp ---
    void readFacts(pg::Connection &connection);
    void judge() const;
    void sendBatches(pg::Connection &connection, core::JobContext &job);
    void begin(pg::Connection &connection);
    void sendBatch(pg::Connection &connection, core::JobContext &job);
    bool nextPiece(QByteArray &bytes, core::JobContext &job);
    void noteBatch(pg::Connection &connection);
    void endNote(pg::Connection &connection);
    void commit(pg::Connection &connection);
    void batchCommitted();
    void tell(bool always);
    void tellWhatStands();
    qint64 rejectedNow() const;

    // --- session's thread: loadrecovery.cpp ---
    void afterReconnect(pg::Connection &connection);
    void resync(pg::Connection &connection);
    void beginAgain(const TargetTable &now);
    void startOver();
    void settleSequences(pg::Connection &connection);

    pg::Session &m_session;
    LoadPlan m_plan;
    LoadWatch *const m_watch;
    core::JobContext &m_job;

    SourceInfo m_info;
    std::unique_ptr<Source> m_source; // until the pump has it
    TargetTable m_target;
    std::unique_ptr<RowPump> m_pump;
    std::unique_ptr<BatchSender> m_sender;
    LoadNote m_note;
    RejectFile m_rejects;
    LoadReport m_report;

    RowPlace m_start;        // of the source
    PumpLimits m_limits;
    RefusedRows m_refused;
    Batch m_batch;
    RowPlace m_place;        // behind the last batch that stands
    QString m_id;            // of this load; m_note.id is that of the note that it goes on with
    QStringList m_leftover;  // statements that an earlier run has left
    QStringList m_discarded; // notes that go when the next batch is committed
    QStringList m_locks;     // ids that lockLoad() was called for
    bool m_ownsRejects = false; // what stands in the reject file are rows of this load
    bool m_owesSequences = false; // rows were committed since the sequences were moved
    bool m_begun = false;    // the steps before the first row stand
    bool m_creates = false;  // the table is made by this run, and does not stand yet
    bool m_atEnd = false;
    qint64 m_loadedAll = 0, m_rejectedAll = 0; // with earlier runs
    std::optional<qint64> m_doubt; // the transaction whose COMMIT was sent and not answered
    int m_losses = 0, m_retries = 0, m_refusedInARow = 0;
    QElapsedTimer m_timer, m_told;
    qint64 m_sentNow = 0, m_readNow = 0, m_offsetNow = 0, m_offsetBegun = 0;
};

} // namespace quiver::load
