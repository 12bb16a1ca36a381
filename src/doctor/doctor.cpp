// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/doctor.h"

#include "doctor/factsreader.h"
#include "doctor/rules.h"
#include "pg/connection.h"
#include "plan/plantext.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::doctor {

using namespace Qt::StringLiterals;

namespace {

bool isSameCure(const Fix &one, const Fix &other)
{
    return one.kind == other.kind && one.setting == other.setting && one.sql == other.sql && one.index == other.index && one.schema == other.schema
        && one.object == other.object && one.words == other.words;
}

/// The same of several partitions, or of several nodes of one kind, is said once.
void mergeAlike(std::vector<Finding> &findings)
{
    std::vector<Finding> kept;
    std::vector<int> alike;
    for (Finding &finding : findings) {
        const auto same = std::ranges::find_if(kept, [&](const Finding &each) {
            return each.id == finding.id && each.fixes.empty() == finding.fixes.empty() && (finding.fixes.empty() || isSameCure(each.fixes.front(), finding.fixes.front()));
        });
        if (same == kept.end()) {
            kept.push_back(std::move(finding));
            alike.push_back(0);
        } else {
            ++alike[std::size_t(same - kept.begin())];
        }
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (alike[i] > 0)
            kept[i].evidence << u"the same in %1 more places of the plan"_s.arg(alike[i]);
    }
    findings = std::move(kept);
}

std::vector<Finding> judge(const Examined &examined)
{
    std::vector<Finding> findings;
    for (const std::span<const Rule> group : {statementRules(), choiceRules(), rowRules(), costRules(), planRules(), generalRules()}) {
        for (const Rule rule : group)
            rule(examined, findings);
    }
    sortFindings(findings);
    mergeAlike(findings);
    return findings;
}

/// The rules read $1, which is what the server was sent; who wrote :name reads that again.
void putNames(const sql::NumberedStatement &statement, std::vector<Finding> &findings)
{
    for (Finding &finding : findings) {
        finding.text = statement.inNames(finding.text);
        for (QString &line : finding.evidence)
            line = statement.inNames(line);
        for (Fix &fix : finding.fixes) {
            fix.words = statement.inNames(fix.words);
            fix.sql = statement.sqlInNames(fix.sql);
        }
    }
}

/// A statement written otherwise has to be one that the server takes: what it does not take stays as advice, in words.
void keepWhatRuns(pg::Connection &connection, ExplainRequest request, std::vector<Finding> &findings)
{
    request.options = {};
    for (Finding &finding : findings) {
        for (Fix &fix : finding.fixes) {
            if (fix.kind != Fix::Kind::Query)
                continue;
            try {
                request.sql = fix.sql;
                explain(connection, request);
            } catch (const pg::Error &error) {
                if (!error.connectionUsable())
                    throw;
                fix = Fix::advice(fix.words);
            }
        }
    }
}

/// What the server refuses because it cannot tell, or does not like, the type of a query vector; no value: it refuses something else.
std::optional<Finding> refusedType(const pg::Error &error, const sql::NumberedStatement &numbered)
{
    static const QStringList ofTypes{u"42725"_s, u"42883"_s, u"42P18"_s, u"42804"_s}; // ambiguous, no such operator or function, unknown parameter, mismatch
    const Statement statement(numbered.sql);
    if (!ofTypes.contains(error.sqlState()) || statement.distances().empty())
        return std::nullopt;
    Finding finding{.id = u"untyped-vector"_s, .severity = Severity::Problem,
                    .text = u"The server cannot tell which type the query vector is to have, or finds no distance for the type that it has: the statement is refused."_s,
                    .evidence = {u"%1: %2"_s.arg(error.sqlState(), error.diagnostics().message)}};
    finding.fixes = {Fix::query(u"Write the type of the vector where it stands."_s, statement.withVectorCasts())};
    return finding;
}

/// What the server refuses when it meets a row; no value: something else.
std::optional<Finding> refusedDimensions(const pg::Error &error)
{
    if (error.sqlState() != "22000"_L1)
        return std::nullopt;
    return Finding{.id = u"dimensions"_s, .severity = Severity::Problem, .text = u"The statement fails when it is run: vectors of different dimensions are compared."_s,
                   .evidence = {u"%1: %2"_s.arg(error.sqlState(), error.diagnostics().message)},
                   .fixes = {Fix::advice(u"Make the query vector with the model that made the column's."_s)}};
}

void noteAssumptions(const Explained &explained, const ExplainRequest &request, QStringList &notes)
{
    if (explained.isGeneric)
        notes << (valuesOf(request).empty() ? u"%1: this is the plan for any values (a generic plan). Searches with values may be planned otherwise."_s.arg(
                                                explained.parameters == 1 ? u"No value was given for the statement's parameter"_s
                                                                          : u"No values were given for the statement's %1 parameters"_s.arg(explained.parameters))
                                            : u"This is the plan for any values (a generic plan), as was asked for."_s);
    if (!request.options.analyze)
        notes << u"The statement was planned and not run: what is said of time and rows is estimated. With ANALYZE it would be measured."_s;
    for (const auto &[name, value] : request.settings)
        notes << u"With %1 = %2 for this statement."_s.arg(name, value);
}

} // namespace

