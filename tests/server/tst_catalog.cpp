// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue of a real server: kinds, vectors, indexes, names that nobody should use, and locks that nobody should wait for.
#include "catalog/catalog.h"
#include "sql/identifier.h"
#include "support/testcluster.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;

namespace {

const QString weird = u"we\"ird; --"_s;
const QString chinese = u"表🦆"_s;

template<typename T>
const T *find(const std::vector<T> &list, const QString &name)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const T &item) { return item.name == name; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

class CatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void describesTheServer();
    void findsPgvectorOutsideOfPublic();
    void knowsWhenPgvectorIsMissing();
    void listsDatabases();
    void listsSchemas();
    void listsRelationsOfAllKinds();
    void addsUpPartitions();
    void describesColumns();
    void describesVectorColumns();
    void describesIndexes();
    void survivesWeirdNames();
    void doesNotWaitForExclusiveLocks();
    void listsExtensions();
    void completes();
    void saysThatCompletionWasCut();
    void listsTablesToChooseFrom();
    void searchesForNames();
    void quotesAsTheServerDoes();

private:
    // Blocks; a catalogue function that waits for a lock would end by statement_timeout.
    template<typename Work>
    auto ask(Work work, const QString &database = u"test"_s)
    {
        const auto session = m_services.session(withTimeout(database));
        return session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &) { return work(connection); }).future.result();
    }
    pg::ConnectOptions withTimeout(const QString &database) const
    {
        pg::ConnectOptions options = m_cluster->options(database);
        options.settings.append({u"statement_timeout"_s, u"10s"_s});
        return options;
    }
    pg::Oid schemaOid(const QString &name)
    {
        const auto list = ask([](pg::Connection &c) { return schemas(c); });
        const Schema *schema = find(list, name);
        return schema ? schema->oid : 0;
    }
    std::vector<Relation> relationsOf(const QString &schema)
    {
        return ask([oid = schemaOid(schema)](pg::Connection &c) { return relations(c, oid); });
    }
    pg::Oid relationOid(const QString &schema, const QString &name)
    {
        const auto list = relationsOf(schema);
        const Relation *relation = find(list, name);
        return relation ? relation->oid : 0;
    }
    std::vector<Column> columnsOf(const QString &schema, const QString &table)
    {
        return ask([oid = relationOid(schema, table)](pg::Connection &c) { return columns(c, oid); });
    }
    std::vector<Index> indexesOf(const QString &schema, const QString &table)
    {
        return ask([oid = relationOid(schema, table)](pg::Connection &c) { return indexes(c, oid); });
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
};

void CatalogTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(QStringLiteral(R"(
        CREATE SCHEMA shop;
        COMMENT ON SCHEMA shop IS 'wares';
        CREATE TABLE shop.items (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            code text NOT NULL DEFAULT 'none',
            twice text GENERATED ALWAYS AS (code || code) STORED,
            gone int,
            embedding vector(3),
            half halfvec(4),
            sparse sparsevec(5),
            loose vector,
            bits bit(8),
            flags bit(3));
        ALTER TABLE shop.items DROP COLUMN gone;
        ALTER TABLE shop.items ALTER COLUMN half SET STORAGE PLAIN;
        COMMENT ON TABLE shop.items IS 'all of them';
        COMMENT ON COLUMN shop.items.code IS 'of the maker';
        INSERT INTO shop.items (code, embedding) SELECT 'same', ARRAY[i, 1, 1]::vector FROM generate_series(1, 100) i;
        CREATE INDEX items_hnsw ON shop.items USING hnsw (embedding vector_cosine_ops) WITH (m = 8);
        CREATE INDEX items_expression ON shop.items USING hnsw ((half::halfvec(4)) halfvec_l2_ops) WHERE code <> 'x';
        CREATE INDEX items_bits ON shop.items USING hnsw (bits bit_hamming_ops);
        CREATE UNIQUE INDEX items_code ON shop.items (lower(code), id DESC);
        CREATE VIEW shop.v AS SELECT id, embedding FROM shop.items;
        CREATE MATERIALIZED VIEW shop.m AS SELECT id FROM shop.items;
        CREATE SEQUENCE shop.s;
        CREATE FOREIGN DATA WRAPPER w;
        CREATE SERVER far FOREIGN DATA WRAPPER w;
        CREATE FOREIGN TABLE shop.f (a int) SERVER far;
        CREATE TABLE shop.parts (id int, v vector(3)) PARTITION BY RANGE (id);
        CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (10);
        CREATE TABLE shop.parts_2 PARTITION OF shop.parts FOR VALUES FROM (10) TO (100);
        INSERT INTO shop.parts SELECT i, '[1,2,3]' FROM generate_series(0, 49) i;
        CREATE SCHEMA tree;
        CREATE TABLE tree.t (id int, v vector(3)) PARTITION BY RANGE (id);
        CREATE TABLE tree.a PARTITION OF tree.t FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (id);
        CREATE TABLE tree.a_1 PARTITION OF tree.a FOR VALUES FROM (0) TO (50);
        CREATE TABLE tree.a_2 PARTITION OF tree.a FOR VALUES FROM (50) TO (100);
        INSERT INTO tree.t SELECT i, '[1,2,3]' FROM generate_series(0, 99) i;
        CREATE INDEX t_v ON tree.t USING hnsw (v vector_l2_ops);
        CREATE FUNCTION shop.price(item int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE DOMAIN shop.unit_vector AS vector(7);
        CREATE TABLE shop.domains (u shop.unit_vector);
        CREATE TABLE shop.never (a int);
        ANALYZE shop.items, shop.parts;
        CREATE SCHEMA "we""ird; --";
        CREATE TABLE "we""ird; --"."表🦆" ("col""; DROP TABLE x; --" vector(2), "100%_a" int);
        CREATE INDEX "idx ""🦆, {a}" ON "we""ird; --"."表🦆" USING ivfflat ("col""; DROP TABLE x; --" vector_l2_ops) WITH (lists = 1);
    )"));
    m_cluster->psql(u"CREATE DATABASE bare"_s);
    m_cluster->psql(u"CREATE DATABASE elsewhere"_s);
    m_cluster->psql(QStringLiteral(R"(CREATE SCHEMA "My Types"; CREATE EXTENSION vector SCHEMA "My Types";
        CREATE TABLE t (v "My Types".vector(3));
        CREATE TYPE vector AS (not_a_vector int); CREATE TABLE fake (v public.vector);
        CREATE INDEX t_v ON t USING hnsw (v "My Types".vector_l2_ops);)"), u"elsewhere"_s);
}

void CatalogTest::cleanupTestCase()
{
    m_cluster.reset();
}

void CatalogTest::describesTheServer()
{
    const ServerInfo info = ask([](pg::Connection &c) { return serverInfo(c); });
    QVERIFY(info.version >= 130000);
    QVERIFY(info.versionText.startsWith(QString::number(info.version / 10000)));
    QCOMPARE(info.database, u"test"_s);
    QCOMPARE(info.databaseEncoding, u"UTF8"_s);
    QCOMPARE(info.user, u"tester"_s);
    QVERIFY(info.superuser);
    QVERIFY(!info.inRecovery);
    QVERIFY(!info.readOnly);
    QCOMPARE(info.pgvector, ServerInfo::Pgvector::Installed);
    QVERIFY(!info.pgvectorVersion.isEmpty());
    QVERIFY(!info.pgvectorSchema.isEmpty());
}

void CatalogTest::findsPgvectorOutsideOfPublic()
{
    const ServerInfo info = ask([](pg::Connection &c) { return serverInfo(c); }, u"elsewhere"_s);
    QCOMPARE(info.pgvectorSchema, u"My Types"_s);
    const auto list = ask([](pg::Connection &c) {
        for (const Schema &schema : schemas(c)) {
            if (schema.name == "public"_L1)
                return relations(c, schema.oid);
        }
        return std::vector<Relation>();
    }, u"elsewhere"_s);
    QVERIFY(find(list, u"t"_s) && find(list, u"fake"_s));
    QCOMPARE(find(list, u"t"_s)->vectorColumns, 1);
    QCOMPARE(find(list, u"fake"_s)->vectorColumns, 0); // a type of that name is not the extension's
    const auto t = ask([oid = find(list, u"t"_s)->oid](pg::Connection &c) { return columns(c, oid); }, u"elsewhere"_s);
    QCOMPARE(t.at(0).vectorKind, VectorKind::Vector);
    QCOMPARE(t.at(0).dimensions, 3);
    QCOMPARE(t.at(0).annIndexes, QStringList(u"t_v"_s));
}

void CatalogTest::knowsWhenPgvectorIsMissing()
{
    const ServerInfo info = ask([](pg::Connection &c) { return serverInfo(c); }, u"bare"_s);
    QCOMPARE(info.pgvector, ServerInfo::Pgvector::Available);
    QVERIFY(info.pgvectorVersion.isEmpty());
    QVERIFY(!info.pgvectorAvailable.isEmpty());
}

void CatalogTest::listsDatabases()
{
    const auto list = ask([](pg::Connection &c) { return databases(c); });
    const Database *test = find(list, u"test"_s);
    QVERIFY(test);
    QVERIFY(test->canConnect);
    QVERIFY(test->bytes > 1'000'000);
    QCOMPARE(test->encoding, u"UTF8"_s);
    QVERIFY(find(list, u"elsewhere"_s));
    QVERIFY(!find(list, u"template1"_s));
}

void CatalogTest::listsSchemas()
{
    const auto list = ask([](pg::Connection &c) { return schemas(c); });
    const Schema *shop = find(list, u"shop"_s);
    QVERIFY(shop);
    QCOMPARE(shop->comment, u"wares"_s);
    QVERIFY(!shop->isSystem);
    QCOMPARE(shop->functions, 1);
    QVERIFY(find(list, weird));
    QVERIFY(find(list, u"pg_catalog"_s)->isSystem);
    QCOMPARE(list.back().name, u"information_schema"_s);
    QVERIFY(!find(list, u"pg_toast"_s));
}

void CatalogTest::listsRelationsOfAllKinds()
{
    const auto list = relationsOf(u"shop"_s);
    const auto kind = [&](const QString &name) { return find(list, name) ? int(find(list, name)->kind) : -1; };
    QCOMPARE(kind(u"items"_s), int(Relation::Kind::Table));
    QCOMPARE(kind(u"parts"_s), int(Relation::Kind::PartitionedTable));
    QCOMPARE(kind(u"v"_s), int(Relation::Kind::View));
    QCOMPARE(kind(u"m"_s), int(Relation::Kind::MaterializedView));
    QCOMPARE(kind(u"f"_s), int(Relation::Kind::ForeignTable));
    QCOMPARE(kind(u"s"_s), int(Relation::Kind::Sequence));
    QVERIFY(!find(list, u"items_hnsw"_s));

    const Relation *items = find(list, u"items"_s);
    QCOMPARE(items->comment, u"all of them"_s);
    QCOMPARE(items->estimatedRows, 100);
    QVERIFY(items->bytes > 8192);
    QCOMPARE(items->vectorColumns, 4);
    QCOMPARE(items->indexes, 5);
    QCOMPARE(find(list, u"v"_s)->vectorColumns, 1);
    QCOMPARE(find(list, u"v"_s)->bytes, -1);
    QCOMPARE(find(list, u"domains"_s)->vectorColumns, 1);
    QCOMPARE(find(list, u"never"_s)->estimatedRows, -1);
}

void CatalogTest::addsUpPartitions()
{
    const auto list = relationsOf(u"shop"_s);
    QCOMPARE(find(list, u"parts"_s)->estimatedRows, 50);
    QCOMPARE(find(list, u"parts"_s)->bytes, find(list, u"parts_1"_s)->bytes + find(list, u"parts_2"_s)->bytes);
    QVERIFY(find(list, u"parts_1"_s)->isPartition);
    QVERIFY(!find(list, u"parts"_s)->isPartition);
}

void CatalogTest::describesColumns()
{
    const auto list = columnsOf(u"shop"_s, u"items"_s);
    QStringList names;
    for (const Column &column : list)
        names << column.name;
    QCOMPARE(names, QStringList({u"id"_s, u"code"_s, u"twice"_s, u"embedding"_s, u"half"_s, u"sparse"_s, u"loose"_s, u"bits"_s,
                                 u"flags"_s}));
    QCOMPARE(list[0].type, u"bigint"_s);
    QVERIFY(list[0].inPrimaryKey && list[0].notNull);
    QCOMPARE(list[0].generation, Column::Generation::IdentityAlways);
    QCOMPARE(list[1].defaultText, u"'none'::text"_s);
    QCOMPARE(list[1].comment, u"of the maker"_s);
    QVERIFY(list[1].notNull && !list[1].inPrimaryKey);
    QCOMPARE(list[2].generation, Column::Generation::Stored);
    QCOMPARE(list[2].defaultText, u"(code || code)"_s);
}

void CatalogTest::describesVectorColumns()
{
    const auto list = columnsOf(u"shop"_s, u"items"_s);
    const auto check = [&](const QString &name, VectorKind kind, int dimensions, const QString &storage, const QStringList &indexes) {
        const Column *column = find(list, name);
        QVERIFY(column);
        QCOMPARE(column->vectorKind, kind);
        QCOMPARE(column->dimensions, dimensions);
        QCOMPARE(column->storage, storage);
        QCOMPARE(column->annIndexes, indexes);
    };
    check(u"embedding"_s, VectorKind::Vector, 3, u"external"_s, {u"items_hnsw"_s});
    check(u"half"_s, VectorKind::Halfvec, 4, u"plain"_s, {u"items_expression"_s});
    check(u"sparse"_s, VectorKind::Sparsevec, 5, u"external"_s, {});
    check(u"loose"_s, VectorKind::Vector, -1, u"external"_s, {});
    check(u"bits"_s, VectorKind::Bit, 8, u"extended"_s, {u"items_bits"_s});
    check(u"flags"_s, VectorKind::None, -1, u"extended"_s, {});
    check(u"code"_s, VectorKind::None, -1, u"extended"_s, {}); // only in the predicate of an index
    const auto domains = columnsOf(u"shop"_s, u"domains"_s);
    QCOMPARE(domains.at(0).vectorKind, VectorKind::Vector);
    QCOMPARE(domains.at(0).dimensions, 7);
}

void CatalogTest::describesIndexes()
{
    m_cluster->psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'shop.items_bits'::regclass"_s);
    const auto list = indexesOf(u"shop"_s, u"items"_s);
    m_cluster->psql(u"UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'shop.items_bits'::regclass"_s);
    QCOMPARE(list.size(), 5U);
    QCOMPARE(list[0].name, u"items_pkey"_s);
    QVERIFY(list[0].isPrimary && list[0].isUnique && !list[0].isAnn);
    QCOMPARE(list[0].constraint, u"items_pkey"_s);

    const Index *hnsw = find(list, u"items_hnsw"_s);
    QCOMPARE(hnsw->method, u"hnsw"_s);
    QCOMPARE(hnsw->opclasses, QStringList(u"vector_cosine_ops"_s));
    QCOMPARE(hnsw->keys, QStringList(u"embedding"_s));
    QCOMPARE(hnsw->options, QStringList(u"m=8"_s));
    QVERIFY(hnsw->isAnn && hnsw->isValid && hnsw->isReady && !hnsw->isUnique);
    QVERIFY(hnsw->bytes > 0);
    QVERIFY(hnsw->definition.startsWith("CREATE INDEX items_hnsw ON shop.items USING hnsw"_L1));
    QVERIFY(hnsw->predicate.isEmpty());

    QVERIFY(find(list, u"items_expression"_s)->predicate.contains("code <> 'x'"_L1));
    QCOMPARE(find(list, u"items_code"_s)->keys, QStringList({u"lower(code)"_s, u"id"_s}));
    QVERIFY(find(list, u"items_code"_s)->isUnique);
    QVERIFY(!find(list, u"items_bits"_s)->isValid);

    // Of a partitioned table the sum of its partitions', also of those below others.
    const qint64 bytes = m_cluster->psql(u"SELECT pg_relation_size('tree.a_1_v_idx') + pg_relation_size('tree.a_2_v_idx')"_s).toLongLong();
    QVERIFY(bytes > 0);
    QCOMPARE(indexesOf(u"tree"_s, u"t"_s).at(0).bytes, bytes);
    QCOMPARE(indexesOf(u"tree"_s, u"a"_s).at(0).bytes, bytes);
}

void CatalogTest::survivesWeirdNames()
{
    const auto list = relationsOf(weird);
    QCOMPARE(list.size(), 1U);
    QCOMPARE(list[0].name, chinese);
    const auto columns = columnsOf(weird, chinese);
    QCOMPARE(columns.at(0).name, u"col\"; DROP TABLE x; --"_s);
    QCOMPARE(columns.at(0).annIndexes, QStringList(u"idx \"🦆, {a}"_s));
    QCOMPARE(indexesOf(weird, chinese).at(0).name, u"idx \"🦆, {a}"_s);
}

void CatalogTest::doesNotWaitForExclusiveLocks()
{
    const auto holder = m_services.session(m_cluster->options());
    holder->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("LOCK TABLE shop.items IN ACCESS EXCLUSIVE MODE");
        c.exec("REINDEX INDEX tree.a_2_v_idx");
    }).future.waitForFinished();
    const auto list = relationsOf(u"shop"_s);
    QVERIFY(find(list, u"items"_s));
    QCOMPARE(find(list, u"items"_s)->bytes, -1);
    QVERIFY(find(list, u"parts"_s)->bytes > 0);
    QCOMPARE(columnsOf(u"shop"_s, u"items"_s).size(), 9U);
    QCOMPARE(indexesOf(u"shop"_s, u"items"_s).size(), 5U);
    QCOMPARE(indexesOf(u"tree"_s, u"t"_s).at(0).bytes, -1); // one of its partitions' indexes is held
}

