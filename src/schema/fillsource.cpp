// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/fillsource.h"

#include "pg/connection.h"
#include "schema/typeproblems.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

/// Writes the presets' expressions for a column by any name and with types and functions qualified as needed.
class Expression
{
public:
    Expression(const catalog::VectorSql &vectors, const ModelChange &request, const catalog::VectorType &oldType, bool full)
        : m_vectors(vectors), m_request(request), m_oldType(oldType), m_full(full)
    {
    }

    QString of(const QString &column) const
    {
        const catalog::VectorType &type = m_request.type;
        switch (m_request.from) {
        case FillFrom::Cast: return cast(column, type);
        case FillFrom::Normalize: return castUnlessSame(call(u"l2_normalize"_s, column), m_oldType.kind);
        case FillFrom::Subvector: {
            const QString part = cast(function(u"subvector"_s) + u'(' + column + u", 1, %1)"_s.arg(type.dimensions),
                                      {m_oldType.kind, type.dimensions});
            return castUnlessSame(m_request.normalize ? call(u"l2_normalize"_s, part) : part, m_oldType.kind);
        }
        case FillFrom::BinaryQuantize: return cast(call(u"binary_quantize"_s, column), type);
        case FillFrom::Expression:
        case FillFrom::OtherTable:
        case FillFrom::Embedder:
        case FillFrom::Application: break;
        }
        return {};
    }

private:
    QString function(const QString &name) const { return m_full ? m_vectors.fullName(name) : m_vectors.name(name); }
    QString call(const QString &name, const QString &argument) const { return function(name) + u'(' + argument + u')'; }
    QString cast(const QString &value, const catalog::VectorType &type) const
    {
        return value + u"::"_s + (m_full ? m_vectors.fullType(type) : m_vectors.type(type));
    }
    QString castUnlessSame(const QString &value, catalog::VectorKind kind) const
    {
        return kind == m_request.type.kind ? value : cast(value, m_request.type);
    }

    const catalog::VectorSql &m_vectors;
    const ModelChange &m_request;
    const catalog::VectorType m_oldType;
    const bool m_full;
};

/// The other table's value, or something about it, for the row's key: no row, no value.
QString fromOther(const ColumnSql &sql, const ModelChange &request, const QString &what)
{
    const QString own = sql.name(request.table);
    QStringList pairs;
    for (qsizetype i = 0; i < std::min(request.key.size(), request.otherKey.size()); ++i)
        pairs << u"quiver_source."_s + sql.name(request.otherKey[i]) + u" = "_s + own + u'.' + sql.name(request.key[i]);
    return u"(SELECT "_s + what + u" FROM "_s + sql.quote().qualified(request.otherSchema, request.otherTable)
           + u" AS quiver_source WHERE "_s + pairs.join(u" AND "_s) + u')';
}

std::vector<ColumnProblem> expressionProblems(pg::Connection &connection, const ColumnSql &sql, const FillSource &source)
{
    try {
        connection.exec("SAVEPOINT quiver_expression");
        connection.exec(u"SELECT "_s + source.value + u" FROM "_s + sql.table() + u" AS "_s + sql.name(sql.tableName()) + u" LIMIT 0"_s);
    } catch (const pg::Error &e) {
        if (e.kind() != pg::Error::Kind::Server || e.sqlState() == "57014"_L1)
            throw;
        connection.exec("ROLLBACK TO SAVEPOINT quiver_expression");
        return {{ColumnField::Expression, u"The server says of the expression: %1"_s.arg(e.message())}};
    }
    return {};
}

bool isUniqueIn(const catalog::TableFacts &other, const QStringList &key)
{
    return std::ranges::any_of(other.indexes, [&](const catalog::Index &index) {
        if (!index.isUnique || !index.isValid || !index.predicate.isEmpty() || index.keys.size() != key.size())
            return false;
        QStringList wanted;
        for (const QString &column : index.keys) // as SQL writes it
            wanted << (column.startsWith(u'"') ? column.mid(1, column.size() - 2).replace(u"\"\""_s, u"\""_s) : column);
        wanted.sort();
        QStringList given = key;
        given.sort();
        return wanted == given;
    });
}

