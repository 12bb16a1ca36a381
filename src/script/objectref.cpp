// SPDX-License-Identifier: GPL-3.0-or-later
#include "script/objectref.h"

#include "core/error.h"
#include "pg/connection.h"

#include <algorithm>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

struct KindName {
    ObjectKind kind;
    const char *name;
};

constexpr KindName kindNames[] = {
    {ObjectKind::Schema, "schema"}, {ObjectKind::Extension, "extension"}, {ObjectKind::Type, "type"},
    {ObjectKind::Function, "function"}, {ObjectKind::Sequence, "sequence"}, {ObjectKind::Table, "table"},
    {ObjectKind::View, "view"}, {ObjectKind::MaterializedView, "materialized view"}, {ObjectKind::Index, "index"},
    {ObjectKind::Constraint, "constraint"}, {ObjectKind::Trigger, "trigger"}, {ObjectKind::Column, "column"},
};

// All ask for (kind's letter, oid, column, schema, relation or '', name), with $1 the pattern of the name, $2 that of the schema
// ('' where none was given), $3 that of the relation.
#define QUIVER_SQL_IN_SCHEMA(n) \
    " AND CASE WHEN $2 = '' THEN " n ".nspname = ANY (pg_catalog.current_schemas(false)) ELSE " n ".nspname ~ $2 END"
#define QUIVER_SQL_NO_MEMBER(catalog, oid) \
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog." catalog "'::pg_catalog.regclass AND d.objid = " oid \
    " AND d.deptype = 'e')"

constexpr auto relationsSql =
    "SELECT c.relkind, c.oid, 0, n.nspname, '', c.relname FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I') AND c.relname ~ $1" QUIVER_SQL_IN_SCHEMA("n")
    QUIVER_SQL_NO_MEMBER("pg_class", "c.oid") " AND $3 = ''";
constexpr auto typesSql =
    "SELECT 'T', t.oid, 0, n.nspname, '', t.typname FROM pg_catalog.pg_type t "
    "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid "
    "WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND t.typname ~ $1" QUIVER_SQL_IN_SCHEMA("n")
    QUIVER_SQL_NO_MEMBER("pg_type", "t.oid") " AND $3 = ''";
constexpr auto functionsSql =
    "SELECT 'F', p.oid, 0, n.nspname, '', p.proname FROM pg_catalog.pg_proc p "
    "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
    "WHERE p.proname ~ $1" QUIVER_SQL_IN_SCHEMA("n") QUIVER_SQL_NO_MEMBER("pg_proc", "p.oid") " AND $3 = ''";
constexpr auto schemasSql = "SELECT 'N', n.oid, 0, '', '', n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname ~ $1 AND $2 = '' AND $3 = ''";
constexpr auto extensionsSql = "SELECT 'E', e.oid, 0, '', '', e.extname FROM pg_catalog.pg_extension e WHERE e.extname ~ $1 AND $2 = '' AND $3 = ''";
constexpr auto constraintsSql =
    "SELECT 'C', k.oid, 0, n.nspname, c.relname, k.conname FROM pg_catalog.pg_constraint k "
    "JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE k.contype IN ('c', 'p', 'u', 'x', 'f') AND k.conname ~ $1 AND c.relname ~ $3" QUIVER_SQL_IN_SCHEMA("n");
constexpr auto triggersSql =
    "SELECT 'G', t.oid, 0, n.nspname, c.relname, t.tgname FROM pg_catalog.pg_trigger t "
    "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND t.tgname ~ $1 AND c.relname ~ $3" QUIVER_SQL_IN_SCHEMA("n");
constexpr auto columnsSql =
    "SELECT 'A', c.oid, a.attnum, n.nspname, c.relname, a.attname FROM pg_catalog.pg_attribute a "
    "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped AND a.attname ~ $1 AND c.relname ~ $3"
    QUIVER_SQL_IN_SCHEMA("n");

ObjectKind kindOf(QChar letter)
{
    switch (letter.unicode()) {
    case u'v': return ObjectKind::View;
    case u'm': return ObjectKind::MaterializedView;
    case u'S': return ObjectKind::Sequence;
    case u'i':
    case u'I': return ObjectKind::Index;
    case u'T': return ObjectKind::Type;
    case u'F': return ObjectKind::Function;
    case u'N': return ObjectKind::Schema;
    case u'E': return ObjectKind::Extension;
    case u'C': return ObjectKind::Constraint;
    case u'G': return ObjectKind::Trigger;
    case u'A': return ObjectKind::Column;
    default: return ObjectKind::Table;
    }
}

bool isOfTable(std::optional<ObjectKind> kind)
{
    return kind == ObjectKind::Constraint || kind == ObjectKind::Trigger || kind == ObjectKind::Column;
}

// The statements that may know of it, in the order in which they are asked.
std::vector<const char *> statementsFor(std::optional<ObjectKind> kind)
{
    if (!kind)
        return {relationsSql, typesSql, functionsSql, schemasSql, extensionsSql};
    switch (*kind) {
    case ObjectKind::Schema: return {schemasSql};
    case ObjectKind::Extension: return {extensionsSql};
    case ObjectKind::Type: return {typesSql};
    case ObjectKind::Function: return {functionsSql};
    case ObjectKind::Constraint: return {constraintsSql};
    case ObjectKind::Trigger: return {triggersSql};
    case ObjectKind::Column: return {columnsSql};
    default: return {relationsSql};
    }
}

