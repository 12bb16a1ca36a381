// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/fillchoice.h"

#include "catalog/embedders.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;
using catalog::Column;

namespace {

constexpr int sampledRows = 1'000;

QStringList readableColumns(pg::Connection &connection, pg::Oid table)
{
    const pg::Result found = connection.exec({"SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped"
                                              " AND pg_catalog.has_column_privilege(attrelid, attnum, 'SELECT')",
                                              {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    QStringList names;
    for (qint64 row = 0; row < found.rowCount(); ++row)
        names << found.text(row, 0);
    return names;
}

} // namespace

bool holdsText(const Column &column)
{
    return column.type == "text"_L1 || column.type.startsWith("character"_L1) || column.type == "citext"_L1;
}

bool takesEmbeddings(const Column &column)
{
    return column.isVector() && column.vectorKind != catalog::VectorKind::Bit && column.generation == Column::Generation::None;
}

FillChoice suggestFill(pg::Connection &connection, const catalog::TableFacts &table)
{
    const QStringList readable = readableColumns(connection, table.oid);
    const sql::Quoter quote(connection);
    std::vector<const Column *> candidates;
    QStringList names, figures;
    for (const Column &column : table.columns) {
        const bool isText = holdsText(column);
        if ((!isText && !takesEmbeddings(column)) || !readable.contains(column.name))
            continue;
        candidates.push_back(&column);
        names << quote.name(column.name);
        // A text's size as it is stored: nothing is fetched out of TOAST for it.
        figures << (isText ? u"COALESCE(pg_catalog.avg(pg_catalog.pg_column_size(%1)), 0)"_s : u"pg_catalog.count(%1)"_s).arg(names.last());
    }
    FillChoice choice;
    if (candidates.empty())
        return choice;
    const pg::Result found = connection.exec(u"SELECT %1 FROM (SELECT %2 FROM %3 LIMIT %4) AS sample"_s.arg(figures.join(u", "_s), names.join(u", "_s),
                                                                                                           quote.qualified(table.schema, table.name)).arg(sampledRows));
    double longest = -1, fewest = -1;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Column &column = *candidates[i];
        const double figure = found.real(0, int(i));
        if (!holdsText(column)) {
            if (fewest < 0 || figure < fewest) {
                fewest = figure;
                choice.column = column.name;
            }
        } else if (figure > longest) {
            longest = figure;
            choice.textColumn = column.name;
        }
    }
    const QString before = catalog::embeddedTextColumn(connection, table.schema, table.name, choice.column);
    if (readable.contains(before))
        choice.textColumn = before;
    return choice;
}

} // namespace quiver::schema
