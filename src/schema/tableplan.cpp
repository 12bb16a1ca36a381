// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/tableplan.h"

#include "pg/connection.h"
#include "schema/extensionsetup.h"
#include "schema/tablesql.h"
#include "sql/names.h"

#include <QVersionNumber>

#include <algorithm>
#include <optional>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Partition = TablePartitioning::Kind;

constexpr auto placeSql = R"(
    SELECT n.oid IS NOT NULL, COALESCE(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
        pg_catalog.current_database(), current_user,
        pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('default_transaction_read_only')::pg_catalog.bool,
        e.extversion, x.nspname, COALESCE(pg_catalog.has_schema_privilege(x.oid, 'USAGE'), false),
        COALESCE((SELECT pg_catalog.pg_type_is_visible(t.oid) FROM pg_catalog.pg_type t
                  WHERE t.typname = 'vector' AND t.typnamespace = e.extnamespace), false)
    FROM (VALUES (1)) one (row)
    LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1
    LEFT JOIN pg_catalog.pg_extension e ON e.extname = 'vector'
    LEFT JOIN pg_catalog.pg_namespace x ON x.oid = e.extnamespace)";

// A table brings a type of its name, so that a type stands in its way as well.
constexpr auto takenSql = R"(
    SELECT c.relname, c.relkind FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::pg_catalog.text[])
    UNION ALL
    SELECT t.typname, 'T' FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = $1 AND t.typname = ANY ($2::pg_catalog.text[]) AND t.typrelid = 0 AND t.typelem = 0)";

constexpr auto functionsSql = R"(
    SELECT p.proname, p.prosrc, p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = $1 AND p.pronargs = 0 AND pg_catalog.starts_with(p.proname::pg_catalog.text, $2))";

constexpr auto configsSql = R"(
    SELECT n.nspname, c.cfgname, pg_catalog.pg_ts_config_is_visible(c.oid), c.oid = pg_catalog.get_current_ts_config()
    FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
    ORDER BY 3 DESC, c.cfgname, n.nspname)";

pg::Param textArray(const QStringList &texts)
{
    QStringList quoted;
    for (QString text : texts)
        quoted << u'"' + text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
    return pg::Param::text(u'{' + quoted.join(u',') + u'}');
}

QString kindWord(const QString &relkind)
{
    switch (relkind.isEmpty() ? u'r' : relkind.front().unicode()) {
    case u'v': return u"view"_s;
    case u'm': return u"materialized view"_s;
    case u'f': return u"foreign table"_s;
    case u'S': return u"sequence"_s;
    case u'i':
    case u'I': return u"index"_s;
    case u'T': return u"type"_s;
    case u'c': return u"composite type"_s;
    default: return u"table"_s;
    }
}

class TablePlanner
{
public:
    TablePlanner(pg::Connection &connection, const TableDesign &design)
        : m_connection(connection),
          m_quote(connection),
          m_design(design)
    {
    }

    TablePlan run()
    {
        m_plan.problems = problemsOf(m_design);
        if (!m_plan.isPossible())
            return std::move(m_plan);
        readPlace();
        planExtension();
        checkNames();
        chooseLanguage();
        if (m_plan.isPossible()) {
            m_sql.emplace(m_quote, m_design, m_typePrefix, m_language);
            checkBounds();
        }
        if (m_plan.isPossible())
            addSteps();
        if (!m_plan.isPossible())
            m_plan.change = {};
        return std::move(m_plan);
    }

private:
    using Advice = DesignProblem::Advice;
    void refuse(const QString &field, const QString &reason, Advice advice = Advice::None)
    {
        m_plan.problems.push_back({field, reason, false, advice});
    }

    void readPlace()
    {
        const pg::Result place = m_connection.exec({placeSql, {pg::Param::text(m_design.schema)}});
        m_schemaExists = place.boolean(0, 0);
        const QString database = place.text(0, 3), user = place.text(0, 4);
        if (place.boolean(0, 5))
            return refuse(u"server"_s, u"The server is a standby: nothing can be created on it. Connect to the primary."_s);
        if (place.boolean(0, 6))
            return refuse(u"server"_s, u"This connection is read-only. Use one that may write."_s);
        if (!m_schemaExists && !place.boolean(0, 2))
            refuse(u"schema"_s, u"There is no schema “%1”, and “%2” may not create one in the database “%3”. Choose a schema that exists."_s
                                    .arg(m_design.schema, user, database));
        if (m_schemaExists && !place.boolean(0, 1))
            refuse(u"schema"_s, u"“%1” may not create anything in the schema “%2”. Its owner can grant CREATE on it, or choose another schema."_s
                                    .arg(user, m_design.schema));
        m_extensionVersion = place.text(0, 7);
        m_extensionSchema = place.text(0, 8);
        m_typePrefix = place.boolean(0, 10) ? QString() : m_quote.name(m_extensionSchema) + u'.';
        if (!m_extensionVersion.isEmpty() && !place.boolean(0, 9))
            refuse(u"extension"_s, u"pgvector lives in the schema “%1”, which “%2” may not use. Its owner can grant USAGE on it."_s.arg(
                                       m_extensionSchema, user));
    }

