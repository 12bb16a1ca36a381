// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of a real server, with options varied: JSON and text become the same tree, whatever psql put around them, and our text is the
// server's.
#include "plan/planfigures.h"
#include "plan/plantext.h"
#include "plan/readplans.h"
#include "support/testcluster.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTextStream>
#include <QTest>

using namespace quiver;
using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

const QString tables = uR"sql(
CREATE TABLE "we""ird; --" (id int PRIMARY KEY, k int, s text);
INSERT INTO "we""ird; --" SELECT i, i % 10, 'x' || i FROM generate_series(1, 1000) i;
CREATE TABLE big (id int, k int, s text);
INSERT INTO big SELECT i, i % 100, repeat('x', 20) FROM generate_series(1, 60000) i;
CREATE TABLE parts (id int, k int) PARTITION BY RANGE (id);
CREATE TABLE parts1 PARTITION OF parts FOR VALUES FROM (0) TO (500);
CREATE TABLE parts2 PARTITION OF parts FOR VALUES FROM (500) TO (1000);
INSERT INTO parts SELECT i, i % 7 FROM generate_series(0, 999) i;
CREATE TABLE referring (id int REFERENCES "we""ird; --", t text);
CREATE TABLE docs (id int PRIMARY KEY, embedding vector(3));
INSERT INTO docs SELECT i, ARRAY[i % 7, i % 11, i % 13]::vector FROM generate_series(1, 1000) i;
CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops);
CREATE INDEX docs_ivf ON docs USING ivfflat (embedding vector_cosine_ops) WITH (lists = 5);
)sql"_s;

const QString parallel = u"SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; "_s;

/// What both formats say and what does not change from run to run. \p exact: rows and memory do not.
QString outline(const Plan &plan, bool exact)
{
    QString text;
    QTextStream out(&text);
    for (const PlanNode &node : plan.nodes) {
        out << QString(node.depth, u'.') << nodeTitle(node) << u" | "_s << node.relationship << u' ' << node.subplan << u" | "_s << node.schema << u' ' << node.relation << u' ' << node.alias << u' '
            << node.index << u' ' << node.cte << u' ' << node.function << u' ' << node.targets.join(u';') << u" | "_s << node.totalCost.value_or(-1) << u' ' << node.planRows.value_or(-1) << u' '
            << node.planWidth.value_or(-1) << u" | "_s << node.filter << node.indexCond << node.recheckCond << node.hashCond << node.mergeCond << node.joinFilter << node.orderBy << node.oneTimeFilter
            << node.sortKey.join(u';') << node.groupKey.join(u';') << node.output.join(u';') << node.cacheKey << node.cacheMode << u" | "_s << node.loops.has_value() << node.totalMs.has_value()
            << node.buffers.has_value() << (node.wal.value_or(WalUse{}) != WalUse{}) << node.neverExecuted() << node.removedByFilter.has_value() << node.removedByJoinFilter.has_value() << node.removedByRecheck.has_value()
            << node.sortMethod.isEmpty() << node.hashBatches.has_value() << node.aggregateBatches.has_value() << node.fullSortGroups.has_value() << node.cacheHits.has_value() << u" | "_s
            << node.workersPlanned.value_or(-1) << u' ' << node.workersLaunched.value_or(-1) << u' ' << (node.workers.empty() ? 0 : 1);
        if (exact) {
            out << u" | "_s << node.rows.value_or(-1) << u' ' << node.loops.value_or(-1) << u' ' << node.removedByFilter.value_or(-1) << u' ' << node.sortSpaceKb.value_or(-1) << node.sortSpaceType
                << node.heapFetches.value_or(-1) << u' ' << node.exactHeapBlocks.value_or(0) << u' ' << node.peakMemoryKb.value_or(0) << u' ' << node.cacheHits.value_or(-1);
        }
        out << u'\n';
    }
    for (const PlanProperty &setting : plan.settings)
        out << setting.name << u'=' << setting.value << u'\n';
    for (const TriggerFigures &trigger : plan.triggers)
        out << trigger.constraint << u' ' << trigger.calls << u' ' << trigger.ms.has_value() << u'\n';
    if (plan.jit)
        out << plan.jit->functions << plan.jit->inlining.value_or(false) << plan.jit->optimization.value_or(false) << plan.jit->totalMs.has_value() << u'\n';
    out << plan.planningMs.has_value() << plan.executionMs.has_value() << u'\n';
    return text;
}

/// Without what changes from run to run.
QString masked(QString text)
{
    static const QRegularExpression times(u"\\d+\\.\\d{3}"_s), planning(u"Planning:\\n(  .*\\n)*"_s), pages(u"(hit|read|dirtied|written)=\\d+"_s),
        none(u" *Rows Removed by Filter: 0\\n"_s); // less than one in each loop
    return text.replace(times, u"N"_s).remove(planning).replace(pages, u"\\1=N"_s).remove(none);
}

} // namespace

