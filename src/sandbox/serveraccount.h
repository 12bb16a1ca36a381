// SPDX-License-Identifier: GPL-3.0-or-later
// Which user of this machine the sandbox's server runs as.
#pragma once

#include <QString>

#include <sys/types.h>

namespace quiver::sandbox {

/// The user himself; for root, whom PostgreSQL refuses, the user "postgres".
struct ServerAccount {
    uid_t uid = 0;
    gid_t gid = 0;
    QString name;
    QString home;
    bool switched = false; ///< not the user who runs this program

    /// \throws core::Error for root on a machine without a user "postgres"
    static ServerAccount determine();
};

} // namespace quiver::sandbox
