// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/tuner.h"

#include "bench/buildrace.h"
#include "catalog/vectorsql.h"
#include "core/sentence.h"
#include "doctor/fixes.h"
#include "index/indexproblems.h"
#include "index/settingsadvice.h"
#include "search/searchrun.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr double leastSampleRows = 1500;
const QString undecided = u"Whether the target is met with it is not decided."_s;
constexpr int moreQueries = 4;              // times those that were asked for
constexpr qint64 mostNeighbours = 500'000;  // so that the column is read once for them

/// The indexes of samples are measured, also where the planner would read so few rows themselves.
TunerPlan ofTheIndexes(TunerPlan plan)
{
    if (!plan.base.settings.contains(u"enable_seqscan"_s))
        plan.base.settings[u"enable_seqscan"_s] = u"off"_s;
    return plan;
}

void watchTable(BenchRunner &runner, core::JobContext &job, const BoundWorkload &workload, TunerOutcome &outcome)
{
    outcome.isTableChanged = runner.truthMark() != runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return markOf(connection, workload, true); });
}

void tuneSettings(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome, const TrialListener &listener)
{
    const BoundWorkload &workload = runner.bind(job, plan.base.workload, false);
    const std::vector<const catalog::Index *> indexes = workload.table.annIndexes(workload.query.column, workload.query.metric);
    const PlanLook look = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return lookAtPlans(connection, workload, 1); });
    const auto used = std::ranges::find_if(workload.table.facts.indexes, [&](const catalog::Index &index) { return index.isAnn && look.indexes.contains(index.name); });
    const catalog::Index *index = used != workload.table.facts.indexes.end() ? &*used : indexes.empty() ? nullptr : indexes.front();
    if (!index)
        throw core::Error(u"no approximate index serves this search, so there is no setting to tune. Build one, or let the tuner build (--build)"_s);
    outcome.setting = settingOf(index->method);
    outcome.index = index->name;
    if (index->bytes >= 0)
        outcome.sizeBytes = double(index->bytes);
    if (limitOf(plan, outcome, true) == TuneLimit::Size) // no setting makes it smaller
        return judge(plan, outcome, TuneLimit::Size);
    runner.bind(job, plan.base.workload, true);
    if (!runner.truth())
        throw core::Error(runner.noTruth());
    TunerIndex target{.workload = workload, .truth = *runner.truth(), .setting = outcome.setting, .name = workload.table.facts.isPartitioned() ? QString() : index->name, .build = {}, .rows = double(runner.truth()->rows), .wantsSure = true};
    if (index->method == "ivfflat"_L1) {
        target.first = 4;
        target.most = 32'768;
        for (const QString &option : index->options) {
            if (option.startsWith("lists="_L1))
                target.most = option.mid(6).toInt();
        }
    } else {
        target.least = std::clamp(workload.k(), 1, mostEfSearch);
    }
    const TunerFinding finding = TunerSearch(runner, job, plan, outcome, listener).leastValue(target);
    outcome.value = finding.trial.value;
    outcome.recall = finding.trial.recall;
    outcome.isRecallOpen = finding.trial.verdict() == Verdict::Undecided;
    outcome.p95Ms = finding.trial.p95Ms;
    outcome.errors = finding.trial.errors;
    outcome.firstError = finding.trial.firstError;
    watchTable(runner, job, workload, outcome);
    if (finding.limit != TuneLimit::None)
        return judge(plan, outcome, finding.limit);
    measureChoice(runner, job, plan, workload, outcome);
    judge(plan, outcome, limitOf(plan, outcome, true));
}

void addNote(sql::Change &change, const QString &words)
{
    if (change.steps.empty() || words.isEmpty())
        return;
    QString &note = change.steps.back().riskNote;
    note += (note.isEmpty() ? QString() : u" "_s) + words;
}

/// For new sessions of the role or the database.
index::CarePlan applySetting(pg::Connection &connection, ApplyTo to, const QString &name, const QString &value)
{
    if (to == ApplyTo::Database)
        return index::planAlterDatabase(connection, name, value);
    doctor::Fix fix;
    fix.kind = doctor::Fix::Kind::Setting;
    fix.setting = name;
    fix.value = value;
    return doctor::planAlterRole(connection, fix);
}

