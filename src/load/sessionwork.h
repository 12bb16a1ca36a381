// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a longer job that run on a session's thread, while the job's own thread waits.
#pragma once

#include "core/job.h"
#include "pg/session.h"

#include <functional>

namespace quiver::load {

using SessionWork = std::function<void(pg::Connection &, core::JobContext &)>;

/// Blocks; not listed as a job of its own. A cancel of \p job is one of the work; a server that does not answer it loses the
/// connection after two seconds. \throws what \p work throws
void runOnSession(pg::Session &session, const QString &title, core::JobContext &job, SessionWork work);
/// The same in spite of a cancel: for what has to be tidied up.
void runOnSessionAnyway(pg::Session &session, const QString &title, SessionWork work);

} // namespace quiver::load
