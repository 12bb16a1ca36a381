// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/comparability.h"

#include "search/distances.h"

#include <QLocale>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostShown = 60; // characters of a condition

QString queriesText(const QuerySet &queries)
{
    switch (queries.kind) {
    case QuerySet::Kind::Sample: return u"with rows of the table"_s;
    case QuerySet::Kind::File: return u"with vectors of %1"_s.arg(queries.file);
    case QuerySet::Kind::Texts: return u"with %1 texts"_s.arg(queries.texts.size());
    }
    return {};
}

QString conditionText(const Workload &workload)
{
    QStringList parts;
    if (const auto filters = workload.query.filters.size(); filters > 0)
        parts << (filters == 1 ? u"1 filter"_s : u"%1 filters"_s.arg(filters));
    if (const QString condition = workload.query.condition.simplified(); !condition.isEmpty())
        parts << (condition.size() > mostShown ? condition.left(mostShown - 1) + u'…' : condition);
    if (workload.selectivity)
        parts << u"%1 % of the rows"_s.arg(*workload.selectivity * 100);
    if (workload.query.threshold)
        parts << u"a distance of at most %1"_s.arg(*workload.query.threshold);
    return parts.isEmpty() ? u"all rows"_s : parts.join(u" and "_s);
}

QString paceText(const RunSpec &spec)
{
    return spec.loop == RunSpec::Loop::Open ? u"at %1 queries/s"_s.arg(QLocale(QLocale::English, QLocale::UnitedStates).toString(spec.rate)) : u"as fast as it is answered"_s;
}

QString workersText(int workers)
{
    return workers == 1 ? u"1 worker"_s : u"%1 workers"_s.arg(workers);
}

QString shareText(double share)
{
    return share < 1 ? u"%1 % of the rows"_s.arg(QString::number(share * 100, 'g', 4)) : u"all rows"_s;
}

bool isOtherSource(const QuerySet &now, const QuerySet &before)
{
    if (now.kind != before.kind)
        return true;
    switch (now.kind) {
    case QuerySet::Kind::Sample: return false;
    case QuerySet::Kind::File: return now.file != before.file || now.fileField != before.fileField;
    case QuerySet::Kind::Texts: return now.texts != before.texts;
    }
    return true;
}

/// What the vectors are decides, where it is known of both: a file may have been moved, or be another one under its name. Rows of a table that changed are others,
/// too, though asked for alike: that is what a history goes through.
QStringList otherQueries(const RunResult &run, const RunResult &baseline)
{
    const bool isKnown = !run.querySet.isEmpty() && !baseline.querySet.isEmpty();
    if (isKnown && run.querySet == baseline.querySet)
        return {};
    const QuerySet &now = run.spec.workload.queries, &before = baseline.spec.workload.queries;
    if (isOtherSource(now, before)) {
        const QString its = queriesText(now), other = queriesText(before);
        return {its == other ? u"Both ask %1, and not the same."_s.arg(its) : u"It asks %1, the baseline %2."_s.arg(its, other)};
    }
    if (now.kind != QuerySet::Kind::Sample)
        return isKnown || run.queries != baseline.queries ? QStringList{u"It asks with %1 query vectors, the baseline with %2, and not the same."_s.arg(run.queries).arg(baseline.queries)} : QStringList();
    if (now.count != before.count)
        return {u"It asks with %1 random rows, the baseline with %2."_s.arg(now.count).arg(before.count)};
    return now.seed != before.seed ? QStringList{u"It asks with other random rows (seed %1, the baseline's %2)."_s.arg(now.seed).arg(before.seed)} : QStringList();
}

} // namespace

QStringList taskDifferences(const RunResult &result, const RunResult &against)
{
    const RunSpec &run = result.spec, &baseline = against.spec;
    QStringList found;
    const auto differ = [&found](bool isDifferent, const QString &words, const QString &its, const QString &other) {
        if (isDifferent)
            found << words.arg(its, other);
    };
    const Workload &now = run.workload, &before = baseline.workload;
    const search::VectorQuery &asked = now.query, &askedBefore = before.query;
    const auto place = [](const search::VectorQuery &query) { return (QStringList{query.schema, query.table, query.column}).join(u'.'); };
    const auto operatorOf = [](const search::VectorQuery &query) { return search::distanceWords(query.metric).symbol; };
    differ(place(asked) != place(askedBefore), u"It searches %1, the baseline %2."_s, place(asked), place(askedBefore));
    differ(asked.metric != askedBefore.metric, u"Its operator is %1, the baseline's %2."_s, operatorOf(asked), operatorOf(askedBefore));
    differ(asked.k != askedBefore.k, u"Its k is %1, the baseline's %2."_s, QString::number(asked.k), QString::number(askedBefore.k));
    found += otherQueries(result, against);
    differ(result.facts.share != against.facts.share, u"It was measured on %1, the baseline on %2: an index on fewer rows is smaller and quicker."_s, shareText(result.facts.share), shareText(against.facts.share));
    differ(asked.filters != askedBefore.filters || asked.condition.simplified() != askedBefore.condition.simplified() || now.selectivity != before.selectivity || asked.threshold != askedBefore.threshold,
           u"It searches among %1, the baseline among %2."_s, conditionText(now), conditionText(before));
    if (now.sql != before.sql)
        found << (before.sql.isEmpty() ? u"It asks a statement of your own, the baseline does not."_s : now.sql.isEmpty() ? u"The baseline asks a statement of your own, it does not."_s : u"They ask different statements of your own."_s);
    differ(run.loop != baseline.loop || (run.loop == RunSpec::Loop::Open && run.rate != baseline.rate), u"It asks %1, the baseline %2."_s, paceText(run), paceText(baseline));
    differ(run.workers != baseline.workers, u"It has %1, the baseline %2."_s, workersText(run.workers), workersText(baseline.workers));
    return found;
}

} // namespace quiver::bench
