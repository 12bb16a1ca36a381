// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiontester.h"

#include "core/reply.h"
#include "pg/typeregistry.h"

namespace quiver::ui {

namespace {

QList<ConnectionCheck> failure(const QString &text)
{
    ConnectionCheck check;
    check.state = ConnectionCheck::State::Failed;
    check.title = ConnectionTester::tr("Test");
    check.text = text;
    return {check};
}

QList<ConnectionCheck> describeFailure(const std::exception_ptr &error, const pg::ConnectOptions &options,
                                       double tunnelMs)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &refused) {
        return ConnectionAdvice::forFailure(refused, options, tunnelMs);
    } catch (const core::Cancelled &) {
        return failure(ConnectionTester::tr("The test was stopped. Nothing was changed."));
    } catch (...) {
        return failure(core::describe(error));
    }
}

} // namespace

ConnectionTester::ConnectionTester(core::JobRegistry &jobs, pg::Services services, QObject *parent)
    : QObject(parent),
      m_services(services)
{
    m_services.jobs = &jobs;
}

ConnectionTester::~ConnectionTester()
{
    retire();
}

void ConnectionTester::start(const QString &name, const pg::ConnectOptions &options, double tunnelMs)
{
    retire();
    const int generation = ++m_generation;
    m_session = std::make_unique<pg::Session>(options, std::make_shared<pg::TypeRegistry>(), m_services,
                                              tr("Test of %1").arg(name));
    QElapsedTimer timer;
    timer.start();
    auto task = m_session->run(tr("Test the connection %1").arg(name),
                               [timer, options, tunnelMs](pg::Connection &connection, core::JobContext &job) {
                                   catalog::ConnectionReport report = catalog::testConnection(
                                       connection, job, options, double(timer.nsecsElapsed()) / 1e6);
                                   report.tunnelMs = tunnelMs;
                                   return report;
                               });
    m_job = task.job;
    connect(m_job.get(), &core::Job::progressChanged, this, [this, generation, job = std::weak_ptr(m_job)] {
        const auto held = job.lock();
        if (held && generation == m_generation && !held->isFinished())
            Q_EMIT progressed(ConnectionAdvice::whileRunning(int(held->progress().done)));
    });
    Q_EMIT progressed(ConnectionAdvice::whileRunning(0));
    core::whenDone(
        task.future, this,
        [this, generation, options](const catalog::ConnectionReport &report) {
            end(generation, ConnectionAdvice::forReport(report, options));
        },
        [this, generation, options, tunnelMs, job = task.job](const std::exception_ptr &error) {
            // A second cancel breaks the connection: what is reported then is of our own making.
            const bool stopped = job->cancelRequests() > 0;
            end(generation, describeFailure(stopped ? std::make_exception_ptr(core::Cancelled()) : error,
                                            options, tunnelMs));
            if (!stopped)
                tellRefusal(error);
        });
}

void ConnectionTester::tellRefusal(const std::exception_ptr &error)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::Error &refusal) {
        Q_EMIT refused(refusal);
    } catch (...) { // finished() has told what there is to tell
    }
}

void ConnectionTester::cancel()
{
    if (m_job)
        m_job->cancel();
}

void ConnectionTester::end(int generation, const QList<ConnectionCheck> &checks)
{
    if (generation != m_generation)
        return;
    retire();
    Q_EMIT finished(checks);
}

void ConnectionTester::retire()
{
    ++m_generation;
    if (m_job && !m_job->isFinished()) { // twice: the session's destructor must not wait for the server
        m_job->cancel();
        m_job->cancel();
    }
    m_session.reset();
    m_job.reset();
}

} // namespace quiver::ui
