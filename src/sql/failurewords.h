// SPDX-License-Identifier: GPL-3.0-or-later
// What a step's failure is and how it is put; internal to the running of Changes.
#pragma once

#include "pg/error.h"
#include "sql/lockholders.h"

#include <QString>

#include <vector>

namespace quiver::sql {

/// One that is found here, not by the server.
pg::Error asError(const QString &message, const QByteArray &statement = {});
/// An object of that name is there already: whatever there is, the step has not made it.
bool metTheSameName(const pg::Error &error);
/// With detail and hint.
QString words(const pg::Error &error);
/// The first three.
QString named(const std::vector<LockHolder> &holders);

} // namespace quiver::sql
