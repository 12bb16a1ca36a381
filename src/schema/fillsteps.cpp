// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/fillsteps.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;
using sql::ChangeStep;

namespace {

constexpr qint64 pageBytes = 8192;
constexpr int usualRowsPerPage = 30;
constexpr int passes = 8; // over a stretch of pages: fewer leave too little room, more take too few rows

/// "{table}" and the like, all replaced at once: names may hold anything.
QString filledIn(const QString &pattern, const QList<std::pair<QString, QString>> &values)
{
    QString text;
    for (qsizetype at = 0; at < pattern.size();) {
        const auto hit = std::ranges::find_if(values, [&](const auto &value) { return QStringView(pattern).mid(at).startsWith(value.first); });
        if (hit == values.end()) {
            text += pattern[at++];
        } else {
            text += hit->second;
            at += hit->first.size();
        }
    }
    return text;
}

int rowsPerPage(const catalog::TablePart &part)
{
    return part.rows > 0 && part.pages > 0 ? std::max(1, int(part.rows / double(part.pages) + 0.5)) : usualRowsPerPage;
}

QString aliased(const ColumnSql &sql, const catalog::TablePart &part)
{
    const QString alias = sql.name(sql.tableName());
    const QString name = sql.quote().qualified(part.schema, part.name);
    return part.name == sql.tableName() ? name : name + u" AS "_s + alias;
}

/// Whether most rows find room on their page for their new version.
bool findRoom(const FillTerms &terms, const catalog::TablePart &part)
{
    const qint64 row = part.rows > 0 ? qint64(double(part.pages) * pageBytes / part.rows) : pageBytes / usualRowsPerPage;
    const qint64 value = terms.valueBytes.value_or(0);
    const bool staysIn = row + value <= catalog::toastThreshold;
    return rowsPerPage(part) >= passes && (!staysIn || value < row / 4);
}

sql::StepEstimate fillEstimate(const FillTerms &terms, const catalog::TablePart &part, qint64 rows)
{
    if (rows < 0)
        return {};
    const bool room = findRoom(terms, part);
    const double fast = terms.hasAnnIndex ? (room ? 10'000 : 2'000) : 60'000; // rows a second
    const double slow = terms.hasAnnIndex ? (room ? 1'000 : 200) : 3'000;
    const QString why = terms.hasAnnIndex ? u"; the table's vector index takes part in it"_s : QString();
    return {double(rows) / fast, 0.2 + double(rows) / slow,
            u"%1 rows at %2 to %3 a second"_s.arg(catalog::countText(double(rows)), catalog::countText(slow), catalog::countText(fast)) + why};
}

QString overWaiting(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part, const QString &pattern)
{
    return filledIn(pattern, {{u"{table}"_s, aliased(sql, part)}, {u"{alias}"_s, sql.name(sql.tableName())}, {u"{waits}"_s, waitingCondition(sql, terms)}});
}

ChangeStep updateStep(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part)
{
    ChangeStep step;
    step.repeat = ChangeStep::Repeat::UntilNoRows;
    step.undoNote = u"the values go with the column"_s;
    step.lock = sql::LockLevel::RowExclusive;
    step.lockedObject = sql.quote().qualified(part.schema, part.name);
    step.isDone = nothingWaits(sql, terms);
    if (!terms.triggers.isEmpty()) {
        step.isTakenBack = overWaiting(sql, terms, part, u"SELECT EXISTS (SELECT FROM {table} WHERE {alias}.xmin = pg_catalog.pg_current_xact_id()::xid AND {waits})"_s);
        step.whyTakenBack = u"rows have no value in %1 right after they were given one: a trigger of the table takes it away (%2). Let it leave that "
                            "column alone, then run the same change again: it goes on from here"_s.arg(sql.name(terms.newColumn), terms.triggers.join(u", "_s));
    }
    return step;
}

} // namespace

QString waitingCondition(const ColumnSql &sql, const FillTerms &terms)
{
    return sql.name(terms.newColumn) + u" IS NULL AND "_s + terms.source.condition;
}

QString nothingWaits(const ColumnSql &sql, const FillTerms &terms)
{
    // Where the table has no column of that name any more, the name means that of the row beside it, which is not NULL.
    return u"SELECT "_s + (terms.unless.isEmpty() ? QString() : terms.unless + u" OR "_s) + u"NOT EXISTS (SELECT FROM "_s + sql.table() + u" WHERE "_s
           + waitingCondition(sql, terms) + u") FROM (SELECT 1) AS quiver_absent ("_s + sql.name(terms.newColumn) + u')';
}

QString lockedRowsSql(const QString &from, const QString &alias, const QString &waits)
{
    // A row that is locked names the transaction that locks it, but where several share the lock.
    return filledIn(uR"(SELECT (SELECT pg_catalog.count(*) FROM {table} WHERE {waits})
    - (SELECT pg_catalog.count(*) FROM (SELECT FROM {table} WHERE {waits} FOR NO KEY UPDATE SKIP LOCKED) AS free), holder.pid
FROM (SELECT 1) AS one LEFT JOIN (
    SELECT DISTINCT held.pid FROM (SELECT {alias}.xmax AS locker FROM {table} WHERE {waits}) AS waiting
    JOIN pg_catalog.pg_locks AS held ON held.locktype = 'transactionid' AND held.transactionid = waiting.locker AND held.granted
    WHERE held.pid <> pg_catalog.pg_backend_pid()) AS holder ON true)"_s, {{u"{table}"_s, from}, {u"{alias}"_s, alias}, {u"{waits}"_s, waits}});
}

ChangeStep fillStep(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part, qint64 expectedRows)
{
    const int perPage = std::max(1, (rowsPerPage(part) + passes / 2) / passes);
    const int pages = std::max(1, terms.batchRows / perPage);
    static const QString pattern = uR"(WITH stretch AS MATERIALIZED (
    SELECT {alias}.ctid AS begins, pg_catalog.format('(%s,0)', ({alias}.ctid::text::point)[0]::bigint + {pages})::tid AS ends
    FROM {table}
    WHERE {alias}.ctid >= COALESCE(NULLIF(pg_catalog.current_setting({place}, true), ''), '(0,0)')::tid AND {waits}
    LIMIT 1
), waiting AS MATERIALIZED (
    SELECT {alias}.ctid, pg_catalog.row_number() OVER (PARTITION BY ({alias}.ctid::text::point)[0]) AS nth
    FROM {table}
    WHERE {alias}.ctid >= (SELECT begins FROM stretch) AND {alias}.ctid < (SELECT ends FROM stretch) AND {waits}
), taken AS MATERIALIZED (
    SELECT {alias}.ctid FROM {table}
    WHERE {alias}.ctid = ANY (ARRAY(SELECT ctid FROM waiting WHERE nth <= {perPage})) AND {waits}
    FOR NO KEY UPDATE SKIP LOCKED
), place AS MATERIALIZED (
    SELECT pg_catalog.set_config({place}, COALESCE((
        SELECT CASE WHEN EXISTS (SELECT FROM taken) AND (SELECT pg_catalog.max(nth) FROM waiting) > {perPage} THEN begins ELSE ends END
        FROM stretch)::text, ''), false) IS NOT NULL AS kept
)
UPDATE {table} SET {column} = {value}
WHERE (SELECT kept FROM place) AND {alias}.ctid = ANY (ARRAY(SELECT ctid FROM taken)))"_s;
    const QString place = u"'quiver.fill_%1_%2'"_s.arg(part.oid).arg(terms.columnNumber);
    ChangeStep step = updateStep(sql, terms, part);
    step.title = u"Fill %1 in %2"_s.arg(sql.name(terms.newColumn), step.lockedObject);
    step.sql = filledIn(pattern, {{u"{table}"_s, aliased(sql, part)},
                                  {u"{alias}"_s, sql.name(sql.tableName())},
                                  {u"{column}"_s, sql.name(terms.newColumn)},
                                  {u"{value}"_s, terms.source.value},
                                  {u"{waits}"_s, waitingCondition(sql, terms)},
                                  {u"{place}"_s, place},
                                  {u"{pages}"_s, QString::number(pages)},
                                  {u"{perPage}"_s, QString::number(perPage)}});
    step.hasMore = u"SELECT COALESCE(pg_catalog.current_setting("_s + place + u", true), '') <> ''"_s; // not at the table's end yet
    step.expectedRows = expectedRows;
    step.estimate = fillEstimate(terms, part, expectedRows);
    step.risk = sql::Risk::Careful;
    step.riskNote = u"Up to %1 rows in each transaction; others read and write meanwhile, rows that they have locked are left for later."_s.arg(
        catalog::countText(double(perPage) * pages));
    return step;
}

