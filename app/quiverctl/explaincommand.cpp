// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl explain: a statement's plan, or one that was made elsewhere, with each node's own time and what deserves a look.
#include "commandline.h"
#include "commands.h"
#include "explainoptions.h"
#include "jobrunner.h"
#include "plantext.h"
#include "serverchoice.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

void print(const std::vector<plan::Plan> &plans, const QCommandLineParser &parser)
{
    if (parser.isSet(u"compare"_s)) {
        printTable(comparisonRows(plans.front(), planFrom(parser.value(u"compare"_s))));
        return;
    }
    if (parser.isSet(u"json"_s)) {
        QJsonArray array;
        for (const plan::Plan &plan : plans)
            array.append(planJson(plan));
        writeOut(QJsonDocument(array).toJson().toStdString());
        return;
    }
    QStringList texts;
    for (const plan::Plan &plan : plans)
        texts << (plan.queryText.isEmpty() ? QString() : plan.queryText.trimmed() + u"\n\n"_s) + planText(plan);
    printOut(texts.join(u'\n'));
}

/// \throws core::Error with the way out where the server ended the run
doctor::Explained resultOf(const QFuture<doctor::Explained> &future, bool isRun)
{
    try {
        return future.result();
    } catch (const pg::Error &error) {
        if (!isRun || error.sqlState() != "57014"_L1)
            throw;
        throw core::Error(u"the server ended the run (%1): allow it more time by --set statement_timeout=10min, or leave out --analyze"_s.arg(error.diagnostics().message));
    }
}

int explainStatement(const QCommandLineParser &parser)
{
    doctor::ExplainRequest request = statementRequest(parser);
    doctor::ExplainOptions &options = request.options;
    options.buffers = parser.isSet(u"buffers"_s);
    options.verbose = parser.isSet(u"verbose"_s);
    options.settings = parser.isSet(u"settings"_s);
    options.wal = parser.isSet(u"wal"_s);
    options.timing = !parser.isSet(u"no-timing"_s);
    options.generic = parser.isSet(u"generic"_s);
    options.asText = parser.isSet(u"raw"_s) && !parser.isSet(u"json"_s);
    if (!mayRun(parser, request))
        return Failed;
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.run(u"Explain"_s, [&](pg::Connection &connection, core::JobContext &) { return doctor::explain(connection, request); });
    waitFor(task.job, false);
    const doctor::Explained explained = resultOf(task.future, options.analyze);
    if (explained.isGeneric && !options.generic)
        printErrorLine(u"no values for its parameters: this is the plan for any values; give them by --param"_s);
    if (parser.isSet(u"raw"_s))
        writeOut(explained.text.toStdString());
    else
        print({*explained.plan}, parser);
    return Succeeded;
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Shows the plan of a statement as a tree: what each node takes by itself, the rows that it gives and that were expected, and what deserves a look. "
        "With --analyze the statement runs and is rolled back.\n"
        "  quiverctl explain --analyze \"SELECT id FROM documents ORDER BY embedding <=> '[...]' LIMIT 10\"\n"
        "  psql -c 'EXPLAIN ANALYZE ...' | quiverctl explain --from-file -"_s);
    addStatementOptions(parser);
    parser.addOption({u"buffers"_s, u"Pages read by each node."_s});
    parser.addOption({u"verbose"_s, u"Output columns and schemas."_s});
    parser.addOption({u"settings"_s, u"Settings that differ from their defaults."_s});
    parser.addOption({u"wal"_s, u"WAL written, with --analyze."_s});
    parser.addOption({u"no-timing"_s, u"With --analyze: counts rows without a clock at each node, which can slow a query down."_s});
    parser.addOption({u"generic"_s, u"The plan for any values of the parameters, also where --param gives some; not with --analyze."_s});
    parser.addOption({u"compare"_s, u"Shows beside it the plan of this file, also one that --json wrote, node by node, with what differs; - is standard input."_s, u"file"_s});
    parser.addOption({u"raw"_s, u"As the server writes it: text, with --json its JSON."_s});
    if (!parse(parser, u"explain [--analyze] [--buffers] [--json|--raw] [--param VALUE ...] [--set NAME=VALUE ...] [--compare FILE] SQL | --from-file FILE"_s, arguments))
        return Succeeded;
    if (!readsPlan(parser))
        return explainStatement(parser);
    print(plansFrom(parser), parser);
    return Succeeded;
}

} // namespace

int explainCommand(const QStringList &arguments)
{
    return guarded(u"explain"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
