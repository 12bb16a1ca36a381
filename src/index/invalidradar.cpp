// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/invalidradar.h"

#include "catalog/fragments.h"
#include "index/caresteps.h"
#include "pg/connection.h"
#include "pg/rowreader.h"
#include "sql/atwork.h"
#include "sql/identifier.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

// A copy is known by its name: the server calls it so (ChooseRelationName in indexcmds.c), numbered where it has to be, and the
// original's name is cut only where the whole would be longer than 63 bytes. What it is on is the same.
constexpr auto invalidSql = R"(
    WITH )" QUIVER_SQL_LOCKED ", at_work AS MATERIALIZED (" QUIVER_SQL_AT_WORK R"()
    SELECT c.oid, o.oid, n.nspname, c.relname, tn.nspname, o.relname, m.amname,
        CASE WHEN NOT x.is_locked THEN pg_catalog.pg_get_indexdef(c.oid) END,
        (SELECT s.conname FROM pg_catalog.pg_constraint s WHERE s.conindid = c.oid AND s.contype IN ('p', 'u', 'x') LIMIT 1),
        (SELECT b.relname FROM pg_catalog.pg_index bi JOIN pg_catalog.pg_class b ON b.oid = bi.indexrelid
         WHERE bi.indrelid = i.indrelid AND bi.indexrelid <> c.oid AND b.relkind = 'i' AND b.relam = c.relam AND bi.indisvalid
             AND (b.relname::pg_catalog.text = s.stem OR (pg_catalog.starts_with(b.relname::pg_catalog.text, s.stem)
                 AND pg_catalog.octet_length(b.relname::pg_catalog.text) + pg_catalog.octet_length(c.relname::pg_catalog.text)
                     - pg_catalog.octet_length(s.stem) > 63))
             AND bi.indkey::pg_catalog.text = i.indkey::pg_catalog.text AND bi.indclass::pg_catalog.text = i.indclass::pg_catalog.text
             AND bi.indcollation::pg_catalog.text = i.indcollation::pg_catalog.text AND bi.indoption::pg_catalog.text = i.indoption::pg_catalog.text
             AND CASE WHEN x.is_locked THEN (bi.indpred IS NULL) = (i.indpred IS NULL) ELSE
                 pg_catalog.pg_get_expr(bi.indpred, bi.indrelid) IS NOT DISTINCT FROM pg_catalog.pg_get_expr(i.indpred, i.indrelid)
                 AND pg_catalog.pg_get_expr(bi.indexprs, bi.indrelid) IS NOT DISTINCT FROM pg_catalog.pg_get_expr(i.indexprs, i.indrelid) END
         ORDER BY pg_catalog.length(b.relname), b.relname LIMIT 1),
        CASE WHEN x.is_locked THEN -1 WHEN c.relkind = 'I' THEN 0 ELSE pg_catalog.pg_relation_size(c.oid) END,
        i.indisready AND i.indislive, o.oid <> i.indrelid, pg_catalog.pg_has_role(o.relowner, 'USAGE'), pg_catalog.pg_get_userbyid(o.relowner), c.relkind = 'I'
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    JOIN pg_catalog.pg_class o ON o.oid = COALESCE((SELECT r.oid FROM pg_catalog.pg_class r WHERE n.nspname = 'pg_toast' AND r.reltoastrelid = i.indrelid),
        i.indrelid)
    JOIN pg_catalog.pg_namespace tn ON tn.oid = o.relnamespace
    CROSS JOIN LATERAL (
        SELECT i.indexrelid IN (SELECT l.relation FROM locked l) OR i.indrelid IN (SELECT l.relation FROM locked l) AS is_locked) x
    CROSS JOIN LATERAL (SELECT pg_catalog.regexp_replace(c.relname::pg_catalog.text, '_cc(new|old)[0-9]*$', '') AS stem) s
    WHERE NOT (i.indisvalid AND i.indisready AND i.indislive) AND n.nspname NOT LIKE 'pg\_temp\_%'
        AND c.oid NOT IN (SELECT w.oid FROM at_work w) AND i.indrelid NOT IN (SELECT w.oid FROM at_work w)
    ORDER BY tn.nspname, o.relname, c.relname)";

InvalidIndex::Kind kindOf(const QString &name, bool isPartitioned)
{
    static const QRegularExpression newCopy(u"_ccnew[0-9]*$"_s), oldCopy(u"_ccold[0-9]*$"_s);
    return isPartitioned                      ? InvalidIndex::Kind::Partitioned
        : newCopy.match(name).hasMatch()      ? InvalidIndex::Kind::NewCopy
        : oldCopy.match(name).hasMatch()      ? InvalidIndex::Kind::OldCopy
                                              : InvalidIndex::Kind::Failed;
}

