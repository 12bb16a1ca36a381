// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/duplicaterow.h"

#include "load/rowencoder.h"
#include "pg/connection.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t blockBytes = 512 * 1024, blockRows = 8192;

// Of a partition the index is its own, under a name of its own. A column of an expression has no number.
constexpr auto indexSql = R"(
    SELECT pg_catalog.json_agg(a.attname ORDER BY k.ord)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k(attnum, ord)
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
    WHERE n.nspname = $1 AND t.relname = $2 AND c.relname = $3 AND k.ord <= i.indnkeyatts)";

/// Types of which equal values are equal bytes, whatever their collation or scale.
bool isEqualByBytes(const EncodedColumn &column)
{
    using Kind = pg::TypeKind;
    if (column.byServer)
        return false;
    switch (column.target.kind) {
    case Kind::Bool:
    case Kind::Int2:
    case Kind::Int4:
    case Kind::Int8:
    case Kind::Uuid:
    case Kind::Date:
    case Kind::Timestamp:
    case Kind::Timestamptz: return true;
    default: return false;
    }
}

} // namespace

QStringList conflictColumns(pg::Connection &connection, const pg::Diagnostics &said)
{
    const pg::Result index = connection.exec({indexSql, {pg::Param::text(said.schema, pg::oid::Text), pg::Param::text(said.table, pg::oid::Text),
                                                        pg::Param::text(said.constraint, pg::oid::Text)}});
    QStringList names;
    for (const QJsonValue &name : QJsonDocument::fromJson(index.text(0, 0).toUtf8()).array())
        names << name.toString();
    return names;
}

FirstRow firstRowLike(const LoadPlan &plan, const TargetTable &target, const RowPlace &from, const RowPlace &refused,
                      const QStringList &columns, const std::stop_token &stop)
{
    const std::vector<EncodedColumn> encoded = encodedColumns(plan, target);
    std::vector<std::size_t> keys;
    bool isCertain = true;
    for (const QString &name : columns) {
        const auto found = std::ranges::find(encoded, name, [](const EncodedColumn &column) { return column.target.name; });
        if (found == encoded.end())
            return {}; // an expression, or a default's value
        keys.push_back(std::size_t(found - encoded.begin()));
        isCertain = isCertain && isEqualByBytes(*found);
    }
    const std::unique_ptr<Source> source = openSource(plan.file, sourceFor(plan, target), stop);
    RowEncoder encoder(plan, source->info(), target);
    const auto keyOfRow = [&](const RowBlock &block, std::size_t row, QByteArray &out) {
        QString why;
        out.clear();
        return std::ranges::all_of(keys, [&](std::size_t column) { return encoder.encodeField(block, row, column, out, why); });
    };
    RowBlock block;
    std::vector<BadRow> bad;
    QByteArray wanted, key, bytes;
    source->seek(refused);
    if (keys.empty() || !source->read(block, bad, blockBytes, 1) || block.rowCount() == 0 || !keyOfRow(block, 0, wanted))
        return {};
    source->seek(from);
    while (source->read(block, bad, blockBytes, blockRows)) {
        if (stop.stop_requested())
            return {};
        for (std::size_t row = 0; row < block.rowCount(); ++row) {
            BadRow fault;
            bytes.clear();
            if (block.place(row).row >= refused.row)
                return {std::nullopt, isCertain};
            if (keyOfRow(block, row, key) && key == wanted && encoder.encode(block, row, bytes, fault))
                return {block.place(row), true};
        }
        bad.clear();
    }
    return {std::nullopt, isCertain};
}

} // namespace quiver::load
