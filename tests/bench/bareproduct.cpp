// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for the processor that it runs on; it shares no function with the rest but its own.
#include "bareproduct.h"

#include <Eigen/Core>

#include <time.h>

#include <thread>

namespace quiver::bench {

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double processorSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

double bareProductSeconds(int rows, int queries, int dimensions)
{
    const Matrix left = Matrix::Random(rows, dimensions), right = Matrix::Random(queries, dimensions);
    double spent[2] = {0, 0};
    std::thread threads[2];
    for (int half = 0; half < 2; ++half) {
        threads[half] = std::thread([&, half] {
            const int from = rows / 2 * half, count = half == 0 ? rows / 2 : rows - rows / 2;
            Matrix product = Matrix::Zero(count, queries); // its pages are there before the time is taken
            const double begin = processorSeconds();
            product.noalias() = left.middleRows(from, count) * right.transpose();
            spent[half] = processorSeconds() - begin + (product.sum() == 0.5F ? 1e-12 : 0); // it is used
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return spent[0] + spent[1];
}

} // namespace quiver::bench
