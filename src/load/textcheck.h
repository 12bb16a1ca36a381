// SPDX-License-Identifier: GPL-3.0-or-later
// Whether text is what the server takes: valid UTF-8 without a NUL.
#pragma once

#include <QString>

#include <cstddef>
#include <optional>
#include <string_view>

namespace quiver::load {

struct TextProblem {
    std::size_t position = 0; ///< bytes from 0
    QString reason;           ///< "a NUL byte, which PostgreSQL cannot store in text"
};

/// The first thing that the server would refuse; no value: there is none. ASCII goes eight bytes at a time.
std::optional<TextProblem> findTextProblem(std::string_view text);

} // namespace quiver::load
