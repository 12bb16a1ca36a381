// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that are planned and built on a real server: every operator class and form, partitions, and what stands in the way.
#include "index/advise.h"
#include "index/indexplan.h"
#include "migrations/migrationwriter.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using catalog::AnnMetric;
using catalog::VectorKind;
using Form = IndexKey::Form;

namespace {

IndexSpec on(const QString &table, const QString &column, const QString &method = u"hnsw"_s)
{
    IndexSpec spec{.schema = u"public"_s, .table = table, .method = method};
    spec.keys = {{.column = column}};
    return spec;
}

bool says(const std::vector<IndexProblem> &problems, IndexField field, const QString &part, bool isError)
{
    return std::ranges::any_of(problems, [&](const IndexProblem &each) { return each.field == field && each.isError == isError && each.text.contains(part); });
}

QString texts(const std::vector<IndexProblem> &problems)
{
    QStringList list;
    for (const IndexProblem &each : problems)
        list << (each.isError ? u"error: "_s : u"note: "_s) + each.text;
    return list.join(u'\n');
}

} // namespace

class IndexPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void buildsEveryFormAndReadsItBack();
    void takesNamesThatNobodyShouldUse();
    void qualifiesWhatIsInAnotherSchema();
    void buildsWhatSearchesFilterBy();
    void refusesBeforeTheServerDoes();
    void refusesWithoutPrivileges();
    void saysWhatTheDataIsLike();
    void looksIntoSparseVectors();
    void knowsWhatStatementsOrderBy();
    void setsTheMemoryForTheBuildAlone();
    void takesNoWorkersWherePgvectorMustNotHaveThem();
    void removesWhatAnEarlierBuildLeft();
    void namesWhoHoldsTheTable();
    void goesOnAfterACrashOfTheServer();
    void buildsPartitionByPartition();
    void goesOnWithPartitions();
    void undoesAPartitionedIndex();
    void plansAQueue();
    void writesAMigrationWithItsSettings();
    void advises();

private:
    template<typename Work>
    auto ask(Work work, const QString &database = u"test"_s, bool readOnly = true)
    {
        std::unique_ptr<pg::Session> &session = m_sessions[database];
        if (!session)
            session = m_services.session(m_cluster->options(database));
        return session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &job) {
            connection.setReadOnly(readOnly);
            return work(connection, job);
        }).future.result();
    }
    IndexPlan plan(const IndexSpec &spec, const BuildSettings &settings = {}, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &) { return planIndex(c, spec, settings); }, database);
    }
    IndexPlan planAs(const QString &role, const IndexSpec &spec)
    {
        return ask([&](pg::Connection &c, core::JobContext &) {
            c.exec(u"SET ROLE "_s + role);
            const IndexPlan made = planIndex(c, spec);
            c.exec("RESET ROLE");
            return made;
        });
    }
    sql::ChangeReport run(const sql::Change &change, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, database, false);
    }
    IndexTable table(const QString &name, const QStringList &columns = {})
    {
        return *ask([&](pg::Connection &c, core::JobContext &) { return indexTable(c, u"public"_s, name, columns); });
    }
    /// Plans, builds, and expects the index to be valid and to be read back as it was planned.
    void build(const IndexSpec &spec, const QString &database = u"test"_s)
    {
        const IndexPlan made = plan(spec, {}, database);
        QVERIFY2(!hasErrors(made.problems), qPrintable(texts(made.problems)));
        const sql::ChangeReport report = run(made.change, database);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const std::optional<IndexTable> now = ask([&](pg::Connection &c, core::JobContext &) { return indexTable(c, spec.schema, spec.table, {}); }, database);
        const IndexFound *found = now->index(made.spec.name);
        QVERIFY2(found, qPrintable(made.createSql));
        QVERIFY(found->isValid);
        QVERIFY2(found->spec == made.spec, qPrintable(made.createSql));
        const IndexPlan again = plan(made.spec, {}, database);
        QVERIFY2(again.isThere && again.change.isEmpty(), qPrintable(made.createSql));
    }
    QString psql(const QString &sql, const QString &database = u"test"_s) { return m_cluster->psql(sql, database); }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::map<QString, std::unique_ptr<pg::Session>> m_sessions; // by database
};

void IndexPlanTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>(QStringList{u"shared_preload_libraries = 'pg_stat_statements'"_s});
    psql(uR"(
        CREATE TABLE docs (id bigint PRIMARY KEY, tenant int, v vector(8), h halfvec(8), s sparsevec(8), b bit(8), meta jsonb, big vector(2500), "any" vector);
        INSERT INTO docs SELECT i, i % 7, ARRAY[i, 1, 2, 3, 4, 5, 6, i % 11]::vector, ARRAY[i % 100, 1, 2, 3, 4, 5, 6, 1]::halfvec,
            ARRAY[i, 0, 0, 1, 0, 0, 0, 1]::vector::sparsevec, (i % 256)::bit(8), jsonb_build_object('tenant', i % 7) FROM generate_series(1, 500) i;
        CREATE TABLE fresh (id int, v vector(3));
        CREATE SCHEMA "we""ird; --";
        CREATE TABLE "we""ird; --"."文档 Größe $1" (id int, "Vec ""tor" vector(3));
        INSERT INTO "we""ird; --"."文档 Größe $1" SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 20) i;
        CREATE ROLE somebody; CREATE TABLE theirs (id int, v vector(3)); ALTER TABLE theirs OWNER TO somebody;
        CREATE DATABASE elsewhere)"_s);
    psql(uR"(CREATE SCHEMA "Ext x"; CREATE EXTENSION vector SCHEMA "Ext x"; CREATE TABLE docs (id int, v "Ext x".vector(4));
        INSERT INTO docs SELECT i, ('[1,2,3,' || i || ']')::"Ext x".vector FROM generate_series(1, 50) i)"_s, u"elsewhere"_s);
}

void IndexPlanTest::cleanupTestCase()
{
    m_sessions.clear();
    m_cluster.reset();
}

void IndexPlanTest::buildsEveryFormAndReadsItBack()
{
    const std::vector<std::pair<QString, VectorKind>> columns{
        {u"v"_s, VectorKind::Vector}, {u"h"_s, VectorKind::Halfvec}, {u"s"_s, VectorKind::Sparsevec}, {u"b"_s, VectorKind::Bit}};
    int built = 0;
    for (const auto &[column, kind] : columns) {
        for (const Form form : formsFor({kind, 8})) {
            if (form == Form::Expression)
                continue;
            IndexSpec spec = on(u"docs"_s, column);
            spec.keys.front().form = form;
            spec.keys.front().columnType = {kind, 8};
            if (form == Form::Subvector)
                spec.keys.front().start = 2, spec.keys.front().count = 5;
            for (const QString &method : {u"hnsw"_s, u"ivfflat"_s}) {
                for (const Opclass &opclass : opclassesOf(method, indexedType(spec.keys.front()).kind)) {
                    IndexSpec each = spec;
                    each.method = method;
                    each.metric = opclass.metric;
                    each.setOption(method == "hnsw"_L1 ? u"m"_s : u"lists"_s, 5);
                    build(each);
                    if (QTest::currentTestFailed())
                        return;
                    ++built;
                }
            }
            psql(u"DO $$ DECLARE i text; BEGIN FOR i IN SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'docs'::regclass AND NOT indisprimary "
                 "LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$"_s);
        }
    }
    QCOMPARE(built, 66);
}

void IndexPlanTest::takesNamesThatNobodyShouldUse()
{
    IndexSpec spec = on(u"文档 Größe $1"_s, u"Vec \"tor"_s);
    spec.schema = u"we\"ird; --"_s;
    spec.name = u"索引 \"%1; --"_s;
    spec.keys.front().form = Form::Halfvec;
    spec.predicate = u"id > 3"_s;
    build(spec);
    spec.name.clear();
    spec.keys.front().form = Form::Column;
    spec.concurrently = false;
    const IndexPlan made = plan(spec);
    QVERIFY2(run(made.change).succeeded(), qPrintable(texts(made.problems)));
}

void IndexPlanTest::qualifiesWhatIsInAnotherSchema()
{
    IndexSpec spec = on(u"docs"_s, u"v"_s);
    for (const Form form : {Form::Column, Form::Halfvec, Form::BinaryQuantize, Form::Subvector, Form::Normalized}) {
        spec.keys.front().form = form;
        spec.keys.front().count = 3;
        spec.metric = form == Form::BinaryQuantize ? AnnMetric::Hamming : AnnMetric::Cosine;
        if (form != Form::Subvector)
            spec.keys.front().count = 256;
        build(spec, u"elsewhere"_s);
    }
}

