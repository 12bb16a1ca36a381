// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/versionaudit.h"

#include <QCoreApplication>
#include <QVersionNumber>

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

#define QUIVER_AUDIT(text) QT_TRANSLATE_NOOP("quiver::catalog::VersionAudit", text)

constexpr Defect defects[] = {
    {.fixedIn = "0.1.6",
     .kind = DefectKind::Crash,
     .what = QUIVER_AUDIT("Counting rows could crash the server.")},
    {.fixedIn = "0.3.1",
     .since = "0.2.7",
     .kind = DefectKind::Corruption,
     .method = "ivfflat",
     .reference = "#41",
     .what = QUIVER_AUDIT("Inserts silently damaged IVFFlat indexes, which then miss rows.")},
    {.fixedIn = "0.3.1",
     .kind = DefectKind::Crash,
     .method = "ivfflat",
     .what = QUIVER_AUDIT("Building an IVFFlat index with more than 6,500 lists could crash the server.")},
    {.fixedIn = "0.4.3",
     .kind = DefectKind::WrongResults,
     .what = QUIVER_AUDIT(
         "Binary input, vector addition and subtraction let infinite and NaN values into vectors and into "
         "the centres of IVFFlat lists.")},
    {.fixedIn = "0.4.4",
     .kind = DefectKind::Crash,
     .what = QUIVER_AUDIT("A malformed vector in text form could crash the server.")},
    {.fixedIn = "0.5.0",
     .kind = DefectKind::WrongResults,
     .what = QUIVER_AUDIT(
         "Cosine distances could lie outside of 0 to 2; IVFFlat gave wrong results for NULL and NaN "
         "distances.")},
    {.fixedIn = "0.6.1",
     .kind = DefectKind::WrongResults,
     .what = QUIVER_AUDIT(
         "The subtraction of vectors was declared commutative: the planner could swap its sides."),
     .inDeclarations = true},
    {.fixedIn = "0.6.1",
     .kind = DefectKind::Crash,
     .what = QUIVER_AUDIT("With the library in shared_preload_libraries the server could crash.")},
    {.fixedIn = "0.7.2",
     .kind = DefectKind::Corruption,
     .what = QUIVER_AUDIT("Indexes of unlogged tables were broken after a crash of the server.")},
    {.fixedIn = "0.7.4",
     .since = "0.6.0",
     .kind = DefectKind::Corruption,
     .method = "hnsw",
     .what =
         QUIVER_AUDIT("Workers that build an HNSW index in parallel were not kept apart by the right locks."),
     .until = QUIVER_AUDIT("Build with max_parallel_maintenance_workers = 0.")},
    {.fixedIn = "0.8.2",
     .since = "0.6.0",
     .kind = DefectKind::Vulnerability,
     .method = "hnsw",
     .reference = "CVE-2026-3172",
     .what = QUIVER_AUDIT(
         "A parallel build of an HNSW index writes past its buffer: it may crash the server or leak data of "
         "other tables."),
     .until = QUIVER_AUDIT("Build with max_parallel_maintenance_workers = 0.")},
    {.fixedIn = "0.8.3",
     .since = "0.5.0",
     .kind = DefectKind::Corruption,
     .method = "hnsw",
     .reference = "#988",
     .what = QUIVER_AUDIT(
         "VACUUM beside many inserts could damage an HNSW index: errors such as \"different vector "
         "dimensions\", and rows that are not found.")},
    {.fixedIn = "0.8.3",
     .kind = DefectKind::WrongResults,
     .what = QUIVER_AUDIT("On PostgreSQL 18 the functions for bit vectors had a regression."),
     .minServer = 18},
    {.fixedIn = "0.8.4",
     .since = "0.5.0",
     .kind = DefectKind::Corruption,
     .method = "hnsw",
     .reference = "#993",
     .what = QUIVER_AUDIT(
         "VACUUM of an HNSW index could end with \"hnsw graph not repaired\", and inserts beside it could "
         "fail.")},
    {.fixedIn = "0.8.6",
     .kind = DefectKind::Vulnerability,
     .method = "ivfflat",
     .reference = "CVE-2026-18022",
     .what = QUIVER_AUDIT("On 32-bit servers the build of an IVFFlat index could overflow its memory."),
     .only32Bit = true},
    {.fixedIn = "0.8.7",
     .since = "0.5.0",
     .kind = DefectKind::Corruption,
     .method = "hnsw",
     .reference = "#1010",
     .what = QUIVER_AUDIT(
         "An insert beside VACUUM could leave the same neighbour twice in an HNSW index, so that searches "
         "find fewer rows.")},
};

