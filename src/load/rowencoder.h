// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a source as rows of binary COPY: every value checked before it is sent.
#pragma once

#include "load/converter.h"

namespace quiver::load {

/// One column of the COPY.
struct EncodedColumn {
    TargetColumn target;
    bool byServer = false; ///< goes as text into the staging table, and is cast from there
};

/// The columns that \p plan fills, in its order. What has no converter is converted by the server.
std::vector<EncodedColumn> encodedColumns(const LoadPlan &plan, const TargetTable &target);

/// Belongs to one thread.
class RowEncoder
{
public:
    /// \p withOrdinal: the row's number goes before everything else, as the staging table wants it. The plan has no errors.
    RowEncoder(const LoadPlan &plan, const SourceInfo &source, const TargetTable &target, bool withOrdinal = false);
    ~RowEncoder();

    /// Appends one row to \p out. False where it is refused: \p bad says why, and \p out is as it was. Of several wrong fields
    /// the first is named.
    bool encode(const RowBlock &block, std::size_t row, QByteArray &out, BadRow &bad);
    /// One column's field of a row, for previews: with its length, as COPY has it. False: \p why says the reason.
    bool encodeField(const RowBlock &block, std::size_t row, std::size_t column, QByteArray &out, QString &why);

    /// Of the source, which the column is filled from; -1: none.
    int fieldOf(std::size_t column) const;
    /// Values that became zero because they are too small for half precision, so far.
    qint64 flushedToZero() const;

private:
    struct Column;
    bool append(Column &column, const RowBlock &block, std::size_t row, pg::CopyEncoder &encoder, QString &why);

    std::vector<Column> m_columns;
    const bool m_withOrdinal;
};

} // namespace quiver::load
