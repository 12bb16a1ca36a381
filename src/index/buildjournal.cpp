// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildjournal.h"

#include "core/reply.h"
#include "store/workspace.h"

namespace quiver::index {

using namespace Qt::StringLiterals;
using Outcome = store::BuildEntry::Outcome;

Outcome outcomeOf(BuildEnding::Kind kind)
{
    switch (kind) {
    case BuildEnding::Kind::Valid: return Outcome::Valid;
    case BuildEnding::Kind::Invalid:
    case BuildEnding::Kind::Gone:
    case BuildEnding::Kind::Unchanged:
    case BuildEnding::Kind::ServerStopped: return Outcome::Failed;
    case BuildEnding::Kind::Uncommitted:
    case BuildEnding::Kind::Unseen: break;
    }
    return Outcome::Lost;
}

BuildJournal::BuildJournal(store::Workspace &workspace, BuildWatch &watch, const QString &server, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_watch(watch), m_server(server)
{
    connect(&m_watch, &BuildWatch::buildEnded, this, &BuildJournal::complete);
}

void BuildJournal::resume()
{
    core::whenDone(m_workspace.builds({.server = m_server, .onlyOpen = true}), this,
                   [this](const QList<store::BuildEntry> &entries) { expect(entries); },
                   [](const std::exception_ptr &) {}); // the workspace has said so itself
}

void BuildJournal::expect(const QList<store::BuildEntry> &entries)
{
    int added = 0;
    for (const store::BuildEntry &entry : entries) {
        BuildProgress build;
        build.key = {entry.backendPid, entry.statementStartedUs};
        if (m_open.contains(build.key))
            continue; // looked for already
        ++added;
        build.database = entry.database;
        build.schema = entry.schema;
        build.table = entry.table;
        build.index = entry.index;
        build.method = entry.method;
        m_open[build.key] = recordOf(entry);
        m_watch.expect(build);
    }
    Q_EMIT resumed(added);
}

void BuildJournal::complete(const BuildEnding &ending)
{
    const auto found = m_open.find(ending.last.progress.key);
    if (found == m_open.end())
        return;
    BuildRecord record = std::move(found->second);
    m_open.erase(found);
    store::BuildEntry &entry = record.entry;
    entry.outcome = outcomeOf(ending.kind);
    entry.message = ending.words();
    const QString ended = ending.last.progress.index;
    const bool isPart = !ended.isEmpty() && ended != entry.index;
    if (isPart) { // nobody has begun those after it
        entry.outcome = Outcome::Failed;
        entry.message += u" It was that of one partition; those after it were not begun. Build %1 again: it goes on where it stopped."_s.arg(entry.index);
    } else if (ending.indexBytes >= 0) {
        entry.indexBytes = ending.indexBytes;
    }
    if (ending.last.estimate.elapsed > 0) { // it was still seen
        entry.durationMs = qint64(ending.last.estimate.elapsed * 1000);
        entry.rate = ending.last.estimate.rateOverall;
        if (ending.last.estimate.rowsTotal > 0 || isPart)
            entry.rows = ending.last.estimate.rowsTotal;
        entry.workers = std::max(entry.workers, ending.last.mostWorkers);
        entry.walBytes = std::max(entry.walBytes, ending.last.walBytes);
    }
    record.server.indexOid = ending.last.progress.indexOid;
    if (!ending.samples.empty())
        record.samples = ending.samples;
    write(std::move(record));
}

/// Unless whoever runs it, in another process, has said by now how it ended.
void BuildJournal::write(BuildRecord record)
{
    core::whenDone(m_workspace.builds({}, 1, record.entry.id + 1), this,
                   [this, record = std::move(record)](const QList<store::BuildEntry> &entries) {
                       const bool isThere = !entries.isEmpty() && entries.first().id == record.entry.id;
                       const bool isOpen = isThere && (entries.first().outcome == Outcome::Running || entries.first().outcome == Outcome::LeftRunning);
                       if (!isOpen)
                           return;
                       m_workspace.updateBuild(entryOf(record));
                       Q_EMIT completed(record);
                   },
                   [](const std::exception_ptr &) {});
}

} // namespace quiver::index
