// SPDX-License-Identifier: GPL-3.0-or-later
// A change of model on real tables with rows: its ways, what it keeps, and how it goes on after being interrupted anywhere.
#include "catalog/catalog.h"
#include "catalog/versionaudit.h"
#include "migrations/migrationwriter.h"
#include "schema/modelchange.h"
#include "sql/changerunner.h"
#include "support/modelbench.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;
using namespace quiver::schema;
using namespace quiver::migrations;
using test::ModelBench;

class ModelChangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_bench = std::make_unique<ModelBench>(); }
    void cleanupTestCase() { m_bench.reset(); }
    void halvesThePrecision();
    void cutsVectorsOffAndNormalizesThem();
    void quantizesToBits();
    void takesVectorsOfAnotherTable();
    void waitsForTheApplication();
    void fillsByAnExpressionAndKeepsItInStep();
    void carriesNotNullOver();
    void takesNamesThatNobodyShouldUse();
    void changesPartitionedTables();
    void changesATableWithoutAPrimaryKey();
    void findsAnotherWayToIndexManyDimensions();
    void namesWhatWouldStayWithTheOldColumn();
    void refusesWhatCannotWork();
    void movesTheNotesOfWhoEmbeddedTheColumns();
    void canBeUndoneUntilTheDrop();
    void runsAsMigrationsWithPsql();

private:
    QString psql(const QString &sql) { return m_bench->psql(sql); }

    std::unique_ptr<ModelBench> m_bench;
};

namespace {

ModelChange halving(const QString &table)
{
    ModelChange request{.schema = u"public"_s, .table = table, .column = u"embedding"_s, .type = {VectorKind::Halfvec, 3}};
    request.from = FillFrom::Cast;
    request.batchRows = 200;
    return request;
}

bool says(const std::vector<ColumnProblem> &problems, ColumnField field, const QString &part, bool isError)
{
    return std::ranges::any_of(problems, [&](const ColumnProblem &problem) {
        return problem.field == field && problem.isError == isError && problem.text.contains(part);
    });
}

} // namespace

