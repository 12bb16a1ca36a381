// SPDX-License-Identifier: GPL-3.0-or-later
// Which migrations run, in which order, and why none does.
#include "migrations/migrationstatus.h"

#include <algorithm>

namespace quiver::migrations {

using namespace Qt::StringLiterals;

namespace {

using Direction = MigrationStep::Direction;
using Kind = MigrationTarget::Kind;

QString moment(const QDateTime &time)
{
    return time.isValid() ? time.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"an unknown time"_s;
}

QString changedWords(const MigrationEntry &entry)
{
    if (entry.row->name != entry.file->name) {
        return u"%1 is another migration than “%2”, which was applied under its number on %3: is this the right folder? Give it a number of its own, "
               "or accept it with a repair"_s.arg(entry.file->up.fileName, entry.row->name, moment(entry.row->appliedAt));
    }
    return u"%1 was edited after it was applied on %2%3 (checksum %4, now %5). Put the file back, or accept it as it is with a repair"_s.arg(
        entry.file->up.fileName, moment(entry.row->appliedAt), entry.firstDifference(), QString::fromLatin1(entry.row->checksum.left(12)),
        QString::fromLatin1(entry.file->up.checksum.left(12)));
}

QString dirtyWords(const MigrationEntry &entry, const MigrationStatus &status)
{
    if (status.runner)
        return u"%1 is under way: %2 is at it"_s.arg(entry.title(), status.runner->text());
    const bool down = entry.row->state == AppliedMigration::State::Reverting;
    return u"%1 was begun on %2 and not ended%3%4. Repair it first"_s.arg(
        entry.title(), moment(entry.row->startedAt), down ? u", on the way down"_s : QString(),
        entry.row->message.isEmpty() ? QString() : u": "_s + entry.row->message);
}

class Planner
{
public:
    Planner(const MigrationStatus &status, const PlanOptions &options) : m_status(status), m_options(options) {}

    MigrationPlan plan(const MigrationTarget &target)
    {
        refuseErrors();
        switch (target.kind) {
        case Kind::Up: up(target.number < 0 ? std::numeric_limits<qint64>::max() : target.number, std::numeric_limits<qint64>::max()); break;
        case Kind::Down: down(target.number, 0); break;
        case Kind::To: to(target.number); break;
        }
        if (!m_plan.refusals.isEmpty())
            m_plan.steps.clear();
        return std::move(m_plan);
    }

private:
    void refuse(const QString &reason)
    {
        if (!m_plan.refusals.contains(reason))
            m_plan.refusals << reason;
    }

    void refuseErrors()
    {
        for (const MigrationProblem &problem : m_status.problems) {
            if (problem.severity == MigrationProblem::Severity::Error)
                refuse(problem.text());
        }
        for (const MigrationEntry &entry : m_status.entries) {
            if (entry.state == MigrationState::Dirty)
                refuse(dirtyWords(entry, m_status));
        }
    }

    /// The newest that is applied of those up to \p last: with what a plan takes down above it nothing can be out of order.
    qint64 newestUpTo(qint64 last) const
    {
        qint64 newest = 0;
        for (const MigrationEntry &entry : m_status.entries) {
            if (entry.row && entry.version <= last)
                newest = entry.version;
        }
        return newest;
    }

    void up(qint64 count, qint64 last)
    {
        const qint64 newest = newestUpTo(last);
        for (const MigrationEntry &entry : m_status.entries) {
            const bool pending = entry.state == MigrationState::Pending || entry.state == MigrationState::OutOfOrder;
            if (entry.version > last)
                break;
            if (entry.state == MigrationState::Changed)
                refuse(changedWords(entry));
            else if (entry.state == MigrationState::Missing && !m_options.allowMissing)
                refuse(u"%1 is applied, and its file is gone: is this the right folder?"_s.arg(entry.title()));
            else if (pending && count-- > 0)
                addUp(entry, newest);
        }
    }

    void addUp(const MigrationEntry &entry, qint64 newest)
    {
        if (entry.version < newest && !m_options.allowOutOfOrder) {
            refuse(u"%1 has not run, and %2 has, which comes after it: give it a later number, or allow running out of order"_s.arg(
                entry.title(), versionText(newest)));
            return;
        }
        m_plan.steps.push_back({Direction::Up, *entry.file});
    }

    /// The newest \p count of those after \p above.
    void down(qint64 count, qint64 above)
    {
        for (auto entry = m_status.entries.rbegin(); entry != m_status.entries.rend() && count > 0; ++entry) {
            if (!entry->row || entry->version <= above)
                continue;
            --count;
            addDown(*entry);
        }
    }

    void addDown(const MigrationEntry &entry)
    {
        const auto script = entry.down();
        if (entry.state == MigrationState::Changed)
            refuse(changedWords(entry));
        else if (!script)
            refuse(u"%1 cannot be taken back: it has no .down.sql. Write one that does"_s.arg(entry.title()));
        else if (script->statements.empty())
            refuse(u"%1 cannot be taken back: its .down.sql has no statement. Write it"_s.arg(entry.title()));
        else
            m_plan.steps.push_back({Direction::Down, migrationOf(entry, *script)});
    }

    static Migration migrationOf(const MigrationEntry &entry, const MigrationScript &down)
    {
        Migration migration = entry.file ? *entry.file : Migration{entry.version, entry.name, {}, {}};
        migration.down = down;
        return migration;
    }

    void to(qint64 version)
    {
        if (version != 0 && !m_status.find(version)) {
            refuse(u"there is no migration %1%2"_s.arg(versionText(version), nearest()));
            return;
        }
        down(std::numeric_limits<qint64>::max(), version);
        up(std::numeric_limits<qint64>::max(), version);
    }

    QString nearest() const
    {
        return m_status.entries.empty() ? u": the folder is empty"_s
                                        : u": they go from %1 to %2"_s.arg(versionText(m_status.entries.front().version),
                                                                          versionText(m_status.entries.back().version));
    }

    const MigrationStatus &m_status;
    const PlanOptions m_options;
    MigrationPlan m_plan;
};

} // namespace

sql::Guard migrationGuard(core::Environment environment, const QString &database)
{
    if (environment == core::Environment::Development || environment == core::Environment::Staging)
        return {};
    sql::Guard guard;
    guard.level = sql::Guard::Level::TypeName;
    guard.name = database.trimmed().isEmpty() ? u"production"_s : database;
    return guard;
}

MigrationPlan planMigrations(const MigrationStatus &status, const MigrationTarget &target, const PlanOptions &options)
{
    return Planner(status, options).plan(target);
}

} // namespace quiver::migrations
