// SPDX-License-Identifier: GPL-3.0-or-later
// What the user asked for on the command line.
#pragma once

#include "ui/common/theme.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace quiver {

struct CommandLine {
    QString url;              ///< of a server to open at once
    bool sandbox = false;
    QString workspace;        ///< directory; empty: the user's own
    std::optional<ui::ThemeMode> theme; ///< for this run; empty: as it was left
    QString tour;             ///< directory for the pictures; empty: no tour
    bool quitAfterStart = false;
    bool version = false;
    bool help = false;
    QString error;            ///< what is wrong with it; empty when nothing is
    QString helpText;
};

CommandLine parseCommandLine(const QStringList &arguments);

} // namespace quiver
