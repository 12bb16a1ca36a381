// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes that give too few or poorer rows, and what makes searches dear: each rule of the doctor in its situation on a real table,
// and silent in the counter-case.
#include "support/doctorbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::test;

Q_DECLARE_METATYPE(quiver::test::Situation)

class DoctorRowsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<DoctorBench> m_bench;

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<DoctorBench>(QStringList{u"shared_buffers = '2MB'"_s});
        m_bench->psql(uR"(
            CREATE TABLE docs (id int PRIMARY KEY, cat int, v vector(8));
            INSERT INTO docs SELECT i, i % 20, vec(i, 8) FROM generate_series(1, 2200) i;
            CREATE INDEX docs_v ON docs USING hnsw (v vector_cosine_ops);
            CREATE TABLE cats AS SELECT 7 AS id;
            CREATE TABLE parted (id int, v vector(8)) PARTITION BY RANGE (id);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (1100);
            CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (1100) TO (9999);
            INSERT INTO parted SELECT id, v FROM docs;
            CREATE INDEX ON parted USING hnsw (v vector_cosine_ops);
            CREATE TABLE lists AS SELECT * FROM docs;
            CREATE INDEX lists_v ON lists USING ivfflat (v vector_cosine_ops) WITH (lists = 25);
            CREATE TABLE tiny AS SELECT * FROM docs WHERE id <= 600;
            CREATE INDEX tiny_v ON tiny USING hnsw (v vector_cosine_ops);
            CREATE TABLE bits AS SELECT * FROM docs;
            CREATE INDEX bits_v ON bits USING hnsw ((binary_quantize(v)::bit(8)) bit_hamming_ops);
            CREATE TABLE units AS SELECT id, cat, l2_normalize(v)::vector(8) AS v FROM docs;
            CREATE TABLE wide (id int, v vector(768));
            INSERT INTO wide SELECT i, vec(i, 768) FROM generate_series(1, 700) i;
            CREATE INDEX wide_v ON wide USING hnsw (v vector_l2_ops) WITH (m = 4, ef_construction = 8);
            CREATE TABLE toasted (id int, v vector(768));
            INSERT INTO toasted SELECT id, v FROM wide;
            CREATE TABLE worn AS SELECT * FROM docs;
            CREATE INDEX worn_v ON worn USING hnsw (v vector_cosine_ops);
            DELETE FROM worn WHERE id % 3 = 0;
            SELECT pg_stat_force_next_flush();
            ANALYZE)"_s);
    }
    void cleanupTestCase() { m_bench.reset(); }

    void finds_data()
    {
        QTest::addColumn<Situation>("situation");
        const auto row = [](const char *name, const Situation &situation) { QTest::newRow(name) << situation; };
        const QString good = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 10"_s;
        const QString filtered = u"SELECT id FROM docs WHERE cat = 7 AND id > 0 ORDER BY v <=> vec(7, 8) LIMIT 10"_s;
        const QString index = u"enable_seqscan=off;enable_sort=off;enable_bitmapscan=off"_s;
        row("filter, planned", {.id = u"filtered-after-scan"_s, .sql = u"SELECT id FROM docs WHERE cat = 7 ORDER BY v <=> vec(7, 8) LIMIT 10"_s, .counter = good, .settings = index, .evidence = u"of 40 candidates about 2.0"_s});
        row("filter, run", {.id = u"filtered-after-scan"_s, .sql = filtered, .counter = u"SELECT id FROM docs WHERE cat < 19 ORDER BY v <=> vec(7, 8) LIMIT 10"_s,
                            .analyze = true, .settings = index, .evidence = u"it gave"_s});
        row("filter, iterating", {.id = u"filtered-after-scan"_s, .sql = filtered, .counter = filtered, .analyze = true, .settings = index,
                                  .counterSettings = index + u";hnsw.iterative_scan=strict_order"_s});
        row("filter on the distance", {.id = u"filtered-after-scan"_s, .sql = filtered,
                                       .counter = u"SELECT id FROM docs WHERE v <=> vec(7, 8) < 0.0001 ORDER BY v <=> vec(7, 8) LIMIT 10"_s, .analyze = true, .settings = index});
        row("join", {.id = u"joined-after-scan"_s, .sql = u"SELECT d.id FROM docs d JOIN cats c ON c.id = d.cat ORDER BY d.v <=> vec(7, 8) LIMIT 10"_s,
                     .counter = u"SELECT d.id FROM docs d JOIN cats c ON c.id = d.cat OR d.id > 0 ORDER BY d.v <=> vec(7, 8) LIMIT 10"_s, .analyze = true,
                     .settings = index + u";enable_hashjoin=off;enable_mergejoin=off"_s, .cures = 1});
        row("threshold while iterating", {.id = u"threshold-in-scan"_s, .sql = u"SELECT id FROM docs WHERE v <=> vec(7, 8) < 0.0001 ORDER BY v <=> vec(7, 8) LIMIT 10"_s,
                                          .counter = u"WITH n AS MATERIALIZED (SELECT id, v <=> vec(7, 8) AS d FROM docs ORDER BY d LIMIT 10) SELECT id FROM n WHERE d < 0.0001"_s,
                                          .analyze = true, .settings = index + u";hnsw.iterative_scan=strict_order"_s});
        row("LIMIT over ef_search", {.id = u"ef-search-below-limit"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 60"_s,
                                     .counter = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 40"_s, .cures = 2});
        row("OFFSET over ef_search", {.id = u"ef-search-below-limit"_s, .sql = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 5 OFFSET 50"_s,
                                      .counter = u"SELECT id FROM docs ORDER BY v <=> vec(7, 8) LIMIT 5 OFFSET 20"_s, .cures = 2});
        row("one probe", {.id = u"one-probe"_s, .sql = u"SELECT id FROM lists ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .cures = 1});
        row("two probes", {.id = u"one-probe"_s, .sql = u"SELECT id FROM lists ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                           .counter = u"SELECT id FROM lists ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counterSettings = u"ivfflat.probes=3"_s});
        const QString iterating = index + u";hnsw.iterative_scan=strict_order"_s;
        row("stopped by tuples", {.id = u"iteration-stopped"_s, .sql = u"SELECT id FROM docs WHERE cat = 7 AND id > 2000 ORDER BY v <=> vec(7, 8) LIMIT 10"_s,
                                  .counter = u"SELECT id FROM docs WHERE cat = 77 ORDER BY v <=> vec(7, 8) LIMIT 10"_s, .analyze = true,
                                  .settings = iterating + u";hnsw.max_scan_tuples=300"_s, .counterSettings = iterating, .cures = 1, .evidence = u"ended at hnsw.max_scan_tuples"_s});
        row("stopped by memory", {.id = u"iteration-stopped"_s, .sql = u"SELECT id FROM docs WHERE cat = 77 ORDER BY v <=> vec(7, 8) LIMIT 10"_s,
                                  .counter = u"SELECT id FROM docs WHERE cat = 77 ORDER BY v <=> vec(7, 8) LIMIT 10"_s, .analyze = true,
                                  .settings = iterating + u";work_mem=64kB"_s, .counterSettings = iterating, .cures = 1, .evidence = u"its memory was full"_s});
        row("stopped by probes", {.id = u"iteration-stopped"_s, .sql = u"SELECT id FROM lists WHERE cat = 77 ORDER BY v <=> vec(7, 8) LIMIT 10"_s,
                                  .counter = u"SELECT id FROM lists WHERE cat = 77 ORDER BY v <=> vec(7, 8) LIMIT 10"_s, .analyze = true,
                                  .settings = index + u";ivfflat.iterative_scan=relaxed_order;ivfflat.max_probes=5"_s,
                                  .counterSettings = index + u";ivfflat.iterative_scan=relaxed_order"_s, .cures = 1});
        row("exact would serve", {.id = u"exact-would-serve"_s, .sql = u"SELECT id FROM tiny ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .settings = index,
                                  .counterSettings = u"-"_s});
        const QString pool = u"SELECT id FROM (SELECT id, v FROM bits ORDER BY binary_quantize(v)::bit(8) <~> binary_quantize(vec(7, 8))::bit(8) LIMIT %1) c ORDER BY v <=> vec(7, 8) LIMIT 5"_s;
        row("small pool", {.id = u"small-rerank-pool"_s, .sql = pool.arg(20), .counter = pool.arg(100), .settings = u"hnsw.ef_search=200"_s, .cures = 1});
        row("pool capped", {.id = u"small-rerank-pool"_s, .sql = pool.arg(100), .counter = pool.arg(100), .counterSettings = u"hnsw.ef_search=100"_s, .cures = 1, .evidence = u"caps"_s});
        row("larger than the cache", {.id = u"index-exceeds-cache"_s, .sql = u"SELECT id FROM wide ORDER BY v <-> vec(7, 768) LIMIT 5"_s, .counter = good, .settings = index});
        row("reads from disk", {.id = u"reads-from-disk"_s, .sql = u"SELECT id FROM wide ORDER BY v <-> vec(7, 768) LIMIT 5"_s,
                                .counter = u"SELECT id FROM tiny ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .analyze = true, .settings = index + u";hnsw.ef_search=200"_s});
        row("TOAST", {.id = u"vectors-in-toast"_s, .sql = u"SELECT id FROM toasted ORDER BY v <-> vec(7, 768) LIMIT 5"_s, .counter = u"SELECT id FROM units ORDER BY v <-> vec(7, 8) LIMIT 5"_s,
                      .analyze = true});
        row("cosine of unit vectors", {.id = u"cosine-of-unit-vectors"_s, .sql = u"SELECT id FROM units ORDER BY v <=> vec(7, 8) LIMIT 5"_s,
                                       .counter = u"SELECT id FROM bits ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .cures = 1});
        row("JIT", {.id = u"jit"_s, .sql = u"SELECT id FROM units ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .analyze = true,
                    .settings = u"jit=on;jit_above_cost=0;jit_optimize_above_cost=0;jit_inline_above_cost=0"_s, .counterSettings = u"-"_s, .cures = 1});
        row("dead rows", {.id = u"dead-rows"_s, .sql = u"SELECT id FROM worn ORDER BY v <=> vec(7, 8) LIMIT 5"_s, .counter = good, .cures = 1, .evidence = u"candidates"_s});
    }
    void finds()
    {
        QFETCH(Situation, situation);
        const QString trouble = m_bench->tried(situation);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }

    void offersWhatHelpsAFilteredSearch()
    {
        const QString sql = u"SELECT id FROM docs WHERE cat = 7 ORDER BY v <=> vec(7, 8) LIMIT 10"_s;
        const QString index = u"enable_seqscan=off;enable_sort=off;enable_bitmapscan=off"_s;
        const doctor::Diagnosis diagnosis = m_bench->diagnose(sql, true, index);
        const doctor::Finding *finding = DoctorBench::find(diagnosis, u"filtered-after-scan"_s);
        QVERIFY2(finding, qPrintable(DoctorBench::words(diagnosis)));
        QVERIFY(finding->saving.rows > 5);
        QCOMPARE(finding->fixes.size(), 5u);
        QCOMPARE(finding->fixes[0].index.keys.front().column, u"cat"_s);
        QCOMPARE(finding->fixes[1].setLocal(), u"SET LOCAL hnsw.iterative_scan = 'strict_order'"_s);
        QCOMPARE(finding->fixes[2].setLocal(), u"SET LOCAL hnsw.ef_search = '300'"_s);
        QCOMPARE(finding->fixes[3].index.predicate, u"(cat = 7)"_s);
        for (const std::size_t each : {1, 2}) {
            const doctor::Fix &fix = finding->fixes[each];
            const doctor::Diagnosis after = m_bench->diagnose(sql, true, index + u';' + fix.setting + u'=' + fix.value);
            QVERIFY2(!DoctorBench::find(after, u"filtered-after-scan"_s), qPrintable(DoctorBench::words(after)));
        }
        for (const std::size_t each : {0, 3}) {
            const QString trouble = m_bench->onServer([&](pg::Connection &connection, core::JobContext &job) {
                const sql::ChangeReport report = sql::ChangeRunner(doctor::changeOf(connection, finding->fixes[each]).change).run(connection, job);
                return report.succeeded() ? QString() : report.summary();
            });
            QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
            const doctor::Diagnosis after = m_bench->diagnose(sql, true);
            QVERIFY2(!DoctorBench::find(after, u"filtered-after-scan"_s), qPrintable(DoctorBench::words(after)));
            m_bench->psql(u"DROP INDEX IF EXISTS docs_cat_idx, docs_v_hnsw_cosine_idx"_s);
        }
    }

    void movesVectorsIntoTheRows()
    {
        const QString sql = u"SELECT id FROM toasted ORDER BY v <-> vec(7, 768) LIMIT 5"_s;
        const doctor::Diagnosis diagnosis = m_bench->diagnose(sql, true);
        const doctor::Finding *finding = DoctorBench::find(diagnosis, u"vectors-in-toast"_s);
        QVERIFY2(finding && finding->saving.ms > 0, qPrintable(DoctorBench::words(diagnosis)));
        const QString trouble = m_bench->onServer([&](pg::Connection &connection, core::JobContext &job) {
            const index::CarePlan plan = doctor::changeOf(connection, finding->fixes.front());
            const sql::ChangeReport report = sql::ChangeRunner(plan.change).run(connection, job);
            return report.succeeded() && !plan.change.isEmpty() ? QString() : plan.refusal + report.summary();
        });
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        const doctor::Diagnosis after = m_bench->diagnose(sql, true);
        QVERIFY2(!DoctorBench::find(after, u"vectors-in-toast"_s), qPrintable(DoctorBench::words(after)));
    }

    void saysOnceWhatGoesForAllPartitions()
    {
        const QString sql = u"SELECT id FROM parted ORDER BY v <=> vec(7, 8) LIMIT %1"_s;
        for (const bool analyze : {false, true}) {
            const doctor::Diagnosis diagnosis = m_bench->diagnose(sql.arg(100), analyze, u"enable_seqscan=off"_s);
            QCOMPARE(std::ranges::count(diagnosis.findings, u"ef-search-below-limit"_s, &doctor::Finding::id), 1);
            const doctor::Finding *finding = DoctorBench::find(diagnosis, u"ef-search-below-limit"_s);
            QVERIFY2(finding->text.contains(u"1 more partitions) find 80 at most"_s), qPrintable(DoctorBench::words(diagnosis)));
            QCOMPARE(finding->saving.rows, 20.0);
            const doctor::Diagnosis enough = m_bench->diagnose(sql.arg(60), analyze, u"enable_seqscan=off"_s); // 40 of each
            QVERIFY2(!DoctorBench::find(enough, u"ef-search-below-limit"_s), qPrintable(DoctorBench::words(enough)));
        }
    }

    /// Each scan gives fewer rows than LIMIT asks for, or as few as the filter leaves, and the LIMIT gets all the same what it asks for.
    void isSilentWhereTheLimitGotItsRows_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("settings");
        const QString index = u"enable_seqscan=off;enable_sort=off;enable_bitmapscan=off;enable_hashjoin=off;enable_mergejoin=off"_s;
        const QString half = u"SELECT id FROM parted WHERE id % 2 = 0 ORDER BY v <=> vec(7, 8) LIMIT 30"_s;
        const QString joined = u"SELECT d.id FROM docs d CROSS JOIN LATERAL generate_series(1, 8) WHERE d.cat = 7 ORDER BY d.v <=> vec(7, 8) LIMIT 8"_s;
        QTest::newRow("a filter over partitions") << half << index;
        QTest::newRow("a filter over partitions, iterating") << half << index + u";hnsw.iterative_scan=strict_order;hnsw.max_scan_tuples=100"_s;
        QTest::newRow("a join with many rows each") << joined << index;
        QTest::newRow("a join with many rows each, iterating") << joined << index + u";hnsw.iterative_scan=strict_order;hnsw.max_scan_tuples=100"_s;
        QTest::newRow("an offset") << u"SELECT id FROM docs WHERE id % 2 = 0 ORDER BY v <=> vec(7, 8) LIMIT 5 OFFSET 8"_s << index;
        QTest::newRow("a join past ef_search") << u"SELECT d.id FROM docs d CROSS JOIN LATERAL generate_series(1, 8) ORDER BY d.v <=> vec(7, 8) LIMIT 80"_s << index;
    }
    void isSilentWhereTheLimitGotItsRows()
    {
        QFETCH(QString, sql);
        QFETCH(QString, settings);
        const doctor::Diagnosis diagnosis = m_bench->diagnose(sql, true, settings);
        for (const QString &id : {u"filtered-after-scan"_s, u"joined-after-scan"_s, u"iteration-stopped"_s, u"ef-search-below-limit"_s})
            QVERIFY2(!DoctorBench::find(diagnosis, id), qPrintable(DoctorBench::words(diagnosis)));
        QVERIFY2(std::ranges::any_of(diagnosis.plan->nodes, [](const plan::PlanNode &each) { return !each.orderBy.isEmpty(); }), qPrintable(DoctorBench::words(diagnosis)));
    }

    void tellsWhereThePartitionsTogetherGaveTooFew()
    {
        const QString index = u"enable_seqscan=off;enable_sort=off;enable_bitmapscan=off"_s;
        const doctor::Diagnosis diagnosis = m_bench->diagnose(u"SELECT id FROM parted WHERE id % 2 = 0 ORDER BY v <=> vec(7, 8) LIMIT 60"_s, true, index);
        const doctor::Finding *finding = DoctorBench::find(diagnosis, u"filtered-after-scan"_s);
        QVERIFY2(finding && finding->text.contains(u"of 80 candidates"_s), qPrintable(DoctorBench::words(diagnosis)));
        QCOMPARE(finding->saving.rows, 60 - *diagnosis.plan->nodes.front().rows);
    }

    void setsASettingForARole()
    {
        const doctor::Fix fix = doctor::Fix::set({}, u"hnsw.ef_search"_s, u"100"_s);
        const auto report = m_bench->onServer([&](pg::Connection &connection, core::JobContext &job) {
            return sql::ChangeRunner(doctor::changeOf(connection, fix).change).run(connection, job);
        });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const QString sql = u"LOAD 'vector'; SHOW hnsw.ef_search"_s;
        QVERIFY(m_bench->psql(sql).endsWith(u"100"_s));
        QVERIFY(m_bench->onServer([&](pg::Connection &connection, core::JobContext &job) { return sql::ChangeRunner(report.undo()).run(connection, job); }).succeeded());
        QVERIFY(m_bench->psql(sql).endsWith(u"40"_s));
    }
};

QTEST_GUILESS_MAIN(DoctorRowsTest)
#include "tst_doctorrows.moc"
