// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a longer job that run on a session's thread, while the job's own thread waits.
#pragma once

#include "core/job.h"
#include "pg/session.h"

#include <functional>

namespace quiver::load {

using SessionWork = std::function<void(pg::Connection &, core::JobContext &)>;

/// Blocks; not listed as a job of its own. A cancel of \p job is one of the work, and a second one gives up the connection; so does
/// a server that does not answer the first within two seconds. \throws what \p work throws
void runOnSession(pg::Session &session, const QString &title, core::JobContext &job, SessionWork work);
/// The same in spite of a first cancel: for what has to be tidied up. \throws core::Cancelled after a second one, also an earlier one
void runOnSessionAnyway(pg::Session &session, const QString &title, core::JobContext &job, SessionWork work);

} // namespace quiver::load