void ModelChangeTest::halvesThePrecision()
{
    m_bench->makeTable(u"halved"_s, 1000);
    psql(u"CREATE INDEX halved_hnsw ON halved USING hnsw (embedding vector_cosine_ops) WITH (m = 8); COMMENT ON INDEX halved_hnsw IS 'mine';"
         "CREATE INDEX halved_ivf ON halved USING ivfflat (embedding vector_l2_ops) WITH (lists = 3) WHERE embedding IS NOT NULL;"
         "CREATE ROLE reader; GRANT SELECT (embedding) ON halved TO reader"_s);
    ModelChange request = halving(u"halved"_s);
    request.model = u"same model, half the bytes"_s;
    request.storage = ColumnStorage::Main;
    const ModelPlan plan = m_bench->plan(request);
    QVERIFY(plan.facts && plan.facts->isCounted);
    QCOMPARE(plan.facts->toFill, 900);
    QCOMPARE(plan.facts->withoutSource, 100);
    QVERIFY(says(plan.problems, ColumnField::Source, u"100 rows have nothing"_s, false));
    QVERIFY(says(plan.problems, ColumnField::Swap, u"comes last in the table"_s, false));
    const bool isLone = catalog::parallelBuildDefect(psql(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s)).has_value();
    const QString script = sql::changeScript(plan.change);
    QCOMPARE(script.indexOf(u"SET max_parallel_maintenance_workers = '0'"_s) >= 0 && script.indexOf(u"SET max_parallel_maintenance_workers = '0'"_s) < script.indexOf(u"USING hnsw"_s), isLone);
    QCOMPARE(script.contains(u"RESET max_parallel_maintenance_workers"_s), isLone);
    const sql::ChangeReport report = m_bench->run(plan.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM halved WHERE embedding IS DISTINCT FROM embedding_old::halfvec(3)"_s), u"0"_s);
    QCOMPARE(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'halved_hnsw'"_s),
             u"CREATE INDEX halved_hnsw ON public.halved USING hnsw (embedding halfvec_cosine_ops) WITH (m='8')"_s);
    QCOMPARE(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'halved_ivf'"_s),
             u"CREATE INDEX halved_ivf ON public.halved USING ivfflat (embedding halfvec_l2_ops) WITH (lists='3') WHERE (embedding IS NOT NULL)"_s);
    QCOMPARE(psql(u"SELECT obj_description('halved_hnsw'::regclass), has_column_privilege('reader', 'halved', 'embedding', 'SELECT')"_s), u"mine|t"_s);
    QCOMPARE(psql(u"SELECT attstorage, col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = 'halved'::regclass AND attname = 'embedding'"_s),
             u"m|Model: same model, half the bytes"_s);
    QCOMPARE(psql(u"SELECT count(*) FROM pg_trigger WHERE tgrelid = 'halved'::regclass"_s), u"0"_s);
    // Asked for again it is done, but for the drop.
    const sql::ChangeReport again = m_bench->run(plan.change);
    QVERIFY2(again.succeeded() && again.standing().empty(), qPrintable(again.summary()));
    const ModelPlan swapped = m_bench->plan(request);
    QCOMPARE(swapped.facts->state, ModelState::Swapped);
    QVERIFY(swapped.change.isEmpty());
    request.dropOld = true;
    const ModelPlan dropping = m_bench->plan(request);
    QCOMPARE(dropping.change.steps.size(), std::size_t(3));
    QCOMPARE(dropping.change.risk(), sql::Risk::Destructive);
    QVERIFY(m_bench->run(dropping.change).succeeded());
    QCOMPARE(psql(u"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'halved'::regclass AND attnum > 0 AND NOT attisdropped"_s),
             u"id body embedding"_s);
    QCOMPARE(m_bench->plan(request).facts->state, ModelState::Finished);
    QVERIFY(m_bench->run(plan.change).succeeded());
}

void ModelChangeTest::cutsVectorsOffAndNormalizesThem()
{
    m_bench->makeTable(u"cut"_s, 500);
    ModelChange request = halving(u"cut"_s);
    request.type = {VectorKind::Vector, 2};
    request.from = FillFrom::Subvector;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(*) FROM cut WHERE embedding <-> l2_normalize(subvector(embedding_old, 1, 2)) > 1e-6 OR abs(vector_norm(embedding) - 1) > 1e-6"_s), u"2"_s); // of length zero
    QCOMPARE(psql(u"SELECT count(*) FROM cut WHERE (embedding IS NULL) <> (embedding_old IS NULL)"_s), u"0"_s);
}

void ModelChangeTest::quantizesToBits()
{
    m_bench->makeTable(u"bits"_s, 300);
    psql(u"CREATE INDEX bits_hnsw ON bits USING hnsw (embedding vector_cosine_ops)"_s);
    ModelChange request = halving(u"bits"_s);
    request.type = {VectorKind::Bit, 3};
    request.from = FillFrom::BinaryQuantize;
    const ModelPlan plan = m_bench->plan(request);
    QVERIFY(says(plan.problems, ColumnField::Indexes, u"another distance"_s, false));
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(*) FROM bits WHERE embedding <> binary_quantize(embedding_old)"_s), u"0"_s);
    QVERIFY(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'bits_hnsw'"_s).contains(u"(embedding bit_hamming_ops)"_s));
    QCOMPARE(m_bench->plan(request).facts->state, ModelState::Swapped);
}

void ModelChangeTest::takesVectorsOfAnotherTable()
{
    m_bench->makeTable(u"joined"_s, 1000);
    psql(u"CREATE TABLE \"New vectors\" (doc int, v real[]); INSERT INTO \"New vectors\" SELECT i, ARRAY[i, 1, 2, 3, 4] FROM generate_series(1, 990) i"_s);
    ModelChange request = halving(u"joined"_s);
    request.type = {VectorKind::Vector, 5};
    request.from = FillFrom::OtherTable;
    request.otherSchema = u"public"_s;
    request.otherTable = u"New vectors"_s;
    request.otherColumn = u"v"_s;
    request.key = {u"id"_s};
    request.otherKey = {u"doc"_s};
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::OtherKey, u"CREATE UNIQUE INDEX ON public.\"New vectors\" (doc)"_s, true));
    psql(u"CREATE UNIQUE INDEX ON \"New vectors\" (doc)"_s);
    const ModelPlan plan = m_bench->plan(request);
    QCOMPARE(plan.facts->toFill, 990);
    QVERIFY(says(plan.problems, ColumnField::Source, u"10 rows have no vector in the other table"_s, false));
    const sql::ChangeReport report = m_bench->run(plan.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*), count(embedding), count(*) FILTER (WHERE embedding::real[] = ARRAY[id, 1, 2, 3, 4]::real[]) FROM joined"_s), u"1000|990|990"_s);
}