    void planExtension()
    {
        if (!m_plan.isPossible())
            return;
        if (m_extensionVersion.isEmpty()) {
            const ExtensionState state = extensionState(m_connection);
            if (const auto refusal = refusalOf(state, ExtensionRequest::Action::Create))
                return refuse(u"extension"_s, refusal->what + u' ' + refusal->next, Advice::SetUpExtension);
            m_extensionVersion = state.pgvector.available;
            const QString home = extensionHome(m_connection);
            m_extensionSchema = home.isEmpty() ? m_design.schema : home;
            m_typePrefix = home.isEmpty() ? m_quote.name(m_extensionSchema) + u'.' : QString();
            m_extensionStep = createExtensionStep(m_connection, state, m_extensionSchema);
            m_plan.notes << u"pgvector is not in this database yet, so the extension is created first, in the schema “%1”."_s.arg(m_extensionSchema);
        }
        const QVersionNumber version = QVersionNumber::fromString(m_extensionVersion);
        for (std::size_t i = 0; i < m_design.embeddings.size(); ++i) {
            const catalog::VectorKind kind = m_design.embeddings[i].type.kind;
            const QString since = kind == catalog::VectorKind::Bit ? QString() : typeSince(kind);
            if (!since.isEmpty() && version < QVersionNumber::fromString(since))
                refuse(u"embeddings[%1].type"_s.arg(i), u"%1 came with pgvector %2, and this database has %3. Update the extension, or take vector."_s
                                                            .arg(catalog::typeName(kind), since, m_extensionVersion), Advice::SetUpExtension);
        }
        if (!m_typePrefix.isEmpty())
            m_plan.notes << u"pgvector lives in the schema “%1”, which is not on the search path: its types are named with the schema here, and its "
                            "operators have to be in your searches."_s.arg(m_extensionSchema);
    }

    QStringList wantedIndexes() const
    {
        QStringList names;
        const auto add = [&](const QString &column) { names << sql::freeName(sql::madeName(m_design.name, column, u"idx"_s), names); };
        if (m_design.metadata.wanted && m_design.metadata.gin)
            add(m_design.metadata.name);
        if (m_design.metadata.wanted) {
            for (const QString &key : m_design.metadata.keys)
                add(m_design.metadata.name + u'_' + key);
        }
        if (m_design.fullText.wanted)
            add(m_design.fullText.name);
        return names;
    }

    // Tables keep the names that were asked for; an index whose name is taken gets another one.
    void checkNames()
    {
        if (!m_plan.isPossible() || !m_schemaExists)
            return;
        const QStringList partitions = partitionNames(m_design);
        QStringList wanted = partitions + wantedIndexes();
        for (const QString &index : wantedIndexes()) {
            for (int number = 1; number < 10; ++number)
                wanted << sql::freeName(index, wanted);
        }
        const pg::Result found = m_connection.exec({takenSql, {pg::Param::text(m_design.schema), textArray(wanted << m_design.name)}});
        for (qint64 row = 0; row < found.rowCount(); ++row) {
            const QString name = found.text(row, 0), kind = kindWord(found.text(row, 1));
            if (name == m_design.name)
                refuse(u"name"_s, u"There is already a %1 “%2” in the schema “%3”. Choose another name%4."_s.arg(
                                      kind, name, m_design.schema, kind == "table"_L1 ? u", or add a vector column to it"_s : QString()),
                       kind == "table"_L1 ? Advice::AddColumnInstead : Advice::None);
            else if (partitions.contains(name))
                refuse(u"partitioning.partitions"_s, u"There is already a %1 “%2” in the schema “%3”, so no partition can have that name."_s.arg(
                                                         kind, name, m_design.schema));
            m_taken << name;
        }
    }

    void chooseLanguage()
    {
        const FullTextColumn &wanted = m_design.fullText;
        if (!m_plan.isPossible() || !wanted.wanted)
            return;
        const std::vector<TextSearchConfig> configs = textSearchConfigs(m_connection);
        const auto found = std::ranges::find_if(configs, [&](const TextSearchConfig &config) {
            return config.name == wanted.language && (wanted.languageSchema.isEmpty() ? config.isVisible : config.schema == wanted.languageSchema);
        });
        if (found == configs.end()) {
            QStringList names;
            for (const TextSearchConfig &config : configs)
                names << (config.isVisible ? config.name : config.schema + u'.' + config.name);
            return refuse(u"fullText.language"_s, u"The server has no text search configuration “%1”. It has: %2."_s.arg(wanted.language, names.join(u", "_s)));
        }
        m_language = found->schema == "pg_catalog"_L1 ? m_quote.name(found->name) : m_quote.qualified(found->schema, found->name);
    }