std::vector<ColumnProblem> otherProblems(pg::Connection &connection, const ColumnSql &sql, const catalog::TableFacts &table, const ModelChange &request)
{
    const std::optional<catalog::TableFacts> other = catalog::tableFacts(connection, request.otherSchema, request.otherTable);
    if (!other)
        return {{ColumnField::OtherTable, missingTable(request.otherSchema, request.otherTable)}};
    std::vector<ColumnProblem> problems;
    const catalog::Column *column = other->column(request.otherColumn);
    if (!column)
        problems.push_back({ColumnField::OtherColumn, u"The other table has no column “%1”."_s.arg(request.otherColumn)});
    else if (column->dimensions > 0 && request.type.dimensions > 0 && column->dimensions != request.type.dimensions)
        problems.push_back({ColumnField::OtherColumn, u"“%1” is of type %2: the new column has to have as many dimensions."_s.arg(request.otherColumn, column->type)});
    for (const QString &each : request.key) {
        if (!table.column(each))
            problems.push_back({ColumnField::OtherKey, u"The table has no column “%1” to join by."_s.arg(each)});
    }
    for (const QString &each : request.otherKey) {
        if (!other->column(each))
            problems.push_back({ColumnField::OtherKey, u"The other table has no column “%1” to join by."_s.arg(each)});
    }
    if (problems.empty() && !isUniqueIn(*other, request.otherKey)) {
        QStringList names;
        for (const QString &each : request.otherKey)
            names << sql.name(each);
        problems.push_back({ColumnField::OtherKey,
                            u"Nothing says that the other table has at most one row for a key, and without an index every row would search "
                            "all of it. First: CREATE UNIQUE INDEX ON %1 (%2)"_s.arg(
                                sql.quote().qualified(request.otherSchema, request.otherTable), names.join(u", "_s))});
    }
    return problems;
}

std::vector<ColumnProblem> textProblems(const catalog::TableFacts &table, const ModelChange &request)
{
    const catalog::Column *text = table.column(request.textColumn);
    if (!text)
        return {{ColumnField::TextColumn, u"The table has no column “%1”."_s.arg(request.textColumn)}};
    if (text->isVector())
        return {{ColumnField::TextColumn, u"“%1” holds vectors, not texts."_s.arg(text->name)}};
    return {};
}

} // namespace

FillSource fillSource(const ColumnSql &sql, const catalog::VectorSql &vectors, const ModelChange &request, const catalog::VectorType &oldType)
{
    const QString own = sql.name(request.table), old = sql.name(request.column);
    FillSource source;
    switch (request.from) {
    case FillFrom::Cast:
    case FillFrom::Normalize:
    case FillFrom::Subvector:
    case FillFrom::BinaryQuantize:
        source.value = Expression(vectors, request, oldType, false).of(own + u'.' + old);
        source.condition = own + u'.' + old + u" IS NOT NULL"_s; // they are NULL of NULL, and of nothing else
        source.triggerValue = Expression(vectors, request, oldType, true).of(u"NEW."_s + old);
        source.triggerColumns = old;
        break;
    case FillFrom::Expression:
        // On lines of its own: it may end in a comment.
        source.value = u"(\n"_s + request.expression + u"\n)::"_s + vectors.type(request.type);
        source.condition = u"(\n"_s + request.expression + u"\n) IS NOT NULL"_s;
        source.triggerValue = u"(SELECT (\n"_s + request.expression + u"\n)::"_s + vectors.fullType(request.type) + u" FROM (SELECT (NEW).*) AS "_s + own + u')';
        break;
    case FillFrom::OtherTable: {
        const QString vector = u"quiver_source."_s + sql.name(request.otherColumn);
        source.value = fromOther(sql, request, vector + u"::"_s + vectors.type(request.type));
        source.condition = fromOther(sql, request, vector + u" IS NOT NULL"_s);
        break;
    }
    case FillFrom::Embedder: {
        const QString text = sql.name(request.textColumn), same = u"%1::text COLLATE pg_catalog.\"C\""_s;
        source.condition = hasText(own + u'.' + text);
        // What was made of another text goes, and is made anew.
        source.triggerValue = u"CASE WHEN TG_OP = 'INSERT' OR "_s + same.arg(u"NEW."_s + text) + u" IS NOT DISTINCT FROM "_s + same.arg(u"OLD."_s + text)
                              + u" THEN NEW."_s + sql.name(newColumnOf(request)) + u" END"_s;
        source.triggerColumns = text;
        break;
    }
    case FillFrom::Application:
        source.condition = own + u'.' + old + u" IS NOT NULL"_s;
        break;
    }
    return source;
}

std::vector<ColumnProblem> sourceProblems(pg::Connection &connection, const ColumnSql &sql, const catalog::VectorSql &vectors, const catalog::TableFacts &table,
                                          const ModelChange &request, const FillSource &source)
{
    std::vector<ColumnProblem> problems;
    const bool needsFunctions = request.from == FillFrom::Normalize || request.from == FillFrom::BinaryQuantize || request.from == FillFrom::Subvector;
    if (needsFunctions && !vectors.hasHalfvec())
        problems.push_back({ColumnField::Source, u"That needs pgvector 0.7; this database has %1."_s.arg(vectors.version())});
    else if (request.from == FillFrom::Expression)
        problems = expressionProblems(connection, sql, source);
    else if (request.from == FillFrom::OtherTable)
        problems = otherProblems(connection, sql, table, request);
    else if (request.from == FillFrom::Embedder)
        problems = textProblems(table, request);
    return problems;
}

} // namespace quiver::schema
