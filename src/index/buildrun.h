// SPDX-License-Identifier: GPL-3.0-or-later
// Builds an index: runs a plan's Change on a session of its own with its settings, followed by a BuildWatch, kept in the journals of builds and
// of changes.
//
// Lives on its creator's thread; its signals arrive there. One run each. Destroying it cancels what still runs.
#pragma once

#include "index/buildalarm.h"
#include "index/buildrecord.h"
#include "index/buildwatch.h"
#include "index/indexplan.h"
#include "sql/changerunner.h"

#include <QPointer>

#include <atomic>
#include <optional>

namespace quiver::store {
class Workspace;
}

namespace quiver::index {

struct BuildOrder {
    sql::Change change;
    IndexSpec spec;           ///< what the Change builds; of several the first
    BuildSettings settings;
    BuildOutline outline;     ///< as far as a forecast knows it
    std::vector<BuildPart> parts; ///< of a partitioned table, in the order of the steps that build them; empty: it is one index
    double mostPartRows = -1; ///< of the largest partition, where the server goes over several by itself; -1: not known, or it is one index
    double valueBytes = -1;   ///< of one indexed value, where it is not that of the key's type
    double neededWorkMem = -1; ///< maintenance_work_mem that holds all of an HNSW graph, bytes; -1: nobody has foretold it
    /// Seconds that it may wait for its table, or for another session at work on an index of that, before the build itself is given up, nothing
    /// changed; 0: as long as it takes.
    int tableWait = 60;
    QUuid profileId;          ///< for the journal
    QString server;
};

/// What runs \p plan with its settings; profile and server are left to whoever asks. \p forecast may be null.
BuildOrder buildOrder(const IndexPlan &plan, const BuildForecast *forecast);
/// Gives \p order what a forecast tells that came later.
void foretell(BuildOrder &order, const BuildForecast &forecast);

struct BuildOutcome {
    sql::ChangeReport report;
    store::BuildEntry::Outcome outcome = store::BuildEntry::Outcome::Lost;
    QString words;      ///< what happened and what stands, in sentences
    BuildRecord record; ///< as it is in the journal
    QString journalTrouble; ///< why the journal of changes could not be written; empty: it was
};

/// Whether somebody else cancelled the step that failed. A statement_timeout has the same SQLSTATE (57014), and the server tells the two apart
/// only in words, which are of the language of lc_messages. \p timeoutMs: the session's statement_timeout; 0 or less: none
bool isCancelByOthers(const sql::ChangeReport &report, qint64 timeoutMs);

class BuildRun final : public QObject
{
    Q_OBJECT

public:
    /// \p session is the build's own, new or at rest. \p watch and \p journal outlive the run; a null \p journal keeps nothing.
    BuildRun(std::unique_ptr<pg::Session> session, BuildWatch &watch, store::Workspace *journal, QObject *parent = nullptr);
    ~BuildRun() override;
    Q_DISABLE_COPY_MOVE(BuildRun)

    /// Once. The job's progress is that of the build: its phase, what the phase counts, the time left.
    std::shared_ptr<core::Job> start(const BuildOrder &order);
    /// A forecast of what start() was given, which came after it.
    void setForecast(const BuildForecast &forecast);
    /// Asks the server to stop, and drops what CONCURRENTLY leaves. A second time: gives the connection up. A run that loses its connection
    /// otherwise ends with Outcome::Running: the server may go on, and BuildJournal::follow() finds it again.
    void cancel();
    /// Why the server would not go on without this program; empty: nothing is known against it.
    QString whyNotLeave() const;
    /// Lets the server go on alone: the connection is left, the journal says so, and finished() follows.
    void leave();

    bool isFinished() const { return m_outcome.has_value(); }
    bool isLeft() const { return m_left; } ///< to the server; finished() follows, or has
    int backendPid() const { return m_pid; }             ///< 0 before it has connected
    const WatchedBuild *build() const;                   ///< null while the server does not report one
    /// Over all partitions; nothing where it is one index, or over.
    std::optional<PartsProgress> parts() const;
    const BuildOrder &order() const { return m_order; }
    const std::vector<BuildAlarm> &alarms() const { return m_alarms; }
    const std::optional<BuildOutcome> &outcome() const { return m_outcome; }
    const std::shared_ptr<core::Job> &job() const { return m_job; }

Q_SIGNALS:
    void progressed();
    void stepChanged(std::size_t step, const quiver::sql::StepReport &report);
    void alarmed(const quiver::index::BuildAlarm &alarm);
    /// The journals have its end, where they can be written.
    void finished();

private:
    class Listener;
    /// Of all builds of this run, one after the other.
    struct Totals {
        double waited = 0;  ///< seconds, for other sessions
        qint64 walBytes = -1;
        int workers = 0;
        double rows = 0, seconds = 0; ///< of the phases that put rows in
    };
    void begun(int pid, const BuildServer &server);
    void stepTold(std::size_t step, const sql::StepReport &report);
    BuildOutline outlineOf(const BuildPart &part) const;
    void follow();
    void showProgress(const WatchedBuild &now);
    void addUp();
    void giveUpWaiting(const BuildProgress &progress);
    void noticed(const pg::Diagnostics &notice);
    AlarmFacts alarmFacts() const;
    void setGraphRows(AlarmFacts &facts) const;
    QString whyPartsKeep() const;
    QString whyMemoryKeeps() const;
    struct Ran {
        sql::ChangeReport report;
        qint64 indexBytes = -1; ///< of what it has built
        quint32 indexOid = 0;
        std::vector<BuiltPart> parts;
        QString journalTrouble;
    };
    void reported(const Ran &ran);
    void broke(const std::exception_ptr &error);
    void conclude(BuildOutcome outcome);
    qint64 builtMs(const sql::ChangeReport &report) const;
    void keep(bool isNew);
    void tellFinished();

    std::unique_ptr<pg::Session> m_session;
    BuildWatch &m_watch;
    const QPointer<store::Workspace> m_journal;
    const std::shared_ptr<std::atomic<std::size_t>> m_step; ///< that runs; the session's thread tells
    std::shared_ptr<core::Job> m_job;
    BuildOrder m_order;
    BuildRecord m_record;
    WatchedBuild m_latest;
    Totals m_totals;        ///< without m_latest
    PartsClock m_parts;
    std::optional<std::size_t> m_partStep; ///< that builds the part that is under way
    std::vector<BuildAlarm> m_alarms;
    std::optional<BuildOutcome> m_outcome;
    QString m_gaveUp;  // why this run cancelled itself; what stands is told when that is known
    int m_pid = 0;
    bool m_isOne = true;      // builds one index, not the parts of one
    bool m_left = false;
    bool m_isKept = false;    // the journal has an id for it, or will
    bool m_keepAgain = false; // it has changed before the id came
    bool m_awaitsId = false;
    bool m_isTold = false;
};

} // namespace quiver::index
