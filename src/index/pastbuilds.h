// SPDX-License-Identifier: GPL-3.0-or-later
// Builds of the journal as measurements that foretell others, and as moments that tell how far an index has drifted since.
#pragma once

#include "index/buildrecord.h"
#include "index/buildtime.h"
#include "index/indexfindings.h"

#include <QFuture>

namespace quiver::store {
class Workspace;
}

namespace quiver::index {

/// Of those that came to a valid index and were seen from their beginning to their end, the newest first. What they waited for other sessions
/// is not counted: it says nothing of the next one.
std::vector<MeasuredBuild> pastBuilds(const QList<store::BuildEntry> &entries);

/// Whether two summaries, as in BuildEntry, are of one server: the same host and port, whoever the user and whichever the database.
bool isSameServer(const QString &one, const QString &other);

/// The newest builds on \p server, named as in BuildEntry, and those through the profile \p profileId, which may be null: through a tunnel a
/// server has another port every time. The future fails with what the workspace says.
QFuture<QList<store::BuildEntry>> buildsOn(store::Workspace &workspace, const QString &server, const QUuid &profileId = {});

/// When the indexes of \p list were built, as far as \p entries (the newest first, of that server) tell it: not of one that was rebuilt, or made
/// anew, by somebody else. \p database: the list's.
BuildMoments buildMoments(const IndexList &list, const QList<store::BuildEntry> &entries, const QString &database);

} // namespace quiver::index
