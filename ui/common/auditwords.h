// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit of pgvector's version found, in the user's language.
#pragma once

#include "catalog/versionaudit.h"

#include <QCoreApplication>

namespace quiver::ui {

/// Needs no window: every answer is a function of its arguments.
class AuditWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::AuditWords)

public:
    /// One sentence: "4 known defects in 0.8.0, one of them a vulnerability".
    static QString summary(const catalog::VersionAudit &audit);
    /// A line for each finding: "0.8.2 (CVE-2026-3172): …".
    static QStringList findings(const catalog::VersionAudit &audit);
    /// What to do about it; empty where there is nothing to do. \p serverVersion: 150018
    static QString nextStep(const catalog::VersionAudit &audit, int serverVersion);
    /// Where extension, library and host differ in their versions; empty: they do not.
    static QString versionsText(const catalog::VersionAudit &audit);
};

} // namespace quiver::ui
