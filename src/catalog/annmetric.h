// SPDX-License-Identifier: GPL-3.0-or-later
// By which distance an index for approximate search orders, told from its operator class.
#pragma once

#include "catalog/catalogtypes.h"

namespace quiver::catalog {

enum class AnnMetric { Unknown, L2, InnerProduct, Cosine, L1, Hamming, Jaccard };

/// pgvector's opclasses ("halfvec_cosine_ops") and those of its companions that follow its names ("vector_cosine_ops").
AnnMetric annMetric(const QString &opclass);
/// How people write an access method: "HNSW", "IVFFlat"; unknown ones as they are.
QString annMethodName(const QString &method);

} // namespace quiver::catalog
