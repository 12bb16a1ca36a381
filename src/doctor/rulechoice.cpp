// SPDX-License-Identifier: GPL-3.0-or-later
// Approximate indexes that do not fit a search, those that fit and that the planner does not take, and those that are missing.
#include "doctor/rules.h"

#include "catalog/annmetric.h"
#include "catalog/tablefacts.h"

#include <algorithm>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;

namespace {

QString opclassName(const index::IndexFound &index)
{
    const QString name = index::opclassOf(index.spec).name;
    return name.isEmpty() ? index.spec.opclass : name;
}

QString indexLine(const Search &search, const index::IndexFound &index)
{
    const auto key = search.table->keyTexts.find(index.oid);
    return u"%1: %2 (%3 %4)%5"_s.arg(nameOf(index), index.spec.method, key == search.table->keyTexts.end() ? QString() : key->second, opclassName(index),
                                     index.spec.predicate.isEmpty() ? QString() : u" WHERE "_s + index.spec.predicate);
}

Finding about(const Examined &examined, const Search &search, const QString &id, Severity severity, const QString &text)
{
    Finding finding{.id = id, .severity = search.table->table.rows < smallTable ? Severity::Note : severity, .text = text, .node = search.node};
    finding.saving = savingByIndex(examined, search);
    finding.evidence = {u"%1 of %2, then %3 by %4"_s.arg(examined.node(search.scan).type, search.table->name(), examined.node(search.node).type,
                                                       conditionText(examined.node(search.node).sortKey.value(0))), rowsLine(*search.table)};
    return finding;
}

/// Searches that read everything though nothing in the statement forbids an index.
std::vector<const Search *> plainSearches(const Examined &examined)
{
    std::vector<const Search *> list;
    for (const Search &search : examined.searches) {
        if (isUnserved(examined, search) && !isWrittenWrong(examined, search))
            list.push_back(&search);
    }
    return list;
}

bool isUnitLength(const Search &search)
{
    const index::ColumnSample *sample = search.table->table.sample(search.distance.key.column());
    return sample && sample->unitShare >= 0.999;
}

bool isOfLength(AnnMetric metric)
{
    return metric == AnnMetric::L2 || metric == AnnMetric::Cosine || metric == AnnMetric::InnerProduct;
}

void otherOperator(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || search.limitNode < 0 || search.isFarthest() || search.isCombined())
            continue;
        const std::vector<Candidate> candidates = candidatesFor(search);
        const auto found = std::ranges::find_if(candidates, [](const Candidate &each) { return each.sameKey && each.canUse && !each.sameMetric; });
        if (found == candidates.end() || std::ranges::any_of(candidates, [](const Candidate &each) { return each.sameKey && each.sameMetric; }))
            continue;
        const QString operatorText = operatorOf(found->index->spec.metric);
        Finding finding = about(examined, search, u"other-operator"_s, Severity::Warning,
                                u"The statement orders by %1, and %2 is built with %3, which serves %4."_s.arg(search.distance.operatorText, nameOf(*found->index),
                                                                                                           opclassName(*found->index), operatorText));
        finding.evidence << indexLine(search, *found->index);
        const bool sameOrder = isUnitLength(search) && isOfLength(search.distance.metric) && isOfLength(found->index->spec.metric);
        if (sameOrder)
            finding.evidence << u"a sample of %1 vectors: all of length 1, so that %2 and %3 give the same order"_s.arg(
                catalog::countText(double(search.table->table.sample(search.distance.key.column())->rows)), search.distance.operatorText, operatorText);
        const QString kept = examined.statement.hasOther(search.distance.metric) ? u" What is compared and given out stays by %1."_s.arg(search.distance.operatorText) : QString();
        const Fix written = Fix::query((sameOrder ? u"Order by %1: the same rows in the same order."_s
                                                  : u"Order by %1, if that is the distance that you mean: other rows may be nearest."_s).arg(operatorText) + kept,
                                       examined.statement.withOperator(search.distance.metric, found->index->spec.metric), !sameOrder);
        index::IndexSpec spec = found->index->spec;
        spec.name.clear();
        spec.opclass.clear();
        spec.metric = search.distance.metric;
        if (spec.method == "ivfflat"_L1 && index::opclassOf(spec).name.isEmpty())
            spec = {.schema = spec.schema, .table = spec.table, .keys = spec.keys, .metric = spec.metric};
        finding.fixes = {written};
        if (!index::opclassOf(spec).name.isEmpty())
            finding.fixes.insert(sameOrder ? finding.fixes.end() : finding.fixes.begin(), Fix::create(u"Build an index for %1."_s.arg(search.distance.operatorText), spec));
        findings.push_back(std::move(finding));
    }
}