void IndexPlanTest::buildsWhatSearchesFilterBy()
{
    IndexSpec btree = on(u"docs"_s, u"tenant"_s, u"btree"_s);
    btree.keys.push_back({.column = u"id"_s});
    btree.isUnique = true;
    build(btree);
    IndexSpec ordered = on(u"docs"_s, u"tenant"_s, u"btree"_s);
    ordered.name = u"ordered"_s;
    ordered.keys.front().isDescending = true;
    ordered.keys.front().nullsElsewhere = true;
    ordered.keys.push_back({.column = u"id"_s, .nullsElsewhere = true});
    ordered.included = {u"meta"_s};
    build(ordered);
    QVERIFY(psql(u"SELECT pg_get_indexdef('ordered'::regclass)"_s).contains(u"(tenant DESC NULLS LAST, id NULLS FIRST) INCLUDE (meta)"_s));
    IndexSpec wrong = ordered;
    wrong.included = {u"nothing"_s};
    QVERIFY(says(plan(wrong).problems, IndexField::Include, u"no column “nothing”"_s, true));
    wrong.method = u"gin"_s;
    QVERIFY(says(plan(wrong).problems, IndexField::Order, u"Only a B-tree"_s, true));
    IndexSpec gin = on(u"docs"_s, u"meta"_s, u"gin"_s);
    gin.opclass = u"jsonb_path_ops"_s;
    build(gin);
    IndexSpec expression = on(u"docs"_s, {}, u"btree"_s);
    expression.keys.front().form = Form::Expression;
    expression.keys.front().expression = u"meta ->> 'tenant'::text"_s;
    build(expression);
    QVERIFY(psql(u"EXPLAIN SELECT FROM docs WHERE meta->>'tenant' = '3' AND id > 0"_s).contains(u"rows="_s));
    // Each key with an operator class and a collation of its own, read back as they are.
    psql(u"CREATE TABLE words (a text, b text COLLATE \"C\"); CREATE SCHEMA own; CREATE COLLATION own.mine (locale = 'C')"_s);
    IndexSpec words = on(u"words"_s, u"a"_s, u"btree"_s);
    words.keys.front().collation = u"C"_s;
    words.keys.push_back({.column = u"a"_s, .opclass = u"text_pattern_ops"_s});
    words.keys.push_back({.column = u"b"_s, .collation = u"mine"_s, .collationSchema = u"own"_s, .isDescending = true});
    words.keys.push_back({.form = Form::Expression, .columnType = {VectorKind::None, -1}, .expression = u"lower(b)"_s});
    words.keys.push_back({.form = Form::Expression, .columnType = {VectorKind::None, -1}, .expression = u"upper(b)"_s, .collation = u"default"_s});
    build(words);
    expression.keys.front().expression = u"meta ->> nothing"_s;
    IndexPlan made = plan(expression);
    QVERIFY2(says(made.problems, IndexField::Column, u"column \"nothing\" does not exist"_s, true), qPrintable(texts(made.problems)));
    btree.predicate = u"tenant = 3); DROP TABLE docs; --"_s;
    made = plan(btree);
    QVERIFY2(says(made.problems, IndexField::Predicate, u"does not understand the predicate"_s, true), qPrintable(texts(made.problems)));
}

void IndexPlanTest::refusesBeforeTheServerDoes()
{
    const IndexPlan many = plan(on(u"docs"_s, u"big"_s));
    QVERIFY2(says(many.problems, IndexField::Form, u"up to 2,000 dimensions"_s, true), qPrintable(texts(many.problems)));
    QVERIFY(many.change.isEmpty());
    const auto offered = std::ranges::find_if(many.problems, [](const IndexProblem &each) { return each.isError && each.remedy; });
    QVERIFY(offered != many.problems.end());
    QCOMPARE(offered->remedy->keys.front().form, Form::Halfvec);
    build(*offered->remedy);

    QVERIFY(says(plan(on(u"docs"_s, u"any"_s)).problems, IndexField::Column, u"no dimensions"_s, true));
    QVERIFY(says(plan(on(u"docs"_s, u"nothing"_s)).problems, IndexField::Column, u"no column “nothing”"_s, true));
    QVERIFY(says(plan(on(u"nowhere"_s, u"v"_s)).problems, IndexField::Table, u"no table"_s, true));
    QVERIFY(says(plan(on(u"docs"_s, u"v"_s, u"diskann"_s)).problems, IndexField::Method, u"no access method “diskann”"_s, true));
    IndexSpec spec = on(u"docs"_s, u"v"_s);
    spec.name = u"docs_pkey"_s;
    const IndexPlan taken = plan(spec);
    QVERIFY2(says(taken.problems, IndexField::Name, u"already"_s, true), qPrintable(texts(taken.problems)));
    spec.name.clear();
    spec.tablespace = u"moon"_s;
    QVERIFY(says(plan(spec).problems, IndexField::Tablespace, u"no tablespace “moon”. It has pg_default"_s, true));
    spec.tablespace.clear();
    BuildSettings settings{.maintenanceWorkMem = qint64(1) << 50, .parallelWorkers = {}};
    QVERIFY(says(plan(spec, settings).problems, IndexField::Memory, u"more than the host has"_s, true)
            || says(plan(spec, settings).problems, IndexField::Memory, u"from 1 MB"_s, true));
    psql(u"ALTER DATABASE elsewhere SET default_transaction_read_only = on"_s);
    m_sessions.clear(); // it goes for new ones
    QVERIFY(says(plan(on(u"docs"_s, u"v"_s), {}, u"elsewhere"_s).problems, IndexField::Server, u"read-only"_s, true));
}

