// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/identity.h"

namespace quiver::ui {

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
