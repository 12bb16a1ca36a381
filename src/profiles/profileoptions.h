// SPDX-License-Identifier: GPL-3.0-or-later
// From a profile, as the workspace keeps it, to what the engine connects with.
#pragma once

#include "pg/pool.h"
#include "store/profile.h"

namespace quiver::profiles {

/// What of a profile is secret, as the keychain or the user gave it.
struct ProfileSecrets {
    QByteArray password;
    QByteArray keyPassphrase;
    bool operator==(const ProfileSecrets &) const = default;
};

/// Straight to the profile's hosts; see Route for the way through its tunnel.
pg::ConnectOptions connectOptions(const store::Profile &profile, const ProfileSecrets &secrets = {});
pg::PoolSettings poolSettings(const store::Profile &profile);
/// "user@host:port/database".
QString profileSummary(const store::Profile &profile);

} // namespace quiver::profiles
