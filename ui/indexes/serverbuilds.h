// SPDX-License-Identifier: GPL-3.0-or-later
// The index builds of one server: the watch over all of them, those that this program runs, one after the other where several were asked
// for, and the journal. The pages of the screen share it.
#pragma once

#include "index/buildjournal.h"
#include "index/buildrun.h"
#include "index/buildwatch.h"
#include "ui/common/server.h"

#include <deque>
#include <functional>

namespace quiver::ui {

struct BuildRequest;

class ServerBuilds final : public QObject
{
    Q_OBJECT

public:
    /// Has sessions of its own, with the server's options. Looks at once for builds that an earlier run of the program left.
    ServerBuilds(Server &server, store::Workspace &workspace, const pg::Services &services, QObject *parent = nullptr);
    ~ServerBuilds() override;

    Server *server() const { return m_server; }
    const index::BuildWatch &watch() const { return m_watch; }
    /// Null: no run of ours builds in the session \p pid; one whose connection was lost does not any more.
    index::BuildRun *runOf(int pid) const;
    /// The one that runs; null: none does.
    index::BuildRun *current() const;
    /// That wait for the one that runs, in the order in which they are built.
    const std::deque<index::BuildOrder> &waiting() const { return m_queue; }
    void takeOff(std::size_t waiting);
    /// They are built in their order, after those that were asked for before; where one fails, those after it are not begun.
    /// \returns which is begun, or what it waits for, in a sentence
    QString start(const BuildRequest &request);
    /// Somebody looks at the builds; without that, the server is asked only while one of ours runs.
    void setWanted(bool wanted);
    /// Those that wait are not begun then, which ended() tells.
    void cancel();

    QStringList unfinished() const;
    bool canLeave() const;
    void leave(const std::function<void()> &then);
    /// Cancels the build of ours, begins none after it, and calls \p then when nothing of it is left.
    void stop(const std::function<void()> &then);

Q_SIGNALS:
    /// Builds are new, or how far they are.
    void changed();
    void alarmed(const quiver::index::BuildAlarm &alarm);
    /// A build has ended, ours or another's: \p words say how, \p isGood whether with a valid index. \p name as in BuildProgress.
    void ended(const QString &words, bool isGood, const QString &name, const quiver::index::BuildKey &key);
    void journalChanged();
    /// Builds were put on the list behind the one that runs: \p words say so.
    void queued(const QString &words);
    /// The connection that follows the builds is lost, or there again (an empty \p reason).
    void watchLost(const QString &reason);

private:
    void next();
    void foretell(const index::BuildOrder &order);
    void runEnded();
    bool tellsItself(int pid) const;
    void watchIfNeeded();

    QPointer<Server> m_server;
    store::Workspace &m_workspace;
    index::BuildWatch m_watch;
    index::BuildJournal m_journal;
    std::unique_ptr<index::BuildRun> m_run;
    std::deque<index::BuildOrder> m_queue;
    bool m_isLast = false; ///< the run was cancelled or left: none follows it, however it ends
    std::function<void()> m_whenEnded; ///< waits for the end of the run
    bool m_wanted = false;
    int m_expected = 0; ///< builds of an earlier run whose end is not known yet
};

} // namespace quiver::ui
