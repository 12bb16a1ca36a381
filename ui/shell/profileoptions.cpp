// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/profileoptions.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

pg::ConnectOptions connectOptionsFor(const store::Profile &profile, const QByteArray &password)
{
    pg::ConnectOptions options;
    options.parameters = profile.parameters;
    options.password = password;
    options.settings = profile.settings;
    if (profile.readOnly)
        options.settings.emplaceBack(u"default_transaction_read_only"_s, u"on"_s); // last: it wins over the user's own
    return options;
}

pg::PoolSettings poolSettingsFor(const store::Profile &profile)
{
    pg::PoolSettings settings;
    settings.size = profile.pool.size;
    settings.maxOverflow = profile.pool.maxOverflow;
    settings.timeout = profile.pool.timeout;
    settings.recycle = profile.pool.recycle;
    settings.prePing = profile.pool.prePing;
    return settings;
}

ServerIdentity identityOf(const store::Profile &profile)
{
    ServerIdentity identity;
    identity.profileId = profile.id.toString(QUuid::WithoutBraces);
    identity.name = profile.name;
    identity.environment = profile.environment;
    identity.readOnly = profile.readOnly;
    identity.color = profile.color.isEmpty() ? QColor() : QColor(profile.color);
    return identity;
}

ServerIdentity identityOf(const pg::ConnectOptions &options)
{
    ServerIdentity identity;
    identity.name = options.summary();
    return identity;
}

} // namespace quiver::ui
