// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: the variables of a .env file, as shells and the dotenv libraries read them.
#pragma once

#include "profiles/connectiondraft.h"

#include <QStringList>

namespace quiver::profiles {

struct EnvVariable {
    QString name;
    QString value; ///< without quotes, references to earlier variables of the file replaced
    Place place;   ///< of the value
    Place namePlace;
    QStringList missing; ///< variables it refers to that the file does not have
};

/// In the order of the file. Lines that are none, and quotes that are not closed, become problems of \p draft.
QList<EnvVariable> readDotEnv(const QString &text, ConnectionDraft &draft);
/// \p value as one line of such a file.
QString dotEnvQuoted(const QString &value);

} // namespace quiver::profiles