void ModelChangeTest::waitsForTheApplication()
{
    m_bench->makeTable(u"app"_s, 300);
    ModelChange request = halving(u"app"_s);
    request.type = {VectorKind::Vector, 4};
    request.from = FillFrom::Application;
    const ModelPlan plan = m_bench->plan(request);
    QVERIFY(m_bench->run(plan.change).summary().contains(u"270 rows of public.app have no vector in embedding_new yet"_s));
    psql(u"UPDATE app SET embedding_new = ARRAY[id, 1, 1, 1]::vector WHERE id <= 100 AND embedding IS NOT NULL"_s);
    QVERIFY(m_bench->run(plan.change).summary().contains(u"180 rows"_s));
    psql(u"UPDATE app SET embedding_new = ARRAY[id, 1, 1, 1]::vector WHERE embedding IS NOT NULL"_s);
    const ModelPlan again = m_bench->plan(request); // by somebody else, later
    QCOMPARE(again.facts->state, ModelState::Underway);
    const sql::ChangeReport report = m_bench->run(again.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(embedding), min(vector_dims(embedding)) FROM app"_s), u"270|4"_s);
}

void ModelChangeTest::fillsByAnExpressionAndKeepsItInStep()
{
    m_bench->makeTable(u"expr"_s, 300);
    ModelChange request = halving(u"expr"_s);
    request.type = {VectorKind::Vector, 2};
    request.from = FillFrom::Expression;
    request.expression = u"ARRAY[id, length(body)) -- oops"_s;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Expression, u"syntax error"_s, true));
    request.expression = u"CASE WHEN expr.id % 3 > 0 THEN ARRAY[id, length(body)]::vector END -- of what is there"_s;
    request.swap = false;
    QVERIFY(m_bench->apply(request));
    const QString wrong = u"SELECT count(*) FROM expr WHERE embedding_new IS DISTINCT FROM CASE WHEN id % 3 > 0 THEN ARRAY[id, length(body)]::vector(2) END"_s;
    QCOMPARE(psql(wrong), u"0"_s);
    psql(u"UPDATE expr SET body = body || 'longer' WHERE id < 50; INSERT INTO expr (id, body) VALUES (2002, 'new')"_s);
    QCOMPARE(psql(wrong), u"0"_s);
    request.swap = true;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT embedding FROM expr WHERE id = 2002"_s), u"[2002,3]"_s);
}

