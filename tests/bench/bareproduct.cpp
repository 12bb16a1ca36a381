// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled for the processor that it runs on; it shares no function with the rest but its own.
#include "bareproduct.h"

#include <Eigen/Core>

#include <time.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

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

BareProduct bareProduct(int rows, int queries, int dimensions)
{
    using Clock = std::chrono::steady_clock;
    const int parts = int(std::max(1u, std::thread::hardware_concurrency()));
    const Matrix left = Matrix::Random(rows, dimensions), right = Matrix::Random(queries, dimensions);
    std::vector<double> spent(static_cast<std::size_t>(parts));
    std::vector<Clock::time_point> ends(static_cast<std::size_t>(parts));
    Clock::time_point begun;
    std::barrier ready(parts, [&]() noexcept { begun = Clock::now(); });
    std::vector<std::thread> threads;
    for (int part = 0; part < parts; ++part) {
        threads.emplace_back([&, part] {
            const int from = int(std::int64_t(rows) * part / parts), count = int(std::int64_t(rows) * (part + 1) / parts) - from;
            Matrix product = Matrix::Zero(count, queries); // its pages are there before the time is taken
            ready.arrive_and_wait();
            const double begin = processorSeconds();
            product.noalias() = left.middleRows(from, count) * right.transpose();
            ends[std::size_t(part)] = Clock::now();
            spent[std::size_t(part)] = processorSeconds() - begin + (product.sum() == 0.5F ? 1e-12 : 0); // it is used
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return {std::chrono::duration<double>(*std::max_element(ends.begin(), ends.end()) - begun).count(), std::accumulate(spent.begin(), spent.end(), 0.0)};
}

} // namespace quiver::bench