QVersionNumber number(const QString &version)
{
    return QVersionNumber::fromString(version.trimmed());
}

QVersionNumber number(const char *version)
{
    return QVersionNumber::fromString(QLatin1StringView(version));
}

// Whether the code or the declarations of \p version have the defect.
bool isIn(const Defect &defect, const QVersionNumber &version)
{
    return version < number(defect.fixedIn) && version >= number(defect.since);
}

bool applies(const Defect &defect, const AuditInput &input)
{
    return input.serverVersion / 10000 >= defect.minServer && (!defect.only32Bit || input.bits == 32);
}

} // namespace

bool VersionAudit::hasVulnerability() const
{
    return std::ranges::any_of(findings, [](const AuditFinding &finding) {
        return finding.present && finding.defect.kind == DefectKind::Vulnerability;
    });
}

bool VersionAudit::hasCorruption() const
{
    return std::ranges::any_of(findings, &AuditFinding::needsReindex);
}

QStringList VersionAudit::methodsToReindex() const
{
    QStringList methods;
    for (const AuditFinding &finding : findings) {
        const QString method = QString::fromLatin1(finding.defect.method);
        if (finding.needsReindex() && !method.isEmpty() && !methods.contains(method))
            methods << method;
    }
    return methods;
}

VersionAudit auditPgvector(const AuditInput &input)
{
    VersionAudit audit;
    const QVersionNumber available = number(input.available);
    audit.library = !input.loaded.isEmpty()      ? input.loaded
                    : !input.available.isEmpty() ? input.available
                                                 : input.installed;
    const QVersionNumber library = number(audit.library);
    // Not created yet: what CREATE EXTENSION would bring is judged.
    const QVersionNumber installed = input.installed.isEmpty() ? library : number(input.installed);
    audit.known = !library.isNull() && !installed.isNull();
    if (!audit.known)
        return audit;
    audit.updateExtension = !input.installed.isEmpty() && available > installed;
    audit.extensionIsAhead = !input.available.isEmpty() && installed > available;
    audit.libraryDiffers = !input.loaded.isEmpty() && !available.isNull() && library != available;
    QVersionNumber wanted;
    for (const Defect &defect : defects) {
        if (!applies(defect, input))
            continue;
        const bool present = isIn(defect, defect.inDeclarations ? installed : library);
        const bool mayHaveLeftDamage = defect.kind == DefectKind::Corruption && !input.installed.isEmpty()
                                       && isIn(defect, std::min(installed, library));
        if (!present && !mayHaveLeftDamage)
            continue;
        audit.findings.prepend({defect, present});
        if (!present)
            continue;
        wanted = std::max(wanted, number(defect.fixedIn));
        audit.upgradePackage =
            audit.upgradePackage || (!available.isNull() && available < number(defect.fixedIn));
    }
    audit.wanted = wanted.isNull() ? QString() : wanted.toString();
    return audit;
}

std::optional<Defect> parallelBuildDefect(const QString &version)
{
    for (const AuditFinding &finding : auditPgvector({.installed = version}).findings) {
        if (finding.present && QLatin1StringView(finding.defect.until).contains(buildWorkersSetting))
            return finding.defect;
    }
    return {};
}

QList<Defect> pgvectorDefects()
{
    return {std::begin(defects), std::end(defects)};
}

// https://www.postgresql.org/support/versioning/
QDate endOfLife(int major)
{
    switch (major) {
    case 13: return {2025, 11, 13};
    case 14: return {2026, 11, 12};
    case 15: return {2027, 11, 11};
    case 16: return {2028, 11, 9};
    case 17: return {2029, 11, 8};
    case 18: return {2030, 11, 14};
    default: return {};
    }
}

} // namespace quiver::catalog
