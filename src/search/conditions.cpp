// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/conditions.h"

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

using Test = Filter::Test;

QString symbolOf(Test test)
{
    switch (test) {
    case Test::Equal: return u"="_s;
    case Test::NotEqual: return u"IS DISTINCT FROM"_s;
    case Test::Less: return u"<"_s;
    case Test::LessOrEqual: return u"<="_s;
    case Test::Greater: return u">"_s;
    case Test::GreaterOrEqual: return u">="_s;
    case Test::Like: return u"ILIKE"_s;
    case Test::Contains: return u"@>"_s;
    case Test::OneOf:
    case Test::IsNull:
    case Test::IsNotNull: break;
    }
    return {};
}

// metadata -> 'a' ->> 'b': as an index on such an expression has it.
QString pathText(const SqlNames &names, const QString &column, const QStringList &path, bool asJson)
{
    QString text = column;
    for (qsizetype i = 0; i < path.size(); ++i)
        text += (i + 1 < path.size() || asJson ? u" -> "_s : u" ->> "_s) + names.literal(path[i]);
    return u'(' + text + u')';
}

QString conditionOf(const SqlNames &names, const SearchTable &table, const Filter &filter, const QString &parameterName, const AddParameter &add)
{
    const bool isJson = filter.test == Test::Contains && !filter.path.isEmpty();
    QString left = names.name(filter.column);
    QString type = table.columnType(filter.column);
    if (!filter.path.isEmpty()) {
        left = pathText(names, left, filter.path, isJson);
        type = isJson ? u"jsonb"_s : filter.type.isEmpty() ? u"text"_s : filter.type;
        if (isJson && table.columnType(filter.column) == "json"_L1)
            left += u"::jsonb"_s;
        else if (!isJson && type != "text"_L1)
            left += u"::"_s + type;
    }
    if (filter.test == Test::IsNull || filter.test == Test::IsNotNull)
        return left + (filter.test == Test::IsNull ? u" IS NULL"_s : u" IS NOT NULL"_s);
    if (filter.test == Test::OneOf)
        return u"%1 = ANY (%2)"_s.arg(left, add(parameterName, type + u"[]"_s, arrayText(filter.values)));
    if (filter.test == Test::Like) {
        left += type == "text"_L1 ? QString() : u"::text"_s;
        type = u"text"_s;
    }
    return left + u' ' + symbolOf(filter.test) + u' ' + add(parameterName, type, filter.values.value(0));
}

QString leftOut(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const AddParameter &add)
{
    const QStringList key = table.keyColumns();
    QStringList columns, rows;
    for (const QString &column : key)
        columns << names.name(column);
    for (std::size_t row = 0; row < query.source.keys.size(); ++row) {
        QStringList values;
        for (qsizetype i = 0; i < key.size(); ++i)
            values << add(u"source_%1"_s.arg(row * std::size_t(key.size()) + std::size_t(i) + 1), table.columnType(key[i]), query.source.keys[row].value(i));
        rows << (key.size() == 1 ? values.first() : u'(' + values.join(u", "_s) + u')');
    }
    return (key.size() == 1 ? columns.first() : u'(' + columns.join(u", "_s) + u')') + u" NOT IN ("_s + rows.join(u", "_s) + u')';
}

} // namespace

QString arrayText(const QStringList &values)
{
    QStringList quoted;
    for (QString value : values)
        quoted << u'"' + value.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1) + u'"';
    return u'{' + quoted.join(u',') + u'}';
}

QStringList conditionsOf(const SqlNames &names, const SearchTable &table, const VectorQuery &query, const AddParameter &add)
{
    QStringList conditions;
    int number = 0;
    for (const Filter &filter : query.filters)
        conditions << conditionOf(names, table, filter, u"filter_%1"_s.arg(++number), add);
    if (!query.condition.trimmed().isEmpty())
        conditions << u'(' + query.condition.trimmed() + (query.condition.contains("--"_L1) ? u"\n    )"_s : u")"_s);
    if (query.leaveOutSource && !query.source.keys.empty()
        && (query.source.kind == QuerySource::Kind::Row || query.source.kind == QuerySource::Kind::Mean))
        conditions << leftOut(names, table, query, add);
    if (const catalog::Column *column = table.facts.column(query.column); column && !column->notNull)
        conditions << names.name(query.column) + u" IS NOT NULL"_s;
    return conditions;
}

} // namespace quiver::search
