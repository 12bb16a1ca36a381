// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/difference.h"

#include "bench/comparability.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr double mostRecallTolerance = 0.005;
constexpr int batches = 20;
constexpr double shortSeconds = 5; // a part is a quarter of a second: other load lasts longer, so that parts of one run are alike and those of another one are not

// The continued fraction of the incomplete beta function, by Lentz's method (Abramowitz, Stegun 26.5.8).
double betaFraction(double a, double b, double x)
{
    constexpr double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::abs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m <= 300; ++m) {
        for (const bool isEven : {true, false}) {
            const double step = isEven ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 + step * d;
            d = 1 / (std::abs(d) < tiny ? tiny : d);
            c = 1 + step / c;
            c = std::abs(c) < tiny ? tiny : c;
            value *= c * d;
        }
        if (std::abs(c * d - 1) < 1e-14)
            break;
    }
    return value;
}

double incompleteBeta(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log(1 - x));
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b;
}

struct Moments {
    double mean = 0;
    double variance = 0; ///< of the mean
    double n = 0;
};

Moments momentsOf(const std::vector<double> &values)
{
    Moments moments{.n = double(values.size())};
    for (const double value : values)
        moments.mean += value / moments.n;
    double squares = 0;
    for (const double value : values)
        squares += (value - moments.mean) * (value - moments.mean);
    moments.variance = values.size() > 1 ? squares / (moments.n - 1) / moments.n : std::numeric_limits<double>::infinity();
    return moments;
}

enum class Better { Higher, Lower };

/// \p estimate: a difference, of a ratio that of its logarithms; \p asChange makes what is shown of it.
template<typename AsChange>
void judge(FigureDifference &made, double estimate, double error, double freedom, double tolerance, Better better, AsChange asChange)
{
    made.change = asChange(estimate);
    if (!std::isfinite(error) || !std::isfinite(estimate)) { // one part only, or none: nothing is known of how it varies
        made.low = -std::numeric_limits<double>::infinity();
        made.high = std::numeric_limits<double>::infinity();
        return;
    }
    const double reach = error * studentQuantile95(freedom);
    made.low = asChange(estimate - reach);
    made.high = asChange(estimate + reach);
    made.pValue = error > 0 ? studentTail(std::abs(estimate) / error, freedom) : (estimate == 0 ? 1 : 0);
    made.isSignificant = made.pValue < 0.05;
    made.isWorse = made.isSignificant && (better == Better::Higher ? -made.change : made.change) > tolerance;
}

// Of the logarithms, by the delta method: a ratio is never below 0, and twice as much is as far as half of it.
FigureDifference welch(const std::vector<double> &run, const std::vector<double> &baseline, double runFigure, double baseFigure, double tolerance, Better better)
{
    const auto ofLogarithm = [](Moments moments) {
        moments.variance = moments.mean > 0 ? moments.variance / (moments.mean * moments.mean) : std::numeric_limits<double>::infinity();
        return moments;
    };
    const Moments a = ofLogarithm(momentsOf(run)), b = ofLogarithm(momentsOf(baseline));
    const double variance = a.variance + b.variance;
    double freedom = 1; // Welch, Satterthwaite
    if (std::isfinite(variance) && variance > 0)
        freedom = variance * variance / (a.variance * a.variance / (a.n - 1) + b.variance * b.variance / (b.n - 1));
    FigureDifference made{.baseline = baseFigure, .run = runFigure};
    if (baseFigure > 0)
        judge(made, std::log(runFigure / baseFigure), std::sqrt(variance), freedom, tolerance, better, [](double logarithm) { return std::expm1(logarithm); });
    return made;
}

struct Batches {
    std::vector<double> qps, medianMs, p95Ms;
};

Batches batchesOf(const RunResult &run)
{
    std::vector<std::vector<float>> parts(batches);
    for (const WorkerResult &worker : run.workers) {
        for (const Sample &sample : worker.samples)
            parts[std::size_t(std::clamp(int(sample.atSeconds / std::max(run.seconds, 1e-9) * batches), 0, batches - 1))].push_back(sample.latencyMs);
    }
    Batches made;
    for (std::vector<float> &part : parts) {
        made.qps.push_back(double(part.size()) * batches / std::max(run.seconds, 1e-9));
        if (part.empty())
            continue;
        std::ranges::sort(part);
        made.medianMs.push_back(percentile(part, 0.5));
        made.p95Ms.push_back(percentile(part, 0.95));
    }
    return made;
}

