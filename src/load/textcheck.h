// SPDX-License-Identifier: GPL-3.0-or-later
// Whether text is what the server takes: valid UTF-8 without a NUL.
#pragma once

#include "core/textproblem.h"

#include <optional>
#include <string_view>

namespace quiver::load {

using core::TextProblem;

/// The first thing that the server would refuse; no value: there is none. ASCII goes eight bytes at a time.
std::optional<TextProblem> findTextProblem(std::string_view text);

} // namespace quiver::load
