// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/typeregistry.h"

#include "pg/codecbuiltin.h"
#include "pg/codeczone.h"
#include "pg/connection.h"

#include <mutex>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

// The types asked for, with what they are made of (elements, the base types of domains), and pgvector's own. A type counts
// as pgvector's only when it is a member of the extension: anybody may create a type called "vector".
constexpr char lookUp[] = R"(
WITH RECURSIVE member AS (
    SELECT d.objid AS oid, e.extname
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
      AND d.deptype = 'e' AND e.extname IN ('vector', 'citext')
), wanted AS (
    SELECT u.oid FROM pg_catalog.unnest($1) AS u(oid)
    UNION
    SELECT m.oid FROM member m WHERE m.extname = 'vector'
    UNION
    SELECT part.oid
    FROM wanted w
    JOIN pg_catalog.pg_type t ON t.oid = w.oid
    CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype)) AS part(oid)
    WHERE part.oid <> 0
)
SELECT t.oid, pg_catalog.format_type(t.oid, NULL), t.typname, t.typtype, t.typbasetype,
       coalesce(element.oid, 0), t.typdelim, coalesce(m.extname, '')
FROM wanted w
JOIN pg_catalog.pg_type t ON t.oid = w.oid
LEFT JOIN pg_catalog.pg_type element ON element.typarray = t.oid
LEFT JOIN member m ON m.oid = t.oid
)";

enum LookUpColumn {
    OidColumn,
    FormattedColumn,
    NameColumn,
    TypeColumn,
    BaseColumn,
    ElementColumn,
    DelimiterColumn,
    ExtensionColumn
};

constexpr Oid oidArray = 1028;

TypeKind kindOf(const QString &extension, const QString &name, const QString &type)
{
    if (extension == "vector"_L1) {
        if (name == "vector"_L1)
            return TypeKind::Vector;
        if (name == "halfvec"_L1)
            return TypeKind::Halfvec;
        if (name == "sparsevec"_L1)
            return TypeKind::Sparsevec;
    }
    if (type == "e"_L1 || (extension == "citext"_L1 && name == "citext"_L1))
        return TypeKind::Text;
    return TypeKind::Unknown;
}

/// Domains take over what their base type is.
void settleDomains(std::unordered_map<Oid, Type> &types, const std::unordered_map<Oid, Oid> &bases)
{
    for (const auto &[domain, base] : bases) {
        Oid at = base;
        for (auto next = bases.find(at); next != bases.end(); next = bases.find(at))
            at = next->second;
        const auto found = types.find(at);
        if (found == types.end())
            continue;
        Type &type = types[domain];
        type.kind = found->second.kind;
        type.element = found->second.element;
    }
}

} // namespace

TypeRegistry::TypeRegistry()
{
    for (const codec::BuiltinType &builtin : codec::builtinTypes()) {
        const QString name = QString::fromLatin1(builtin.name);
        m_types.emplace(builtin.oid, Type{builtin.oid, name, builtin.kind, 0, ','});
        if (builtin.array)
            m_types.emplace(builtin.array,
                            Type{builtin.array, name + u"[]"_s, TypeKind::Array, builtin.oid, ','});
    }
}

TypeRegistry::~TypeRegistry() = default;

Type TypeRegistry::type(Oid oid) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_types.find(oid);
    return found == m_types.end() ? Type{oid, {}, TypeKind::Unknown, 0, ','} : found->second;
}

TypeShape TypeRegistry::shape(Oid oid) const
{
    if (const TypeShape builtin = codec::builtinShape(oid); builtin.kind != TypeKind::Unknown)
        return builtin;
    const std::shared_lock lock(m_mutex);
    const auto found = m_types.find(oid);
    if (found == m_types.end())
        return {};
    return {found->second.kind, found->second.element, found->second.delimiter};
}

void TypeRegistry::resolve(Connection &connection, const std::vector<Oid> &oids)
{
    std::vector<Oid> unknown;
    {
        const std::shared_lock lock(m_mutex);
        for (const Oid oid : oids) {
            if (oid != 0 && !m_types.contains(oid))
                unknown.push_back(oid);
        }
    }
    if (!unknown.empty())
        ask(connection, unknown);
}

void TypeRegistry::resolveVectorTypes(Connection &connection)
{
    {
        const std::unique_lock lock(m_mutex);
        m_vectorTypes.clear();
    }
    ask(connection, {});
}

void TypeRegistry::ask(Connection &connection, const std::vector<Oid> &oids)
{
    QStringList list;
    for (const Oid oid : oids)
        list.append(QString::number(oid));
    const Result result =
        connection.exec(Query(lookUp, {Param::text(u'{' + list.join(u',') + u'}', oidArray)}));

    const std::unique_lock lock(m_mutex);
    std::unordered_map<Oid, Oid> bases;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const Oid oid = Oid(result.integer(row, OidColumn));
        if (codec::builtinShape(oid).kind != TypeKind::Unknown)
            continue;
        Type type;
        type.oid = oid;
        type.name = result.text(row, FormattedColumn);
        type.element = Oid(result.integer(row, ElementColumn));
        const QString delimiter = result.text(row, DelimiterColumn);
        type.delimiter = delimiter.isEmpty() ? ',' : delimiter.front().toLatin1();
        type.kind = type.element ? TypeKind::Array
                                 : kindOf(result.text(row, ExtensionColumn), result.text(row, NameColumn),
                                          result.text(row, TypeColumn));
        if (const Oid base = Oid(result.integer(row, BaseColumn)))
            bases.emplace(oid, base);
        if (type.kind == TypeKind::Vector || type.kind == TypeKind::Halfvec
            || type.kind == TypeKind::Sparsevec)
            m_vectorTypes[type.kind] = oid;
        m_types.insert_or_assign(oid, std::move(type));
    }
    settleDomains(m_types, bases);
}

bool TypeRegistry::isDecodable(Oid oid, const QByteArray &timeZone) const
{
    const TypeShape type = shape(oid);
    switch (type.kind) {
    case TypeKind::Unknown: return false;
    case TypeKind::Array: return type.element != oid && isDecodable(type.element, timeZone);
    case TypeKind::Timestamptz: return zone(timeZone) != nullptr;
    default: return true;
    }
}

bool TypeRegistry::hasBinaryCodec(Oid oid, const QByteArray &timeZone) const
{
    return isDecodable(oid, timeZone);
}

std::optional<Oid> TypeRegistry::byKind(TypeKind kind) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_vectorTypes.find(kind);
    return found == m_vectorTypes.end() ? std::nullopt : std::optional(found->second);
}

std::shared_ptr<const codec::ZoneTable> TypeRegistry::zone(const QByteArray &name) const
{
    const std::string key = name.toStdString();
    {
        const std::shared_lock lock(m_mutex);
        if (const auto found = m_zones.find(key); found != m_zones.end())
            return found->second;
    }
    auto table = codec::ZoneTable::find(name); // may take milliseconds: not under the lock
    const std::unique_lock lock(m_mutex);
    return m_zones.emplace(key, std::move(table)).first->second;
}

} // namespace quiver::pg
