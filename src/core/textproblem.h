// SPDX-License-Identifier: GPL-3.0-or-later
// Where and why a text is not what it should be: bad input is a value.
#pragma once

#include <QString>

#include <cstddef>

namespace quiver::core {

struct TextProblem {
    std::size_t position = 0; ///< bytes from 0
    QString reason;           ///< "a NUL byte, which PostgreSQL cannot store in text"
};

} // namespace quiver::core
