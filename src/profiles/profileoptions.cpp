// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profileoptions.h"

namespace quiver::profiles {

pg::ConnectOptions connectOptions(const store::Profile &profile, const ProfileSecrets &secrets)
{
    pg::ConnectOptions options;
    options.parameters = profile.parameters;
    options.password = secrets.password;
    options.keyPassphrase = secrets.keyPassphrase;
    options.readOnly = profile.readOnly;
    options.settings = profile.settings;
    options.keepAlive = profile.keepAlive;
    options.answerTimeout = profile.answerTimeout;
    return options;
}

pg::PoolSettings poolSettings(const store::Profile &profile)
{
    pg::PoolSettings settings;
    settings.size = profile.pool.size;
    settings.maxOverflow = profile.pool.maxOverflow;
    settings.timeout = profile.pool.timeout;
    settings.recycle = profile.pool.recycle;
    settings.prePing = profile.pool.prePing;
    return settings;
}

QString profileSummary(const store::Profile &profile)
{
    return connectOptions(profile).summary();
}

} // namespace quiver::profiles
