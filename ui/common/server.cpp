// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/server.h"

namespace quiver::ui {

Server::Server(ServerIdentity identity, pg::ConnectOptions options, pg::PoolSettings pool, pg::Services services, QObject *parent)
    : QObject(parent), m_identity(std::move(identity)), m_pool(std::move(options), pool, services, m_identity.name)
{
}

QString Server::database() const
{
    const QMap<QString, QString> parameters = m_pool.options().parameters;
    const QString database = parameters.value(QStringLiteral("dbname"));
    return database.isEmpty() ? parameters.value(QStringLiteral("user")) : database;
}

QString Server::summary() const
{
    return m_pool.options().summary();
}

} // namespace quiver::ui