ChangeStep catchUpStep(const ColumnSql &sql, const FillTerms &terms, const catalog::TablePart &part)
{
    const QString alias = sql.name(sql.tableName());
    QStringList names;
    for (const QString &column : terms.key)
        names << alias + u'.' + sql.name(column);
    const bool byKey = !names.isEmpty();
    const QString row = names.size() == 1 ? names.first() : u'(' + names.join(u", "_s) + u')';
    // Those that can be had at once; hasMore waits for the others, one after the other.
    const QString pattern = byKey ? uR"(WITH taken AS MATERIALIZED (
    SELECT {keys} FROM {table} WHERE {waits} LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE {table} SET {column} = {value}
WHERE {row} IN (SELECT * FROM taken) AND {waits})"_s
                                  : uR"(UPDATE {table} SET {column} = {value}
WHERE {alias}.ctid = ANY (ARRAY(
    SELECT {alias}.ctid FROM {table} WHERE {waits} LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED)) AND {waits})"_s;
    ChangeStep step = updateStep(sql, terms, part);
    step.title = u"Fill the rows of %1 that were locked, or came meanwhile"_s.arg(step.lockedObject);
    step.sql = filledIn(pattern, {{u"{table}"_s, aliased(sql, part)},
                                  {u"{alias}"_s, alias},
                                  {u"{row}"_s, row},
                                  {u"{keys}"_s, names.join(u", "_s)},
                                  {u"{column}"_s, sql.name(terms.newColumn)},
                                  {u"{value}"_s, terms.source.value},
                                  {u"{waits}"_s, waitingCondition(sql, terms)},
                                  {u"{limit}"_s, QString::number(terms.batchRows)}});
    step.hasMore = overWaiting(sql, terms, part, u"SELECT pg_catalog.count(*) > 0 FROM (SELECT FROM {table} WHERE {waits} LIMIT 1 FOR NO KEY UPDATE) AS waited"_s);
    step.lockedRows = lockedRowsSql(aliased(sql, part), alias, waitingCondition(sql, terms));
    step.estimate = catalog::readingEstimate(part.pages * pageBytes);
    return step;
}

} // namespace quiver::schema
