// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildjournal.h"

#include "core/reply.h"
#include "index/rowsputin.h"
#include "store/workspace.h"

#include <algorithm>
#include <utility>

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
    connect(&m_watch, &BuildWatch::looked, this, &BuildJournal::identify);
}

void BuildJournal::resume()
{
    core::whenDone(m_workspace.builds({.server = m_server, .onlyOpen = true}), this,
                   [this](const QList<store::BuildEntry> &entries) {
                       int added = 0;
                       for (const store::BuildEntry &entry : entries) {
                           const BuildRecord record = recordOf(entry);
                           if (!core::lives(record.owner) && follow(record))
                               ++added;
                       }
                       Q_EMIT resumed(added);
                   },
                   [this](const std::exception_ptr &) { Q_EMIT resumed(0); }); // the workspace has said so itself
}

bool BuildJournal::follow(const BuildRecord &record)
{
    const store::BuildEntry &entry = record.entry;
    if (entry.statementStartedUs == 0) {
        if (std::ranges::any_of(m_unseen, [&entry](const BuildRecord &each) { return each.entry.id == entry.id; }))
            return false;
        m_unseen.push_back(record);
        return true;
    }
    BuildProgress build;
    build.key = {entry.backendPid, entry.statementStartedUs};
    if (!m_open.emplace(build.key, record).second)
        return false;
    build.database = entry.database;
    build.schema = entry.schema;
    build.table = entry.table;
    build.index = entry.index;
    build.method = entry.method;
    m_watch.expect(build);
    return true;
}

/// By its session and the index that is built there now; it has ended where there is none.
void BuildJournal::identify()
{
    for (BuildRecord &record : std::exchange(m_unseen, {})) {
        store::BuildEntry &entry = record.entry;
        const WatchedBuild *build = m_watch.find(entry.backendPid);
        const QString index = build ? build->progress.index : QString();
        if (!index.isEmpty() && (index == entry.index || entry.ddl.contains(index))) { // or that of one partition
            entry.statementStartedUs = build->progress.key.startedAtUs;
            m_open.insert_or_assign(build->progress.key, std::move(record));
            continue;
        }
        entry.outcome = Outcome::Lost;
        entry.message = u"How it ended is not known: the program that built %1 was gone before it was seen building. Look at the indexes of %2.%3."_s.arg(
            entry.index, entry.schema, entry.table);
        write(std::move(record));
    }
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
        entry.durationMs = qint64(std::max(0.0, ending.last.estimate.elapsed - ending.last.estimate.waited) * 1000);
        entry.rate = ending.last.estimate.rateOverall;
        const auto in = rowsPutIn(ending.last);
        if (in && entry.outcome != Outcome::Valid && ending.kind != BuildEnding::Kind::Uncommitted)
            entry.rows = std::round(*in);
        else if (ending.last.estimate.rowsTotal > 0 || isPart)
            entry.rows = ending.last.estimate.rowsTotal;
        entry.workers = std::max(entry.workers, ending.last.mostWorkers);
        entry.walBytes = std::max(entry.walBytes, ending.last.walBytes);
    }
    record.server.indexOid = ending.last.progress.indexOid;
    if (!ending.samples.empty())
        record.samples = ending.samples;
    write(std::move(record));
}

/// Unless whoever else follows it has said by now how it ended.
void BuildJournal::write(BuildRecord record)
{
    if (record.entry.id == 0) { // the journal could not be written when it began
        Q_EMIT completed(record);
        return;
    }
    core::whenDone(m_workspace.builds({}, 1, record.entry.id + 1), this,
                   [this, record](const QList<store::BuildEntry> &entries) {
                       const bool isThere = !entries.isEmpty() && entries.first().id == record.entry.id;
                       const bool isOpen = isThere && (entries.first().outcome == Outcome::Running || entries.first().outcome == Outcome::LeftRunning);
                       if (isOpen)
                           m_workspace.updateBuild(entryOf(record));
                       Q_EMIT completed(isThere && !isOpen ? recordOf(entries.first()) : record);
                   },
                   [this, record](const std::exception_ptr &) { Q_EMIT completed(record); }); // the workspace has said so itself
}

} // namespace quiver::index
