// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a command line as a POSIX shell does, and quotes words for one. Pure.
#pragma once

#include "profiles/connectiondraft.h"

namespace quiver::profiles {

struct ShellWord {
    QString text; ///< without its quotes
    Place place;
    bool assignment = false; ///< NAME=value with an unquoted name, in front of the command
};

struct ShellWords {
    QList<ShellWord> words; ///< of the first command, without comments
    QString unclosed;       ///< the quote that is not closed; empty: all are
    Place unclosedAt;
};

ShellWords splitShell(const QString &text);
/// As one word; as it is where a shell sees nothing special in it.
QString shellQuoted(const QString &word);

} // namespace quiver::profiles
