// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runspec.h"

#include "search/distances.h"

#include <QFileInfo>

namespace quiver::bench {

using namespace Qt::StringLiterals;

QString workloadProblem(const Workload &workload)
{
    const search::VectorQuery &query = workload.query;
    const QuerySet &queries = workload.queries;
    if (query.table.isEmpty() || query.column.isEmpty())
        return u"A benchmark needs a table and a vector column: choose them."_s;
    if (query.k < 1 || query.k > search::maxK)
        return u"k is from 1 to 1,000,000."_s;
    if (queries.count < 1 || queries.count > maxQueries)
        return u"A benchmark takes 1 to 10,000 query vectors."_s;
    if (queries.kind == QuerySet::Kind::File && queries.file.isEmpty())
        return u"Choose the file that holds the query vectors."_s;
    if (queries.kind == QuerySet::Kind::Texts && queries.texts.isEmpty())
        return u"Give at least one text to search for."_s;
    if (workload.selectivity && !(*workload.selectivity > 0 && *workload.selectivity <= 1))
        return u"The share of rows that a filter lets through is above 0 and at most 1."_s;
    if (query.textLeg || query.grouping || query.diversity)
        return u"Full text, groups and diversity have no exact neighbours to compare with: leave them out, or write the statement yourself with :vec."_s;
    if (query.firstStage && query.firstStage->kind == search::FirstStage::Kind::OtherColumn)
        return u"A first stage by another column needs vectors of two kinds, which a benchmark has not: choose binary, halfvec or subvector."_s;
    if (!workload.sql.isEmpty() && !workload.sql.contains(u":vec"_s))
        return u"The statement has no :vec in the place of the query vector."_s;
    return {};
}

namespace {

QString filterText(const search::Filter &filter)
{
    using Test = search::Filter::Test;
    const QString column = (QStringList{filter.column} + filter.path).join(u'.'), values = filter.values.join(u", "_s);
    switch (filter.test) {
    case Test::Equal: return column + u" = "_s + values;
    case Test::NotEqual: return column + u" <> "_s + values;
    case Test::Less: return column + u" < "_s + values;
    case Test::LessOrEqual: return column + u" <= "_s + values;
    case Test::Greater: return column + u" > "_s + values;
    case Test::GreaterOrEqual: return column + u" >= "_s + values;
    case Test::OneOf: return column + u" in ("_s + values + u')';
    case Test::Like: return column + u" like "_s + values;
    case Test::Contains: return column + u" contains "_s + values;
    case Test::IsNull: return column + u" is null"_s;
    case Test::IsNotNull: return column + u" is not null"_s;
    }
    return {};
}

QString queriesText(const QuerySet &queries)
{
    switch (queries.kind) {
    case QuerySet::Kind::Sample: return {};
    case QuerySet::Kind::File: return u"queries of "_s + QFileInfo(queries.file).fileName();
    case QuerySet::Kind::Texts: return queries.texts.size() == 1 ? u"1 text"_s : u"%1 texts"_s.arg(queries.texts.size());
    }
    return {};
}

} // namespace

QStringList taskParts(const Workload &workload)
{
    const search::VectorQuery &query = workload.query;
    QStringList filters;
    for (const search::Filter &filter : query.filters)
        filters << filterText(filter);
    return {(query.schema.isEmpty() ? query.table : query.schema + u'.' + query.table) + u'.' + query.column,
            search::distanceWords(query.metric).symbol,
            u"k = %1"_s.arg(query.k),
            query.threshold ? u"within %1"_s.arg(*query.threshold) : QString(),
            filters.join(u" and "_s),
            query.condition,
            workload.selectivity ? u"%1 % of the rows"_s.arg(*workload.selectivity * 100) : QString(),
            workload.sql,
            queriesText(workload.queries)};
}

QString stageText(const Workload &workload)
{
    using Kind = search::FirstStage::Kind;
    const auto &stage = workload.query.firstStage;
    if (!stage)
        return {};
    switch (stage->kind) {
    case Kind::BinaryQuantize: return u"binary"_s;
    case Kind::Halfvec: return u"halfvec"_s;
    case Kind::Subvector: return u"subvector:%1"_s.arg(stage->dimensions);
    case Kind::OtherColumn: return u"by "_s + stage->column;
    }
    return {};
}

QString workloadText(const Workload &workload)
{
    QStringList parts = taskParts(workload);
    parts[0] += u' ' + parts.takeAt(1);
    parts << stageText(workload);
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

namespace {

QString workersText(const RunSpec &spec)
{
    return spec.workers == 1 ? u"1 worker"_s : u"%1 workers"_s.arg(spec.workers);
}

} // namespace

QString runName(const RunSpec &spec)
{
    if (!spec.name.isEmpty())
        return spec.name;
    QStringList parts;
    for (const auto &[name, value] : spec.settings)
        parts << name.section(u'.', -1) + u" = "_s + value;
    if (spec.workload.query.firstStage)
        parts << u"over_fetch = %1"_s.arg(spec.workload.query.firstStage->overFetch);
    parts << workersText(spec);
    if (spec.loop == RunSpec::Loop::Open)
        parts << u"%1/s"_s.arg(spec.rate);
    return parts.join(u", "_s);
}

QString ladderName(const RunSpec &spec)
{
    QStringList parts = runName(spec).split(u", "_s);
    parts.removeOne(workersText(spec));
    return parts.join(u", "_s);
}

std::vector<int> workerLadder(int most)
{
    std::vector<int> ladder;
    for (int workers = 1; workers < most; workers *= 2)
        ladder.push_back(workers);
    ladder.push_back(most);
    return ladder;
}

QString runProblem(const RunSpec &spec, const QString &pgvector)
{
    if (QString problem = workloadProblem(spec.workload); !problem.isEmpty())
        return problem;
    if (spec.workers < 1 || spec.workers > maxWorkers)
        return u"A benchmark has 1 to %1 workers."_s.arg(maxWorkers);
    if (spec.loop == RunSpec::Loop::Open && !(spec.rate > 0 && spec.rate <= 1e6))
        return u"An open loop needs a rate above 0, in queries per second."_s;
    if (!(spec.seconds > 0 && spec.seconds <= 86'400))
        return u"Measure for more than 0 seconds and at most a day."_s;
    if (!(spec.warmupSeconds >= 0 && spec.warmupSeconds <= 86'400))
        return u"Warm up for 0 seconds to a day."_s;
    if (spec.executions < 0 || spec.executions > maxExecutions)
        return u"The number of executions is 0 (by time) to %L1, whose samples are kept."_s.arg(maxExecutions);
    if (spec.loop == RunSpec::Loop::Open && spec.executions == 0 && spec.rate * spec.seconds > double(maxExecutions))
        return u"At this rate more than %L1 answers would come, whose samples cannot be kept: measure for a shorter time, or at a lower rate."_s.arg(maxExecutions);
    for (const auto &[name, value] : spec.settings) {
        const search::SearchSetting *setting = search::searchSetting(name);
        if (!setting)
            continue; // the server's own: it says so itself
        if (QString problem = search::settingProblem(*setting, value, pgvector); !problem.isEmpty())
            return problem;
    }
    return {};
}

} // namespace quiver::bench
