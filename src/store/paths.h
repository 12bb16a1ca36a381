// SPDX-License-Identifier: GPL-3.0-or-later
// Where the workspace lives, and how its directory and file are kept from other users' eyes.
#pragma once

#include <QString>

namespace quiver::store {

/// The directory named by the environment variable QUIVER_WORKSPACE, else the user's application data directory.
/// Nothing is created.
QString workspaceDirectory();

/// workspace.sqlite in \p directory, or in workspaceDirectory().
QString workspaceFile(const QString &directory = {});

/// Creates \p directory for this user only (0700). One that exists is left as it is.
/// \throws Error (Unusable) naming the directory
void ensurePrivateDirectory(const QString &directory);

/// Creates \p file empty for this user only (0600), or takes other users' rights away from the one that is there.
/// \throws Error (Unusable) when it cannot be created or opened for writing
void ensurePrivateFile(const QString &file);

} // namespace quiver::store
