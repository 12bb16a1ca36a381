// SPDX-License-Identifier: GPL-3.0-or-later
// pgvector in a database: what is there, what may be done about it, and the Change that does it; or why it cannot be done and what
// to do instead.
//
// Functions that take a connection block on it: run them on a session's thread. They throw what it throws.
#pragma once

#include "catalog/connectiontest.h"
#include "sql/change.h"

#include <optional>

namespace quiver::schema {

struct ExtensionState {
    catalog::PgvectorState pgvector; ///< versions in the database, on the host, and of the loaded library where the server tells
    catalog::Rights rights;
    catalog::Surroundings surroundings; ///< whose service it is
    catalog::VersionAudit audit;        ///< what is known to be wrong with the versions
    int serverVersion = 0;              ///< 150018
    QString serverVersionText;          ///< "15.18 (Debian 15.18-0+deb12u1)"
    QString platform;                   ///< version()'s text: "PostgreSQL 15.18 on x86_64-pc-linux-gnu, compiled by …"
    bool inRecovery = false;
    bool readOnly = false;   ///< default_transaction_read_only
    bool isTrusted = false;  ///< whoever may CREATE in the database may create the version that is available
    bool needsSuperuser = true; ///< that version, where it is not trusted
    bool isRelocatable = true;
    QString owner;           ///< of the extension in this database
    bool isOwned = false;    ///< by a role that the user is, or is a member of
    bool isVisible = false;  ///< its types are found without naming its schema
    bool hasUpdatePath = false; ///< from the installed to the available version
    /// The library tells by what it offers that it is older than the extension, or newer: "0.7"; empty: it fits, or is not known.
    QString libraryOlder, libraryNewer;

    bool isInstalled() const { return !pgvector.installed.isEmpty(); }
    bool isOnHost() const { return !pgvector.available.isEmpty(); }
    bool isOutdated() const { return isInstalled() && audit.updateExtension; }
};

ExtensionState extensionState(pg::Connection &connection);

/// Why something cannot be done.
enum class ExtensionObstacle {
    AlreadyCreated, NotCreated, AlreadyNewest, AlreadyThere,
    NotOnHost,       ///< the host has no files of it
    BuiltIn,         ///< the server has vectors of its own and no such extension
    HostIsOlder,     ///< the extension was made by a newer package than the host has now
    NoUpdatePath,
    NeedsSuperuser, NeedsCreateOnDatabase, NotOwner, NeedsCreateOnSchema,
    Standby, ReadOnly,
    NotRelocatable,
    TypeInTheWay,    ///< the schema has a type of the same name that belongs to somebody else
    NoSchema,        ///< none was named, and the search path has none
    BadName,
};

struct ExtensionRefusal {
    ExtensionObstacle obstacle = ExtensionObstacle::NotOnHost;
    QString what; ///< what stands in the way, in a sentence
    QString next; ///< what to do about it
    bool operator==(const ExtensionRefusal &) const = default;
};

struct ExtensionRequest {
    enum class Action { Create, Update, SetSchema };
    Action action = Action::Create;
    QString schema; ///< of Create and SetSchema, made where it does not exist; empty (Create): public, or the search path's first
};

struct ExtensionPlan {
    sql::Change change; ///< empty where it is refused
    std::optional<ExtensionRefusal> refusal;
    QStringList notes;  ///< what to know besides, a sentence each
};

/// From the state alone, as far as that decides; the schema's own obstacles are found by planExtension().
std::optional<ExtensionRefusal> refusalOf(const ExtensionState &state, ExtensionRequest::Action action);

ExtensionPlan planExtension(pg::Connection &connection, const ExtensionRequest &request);
/// The same with a state that was read already.
ExtensionPlan planExtension(pg::Connection &connection, const ExtensionRequest &request, const ExtensionState &state);

/// A step that creates the extension in \p schema, which must exist.
sql::ChangeStep createExtensionStep(const pg::Connection &connection, const ExtensionState &state, const QString &schema);
/// Where the extension goes when nobody says: public where the user's search path has it, else the path's first schema; empty:
/// there is none.
QString extensionHome(pg::Connection &connection);

/// How the extension's files get onto the server's host.
struct InstallWay {
    QString place;   ///< "Debian and Ubuntu", "Amazon RDS"
    QString command; ///< for a shell on the host; empty where there is none
    QString note;
    bool isLikely = false; ///< the server says that it is of this kind
    bool operator==(const InstallWay &) const = default;
};
/// The likely ones first. \p serverVersionText and \p platform as in ExtensionState.
std::vector<InstallWay> installWays(catalog::ManagedService service, int serverVersion, const QString &serverVersionText,
                                    const QString &platform);

/// What pgvector's versions after \p from up to \p to brought, oldest first: "0.8.0: iterative index scans, …".
QStringList versionNews(const QString &from, const QString &to);

} // namespace quiver::schema
