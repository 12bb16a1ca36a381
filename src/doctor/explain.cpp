// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/explain.h"

#include "catalog/vectorsql.h"
#include "core/error.h"
#include "doctor/statement.h"
#include "pg/connection.h"
#include "plan/readplans.h"
#include "sql/bindquery.h"
#include "sql/splitter.h"

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using Kind = sql::Classification::Kind;

namespace {

const QByteArray preparedName = "quiver_explained";

QString optionsText(const pg::Connection &connection, const ExplainOptions &options)
{
    QStringList list;
    const auto add = [&](bool isOn, const QString &name) {
        if (isOn)
            list << name;
    };
    const int version = connection.serverVersion();
    add(options.analyze, u"ANALYZE"_s);
    add(options.verbose, u"VERBOSE"_s);
    add(options.buffers && (options.analyze || version >= 130000), u"BUFFERS"_s);
    add(options.settings && version >= 120000, u"SETTINGS"_s);
    add(options.wal && options.analyze && version >= 130000, u"WAL"_s);
    add(options.analyze && !options.timing, u"TIMING OFF"_s);
    add(!options.asText, u"FORMAT JSON"_s);
    return list.isEmpty() ? QString() : u'(' + list.join(u", "_s) + u") "_s;
}

QByteArray linesOf(const pg::Result &result)
{
    QByteArray text;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        text += result.text(row, 0).toUtf8() + '\n';
    return text;
}

/// The plan of a prepared statement for any values, in the transaction that is open.
pg::Result explainPrepared(pg::Connection &connection, const QString &options, int parameters)
{
    connection.exec("SELECT pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true)");
    QStringList nulls;
    for (int i = 0; i < parameters; ++i)
        nulls << u"NULL"_s;
    return connection.exec(u"EXPLAIN %1EXECUTE %2(%3)"_s.arg(options, QString::fromLatin1(preparedName), nulls.join(u", "_s)));
}

/// With the values as parameters: the server plans for them as it does for a run (a custom plan).
pg::Query queryOf(pg::Connection &connection, const ExplainRequest &request, const sql::NumberedStatement &statement)
{
    if (!request.named.empty())
        return sql::boundQuery(connection, statement, request.named);
    pg::Query query(statement.sql);
    for (const auto &value : request.parameters)
        query.params.push_back(value ? pg::Param::text(*value) : pg::Param::null());
    return query;
}

} // namespace

QString explainProblem(const QString &sql, bool *changes)
{
    const std::vector<sql::Statement> statements = sql::splitScript(sql);
    if (statements.size() != 1)
        return statements.empty() ? u"there is no statement"_s : u"there are %1 statements: one at a time has a plan"_s.arg(statements.size());
    const sql::Classification what = sql::classify(sql::numbered(sql).sql);
    if (changes)
        *changes = what.changesData || what.kind == Kind::Write || what.kind == Kind::Ddl;
    switch (what.kind) {
    case Kind::Query:
    case Kind::Write:
    case Kind::Ddl: // CREATE TABLE AS has a plan, and the server says of the others that they have none
    case Kind::Session: // DECLARE CURSOR
    case Kind::Unknown:
        return {};
    case Kind::Explain:
        return u"give the statement itself, without EXPLAIN"_s;
    default:
        return u"a statement of this kind has no plan"_s;
    }
}

std::vector<std::optional<QString>> valuesOf(const ExplainRequest &request)
{
    if (request.named.empty())
        return request.parameters;
    std::vector<std::optional<QString>> values;
    for (const QString &name : sql::numbered(request.sql).names) {
        const sql::BindValue *const value = sql::valueOf(request.named, name);
        values.push_back(value && !value->isNull ? std::optional(value->text) : std::nullopt);
    }
    return values;
}

int parametersOf(const QString &sql)
{
    return Statement(sql::numbered(sql).sql).parameters();
}

QStringList parameterTypes(pg::Connection &connection, const QString &sql)
{
    return sql::PreparedStatement(connection, preparedName, pg::Query(sql::numbered(sql).sql)).parameterTypes();
}

QStringList comparedColumn(const QString &sql, const QString &name)
{
    const sql::NumberedStatement numbered = sql::numbered(sql);
    const auto column = Statement(numbered.sql).comparedWith(int(numbered.names.indexOf(name)) + 1);
    return column ? QStringList{column->schema, column->table, column->column} : QStringList();
}

Explained explain(pg::Connection &connection, const ExplainRequest &request)
{
    if (const QString problem = explainProblem(request.sql); !problem.isEmpty())
        throw core::Error(problem);
    if (connection.transactionStatus() != pg::TransactionStatus::Idle)
        throw core::Error(u"a transaction is open, and explaining would roll it back: end it first, or explain on a connection of its own"_s);
    Explained explained{.parameters = parametersOf(request.sql)};
    explained.isGeneric = explained.parameters > 0 && (valuesOf(request).empty() || request.options.generic);
    if (!request.parameters.empty() && int(request.parameters.size()) != explained.parameters)
        throw core::Error(u"the statement has %1 parameters, and %2 values are given"_s.arg(explained.parameters).arg(request.parameters.size()));
    if (explained.isGeneric && request.options.analyze)
        throw core::Error(u"the statement has parameters: for any values it can be explained, but not run (ANALYZE); give their values"_s);
    const catalog::VectorSql vectors(connection);
    std::optional<sql::PreparedStatement> prepared;
    pg::Transaction transaction(connection); // never committed
    if (vectors.isInstalled()) // its settings are known to the session from here on
        connection.exec(u"SELECT '[1]'::"_s + vectors.type({catalog::VectorKind::Vector, -1}));
    for (const auto &[name, value] : request.settings)
        connection.exec({"SELECT pg_catalog.set_config($1, $2, true)", {pg::Param::text(name), pg::Param::text(value)}});
    const QString options = optionsText(connection, request.options);
    // Numbered with what goes before it, so that the places in an error are those of the text that was sent.
    const sql::NumberedStatement asked = sql::numbered(explained.isGeneric ? request.sql : u"EXPLAIN "_s + options + request.sql);
    try {
        const pg::Query query = queryOf(connection, request, asked);
        if (explained.isGeneric)
            prepared.emplace(connection, preparedName, query);
        explained.text = linesOf(explained.isGeneric ? explainPrepared(connection, options, explained.parameters) : connection.exec(query));
    } catch (const pg::Error &error) {
        throw sql::asWritten(error, asked);
    }
    if (!request.options.asText) {
        plan::PlanReading reading = plan::readPlans(explained.text);
        if (reading.problem)
            throw core::Error(u"the server's plan cannot be read: %1"_s.arg(reading.problem->reason));
        if (!reading.plans.empty())
            explained.plan = std::move(reading.plans.front());
    }
    return explained;
}

} // namespace quiver::doctor
