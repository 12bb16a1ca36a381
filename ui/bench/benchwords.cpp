// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/benchwords.h"

#include "ui/common/figures.h"

#include <QFileInfo>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunResult;

QString BenchWords::share(double recall)
{
    return QLocale().toString(recall, 'f', recall > 0.999 && recall < 1 ? 5 : recall > 0.99 && recall < 1 ? 4 : 3);
}

QString BenchWords::recall(const std::optional<bench::RecallFigure> &figure)
{
    return figure ? tr("%1 (%2 to %3)", "a mean and its interval").arg(share(figure->mean), share(figure->low), share(figure->high)) : tr("not measured");
}

QString BenchWords::qps(double qps)
{
    return tr("%1/s", "queries per second").arg(QLocale().toString(qps, 'f', qps < 10 ? 2 : qps < 100 ? 1 : 0));
}

QString BenchWords::ms(double milliseconds)
{
    if (milliseconds >= 1000)
        return durationText(milliseconds);
    return tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 1 ? 3 : milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0));
}

QString BenchWords::percent(double fraction)
{
    return tr("%1 %").arg(int(100 * fraction));
}

QString BenchWords::name(const RunResult &run)
{
    return bench::runName(run.spec);
}

QString BenchWords::search(const bench::Workload &workload)
{
    const bench::QuerySet &queries = workload.queries;
    QStringList words{tr("k %1").arg(QLocale().toString(workload.query.k))};
    switch (queries.kind) {
    case bench::QuerySet::Kind::Sample: words << countOf(queries.count, tr("1 random row"), tr("%1 random rows")); break;
    case bench::QuerySet::Kind::File: words << QFileInfo(queries.file).fileName(); break;
    case bench::QuerySet::Kind::Texts: words << countOf(queries.texts.size(), tr("1 text"), tr("%1 texts")); break;
    }
    if (!workload.query.filters.empty())
        words << countOf(qint64(workload.query.filters.size()), tr("1 filter"), tr("%1 filters"));
    if (!workload.query.condition.isEmpty())
        words << workload.query.condition;
    if (workload.selectivity)
        words << tr("%1 % of the rows").arg(QLocale().toString(*workload.selectivity * 100, 'g', 3));
    if (!workload.sql.isEmpty())
        words << tr("own SQL");
    return words.join(u", "_s);
}

QStringList BenchWords::details(const RunResult &run)
{
    QStringList lines;
    if (!run.keptAs.isEmpty())
        lines << tr("kept as %1").arg(run.keptAs);
    lines << bench::workloadText(run.spec.workload);
    if (run.recall)
        lines << tr("recall@%1 %2").arg(run.recall->k).arg(recall(run.recall));
    lines << tr("%1, %2", "queries per second, workers").arg(qps(run.qps), countOf(run.spec.workers, tr("1 worker"), tr("%1 workers")));
    lines << tr("p50 %1, p95 %2, p99 %3").arg(ms(run.latency.medianMs), ms(run.latency.p95Ms), ms(run.latency.p99Ms));
    if (run.startedAt.isValid())
        lines << QLocale().toString(run.startedAt.toLocalTime(), QLocale::ShortFormat);
    if (run.state != RunResult::State::Complete)
        lines << state(run);
    return lines;
}

QString BenchWords::state(const RunResult &run)
{
    switch (run.state) {
    case RunResult::State::Complete: return tr("complete");
    case RunResult::State::Cancelled: return tr("cancelled after %1").arg(durationText(run.seconds * 1000));
    case RunResult::State::Incomplete: break;
    }
    return tr("incomplete: %1").arg(run.stateReason);
}

} // namespace quiver::ui