/// A regular expression of the server's for one part of a name.
struct Part {
    QString pattern;
    bool isEmpty = true;

    void add(QChar c)
    {
        isEmpty = false;
        if (c.unicode() < 0x80 && !c.isLetterOrNumber() && c != u'_')
            pattern += u'\\';
        pattern += c;
    }
};

std::vector<ObjectRef> ask(pg::Connection &connection, const char *sql, const QString &name, const QString &schema, const QString &relation,
                           std::optional<ObjectKind> kind)
{
    const pg::Result result = connection.exec(
        {QByteArray(sql) + " ORDER BY 4, 5, 6, 2", {pg::Param::text(name, pg::oid::Text), pg::Param::text(schema, pg::oid::Text), pg::Param::text(relation, pg::oid::Text)}});
    std::vector<ObjectRef> list;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        ObjectRef object;
        object.kind = kindOf(result.text(row, 0).front());
        if (kind && *kind != object.kind)
            continue;
        object.oid = pg::Oid(result.integer(row, 1));
        object.column = int(result.integer(row, 2));
        QStringList parts;
        for (const int column : {3, 4, 5}) {
            if (const QString part = result.text(row, column); !part.isEmpty())
                parts << part;
        }
        object.name = parts.join(u'.');
        list.push_back(std::move(object));
    }
    return list;
}

std::vector<ObjectRef> find(pg::Connection &connection, const ObjectPattern &pattern, std::optional<ObjectKind> kind)
{
    const qsizetype count = pattern.parts.size();
    const QString name = pattern.parts.last();
    const QString relation = isOfTable(kind) ? pattern.parts.value(count - 2) : QString();
    const QString schema = pattern.parts.value(count - (isOfTable(kind) ? 3 : 2));
    const auto isIndex = [](const ObjectRef &object) { return object.kind == ObjectKind::Index; };
    // In the search path first, then anywhere but in the server's own schemas.
    for (const QString &where : schema.isEmpty() ? QStringList{QString(), u"^(?!pg_|information_schema$)"_s} : QStringList{schema}) {
        for (const char *sql : statementsFor(kind)) {
            std::vector<ObjectRef> found = ask(connection, sql, name, where, relation, kind);
            // A name is first of all that of a table or view; of an index only where there is none.
            if (!kind && !std::ranges::all_of(found, isIndex))
                std::erase_if(found, isIndex);
            if (!found.empty())
                return found;
        }
    }
    return {};
}

} // namespace

QString objectKindName(ObjectKind kind)
{
    const auto *found = std::ranges::find(kindNames, kind, &KindName::kind);
    return QString::fromLatin1(found->name);
}

std::optional<ObjectKind> objectKind(const QString &name)
{
    const QString wanted = name.toLower();
    if (wanted == "matview"_L1)
        return ObjectKind::MaterializedView;
    for (const KindName &each : kindNames) {
        if (wanted == QLatin1StringView(each.name))
            return each.kind;
    }
    return {};
}

ObjectPattern ObjectPattern::parse(QStringView text, bool foldCase)
{
    ObjectPattern result;
    std::vector<Part> parts(1);
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        Part &part = parts.back();
        if (c == u'"') {
            if (quoted && i + 1 < text.size() && text[i + 1] == u'"')
                part.add(text[++i]);
            else
                quoted = !quoted;
        } else if (quoted) {
            part.add(c);
        } else if (c == u'.') {
            parts.emplace_back();
        } else if (c == u'*' || c == u'?') {
            part.pattern += c == u'*' ? u".*"_s : u"."_s;
            part.isEmpty = false;
            result.hasWildcard = true;
        } else {
            part.add(foldCase ? c.toLower() : c);
        }
    }
    if (quoted)
        result.error = u"a double quote is not closed"_s;
    else if (std::ranges::any_of(parts, &Part::isEmpty))
        result.error = u"a part of the name is empty"_s;
    else if (parts.size() > 3)
        result.error = u"a name has at most three parts"_s;
    for (const Part &part : parts)
        result.parts << u"^("_s + part.pattern + u")$"_s;
    return result;
}

std::vector<ObjectRef> findObjects(pg::Connection &connection, const QString &text, std::optional<ObjectKind> kind)
{
    for (const bool foldCase : {true, false}) {
        const ObjectPattern pattern = ObjectPattern::parse(text, foldCase);
        if (!pattern.error.isEmpty())
            throw core::Error(u"“%1” names nothing: %2"_s.arg(text, pattern.error));
        if (isOfTable(kind) && pattern.parts.size() < 2)
            throw core::Error(u"a %1 is named with its table: table.%1, not “%2”"_s.arg(objectKindName(*kind), text));
        if (!isOfTable(kind) && pattern.parts.size() > 2)
            throw core::Error(u"“%1” has more than a schema and a name; say --kind column, constraint or trigger for what belongs to a table"_s.arg(text));
        if (std::vector<ObjectRef> found = find(connection, pattern, kind); !found.empty())
            return found;
    }
    return {};
}

} // namespace quiver::script
