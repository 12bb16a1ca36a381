// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexddl.h"

#include "pg/connection.h"

namespace quiver::index {

using namespace Qt::StringLiterals;
using Form = IndexKey::Form;

namespace {

// Those of pg_catalog are always found by their bare names.
constexpr auto opclassesSql = R"(
    SELECT m.amname, o.opcname, n.nspname, pg_catalog.pg_opclass_is_visible(o.oid)
    FROM pg_catalog.pg_opclass o
    JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
    JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
    WHERE n.nspname <> 'pg_catalog')";

/// "m=16, ef_construction=64".
QString optionList(const sql::Quoter &quote, const std::vector<std::pair<QString, QString>> &options)
{
    QStringList list;
    for (const auto &[name, value] : options) {
        bool isNumber = false;
        value.toLongLong(&isNumber);
        list << quote.name(name) + u'=' + (isNumber ? value : quote.literal(value));
    }
    return list.join(u", "_s);
}

} // namespace

IndexSql::IndexSql(pg::Connection &connection) : m_quote(connection), m_vectors(connection)
{
    const pg::Result found = connection.exec(opclassesSql);
    for (qint64 row = 0; row < found.rowCount(); ++row) {
        const QString name = found.text(row, 1);
        m_opclasses[{found.text(row, 0), name}] = found.boolean(row, 3) ? m_quote.name(name) : m_quote.qualified(found.text(row, 2), name);
    }
}

QStringList IndexSql::opclassesOf(const QString &method) const
{
    QStringList names;
    for (const auto &[of, name] : m_opclasses) {
        if (of.first == method)
            names << of.second;
    }
    return names;
}

QString IndexSql::expression(const IndexKey &key) const
{
    const QString column = m_quote.name(key.column);
    const auto cast = [&](const QString &value) { return value + u"::"_s + m_vectors.type(indexedType(key)); };
    switch (key.form) {
    case Form::Column: return column;
    case Form::Halfvec: return cast(column);
    case Form::BinaryQuantize: return cast(m_vectors.name(u"binary_quantize"_s) + u'(' + column + u')');
    case Form::Subvector:
        return cast(m_vectors.name(u"subvector"_s) + u'(' + column + u", %1, %2)"_s.arg(key.start).arg(key.count));
    case Form::Normalized: // whose result has no dimensions, without which nothing is indexed
        return cast(m_vectors.name(u"l2_normalize"_s) + u'(' + column + u')');
    case Form::Expression: break;
    }
    return key.expression;
}

QString IndexSql::opclassAt(const IndexSpec &spec, std::size_t key) const
{
    const QString name = key > 0 ? spec.keys[key].opclass : spec.opclass.isEmpty() ? annOpclass(spec) : spec.opclass;
    const auto found = m_opclasses.find({spec.method, name});
    return found != m_opclasses.end() ? found->second : name.isEmpty() ? QString() : m_quote.name(name);
}

QString IndexSql::definition(const IndexSpec &spec) const
{
    QStringList keys;
    for (std::size_t i = 0; i < spec.keys.size(); ++i) {
        const IndexKey &key = spec.keys[i];
        const QString text = expression(key);
        QStringList words{key.form == Form::Column ? text : u'(' + text + u')'};
        if (!key.collation.isEmpty())
            words << u"COLLATE"_s << (key.collationSchema.isEmpty() ? m_quote.name(key.collation) : m_quote.qualified(key.collationSchema, key.collation));
        words << opclassAt(spec, i) + (key.opclassOptions.empty() ? QString() : u'(' + optionList(m_quote, key.opclassOptions) + u')') << orderText(key);
        words.removeAll(QString());
        keys << words.join(u' ');
    }
    QString sql = u"USING "_s + m_quote.name(spec.method) + u" ("_s + keys.join(u", "_s) + u')';
    QStringList included;
    for (const QString &column : spec.included)
        included << m_quote.name(column);
    if (!included.isEmpty())
        sql += u" INCLUDE ("_s + included.join(u", "_s) + u')';
    if (spec.isUnique && spec.nullsNotDistinct)
        sql += u" NULLS NOT DISTINCT"_s;
    if (!spec.options.empty())
        sql += u" WITH ("_s + optionList(m_quote, spec.options) + u')';
    if (!spec.tablespace.isEmpty())
        sql += u" TABLESPACE "_s + m_quote.name(spec.tablespace);
    if (!spec.predicate.isEmpty())
        sql += u" WHERE "_s + spec.predicate;
    return sql;
}

QString IndexSql::create(const IndexSpec &spec) const
{
    return u"CREATE "_s + (spec.isUnique ? u"UNIQUE INDEX "_s : u"INDEX "_s) + (spec.concurrently ? u"CONCURRENTLY "_s : QString())
        + m_quote.name(nameOf(spec)) + u" ON "_s + table(spec) + u' ' + definition(spec);
}

QString IndexSql::drop(const IndexSpec &spec) const
{
    return (spec.concurrently ? u"DROP INDEX CONCURRENTLY IF EXISTS "_s : u"DROP INDEX IF EXISTS "_s) + index(spec);
}

} // namespace quiver::index
