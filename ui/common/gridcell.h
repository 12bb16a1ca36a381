// SPDX-License-Identifier: GPL-3.0-or-later
// One cell as a grid paints it: short text, NULL or not, and for a vector a summary instead of its kilobytes.
#pragma once

#include "sql/rowfield.h"

#include <QMetaType>
#include <QString>

#include <limits>
#include <memory>
#include <span>

namespace quiver::ui {

/// The range of the values that fall on one bar of a strip.
struct StripBar {
    float low = 0;
    float high = 0;
    bool operator==(const StripBar &) const = default;
};

struct VectorSummary {
    static constexpr int maxBars = 256;
    qint64 dimensions = 0;
    qint64 nonZero = -1;        ///< of a sparsevec; -1 for dense types
    double norm = 0;            ///< L2, summed in double
    std::vector<StripBar> bars; ///< at most maxBars, over all dimensions in order
};

/// The stored values of a sparsevec, indices from 0, ascending.
struct SparseValues {
    qint64 dimensions = 0;
    std::vector<std::pair<std::int32_t, float>> entries;
};

struct GridCell {
    enum class State { Value, Null, Loading };
    State state = State::Value;
    pg::TypeKind kind = pg::TypeKind::Text;
    bool truncated = false; ///< text is only the beginning
    QString text;           ///< one line; control characters as symbols. Of a vector: its summary in words
    QString problem;        ///< why the value cannot be used; such a cell is marked. Empty: nothing is wrong
    std::shared_ptr<const VectorSummary> vector;
};
using GridCellPtr = std::shared_ptr<const GridCell>;

/// The roles that a model offers to ResultGrid beyond Qt's own. A model without them is painted from its DisplayRole.
namespace GridRole {
enum : int {
    Cell = Qt::UserRole + 0x100, ///< GridCellPtr
    RawText,                     ///< the value's text as it is, at most 1 MiB of it
    IsNull,                      ///< bool
    Kind,                        ///< int of pg::TypeKind
    VectorValues,                ///< QList<float>
    TypeLabel,                   ///< of a header section: "vector(768)"
};
}

/// Control characters, line breaks and NULs as one visible symbol each: a cell is one line.
QString visibleText(const QString &text);

bool isVectorKind(pg::TypeKind kind); ///< vector, halfvec, sparsevec
using sql::isNumberKind;              ///< set right-aligned

/// Bars, norm and dimensions of dense values.
VectorSummary summarise(std::span<const float> values);
/// The same of a sparse vector, whatever its number of dimensions (up to a billion).
VectorSummary summarise(const SparseValues &values);
/// Reads a sparsevec of either format. No value where it is damaged.
std::optional<SparseValues> readSparse(std::string_view cell, pg::Format format);

/// What \p cell looks like in a grid; decodes at most \p maxBytes of its text.
GridCellPtr makeGridCell(const pg::Codec &codec, const pg::Column &column, pg::TypeKind kind,
                         const pg::Cell &cell, std::size_t maxBytes);

/// The cell of a vector that is at hand: its summary in words and as a strip.
GridCellPtr makeVectorCell(pg::TypeKind kind, VectorSummary summary);

/// Digits enough to tell two norms apart at a glance: "1.000", "27.31", "1.2e+09".
QString shortNumber(double value);

} // namespace quiver::ui

Q_DECLARE_METATYPE(quiver::ui::GridCellPtr)
