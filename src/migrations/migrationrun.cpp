// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migrationrun.h"

#include "catalog/concurrentstatement.h"
#include "core/logging.h"
#include "sql/inspiteofcancel.h"

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using State = MigrationOutcome::State;

double elapsed(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

QString words(const pg::Error &error)
{
    QString text = error.message();
    for (QString more : {error.diagnostics().detail, error.diagnostics().hint}) {
        if (more.endsWith(u'.')) // the sentence goes on behind the bracket
            more.chop(1);
        if (!more.isEmpty())
            text += u" ("_s + more + u')';
    }
    return text;
}

/// What to do about it, where that is not plain from the server's own words.
QString adviceFor(const pg::Error &error, bool inTransaction)
{
    const QString &state = error.sqlState();
    if (state == "55P03"_L1)
        return u"Somebody else holds a lock that it needs: try again when that is over, or let it wait longer"_s;
    if (inTransaction && (state == "2D000"_L1 || state == "25001"_L1))
        return u"It cannot run inside of a transaction: give its file the first line "_s + noTransactionLine;
    static const QStringList types{u"\"vector\""_s, u"\"halfvec\""_s, u"\"sparsevec\""_s};
    const bool isOurs = std::ranges::any_of(types, [&](const QString &type) { return error.message().contains(type); });
    if (state == "42704"_L1 && isOurs)
        return u"pgvector is not in this database, or its schema is not on the search_path"_s;
    return {};
}

int lineOf(const MigrationScript &script, std::size_t statement, const pg::Error &error)
{
    const sql::Statement &place = script.statements[statement];
    const QString text = script.sqlOf(statement);
    if (error.diagnostics().position <= 0)
        return place.line;
    return place.line + int(QStringView(text).first(sql::errorRange(text, error.diagnostics().position).begin).count(u'\n'));
}

} // namespace

MigrationReport MigrationRun::run(const MigrationStatus &status, const MigrationPlan &plan)
{
    begin(plan);
    for (std::size_t i = 0; i < m_report.steps.size(); ++i) {
        m_at = i;
        if (!attempt([&] { prepare(status); })) {
            explainTable();
            break;
        }
        if (!(script().inTransaction ? together() : alone(0)))
            break;
    }
    giveBack();
    return std::move(m_report);
}

MigrationReport MigrationRun::resume(const MigrationEntry &entry, const MigrationStep &step)
{
    begin({{step}, {}});
    if (attempt([&] { m_session.restore(); }))
        alone(std::size_t(entry.row->statementsDone), true);
    giveBack();
    return std::move(m_report);
}

void MigrationRun::begin(const MigrationPlan &plan)
{
    m_report.refusals = plan.refusals;
    for (const MigrationStep &step : plan.steps)
        m_report.steps.push_back({.step = step});
    if (m_listener)
        m_listener->planned(plan.steps);
}

void MigrationRun::set(State state)
{
    if (outcome().state == State::Running)
        outcome().durationMs = elapsed(m_timer);
    outcome().state = state;
    if (m_listener)
        m_listener->migrationChanged(m_at, outcome());
}

template<typename Work>
bool MigrationRun::attempt(Work work)
{
    try {
        work();
        return true;
    } catch (...) {
        fail(std::current_exception());
        return false;
    }
}

/// Words what went wrong with the migration at hand; what stands is added by who knows it.
void MigrationRun::fail(const std::exception_ptr &error)
{
    MigrationOutcome &result = outcome();
    State state = State::Failed;
    try {
        std::rethrow_exception(error);
    } catch (const core::Cancelled &) {
        state = State::Cancelled;
    } catch (const pg::Error &e) {
        result.error = e;
        result.message = words(e);
        if (m_inStatement)
            result.line = lineOf(script(), m_first + m_last.at, e);
        if (const QString advice = adviceFor(e, script().inTransaction); !advice.isEmpty())
            add(advice);
    } catch (const std::exception &) {
        result.message = core::describe(error);
    }
    if (m_committing && m_connection.isBroken()) {
        state = State::Unknown;
        add(u"The connection went while it was committed: whether it stands is in the history, and the history is right"_s);
    }
    set(state);
}

/// The session as it was lent.
void MigrationRun::giveBack()
{
    rollBack();
    if (m_connection.isBroken())
        return;
    try {
        const sql::InSpiteOfCancel tidy(m_connection, m_job);
        m_session.restore();
    } catch (const core::Error &e) { // a late cancel request, or the connection, and with that nothing is left to set back
        if (!m_connection.isBroken())
            qCWarning(core::lcPg, "a session was not set back after migrations: %s", e.what());
    }
}

/// Another sentence.
void MigrationRun::add(const QString &fact)
{
    QString &message = outcome().message;
    message += message.isEmpty() ? fact : u". "_s + fact;
}

