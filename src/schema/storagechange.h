// SPDX-License-Identifier: GPL-3.0-or-later
// How a column's values are stored: in the row or out of it. What that comes to for a table as it is, and the Change.
//
// SET STORAGE goes for values that are written from then on. An UPDATE of another column keeps the value where it is; only
// VACUUM FULL or CLUSTER moves those that are there. Functions that take a connection block on it and throw what it throws.
#pragma once

#include "catalog/rowsize.h"
#include "catalog/tablefacts.h"
#include "schema/columnproblem.h"

namespace quiver::schema {

struct StorageChange {
    QString schema;
    QString table;
    QString column;
    catalog::ColumnStorage storage = catalog::ColumnStorage::Main; ///< never Default
    bool rewrite = false; ///< moves the values that are there, by VACUUM FULL
    bool operator==(const StorageChange &) const = default;
};

/// What a storage comes to, were all rows written with it.
struct StorageForecast {
    catalog::ColumnStorage storage = catalog::ColumnStorage::Plain;
    bool isOut = false;     ///< the value of a usual row is kept out of it
    QStringList othersOut;  ///< columns of a usual row that have to make room for it
    bool isRefused = false; ///< the widest row that was seen does not fit: the server would refuse it
    qint64 widestTuple = 0; ///< bytes of that row, of which a page takes catalog::maxTupleBytes
    double heapBytes = 0;   ///< of a usual row
    double toastBytes = 0;
    double rowBytes() const { return heapBytes + toastBytes; }
    bool operator==(const StorageForecast &) const = default;
};

struct StorageFacts {
    catalog::ColumnStorage current = catalog::ColumnStorage::External;
    QString type;            ///< "vector(768)"
    qint64 sampledRows = 0;
    bool isWhole = true;     ///< all rows were looked at
    double rows = 0;         ///< of the table; estimated unless isWhole
    qint64 valueBytes = 0;   ///< of the column: by its dimensions, or the mean
    qint64 largestValue = 0;
    qint64 roomForPlain = 0; ///< bytes that the widest row's other columns leave for a value in the row
    std::vector<StorageForecast> forecasts; ///< PLAIN, MAIN, EXTERNAL, EXTENDED
    const StorageForecast *forecast(catalog::ColumnStorage storage) const;
    bool operator==(const StorageFacts &) const = default;
};

struct StoragePlan {
    sql::Change change; ///< empty where a problem is an error, or nothing is to be done
    std::vector<ColumnProblem> problems;
    std::optional<catalog::TableFacts> table;
    std::optional<StorageFacts> facts; ///< no value where the column cannot be stored otherwise
};

/// What can be said without a server.
std::vector<ColumnProblem> problemsOf(const StorageChange &request);
StoragePlan planStorage(pg::Connection &connection, const StorageChange &request);

/// Of building a table's indexes anew: vector indexes take their time by the row.
sql::StepEstimate rewriteEstimate(const catalog::TableFacts &table);

} // namespace quiver::schema
