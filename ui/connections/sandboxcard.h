// SPDX-License-Identifier: GPL-3.0-or-later
// "Try the sandbox": starts the private server with its demo data as a job and shows how far it is.
#pragma once

#include "core/jobregistry.h"
#include "core/leftpool.h"
#include "core/threadjob.h"
#include "pg/session.h"
#include "sandbox/sandbox.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace quiver::ui {

class SandboxCard final : public QFrame
{
    Q_OBJECT

public:
    SandboxCard(sandbox::Sandbox &sandbox, core::JobRegistry &jobs, pg::Services services,
                QWidget *parent = nullptr);
    ~SandboxCard() override;

    /// Without effect while it starts already. ready() or failed() follows.
    void start();
    bool isRunning() const { return m_job && !m_job->isFinished(); }

Q_SIGNALS:
    /// The server runs and the demo data is there.
    void ready(const quiver::pg::ConnectOptions &options);
    void failed(const QString &message);

private:
    void buildUi();
    void showProgress();
    void showIdle(const QString &message, bool bad);

    sandbox::Sandbox m_sandbox; ///< a value: the worker has its own
    core::JobRegistry &m_jobs;
    pg::Services m_services;
    std::shared_ptr<core::Job> m_job;
    QLabel *m_status = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_cancel = nullptr;
    core::LeftPool m_pool;
};

} // namespace quiver::ui
