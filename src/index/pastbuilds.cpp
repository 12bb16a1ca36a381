// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/pastbuilds.h"

#include "store/workspace.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostEntries = 500; // of the journal

std::optional<MeasuredBuild> measured(const store::BuildEntry &entry)
{
    // On a partitioned table several are built, of rows that nobody wrote down each for itself.
    const bool isOne = entry.ddl.count(u"CREATE INDEX "_s) + entry.ddl.count(u"CREATE UNIQUE INDEX "_s) <= 1;
    const bool isRebuild = entry.ddl.startsWith("REINDEX "_L1); // nobody saw what it waited for, or with how many workers it ran
    if (isRebuild || entry.outcome != store::BuildEntry::Outcome::Valid || entry.durationMs <= 0 || entry.rows < 1 || !isOne)
        return std::nullopt;
    const BuildRecord record = recordOf(entry);
    if (record.spec.keys.empty() || optionsOf(record.spec.method).empty())
        return std::nullopt;
    MeasuredBuild build;
    build.work.method = record.spec.method;
    build.work.type = indexedType(record.spec.keys.front());
    build.work.valueBytes = double(catalog::valueBytes(build.work.type).value_or(0));
    if (build.work.valueBytes <= 0)
        return std::nullopt; // of a sparsevec, whose elements nobody counted
    build.work.rows = entry.rows;
    build.work.m = optionOrDefault(record.spec, u"m"_s);
    build.work.efConstruction = optionOrDefault(record.spec, u"ef_construction"_s);
    build.work.lists = optionOrDefault(record.spec, u"lists"_s);
    build.work.workers = entry.workers;
    if (record.spec.concurrently)
        build.work.validatedBytes = std::max<double>(0, double(entry.indexBytes));
    if (entry.spilledAtRow >= 0)
        build.work.rowsOnDisk = std::max(0.0, entry.rows - double(entry.spilledAtRow));
    build.seconds = double(entry.durationMs) / 1000;
    build.at = entry.startedAt;
    return build;
}

/// "host:port" of "user@host:port/database". A host may be a directory, so that only the last slash begins the database.
QString hostOf(const QString &server)
{
    const QString place = server.section(u'/', 0, -2);
    return (place.isEmpty() ? server : place).section(u'@', -1);
}

} // namespace

std::vector<MeasuredBuild> pastBuilds(const QList<store::BuildEntry> &entries)
{
    std::vector<MeasuredBuild> builds;
    for (const store::BuildEntry &entry : entries) {
        if (const auto build = measured(entry))
            builds.push_back(*build);
    }
    return builds;
}

bool isSameServer(const QString &one, const QString &other)
{
    return hostOf(one) == hostOf(other);
}

QFuture<QList<store::BuildEntry>> buildsOn(store::Workspace &workspace, const QString &server, const QUuid &profileId)
{
    return workspace.builds({}, mostEntries).then([server, profileId](const QList<store::BuildEntry> &entries) {
        QList<store::BuildEntry> here;
        std::ranges::copy_if(entries, std::back_inserter(here), [&](const store::BuildEntry &entry) {
            return isSameServer(entry.server, server) || (!profileId.isNull() && entry.profileId == profileId);
        });
        return here;
    });
}

BuildMoments buildMoments(const IndexList &list, const QList<store::BuildEntry> &entries, const QString &database)
{
    BuildMoments moments;
    for (const store::BuildEntry &entry : entries) {
        if (entry.database != database)
            continue;
        const BuildServer server = recordOf(entry).server;
        const QDateTime at = entry.startedAt.addMSecs(std::max<qint64>(0, entry.durationMs));
        // A new index has a file of its oid; REINDEX gives it another one, REINDEX CONCURRENTLY another oid.
        const auto isAsBuilt = [](const IndexEntry *index) { return index && index->file == index->oid; };
        for (const BuiltPart &part : server.parts) {
            if (const IndexEntry *index = list.find(part.indexOid); isAsBuilt(index))
                moments.try_emplace(index->oid, BuildMoment{at, part.rows, part.tableInserts});
        }
        if (entry.outcome != store::BuildEntry::Outcome::Valid || entry.durationMs < 0)
            continue;
        const IndexEntry *index = list.find(server.indexOid);
        if (index && index->isPartitioned && !server.parts.empty())
            moments.try_emplace(index->oid, BuildMoment{at, entry.rows, -1});
        else if (isAsBuilt(index) && server.tableInserts >= 0 && index->name == entry.index)
            moments.try_emplace(index->oid, BuildMoment{at, entry.rows, server.tableInserts});
    }
    return moments;
}

} // namespace quiver::index
