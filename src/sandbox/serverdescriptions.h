// SPDX-License-Identifier: GPL-3.0-or-later
// What a PostgreSQL server says about itself, as readable texts: the raw material of the demo's documents.
#pragma once

#include "core/job.h"
#include "pg/connection.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace quiver::sandbox {

struct ServerDescription {
    QString content;     ///< one or two sentences that include the name
    QByteArray metadata; ///< a JSON object: kind, schema, name, category
};

/// Functions, aggregates, operators, types, settings, casts, collations, system tables and their columns, access methods,
/// extensions and languages, in a fixed order; some thousands.
std::vector<ServerDescription> serverDescriptions(pg::Connection &connection, core::JobContext &job);

} // namespace quiver::sandbox
