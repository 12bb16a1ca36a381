// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/auditwords.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::DefectKind;

namespace {

QString kindText(const catalog::AuditFinding &finding)
{
    switch (finding.defect.kind) {
    case DefectKind::Vulnerability: return AuditWords::tr("vulnerability");
    case DefectKind::Corruption: return AuditWords::tr("index damage");
    case DefectKind::WrongResults: return AuditWords::tr("wrong results");
    case DefectKind::Crash: return AuditWords::tr("crash");
    }
    return {};
}

QString translated(const char *text)
{
    return QCoreApplication::translate(catalog::auditContext, text);
}

} // namespace

QString AuditWords::summary(const catalog::VersionAudit &audit)
{
    if (!audit.known)
        return tr("The version %1 is not known here.").arg(audit.library);
    if (audit.findings.isEmpty())
        return tr("None known in pgvector %1").arg(audit.library);
    const int present = int(std::ranges::count_if(audit.findings, &catalog::AuditFinding::present));
    if (present == 0)
        return tr("pgvector %1 has none; indexes that an older version made or changed may carry damage")
            .arg(audit.library);
    const QString count = present == 1 ? tr("one known defect") : tr("%1 known defects").arg(present);
    return audit.hasVulnerability()
               ? tr("pgvector %1 has %2, a vulnerability among them").arg(audit.library, count)
               : tr("pgvector %1 has %2").arg(audit.library, count);
}

QStringList AuditWords::findings(const catalog::VersionAudit &audit)
{
    QStringList lines;
    for (const catalog::AuditFinding &finding : audit.findings) {
        const catalog::Defect &defect = finding.defect;
        QStringList about{kindText(finding)};
        if (*defect.reference)
            about << QString::fromLatin1(defect.reference);
        QString line =
            tr("Fixed in %1 (%2): %3", "version, kind of defect and reference, what was wrong")
                .arg(QString::fromLatin1(defect.fixedIn), about.join(u", "_s), translated(defect.what));
        if (!finding.present)
            line += u' ' + tr("Mended by the library that runs; indexes from before may carry the damage.");
        else if (*defect.until)
            line += u' ' + tr("Until the upgrade: %1").arg(translated(defect.until));
        lines << line;
    }
    return lines;
}

QString AuditWords::nextStep(const catalog::VersionAudit &audit, int serverVersion)
{
    QStringList steps;
    if (!audit.wanted.isEmpty() && audit.upgradePackage)
        steps << tr("Upgrade pgvector on the host to %1 or newer (Debian: the package "
                    "postgresql-%2-pgvector; a managed "
                    "service: ask for it).")
                     .arg(audit.wanted)
                     .arg(serverVersion / 10000);
    if (audit.libraryDiffers)
        steps << tr("Start new sessions, or restart the server where the library is preloaded, to load what "
                    "is installed.");
    const QStringList methods = audit.methodsToReindex();
    if (!methods.isEmpty())
        steps << tr("Afterwards build the %1 indexes again that saw updates or deletes.",
                    "names of index methods")
                     .arg(methods.join(u", "_s));
    else if (audit.hasCorruption())
        steps << tr("Afterwards build the indexes of unlogged tables again.");
    if (steps.isEmpty() && audit.updateExtension)
        steps << tr("The host has a newer version: bring the extension of this database up to it.");
    if (audit.extensionIsAhead)
        steps << tr("The extension is newer than the files on the host: the package was probably downgraded. "
                    "Install the newer "
                    "one again.");
    return steps.join(u' ');
}

QString AuditWords::versionsText(const catalog::VersionAudit &audit)
{
    if (audit.extensionIsAhead)
        return tr("the extension is newer than the host's files");
    if (audit.libraryDiffers)
        return tr("the library that is loaded is version %1").arg(audit.library);
    if (audit.updateExtension)
        return tr("the host has %1").arg(audit.library);
    return {};
}

} // namespace quiver::ui
