// SPDX-License-Identifier: GPL-3.0-or-later
// A server that the user has opened: who it is, how careful to be with it, the pool that reaches it, and how well that does.
#pragma once

#include "core/environment.h"
#include "pg/pool.h"
#include "profiles/route.h"
#include "sql/changejournal.h"

#include <QColor>
#include <QDateTime>
#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace quiver::store {
class Workspace;
}

namespace quiver::ui {

struct ServerIdentity {
    QString profileId;  ///< of the store's profile; empty for one opened by URL
    QString name;       ///< the profile's name, as the user calls it
    core::Environment environment = core::Environment::Development;
    bool readOnly = false;
    QColor color;       ///< the profile's own; invalid: the environment's
};

/// Whether the server can be reached, as its sessions know it.
struct ServerHealth {
    pg::PoolHealth state = pg::PoolHealth::Unknown;
    QString host;        ///< "db2:5432" of the latest connection
    QDateTime lostAt;    ///< local time; invalid while all is well
    QString reason;      ///< why it was lost
    QString latestError; ///< why the latest attempt to get it back failed; empty: none did
    int attempt = 0;     ///< the number of the next attempt; 0: none was announced
    QDateTime nextTryAt; ///< when it comes
    bool isWell() const { return state == pg::PoolHealth::Good || state == pg::PoolHealth::Unknown; }
};

/// Owned by the shell; screens hold it by QPointer, because the user may close it at any time.
class Server final : public QObject
{
    Q_OBJECT

public:
    Server(ServerIdentity identity, pg::ConnectOptions options, pg::PoolSettings pool, pg::Services services, QObject *parent);

    /// The way that the pool's sessions go; ends with the server. The pool follows its options.
    void setRoute(std::unique_ptr<profiles::Route> route);
    /// Null where there is none: straight to the hosts.
    profiles::Route *route() const { return m_route.get(); }
    const ServerIdentity &identity() const { return m_identity; }
    pg::Pool &pool() { return m_pool; }
    const pg::Pool &pool() const { return m_pool; }
    const ServerHealth &health() const { return m_health; }
    /// Looks for it with the smallest possible work, for a user who does not want to wait for the next attempt.
    void tryNow();
    /// The database it is connected to, as far as known: from the options.
    QString database() const;
    /// "user@host:port/database" without secrets.
    QString summary() const;

    /// Where Changes that are run on it are kept; null: nowhere. Outlives the server's sessions.
    void setJournal(store::Workspace *journal) { m_journal = journal; }
    store::Workspace *journal() const { return m_journal; }
    sql::ChangePlace place() const { return {QUuid::fromString(m_identity.profileId), summary(), database()}; }

    /// A Change was run on it, with whichever end: for screens that show what it changed, and for the journal where it is not
    /// \p kept there yet.
    void reportChange(const sql::ChangeReport &report, bool kept = false) { Q_EMIT changeFinished(report, kept); }
    /// Something that is no Change has made or removed objects: a migration.
    void reportNewObjects() { Q_EMIT objectsChanged(); }

Q_SIGNALS:
    void healthChanged();
    void changeFinished(const quiver::sql::ChangeReport &report, bool kept);
    void objectsChanged();
    /// Every connection to it is gone; once per outage.
    void wentAway();
    /// There is a connection again, \p afterMs after the loss.
    void cameBack(qint64 afterMs);

private:
    void watch();
    void stateChanged();

    ServerIdentity m_identity;
    store::Workspace *m_journal = nullptr;
    ServerHealth m_health;
    QElapsedTimer m_sinceLoss; ///< valid during an outage
    bool m_wasConnected = false;
    std::unique_ptr<profiles::Route> m_route; // outlives the pool, whose sessions go through it
    pg::Pool m_pool;
};

} // namespace quiver::ui
