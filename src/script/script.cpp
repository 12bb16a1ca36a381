// SPDX-License-Identifier: GPL-3.0-or-later
#include "script/script.h"

#include "core/error.h"
#include "script/scriptreader.h"

#include <algorithm>
#include <optional>

namespace quiver::script {

using namespace Qt::StringLiterals;

namespace {

/// To its end the server's functions write all names with their schemas, and all statements see one state of the catalogues.
class QualifiedNames
{
public:
    explicit QualifiedNames(pg::Connection &connection) : m_connection(connection)
    {
        if (connection.transactionStatus() == pg::TransactionStatus::Idle)
            m_transaction.emplace(connection, "ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        else
            m_before = connection.exec("SELECT pg_catalog.current_setting('search_path'), pg_catalog.current_setting('lock_timeout')");
        // pg_temp last, or a temporary table could stand before a catalogue.
        set(u"pg_catalog, pg_temp"_s, u"10s"_s);
    }
    ~QualifiedNames()
    {
        if (!m_before || m_connection.transactionStatus() != pg::TransactionStatus::InTransaction)
            return; // the transaction's end takes the settings along
        try {
            set(m_before->text(0, 0), m_before->text(0, 1));
        } catch (const std::exception &) { // the connection is gone, and the settings with it
        }
    }
    QualifiedNames(const QualifiedNames &) = delete;
    QualifiedNames &operator=(const QualifiedNames &) = delete;

private:
    void set(const QString &path, const QString &timeout)
    {
        m_connection.exec({"SELECT pg_catalog.set_config('search_path', $1, true), pg_catalog.set_config('lock_timeout', $2, true)",
                           {pg::Param::text(path, pg::oid::Text), pg::Param::text(timeout, pg::oid::Text)}});
    }

    pg::Connection &m_connection;
    std::optional<pg::Transaction> m_transaction;
    std::optional<pg::Result> m_before;
};

// A table's partitions on all levels, itself among them.
constexpr auto treeSql = R"(
    WITH RECURSIVE tree (oid) AS (
        SELECT unnest($1)
        UNION
        SELECT i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition)
    SELECT oid FROM tree)";

constexpr auto ownedSequencesSql = R"(
    SELECT d.objid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY ($1) AND d.refobjsubid > 0
        AND d.deptype = 'a')";

// The users' own only: the server has some, extensions bring theirs.
constexpr auto triggerFunctionsSql = R"(
    SELECT DISTINCT t.tgfoid FROM pg_trigger t
    WHERE t.tgrelid = ANY ($1) AND NOT t.tgisinternal AND t.tgfoid >= 16384
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = t.tgfoid AND d.deptype = 'e'))";

// Everything of the schemas $1, with a letter for its kind. Members of extensions, of the system, and what belongs to
// another object are left out.
constexpr auto contentsSql = R"(
    WITH member AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
    SELECT 'relation', c.oid, c.relkind FROM pg_class c
    WHERE c.relnamespace = ANY ($1) AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND c.relpersistence <> 't'
        AND ('pg_class'::regclass, c.oid) NOT IN (SELECT * FROM member)
        AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND d.deptype = 'i'))
    UNION ALL
    SELECT 'function', p.oid, p.prokind FROM pg_proc p
    WHERE p.pronamespace = ANY ($1) AND ('pg_proc'::regclass, p.oid) NOT IN (SELECT * FROM member)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    UNION ALL
    SELECT 'type', t.oid, t.typtype FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typnamespace = ANY ($1) AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c' OR (t.typtype = 'b' AND t.typelem = 0))
        AND ('pg_type'::regclass, t.oid) NOT IN (SELECT * FROM member))";

constexpr auto schemasSql = R"(
    SELECT n.oid FROM pg_namespace n
    WHERE CASE WHEN $1 = '' THEN n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
        ELSE n.nspname = $1 END)";

// Those that the server has from the start (plpgsql) are everywhere.
constexpr auto extensionsSql = R"(
    SELECT e.oid FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.oid >= 16384 AND ($1 = '' OR n.nspname = $1))";

