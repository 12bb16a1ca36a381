// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C and SIGTERM as a call on the main thread, where a job can be cancelled.
#pragma once

#include <QSocketNotifier>

#include <csignal>
#include <functional>
#include <memory>

namespace quiver::ctl {

/// For as long as it lives; one at a time. The third signal ends the program as if nobody had listened.
class Interrupt
{
public:
    explicit Interrupt(std::function<void()> handler);
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

private:
    void onReadable();

    std::function<void()> m_handler;
    int m_pipe[2] = {-1, -1};
    int m_count = 0;
    std::unique_ptr<QSocketNotifier> m_notifier;
    struct sigaction m_beforeInt {};
    struct sigaction m_beforeTerm {};
};

} // namespace quiver::ctl