void otherExpression(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || search.limitNode < 0 || search.isFarthest() || search.isCombined())
            continue;
        const std::vector<Candidate> candidates = candidatesFor(search);
        if (candidates.empty() || std::ranges::any_of(candidates, &Candidate::sameKey))
            continue;
        const auto same = std::ranges::find_if(candidates, [](const Candidate &each) { return each.sameMetric && each.canUse; });
        const Candidate &nearest = same == candidates.end() ? candidates.front() : *same;
        const QString column = search.distance.key.column();
        const QString key = search.table->keyTexts.at(nearest.index->oid);
        Finding finding = about(examined, search, u"other-expression"_s, Severity::Warning, {});
        finding.evidence << indexLine(search, *nearest.index);
        const bool castsColumn = !search.distance.key.isColumn() && search.distance.key.functions.isEmpty();
        const bool isPlainIndex = nearest.index->spec.keys.front().form == index::IndexKey::Form::Column;
        if (castsColumn && isPlainIndex) {
            const QString type = search.table->table.facts.column(column)->type;
            finding.text = u"The query vector is of another type than %1, so that the column is converted for every row. %2 is built on the column as it is (%3)."_s.arg(
                column, nameOf(*nearest.index), type);
            finding.fixes = {Fix::query(u"Give the query vector the column's type."_s, examined.statement.withQueryCast(column, type))};
        } else if (nearest.index->spec.keys.front().form == index::IndexKey::Form::Halfvec && nearest.sameMetric) {
            finding.text = u"%1 is built on the expression %2, and the statement orders by %3. An index on an expression serves only that expression."_s.arg(
                nameOf(*nearest.index), key, search.distance.key.isColumn() ? column : u"another one"_s);
            finding.fixes = {Fix::query(u"Order by the same expression: half precision gives nearly the same order."_s,
                                        examined.statement.withKey(column, key), true)};
        } else {
            finding.text = u"%1 is built on the expression %2, and the statement orders by %3. An index on an expression serves only that expression."_s.arg(
                nameOf(*nearest.index), key, search.distance.key.isColumn() ? column : u"another one"_s);
            finding.fixes = {Fix::advice(u"Find candidates by that expression in a subquery (ORDER BY %1 %2 ... LIMIT 200), and order them by the full distance."_s.arg(
                key, operatorOf(nearest.index->spec.metric)))};
        }
        if (search.distance.key.isColumn() || castsColumn) {
            if (const auto spec = advisedIndex(search); spec && !isPlainIndex)
                finding.fixes.push_back(Fix::create(u"Or build an index for this statement."_s, *spec));
        }
        findings.push_back(std::move(finding));
    }
}

void invalidIndex(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || hasServing(search))
            continue;
        for (const Candidate &each : candidatesFor(search)) {
            if (!each.sameKey || !each.sameMetric || each.canUse)
                continue;
            Finding finding = about(examined, search, u"invalid-index"_s, Severity::Problem,
                                    each.index->builtBy > 0 ? u"%1 is still being built by session %2. No query uses it before that is done."_s.arg(nameOf(*each.index)).arg(each.index->builtBy)
                                                            : u"%1 is INVALID: a build of it failed or was cancelled, and no query uses it."_s.arg(nameOf(*each.index)));
            finding.evidence << u"pg_index: indisvalid = false"_s;
            finding.fixes = {each.index->builtBy > 0 ? Fix::advice(u"Wait for it."_s)
                                                     : Fix::on(Fix::Kind::Reindex, u"Build it anew, while others go on reading and writing."_s, each.index->spec.schema, each.index->spec.name)};
            findings.push_back(std::move(finding));
        }
    }
}

