// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows count for an index: those that it will hold, and none that another server keeps, which may not even answer.
#include "index/advise.h"
#include "index/buildforecast.h"
#include "support/indexplanbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using test::on;

class TestLocalRows : public test::IndexPlanBench
{
    Q_OBJECT

    ForecastInput forecastInput(const IndexSpec &spec)
    {
        return ask([&](pg::Connection &c, core::JobContext &) { return readForecastInput(c, spec); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        begin();
        // Nobody listens at that port; the columns of the second partition come in another order.
        psql(uR"(
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1', use_remote_estimate 'true');
            CREATE USER MAPPING FOR CURRENT_USER SERVER far;
            CREATE TABLE spread (id int, v vector(3)) PARTITION BY RANGE (id);
            CREATE TABLE spread_a PARTITION OF spread FOR VALUES FROM (0) TO (1000);
            CREATE TABLE spread_b (v vector(3), id int);
            ALTER TABLE spread ATTACH PARTITION spread_b FOR VALUES FROM (1000) TO (2000);
            INSERT INTO spread SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(0, 1499) i;
            CREATE FOREIGN TABLE spread_c PARTITION OF spread FOR VALUES FROM (2000) TO (3000) SERVER far;
            CREATE TABLE base (id int, v vector(3));
            CREATE TABLE heir () INHERITS (base);
            INSERT INTO base SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 100) i;
            INSERT INTO heir SELECT i, NULL FROM generate_series(1, 3000) i;
            ANALYZE spread_a, spread_b, base, heir;
            CREATE TABLE shut (id int, v vector(3)) PARTITION BY RANGE (id);
            CREATE TABLE shut_a PARTITION OF shut FOR VALUES FROM (0) TO (1000);
            INSERT INTO shut SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 30) i;
            ALTER TABLE shut OWNER TO somebody;
            ALTER TABLE shut_a OWNER TO somebody)"_s);
    }
    void cleanupTestCase() { end(); }

