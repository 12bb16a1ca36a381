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
    /// One of ours that was asked for.
    struct Waiting {
        quint64 id = 0; ///< its own for as long as this lives, never 0
        index::BuildOrder order;
    };

    /// Has sessions of its own, with the server's options. Looks at once for builds that an earlier run of the program left.
    ServerBuilds(Server &server, store::Workspace &workspace, const pg::Services &services, QObject *parent = nullptr);
    ~ServerBuilds() override;

    Server *server() const { return m_server; }
    const index::BuildWatch &watch() const { return m_watch; }
    /// Null: no run of ours builds in the session \p pid; one whose connection was lost does not any more.
    index::BuildRun *runOf(int pid) const;
    /// The one that runs; null: none does.
    index::BuildRun *current() const;
    /// Of the one that runs; 0: none does.
    quint64 currentId() const { return current() ? m_runId : 0; }
    /// That wait for the one that runs, in the order in which they are built.
    const std::deque<Waiting> &waiting() const { return m_queue; }
    /// Does nothing where that one does not wait any more.
    void takeOff(quint64 id);
    /// They are built in their order, after those that were asked for before; where one fails, those after it are not begun.
    /// \returns which is begun, or what it waits for, in a sentence
    QString start(const BuildRequest &request);
    /// Somebody looks at the builds; without that, the server is asked only while one of ours runs.
    void setWanted(bool wanted);
    /// Where \p id is the one that runs; those that wait are not begun then, which ended() tells.
    void cancel(quint64 id);

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
    quint64 m_runId = 0;    ///< of the order that it runs, or ran
    quint64 m_latestId = 0; ///< that was given
    std::deque<Waiting> m_queue;
    bool m_isLast = false; ///< the run was cancelled or left: none follows it, however it ends
    std::function<void()> m_whenEnded; ///< waits for the end of the run
    bool m_wanted = false;
    int m_expected = 0; ///< builds of an earlier run whose end is not known yet
};

} // namespace quiver::ui