void ModelChangeTest::carriesNotNullOver()
{
    for (const bool inStep : {true, false}) {
        m_bench->makeTable(u"strict"_s, 300);
        psql(u"DELETE FROM strict WHERE embedding IS NULL; ALTER TABLE strict ALTER embedding SET NOT NULL"_s);
        ModelChange request = halving(u"strict"_s);
        request.keepInSync = inStep;
        QVERIFY(m_bench->apply(request));
        QCOMPARE(psql(u"SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = 'strict'::regclass AND attname LIKE 'emb%' ORDER BY 1"_s),
                 u"embedding|t\nembedding_old|f"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_constraint WHERE conrelid = 'strict'::regclass AND contype = 'c'"_s), u"0"_s);
        psql(u"INSERT INTO strict (id, body, embedding) VALUES (5001, 'by the new application', '[1,2,3]')"_s);
        psql(u"DROP TABLE strict"_s);
    }
    // A column that must not be NULL is not given rows without a vector.
    m_bench->makeTable(u"strict"_s, 300);
    psql(u"DELETE FROM strict WHERE embedding IS NULL; ALTER TABLE strict ALTER embedding SET NOT NULL; CREATE TABLE few (id int PRIMARY KEY, v vector(3))"_s);
    ModelChange request = halving(u"strict"_s);
    request.type = {VectorKind::Vector, 3};
    request.from = FillFrom::OtherTable;
    request.otherSchema = u"public"_s;
    request.otherTable = u"few"_s;
    request.otherColumn = u"v"_s;
    request.key = request.otherKey = {u"id"_s};
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Source, u"270 rows would have no new vector"_s, true));
}

void ModelChangeTest::takesNamesThatNobodyShouldUse()
{
    const QString schema = u"we\"ird; --"_s, table = u"表 Größe $$ %1"_s, column = u"Vektor \"x\" $q0$"_s;
    ModelBench::Names names{schema, table, u"Schlüssel ID"_s, column};
    m_bench->makeTable(names, 400);
    psql(u"CREATE INDEX \"IX; %1 文\" ON \"we\"\"ird; --\".\"表 Größe $$ %1\" USING hnsw (\"Vektor \"\"x\"\" $q0$\" vector_l2_ops)"_s);
    ModelChange request = halving(table);
    request.schema = schema;
    request.column = column;
    request.newColumn = QString(21, u'文'); // 63 bytes
    request.dropOld = true;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(\"Vektor \"\"x\"\" $q0$\"), count(*) FROM \"we\"\"ird; --\".\"表 Größe $$ %1\" WHERE \"Vektor \"\"x\"\" $q0$\" IS NULL OR "
                  "\"Vektor \"\"x\"\" $q0$\"::text LIKE '[%'"_s), u"360|400"_s);
    QCOMPARE(psql(u"SELECT count(*) FROM pg_indexes WHERE indexname = 'IX; %1 文' AND indexdef LIKE '%halfvec_l2_ops%'"_s), u"1"_s);
    QCOMPARE(m_bench->invalidIndexes(), QString());
}

void ModelChangeTest::changesPartitionedTables()
{
    psql(u"CREATE TABLE parts (id int, kind text, embedding vector(3), PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);"
         "CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');"
         "CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b') PARTITION BY RANGE (id);"
         "CREATE TABLE parts_b1 PARTITION OF parts_b FOR VALUES FROM (0) TO (500); CREATE TABLE parts_b2 PARTITION OF parts_b FOR VALUES FROM (500) TO (2000);"
         "INSERT INTO parts SELECT i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END, ARRAY[i, 1, 2]::vector FROM generate_series(1, 1000) i;"
         "CREATE INDEX parts_hnsw ON parts USING hnsw (embedding vector_cosine_ops);"
         "CREATE INDEX alone ON parts_a USING ivfflat (embedding vector_l2_ops) WITH (lists = 2)"_s);
    ModelChange request = halving(u"parts"_s);
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(*) FROM parts WHERE embedding IS DISTINCT FROM embedding_old::halfvec(3)"_s), u"0"_s);
    QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_opclass o ON o.oid = indclass[0] "
                  "WHERE indrelid IN (SELECT relid FROM pg_partition_tree('parts')) AND o.opcname LIKE 'halfvec%' AND c.relname !~ '_old$'"_s), u"6|t"_s);
    QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'parts_hnsw'::regclass"_s), u"t"_s);
    request.dropOld = true;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'parts_b1'::regclass AND attname = 'embedding_old'"_s), u"0"_s);
    // By a partition's name it is refused.
    QVERIFY(says(m_bench->plan(halving(u"parts_a"_s)).problems, ColumnField::Table, u"its columns are those of parts"_s, true));
}

