// SPDX-License-Identifier: GPL-3.0-or-later
// What `quiverctl migrate` says, as text and as JSON for other programs.
#pragma once

#include "migrations/migrationrepair.h"

#include <QJsonObject>

namespace quiver::ctl {

QString statusText(const migrations::MigrationStatus &status);
QJsonObject statusJson(const migrations::MigrationStatus &status);
QJsonObject reportJson(const migrations::MigrationReport &report);
/// What was found, and each offer with its SQL and the option that takes it.
QString repairText(const migrations::MigrationRepair &repair);
QJsonObject repairJson(const migrations::MigrationRepair &repair);
/// "--retry"
QString optionFor(migrations::RepairOffer::Kind kind);

void printJson(const QJsonObject &json);

} // namespace quiver::ctl
