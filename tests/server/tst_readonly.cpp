// SPDX-License-Identifier: GPL-3.0-or-later
// A read-only connection against everything that lifts default_transaction_read_only: the server must refuse each write.
#include "support/outcome.h"
#include "support/testcluster.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using test::errorOf;

namespace {

class CountingSink final : public pg::RowSink
{
public:
    void begin(const pg::Columns &) override { }
    void append(pg::RowBatchPtr batch, const std::stop_token &) override
    {
        rows += batch->rowCount();
        if (afterBatch)
            afterBatch();
    }
    qint64 rows = 0;
    std::function<void()> afterBatch;
};

} // namespace

class TestReadOnly : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;
    QStringList m_notices;

    std::unique_ptr<pg::Connection> connection()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.readOnly = true;
        pg::ConnectionEvents events;
        events.notice = [this](const pg::Diagnostics &notice) { m_notices << notice.message; };
        return std::make_unique<pg::Connection>(options, std::make_shared<pg::TypeRegistry>(), events, &m_services->log, u"test"_s, -1,
                                                std::stop_token());
    }
    /// The SQLSTATE of the refusal; empty: it went through.
    static QString stateOf(const std::function<void()> &work)
    {
        try {
            work();
        } catch (const pg::Error &e) {
            return e.sqlState();
        }
        return {};
    }
    static QString stateOf(pg::Connection &c, const char *sql)
    {
        return stateOf([&] { c.exec(sql); });
    }
    /// Everything that the tests try to change, as one text.
    QString state() const
    {
        return m_cluster->psql(u"SELECT (SELECT string_agg(a::text, ',') FROM t), (SELECT last_value || is_called::text FROM seq), "
                               "(SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace), "
                               "(SELECT rolconnlimit FROM pg_roles WHERE rolname = 'guarded'), current_setting('work_mem'), "
                               "(SELECT count(*) FROM pg_prepared_xacts), (SELECT count(*) FROM pg_database)"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"max_prepared_transactions = 4"_s});
        m_services = std::make_unique<test::TestServices>();
        m_cluster->psql(uR"(
            CREATE TABLE t (a int);
            INSERT INTO t VALUES (1);
            CREATE SEQUENCE seq;
            CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (2) RETURNING a';
            CREATE FUNCTION lifts() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
                PERFORM set_config('transaction_read_only', 'off', false);
                INSERT INTO t VALUES (3); RETURN 1; END $$;
            CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN
                COMMIT; PERFORM set_config('default_transaction_read_only', 'off', false); COMMIT;
                INSERT INTO t VALUES (4); COMMIT; END $$;
            CREATE PROCEDURE sets() LANGUAGE plpgsql AS $$ BEGIN
                SET TRANSACTION READ WRITE; INSERT INTO t VALUES (5); END $$;
            CREATE FUNCTION unset() RETURNS int LANGUAGE plpgsql SET default_transaction_read_only = off AS $$ BEGIN
                INSERT INTO t VALUES (6); RETURN 1; END $$;
        )"_s);
    }

    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void nothingIsWritten_data()
    {
        QTest::addColumn<QStringList>("script");
        const auto row = [](const char *name, const QStringList &script) { QTest::newRow(name) << script; };
        row("insert", {u"INSERT INTO t VALUES (9)"_s});
        row("create", {u"CREATE TABLE u (a int)"_s});
        row("a sequence", {u"SELECT nextval('seq')"_s});
        row("setval", {u"SELECT setval('seq', 100)"_s});
        row("a function that writes", {u"SELECT writes()"_s});
        row("a function that lifts it", {u"SELECT lifts()"_s});
        row("a function with a setting of its own", {u"SELECT unset()"_s});
        row("set_config in the statement", {u"SELECT set_config('transaction_read_only', 'off', false), writes()"_s});
        row("do", {u"DO $$ BEGIN PERFORM set_config('transaction_read_only', 'off', false); COMMIT; "
                   "SET default_transaction_read_only = off; COMMIT; INSERT INTO t VALUES (9); END $$"_s});
        row("do that sets", {u"DO $$ BEGIN SET TRANSACTION READ WRITE; INSERT INTO t VALUES (9); END $$"_s});
        row("do that catches", {u"DO $$ BEGIN BEGIN SET TRANSACTION READ WRITE; EXCEPTION WHEN OTHERS THEN NULL; END; "
                                "INSERT INTO t VALUES (9); END $$"_s});
        row("a procedure that commits", {u"CALL commits()"_s});
        row("a procedure that sets", {u"CALL sets()"_s});
        row("begin read write", {u"BEGIN READ WRITE"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("start transaction", {u"/* a */ start transaction isolation level serializable, read write"_s, u"SELECT writes()"_s, u"END"_s});
        row("set transaction", {u"BEGIN"_s, u"SET TRANSACTION READ WRITE"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("set transaction after a query", {u"BEGIN"_s, u"SELECT 1"_s, u"SET TRANSACTION READ WRITE"_s, u"ROLLBACK"_s, u"INSERT INTO t VALUES (9)"_s});
        row("set variable", {u"BEGIN"_s, u"SET transaction_read_only = off"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("savepoints", {u"BEGIN READ WRITE"_s, u"SAVEPOINT a"_s, u"SELECT 1"_s, u"ROLLBACK TO a"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("a released savepoint", {u"BEGIN READ WRITE"_s, u"SAVEPOINT a"_s, u"RELEASE a"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("reset all", {u"RESET ALL"_s, u"INSERT INTO t VALUES (9)"_s});
        row("discard all", {u"DISCARD ALL"_s, u"INSERT INTO t VALUES (9)"_s});
        row("the default", {u"SET default_transaction_read_only = off"_s, u"INSERT INTO t VALUES (9)"_s});
        row("session characteristics", {u"SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"_s, u"INSERT INTO t VALUES (9)"_s});
        row("the default, then a transaction", {u"SET default_transaction_read_only = off"_s, u"BEGIN"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("set_config of the default", {u"SELECT set_config('default_transaction_read_only', 'off', false)"_s, u"CALL commits()"_s,
                                         u"INSERT INTO t VALUES (9)"_s});
        row("prepare and execute", {u"PREPARE p AS INSERT INTO t VALUES (9)"_s, u"SET default_transaction_read_only = off"_s, u"EXECUTE p"_s});
        row("prepare named transaction", {u"PREPARE transaction AS INSERT INTO t VALUES (9)"_s, u"EXECUTE transaction"_s});
        row("and chain", {u"BEGIN"_s, u"SELECT 1"_s, u"COMMIT AND CHAIN"_s, u"SET TRANSACTION READ WRITE"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("rollback and chain", {u"BEGIN READ WRITE"_s, u"ROLLBACK AND CHAIN"_s, u"INSERT INTO t VALUES (9)"_s, u"COMMIT"_s});
        row("several statements", {u"COMMIT; BEGIN READ WRITE; INSERT INTO t VALUES (9); COMMIT"_s});
        row("an empty statement first", {u"; ; INSERT INTO t VALUES (9)"_s});
        row("a writable cte", {u"WITH w AS (INSERT INTO t VALUES (9) RETURNING a) SELECT * FROM w"_s});
        row("explain analyze", {u"EXPLAIN ANALYZE INSERT INTO t VALUES (9)"_s});
        row("create as", {u"CREATE TABLE u AS SELECT 1 AS a"_s});
        row("select into", {u"SELECT 1 AS a INTO u"_s});
        row("update", {u"UPDATE t SET a = 9"_s});
        row("truncate", {u"TRUNCATE t"_s});
        row("alter role", {u"ALTER ROLE guarded CONNECTION LIMIT 3"_s});
        row("alter system", {u"ALTER SYSTEM SET work_mem = '9MB'"_s, u"SELECT pg_reload_conf()"_s});
        row("create database", {u"CREATE DATABASE another"_s});
        row("vacuum", {u"VACUUM t"_s});
        row("set role", {u"GRANT INSERT ON t TO guarded"_s, u"SET ROLE guarded"_s, u"SET default_transaction_read_only = off"_s,
                         u"INSERT INTO t VALUES (9)"_s});
        row("a cursor", {u"BEGIN READ WRITE"_s, u"DECLARE c CURSOR FOR SELECT writes()"_s, u"FETCH ALL FROM c"_s, u"COMMIT"_s});
        row("a cursor that is held", {u"DECLARE c CURSOR WITH HOLD FOR SELECT writes()"_s, u"FETCH ALL FROM c"_s});
        row("a held cursor, lifted after", {u"BEGIN"_s, u"DECLARE c CURSOR WITH HOLD FOR SELECT lifts()"_s, u"SET TRANSACTION READ WRITE"_s, u"COMMIT"_s});
        row("a held cursor after a savepoint", {u"BEGIN READ WRITE"_s, u"SAVEPOINT a"_s, u"DECLARE c CURSOR WITH HOLD FOR SELECT writes()"_s,
                                                u"RELEASE a"_s, u"COMMIT"_s});
        row("a held cursor in a savepoint", {u"BEGIN READ WRITE"_s, u"SAVEPOINT a"_s, u"DECLARE c CURSOR WITH HOLD FOR SELECT writes()"_s,
                                             u"COMMIT"_s});
        row("copy to a program", {u"COPY t TO PROGRAM 'cat > /dev/null'"_s});
        row("prepared transactions", {u"BEGIN READ WRITE"_s, u"INSERT INTO t VALUES (9)"_s, u"PREPARE TRANSACTION 'x'"_s, u"COMMIT PREPARED 'x'"_s});
        row("large cte in a failed transaction", {u"BEGIN"_s, u"SELECT 1/0"_s, u"INSERT INTO t VALUES (9)"_s, u"ROLLBACK"_s, u"INSERT INTO t VALUES (9)"_s});
    }

    void nothingIsWritten()
    {
        QFETCH(QStringList, script);
        const QString before = state();
        const auto c = connection();
        int refused = 0;
        for (const QString &sql : script)
            refused += !stateOf([&] { c->exec(sql); }).isEmpty();
        QVERIFY(refused > 0);
        QCOMPARE(c->exec("SELECT 1").integer(0, 0), 1);
        QVERIFY(c->transactionStatus() == pg::TransactionStatus::Idle);
        QCOMPARE(state(), before);
        // The same by the other ways in.
        const auto streamed = connection();
        for (const QString &sql : script) {
            CountingSink sink;
            stateOf([&] { streamed->stream(sql, sink); });
        }
        QCOMPARE(state(), before);
        const auto prepared = connection();
        for (const QString &sql : script) {
            for (const QByteArray &name : {QByteArray(), QByteArray("named")}) {
                CountingSink sink;
                stateOf([&] { prepared->exec("DEALLOCATE named"); });
                stateOf([&] {
                    prepared->prepare(name, sql.toUtf8());
                    prepared->streamPrepared(name, {}, false, sink);
                });
            }
        }
        QCOMPARE(state(), before);
    }

    void refusalsComeFromTheServerAndSayWhy()
    {
        const auto c = connection();
        QCOMPARE(stateOf(*c, "INSERT INTO t VALUES (9)"), u"25006"_s);
        QCOMPARE(stateOf(*c, "SELECT 1/0"), u"22012"_s); // an error in the middle is itself
        QCOMPARE(stateOf(*c, "SELEC"), u"42601"_s);
        QCOMPARE(stateOf(*c, "VACUUM t"), u"25006"_s);
        try {
            c->exec("VACUUM t");
            QFAIL("a vacuum went through");
        } catch (const pg::Error &e) {
            QCOMPARE(e.kind(), pg::Error::Kind::Client);
            QVERIFY2(e.message().contains("this connection is read-only"_L1), qPrintable(e.message()));
        }
        try {
            c->exec("CALL commits()");
            QFAIL("a procedure committed");
        } catch (const pg::Error &e) {
            QVERIFY2(e.diagnostics().hint.contains("read-only"_L1), qPrintable(e.report()));
        }
        const QString file = m_cluster->socketDirectory() + u"/must-not-be"_s;
        QCOMPARE(stateOf([&] { c->exec(u"COPY t TO '%1'"_s.arg(file)); }), u"25006"_s);
        QVERIFY(!QFile::exists(file));
    }

    void whoAsksToWriteIsTold()
    {
        m_notices.clear();
        const auto c = connection();
        c->begin("READ WRITE");
        QCOMPARE(m_notices.size(), 1);
        QVERIFY2(m_notices.first().startsWith("this connection is read-only"_L1), qPrintable(m_notices.first()));
        QCOMPARE(c->transactionStatus(), pg::TransactionStatus::InTransaction);
        QCOMPARE(c->exec("SHOW transaction_read_only").text(0, 0), u"off"_s); // lifted by the user, until the next statement
        QCOMPARE(c->exec("SELECT current_setting('transaction_read_only')").text(0, 0), u"on"_s);
        c->rollback();
    }

    void readsAreAsEver()
    {
        const auto c = connection();
        QCOMPARE(c->exec("SELECT a FROM t").integer(0, 0), 1);
        QCOMPARE(c->exec("VALUES (7)").integer(0, 0), 7);
        QVERIFY(c->exec("EXPLAIN ANALYZE SELECT * FROM t").rowCount() > 0);
        QCOMPARE(c->exec("SHOW work_mem").rowCount(), 1);
        c->exec("SET work_mem = '7MB'");
        QCOMPARE(c->exec("SHOW work_mem").text(0, 0), u"7MB"_s);
        QCOMPARE(c->exec({"SELECT $1::int + 1", {pg::Param::integer(41)}}).integer(0, 0), 42);
        QCOMPARE(c->exec("").outcome.commandTag, QByteArray());
        QCOMPARE(c->transactionStatus(), pg::TransactionStatus::Idle);
        QVERIFY(!c->wasInTransaction());

        c->begin("ISOLATION LEVEL REPEATABLE READ");
        c->exec("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"); // only before the first query: the guard has sent none
        c->exec("DECLARE c CURSOR FOR SELECT generate_series(1, 10)");
        QCOMPARE(c->exec("FETCH 3 FROM c").rowCount(), 3);
        QVERIFY(c->wasInTransaction());
        c->commit();
        QCOMPARE(stateOf(*c, "DECLARE c CURSOR FOR SELECT 1"), u"25P01"_s); // as without the guard
        QCOMPARE(stateOf(*c, "LOCK t IN ACCESS SHARE MODE"), u"25P01"_s);
        c->exec("DECLARE h CURSOR WITH HOLD FOR SELECT generate_series(1, 10)");
        QCOMPARE(c->exec("FETCH ALL FROM h").rowCount(), 10);

        QByteArray copied;
        QCOMPARE(c->copyOut("COPY t TO STDOUT", [&](std::string_view piece) { copied.append(piece.data(), qsizetype(piece.size())); }), 1);
        QCOMPARE(copied, QByteArray("1\n"));
        bool given = false;
        QCOMPARE(stateOf([&] {
                     c->copyIn("COPY t FROM STDIN", [&](QByteArray &piece) {
                         piece = "9\n";
                         return !std::exchange(given, true);
                     });
                 }), u"25006"_s);
        c->prepare("p", "SELECT $1::int", {pg::oid::Int4});
        c->prepare("", "SELECT $1::int", {pg::oid::Int4});
        for (const QByteArray &name : {QByteArray("p"), QByteArray()}) {
            CountingSink sink;
            c->streamPrepared(name, {pg::Param::text(u"5"_s)}, true, sink);
            QCOMPARE(sink.rows, 1);
        }
        QCOMPARE(c->transactionStatus(), pg::TransactionStatus::Idle);
    }

    void largeReadsPauseAndCancel()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.readOnly = true;
        const auto s = m_services->session(options);
        auto sink = std::make_shared<CountingSink>();
        sink->afterBatch = [sink = sink.get()] { // room comes slowly
            if (sink->rows < 100000)
                QTest::qSleep(5);
        };
        const auto stream = [&](const char *sql) {
            return s->run(u"stream"_s, [sink, sql](pg::Connection &c, core::JobContext &) { return c.stream(sql, *sink); });
        };
        QCOMPARE(stream("SELECT i, '[1,2,3]'::vector FROM generate_series(1, 300000) i").future.result().rows, 300000);
        QCOMPARE(sink->rows, 300000);
        QTRY_COMPARE(s->transactionStatus(), pg::TransactionStatus::Idle);
        const int pid = s->backendPid();

        sink->rows = 0;
        auto some = std::make_shared<std::atomic<bool>>(false);
        sink->afterBatch = [some] { some->store(true); };
        const auto endless = stream("SELECT generate_series(1, 1000000000)");
        QTRY_VERIFY(some->load());
        endless.job->cancel();
        QTRY_VERIFY(endless.job->isFinished());
        QCOMPARE(endless.job->state(), core::Job::State::Cancelled);
        const auto next = s->run(u"next"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SELECT 1").integer(0, 0); });
        QCOMPARE(next.future.result(), 1);
        QCOMPARE(s->backendPid(), pid);
        QTRY_COMPARE(s->transactionStatus(), pg::TransactionStatus::Idle);
    }

    void theGuardIsInTheLogAndOnlyWhereItIsOn()
    {
        const quint64 from = m_services->log.since(0).second;
        const auto logged = [this, from] {
            QStringList list;
            for (const pg::StatementRecord &record : m_services->log.since(from).first)
                list << record.sql;
            return list;
        };
        pg::Connection c(m_cluster->options(), std::make_shared<pg::TypeRegistry>(), {}, &m_services->log, u"test"_s, -1, {});
        c.exec("SELECT 1");
        QCOMPARE(logged(), QStringList{u"SELECT 1"_s});
        {
            const pg::ReadOnlyScope scope(c);
            QCOMPARE(stateOf(c, "INSERT INTO t VALUES (9)"), u"25006"_s);
            c.setReadOnly(true);
        }
        QCOMPARE(logged(), (QStringList{u"SELECT 1"_s, u"BEGIN READ ONLY"_s, u"INSERT INTO t VALUES (9)"_s, u"ROLLBACK"_s}));
        c.exec("INSERT INTO t VALUES (9)");
        c.exec("DELETE FROM t WHERE a = 9");
        // In the user's own transaction it is the transaction that becomes read-only, and stays so.
        c.begin();
        {
            const pg::ReadOnlyScope scope(c);
            c.exec("SELECT 1");
        }
        QCOMPARE(stateOf(c, "INSERT INTO t VALUES (9)"), u"25006"_s);
        c.rollback();
    }

    void aLostConnectionLostNoTransactionOfTheUsers()
    {
        const auto c = connection();
        QVERIFY(!stateOf(*c, "SELECT pg_terminate_backend(pg_backend_pid())").isEmpty());
        QVERIFY(c->isBroken());
        QVERIFY(!c->wasInTransaction());
    }
};

QTEST_GUILESS_MAIN(TestReadOnly)
#include "tst_readonly.moc"
