// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/profileoptions.h"

namespace quiver::ui {

pg::ConnectOptions connectOptions(const store::Profile &profile, const QByteArray &password)
{
    pg::ConnectOptions options;
    options.parameters = profile.parameters;
    options.password = password;
    if (profile.readOnly)
        options.settings.append({QStringLiteral("default_transaction_read_only"), QStringLiteral("on")});
    options.settings.append(profile.settings);
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

QColor profileColor(const store::Profile &profile)
{
    return profile.color.isEmpty() ? QColor() : QColor(profile.color);
}

QString profileSummary(const store::Profile &profile)
{
    return connectOptions(profile, {}).summary();
}

} // namespace quiver::ui
