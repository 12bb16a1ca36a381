// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl doctor: what is wrong with a query, with evidence and with what to do.
#include "commandline.h"
#include "commands.h"
#include "doctor/doctor.h"
#include "doctor/fixes.h"
#include "explainoptions.h"
#include "jobrunner.h"
#include "serverchoice.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using doctor::Finding;
using doctor::Fix;

namespace {

/// A fix with the SQL that it comes to, ready to be run.
struct ReadyFix {
    Fix fix;
    QString sql;     ///< empty: it is advice
    QString refusal; ///< why there is none
};

struct Told {
    std::vector<Finding> findings;
    std::vector<std::vector<ReadyFix>> fixes; ///< of each finding
    QStringList assumptions;
};

ReadyFix ready(pg::Connection &connection, const Fix &fix)
{
    if (fix.kind == Fix::Kind::Query)
        return {fix, fix.sql, {}};
    if (fix.kind == Fix::Kind::Setting)
        return {fix, fix.setLocal(), {}};
    if (!doctor::isChange(fix))
        return {fix, {}, {}};
    const index::CarePlan plan = doctor::changeOf(connection, fix);
    QStringList statements;
    for (const sql::ChangeStep &step : plan.change.steps)
        statements << step.sql;
    return {fix, statements.join(u";\n"_s), plan.refusal};
}

Told ask(pg::Connection &connection, doctor::ExplainRequest request)
{
    request.options = doctor::ExplainOptions::telling(request.options.analyze);
    const doctor::Diagnosis diagnosis = doctor::diagnose(connection, request);
    Told told{diagnosis.findings, {}, diagnosis.assumptions};
    if (!diagnosis.ended.isEmpty())
        told.assumptions.prepend(diagnosis.ended);
    for (const Finding &finding : told.findings) {
        std::vector<ReadyFix> fixes;
        for (const Fix &fix : finding.fixes)
            fixes.push_back(ready(connection, fix));
        told.fixes.push_back(std::move(fixes));
    }
    return told;
}

/// Of a plan that was made elsewhere: there is no server to make a Change for.
Told fromPlans(const std::vector<plan::Plan> &plans)
{
    Told told;
    for (const plan::Plan &plan : plans) {
        for (const Finding &finding : doctor::findingsIn(plan)) {
            std::vector<ReadyFix> fixes;
            for (const Fix &fix : finding.fixes)
                fixes.push_back({fix, fix.kind == Fix::Kind::Setting ? fix.setLocal() : fix.sql, {}});
            told.fixes.push_back(std::move(fixes));
            told.findings.push_back(finding);
        }
    }
    told.assumptions = {u"By the plan alone: what only the catalogue knows (indexes, dead rows, settings) was not looked at."_s};
    return told;
}

void printJson(const Told &told)
{
    QJsonArray findings;
    for (std::size_t i = 0; i < told.findings.size(); ++i) {
        const Finding &finding = told.findings[i];
        QJsonObject saving;
        if (finding.saving.ms >= 0)
            saving[u"ms"_s] = finding.saving.ms;
        if (finding.saving.share >= 0)
            saving[u"share"_s] = finding.saving.share;
        if (finding.saving.rows > 0)
            saving[u"rows"_s] = finding.saving.rows;
        if (finding.saving.recall)
            saving[u"recall"_s] = true;
        QJsonArray fixes;
        for (const ReadyFix &each : told.fixes[i]) {
            QJsonObject fix{{u"kind"_s, doctor::fixName(each.fix.kind)}, {u"words"_s, each.fix.words}};
            if (!each.sql.isEmpty())
                fix[u"sql"_s] = each.sql;
            if (!each.refusal.isEmpty())
                fix[u"refused"_s] = each.refusal;
            if (each.fix.kind == Fix::Kind::Query)
                fix[u"changes_result"_s] = each.fix.changesResult;
            fixes.append(fix);
        }
        QJsonObject json{{u"id"_s, finding.id}, {u"severity"_s, doctor::severityName(finding.severity)}, {u"text"_s, finding.text}, {u"saving"_s, saving},
                         {u"evidence"_s, QJsonArray::fromStringList(finding.evidence)}, {u"fixes"_s, fixes}};
        if (finding.node >= 0)
            json[u"node"_s] = finding.node;
        findings.append(json);
    }
    const QJsonObject json{{u"findings"_s, findings}, {u"assumptions"_s, QJsonArray::fromStringList(told.assumptions)}};
    writeOut(QJsonDocument(json).toJson().toStdString());
}

void print(const Told &told)
{
    QString text = told.findings.empty() ? u"Nothing was found.\n"_s : QString();
    for (std::size_t i = 0; i < told.findings.size(); ++i) {
        const Finding &finding = told.findings[i];
        const QString saving = finding.saving.text();
        text += u"%1  %2%3\n  %4\n"_s.arg(doctor::severityName(finding.severity), finding.id, saving.isEmpty() ? QString() : u": "_s + saving, finding.text);
        for (const QString &line : finding.evidence)
            text += u"    "_s + line + u'\n';
        for (const ReadyFix &each : told.fixes[i]) {
            text += u"  > "_s + each.fix.words + u'\n';
            for (const QString &line : (each.sql.isEmpty() ? each.refusal : each.sql + u';').split(u'\n', Qt::SkipEmptyParts))
                text += u"      "_s + line + u'\n';
        }
        text += u'\n';
    }
    for (const QString &assumption : told.assumptions)
        text += u"- "_s + assumption + u'\n';
    printOut(text);
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Tells what is wrong with a query, those findings first that could save most, each with what shows it in the plan and the catalogue, and with what to do. "
        "Nothing is changed.\n"
        "  quiverctl doctor \"SELECT id FROM documents ORDER BY 1 - (embedding <=> '[...]') DESC LIMIT 10\"\n"
        "  quiverctl doctor --analyze --set hnsw.ef_search=100 --param '[...]' \"SELECT id FROM documents WHERE lang = 'de' ORDER BY embedding <=> :q LIMIT 10\""_s);
    addStatementOptions(parser);
    parser.addOption({u"check"_s, u"Exit status 3 where there is a warning or a problem."_s});
    if (!parse(parser, u"doctor [--analyze] [--json] [--param VALUE ...] [--set NAME=VALUE ...] [--check] SQL | --from-file FILE"_s, arguments))
        return Succeeded;
    Told told;
    if (readsPlan(parser)) {
        told = fromPlans(plansFrom(parser));
    } else {
        const doctor::ExplainRequest request = statementRequest(parser);
        if (!mayRun(parser, request))
            return Failed;
        const auto server = serverOption(parser);
        pg::Canceller canceller;
        pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
        connectOrAsk(session, *server);
        const auto task = session.run(u"Doctor"_s, [&](pg::Connection &connection, core::JobContext &) { return ask(connection, request); });
        waitFor(task.job, false);
        told = task.future.result();
    }
    if (parser.isSet(u"json"_s))
        printJson(told);
    else
        print(told);
    const bool isSick = std::ranges::any_of(told.findings, [](const Finding &each) { return each.severity != doctor::Severity::Note; });
    return parser.isSet(u"check"_s) && isSick ? NeedsAttention : Succeeded;
}

} // namespace

int doctorCommand(const QStringList &arguments)
{
    return guarded(u"doctor"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
