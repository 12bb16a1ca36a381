// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationrepair.h"

#include "pg/connection.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using Kind = RepairOffer::Kind;
using sql::ChangeStep;

/// Makes the offers for one entry.
class Repairer
{
public:
    Repairer(pg::Connection &connection, const MigrationStatus &status, const MigrationEntry &entry)
        : m_connection(connection), m_quoter(connection), m_entry(entry),
          m_table(m_quoter.qualified(status.table.schema, status.table.name)), m_tableText(status.table.text())
    {
        m_repair.version = entry.version;
    }

    MigrationRepair dirty();
    MigrationRepair changed();
    MigrationRepair missing();

private:
    bool isDown() const { return m_entry.row->state == AppliedMigration::State::Reverting; }
    void describeDirty(const std::optional<MigrationScript> &script);
    QString effectWords(const sql::Statement &statement) const;

    void offer(Kind kind, const QString &title, std::vector<ChangeStep> steps, const QString &note)
    {
        sql::Change change;
        change.title = title;
        change.object = m_tableText;
        change.steps = std::move(steps);
        m_repair.offers.push_back({kind, std::move(change), note});
    }
    std::vector<ChangeStep> removals() const;
    std::vector<ChangeStep> with(std::vector<ChangeStep> steps, ChangeStep last) const
    {
        steps.push_back(std::move(last));
        return steps;
    }
    ChangeStep rowStep(const QString &title, const QString &sql) const
    {
        return {.title = title, .sql = sql, .undoNote = u"the history can be repaired again"_s, .lock = sql::LockLevel::RowExclusive,
                .lockedObject = m_tableText, .risk = sql::Risk::Careful, .mustAffect = 1,
                .notAffected = u"the history is no longer as it was read: look at the migration again"_s};
    }
    QString where() const { return u" WHERE version = %1"_s.arg(m_entry.version); }
    /// Somebody may have ended it by the time that the change runs.
    QString whileDirty() const { return where() + u" AND state <> 'applied'"_s; }
    ChangeStep deleteRow() const
    {
        return rowStep(u"Take %1 out of the history"_s.arg(m_entry.title()), u"DELETE FROM "_s + m_table + (m_entry.row->isDirty() ? whileDirty() : where()));
    }
    ChangeStep markApplied() const
    {
        return rowStep(u"Note %1 as applied"_s.arg(m_entry.title()),
                       u"UPDATE %1 SET state = 'applied', how = 'repair', message = NULL, applied_at = "
                       "coalesce(applied_at, pg_catalog.clock_timestamp())"_s.arg(m_table) + whileDirty());
    }

    pg::Connection &m_connection;
    const sql::Quoter m_quoter;
    const MigrationEntry &m_entry;
    const QString m_table;     // as in SQL that is run
    const QString m_tableText; // as in SQL that is shown
    MigrationRepair m_repair;
};

std::vector<ChangeStep> Repairer::removals() const
{
    std::vector<ChangeStep> steps;
    for (const catalog::Leftover &leftover : m_repair.finding.leftovers) {
        if (leftover.removal.isEmpty())
            continue;
        steps.push_back({.title = u"Remove %1"_s.arg(leftover.words), .sql = leftover.removal, .undoNote = u"nobody can use it as it is"_s,
                         .inTransaction = false, .lock = sql::LockLevel::ShareUpdateExclusive, .lockedObject = leftover.object,
                         .risk = sql::Risk::Careful, .riskNote = u"Waits for transactions that use the table."_s,
                         .isDone = leftover.isGone});
    }
    return steps;
}

QString Repairer::effectWords(const sql::Statement &statement) const
{
    const QString place = u"The statement in line %1"_s.arg(statement.line);
    switch (m_repair.finding.effect) {
    case catalog::ConcurrentEffect::Nothing: return place + u" has left nothing: it can simply be run again."_s;
    case catalog::ConcurrentEffect::Complete: return place + u" came to its end, as far as the catalogue shows."_s;
    case catalog::ConcurrentEffect::Unknown:
        return place + u" leaves no trace by which one could see how far it came: look at what it changes before you decide."_s;
    case catalog::ConcurrentEffect::Left: break;
    }
    QStringList left;
    for (const catalog::Leftover &leftover : m_repair.finding.leftovers)
        left << leftover.words;
    return place + u" left "_s + left.join(u", "_s) + u'.';
}

