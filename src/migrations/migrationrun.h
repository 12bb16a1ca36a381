// SPDX-License-Identifier: GPL-3.0-or-later
// One run over one plan, under the lock; internal to this room. See migrationrunner.h.
#pragma once

#include "migrations/migrationrunner.h"
#include "migrations/migrationsession.h"
#include "pg/connection.h"
#include "sql/scriptrunner.h"

#include <QElapsedTimer>

namespace quiver::migrations {

/// Migrations return rows to nobody.
class NoRows final : public pg::RowSink
{
public:
    void begin(const pg::Columns &) override {}
    void append(pg::RowBatchPtr, const std::stop_token &) override {}
};

/// Remembers which statement runs.
class LastStatement final : public sql::ScriptListener
{
public:
    void statementStarted(std::size_t index) override { at = index; }
    pg::RowSink &sinkFor(std::size_t) override { return m_rows; }
    void statementFinished(const sql::StatementReport &) override {}

    std::size_t at = 0;

private:
    NoRows m_rows;
};

/// Lives for one call of run(), dryRun() or resume().
class MigrationRun
{
public:
    MigrationRun(pg::Connection &connection, core::JobContext &job, const MigrationOptions &options, MigrationListener *listener)
        : m_connection(connection), m_job(job), m_options(options), m_listener(listener), m_writer(connection, options.table),
          m_session(connection)
    {
    }

    MigrationReport run(const MigrationStatus &status, const MigrationPlan &plan);
    MigrationReport dryRun(const MigrationStatus &status, const MigrationPlan &plan);
    /// What is dirty ran outside of a transaction, whatever its file says now.
    MigrationReport resume(const MigrationEntry &entry, const MigrationStep &step);

private:
    using State = MigrationOutcome::State;

    MigrationOutcome &outcome() { return m_report.steps[m_at]; }
    const MigrationStep &step() { return outcome().step; }
    const MigrationScript &script() { return step().script(); }
    qint64 version() { return step().migration.version; }

    void begin(const MigrationPlan &plan);
    void prepare(const MigrationStatus &status);
    void explainTable();
    bool together();
    bool alone(std::size_t firstStatement, bool isThere = false);
    void runStatements(std::size_t first, std::size_t end);
    void beginTransaction();
    void writeRow();
    void endRow(double durationMs);
    void noteStart(bool isThere);
    void note(const pg::Query &query);
    void requireWhole(std::size_t statement);
    void lookAround(std::size_t statement);

    template<typename Work>
    bool attempt(Work work);
    void fail(const std::exception_ptr &error);
    void add(const QString &fact);
    void rollBack();
    void giveBack();
    bool leftNothing(std::size_t statement);
    void set(State state);

    pg::Connection &m_connection;
    core::JobContext &m_job;
    const MigrationOptions &m_options;
    MigrationListener *const m_listener;
    const HistoryWriter m_writer;
    const MigrationSession m_session;
    MigrationReport m_report;
    LastStatement m_last;
    std::size_t m_at = 0;
    std::size_t m_first = 0; // statement of the file that m_last counts from
    bool m_hasTable = false;
    bool m_committing = false;
    bool m_inStatement = false; // of the file, not of ours
    QElapsedTimer m_timer;
};

} // namespace quiver::migrations
