// SPDX-License-Identifier: GPL-3.0-or-later
// States of migrations in words, icons and colours.
#pragma once

#include "schema/migrationrunner.h"
#include "ui/common/theme.h"

namespace quiver::ui {

struct StateLook {
    QString text;
    QString iconName;
    QColor Colors::*ink = &Colors::muted;
};
StateLook lookOf(schema::MigrationState state);
/// Of one that runs or ran just now.
StateLook lookOf(const schema::MigrationOutcome &outcome);

/// "3 applied, 2 pending"; what it means where there are none.
QString totalsWords(const schema::MigrationStatus &status);
/// What a run came to, in one or a few sentences.
QString outcomeWords(const schema::MigrationReport &report);

} // namespace quiver::ui
