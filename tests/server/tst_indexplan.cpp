// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that are planned and built on a real server: every operator class and form, and what stands in the way.
#include "index/advise.h"
#include "index/indexlist.h"
#include "index/invalidradar.h"
#include "support/indexplanbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using test::on;
using test::says;
using test::texts;
using catalog::AnnMetric;
using catalog::VectorKind;
using Form = IndexKey::Form;

class IndexPlanTest : public test::IndexPlanBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }
    void buildsEveryFormAndReadsItBack();
    void takesNamesThatNobodyShouldUse();
    void qualifiesWhatIsInAnotherSchema();
    void buildsWhatSearchesFilterBy();
    void refusesOperatorClassesOfOtherTypes();
    void buildsOnExpressionsThatGiveVectors();
    void knowsAnIndexInOtherWords();
    void buildsWithMethodsOfOtherExtensions();
    void refusesBeforeTheServerDoes();
    void refusesWithoutPrivileges();
    void saysWhatTheDataIsLike();
    void looksIntoSparseVectors();
    void knowsWhatStatementsOrderBy();
    void advises();
};

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

void IndexPlanTest::refusesOperatorClassesOfOtherTypes()
{
    IndexSpec spec = on(u"docs"_s, u"v"_s);
    spec.metric = AnnMetric::L2;
    spec.opclass = u"halfvec_l2_ops"_s;
    const IndexPlan other = plan(spec);
    QVERIFY2(says(other.problems, IndexField::Metric, u"“halfvec_l2_ops” is not for “v” of type vector"_s, true), qPrintable(texts(other.problems)));
    QVERIFY(other.change.isEmpty());
    spec.opclass = u"vector_l2_ops"_s;
    const IndexPlan fits = plan(spec);
    QVERIFY2(fits.createSql.contains(u"vector_l2_ops"_s) && !hasErrors(fits.problems), qPrintable(texts(fits.problems)));
}

void IndexPlanTest::buildsOnExpressionsThatGiveVectors()
{
    psql(u"CREATE TABLE free (id int, v vector(8), note text); INSERT INTO free SELECT i, ARRAY[i, 1, 2, 3, 4, 5, 6, 7]::vector, i FROM generate_series(1, 60) i"_s);
    IndexSpec spec = on(u"free"_s, {});
    spec.keys.front() = {.form = Form::Expression, .columnType = {VectorKind::None, -1}, .expression = u"(v + v)::halfvec(8)"_s};
    spec.metric = AnnMetric::L2;
    const IndexPlan made = plan(spec); // by the distance alone
    QVERIFY2(!hasErrors(made.problems), qPrintable(texts(made.problems)));
    QCOMPARE(made.spec.keys.front().columnType, (catalog::VectorType{VectorKind::Halfvec, 8}));
    QVERIFY2(made.createSql.contains(u"halfvec_l2_ops"_s), qPrintable(made.createSql));
    QVERIFY(run(made.change).succeeded());
    QVERIFY(plan(spec).isThere);
    spec.metric = AnnMetric::Unknown; // or by the operator class alone
    spec.opclass = u"halfvec_l2_ops"_s;
    QVERIFY(plan(spec).isThere);
    spec.opclass = u"vector_l2_ops"_s;
    QVERIFY(says(plan(spec).problems, IndexField::Metric, u"not for an expression of type halfvec"_s, true));
    spec.keys.front().expression = u"note"_s;
    const IndexPlan text = plan(spec);
    QVERIFY2(says(text.problems, IndexField::Column, u"“note” gives text, and HNSW indexes nothing but vectors"_s, true), qPrintable(texts(text.problems)));
    spec.keys.front().expression = u"v + v"_s;
    QVERIFY(says(plan(spec).problems, IndexField::Column, u"gives a vector without dimensions"_s, true));
    // What is a form of its own is known again in any words.
    spec = on(u"free"_s, u"v"_s);
    spec.keys.front().form = Form::Halfvec;
    build(spec);
    spec.name = u"free_v_half_hnsw_cosine_idx"_s;
    for (const QString &words : {u"CAST(v AS halfvec(8))"_s, u"v::halfvec(8)"_s}) {
        spec.keys.front() = {.form = Form::Expression, .columnType = {VectorKind::None, -1}, .expression = words};
        const IndexPlan again = plan(spec);
        QVERIFY2(again.isThere, qPrintable(texts(again.problems)));
    }
}

