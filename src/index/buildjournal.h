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
#include <vector>

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

    /// Reads the journal, and tells the watch which builds to look for: those whose program is gone or has let go of them. One that another
    /// program runs is that one's to tell.
    void resume();
    /// That of a run that lost its connection, whether or not the journal could be written. False: it is looked for already.
    bool follow(const BuildRecord &record);

Q_SIGNALS:
    /// What is open in the journal was read, as far as it can be: so many builds that were not looked for yet.
    void resumed(int builds);
    /// One of those that are looked for has ended, perhaps long ago: once for each of them. The journal says how, where it can be written;
    /// where another program was the first to say so, it is what that one said.
    void completed(const quiver::index::BuildRecord &record);

private:
    void identify();
    void complete(const BuildEnding &ending);
    void write(BuildRecord record);

    store::Workspace &m_workspace;
    BuildWatch &m_watch;
    const QString m_server;
    std::map<BuildKey, BuildRecord> m_open;
    std::vector<BuildRecord> m_unseen; // when their statement began nobody knows: their program ended before it saw them build
};

/// What an ending means for the journal.
store::BuildEntry::Outcome outcomeOf(BuildEnding::Kind kind);

} // namespace quiver::index

Q_DECLARE_METATYPE(quiver::index::BuildRecord)
