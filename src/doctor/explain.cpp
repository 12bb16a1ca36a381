// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/explain.h"

#include "catalog/vectorsql.h"
#include "core/error.h"
#include "doctor/statement.h"
#include "pg/connection.h"
#include "plan/readplans.h"
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

/// A prepared statement: for the plan for any values, and for the types of its parameters. It would outlive a rollback.
class Prepared
{
public:
    explicit Prepared(pg::Connection &connection) : m_connection(connection) {}
    ~Prepared()
    {
        try {
            if (m_isMade && !m_connection.isBroken())
                m_connection.exec("DEALLOCATE " + preparedName);
        } catch (const core::Error &) { // the connection is gone, and the statement with it
        }
    }
    Prepared(const Prepared &) = delete;
    Prepared &operator=(const Prepared &) = delete;

    void make(const QString &sql)
    {
        m_connection.prepare(preparedName, sql.toUtf8());
        m_isMade = true;
    }
    pg::Result explain(const QString &options, const QString &sql, int parameters)
    {
        make(sql);
        m_connection.exec("SELECT pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true)");
        QStringList nulls;
        for (int i = 0; i < parameters; ++i)
            nulls << u"NULL"_s;
        return m_connection.exec(u"EXPLAIN %1EXECUTE %2(%3)"_s.arg(options, QString::fromLatin1(preparedName), nulls.join(u", "_s)));
    }

private:
    pg::Connection &m_connection;
    bool m_isMade = false;
};

} // namespace

QString explainProblem(const QString &sql, bool *changes)
{
    const std::vector<sql::Statement> statements = sql::splitScript(sql);
    if (statements.size() != 1)
        return statements.empty() ? u"there is no statement"_s : u"there are %1 statements: one at a time has a plan"_s.arg(statements.size());
    const sql::Classification what = sql::classify(sql);
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

int parametersOf(const QString &sql)
{
    return Statement(sql).parameters();
}

QStringList parameterTypes(pg::Connection &connection, const QString &sql)
{
    Prepared prepared(connection);
    prepared.make(sql);
    const pg::Result types = connection.exec({"SELECT pg_catalog.format_type(t.type, NULL) FROM pg_catalog.pg_prepared_statements p "
                                              "CROSS JOIN LATERAL pg_catalog.unnest(p.parameter_types) WITH ORDINALITY AS t (type, place) "
                                              "WHERE p.name = $1 ORDER BY t.place",
                                              {pg::Param::text(QString::fromLatin1(preparedName))}});
    QStringList names;
    for (qint64 row = 0; row < types.rowCount(); ++row)
        names << types.text(row, 0);
    return names;
}

Explained explain(pg::Connection &connection, const ExplainRequest &request)
{
    if (const QString problem = explainProblem(request.sql); !problem.isEmpty())
        throw core::Error(problem);
    if (connection.transactionStatus() != pg::TransactionStatus::Idle)
        throw core::Error(u"a transaction is open, and explaining would roll it back: end it first, or explain on a connection of its own"_s);
    const Statement statement(request.sql);
    Explained explained{.parameters = statement.parameters()};
    explained.isGeneric = explained.parameters > 0 && (request.parameters.empty() || request.options.generic);
    if (!request.parameters.empty() && int(request.parameters.size()) != explained.parameters)
        throw core::Error(u"the statement has %1 parameters, and %2 values are given"_s.arg(explained.parameters).arg(request.parameters.size()));
    if (explained.isGeneric && request.options.analyze)
        throw core::Error(u"the statement has parameters: for any values it can be explained, but not run (ANALYZE); give their values"_s);
    const catalog::VectorSql vectors(connection);
    Prepared prepared(connection);
    pg::Transaction transaction(connection); // never committed
    if (vectors.isInstalled()) // its settings are known to the session from here on
        connection.exec(u"SELECT '[1]'::"_s + vectors.type({catalog::VectorKind::Vector, -1}));
    for (const auto &[name, value] : request.settings)
        connection.exec({"SELECT pg_catalog.set_config($1, $2, true)", {pg::Param::text(name), pg::Param::text(value)}});
    const QString options = optionsText(connection, request.options);
    std::vector<pg::Param> values;
    for (const auto &value : request.parameters)
        values.push_back(value ? pg::Param::text(*value) : pg::Param::null());
    explained.text = linesOf(explained.isGeneric ? prepared.explain(options, request.sql, explained.parameters)
                                                 : connection.exec({(u"EXPLAIN "_s + options + request.sql).toUtf8(), values}));
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