Diagnosis diagnose(pg::Connection &connection, const ExplainRequest &request)
{
    Diagnosis diagnosis;
    ExplainRequest asked = request;
    asked.options.verbose = true;
    asked.options.asText = false;
    Explained explained;
    std::optional<Finding> refused;
    const sql::NumberedStatement numbered = sql::numbered(request.sql);
    try {
        explained = explain(connection, asked);
    } catch (const pg::Error &error) {
        if (auto finding = refusedType(error, numbered)) {
            diagnosis.findings = {*finding};
            putNames(numbered, diagnosis.findings);
            keepWhatRuns(connection, request, diagnosis.findings);
            return diagnosis;
        }
        refused = refusedDimensions(error);
        const bool isTimeout = error.sqlState() == "57014"_L1; // a statement_timeout: what we cancel ourselves is thrown as another
        if ((!refused && !isTimeout) || !asked.options.analyze)
            throw;
        if (isTimeout)
            diagnosis.ended = u"The server ended the run (%1): this is the plan without its figures. To measure it whole, allow it more time (statement_timeout)."_s.arg(error.diagnostics().message);
        asked.options.analyze = false;
        explained = explain(connection, asked);
    }
    noteAssumptions(explained, asked, diagnosis.assumptions);
    const Examined examined = readFacts(connection, asked, explained, diagnosis.assumptions);
    diagnosis.findings = judge(examined);
    putNames(numbered, diagnosis.findings);
    keepWhatRuns(connection, asked, diagnosis.findings);
    const bool isTold = std::ranges::any_of(diagnosis.findings, [](const Finding &each) { return each.id == "dimensions"_L1; });
    if (refused && !isTold)
        diagnosis.findings.insert(diagnosis.findings.begin(), *refused);
    diagnosis.plan = examined.plan;
    if (!request.options.verbose) {
        for (plan::PlanNode &node : diagnosis.plan->nodes)
            node.output.clear();
    }
    diagnosis.text = explained.text;
    return diagnosis;
}

Diagnosis diagnoseKept(pg::Connection &connection, const plan::Plan &plan, const QString &statement)
{
    static const QRegularExpression parameter(u"\\$[1-9]"_s);
    Diagnosis diagnosis{.assumptions = {u"The plan is of before; tables, indexes and settings were looked at now."_s}};
    const ExplainRequest request{.sql = plan.queryText.isEmpty() ? statement : plan.queryText};
    Explained explained{.plan = plan, .parameters = parametersOf(request.sql)};
    explained.isGeneric = explained.parameters > 0 && plan::toText(plan).contains(parameter);
    const Examined examined = readFacts(connection, request, explained, diagnosis.assumptions);
    diagnosis.findings = judge(examined);
    putNames(sql::numbered(request.sql), diagnosis.findings);
    keepWhatRuns(connection, request, diagnosis.findings);
    diagnosis.plan = examined.plan;
    return diagnosis;
}

std::vector<Finding> findingsIn(const plan::Plan &plan, const QString &statement)
{
    const sql::NumberedStatement numbered = sql::numbered(plan.queryText.isEmpty() ? statement : plan.queryText);
    Examined examined{.plan = plan, .figures = plan::figuresOf(plan), .statement = Statement(numbered.sql)};
    findSearches(examined);
    std::vector<Finding> findings = judge(examined);
    putNames(numbered, findings);
    return findings;
}

} // namespace quiver::doctor
