// SPDX-License-Identifier: GPL-3.0-or-later
// How the window and its servers are left: nothing lost without a question, nothing waited for.
#include "ui/shell/jobspanel.h"
#include "ui/shell/mainwindow.h"

#include "core/reply.h"
#include "ui/common/stopping.h"
#include "ui/shell/statementlogpanel.h"

#include <QCloseEvent>
#include <QMessageBox>
#include <QProgressDialog>
#include <QPushButton>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

// A disk, or a server, that does not answer for this long must not keep the window.
constexpr int patienceMs = 5000;

} // namespace

void MainWindow::saveState()
{
    for (const Entry &entry : m_entries)
        if (entry.screen)
            entry.screen->saveState();
    m_state.geometry = saveGeometry();
    if (auto *panel = static_cast<JobsPanel *>(m_bottom->page(u"jobs"_s)))
        m_state.jobsLayout = panel->saveLayout();
    if (auto *panel = static_cast<StatementLogPanel *>(m_bottom->page(u"log"_s)))
        m_state.logLayout = panel->saveLayout();
    m_services.workspace.setValue(ShellState::key(), m_state.toBytes());
}

QStringList MainWindow::unfinished(const Server *server) const
{
    QStringList lines;
    for (const Entry &entry : m_entries)
        if (entry.screen)
            lines += entry.screen->unfinished(server);
    return lines;
}

QMessageBox *MainWindow::ask(const QString &question, const QStringList &lines, const QString &yes, std::function<void()> go)
{
    if (m_question)
        return nullptr;
    m_question = new QMessageBox(QMessageBox::Warning, tr("Quiver"), question, QMessageBox::Cancel, this);
    m_question->setObjectName(u"question"_s);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setInformativeText(lines.join(u'\n'));
    QPushButton *button = m_question->addButton(yes, QMessageBox::DestructiveRole);
    button->setObjectName(u"questionYes"_s);
    m_question->setDefaultButton(QMessageBox::Cancel);
    connect(button, &QPushButton::clicked, this, std::move(go));
    m_question->open();
    return m_question;
}

void MainWindow::askToLeave(const Server *server, const QString &question, const QString &yes, const std::function<void()> &go)
{
    if (m_stopping)
        return;
    const QStringList lines = unfinished(server);
    if (lines.isEmpty()) {
        go();
        return;
    }
    const bool canLeave = std::ranges::any_of(m_entries, [server](const Entry &entry) { return entry.screen && entry.screen->canLeave(server); });
    const QPointer<const Server> leaving(server);
    const auto stop = [this, server, leaving, go] {
        if (!server || leaving)
            stopRunning(server, go);
    };
    QMessageBox *box = ask(canLeave ? tr("Leave running what the server can finish by itself?") : question, lines,
                           canLeave ? tr("Stop it all") : yes, stop);
    if (!box)
        return;
    box->button(QMessageBox::Cancel)->setText(server ? tr("Stay connected") : tr("Keep Quiver open")); // builds are cancelled, too
    if (!canLeave)
        return;
    QPushButton *leave = box->addButton(tr("Leave running"), QMessageBox::AcceptRole);
    leave->setObjectName(u"questionLeave"_s);
    connect(leave, &QPushButton::clicked, this, [this, server, leaving, stop] {
        if (!server || leaving)
            leaveRunning(server, stop); // what cannot be left is stopped
    });
}

void MainWindow::leaveRunning(const Server *server, const std::function<void()> &then)
{
    const auto leave = [this, server](WhenAll &all) {
        for (const Entry &entry : m_entries) {
            if (entry.screen && entry.screen->canLeave(server))
                entry.screen->leave(server, all.another());
        }
    };
    waitFor(tr("Letting go of what the server finishes by itself…"), leave, then);
}

void MainWindow::stopRunning(const Server *server, const std::function<void()> &then)
{
    const auto stop = [this, server](WhenAll &all) {
        for (const Entry &entry : m_entries) {
            if (entry.screen)
                entry.screen->stop(server, all.another());
        }
    };
    waitFor(tr("Stopping what runs, and cleaning up on the server…"), stop, then);
}

void MainWindow::waitFor(const QString &words, const std::function<void(WhenAll &)> &begin, const std::function<void()> &then)
{
    if (m_stopping)
        return;
    m_stopping = new QProgressDialog(words, tr("Do not wait"), 0, 0, this);
    m_stopping->setObjectName(u"stopping"_s);
    m_stopping->setWindowModality(Qt::WindowModal);
    m_stopping->setMinimumDuration(0);
    m_stopping->setAutoClose(false);
    m_stopping->setAutoReset(false);
    const auto go = [this, then, mine = m_stopping] {
        if (!mine || mine != m_stopping)
            return; // too late
        m_stopping->disconnect(this); // that it goes is no answer
        m_stopping->deleteLater();
        m_stopping.clear();
        then();
    };
    connect(m_stopping, &QProgressDialog::canceled, this, go);
    QTimer::singleShot(patienceMs, m_stopping, go);
    {
        WhenAll all(go);
        begin(all);
    }
    if (m_stopping)
        m_stopping->show();
}

void MainWindow::disconnectServer(Server *server)
{
    const QPointer<Server> leaving(server);
    const auto go = [this, leaving] {
        if (leaving)
            m_servers.close(leaving);
    };
    askToLeave(server, tr("Disconnect from %1? What is unfinished there is stopped, and open transactions are rolled back.").arg(server->identity().name),
               tr("Stop and disconnect"), go);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_mayClose) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_closing)
        return;
    askToLeave(nullptr, tr("Close Quiver? What is unfinished is stopped, and open transactions are rolled back."), tr("Stop and close"), [this] { beginClose(); });
}

// The window leaves the screen at once; what remains to be written is written behind it.
void MainWindow::beginClose()
{
    m_closing = true;
    saveState();
    hide();
    m_services.jobs.cancelAll();
    core::whenDone(m_services.workspace.flush(), this, [this] { finishClose(); },
                   [this](const std::exception_ptr &error) { closingFailed(core::describe(error)); });
    QTimer::singleShot(patienceMs, this, &MainWindow::finishClose);
}

void MainWindow::finishClose()
{
    if (m_mayClose || !m_closing)
        return;
    m_mayClose = true;
    close();
    Q_EMIT closed();
}

void MainWindow::closingFailed(const QString &reason)
{
    m_closing = false;
    show();
    ask(tr("The workspace %1 could not be written. Unsaved text would be lost: copy it first, or close nevertheless.")
            .arg(m_services.workspace.file()),
        {reason}, tr("Close nevertheless"), [this] {
            m_closing = true;
            finishClose();
        });
}

} // namespace quiver::ui
