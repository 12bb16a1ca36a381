// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: where libpq looks for its files when a connection names none.
#pragma once

#include <QString>
#include <QStringList>

namespace quiver::profiles {

QString homeDirectory();
/// ~/.postgresql/NAME.
QString inClientDirectory(const QString &name);
/// PGPASSFILE, else ~/.pgpass.
QString passwordFile();
/// The user's service file, then the system's; whether they exist or not.
QStringList serviceFiles();
/// Why libpq ignores this password file; empty: it does not, or there is none.
QString passwordFileProblem(const QString &file);

} // namespace quiver::profiles