// What no part of the reader writes.
constexpr auto otherKindsSql = R"(
    SELECT kind, count(*) FROM (
        SELECT 'event trigger', 'pg_event_trigger'::regclass::oid, oid FROM pg_event_trigger
        UNION ALL SELECT 'publication', 'pg_publication'::regclass, oid FROM pg_publication
        UNION ALL SELECT 'foreign-data wrapper', 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'foreign server', 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
        UNION ALL SELECT 'cast', 'pg_cast'::regclass, oid FROM pg_cast
        UNION ALL SELECT 'operator', 'pg_operator'::regclass, oid FROM pg_operator
        UNION ALL SELECT 'operator class', 'pg_opclass'::regclass, oid FROM pg_opclass
        UNION ALL SELECT 'conversion', 'pg_conversion'::regclass, oid FROM pg_conversion
        UNION ALL SELECT 'collation', 'pg_collation'::regclass, oid FROM pg_collation
        UNION ALL SELECT 'text search configuration', 'pg_ts_config'::regclass, oid FROM pg_ts_config
        UNION ALL SELECT 'text search dictionary', 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
        UNION ALL SELECT 'text search parser', 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
        UNION ALL SELECT 'text search template', 'pg_ts_template'::regclass, oid FROM pg_ts_template
        UNION ALL SELECT 'language', 'pg_language'::regclass, oid FROM pg_language
        UNION ALL SELECT 'transform', 'pg_transform'::regclass, oid FROM pg_transform
        UNION ALL SELECT 'access method', 'pg_am'::regclass, oid FROM pg_am
        UNION ALL SELECT 'default privilege', 'pg_default_acl'::regclass, oid FROM pg_default_acl) x (kind, catalog, oid)
    WHERE x.oid >= 16384 AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = x.catalog AND d.objid = x.oid AND d.deptype IN ('e', 'i'))
    GROUP BY kind ORDER BY kind)";

Oids firstColumn(const pg::Result &result)
{
    Oids oids;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        oids.push_back(pg::Oid(result.integer(row, 0)));
    return oids;
}

void append(Oids &to, const Oids &more)
{
    std::set<pg::Oid> known(to.begin(), to.end());
    for (const pg::Oid oid : more) {
        if (known.insert(oid).second)
            to.push_back(oid);
    }
}

/// What is wanted, by the reader's functions.
struct Wanted {
    Oids schemas, extensions, types, functions, sequences, tables, views;
};

void readAll(ScriptReader &reader, Wanted wanted, bool withParts)
{
    reader.readSchemas(wanted.schemas);
    reader.readExtensions(wanted.extensions);
    reader.readTypes(wanted.types);
    reader.readFunctions(wanted.functions);
    reader.readSequences(wanted.sequences);
    reader.readTables(wanted.tables);
    reader.readViews(wanted.views);
    if (!withParts)
        return;
    Oids relations = wanted.tables;
    append(relations, wanted.views);
    reader.readIndexes(relations);
    reader.readStatistics(relations);
    reader.readTriggers(relations);
    reader.readRules(relations);
    reader.readPolicies(relations);
}

QString header(const std::vector<Piece> &pieces)
{
    const bool hasFunctions = std::ranges::any_of(pieces, [](const Piece &piece) { return piece.rank == Piece::Rank::Function; });
    // The body of a function may use what comes later.
    return hasFunctions ? u"SET check_function_bodies = false;\n\n"_s : QString();
}

QString joined(const std::vector<Piece> &pieces, const std::set<CatalogId> &dropped, bool drop)
{
    QString text = header(pieces);
    if (drop) {
        QString drops;
        for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
            // Of everything, what goes with something else needs no words of its own.
            const bool isAsked = dropped.empty() ? piece->part == Piece::Part::Itself || piece->rank == Piece::Rank::ForeignKey
                                                 : std::ranges::any_of(piece->objects, [&](const CatalogId &id) { return dropped.contains(id); });
            if (isAsked)
                drops += piece->drop;
        }
        if (!drops.isEmpty())
            text += drops + u'\n';
    }
    QString body;
    for (const Piece &piece : pieces) {
        if (!piece.create.isEmpty())
            body += (body.isEmpty() ? QString() : u"\n"_s) + piece.create;
    }
    return text + body;
}

CatalogId catalogIdOf(const ObjectRef &object)
{
    switch (object.kind) {
    case ObjectKind::Schema: return {catalogs::nameSpace, object.oid};
    case ObjectKind::Extension: return {catalogs::extension, object.oid};
    case ObjectKind::Type: return {catalogs::type, object.oid};
    case ObjectKind::Function: return {catalogs::procedure, object.oid};
    case ObjectKind::Constraint: return {catalogs::constraint, object.oid};
    case ObjectKind::Trigger: return {catalogs::trigger, object.oid};
    default: return {catalogs::relation, object.oid};
    }
}

Wanted sortedByKind(const std::vector<ObjectRef> &objects)
{
    Wanted wanted;
    for (const ObjectRef &object : objects) {
        switch (object.kind) {
        case ObjectKind::Schema: append(wanted.schemas, {object.oid}); break;
        case ObjectKind::Extension: append(wanted.extensions, {object.oid}); break;
        case ObjectKind::Type: append(wanted.types, {object.oid}); break;
        case ObjectKind::Function: append(wanted.functions, {object.oid}); break;
        case ObjectKind::Sequence: append(wanted.sequences, {object.oid}); break;
        case ObjectKind::Table: append(wanted.tables, {object.oid}); break;
        case ObjectKind::View:
        case ObjectKind::MaterializedView: append(wanted.views, {object.oid}); break;
        default: break;
        }
    }
    return wanted;
}

