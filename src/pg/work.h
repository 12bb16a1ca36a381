// SPDX-License-Identifier: GPL-3.0-or-later
// Work for a session of whatever type it returns, as the one shape that a queue can hold.
#pragma once

#include "core/job.h"
#include "core/jobregistry.h"

#include <functional>
#include <memory>
#include <optional>

namespace quiver::pg {

class Connection;

struct Work {
    /// What is to be done on a connection.
    using Body = std::function<void(Connection &)>;
    /// Finds a connection for the body and calls it, where Repeat::WhenSafe also more than once; or throws.
    using Runner = std::function<void(const Body &)>;
    enum class Repeat {
        Never,    ///< came by run(): may write
        WhenSafe, ///< came by read(): held read-only, done again where the error says that it may well succeed
    };

    std::shared_ptr<core::Job> job;
    Repeat repeat = Repeat::Never;
    /// Does the work by means of the runner and settles the future, whatever happens. Once.
    std::function<void(const Runner &)> settle;
    /// Let go when the work is done and the session is ready for the next one.
    std::shared_ptr<void> held;

    /// For work that no session is going to do.
    void fail(const std::exception_ptr &error) const
    {
        settle([&error](const Body &) { std::rethrow_exception(error); });
    }
};

template<typename Function>
using ResultOf = std::invoke_result_t<Function, Connection &, core::JobContext &>;

/// A job that is listed in \p jobs (null: in none), the future of what \p function returns, and the work that settles it.
template<typename Function>
std::pair<core::Task<ResultOf<Function>>, Work> makeWork(const QString &title, core::JobRegistry *jobs, Work::Repeat repeat,
                                                        Function function)
{
    using T = ResultOf<Function>;
    auto promise = std::make_shared<QPromise<T>>();
    auto job = core::Job::create(title);
    core::Task<T> task{job, promise->future()};
    promise->start();
    if (jobs)
        jobs->add(job);
    auto settle = [job, promise, function = std::make_shared<Function>(std::move(function))](const Work::Runner &runner) {
        core::settle(*job, *promise, [&]() -> T {
            core::JobContext context(job);
            context.throwIfCancelled();
            if constexpr (std::is_void_v<T>) {
                runner([&](Connection &connection) { (*function)(connection, context); });
            } else {
                std::optional<T> result;
                runner([&](Connection &connection) { result.emplace((*function)(connection, context)); });
                return std::move(*result);
            }
        });
    };
    return {std::move(task), Work{std::move(job), repeat, std::move(settle), nullptr}};
}

} // namespace quiver::pg