void partialIndex(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search *search : plainSearches(examined)) {
        std::vector<Candidate> serving = candidatesFor(*search);
        std::erase_if(serving, [](const Candidate &each) { return !each.serves(); });
        if (serving.empty() || !std::ranges::all_of(serving, &Candidate::isPartial) || !examined.forced || !examined.forcedIndex.isEmpty()
            || !examined.isOn(u"enable_indexscan"_s))
            continue;
        const index::IndexFound &index = *serving.front().index;
        const QString filter = examined.node(search->scan).filter;
        const bool isGeneric = examined.isGeneric && filter.contains(u'$');
        Finding finding = about(examined, *search, u"partial-predicate"_s, Severity::Warning,
                                isGeneric ? u"%1 has only the rows WHERE %2. The filter compares with a parameter whose value is not known when the statement is planned for any "
                                            "value, so it does not imply that."_s.arg(nameOf(index), index.spec.predicate)
                                          : u"%1 has only the rows WHERE %2, and what the statement asks for does not imply that."_s.arg(nameOf(index), index.spec.predicate));
        finding.evidence << indexLine(*search, index) << (filter.isEmpty() ? u"no filter"_s : u"Filter: "_s + conditionText(filter));
        if (isGeneric)
            finding.fixes = {Fix::set(u"Plan it anew for each value."_s, u"plan_cache_mode"_s, u"force_custom_plan"_s)};
        else
            finding.fixes = {Fix::query(u"Ask for those rows alone, written as the index has it."_s, examined.statement.withCondition(index.spec.predicate), true)};
        if (const auto spec = advisedIndex(*search))
            finding.fixes.push_back(Fix::create(u"Or build an index on all rows."_s, *spec));
        findings.push_back(std::move(finding));
    }
}

void switchedOff(const Examined &examined, std::vector<Finding> &findings)
{
    if (examined.isOn(u"enable_indexscan"_s))
        return;
    for (const Search *search : plainSearches(examined)) {
        if (!hasServing(*search) || examined.forcedIndex.isEmpty())
            continue;
        Finding finding = about(examined, *search, u"indexscan-off"_s, Severity::Warning, u"enable_indexscan is off, so that %1 is not used."_s.arg(examined.forcedIndex));
        finding.evidence << u"with enable_indexscan on the planner uses %1"_s.arg(examined.forcedIndex);
        finding.fixes = {Fix::set(u"Switch it on, unless the exact order is wanted."_s, u"enable_indexscan"_s, u"on"_s)};
        findings.push_back(std::move(finding));
    }
}

void dearIndex(const Examined &examined, std::vector<Finding> &findings)
{
    if (!examined.isOn(u"enable_indexscan"_s) || examined.forcedIndex.isEmpty())
        return;
    for (const Search *search : plainSearches(examined)) {
        if (!hasServing(*search))
            continue;
        const double kept = examined.selectivity(examined.node(search->scan), *search->table);
        if (kept >= 0 && kept < 0.2)
            continue; // few rows are sorted, and all that match are found: a good plan
        const double rows = search->table->table.rows;
        const double now = examined.node(0).totalCost.value_or(0), forced = examined.forced->nodes.front().totalCost.value_or(0);
        const bool isSmall = rows < smallTable;
        const bool isLarge = !isSmall && search->limit > std::max(0.05 * rows, examined.number(u"hnsw.ef_search"_s, 40));
        const bool isAnyLimit = !isSmall && search->limit < 0 && examined.isGeneric;
        const QString id = isSmall ? u"small-table"_s : isLarge ? u"large-limit"_s : isAnyLimit ? u"generic-limit"_s : u"dearer-index"_s;
        Finding finding = about(examined, *search, id, isLarge || isAnyLimit ? Severity::Warning : Severity::Note, {});
        if (!isAnyLimit)
            finding.saving = {};
        finding.evidence << u"cost as planned %1, with %2 %3"_s.arg(QString::number(now, 'f', 0), examined.forcedIndex, QString::number(forced, 'f', 0));
        if (isSmall) {
            finding.text = u"%1 has %2 rows: reading and sorting all of them is cheaper than a search by %3, and it is exact."_s.arg(
                search->table->name(), catalog::countText(rows), examined.forcedIndex);
            finding.fixes = {Fix::advice(u"Nothing is to be done. The planner takes the index when the table has grown."_s)};
        } else if (isLarge) {
            finding.text = u"LIMIT and OFFSET ask for %1 of %2 rows. For so many the planner reckons that sorting all of them is cheaper than %3."_s.arg(
                catalog::countText(search->limit), catalog::countText(rows), examined.forcedIndex);
            finding.fixes = {Fix::advice(u"Ask for fewer rows, or go on from the last distance instead of by a large OFFSET. An exact order of so many is what you get now."_s)};
        } else if (isAnyLimit) {
            finding.text = u"LIMIT is a parameter. The plan for any value takes a tenth of the rows for it, and for so many the planner sorts all of them instead of using %1."_s.arg(
                examined.forcedIndex);
            finding.fixes = {Fix::set(u"Plan it anew for each value."_s, u"plan_cache_mode"_s, u"force_custom_plan"_s), Fix::advice(u"Or write LIMIT as a number."_s)};
        } else {
            finding.text = u"%1 could serve, and the planner reckons that reading all rows costs less."_s.arg(examined.forcedIndex);
            if (examined.number(u"random_page_cost"_s, 4) > 2)
                finding.fixes = {Fix::set(u"On SSDs, or where the index is in memory, pages read here and there cost little more than those in a row."_s, u"random_page_cost"_s, u"1.1"_s)};
            finding.fixes.push_back(Fix::advice(u"Run it both ways (SET LOCAL enable_seqscan = off) before anything is changed for good."_s));
        }
        findings.push_back(std::move(finding));
    }
}

