// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a plan as EXPLAIN's text format does: for a plan that came as JSON, and to copy it.
#pragma once

#include "plan/plan.h"

namespace quiver::plan {

/// Lines that end with \n. What the server prints it prints as the server does (PostgreSQL 15 to 18); properties without a line of
/// their own follow as "Name: value". readPlans() reads it back.
QString toText(const Plan &plan);

} // namespace quiver::plan