    // Whether the server reads the bounds as values of their type, and whether ranges keep apart.
    void checkBounds()
    {
        const TablePartitioning &by = m_design.partitioning;
        if (by.kind != Partition::List && by.kind != Partition::Range)
            return;
        QStringList rows;
        for (std::size_t i = 0; i < by.partitions.size(); ++i) {
            const TablePartition &partition = by.partitions[i];
            const QString field = u"partitioning.partitions[%1].%2"_s.arg(i).arg(by.kind == Partition::List ? u"values"_s : u"from"_s);
            const QStringList values = by.kind == Partition::List ? partition.values : QStringList{partition.from, partition.to};
            for (const QString &value : values)
                checkValue(field, value);
            rows << u"(%1, %2, %3)"_s.arg(i).arg(typed(partition.from), typed(partition.to));
        }
        if (by.kind == Partition::Range && !rows.isEmpty() && m_plan.isPossible())
            checkOverlap(rows);
    }
    QString typed(const QString &value) const { return m_sql->bound(value, u"NULL"_s) + u"::"_s + m_sql->partitionType(); }
    void checkValue(const QString &field, const QString &value)
    {
        try {
            m_connection.exec(u"SELECT "_s + typed(value));
        } catch (const pg::Error &error) {
            if (error.kind() != pg::Error::Kind::Server || !error.sqlState().startsWith("22"_L1))
                throw;
            refuse(field, u"“%1” is no value of the type %2: %3"_s.arg(value, m_sql->partitionType(), error.message()));
        }
    }
    void checkOverlap(const QStringList &rows)
    {
        const pg::Result found = m_connection.exec(
            u"WITH p (i, lo, hi) AS (VALUES %1) SELECT a.i, b.i FROM p a JOIN p b ON a.i <= b.i AND (a.i = b.i AND NOT a.lo < a.hi OR a.i < b.i "
            "AND (a.lo IS NULL OR b.hi IS NULL OR a.lo < b.hi) AND (b.lo IS NULL OR a.hi IS NULL OR b.lo < a.hi)) ORDER BY 2, 1"_s.arg(rows.join(u", "_s)));
        for (qint64 row = 0; row < found.rowCount(); ++row) {
            const auto one = std::size_t(found.integer(row, 0)), other = std::size_t(found.integer(row, 1));
            const QString field = u"partitioning.partitions[%1].from"_s.arg(other);
            if (one == other)
                refuse(field, u"The range ends before it begins."_s);
            else
                refuse(field, u"The range overlaps that of partition %1."_s.arg(one + 1));
        }
    }

    sql::ChangeStep &add(const QString &title, const QString &statement, const QString &isDone)
    {
        sql::ChangeStep step;
        step.title = title;
        step.sql = statement;
        step.isDone = isDone;
        step.undoNote = u"goes with the table"_s;
        step.estimate = {0, 0.1, {}};
        return m_plan.change.steps.emplace_back(std::move(step));
    }

    void addSteps()
    {
        m_plan.change.title = u"New vector table %1"_s.arg(m_sql->table());
        m_plan.change.object = m_sql->table();
        if (!m_schemaExists)
            m_plan.change.steps.push_back(sql::createSchemaStep(m_quote, m_design.schema));
        if (m_extensionStep) {
            m_extensionStep->undo.clear();
            m_extensionStep->undoNote = u"stays: other tables may come to use it. DROP EXTENSION vector removes it"_s;
            m_plan.change.steps.push_back(*m_extensionStep);
        }
        // Before the table, so that it is undone after it.
        const QString touch = m_design.timestamps.wanted ? addTouchFunction() : QString();
        addTable();
        if (!touch.isEmpty())
            add(u"Set %1 at every update"_s.arg(m_quote.name(m_design.timestamps.updated)), m_sql->createTrigger(touch), m_sql->triggerIsThere(touch));
        addIndexes();
        addComments();
        addNotes();
    }

    void addTable()
    {
        sql::ChangeStep &table = add(u"Create the table %1"_s.arg(m_sql->table()), m_sql->createTable(), m_sql->tableIsThere());
        table.estimate.basis = u"it is new and empty"_s;
        table.undo = u"DROP TABLE %1"_s.arg(m_sql->table());
        table.undoNote = u"the rows that it has by then go with it"_s;
        for (const EmbeddingColumn &column : m_design.embeddings) {
            if (column.storage != catalog::ColumnStorage::Default)
                add(u"Keep %1 in %2 storage"_s.arg(m_quote.name(column.name), catalog::storageName(column.storage)), m_sql->setStorage(column),
                    m_sql->storageIsSet(column));
        }
        const QStringList partitions = partitionNames(m_design);
        for (qsizetype i = 0; i < partitions.size(); ++i)
            add(u"Create the partition %1"_s.arg(m_sql->qualified(partitions[i])), m_sql->createPartition(std::size_t(i), partitions[i]),
                m_sql->relationIsThere(partitions[i]));
    }

