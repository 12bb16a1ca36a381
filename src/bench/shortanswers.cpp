// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/shortanswers.h"

#include "core/counttext.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

bool findsItself(const Workload &workload)
{
    return workload.queries.kind == QuerySet::Kind::Sample && workload.sql.isEmpty();
}

/// What the setting \p name is in force with: "hnsw.ef_search = 40".
QString inForce(const RunFacts &facts, const QString &name)
{
    return name + u" = "_s + facts.settings.value(name);
}

QString causeAtIndex(const RunResult &result)
{
    const RunFacts &facts = result.facts;
    const bool isHnsw = facts.indexMethod == "hnsw"_L1;
    const QString scan = facts.indexMethod + u".iterative_scan"_s, size = isHnsw ? u"hnsw.ef_search"_s : u"ivfflat.probes"_s;
    const bool scansOn = facts.settings.contains(scan) && facts.settings.value(scan) != "off"_L1;
    if (scansOn)
        return u"the index went on looking until %1 stopped it: raise that."_s.arg(inForce(facts, isHnsw ? u"hnsw.max_scan_tuples"_s : u"ivfflat.max_probes"_s));
    const int wanted = rowsWanted(result.spec.workload), found = facts.settings.value(size).toInt();
    if (isHnsw && found > 0 && found < wanted) {
        const QString least = core::countText(wanted);
        if (!findsItself(result.spec.workload))
            return u"the index gives no more than %1. Set %2 to %3 or more."_s.arg(inForce(facts, size), size, least);
        return u"the index gives no more than %1, one of which is the row itself, so recall is %2 at most. Set %3 to %4 or more, or take query vectors from a file."_s.arg(
            inForce(facts, size), QString::number(double(found - 1) / (wanted - 1), 'f', 2), size, least);
    }
    const QString goesOn = search::isAtLeast(facts.pgvectorVersion, u"0.8.0"_s) ? u"Set %1 = relaxed_order, so that it goes on until there are enough, or raise %2."_s.arg(scan, size)
                                                                               : u"Raise %1; with pgvector 0.8 an iterative scan goes on until there are enough."_s.arg(size);
    const QString gives = isHnsw ? u"the index gives as many rows as %1"_s.arg(inForce(facts, size)) : u"the index looks into so few lists (%1)"_s.arg(inForce(facts, size));
    if (result.spec.workload.hasConditions())
        return u"%1, and the conditions drop most of them. "_s.arg(gives) + goesOn;
    return u"%1%2. "_s.arg(gives, isHnsw ? u", and dead ones count among these"_s : QString()) + goesOn;
}

QString causeOf(const RunResult &result)
{
    const Workload &workload = result.spec.workload;
    if (!workload.sql.isEmpty())
        return u"the statement is your own, and gives no more by its LIMIT or WHERE."_s;
    const double rows = result.facts.rows;
    if (result.facts.indexMethod.isEmpty() || (rows >= 0 && rows < rowsWanted(workload))) {
        const QString all = rows >= 0 ? core::rowsText(qint64(rows)) : u"the rows"_s;
        return workload.hasConditions() ? u"of %1 no more meet the conditions."_s.arg(all) : u"the table has no more, of %1."_s.arg(all);
    }
    return causeAtIndex(result);
}

} // namespace

int rowsWanted(const Workload &workload)
{
    return workload.query.k + (findsItself(workload) ? 1 : 0);
}

QString shortAnswersNote(const RunResult &result)
{
    if (result.shortResults == 0)
        return {};
    const QString wanted = findsItself(result.spec.workload) ? u"%1 beside the query's own"_s.arg(core::rowsText(result.spec.workload.query.k)) : core::rowsText(result.spec.workload.query.k);
    return u"%1 of %2 answers had fewer than %3: "_s.arg(core::countText(result.shortResults), core::countText(result.executions), wanted) + causeOf(result);
}

} // namespace quiver::bench
