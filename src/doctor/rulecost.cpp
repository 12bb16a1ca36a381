// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a search by distance dearer than it need be: memory, disk, TOAST, dead rows, the distance itself, JIT.
#include "doctor/rules.h"

#include "catalog/tablefacts.h"

#include <algorithm>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 pageBytes = 8192;

const index::IndexFound *indexOf(const Examined &examined, const Search &search)
{
    if (!search.usesIndex || !search.table)
        return nullptr;
    const auto &list = search.table->table.indexes;
    const auto found = std::ranges::find_if(list, [&](const index::IndexFound &each) { return each.spec.name == examined.node(search.node).index; });
    return found == list.end() ? nullptr : &*found;
}

/// A smaller form of the same index, where there is one.
std::optional<index::IndexSpec> halved(const index::IndexFound &index)
{
    index::IndexSpec spec = index.spec;
    if (spec.keys.size() != 1 || spec.keys.front().form != index::IndexKey::Form::Column || spec.keys.front().columnType.kind != catalog::VectorKind::Vector)
        return std::nullopt;
    spec.keys.front().form = index::IndexKey::Form::Halfvec;
    spec.name.clear();
    return spec;
}

void largerThanCache(const Examined &examined, std::vector<Finding> &findings)
{
    const double cache = examined.number(u"shared_buffers"_s, 0);
    for (const Search &search : examined.searches) {
        const index::IndexFound *index = indexOf(examined, search);
        if (!index || cache <= 0 || double(index->bytes) <= cache)
            continue;
        Finding finding{.id = u"index-exceeds-cache"_s, .severity = Severity::Warning,
                        .text = u"%1 has %2, and shared_buffers %3: a search follows links all over the index, and finds much of it outside of the server's cache."_s.arg(
                            nameOf(*index), catalog::bytesText(index->bytes), catalog::bytesText(qint64(cache))),
                        .evidence = {u"pg_relation_size = %1"_s.arg(catalog::bytesText(index->bytes)), u"shared_buffers = %1"_s.arg(catalog::bytesText(qint64(cache)))},
                        .node = search.node};
        if (const auto spec = halved(*index))
            finding.fixes.push_back(Fix::create(u"Build it in half precision: half the size, nearly the same neighbours. Queries have to order by the same expression."_s, *spec));
        finding.fixes.push_back(Fix::advice(u"Raise shared_buffers to hold the index, by ALTER SYSTEM and a restart, where the host has the memory (quiverctl index settings)."_s));
        findings.push_back(std::move(finding));
    }
}

void readsFromDisk(const Examined &examined, std::vector<Finding> &findings)
{
    const double cache = examined.number(u"shared_buffers"_s, 0);
    for (const Search &search : examined.searches) {
        const index::IndexFound *index = indexOf(examined, search);
        const auto &buffers = examined.node(search.node).buffers;
        if (!index || !buffers || !examined.plan.isAnalyzed() || buffers->sharedRead < 50 || buffers->sharedRead < buffers->sharedHit / 4)
            continue;
        const double share = double(buffers->sharedRead) / double(buffers->sharedRead + buffers->sharedHit);
        Finding finding{.id = u"reads-from-disk"_s, .severity = Severity::Warning,
                        .text = u"%1 pages (%2 %) of the search came from outside of shared_buffers: from the system's cache or the disk."_s.arg(
                            catalog::countText(double(buffers->sharedRead))).arg(qRound(share * 100)),
                        .evidence = {u"Buffers: shared hit=%1 read=%2"_s.arg(buffers->sharedHit).arg(buffers->sharedRead)}, .node = search.node};
        if (const auto &io = examined.node(search.node).io; io && io->sharedRead > 0) {
            finding.saving.ms = io->sharedRead;
            finding.saving.share = examined.msOf(0) > 0 ? std::min(1.0, io->sharedRead / examined.msOf(0)) : -1;
            finding.evidence << u"I/O: %1 ms of reading"_s.arg(io->sharedRead, 0, 'f', 1);
        }
        if (cache <= 0 || double(index->bytes) < cache)
            finding.fixes.push_back(Fix::on(Fix::Kind::Prewarm, u"Read the index into the cache, as after each restart."_s, index->spec.schema, index->spec.name));
        else
            finding.fixes.push_back(Fix::advice(u"The index does not fit into shared_buffers: see index-exceeds-cache."_s));
        findings.push_back(std::move(finding));
    }
}

void readsToast(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || !examined.plan.isAnalyzed())
            continue;
        const plan::PlanNode &scan = examined.node(search.scan);
        const plan::PlanNode &sort = examined.node(search.node);
        const catalog::TableFacts &facts = search.table->table.facts;
        const catalog::Column *column = facts.column(search.distance.key.column());
        if (!sort.buffers || !scan.buffers || !column || column->storage == "plain"_L1 || facts.toastBytes < 10 * pageBytes)
            continue;
        const qint64 touched = sort.buffers->sharedHit + sort.buffers->sharedRead;
        const qint64 heap = std::max<qint64>(1, facts.heapBytes / pageBytes);
        // The distance is worked out by the scan or by the sort's input; either counts the pages of TOAST that it fetched.
        if (touched < 2 * heap + 100 || double(touched) < search.table->table.rows)
            continue;
        const double share = 1 - double(heap) / double(touched);
        Finding finding{.id = u"vectors-in-toast"_s, .severity = Severity::Warning,
                        .text = u"The vectors of %1 are kept out of the rows (TOAST): each of them is fetched by itself, %2 pages for a table of %3."_s.arg(
                            search.table->name(), catalog::countText(double(touched)), catalog::countText(double(heap))),
                        .evidence = {u"Buffers of the sort: %1 pages"_s.arg(touched), u"heap %1, TOAST %2"_s.arg(catalog::bytesText(facts.heapBytes), catalog::bytesText(facts.toastBytes)),
                                     u"%1 %2, storage %3"_s.arg(column->name, column->type, column->storage)},
                        .node = search.scan};
        finding.saving.share = examined.shareOf(search.node) * share / 2; // what is left is the work on the values themselves
        if (examined.msOf(0) >= 0)
            finding.saving.ms = examined.msOf(0) * finding.saving.share;
        finding.fixes = {{.kind = Fix::Kind::Storage, .words = u"Keep the values in the row (MAIN), and move those that are there. Scans that do not need the vectors get slower."_s,
                          .schema = facts.schema, .object = facts.name, .column = column->name}};
        findings.push_back(std::move(finding));
    }
}