    void plansBesideAPartitionOfAServerThatDoesNotAnswer()
    {
        IndexSpec spec = on(u"spread"_s, u"v"_s);
        spec.concurrently = true;
        IndexPlan made = plan(spec);
        QVERIFY2(!hasErrors(made.problems), qPrintable(test::texts(made.problems)));
        QCOMPARE(made.rows, 1500.0);
        QVERIFY(made.table->isCounted);
        QCOMPARE(made.parts.size(), std::size_t(2));
        QCOMPARE(table(u"spread"_s, {u"v"_s}).sample(u"v"_s)->rows, 1500);
        // The table's own name is known in a predicate.
        spec.predicate = u"spread.id < 500"_s;
        made = plan(spec);
        QVERIFY2(!hasErrors(made.problems), qPrintable(test::texts(made.problems)));
        QVERIFY2(made.rows > 400 && made.rows < 600, qPrintable(QString::number(made.rows)));
    }
    void forecastsBesideIt()
    {
        IndexSpec spec = on(u"spread"_s, u"v"_s);
        ForecastInput input = forecastInput(spec);
        QCOMPARE(input.rows.rows.value, 1500.0);
        QCOMPARE(input.rows.indexedRows.value, 1500.0);
        QCOMPARE(input.rows.parts.size(), std::size_t(2));
        QVERIFY2(input.rows.distinct > 0.9, qPrintable(QString::number(input.rows.distinct)));
        spec.predicate = u"spread.id >= 1000"_s;
        input = forecastInput(spec);
        QCOMPARE(input.rows.indexedRows.value, 500.0);
        QCOMPARE(input.rows.parts.back().indexedRows, 500.0);
        const auto advised = ask([](pg::Connection &c, core::JobContext &) { return advise(c, u"public"_s, u"spread"_s, u"v"_s); });
        QVERIFY(advised);
    }
    void countsNoHeirs()
    {
        const IndexTable base = table(u"base"_s, {u"v"_s});
        QCOMPARE(base.rows, 100.0);
        QCOMPARE(base.sample(u"v"_s)->rows, 100);
        QCOMPARE(base.sample(u"v"_s)->nullShare, 0.0);
        const ForecastInput input = forecastInput(on(u"base"_s, u"v"_s));
        QCOMPARE(input.rows.rows.value, 100.0);
        QCOMPARE(input.rows.indexedRows.value, 100.0);
    }
    // Who may read the whole need not have been granted its partitions.
    void readsPartitionsByTheirWhole()
    {
        psql(u"CREATE ROLE reader; GRANT SELECT ON shut, spread TO reader"_s);
        const auto as = [this](const QString &name) {
            return *ask([&](pg::Connection &c, core::JobContext &) {
                c.exec("SET ROLE reader");
                const auto found = indexTable(c, u"public"_s, name, {u"v"_s});
                c.exec("RESET ROLE");
                return found;
            });
        };
        QVERIFY(as(u"shut"_s).isCounted);
        QCOMPARE(as(u"shut"_s).rows, 30.0);
        const IndexTable spread = as(u"spread"_s);
        QVERIFY(!spread.mayRead && !spread.isCounted);
        QCOMPARE(spread.rows, 1500.0); // by ANALYZE
    }
    void knowsWhereDefaultTablespacePutsIt()
    {
        psql(u"SET allow_in_place_tablespaces = on; CREATE TABLESPACE \"fa st\" LOCATION ''"_s);
        QCOMPARE(table(u"docs"_s).defaultTablespace, QString());
        const auto by = [this](const QString &role, const QString &tablespace) {
            return ask([&](pg::Connection &c, core::JobContext &) {
                c.exec(u"SET default_tablespace = \"%1\""_s.arg(tablespace));
                c.exec(u"SET ROLE "_s + role);
                const IndexPlan made = planIndex(c, on(u"shut"_s, u"v"_s));
                c.exec("RESET ROLE");
                c.exec("RESET default_tablespace");
                return made;
            });
        };
        QCOMPARE(by(u"tester"_s, u"fa st"_s).table->defaultTablespace, u"fa st"_s);
        QCOMPARE(by(u"tester"_s, u"pg_default"_s).table->defaultTablespace, QString()); // is the database's own
        psql(u"GRANT CREATE ON SCHEMA public TO somebody"_s);
        QVERIFY(test::says(by(u"somebody"_s, u"fa st"_s).problems, IndexField::Tablespace, u"where default_tablespace puts the index"_s, true));
        psql(u"GRANT CREATE ON TABLESPACE \"fa st\" TO somebody"_s);
        QVERIFY(!hasErrors(by(u"somebody"_s, u"fa st"_s).problems));
    }
    // Somebody builds it anew: what else is planned on the table is not kept waiting.
    void tellsOfALockedIndex()
    {
        psql(u"CREATE INDEX docs_b ON docs (tenant)"_s);
        const auto keeper = m_services.session(m_cluster->options());
        keeper->run(u"keep"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("REINDEX INDEX docs_b");
        }).future.waitForFinished();
        const auto found = ask([](pg::Connection &c, core::JobContext &) {
            catalog::TableFacts facts;
            facts.oid = pg::Oid(c.exec("SELECT 'docs'::regclass::oid").integer(0, 0));
            c.exec("SET lock_timeout = '1s'");
            const auto all = foundIndexes(c, IndexSql(c), facts);
            c.exec("RESET lock_timeout");
            return all;
        });
        const auto bytesOf = [&](const QString &name) {
            return std::ranges::find_if(found, [&](const IndexFound &each) { return each.spec.name == name; })->bytes;
        };
        QCOMPARE(bytesOf(u"docs_b"_s), qint64(-1));
        QVERIFY(bytesOf(u"docs_pkey"_s) > 0);
        keeper->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestLocalRows)
#include "tst_localrows.moc"
