// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl bench report: kept runs as one HTML file with charts, or as CSV.
#include "await.h"
#include "bench/report.h"
#include "bench/runrecord.h"
#include "benchactions.h"
#include "benchoptions.h"
#include "commandline.h"
#include "commands.h"
#include "store/paths.h"
#include "terminal.h"

#include <QSaveFile>

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
    parser.setApplicationDescription(u"Writes kept runs as one HTML file, its charts in it and nothing loaded from anywhere; or as CSV.\n"
                                     "  quiverctl bench report nightly --out nightly.html"_s);
    parser.addOptions({{u"out"_s, u"The file; otherwise standard output."_s, u"file"_s},
                       {u"format"_s, u"html, csv, or samples (CSV with a line for each execution)."_s, u"format"_s, u"html"_s},
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
    const auto workspace = store::Workspace::open(store::workspaceFile());
    const std::vector<RunResult> runs = runsOfNames(*workspace, names);
    const QString title = parser.isSet(u"title"_s) ? parser.value(u"title"_s) : u"Benchmark "_s + names.join(u", "_s);
    write(parser.value(u"out"_s), format == "html"_L1 ? htmlReport(title, runs) : format == "csv"_L1 ? runsCsv(runs) : samplesCsv(runs));
    return Succeeded;
}

} // namespace quiver::ctl