class tst_Plans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void textAndJsonAreOneTree_data();
    void textAndJsonAreOneTree();
    void anyFrameIsTakenAway_data();
    void anyFrameIsTakenAway();
    void ownTimesAddUp();

private:
    QByteArray psql(const QString &sql, const QStringList &arguments) const
    {
        const auto options = m_cluster.options();
        QProcess process;
        process.start(u"psql"_s, QStringList{u"-X"_s, u"-q"_s, u"-h"_s, options.parameters.value(u"host"_s), u"-p"_s, options.parameters.value(u"port"_s), u"-U"_s, options.parameters.value(u"user"_s),
                                             u"-d"_s, u"test"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s} + arguments + QStringList{u"-f"_s, u"-"_s});
        process.write(sql.toUtf8());
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("psql: %s", process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    }
    Plan planOf(const QByteArray &text) const
    {
        const PlanReading reading = readPlans(text);
        if (!reading.ok() || reading.plans.size() != 1)
            qFatal("%zu plans; %s\n%s", reading.plans.size(), qPrintable(reading.problem.value_or(PlanProblem{}).reason), text.constData());
        return reading.plans.front();
    }

    std::vector<Plan> m_unframed; ///< of anyFrameIsTakenAway(): as text and as JSON
    test::TestCluster m_cluster{{u"autovacuum = off"_s}};
};

void tst_Plans::initTestCase()
{
    m_cluster.psql(tables);
    m_cluster.psql(u"VACUUM ANALYZE"_s);
}

