// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one connection test at a time on a short-lived session and tells how it goes in lines ready to be shown.
#pragma once

#include "pg/session.h"
#include "ui/connections/connectionadvice.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace quiver::ui {

class ConnectionTester final : public QObject
{
    Q_OBJECT

public:
    ConnectionTester(core::JobRegistry &jobs, pg::Services services, QObject *parent = nullptr);
    ~ConnectionTester() override;

    /// Ends a test that still runs; its replies are dropped. \p tunnelMs: how long it took until the SSH tunnel stood that
    /// \p options go through; -1: there is none.
    void start(const QString &name, const pg::ConnectOptions &options, double tunnelMs = -1);
    /// Until finished() is told: the job may have ended before.
    bool isRunning() const { return m_session != nullptr; }
    /// First call: asks to stop; second call: ends it at once.
    void cancel();

Q_SIGNALS:
    void progressed(const QList<quiver::ui::ConnectionCheck> &checks);
    void finished(const QList<quiver::ui::ConnectionCheck> &checks);
    /// After finished(): the error behind its failed line.
    void refused(const quiver::pg::Error &error);

private:
    void end(int generation, const QList<ConnectionCheck> &checks);
    void tellRefusal(const std::exception_ptr &error);
    void retire();

    pg::Services m_services;
    std::unique_ptr<pg::Session> m_session;
    std::shared_ptr<core::Job> m_job;
    int m_generation = 0;
};

} // namespace quiver::ui
