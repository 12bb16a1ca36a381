// SPDX-License-Identifier: GPL-3.0-or-later
// Why a text in which no plan was found is none.
#pragma once

#include "core/textproblem.h"

#include <string_view>

namespace quiver::plan {

core::TextProblem whyNoPlan(std::string_view text);

/// What is said of EXPLAIN's answer for a CREATE TABLE and the like.
QString utilityReason();

} // namespace quiver::plan