QString tableName(const InvalidIndex &index)
{
    return sql::quoteQualified(index.tableSchema, index.table);
}

/// Adds to a plan what repairs indexes, one after the other.
class Repairer
{
public:
    Repairer(pg::Connection &connection, CarePlan &plan) : m_connection(connection), m_quote(connection), m_plan(plan) {}

    /// Why nothing can be done; empty: it was added.
    QString add(const InvalidIndex &index, Repair repair)
    {
        const QString name = m_quote.qualified(index.schema, index.name);
        const auto target = careTarget(m_connection, index.schema, index.name);
        if (!target)
            return noSuchIndex(index.schema, index.name);
        if (target->isValid)
            return u"%1 is valid by now. Read the list again."_s.arg(name);
        if (!index.mayRepair)
            return u"%1 belongs to “%2”. Connect as that role or as a member of it, or let them repair %3."_s.arg(tableName(index), index.owner, name);
        return repair == Repair::Drop ? drop(index, *target) : rebuild(index, *target);
    }

private:
    QString drop(const InvalidIndex &index, const CareTarget &target)
    {
        if (!index.canDrop())
            return u"%1 serves the constraint %2 and goes only with that one. Build it anew, or drop the constraint: ALTER TABLE %3 DROP CONSTRAINT %2."_s.arg(
                m_quote.qualified(index.schema, index.name), m_quote.name(index.constraint), tableName(index));
        if (!target.parentName.isEmpty())
            return u"%1 is a part of the partitioned index %2 and goes only with that one. Build it anew."_s.arg(
                m_quote.qualified(index.schema, index.name), target.parentName);
        sql::ChangeStep step = dropStep(m_quote, target);
        step.lockedObject = tableName(index); // not its TOAST table
        m_plan.change.steps.push_back(step);
        m_dropped << index.name;
        return {};
    }

    QString rebuild(const InvalidIndex &index, const CareTarget &target)
    {
        if (index.kind == InvalidIndex::Kind::Partitioned)
            return u"%1 becomes valid by itself when every partition has its part of it: build the missing parts and attach them "
                   "(ALTER INDEX ... ATTACH PARTITION)."_s.arg(m_quote.qualified(index.schema, index.name));
        if (index.isOfToast)
            return u"%1 is of a TOAST table, whose index cannot be built anew by itself. Drop it; REINDEX TABLE CONCURRENTLY %2 builds a new one."_s.arg(
                m_quote.qualified(index.schema, index.name), tableName(index));
        if (index.kind == InvalidIndex::Kind::Failed) {
            if (const QString why = whyNotBuilt(target); !why.isEmpty())
                return why + u" Then build it anew; or drop it."_s;
            addRebuild(m_connection, target, m_plan, m_plan.change.steps, m_dropped);
            return {};
        }
        if (index.kind == InvalidIndex::Kind::OldCopy)
            return u"%1 is what a rebuild replaced: there is nothing to build. Drop it."_s.arg(m_quote.qualified(index.schema, index.name));
        const auto original = index.original.isEmpty() ? std::nullopt : careTarget(m_connection, index.schema, index.original);
        if (!original)
            return u"The index that %1 is a copy of is not there any more. Drop it."_s.arg(m_quote.qualified(index.schema, index.name));
        if (const QString why = whyNotBuilt(*original); !why.isEmpty())
            return why;
        m_plan.change.steps.push_back(dropStep(m_quote, target));
        m_dropped << index.name;
        if (!m_rebuilt.contains(index.original)) {
            m_rebuilt << index.original;
            addRebuild(m_connection, *original, m_plan, m_plan.change.steps, m_dropped);
        }
        return {};
    }

    pg::Connection &m_connection;
    const sql::Quoter m_quote;
    CarePlan &m_plan;
    QSet<QString> m_rebuilt; // originals, by this Change
    QStringList m_dropped;
};

} // namespace

