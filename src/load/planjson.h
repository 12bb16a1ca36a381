// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as JSON: what is kept of a load so that it can be taken up again, in this program or the next run of it.
#pragma once

#include "load/loadplan.h"

#include <QJsonObject>

namespace quiver::load {

QJsonObject planToJson(const LoadPlan &plan);
/// What is missing has its default. No value for an object that is no plan.
std::optional<LoadPlan> planFromJson(const QJsonObject &object);

} // namespace quiver::load
