// SPDX-License-Identifier: GPL-3.0-or-later
// Why an approximate index is not used: each rule of the doctor in its situation on a real table, and silent in the counter-case.
#include "support/doctorbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::test;

Q_DECLARE_METATYPE(quiver::test::Situation)

class DoctorIndexTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<DoctorBench> m_bench;

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<DoctorBench>();
        m_bench->psql(uR"(
            CREATE TABLE docs (id int PRIMARY KEY, cat int, v vector(8));
            INSERT INTO docs SELECT i, i % 100, vec(i, 8) FROM generate_series(1, 2200) i;
            CREATE INDEX docs_v ON docs USING hnsw (v vector_cosine_ops);
            CREATE TABLE halves (id int, cat int, v vector(8), name text);
            INSERT INTO halves SELECT id, cat, v FROM docs;
            CREATE INDEX halves_v ON halves USING hnsw ((v::halfvec(8)) halfvec_cosine_ops);
            CREATE TABLE "we"";ird" AS SELECT id, cat, l2_normalize(v)::vector(8) AS v FROM docs;
            CREATE INDEX ON "we"";ird" USING hnsw (v vector_l2_ops);
            CREATE TABLE part AS SELECT * FROM docs;
            CREATE INDEX part_v ON part USING hnsw (v vector_cosine_ops) WHERE cat < 50;
            CREATE TABLE broken AS SELECT * FROM docs WHERE id <= 2100;
            CREATE INDEX broken_v ON broken USING hnsw (v vector_cosine_ops);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken_v'::regclass;
            CREATE TABLE small AS SELECT * FROM docs WHERE id <= 300;
            CREATE INDEX small_v ON small USING hnsw (v vector_cosine_ops);
            CREATE TABLE bare AS SELECT * FROM docs;
            CREATE TABLE parted (id int, v vector(8)) PARTITION BY RANGE (id);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1100);
            CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (1100) TO (9999);
            INSERT INTO parted SELECT id, v FROM docs;
            CREATE TABLE loose AS SELECT id, v::vector AS v FROM docs;
            ALTER TABLE loose ALTER v TYPE vector;
            CREATE TABLE few AS SELECT * FROM docs WHERE id <= 500;
            CREATE TABLE places AS SELECT id, point(id, id % 7) AS p FROM docs;
            CREATE TABLE twice AS SELECT * FROM docs;
            CREATE INDEX twice_h ON twice USING hnsw (v vector_cosine_ops);
            CREATE INDEX twice_i ON twice USING ivfflat (v vector_cosine_ops) WITH (lists = 50);
            CREATE TABLE asked (id int, v vector(8));
            INSERT INTO asked SELECT id, v FROM docs WHERE id <= 3;
            CREATE FUNCTION moving() RETURNS vector LANGUAGE plpgsql AS 'BEGIN RETURN vec(7, 8); END';
            CREATE FUNCTION steady() RETURNS vector LANGUAGE plpgsql STABLE AS 'BEGIN RETURN vec(7, 8); END';
            ANALYZE)"_s);
    }
    void cleanupTestCase() { m_bench.reset(); }

    void finds_data()
    {
        QTest::addColumn<Situation>("situation");
        const auto row = [](const char *name, const Situation &situation) { QTest::newRow(name) << situation; };
        const QString good = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 10"_s;
        row("no LIMIT", {.id = u"no-limit"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8);"_s, .counter = good, .cures = 1});
        row("no LIMIT, no index", {.id = u"no-limit"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8)"_s, .counter = u"SELECT id FROM bare ORDER BY v <=> vec(7, 8)"_s});
        row("DESC", {.id = u"descending"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) DESC LIMIT 10"_s, .counter = good, .cures = 1});
        row("similarity", {.id = u"similarity"_s, .sql = u"SELECT id, 1 - (v <=> vec(7, 8)) AS s FROM docs ORDER BY s DESC LIMIT 10"_s, .counter = good});
        row("similarity written out", {.id = u"similarity"_s, .sql = u"SELECT id FROM docs d ORDER BY 1 - (d.v <=> vec(7, 8)) DESC NULLS LAST LIMIT 10"_s, .counter = good, .cures = 1});
        row("similarity is not descending", {.id = u"descending"_s, .sql = u"SELECT id FROM docs ORDER BY 1 - (v <=> vec(7, 8)) LIMIT 10"_s,
                                            .counter = u"SELECT id FROM docs ORDER BY 1 - (v <=> vec(7, 8)) DESC LIMIT 10"_s});
        row("a score", {.id = u"combined-score"_s, .sql = u"SELECT id FROM docs ORDER BY (v <=> vec(7, 8)) + cat * 0.01 LIMIT 10"_s,
                        .counter = u"SELECT id FROM docs ORDER BY (v <=> vec(7, 8)) * 2 LIMIT 10"_s});
        const QString quotient = u"SELECT id FROM docs ORDER BY 1 / (1 + (v <=> vec(7, 8)))%1 LIMIT 10"_s;
        row("a quotient, nearest first", {.id = u"similarity"_s, .sql = quotient.arg(u" DESC"_s), .counter = quotient.arg(QString()), .cures = 1});
        row("a quotient, farthest first", {.id = u"descending"_s, .sql = quotient.arg(QString()), .counter = quotient.arg(u" DESC"_s), .cures = 1});
        row("percent", {.id = u"similarity"_s, .sql = u"SELECT id FROM docs ORDER BY (1 - (v <=> vec(7, 8))) * 100 DESC LIMIT 10"_s, .counter = good, .cures = 1});
        row("percent is not descending", {.id = u"descending"_s, .sql = u"SELECT id FROM docs ORDER BY (1 - (v <=> vec(7, 8))) * 100 LIMIT 10"_s,
                                          .counter = u"SELECT id FROM docs ORDER BY (1 - (v <=> vec(7, 8))) * 100 DESC LIMIT 10"_s});
        const QString hybrid = u"SELECT id FROM docs ORDER BY 0.7 * (1 - (v <=> vec(7, 8))) + 0.3 * ts_rank(to_tsvector('simple', cat::text), to_tsquery('simple', '7')) DESC LIMIT 10"_s;
        const QString absolute = u"SELECT id FROM docs ORDER BY abs(1 - (v <=> vec(7, 8))) DESC LIMIT 10"_s;
        row("hybrid", {.id = u"combined-score"_s, .sql = hybrid, .counter = good});
        row("hybrid of no index", {.id = u"combined-score"_s, .sql = QString(hybrid).replace(u"docs"_s, u"bare"_s), .counter = QString(hybrid).replace(u"docs"_s, u"few"_s)});
        row("hybrid is not descending", {.id = u"descending"_s, .sql = quotient.arg(QString()), .counter = hybrid});
        row("absolute", {.id = u"combined-score"_s, .sql = absolute, .counter = good});
        row("absolute is not descending", {.id = u"descending"_s, .sql = quotient.arg(QString()), .counter = absolute});
        row("groups", {.id = u"grouped-distance"_s, .sql = u"SELECT cat, min(v <=> vec(7, 8)) FROM docs GROUP BY cat ORDER BY 2 LIMIT 5"_s,
                       .counter = u"SELECT cat, min(d) FROM (SELECT cat, v <=> vec(7, 8) AS d FROM docs ORDER BY d LIMIT 40) c GROUP BY cat ORDER BY 2 LIMIT 5"_s});
        row("function", {.id = u"function-form"_s, .sql = u"SELECT id FROM docs ORDER BY cosine_distance(v, vec(7, 8)) LIMIT 10"_s, .counter = good, .cures = 1});
        row("function of another metric", {.id = u"function-form"_s, .sql = u"SELECT id FROM docs ORDER BY cosine_distance(v, vec(7, 8)) LIMIT 10"_s,
                                          .counter = u"SELECT id FROM docs ORDER BY l2_distance(v, vec(7, 8)) LIMIT 10"_s});
        row("more keys", {.id = u"more-sort-keys"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8), id LIMIT 10"_s, .counter = good, .cures = 1});
        row("vector from a CTE", {.id = u"joined-vector"_s, .sql = u"WITH q AS MATERIALIZED (SELECT v FROM asked WHERE id = 1) SELECT d.id FROM docs d, q ORDER BY d.v <=> q.v LIMIT 5"_s,
                                  .counter = u"SELECT id FROM docs d ORDER BY d.v <=> (SELECT v FROM asked WHERE id = 1) LIMIT 5"_s, .cures = 1});
        row("vector from a table", {.id = u"joined-vector"_s, .sql = u"SELECT d.id FROM docs d JOIN asked a ON a.id = 2 ORDER BY a.v <=> d.v LIMIT 5"_s,
                                    .counter = u"SELECT a.id, n.id FROM asked a CROSS JOIN LATERAL (SELECT id FROM docs d ORDER BY d.v <=> a.v LIMIT 5) n"_s});
        row("behind a CTE", {.id = u"behind-subquery"_s, .sql = u"WITH c AS MATERIALIZED (SELECT id, v FROM docs) SELECT id FROM c ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                             .counter = u"WITH c AS (SELECT id, v FROM docs) SELECT id FROM c ORDER BY v <=> vec(7, 8) LIMIT 5"_s});
        row("re-ranked is not behind", {.id = u"behind-subquery"_s, .sql = u"SELECT id FROM (SELECT DISTINCT id, v FROM docs) c ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                                       .counter = u"WITH c AS MATERIALIZED (SELECT id, v FROM docs ORDER BY v <=> vec(7, 8) LIMIT 20) SELECT id FROM c ORDER BY v <-> vec(7, 8) LIMIT 5"_s});
        row("volatile", {.id = u"volatile-vector"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> moving() LIMIT 5"_s,
                         .counter = u"SELECT id FROM docs ORDER BY v <=> steady() LIMIT 5"_s, .cures = 1, .evidence = u"moving()"_s});
        row("WHERE only", {.id = u"threshold-only"_s, .sql = u"SELECT id FROM docs WHERE v <=> vec(7, 8) < 0.3"_s,
                           .counter = u"SELECT id FROM docs WHERE v <=> vec(7, 8) < 0.3 ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 1});
        row("WHERE of no index", {.id = u"threshold-only"_s, .sql = u"SELECT id FROM docs WHERE v <=> vec(7, 8) < 0.3 AND cat > 3"_s,
                                  .counter = u"SELECT id FROM docs WHERE v <-> vec(7, 8) < 0.3"_s});
        row("dimensions", {.id = u"dimensions"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> '[1,2]' LIMIT 5"_s, .counter = good, .evidence = u"has 8"_s});
        row("dimensions, run", {.id = u"dimensions"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> (SELECT '[1,2]'::vector) LIMIT 5"_s, .counter = good, .analyze = true});
        row("operator", {.id = u"other-operator"_s, .sql = u"SELECT id FROM docs ORDER BY v <-> vec(7, 8) LIMIT 5"_s, .counter = good, .cures = 2, .evidence = u"vector_cosine_ops"_s});
        row("operator on unit vectors", {.id = u"other-operator"_s, .sql = u"SELECT id FROM \"we\"\";ird\" ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                                         .counter = u"SELECT id FROM \"we\"\";ird\" ORDER BY v <-> vec(7, 8) LIMIT 5"_s, .cures = 2, .evidence = u"same order"_s});
        row("expression", {.id = u"other-expression"_s, .sql = u"SELECT id FROM halves ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                           .counter = u"SELECT id FROM halves ORDER BY v::halfvec(8) <=> vec(7, 8) LIMIT 5"_s, .cures = 1, .evidence = u"halfvec(8)"_s});
        row("expression with an alias", {.id = u"other-expression"_s, .sql = u"SELECT id FROM halves h ORDER BY h.v <=> vec(7, 8) LIMIT 5"_s,
                                         .counter = u"SELECT id FROM bare ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 1});
        row("cast of the query", {.id = u"other-expression"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> '[1,2,3,4,5,6,7,8]'::halfvec LIMIT 5"_s,
                                  .counter = u"SELECT id FROM docs ORDER BY v <=> '[1,2,3,4,5,6,7,8]' LIMIT 5"_s, .cures = 1, .evidence = u"converted"_s});
        row("invalid", {.id = u"invalid-index"_s, .sql = u"SELECT id FROM broken ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .cures = 1});
        row("partial", {.id = u"partial-predicate"_s, .sql = u"SELECT id FROM part WHERE id > 5 ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                        .counter = u"SELECT id FROM part WHERE cat < 50 ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 2, .evidence = u"cat < 50"_s});
        row("switched off", {.id = u"indexscan-off"_s, .sql = good, .counter = good, .settings = u"enable_indexscan=off"_s, .counterSettings = u"-"_s, .cures = 1});
        row("small", {.id = u"small-table"_s, .sql = u"SELECT id FROM small ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good});
        row("large LIMIT", {.id = u"large-limit"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 2000"_s, .counter = good});
        row("dear", {.id = u"dearer-index"_s, .sql = good, .counter = good, .settings = u"random_page_cost=40"_s, .counterSettings = u"-"_s, .cures = 1});
        row("no index", {.id = u"no-index"_s, .sql = u"SELECT id FROM bare ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = u"SELECT id FROM few ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 1});
        row("no index on partitions", {.id = u"no-index"_s, .sql = u"SELECT id FROM parted ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                                       .counter = u"SELECT id FROM parted WHERE id < 500 ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 1, .evidence = u"2,200 rows of parted"_s});
        row("no index is possible", {.id = u"no-index"_s, .sql = u"SELECT id FROM loose ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = u"SELECT id FROM few ORDER BY v <=> vec(7, 8) LIMIT 5"_s});
        const QString place = u"SELECT id FROM places ORDER BY p <-> %1 LIMIT 10"_s, bare = u"SELECT id FROM bare ORDER BY v <-> vec(7, 8) LIMIT 10"_s;
        row("no index on points", {.id = u"no-index"_s, .sql = bare, .counter = place.arg(u"point '(3,4)'"_s)});
        row("no index on points, fetched", {.id = u"no-index"_s, .sql = bare, .counter = place.arg(u"(SELECT p FROM places WHERE id = 3)"_s)});
        row("two indexes", {.id = u"rival-index"_s, .sql = u"SELECT id FROM twice ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .cures = 2});
    }
    void finds()
    {
        QFETCH(Situation, situation);
        const QString trouble = m_bench->tried(situation);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }

    void tellsOfTypesThatTheServerCannotTell()
    {
        const auto refused = m_bench->diagnose(u"SELECT id FROM docs ORDER BY v <=> ARRAY[1,2]::real[] LIMIT 5"_s);
        QVERIFY2(DoctorBench::find(refused, u"untyped-vector"_s), qPrintable(DoctorBench::words(refused)));
        const auto ambiguous = m_bench->diagnose(u"SELECT id FROM docs ORDER BY binary_quantize(v) <~> binary_quantize($1) LIMIT 5"_s);
        const doctor::Finding *finding = DoctorBench::find(ambiguous, u"untyped-vector"_s);
        QVERIFY2(finding, qPrintable(DoctorBench::words(ambiguous)));
        QVERIFY(finding->fixes.front().sql.contains(u"binary_quantize($1::vector)"_s));
        QVERIFY(!DoctorBench::find(m_bench->diagnose(finding->fixes.front().sql), u"untyped-vector"_s));
        QVERIFY_THROWS_EXCEPTION(pg::Error, m_bench->diagnose(u"SELECT nothing FROM docs"_s));
    }

    void plansForAnyValueAndForGivenOnes()
    {
        const QString sql = u"SELECT id FROM part WHERE cat < $1 ORDER BY v <=> $2 LIMIT 5"_s;
        const auto any = m_bench->diagnose(sql);
        const doctor::Finding *finding = DoctorBench::find(any, u"partial-predicate"_s);
        QVERIFY2(finding && finding->fixes.front().setting == "plan_cache_mode"_L1, qPrintable(DoctorBench::words(any)));
        QVERIFY(any.assumptions.join(u' ').contains(u"generic plan"_s));
        const auto given = m_bench->diagnose(sql, false, {}, {u"20"_s, u"[1,2,3,4,5,6,7,8]"_s});
        QVERIFY2(!DoctorBench::find(given, u"partial-predicate"_s), qPrintable(DoctorBench::words(given)));
        QVERIFY(!given.assumptions.join(u' ').contains(u"generic plan"_s));
    }

    void knowsLimitsThatAreParameters()
    {
        const QString sql = u"SELECT id FROM docs ORDER BY v <=> $1 LIMIT $2"_s;
        const auto any = m_bench->diagnose(sql, false, u"random_page_cost=6"_s);
        QVERIFY2(DoctorBench::find(any, u"generic-limit"_s), qPrintable(DoctorBench::words(any)));
        const QString one = u"[1,2,3,4,5,6,7,8]"_s;
        const auto few = m_bench->diagnose(sql, false, {}, {one, u"5"_s});
        QVERIFY2(few.findings.empty(), qPrintable(DoctorBench::words(few)));
        const auto many = m_bench->diagnose(sql, false, {}, {one, u"60"_s});
        QVERIFY2(DoctorBench::find(many, u"ef-search-below-limit"_s), qPrintable(DoctorBench::words(many)));
    }

    void namesArePlannedAsParametersAndComeBackInWhatItSays()
    {
        const sql::BindValues values{{u"q"_s, u"vector"_s, u"[1,2,3,4,5,6,7,8]"_s, false}, {u"n"_s, {}, u"20"_s, false}};
        const auto diagnosis = [&](const QString &sql, const sql::BindValues &named) {
            const doctor::ExplainRequest request{.sql = sql, .options = doctor::ExplainOptions::telling(false), .named = named};
            return m_bench->onServer([&](pg::Connection &connection, core::JobContext &) { return doctor::diagnose(connection, request); });
        };
        const auto descending = diagnosis(u"SELECT id FROM docs WHERE cat < :n ORDER BY v <=> :q DESC LIMIT 5"_s, values);
        const doctor::Finding *finding = DoctorBench::find(descending, u"descending"_s);
        QVERIFY2(finding, qPrintable(DoctorBench::words(descending)));
        QCOMPARE(finding->fixes.front().sql, u"SELECT id FROM docs WHERE cat < :n ORDER BY v <=> :q LIMIT 5"_s);
        QVERIFY2(descending.text.contains("(docs.cat < 20)"), descending.text.constData()); // of its own type, not '20'::text
        // The partial index serves the value, as it does in a run; it could not serve any value.
        const QString partial = u"SELECT id FROM part WHERE cat < :n ORDER BY v <=> :q LIMIT 5"_s;
        QVERIFY(!DoctorBench::find(diagnosis(partial, values), u"partial-predicate"_s));
        const auto any = diagnosis(partial, {});
        QVERIFY2(DoctorBench::find(any, u"partial-predicate"_s), qPrintable(DoctorBench::words(any)));
        try {
            diagnosis(u"SELECT id, ö FROM docs WHERE cat < :n"_s, values);
            QFAIL("there is no such column");
        } catch (const pg::Error &error) {
            QCOMPARE(QString::fromUtf8(error.statement()).mid(error.diagnostics().position - 1, 1), u"ö"_s);
        }
    }

    void asksTheCatalogueOfAPlanThatWasKept()
    {
        m_bench->psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken_v'::regclass"_s); // a cure of before may have mended it
        const QString sql = u"SELECT id FROM broken ORDER BY v <=> :q LIMIT 5"_s;
        m_bench->psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken_v'::regclass"_s); // it was cured before
        const doctor::ExplainRequest request{.sql = sql, .options = {.verbose = true}, .named = {{u"q"_s, {}, u"[1,2,3,4,5,6,7,8]"_s, false}}};
        const auto kept = m_bench->onServer([&](pg::Connection &connection, core::JobContext &) { return doctor::explain(connection, request); });
        const auto alone = doctor::findingsIn(*kept.plan, sql);
        QVERIFY(!std::ranges::any_of(alone, [](const doctor::Finding &each) { return each.id == "invalid-index"_L1; }));
        const auto again = [&](const QString &statement) {
            return m_bench->onServer([&](pg::Connection &connection, core::JobContext &) { return doctor::diagnoseKept(connection, *kept.plan, statement); });
        };
        QVERIFY2(DoctorBench::find(again(sql), u"invalid-index"_s), qPrintable(DoctorBench::words(again(sql))));
        QVERIFY(again({}).assumptions.front().contains(u"of before"_s));
        m_bench->psql(u"ALTER TABLE broken RENAME id TO no"_s); // the statement is of another time by now
        const auto later = again(sql);
        m_bench->psql(u"ALTER TABLE broken RENAME no TO id"_s);
        QVERIFY2(later.assumptions.join(u' ').contains(u"cannot be planned now"_s), qPrintable(later.assumptions.join(u'\n')));
    }

    void offersOnlyStatementsThatRun()
    {
        const auto counted = m_bench->diagnose(u"SELECT count(*) FROM docs WHERE v <=> vec(7, 8) < 0.3"_s);
        const doctor::Finding *finding = DoctorBench::find(counted, u"threshold-only"_s);
        QVERIFY2(finding, qPrintable(DoctorBench::words(counted)));
        QCOMPARE(finding->fixes.front().kind, doctor::Fix::Kind::Advice);
        const auto joined = m_bench->diagnose(u"SELECT d.id FROM docs d JOIN asked a ON a.id = 2 ORDER BY a.v <=> d.v LIMIT 5"_s);
        QCOMPARE(DoctorBench::find(joined, u"joined-vector"_s)->fixes.front().kind, doctor::Fix::Kind::Advice);
    }

    void saysWhereRowsWithoutAVectorGo()
    {
        const QString sql = u"SELECT id FROM docs ORDER BY 1 - (v <=> vec(7, 8)) DESC%1 LIMIT 10"_s;
        const auto first = m_bench->diagnose(sql.arg(QString())), last = m_bench->diagnose(sql.arg(u" NULLS LAST"_s));
        const doctor::Fix &moves = DoctorBench::find(first, u"similarity"_s)->fixes.front(), &keeps = DoctorBench::find(last, u"similarity"_s)->fixes.front();
        QVERIFY2(moves.changesResult && moves.words.contains(u"rows without a vector"_s), qPrintable(moves.words));
        QVERIFY2(!keeps.changesResult && keeps.words.contains(u"the same rows in the same order"_s), qPrintable(keeps.words));
    }

    void keepsWhatIsComparedAndGivenOut()
    {
        const QString sql = u"SELECT id, v <=> vec(7, 8) AS d FROM \"we\"\";ird\" WHERE v <=> vec(7, 8) < 0.5 ORDER BY v <=> vec(7, 8) LIMIT 50"_s;
        const auto diagnosis = m_bench->diagnose(sql);
        const doctor::Finding *finding = DoctorBench::find(diagnosis, u"other-operator"_s);
        QVERIFY2(finding, qPrintable(DoctorBench::words(diagnosis)));
        const doctor::Fix &fix = finding->fixes.front();
        QVERIFY2(fix.kind == doctor::Fix::Kind::Query && !fix.changesResult && fix.words.contains(u"stays by <=>"_s), qPrintable(fix.words + fix.sql));
        QCOMPARE(m_bench->psql(fix.sql), m_bench->psql(sql)); // read in whole: the table is small for so many
    }

    void tellsWhatItCanOfARunThatTakesTooLong()
    {
        const auto diagnosis = m_bench->diagnose(u"SELECT id, pg_sleep(20) FROM docs ORDER BY v <=> vec(7, 8) DESC LIMIT 5"_s, true, u"statement_timeout=400"_s);
        QVERIFY2(DoctorBench::find(diagnosis, u"descending"_s), qPrintable(DoctorBench::words(diagnosis)));
        QVERIFY2(diagnosis.ended.contains(u"statement timeout"_s), qPrintable(diagnosis.ended));
        QVERIFY(diagnosis.assumptions.join(u' ').contains(u"not run"_s));
    }

    void leavesNothingBehind()
    {
        const auto explained = m_bench->onServer([](pg::Connection &c, core::JobContext &) {
            return doctor::explain(c, {.sql = u"DELETE FROM few"_s, .options = {.analyze = true}});
        });
        QCOMPARE(explained.plan->nodes.front().operation, u"Delete"_s);
        QCOMPARE(m_bench->psql(u"SELECT count(*) FROM few"_s), u"500"_s);
    }
};

QTEST_GUILESS_MAIN(DoctorIndexTest)
#include "tst_doctorindex.moc"
