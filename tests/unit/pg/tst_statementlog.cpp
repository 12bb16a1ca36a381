// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/connectoptions.h"
#include "pg/error.h"
#include "pg/statementlog.h"

#include <QSignalSpy>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestStatementLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAreReplaced_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("role") << u"ALTER ROLE a PASSWORD 'sEcret'"_s;
        QTest::newRow("encrypted") << u"create user a encrypted password 'sEcret' valid until 'infinity'"_s;
        QTest::newRow("escape string") << u"ALTER ROLE a PASSWORD E'sEcret'"_s;
        QTest::newRow("escaped quote") << uR"(ALTER ROLE a PASSWORD E'it\'s sEcret' VALID UNTIL 'infinity')"_s;
        QTest::newRow("dollar") << u"ALTER ROLE a PASSWORD $x$sEcret$x$"_s;
        QTest::newRow("quote inside") << u"ALTER ROLE a PASSWORD 'it''s sEcret'"_s;
        QTest::newRow("unfinished") << u"ALTER ROLE a PASSWORD 'sEcret"_s;
        QTest::newRow("options") << u"CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'a', password 'sEcret')"_s;
        QTest::newRow("connection string") << u"SELECT dblink_connect('host=h password=sEcret dbname=d')"_s;
        QTest::newRow("uri") << u"CREATE SUBSCRIPTION s CONNECTION 'postgresql://a:sEcret@h/d' PUBLICATION p"_s;
    }

    void secretsAreReplaced()
    {
        QFETCH(QString, sql);
        const QString recorded = pg::StatementLog::recordable(sql.toUtf8());
        QVERIFY2(!recorded.contains("sEcret"_L1), qPrintable(recorded));
        QVERIFY2(recorded.contains("***"_L1), qPrintable(recorded));
        QCOMPARE(recorded.left(6), sql.left(6));
    }

    void ordinaryTextStays_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("column") << u"SELECT password FROM users WHERE name = 'x'"_s;
        QTest::newRow("comment") << u"SELECT 1 -- the password column"_s;
        QTest::newRow("url") << u"SELECT 'https://example.org/a:b'"_s;
    }

    void ordinaryTextStays()
    {
        QFETCH(QString, sql);
        QCOMPARE(pg::StatementLog::recordable(sql.toUtf8()), sql);
    }

    void longVectorsAreShortened()
    {
        const QByteArray vector = "'[" + QByteArray("0.125,").repeated(1536) + "1]'";
        const QString recorded = pg::StatementLog::recordable("SELECT id FROM d ORDER BY e <=> " + vector + " LIMIT 5");
        QVERIFY(recorded.size() < 200);
        QVERIFY(recorded.endsWith(" LIMIT 5"_L1));
    }

    void keepsTheLatestAndNumbersThem()
    {
        pg::StatementLog log(3);
        QSignalSpy appended(&log, &pg::StatementLog::appended);
        for (int i = 0; i < 5; ++i)
            log.add({.sql = QString::number(i)});
        QTRY_COMPARE(appended.size(), 1); // told once, however many
        const auto [records, next] = log.since(0);
        QCOMPARE(records.size(), 3U);
        QCOMPARE(records.front().sql, u"2"_s);
        QCOMPARE(next, 5U);
        QVERIFY(log.since(next).first.empty());
    }

    void countsWhatIsPolled()
    {
        pg::StatementLog log(3);
        const auto poll = [&log](int pid, const QString &error = {}) {
            log.add({.backendPid = pid, .sql = u"SELECT 1"_s, .durationMs = 2, .error = error, .isPolled = true});
        };
        for (int i = 0; i < 4; ++i)
            poll(1);
        poll(2);
        poll(1, u"no answer"_s);
        poll(1);
        auto [records, next] = log.since(0);
        QCOMPARE(records.size(), 3U); // one for each connection, and the failure
        QCOMPARE(records[0].times, 5);
        QCOMPARE(records[0].totalMs, 10.0);
        QCOMPARE(records[1].times, 1);
        QCOMPARE(records[2].error, u"no answer"_s);
        QCOMPARE(log.polled().size(), 2U);
        log.add({.sql = u"SELECT 2"_s}); // the first one falls out
        poll(1);
        QCOMPARE(log.since(next).first.size(), 2U);
        QCOMPARE(log.since(next).first.back().times, 1);
    }

    void connectionStringsAreRead()
    {
        const auto uri = pg::ConnectOptions::parse(u"postgresql://me:s%40cret@db.example:5433/my%20db?sslmode=require"_s);
        QCOMPARE(uri.password, QByteArray("s@cret"));
        QCOMPARE(uri.parameters.value(u"dbname"_s), u"my db"_s);
        QCOMPARE(uri.toUri(), u"postgresql://me@db.example:5433/my%20db?sslmode=require"_s);
        QCOMPARE(uri.summary(), u"me@db.example:5433/my db"_s);
        const auto words = pg::ConnectOptions::parse(u"host=/run/pg user='o\\'x' dbname=d"_s);
        QCOMPARE(words.parameters.value(u"user"_s), u"o'x"_s);
    }

    void badConnectionStringsSayWhy()
    {
        try {
            pg::ConnectOptions::parse(u"postgresql://h/d?nonsense=1"_s);
            QFAIL("accepted");
        } catch (const pg::Error &e) {
            QVERIFY2(e.message().contains("nonsense"_L1), qPrintable(e.message()));
        }
    }

    void socketUriRoundTrip()
    {
        pg::ConnectOptions options;
        options.parameters = {{u"host"_s, u"/run/my sockets"_s}, {u"port"_s, u"5433"_s}, {u"dbname"_s, u"we\"ird; --"_s}, {u"user"_s, u"数"_s}};
        QCOMPARE(pg::ConnectOptions::parse(options.toUri()).parameters, options.parameters);
    }
};

QTEST_GUILESS_MAIN(TestStatementLog)
#include "tst_statementlog.moc"