void Repairer::describeDirty(const std::optional<MigrationScript> &script)
{
    const auto done = std::size_t(m_entry.row->statementsDone);
    m_repair.found = u"%1 was begun%2 by %3 from %4 and did not end."_s.arg(m_entry.title(), isDown() ? u" to be taken back"_s : QString(),
                                                                          m_entry.row->by, m_entry.row->from);
    if (!m_entry.row->message.isEmpty())
        m_repair.found += u" It said: %1."_s.arg(m_entry.row->message);
    if (!script) {
        m_repair.found += u" Its file is gone, so it cannot be seen what it did."_s;
        return;
    }
    m_repair.found += u' ' + doneWords(done, script->statements.size()) + u'.';
    if (done >= script->statements.size())
        return;
    m_repair.finding = catalog::inspectConcurrent(m_connection, catalog::concurrentStatement(script->sqlOf(done)));
    m_repair.found += u' ' + effectWords(script->statements[done]);
}

MigrationRepair Repairer::dirty()
{
    const auto script = isDown() ? m_entry.down() : m_entry.file ? std::optional(m_entry.file->up) : std::nullopt;
    describeDirty(script);
    const QString title = m_entry.title();
    const int done = m_entry.row->statementsDone;
    const bool complete = m_repair.finding.effect == catalog::ConcurrentEffect::Complete;
    const QString some = done > 0 ? u" The first %1 of its statements stand, and stay."_s.arg(done) : QString();
    if (script) {
        std::vector<ChangeStep> steps = removals();
        if (complete) {
            steps.push_back(rowStep(u"Count the statement that came to its end"_s,
                                    u"UPDATE %1 SET statements_done = %2"_s.arg(m_table, QString::number(done + 1)) + whileDirty()));
        }
        offer(Kind::Retry, u"Go on with %1"_s.arg(title), std::move(steps),
              complete ? u"Goes on behind the statement that came to its end."_s : u"Removes what was left, and runs the statement again."_s);
    }
    const QString other = isDown() ? u"Take %1 as taken back"_s : u"Take %1 as not applied"_s;
    offer(Kind::MarkPending, other.arg(title), with(isDown() || complete ? std::vector<ChangeStep>{} : removals(), deleteRow()),
          (isDown() ? u"Only where everything that it takes back is gone."_s : u"It runs again with the next “up”."_s) + (isDown() ? QString() : some));
    offer(Kind::MarkApplied, u"Take %1 as applied"_s.arg(title), {markApplied()},
          isDown() ? u"Only where nothing of it was taken back, or it was put back by hand."_s
                   : u"Only where everything that it does is there: nothing is run."_s);
    if (complete && done + 1 >= int(script ? script->statements.size() : 0)) // it is all there: only the note is missing
        std::ranges::stable_partition(m_repair.offers, [this](const RepairOffer &o) { return o.kind == (isDown() ? Kind::MarkPending : Kind::MarkApplied); });
    return std::move(m_repair);
}

MigrationRepair Repairer::changed()
{
    const Migration &file = *m_entry.file;
    m_repair.found = u"%1 is another now than the one that was applied%2: checksum %3, it was %4."_s.arg(
        file.up.fileName, m_entry.firstDifference(), QString::fromLatin1(file.up.checksum.left(12)), QString::fromLatin1(m_entry.row->checksum.left(12)));
    const auto kept = [this](const QString &text) { return text.size() > 1024 * 1024 ? u"NULL"_s : m_quoter.literal(text); };
    offer(Kind::Accept, u"Accept %1 as it is now"_s.arg(m_entry.title()),
          {rowStep(u"Keep the checksum of %1"_s.arg(file.up.fileName),
                   u"UPDATE %1 SET checksum = %2, name = %3, up_text = %4, down_text = %5"_s.arg(
                       m_table, m_quoter.literal(QString::fromLatin1(file.up.checksum)), m_quoter.literal(file.name), kept(file.up.text),
                       file.down ? kept(file.down->text) : u"NULL"_s) + where())},
          u"Nothing is run: where the edit changes what the file does, this database does not have it."_s);
    return std::move(m_repair);
}