void readObjects(ScriptReader &reader, const std::vector<ObjectRef> &objects, bool withParts)
{
    Wanted wanted = sortedByKind(objects);
    if (withParts) {
        append(wanted.tables, firstColumn(reader.ask(treeSql, wanted.tables)));
        append(wanted.functions, firstColumn(reader.ask(triggerFunctionsSql, wanted.tables)));
        append(wanted.functions, firstColumn(reader.ask(triggerFunctionsSql, wanted.views)));
    }
    append(wanted.sequences, firstColumn(reader.ask(ownedSequencesSql, wanted.tables)));
    readAll(reader, wanted, withParts);
    for (const ObjectRef &object : objects) {
        if (object.kind == ObjectKind::Index)
            reader.readIndex(object.oid);
        else if (object.kind == ObjectKind::Constraint)
            reader.readConstraint(object.oid);
        else if (object.kind == ObjectKind::Trigger)
            reader.readTrigger(object.oid);
        else if (object.kind == ObjectKind::Column)
            reader.readColumn(object.oid, object.column);
    }
}

Wanted contentsOf(ScriptReader &reader, const Oids &schemas)
{
    Wanted wanted;
    wanted.schemas = schemas;
    const pg::Result contents = reader.ask(contentsSql, schemas);
    for (qint64 row = 0; row < contents.rowCount(); ++row) {
        RowCursor in(contents, row);
        const QString catalog = in.text();
        const pg::Oid oid = in.oid();
        const QString kind = in.text();
        Oids &list = catalog == "function"_L1 ? wanted.functions
            : catalog == "type"_L1            ? wanted.types
            : kind == "S"_L1                  ? wanted.sequences
            : kind == "v"_L1 || kind == "m"_L1 ? wanted.views
                                              : wanted.tables;
        list.push_back(oid);
    }
    return wanted;
}

/// Read once more where the first order had circles that can be broken.
template<typename Read>
std::vector<Piece> piecesOf(pg::Connection &connection, const ScriptOptions &options, const Read &read)
{
    ScriptReader reader(connection, options);
    read(reader);
    std::vector<Piece> pieces = reader.finish();
    if (reader.circles().empty())
        return pieces;
    ScriptReader again(connection, options, reader.circles());
    read(again);
    return again.finish();
}

} // namespace

QString scriptObjects(pg::Connection &connection, const std::vector<ObjectRef> &objects, const ScriptOptions &options)
{
    const QualifiedNames scope(connection);
    const std::vector<Piece> pieces = piecesOf(connection, options, [&](ScriptReader &reader) { readObjects(reader, objects, options.withParts); });
    std::set<CatalogId> asked, made;
    for (const Piece &piece : pieces)
        made.insert(piece.objects.begin(), piece.objects.end());
    for (const ObjectRef &object : objects) {
        const CatalogId id = catalogIdOf(object);
        asked.insert(id);
        if (!made.contains(id))
            throw core::Error(u"the %1 %2 is not there any more: it was dropped, or made anew"_s.arg(
                objectKindName(object.kind), object.name.isEmpty() ? u"with the OID %1"_s.arg(object.oid) : object.name));
    }
    return joined(pieces, asked, options.drop);
}

QString scriptObjects(pg::Connection &connection, const ObjectRef &object, const ScriptOptions &options)
{
    return scriptObjects(connection, std::vector<ObjectRef>{object}, options);
}

QString scriptAll(pg::Connection &connection, const QString &name, const ScriptOptions &options)
{
    const QualifiedNames scope(connection);
    const std::vector<pg::Param> named{pg::Param::text(name, pg::oid::Text)};
    const Oids schemas = firstColumn(connection.exec({schemasSql, named}));
    if (schemas.empty() && !name.isEmpty())
        throw core::Error(u"there is no schema %1 in this database"_s.arg(name));
    const Oids extensions = firstColumn(connection.exec({extensionsSql, named}));
    const std::vector<Piece> pieces = piecesOf(connection, options, [&](ScriptReader &reader) {
        Wanted wanted = contentsOf(reader, schemas);
        wanted.extensions = extensions;
        readAll(reader, wanted, true);
    });
    QString text = joined(pieces, {}, options.drop);
    if (!name.isEmpty())
        return text;
    const pg::Result others = connection.exec(otherKindsSql);
    for (qint64 row = 0; row < others.rowCount(); ++row)
        text += u"%1-- Not in this script, but in pg_dump's: %2 (%3)\n"_s.arg(row == 0 ? u"\n"_s : QString(), others.text(row, 0), others.text(row, 1));
    return text;
}

} // namespace quiver::script
