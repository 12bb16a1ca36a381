// SPDX-License-Identifier: GPL-3.0-or-later
// A search that was kept under a name. What it asks for is JSON that the room of searches writes and reads.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUuid>

namespace quiver::store {

struct SavedSearch {
    QUuid id;           ///< never null in the workspace
    QString name;
    QUuid profileId;    ///< null: of the sandbox, or of no saved connection
    QString database;
    QString table;      ///< with its schema, as SQL writes it: to be found by
    QByteArray query;   ///< JSON
    QDateTime usedAt;   ///< when it was last run; invalid: never
    bool operator==(const SavedSearch &) const = default;

    /// With an id of its own.
    static SavedSearch create()
    {
        SavedSearch search;
        search.id = QUuid::createUuid();
        return search;
    }
};

} // namespace quiver::store
