// SPDX-License-Identifier: GPL-3.0-or-later
// A server that the user has opened: who it is, how careful to be with it, and the pool that reaches it.
#pragma once

#include "core/environment.h"
#include "pg/pool.h"

#include <QColor>
#include <QObject>

namespace quiver::ui {

struct ServerIdentity {
    QString profileId;  ///< of the store's profile; empty for one opened by URL
    QString name;       ///< the profile's name, as the user calls it
    core::Environment environment = core::Environment::Development;
    bool readOnly = false;
    QColor color;       ///< the profile's own; invalid: the environment's
};

/// Owned by the shell; screens hold it by QPointer, because the user may close it at any time.
class Server final : public QObject
{
    Q_OBJECT

public:
    Server(ServerIdentity identity, pg::ConnectOptions options, pg::PoolSettings pool, pg::Services services, QObject *parent);

    const ServerIdentity &identity() const { return m_identity; }
    pg::Pool &pool() { return m_pool; }
    const pg::Pool &pool() const { return m_pool; }
    /// The database it is connected to, as far as known: from the options.
    QString database() const;
    /// "user@host:port/database" without secrets.
    QString summary() const;

private:
    ServerIdentity m_identity;
    pg::Pool m_pool;
};

} // namespace quiver::ui
