// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changesteps.h"

#include "sql/atwork.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

QString nobodyAtWork()
{
    return u" AND NOT EXISTS (SELECT FROM ("_s + QLatin1StringView(QUIVER_SQL_AT_WORK) + u") w WHERE w.oid IN (indexrelid, indrelid))"_s;
}

ChangeStep concurrentIndexStep(const Quoter &quoter, const QString &createSql, const QString &schema, const QString &table,
                               const QString &index)
{
    const QString name = quoter.qualified(schema, index);
    const QString onTable = quoter.qualified(schema, table);
    const QString exists = u"SELECT EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass(%1) "
                           "AND indrelid = pg_catalog.to_regclass(%2) AND %3)"_s;
    const auto found = [&](const QString &condition) {
        return exists.arg(quoter.literal(name), quoter.literal(onTable), condition); // at once: names may hold %1
    };
    ChangeStep step;
    step.title = u"Create the index %1 without stopping writes"_s.arg(name);
    step.sql = createSql;
    step.undo = u"DROP INDEX CONCURRENTLY IF EXISTS %1"_s.arg(name);
    step.inTransaction = false;
    step.lock = LockLevel::ShareUpdateExclusive;
    step.lockedObject = onTable;
    step.risk = Risk::Careful;
    step.riskNote = u"It reads the whole table twice and waits for transactions that are open; reads and writes go on."_s;
    step.isDone = found(u"indisvalid"_s);
    step.verify = step.isDone;
    step.leftBehind = u"an INVALID index %1"_s.arg(name);
    step.isLeftBehind = found(u"NOT indisvalid"_s + nobodyAtWork());
    step.cleanUp = step.undo;
    return step;
}

namespace {

class IndexBuilder
{
public:
    IndexBuilder(const Quoter &quoter, const std::vector<IndexBuild> &builds, QString unless)
        : m_quote(quoter), m_builds(builds), m_unless(std::move(unless))
    {
    }

    std::vector<ChangeStep> steps()
    {
        for (const IndexBuild &build : m_builds) {
            if (build.isPartitioned && !build.isThere)
                m_steps.push_back(onOnly(build));
        }
        for (const IndexBuild &build : m_builds) {
            if (!build.isPartitioned && !build.isThere)
                m_steps.push_back(concurrently(build));
        }
        for (std::size_t i = m_builds.size(); i-- > 0;) {
            if (m_builds[i].parent >= 0)
                m_steps.push_back(attach(i));
        }
        for (const IndexBuild &build : m_builds) {
            if (!build.comment.isEmpty())
                m_steps.push_back(comment(build));
        }
        return std::move(m_steps);
    }

private:
    QString table(const IndexBuild &build) const { return m_quote.qualified(build.schema, build.table); }
    QString index(const IndexBuild &build) const { return m_quote.qualified(build.schema, build.name); }
    QString regclass(const IndexBuild &build) const { return u"pg_catalog.to_regclass("_s + m_quote.literal(index(build)) + u')'; }
    QString done(const QString &condition) const { return u"SELECT "_s + (m_unless.isEmpty() ? QString() : m_unless + u" OR "_s) + condition; }
    static QString create(const IndexBuild &build) { return build.isUnique ? u"CREATE UNIQUE INDEX "_s : u"CREATE INDEX "_s; }

    ChangeStep onOnly(const IndexBuild &build) const
    {
        ChangeStep step;
        step.title = u"Create the index %1 without its parts"_s.arg(index(build));
        step.sql = create(build) + m_quote.name(build.name) + u" ON ONLY "_s + table(build) + u' ' + build.definition;
        step.undo = u"DROP INDEX IF EXISTS "_s + index(build);
        step.lock = LockLevel::Share;
        step.lockedObject = table(build);
        step.estimate = {0, 0.1, u"the catalogue only"_s};
        step.riskNote = u"It becomes valid when an index of every partition is attached."_s;
        step.isDone = done(u"EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = "_s + regclass(build)
                           + u" AND indrelid = pg_catalog.to_regclass("_s + m_quote.literal(table(build)) + u"))"_s);
        return step;
    }

    ChangeStep concurrently(const IndexBuild &build) const
    {
        const QString statement = create(build) + u"CONCURRENTLY "_s + m_quote.name(build.name) + u" ON "_s + table(build) + u' ' + build.definition;
        ChangeStep step = concurrentIndexStep(m_quote, statement, build.schema, build.table, build.name);
        if (!m_unless.isEmpty())
            step.isDone = done(u'(' + step.isDone + u')');
        step.estimate = build.estimate;
        return step;
    }