    // One function serves all tables of a schema whose column has that name; one that does something else is left alone.
    QString addTouchFunction()
    {
        const QString base = sql::madeName(u"touch"_s, m_design.timestamps.updated, {});
        const pg::Result found = m_connection.exec({functionsSql, {pg::Param::text(m_design.schema), pg::Param::text(base.left(8))}});
        QStringList foreign;
        for (qint64 row = 0; row < found.rowCount(); ++row) {
            const QString name = found.text(row, 0);
            if (found.text(row, 1) != m_sql->touchBody() || !found.boolean(row, 2)) {
                foreign << name;
                continue;
            }
            m_plan.notes << u"The trigger uses the function %1, which this schema has already."_s.arg(m_sql->qualified(name));
            return name;
        }
        const QString name = sql::freeName(base, foreign);
        sql::ChangeStep &step = add(u"Create the function %1 for all tables of the schema"_s.arg(m_sql->qualified(name)),
                                    m_sql->createTouchFunction(name), m_sql->functionIsThere(name));
        step.undo = m_sql->dropTouchFunction(name);
        step.undoNote = u"stays where another table has come to use it"_s;
        return name;
    }

    void addIndexes()
    {
        QStringList taken = m_taken;
        const auto next = [&](const QString &column) {
            const QString name = sql::freeName(sql::madeName(m_design.name, column, u"idx"_s), taken);
            taken << name;
            return name;
        };
        const MetadataColumn &metadata = m_design.metadata;
        if (metadata.wanted && metadata.gin) {
            const QString name = next(metadata.name);
            add(u"Index %1 for containment (@>)"_s.arg(m_quote.name(metadata.name)), m_sql->createGin(name, metadata.name, u"jsonb_path_ops"_s),
                m_sql->relationIsThere(name));
        }
        for (const QString &key : metadata.wanted ? metadata.keys : QStringList()) {
            const QString name = next(metadata.name + u'_' + key);
            add(u"Index the key %1 of %2"_s.arg(m_quote.literal(key), m_quote.name(metadata.name)), m_sql->createKeyIndex(name, key),
                m_sql->relationIsThere(name));
        }
        if (m_design.fullText.wanted) {
            const QString name = next(m_design.fullText.name);
            add(u"Index %1 for full-text search"_s.arg(m_quote.name(m_design.fullText.name)), m_sql->createGin(name, m_design.fullText.name),
                m_sql->relationIsThere(name));
        }
    }

    void addComments()
    {
        if (!m_design.comment.isEmpty())
            add(u"Comment on the table"_s, m_sql->commentOnTable(), m_sql->tableHasComment());
        for (const EmbeddingColumn &column : m_design.embeddings) {
            if (!column.model.simplified().isEmpty() || !column.comment.isEmpty())
                add(u"Comment on the column %1"_s.arg(m_quote.name(column.name)), m_sql->commentOnColumn(column), m_sql->columnHasComment(column));
        }
    }

    void addNotes()
    {
        const QStringList key = primaryKey(m_design);
        if (key.size() > 1)
            m_plan.notes << u"The primary key is (%1): on a partitioned table it has to contain the column that rows are divided by. So “%2” alone is not "
                            "held unique by the server."_s.arg(key.join(u", "_s), m_design.key.name);
        m_plan.notes << u"Load the rows first and build the index for nearest neighbours afterwards: that is many times faster, and an IVFFlat index "
                        "needs rows to learn from."_s;
    }

    pg::Connection &m_connection;
    const sql::Quoter m_quote;
    const TableDesign &m_design;
    TablePlan m_plan;
    std::optional<TableSql> m_sql;
    std::optional<sql::ChangeStep> m_extensionStep;
    bool m_schemaExists = false;
    QString m_extensionVersion, m_extensionSchema;
    QString m_typePrefix, m_language;
    QStringList m_taken;
};

} // namespace

TablePlan planTable(pg::Connection &connection, const TableDesign &design)
{
    return TablePlanner(connection, design).run();
}

std::vector<TextSearchConfig> textSearchConfigs(pg::Connection &connection)
{
    const pg::Result result = connection.exec(configsSql);
    std::vector<TextSearchConfig> configs;
    for (qint64 row = 0; row < result.rowCount(); ++row)
        configs.push_back({result.text(row, 0), result.text(row, 1), result.boolean(row, 2), result.boolean(row, 3)});
    return configs;
}

} // namespace quiver::schema
