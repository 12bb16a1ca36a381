// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runlabels.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar separator(0x1f);
constexpr int mostCharacters = 40; // of a statement or a condition in a legend

QString specKey(const RunSpec &spec)
{
    QStringList parts = taskParts(spec.workload) << stageText(spec.workload);
    if (const QuerySet &queries = spec.workload.queries; queries.kind == QuerySet::Kind::Sample)
        parts << u"%1 of seed %2"_s.arg(queries.count).arg(queries.seed);
    if (spec.workload.query.firstStage)
        parts << QString::number(spec.workload.query.firstStage->overFetch);
    for (const auto &[name, value] : spec.settings)
        parts << name + u'=' + value;
    parts << QString::number(spec.workers) << (spec.loop == RunSpec::Loop::Open ? QString::number(spec.rate) : QString());
    return parts.join(separator);
}

/// What a figure depends on beside settings; first what a contest needs alike, then what may differ in one.
QStringList partsOf(const RunResult &run)
{
    const RunSpec &spec = run.spec;
    const QString sample = run.facts.share < 1 ? u"a sample of %1 %"_s.arg(QString::number(run.facts.share * 100, 'g', 4)) : QString();
    return QStringList{run.facts.server, sample} + taskParts(spec.workload)
           + QStringList{spec.workers == 1 ? u"1 worker"_s : u"%1 workers"_s.arg(spec.workers), spec.loop == RunSpec::Loop::Open ? u"%1/s"_s.arg(spec.rate) : QString(), stageText(spec.workload)};
}
constexpr qsizetype afterTask = 3; // workers, rate, stage

} // namespace

QString measurementKey(const RunResult &run)
{
    return specKey(run.spec) + separator + QString::number(run.facts.share) + separator + (run.facts.buildSeconds >= 0 ? indexLabel(run) : QString());
}

bool isRepeat(const RunSpec &asked, const RunResult &kept)
{
    if (kept.facts.buildSeconds >= 0)
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
        const QStringList parts = partsOf(run);
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
    QStringList parts = partsOf(run);
    const QString stage = parts.takeLast();
    parts.resize(parts.size() - (afterTask - 1)); // the name says workers and rate
    QStringList words = name.isEmpty() ? QStringList() : QStringList{name};
    words += differing(parts);
    if (m_differs.value(m_differs.size() - 1) && !stage.isEmpty())
        words << stage;
    const QString text = words.join(u", "_s);
    const bool isTold = run.keptAs.isEmpty() || run.keptAs == m_keptAs;
    return {(QStringList{run.keptAs, name, stage} + parts).join(separator), isTold ? text : text.isEmpty() ? run.keptAs : run.keptAs + u": "_s + text};
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
    QStringList parts = partsOf(run);
    parts.removeLast(); // a stage is a way to an answer, not another question
    return {parts.join(separator), differing(parts).join(u", "_s)};
}

} // namespace quiver::bench