void IndexPlanTest::knowsAnIndexInOtherWords()
{
    psql(uR"(CREATE TABLE said (id int, lang text, v vector(2)); INSERT INTO said SELECT i, 'en', ARRAY[i, 1]::vector FROM generate_series(1, 30) i;
        CREATE TABLE "we""ird; --".said (id int, "la ng" varchar(5), v vector(2)) PARTITION BY RANGE (id);
        CREATE TABLE "we""ird; --".said_1 PARTITION OF "we""ird; --".said FOR VALUES FROM (0) TO (100))"_s);
    IndexSpec spec = on(u"said"_s, u"v"_s);
    spec.predicate = u"lang='en'"_s;
    QVERIFY(run(plan(spec).change).succeeded());
    IndexPlan again = plan(spec);
    QVERIFY2(again.isThere && again.change.isEmpty() && !hasErrors(again.problems), qPrintable(texts(again.problems)));
    spec.name = again.spec.name;
    QVERIFY(plan(spec).isThere);
    spec.predicate = u"( lang = 'en' -- all of it"_s + u"\n)"_s;
    QVERIFY(plan(spec).isThere);
    spec.predicate = u"lang='EN'"_s; // another one, letter for letter
    QVERIFY(says(plan(spec).problems, IndexField::Name, u"already, another one"_s, true));
    spec.predicate = u"lang='en'"_s;
    spec.name = u"second"_s;
    QVERIFY(says(plan(spec).problems, IndexField::Column, u"the same index already"_s, false));
    spec.method = u"ivfflat"_s;
    QVERIFY(says(plan(spec).problems, IndexField::Column, u"serves the same operator"_s, false));
    IndexSpec btree = on(u"said"_s, {}, u"btree"_s);
    btree.keys.front() = {.form = Form::Expression, .columnType = {VectorKind::None, -1}, .expression = u"UPPER( lang )||'x'"_s};
    QVERIFY(run(plan(btree).change).succeeded());
    QVERIFY(plan(btree).isThere);
    IndexSpec parts = on(u"said"_s, u"v"_s);
    parts.schema = u"we\"ird; --"_s;
    parts.predicate = u"\"la ng\"='en'"_s;
    QVERIFY(run(plan(parts).change).succeeded());
    again = plan(parts);
    QVERIFY2(again.isThere, qPrintable(texts(again.problems)));
}

/// pgvectorscale and VectorChord are not to be had here: access methods with their names, and pgvector's graph behind them.
void IndexPlanTest::buildsWithMethodsOfOtherExtensions()
{
    psql(u"CREATE TABLE other (id int, v vector(3)); INSERT INTO other SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 50) i"_s);
    for (const QString &method : {u"diskann"_s, u"vchordrq"_s}) {
        psql(u"CREATE ACCESS METHOD %1 TYPE INDEX HANDLER hnswhandler; CREATE OPERATOR CLASS vector_cosine_ops FOR TYPE vector USING %1 AS "
             "OPERATOR 1 <=> (vector, vector) FOR ORDER BY float_ops, FUNCTION 1 vector_negative_inner_product(vector, vector), FUNCTION 2 vector_norm(vector);"
             "CREATE OPERATOR CLASS vector_l2_ops FOR TYPE vector USING %1 AS OPERATOR 1 <-> (vector, vector) FOR ORDER BY float_ops, "
             "FUNCTION 1 vector_l2_squared_distance(vector, vector)"_s.arg(method));
        IndexSpec spec = on(u"other"_s, u"v"_s, method);
        build(spec); // by the distance
        spec.metric = AnnMetric::L2;
        spec.opclass = u"vector_l2_ops"_s; // by its name
        const IndexPlan made = plan(spec);
        QVERIFY2(run(made.change).succeeded(), qPrintable(texts(made.problems)));
        QVERIFY(plan(spec).isThere);
        spec.opclass.clear();
        QVERIFY(plan(spec).isThere);
        spec.metric = AnnMetric::L1;
        const IndexPlan none = plan(spec);
        QVERIFY2(says(none.problems, IndexField::Metric, u"no operator class “vector_l1_ops” on this server. It has vector_cosine_ops, vector_l2_ops"_s, true), qPrintable(texts(none.problems)));
        // In the list as what it is, and among what is to be repaired.
        const IndexList list = ask([](pg::Connection &c, core::JobContext &) { return indexList(c); });
        const auto entry = std::ranges::find(list.entries, made.spec.name, &IndexEntry::name);
        QVERIFY(entry != list.entries.end() && entry->isAnn && entry->metric() == AnnMetric::L2 && entry->keyType.dimensions == 3);
        psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%1'::regclass"_s.arg(made.spec.name));
        const std::vector<InvalidIndex> invalid = ask([](pg::Connection &c, core::JobContext &) { return invalidIndexes(c); });
        QCOMPARE(invalid.size(), std::size_t(1));
        QCOMPARE(invalid.front().method, method);
        QVERIFY(run(ask([&](pg::Connection &c, core::JobContext &) { return planRepairs(c, invalid); }).change).succeeded());
        QVERIFY(ask([](pg::Connection &c, core::JobContext &) { return invalidIndexes(c); }).empty());
    }
    psql(u"DROP TABLE other; DROP ACCESS METHOD diskann CASCADE; DROP ACCESS METHOD vchordrq CASCADE"_s);
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
    psql(u"CREATE TABLE halved (v vector(3)); INSERT INTO halved SELECT ARRAY[i, sin(i), 1]::vector FROM generate_series(1, 12000) i;"
         "CREATE INDEX ON halved USING hnsw ((v::halfvec(3)) halfvec_cosine_ops); ANALYZE halved"_s);
    advice = adviseIndex(table(u"halved"_s, {u"v"_s}), u"v"_s);
    QVERIFY2(advice.isNeeded && !advice.existing, qPrintable(advice.reasons.join(u'\n'))); // queries on the column itself do not use it
    psql(u"CREATE INDEX ON halved USING hnsw (v vector_cosine_ops)"_s);
    advice = adviseIndex(table(u"halved"_s, {u"v"_s}), u"v"_s);
    QVERIFY2(!advice.isNeeded && advice.existing && advice.spec.metric == AnnMetric::Cosine, qPrintable(advice.reasons.join(u'\n')));
}

QTEST_GUILESS_MAIN(IndexPlanTest)
#include "tst_indexplan.moc"
