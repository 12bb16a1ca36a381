// SPDX-License-Identifier: GPL-3.0-or-later
// What `quiverctl migrate` says, as text and as JSON for other programs.
#pragma once

#include "migrations/migrationrepair.h"

#include <QJsonObject>

#include <functional>

namespace quiver::ctl {

QString statusText(const migrations::MigrationStatus &status);
QJsonObject statusJson(const migrations::MigrationStatus &status);
QJsonObject reportJson(const migrations::MigrationReport &report);
/// What was found, and each offer with its SQL. \p command: the line that takes an offer, of the words behind "migrate".
QString repairText(const migrations::MigrationRepair &repair, const std::function<QString(const QStringList &)> &command);
QJsonObject repairJson(const migrations::MigrationRepair &repair);
/// "--retry"
QString optionFor(migrations::RepairOffer::Kind kind);

void printJson(const QJsonObject &json);

} // namespace quiver::ctl
