// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for a future on the main thread while its event loop runs: for answers that need one (the keychain, a tunnel).
#pragma once

#include "core/reply.h"

#include <QEventLoop>

#include <optional>

namespace quiver::ctl {

/// What the future holds. \throws what it throws
template<typename T>
T await(const QFuture<T> &future)
{
    QEventLoop loop;
    std::exception_ptr error;
    const auto failed = [&](const std::exception_ptr &e) {
        error = e;
        loop.quit();
    };
    if constexpr (std::is_void_v<T>) {
        core::whenDone(future, &loop, [&] { loop.quit(); }, failed);
        loop.exec();
        if (error)
            std::rethrow_exception(error);
    } else {
        std::optional<T> value;
        const auto done = [&](const T &result) {
            value = result;
            loop.quit();
        };
        core::whenDone(future, &loop, done, failed);
        loop.exec();
        if (error)
            std::rethrow_exception(error);
        return std::move(*value);
    }
}

} // namespace quiver::ctl
