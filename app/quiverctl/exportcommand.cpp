// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl export: the rows of a table or a query into a file.
#include "commandline.h"
#include "commands.h"
#include "core/counttext.h"
#include "jobrunner.h"
#include "load/export.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "serverchoice.h"
#include "servermessage.h"
#include "sqlnames.h"
#include "terminal.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sys/resource.h>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

load::TargetFormat formatOf(const QCommandLineParser &parser, const QString &file)
{
    const auto format = parser.isSet(u"format"_s) ? load::targetFormat(parser.value(u"format"_s)) : load::guessTargetFormat(file);
    if (!format)
        throw UsageError(u"--format takes csv, tsv, jsonl, npy, fvecs or bin"_s
                         + (parser.isSet(u"format"_s) ? u", not “%1”"_s.arg(parser.value(u"format"_s)) : u"; the ending of “%1” does not tell"_s.arg(file)));
    return *format;
}

load::ExportPlan planOf(const QCommandLineParser &parser)
{
    load::ExportPlan plan;
    if (!parser.positionalArguments().isEmpty())
        throw UsageError(u"“%1” is no option"_s.arg(parser.positionalArguments().first()));
    if (parser.isSet(u"table"_s) == parser.isSet(u"query"_s))
        throw UsageError(u"either --table or --query"_s);
    if (parser.isSet(u"table"_s)) {
        const QualifiedName table = qualifiedName(u"table"_s, parser.value(u"table"_s));
        plan.schema = table.schema;
        plan.table = table.name;
    }
    plan.query = parser.value(u"query"_s);
    plan.file = parser.value(u"out"_s);
    if (plan.file.isEmpty())
        throw UsageError(u"--out FILE is missing"_s);
    plan.format = formatOf(parser, plan.file);
    if (parser.isSet(u"columns"_s))
        plan.columns = nameList(u"columns"_s, parser.value(u"columns"_s));
    if (parser.isSet(u"vector"_s))
        plan.vectorColumn = singleName(u"vector"_s, parser.value(u"vector"_s));
    plan.half = parser.isSet(u"half"_s);
    plan.besideFile = parser.value(u"beside"_s);
    plan.skipNullVectors = parser.isSet(u"skip-nulls"_s);
    plan.header = !parser.isSet(u"no-header"_s);
    plan.overwrite = parser.isSet(u"overwrite"_s);
    return plan;
}

void printReport(const load::ExportPlan &plan, const load::ExportReport &report)
{
    QString text = core::rowsText(report.rows);
    if (report.dimensions >= 0)
        text += u" x %1 dimensions"_s.arg(report.dimensions);
    text += u" written to %1"_s.arg(plan.file);
    if (!plan.besideFile.isEmpty())
        text += u" and %1"_s.arg(plan.besideFile);
    if (report.skipped > 0)
        text += u"; %1 without a vector left out"_s.arg(core::countText(report.skipped));
    printErrorLine(text);
}

void printStats(const load::ExportReport &report)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QJsonObject json;
    json[u"rows"_s] = report.rows;
    json[u"skipped"_s] = report.skipped;
    json[u"bytes"_s] = report.bytes;
    json[u"seconds"_s] = report.seconds;
    json[u"peak_rss_mb"_s] = double(usage.ru_maxrss) / 1024; // Linux counts in KiB
    printErrorLine(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Writes the rows of a table or a query to a file, in constant memory. The file is there when all of it is written, or not at all; "
        "Ctrl+C leaves nothing behind. The server is told that this only reads.\n"
        "csv and tsv as COPY and spreadsheets have them, jsonl with an object in each line, npy (NumPy) and fvecs for one column of vectors, "
        "bin as COPY ... (FORMAT binary). Without --profile and --url the sandbox's demo database is asked."_s);
    addServerOptions(parser);
    parser.addOptions({
        {u"table"_s, u"A table or view, as SQL writes it: documents, shop.items."_s, u"name"_s},
        {u"query"_s, u"One SELECT, VALUES, TABLE or WITH."_s, u"sql"_s},
        {u"format"_s, u"csv, tsv, jsonl, npy, fvecs or bin; else the ending of FILE decides."_s, u"format"_s},
        {u"out"_s, u"The file to write."_s, u"file"_s},
        {u"columns"_s, u"Only these, as in SQL, separated by commas. With npy and fvecs: those of the file beside."_s, u"a,b"_s},
        {u"vector"_s, u"npy, fvecs: the column of vectors, as in SQL; needed where there are several."_s, u"column"_s},
        {u"half"_s, u"npy: half precision."_s},
        {u"beside"_s, u"npy, fvecs: a CSV for the other columns, with one row for each vector."_s, u"file"_s},
        {u"skip-nulls"_s, u"npy, fvecs: leaves out rows without a vector, which are refused otherwise."_s},
        {u"no-header"_s, u"csv, tsv: no first line with the names of the columns."_s},
        {u"overwrite"_s, u"Replaces files that are there already."_s},
        {u"stats"_s, u"Prints one line of JSON to standard error: rows, skipped, bytes, seconds, peak_rss_mb."_s},
    });
    if (!parse(parser, u"export [--profile NAME|--url URL] --table NAME|--query SQL [--format FORMAT] --out FILE [options]"_s, arguments))
        return Succeeded;
    const load::ExportPlan plan = planOf(parser);
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.run(u"Export"_s, [&](pg::Connection &connection, core::JobContext &job) { return load::runExport(connection, job, plan); });
    waitFor(task.job);
    try {
        const load::ExportReport report = task.future.result();
        printReport(plan, report);
        if (parser.isSet(u"stats"_s))
            printStats(report);
    } catch (const pg::Error &error) {
        printErrorLine(serverMessage(error.diagnostics(), QString::fromUtf8(error.statement())));
        return Failed;
    }
    return Succeeded;
}

} // namespace

int exportCommand(const QStringList &arguments)
{
    return guarded(u"export"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
