// SPDX-License-Identifier: GPL-3.0-or-later
// States of migrations in words, icons and colours.
#pragma once

#include "migrations/migrationrunner.h"
#include "ui/common/theme.h"

namespace quiver::ui {

struct StateLook {
    QString text;
    QString iconName;
    QColor Colors::*ink = &Colors::muted;
};
StateLook lookOf(migrations::MigrationState state);
/// Of one that runs or ran just now.
StateLook lookOf(const migrations::MigrationOutcome &outcome);

/// "3 applied, 2 pending"; what it means where there are none.
QString totalsWords(const migrations::MigrationStatus &status);
/// What a run came to, in one or a few sentences.
QString outcomeWords(const migrations::MigrationReport &report);

} // namespace quiver::ui
