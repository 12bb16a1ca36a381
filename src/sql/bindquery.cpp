// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/bindquery.h"

#include "pg/connection.h"

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

pg::Error asWritten(const pg::Error &error, const NumberedStatement &statement)
{
    pg::Diagnostics told = error.diagnostics();
    told.position = statement.writtenPosition(told.position);
    for (QString *text : {&told.message, &told.detail, &told.hint, &told.context})
        *text = statement.inNames(*text);
    return {error.kind(), told, error.statement()};
}

} // namespace quiver::sql
