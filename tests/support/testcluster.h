// SPDX-License-Identifier: GPL-3.0-or-later
// A throwaway PostgreSQL with pgvector for one test program: real, private, gone afterwards, also when the test crashes.
#pragma once

#include "pg/session.h"
#include "pg/typeregistry.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace quiver::test {

/// Blocking; for tests only. Any failure to set up ends the test program with a message: nothing is skipped.
class TestCluster
{
public:
    /// initdb, start, and `CREATE EXTENSION vector` in the database "test". \p settings: extra lines of postgresql.conf.
    explicit TestCluster(const QStringList &settings = {});
    virtual ~TestCluster();

    /// As the superuser "tester" through the unix socket, without a password.
    pg::ConnectOptions options(const QString &database = QStringLiteral("test")) const;
    /// Through TCP on 127.0.0.1 as the role "guarded", which needs the password "right horse".
    pg::ConnectOptions tcpOptions(const QString &database = QStringLiteral("test")) const;
    QString socketDirectory() const;
    int port() const { return m_port; }

    void start();
    void stop();    ///< fast shutdown: sessions are terminated
    void kill();    ///< SIGKILL to the postmaster and its children: a crash
    /// Serves TLS from the next connection on, with copies of these files; clients' certificates are checked against \p authority.
    void serveTls(const QString &certificate, const QString &key, const QString &authority);
    /// Replaces pg_hba.conf; goes for the next connection.
    void setHba(const QString &lines);
    void pause();   ///< SIGSTOP to all its processes
    void resume();  ///< SIGCONT
    /// Runs SQL through psql as the superuser; returns its unaligned output. Fails the test when psql fails.
    QString psql(const QString &sql, const QString &database = QStringLiteral("test")) const;

    /// Where the server's programs are, of the newest version installed.
    static QString binDirectory();

protected:
    struct Empty {};
    explicit TestCluster(Empty); ///< a directory and a port, nothing in it
    QString dataDirectory() const { return m_directory.filePath(QStringLiteral("data")); }
    void addSettings(const QStringList &settings) const; ///< its address, and these
    void give(const QString &path) const; ///< to the user that the server runs as
    void runOrDie(const QStringList &command) const;

private:
    void signalAll(int signal) const;
    QStringList asServerUser(const QStringList &command) const;

    QTemporaryDir m_directory;
    QProcess m_server;
    int m_port = 0;
};

/// What sessions need, owned by a test.
struct TestServices {
    pg::Canceller canceller;
    pg::StatementLog log;
    core::JobRegistry jobs;
    pg::Services services() { return {&canceller, &log, &jobs}; }
    std::unique_ptr<pg::Session> session(const pg::ConnectOptions &options, const QString &name = QStringLiteral("test"))
    {
        return std::make_unique<pg::Session>(options, std::make_shared<pg::TypeRegistry>(), services(), name);
    }
};

} // namespace quiver::test