void CatalogTest::listsExtensions()
{
    const auto list = ask([](pg::Connection &c) { return extensions(c); });
    QVERIFY(find(list, u"vector"_s)->isInstalled());
    QVERIFY(find(list, u"plpgsql"_s)->isInstalled());
    const auto bare = ask([](pg::Connection &c) { return extensions(c); }, u"bare"_s);
    QVERIFY(find(bare, u"vector"_s));
    QVERIFY(!find(bare, u"vector"_s)->isInstalled());
}

void CatalogTest::completes()
{
    const auto result = ask([](pg::Connection &c) { return completionNames(c); });
    QVERIFY(result.isComplete);
    const auto has = [&](CompletionName::Kind kind, const QString &schema, const QString &relation, const QString &name,
                         const QString &detail) {
        return std::find(result.names.begin(), result.names.end(), CompletionName{kind, schema, relation, name, detail})
            != result.names.end();
    };
    QVERIFY(has(CompletionName::Kind::Schema, {}, {}, weird, {}));
    QVERIFY(has(CompletionName::Kind::Relation, u"shop"_s, {}, u"items"_s, u"table"_s));
    QVERIFY(has(CompletionName::Kind::Column, u"shop"_s, u"items"_s, u"embedding"_s, u"vector(3)"_s));
    QVERIFY(has(CompletionName::Kind::Relation, weird, {}, chinese, u"table"_s));
    QVERIFY(has(CompletionName::Kind::Function, u"shop"_s, {}, u"price"_s, u"item integer"_s));
    QVERIFY(has(CompletionName::Kind::Setting, {}, {}, u"work_mem"_s, u"kB"_s));
    QVERIFY(has(CompletionName::Kind::Relation, u"pg_catalog"_s, {}, u"pg_class"_s, u"table"_s));
    QVERIFY(!has(CompletionName::Kind::Column, u"shop"_s, u"items"_s, u"gone"_s, u"integer"_s));
}

