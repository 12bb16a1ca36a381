// SPDX-License-Identifier: GPL-3.0-or-later
// Follows all index builds of a server, started by whomever, from a session of its own, through lost connections to their end.
//
// Lives on its creator's thread; its signals arrive there. It looks every 200 ms to a second, by how old the builds are, and more seldom
// where a look takes long: never more than a hundredth of a build's time.
#pragma once

#include "index/buildclock.h"
#include "index/buildquery.h"
#include "pg/session.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <map>
#include <memory>

namespace quiver::index {

struct WatchedBuild {
    BuildProgress progress;
    BuildEstimate estimate;
    std::vector<PhaseSpan> phases;
    qint64 walBytes = -1;  ///< the server's WAL since the watch saw the build for the first time; -1: a standby
    int mostWorkers = 0;   ///< parallel workers that were seen at once
    bool operator==(const WatchedBuild &) const = default;
};

/// How a build ended, as found by looking for its index.
struct BuildEnding {
    enum class Kind {
        Valid,
        Invalid,       ///< cancelled or failed; CONCURRENTLY leaves it for somebody to drop
        Unchanged,     ///< REINDEX, cancelled or failed: the index is as it was before, and valid
        Gone,          ///< no index: cancelled, failed, or dropped at once by somebody else
        Uncommitted,   ///< built within a transaction that is still open
        ServerStopped, ///< the server was restarted in mid-build
        Unseen,        ///< in another database, or nothing is known to look for
    };
    WatchedBuild last;
    Kind kind = Kind::Unseen;
    bool restarted = false; ///< the server was, in mid-build
    qint64 indexBytes = -1;
    QString index; ///< its name, where it is another one than was seen last: the copy of a REINDEX CONCURRENTLY takes that of the index. Empty: the same
    bool isPartitioned = false; ///< Invalid means of one: partitions are left to be built
    QStringList leftBehind; ///< INVALID copies of a REINDEX CONCURRENTLY
    std::vector<RateSample> samples; ///< at most 200
    /// A sentence: what became of it, and what to do next.
    QString words() const;
};

class BuildWatch final : public QObject
{
    Q_OBJECT

public:
    /// Makes its session, which connects with start(). \p services: jobs are not listed.
    BuildWatch(pg::ConnectOptions options, std::shared_ptr<pg::TypeRegistry> types, pg::Services services, QObject *parent = nullptr);
    ~BuildWatch() override;
    Q_DISABLE_COPY_MOVE(BuildWatch)

    void start();
    void stop();
    bool isRunning() const { return m_running; }
    /// A build that was seen before this watch (by an earlier run of the program): its end is told, too, where it has gone meanwhile.
    void expect(const BuildProgress &build);

    /// As of the latest look, the oldest first.
    const std::vector<WatchedBuild> &builds() const { return m_builds; }
    const WatchedBuild *find(int pid) const; ///< null: it builds nothing
    std::vector<RateSample> samples(const BuildKey &key, std::size_t most) const;
    /// Of the build that the session \p pid runs now, or is going to.
    void setOutline(int pid, const BuildOutline &outline);
    /// The session \p pid was told that its graph no longer fits into memory.
    void noteSpill(int pid, double row);

    bool isLost() const { return m_isLost; }
    qint64 looks() const { return m_looks; } ///< that were answered
    int periodMs() const; ///< until the next look
    /// The pause that is wanted, 200 to 1000 ms, or longer where looks take \p lookMs each: a hundred times that.
    static int pauseMs(double wantedMs, double lookMs);

Q_SIGNALS:
    void looked(); ///< builds() are new; once for each look that was answered
    void buildFound(const quiver::index::WatchedBuild &build);
    void buildEnded(const quiver::index::BuildEnding &ending);
    void connectionLost(const QString &reason);
    void connectionBack();
    /// The server does not answer the question itself; it is asked again.
    void lookFailed(const QString &reason);

private:
    struct Followed {
        WatchedBuild build;
        BuildClock clock;
        qint64 walAtFirst = -1;
        bool isExpected = false; ///< not yet seen by this watch
    };
    struct Look {
        BuildSnapshot snapshot;
        double milliseconds = 0;
    };
    void look();
    void arrived(const Look &look);
    void failed(const std::exception_ptr &error);
    void see(const BuildProgress &progress, qint64 wal);
    void lookForEnd(const BuildKey &key, bool restarted);
    void ended(const BuildKey &key, const BuildEnding &ending);
    void publish();
    void again(int milliseconds);

    std::unique_ptr<pg::Session> m_session;
    QTimer m_timer;
    std::map<BuildKey, Followed> m_followed;
    std::map<int, BuildOutline> m_outlines; // by pid, of builds that are not seen yet
    std::map<std::pair<QString, quint32>, IvfflatPace> m_paces; // by database and table, of builds that ended
    std::vector<WatchedBuild> m_builds;
    bool m_running = false;
    bool m_isLost = false;
    quint64 m_generation = 0; // of start() and stop(): replies of an earlier one are dropped
    qint64 m_looks = 0;
    double m_lookMs = 0;      // what the quickest looks of late took of the server's time: the pauses are a hundred times that
    qint64 m_serverStartedAtUs = 0;
};

} // namespace quiver::index

Q_DECLARE_METATYPE(quiver::index::WatchedBuild)
Q_DECLARE_METATYPE(quiver::index::BuildEnding)