void tst_Plans::textAndJsonAreOneTree_data()
{
    QTest::addColumn<QString>("settings");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<bool>("exact");
    const auto row = [](const char *name, const QString &options, const QString &statement, const QString &settings = {}, bool exact = true) {
        QTest::newRow(name) << settings << options << statement << exact;
    };
    const QString weird = u"\"we\"\"ird; --\""_s;
    row("plain", {}, u"SELECT * FROM %1 WHERE k = 3 AND s <> 'a''b\"c'"_s.arg(weird));
    row("costs off", u"COSTS OFF"_s, u"SELECT s FROM %1 w WHERE id < 10 ORDER BY s DESC NULLS LAST, k"_s.arg(weird));
    row("everything", u"ANALYZE, VERBOSE, BUFFERS, SETTINGS, WAL"_s, u"SELECT k, count(*) FROM %1 GROUP BY k HAVING count(*) > 5 ORDER BY 2"_s.arg(weird), u"SET work_mem = '64kB'; SET search_path = public, \"a'b\"; "_s);
    row("timing off", u"ANALYZE, TIMING OFF, BUFFERS"_s, u"SELECT * FROM big WHERE s LIKE 'line\nbreak%' OR id % 1000 = 1"_s);
    row("summary off", u"ANALYZE, SUMMARY OFF"_s, u"SELECT 1"_s);
    row("parallel", u"ANALYZE, VERBOSE, BUFFERS"_s, u"SELECT k, max(s) FROM big WHERE id > (SELECT 5) GROUP BY k ORDER BY 1"_s, parallel, false);
    row("parallel hash join", u"ANALYZE"_s, u"SELECT count(*) FROM big a JOIN big b USING (id)"_s, parallel, false);
    row("sort on disk", u"ANALYZE"_s, u"SELECT * FROM big ORDER BY s, id"_s, u"SET work_mem = '64kB'; "_s);
    row("hash on disk", u"ANALYZE, BUFFERS"_s, u"SELECT id, count(*) FROM big GROUP BY id"_s, u"SET work_mem = '64kB'; SET enable_sort = off; "_s);
    row("CTEs", u"ANALYZE, VERBOSE"_s, u"WITH \"a b\" AS MATERIALIZED (SELECT * FROM %1), w AS (INSERT INTO referring VALUES (1) RETURNING *) SELECT * FROM \"a b\" x JOIN \"a b\" USING (id) WHERE x.id < 5"_s.arg(weird));
    row("recursion", u"ANALYZE"_s, u"WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r"_s);
    row("subplans", u"ANALYZE, BUFFERS"_s, u"SELECT (SELECT max(id) FROM big), (SELECT s FROM big b WHERE b.id = w.id LIMIT 1) FROM %1 w WHERE k NOT IN (SELECT id FROM referring) AND id < 4"_s.arg(weird));
    row("never executed", u"ANALYZE"_s, u"SELECT * FROM big a JOIN %1 w ON w.id = a.k WHERE a.id < 0"_s.arg(weird), u"SET enable_hashjoin = off; SET enable_mergejoin = off; "_s);
    row("joins", u"ANALYZE"_s, u"SELECT * FROM %1 a LEFT JOIN parts p ON p.k = a.k AND p.id > a.id WHERE EXISTS (SELECT FROM referring r WHERE r.id = a.id)"_s.arg(weird));
    row("merge join", u"ANALYZE, VERBOSE"_s, u"SELECT * FROM %1 a FULL JOIN parts p ON p.id = a.id"_s.arg(weird), u"SET enable_hashjoin = off; "_s);
    row("memoize", u"ANALYZE"_s, u"SELECT * FROM parts p JOIN %1 w ON w.id = p.k"_s.arg(weird), u"SET enable_hashjoin = off; SET enable_mergejoin = off; "_s);
    row("incremental sort", u"ANALYZE"_s, u"SELECT * FROM (SELECT * FROM big ORDER BY k) x ORDER BY k, id"_s);
    row("bitmaps", u"ANALYZE, BUFFERS"_s, u"SELECT * FROM %1 WHERE id = 5 OR id = 700"_s.arg(weird), u"SET enable_seqscan = off; SET enable_indexscan = off; "_s);
    row("index only, backwards", u"ANALYZE"_s, u"SELECT id FROM %1 ORDER BY id DESC LIMIT 3"_s.arg(weird));
    row("functions and values", u"ANALYZE, VERBOSE"_s, u"SELECT * FROM generate_series(1, 3) g JOIN (VALUES (1), (2)) v(x) ON x = g, LATERAL unnest(ARRAY[x]) u, xmltable('/a' PASSING '<a/>' COLUMNS b text) t"_s);
    row("set operations", u"ANALYZE"_s, u"SELECT id FROM parts INTERSECT SELECT k FROM big UNION ALL (SELECT 1 EXCEPT ALL SELECT 2)"_s);
    row("windows", u"ANALYZE, VERBOSE"_s, u"SELECT row_number() OVER (PARTITION BY k ORDER BY id) FROM parts"_s);
    row("insert with triggers", u"ANALYZE, BUFFERS, WAL"_s, u"INSERT INTO referring SELECT id FROM %1 WHERE id < 9 ON CONFLICT DO NOTHING"_s.arg(weird));
    row("update of partitions", u"VERBOSE"_s, u"UPDATE parts SET k = k + 1 WHERE id > 400"_s);
    row("delete that is checked", u"ANALYZE"_s, u"DELETE FROM %1 WHERE id = 999"_s.arg(weird));
    row("lock", u"ANALYZE"_s, u"SELECT * FROM parts WHERE id = 1 FOR UPDATE"_s);
    row("sample", {}, u"SELECT * FROM big TABLESAMPLE system (10) REPEATABLE (1)"_s);
    row("JIT", u"ANALYZE"_s, u"SELECT sum(id) FROM big"_s, u"SET jit = on; SET jit_above_cost = 0; "_s);
    row("hnsw", u"ANALYZE, BUFFERS, VERBOSE"_s, u"SELECT id FROM docs ORDER BY embedding <-> '[1,2,3]' LIMIT 5"_s, u"SET enable_seqscan = off; "_s);
    row("ivfflat with a filter", u"ANALYZE"_s, u"SELECT id FROM docs WHERE id % 2 = 0 ORDER BY embedding <=> '[1,2,3]' LIMIT 5"_s, u"SET enable_seqscan = off; SET enable_sort = off; "_s);
}

void tst_Plans::textAndJsonAreOneTree()
{
    QFETCH(QString, settings);
    QFETCH(QString, options);
    QFETCH(QString, statement);
    QFETCH(bool, exact);
    const QString explain = u"BEGIN; EXPLAIN (%1FORMAT %2) %3; ROLLBACK; "_s;
    const QString with = options.isEmpty() ? options : options + u", "_s;
    const QByteArray both = psql(settings + explain.arg(with, u"TEXT"_s, statement) + explain.arg(with, u"JSON"_s, statement), {u"-A"_s, u"-t"_s});
    const QByteArray text = both.first(both.indexOf("[\n  {\n    \"Plan\""));
    const Plan ofText = planOf(text), ofJson = planOf(both.sliced(text.size()));
    const QString expected = outline(ofJson, exact), actual = outline(ofText, exact);
    if (actual != expected)
        qInfo("%s\n%s\n%s", text.constData(), qPrintable(actual), qPrintable(expected));
    QVERIFY(actual == expected);

    // What is written as text is read as the same again.
    QCOMPARE(outline(planOf(toText(ofJson).toUtf8()), exact), expected);
    if (exact && !settings.contains("jit"_L1))
        QCOMPARE(masked(toText(ofJson)), masked(QString::fromUtf8(text)));
}

