// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/diversity.h"

#include <Eigen/Core>

namespace quiver::search {

std::vector<int> diverseOrder(std::span<const float> vectors, std::span<const double> relevance, double lambda, int k)
{
    const auto rows = Eigen::Index(relevance.size());
    std::vector<int> order;
    if (rows == 0)
        return order;
    using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Matrix units = Eigen::Map<const Matrix>(vectors.data(), rows, Eigen::Index(vectors.size()) / rows);
    for (Eigen::Index i = 0; i < rows; ++i) {
        const double length = units.row(i).cast<double>().norm();
        units.row(i) *= length > 0 ? float(1 / length) : 0.0F;
    }
    Eigen::VectorXd likeness = Eigen::VectorXd::Constant(rows, -1); // to the nearest of those taken
    std::vector<bool> isTaken(relevance.size());
    while (Eigen::Index(order.size()) < std::min<Eigen::Index>(k, rows)) {
        Eigen::Index best = -1;
        double most = 0;
        for (Eigen::Index i = 0; i < rows; ++i) {
            if (isTaken[std::size_t(i)])
                continue;
            const double worth = lambda * relevance[std::size_t(i)] - (order.empty() ? 0 : (1 - lambda) * likeness[i]);
            if (best < 0 || worth > most) {
                best = i;
                most = worth;
            }
        }
        isTaken[std::size_t(best)] = true;
        order.push_back(int(best));
        likeness = likeness.cwiseMax((units * units.row(best).transpose()).cast<double>());
    }
    return order;
}

} // namespace quiver::search