void ModelChangeTest::changesATableWithoutAPrimaryKey()
{
    m_bench->makeTable(u"keyless"_s, 700);
    psql(u"ALTER TABLE keyless DROP CONSTRAINT keyless_pkey; ALTER TABLE keyless ALTER id DROP NOT NULL"_s);
    const ModelChange request = halving(u"keyless"_s);
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Table, u"no primary key"_s, false));
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT count(*), count(embedding) FROM keyless WHERE embedding IS NOT DISTINCT FROM embedding_old::halfvec(3)"_s), u"700|630"_s);
}

void ModelChangeTest::findsAnotherWayToIndexManyDimensions()
{
    m_bench->makeTable(u"many"_s, 30);
    psql(u"CREATE INDEX many_hnsw ON many USING hnsw (embedding vector_ip_ops) WITH (ef_construction = 70);"
         "CREATE INDEX many_half ON many USING hnsw ((embedding::halfvec(3)) halfvec_l2_ops);"
         "CREATE INDEX many_bits ON many USING hnsw ((binary_quantize(embedding)::bit(3)) bit_jaccard_ops);"
         "CREATE INDEX many_sub ON many USING hnsw ((subvector(embedding, 1, 2)::vector(2)) vector_l2_ops);"
         "CREATE INDEX many_tree ON many (id) WHERE embedding IS NULL"_s);
    ModelChange request = halving(u"many"_s);
    request.type = {VectorKind::Vector, 3072};
    request.from = FillFrom::Expression;
    request.expression = u"CASE WHEN embedding IS NOT NULL THEN array_fill(id, ARRAY[3072])::vector END"_s;
    const ModelPlan plan = m_bench->plan(request);
    QVERIFY(says(plan.problems, ColumnField::Indexes, u"many_hnsw: 3,072 dimensions are too many for vector"_s, false));
    QVERIFY(says(plan.problems, ColumnField::Indexes, u"many_sub: it is on the expression"_s, false));
    QVERIFY(says(plan.problems, ColumnField::Indexes, u"many_tree (btree)"_s, false));
    QVERIFY(m_bench->apply(request));
    const auto definition = [&](const QString &index) { return psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = '%1'"_s.arg(index)); };
    QCOMPARE(definition(u"many_hnsw"_s), u"CREATE INDEX many_hnsw ON public.many USING hnsw (((embedding)::halfvec(3072)) halfvec_ip_ops) WITH (ef_construction='70')"_s);
    QCOMPARE(definition(u"many_half"_s), u"CREATE INDEX many_half ON public.many USING hnsw (((embedding)::halfvec(3072)) halfvec_l2_ops)"_s);
    QCOMPARE(definition(u"many_bits"_s), u"CREATE INDEX many_bits ON public.many USING hnsw (((binary_quantize(embedding))::bit(3072)) bit_jaccard_ops)"_s);
    request = halving(u"many"_s);
    request.type = {VectorKind::Vector, 4500};
    request.oldColumn = u"old2"_s;
    request.from = FillFrom::Application;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Indexes, u"one bit for each"_s, false));
}

