// SPDX-License-Identifier: GPL-3.0-or-later
// A server's settings judged by its vector data: which of them are too small or in the way, why, and how each is set.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "catalog/companions.h"
#include "index/extensioncare.h"

#include <map>
#include <vector>

namespace quiver::index {

/// One row of pg_settings.
struct ServerSetting {
    QString name;
    QString value;     ///< as SHOW writes it: "128MB"
    QString raw;       ///< in its unit: "16384"
    qint64 number = 0; ///< bytes, milliseconds, or the number as it is; -1 where it is none or unlimited
    QString context;   ///< "postmaster", "sighup", "user", ...
    QString source;    ///< "default", "configuration file", "database", ...
    bool isPendingRestart = false; ///< another value is configured and waits for a restart
    bool fromAutoConf = false;     ///< set by ALTER SYSTEM; only told to superusers and pg_read_all_settings
    QStringList choices;           ///< of a setting that takes one of a list
    bool needsRestart() const { return context == QLatin1String("postmaster"); }
    bool isOfSession() const { return context == QLatin1String("user") || context == QLatin1String("superuser"); }
    bool operator==(const ServerSetting &) const = default;
};

/// What the advice goes by.
struct ServerMeasure {
    std::map<QString, ServerSetting> settings;
    qint64 annBytes = 0;       ///< of all approximate indexes of the database
    int annIndexes = 0;
    qint64 graphBytes = 0;     ///< memory that the largest HNSW index would take to be built anew
    QString graphIndex;        ///< its name
    double graphRows = 0;
    QString pgvector;          ///< version of the extension in the database; empty: not there
    qint64 databaseBytes = -1; ///< -1: not allowed to know
    catalog::ManagedService service = catalog::ManagedService::SelfManaged;
    int serverVersion = 0;
    std::optional<qint64> hostMemory; ///< bytes that the server may have, where it is told
    QString hostMemorySource;  ///< whose it is: HostMachine::memorySource
    int cores = 0;             ///< of the host; 0: not known
    bool isWindows = false;
    bool maySetSystem = false; ///< ALTER SYSTEM, as a superuser
    bool mayGoInDatabase = false; ///< ALTER DATABASE ... SET, as its owner
    QString database;

    const ServerSetting *setting(const QString &name) const; ///< null: the server has none of that name
    qint64 number(const QString &name) const;                ///< -1: there is none
};
ServerMeasure measureServer(pg::Connection &connection);

struct SettingAdvice {
    enum class Severity { Fine, Note, Warning };
    QString name;
    QString value;   ///< now
    QString advised; ///< as it is written in SQL; empty: leave it
    Severity severity = Severity::Fine;
    bool isForSessions = false; ///< better in the sessions that need it than for all
    QString why;     ///< in one or two sentences
    QString how;     ///< where it is set here, and when it counts
    bool operator==(const SettingAdvice &) const = default;
};
/// In the order in which they matter. Pure. No value takes more of the host's memory than it can give; where that is not known, none is
/// more than twice the present one.
std::vector<SettingAdvice> adviceFor(const ServerMeasure &measure);

/// The names of those that the advice is about.
QStringList advisedSettings();

/// How a setting is set on this server, in words: ALTER SYSTEM, a parameter group, a flag.
QString waysToSet(const ServerMeasure &measure, const ServerSetting &setting);

/// For all of the server, undone by what was before. \p value nothing: as it was built.
CarePlan planAlterSystem(pg::Connection &connection, const QString &setting, const QString &value);
/// For new sessions of this database. Where ALTER SYSTEM is not to be had; not for settings that need a restart or a reload.
CarePlan planAlterDatabase(pg::Connection &connection, const QString &setting, const QString &value);

} // namespace quiver::index
