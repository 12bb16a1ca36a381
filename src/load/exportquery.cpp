// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/exportquery.h"

#include "pg/typeregistry.h"
#include "sql/quoter.h"
#include "sql/splitter.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

bool isVectorFile(TargetFormat format)
{
    return format == TargetFormat::Npy || format == TargetFormat::Fvecs;
}

bool isVectorKind(pg::TypeKind kind)
{
    return kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec || kind == pg::TypeKind::Sparsevec;
}

/// The one statement of a query's text, without semicolon and what stands around it.
QString statementOf(const QString &text)
{
    const std::vector<sql::Statement> statements = sql::splitScript(text);
    if (statements.size() != 1)
        throw core::Error(statements.empty() ? u"there is no statement in the query"_s : u"the query has %1 statements; an export takes one"_s.arg(statements.size()));
    const sql::Statement &statement = statements.front();
    if (statement.problem != sql::Statement::Problem::None)
        throw core::Error(u"the query: %1"_s.arg(sql::problemText(statement.problem)));
    return text.mid(statement.begin, statement.end - statement.begin);
}

pg::Columns columnsOf(pg::Connection &connection, const QByteArray &sql)
{
    connection.prepare({}, sql);
    pg::Columns columns = connection.describe({});
    if (!columns || columns->empty())
        throw core::Error(u"the query returns no columns: there is nothing to export"_s);
    return columns;
}

void resolveTypes(pg::Connection &connection, const pg::Columns &columns)
{
    std::vector<pg::Oid> types;
    for (const pg::Column &column : *columns)
        types.push_back(column.type);
    connection.types()->resolve(connection, types);
}

QStringList namesOf(const pg::Columns &columns)
{
    QStringList names;
    for (const pg::Column &column : *columns)
        names << QString::fromUtf8(column.name);
    return names;
}

void checkColumn(const QString &name, const QStringList &names)
{
    const qsizetype count = names.count(name);
    if (count == 0)
        throw core::Error(u"there is no column “%1”; there are %2"_s.arg(name, names.join(u", "_s)));
    if (count > 1)
        throw core::Error(u"the query returns %1 columns that are called “%2”: give them different names"_s.arg(count).arg(name));
}

QString vectorColumnOf(const ExportPlan &plan, const pg::Columns &columns, const pg::Codec &codec)
{
    const QStringList names = namesOf(columns);
    QStringList vectors;
    for (const pg::Column &column : *columns) {
        if (isVectorKind(codec.kind(column)))
            vectors << QString::fromUtf8(column.name);
    }
    if (!plan.vectorColumn.isEmpty()) {
        checkColumn(plan.vectorColumn, names);
        if (!vectors.contains(plan.vectorColumn))
            throw core::Error(u"the column “%1” is no vector, halfvec or sparsevec"_s.arg(plan.vectorColumn));
        return plan.vectorColumn;
    }
    if (vectors.size() == 1)
        return vectors.first();
    throw core::Error(vectors.isEmpty() ? u"none of the columns is a vector, halfvec or sparsevec: %1"_s.arg(names.join(u", "_s))
                                        : u"several columns are vectors: say which of %1"_s.arg(vectors.join(u", "_s)));
}

/// The columns to select, by name; empty: all of them as they are.
QStringList chosenColumns(const ExportPlan &plan, const pg::Columns &all, const QString &vectorColumn)
{
    const QStringList names = namesOf(all);
    for (const QString &name : plan.columns)
        checkColumn(name, names);
    if (!isVectorFile(plan.format))
        return plan.columns;
    QStringList chosen{vectorColumn};
    if (!plan.besideFile.isEmpty()) {
        for (const QString &name : plan.columns.isEmpty() ? names : plan.columns) {
            if (name != vectorColumn)
                chosen << name;
        }
        for (const QString &name : chosen)
            checkColumn(name, names);
        if (chosen.size() == 1)
            throw core::Error(u"there is no other column than “%1”: nothing to write beside"_s.arg(vectorColumn));
    }
    return chosen;
}

qint64 estimateOf(pg::Connection &connection, const QByteArray &quotedTable)
{
    const pg::Result result = connection.exec({"SELECT reltuples::bigint FROM pg_catalog.pg_class WHERE oid = $1::pg_catalog.regclass", {pg::Param::text(QString::fromUtf8(quotedTable))}});
    const qint64 rows = result.rowCount() == 1 ? result.integer(0, 0) : -1;
    return rows > 0 ? rows : -1; // 0 and -1: never analysed, or a view
}

} // namespace

ExportQuery exportQuery(pg::Connection &connection, const ExportPlan &plan)
{
    const sql::Quoter quoter(connection);
    const bool fromTable = plan.query.isEmpty();
    const QString source = fromTable ? quoter.qualified(plan.schema, plan.table) : statementOf(plan.query);
    ExportQuery query;
    query.sql = (fromTable ? u"SELECT * FROM %1"_s.arg(source) : source).toUtf8();
    query.columns = columnsOf(connection, query.sql);
    resolveTypes(connection, query.columns);
    const pg::Codec codec({connection.types().get(), {}});
    const QString vectorColumn = isVectorFile(plan.format) ? vectorColumnOf(plan, query.columns, codec) : QString();
    const QStringList chosen = chosenColumns(plan, query.columns, vectorColumn);
    if (!chosen.isEmpty() && chosen != namesOf(query.columns)) {
        QStringList quoted;
        for (const QString &name : chosen)
            quoted << quoter.name(name);
        // A line end before the bracket: the query may end in a comment.
        query.sql = u"SELECT %1 FROM %2"_s.arg(quoted.join(u", "_s), fromTable ? source : u"(\n%1\n) AS exported"_s.arg(source)).toUtf8();
        query.columns = columnsOf(connection, query.sql);
    }
    if (!vectorColumn.isEmpty()) {
        query.vectorIndex = int(namesOf(query.columns).indexOf(vectorColumn));
        const pg::Column &column = (*query.columns)[std::size_t(query.vectorIndex)];
        query.vectorKind = codec.kind(column);
        query.dimensions = column.modifier;
    }
    if (fromTable)
        query.rowEstimate = estimateOf(connection, source.toUtf8());
    return query;
}

} // namespace quiver::load
