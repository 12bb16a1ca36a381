// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index list, repair, maintain, settings, slow: the care of indexes from the command line.
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class QuiverctlIndexCareTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;

    Ran run(const QStringList &arguments) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"index"_s} + arguments + QStringList{u"--url"_s, m_cluster->options().toUri()},
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}));
    }
    QString psql(const QString &sql) const { return m_cluster->psql(sql).trimmed(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE TABLE \"Doc s\" (id int PRIMARY KEY, embedding vector(3)); INSERT INTO \"Doc s\" SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 100) i;"
             "CREATE INDEX h ON \"Doc s\" USING hnsw (embedding vector_l2_ops); CREATE INDEX h2 ON \"Doc s\" USING hnsw (embedding vector_l2_ops) WITH (m = 4)"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void listsIndexes()
    {
        Ran ran = run({u"list"_s, u"--table"_s, u"\"Doc s\""_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"vector_l2_ops"_s) && ran.out.contains(u"answer the same query"_s) && ran.out.contains(u"planner: "_s),
                 qPrintable(ran.out + ran.err));
        ran = run({u"list"_s, u"--json"_s, u"--cached"_s});
        QVERIFY2(ran.err.contains(u"pg_buffercache"_s), qPrintable(ran.err));
        const QJsonObject all = QJsonDocument::fromJson(ran.out.toUtf8()).object();
        QCOMPARE(all.value(u"indexes"_s).toArray().size(), 3);
        QVERIFY(!all.value(u"findings"_s).toArray().isEmpty());
        QCOMPARE(run({u"list"_s, u"--table"_s, u"nowhere"_s}).status, 1);
    }

    void repairsInvalidIndexes()
    {
        psql(u"CREATE TABLE u (a int); INSERT INTO u VALUES (1), (1)"_s);
        QVERIFY(test::runProgram(QStringLiteral(QUIVERCTL), {u"query"_s, u"--url"_s, m_cluster->options().toUri(), u"CREATE UNIQUE INDEX CONCURRENTLY u_a ON u (a)"_s},
                                 test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}})).status != 0);
        Ran ran = run({u"repair"_s, u"--check"_s});
        QCOMPARE(ran.status, 3);
        QVERIFY2(ran.out.contains(u"public.u_a of public.u is INVALID"_s), qPrintable(ran.out));
        ran = run({u"repair"_s, u"--dry-run"_s, u"--drop"_s});
        QVERIFY2(ran.out.contains(u"DROP INDEX CONCURRENTLY IF EXISTS public.u_a"_s), qPrintable(ran.out));
        QVERIFY(run({u"repair"_s, u"h"_s, u"--yes"_s}).err.contains(u"no INVALID index h"_s));
        psql(u"DELETE FROM u"_s);
        ran = run({u"repair"_s, u"u_a"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        ran = run({u"repair"_s, u"--check"_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"no INVALID"_s), qPrintable(ran.out));
    }

    void maintains()
    {
        for (const QStringList &arguments : QList<QStringList>{{u"reindex"_s, u"--index"_s, u"h"_s, u"--work-mem"_s, u"64"_s}, {u"vacuum"_s, u"--table"_s, u"\"Doc s\""_s, u"--reindex-first"_s},
                                                               {u"analyze"_s, u"--table"_s, u"\"Doc s\""_s}, {u"prewarm"_s, u"--index"_s, u"public.h"_s},
                                                               {u"set"_s, u"m=8"_s, u"--index"_s, u"h"_s, u"--rebuild"_s}, {u"rename"_s, u"\"H 2\""_s, u"--index"_s, u"h2"_s},
                                                               {u"workers"_s, u"2"_s, u"--table"_s, u"\"Doc s\""_s}, {u"drop"_s, u"--index"_s, u"\"H 2\""_s}}) {
            const Ran ran = run(QStringList{u"maintain"_s} + arguments + QStringList{u"--yes"_s});
            QVERIFY2(ran.status == 0, qPrintable(arguments.join(u' ') + u'\n' + ran.out + ran.err));
        }
        QCOMPARE(psql(u"SELECT string_agg(c.relname || coalesce(c.reloptions::text, ''), ' ' ORDER BY c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                      "WHERE i.indrelid = '\"Doc s\"'::regclass"_s), u"Doc s_pkey h{m=8}"_s);
        QVERIFY(run({u"maintain"_s, u"drop"_s, u"--index"_s, u"\"Doc s_pkey\""_s, u"--yes"_s}).err.contains(u"DROP CONSTRAINT"_s));
        for (const QStringList &wrong : QList<QStringList>{{}, {u"reindex"_s}, {u"vacuum"_s, u"--index"_s, u"h"_s}, {u"set"_s, u"--index"_s, u"h"_s}, {u"polish"_s}})
            QCOMPARE(run(QStringList{u"maintain"_s} + wrong).status, 2);
    }

    void repairsTheOthersWhereOneCannotBe()
    {
        psql(u"CREATE TABLE two (a int, b int); INSERT INTO two VALUES (1, 1), (1, 1)"_s);
        for (const QString &column : {u"a"_s, u"b"_s})
            run({u"create"_s, u"--table"_s, u"two"_s, u"--column"_s, column, u"--method"_s, u"btree"_s, u"--name"_s, u"two_"_s + column, u"--yes"_s});
        psql(u"UPDATE pg_index SET indisunique = (indexrelid = 'two_a'::regclass), indisvalid = false WHERE indrelid = 'two'::regclass"_s);
        Ran ran = run({u"repair"_s, u"--yes"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"“Build public.two_a anew without stopping writes”, failed: "_s), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"Stands: “Build public.two_b anew without stopping writes”."_s), qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT string_agg(indexrelid::regclass::text, ' ') FROM pg_index WHERE NOT indisvalid"_s), u"two_a"_s);
        // One that nothing is done about is counted, and told by the status.
        psql(u"DELETE FROM two; CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX p_only ON ONLY p (id)"_s);
        ran = run({u"repair"_s, u"--yes"_s});
        QCOMPARE(ran.status, 3);
        QVERIFY2(ran.out.contains(u"Repair 1 of 2 INVALID indexes: done"_s), qPrintable(ran.out));
        QVERIFY2(ran.err.contains(u"public.p_only"_s) && ran.err.contains(u"left as they are, for the reasons above: 1"_s), qPrintable(ran.err));
        psql(u"DROP TABLE two, p"_s);
    }

    void asksWhichWhereTwoHaveTheName()
    {
        psql(u"CREATE SCHEMA far; CREATE TABLE far.n (a int); CREATE TABLE n (a int); CREATE INDEX n_a ON far.n (a); CREATE INDEX n_a ON n (a);"
             "UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ('far.n_a'::regclass, 'public.n_a'::regclass)"_s);
        Ran ran = run({u"repair"_s, u"n_a"_s, u"--yes"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"2 INVALID indexes have the name n_a: say which, far.n_a or public.n_a"_s), qPrintable(ran.err));
        ran = run({u"repair"_s, u"far.n_a"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT string_agg(indexrelid::regclass::text, ' ') FROM pg_index WHERE NOT indisvalid"_s), u"n_a"_s);
        psql(u"DROP TABLE n, far.n"_s);
    }

    void tellsOfWhatARebuildLeavesOut()
    {
        psql(u"CREATE TABLE odd (v vector(3)); CREATE INDEX odd_h ON odd USING hnsw (v vector_l2_ops); CREATE INDEX odd_b ON odd USING btree (v);"
             "ALTER INDEX odd_h SET (m = 40)"_s);
        const Ran ran = run({u"maintain"_s, u"reindex"_s, u"--table"_s, u"odd"_s, u"--yes"_s});
        QCOMPARE(ran.status, 3);
        QVERIFY2(ran.err.contains(u"public.odd_h cannot be built anew"_s) && ran.err.contains(u"left as they are, for the reasons above: 1"_s), qPrintable(ran.err));
        psql(u"DROP TABLE odd"_s);
    }

    void knowsWhenItRebuilt()
    {
        psql(u"CREATE TABLE drift (v vector(3)); INSERT INTO drift SELECT ARRAY[i, 1, 2]::vector FROM generate_series(1, 500) i;"
             "CREATE INDEX drift_idx ON drift USING ivfflat (v vector_l2_ops) WITH (lists = 1); ANALYZE drift"_s);
        const QStringList list{u"list"_s, u"--table"_s, u"drift"_s};
        QTRY_VERIFY(run(list).out.contains(u"may have been inserted"_s)); // once the server has counted them
        QCOMPARE(run({u"maintain"_s, u"reindex"_s, u"--index"_s, u"drift_idx"_s, u"--yes"_s}).status, 0);
        const Ran ran = run(list);
        QVERIFY2(!ran.out.contains(u"inserted into"_s), qPrintable(ran.out));
    }

    void saysWhichRightAdviceLacks()
    {
        psql(u"CREATE ROLE \"no body\" LOGIN; GRANT USAGE ON SCHEMA public TO \"no body\""_s);
        pg::ConnectOptions options = m_cluster->options();
        options.parameters.insert(u"user"_s, u"no body"_s);
        const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), {u"index"_s, u"advise"_s, u"--table"_s, u"\"Doc s\""_s, u"--column"_s, u"embedding"_s, u"--url"_s, options.toUri()},
                                         test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}));
        QVERIFY2(ran.status == 1 && ran.err.contains(u"GRANT SELECT ON public.\"Doc s\" TO \"no body\";"_s), qPrintable(ran.err));
    }

    void saysWhomItWaitsFor()
    {
        psql(u"CREATE TABLE kept (v vector(3)); CREATE INDEX kept_idx ON kept USING hnsw (v vector_l2_ops)"_s);
        test::TestServices services;
        const auto keeper = services.session(m_cluster->options());
        keeper->run(u"keep"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("LOCK TABLE kept IN SHARE MODE");
        }).future.waitForFinished();
        QTimer::singleShot(3'500, keeper.get(), [&keeper] { keeper->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }); });
        QProcess program;
        program.setProcessEnvironment(test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}));
        program.start(QStringLiteral(QUIVERCTL), QStringList{u"index"_s, u"maintain"_s, u"reindex"_s, u"--index"_s, u"kept_idx"_s, u"--yes"_s, u"--url"_s, m_cluster->options().toUri()});
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 30'000); // the timer goes on meanwhile
        const QString err = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(program.exitCode() == 0, qPrintable(err));
        QVERIFY2(err.contains(u"kept_idx: "_s), qPrintable(err)); // how far it is
        QVERIFY2(err.contains(u"waiting: session %1 ("_s.arg(keeper->backendPid())) && err.contains(u"Ctrl+C cancels this change"_s), qPrintable(err));
    }

    void judgesSettingsAndStatements()
    {
        const QString fsync = psql(u"SHOW fsync"_s);
        Ran ran = run({u"settings"_s});
        QVERIFY2(ran.status == 0 && ran.out.contains(u"maintenance_work_mem = "_s), qPrintable(ran.out + ran.err));
        ran = run({u"settings"_s, u"--set"_s, u"work_mem=32MB"_s, u"--database"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SHOW work_mem"_s), u"32MB"_s);
        ran = run({u"settings"_s, u"--set"_s, u"fsync=off"_s, u"--yes"_s});
        QVERIFY2(ran.status == 2 && ran.err.contains(u"--set is for the settings that are advised on: shared_buffers, "_s), qPrintable(ran.err));
        QCOMPARE(psql(u"SHOW fsync"_s), fsync);
        ran = run({u"slow"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"shared_preload_libraries"_s), qPrintable(ran.err));
        QCOMPARE(run({u"slow"_s, u"--create"_s, u"--reset"_s}).status, 2);
    }
};

QTEST_GUILESS_MAIN(QuiverctlIndexCareTest)
#include "tst_quiverctlindexcare.moc"