void ModelChangeTest::namesWhatWouldStayWithTheOldColumn()
{
    m_bench->makeTable(u"tied"_s, 50);
    psql(u"CREATE VIEW tied_view AS SELECT id, embedding FROM tied; CREATE MATERIALIZED VIEW tied_mat AS SELECT embedding FROM tied;"
         "ALTER TABLE tied ADD norm float8 GENERATED ALWAYS AS (vector_norm(embedding)) STORED, ADD CONSTRAINT tied_check CHECK (vector_dims(embedding) = 3);"
         "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
         "CREATE TRIGGER tied_trigger BEFORE UPDATE OF embedding ON tied FOR EACH ROW EXECUTE FUNCTION nothing();"
         "CREATE POLICY tied_policy ON tied USING (embedding IS NOT NULL); CREATE PUBLICATION tied_pub FOR TABLE tied (id, embedding);"
         "CREATE FUNCTION near() RETURNS int LANGUAGE sql AS 'SELECT id FROM tied ORDER BY embedding <-> ''[1,2,3]'' LIMIT 1'"_s);
    ModelChange request = halving(u"tied"_s);
    const ModelPlan refused = m_bench->plan(request);
    QVERIFY(refused.change.isEmpty());
    for (const QString &part : {u"the view tied_view"_s, u"the materialized view tied_mat"_s, u"the generated column tied.norm"_s, u"the check tied_check"_s,
                                u"the trigger tied_trigger"_s, u"the policy tied_policy"_s, u"the publication tied_pub"_s})
        QVERIFY2(says(refused.problems, ColumnField::Dependents, part, true), qPrintable(part));
    QVERIFY(says(refused.problems, ColumnField::Dependents, u"near()"_s, false));
    QVERIFY(says(refused.problems, ColumnField::Table, u"published (tied_pub)"_s, false));
    request.dependentsAccepted = true;
    request.dropOld = true;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Drop, u"the view tied_view"_s, true));
    request.dropOld = false;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(psql(u"SELECT pg_typeof(embedding) FROM tied_view LIMIT 1"_s), u"vector"_s);
    // And after the swap it is still not tried.
    request.dropOld = true;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Drop, u"the view tied_view"_s, true));
}

void ModelChangeTest::refusesWhatCannotWork()
{
    m_bench->makeTable(u"plain"_s, 20);
    ModelChange request = halving(u"plain"_s);
    request.type = {VectorKind::Halfvec, 5};
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Source, u"cannot be made of vector(3) that way"_s, true));
    request = halving(u"plain"_s);
    request.column = u"body"_s;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::Column, u"none of vectors"_s, true));
    request = halving(u"plain"_s);
    request.newColumn = u"body"_s;
    QVERIFY(says(m_bench->plan(request).problems, ColumnField::NewColumn, u"of type text"_s, true));
    request.newColumn = u"embedding"_s;
    request.batchRows = 5;
    const auto bad = problemsOf(request);
    QVERIFY(says(bad, ColumnField::NewColumn, u"name of its own"_s, true) && says(bad, ColumnField::BatchRows, u"From 100"_s, true));
    psql(u"CREATE TABLE heir (x int) INHERITS (plain)"_s);
    QVERIFY(says(m_bench->plan(halving(u"plain"_s)).problems, ColumnField::Table, u"inherit"_s, true));
    psql(u"CREATE TABLE sent (id int, embedding vector(3)); CREATE PUBLICATION sent_pub FOR TABLE sent"_s);
    QVERIFY(says(m_bench->plan(halving(u"sent"_s)).problems, ColumnField::Table, u"REPLICA IDENTITY"_s, true));
    psql(u"CREATE TABLE left_over (id int, embedding vector(3), embedding_old vector(2))"_s);
    QVERIFY(says(m_bench->plan(halving(u"left_over"_s)).problems, ColumnField::OldColumn, u"earlier change"_s, true));
}

