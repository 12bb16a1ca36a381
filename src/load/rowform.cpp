// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowform.h"

#include "catalog/embedders.h"
#include "core/error.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr auto tableSql = R"(
    SELECT n.nspname, c.relname, c.relkind, pg_catalog.has_table_privilege(c.oid, 'INSERT') OR pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
        pg_catalog.has_table_privilege(c.oid, 'UPDATE') OR pg_catalog.has_any_column_privilege(c.oid, 'UPDATE')
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = $1)";

// Base types of domains are looked through, domains over domains too; the modifier is the innermost one that is set.
constexpr auto fieldsSql = R"(
    WITH RECURSIVE base AS (
        SELECT a.attnum, t.oid, t.typtype, t.typbasetype, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT b.attnum, t.oid, t.typtype, t.typbasetype,
            CASE WHEN b.modifier >= 0 OR t.typtype <> 'd' THEN b.modifier ELSE t.typtypmod END
        FROM base b
        JOIN pg_catalog.pg_type t ON t.oid = b.typbasetype
        WHERE b.typtype = 'd'
    ), domain AS (
        SELECT d.attnum, pg_catalog.bool_or(t.typnotnull) AS not_null
        FROM base d JOIN pg_catalog.pg_type t ON t.oid = d.oid
        GROUP BY d.attnum
    )
    SELECT a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.oid, pg_catalog.format_type(b.oid, NULL), b.modifier,
        t.typtype = 'd', a.attnotnull OR d.not_null,
        COALESCE(pg_catalog.pg_get_expr(e.adbin, e.adrelid), pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault),
        a.attidentity, a.attgenerated, pg_catalog.col_description(a.attrelid, a.attnum),
        (SELECT pg_catalog.json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = b.oid)
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    JOIN base b ON b.attnum = a.attnum AND b.typtype <> 'd'
    JOIN domain d ON d.attnum = a.attnum
    LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum)";

// Whole, valid, at once enforced, over columns that are never NULL; the primary key first, then the one of fewest columns.
constexpr auto keySql = R"(
    SELECT c.relname, (SELECT pg_catalog.json_agg(k.attnum::pg_catalog.text) FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k(attnum, ord)
                       WHERE k.ord <= i.indnkeyatts)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (
            SELECT FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k(attnum, ord)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE k.ord <= i.indnkeyatts AND NOT a.attnotnull)
    ORDER BY i.indisprimary DESC, i.indnkeyatts, c.relname
    LIMIT 1)";

QStringList texts(const QString &json)
{
    QStringList list;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array())
        list << value.toString();
    return list;
}

pg::Param oidParam(pg::Oid oid)
{
    return pg::Param::text(QString::number(oid), pg::oid::Oid_);
}

RowField::Generation generation(const QString &identity, const QString &generated)
{
    return identity == "a"_L1 ? RowField::Generation::IdentityAlways
        : identity == "d"_L1  ? RowField::Generation::IdentityByDefault
        : generated == "s"_L1 ? RowField::Generation::Stored
        : generated == "v"_L1 ? RowField::Generation::Virtual
                              : RowField::Generation::None;
}

void readFields(pg::Connection &connection, RowForm &form)
{
    const pg::Result result = connection.exec({fieldsSql, {oidParam(form.oid)}});
    std::vector<pg::Oid> bases;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        bases.push_back(pg::Oid(result.integer(row, 3)));
    connection.types()->resolve(connection, bases);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        RowField field;
        field.number = int(result.integer(row, 0));
        field.name = result.text(row, 1);
        field.type = result.text(row, 2);
        field.kind = connection.types()->type(bases[std::size_t(row)]).kind;
        field.baseType = result.text(row, 4);
        field.modifier = int(result.integer(row, 5));
        field.isDomain = result.boolean(row, 6);
        field.notNull = result.boolean(row, 7);
        field.defaultText = result.text(row, 8);
        field.generation = generation(result.text(row, 9), result.text(row, 10));
        field.comment = result.text(row, 11);
        field.labels = texts(result.text(row, 12));
        form.fields.push_back(std::move(field));
    }
}