void IndexPlanTest::refusesWithoutPrivileges()
{
    const IndexPlan made = planAs(u"somebody"_s, on(u"docs"_s, u"v"_s));
    QVERIFY2(says(made.problems, IndexField::Table, u"belongs to “tester”"_s, true), qPrintable(texts(made.problems)));
    const IndexPlan own = planAs(u"somebody"_s, on(u"theirs"_s, u"v"_s));
    QVERIFY2(says(own.problems, IndexField::Table, u"may not create anything in the schema “public”"_s, true), qPrintable(texts(own.problems)));
}

void IndexPlanTest::saysWhatTheDataIsLike()
{
    psql(u"CREATE TABLE units (v vector(2)); INSERT INTO units SELECT CASE WHEN i % 10 > 0 THEN l2_normalize(ARRAY[i, 3]::vector) END FROM generate_series(1, 200) i;"
         "CREATE TABLE zeros (v vector(2)); INSERT INTO zeros SELECT ARRAY[0, i % 2]::vector FROM generate_series(1, 200) i"_s);
    const IndexPlan units = plan(on(u"units"_s, u"v"_s));
    QVERIFY2(says(units.problems, IndexField::Metric, u"length one: inner product"_s, false), qPrintable(texts(units.problems)));
    QVERIFY2(says(units.problems, IndexField::Column, u"10 % of the rows have no vector"_s, false), qPrintable(texts(units.problems)));
    QCOMPARE(units.rows, 180.0);
    const IndexPlan zeros = plan(on(u"zeros"_s, u"v"_s));
    QVERIFY2(says(zeros.problems, IndexField::Metric, u"50 % of the vectors have length zero"_s, false), qPrintable(texts(zeros.problems)));
    QCOMPARE(zeros.rows, 100.0);
    QVERIFY(says(plan(on(u"fresh"_s, u"v"_s, u"ivfflat"_s)).problems, IndexField::Lists, u"no vectors yet"_s, false));
    const IndexPlan few = plan(on(u"units"_s, u"v"_s, u"ivfflat"_s));
    QVERIFY2(says(few.problems, IndexField::Lists, u"few for 100 lists"_s, false), qPrintable(texts(few.problems)));
    psql(u"CREATE INDEX units_ann ON units USING hnsw (v vector_cosine_ops)"_s);
    IndexSpec second = on(u"units"_s, u"v"_s, u"ivfflat"_s);
    QVERIFY(says(plan(second).problems, IndexField::Column, u"The planner picks one by its cost"_s, false));
    second.method = u"hnsw"_s;
    second.setOption(u"m"_s, 16); // the default, said
    QVERIFY(says(plan(second).problems, IndexField::Column, u"the same index already"_s, false));
}

void IndexPlanTest::looksIntoSparseVectors()
{
    psql(u"CREATE TABLE sparse (s sparsevec(5000)); INSERT INTO sparse SELECT (SELECT ('{' || string_agg(k || ':1', ',') || '}/5000')::sparsevec "
         "FROM generate_series(1, i * 10) k) FROM generate_series(1, 20) i"_s);
    const IndexTable some = table(u"sparse"_s, {u"s"_s});
    QCOMPARE(some.sample(u"s"_s)->mostNonZero, 200);
    QCOMPARE(some.sample(u"s"_s)->meanNonZero, 105.0);
    QVERIFY(!hasErrors(plan(on(u"sparse"_s, u"s"_s)).problems));
    psql(u"INSERT INTO sparse SELECT ('{' || string_agg(k || ':1', ',') || '}/5000')::sparsevec FROM generate_series(1, 1001) k"_s);
    QVERIFY(says(plan(on(u"sparse"_s, u"s"_s)).problems, IndexField::Column, u"a row was seen with 1,001"_s, true));
}

