// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationrun.h"

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

/// The statements that are counted as done must be those that were done.
void requireSameBeginning(const MigrationEntry &entry, const MigrationScript &now)
{
    const bool down = entry.row->state == AppliedMigration::State::Reverting;
    if (entry.row->statementsDone == 0 || (!down && now.checksum == entry.row->checksum))
        return;
    std::vector<MigrationProblem> problems;
    const MigrationScript before = readMigrationScript(now.fileName, (down ? entry.kept.down : entry.kept.up).toUtf8(), problems);
    for (std::size_t i = 0; i < std::size_t(entry.row->statementsDone); ++i) {
        if (i >= now.statements.size() || i >= before.statements.size() || now.sqlOf(i) != before.sqlOf(i)) {
            throw core::Error(u"%1 was edited where it was run already: its first %2 statements must stay as they were. Put them back, or mark "
                              "the migration as applied or as pending"_s.arg(now.fileName, QString::number(entry.row->statementsDone)));
        }
    }
}

void requireIdle(const pg::Connection &connection)
{
    if (connection.transactionStatus() != pg::TransactionStatus::Idle)
        throw pg::Error::client(u"a transaction is open on this session: commit it or roll it back first; nothing was changed"_s);
    if (connection.isReadOnly())
        throw pg::Error::client(u"this connection is read-only, and migrations write; nothing was changed"_s);
}

} // namespace

MigrationRunner::MigrationRunner(QString folder, MigrationOptions options, MigrationListener *listener)
    : m_folder(std::move(folder)), m_options(std::move(options)), m_listener(listener)
{
}

MigrationPlan MigrationRunner::plan(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target)
{
    requireIdle(connection);
    const MigrationLock lock(connection, job, m_options.table, m_options.lockWait);
    return planMigrations(readStatus(connection, m_folder, m_options.table), target, m_options.plan);
}

MigrationReport MigrationRunner::run(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target,
                                     const std::optional<std::vector<MigrationStep>> &agreed)
{
    requireIdle(connection);
    const MigrationLock lock(connection, job, m_options.table, m_options.lockWait);
    const MigrationStatus status = readStatus(connection, m_folder, m_options.table);
    MigrationPlan plan = planMigrations(status, target, m_options.plan);
    if (agreed && plan.refusals.isEmpty() && plan.steps != *agreed)
        plan = {{}, {u"the files or the history of the migrations changed since this was shown: look at what would run, and start it again"_s}};
    return MigrationRun(connection, job, m_options, m_listener).run(status, plan);
}

MigrationReport MigrationRunner::dryRun(pg::Connection &connection, core::JobContext &job, const MigrationTarget &target)
{
    requireIdle(connection);
    const MigrationLock lock(connection, job, m_options.table, m_options.lockWait);
    const MigrationStatus status = readStatus(connection, m_folder, m_options.table);
    return MigrationRun(connection, job, m_options, m_listener).dryRun(status, planMigrations(status, target, m_options.plan));
}

MigrationReport MigrationRunner::resume(pg::Connection &connection, core::JobContext &job, qint64 version)
{
    requireIdle(connection);
    const MigrationLock lock(connection, job, m_options.table, m_options.lockWait);
    const MigrationStatus status = readStatus(connection, m_folder, m_options.table);
    const MigrationEntry *entry = status.find(version);
    if (!entry || entry->state != MigrationState::Dirty)
        throw core::Error(u"%1 is not dirty: there is nothing to go on with"_s.arg(entry ? entry->title() : versionText(version)));
    const bool down = entry->row->state == AppliedMigration::State::Reverting;
    const auto script = down ? entry->down() : entry->file ? std::optional(entry->file->up) : std::nullopt;
    if (!script)
        throw core::Error(u"the file of %1 is gone: put it back, or mark the migration as applied or as pending"_s.arg(entry->title()));
    for (const MigrationProblem &problem : status.problems) {
        if (problem.severity == MigrationProblem::Severity::Error && problem.file == script->fileName)
            throw core::Error(problem.text());
    }
    requireSameBeginning(*entry, *script);
    Migration migration = entry->file ? *entry->file : Migration{entry->version, entry->name, {}, {}};
    if (down)
        migration.down = *script;
    using Direction = MigrationStep::Direction;
    return MigrationRun(connection, job, m_options, m_listener).resume(*entry, {down ? Direction::Down : Direction::Up, migration});
}

} // namespace quiver::migrations
