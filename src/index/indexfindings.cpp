// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexfindings.h"

#include "catalog/tablefacts.h"
#include "index/sizeforecast.h"
#include "sql/identifier.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;
using catalog::countText;

namespace {

using Kind = IndexFinding::Kind;
using Severity = IndexFinding::Severity;

constexpr double bloatNoted = 1.3, bloatWarned = 2;
constexpr qint64 leastBytes = 1024 * 1024; // smaller ones are not worth a word
constexpr int daysUntilUnused = 7;

QString percent(double share)
{
    return QString::number(share * 100, 'f', share < 0.1 ? 1 : 0) + u" %"_s;
}

QString tableOf(const IndexEntry &entry)
{
    return sql::quoteQualified(entry.schema, entry.table);
}

QString dateText(const QDateTime &time)
{
    return time.toString(u"yyyy-MM-dd HH:mm"_s) + u" UTC"_s;
}

/// What two indexes must share to be about the same.
QString sameness(const IndexEntry &entry)
{
    return QStringList{QString::number(entry.tableOid), entry.method, entry.keyMarks.join(u'\n'), entry.predicate}.join(u'\n');
}

class Finder
{
public:
    Finder(const IndexList &list, const BuildMoments &builds) : m_list(list), m_builds(builds)
    {
        for (const IndexEntry &entry : list.entries)
            m_ofTable[entry.tableOid].push_back(&entry);
    }

    std::vector<IndexFinding> run()
    {
        for (const auto &[table, entries] : m_ofTable) {
            duplicates(entries);
            prefixes(entries);
            otherMetrics(entries);
        }
        for (const std::vector<pg::Oid> &group : rivals(m_list))
            sameQuery(group);
        for (const IndexEntry &entry : m_list.entries) {
            if (entry.isBeingBuilt)
                continue;
            if (!entry.canUse()) {
                invalid(entry);
                continue;
            }
            unused(entry);
            if (entry.isPartitioned || !entry.isAnn)
                continue;
            swollen(entry);
            drifted(entry);
            lists(entry);
            deadRows(entry);
        }
        sort();
        return std::move(m_findings);
    }

private:
    void add(Kind kind, Severity severity, const IndexEntry &entry, const QString &text, const QString &remedy, std::vector<pg::Oid> others = {})
    {
        m_findings.push_back({kind, severity, entry.oid, std::move(others), text, remedy});
    }
    void invalid(const IndexEntry &entry);
    void duplicates(const std::vector<const IndexEntry *> &entries);
    void prefixes(const std::vector<const IndexEntry *> &entries);
    void sameQuery(const std::vector<pg::Oid> &group);
    void otherMetrics(const std::vector<const IndexEntry *> &entries);
    void unused(const IndexEntry &entry);
    void swollen(const IndexEntry &entry);
    void drifted(const IndexEntry &entry);
    void lists(const IndexEntry &entry);
    void deadRows(const IndexEntry &entry);
    void sort();

