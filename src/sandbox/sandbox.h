// SPDX-License-Identifier: GPL-3.0-or-later
// A private PostgreSQL server for trying things out: made, started, found again, stopped and destroyed.
//
// The server is reachable through a unix socket only, in a directory that nobody but its owner can enter; so it asks for
// no password. It belongs to nobody's process: it outlives Quiver, the next Quiver finds and uses it, stop() ends it.
// Everything blocks and belongs on a worker thread (core::runInThread); objects are values that may be used from any.
#pragma once

#include "core/job.h"
#include "pg/connectoptions.h"
#include "sandbox/layout.h"
#include "sandbox/serverbinaries.h"

namespace quiver::sandbox {

struct SandboxStatus {
    enum class State { Absent, Stopped, Starting, Running };
    State state = State::Absent;
    QString directory;
    QString account;         ///< the user that the server runs as
    bool switchedAccount = false; ///< because root may not run it
    int majorVersion = 0;    ///< of the cluster; 0 while there is none
    qint64 pid = 0;
    QString socketDirectory; ///< of the running server
    QString url;             ///< of the demo database; empty while not running
    bool adopted = false;    ///< start() found it running
    bool pgvector = false;   ///< installed for this version
    bool operator==(const SandboxStatus &) const = default;
};

class Sandbox
{
public:
    /// The one sandbox of this user. \throws core::Error where root has no user to run a server as
    Sandbox();
    Sandbox(ServerAccount account, Layout layout);

    /// Makes the cluster when there is none, starts the server when it does not run. Fine to call at any time, by any
    /// number of programs. Cancelling stops what was started. \throws core::Error, core::Cancelled
    SandboxStatus start(core::JobContext &job) const;
    /// Ends the server; open connections are cut. Without effect when it does not run. Returns whether it ran.
    bool stop(core::JobContext &job) const;
    /// Stops the server and deletes all its data. Returns whether there was anything.
    bool destroy(core::JobContext &job) const;
    /// What is there now; takes no lock. Asks the installed programs for their versions: some 50 ms.
    SandboxStatus status() const;

    /// How to connect. The server need not run.
    pg::ConnectOptions connectOptions(const QString &database = QStringLiteral("demo")) const;
    /// The same as a URI.
    QString url(const QString &database = QStringLiteral("demo")) const;

    const Layout &layout() const { return m_layout; }
    const ServerAccount &account() const { return m_account; }

private:
    void prepareBase() const;
    void checkReachable() const;
    void initialise(const ServerBinaries &binaries, core::JobContext &job) const;
    void prepareSocketDirectory(const QString &directory) const;
    void writeSettings(const ServerBinaries &binaries, const QString &socketDirectory) const;
    void launch(const ServerBinaries &binaries, core::JobContext &job) const;
    void waitForOrphans(core::JobContext &job) const;
    void waitUntilReady(core::JobContext &job) const;
    void stopServer(core::JobContext &job, const QString &mode) const;
    int clusterVersion() const; ///< 0 when there is no cluster
    void runOrThrow(const QString &what, const QString &program, const QStringList &arguments, core::JobContext *job,
                    const QByteArray &input = {}) const;
    QString logTail() const;

    ServerAccount m_account;
    Layout m_layout;
};

/// The URI of the sandbox's demo database.
QString url();

} // namespace quiver::sandbox
