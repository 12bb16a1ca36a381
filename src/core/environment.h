// SPDX-License-Identifier: GPL-3.0-or-later
// How careful to be with a server: shown as a colour, asked about before writes.
#pragma once

namespace quiver::core {

enum class Environment { Development, Staging, Production };

} // namespace quiver::core
