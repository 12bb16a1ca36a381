// SPDX-License-Identifier: GPL-3.0-or-later
// Each migration finds the session as a new psql would: what the one before has SET, and whoever it has become, is undone.
#pragma once

#include <QString>

#include <utility>
#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::migrations {

class MigrationSession
{
public:
    /// Notes what the connection has set itself.
    explicit MigrationSession(pg::Connection &connection);
    /// Outside of a transaction, or in one that has not failed. \throws pg::Error
    void restore() const;
    /// For the transaction that is open: who the connection was before a file became somebody else.
    void beOurselves() const;

private:
    pg::Connection &m_connection;
    QString m_role;
    std::vector<std::pair<QString, QString>> m_settings;
};

} // namespace quiver::migrations