MigrationRepair Repairer::missing()
{
    m_repair.found = u"%1 was applied by %2 from %3, and its file is gone."_s.arg(m_entry.title(), m_entry.row->by, m_entry.row->from);
    offer(Kind::Forget, u"Forget %1"_s.arg(m_entry.title()), {deleteRow()},
          u"What it did stays in the database. Where the history kept what takes it back, “down” would undo it instead."_s);
    return std::move(m_repair);
}

} // namespace

const RepairOffer *MigrationRepair::offer(RepairOffer::Kind kind) const
{
    const auto match = std::ranges::find(offers, kind, &RepairOffer::kind);
    return match == offers.end() ? nullptr : &*match;
}

MigrationRepair inspectMigration(pg::Connection &connection, const MigrationStatus &status, const MigrationEntry &entry)
{
    Repairer repairer(connection, status, entry);
    switch (entry.state) {
    case MigrationState::Dirty:
        if (status.runner)
            return {entry.version, u"%1 is under way: %2 is at it. There is nothing to repair."_s.arg(entry.title(), status.runner->text()), {}, {}};
        return repairer.dirty();
    case MigrationState::Changed: return repairer.changed();
    case MigrationState::Missing: return repairer.missing();
    case MigrationState::Applied:
    case MigrationState::Pending:
    case MigrationState::OutOfOrder: break;
    }
    return {entry.version, u"%1 is %2: there is nothing to repair."_s.arg(entry.title(), stateName(entry.state)), {}, {}};
}

sql::Change baselineChange(pg::Connection &connection, const MigrationStatus &status, qint64 version)
{
    for (const MigrationProblem &problem : status.problems) {
        if (problem.severity == MigrationProblem::Severity::Error)
            throw core::Error(problem.text());
    }
    const MigrationEntry *last = status.find(version);
    if (!last || !last->file)
        throw core::Error(u"there is no migration %1 in the folder"_s.arg(versionText(version)));
    const sql::Quoter quoter(connection);
    const QString table = quoter.qualified(status.table.schema, status.table.name);
    sql::Change change;
    change.title = u"Take everything up to %1 as applied"_s.arg(last->title());
    change.object = status.table.text();
    MigrationHistory history = readHistory(connection, status.table);
    for (const HistoryStatement &statement : createHistory(connection, status.table, history))
        change.steps.push_back({.title = statement.title, .sql = statement.sql, .undoNote = u"an empty history does no harm"_s});
    int count = 0;
    for (const MigrationEntry &entry : status.entries) {
        if (entry.version > version || entry.row)
            continue;
        const auto text = [&](const std::optional<MigrationScript> &script) {
            return script && script->text.size() <= 1024 * 1024 ? quoter.literal(script->text) : u"NULL"_s;
        };
        change.steps.push_back(
            {.title = u"Note %1 as applied"_s.arg(entry.title()),
             .sql = u"INSERT INTO %1 (version, name, state, how, checksum, applied_at, run_from, up_text, down_text)\n"
                    "VALUES (%2, %3, 'applied', 'baseline', %4, pg_catalog.clock_timestamp(), %5, %6, %7)"_s.arg(
                        table, QString::number(entry.version), quoter.literal(entry.name),
                        quoter.literal(QString::fromLatin1(entry.file->up.checksum)), quoter.literal(whoRunsThis()), text(entry.file->up),
                        text(entry.file->down)),
             .undo = u"DELETE FROM %1 WHERE version = %2 AND how = 'baseline'"_s.arg(table, QString::number(entry.version)),
             .lock = sql::LockLevel::RowExclusive, .lockedObject = history.exists ? status.table.text() : QString(),
             .risk = sql::Risk::Careful, .riskNote = u"Nothing of it is run: the database must have it already."_s});
        ++count;
    }
    if (count == 0)
        throw core::Error(u"everything up to %1 is in the history already"_s.arg(last->title()));
    return change;
}

sql::ChangeReport applyToHistory(pg::Connection &connection, core::JobContext &job, const MigrationOptions &options,
                                 const sql::Change &change, sql::KeptRun &kept)
{
    const MigrationLock lock(connection, job, options.table, options.lockWait);
    return kept.run(change, connection, job);
}

} // namespace quiver::migrations
