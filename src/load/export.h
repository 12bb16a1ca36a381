// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a table or a query into a file, however many: in constant memory, as a whole or not at all.
//
// Text formats as sql::RowWriter writes them; vectors as .npy and .fvecs, other columns in a CSV beside; PostgreSQL's own binary COPY.
#pragma once

#include "core/job.h"
#include "pg/connection.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace quiver::load {

enum class TargetFormat { Csv, Tsv, JsonLines, Npy, Fvecs, BinaryCopy };

/// "csv", "tsv", "jsonl", "npy", "fvecs", "bin".
std::optional<TargetFormat> targetFormat(QStringView name);
/// By the file's ending.
std::optional<TargetFormat> guessTargetFormat(const QString &file);

struct ExportPlan {
    QString schema, table;       ///< either a table or view (an empty schema: found on the search_path) ...
    QString query;               ///< ... or one SELECT, VALUES, TABLE or WITH
    QStringList columns;         ///< empty: all; of vectors' files those of the file beside
    TargetFormat format = TargetFormat::Csv;
    QString file;
    bool overwrite = false;      ///< files that are there are replaced; else they are refused
    bool header = true;          ///< CSV, TSV
    QString vectorColumn;        ///< .npy, .fvecs; empty: the only one that is a vector
    bool half = false;           ///< .npy of f2, not f4
    bool skipNullVectors = false; ///< rows without a vector are left out; else they are refused
    QString besideFile;          ///< .npy, .fvecs: a CSV with the other columns, a row for each vector; empty: none
    bool operator==(const ExportPlan &) const = default;
};

struct ExportReport {
    qint64 rows = 0;
    qint64 skipped = 0;   ///< rows without a vector
    qint64 bytes = 0;     ///< of all files
    int dimensions = -1;  ///< of vectors
    double seconds = 0;
    bool operator==(const ExportReport &) const = default;
};

/// What stands where the files of a plan would go. Asks the disk, and a share may not answer: not on the GUI's thread.
struct ExportPlaces {
    QStringList present; ///< files, which would be replaced
    QStringList blocked; ///< what is no regular file, and is never replaced: a directory
};
ExportPlaces lookAtPlaces(const ExportPlan &plan);

/// Only reads: the server is told so. Whatever it throws, no file was written or changed.
/// \throws core::Error for a plan that makes no sense, a vector that does not fit, a disk that is full; pg::Error; core::Cancelled
ExportReport runExport(pg::Connection &connection, core::JobContext &job, const ExportPlan &plan);

} // namespace quiver::load