void CatalogTest::saysThatCompletionWasCut()
{
    const auto result = ask([](pg::Connection &c) { return completionNames(c, 4); });
    QVERIFY(!result.isComplete);
    const auto count = std::count_if(result.names.begin(), result.names.end(),
                                     [](const CompletionName &n) { return n.kind == CompletionName::Kind::Relation; });
    QCOMPARE(count, 4);
}

void CatalogTest::listsTablesToChooseFrom()
{
    const auto names = ask([](pg::Connection &c) { return tableNames(c); });
    QVERIFY(names.isComplete);
    const TableName *items = find(names.tables, u"items"_s);
    QVERIFY(items && items->canSelect && items->canInsert);
    QCOMPARE(items->schema, u"shop"_s);
    QCOMPARE(items->vectorColumns, 4);
    QCOMPARE(items->estimatedRows, 100);
    QCOMPARE(items->oid, relationOid(u"shop"_s, u"items"_s));
    QCOMPARE(find(names.tables, u"parts"_s)->kind, Relation::Kind::PartitionedTable);
    QCOMPARE(find(names.tables, u"v"_s)->kind, Relation::Kind::View);
    QVERIFY(find(names.tables, chinese));
    QVERIFY(!find(names.tables, u"s"_s) && !find(names.tables, u"pg_class"_s));
    QVERIFY(std::ranges::is_sorted(names.tables, {}, [](const TableName &each) { return std::pair(each.schema, each.name); }));
    const auto first = ask([](pg::Connection &c) { return tableNames(c, 2); });
    QVERIFY(!first.isComplete && first.tables.size() == 2);
}

