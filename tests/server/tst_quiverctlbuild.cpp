// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index create, watch, cancel and builds: a build from its first moment to its place in the journals.
#include "support/program.h"
#include "support/tcpproxy.h"
#include "support/testcluster.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlBuild : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;

    QStringList withServer(const QStringList &arguments) const { return arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}; }
    QProcessEnvironment environment() const { return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}); }
    Ran run(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), arguments, environment()); }
    QString psql(const QString &sql) const { return m_cluster->psql(sql); }
    QJsonArray jsonOf(const QStringList &arguments) const { return QJsonDocument::fromJson(run(arguments).out.toUtf8()).array(); }
    QJsonArray builds() const { return jsonOf({u"index"_s, u"builds"_s, u"--json"_s}); }
    QStringList create(const QString &name, int efConstruction, const QStringList &more = {}) const
    {
        return withServer(QStringList{u"index"_s, u"create"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"v"_s, u"--metric"_s, u"l2"_s, u"--name"_s, name,
                                      u"--ef-construction"_s, QString::number(efConstruction), u"--wait"_s, u"--yes"_s} + more);
    }
    /// A build that takes its time, in its main phase.
    void begin(QProcess &program, const QString &name) const
    {
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), create(name, 1000));
        QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index WHERE tuples_done > 0"_s) == "1"_L1
                                     || program.state() == QProcess::NotRunning, 30'000);
        QVERIFY2(program.state() == QProcess::Running, program.readAllStandardError().constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE TABLE docs (id int PRIMARY KEY, v vector(32)); SELECT setseed(0.5);"
             "INSERT INTO docs SELECT i, array_agg(random())::vector FROM generate_series(1, 6000) i, generate_series(1, 32) GROUP BY i; ANALYZE docs"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void waitsForABuildAndKeepsItInBothJournals()
    {
        const Ran ran = run(create(u"small"_s, 32, {u"--memory"_s, u"2MB"_s, u"--workers"_s, u"0"_s})); // a graph of 6,000 rows wants more
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"ALARM: hnsw graph no longer fits"_s), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"SET maintenance_work_mem"_s), qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"done "_s) && ran.err.contains(u"Create the index"_s), qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'small'::regclass"_s), u"t"_s);
        const QJsonArray kept = builds();
        QCOMPARE(kept.size(), 1);
        const QJsonObject build = kept[0].toObject();
        QCOMPARE(build[u"outcome"_s].toString(), u"valid"_s);
        QCOMPARE(build[u"index"_s].toString(), u"small"_s);
        QCOMPARE(build[u"settings"_s].toObject()[u"maintenance_work_mem"_s].toString(), u"2048 kB"_s);
        QVERIFY(std::abs(build[u"rows"_s].toDouble() - 6000) < 600);
        QVERIFY(build[u"spilled_at_row"_s].toDouble() > 500);
        QVERIFY(build[u"index_bytes"_s].toDouble() > 1e6);
        const QString changes = run({u"journal"_s, u"list"_s}).out;
        QCOMPARE(changes.count(u"Create the index"_s), 1);
    }
    // Ctrl+C: the lock within a second, what CONCURRENTLY leaves within three more.
    void isCancelledByControlC()
    {
        QProcess program;
        begin(program, u"stopped"_s);
        QElapsedTimer timer;
        timer.start();
        ::kill(pid_t(program.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_locks WHERE relation = 'docs'::regclass"_s), u"0"_s, 5'000);
        const qint64 released = timer.elapsed();
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT to_regclass('stopped') IS NULL"_s), u"t"_s, 5'000);
        const qint64 gone = timer.elapsed();
        qInfo("lock released after %lld ms, INVALID index gone after %lld ms", released, gone);
        QVERIFY(program.waitForFinished(10'000));
        const QString err = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(program.exitCode() == 130, qPrintable(err));
        QVERIFY2(err.contains(u"cancelling"_s), qPrintable(err));
        QCOMPARE(builds()[0].toObject()[u"outcome"_s].toString(), u"cancelled"_s);
    }
    void isSeenAndCancelledByAnother()
    {
        QProcess program;
        begin(program, u"other"_s);
        Ran ran = run(withServer({u"index"_s, u"watch"_s, u"--once"_s, u"--json"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        const QJsonObject seen = QJsonDocument::fromJson(ran.out.toUtf8()).object();
        QCOMPARE(seen[u"table"_s].toString(), u"docs"_s);
        QCOMPARE(seen[u"index"_s].toString(), u"other"_s);
        QCOMPARE(seen[u"method"_s].toString(), u"hnsw"_s);
        QVERIFY(seen[u"total"_s].toDouble() > 0);
        const auto watched = [&](const QString &name) { return run(withServer({u"index"_s, u"watch"_s, u"--once"_s, u"--json"_s, u"--table"_s, name})).out; };
        QVERIFY(watched(u"DOCS"_s).contains(u"\"docs\""_s) && watched(u"public.\"docs\""_s).contains(u"\"docs\""_s)); // as in SQL
        QCOMPARE(watched(u"\"DOCS\""_s), QString());
        QCOMPARE(watched(u"elsewhere.docs"_s), QString());
        ran = run(withServer({u"index"_s, u"cancel"_s, u"--name"_s, u"\"other\""_s, u"--yes"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY(program.waitForFinished(10'000));
        QCOMPARE(program.exitCode(), 1); // it did not ask for that itself
        QCOMPARE(psql(u"SELECT to_regclass('other') IS NULL"_s), u"t"_s);
        QCOMPARE(builds()[0].toObject()[u"outcome"_s].toString(), u"cancelled"_s);
        ran = run(withServer({u"index"_s, u"watch"_s, u"--once"_s}));
        QVERIFY2(ran.status == 0 && ran.out.contains(u"Nothing is built"_s), qPrintable(ran.out));
    }
    void isCancelledByControlCWhileItConnects()
    {
        test::TcpProxy proxy(m_cluster->port());
        auto options = m_cluster->tcpOptions();
        options.parameters[u"port"_s] = QString::number(proxy.port());
        psql(u"ALTER ROLE guarded SUPERUSER"_s);
        const QStringList command{u"index"_s, u"watch"_s, u"--url"_s, options.toUri()};
        proxy.setMode(test::TcpProxy::Mode::Stall);
        QProcess program;
        program.setProcessEnvironment(test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}, {u"PGPASSWORD"_s, QString::fromUtf8(options.password)}}));
        program.start(QStringLiteral(QUIVERCTL), command);
        QTRY_VERIFY_WITH_TIMEOUT(proxy.connections() > 0, 10'000);
        ::kill(pid_t(program.processId()), SIGINT);
        QVERIFY(program.waitForFinished(5'000));
        QCOMPARE(program.exitCode(), 130);
    }
    void comparesBuilds()
    {
        const Ran ran = run(create(u"larger"_s, 40, {u"--memory"_s, u"64MB"_s, u"--m"_s, u"8"_s, u"--workers"_s, u"0"_s}));
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"from one build on this server"_s), qPrintable(ran.err)); // the first one foretells it
        const QJsonArray kept = builds();
        QCOMPARE(kept.size(), 4);
        const QString first = QString::number(kept[3].toObject()[u"id"_s].toInt()), last = QString::number(kept[0].toObject()[u"id"_s].toInt());
        const QString text = run({u"index"_s, u"builds"_s, u"compare"_s, first, last}).out;
        QVERIFY2(text.contains(u"build "_s + first) && text.contains(u"2048 kB"_s) && text.contains(u"65536 kB"_s), qPrintable(text));
        bool hasOptions = false;
        for (const QJsonValue &field : jsonOf({u"index"_s, u"builds"_s, u"compare"_s, first, last, u"--json"_s}))
            hasOptions = hasOptions || field[u"field"_s].toString() == "options"_L1;
        QVERIFY(hasOptions);
        QCOMPARE(run({u"index"_s, u"builds"_s, u"compare"_s, first, u"999"_s}).status, 1);
    }
    void followsABuildWhoseConnectionIsLost()
    {
        m_cluster->setHba(u"local all all trust\nhost all all 127.0.0.1/32 trust\n"_s);
        test::TcpProxy network(m_cluster->port());
        pg::ConnectOptions through = m_cluster->options();
        through.parameters.insert(u"host"_s, u"127.0.0.1"_s);
        through.parameters.insert(u"port"_s, QString::number(network.port()));
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), QStringList{u"index"_s, u"create"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"v"_s, u"--metric"_s, u"l2"_s, u"--name"_s,
                                                             u"cut"_s, u"--ef-construction"_s, u"400"_s, u"--yes"_s, u"--url"_s, through.toUri()});
        QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index WHERE tuples_done > 0"_s) == "1"_L1
                                     || program.state() == QProcess::NotRunning, 30'000);
        QTest::qWait(1'200); // it has been seen building, too
        network.drop();
        QVERIFY(program.waitForFinished(60'000));
        const QString err = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(program.exitCode() == 0, qPrintable(err));
        QVERIFY2(err.contains(u"The server may go on building cut in session"_s), qPrintable(err));
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'cut'::regclass"_s), u"t"_s);
        const QJsonObject build = builds()[0].toObject();
        QCOMPARE(build[u"outcome"_s].toString(), u"valid"_s);
        QVERIFY(build[u"index_bytes"_s].toDouble() > 1e6);
    }
    void waitsForTheTableAsLongAsItIsTold()
    {
        QProcess holder; // SHARE lets others read, and nobody build concurrently
        holder.start(u"psql"_s, {u"-X"_s, u"-q"_s, u"-d"_s, m_cluster->options().toUri()});
        holder.write("SET application_name = 'the holder';\nBEGIN; LOCK TABLE docs IN SHARE MODE;\n\\echo locked\n");
        QTRY_VERIFY_WITH_TIMEOUT(holder.bytesAvailable() > 0, 10'000);
        QStringList brief = create(u"waited"_s, 32, {u"--lock-wait"_s, u"1"_s});
        QCOMPARE(run(brief).status, 2); // --wait is among them
        brief.removeAll(u"--wait"_s);
        const Ran gaveUp = run(brief);
        QVERIFY2(gaveUp.status == 1 && gaveUp.err.contains(u"public.docs was not to be had within 1 s: "_s) && gaveUp.err.contains(u"the holder"_s), qPrintable(gaveUp.err));
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), create(u"waited"_s, 32));
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX%waited%'"_s), u"1"_s, 20'000);
        holder.write("COMMIT;\n");
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 30'000); // lets the holder's COMMIT go out, too
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'waited'::regclass; DROP INDEX waited"_s), u"t"_s);
        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
    }

    void watchGoesOnAfterALookThatFails()
    {
        QProcess builder, watcher;
        begin(builder, u"watched"_s);
        watcher.setProcessEnvironment(environment());
        watcher.start(QStringLiteral(QUIVERCTL), withServer({u"index"_s, u"watch"_s, u"--json"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(watcher.bytesAvailable() > 0, 10'000);
        // Every look waits half a second for it, and fails.
        QProcess locker;
        locker.start(u"psql"_s, {u"-X"_s, u"-d"_s, m_cluster->options().toUri(), u"-c"_s, u"BEGIN; LOCK TABLE pg_catalog.pg_am; SELECT pg_sleep(60)"_s});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += watcher.readAllStandardError()).contains("cannot be looked at"), 30'000);
        ::kill(pid_t(locker.processId()), SIGINT);
        QVERIFY(locker.waitForFinished(10'000));
        QVERIFY(watcher.state() == QProcess::Running);
        QTRY_VERIFY_WITH_TIMEOUT(builder.state() == QProcess::NotRunning, 60'000);
        QVERIFY(watcher.waitForFinished(10'000));
        const QString err = QString::fromUtf8(said + watcher.readAllStandardError());
        QVERIFY2(watcher.exitCode() == 0, qPrintable(err));
        QVERIFY2(err.contains(u"answers again"_s), qPrintable(err));
        const QList<QByteArray> lines = watcher.readAllStandardOutput().trimmed().split('\n');
        QVERIFY(lines.size() > 3 && lines.last().contains("\"ended\":\"valid\""));
        for (qsizetype i = 1; i < lines.size(); ++i)
            QVERIFY2(lines[i] != lines[i - 1], lines[i].constData()); // a line for each look
        psql(u"DROP INDEX watched"_s);
    }
    void tellsWhatCameSinceTheBuild()
    {
        psql(u"CREATE TABLE drifting (v vector(32)); INSERT INTO drifting SELECT v FROM docs LIMIT 2000"_s);
        const Ran made = run(withServer({u"index"_s, u"create"_s, u"--table"_s, u"drifting"_s, u"--column"_s, u"v"_s, u"--method"_s, u"ivfflat"_s, u"--lists"_s, u"10"_s, u"--name"_s,
                                         u"drifting_ivf"_s, u"--wait"_s, u"--yes"_s}));
        QVERIFY2(made.status == 0, qPrintable(made.err));
        psql(u"INSERT INTO drifting SELECT v FROM docs LIMIT 1500"_s);
        const auto list = [&] { return run(withServer({u"index"_s, u"list"_s, u"--table"_s, u"drifting"_s})).out; };
        QTRY_VERIFY2(list().contains(u"1,500 rows were inserted into public.drifting since public.drifting_ivf was built on"_s), qPrintable(list()));
        psql(u"REINDEX INDEX drifting_ivf"_s); // of which the journal knows nothing
        QTRY_VERIFY(!list().contains(u"was built on"_s));
        psql(u"DROP TABLE drifting"_s);
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlBuild)
#include "tst_quiverctlbuild.moc"