void MigrationRun::rollBack()
{
    for (int i = 0; i < sql::InSpiteOfCancel::attempts && !m_connection.isBroken()
                    && m_connection.transactionStatus() != pg::TransactionStatus::Idle; ++i) {
        try {
            m_connection.rollback();
        } catch (const core::Error &e) { // a late cancel request, or the connection: the server rolls back then
            qCDebug(core::lcPg, "rollback of a migration: %s", e.what());
        }
    }
}

/// Before each: a session as if it were new, and a table to write the history into.
void MigrationRun::prepare(const MigrationStatus &status)
{
    m_job.throwIfCancelled();
    m_committing = m_inStatement = false;
    m_session.restore();
    if (m_hasTable || status.hasTable)
        return;
    const MigrationHistory history = readHistory(m_connection, m_options.table);
    pg::Transaction transaction(m_connection);
    for (const HistoryStatement &statement : createHistory(m_connection, m_options.table, history))
        m_connection.exec(statement.sql);
    transaction.commit();
    m_hasTable = true;
}

/// It is our table, not the user's migration, that the server refused.
void MigrationRun::explainTable()
{
    MigrationOutcome &result = outcome();
    if (!result.error || result.error->sqlState() != "42501"_L1)
        return;
    add(u"The history of migrations is kept in %1: have it created by somebody who may, or choose another table"_s.arg(
        m_options.table.text()));
    set(result.state);
}

void MigrationRun::beginTransaction()
{
    m_connection.begin();
    m_connection.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, true)"),
                       {pg::Param::text(u"%1s"_s.arg(std::max(0, m_options.lockTimeout)), pg::oid::Text)}});
}

/// The statements [first, end) of the file.
void MigrationRun::runStatements(std::size_t first, std::size_t end)
{
    m_first = first;
    m_last.at = 0;
    m_inStatement = true;
    const auto &all = script().statements;
    sql::ScriptRunner(script().text, {all.begin() + std::ptrdiff_t(first), all.begin() + std::ptrdiff_t(end)}, {.phase = script().fileName}, m_last)
        .run(m_connection, m_job);
    m_inStatement = false;
}

/// The row first: the file may become another role, which may not write it.
void MigrationRun::writeRow()
{
    m_connection.exec(step().isUp() ? m_writer.insert(step().migration, AppliedMigration::State::Applied) : m_writer.remove(version()));
}

void MigrationRun::endRow(double durationMs)
{
    m_session.beOurselves();
    if (step().isUp())
        m_connection.exec(m_writer.applied(version(), durationMs));
}

bool MigrationRun::together()
{
    m_timer.start();
    set(State::Running);
    const bool done = attempt([&] {
        beginTransaction();
        writeRow();
        runStatements(0, script().statements.size());
        endRow(elapsed(m_timer));
        m_job.throwIfCancelled();
        m_committing = true;
        m_connection.commit();
        m_committing = false;
    });
    if (done) {
        set(State::Done);
        return true;
    }
    rollBack();
    if (outcome().state != State::Unknown) {
        add(u"All of it was rolled back"_s);
        set(outcome().state);
    }
    return false;
}

/// Outside of a transaction. \p isThere: the history has the row as begun already.
bool MigrationRun::alone(std::size_t firstStatement, bool isThere)
{
    m_timer.start();
    set(State::Running);
    if (!attempt([&] { noteStart(isThere); })) {
        add(u"Nothing of it was run"_s);
        set(outcome().state);
        return false;
    }
    for (std::size_t i = firstStatement; i < script().statements.size(); ++i) {
        const bool done = attempt([&] {
            runStatements(i, i + 1);
            requireWhole(i);
        });
        m_inStatement = false;
        if (!done) {
            lookAround(i);
            return false;
        }
        if (!attempt([&] { note(m_writer.progress(version(), int(i + 1))); })) {
            outcome().dirty = true;
            add(u"Its statement in line %1 was run; the history does not know it"_s.arg(script().statements[i].line));
            set(outcome().state);
            return false;
        }
    }
    if (!attempt([&] { note(step().isUp() ? m_writer.applied(version(), elapsed(m_timer)) : m_writer.remove(version())); })) {
        outcome().dirty = true;
        set(outcome().state);
        return false;
    }
    set(State::Done);
    return true;
}

void MigrationRun::noteStart(bool isThere)
{
    m_job.throwIfCancelled();
    if (isThere) {
        if (step().isUp())
            m_connection.exec(m_writer.rewrite(step().migration));
        return;
    }
    m_connection.exec(step().isUp() ? m_writer.insert(step().migration, AppliedMigration::State::Started) : m_writer.reverting(version()));
}

