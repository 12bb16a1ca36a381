// SPDX-License-Identifier: GPL-3.0-or-later
// What any query may suffer from: each general rule of the doctor in its situation on a real table, and silent in the counter-case.
#include "plan/readplans.h"
#include "support/doctorbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::test;

Q_DECLARE_METATYPE(quiver::test::Situation)

class DoctorGeneralTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<DoctorBench> m_bench;

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<DoctorBench>();
        m_bench->psql(uR"(
            CREATE TABLE items (id int PRIMARY KEY, cat int, twin int, name text);
            INSERT INTO items SELECT i, i % 100, i % 100, md5(i::text) FROM generate_series(1, 20000) i;
            CREATE TABLE orders (id int, item int, note text);
            INSERT INTO orders SELECT i, i % 2000, md5(i::text) FROM generate_series(1, 20000) i;
            ANALYZE;
            CREATE TABLE grown (id int, cat int);
            INSERT INTO grown SELECT i, i % 10 FROM generate_series(1, 200) i;
            ANALYZE grown;
            INSERT INTO grown SELECT i, 500 FROM generate_series(1, 5000) i;
            CREATE TABLE settled AS SELECT * FROM items;
            CREATE INDEX settled_id ON settled (id);)"_s);
        m_bench->psql(u"VACUUM (ANALYZE) settled"_s);
    }
    void cleanupTestCase() { m_bench.reset(); }

    void finds_data()
    {
        QTest::addColumn<Situation>("situation");
        const auto row = [](const char *name, const Situation &situation) { QTest::newRow(name) << situation; };
        row("estimate under LIMIT", {.id = u"bad-estimate"_s, .sql = u"SELECT * FROM grown WHERE cat = 500"_s, .counter = u"SELECT * FROM items LIMIT 3"_s, .analyze = true});
        row("estimate", {.id = u"bad-estimate"_s, .sql = u"SELECT * FROM grown WHERE cat = 500"_s, .counter = u"SELECT * FROM items WHERE cat = 50"_s, .analyze = true, .cures = 1});
        row("sort", {.id = u"sort-on-disk"_s, .sql = u"SELECT * FROM items ORDER BY name"_s, .counter = u"SELECT * FROM items WHERE id < 100 ORDER BY name"_s, .analyze = true,
                     .settings = u"work_mem=64kB"_s, .cures = 1});
        row("hash", {.id = u"hash-batches"_s, .sql = u"SELECT count(*) FROM items i JOIN orders o ON o.note = i.name"_s,
                     .counter = u"SELECT count(*) FROM items i JOIN orders o ON o.note = i.name"_s, .analyze = true,
                     .settings = u"work_mem=64kB;enable_mergejoin=off;enable_nestloop=off"_s, .counterSettings = u"work_mem=64MB;enable_mergejoin=off;enable_nestloop=off"_s, .cures = 1});
        row("hashed groups", {.id = u"hash-batches"_s, .sql = u"SELECT note, count(*) FROM orders GROUP BY note"_s, .counter = u"SELECT note, count(*) FROM orders GROUP BY note"_s,
                              .analyze = true, .settings = u"work_mem=64kB;enable_sort=off"_s, .counterSettings = u"work_mem=64MB;enable_sort=off"_s, .cures = 1});
        row("nested loop", {.id = u"nested-loop"_s, .sql = u"SELECT count(*) FROM items i LEFT JOIN orders o ON o.item = i.id WHERE i.id <= 200"_s,
                            .counter = u"SELECT count(*) FROM orders o LEFT JOIN items i ON i.id = o.item WHERE o.id <= 200"_s, .analyze = true,
                            .settings = u"enable_hashjoin=off;enable_mergejoin=off"_s, .cures = 1, .evidence = u"condition"_s});
        row("selective filter", {.id = u"selective-filter"_s, .sql = u"SELECT * FROM items WHERE cat = 3"_s, .counter = u"SELECT * FROM items WHERE cat > 3"_s, .cures = 1});
        row("selective filter, run", {.id = u"selective-filter"_s, .sql = u"SELECT * FROM items WHERE name = 'x' AND cat < 50"_s, .counter = u"SELECT * FROM items WHERE id = 3"_s,
                                      .analyze = true, .cures = 1});
        row("heap fetches", {.id = u"heap-fetches"_s, .sql = u"SELECT id FROM items WHERE id < 500"_s, .counter = u"SELECT id FROM settled WHERE id < 500"_s, .analyze = true,
                             .settings = u"enable_seqscan=off;enable_bitmapscan=off"_s, .cures = 1});
    }
    void finds()
    {
        QFETCH(Situation, situation);
        const QString trouble = m_bench->tried(situation);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }

    void judgesAForeignPlanByItself()
    {
        const QString text = m_bench->psql(u"SET work_mem = '64kB'; EXPLAIN (ANALYZE) SELECT * FROM orders ORDER BY note"_s);
        const plan::PlanReading reading = plan::readPlans(text);
        QVERIFY(reading.ok() && reading.plans.size() == 1);
        const std::vector<doctor::Finding> findings = doctor::findingsIn(reading.plans.front());
        QCOMPARE(findings.size(), 1u);
        QCOMPARE(findings.front().id, u"sort-on-disk"_s);
        QVERIFY(findings.front().saving.ms > 0);
    }
};

QTEST_GUILESS_MAIN(DoctorGeneralTest)
#include "tst_doctorgeneral.moc"
