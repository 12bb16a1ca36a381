// SPDX-License-Identifier: GPL-3.0-or-later
#include "tunnel/sshclient.h"

#include <QFile>
#include <QFileInfo>

#include <csignal>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace quiver::tunnel {

namespace {

constexpr qsizetype mostErrors = 64 * 1024;

/// Runs in the child between fork and exec: system calls only.
void becomeClient([[maybe_unused]] pid_t parent)
{
    ::setsid(); // no terminal to ask on, no Ctrl+C of ours, and one number for it and its jump hosts
#ifdef Q_OS_LINUX
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) // it went before the line above
        ::_exit(1);
#endif
}

} // namespace

SshClient::SshClient(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment,
                     const QString &readyPath, QObject *parent)
    : QObject(parent), m_readyPath(readyPath)
{
    m_process.setProgram(program);
    m_process.setArguments(arguments);
    m_process.setProcessEnvironment(environment);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([parentId = ::getpid()] { becomeClient(parentId); });
    m_kill.setSingleShot(true);
    m_kill.setInterval(1000);
    connect(&m_kill, &QTimer::timeout, this, [this] { signalGroup(SIGKILL); });
    connect(&m_process, &QProcess::readyReadStandardError, this, &SshClient::readErrors);
    connect(&m_process, &QProcess::finished, this, [this] { finish(true); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(false);
    });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &SshClient::lookForReady);
}

SshClient::~SshClient()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    signalGroup(SIGKILL); // with the jump hosts' clients, which do not end by themselves while they ask something
    m_process.waitForFinished(1000); // a killed process ends at once
}

void SshClient::start()
{
    m_watcher.addPath(QFileInfo(m_readyPath).path());
    m_process.start();
}

void SshClient::end()
{
    if (m_process.state() == QProcess::NotRunning || m_kill.isActive())
        return;
    m_kill.start();
    signalGroup(SIGTERM);
}

void SshClient::signalGroup(int signal)
{
    const qint64 group = m_process.processId();
    if (group <= 0)
        return;
    if (::kill(-pid_t(group), signal) != 0) // just forked, no group yet
        ::kill(pid_t(group), signal);
}

void SshClient::readErrors()
{
    m_errors += m_process.readAllStandardError();
    if (m_listens) {
        for (qsizetype end = m_errors.indexOf('\n', m_told); end >= 0; end = m_errors.indexOf('\n', m_told)) {
            const QString line = QString::fromUtf8(m_errors.mid(m_told, end - m_told)).trimmed();
            m_told = end + 1;
            Q_EMIT wrote(line);
        }
    }
    if (const qsizetype surplus = m_errors.size() - mostErrors; surplus > 0) {
        m_errors.remove(0, surplus);
        m_told = std::max<qsizetype>(0, m_told - surplus);
    }
}

void SshClient::lookForReady()
{
    if (m_listens || m_ended || !QFileInfo::exists(m_readyPath))
        return;
    // What it had to say about the ports was written before it made the file: it is in the pipe now. Does not wait.
    m_process.setReadChannel(QProcess::StandardError);
    m_process.waitForReadyRead(0);
    if (m_ended)
        return;
    readErrors();
    m_listens = true;
    m_told = m_errors.size();
    m_watcher.removePaths(m_watcher.directories());
    QFile::remove(m_readyPath); // it has served
    Q_EMIT listening();
}

void SshClient::finish(bool started)
{
    if (m_ended)
        return;
    readErrors();
    m_ended = true;
    m_kill.stop();
    Q_EMIT ended(started);
}

} // namespace quiver::tunnel
