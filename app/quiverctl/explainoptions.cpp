// SPDX-License-Identifier: GPL-3.0-or-later
#include "explainoptions.h"

#include "asking.h"
#include "commandline.h"
#include "plan/readplans.h"
#include "serverchoice.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// At least one.
std::vector<plan::Plan> readAll(const QString &name)
{
    plan::PlanReading reading = plan::readPlans(readInput(name));
    if (reading.problem)
        throw core::Error(u"%1:%2:%3: %4"_s.arg(name).arg(reading.problem->line).arg(reading.problem->column).arg(reading.problem->reason));
    return std::move(reading.plans);
}

} // namespace

void addStatementOptions(QCommandLineParser &parser)
{
    parser.addPositionalArgument(u"SQL"_s, u"One statement, without EXPLAIN. It may have parameters: $1, or :name."_s);
    addServerOptions(parser);
    parser.addOption({{u"f"_s, u"file"_s}, u"Reads the statement from a file; - is standard input."_s, u"file"_s});
    parser.addOption({u"from-file"_s, u"Reads a plan that was made elsewhere, as JSON or text, also out of a log or framed by psql; - is standard input. No server is asked."_s, u"file"_s});
    parser.addOption({u"analyze"_s, u"Runs the statement and measures it, in a transaction that is rolled back."_s});
    parser.addOption({u"param"_s, u"The value of $1, or of the first :name; once more for the next, and so on. \\N is NULL. Without values the plan for any values is shown."_s, u"value"_s});
    parser.addOption({u"set"_s, u"A setting for this statement: hnsw.ef_search=100. As often as you like."_s, u"name=value"_s});
    parser.addOption({{u"y"_s, u"yes"_s}, u"Runs a statement that writes without asking; it is rolled back all the same."_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
}

bool readsPlan(const QCommandLineParser &parser)
{
    return parser.isSet(u"from-file"_s);
}

std::vector<plan::Plan> plansFrom(const QCommandLineParser &parser)
{
    if (!parser.positionalArguments().isEmpty() || parser.isSet(u"file"_s) || parser.isSet(u"analyze"_s) || namesServer(parser))
        throw UsageError(u"--from-file reads a plan that is there: no statement, server or --analyze goes with it"_s);
    return readAll(parser.value(u"from-file"_s));
}

plan::Plan planFrom(const QString &name)
{
    return std::move(readAll(name).front());
}

doctor::ExplainRequest statementRequest(const QCommandLineParser &parser)
{
    const QStringList texts = parser.positionalArguments();
    if (texts.size() + parser.isSet(u"file"_s) != 1)
        throw UsageError(texts.isEmpty() ? u"the SQL is missing"_s : u"either one SQL text or -f FILE"_s);
    doctor::ExplainRequest request{.sql = texts.isEmpty() ? QString::fromUtf8(readInput(parser.value(u"file"_s))) : texts.front()};
    request.options.analyze = parser.isSet(u"analyze"_s);
    for (const QString &value : parser.values(u"param"_s))
        request.parameters.push_back(value == "\\N"_L1 ? std::nullopt : std::optional(value));
    for (const QString &setting : parser.values(u"set"_s)) {
        if (!setting.contains(u'='))
            throw UsageError(u"--set takes NAME=VALUE, not “%1”"_s.arg(setting));
        request.settings.emplace_back(setting.section(u'=', 0, 0).trimmed(), setting.section(u'=', 1).trimmed());
    }
    if (const QString problem = doctor::explainProblem(request.sql); !problem.isEmpty())
        throw UsageError(problem);
    return request;
}

bool mayRun(const QCommandLineParser &parser, const doctor::ExplainRequest &request)
{
    bool changes = false;
    doctor::explainProblem(request.sql, &changes);
    if (!request.options.analyze || !changes || parser.isSet(u"yes"_s))
        return true;
    return agrees(parser, {}, {.text = u"The statement writes. It is run and rolled back; sequences and what its triggers do beside the database stay. Run it?"_s, .hasDryRun = false});
}

} // namespace quiver::ctl
