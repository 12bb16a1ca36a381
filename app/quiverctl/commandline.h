// SPDX-License-Identifier: GPL-3.0-or-later
// What the subcommands share of reading arguments: options, help, and what to say when it fails.
#pragma once

#include "core/error.h"
#include "pg/connectoptions.h"

#include <QCommandLineParser>

#include <exception>
#include <functional>

namespace quiver::ctl {

/// The arguments make no sense: ends the program with status WrongUsage and a hint at --help.
class UsageError final : public core::Error
{
public:
    using core::Error::Error;
};

/// Reads \p arguments. Adds --help: no value when it was asked for and has been printed, the program is then done.
/// \p synopsis: "query [options] SQL". \throws UsageError
bool parse(QCommandLineParser &parser, const QString &synopsis, const QStringList &arguments);

/// The value of an option as a number within [least, most]. \throws UsageError
qint64 numberOption(const QCommandLineParser &parser, const QString &name, qint64 least, qint64 most);

/// All of a file; "-" is standard input. \throws core::Error where it cannot be read
QByteArray readInput(const QString &name);

/// Whether libpq gave up because the server wants a password and none was to be found.
bool needsPassword(const std::exception_ptr &error);

/// Throws \p error again, a connection that was not made with what to do about it.
[[noreturn]] void rethrowWithHelp(const std::exception_ptr &error, const pg::ConnectOptions &options);

/// Runs \p command and turns what it throws into a message and an exit status.
int guarded(const QString &name, const std::function<int()> &command);

} // namespace quiver::ctl