    /// The server has no way to take an attached part out again; with the whole it goes, and a part that is not attached stays.
    ChangeStep attach(std::size_t place) const
    {
        const IndexBuild &build = m_builds[place];
        const IndexBuild &parent = m_builds[std::size_t(build.parent)];
        ChangeStep step;
        step.title = u"Make %1 a part of %2"_s.arg(index(build), index(parent));
        step.sql = u"ALTER INDEX %1 ATTACH PARTITION %2"_s.arg(index(parent), index(build));
        step.undo = u"DROP INDEX IF EXISTS "_s + index(parent);
        step.undoNote = u"a part cannot be taken out of the whole: the whole goes"_s;
        if (build.isThere) {
            step.undoNote += u", and with it %1, which was there before"_s.arg(index(build));
            step.riskNote = u"%1 was there before: undoing this change drops it with the whole."_s.arg(index(build));
        }
        step.lock = LockLevel::AccessExclusive;
        step.lockedObject = index(parent);
        step.estimate = {0, 0.1, u"the catalogue only"_s};
        step.isDone = done(u"EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid = %1)"_s.arg(regclass(build)));
        const auto isSibling = [&](const IndexBuild &other) { return other.parent == build.parent; };
        const bool isLast = std::find_if(m_builds.begin(), m_builds.end(), isSibling) == m_builds.begin() + std::ptrdiff_t(place);
        if (isLast && parent.becomesValid) // of those attached to this parent: they go from the end of the list to its beginning
            step.verify = done(u"EXISTS (SELECT FROM pg_catalog.pg_index WHERE indisvalid AND indexrelid = "_s + regclass(parent) + u')');
        return step;
    }

    ChangeStep comment(const IndexBuild &build) const
    {
        ChangeStep step;
        step.title = u"Comment %1 as the old index is"_s.arg(index(build));
        step.sql = u"COMMENT ON INDEX %1 IS %2"_s.arg(index(build), m_quote.literal(build.comment));
        step.undoNote = u"goes with the index"_s;
        step.lock = LockLevel::ShareUpdateExclusive;
        step.lockedObject = index(build);
        step.estimate = {0, 0.1, {}};
        if (!m_unless.isEmpty())
            step.isDone = u"SELECT "_s + m_unless;
        return step;
    }

    const Quoter &m_quote;
    const std::vector<IndexBuild> &m_builds;
    const QString m_unless;
    std::vector<ChangeStep> m_steps;
};

} // namespace

std::vector<ChangeStep> indexBuildSteps(const Quoter &quoter, const std::vector<IndexBuild> &builds, const QString &unless)
{
    return IndexBuilder(quoter, builds, unless).steps();
}

ChangeStep sessionStep(const QString &title, const QString &sql)
{
    ChangeStep step;
    step.title = title;
    step.sql = sql;
    step.undoNote = u"for the session only"_s;
    step.inTransaction = false;
    step.estimate = {0, 0.1, {}};
    return step;
}

ChangeStep setSettingStep(const Quoter &quoter, const QString &name, const QString &value)
{
    return sessionStep(u"Set %1 to %2 for this build"_s.arg(name, value), u"SET %1 = %2"_s.arg(quoter.name(name), quoter.literal(value)));
}

ChangeStep resetSettingStep(const Quoter &quoter, const QString &name)
{
    return sessionStep(u"Set %1 back"_s.arg(name), u"RESET "_s + quoter.name(name));
}

void setForUndo(const Quoter &quoter, const QString &name, const QString &value, ChangeStep &step)
{
    step.undoSet = setSettingStep(quoter, name, value).sql;
    step.undoReset = resetSettingStep(quoter, name).sql;
}

QString settingOf(const ChangeStep &step, bool *isReset)
{
    static const QRegularExpression pattern(u"^(SET|RESET) ([a-z_]+)( = .*)?$"_s);
    const QRegularExpressionMatch match = step.inTransaction ? QRegularExpressionMatch() : pattern.match(step.sql);
    const bool back = match.hasMatch() && match.captured(1) == "RESET"_L1;
    if (isReset)
        *isReset = back;
    return match.hasMatch() && back != match.hasCaptured(3) ? match.captured(2) : QString();
}

} // namespace quiver::sql