    const IndexList &m_list;
    const BuildMoments &m_builds;
    std::map<pg::Oid, std::vector<const IndexEntry *>> m_ofTable;
    std::vector<IndexFinding> m_findings;
};

void Finder::invalid(const IndexEntry &entry)
{
    if (entry.isPartitioned) {
        add(Kind::Invalid, Severity::Warning, entry,
            u"%1 is INVALID: not every partition of %2 has its part of it yet, so no query of the whole table uses it."_s.arg(nameOf(entry), tableOf(entry)),
            u"Build the parts that are missing and attach them; with the last one it becomes valid by itself."_s);
        return;
    }
    add(Kind::Invalid, Severity::Problem, entry,
        u"%1 is INVALID%2: no query uses it%3."_s.arg(nameOf(entry), entry.bytes > 0 ? u" (%1)"_s.arg(bytesText(entry.bytes)) : QString(),
                                                     entry.isReady ? u", but every write to %1 goes into it"_s.arg(tableOf(entry)) : QString()),
        u"It was left by a build that failed or was cancelled. Drop it, or build it anew."_s);
}

void Finder::duplicates(const std::vector<const IndexEntry *> &entries)
{
    std::map<QString, std::vector<const IndexEntry *>> groups;
    for (const IndexEntry *entry : entries) {
        if (entry->canUse() && entry->parent == 0) {
            QStringList options = entry->options;
            options.sort();
            groups[sameness(*entry) + u'\n' + entry->included + u'\n' + (entry->isAnn ? options.join(u',') : QString())].push_back(entry);
        }
    }
    for (auto &[key, group] : groups) {
        if (group.size() < 2)
            continue;
        // The one to keep: it serves a constraint or replication, keeps values unique, is used most.
        std::ranges::stable_sort(group, std::greater(), [](const IndexEntry *e) {
            return std::tuple(e->isNeeded(), e->isPrimary, e->isUnique, e->scans);
        });
        const IndexEntry &kept = *group.front();
        for (std::size_t i = 1; i < group.size(); ++i) {
            const IndexEntry &entry = *group[i];
            const bool isOtherRule = entry.isUnique && entry.nullsNotDistinct != kept.nullsNotDistinct; // what one refuses, the other takes
            if (entry.isNeeded() || isOtherRule)
                continue;
            add(Kind::Duplicate, Severity::Warning, entry,
                u"%1 is the same as %2: every write pays for both, and one would do."_s.arg(nameOf(entry), nameOf(kept)),
                u"Drop %1%2."_s.arg(nameOf(entry), entry.bytes > 0 ? u"; that frees %1"_s.arg(bytesText(entry.bytes)) : QString()), {kept.oid});
        }
    }
}

void Finder::prefixes(const std::vector<const IndexEntry *> &entries)
{
    const auto isPlain = [](const IndexEntry *e) { return e->method == "btree"_L1 && e->canUse() && e->parent == 0; };
    for (const IndexEntry *entry : entries) {
        if (!isPlain(entry) || entry->isUnique || entry->isNeeded() || !entry->included.isEmpty())
            continue;
        for (const IndexEntry *longer : entries) {
            if (!isPlain(longer) || longer->keyMarks.size() <= entry->keyMarks.size() || longer->predicate != entry->predicate
                || longer->keyMarks.mid(0, entry->keyMarks.size()) != entry->keyMarks)
                continue;
            add(Kind::Prefix, Severity::Note, *entry,
                u"%1 on (%2) begins like %3 on (%4), which answers the same queries."_s.arg(nameOf(*entry), entry->keys.join(u", "_s), nameOf(*longer),
                                                                                    longer->keys.join(u", "_s)),
                u"Drop %1, unless it is so much smaller that scans of it are worth the writes."_s.arg(nameOf(*entry)), {longer->oid});
            break;
        }
    }
}

void Finder::sameQuery(const std::vector<pg::Oid> &group)
{
    QStringList names, ways;
    const IndexEntry &first = *m_list.find(group.front());
    for (const pg::Oid oid : group) {
        const IndexEntry &entry = *m_list.find(oid);
        ways << entry.method + u' ' + entry.options.join(u' ');
        names << u"%1 (%2%3)"_s.arg(nameOf(entry), catalog::annMethodName(entry.method),
                                   entry.options.isEmpty() ? QString() : u", "_s + entry.options.join(u", "_s));
    }
    if (ways.removeDuplicates(); ways.size() == 1)
        return; // the same index again: duplicates
    add(Kind::SameQuery, Severity::Warning, first,
        u"%1 answer the same query. The planner takes the one that costs least by its estimate and knows nothing of recall: it may well be "
        "the one that finds fewer true neighbours, and a change of ef_search, probes or statistics can turn the choice over."_s.arg(names.join(u", "_s)),
        u"See which one wins, compare their recall, and drop the others; each costs every write."_s, {group.begin() + 1, group.end()});
}

void Finder::otherMetrics(const std::vector<const IndexEntry *> &entries)
{
    std::map<QString, std::vector<const IndexEntry *>> groups;
    for (const IndexEntry *entry : entries) {
        if (entry->isAnn && entry->canUse() && entry->parent == 0)
            groups[entry->keys.value(0) + u'\n' + entry->predicate].push_back(entry);
    }
    for (const auto &[key, group] : groups) {
        QStringList opclasses;
        for (const IndexEntry *entry : group)
            opclasses << entry->opclasses.value(0);
        opclasses.removeDuplicates();
        if (opclasses.size() < 2)
            continue;
        std::vector<pg::Oid> others;
        for (std::size_t i = 1; i < group.size(); ++i)
            others.push_back(group[i]->oid);
        add(Kind::OtherMetric, Severity::Note, *group.front(),
            u"%1 of %2 has indexes for %3. Each serves only queries with its own operator, and every write goes into all of them."_s.arg(
                group.front()->keys.value(0), tableOf(*group.front()), opclasses.join(u", "_s)),
            u"Keep those whose operators your queries use. On vectors of length 1, cosine distance, inner product and L2 find the same neighbours."_s,
            others);
    }
}

void Finder::unused(const IndexEntry &entry)
{
    if (entry.scans > 0 || entry.isUnique || entry.isNeeded() || entry.parent != 0)
        return;
    const auto build = m_builds.find(entry.oid);
    const bool isKnown = build != m_builds.end();
    const bool sinceReset = m_list.statsReset.isValid() && (!isKnown || m_list.statsReset > build->second.at);
    const QDateTime since = sinceReset ? m_list.statsReset : isKnown ? build->second.at : QDateTime();
    const QDateTime atMostSince = since.isValid() ? since : m_list.serverMade;
    if (atMostSince.isValid() && atMostSince.daysTo(m_list.readAt) < daysUntilUnused)
        return; // nobody has had the time
    QString text = sinceReset ? u"%1 was not used by any query since the counts were reset on %2"_s.arg(nameOf(entry), dateText(since))
        : isKnown ? u"%1 was not used by any query since it was built on %2"_s.arg(nameOf(entry), dateText(since))
                  : u"%1 was not used by any query that the server has counted"_s.arg(nameOf(entry));
    if (entry.bytes > 0)
        text += u"; it takes %1"_s.arg(bytesText(entry.bytes));
    if (isKnown) {
        // Counts that began again after the build miss what came before; those of the table begin before the index's.
        const qint64 inserts = sinceReset || entry.inserts < build->second.inserts ? entry.inserts : entry.inserts - build->second.inserts;
        if (build->second.inserts >= 0 && inserts > 0)
            text += u", and %1 rows were inserted into %2 meanwhile"_s.arg(countText(double(inserts)), tableOf(entry));
    } else {
        text += u". When it was built is not known, PostgreSQL does not keep it: perhaps only just"_s;
    }
    add(Kind::Unused, isKnown && entry.bytes >= leastBytes ? Severity::Warning : Severity::Note, entry, text + u'.',
        u"If it has been there for long, drop it. A server that crashed counts from 0 again, and each standby counts its own queries: look there as well."_s);
}

void Finder::swollen(const IndexEntry &entry)
{
    const double bloat = entry.bloat();
    if (bloat < bloatNoted || entry.bytes < leastBytes)
        return;
    add(Kind::Swollen, bloat >= bloatWarned ? Severity::Warning : Severity::Note, entry,
        u"%1 takes %2; built anew on about %3 rows it would take about %4. Pages of deleted rows are used again but never given back."_s.arg(
            nameOf(entry), bytesText(entry.bytes), countText(entry.rows), bytesText(qint64(entry.freshBytes))),
        u"REINDEX INDEX CONCURRENTLY gives the space back."_s);
}

void Finder::drifted(const IndexEntry &entry)
{
    if (entry.method != "ivfflat"_L1 || entry.rows <= 0)
        return;
    const auto build = m_builds.find(entry.oid);
    const bool isKnown = build != m_builds.end();
    // Counts that began again after the build miss what came before, and all that they have came after it.
    const bool isLeast = isKnown && (entry.inserts < build->second.inserts || (m_list.statsReset.isValid() && m_list.statsReset > build->second.at));
    const qint64 since = isKnown && !isLeast ? entry.inserts - build->second.inserts : entry.inserts;
    // Where the build is not known, all that were ever counted may have come after it.
    const double share = std::min(1.0, double(since) / entry.rows);
    if (share < 0.2)
        return;
    const QString why = u"Its centroids stay as the build chose them; the more rows come that are unlike those, the more neighbours lie in lists that "
                        "are not probed, and recall falls."_s;
    if (isKnown) {
        add(Kind::Drifted, share >= 0.5 ? Severity::Warning : Severity::Note, entry,
            (isLeast ? u"At least %1 rows were inserted into %2 since %3 was built on %4, %5 of its rows; the counts began again after that. "_s
                     : u"%1 rows were inserted into %2 since %3 was built on %4, %5 of its rows. "_s).arg(
                countText(double(since)), tableOf(entry), nameOf(entry), dateText(build->second.at), percent(share)) + why,
            u"REINDEX INDEX CONCURRENTLY chooses the centroids anew. Measure recall first if you are not sure."_s);
        return;
    }
    add(Kind::Drifted, Severity::Note, entry,
        u"Up to %1 rows may have been inserted into %2 since %3 was built: so many were %4. When it was built is not known, PostgreSQL does not "
        "keep it. "_s.arg(countText(double(since)), tableOf(entry), nameOf(entry),
                         m_list.statsReset.isValid() ? u"since the counts were reset on %1"_s.arg(dateText(m_list.statsReset)) : u"in all"_s) + why,
        u"If most of them came after the build, build it anew (REINDEX INDEX CONCURRENTLY). What Quiver builds, and builds anew, is kept in its journal, so that it is known then."_s);
}

void Finder::lists(const IndexEntry &entry)
{
    if (entry.method != "ivfflat"_L1 || entry.rows <= 0)
        return;
    const int lists = entry.option(u"lists"_s).value_or(100);
    const int advised = advisedLists(entry.rows);
    const double ratio = double(lists) / advised;
    if (entry.rows < lists) {
        add(Kind::ListsOff, Severity::Warning, entry,
            u"%1 has %2 lists and only %3 rows: most lists are empty, and a search that probes few of them finds almost nothing."_s.arg(
                nameOf(entry), countText(lists), countText(entry.rows)),
            u"Drop it: without an index so few rows are searched exactly, and fast. Build it when there are at least %1."_s.arg(countText(50.0 * lists)));
    } else if (ratio > 4 || ratio < 0.25) {
        add(Kind::ListsOff, Severity::Note, entry,
            u"%1 has %2 lists for %3 rows; the rule (rows / 1,000, from a million on their square root) comes to %4. %5"_s.arg(
                nameOf(entry), countText(lists), countText(entry.rows), countText(advised),
                ratio < 1 ? u"Each list is long, so each probe reads many rows."_s : u"Each list is short, so more probes are needed for the same recall."_s),
            u"ALTER INDEX ... SET (lists = %1), then REINDEX INDEX CONCURRENTLY. Begin with probes = %2."_s.arg(advised).arg(advisedProbes(advised)));
    }
}

void Finder::deadRows(const IndexEntry &entry)
{
    const double all = entry.tableRows + double(entry.deadRows);
    if (m_list.inRecovery || entry.tableRows < 0 || entry.deadRows < 1000)
        return;
    const double share = double(entry.deadRows) / all;
    if (share < 0.1)
        return;
    const bool isHnsw = entry.method == "hnsw"_L1;
    add(Kind::DeadRows, share >= 0.3 ? Severity::Warning : Severity::Note, entry,
        u"%1 of %2's rows are dead (%3)%4. %5 still finds them and throws them away: of ef_search or the probed lists that much less is left."_s.arg(
            percent(share), tableOf(entry), countText(double(entry.deadRows)),
            entry.lastVacuum.isValid() ? u", last vacuumed on %1"_s.arg(dateText(entry.lastVacuum)) : QString(), nameOf(entry)),
        isHnsw ? u"Vacuuming an HNSW index mends its graph and is slow: REINDEX INDEX CONCURRENTLY first, then VACUUM (ANALYZE)."_s : u"VACUUM (ANALYZE)."_s);
}

void Finder::sort()
{
    std::map<pg::Oid, std::size_t> place;
    for (std::size_t i = 0; i < m_list.entries.size(); ++i)
        place[m_list.entries[i].oid] = i;
    std::ranges::stable_sort(m_findings, {}, [&](const IndexFinding &f) { return std::tuple(-int(f.severity), place[f.index], int(f.kind)); });
}

} // namespace

QString nameOf(const IndexEntry &entry)
{
    return sql::quoteQualified(entry.schema, entry.name);
}

std::vector<std::vector<pg::Oid>> rivals(const IndexList &list)
{
    std::map<QString, std::vector<pg::Oid>> groups;
    for (const IndexEntry &entry : list.entries) {
        if (!entry.isAnn || !entry.canUse() || entry.parent != 0)
            continue;
        // hnsw and ivfflat have operator classes of their own with the same names.
        groups[QStringList{QString::number(entry.tableOid), entry.keys.value(0), entry.opclasses.value(0), entry.predicate}.join(u'\n')].push_back(entry.oid);
    }
    std::vector<std::vector<pg::Oid>> result;
    for (auto &[key, group] : groups) {
        if (group.size() > 1)
            result.push_back(std::move(group));
    }
    return result;
}

std::vector<IndexFinding> findingsOf(const IndexList &list, const BuildMoments &builds)
{
    return Finder(list, builds).run();
}

} // namespace quiver::index
