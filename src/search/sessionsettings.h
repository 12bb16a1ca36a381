// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that matter to vector queries as one session has them, and how they are set for it.
#pragma once

#include "search/searchsettings.h"

#include <QByteArray>

#include <vector>

namespace quiver::pg {
class Connection;
}

namespace quiver::search {

struct SessionSetting {
    const SearchSetting *setting = nullptr; ///< what it is called, takes and does
    QString value;    ///< as SHOW writes it: "4MB"
    QString standard; ///< what RESET brings back, written likewise
    QString source;   ///< PostgreSQL's word: "default", "configuration file", "database", "session", ...
    bool operator==(const SessionSetting &) const = default;
};

/// Those of searchSettings() that this server and its pgvector know, in that order. pgvector is loaded for it.
std::vector<SessionSetting> readSessionSettings(pg::Connection &connection);
/// Until the session ends; within a transaction, a rollback takes them back. \throws pg::Error for a value that the server does not take
void setForSession(pg::Connection &connection, const SettingValues &values);
/// RESET: the value that the session began with.
void resetForSession(pg::Connection &connection, const QString &name);

/// A JSON object; \p settingValuesFrom takes what it understands of one.
QByteArray toJson(const SettingValues &values);
SettingValues settingValuesFrom(const QByteArray &json);

} // namespace quiver::search
