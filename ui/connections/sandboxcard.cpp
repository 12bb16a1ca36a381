// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/sandboxcard.h"

#include "core/reply.h"
#include "sandbox/demodatabase.h"
#include "ui/common/iconlabel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int momentMs = 4'000;

// On a worker thread. Each of the three finds out by itself what is there already.
pg::ConnectOptions bringUp(const sandbox::Sandbox &sandbox, pg::Services services, core::JobContext &job)
{
    sandbox.start(job);
    sandbox::runOnServer(sandbox.connectOptions(u"postgres"_s), services, job,
                         [](pg::Connection &connection, core::JobContext &context) {
                             sandbox::DemoDatabase::create(connection, context);
                         });
    const pg::ConnectOptions options = sandbox.connectOptions();
    sandbox::runOnServer(options, services, job, [](pg::Connection &connection, core::JobContext &context) {
        return sandbox::DemoDatabase::load(connection, context);
    });
    return options;
}

} // namespace

SandboxCard::SandboxCard(sandbox::Sandbox &sandbox, core::JobRegistry &jobs, pg::Services services,
                         QWidget *parent)
    : QFrame(parent),
      m_sandbox(sandbox),
      m_jobs(jobs),
      m_services(services),
      m_pool(new QThreadPool)
{
    m_pool->setMaxThreadCount(1);
    setProperty("card", true);
    setObjectName(u"sandboxCard"_s);
    buildUi();
    showIdle({}, false);
}

SandboxCard::~SandboxCard()
{
    if (!isRunning())
        return;
    m_job->cancel(); // twice: the server need not answer any more
    m_job->cancel();
    m_pool->waitForDone(momentMs); // for initdb to end, and for sessions, which use the program's services
}

void SandboxCard::buildUi()
{
    auto *title = new QLabel(tr("Try the sandbox"), this);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto *mark = new IconLabel(u"sandbox"_s, &Colors::accent, 20, this);
    auto *text = new QLabel(
        tr("A private PostgreSQL with pgvector on this computer, filled with some thousands of real texts "
           "and their "
           "vectors. It needs no password, listens to nobody else, and can be thrown away at any time."),
        this);
    text->setWordWrap(true);
    text->setProperty("muted", true);
    m_status = new QLabel(this);
    m_status->setObjectName(u"sandboxStatus"_s);
    m_status->setWordWrap(true);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName(u"sandboxProgress"_s);
    m_bar->setAccessibleName(tr("Progress of the sandbox"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_start = new QPushButton(tr("&Start the sandbox"), this);
    m_start->setObjectName(u"sandboxStart"_s);
    m_start->setProperty("primary", true);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(u"sandboxCancel"_s);

    auto *head = new QHBoxLayout;
    head->addWidget(mark);
    head->addWidget(title, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(text);
    layout->addStretch();
    layout->addWidget(m_status);
    layout->addWidget(m_bar);
    layout->addLayout(buttons);

    connect(m_start, &QPushButton::clicked, this, &SandboxCard::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_job)
            m_job->cancel();
    });
}

void SandboxCard::start()
{
    if (isRunning())
        return;
    auto task = core::runInThread(*m_pool, tr("Start the sandbox"), &m_jobs,
                                  [sandbox = m_sandbox, services = m_services](core::JobContext &job) {
                                      return bringUp(sandbox, services, job);
                                  });
    m_job = task.job;
    m_start->setVisible(false);
    m_cancel->setVisible(true);
    m_bar->setVisible(true);
    m_cancel->setFocus();
    showProgress();
    connect(m_job.get(), &core::Job::progressChanged, this, &SandboxCard::showProgress);
    const auto succeed = [this](const pg::ConnectOptions &options) {
        showIdle(tr("The sandbox runs."), false);
        Q_EMIT ready(options);
    };
    core::whenDone(task.future, this, succeed, [this](const std::exception_ptr &error) {
        const bool stopped = m_job && m_job->cancelRequests() > 0;
        if (stopped) {
            showIdle(tr("Stopped. Starting again goes on where this ended."), false);
            return;
        }
        const QString message = core::describe(error);
        showIdle(message, true);
        Q_EMIT failed(message);
    });
}

void SandboxCard::showProgress()
{
    if (!isRunning())
        return;
    const core::JobProgress progress = m_job->progress();
    m_bar->setRange(0, progress.fraction() < 0 ? 0 : 1000);
    m_bar->setValue(int(progress.fraction() * 1000));
    QString text = progress.phase.isEmpty() ? tr("Starting…") : progress.phase;
    if (progress.total > 0 && !progress.unit.isEmpty()) {
        const QLocale locale;
        text += u", "_s
                + tr("%1 of %2 %3", "done, total, unit")
                      .arg(locale.toString(progress.done), locale.toString(progress.total), progress.unit);
    } else if (!progress.message.isEmpty()) {
        text += u": "_s + progress.message;
    }
    m_status->setText(text);
    m_status->setVisible(true);
}

void SandboxCard::showIdle(const QString &message, bool bad)
{
    m_job.reset();
    m_status->setProperty("error", bad);
    m_status->style()->unpolish(m_status);
    m_status->style()->polish(m_status);
    m_status->setText(message);
    m_status->setVisible(!message.isEmpty());
    m_bar->setVisible(false);
    m_cancel->setVisible(false);
    m_start->setVisible(true);
    m_start->setText(bad ? tr("Try again") : tr("&Start the sandbox"));
}

} // namespace quiver::ui