void cosineOfUnitVectors(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (search.usesIndex || !search.table || search.scan < 0 || search.isFarthest() || search.isCombined() || search.distance.metric != catalog::AnnMetric::Cosine || hasServing(search))
            continue;
        const index::ColumnSample *sample = search.table->table.sample(search.distance.key.column());
        if (!sample || sample->unitShare < 0.999 || sample->rows < 10)
            continue;
        const double rows = examined.rowsRead(examined.node(search.scan));
        if (rows < smallTable)
            continue;
        Finding finding{.id = u"cosine-of-unit-vectors"_s, .severity = Severity::Note,
                        .text = u"All vectors of %1 have the length 1, and cosine distance works the lengths out again for every row. The inner product gives the same order for "
                                "about half of the work."_s.arg(search.distance.key.column()),
                        .evidence = {u"a sample of %1 vectors: %2 % of length 1"_s.arg(catalog::countText(double(sample->rows))).arg(qRound(sample->unitShare * 100)),
                                     u"by an index it would make no difference: pgvector normalises for cosine when it builds"_s},
                        .node = search.node};
        finding.saving.share = examined.shareOf(search.scan) * 0.3;
        if (examined.msOf(0) >= 0)
            finding.saving.ms = examined.msOf(0) * finding.saving.share;
        finding.fixes = {Fix::query(u"Order by <#>: the same rows in the same order. It is the negative inner product, 1 less than the cosine distance; what the statement compares "
                                    "and gives out stays."_s,
                                    examined.statement.withOperator(catalog::AnnMetric::Cosine, catalog::AnnMetric::InnerProduct))};
        findings.push_back(std::move(finding));
    }
}

void jitOfShortQuery(const Examined &examined, std::vector<Finding> &findings)
{
    const auto &jit = examined.plan.jit;
    const double all = examined.plan.executionMs.value_or(-1);
    if (!jit || !jit->totalMs || all <= 0 || all > 5000 || *jit->totalMs < 5 || *jit->totalMs < 0.1 * all)
        return;
    Finding finding{.id = u"jit"_s, .severity = Severity::Warning,
                    .text = u"%1 of %2 ms went into compiling the query (JIT)."_s.arg(QString::number(*jit->totalMs, 'f', 0), QString::number(all, 'f', 0)),
                    .saving = {.ms = *jit->totalMs, .share = std::min(1.0, *jit->totalMs / all)}, .evidence = {u"JIT: %1 functions"_s.arg(jit->functions)}};
    finding.fixes = {Fix::set(u"Without JIT, for this statement or for the roles whose queries are short."_s, u"jit"_s, u"off"_s)};
    findings.push_back(std::move(finding));
}

void deadRows(const Examined &examined, std::vector<Finding> &findings)
{
    for (const ReadTable &read : examined.tables) {
        const double dead = double(read.table.deadRows), all = read.table.rows + dead;
        if (dead < 200 || read.table.rows < 0 || dead < 0.1 * all || read.table.inRecovery)
            continue;
        const auto byIndex = std::ranges::find_if(examined.searches, [&](const Search &each) { return each.usesIndex && each.table == &read; });
        Finding finding{.id = u"dead-rows"_s, .severity = dead >= 0.3 * all ? Severity::Warning : Severity::Note,
                        .text = byIndex == examined.searches.end()
                            ? u"%1 % of %2's rows are dead, and scans read them all the same."_s.arg(qRound(dead / all * 100)).arg(read.name())
                            : u"%1 % of %2's rows are dead. The index finds them like others, and they take the place of candidates."_s.arg(qRound(dead / all * 100)).arg(read.name()),
                        .evidence = {u"pg_stat_get_dead_tuples: %1 dead rows beside %2"_s.arg(catalog::countText(dead), catalog::countText(read.table.rows))}};
        finding.saving.recall = byIndex != examined.searches.end();
        if (!finding.saving.recall)
            finding.saving.share = dead / all * 0.5;
        finding.fixes = {Fix::on(Fix::Kind::Vacuum, u"Clean it. HNSW indexes are built anew first, which is quicker than mending them."_s, read.table.facts.schema, read.table.facts.name)};
        findings.push_back(std::move(finding));
    }
}

constexpr Rule rules[] = {largerThanCache, readsFromDisk, readsToast, cosineOfUnitVectors, jitOfShortQuery, deadRows};

} // namespace

std::span<const Rule> costRules()
{
    return rules;
}

} // namespace quiver::doctor