void IndexPlanTest::knowsWhatStatementsOrderBy()
{
    psql(u"CREATE EXTENSION pg_stat_statements; CREATE TABLE asked (v vector(2)); INSERT INTO asked VALUES ('[1,2]')"_s);
    for (int i = 0; i < 3; ++i)
        psql(u"SELECT FROM asked ORDER BY v <-> '[1,%1]' LIMIT 5"_s.arg(i));
    const IndexTable known = table(u"asked"_s, {u"v"_s});
    QCOMPARE(known.uses, (std::vector<KnownUse>{{u"v"_s, AnnMetric::L2, 3}}));
    const IndexPlan made = plan(on(u"asked"_s, u"v"_s));
    QVERIFY2(says(made.problems, IndexField::Metric, u"order “v” by <-> (3 calls)"_s, false), qPrintable(texts(made.problems)));
    QCOMPARE(adviseIndex(known, u"v"_s).spec.metric, AnnMetric::L2);
    psql(u"DROP EXTENSION pg_stat_statements"_s);
}

void IndexPlanTest::setsTheMemoryForTheBuildAlone()
{
    IndexSpec spec = on(u"docs"_s, u"v"_s);
    spec.name = u"with_memory"_s;
    const BuildSettings settings{.maintenanceWorkMem = qint64(96) << 20, .parallelWorkers = 0};
    const IndexPlan made = plan(spec, settings);
    const QString script = sql::changeScript(made.change);
    QVERIFY2(script.contains(u"SET maintenance_work_mem = '96MB';"_s) && script.contains(u"RESET maintenance_work_mem;"_s), qPrintable(script));
    QVERIFY(script.indexOf(u"SET max_parallel_maintenance_workers = '0'"_s) < script.indexOf(u"CREATE INDEX CONCURRENTLY with_memory"_s));
    const auto after = [&](const sql::Change &change) {
        return ask([&](pg::Connection &c, core::JobContext &job) {
            c.exec("SET maintenance_work_mem = '33MB'");
            const bool succeeded = sql::ChangeRunner(change).run(c, job).succeeded();
            return c.exec("SHOW maintenance_work_mem").text(0, 0) + (succeeded ? u" done"_s : u" failed"_s);
        }, u"test"_s, false);
    };
    QCOMPARE(after(made.change), u"33MB done"_s);
    sql::Change fails = made.change;
    fails.steps[2].sql = u"CREATE INDEX CONCURRENTLY with_memory ON docs USING hnsw (v vector_no_ops)"_s;
    psql(u"DROP INDEX with_memory"_s);
    QCOMPARE(after(fails), u"33MB failed"_s);
}

void IndexPlanTest::takesNoWorkersWherePgvectorMustNotHaveThem()
{
    psql(u"ALTER TABLE docs SET (parallel_workers = 2)"_s);
    const IndexPlan made = plan(on(u"docs"_s, u"v"_s));
    const QString named = sql::changeScript(plan(on(u"docs"_s, u"v"_s), {.maintenanceWorkMem = {}, .parallelWorkers = 1}).change);
    psql(u"ALTER TABLE docs RESET (parallel_workers)"_s);
    QCOMPARE(made.settings.parallelWorkers, mustBuildAlone(u"hnsw"_s, made.table->pgvectorVersion) ? std::optional(0) : std::nullopt);
    QCOMPARE(sql::changeScript(made.change).contains(u"SET max_parallel_maintenance_workers = '0'"_s), made.settings.parallelWorkers == 0);
    QVERIFY2(named.contains(u"SET max_parallel_maintenance_workers = '1'"_s), qPrintable(named));
}