/// Into the history, outside of the file's transaction, whoever the file has become and also after a cancel.
void MigrationRun::note(const pg::Query &query)
{
    for (int attempt = 1;; ++attempt) {
        rollBack(); // a file that left a transaction open has been refused; a function may still have its ways
        const sql::InSpiteOfCancel tidy(m_connection, m_job);
        try {
            pg::Transaction transaction(m_connection);
            m_session.beOurselves();
            m_connection.exec(query);
            transaction.commit();
            return;
        } catch (const pg::Error &e) { // the cancel request may come late, and hit what is not meant
            if (e.sqlState() != "57014"_L1 || !m_job.cancelRequested() || attempt == sql::InSpiteOfCancel::attempts)
                throw;
        }
    }
}

/// CREATE INDEX CONCURRENTLY IF NOT EXISTS is content with an index that an earlier attempt left INVALID. We are not.
void MigrationRun::requireWhole(std::size_t statement)
{
    const auto what = catalog::concurrentStatement(script().sqlOf(statement));
    if (what.kind != catalog::ConcurrentStatement::Kind::CreateIndex || what.index.isEmpty())
        return;
    const catalog::ConcurrentFinding finding = catalog::inspectConcurrent(m_connection, what);
    if (finding.effect == catalog::ConcurrentEffect::Left)
        throw core::Error(u"the server reported no error, but %1 is there and cannot be used"_s.arg(finding.leftovers.front().words));
}

/// After a failure outside of a transaction: where the catalogue shows that nothing was left, the history is set back too.
void MigrationRun::lookAround(std::size_t statement)
{
    MigrationOutcome &result = outcome();
    result.dirty = true;
    if (m_connection.isBroken()) {
        result.state = State::Unknown;
        add(u"The connection is gone, and the history has %1 as begun and not ended: see what a repair finds"_s.arg(script().fileName));
        set(result.state);
        return;
    }
    rollBack();
    try {
        if (statement == 0 && leftNothing(statement)) {
            note(step().isUp() ? m_writer.remove(version()) : m_writer.stillApplied(version()));
            result.dirty = false;
            add(step().isUp() ? u"It left nothing behind and is pending as before"_s : u"It changed nothing and is applied as before"_s);
        } else {
            note(m_writer.failed(version(), result.message.isEmpty() ? u"cancelled"_s : result.message));
            add(doneWords(statement, script().statements.size()) + u"; it is dirty: a repair finds what was left"_s);
        }
    } catch (const core::Error &e) {
        add(u"The history has it as begun and not ended (%1): see what a repair finds"_s.arg(e.message()));
    }
    set(result.state);
}

bool MigrationRun::leftNothing(std::size_t statement)
{
    const sql::InSpiteOfCancel tidy(m_connection, m_job); // for the questions to the catalogue
    using Kind = catalog::ConcurrentStatement::Kind;
    const auto what = catalog::concurrentStatement(script().sqlOf(statement));
    if (what.kind == Kind::Atomic || what.kind == Kind::Procedural)
        return what.kind == Kind::Atomic;
    // It met another of the name, or none: the catalogue shows what is not its own.
    static const QStringList others{u"42P07"_s, u"42704"_s, u"42P01"_s};
    if (outcome().error && others.contains(outcome().error->sqlState()))
        return true;
    const catalog::ConcurrentEffect effect = catalog::inspectConcurrent(m_connection, what).effect;
    return effect == catalog::ConcurrentEffect::Nothing || (effect == catalog::ConcurrentEffect::Unknown && what.kind == Kind::Reindex);
}

MigrationReport MigrationRun::dryRun(const MigrationStatus &status, const MigrationPlan &plan)
{
    begin(plan);
    m_report.dryRun = true;
    bool skipped = false;
    const auto all = [&] {
        m_job.throwIfCancelled();
        beginTransaction();
        if (!status.hasTable) {
            for (const HistoryStatement &statement : createHistory(m_connection, m_options.table, readHistory(m_connection, m_options.table)))
                m_connection.exec(statement.sql);
        }
        for (m_at = 0; m_at < m_report.steps.size(); ++m_at) {
            if (!script().inTransaction) {
                skipped = true;
                outcome().message = u"not run: it cannot be rolled back"_s;
                set(State::Shown);
                continue;
            }
            m_timer.start();
            set(State::Running);
            m_session.restore();
            m_connection.exec({QByteArray("SELECT pg_catalog.set_config('lock_timeout', $1, true)"),
                               {pg::Param::text(u"%1s"_s.arg(std::max(0, m_options.lockTimeout)), pg::oid::Text)}});
            writeRow();
            runStatements(0, script().statements.size());
            m_connection.exec("SET CONSTRAINTS ALL IMMEDIATE"); // what COMMIT would find
            endRow(elapsed(m_timer));
            set(State::RolledBack);
        }
    };
    if (!m_report.steps.empty() && m_report.refusals.isEmpty() && !attempt(all) && skipped) {
        add(u"Perhaps only because the one before it, which cannot be rolled back, was not run"_s);
        set(outcome().state);
    }
    giveBack();
    return std::move(m_report);
}

} // namespace quiver::migrations
