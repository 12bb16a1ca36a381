// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one program to its end, as the server's user, with a clean environment.
#pragma once

#include "core/job.h"
#include "sandbox/serveraccount.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace quiver::sandbox {

struct ProcessResult {
    int exitCode = -1;
    QByteArray output; ///< standard output
    QByteArray errors; ///< standard error
    bool ok() const { return exitCode == 0; }
    /// What it said, for a message: standard error, or else standard output, trimmed.
    QString said() const;
};

struct ProcessRequest {
    QString program;
    QStringList arguments;
    QByteArray input;
    std::optional<ServerAccount> account; ///< whom to run it as; nobody: the user of this program
    int timeoutMs = 120'000;
};

/// Blocks. The variables PG* and LC_* of the environment are taken away: they must not lead the server's programs
/// elsewhere. Where \p job is given, its cancel terminates the program.
/// \throws core::Error when the program cannot be started or takes too long; core::Cancelled
ProcessResult runProcess(const ProcessRequest &request, const core::JobContext *job = nullptr);

/// The locale the server's programs and a new cluster get: C.UTF-8 where the C library has it, C otherwise.
QString serverLocale();

} // namespace quiver::sandbox
