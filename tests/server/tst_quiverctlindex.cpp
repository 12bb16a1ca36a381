// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create and advise: indexes built from the command line, and gone on with after a kill.
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlIndex : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;

    QStringList withServer(const QStringList &arguments) const { return QStringList{u"index"_s} + arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}; }
    QProcessEnvironment environment() const { return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}); }
    Ran run(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), withServer(arguments), environment()); }
    QString psql(const QString &sql) const { return m_cluster->psql(sql); }
    static QStringList create(const QString &table, const QStringList &more) { return QStringList{u"create"_s, u"--table"_s, table} + more; }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE SCHEMA shop; CREATE TABLE shop.docs (id int PRIMARY KEY, \"Vec tor\" vector(64), meta jsonb);"
             "INSERT INTO shop.docs SELECT i, (SELECT array_agg(random() - 0.5) FROM generate_series(1, 64) WHERE i > 0)::vector, '{}' FROM generate_series(1, 3000) i;"
             "ALTER DATABASE test SET search_path = shop, public"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void showsWhatItWouldDo()
    {
        const Ran ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--metric"_s, u"l2"_s, u"--m"_s, u"8"_s, u"--ef-construction"_s, u"32"_s, u"--halfvec"_s,
                                               u"--where"_s, u"id > 10"_s, u"--memory"_s, u"96MB"_s, u"--workers"_s, u"0"_s, u"--dry-run"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"CREATE INDEX CONCURRENTLY \"docs_Vec tor_half_hnsw_l2_idx\" ON shop.docs USING hnsw ((\"Vec tor\"::halfvec(64)) halfvec_l2_ops) "
                                  "WITH (m=8, ef_construction=32) WHERE id > 10;"_s), qPrintable(ran.out));
        QVERIFY(ran.out.contains(u"SET maintenance_work_mem = '96MB';"_s) && ran.out.contains(u"RESET max_parallel_maintenance_workers;"_s));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'shop.docs'::regclass"_s), u"1"_s);
    }

    void buildsOnceHoweverOftenItIsRun()
    {
        const QStringList command = create(u"shop.docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--method"_s, u"ivfflat"_s, u"--lists"_s, u"20"_s, u"--name"_s, u"\"Ivf\""_s, u"--yes"_s});
        Ran ran = run(command);
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT reloptions, indisvalid FROM pg_class JOIN pg_index ON indexrelid = oid WHERE relname = 'Ivf'"_s), u"{lists=20}|t"_s);
        ran = run(command);
        QVERIFY2(ran.status == 0 && ran.out.contains(u"nothing to do"_s), qPrintable(ran.out + ran.err));
        ran = run(create(u"docs"_s, {u"--method"_s, u"gin"_s, u"--column"_s, u"meta"_s, u"--opclass"_s, u"jsonb_path_ops"_s, u"--no-concurrently"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        ran = run(create(u"docs"_s, {u"--method"_s, u"btree"_s, u"--expression"_s, u"meta->>'tenant'"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        ran = run(create(u"docs"_s, {u"--method"_s, u"btree"_s, u"--column"_s, u"id desc nulls last"_s, u"--include"_s, u"meta"_s, u"--name"_s, u"latest"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'latest'"_s).contains(u"(id DESC NULLS LAST) INCLUDE (meta)"_s));
    }

    void buildsSeveralOneAfterTheOther()
    {
        psql(u"CREATE TABLE shop.queue (tenant int, v vector(3), \"we\"\"ird; --\" int); INSERT INTO shop.queue SELECT i, ARRAY[i, 1, 2]::vector, i % 2 FROM generate_series(1, 200) i"_s);
        const QStringList command = create(u"queue"_s, {u"--yes"_s, u"--column"_s, u"v"_s, u"--and"_s, u"--method"_s, u"btree"_s, u"--column"_s, u"tenant"_s,
                                                        u"--and"_s, u"--column"_s, u"v"_s, u"--metric"_s, u"l2"_s});
        // The server's address is the last thing on the line: it goes before the first --and.
        QStringList whole = withServer(command);
        whole = whole.mid(0, 2) + whole.mid(whole.size() - 2) + whole.mid(2, whole.size() - 4);
        const auto runWhole = [&] { return test::runProgram(QStringLiteral(QUIVERCTL), whole, environment()); };
        Ran ran = runWhole();
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Create 3 indexes"_s), qPrintable(ran.err + ran.out));
        QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'shop.queue'::regclass"_s), u"3|t"_s);
        ran = runWhole();
        QVERIFY2(ran.status == 0 && ran.out.contains(u"nothing to do"_s), qPrintable(ran.err + ran.out));
        // What comes after one that fails is not begun.
        psql(u"INSERT INTO shop.queue VALUES (1)"_s);
        whole = whole.mid(0, 7) + QStringList{u"--method"_s, u"btree"_s, u"--column"_s, u"tenant"_s, u"--unique"_s, u"--and"_s, u"--method"_s, u"btree"_s, u"--column"_s, u"\"we\"\"ird; --\""_s};
        ran = runWhole();
        QVERIFY2(ran.status == 1 && ran.err.contains(u"1 in all, none was begun"_s), qPrintable(ran.err + ran.out));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = 'shop.queue'::regclass"_s), u"3"_s);
        whole << u"--yes"_s;
        ran = runWhole();
        QVERIFY2(ran.status == 2 && ran.err.contains(u"behind --and"_s), qPrintable(ran.err));
    }

    void eachOfSeveralHasItsOwnOptions()
    {
        psql(u"CREATE TABLE shop.own (tenant int, v vector(3)); INSERT INTO shop.own SELECT i % 9, ARRAY[i, 1, 2]::vector FROM generate_series(1, 200) i"_s);
        QStringList command{u"index"_s, u"create"_s, u"--table"_s, u"own"_s, u"--dry-run"_s, u"--url"_s, m_cluster->options().toUri()};
        command << u"--column"_s << u"v"_s << u"--m"_s << u"24"_s << u"--ef-construction"_s << u"200"_s << u"--memory"_s << u"96MB"_s << u"--workers"_s << u"0"_s;
        command << u"--and"_s << u"--column"_s << u"v"_s << u"--metric"_s << u"l2"_s << u"--where"_s << u"tenant = 7"_s << u"--memory"_s << u"48MB"_s;
        command << u"--and"_s << u"--column"_s << u"v"_s << u"--method"_s << u"ivfflat"_s << u"--lists"_s << u"3"_s;
        const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), command, environment());
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QStringList said;
        for (const QString &line : ran.out.split(u'\n')) {
            if (line.startsWith("CREATE "_L1) || line.startsWith("SET m"_L1))
                said << line;
        }
        QCOMPARE(said, (QStringList{u"SET maintenance_work_mem = '96MB';"_s, u"SET max_parallel_maintenance_workers = '0';"_s,
                                    u"CREATE INDEX CONCURRENTLY own_v_hnsw_cosine_idx ON shop.own USING hnsw (v vector_cosine_ops) WITH (m=24, ef_construction=200);"_s,
                                    u"SET maintenance_work_mem = '48MB';"_s, u"SET max_parallel_maintenance_workers = '0';"_s,
                                    u"CREATE INDEX CONCURRENTLY own_v_hnsw_l2_idx ON shop.own USING hnsw (v vector_l2_ops) WHERE tenant = 7;"_s,
                                    u"SET maintenance_work_mem = '96MB';"_s, u"SET max_parallel_maintenance_workers = '0';"_s,
                                    u"CREATE INDEX CONCURRENTLY own_v_ivfflat_cosine_idx ON shop.own USING ivfflat (v vector_cosine_ops) WITH (lists=3);"_s}));
    }

    void tellsWhatWasBuiltAsJson()
    {
        const QStringList command = create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--metric"_s, u"l1"_s, u"--name"_s, u"as_json"_s, u"--yes"_s, u"--json"_s});
        Ran ran = run(command);
        const QJsonArray built = QJsonDocument::fromJson(ran.out.toUtf8()).array();
        QVERIFY2(ran.status == 0 && built.size() == 1, qPrintable(ran.err + ran.out));
        QCOMPARE(built[0][u"index"_s].toString(), u"as_json"_s);
        QCOMPARE(built[0][u"outcome"_s].toString(), u"valid"_s);
        QVERIFY(built[0][u"index_bytes"_s].toDouble() == psql(u"SELECT pg_relation_size('shop.as_json')"_s).toDouble());
        ran = run(command);
        QVERIFY2(ran.status == 0 && QJsonDocument::fromJson(ran.out.toUtf8()) == QJsonDocument(QJsonArray()), qPrintable(ran.err + ran.out));
        QCOMPARE(run({u"repair"_s, u"--json"_s, u"--yes"_s}).status, 2); // which tells nothing as JSON
    }

    void saysWhatIsWrong()
    {
        Ran ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--m"_s, u"200"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 1 && ran.err.contains(u"m is a number from 2 to 100"_s), qPrintable(ran.err));
        ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--metric"_s, u"hamming"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 1 && ran.err.contains(u"vector_l2_ops (<->"_s), qPrintable(ran.err));
        ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--opclass"_s, u"halfvec_l2_ops"_s, u"--dry-run"_s}));
        QVERIFY2(ran.status == 1 && ran.out.isEmpty() && ran.err.contains(u"vector_l2_ops"_s) && ran.err.contains(u"half precision"_s), qPrintable(ran.err + ran.out));
        ran = run(create(u"docs"_s, {u"--expression"_s, u"\"Vec tor\"::halfvec(64)"_s, u"--opclass"_s, u"halfvec_l2_ops"_s, u"--name"_s, u"cast_ann"_s, u"--yes"_s}));
        QVERIFY2(ran.status == 0 && psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'cast_ann'"_s).contains(u"halfvec_l2_ops"_s), qPrintable(ran.err));
        ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--metric"_s, u"sideways"_s}));
        QCOMPARE(ran.status, 2);
        ran = run(create(u"docs"_s, {u"--column"_s, u"\"Vec tor\""_s, u"--memory"_s, u"plenty"_s}));
        QCOMPARE(ran.status, 2);
        ran = run(create(u"docs"_s, {u"--yes"_s}));
        QCOMPARE(ran.status, 2);
    }

    void goesOnAfterAKill()
    {
        psql(u"CREATE TABLE shop.parts (id int, v vector(64)) PARTITION BY RANGE (id); CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (1000);"
             "CREATE TABLE shop.parts_2 PARTITION OF shop.parts FOR VALUES FROM (1000) TO (5000); INSERT INTO shop.parts SELECT id, \"Vec tor\" FROM shop.docs"_s);
        const QStringList command = create(u"parts"_s, {u"--column"_s, u"v"_s, u"--yes"_s});
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), withServer(command));
        QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_index WHERE indrelid = to_regclass('shop.parts_1') OR indrelid = to_regclass('shop.parts_2')"_s).toInt() > 0
                                     || program.state() == QProcess::NotRunning, 30'000);
        QVERIFY2(program.processId() > 0, program.readAllStandardError().constData()); // 0 would be this program and its like
        ::kill(pid_t(program.processId()), SIGKILL);
        QVERIFY(program.waitForFinished(10'000));
        // The server may go on with the statement that it has: the next run must not meet it.
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index"_s), u"0"_s, 30'000);
        const Ran ran = run(command);
        QVERIFY2(ran.status == 0, qPrintable(ran.err + ran.out));
        QCOMPARE(psql(u"SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid IN (SELECT relid FROM pg_partition_tree('shop.parts'))"_s), u"3|t"_s);
    }

    void waitsForATableThatNobodyMayRead()
    {
        test::TestServices services;
        const auto keeper = services.session(m_cluster->options());
        keeper->run(u"keep"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("CREATE TABLE IF NOT EXISTS shop.kept (v vector(3))");
            c.commit();
            c.begin();
            c.exec("LOCK TABLE shop.kept");
        }).future.waitForFinished();
        const QStringList command = create(u"kept"_s, {u"--column"_s, u"v"_s, u"--yes"_s});
        Ran ran = run(command + QStringList{u"--lock-wait"_s, u"1"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"shop.kept is locked"_s) && ran.err.contains(u"session %1 ("_s.arg(keeper->backendPid())), qPrintable(ran.err));
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), withServer(command + QStringList{u"--wait"_s}));
        QString err;
        QTRY_VERIFY2_WITH_TIMEOUT((err += QString::fromUtf8(program.readAllStandardError())).contains(u"waiting for it"_s), qPrintable(err), 30'000);
        QVERIFY2(err.contains(u"session %1 ("_s.arg(keeper->backendPid())), qPrintable(err));
        keeper->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); });
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 30'000);
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indrelid = 'shop.kept'::regclass"_s), u"t"_s);
        // One that stops writes waits as long as it is told to, too, and not the few seconds that it has otherwise.
        keeper->run(u"keep"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("LOCK TABLE shop.kept IN ROW EXCLUSIVE MODE");
        }).future.waitForFinished();
        QTimer::singleShot(7'000, keeper.get(), [&keeper] { keeper->run(u"let go"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }); });
        program.start(QStringLiteral(QUIVERCTL), withServer(command + QStringList{u"--no-concurrently"_s, u"--name"_s, u"plain"_s, u"--wait"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 30'000);
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }

    void advises()
    {
        Ran ran = run({u"advise"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"\"Vec tor\""_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"CREATE INDEX CONCURRENTLY"_s) && ran.out.contains(u"not needed yet"_s), qPrintable(ran.out));
        ran = run({u"advise"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"\"Vec tor\""_s, u"--json"_s});
        const QJsonObject json = QJsonDocument::fromJson(ran.out.toUtf8()).object();
        QCOMPARE(json[u"method"_s].toString(), u"hnsw"_s);
        QCOMPARE(json[u"rows"_s].toInt(), 3000);
        QVERIFY(!json[u"needed"_s].toBool(true));
        ran = run({u"advise"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"meta"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"no vector's"_s), qPrintable(ran.err));
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlIndex)
#include "tst_quiverctlindex.moc"
