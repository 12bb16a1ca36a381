// SPDX-License-Identifier: GPL-3.0-or-later
// What a tuner came to, in words: the verdict, the figures, what they rest on, and what keeps it from the target.
#include "bench/tunersearch.h"

#include "bench/sweeper.h"
#include "core/counttext.h"
#include "core/sentence.h"

#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

/// About how many queries would decide it, told from these. 0: more than can be asked
int queriesToDecide(const RecallFigure &recall, double target)
{
    const double reach = recall.mean >= target ? recall.mean - recall.low : recall.high - recall.mean, distance = std::abs(recall.mean - target);
    const double wanted = distance > 0 ? recall.queries * std::pow(reach / distance, 2) : INFINITY;
    return wanted <= maxQueries ? int(std::ceil(wanted / 10) * 10) : 0;
}

QString moreQueriesText(const TunerPlan &plan, const TunerOutcome &outcome)
{
    if (plan.target.recall >= 1)
        return u"No number of queries decides that it is 1: take a target below."_s;
    const int queries = queriesToDecide(outcome.recall, plan.target.recall);
    return queries > 0 ? u"About %1 query vectors would decide it."_s.arg(core::countText(queries)) : u"It is too near to it for any number of queries that can be asked."_s;
}

QString verdictWords(const TunerOutcome &outcome)
{
    switch (outcome.verdict) {
    case Verdict::Met: return u"The target is met."_s;
    case Verdict::NotMet: return u"The target is not met."_s;
    case Verdict::Undecided: break;
    }
    return u"Whether the target is met is not decided."_s;
}

/// The choice and what was measured of it; empty: nothing was.
QString figuresText(const TunerOutcome &outcome)
{
    QStringList parts{outcome.build ? buildText(*outcome.build) : outcome.index}, figures;
    parts.removeAll(QString());
    if (outcome.value > 0)
        parts << u"%1 = %2"_s.arg(outcome.setting).arg(outcome.value);
    if (outcome.recall.queries > 0)
        figures << u"recall %1 (95 % interval %2 to %3)%4"_s.arg(QString::number(outcome.recall.mean, 'f', 4), QString::number(outcome.recall.low, 'f', 3),
                                                                 QString::number(outcome.recall.high, 'f', 3), outcome.isExtrapolated ? u", told from samples"_s : QString());
    if (outcome.qps)
        figures << u"%1 queries per second"_s.arg(QString::number(*outcome.qps, 'f', 1));
    if (outcome.p95Ms)
        figures << u"p95 %1 ms"_s.arg(QString::number(*outcome.p95Ms, 'f', 2));
    if (outcome.sizeBytes >= 0)
        figures << catalog::bytesText(qint64(outcome.sizeBytes));
    return figures.isEmpty() ? QString() : (parts.isEmpty() ? u"The index"_s : parts.join(u", "_s)) + u": "_s + figures.join(u"; "_s) + u'.';
}

QString changeText(const TunerOutcome &outcome)
{
    if (!outcome.isTableChanged)
        return {};
    return u"The table changed while it was tuned: the recall is against neighbours that were exact before. "_s
           + (outcome.limit == TuneLimit::Recall ? u"Rows that came or went may be all that is missing: tune again while nobody writes."_s : u"Rows that came since were not looked for."_s);
}

/// What is not sure of a choice that meets the target by its figures, and of figures in general.
QStringList doubts(const TunerPlan &plan, const TunerOutcome &outcome)
{
    QStringList words;
    const bool isChoice = outcome.limit == TuneLimit::None;
    if (outcome.isExtrapolated && isChoice)
        words << u"Only a build on all rows decides it."_s;
    if (outcome.isRecallOpen && !outcome.isExtrapolated && isChoice)
        words << u"Only the mean of %1 queries says that the recall of %2 is reached. %3"_s.arg(core::countText(outcome.recall.queries), QString::number(plan.target.recall), moreQueriesText(plan, outcome));
    if (outcome.isP95Open)
        words << u"The p95 is too near to the %1 ms that are wanted: measure for longer, or where nothing else runs."_s.arg(QString::number(*plan.target.p95Ms));
    return words;
}

QString limitWords(const TunerPlan &plan, const TunerOutcome &outcome)
{
    switch (outcome.limit) {
    case TuneLimit::Recall:
        return u"The recall of %1 is not reached even with the most that %2 takes: the index itself limits it. A larger m or ef_construction, or more rows looked at in a second stage, would raise it.%3"_s.arg(
            QString::number(plan.target.recall), outcome.setting, outcome.isRecallOpen ? u" Yet only the mean says so. "_s + moreQueriesText(plan, outcome) : QString());
    case TuneLimit::Planner:
        return u"From %1 = %2 on the planner takes %3 in its place, where %1 does nothing, so the target of %4 is not reached. %5"_s.arg(
            outcome.setting, QString::number(outcome.planTakesFrom), outcome.planTakes, QString::number(plan.target.recall),
            outcome.planTakes == "the whole table"_L1 ? u"Reading all rows is exact, and cheaper by its estimate."_s : u"Drop the index that is not wanted, then tune again."_s);
    case TuneLimit::Latency:
        return outcome.isP95Open ? QString()
                                 : u"Its p95 is above the %1 ms that are wanted: recall and latency cannot both be had with this index and machine."_s.arg(QString::number(*plan.target.p95Ms));
    case TuneLimit::Errors:
        if (!outcome.trouble.isEmpty())
            return u"Mend the cause, then tune again."_s;
        return outcome.errors > 0 ? u"%L1 of its searches failed (the first one: %2), so nothing is sure of the others' figures: mend the cause, then tune again."_s.arg(outcome.errors).arg(outcome.firstError)
                                  : u"It could not be measured to the end. %1 Mend the cause, then tune again."_s.arg(core::sentence(outcome.firstError));
    case TuneLimit::Size:
        return u"The index takes %1, and at most %2 are wanted: half precision or a smaller m makes it smaller."_s.arg(catalog::bytesText(qint64(outcome.sizeBytes)), catalog::bytesText(*plan.target.sizeBytes));
    case TuneLimit::None: break;
    }
    return {};
}