/// Of queries that both runs asked: differences of the two recalls of each, so that what makes some queries hard does not hide a small change of all.
std::vector<double> pairedRecalls(const RunResult &run, const RunResult &baseline)
{
    std::vector<double> differences;
    if (run.querySet.isEmpty() || run.querySet != baseline.querySet || run.recall->k != baseline.recall->k || run.recalls.size() != baseline.recalls.size())
        return differences;
    for (std::size_t i = 0; i < run.recalls.size(); ++i) {
        if (!std::isnan(run.recalls[i]) && !std::isnan(baseline.recalls[i]))
            differences.push_back(run.recalls[i] - baseline.recalls[i]);
    }
    return differences;
}

FigureDifference recallDifference(const RunResult &run, const RunResult &baseline, double tolerance)
{
    constexpr double z95 = 1.959963984540054;
    FigureDifference made{.baseline = baseline.recall->mean, .run = run.recall->mean};
    const auto itself = [](double difference) { return difference; };
    if (const std::vector<double> differences = pairedRecalls(run, baseline); differences.size() > 1) {
        const Moments moments = momentsOf(differences);
        judge(made, moments.mean, std::sqrt(moments.variance), double(differences.size() - 1), tolerance, Better::Higher, itself);
        return made;
    }
    const auto errorOf = [](const RecallFigure &figure) { return (figure.high - figure.low) / (2 * z95); };
    const double freedom = std::max(1, run.recall->queries + baseline.recall->queries - 2);
    judge(made, made.run - made.baseline, std::hypot(errorOf(*run.recall), errorOf(*baseline.recall)), freedom, tolerance, Better::Higher, itself);
    return made;
}

QString grouped(double value, int decimals)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(value, 'f', decimals);
}

QString percent(double share)
{
    return grouped(std::abs(share) * 100, std::abs(share) < 0.1 ? 1 : 0);
}

QString sentence(const QString &name, const FigureDifference &difference, bool ofRecall)
{
    if (!std::isfinite(difference.low) || !std::isfinite(difference.high))
        return u"%1: too few answers to compare."_s.arg(name);
    const QString p = difference.pValue < 0.001 ? u"p < 0.001"_s : u"p = %1"_s.arg(difference.pValue, 0, 'f', 3);
    const QString words = difference.change < 0 ? u"lower"_s : u"higher"_s;
    const QString reach = ofRecall ? u"%1 to %2"_s.arg(QString::number(difference.low, 'f', 4), QString::number(difference.high, 'f', 4))
                                   : u"%1 to %2 %"_s.arg(grouped(difference.low * 100, 1), grouped(difference.high * 100, 1));
    if (!difference.isSignificant)
        return u"%1: no difference that is more than chance (95 % interval %2, %3)."_s.arg(name, reach, p);
    const QString by = ofRecall ? QString::number(std::abs(difference.change), 'f', 4) : percent(difference.change) + u" %"_s;
    return u"%1 is %2 %3 (95 % interval %4, %5)."_s.arg(name, by, words, reach, p);
}

/// Of those that were noted of both, and the stage before.
QStringList otherSettings(const RunResult &run, const RunResult &baseline)
{
    QStringList words;
    for (auto setting = run.facts.settings.begin(); setting != run.facts.settings.end(); ++setting) {
        const auto before = baseline.facts.settings.find(setting.key());
        if (before != baseline.facts.settings.end() && before.value() != setting.value())
            words << u"%1 %2, and %3 for the baseline"_s.arg(setting.key(), setting.value(), before.value());
    }
    if (run.spec.workload.query.firstStage != baseline.spec.workload.query.firstStage)
        words << u"another first stage, or another number of its candidates"_s;
    return words;
}

QString indexWords(const RunResult &run)
{
    return run.facts.indexesUsed.isEmpty() ? u"none"_s : run.facts.indexesUsed.join(u", "_s);
}

} // namespace

