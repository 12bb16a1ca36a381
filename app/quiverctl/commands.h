// SPDX-License-Identifier: GPL-3.0-or-later
// The subcommands of quiverctl. Each takes its own arguments (without program and subcommand) and returns an exit status.
#pragma once

#include <QStringList>

namespace quiver::ctl {

enum ExitStatus {
    Succeeded = 0,
    Failed = 1,
    WrongUsage = 2,
    NeedsAttention = 3, ///< migrate status --check, repair, doctor --check: something is pending, changed, missing or dirty; bench: a condition failed
    Interrupted = 130, ///< what shells say of a program that Ctrl+C ended
};

int sandboxCommand(const QStringList &arguments);
int demoCommand(const QStringList &arguments);
int queryCommand(const QStringList &arguments);
int explainCommand(const QStringList &arguments);
int doctorCommand(const QStringList &arguments);
int exportCommand(const QStringList &arguments);
int connectionsCommand(const QStringList &arguments);
int journalCommand(const QStringList &arguments);
int rowCommand(const QStringList &arguments);
int scriptCommand(const QStringList &arguments);
int schemaCommand(const QStringList &arguments);
int indexCommand(const QStringList &arguments);
int migrateCommand(const QStringList &arguments);
int embedCommand(const QStringList &arguments);
int benchCommand(const QStringList &arguments);
int searchCommand(const QStringList &arguments);
int loadCommand(const QStringList &arguments);

} // namespace quiver::ctl
