// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/bindquery.h"

#include "core/error.h"
#include "pg/connection.h"

#include <QRegularExpression>

#include <utility>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

// One question for all of them.
std::vector<pg::Oid> oidsOf(pg::Connection &connection, const QStringList &types)
{
    if (types.isEmpty())
        return {};
    QStringList columns;
    std::vector<pg::Param> names;
    for (const QString &type : types) {
        if (const QString problem = typeNameProblem(type); !problem.isEmpty())
            throw pg::Error::client(problem + u" Nothing was sent."_s);
        names.push_back(pg::Param::text(type, pg::oid::Text));
        columns << u"pg_catalog.to_regtype($%1)::oid"_s.arg(names.size());
    }
    const pg::Result result = connection.exec({u"SELECT "_s + columns.join(u", "_s), names});
    std::vector<pg::Oid> oids;
    for (int i = 0; i < int(types.size()); ++i) {
        if (result.isNull(0, i))
            throw pg::Error::client(u"There is no type “%1” on the search path. Nothing was sent."_s.arg(types[i]));
        oids.push_back(pg::Oid(result.integer(0, i)));
    }
    return oids;
}

// Of a vector's text, "[1,2]", "{1:1}/768", "1011"; -1: it is none.
int dimensionsOf(const QString &value)
{
    static const QRegularExpression sparse(u"^\\{.*\\}/(\\d+)$"_s), bits(u"^[01]+$"_s);
    const QString text = value.trimmed();
    if (text.startsWith(u'[') && text.endsWith(u']'))
        return int(text.count(u',')) + 1;
    if (const auto match = sparse.match(text); match.hasMatch())
        return match.captured(1).toInt();
    return bits.match(text).hasMatch() ? int(text.size()) : -1;
}

} // namespace

pg::Query boundQuery(pg::Connection &connection, const NumberedStatement &statement, const BindValues &values)
{
    QStringList types;
    for (const QString &name : statement.names) {
        const BindValue *const value = valueOf(values, name);
        if (value && !value->type.isEmpty() && !types.contains(value->type))
            types << value->type;
    }
    const std::vector<pg::Oid> oids = oidsOf(connection, types);
    pg::Query query(statement.sql);
    for (const QString &name : statement.names) {
        const BindValue *const value = valueOf(values, name);
        const qsizetype type = value ? types.indexOf(value->type) : -1;
        const pg::Oid oid = type < 0 ? 0 : oids[std::size_t(type)];
        query.params.push_back(!value || value->isNull ? pg::Param::null(oid) : pg::Param::text(value->text, oid));
    }
    return query;
}

QString blamedName(const pg::Error &error, const NumberedStatement &statement, const BindValues &values)
{
    const pg::Diagnostics &said = error.diagnostics();
    static const QRegularExpression parameter(u"portal parameter (\\$[0-9]+|:\\w+)"_s, QRegularExpression::UseUnicodePropertiesOption);
    if (const auto told = parameter.match(said.context); told.hasMatch()) {
        const QString name = statement.inNames(told.captured(1)).mid(1);
        return statement.names.contains(name) ? name : QString();
    }
    static const QRegularExpression sizes(u"(?:different .*(?:dimensions|lengths) (\\d+) and (\\d+)|expected (\\d+) dimensions, not (\\d+))"_s);
    const auto told = sizes.match(said.message);
    if (!told.hasMatch())
        return {};
    QStringList fitting;
    for (const QString &name : statement.names) {
        const BindValue *const value = valueOf(values, name);
        const int size = value && !value->isNull ? dimensionsOf(value->text) : -1;
        if (size >= 0 && told.capturedTexts().sliced(1).contains(QString::number(size)))
            fitting << name;
    }
    return fitting.size() == 1 ? fitting.front() : QString(); // of two, either may be the wrong one
}

PreparedStatement::PreparedStatement(pg::Connection &connection, QByteArray name, const pg::Query &query)
    : m_connection(connection), m_name(std::move(name))
{
    std::vector<pg::Oid> types;
    for (const pg::Param &each : query.params)
        types.push_back(each.type);
    m_connection.prepare(m_name, query.sql, types);
}

PreparedStatement::~PreparedStatement()
{
    try {
        if (!m_connection.isBroken())
            m_connection.exec("DEALLOCATE " + m_name);
    } catch (const core::Error &) { // the connection is gone, and the statement with it
    }
}

QStringList PreparedStatement::parameterTypes() const
{
    const pg::Result types = m_connection.exec({"SELECT pg_catalog.format_type(t.type, NULL) FROM pg_catalog.pg_prepared_statements p "
                                                "CROSS JOIN LATERAL pg_catalog.unnest(p.parameter_types) WITH ORDINALITY AS t (type, place) "
                                                "WHERE p.name = $1 ORDER BY t.place",
                                                {pg::Param::text(QString::fromLatin1(m_name))}});
    QStringList names;
    for (qint64 row = 0; row < types.rowCount(); ++row)
        names << types.text(row, 0);
    return names;
}

pg::Error asWritten(const pg::Error &error, const NumberedStatement &statement)
{
    pg::Diagnostics told = error.diagnostics();
    told.position = statement.writtenPosition(told.position);
    for (QString *text : {&told.message, &told.detail, &told.hint, &told.context})
        *text = statement.inNames(*text);
    return {error.kind(), told, error.statement()};
}

} // namespace quiver::sql
