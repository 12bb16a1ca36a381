// SPDX-License-Identifier: GPL-3.0-or-later
// The question before something is written: --yes answers it, --confirm where a name has to be typed.
#pragma once

#include "sql/guard.h"

#include <QCommandLineParser>

namespace quiver::ctl {

struct Question {
    QString text;            ///< "Apply?"
    QString production = {}; ///< why a name is wanted: "this is production, and something would be destroyed"
    bool hasDryRun = true;   ///< --dry-run shows what it would do
};

/// Whether the user wants what was shown. A name that \p guard wants typed is not replaced by --yes.
/// \throws UsageError where nobody can be asked, or --confirm is another name
bool agrees(const QCommandLineParser &parser, const sql::Guard &guard, const Question &question);

} // namespace quiver::ctl