/// "hnsw" of "hnsw.ef_search"; of a setting of the server's own its name.
QString methodOf(const QString &setting)
{
    return setting.section(u'.', 0, 0);
}

/// Those of the plan that had a part in the outcome's figures: of another method's index none had.
search::SettingValues settingsBeside(const TunerPlan &plan, const TunerOutcome &outcome)
{
    search::SettingValues settings = plan.base.settings;
    const QString other = methodOf(outcome.setting) == "hnsw"_L1 ? u"ivfflat"_s : u"hnsw"_s;
    std::erase_if(settings, [&](const auto &each) { return each.first == outcome.setting || methodOf(each.first) == other; });
    return settings;
}

} // namespace

QString verdictText(Verdict verdict)
{
    return verdict == Verdict::Met ? u"met"_s : verdict == Verdict::NotMet ? u"not_met"_s : u"undecided"_s;
}

QString limitText(TuneLimit limit)
{
    switch (limit) {
    case TuneLimit::Recall: return u"recall"_s;
    case TuneLimit::Latency: return u"p95"_s;
    case TuneLimit::Size: return u"size"_s;
    case TuneLimit::Planner: return u"planner"_s;
    case TuneLimit::Errors: return u"errors"_s;
    default: return {};
    }
}

QString settingsText(const search::SettingValues &settings)
{
    QStringList parts;
    for (const auto &[name, value] : settings)
        parts << u"%1 = %2"_s.arg(name, value);
    return parts.join(u", "_s);
}

search::SettingValues settingsToApply(const TunerOutcome &outcome)
{
    search::SettingValues settings = outcome.settings;
    const QString method = methodOf(outcome.setting);
    const auto scan = settings.find(method + u".iterative_scan"_s);
    const bool isIterative = scan != settings.end() && scan->second != "off"_L1; // bounded by work_mem
    std::erase_if(settings, [&](const auto &each) { return methodOf(each.first) != method && !(isIterative && each.first == "work_mem"_L1); });
    return settings;
}

QString measuredWithText(const search::SettingValues &settings, bool isSet)
{
    if (settings.empty())
        return {};
    const auto reading = settings.find(u"enable_seqscan"_s);
    const bool isKeptFromReading = reading != settings.end() && reading->second == "off"_L1;
    return u"It was measured with %1%2.%3"_s.arg(settingsText(settings), isSet ? QString() : u", which this does not set"_s,
                                                isKeptFromReading ? u" Without enable_seqscan = off the planner may read the whole table in place of the index."_s : QString());
}

QString stagesText(const TunerOutcome &outcome)
{
    if (!outcome.firstStage)
        return {};
    Workload staged;
    staged.query.firstStage = outcome.firstStage;
    return u"Its searches are in two stages: %1 with over_fetch = %2 finds candidates, which the column's own distance puts in order. A plain ORDER BY of that distance does not take this index."_s.arg(
        stageText(staged), QString::number(outcome.firstStage->overFetch));
}

void judge(const TunerPlan &plan, TunerOutcome &outcome, TuneLimit limit)
{
    const bool isOpen = outcome.isRecallOpen || outcome.isP95Open || outcome.isExtrapolated;
    outcome.limit = limit;
    const bool isEarly = !outcome.trouble.isEmpty();
    outcome.verdict = isEarly ? Verdict::Undecided : limit == TuneLimit::None ? (isOpen ? Verdict::Undecided : Verdict::Met)
                      : (limit == TuneLimit::Recall && (outcome.isRecallOpen || outcome.isTableChanged)) || (limit == TuneLimit::Latency && outcome.isP95Open) ? Verdict::Undecided : Verdict::NotMet;
    outcome.settings = settingsBeside(plan, outcome);
    outcome.firstStage = (outcome.build ? queryOf(*outcome.build, plan.base.workload.query) : plan.base.workload.query).firstStage;
    QStringList words;
    if (limit == TuneLimit::None || !outcome.build || isEarly) // else it is said of how many builds none does
        words << verdictWords(outcome);
    const QString figures = figuresText(outcome);
    if (isEarly)
        words << u"It ended early. %1"_s.arg(outcome.trouble) << (figures.isEmpty() ? QString() : u"The best until then: "_s + figures);
    else
        words << figures;
    if (outcome.recall.queries > 0)
        words << measuredWithText(outcome.settings, true) << stagesText(outcome);
    words << doubts(plan, outcome) << limitWords(plan, outcome) << changeText(outcome);
    if (limit == TuneLimit::None && plan.base.workload.queries.kind == QuerySet::Kind::Sample && outcome.recall.queries > 0)
        words << u"The queries were rows of the table, which are found more easily than vectors that it does not hold: measure again with those of your users."_s;
    words.removeAll(QString());
    outcome.words = words.join(u' ');
}

} // namespace quiver::bench
