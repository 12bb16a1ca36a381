// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runlabels.h"

#include <QFileInfo>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar separator(0x1f);
constexpr int mostCharacters = 40; // of a statement or a condition in a legend

/// The same for the same query vectors: of files and texts by what they are, where \p querySet tells it, whatever the file is called by now.
QString queriesKey(const QuerySet &queries, const QString &querySet)
{
    switch (queries.kind) {
    case QuerySet::Kind::Sample: return u"%1 of seed %2"_s.arg(queries.count).arg(queries.seed);
    case QuerySet::Kind::File: return querySet.isEmpty() ? QFileInfo(queries.file).fileName() : querySet;
    case QuerySet::Kind::Texts: return querySet.isEmpty() ? queries.texts.join(u'\n') : querySet;
    }
    return {};
}

/// Without the query vectors.
QString specKey(const RunSpec &spec)
{
    QStringList parts = taskParts(spec.workload);
    parts.last() = stageText(spec.workload);
    if (spec.workload.query.firstStage)
        parts << QString::number(spec.workload.query.firstStage->overFetch);
    for (const auto &[name, value] : spec.settings)
        parts << name + u'=' + value;
    parts << QString::number(spec.workers) << (spec.loop == RunSpec::Loop::Open ? QString::number(spec.rate) : QString());
    return parts.join(separator);
}

/// What a figure depends on beside settings, in words; first what a contest needs alike, then what may differ in one.
QStringList wordsOf(const RunResult &run)
{
    const RunSpec &spec = run.spec;
    const QString sample = run.facts.share < 1 ? u"a sample of %1 %"_s.arg(QString::number(run.facts.share * 100, 'g', 4)) : QString();
    QStringList task = taskParts(spec.workload);
    if (const QuerySet &queries = spec.workload.queries; queries.kind == QuerySet::Kind::Sample)
        task.last() = u"%1 random rows, seed %2"_s.arg(queries.count).arg(queries.seed);
    return QStringList{run.facts.server, sample} + task
           + QStringList{spec.workers == 1 ? u"1 worker"_s : u"%1 workers"_s.arg(spec.workers), spec.loop == RunSpec::Loop::Open ? u"%1/s"_s.arg(spec.rate) : QString(), stageText(spec.workload)};
}
constexpr qsizetype afterTask = 3; // workers, rate, stage

qsizetype queriesPlace(const QStringList &parts)
{
    return parts.size() - afterTask - 1;
}

/// The same by which they are told apart.
QStringList keysOf(const RunResult &run)
{
    QStringList keys = wordsOf(run);
    keys[queriesPlace(keys)] = queriesKey(run.spec.workload.queries, run.querySet);
    return keys;
}

/// Whether \p kept asked with the vectors of \p asked. Those of a file may be any as long as \p querySet is empty, for only what is in it tells.
bool asksAlike(const QuerySet &asked, const QString &querySet, const RunResult &kept)
{
    using Kind = QuerySet::Kind;
    const QuerySet &before = kept.spec.workload.queries;
    if (asked.kind == Kind::Sample || before.kind == Kind::Sample || kept.querySet.isEmpty())
        return asked.kind == before.kind && queriesKey(asked, {}) == queriesKey(before, {});
    if (querySet.isEmpty())
        return asked.kind != Kind::Texts || before.kind != Kind::Texts || asked.texts == before.texts;
    return querySet == kept.querySet;
}

} // namespace

QString measurementKey(const RunResult &run)
{
    return specKey(run.spec) + separator + queriesKey(run.spec.workload.queries, run.querySet) + separator + QString::number(run.facts.share) + separator + (run.facts.buildSeconds >= 0 ? indexLabel(run) : QString());
}

bool isRepeat(const RunSpec &asked, const RunResult &kept, const QString &querySet)
{
    if (kept.facts.buildSeconds >= 0 || !asksAlike(asked.workload.queries, querySet, kept))
        return false;
    RunSpec complete = asked;
    search::VectorQuery &query = complete.workload.query;
    const search::VectorQuery &known = kept.spec.workload.query;
    if (query.schema.isEmpty())
        query.schema = known.schema;
    if (query.metric == catalog::AnnMetric::Unknown)
        query.metric = known.metric;
    return specKey(complete) == specKey(kept.spec);
}

RunLabels::RunLabels(const std::vector<RunResult> &runs, bool (*counts)(const RunResult &))
{
    QStringList first;
    for (const RunResult &run : runs) {
        if (counts && !counts(run))
            continue;
        const QStringList parts = keysOf(run);
        const QString words = wordsOf(run)[queriesPlace(parts)], queries = parts[queriesPlace(parts)];
        if (m_queries.value(words, queries) != queries)
            m_namesakes.insert(words);
        m_queries.insert(words, queries);
        if (first.isEmpty()) {
            first = parts;
            m_keptAs = run.keptAs;
            m_differs.fill(false, first.size());
        }
        if (run.keptAs != m_keptAs)
            m_keptAs.clear(); // and stays so: a later one would have to be empty, too
        for (qsizetype i = 0; i < parts.size(); ++i)
            m_differs[i] = m_differs[i] || parts[i] != first[i];
    }
}

QStringList RunLabels::told(const RunResult &run) const
{
    QStringList parts = wordsOf(run);
    QString &queries = parts[queriesPlace(parts)];
    if (m_namesakes.contains(queries) && !run.querySet.isEmpty())
        queries += u" (%1)"_s.arg(run.querySet.left(6));
    return parts;
}

QStringList RunLabels::differing(const QStringList &parts) const
{
    QStringList words;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (const QString part = parts[i].simplified(); m_differs.value(i) && !part.isEmpty())
            words << (part.size() > mostCharacters ? part.left(mostCharacters - 1) + u'…' : part);
    }
    return words;
}

RunLabels::Label RunLabels::line(const RunResult &run, const QString &name) const
{
    QStringList parts = told(run), keys = keysOf(run);
    const QString stage = parts.takeLast();
    parts.resize(parts.size() - (afterTask - 1)); // the name says workers and rate
    keys.resize(parts.size());
    QStringList words = name.isEmpty() ? QStringList() : QStringList{name};
    words += differing(parts);
    if (m_differs.value(m_differs.size() - 1) && !stage.isEmpty())
        words << stage;
    const QString text = words.join(u", "_s);
    const bool isTold = run.keptAs.isEmpty() || run.keptAs == m_keptAs;
    return {(QStringList{run.keptAs, name, stage} + keys).join(separator), isTold ? text : text.isEmpty() ? run.keptAs : run.keptAs + u": "_s + text};
}

RunLabels::Label RunLabels::history(const RunResult &run) const
{
    return line(run, runName(run.spec));
}

RunLabels::Label RunLabels::ladder(const RunResult &run) const
{
    return line(run, ladderName(run.spec));
}

RunLabels::Label RunLabels::contest(const RunResult &run) const
{
    QStringList parts = told(run), keys = keysOf(run);
    parts.removeLast(); // a stage is a way to an answer, not another question
    keys.removeLast();
    return {keys.join(separator), differing(parts).join(u", "_s)};
}

} // namespace quiver::bench
