// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/annmetric.h"

namespace quiver::catalog {

using namespace Qt::StringLiterals;

AnnMetric annMetric(const QString &opclass)
{
    static constexpr std::pair<QLatin1StringView, AnnMetric> endings[] = {
        {"_cosine_ops"_L1, AnnMetric::Cosine},   {"_l2_ops"_L1, AnnMetric::L2},
        {"_ip_ops"_L1, AnnMetric::InnerProduct}, {"_l1_ops"_L1, AnnMetric::L1},
        {"_hamming_ops"_L1, AnnMetric::Hamming}, {"_jaccard_ops"_L1, AnnMetric::Jaccard},
    };
    for (const auto &[ending, metric] : endings) {
        if (opclass.endsWith(ending))
            return metric;
    }
    return AnnMetric::Unknown;
}

QString annMethodName(const QString &method)
{
    if (method == "hnsw"_L1 || method == "ybhnsw"_L1)
        return u"HNSW"_s;
    if (method == "ivfflat"_L1)
        return u"IVFFlat"_s;
    if (method == "diskann"_L1)
        return u"DiskANN"_s;
    return method;
}

} // namespace quiver::catalog
