// SPDX-License-Identifier: GPL-3.0-or-later
// The vectors of a row's fields: read as people paste them, from a file, or computed from a text.
#pragma once

#include "embed/textembedder.h"
#include "load/rowform.h"

namespace quiver::load {

/// What a field of vector, halfvec, sparsevec or bit holds.
struct FieldVector {
    std::vector<float> values; ///< dense; of a sparsevec of more than 16,000 dimensions empty; of bits 0 and 1
    qint64 dimensions = 0;
    QString canonical;         ///< as the server writes it
    QString error;             ///< empty: it is one
    qsizetype position = -1;   ///< of the mistake, in characters
    bool ok() const { return error.isEmpty(); }
};

/// Takes pgvector's text and what people paste from Python, NumPy, JSON or a spreadsheet; for a sparsevec a dense one as well.
/// Says nothing of whether the column takes it: that is problemsOf().
FieldVector readFieldVector(const RowField &field, const QString &text);

/// Scaled to length 1; as it is where it has no length or is no vector.
QString normalised(const RowField &field, const QString &text);

/// The vector in a file as text: the one row of a .npy (one dimension will do), .fvecs or HDF5 file, or a text that holds
/// nothing else. \p row, from 0, where there are several. \throws core::Error
QString vectorFromFile(const QString &file, std::optional<std::int64_t> row = {});

/// Who embedded the column before, as the database says. On a session's thread. \throws core::Error where it says nothing
catalog::EmbedderState embedderOf(pg::Connection &connection, const RowForm &form, const RowField &field);
/// \p text by \p embedder, as the field takes it. Blocks on a service, on a thread that may. \throws core::Error, core::Cancelled
QString embeddingOf(embed::TextEmbedder &embedder, const RowField &field, const QString &text, std::stop_token stop);

} // namespace quiver::load
