// SPDX-License-Identifier: GPL-3.0-or-later
// A Change and its report as JSON and back, so that what was run can be looked at, undone and run again later.
#pragma once

#include "sql/changerunner.h"

#include <QJsonObject>

namespace quiver::sql {

QJsonObject toJson(const ChangeReport &report);
/// Of a failure it keeps the words, not the fields of the server's report. No value where \p json is none of toJson().
std::optional<ChangeReport> reportFromJson(const QJsonObject &json);

} // namespace quiver::sql