void tst_Plans::anyFrameIsTakenAway_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const QString &style : {u"ascii"_s, u"old-ascii"_s, u"unicode"_s}) {
        for (int border = 0; border <= 2; ++border) {
            const QStringList table{u"-P"_s, u"linestyle="_s + style, u"-P"_s, u"border=%1"_s.arg(border)};
            const QString name = u"%1 %2"_s.arg(style).arg(border);
            QTest::newRow(qPrintable(name)) << table;
            QTest::newRow(qPrintable(name + u" expanded"_s)) << table + QStringList{u"-x"_s};
            QTest::newRow(qPrintable(name + u" without header"_s)) << table + QStringList{u"-t"_s};
            QTest::newRow(qPrintable(name + u" expanded without header"_s)) << table + QStringList{u"-t"_s, u"-x"_s};
            if (style == "old-ascii"_L1)
                continue; // it does not mark where a line was broken
            QTest::newRow(qPrintable(name + u" wrapped"_s)) << table + QStringList{u"-P"_s, u"format=wrapped"_s, u"-P"_s, u"columns=60"_s};
            QTest::newRow(qPrintable(name + u" wrapped, expanded"_s)) << table + QStringList{u"-x"_s, u"-P"_s, u"format=wrapped"_s, u"-P"_s, u"columns=60"_s};
        }
    }
    QTest::newRow("double lines") << QStringList{u"-P"_s, u"linestyle=unicode"_s, u"-P"_s, u"border=2"_s, u"-P"_s, u"unicode_border_linestyle=double"_s, u"-P"_s, u"unicode_column_linestyle=double"_s, u"-P"_s, u"unicode_header_linestyle=double"_s};
    QTest::newRow("unaligned") << QStringList{u"-A"_s};
    QTest::newRow("unaligned, expanded") << QStringList{u"-A"_s, u"-x"_s};
    QTest::newRow("CSV") << QStringList{u"--csv"_s};
    QTest::newRow("no footer") << QStringList{u"-P"_s, u"footer=off"_s};
}

void tst_Plans::anyFrameIsTakenAway()
{
    QFETCH(QStringList, arguments);
    const QString explain = u"EXPLAIN (VERBOSE%1) SELECT w.s, count(*) FROM \"we\"\"ird; --\" w JOIN docs d ON d.id = w.id AND d.embedding <-> '[0.123456789,2,3]' < 0.5 WHERE w.s <> 'a \"b\" ''c'' [1,2] {x}' GROUP BY w.s ORDER BY 2, 1;\n"_s;
    if (m_unframed.empty())
        m_unframed = readPlans(psql(explain.arg(u""_s) + explain.arg(u", FORMAT JSON"_s), {u"-A"_s, u"-t"_s})).plans;
    QCOMPARE(m_unframed.size(), 2U);
    QVERIFY(m_unframed[0].nodes.size() >= 6);
    QCOMPARE(outline(m_unframed[0], true), outline(m_unframed[1], true));
    const QByteArray framed = psql(explain.arg(u""_s) + explain.arg(u", FORMAT JSON"_s) + explain.arg(u""_s), arguments);
    const PlanReading reading = readPlans(framed);
    const bool good = reading.ok() && reading.plans == std::vector{m_unframed[0], m_unframed[1], m_unframed[0]};
    if (!good)
        qInfo("%s\n%s", framed.constData(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
    QVERIFY(good);
}

void tst_Plans::ownTimesAddUp()
{
    for (const QString &settings : {QString(), parallel}) {
        const Plan plan = planOf(psql(settings + u"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) WITH x AS MATERIALIZED (SELECT k, count(*) n FROM big GROUP BY k) SELECT * FROM x a JOIN x b USING (k) "
                                                 "WHERE a.n > (SELECT min(id) FROM big WHERE s LIKE '%x') OR a.k IN (SELECT k FROM parts)"_s, {u"-A"_s, u"-t"_s}));
        const PlanFigures figures = figuresOf(plan);
        double sum = 0;
        qint64 pages = 0;
        for (const NodeFigures &node : figures.nodes) {
            sum += node.ownMs.value_or(0);
            pages += pagesTouched(node.ownBuffers.value());
        }
        QVERIFY2(sum > 0.95 * figures.totalMs.value() && sum < 1.05 * figures.totalMs.value(), qPrintable(u"%1 of %2 ms\n%3"_s.arg(sum).arg(*figures.totalMs).arg(toText(plan))));
        const qint64 all = pagesTouched(figures.totalBuffers.value());
        QVERIFY2(pages > 0.95 * double(all) && pages < 1.05 * double(all), qPrintable(u"%1 of %2 pages"_s.arg(pages).arg(all)));
    }
}

QTEST_GUILESS_MAIN(tst_Plans)
#include "tst_plans.moc"