void IndexPlanTest::removesWhatAnEarlierBuildLeft()
{
    psql(u"CREATE TABLE twice (v vector(2)); INSERT INTO twice VALUES ('[1,2]'), ('[1,2]');"
         "CREATE INDEX twice_v_hnsw_cosine_idx ON twice USING hnsw (v vector_cosine_ops);"
         "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'twice_v_hnsw_cosine_idx'::regclass"_s);
    const IndexPlan made = plan(on(u"twice"_s, u"v"_s));
    QVERIFY2(!hasErrors(made.problems), qPrintable(texts(made.problems)));
    QCOMPARE(made.spec.name, u"twice_v_hnsw_cosine_idx"_s);
    QVERIFY(run(made.change).succeeded());
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'twice'::regclass"_s), u"t"_s);
    psql(u"UPDATE pg_index SET indisvalid = false WHERE indrelid = 'twice'::regclass"_s);
    IndexSpec plain = on(u"twice"_s, u"v"_s);
    plain.concurrently = false;
    const sql::ChangeReport replaced = run(plan(plain).change);
    QVERIFY2(replaced.succeeded(), qPrintable(replaced.summary()));
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'twice'::regclass"_s), u"t"_s);
    // What another session builds is no left-over.
    psql(u"CREATE TABLE busy (v vector(2)); INSERT INTO busy VALUES ('[1,2]')"_s);
    const auto open = m_services.session(m_cluster->options());
    open->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("INSERT INTO busy VALUES ('[2,1]')");
    }).future.waitForFinished();
    const auto builder = m_services.session(m_cluster->options());
    auto built = builder->run(u"build"_s, [](pg::Connection &c, core::JobContext &) {
        c.exec("CREATE INDEX CONCURRENTLY busy_v_hnsw_cosine_idx ON busy USING hnsw (v vector_cosine_ops)");
    });
    const QString working = u"SELECT COALESCE(max(pid), 0) FROM pg_stat_progress_create_index WHERE index_relid <> 0"_s;
    QTRY_VERIFY(psql(working) != u"0"_s);
    const IndexPlan taken = plan(on(u"busy"_s, u"v"_s));
    QVERIFY2(hasErrors(taken.problems) && texts(taken.problems).contains(u"Session %1 builds “busy_v_hnsw_cosine_idx” right now"_s.arg(psql(working))),
             qPrintable(texts(taken.problems)));
    open->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    built.future.waitForFinished();
    // A unique one that cannot be: nothing is left.
    psql(u"CREATE TABLE same (a int); INSERT INTO same VALUES (1), (1)"_s);
    IndexSpec unique = on(u"same"_s, u"a"_s, u"btree"_s);
    unique.isUnique = true;
    const sql::ChangeReport report = run(plan(unique).change);
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"could not create unique index"_s), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'same'::regclass"_s), u"0"_s);
}

void IndexPlanTest::namesWhoHoldsTheTable()
{
    psql(u"CREATE TABLE held (v vector(2)); INSERT INTO held VALUES ('[1,2]')"_s);
    IndexSpec spec = on(u"held"_s, u"v"_s);
    spec.concurrently = false;
    const IndexPlan made = plan(spec);
    const auto blocker = m_services.session(m_cluster->options(), u"blocker"_s);
    const auto block = [&](const QString &statement) {
        return blocker->run(u"block"_s, [&](pg::Connection &c, core::JobContext &) {
            if (c.transactionStatus() != pg::TransactionStatus::Idle)
                c.rollback();
            c.begin();
            c.exec(statement);
            return c.backendPid();
        }).future.result();
    };
    const int pid = block(u"INSERT INTO held VALUES ('[3,4]')"_s);
    sql::Change impatient = made.change;
    impatient.lockTimeout = 1;
    const sql::ChangeReport report = run(impatient);
    QVERIFY2(report.summary().contains(u"session %1"_s.arg(pid)), qPrintable(report.summary()));
    block(u"LOCK TABLE held"_s);
    try {
        plan(spec);
        QFAIL("it was locked");
    } catch (const core::Error &e) {
        QVERIFY2(e.message().contains(u"session %1"_s.arg(pid)), qPrintable(e.message()));
    }
}

void IndexPlanTest::goesOnAfterACrashOfTheServer()
{
    psql(u"CREATE TABLE crashed (v vector(2)); INSERT INTO crashed VALUES ('[1,2]'), ('[3,4]'); CHECKPOINT"_s);
    const sql::Change change = plan(on(u"crashed"_s, u"v"_s)).change;
    const auto blocker = m_services.session(m_cluster->options(), u"blocker"_s);
    blocker->run(u"block"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("INSERT INTO crashed VALUES ('[5,6]')");
    }).future.waitForFinished();
    const auto builder = m_services.session(m_cluster->options(), u"builder"_s);
    const auto task = builder->run(u"build"_s, [&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index WHERE phase = 'waiting for writers before build'"_s), u"1"_s, 10'000);
    m_cluster->kill();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"may stand"_s), qPrintable(report.summary()));
    m_sessions.clear();
    m_cluster->start();
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'crashed'::regclass"_s), u"f"_s);
    const sql::ChangeReport again = run(change);
    QVERIFY2(again.succeeded(), qPrintable(again.summary()));
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'crashed'::regclass"_s), u"1|t"_s);
}

