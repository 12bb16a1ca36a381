// SPDX-License-Identifier: GPL-3.0-or-later
#include "waitwatch.h"

#include "core/reply.h"
#include "pg/typeregistry.h"
#include "sql/lockholders.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr int periodMs = 1500; // what is over sooner needs no words

} // namespace

WaitWatch::WaitWatch(const pg::ConnectOptions &options, std::shared_ptr<core::Job> job, int backendPid)
    : m_job(std::move(job)), m_backendPid(backendPid), m_session(options, std::make_shared<pg::TypeRegistry>(), {&m_canceller}, options.summary())
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_session, [this] { look(); });
    m_timer.start(periodMs);
}

void WaitWatch::look()
{
    if (std::exchange(m_isLooking, true))
        return;
    const auto task = m_session.read(u"Look for who is in the way"_s, [pid = m_backendPid](pg::Connection &connection, core::JobContext &) {
        QStringList words;
        for (const sql::LockHolder &holder : sql::blockersOf(connection, pid))
            words << sql::describe(holder);
        return words.join(u"; "_s);
    });
    core::whenDone(task.future, &m_session, [this](const QString &words) { seen(words); },
                   [this](const std::exception_ptr &) { seen({}); }); // a nicety: nothing is known then
}

void WaitWatch::seen(const QString &words)
{
    m_isLooking = false;
    if (!words.isEmpty() && m_words.isEmpty())
        core::JobContext(m_job).log(u"waiting: %1. Ctrl+C cancels this change, and leaves the other session alone"_s.arg(words));
    m_words = words;
}

} // namespace quiver::ctl
