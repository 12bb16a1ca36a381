// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/storagefacts.h"

#include "pg/connection.h"
#include "sql/quoter.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 sampledBytes = 256 * 1024 * 1024; // of the heap; reading more keeps the user waiting

constexpr auto columnsSql = R"(
    SELECT a.attname, a.attlen, a.attalign, a.attstorage, t.typstorage
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum)";

struct StoredColumn {
    QString name;
    catalog::RowPart part; ///< bytes: of a fixed length, or what was found
    bool canMove = false; ///< its type can be stored out of the row
};

int alignmentOf(const QString &code)
{
    return code == "d"_L1 ? 8 : code == "i"_L1 ? 4 : code == "s"_L1 ? 2 : 1;
}

catalog::ColumnStorage storageOfCode(const QString &code)
{
    return code == "p"_L1 ? catalog::ColumnStorage::Plain
        : code == "e"_L1 ? catalog::ColumnStorage::External
        : code == "m"_L1 ? catalog::ColumnStorage::Main
                         : catalog::ColumnStorage::Extended;
}

std::vector<StoredColumn> storedColumns(pg::Connection &connection, pg::Oid table)
{
    const pg::Result result = connection.exec({columnsSql, {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    std::vector<StoredColumn> columns;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const qint64 length = result.integer(row, 1);
        StoredColumn column{result.text(row, 0), {}, result.text(row, 4) != "p"_L1};
        column.part = {std::max<qint64>(length, 0), alignmentOf(result.text(row, 2)), length < 0, storageOfCode(result.text(row, 3))};
        columns.push_back(std::move(column));
    }
    return columns;
}

/// What pg_column_size() says, as a catalog::RowPart counts: with the long header.
qint64 withHeader(double size)
{
    constexpr double shortest = 127;
    return size <= 0 ? 0 : qint64(size + 0.5) + (size < shortest ? 3 : 0);
}

QString joined(std::size_t count, const std::function<QString(std::size_t)> &text, const QString &separator = u", "_s)
{
    QStringList list;
    for (std::size_t i = 0; i < count; ++i)
        list << text(i);
    return list.join(separator);
}

struct Sizes {
    qint64 rows = 0;
    std::vector<double> mean;   ///< bytes per column
    std::vector<double> widest; ///< of the row whose other columns take most within the row
    qint64 largest = 0;         ///< of the column's own values
};

/// One pass: pg_column_size() looks at the pointer of a value that is out of the row, not at the value.
Sizes sizesOf(pg::Connection &connection, const catalog::TableFacts &table, const std::vector<StoredColumn> &columns, std::size_t own, bool whole)
{
    const sql::Quoter quote(connection);
    const auto size = [&](std::size_t i) { return u"COALESCE(pg_catalog.pg_column_size(t."_s + quote.name(columns[i].name) + u"), 0)"_s; };
    const auto within = [&](std::size_t i) {
        if (i == own)
            return u"0"_s;
        const bool moves = columns[i].part.varies && columns[i].part.storage != catalog::ColumnStorage::Plain;
        return moves ? u"LEAST("_s + size(i) + u", 18)"_s : size(i);
    };
    const std::size_t n = columns.size();
    const QString sample = whole ? QString()
                                 : u" TABLESAMPLE SYSTEM (%1) REPEATABLE (1)"_s.arg(100.0 * double(sampledBytes) / double(table.heapBytes), 0, 'f', 4);
    const QString sql = u"SELECT pg_catalog.count(*), pg_catalog.array_to_json(ARRAY["_s
                        + joined(n, [](std::size_t i) { return u"pg_catalog.avg(s[%1])"_s.arg(i + 2); })
                        + u"]), pg_catalog.array_to_json(pg_catalog.max(s)), COALESCE(pg_catalog.max(s[%1]), 0) FROM (SELECT ARRAY["_s.arg(own + 2)
                        + joined(n, within, u" + "_s) + u", "_s + joined(n, size) + u"] AS s FROM "_s
                        + quote.qualified(table.schema, table.name) + u" AS t"_s + sample + u") sizes"_s;
    const pg::Result result = connection.exec(sql);
    const auto numbers = [&](int column) { return QJsonDocument::fromJson(result.text(0, column).toUtf8()).array(); };
    Sizes sizes{result.integer(0, 0), {}, {}, result.integer(0, 3)};
    const QJsonArray mean = numbers(1), widest = numbers(2);
    for (std::size_t i = 0; i < n; ++i) {
        sizes.mean.push_back(mean.at(qsizetype(i)).toDouble());
        sizes.widest.push_back(widest.at(qsizetype(i) + 1).toDouble());
    }
    return sizes;
}

struct Row {
    std::vector<catalog::RowPart> parts;
    QStringList names;
    std::size_t own = 0; ///< the column's place among them, which is one past the end where it has no value

    bool isOut(const catalog::RowForecast &forecast) const { return own < parts.size() && forecast.movedOut[own]; }
    QStringList othersOut(const catalog::RowForecast &forecast) const
    {
        QStringList others;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i != own && forecast.movedOut[i])
                others << names[qsizetype(i)];
        }
        return others;
    }
};

