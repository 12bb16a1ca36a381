// SPDX-License-Identifier: GPL-3.0-or-later
// pgvector's distances in words: what the figure of an operator means, its range, and how to read a similarity off it.
#pragma once

#include "catalog/annmetric.h"

#include <QString>

#include <optional>
#include <span>

namespace quiver::search {

struct DistanceWords {
    catalog::AnnMetric metric = catalog::AnnMetric::Unknown;
    QString symbol;     ///< "<=>"
    QString function;   ///< of pgvector that gives the same figure, but for the sign of <#>: "cosine_distance"
    QString name;       ///< "Cosine distance"
    QString meaning;    ///< what the figure is
    QString range;      ///< "0 to 2"
    QString similarity; ///< how to read a similarity off it
    QString use;        ///< what it suits
    bool ofBits = false; ///< of bit strings, else of vectors
};

/// All six, the usual one first.
std::span<const DistanceWords> distances();
/// Of Unknown all words are empty.
const DistanceWords &distanceWords(catalog::AnnMetric metric);
/// By symbol ("<=>") or word (cosine, l2, ip, l1, hamming, jaccard); no value: there is none.
std::optional<catalog::AnnMetric> metricOf(const QString &text);
/// Whether pgvector has the operator for the type. <+> <~> <%>, and all of halfvec and sparsevec, came with pgvector 0.7.0.
bool suits(catalog::AnnMetric metric, catalog::VectorKind kind);
/// The one to begin with: cosine, for bit strings Hamming.
catalog::AnnMetric usualMetric(catalog::VectorKind kind);

} // namespace quiver::search
