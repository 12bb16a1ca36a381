// SPDX-License-Identifier: GPL-3.0-or-later
// How work on a session ended, for tests that expect it to fail.
#pragma once

#include "pg/error.h"

#include <QFuture>

#include <optional>

namespace quiver::test {

/// What the work threw, as a pg::Error; nothing when it succeeded. Waits. Anything else that was thrown goes through.
template<typename T>
std::optional<pg::Error> errorOf(QFuture<T> future)
{
    try {
        future.waitForFinished();
        return std::nullopt;
    } catch (const pg::Error &e) {
        return e;
    }
}

} // namespace quiver::test
