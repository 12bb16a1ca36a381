// SPDX-License-Identifier: GPL-3.0-or-later
// Profiles as a JSON text to be given to a colleague: never with a secret, never with what only this machine knows (ids, last
// use).
#pragma once

#include "store/profile.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace quiver::profiles {

QByteArray exportProfiles(const QList<store::Profile> &profiles);

struct ImportedProfiles {
    QList<store::Profile> profiles; ///< with new ids
    QStringList problems;           ///< a sentence each: what was left out, and where it stands
};
ImportedProfiles importProfiles(const QByteArray &json);

} // namespace quiver::profiles