/// The outcome's own and those that belong to it.
index::CarePlan applySettings(pg::Connection &connection, const TunerOutcome &outcome, ApplyTo to)
{
    search::SettingValues beside = settingsToApply(outcome), all = beside;
    const QString value = QString::number(outcome.value);
    all[outcome.setting] = value;
    // Before pgvector's library is there the server does not know its settings; outside of a transaction this sets nothing.
    search::applySettings(connection, all, catalog::VectorSql(connection).neededSchema());
    index::CarePlan plan = applySetting(connection, to, outcome.setting, value);
    if (!plan.change.steps.empty() && outcome.setting == "hnsw.ef_search"_L1)
        addNote(plan.change, u"It counts for every HNSW index that is searched so: a search that wants more than %1 rows gets %1."_s.arg(value));
    for (const auto &[name, other] : beside) {
        index::CarePlan more = applySetting(connection, to, name, other);
        if (!more.refusal.isEmpty())
            return more;
        std::ranges::move(more.change.steps, std::back_inserter(plan.change.steps));
    }
    if (!beside.empty())
        plan.change.title = u"Set %1 for %2"_s.arg(settingsText(all), to == ApplyTo::Role ? u"the role %1"_s.arg(plan.change.object) : u"this database"_s);
    return plan;
}

/// What has to be known of \p change, which makes the choice one for new sessions where \p to.
void noteWhatItRestsOn(sql::Change &change, const TunerOutcome &outcome, std::optional<ApplyTo> to)
{
    if (outcome.verdict == Verdict::Undecided)
        addNote(change, undecided);
    search::SettingValues unset = outcome.settings, wanted = settingsToApply(outcome);
    std::erase_if(unset, [&wanted](const auto &each) { return wanted.contains(each.first); });
    wanted[outcome.setting] = QString::number(outcome.value);
    if (!to)
        addNote(change, wanted.size() == 1 ? u"It reaches the target with %1, which is not set by this: set it for the role or the database, too."_s.arg(settingsText(wanted))
                                           : u"It reaches the target with %1, which are not set by this: set them for the role or the database, too."_s.arg(settingsText(wanted)));
    addNote(change, measuredWithText(unset, false));
    addNote(change, stagesText(outcome));
}

/// The build of \p query's table itself.
index::IndexPlan buildPlan(pg::Connection &connection, const TunerPlan &plan, const SweepBuild &build, const search::VectorQuery &query, const search::SearchTable &table)
{
    index::IndexSpec spec = indexOf(build, query, query.schema, query.table, table.facts.rows());
    spec.concurrently = true;
    return index::planIndex(connection, spec, settingsOf(plan.maintenanceWorkMem));
}

/// A valid index of the table that is as the plan would build it, options at their defaults filled in; empty: there is none.
QString alreadyThere(const index::IndexPlan &made)
{
    if (!made.table)
        return {};
    const auto found = std::ranges::find_if(made.table->indexes, [&](const index::IndexFound &each) {
        return each.table == made.table->facts.oid && each.isValid && index::isSameIndex(each.spec, made.spec);
    });
    return found == made.table->indexes.end() ? QString() : found->spec.name;
}

/// Without steps where such an index is there already.
sql::Change applyBuild(pg::Connection &connection, const TunerPlan &plan, const TunerOutcome &outcome)
{
    const search::VectorQuery query = completeQuery(connection, plan.base.workload.query);
    const search::SearchTable table = search::readSearchTable(connection, query.schema, query.table);
    index::IndexPlan made = buildPlan(connection, plan, *outcome.build, query, table);
    if (const QString there = alreadyThere(made); !there.isEmpty()) {
        sql::Change nothing;
        nothing.title = u"The index %1 is there already as it was chosen (%2)"_s.arg(there, buildText(*outcome.build));
        return nothing;
    }
    for (const index::IndexProblem &problem : made.problems) {
        if (problem.isError)
            throw core::Error(problem.text);
    }
    QStringList present;
    for (const catalog::Index *index : table.annIndexes(query.column, query.metric))
        present << index->name;
    if (!present.isEmpty())
        addNote(made.change, u"%1 on the same column stays, and the planner takes which it reckons to be the cheaper: drop the other when the new one serves."_s.arg(present.join(u", "_s)));
    return made.change;
}

void noteWhatIsThere(BenchRunner &runner, core::JobContext &job, const TunerPlan &plan, TunerOutcome &outcome)
{
    if (!outcome.build || !outcome.hasChoice())
        return;
    try {
        outcome.index = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) {
            const search::VectorQuery query = completeQuery(connection, plan.base.workload.query);
            return alreadyThere(buildPlan(connection, plan, *outcome.build, query, search::readSearchTable(connection, query.schema, query.table)));
        });
    } catch (const core::Error &e) { // what was found is not given up for it
        outcome.words += u" Whether the table has this index already could not be seen: %1"_s.arg(core::sentence(e.message()));
    }
    if (!outcome.index.isEmpty())
        outcome.words += u" The table has this index already, %1: nothing is to be built."_s.arg(outcome.index);
}

