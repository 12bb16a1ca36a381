// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/losses.h"

#include "core/counttext.h"
#include "pg/connection.h"
#include "sql/classify.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;
using pg::Param;

namespace {

/// The table whose rows the statement takes, quoted as in SQL; empty: none, or several.
QString tableTaken(const ChangeStep &step)
{
    const bool dropsTable = step.sql.startsWith("DROP TABLE "_L1, Qt::CaseInsensitive);
    if (!dropsTable && !step.sql.startsWith("TRUNCATE "_L1, Qt::CaseInsensitive))
        return {};
    return classify(step.sql).object;
}

/// Empty where \p object is no table, or is not there any more.
QString rowsWords(pg::Connection &connection, const QString &object)
{
    const pg::Result table = connection.exec({QByteArray(
        "SELECT n.nspname, c.relname, pg_catalog.has_table_privilege(c.oid, 'SELECT'), pg_catalog.row_security_active(c.oid),"
        " (SELECT pg_catalog.sum(l.reltuples)::bigint FROM pg_catalog.pg_partition_tree(c.oid) p"
        "  JOIN pg_catalog.pg_class l ON l.oid = p.relid WHERE p.isleaf AND l.reltuples > 0)"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('r', 'p')"), {Param::text(object)}});
    if (table.rowCount() == 0)
        return {};
    if (!table.boolean(0, 2))
        return u"How many rows it has is not known: they may not be read."_s;
    if (table.boolean(0, 3))
        return u"How many rows it has is not known: row security hides some of them."_s;
    const QString name = Quoter(connection).qualified(table.text(0, 0), table.text(0, 1));
    const qint64 rows = connection.exec(u"SELECT pg_catalog.count(*) FROM (SELECT FROM %1 LIMIT %2) counted"_s.arg(name, QString::number(mostCounted + 1)))
                            .integer(0, 0);
    if (rows == 0)
        return u"It has no rows."_s;
    if (rows <= mostCounted)
        return core::countOf(rows, u"Its 1 row goes with it."_s, u"Its %1 rows go with it."_s);
    const qint64 estimate = table.isNull(0, 4) ? 0 : table.integer(0, 4); // nobody has analysed it
    return estimate > mostCounted ? u"Its rows go with it: about %1."_s.arg(core::countText(estimate))
                                  : u"Its rows go with it: more than %1."_s.arg(core::countText(mostCounted));
}

QString countedWords(pg::Connection &connection, const QString &object)
{
    try {
        pg::Transaction transaction(connection, "READ ONLY");
        connection.exec("SET LOCAL lock_timeout = '2s'");
        connection.exec("SET LOCAL statement_timeout = '5s'");
        const QString words = rowsWords(connection, object);
        transaction.commit();
        return words;
    } catch (const pg::Error &e) {
        if (!e.connectionUsable())
            throw;
        return u"How many rows it has is not known: %1"_s.arg(core::describe(std::current_exception()));
    }
}

} // namespace

bool hasLosses(const Change &change)
{
    return std::ranges::any_of(change.steps, [](const ChangeStep &step) { return !tableTaken(step).isEmpty(); });
}

void countLosses(pg::Connection &connection, Change &change)
{
    for (ChangeStep &step : change.steps) {
        const QString table = tableTaken(step);
        const QString words = table.isEmpty() ? QString() : countedWords(connection, table);
        if (words.isEmpty())
            continue;
        step.risk = Risk::Destructive;
        step.riskNote = step.riskNote.isEmpty() ? words : step.riskNote + u' ' + words;
    }
}

} // namespace quiver::sql