void noIndex(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!isUnserved(examined, search) || search.limitNode < 0 || search.isFarthest() || search.isCombined() || !candidatesFor(search).empty()
            || !search.table->table.facts.column(search.distance.key.column()))
            continue;
        const auto [name, rows] = searchedRows(examined, search);
        if (rows < smallTable)
            continue;
        Finding finding = about(examined, search, u"no-index"_s, {},
                                u"All %1 rows of %2 are read and sorted to find the nearest %3: %4 has no index for approximate search."_s.arg(
                                    catalog::countText(rows), name, search.limit > 0 ? catalog::countText(search.limit) : u"few"_s, search.distance.key.column()));
        finding.severity = rows >= 20'000 ? Severity::Problem : Severity::Warning;
        QString obstacle;
        if (const auto spec = advisedIndex(search, &obstacle))
            finding.fixes = {Fix::create(u"Build one. Its results are approximate: a few neighbours may be missed."_s, *spec)};
        else
            finding.fixes = {Fix::advice(obstacle)};
        findings.push_back(std::move(finding));
    }
}

void rivalIndex(const Examined &examined, std::vector<Finding> &findings)
{
    for (const Search &search : examined.searches) {
        if (!search.usesIndex || !search.table)
            continue;
        std::vector<Candidate> others = candidatesFor(search);
        const auto used = std::ranges::find_if(others, [&](const Candidate &each) { return each.index->spec.name == examined.node(search.node).index; });
        if (used == others.end())
            continue;
        const index::IndexFound &taken = *used->index;
        std::erase_if(others, [&](const Candidate &each) { return !each.serves() || each.index == &taken || each.index->spec.predicate != taken.spec.predicate; });
        if (others.empty())
            continue;
        const index::IndexFound &other = *others.front().index;
        Finding finding{.id = u"rival-index"_s, .severity = Severity::Note,
                        .text = u"%1 and %2 answer the same query. The planner takes %1 by cost, and knows nothing of recall: the other may find more of the true neighbours. Every write "
                                "pays for both."_s.arg(nameOf(taken), nameOf(other)),
                        .evidence = {u"Index Scan using %1"_s.arg(nameOf(taken)), indexLine(search, taken), indexLine(search, other)}, .node = search.node};
        finding.saving.recall = taken.spec.method != other.spec.method;
        finding.fixes = {Fix::on(Fix::Kind::DropIndex, u"Compare their recall, and drop the poorer one: this one, if it is."_s, taken.spec.schema, taken.spec.name),
                         Fix::on(Fix::Kind::DropIndex, u"Or the other."_s, other.spec.schema, other.spec.name)};
        findings.push_back(std::move(finding));
    }
}

constexpr Rule rules[] = {otherOperator, otherExpression, invalidIndex, partialIndex, switchedOff, dearIndex, noIndex, rivalIndex};

} // namespace

std::span<const Rule> choiceRules()
{
    return rules;
}

} // namespace quiver::doctor
