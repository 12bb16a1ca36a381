// SPDX-License-Identifier: GPL-3.0-or-later
// A few migrations to look at: what the pictures of the program show.
#pragma once

#include "schema/migrationwriter.h"

namespace quiver::schema {

std::vector<MigrationDraft> exampleMigrations();

} // namespace quiver::schema
