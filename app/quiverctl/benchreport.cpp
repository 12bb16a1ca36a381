// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench report: kept runs as one HTML file with charts, or as CSV.
#include "await.h"
#include "bench/difference.h"
#include "bench/report.h"
#include "bench/runlabels.h"
#include "bench/runrecord.h"
#include "benchactions.h"
#include "benchoptions.h"
#include "commandline.h"
#include "commands.h"
#include "store/paths.h"
#include "terminal.h"

#include <QSaveFile>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace bench;

namespace {

std::vector<RunResult> runsOfNames(store::Workspace &workspace, const QStringList &names)
{
    std::vector<RunResult> runs;
    for (const QString &name : names) {
        const QList<store::BenchmarkEntry> entries = keptRuns(workspace, name, true);
        for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) // the oldest first
            runs.push_back(runOf(*entry));
    }
    return runs;
}

/// The run before \p run that measured the same on the same server; null: it is the first one.
const RunResult *before(const RunResult &run, const std::vector<RunResult> &runs)
{
    const RunResult *latest = nullptr;
    for (const RunResult &each : runs) {
        if (each.startedAt < run.startedAt && each.facts.server == run.facts.server && measurementKey(each) == measurementKey(run) && (!latest || latest->startedAt < each.startedAt))
            latest = &each;
    }
    return latest;
}

/// The regression check of a report.
struct Check {
    std::map<qint64, QStringList> verdicts; ///< by a run's number
    QStringList worse, incomparable;        ///< runs, with their verdicts
};

void compare(Check &check, const RunResult &run, const RunResult &baseline, double tolerance)
{
    const RunDifference difference = compareRuns(run, baseline, tolerance);
    QStringList &verdict = check.verdicts[run.id];
    verdict << u"Against %1 of %2:"_s.arg(runName(baseline.spec), baseline.startedAt.toUTC().toString(u"yyyy-MM-dd hh:mm"_s)) << differenceText(difference);
    if (difference.isWorse() || !difference.isComparable())
        (difference.isWorse() ? check.worse : check.incomparable) << runName(run.spec) + u": "_s + verdict.join(u' ');
}

/// \p against: what the runs are compared with, by a name or a number; empty: each with the one before it.
Check checkOf(store::Workspace &workspace, const std::vector<RunResult> &runs, const QString &against, double tolerance)
{
    Check check;
    std::map<QString, RunResult> baselines;
    if (!against.isEmpty()) {
        for (const auto &[key, id] : newestOf(workspace, against))
            baselines.emplace(key, keptRun(workspace, id));
    }
    for (const RunResult &run : runs) {
        const auto same = baselines.find(measurementKey(run));
        // One alone is meant, whatever it measured.
        const RunResult *baseline = against.isEmpty() ? before(run, runs) : same != baselines.end() ? &same->second : baselines.size() == 1 ? &baselines.begin()->second : nullptr;
        if (baseline && baseline->id != run.id)
            compare(check, run, *baseline, tolerance);
        else if (!baseline && !against.isEmpty())
            check.incomparable << check.verdicts[run.id].emplace_back(u"No run kept as “%1” measured the same as %2, so there is no verdict."_s.arg(against, runName(run.spec)));
    }
    return check;
}

void write(const QString &file, const QString &text)
{
    if (file.isEmpty() || file == u"-")
        return printOut(text);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0 || !out.commit())
        throw core::Error(u"%1 cannot be written: %2"_s.arg(file, out.errorString()));
    printErrorLine(u"wrote "_s + file);
}

} // namespace

int benchReportAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Writes kept runs as one HTML file, its charts in it and nothing loaded from anywhere; or as CSV. In the HTML each run is compared with the one "
                                     "before it that measured the same, or with --against; of that exit status 3 where a run is worse, 1 where one cannot be compared.\n"
                                     "  quiverctl bench report nightly --out nightly.html"_s);
    parser.addOptions({{u"out"_s, u"The file; otherwise standard output."_s, u"file"_s},
                       {u"format"_s, u"html, csv, or samples (CSV with a line for each execution)."_s, u"format"_s, u"html"_s},
                       {u"against"_s, u"Compares the runs with this one in the HTML: by name the newest of it that measured the same, or by number."_s, u"baseline"_s},
                       {u"tolerance"_s, u"What is let pass in any case, in percent (of recall, 0.005 at most)."_s, u"percent"_s, u"5"_s},
                       {u"title"_s, u"Of the HTML."_s, u"text"_s}});
    parser.addPositionalArgument(u"run"_s, u"Names (all runs of each) or numbers."_s, u"RUN..."_s);
    if (!parse(parser, u"bench report RUN... [--out FILE] [--format html|csv|samples]"_s, arguments))
        return Succeeded;
    const QStringList names = parser.positionalArguments();
    if (names.isEmpty())
        throw UsageError(u"name at least one kept run; quiverctl bench list shows them"_s);
    const QString format = parser.value(u"format"_s);
    if (format != "html"_L1 && format != "csv"_L1 && format != "samples"_L1)
        throw UsageError(u"--format takes html, csv or samples, not “%1”"_s.arg(format));
    const QString against = parser.value(u"against"_s);
    if (!against.isEmpty() && format != "html"_L1)
        throw UsageError(u"--against goes with --format html, which has the verdicts"_s);
    const double tolerance = realOption(parser, u"tolerance"_s, 0) / 100;
    const auto workspace = store::Workspace::open(store::workspaceFile());
    const std::vector<RunResult> runs = runsOfNames(*workspace, names);
    if (format != "html"_L1) {
        write(parser.value(u"out"_s), format == "csv"_L1 ? runsCsv(runs) : samplesCsv(runs));
        return Succeeded;
    }
    const Check check = checkOf(*workspace, runs, against, tolerance);
    write(parser.value(u"out"_s), htmlReport(parser.isSet(u"title"_s) ? parser.value(u"title"_s) : u"Benchmark "_s + names.join(u", "_s), runs, check.verdicts));
    if (against.isEmpty())
        return Succeeded;
    for (const QString &failure : check.worse + check.incomparable)
        printError(failure);
    return !check.worse.isEmpty() ? NeedsAttention : check.incomparable.isEmpty() ? Succeeded : Failed;
}

} // namespace quiver::ctl
