// SPDX-License-Identifier: GPL-3.0-or-later
// What is known to be wrong with the version of pgvector in use: each release after it that fixed corruption, overflow, wrong
// results, a crash or a vulnerability. Pure: no connection needed.
//
// From pgvector's CHANGELOG and its issues up to 0.8.7 (October 2026).
#pragma once

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace quiver::catalog {

enum class DefectKind {
    Vulnerability, ///< has a CVE
    Corruption,    ///< an index may be damaged, or not find rows: it has to be built again
    WrongResults,
    Crash,
};

/// One thing that a release fixed. The texts are English, marked for translation in the context auditContext.
struct Defect {
    const char *fixedIn = ""; ///< "0.8.3"
    const char *since = "";   ///< the first version that has it; empty: all before
    DefectKind kind = DefectKind::Corruption;
    const char *method = "";    ///< the index access method that it is about; empty: none in particular
    const char *reference = ""; ///< "CVE-2026-3172", "#1010"; empty: only the CHANGELOG names it
    const char *what = "";      ///< what was wrong, and with which operation
    const char *until = "";     ///< what helps until the upgrade; empty: nothing known
    int minServer = 0;          ///< server_version_num / 10000 from which on it shows; 0: any
    bool only32Bit = false;     ///< on 32-bit servers only
    bool inDeclarations =
        false; ///< in what the extension declares: ALTER EXTENSION ... UPDATE mends it, not the library
};
inline constexpr char auditContext[] = "quiver::catalog::VersionAudit";

struct AuditInput {
    QString installed; ///< extversion in the database; empty: not created
    QString available; ///< default_version of the files on the host; empty: none
    QString
        loaded; ///< of the library in the server's memory, where the server tells (PostgreSQL 18, pgvector 0.8.1); else empty
    int serverVersion = 0; ///< 150018
    int bits = 0;          ///< of the server's program: 32 or 64; 0: not known, taken for 64
};

struct AuditFinding {
    Defect defect;
    /// The library in use has it. False: mended since, but indexes made before may carry the damage.
    bool present = true;
    bool needsReindex() const { return defect.kind == DefectKind::Corruption; }
};

struct VersionAudit {
    bool known = false; ///< the version could be read as a number
    QString library;    ///< the version of the code that runs: loaded, else that of the host, else installed
    QList<AuditFinding> findings; ///< newest release first
    bool updateExtension = false; ///< the host has a newer one: ALTER EXTENSION vector UPDATE
    bool upgradePackage = false;  ///< a defect is in the host's files, too
    bool libraryDiffers =
        false; ///< what is loaded is not what the host's files are: old sessions, or a preloaded library
    bool extensionIsAhead =
        false;      ///< the extension is newer than the host's files: the package was downgraded
    QString wanted; ///< the lowest version without any of the defects that are present
    bool isClean() const { return known && findings.isEmpty(); }
    bool hasVulnerability() const;
    bool hasCorruption() const;
    /// The access methods of which indexes should be built again, once the library is mended: "hnsw", "ivfflat".
    QStringList methodsToReindex() const;
};

/// Versions are compared as numbers: 0.8.10 is after 0.8.9. A suffix ("0.8.0-dev") is ignored.
VersionAudit auditPgvector(const AuditInput &input);

/// What makes it unsafe in \p version that several processes build an HNSW index; no value: nothing that is known of.
std::optional<Defect> parallelBuildDefect(const QString &version);
/// Set to 0, a build has no process beside its own.
inline constexpr QLatin1StringView buildWorkersSetting("max_parallel_maintenance_workers");

/// The list itself, oldest release first.
QList<Defect> pgvectorDefects();

/// The day from which on a major version of PostgreSQL (13 to 18) gets no fixes any more; invalid: not known.
QDate endOfLife(int major);

} // namespace quiver::catalog
