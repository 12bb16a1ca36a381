// SPDX-License-Identifier: GPL-3.0-or-later
// What `quiverctl migrate` says, as text and as JSON for other programs.
#pragma once

#include "schema/migrationrepair.h"

#include <QJsonObject>

namespace quiver::ctl {

QString statusText(const schema::MigrationStatus &status);
QJsonObject statusJson(const schema::MigrationStatus &status);
QJsonObject reportJson(const schema::MigrationReport &report);
/// What was found, and each offer with its SQL and the option that takes it.
QString repairText(const schema::MigrationRepair &repair);
QJsonObject repairJson(const schema::MigrationRepair &repair);
/// "--retry"
QString optionFor(schema::RepairOffer::Kind kind);

void printJson(const QJsonObject &json);

} // namespace quiver::ctl