double studentTail(double t, double freedom)
{
    return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

double studentQuantile95(double freedom)
{
    double low = 0, high = 1000;
    for (int i = 0; i < 80; ++i) {
        const double middle = (low + high) / 2;
        (studentTail(middle, freedom) > 0.05 ? low : high) = middle;
    }
    return high;
}

RunDifference compareRuns(const RunResult &run, const RunResult &baseline, double tolerance)
{
    const Batches a = batchesOf(run), b = batchesOf(baseline);
    RunDifference made;
    made.qps = welch(a.qps, b.qps, run.qps, baseline.qps, tolerance, Better::Higher);
    made.medianMs = welch(a.medianMs, b.medianMs, run.latency.medianMs, baseline.latency.medianMs, tolerance, Better::Lower);
    made.p95Ms = welch(a.p95Ms, b.p95Ms, run.latency.p95Ms, baseline.latency.p95Ms, tolerance, Better::Lower);
    // Against neighbours of other rows than those that were searched; without a warm-up they are computed behind the run, just before recall is asked.
    const auto isOld = [](const RunResult &each) { return each.tableChanged && each.spec.warmupSeconds > 0; };
    const bool isRecallOld = isOld(run) || isOld(baseline);
    if (run.recall && baseline.recall && !isRecallOld)
        made.recall = recallDifference(run, baseline, std::min(tolerance, mostRecallTolerance));
    const auto differ = [&](bool isDifferent, const QString &words) {
        if (isDifferent)
            made.caveats << words;
    };
    made.obstacles = taskDifferences(run, baseline);
    for (const auto &[each, name] : {std::pair{&run, u"It"_s}, {&baseline, u"The baseline"_s}}) {
        if (each->state != RunResult::State::Complete)
            made.obstacles << u"%1 is %2."_s.arg(name, stateText(each->state));
    }
    differ(run.recall.has_value() != baseline.recall.has_value(), u"Recall is known of one of them alone."_s);
    differ(made.isComparable() && !run.querySet.isEmpty() && !baseline.querySet.isEmpty() && run.querySet != baseline.querySet, u"The random rows that they ask with are others by now."_s);
    for (const auto &[each, name] : {std::pair{&run, u"this run"_s}, {&baseline, u"the baseline"_s}})
        differ(each->tableChanged, u"The table changed during %1%2."_s.arg(name, run.recall && baseline.recall && isRecallOld ? u", so recall was not compared"_s : QString()));
    differ((run.spec.warmupSeconds > 0) != (baseline.spec.warmupSeconds > 0), u"One of the two runs had no warm-up."_s);
    differ(run.facts.server != baseline.facts.server, u"The two runs are of different servers."_s);
    differ(run.facts.indexesUsed != baseline.facts.indexesUsed, u"The planner took different indexes: %1, and %2 for the baseline."_s.arg(indexWords(run), indexWords(baseline)));
    if (const QStringList others = otherSettings(run, baseline); !others.isEmpty())
        made.caveats << u"Settings differ: %1."_s.arg(others.join(u"; "_s));
    for (const auto &[each, name] : {std::pair{&run, u"This run"_s}, {&baseline, u"The baseline"_s}})
        differ(each->seconds > 0 && each->seconds < shortSeconds,
               u"%1 lasted only %2 s: what else a machine does in so short a time may look like a difference. Measure both for %3 s or more."_s.arg(
                   name, QString::number(each->seconds, 'f', 1), QString::number(shortSeconds)));
    // The rows are those of the conditions where exact neighbours were computed, else those of the table.
    differ(made.isComparable() && run.recall.has_value() == baseline.recall.has_value() && run.facts.rows != baseline.facts.rows, u"The table has a different number of rows by now."_s);
    for (const auto &[each, name] : {std::pair{&run, u"this run"_s}, {&baseline, u"the baseline"_s}})
        differ(each->errors > 0, u"%L1 of %L2 executions of %3 failed: the figures are of the others."_s.arg(each->errors).arg(each->errors + each->executions).arg(name));
    return made;
}

QStringList differenceText(const RunDifference &difference)
{
    QStringList lines;
    if (!difference.isComparable())
        lines << u"No verdict, as the two cannot be compared."_s << difference.obstacles;
    else if (difference.isWorse())
        lines << u"Worse than the baseline."_s;
    else
        lines << (difference.recall ? u"No worse than the baseline."_s : u"No worse than the baseline in throughput and latency; recall was not compared."_s);
    lines << sentence(u"QPS"_s, difference.qps, false) << sentence(u"The median latency"_s, difference.medianMs, false) << sentence(u"The p95 latency"_s, difference.p95Ms, false);
    if (difference.recall)
        lines << sentence(u"Recall"_s, *difference.recall, true);
    return lines + difference.caveats;
}

} // namespace quiver::bench