void IndexPlanTest::buildsPartitionByPartition()
{
    psql(uR"(CREATE TABLE parts (id int, kind text, v vector(2)) PARTITION BY LIST (kind);
        CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
        CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b') PARTITION BY RANGE (id);
        CREATE TABLE parts_b1 PARTITION OF parts_b FOR VALUES FROM (0) TO (50);
        CREATE SCHEMA other; CREATE TABLE other.parts_b2 PARTITION OF parts_b FOR VALUES FROM (50) TO (100);
        INSERT INTO parts SELECT i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, ARRAY[i, 1]::vector FROM generate_series(1, 99) i)"_s);
    psql(u"CREATE INDEX own_idx ON parts_a USING hnsw (v vector_cosine_ops)"_s); // is the same, and only attached
    const IndexPlan made = plan(on(u"parts"_s, u"v"_s));
    const sql::ChangeReport report = run(made.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT string_agg(indexrelid::regclass::text || ' ' || indisvalid, ', ' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid IN "
                  "(SELECT relid FROM pg_partition_tree('parts'))"_s),
             u"other.parts_b2_v_hnsw_cosine_idx true, own_idx true, parts_b1_v_hnsw_cosine_idx true, parts_b_v_hnsw_cosine_idx true, parts_v_hnsw_cosine_idx true"_s);
    QVERIFY(plan(made.spec).isThere);
}

void IndexPlanTest::goesOnWithPartitions()
{
    psql(uR"(CREATE TABLE months (id int, v vector(2)) PARTITION BY RANGE (id);
        CREATE TABLE months_1 PARTITION OF months FOR VALUES FROM (0) TO (10);
        CREATE TABLE months_2 PARTITION OF months FOR VALUES FROM (10) TO (20);
        CREATE TABLE months_3 PARTITION OF months FOR VALUES FROM (20) TO (30);
        INSERT INTO months SELECT i, ARRAY[i, 1]::vector FROM generate_series(0, 29) i)"_s);
    const IndexPlan made = plan(on(u"months"_s, u"v"_s));
    // Stopped after the first part, another one dropped by somebody, and a partition added that nobody knew of.
    sql::Change begun = made.change;
    begun.steps.resize(3);
    QVERIFY(run(begun).succeeded());
    psql(u"DROP INDEX months_1_v_hnsw_cosine_idx; CREATE TABLE months_4 PARTITION OF months FOR VALUES FROM (30) TO (40);"
         "CREATE TABLE months_5 (id int, v vector(2)); ALTER TABLE months ATTACH PARTITION months_5 FOR VALUES FROM (40) TO (50)"_s);
    const IndexPlan again = plan(made.spec);
    QVERIFY2(!hasErrors(again.problems) && !again.isThere, qPrintable(texts(again.problems)));
    // Another definition is another index, and one statement for all of them cannot go on.
    IndexSpec other = made.spec;
    other.setOption(u"m"_s, 32);
    QVERIFY2(says(plan(other).problems, IndexField::Name, u"another one that is not whole yet"_s, true), qPrintable(texts(plan(other).problems)));
    IndexSpec atOnce = made.spec;
    atOnce.concurrently = false;
    QVERIFY2(says(plan(atOnce).problems, IndexField::Name, u"Only CONCURRENTLY goes on"_s, true), qPrintable(texts(plan(atOnce).problems)));
    const QString ofParts = u"UPDATE pg_class SET reloptions = %1 WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'months_v_hnsw_cosine_idx'::regclass)"_s;
    psql(ofParts.arg(u"'{m=32}'"_s));
    QVERIFY2(says(plan(made.spec).problems, IndexField::Name, u"a part that it has, is another one"_s, true), qPrintable(texts(plan(made.spec).problems)));
    psql(ofParts.arg(u"NULL"_s));
    const sql::ChangeReport report = run(again.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('months'))"_s), u"6|t"_s);
    // The old Change, run again, has nothing left to do.
    QVERIFY(run(made.change).succeeded());
    // A part that somebody dropped while others were built.
    psql(u"DROP INDEX months_v_hnsw_cosine_idx"_s);
    sql::Change gap = plan(made.spec).change;
    gap.steps[2].sql = u"DROP INDEX months_1_v_hnsw_cosine_idx"_s;
    gap.steps[2].isDone.clear();
    gap.steps[2].verify.clear();
    const sql::ChangeReport missing = run(gap);
    QVERIFY(!missing.succeeded());
    QVERIFY2(missing.summary().contains(u"months_1_v_hnsw_cosine_idx"_s) || missing.summary().contains(u"months_2_v_hnsw_cosine_idx"_s), qPrintable(missing.summary()));
    QVERIFY(run(plan(made.spec).change).succeeded());
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('months'))"_s), u"6|t"_s);
}