Row rowWith(const std::vector<StoredColumn> &columns, const std::vector<double> &sizes, std::size_t own, qint64 ownBytes, catalog::ColumnStorage storage)
{
    Row row{{}, {}, columns.size()};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        catalog::RowPart part = columns[i].part;
        if (i == own) {
            part.bytes = ownBytes;
            part.storage = storage;
            row.own = ownBytes > 0 ? row.parts.size() : columns.size();
        } else if (part.varies) {
            part.bytes = withHeader(sizes[i]);
        } else if (sizes[i] <= 0) {
            part.bytes = 0; // always NULL
        }
        if (part.bytes == 0)
            continue;
        row.parts.push_back(part);
        row.names << columns[i].name;
    }
    return row;
}

} // namespace

const StorageForecast *StorageFacts::forecast(catalog::ColumnStorage storage) const
{
    const auto found = std::ranges::find(forecasts, storage, &StorageForecast::storage);
    return found == forecasts.end() ? nullptr : &*found;
}

std::optional<StorageFacts> storageFacts(pg::Connection &connection, const catalog::TableFacts &table, const catalog::Column &column)
{
    const std::vector<StoredColumn> columns = storedColumns(connection, table.oid);
    const auto found = std::ranges::find(columns, column.name, &StoredColumn::name);
    if (found == columns.end() || !found->part.varies || !found->canMove)
        return std::nullopt;
    const std::size_t own = std::size_t(found - columns.begin());
    StorageFacts facts{.current = found->part.storage, .type = column.type, .isWhole = table.heapBytes <= sampledBytes};
    const Sizes sizes = sizesOf(connection, table, columns, own, facts.isWhole);
    facts.sampledRows = sizes.rows;
    facts.rows = facts.isWhole ? double(sizes.rows) : table.rows();
    const std::optional<qint64> declared = catalog::valueBytes({column.vectorKind, column.dimensions});
    facts.valueBytes = declared.value_or(withHeader(sizes.mean[own]));
    facts.largestValue = declared.value_or(withHeader(double(sizes.largest)));
    for (const catalog::ColumnStorage storage : {catalog::ColumnStorage::Plain, catalog::ColumnStorage::Main, catalog::ColumnStorage::External, catalog::ColumnStorage::Extended}) {
        const Row row = rowWith(columns, sizes.mean, own, facts.valueBytes, storage);
        const catalog::RowForecast usual = catalog::forecastRow(row.parts);
        const catalog::RowForecast widest = catalog::forecastRow(rowWith(columns, sizes.widest, own, facts.largestValue, storage).parts);
        facts.forecasts.push_back({storage, row.isOut(usual), row.othersOut(usual), widest.isRefused, widest.tupleBytes, usual.heapBytes, usual.toastBytes});
    }
    const StorageForecast &plain = facts.forecasts.front();
    facts.roomForPlain = std::max<qint64>(0, catalog::maxTupleBytes - (plain.widestTuple - facts.largestValue));
    return facts;
}

} // namespace quiver::schema
