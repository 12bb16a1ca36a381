// SPDX-License-Identifier: GPL-3.0-or-later
// Goes on following the builds whose end is not known: that an earlier run of the program began on a server, or whose connection was lost;
// and completes their entries in the journal.
//
// Lives on its creator's thread, as the watch and the workspace do; both outlive it.
#pragma once

#include "index/buildrecord.h"
#include "index/buildwatch.h"

#include <QObject>

#include <map>

namespace quiver::store {
class Workspace;
}

namespace quiver::index {

class BuildJournal final : public QObject
{
    Q_OBJECT

public:
    /// \p server as in BuildEntry: only builds of that one are looked for.
    BuildJournal(store::Workspace &workspace, BuildWatch &watch, const QString &server, QObject *parent = nullptr);

    /// Reads the journal, and tells the watch which builds to look for. Again after a build lost its connection.
    void resume();

Q_SIGNALS:
    /// What is open in the journal was read: so many builds that were not looked for yet.
    void resumed(int builds);
    /// One of them has ended, perhaps long ago; the journal says how.
    void completed(const quiver::index::BuildRecord &record);

private:
    void expect(const QList<store::BuildEntry> &entries);
    void complete(const BuildEnding &ending);
    void write(BuildRecord record);

    store::Workspace &m_workspace;
    BuildWatch &m_watch;
    const QString m_server;
    std::map<BuildKey, BuildRecord> m_open;
};

/// What an ending means for the journal.
store::BuildEntry::Outcome outcomeOf(BuildEnding::Kind kind);

} // namespace quiver::index

Q_DECLARE_METATYPE(quiver::index::BuildRecord)
