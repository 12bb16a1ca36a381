// SPDX-License-Identifier: GPL-3.0-or-later
// A command that is a family: its first argument chooses the action.
#pragma once

#include <QList>
#include <QStringList>

namespace quiver::ctl {

struct Subcommand {
    QString name;
    QString purpose;
    int (*run)(const QStringList &arguments); ///< without its own name
};

/// Runs the one that the first of \p arguments names, or prints what there is. \p remark: a sentence at the end of that.
/// \throws UsageError where none is named, and what the action throws
int runSubcommand(const QString &command, const QList<Subcommand> &subcommands, const QString &remark, const QStringList &arguments);

} // namespace quiver::ctl
