// SPDX-License-Identifier: GPL-3.0-or-later
// Where something listens.
#pragma once

#include <QString>

namespace quiver::core {

struct Endpoint {
    QString host; ///< a name, an address, or the path of a unix socket
    int port = 0; ///< 0: of no meaning (a path), or not known
    bool operator==(const Endpoint &) const = default;
};

} // namespace quiver::core
