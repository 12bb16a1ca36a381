// SPDX-License-Identifier: GPL-3.0-or-later
// Waits on the main thread while its event loop runs: for answers that need one (the keychain, a tunnel), and signals.
#pragma once

#include "core/reply.h"

#include <QEventLoop>

#include <optional>

namespace quiver::ctl {

/// Runs the event loop for a while; also the receiver of whatever ends the waiting.
class Waiting final : public QObject
{
public:
    /// Returns after end(), also one that came before.
    void untilEnd()
    {
        if (!m_ended)
            m_loop.exec();
    }
    void end()
    {
        m_ended = true;
        m_loop.quit();
    }

private:
    QEventLoop m_loop;
    bool m_ended = false;
};

/// What the future holds. \throws what it throws
template<typename T>
T await(const QFuture<T> &future)
{
    Waiting waiting;
    std::exception_ptr error;
    const auto failed = [&](const std::exception_ptr &e) {
        error = e;
        waiting.end();
    };
    if constexpr (std::is_void_v<T>) {
        core::whenDone(future, &waiting, [&] { waiting.end(); }, failed);
        waiting.untilEnd();
        if (error)
            std::rethrow_exception(error);
    } else {
        std::optional<T> value;
        const auto done = [&](const T &result) {
            value = result;
            waiting.end();
        };
        core::whenDone(future, &waiting, done, failed);
        waiting.untilEnd();
        if (error)
            std::rethrow_exception(error);
        return std::move(*value);
    }
}

} // namespace quiver::ctl
