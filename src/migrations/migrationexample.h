// SPDX-License-Identifier: GPL-3.0-or-later
// A few migrations to look at: what the pictures of the program show.
#pragma once

#include "migrations/migrationwriter.h"

namespace quiver::migrations {

std::vector<MigrationDraft> exampleMigrations();

} // namespace quiver::migrations