void readKey(pg::Connection &connection, RowForm &form)
{
    const pg::Result result = connection.exec({keySql, {oidParam(form.oid)}});
    if (result.rowCount() == 0)
        return;
    form.keyName = result.text(0, 0);
    const QStringList numbers = texts(result.text(0, 1));
    for (RowField &field : form.fields)
        field.inKey = numbers.contains(QString::number(field.number));
}

} // namespace

int RowField::dimensions() const
{
    return isVector() || kind == pg::TypeKind::Bit ? modifier : -1;
}

// The modifier of character types counts its own four bytes, too.
int RowField::maxLength() const
{
    const bool isLimited = baseType == "character varying"_L1 || baseType == "character"_L1;
    return isLimited && modifier >= 4 ? modifier - 4 : -1;
}

std::vector<const RowField *> RowForm::key() const
{
    std::vector<const RowField *> list;
    for (const RowField &field : fields) {
        if (field.inKey)
            list.push_back(&field);
    }
    return list;
}

int RowForm::indexOf(const QString &field) const
{
    const auto found = std::ranges::find(fields, field, &RowField::name);
    return found == fields.end() ? -1 : int(found - fields.begin());
}

RowForm readRowForm(pg::Connection &connection, pg::Oid oid)
{
    const pg::Result table = connection.exec({tableSql, {oidParam(oid)}});
    if (table.rowCount() == 0)
        throw core::Error(u"the table is not there any more: it was dropped, or made anew"_s);
    RowForm form;
    form.oid = oid;
    form.schema = table.text(0, 0);
    form.name = table.text(0, 1);
    form.sqlName = sql::Quoter(connection).qualified(form.schema, form.name);
    form.serverVersion = connection.serverVersion();
    if (!QStringList{u"r"_s, u"p"_s}.contains(table.text(0, 2)))
        throw core::Error(u"%1 is no table: single rows are written to tables only"_s.arg(form.sqlName));
    form.mayInsert = table.boolean(0, 3);
    form.mayUpdate = table.boolean(0, 4);
    readFields(connection, form);
    readKey(connection, form);
    const QStringList embedded = catalog::embeddedColumns(connection, form.schema, form.name);
    for (RowField &field : form.fields)
        field.hasEmbedder = field.isVector() && embedded.contains(field.name);
    return form;
}

RowForm readRowForm(pg::Connection &connection, const QString &table)
{
    const pg::Result found = connection.exec({"SELECT pg_catalog.to_regclass($1)::pg_catalog.oid", {pg::Param::text(table, pg::oid::Text)}});
    if (found.isNull(0, 0))
        throw core::Error(u"there is no table %1 in this database"_s.arg(table));
    return readRowForm(connection, pg::Oid(found.integer(0, 0)));
}

std::optional<ExistingRow> readRow(pg::Connection &connection, const RowForm &form, const RowKey &key)
{
    const sql::Quoter quote(connection);
    QStringList columns, conditions;
    std::vector<pg::Param> params;
    for (const RowField &field : form.fields)
        columns << quote.name(field.name);
    for (const auto &[name, value] : key) {
        params.push_back(pg::Param::text(value));
        conditions << quote.name(name) + u" = $"_s + QString::number(params.size());
    }
    const pg::Result result = connection.exec({u"SELECT %1, xmin FROM %2 WHERE %3 LIMIT 1"_s.arg(columns.join(u", "_s), form.sqlName, conditions.join(u" AND "_s)), params});
    if (result.rowCount() == 0)
        return {};
    ExistingRow row;
    const int count = int(form.fields.size());
    for (int column = 0; column < count; ++column)
        row.values.push_back(result.isNull(0, column) ? RowValue::null() : RowValue::of(result.text(0, column)));
    row.version = result.text(0, count);
    return row;
}

RowKey keyOf(const RowForm &form, const ExistingRow &row)
{
    RowKey key;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        if (form.fields[i].inKey)
            key.emplace_back(form.fields[i].name, row.values[i].text);
    }
    return key;
}

} // namespace quiver::load
