// SPDX-License-Identifier: GPL-3.0-or-later
// What a row takes on disk: which of its values stay in the row and which go to TOAST, and how many bytes of pages that comes to.
//
// As PostgreSQL decides (heaptoast.c, heapam_handler.c; 8 kB pages, toast_tuple_target 2032), for values that compression does not
// make smaller: embeddings are such. Pure: no connection needed. Checked against tables of a real server in the tests.
#pragma once

#include "catalog/vectortype.h"

#include <vector>

namespace quiver::catalog {

/// A row larger than this has values moved out to TOAST, the largest first.
inline constexpr int toastThreshold = 2032;

/// ALTER TABLE ... SET STORAGE.
enum class ColumnStorage {
    Default,  ///< the type's own: EXTERNAL for vector, halfvec and sparsevec (pgvector 0.6), EXTENDED for bit, text, jsonb
    Plain,    ///< always in the row, whatever its size
    External, ///< out of the row when the row is too large, not compressed
    Extended, ///< the same, compressed where that helps
    Main,     ///< in the row as long as it fits into a page, then as Extended
};

/// "PLAIN"; empty for Default.
QString storageName(ColumnStorage storage);
/// In any case of letters, "default" too; no value for another word.
std::optional<ColumnStorage> storageOf(const QString &name);

/// One value of a row. The order matters: padding depends on it.
struct RowPart {
    qint64 bytes = 0;    ///< with its header of 4, where its length varies
    int alignment = 4;   ///< 1, 2, 4 or 8
    bool varies = false; ///< a varlena: may have a short header, may be moved out
    ColumnStorage storage = ColumnStorage::Plain; ///< of a varlena; Default stands for Extended
    bool operator==(const RowPart &) const = default;
};

struct RowForecast {
    qint64 tupleBytes = 0;  ///< of the row in the table, values that were moved out being pointers of 18 bytes
    bool isRefused = false; ///< it does not fit into a page: the server refuses it
    std::vector<bool> movedOut; ///< one per part
    /// Bytes of pages for each row of a table that is filled from empty.
    double heapBytes = 0;
    double toastBytes = 0; ///< without the TOAST table's own index
    double totalBytes() const { return heapBytes + toastBytes; }
    bool operator==(const RowForecast &) const = default;
};

RowForecast forecastRow(const std::vector<RowPart> &parts);

} // namespace quiver::catalog