void CatalogTest::searchesForNames()
{
    const auto found = [&](const QString &text, int limit = 500) {
        return ask([&](pg::Connection &c) { return search(c, text, limit); });
    };
    const auto items = found(u"ITEMS"_s);
    QVERIFY(!items.empty());
    QCOMPARE(items[0].name, u"items"_s);
    QCOMPARE(items[0].kind, FoundObject::Kind::Table);
    QCOMPARE(items[0].schema, u"shop"_s);
    const FoundObject *index = find(items, u"items_hnsw"_s);
    QVERIFY(index);
    QCOMPARE(index->kind, FoundObject::Kind::Index);
    QCOMPARE(index->relation, u"items"_s);
    QCOMPARE(index->detail, u"hnsw"_s);

    const auto duck = found(u"表"_s);
    QCOMPARE(duck.size(), 1U);
    QCOMPARE(duck[0].schema, weird);
    const auto percent = found(u"%_"_s); // no wildcards
    QCOMPARE(percent.size(), 1U);
    QCOMPARE(percent[0].name, u"100%_a"_s);
    QCOMPARE(percent[0].kind, FoundObject::Kind::Column);
    QCOMPARE(percent[0].relation, chinese);
    QVERIFY(find(found(u"price"_s), u"price"_s));
    QVERIFY(find(found(u"unit_vec"_s), u"unit_vector"_s));
    QCOMPARE(found(u"e"_s, 3).size(), 3U);
    QVERIFY(found(u"'; DROP TABLE shop.items; --"_s).empty());
    QVERIFY(found(u""_s).empty());
    QVERIFY(found(QString(QChar(u'\0'))).empty());
    QVERIFY(!find(found(u"pg_class"_s), u"pg_class"_s));
}

void CatalogTest::quotesAsTheServerDoes()
{
    const pg::Result result = ask([](pg::Connection &c) {
        return c.exec(
            "SELECT word, pg_catalog.quote_ident(word), pg_catalog.quote_literal(word) FROM pg_catalog.pg_get_keywords() "
            "UNION ALL SELECT w, pg_catalog.quote_ident(w), pg_catalog.quote_literal(w) FROM pg_catalog.unnest(ARRAY['', 'a', 'A', "
            "'a b', '1a', 'a1', '_', 'a$', 'a\"b', '中文', '🦆', 'it''s', E'back\\\\slash', E'\\\\''']) w");
    });
    // Words that became keywords after the server was made are quoted here, and need not be there: harmless.
    const QStringList newer{u"json"_s, u"system_user"_s};
    QVERIFY(result.rowCount() > 400);
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const QString word = result.text(row, 0);
        QCOMPARE(sql::quoteLiteral(word), result.text(row, 2));
        if (!newer.contains(word))
            QCOMPARE(sql::quoteIdentifier(word), result.text(row, 1));
    }
}

QTEST_GUILESS_MAIN(CatalogTest)
#include "tst_catalog.moc"
