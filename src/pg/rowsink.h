// SPDX-License-Identifier: GPL-3.0-or-later
// Where a statement's rows go while they arrive. Called on the session's thread.
#pragma once

#include "pg/rowbatch.h"

#include <stop_token>

namespace quiver::pg {

class RowSink
{
public:
    virtual ~RowSink() = default;
    /// Once, before the first batch; also for a result without rows. Not called for statements that return no columns.
    virtual void begin(const Columns &columns) = 0;
    /// May block until there is room: then the socket is not read, and the server waits. Returns early, without taking the
    /// batch, when \p stop is requested.
    virtual void append(RowBatchPtr batch, const std::stop_token &stop) = 0;
};

} // namespace quiver::pg
