// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupt.h"

#include "core/error.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

std::atomic<int> writeEnd{-1}; // a signal handler reaches nothing but globals

extern "C" void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(writeEnd.load(), &byte, 1);
}

} // namespace

Interrupt::Interrupt(std::function<void()> handler)
    : m_handler(std::move(handler))
{
    if (pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        throw core::Error(u"no pipe can be made for signals"_s);
    writeEnd = m_pipe[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_pipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { onReadable(); });
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, &m_beforeInt);
    sigaction(SIGTERM, &action, &m_beforeTerm);
}

Interrupt::~Interrupt()
{
    sigaction(SIGINT, &m_beforeInt, nullptr);
    sigaction(SIGTERM, &m_beforeTerm, nullptr);
    writeEnd = -1;
    m_notifier.reset();
    close(m_pipe[0]);
    close(m_pipe[1]);
}

void Interrupt::onReadable()
{
    char bytes[16];
    ssize_t count = 0;
    while ((count = read(m_pipe[0], bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < count; ++i) {
            if (++m_count == 2) { // from the third on, the system's own answer
                sigaction(SIGINT, &m_beforeInt, nullptr);
                sigaction(SIGTERM, &m_beforeTerm, nullptr);
            }
            m_handler();
        }
    }
}

} // namespace quiver::ctl
