// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the OpenSSH client: a process group of its own that ends with this object, and with this program.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QProcess>
#include <QTimer>

namespace quiver::tunnel {

class SshClient final : public QObject
{
    Q_OBJECT

public:
    /// \p readyPath: what the client makes when it listens; it must not be there yet, its directory must.
    SshClient(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment, const QString &readyPath,
              QObject *parent);
    /// Kills what still runs.
    ~SshClient() override;

    /// ended() follows in any case.
    void start();
    /// Asks the client to end, and kills it a second later.
    void end();
    bool listens() const { return m_listens; }
    /// What it wrote to standard error so far; of a flood, the end.
    QString errors() const { return QString::fromUtf8(m_errors); }
    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    void listening();
    /// While it listens.
    void wrote(const QString &line);
    /// \p started: false when the program could not be run at all.
    void ended(bool started);

private:
    void readErrors();
    void lookForReady();
    void finish(bool started);
    void signalGroup(int signal);

    QProcess m_process;
    QFileSystemWatcher m_watcher;
    QTimer m_kill;
    const QString m_readyPath;
    QByteArray m_errors;
    qsizetype m_told = 0; ///< bytes of m_errors whose lines were told
    bool m_listens = false;
    bool m_ended = false;
};

} // namespace quiver::tunnel