void ModelChangeTest::movesTheNotesOfWhoEmbeddedTheColumns()
{
    const auto notes = [this] { return psql(u"SELECT string_agg(column_name || '=' || kind, ' ' ORDER BY column_name, kind) FROM quiver.embedders WHERE table_name = 'noted'"_s); };
    m_bench->makeTable(u"noted"_s, 100);
    psql(u"CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea,"
         " PRIMARY KEY (schema_name, table_name, column_name));"
         "INSERT INTO quiver.embedders VALUES ('public', 'noted', 'embedding', 'lexical', ''), ('public', 'noted', 'embedding_old', 'http', ''),"
         " ('public', 'noted', 'other', 'http', ''), ('other', 'noted', 'embedding', 'http', '')"_s);
    ModelChange request = halving(u"noted"_s);
    request.from = FillFrom::Expression;
    request.expression = u"embedding::halfvec(3)"_s;
    request.model = u"another"_s;
    request.asFresh = true; // as for a migration, which asks whether the table is there
    const sql::ChangeReport report = m_bench->run(m_bench->plan(request).change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(notes(), u"embedding=http embedding_old=lexical other=http"_s); // the first one is of the schema "other"
    QVERIFY(m_bench->run(report.undo()).succeeded());
    QCOMPARE(notes(), u"embedding=http embedding=lexical other=http"_s);
    // The new column was embedded already, and the old one goes.
    psql(u"INSERT INTO quiver.embedders VALUES ('public', 'noted', 'embedding_new', 'made', '')"_s);
    request.asFresh = false;
    request.dropOld = true;
    QVERIFY(m_bench->apply(request));
    QCOMPARE(notes(), u"embedding=http embedding=made other=http"_s);
    // The same values in another type are of the same model.
    ModelChange back = halving(u"noted"_s);
    back.type = {VectorKind::Vector, 3};
    QVERIFY(m_bench->apply(back));
    QCOMPARE(notes(), u"embedding=http embedding=made embedding_old=made other=http"_s);
    // So is the column whose texts they were made of, where that is noted.
    psql(u"ALTER TABLE noted DROP COLUMN embedding_old; ALTER TABLE quiver.embedders ADD COLUMN text_column text;"
         "UPDATE quiver.embedders SET text_column = 'label' WHERE schema_name = 'public' AND column_name = 'embedding'"_s);
    QVERIFY(m_bench->apply(halving(u"noted"_s)));
    QCOMPARE(psql(u"SELECT string_agg(column_name || ' ' || text_column, ', ' ORDER BY 1) FROM quiver.embedders WHERE schema_name = 'public'"_s),
             u"embedding label, embedding_old label"_s);
    psql(u"DROP SCHEMA quiver CASCADE"_s);
}

void ModelChangeTest::canBeUndoneUntilTheDrop()
{
    m_bench->makeTable(u"undone"_s, 200);
    psql(u"CREATE INDEX undone_hnsw ON undone USING hnsw (embedding vector_cosine_ops)"_s);
    const QString before = m_bench->dump(u"undone"_s);
    const sql::ChangeReport report = m_bench->run(m_bench->plan(halving(u"undone"_s)).change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QVERIFY(m_bench->dump(u"undone"_s) != before);
    const sql::ChangeReport undone = m_bench->run(report.undo());
    QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
    QCOMPARE(m_bench->dump(u"undone"_s), before);
}

void ModelChangeTest::runsAsMigrationsWithPsql()
{
    m_bench->makeTable(u"mig"_s, 900);
    psql(u"CREATE INDEX mig_hnsw ON mig USING hnsw (embedding vector_cosine_ops)"_s);
    const QTemporaryDir folder;
    ModelChange request = halving(u"mig"_s);
    request.dropOld = true;
    const QStringList files = writeMigration(folder.path(), m_bench->plan(request).change, u"half"_s);
    QVERIFY(files.size() > 4);
    for (const QString &file : files) {
        if (file.endsWith(u".up.sql"_s))
            m_bench->psqlFile(file);
    }
    QCOMPARE(psql(u"SELECT count(embedding), min(pg_typeof(embedding)::text) FROM mig"_s), u"810|halfvec"_s);
    QCOMPARE(psql(u"SELECT count(*) FROM pg_indexes WHERE indexname = 'mig_hnsw'"_s), u"1"_s);
}

QTEST_GUILESS_MAIN(ModelChangeTest)
#include "tst_modelchange.moc"