QString InvalidIndex::words() const
{
    const QString own = sql::quoteQualified(schema, name), of = tableName(*this);
    const QString size = bytes > 0 ? u" (%1)"_s.arg(catalog::bytesText(bytes)) : QString();
    const QString writes = isReady ? u" Every write to the table goes into it all the same."_s : QString();
    switch (kind) {
    case Kind::Failed:
        return u"%1 of %2 is INVALID%3: building it failed or was cancelled, and no query uses it."_s.arg(own, of, size) + writes;
    case Kind::NewCopy:
        return u"%1 of %2 is INVALID%3: a copy that REINDEX CONCURRENTLY did not finish.%4"_s.arg(
                   own, of, size, original.isEmpty() ? QString() : u" %1 is used as before."_s.arg(sql::quoteIdentifier(original))) + writes;
    case Kind::OldCopy:
        return u"%1 of %2 is INVALID%3: what REINDEX CONCURRENTLY replaced and did not come to drop."_s.arg(own, of, size) + writes;
    case Kind::Partitioned:
        return u"%1 of the partitioned table %2 is INVALID: not every partition has its part of it yet."_s.arg(own, of);
    }
    return {};
}

std::vector<InvalidIndex> invalidIndexes(pg::Connection &connection)
{
    const pg::Result result = connection.exec(invalidSql);
    std::vector<InvalidIndex> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        InvalidIndex index;
        QString original;
        bool isPartitioned = false;
        pg::RowReader(result, row) >> index.oid >> index.tableOid >> index.schema >> index.name >> index.tableSchema >> index.table >> index.method >> index.definition
            >> index.constraint >> original >> index.bytes >> index.isReady >> index.isOfToast >> index.mayRepair >> index.owner >> isPartitioned;
        index.kind = kindOf(index.name, isPartitioned);
        if (index.kind == InvalidIndex::Kind::NewCopy || index.kind == InvalidIndex::Kind::OldCopy)
            index.original = original;
        list.push_back(std::move(index));
    }
    return list;
}

bool stillHolds(const QString &words, const std::vector<InvalidIndex> &invalid)
{
    if (!words.contains(u"INVALID"_s))
        return true;
    return std::ranges::any_of(invalid, [&words](const InvalidIndex &index) {
        return words.contains(index.schema + u'.' + index.name) || words.contains(sql::quoteQualified(index.schema, index.name));
    });
}

Repair usualRepair(const InvalidIndex &index)
{
    return index.kind == InvalidIndex::Kind::Failed && !index.isOfToast ? Repair::Rebuild : Repair::Drop;
}

CarePlan planRepair(pg::Connection &connection, const InvalidIndex &index, Repair repair)
{
    CarePlan plan;
    plan.change.object = sql::Quoter(connection).qualified(index.schema, index.name);
    plan.change.title = (repair == Repair::Drop ? u"Drop the INVALID index %1"_s : u"Repair the INVALID index %1"_s).arg(plan.change.object);
    plan.refusal = Repairer(connection, plan).add(index, repair);
    setAround(sql::Quoter(connection), {}, plan, plan.change.steps);
    return plan;
}

CarePlan planRepairs(pg::Connection &connection, const std::vector<InvalidIndex> &indexes, std::optional<Repair> repair)
{
    CarePlan plan;
    plan.change.title = u"Repair %1 INVALID indexes"_s.arg(indexes.size());
    plan.change.object = u"indexes"_s;
    if (indexes.size() == 1 && !repair && indexes.front().kind == InvalidIndex::Kind::Partitioned) {
        plan.change.object = sql::Quoter(connection).qualified(indexes.front().schema, indexes.front().name);
        plan.refusal = indexes.front().words() + u" Build it again: it goes on where it stopped. To drop it, with the parts that it has, say so."_s;
        return plan;
    }
    if (indexes.size() == 1)
        return planRepair(connection, indexes.front(), repair.value_or(usualRepair(indexes.front())));
    Repairer repairer(connection, plan);
    for (const InvalidIndex &index : indexes) {
        if (!repair && index.kind == InvalidIndex::Kind::Partitioned) {
            plan.notes << index.words() + u" It is left as it is. Build it again: that goes on where it stopped."_s;
            ++plan.leftOut;
            continue;
        }
        if (const QString refusal = repairer.add(index, repair.value_or(usualRepair(index))); !refusal.isEmpty()) {
            plan.notes << refusal;
            ++plan.leftOut;
        }
    }
    if (plan.leftOut > 0)
        plan.change.title = u"Repair %1 of %2 INVALID indexes"_s.arg(int(indexes.size()) - plan.leftOut).arg(indexes.size());
    for (sql::ChangeStep &step : plan.change.steps)
        step.failsAlone = !step.inTransaction; // each index for itself
    if (plan.change.isEmpty() && !indexes.empty())
        plan.refusal = plan.notes.join(u'\n');
    setAround(sql::Quoter(connection), {}, plan, plan.change.steps);
    return plan;
}

} // namespace quiver::index
