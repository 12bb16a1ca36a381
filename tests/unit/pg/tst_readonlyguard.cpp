// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/readonlyguard.h"
#include "pg/sqlwords.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using Kind = pg::StatementFacts::Kind;
using Before = pg::ReadOnlyGuard::Before;

Q_DECLARE_METATYPE(quiver::pg::StatementFacts::Kind)

class TestReadOnlyGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheWords_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("words"); // T: text, N: quoted name
        QTest::newRow("comments") << QByteArray("-- a\n /* b /* c */ d */ select/**/x--") << QByteArray("SELECT X");
        QTest::newRow("a comment that does not end") << QByteArray("a /* /* */ b") << QByteArray("A");
        QTest::newRow("texts") << QByteArray("'it''s' b E'a\\'b' c \"q\"\"d\" U&'x' d U&\"n\" e") << QByteArray("T B T C N T D N E");
        QTest::newRow("dollars") << QByteArray("$$a'b$$ x $t$ $$ $t$ y $1 z a$b") << QByteArray("T X T Y $ 1 Z A$B");
        QTest::newRow("signs") << QByteArray("a(b);") << QByteArray("A ( B ) ;");
        QTest::newRow("beyond ASCII") << QByteArray("set\xc3\xa9 b") << QByteArray("SET\xc3\xa9 B");
    }

    void readsTheWords()
    {
        QFETCH(QByteArray, sql);
        QByteArrayList seen;
        pg::SqlWords words(std::string_view(sql.constData(), std::size_t(sql.size())));
        for (auto piece = words.next(); piece.kind != pg::SqlWords::Kind::End; piece = words.next()) {
            using K = pg::SqlWords::Kind;
            seen << (piece.kind == K::Word ? piece.word : piece.kind == K::Text ? "T" : piece.kind == K::Name ? "N" : QByteArray(1, piece.sign));
        }
        QTEST(seen.join(' '), "words");
    }

    void backslashesCountWhereTheServerSaysSo()
    {
        const std::string_view sql = "'\\' TO STDOUT --' x";
        pg::SqlWords standard(sql), old(sql, true);
        QCOMPARE(standard.next().kind, pg::SqlWords::Kind::Text);
        QCOMPARE(standard.next().word, QByteArray("TO"));
        QCOMPARE(old.next().kind, pg::SqlWords::Kind::Text);
        QCOMPARE(old.next().word, QByteArray("X"));
    }

    void tellsKindsApart_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<Kind>("kind");
        const auto row = [](const char *sql, Kind kind) { QTest::newRow(sql) << QByteArray(sql) << kind; };
        for (const char *sql : {"", "  ;; -- nothing", "begin", "/* x */ Start transaction", ";commit", "END", "rollback to a", "ABORT", "savepoint a",
                                "release a", "set x = 1", "RESET ALL", "show all", "discard all", "prepare transaction 'x'"})
            row(sql, Kind::Control);
        for (const char *sql : {"select 1", "(select 1)", "insert into t values (1)", "settle", "\"begin\"", "prepare p as select 1",
                                "prepare transaction as select 1", "prepare transaction (int) as select $1", "do $$begin$$", "call p()",
                                "copy t to stdout", "copy (select 'to program') to stdin", "copy t (a) from stdin", "copy \"to\" from stdin",
                                "copy t from '/tmp/x'", "declare c cursor with hold for select 1", "fetch 1 from c", "/* set */ delete from t",
                                "select lo_get(1), 'lo_unlink(1)', lo_unlink"})
            row(sql, Kind::Ordinary);
        for (const char *sql : {"lock t", "declare c cursor for select 1 as hold", "declare c binary cursor without time for select 1"})
            row(sql, Kind::NeedsBlock);
        for (const char *sql : {"copy t to '/tmp/x'", "copy t to program 'x'", "copy t from program 'x'", "copy (select 1) to $$f$$",
                                "COPY/**/t/**/TO/**/e'f'", "copy t(a,b) to U&'x'", "commit prepared 'x'", "rollback /**/ prepared 'x'",
                                "reindex table t", "CLUSTER t using i",
                                "copy (select e'a'\n'\\'') to program 'x' --'", "select lo_unlink(1)", "SELECT pg_catalog.Lo_Put /**/ (1, 0, 'x')", "prepare p as select lowrite(1, 'x')"})
            row(sql, Kind::Refused);
    }

    void tellsKindsApart()
    {
        QFETCH(QByteArray, sql);
        const pg::StatementFacts facts = pg::readStatement({sql.constData(), std::size_t(sql.size())});
        QTEST(facts.kind, "kind");
        QCOMPARE(facts.refusal.isEmpty(), facts.kind != Kind::Refused);
    }

    void hearsWhoAsksToWrite()
    {
        QVERIFY(pg::readStatement("BEGIN ISOLATION LEVEL SERIALIZABLE, READ /**/ WRITE").asksReadWrite);
        QVERIFY(pg::readStatement("SET TRANSACTION READ WRITE").asksReadWrite);
        QVERIFY(!pg::readStatement("BEGIN READ ONLY").asksReadWrite);
        QVERIFY(!pg::readStatement("SELECT read, write FROM t").asksReadWrite);
    }

    void decidesWhatGoesBefore()
    {
        pg::ReadOnlyGuard guard(true);
        const auto ordinary = pg::readStatement("SELECT 1"), control = pg::readStatement("ROLLBACK TO a"), lock = pg::readStatement("LOCK t");
        QCOMPARE(guard.before(ordinary, true, false), Before::Begin);
        QCOMPARE(guard.before(control, true, false), Before::Nothing);
        QCOMPARE(guard.before(lock, true, false), Before::Nothing); // the server refuses it in its own words
        QCOMPARE(guard.before(lock, false, true), Before::Hold);
        QCOMPARE(guard.before(ordinary, false, true), Before::Hold); // not held(): the statement failed
        guard.held();
        QCOMPARE(guard.before(ordinary, false, true), Before::Nothing);
        QCOMPARE(guard.before(control, false, true), Before::Nothing);
        QCOMPARE(guard.before(ordinary, false, true), Before::Hold);
        QCOMPARE(guard.before(ordinary, false, false), Before::Nothing); // the transaction has failed
    }

    void isLiftedOnlyWhereItWasPutOnForNow()
    {
        pg::ReadOnlyGuard forGood(true), forNow(false);
        forGood.set(false);
        QVERIFY(forGood.isOn());
        QVERIFY(!forNow.isOn());
        forNow.prepared("p", "COMMIT");
        forNow.prepared("", "SELECT 1");
        forNow.set(true);
        QVERIFY(forNow.isOn());
        QCOMPARE(forNow.textOf("p"), QByteArray()); // may be another statement by now
        QCOMPARE(forNow.textOf(""), QByteArray("SELECT 1"));
        forNow.set(false);
        QVERIFY(!forNow.isOn());
    }
};

QTEST_GUILESS_MAIN(TestReadOnlyGuard)
#include "tst_readonlyguard.moc"
