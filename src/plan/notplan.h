// SPDX-License-Identifier: GPL-3.0-or-later
// Why a text in which no plan was found is none.
#pragma once

#include "core/textproblem.h"

#include <optional>
#include <string_view>

namespace quiver::plan {

core::TextProblem whyNoPlan(std::string_view text);
/// Where figures have names that PostgreSQL does not write ("Kosten="); nothing: they have none.
std::optional<core::TextProblem> foreignLabels(std::string_view text);

/// What is said of EXPLAIN's answer for a CREATE TABLE and the like.
QString utilityReason();

} // namespace quiver::plan
