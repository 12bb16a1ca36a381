// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions on a real server: results, errors, cancel, transactions, COPY, trouble.
#include "pg/resultstore.h"
#include "support/outcome.h"
#include "support/testcluster.h"

#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;

namespace {

class CountingSink final : public pg::RowSink
{
public:
    void begin(const pg::Columns &c) override { columns = c; }
    void append(pg::RowBatchPtr batch, const std::stop_token &) override
    {
        rows += batch->rowCount();
        batches.push_back(std::move(batch));
        if (afterBatch)
            afterBatch();
    }
    pg::Columns columns;
    qint64 rows = 0;
    std::vector<pg::RowBatchPtr> batches;
    std::function<void()> afterBatch;
};

template<typename T>
bool wasCancelled(QFuture<T> future)
{
    try {
        future.waitForFinished();
    } catch (const core::Cancelled &) {
        return true;
    } catch (...) {
    }
    return false;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    std::unique_ptr<pg::Session> session() { return m_services->session(m_cluster->options()); }
    static core::Task<pg::Result> exec(pg::Session &session, const pg::Query &query)
    {
        return session.run(u"exec"_s, [query](pg::Connection &c, core::JobContext &) { return c.exec(query); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
    }

    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void returnsRowsNullsAndTags()
    {
        const auto s = session();
        const pg::Result r = exec(*s, {"SELECT $1::int + 1, NULL::text, ''", {pg::Param::integer(41)}}).future.result();
        QCOMPARE(r.rowCount(), 1);
        QCOMPARE(r.integer(0, 0), 42);
        QVERIFY(r.isNull(0, 1));
        QVERIFY(!r.isNull(0, 2));
        QCOMPARE(r.outcome.commandTag, QByteArray("SELECT 1"));
        QCOMPARE(exec(*s, "CREATE TEMP TABLE t (a int)").future.result().outcome.commandTag, QByteArray("CREATE TABLE"));
        QCOMPARE(exec(*s, "INSERT INTO t SELECT generate_series(1, 7)").future.result().outcome.rows, 7);
        QCOMPARE(exec(*s, "").future.result().outcome.commandTag, QByteArray());
    }

    void errorCarriesStateAndPosition()
    {
        const auto s = session();
        const auto e = errorOf(exec(*s, u"SELECT '数😀', nonsense"_s).future);
        QVERIFY(e);
        QCOMPARE(e->sqlState(), u"42703"_s);
        QCOMPARE(e->diagnostics().position, 14); // in characters, whatever their bytes
        QVERIFY(e->connectionUsable());
        QVERIFY(!e->retryable());
        QCOMPARE(exec(*s, "SELECT 1").future.result().integer(0, 0), 1);
    }

    void streamsBatchesWithEveryRowInOrder()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        const pg::Outcome outcome = s->run(u"stream"_s, [sink](pg::Connection &c, core::JobContext &) {
                                         return c.stream("SELECT i, 'row ' || i FROM generate_series(1, 200000) i", *sink,
                                                         {.format = pg::ResultFormat::Text});
                                     }).future.result();
        QCOMPARE(outcome.rows, 200000);
        QCOMPARE(sink->rows, 200000);
        QVERIFY(sink->batches.size() > 5);
        qint64 expected = 1;
        for (const auto &batch : sink->batches) {
            for (int row = 0; row < batch->rowCount(); ++row, ++expected) {
                const std::string number = std::to_string(expected);
                QCOMPARE(*batch->cell(row, 0), std::string_view(number));
                QCOMPARE(*batch->cell(row, 1), std::string_view("row " + number));
            }
        }
        QVERIFY(outcome.firstRowMs >= 0 && outcome.firstRowMs <= outcome.totalMs);
    }

    void asksForBinaryWhenEveryColumnHasACodec()
    {
        const auto s = session();
        const auto formats = [&](const pg::Query &query) {
            auto sink = std::make_shared<CountingSink>();
            s->run(u"stream"_s, [=](pg::Connection &c, core::JobContext &) { return c.stream(query, *sink); }).future.waitForFinished();
            QList<int> list;
            for (const pg::Column &column : *sink->columns)
                list << int(column.format);
            return list;
        };
        QCOMPARE(formats("SELECT 1, 2.5::numeric, 'x', '[1,2]'::vector"), (QList<int>{1, 1, 1, 1}));
        QCOMPARE(formats("SELECT 1, '(1,2)'::point"), (QList<int>{0, 0}));
        exec(*s, "SET DateStyle TO German").future.waitForFinished();
        QCOMPARE(formats("SELECT 1"), (QList<int>{0})); // our codecs write ISO dates
    }

    void slowRowsArriveBeforeTheBatchIsFull()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        auto seen = std::make_shared<std::atomic<qint64>>(0);
        sink->afterBatch = [sink = sink.get(), seen] { seen->store(sink->rows); };
        const auto task = s->run(u"slow"_s, [sink](pg::Connection &c, core::JobContext &) {
            // The server sends in pieces of 8 kB: rows of more than that leave it one by one.
            return c.stream("SELECT repeat('x', 9000), pg_sleep(CASE WHEN i = 3 THEN 30 ELSE 0 END) FROM generate_series(1, 4) i",
                            *sink, {.format = pg::ResultFormat::Text});
        });
        QTRY_VERIFY_WITH_TIMEOUT(seen->load() > 0, 1000);
        QVERIFY(!task.job->isFinished());
        task.job->cancel();
        QTRY_VERIFY(task.job->isFinished());
    }

    void cancelEndsAStatementQuickly()
    {
        const auto s = session();
        exec(*s, "SELECT 1").future.waitForFinished();
        const auto task = exec(*s, "SELECT pg_sleep(60)");
        QTRY_COMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"_s), u"1"_s);
        QElapsedTimer timer;
        timer.start();
        task.job->cancel();
        QVERIFY(wasCancelled(task.future));
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(task.job->state(), core::Job::State::Cancelled);
        const int pid = s->backendPid();
        QCOMPARE(exec(*s, "SELECT 2").future.result().integer(0, 0), 2);
        QCOMPARE(s->backendPid(), pid); // the same connection
    }

    void aLateCancelDoesNotHitTheNextStatement()
    {
        const auto s = session();
        for (int i = 0; i < 40; ++i) {
            const auto task = exec(*s, "SELECT pg_sleep(0.002)");
            QTest::qWait(i % 5);
            task.job->cancel();
            QCOMPARE(exec(*s, "SELECT count(*) FROM generate_series(1, 20000)").future.result().integer(0, 0), 20000);
        }
    }

    void secondCancelEndsItWithoutTheServer()
    {
        const auto s = session();
        exec(*s, "SELECT 1").future.waitForFinished();
        const auto task = exec(*s, "SELECT pg_sleep(60)");
        QTRY_COMPARE(task.job->state(), core::Job::State::Running);
        m_cluster->pause();
        QElapsedTimer timer;
        timer.start();
        task.job->cancel();
        const qint64 first = timer.elapsed();
        QTest::qWait(30);
        timer.restart();
        task.job->cancel();
        const bool cancelled = wasCancelled(task.future);
        const qint64 second = timer.elapsed();
        m_cluster->resume();
        QVERIFY(cancelled);
        QVERIFY2(first < 20, "the caller was blocked");
        QVERIFY2(second < 300, qPrintable(QString::number(second)));
        QCOMPARE(exec(*s, "SELECT 3").future.result().integer(0, 0), 3);
    }

    void secondCancelEndsAStatementThatIsStillBeingSent()
    {
        const auto s = session();
        exec(*s, "SELECT 1").future.waitForFinished();
        m_cluster->pause(); // nobody reads: what does not fit into the socket waits on this side
        const auto task = exec(*s, {QByteArray("SELECT length($1)"), {pg::Param::text(QString(8'000'000, u'x'), pg::oid::Text)}});
        QTRY_COMPARE(task.job->state(), core::Job::State::Running);
        QTest::qWait(50);
        task.job->cancel();
        task.job->cancel();
        const bool ended = QTest::qWaitFor([&] { return task.job->isFinished(); }, 1000);
        m_cluster->resume();
        QVERIFY(ended);
        QVERIFY(wasCancelled(task.future));
        QCOMPARE(exec(*s, "SELECT 3").future.result().integer(0, 0), 3);
    }

    void queuedWorkIsCancelledAtOnce()
    {
        const auto s = session();
        const auto running = exec(*s, "SELECT pg_sleep(60)");
        const auto queued = exec(*s, "SELECT 1");
        queued.job->cancel();
        QVERIFY(queued.job->isFinished());
        QVERIFY(wasCancelled(queued.future));
        running.job->cancel();
        QVERIFY(wasCancelled(running.future));
    }

    void destructionDoesNotWaitForTheServer()
    {
        auto s = session();
        const auto task = exec(*s, "SELECT pg_sleep(60)");
        QTRY_COMPARE(task.job->state(), core::Job::State::Running);
        QElapsedTimer timer;
        timer.start();
        s.reset();
        QVERIFY(timer.elapsed() < 500);
        QVERIFY(wasCancelled(task.future));
    }

    void lostInMidStreamKeepsRowsAndReconnects()
    {
        const auto s = session();
        QSignalSpy lost(s.get(), &pg::Session::connectionLost);
        auto sink = std::make_shared<CountingSink>();
        auto some = std::make_shared<std::atomic<bool>>(false);
        sink->afterBatch = [some] { some->store(true); };
        exec(*s, "BEGIN").future.waitForFinished();
        QTRY_COMPARE(s->transactionStatus(), pg::TransactionStatus::InTransaction);
        const auto task = s->run(u"stream"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 1000000000)", *sink, {.format = pg::ResultFormat::Text});
        });
        QTRY_VERIFY(some->load());
        m_cluster->psql(u"SELECT pg_terminate_backend(%1)"_s.arg(s->backendPid()));
        const auto e = errorOf(task.future);
        QVERIFY(e);
        QCOMPARE(e->kind(), pg::Error::Kind::Connection); // a server stopped in mid-row cannot say more
        QVERIFY(e->retryable());
        QVERIFY(!e->connectionUsable());
        QVERIFY(sink->rows > 0);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().at(1).toBool(), true); // the open transaction went with it
        QCOMPARE(exec(*s, "SELECT 4").future.result().integer(0, 0), 4);
    }

    void aTransactionBegunByTheWorkThatFailsIsSaidToBeLost()
    {
        const auto s = session();
        QSignalSpy lost(s.get(), &pg::Session::connectionLost);
        const auto task = s->run(u"script"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec("SELECT pg_terminate_backend(pg_backend_pid())");
        });
        QVERIFY(errorOf(task.future));
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().at(1).toBool(), true);
    }

    void lossIsNoticedWhileIdle()
    {
        const auto s = session();
        exec(*s, "SELECT 1").future.waitForFinished();
        QSignalSpy lost(s.get(), &pg::Session::connectionLost);
        m_cluster->psql(u"SELECT pg_terminate_backend(%1)"_s.arg(s->backendPid()));
        QTRY_COMPARE(lost.size(), 1);
        QVERIFY2(lost.first().first().toString().contains("terminating connection"_L1), qPrintable(lost.first().first().toString()));
        QCOMPARE(s->state(), pg::Session::State::Disconnected);
    }

    void backPressureStopsTheServer()
    {
        const auto s = session();
        auto store = std::make_shared<pg::ResultStore>(pg::ResultStoreOptions{.memoryBudget = 4U << 20});
        QSignalSpy paused(store.get(), &pg::ResultStore::pausedChanged);
        const auto task = s->run(u"stream"_s, [store](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 3000000)", *store, {.format = pg::ResultFormat::Text});
        });
        QTRY_COMPARE(paused.size(), 1);
        QTRY_COMPARE(m_cluster->psql(u"SELECT wait_event FROM pg_stat_activity WHERE pid = %1"_s.arg(s->backendPid())), u"ClientWrite"_s);
        const qint64 rows = store->rowCount();
        QVERIFY(rows > 0 && rows < 3000000);
        QVERIFY(store->isPaused());
        store->fetchAll();
        QCOMPARE(task.future.result().rows, 3000000);
        QCOMPARE(store->rowCount(), 3000000);
        QVERIFY(store->bytesInMemory() < (5 << 20));
        QVERIFY(store->bytesOnDisk() > 0);
        // Any row is reachable, from memory or from disk.
        QSignalSpy loaded(store.get(), &pg::ResultStore::loaded);
        for (const qint64 row : {0, 1500000, 2999999, 7, 2000000}) {
            pg::ResultStore::Located at = store->locate(row);
            if (!at.batch) {
                QTRY_VERIFY((at = store->locate(row)).batch != nullptr);
            }
            QCOMPARE(*at.batch->cell(int(row - at.firstRow), 0), std::string_view(std::to_string(row + 1)));
            QCOMPARE(*store->load(row).batch->cell(int(row - at.firstRow), 0), std::string_view(std::to_string(row + 1)));
        }
        QVERIFY(!loaded.isEmpty());
    }

    void cancelWhilePaused()
    {
        const auto s = session();
        auto store = std::make_shared<pg::ResultStore>(pg::ResultStoreOptions{.memoryBudget = 1U << 20});
        const auto task = s->run(u"stream"_s, [store](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 300000000)", *store);
        });
        QTRY_VERIFY(store->isPaused());
        task.job->cancel();
        QVERIFY(wasCancelled(task.future));
        QVERIFY(store->rowCount() > 0);
        QCOMPARE(exec(*s, "SELECT 5").future.result().integer(0, 0), 5);
    }

    void cancelWhilePausedAfterTheServerIsDone()
    {
        const auto s = session();
        auto store = std::make_shared<pg::ResultStore>(pg::ResultStoreOptions{.memoryBudget = 256U << 10});
        const auto task = s->run(u"stream"_s, [store](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 60000)", *store, {.format = pg::ResultFormat::Text});
        });
        QTRY_VERIFY(store->isPaused());
        QTRY_COMPARE(m_cluster->psql(u"SELECT state FROM pg_stat_activity WHERE pid = %1"_s.arg(s->backendPid())), u"idle"_s);
        task.job->cancel();
        QVERIFY(wasCancelled(task.future)); // it has not all of its rows: no success
        QVERIFY(store->rowCount() < 60000);
    }

    void failingSinkLeavesTheConnectionUsable()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        sink->afterBatch = [] { throw core::Error(u"the disk is full"_s); };
        const auto task = s->run(u"stream"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 300000000)", *sink);
        });
        QVERIFY_THROWS_EXCEPTION(core::Error, QFuture(task.future).waitForFinished());
        QCOMPARE(task.job->errorText(), u"the disk is full"_s);
        QCOMPARE(exec(*s, "SELECT 6").future.result().integer(0, 0), 6);
    }

    void memoryRunningOutLeavesTheConnectionUsable()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        sink->afterBatch = [] { throw std::bad_alloc(); };
        const auto task = s->run(u"stream"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("SELECT generate_series(1, 300000000)", *sink);
        });
        QVERIFY_THROWS_EXCEPTION(std::bad_alloc, QFuture(task.future).waitForFinished());
        QCOMPARE(exec(*s, "SELECT 6").future.result().integer(0, 0), 6);
    }

    void transactionGuardRollsBack()
    {
        const auto s = session();
        exec(*s, "CREATE TABLE guard_test (a int)").future.waitForFinished();
        const auto failing = s->run(u"work"_s, [](pg::Connection &c, core::JobContext &) {
            pg::Transaction transaction(c);
            c.exec("INSERT INTO guard_test VALUES (1)");
            c.exec("SELECT 1/0");
            transaction.commit();
        });
        QCOMPARE(errorOf(failing.future)->sqlState(), u"22012"_s);
        QCOMPARE(exec(*s, "SELECT count(*) FROM guard_test").future.result().integer(0, 0), 0);
        const auto lying = s->run(u"work"_s, [](pg::Connection &c, core::JobContext &) {
            c.begin();
            try {
                c.exec("SELECT 1/0");
            } catch (const pg::Error &) {
            }
            c.commit();
        });
        QVERIFY(errorOf(lying.future)); // COMMIT of a failed transaction is no success
    }

    void copiesInAndOut()
    {
        const auto s = session();
        exec(*s, "CREATE TABLE copied (id int, t text)").future.waitForFinished();
        const qint64 in = s->run(u"copy"_s, [](pg::Connection &c, core::JobContext &) {
                               int next = 0;
                               return c.copyIn("COPY copied FROM STDIN", [&next](QByteArray &piece) {
                                   if (next == 50000)
                                       return false;
                                   for (int i = 0; i < 1000; ++i, ++next)
                                       piece += QByteArray::number(next) + "\tvalue " + QByteArray::number(next) + "\n";
                                   return true;
                               });
                           }).future.result();
        QCOMPARE(in, 50000);
        auto out = std::make_shared<QByteArray>();
        const qint64 rows = s->run(u"copy"_s, [out](pg::Connection &c, core::JobContext &) {
                                 return c.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT (FORMAT binary)",
                                                  [out](std::string_view data) { out->append(data.data(), qsizetype(data.size())); });
                             }).future.result();
        QCOMPARE(rows, 50000);
        QVERIFY(out->startsWith("PGCOPY\n\377\r\n"));
        const auto refused = s->run(u"copy"_s, [](pg::Connection &c, core::JobContext &) {
            bool sent = false;
            return c.copyIn("COPY copied FROM STDIN", [&sent](QByteArray &piece) {
                piece = "no number\tx\n";
                return !std::exchange(sent, true);
            });
        });
        QCOMPARE(errorOf(refused.future)->sqlState(), u"22P02"_s);
        const auto givenUp = s->run(u"copy"_s, [](pg::Connection &c, core::JobContext &) {
            return c.copyIn("COPY copied FROM STDIN", [](QByteArray &) -> bool { throw core::Error(u"bad file"_s); });
        });
        QVERIFY_THROWS_EXCEPTION(core::Error, QFuture(givenUp.future).waitForFinished());
        const auto diskFull = s->run(u"copy"_s, [](pg::Connection &c, core::JobContext &) {
            return c.copyOut("COPY (SELECT generate_series(1, 300000000)) TO STDOUT",
                             [](std::string_view) { throw core::Error(u"the disk is full"_s); });
        });
        QVERIFY_THROWS_EXCEPTION(core::Error, QFuture(diskFull.future).waitForFinished());
        QCOMPARE(exec(*s, "SELECT count(*) FROM copied").future.result().integer(0, 0), 50000);
    }

    void copyThroughStreamIsRefusedNotHung()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        const auto in = s->run(u"copy"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("COPY pg_temp.nothing FROM STDIN", *sink);
        });
        QVERIFY(errorOf(in.future));
        const auto out = s->run(u"copy"_s, [sink](pg::Connection &c, core::JobContext &) {
            return c.stream("COPY (SELECT 1) TO STDOUT", *sink);
        });
        QVERIFY(errorOf(out.future));
        QCOMPARE(exec(*s, "SELECT 7").future.result().integer(0, 0), 7);
    }

    void noticesAndParametersAreTold()
    {
        const auto s = session();
        QSignalSpy notices(s.get(), &pg::Session::noticeReceived);
        QSignalSpy parameters(s.get(), &pg::Session::parameterChanged);
        QSignalSpy notifications(s.get(), &pg::Session::notificationReceived);
        exec(*s, "DO $$ BEGIN RAISE NOTICE 'hello %', 1; END $$").future.waitForFinished();
        QTRY_COMPARE(notices.size(), 1);
        QCOMPARE(notices.first().first().value<pg::Diagnostics>().message, u"hello 1"_s);
        parameters.clear();
        exec(*s, "SET TimeZone TO 'Asia/Kathmandu'").future.waitForFinished();
        QTRY_COMPARE(parameters.size(), 1);
        QCOMPARE(parameters.first().at(1).toByteArray(), QByteArray("Asia/Kathmandu"));
        exec(*s, "LISTEN news").future.waitForFinished();
        m_cluster->psql(u"NOTIFY news, 'extra'"_s); // arrives while the session is idle
        QTRY_COMPARE(notifications.size(), 1);
    }

    void textIsUtf8WhateverTheProfileSays()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.parameters.insert(u"client_encoding"_s, u"LATIN1"_s);
        const auto s = m_services->session(options);
        QCOMPARE(exec(*s, u"SELECT 'ü'"_s).future.result().text(0, 0), u"ü"_s);
    }

    void statementLogKnowsEverythingButSecrets()
    {
        const auto s = session();
        const quint64 from = m_services->log.since(0).second;
        exec(*s, "CREATE ROLE carl PASSWORD 'battery staple'").future.waitForFinished();
        exec(*s, {"SELECT $1::text", {pg::Param::text(u"hidden value"_s)}}).future.waitForFinished();
        errorOf(exec(*s, "SELECT nonsense").future);
        const auto records = m_services->log.since(from).first;
        QCOMPARE(records.size(), 3U);
        QCOMPARE(records[0].sql, u"CREATE ROLE carl PASSWORD '***'"_s);
        QCOMPARE(records[1].rows, 1);
        QCOMPARE(records[1].parameters, 1);
        QCOMPARE(records[2].sqlState, u"42703"_s);
        QCOMPARE(records[2].rows, -1);
    }

    void extremes()
    {
        const auto s = session();
        auto sink = std::make_shared<CountingSink>();
        const auto stream = [&](const QByteArray &sql) {
            sink->rows = 0;
            sink->batches.clear();
            return s->run(u"stream"_s, [sink, sql](pg::Connection &c, core::JobContext &) { return c.stream(sql, *sink); }).future;
        };
        // 1,600 columns, no columns, one cell of 200 MB, a name that bites
        QByteArray wide = "SELECT 1";
        for (int i = 2; i <= 1600; ++i)
            wide += ", " + QByteArray::number(i);
        stream(wide).waitForFinished();
        QCOMPARE(sink->columns->size(), 1600U);
        QCOMPARE(*sink->batches[0]->cell(0, 1599), std::string_view("\0\0\x06\x40", 4));
        QCOMPARE(stream("SELECT FROM generate_series(1, 5)").result().rows, 5);
        QCOMPARE(sink->columns->size(), 0U);
        QCOMPARE(sink->rows, 5);
        QCOMPARE(stream("SELECT repeat('x', 200000000)").result().bytes, 200000000);
        QCOMPARE(sink->batches[0]->cell(0, 0)->size(), 200000000U);
        stream("CREATE TABLE \"we\"\"ird; --\" (\"数 😀\" int)").waitForFinished();
        stream("SELECT * FROM \"we\"\"ird; --\"").waitForFinished();
        QCOMPARE((*sink->columns)[0].name, QByteArray("数 😀"));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
