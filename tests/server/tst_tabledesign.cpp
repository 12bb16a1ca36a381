// SPDX-License-Identifier: GPL-3.0-or-later
// Designed tables made on a real server: every option, names that nobody should use, what the server refuses, and undone again.
#include "catalog/catalog.h"
#include "schema/tableplan.h"
#include "sql/changerunner.h"
#include "sql/identifier.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;
using namespace quiver::schema;

using Partition = TablePartitioning::Kind;

class TableDesignTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    QString m_database;
    int m_databases = 0;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    TablePlan plan(const TableDesign &design, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return planTable(c, design); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, user);
    }
    /// Plans and makes it; returns the report, which succeeded.
    sql::ChangeReport make(const TableDesign &design)
    {
        const TablePlan planned = plan(design);
        for (const DesignProblem &problem : planned.isPossible() ? std::vector<DesignProblem>() : planned.problems)
            qWarning("%s: %s", qPrintable(problem.field), qPrintable(problem.reason));
        const sql::ChangeReport report = apply(planned.change);
        if (!report.succeeded() || planned.change.isEmpty())
            qWarning("%s", qPrintable(report.summary()));
        return report;
    }
    QStringList problemsOn(const TableDesign &design, const QString &user = {})
    {
        QStringList fields;
        for (const DesignProblem &problem : plan(design, user).problems)
            fields << problem.field;
        return fields;
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql, m_database).trimmed(); }
    /// Runs it and returns the SQLSTATE; empty: it went well.
    QString stateOf(const QString &sql, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) {
            try {
                c.exec(sql);
                return QString();
            } catch (const pg::Error &error) {
                return error.sqlState();
            }
        }, user);
    }
    /// Everything that a user could have made, as text.
    QString objects()
    {
        return psql(uR"(SELECT string_agg(x, E'\n' ORDER BY x) FROM (
            SELECT 'relation ' || c.oid::regclass::text || ' ' || relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
            UNION ALL SELECT 'schema ' || nspname FROM pg_namespace
            UNION ALL SELECT 'function ' || oid::regprocedure::text FROM pg_proc WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            UNION ALL SELECT 'extension ' || extname FROM pg_extension) o (x))"_s);
    }
    static TableDesign documents()
    {
        TableDesign design;
        design.name = u"documents"_s;
        design.embeddings[0].type.dimensions = 3;
        return design;
    }
    /// Every option at once.
    static TableDesign everything()
    {
        TableDesign design = documents();
        design.schema = u"shop"_s;
        design.comment = u"what we have; it's all here"_s;
        design.key.kind = KeyColumn::Kind::Uuid;
        design.texts = {{u"title"_s, false}, {u"content"_s, true}};
        design.embeddings = {
            {u"embedding"_s, {VectorKind::Vector, 3}, true, ColumnStorage::Main, true, u"text-embedding-3-small"_s, u"of the content"_s},
            {u"half"_s, {VectorKind::Halfvec, 4}, false, ColumnStorage::Plain, true},
            {u"sparse"_s, {VectorKind::Sparsevec, 100}, false, ColumnStorage::External, true},
            {u"flags"_s, {VectorKind::Bit, 8}, false, ColumnStorage::Extended},
            {u"loose"_s, {VectorKind::Vector, 0}},
        };
        design.metadata.keys = {u"year"_s, u"it's \"odd\""_s};
        design.fullText.wanted = true;
        return design;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_database = u"design%1"_s.arg(++m_databases);
        m_cluster->psql(u"CREATE DATABASE %1 TEMPLATE test"_s.arg(m_database));
    }

    void aNameAloneMakesAGoodTable()
    {
        TableDesign design;
        design.name = u"documents"_s;
        const TablePlan planned = plan(design);
        QVERIFY(planned.problems.empty());
        QVERIFY(!planned.notes.isEmpty());
        QCOMPARE(planned.change.risk(), sql::Risk::Safe);
        QCOMPARE(planned.change.object, u"public.documents"_s);
        QCOMPARE(sql::stepGroups(planned.change).size(), 1u);
        QVERIFY(apply(planned.change).succeeded());
        psql(u"INSERT INTO documents (content, embedding) SELECT 'text', array_agg(1)::vector FROM generate_series(1, 768)"_s);
        QCOMPARE(psql(u"SELECT id, content, metadata, created_at = updated_at FROM documents"_s), u"1|text|{}|t"_s);
        QCOMPARE(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'documents_metadata_idx'"_s),
                 u"CREATE INDEX documents_metadata_idx ON public.documents USING gin (metadata jsonb_path_ops)"_s);
    }

    void everyOptionIsOnTheServer()
    {
        QVERIFY(make(everything()).succeeded());
        QCOMPARE(psql(uR"(SELECT string_agg(concat(attname, ' ', format_type(atttypid, atttypmod), ' ', attstorage, attnotnull, attgenerated), E'\n' ORDER BY attnum)
                      FROM pg_attribute WHERE attrelid = 'shop.documents'::regclass AND attnum > 0)"_s),
                 u"id uuid pt\ntitle text xf\ncontent text xt\nembedding vector(3) mt\nhalf halfvec(4) pf\n"
                 "sparse sparsevec(100) ef\nflags bit(8) xf\nloose vector ef\nmetadata jsonb xt\n"
                 "created_at timestamp with time zone pt\nupdated_at timestamp with time zone pt\ncontent_tsv tsvector xfs"_s);
        QCOMPARE(psql(u"SELECT obj_description('shop.documents'::regclass)"_s), u"what we have; it's all here"_s);
        QCOMPARE(psql(u"SELECT col_description('shop.documents'::regclass, 4)"_s), u"Model: text-embedding-3-small\nof the content"_s);
        QCOMPARE(psql(u"SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'shop'"_s),
                 u"documents_content_tsv_idx documents_metadata_idx documents_metadata_it's \"odd\"_idx documents_metadata_year_idx documents_pkey"_s);
        psql(u"INSERT INTO shop.documents (content, embedding, metadata) VALUES ('Running cats', '[1,0,0]', '{\"year\": 2026}')"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM shop.documents WHERE content_tsv @@ to_tsquery('english', 'run & cat')"_s), u"1"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM shop.documents WHERE metadata @> '{\"year\": 2026}' AND metadata ->> 'year' = '2026'"_s), u"1"_s);
        QVERIFY(psql(u"SET enable_seqscan = off; EXPLAIN SELECT FROM shop.documents WHERE metadata ->> 'year' = '2026'"_s)
                    .contains(u"documents_metadata_year_idx"_s));
    }

    void vectorsOfAnotherLengthAreRefusedWhereTheyMustBeUnit()
    {
        QVERIFY(make(everything()).succeeded());
        const auto insert = [this](const QString &columns, const QString &values) {
            return stateOf(u"INSERT INTO shop.documents (content, embedding%1) VALUES ('', %2)"_s.arg(columns, values));
        };
        QCOMPARE(insert({}, u"'[1,1,0]'"_s), u"23514"_s);
        QCOMPARE(insert({}, u"'[0,0,0]'"_s), u"23514"_s);
        QCOMPARE(insert({}, u"'[0.6,0.8,0]'"_s), QString());
        QCOMPARE(insert(u", half"_s, u"'[1,0,0]', '[0.5,0.5,0.5,0.51]'"_s), QString());
        QCOMPARE(insert(u", half"_s, u"'[1,0,0]', '[1,1,0,0]'"_s), u"23514"_s);
        QCOMPARE(insert(u", sparse"_s, u"'[1,0,0]', '{1:1}/100'"_s), QString());
        QCOMPARE(insert(u", sparse"_s, u"'[1,0,0]', '{1:2}/100'"_s), u"23514"_s);
        QCOMPARE(insert({}, u"NULL"_s), u"23502"_s);
        QCOMPARE(insert({}, u"'[1,0]'"_s), u"22000"_s);
    }

    void anUpdateMovesTheSecondTimestamp()
    {
        QVERIFY(make(documents()).succeeded());
        psql(u"INSERT INTO documents (content) VALUES ('a'); SELECT pg_sleep(0.01); UPDATE documents SET content = 'b'"_s);
        QCOMPARE(psql(u"SELECT updated_at > created_at FROM documents"_s), u"t"_s);
    }

    void tablesOfASchemaShareTheTriggersFunction()
    {
        QVERIFY(make(documents()).succeeded());
        TableDesign second = documents();
        second.name = u"second"_s;
        const TablePlan planned = plan(second);
        QVERIFY(!planned.notes.filter(u"touch_updated_at"_s).isEmpty());
        const sql::ChangeReport report = apply(planned.change);
        QVERIFY(report.succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_proc WHERE proname LIKE 'touch%'"_s), u"1"_s);
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_proc WHERE proname LIKE 'touch%'"_s), u"1"_s);
    }

    void theFunctionStaysWhileAnotherTableUsesIt()
    {
        const sql::ChangeReport first = make(documents());
        TableDesign second = documents();
        second.name = u"second"_s;
        QVERIFY(make(second).succeeded());
        QVERIFY(apply(first.undo()).succeeded());
        psql(u"INSERT INTO second (content) VALUES ('a'); UPDATE second SET content = 'b'"_s);
        QCOMPARE(stateOf(u"SELECT FROM documents"_s), u"42P01"_s);
    }

    void aForeignFunctionIsLeftAlone()
    {
        psql(u"CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"_s);
        QVERIFY(make(documents()).succeeded());
        QCOMPARE(psql(u"SELECT prosrc FROM pg_proc WHERE proname = 'touch_updated_at'"_s), u"BEGIN RETURN OLD; END"_s);
        psql(u"INSERT INTO documents (content) VALUES ('a'); UPDATE documents SET content = 'b'"_s);
        QCOMPARE(psql(u"SELECT content FROM documents"_s), u"b"_s);
    }

    void namesThatNobodyShouldUse_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("hostile") << u"we\"ird; --"_s;
        QTest::newRow("quotes and dollars") << u"it's $$ \\ $q0$ %1"_s;
        QTest::newRow("umlaut") << u"Größe"_s;
        QTest::newRow("Chinese") << u"文档"_s;
        QTest::newRow("keyword") << u"select"_s;
        QTest::newRow("63 bytes") << QString(63, u'x');
        QTest::newRow("63 bytes of three each") << QString(21, u'文');
    }
    void namesThatNobodyShouldUse()
    {
        QFETCH(QString, name);
        const QString before = objects();
        TableDesign design = everything();
        design.schema = design.name = design.comment = name;
        design.texts = {{name}};
        design.embeddings.resize(1);
        design.embeddings[0].model = design.embeddings[0].comment = name;
        const auto numbered = [&name](int number) { // another one of the same kind
            QString other = name;
            while ((other + QString::number(number)).toUtf8().size() > 63)
                other.chop(1);
            return other + QString::number(number);
        };
        design.key.name = numbered(1);
        design.embeddings[0].name = numbered(2);
        design.metadata = {true, numbered(3), true, {name, numbered(1)}};
        design.timestamps = {true, numbered(4), numbered(5)};
        design.fullText.name = numbered(6);
        design.partitioning = {Partition::List, numbered(7), u"text"_s, 0, {{numbered(8), {name}}, {numbered(9), {numbered(1), u"it's"_s}}}};
        const sql::ChangeReport report = make(design);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const QString table = sql::quoteQualified(name, name);
        psql(u"INSERT INTO %1 (%2, %3, %4) VALUES ('x', '[1,0,0]', %5); UPDATE %1 SET %2 = 'y'"_s.arg(
            table, sql::quoteIdentifier(name), sql::quoteIdentifier(numbered(2)), sql::quoteIdentifier(numbered(7)), sql::quoteLiteral(name)));
        QCOMPARE(psql(u"SELECT %1 FROM %2"_s.arg(sql::quoteIdentifier(name), sql::quoteQualified(name, numbered(8)))), u"y"_s);
        const sql::ChangeReport again = apply(report.change);
        QVERIFY2(again.succeeded(), qPrintable(again.summary()));
        for (std::size_t i = 0; i < again.steps.size(); ++i)
            QVERIFY2(again.steps[i].state == sql::StepState::AlreadyDone, qPrintable(report.change.steps[i].title));
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(objects(), before);
    }

    void allOrNothing()
    {
        TableDesign design = documents();
        design.schema = u"shop"_s;
        sql::Change change = plan(design).change;
        change.steps.push_back({.title = u"Fail"_s, .sql = u"SELECT 1/0"_s});
        const QString before = objects();
        QVERIFY(!apply(change).succeeded());
        QCOMPARE(objects(), before);
    }

    void undoLeavesNothing()
    {
        const QString before = objects();
        const sql::ChangeReport report = make(everything());
        QVERIFY(objects() != before);
        const sql::ChangeReport undone = apply(report.undo());
        QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
        QCOMPARE(objects(), before);
    }

    void theScriptRunsInPsql()
    {
        TableDesign design = everything();
        design.partitioning = {Partition::Hash, u"id"_s, {}, 3};
        const sql::Change change = plan(design).change;
        const QString before = objects();
        psql(sql::changeScript(change));
        psql(u"INSERT INTO shop.documents (content, embedding) VALUES ('a', '[1,0,0]')"_s);
        psql(u"BEGIN;\n"_s + sql::undoScript(change) + u"COMMIT;"_s);
        QCOMPARE(objects(), before);
    }

    void hashPartitionsTakeAllRows()
    {
        TableDesign design = documents();
        design.partitioning = {Partition::Hash, u"id"_s, {}, 4};
        design.embeddings[0].storage = ColumnStorage::Main;
        QVERIFY(make(design).succeeded());
        psql(u"INSERT INTO documents (content, embedding) SELECT i::text, '[1,2,3]' FROM generate_series(1, 100) i; UPDATE documents SET content = 'x'"_s);
        QCOMPARE(psql(u"SELECT count(*), count(DISTINCT tableoid) FROM documents"_s), u"100|4"_s);
        QCOMPARE(psql(u"SELECT string_agg(DISTINCT attstorage::text, '') FROM pg_attribute WHERE attname = 'embedding' AND attrelid::regclass::text LIKE 'documents%'"_s), u"m"_s);
    }

    void listPartitionsGoByAColumnOfTheirOwn()
    {
        TableDesign design = documents();
        design.partitioning = {Partition::List, u"tenant"_s, u"integer"_s, 0, {{{}, {u"1"_s, u"2"_s}}, {u"big"_s, {u"7"_s}}}, false};
        const TablePlan planned = plan(design);
        QVERIFY(!planned.notes.filter(u"id, tenant"_s).isEmpty());
        QVERIFY(apply(planned.change).succeeded());
        psql(u"INSERT INTO documents (tenant, content) VALUES (1, 'a'), (2, 'b'), (7, 'c')"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM documents_1"_s), u"2"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM big"_s), u"1"_s);
        QCOMPARE(stateOf(u"INSERT INTO documents (tenant, content) VALUES (3, 'd')"_s), u"23514"_s);
        QCOMPARE(psql(u"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p' AND conrelid = 'documents'::regclass"_s), u"PRIMARY KEY (id, tenant)"_s);
    }

    void rangePartitionsGoByTheTime()
    {
        TableDesign design = documents();
        design.partitioning = {Partition::Range, u"created_at"_s, {}, 0, {{u"old"_s, {}, {}, u"2026-01-01"_s}, {u"y2026"_s, {}, u"2026-01-01"_s, u"2027-01-01"_s}}};
        QVERIFY(make(design).succeeded());
        psql(u"INSERT INTO documents (content, created_at) VALUES ('a', '2001-01-01'), ('b', '2026-06-01'), ('c', '2050-01-01')"_s);
        QCOMPARE(psql(u"SELECT string_agg(tableoid::regclass::text, ' ' ORDER BY content) FROM documents"_s), u"old y2026 documents_default"_s);
    }

    void boundsThatCannotBeAreToldAtTheirPartition()
    {
        TableDesign design = documents();
        design.partitioning = {Partition::Range, u"id"_s, {}, 0, {{u"a"_s, {}, u"1"_s, u"x"_s}}};
        QCOMPARE(problemsOn(design), QStringList{u"partitioning.partitions[0].from"_s});
        design.partitioning.partitions = {{u"a"_s, {}, u"1"_s, u"10"_s}, {u"b"_s, {}, u"9"_s, u"20"_s}, {u"c"_s, {}, u"30"_s, u"21"_s}};
        QCOMPARE(problemsOn(design), (QStringList{u"partitioning.partitions[1].from"_s, u"partitioning.partitions[2].from"_s}));
        design.partitioning.partitions = {{u"a"_s, {}, {}, u"10"_s}, {u"b"_s, {}, u"10"_s, {}}};
        QCOMPARE(problemsOn(design), QStringList());
        design.partitioning = {Partition::List, u"day"_s, u"date"_s, 0, {{u"a"_s, {u"2026-02-30"_s}}}};
        QCOMPARE(problemsOn(design), QStringList{u"partitioning.partitions[0].values"_s});
    }

    void namesThatAreTakenAreTold()
    {
        psql(u"CREATE TABLE documents (a int); CREATE VIEW pages AS SELECT 1; CREATE TYPE kind AS ENUM ('a'); CREATE TABLE t_p0 (a int);"
             "CREATE INDEX t_metadata_idx ON documents (a)"_s);
        const TablePlan taken = plan(documents());
        QCOMPARE(taken.problems.size(), 1u);
        QCOMPARE(taken.problems[0].field, u"name"_s);
        QVERIFY(taken.problems[0].reason.contains(u"add a vector column to it"_s));
        QCOMPARE(taken.problems[0].advice, DesignProblem::Advice::AddColumnInstead);
        QVERIFY(taken.change.isEmpty());
        TableDesign design = documents();
        for (const QString &name : {u"pages"_s, u"kind"_s}) {
            design.name = name;
            QCOMPARE(problemsOn(design), QStringList{u"name"_s});
        }
        design.name = u"t"_s;
        design.partitioning = {Partition::Hash, u"id"_s, {}, 2};
        QCOMPARE(problemsOn(design), QStringList{u"partitioning.partitions"_s});
        design.partitioning.kind = Partition::None;
        QVERIFY(make(design).succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_indexes WHERE tablename = 't' AND indexname = 't_metadata_idx1'"_s), u"1"_s);
    }

    void rowsTakeWhatWasForetold_data()
    {
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<ColumnStorage>("storage");
        QTest::newRow("in the row") << 200 << ColumnStorage::Default;
        QTest::newRow("in TOAST") << 768 << ColumnStorage::Default;
        QTest::newRow("kept in the row") << 1024 << ColumnStorage::Main;
    }
    void rowsTakeWhatWasForetold()
    {
        QFETCH(int, dimensions);
        QFETCH(ColumnStorage, storage);
        constexpr int rows = 600, textBytes = 320;
        TableDesign design = documents();
        design.embeddings[0].type.dimensions = dimensions;
        design.embeddings[0].storage = storage;
        design.metadata.wanted = false;
        QVERIFY(make(design).succeeded());
        psql(uR"(INSERT INTO documents (content, embedding)
                 SELECT (SELECT string_agg(md5(i::text || j), '') FROM generate_series(1, 10) j),
                        (SELECT array_agg(random())::vector FROM generate_series(1, %1) WHERE i > 0) FROM generate_series(1, %2) i)"_s.arg(dimensions).arg(rows));
        const double taken = psql(u"SELECT pg_relation_size(oid) + pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'documents'"_s).toDouble() / rows;
        const double foretold = rowForecast(design, textBytes)->totalBytes();
        QVERIFY2(qAbs(taken - foretold) < 0.03 * taken, qPrintable(u"%1 foretold, %2 taken"_s.arg(foretold).arg(taken)));
    }

    void anotherTableOfThatNameIsNotTakenForIt()
    {
        const sql::Change change = plan(documents()).change;
        psql(u"CREATE TABLE documents (id bigint, other text)"_s);
        const sql::ChangeReport report = apply(change);
        QVERIFY(!report.succeeded());
        QCOMPARE(report.error->sqlState(), u"42P07"_s);
    }

    void theLanguageIsLookedUp()
    {
        psql(u"CREATE SCHEMA search; CREATE TEXT SEARCH CONFIGURATION search.\"My Config\" (COPY = german)"_s);
        TableDesign design = documents();
        design.fullText = {true, u"tsv"_s, u"klingon"_s, {}};
        QCOMPARE(problemsOn(design), QStringList{u"fullText.language"_s});
        design.fullText.language = u"My Config"_s;
        QCOMPARE(problemsOn(design), QStringList{u"fullText.language"_s});
        design.fullText.languageSchema = u"search"_s;
        QVERIFY(make(design).succeeded());
        psql(u"INSERT INTO documents (content) VALUES ('die Häuser')"_s);
        QCOMPARE(psql(u"SELECT tsv FROM documents"_s), u"'haus':2"_s);
        const auto configs = onServer([](pg::Connection &c, core::JobContext &) { return textSearchConfigs(c); });
        QVERIFY(std::ranges::any_of(configs, [](const TextSearchConfig &c) { return c.name == "english"_L1 && c.isDefault && c.isVisible; }));
        QCOMPARE(configs.back(), (TextSearchConfig{u"search"_s, u"My Config"_s, false, false}));
    }

    void typesAreQualifiedWhereTheExtensionIsElsewhere()
    {
        psql(u"CREATE SCHEMA \"My Types\"; ALTER EXTENSION vector SET SCHEMA \"My Types\"; CREATE TYPE vector AS (trap int)"_s);
        TableDesign design = everything();
        design.schema = u"public"_s;
        const TablePlan planned = plan(design);
        QVERIFY(!planned.notes.filter(u"My Types"_s).isEmpty());
        QVERIFY(apply(planned.change).succeeded());
        QCOMPARE(stateOf(u"INSERT INTO documents (content, embedding) VALUES ('', '[1,1,0]')"_s), u"23514"_s);
        QCOMPARE(stateOf(u"INSERT INTO documents (content, embedding) VALUES ('', '[1,0,0]')"_s), QString());
    }

    void aDatabaseWithoutTheExtensionGetsIt()
    {
        psql(u"DROP EXTENSION vector"_s);
        const TablePlan planned = plan(documents());
        QVERIFY(planned.isPossible());
        QVERIFY(planned.change.steps[0].sql.startsWith(u"CREATE EXTENSION vector"_s));
        QVERIFY(planned.change.steps[0].undo.isEmpty());
        const sql::ChangeReport report = apply(planned.change);
        QVERIFY(report.succeeded());
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_extension WHERE extname = 'vector'"_s), u"1"_s);
        psql(u"DROP EXTENSION vector; GRANT CREATE ON SCHEMA public TO plain"_s);
        const TablePlan refused = plan(documents(), u"plain"_s);
        QCOMPARE(refused.problems.size(), 1u);
        QCOMPARE(refused.problems[0].field, u"extension"_s);
        QVERIFY(refused.problems[0].reason.contains(u"CREATE EXTENSION vector"_s));
    }

    void anOlderExtensionHasFewerTypes()
    {
        psql(u"UPDATE pg_extension SET extversion = '0.5.1' WHERE extname = 'vector'"_s);
        TableDesign design = documents();
        QCOMPARE(problemsOn(design), QStringList());
        design.embeddings[0].type.kind = VectorKind::Halfvec;
        QCOMPARE(problemsOn(design), QStringList{u"embeddings[0].type"_s});
    }

    void aUserWithoutRightsIsTold()
    {
        QCOMPARE(problemsOn(documents(), u"plain"_s), QStringList{u"schema"_s});
        TableDesign design = documents();
        design.schema = u"new one"_s;
        QCOMPARE(problemsOn(design, u"plain"_s), QStringList{u"schema"_s});
        psql(u"GRANT CREATE ON SCHEMA public TO plain; CREATE SCHEMA hidden; ALTER EXTENSION vector SET SCHEMA hidden"_s);
        QCOMPARE(problemsOn(documents(), u"plain"_s), QStringList{u"extension"_s});
        psql(u"ALTER EXTENSION vector SET SCHEMA public"_s);
        const TablePlan planned = plan(documents(), u"plain"_s);
        QVERIFY(planned.isPossible());
        QVERIFY(apply(planned.change, u"plain"_s).succeeded());
        psql(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(m_database));
        QCOMPARE(problemsOn(documents()), QStringList{u"server"_s});
    }
};

QTEST_GUILESS_MAIN(TableDesignTest)
#include "tst_tabledesign.moc"