void IndexPlanTest::undoesAPartitionedIndex()
{
    psql(uR"(CREATE TABLE years (id int, v vector(2)) PARTITION BY RANGE (id);
        CREATE TABLE years_1 PARTITION OF years FOR VALUES FROM (0) TO (10);
        CREATE TABLE years_2 PARTITION OF years FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
        CREATE TABLE years_2a PARTITION OF years_2 FOR VALUES FROM (10) TO (20))"_s);
    const sql::Change change = plan(on(u"years"_s, u"v"_s)).change;
    for (std::size_t steps = 1; steps <= change.steps.size(); ++steps) {
        sql::Change begun = change;
        begun.steps.resize(steps);
        const sql::ChangeReport report = run(begun);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const sql::ChangeReport undone = run(report.undo());
        QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('years'))"_s), u"0"_s);
    }
    // An index that was there before goes with the whole, and that is said.
    psql(u"CREATE INDEX was_there ON years_1 USING hnsw (v vector_cosine_ops)"_s);
    const sql::Change over = plan(on(u"years"_s, u"v"_s)).change;
    const auto names = [](const QString &note) { return note.contains(u"public.was_there"_s) && note.contains(u"was there before"_s); };
    QCOMPARE(std::ranges::count_if(over.steps, [&](const sql::ChangeStep &step) { return names(step.riskNote) && names(step.undoNote); }), 1);
}

void IndexPlanTest::plansAQueue()
{
    psql(u"CREATE TABLE queued (a int, v vector(2)); INSERT INTO queued VALUES (1, '[1,2]')"_s);
    std::vector<IndexSpec> specs{on(u"queued"_s, u"a"_s, u"btree"_s), on(u"queued"_s, u"v"_s), on(u"queued"_s, u"v"_s)};
    specs[2].setOption(u"m"_s, 8);
    const BuildSettings settings{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = {}};
    const auto planned = [&] { return ask([&](pg::Connection &c, core::JobContext &) { return planIndexes(c, specs, settings); }); };
    const IndexQueue queue = planned();
    QCOMPARE(queue.change.steps.size(), 5);
    QVERIFY(queue.change.steps[1].estimate.isKnown() && !queue.change.steps[2].estimate.isKnown()); // the forecast tells of HNSW
    QCOMPARE(queue.plans[2].spec.name, u"queued_v_hnsw_cosine_idx1"_s);
    const sql::ChangeReport report = run(queue.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'queued'::regclass AND indisvalid"_s), u"3"_s);
    specs.push_back(on(u"queued"_s, u"nothing"_s));
    QVERIFY(planned().change.isEmpty());
}

void IndexPlanTest::writesAMigrationWithItsSettings()
{
    const IndexPlan made = plan(on(u"fresh"_s, u"v"_s), {.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = {}});
    const auto drafts = migrations::migrationDrafts(made.change, {}, {});
    QCOMPARE(drafts.size(), 2);
    const QString up = drafts.front().text;
    QVERIFY2(up.startsWith(u"-- quiver: no-transaction"_s) && up.contains(u"SET maintenance_work_mem = '1GB';"_s) && up.contains(u"RESET maintenance_work_mem;"_s), qPrintable(up));
    QVERIFY2(drafts.back().text.contains(u"DROP INDEX CONCURRENTLY IF EXISTS public.fresh_v_hnsw_cosine_idx;"_s), qPrintable(drafts.back().text));
}

void IndexPlanTest::advises()
{
    IndexAdvice advice = adviseIndex(table(u"docs"_s, {u"big"_s}), u"big"_s);
    QCOMPARE(advice.spec.keys.front().form, Form::Halfvec);
    QVERIFY(!advice.isNeeded);
    advice = adviseIndex(table(u"units"_s, {u"v"_s}), u"v"_s);
    QCOMPARE(advice.spec.metric, AnnMetric::InnerProduct);
    build(advice.spec);
    QVERIFY(!adviseIndex(table(u"docs"_s, {u"any"_s}), u"any"_s).obstacle.isEmpty());
    QVERIFY(!adviseIndex(table(u"docs"_s, {u"tenant"_s}), u"tenant"_s).obstacle.isEmpty());
    advice = adviseIndex(table(u"docs"_s, {u"b"_s}), u"b"_s);
    QCOMPARE(advice.spec.metric, AnnMetric::Hamming);
    QVERIFY(adviseIndex(table(u"zeros"_s, {u"v"_s}), u"v"_s).spec.metric == AnnMetric::Cosine);
}

QTEST_GUILESS_MAIN(IndexPlanTest)
#include "tst_indexplan.moc"
