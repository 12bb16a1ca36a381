// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/buildrace.h"

#include "core/sentence.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

bool isIvfflat(const SweepBuild &build)
{
    return build.method == "ivfflat"_L1;
}

/// But for m and ef_construction.
bool isAlike(const SweepBuild &a, const SweepBuild &b)
{
    return a.method == b.method && a.form == b.form && (a.form != index::IndexKey::Form::Subvector || a.subvector == b.subvector);
}

QString failedText(qint64 errors, const QString &firstError)
{
    return u"%L1 searches failed: %2"_s.arg(errors).arg(firstError);
}

/// How far the figures are from the target, relative to it, at the worst.
double shortfallOf(const TunerTarget &target, const TunerOutcome &outcome)
{
    double shortfall = outcome.recall.queries > 0 ? std::max(0.0, target.recall - outcome.recall.mean) / target.recall : 0;
    if (target.p95Ms && outcome.p95Ms)
        shortfall = std::max(shortfall, *outcome.p95Ms / *target.p95Ms - 1);
    if (target.sizeBytes && outcome.sizeBytes >= 0)
        shortfall = std::max(shortfall, outcome.sizeBytes / double(*target.sizeBytes) - 1);
    return shortfall;
}

} // namespace

BuildRace::BuildRace(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
    : m_runner(runner), m_job(job), m_plan(plan), m_outcome(outcome), m_search(runner, job, plan, outcome, listener), m_original(runner.bind(job, plan.base.workload, false)),
      m_rows(std::max(m_original.table.facts.rows(), 1.0)), m_verifies(plan.verifies || sampleShares(m_rows, 2).front() >= 1)
{
    for (const SweepBuild &build : plan.builds)
        m_contenders.push_back({.build = build, .trial = {.build = build, .p95Ms = {}}, .first = isIvfflat(build) ? 4 : 40});
}

BuildRace::Copy::Copy(BuildRace &race, double ofRows) : share(ofRows), scratch(race.m_runner, race.m_job, race.m_original, share)
{
    race.m_outcome.serverSeconds += scratch.seconds();
    workload = race.bound(race.m_original, queryOfCopy(race.m_original, scratch.schema()));
    truth = race.m_runner.onSession(race.m_job, [&](pg::Connection &connection, core::JobContext &inner) { return groundTruth(connection, inner, workload, nullptr); });
    race.m_outcome.serverSeconds += truth.seconds;
}

void BuildRace::run()
{
    if (const QString problem = copyProblem(m_original, 1); !problem.isEmpty())
        throw core::Error(problem);
    // A setting that the server refuses is refused with every index: better before one is built.
    const auto probe = m_runner.newSession(u"benchmark probe"_s);
    BenchRunner::await(m_job, probe->run(u"Benchmark"_s, [&](pg::Connection &connection, core::JobContext &) { prepareSession(connection, m_original, m_plan.base.settings); }));
    try {
        race();
    } catch (const core::Cancelled &) {
        throw;
    } catch (const core::Error &e) {
        if (m_outcome.trials.empty())
            throw;
        concludeEarly(e.message());
    }
}

void BuildRace::race()
{
    leaveOutByForecast();
    leaveOutPoorer();
    for (const double share : sampleShares(m_rows, m_verifies ? m_contenders.size() : std::max<std::size_t>(m_contenders.size(), 2))) {
        if (m_contenders.empty() || (m_verifies && m_contenders.size() == 1))
            break;
        raceOn(share);
    }
    if (m_verifies)
        chooseOnAllRows();
    else
        concludeFromSamples();
}

template<typename Work>
bool BuildRace::attempt(Contender &contender, const Work &work)
{
    try {
        work();
        return true;
    } catch (const core::Cancelled &) {
        throw;
    } catch (const WorkersRefused &) {
        throw;
    } catch (const core::Error &e) {
        if (isConnectionLost(e))
            throw;
        contender.errors = 0;
        contender.firstError = e.message();
        ruleOut(contender, TuneLimit::Errors, e.message());
        return false;
    }
}

template<typename Work>
bool BuildRace::withIndex(Contender &contender, Copy &copy, const QString &rows, const Work &work)
{
    m_job.throwIfCancelled();
    index::IndexSpec spec = indexOf(contender.build, m_original.query, copy.scratch.schema(), m_original.query.table, double(copy.truth.rows));
    spec.name = scratchIndexName(u"measured"_s, spec.table);
    m_job.report({.phase = u"building"_s, .message = u"%1 on %2"_s.arg(buildText(contender.build), rows)});
    if (!attempt(contender, [&] { m_outcome.serverSeconds += copy.scratch.build(spec, settingsOf(m_plan.maintenanceWorkMem)); }))
        return false;
    const bool isDone = attempt(contender, [&] { work(bound(copy.workload, queryOf(contender.build, copy.workload.query)), spec); });
    copy.scratch.dropIndex(spec);
    return isDone;
}

void BuildRace::leaveOutByForecast()
{
    m_job.report({.phase = u"forecasting sizes"_s});
    for (Contender &contender : m_contenders) {
        attempt(contender, [&] {
            const index::Figure size = m_runner.onSession(m_job, [&](pg::Connection &connection, core::JobContext &) {
                return forecastOf(connection, contender.build, m_original, 1, settingsOf(m_plan.maintenanceWorkMem)).sizeBytes;
            });
            contender.bytes = size.value;
            if (m_plan.target.sizeBytes && size.isKnown() && size.low > double(*m_plan.target.sizeBytes))
                ruleOut(contender, TuneLimit::Size, u"would take about %1"_s.arg(catalog::bytesText(qint64(size.value))));
        });
    }
    std::erase_if(m_contenders, &Contender::isOut);
}

// A sample is too small to tell how much more a better graph finds among all rows.
void BuildRace::leaveOutPoorer()
{
    for (Contender &contender : m_contenders) {
        const auto better = std::ranges::find_if(m_contenders, [&](const Contender &other) {
            return isAlike(other.build, contender.build) && !isIvfflat(other.build) && other.build.m == contender.build.m && other.build.efConstruction > contender.build.efConstruction;
        });
        if (better == m_contenders.end())
            continue;
        contender.isOut = true;
        m_outcome.ruledOut.push_back({contender.build, TuneLimit::None, u"the same with a larger ef_construction finds no less in the same time"_s});
    }
    std::erase_if(m_contenders, &Contender::isOut);
}

// Pages are the same however busy the machine is; how long one takes is told from all builds of a kind together.
void BuildRace::reckonCosts()
{
    for (Contender &contender : m_contenders) {
        std::vector<double> perPage;
        for (const Contender &other : m_contenders) {
            if (isAlike(other.build, contender.build) && other.pages > 0)
                perPage.push_back(other.trial.medianMs / other.pages);
        }
        if (contender.pages <= 0 || perPage.empty()) {
            contender.costMs = contender.trial.medianMs;
            continue;
        }
        const auto middle = perPage.begin() + std::ptrdiff_t(perPage.size() / 2);
        std::ranges::nth_element(perPage, middle);
        contender.costMs = contender.pages * *middle;
    }
}

void BuildRace::raceOn(double share)
{
    m_job.report({.phase = share < 1 ? u"copying a sample of %1 %"_s.arg(share * 100, 0, 'f', 0) : u"copying the table"_s});
    Copy copy(*this, share);
    for (Contender &contender : m_contenders) {
        withIndex(contender, copy, u"%1 rows"_s.arg(copy.truth.rows), [&](const BoundWorkload &workload, const index::IndexSpec &spec) {
            const std::optional<TunerFinding> finding = examine(contender, copy, workload, spec);
            if (finding && finding->limit != TuneLimit::None)
                ruleOut(contender, *finding); // with more rows recall is no higher, and a search no faster
        });
    }
    std::erase_if(m_contenders, &Contender::isOut);
    reckonCosts();
    std::ranges::stable_sort(m_contenders, {}, &Contender::costMs);
    const auto kept = std::ptrdiff_t((m_contenders.size() + 1) / 2);
    m_reserve.insert(m_reserve.begin(), m_contenders.begin() + kept, m_contenders.end());
    m_contenders.erase(m_contenders.begin() + kept, m_contenders.end());
}

std::optional<TunerFinding> BuildRace::examine(Contender &contender, const Copy &copy, const BoundWorkload &workload, const index::IndexSpec &spec)
{
    const bool isOnAllRows = copy.share >= 1;
    const auto built = std::ranges::find(workload.table.facts.indexes, spec.name, &catalog::Index::name);
    if (built != workload.table.facts.indexes.end())
        contender.bytes = double(built->bytes) / copy.share;
    if (m_plan.target.sizeBytes && contender.bytes > double(*m_plan.target.sizeBytes)) {
        ruleOut(contender, TuneLimit::Size, u"takes %1"_s.arg(catalog::bytesText(qint64(contender.bytes))));
        return std::nullopt;
    }
    TunerIndex index{.workload = workload, .truth = copy.truth, .setting = settingOf(contender.build.method), .first = contender.first, .build = contender.build,
                     .rows = double(copy.truth.rows), .wantsSure = isOnAllRows && m_verifies};
    if (isIvfflat(contender.build))
        index.most = spec.option(u"lists"_s).value_or(100);
    else
        index.least = std::clamp(workload.k(), 1, mostEfSearch);
    TunerFinding finding = m_search.leastValue(index);
    contender.trial = finding.trial;
    contender.isOnAllRows = isOnAllRows;
    if (finding.value) {
        contender.values.emplace_back(index.rows, *finding.value);
        contender.p95s.emplace_back(index.rows, finding.trial.p95Ms.value_or(0));
        contender.first = *finding.value;
        contender.pages = finding.pages;
    }
    return finding;
}

void BuildRace::chooseOnAllRows()
{
    std::ranges::move(m_reserve, std::back_inserter(m_contenders));
    m_reserve.clear();
    std::vector<std::pair<Contender, TuneLimit>> failed;
    std::optional<Copy> copy;
    for (Contender &contender : m_contenders) {
        m_job.throwIfCancelled();
        TuneLimit limit = TuneLimit::None;
        for (const auto &[other, by] : failed)
            limit = limit != TuneLimit::None ? limit : limitBy(other, by, contender);
        if (limit != TuneLimit::None) {
            ruleOut(contender, limit, u"no better in this than one that was built"_s);
            continue;
        }
        if (!copy) {
            m_job.report({.phase = u"copying the table"_s});
            copy.emplace(*this, 1.0);
        }
        const bool isMeasured = withIndex(contender, *copy, u"all %1 rows"_s.arg(copy->truth.rows), [&](const BoundWorkload &workload, const index::IndexSpec &spec) {
            limit = measureOnAllRows(contender, *copy, workload, spec);
        });
        if (isMeasured && limit == TuneLimit::None)
            return judge(m_plan, m_outcome, limit);
        failed.emplace_back(contender, isMeasured ? limit : TuneLimit::Errors);
    }
    tellWhatLimits();
}

TuneLimit BuildRace::measureOnAllRows(Contender &contender, const Copy &copy, const BoundWorkload &workload, const index::IndexSpec &spec)
{
    const std::optional<TunerFinding> finding = examine(contender, copy, workload, spec);
    if (!finding)
        return TuneLimit::Size;
    if (finding->limit != TuneLimit::None) {
        ruleOut(contender, *finding);
        return finding->limit;
    }
    m_outcome.build = contender.build;
    m_outcome.setting = settingOf(contender.build.method);
    m_outcome.value = *finding->value;
    m_outcome.recall = finding->trial.recall;
    m_outcome.isRecallOpen = finding->trial.verdict() == Verdict::Undecided;
    measureChoice(m_runner, m_job, m_plan, workload, m_outcome);
    const TuneLimit limit = limitOf(m_plan, m_outcome, true);
    if (limit == TuneLimit::None)
        return limit;
    contender.trial.p95Ms = m_outcome.p95Ms;
    contender.isP95Open = m_outcome.isP95Open;
    contender.bytes = m_outcome.sizeBytes;
    contender.errors = m_outcome.errors;
    contender.firstError = m_outcome.firstError;
    ruleOut(contender, limit, limit == TuneLimit::Size     ? u"takes %1"_s.arg(catalog::bytesText(qint64(m_outcome.sizeBytes)))
                              : limit == TuneLimit::Errors ? failedText(m_outcome.errors, m_outcome.firstError)
                                                           : u"p95 of %1 ms"_s.arg(*m_outcome.p95Ms, 0, 'f', 2));
    return limit;
}

TuneLimit BuildRace::limitBy(const Contender &failed, TuneLimit limit, const Contender &next) const
{
    const SweepBuild &a = failed.build, &b = next.build;
    if (limit == TuneLimit::Recall && isAlike(a, b) && !isIvfflat(a) && b.m <= a.m && b.efConstruction <= a.efConstruction)
        return limit;
    if (limit == TuneLimit::Size && next.bytes >= 0 && next.bytes >= failed.bytes)
        return limit;
    if (limit == TuneLimit::Latency) { // of the largest sample that both were built on
        for (auto mine = next.p95s.rbegin(); mine != next.p95s.rend(); ++mine) {
            const auto theirs = std::ranges::find(failed.p95s, mine->first, [](const auto &each) { return each.first; });
            if (theirs != failed.p95s.end())
                return mine->second >= theirs->second ? limit : TuneLimit::None;
        }
    }
    return TuneLimit::None;
}

void BuildRace::ruleOut(Contender &contender, TuneLimit limit, const QString &why)
{
    contender.isOut = true;
    m_outcome.ruledOut.push_back({contender.build, limit, why});
    consider(contender, limit);
}

void BuildRace::ruleOut(Contender &contender, const TunerFinding &finding)
{
    contender.errors = finding.trial.errors;
    contender.firstError = finding.trial.firstError;
    const QString rows = contender.isOnAllRows ? QString() : u" on a sample of %1 rows"_s.arg(finding.trial.rows, 0, 'f', 0);
    ruleOut(contender, finding.limit,
            finding.limit == TuneLimit::Latency  ? u"p95 of %1 ms%2"_s.arg(QString::number(finding.trial.p95Ms.value_or(0), 'f', 2), rows)
            : finding.limit == TuneLimit::Errors ? failedText(contender.errors, contender.firstError)
                                                 : u"recall %1 at most%2"_s.arg(QString::number(finding.trial.recall.mean, 'f', 4), rows));
}

TunerOutcome BuildRace::figuresOf(const Contender &contender, TuneLimit limit) const
{
    TunerOutcome outcome;
    outcome.limit = limit;
    outcome.build = contender.build;
    outcome.setting = settingOf(contender.build.method);
    outcome.value = contender.trial.value;
    outcome.recall = contender.trial.recall;
    outcome.isExtrapolated = outcome.recall.queries > 0 && !contender.isOnAllRows;
    outcome.isRecallOpen = outcome.recall.queries > 0 && contender.trial.verdict() == Verdict::Undecided;
    outcome.isP95Open = contender.isP95Open;
    outcome.p95Ms = contender.trial.p95Ms;
    outcome.errors = contender.errors;
    outcome.firstError = contender.firstError;
    outcome.sizeBytes = contender.bytes;
    return outcome;
}

void BuildRace::take(const TunerOutcome &figures)
{
    m_outcome.build = figures.build;
    m_outcome.setting = figures.setting;
    m_outcome.value = figures.value;
    m_outcome.recall = figures.recall;
    m_outcome.isRecallOpen = figures.isRecallOpen;
    m_outcome.isP95Open = figures.isP95Open;
    m_outcome.isExtrapolated = figures.isExtrapolated;
    m_outcome.p95Ms = figures.p95Ms;
    m_outcome.errors = figures.errors;
    m_outcome.firstError = figures.firstError;
    m_outcome.sizeBytes = figures.sizeBytes;
    m_outcome.qps.reset();
}

void BuildRace::consider(const Contender &contender, TuneLimit limit)
{
    const TunerOutcome outcome = figuresOf(contender, limit);
    if (limit == TuneLimit::Errors && outcome.recall.queries == 0)
        return; // it came to nothing
    const double shortfall = shortfallOf(m_plan.target, outcome);
    if (m_nearest && m_shortfall <= shortfall)
        return;
    m_nearest = outcome;
    m_shortfall = shortfall;
}

void BuildRace::concludeFromSamples()
{
    if (m_contenders.empty())
        return tellWhatLimits();
    const Contender &best = m_contenders.front();
    m_outcome.build = best.build;
    m_outcome.setting = settingOf(best.build.method);
    m_outcome.value = best.trial.value;
    m_outcome.recall = best.trial.recall;
    m_outcome.isExtrapolated = true;
    m_outcome.sizeBytes = best.bytes;
    if (best.values.size() >= 2) {
        const auto &[rowsBefore, before] = best.values[best.values.size() - 2];
        const auto &[rowsAfter, after] = best.values.back();
        m_outcome.value = int(std::ceil(extrapolated(rowsBefore, before, rowsAfter, after, m_rows)));
    }
    judge(m_plan, m_outcome, TuneLimit::None);
}

// The best of those that were not left out, or else what came nearest.
void BuildRace::concludeEarly(const QString &reason)
{
    m_contenders.insert(m_contenders.end(), m_reserve.begin(), m_reserve.end());
    const auto best = std::ranges::find_if(m_contenders, [](const Contender &each) { return !each.isOut && each.trial.recall.queries > 0; });
    if (best != m_contenders.end())
        take(figuresOf(*best, TuneLimit::Errors));
    else if (m_nearest)
        take(*m_nearest);
    m_outcome.trouble = core::sentence(reason);
    judge(m_plan, m_outcome, TuneLimit::Errors);
}

// The nearest, and what kept the others away.
void BuildRace::tellWhatLimits()
{
    if (!m_nearest) {
        QStringList reasons;
        for (const RuledOut &each : m_outcome.ruledOut) {
            if (each.limit == TuneLimit::Errors)
                reasons << each.why;
        }
        reasons.removeDuplicates();
        throw core::Error(reasons.size() == 1 ? reasons.front() : u"none of the builds could be made and searched: "_s + reasons.join(u"; "_s));
    }
    take(*m_nearest);
    judge(m_plan, m_outcome, m_nearest->limit);
    QStringList counts;
    for (const TuneLimit limit : {TuneLimit::Recall, TuneLimit::Latency, TuneLimit::Size, TuneLimit::Errors}) {
        const auto count = std::ranges::count(m_outcome.ruledOut, limit, &RuledOut::limit);
        if (count > 0)
            counts << u"%1 by %2"_s.arg(QString::number(count), limitText(limit));
    }
    m_outcome.words = u"None of %1 builds %3 the target (kept away: %2). The nearest: "_s.arg(QString::number(m_plan.builds.size()), counts.join(u", "_s), m_outcome.verdict == Verdict::Undecided ? u"surely meets"_s : u"meets"_s) + m_outcome.words;
}

BoundWorkload BuildRace::bound(const BoundWorkload &before, const search::VectorQuery &query)
{
    return m_runner.onSession(m_job, [&](pg::Connection &connection, core::JobContext &) { return bindAgain(connection, before, query); });
}

} // namespace quiver::bench