/// With what was found until then.
void concludeEarly(const TunerPlan &plan, TunerOutcome &outcome, const QString &reason)
{
    const auto isBetter = [](const TunerTrial &a, const TunerTrial &b) { return a.reached != b.reached ? a.reached : a.reached ? a.value < b.value : a.recall.mean > b.recall.mean; };
    const TunerTrial *best = nullptr;
    for (const TunerTrial &trial : outcome.trials) {
        if (trial.recall.queries > 0 && (!best || isBetter(trial, *best)))
            best = &trial;
    }
    if (outcome.value == 0 && best) { // else it was chosen already
        outcome.value = best->value;
        outcome.recall = best->recall;
        outcome.isRecallOpen = best->verdict() == Verdict::Undecided;
        outcome.p95Ms = best->p95Ms;
    }
    outcome.trouble = core::sentence(reason);
    judge(plan, outcome, TuneLimit::Errors);
}

} // namespace

std::vector<double> sampleShares(double rows, std::size_t builds)
{
    std::vector<double> shares;
    double share = std::clamp(leastSampleRows / rows, 0.04, 1.0);
    for (; builds > 1 && share < 0.5; builds = (builds + 1) / 2, share = std::min(share * 3, 1.0))
        shares.push_back(share);
    if (builds > 1 && shares.empty())
        shares.push_back(1);
    return shares;
}

double extrapolated(double rowsBefore, double valueBefore, double rowsAfter, double valueAfter, double rows)
{
    const double power = rowsAfter > rowsBefore ? std::clamp(std::log(valueAfter / valueBefore) / std::log(rowsAfter / rowsBefore), 0.0, 0.5) : 0;
    return valueAfter * std::pow(rows / rowsAfter, power);
}

Workload tunerWorkload(const Workload &asked)
{
    Workload workload = asked;
    if (asked.queries.kind == QuerySet::Kind::Sample)
        workload.queries.count = std::max(asked.queries.count, int(std::min({qint64(asked.queries.count) * moreQueries, qint64(maxQueries), mostNeighbours / std::max(asked.query.k, 1)})));
    return workload;
}

TunerOutcome tune(BenchRunner &runner, core::JobContext &job, const TunerPlan &asked, const TrialListener &listener)
{
    if (!(asked.target.recall > 0 && asked.target.recall <= 1))
        throw core::Error(u"the recall that is wanted is above 0 and at most 1"_s);
    if (const QString problem = runProblem(asked.base); !problem.isEmpty())
        throw core::Error(problem);
    if (!asked.base.workload.sql.isEmpty())
        throw core::Error(u"a statement of your own cannot be tuned: leave it to Quiver to write the search"_s);
    TunerPlan plan = asked;
    plan.base.workload = tunerWorkload(asked.base.workload);
    TunerOutcome outcome;
    if (plan.mayBuild && !plan.builds.empty()) {
        BuildRace(runner, job, ofTheIndexes(plan), outcome, listener).run();
        noteWhatIsThere(runner, job, plan, outcome);
    } else {
        try {
            tuneSettings(runner, job, plan, outcome, listener);
        } catch (const core::Cancelled &) {
            throw;
        } catch (const core::Error &e) {
            if (outcome.trials.empty())
                throw;
            concludeEarly(plan, outcome, e.message());
        }
    }
    return outcome;
}

index::CarePlan applyChoice(pg::Connection &connection, const TunerPlan &plan, const TunerOutcome &outcome, std::optional<ApplyTo> to)
{
    if (!outcome.build && !to)
        throw core::Error(u"nothing is to be built: the index that is there was tuned"_s);
    index::CarePlan made;
    if (to)
        made = applySettings(connection, outcome, *to);
    if (!made.refusal.isEmpty())
        return made;
    if (!outcome.build) {
        noteWhatItRestsOn(made.change, outcome, to);
        return made;
    }
    sql::Change whole = applyBuild(connection, plan, outcome);
    if (whole.steps.empty() && to) { // the settings alone
        noteWhatItRestsOn(made.change, outcome, to);
        addNote(made.change, whole.title + u'.');
        return made;
    }
    noteWhatItRestsOn(whole, outcome, to);
    std::ranges::move(made.change.steps, std::back_inserter(whole.steps)); // of no use before the index is there
    made.change = std::move(whole);
    return made;
}

} // namespace quiver::bench
