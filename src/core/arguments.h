// SPDX-License-Identifier: GPL-3.0-or-later
// The program's arguments, with secrets taken out of what other users of the machine can see of them.
#pragma once

#include <QStringList>

namespace quiver::core {

/// Reads argv without the program's name. A connection string behind --url that may hold a password is overwritten with
/// asterisks in place, because ps(1) shows argv to everybody: so this must come before anything else in main().
QStringList takeArguments(int argc, char **argv);

} // namespace quiver::core
