// SPDX-License-Identifier: GPL-3.0-or-later
// What statements are said to do before they run, from the parse tree and from the first words.
#include "sql/classify.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::sql;
using Kind = Classification::Kind;
using Danger = Classification::Danger;

class ClassifyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsKinds_data();
    void knowsKinds();
    void knowsDangers_data();
    void knowsDangers();
    void knowsWhatRefusesTransactions_data();
    void knowsWhatRefusesTransactions();
    void explainRunsOnlyWithAnalyze();
    void goesByWordsWhereThereIsNoTree();
    void survivesHugeAndDeepStatements();
};

void ClassifyTest::knowsKinds_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const QString &statement, Kind kind) { QTest::newRow(qPrintable(statement)) << statement << kind; };
    row(u" -- nothing"_s, Kind::Empty);
    row(u"select 1"_s, Kind::Query);
    row(u"(values (1), (2)) limit 1"_s, Kind::Query);
    row(u"table pg_class"_s, Kind::Query);
    row(u"with a as (select 1) select * from a"_s, Kind::Query);
    row(u"fetch 10 from c"_s, Kind::Query);
    row(u"with d as (delete from t where a returning *) select * from d"_s, Kind::Write);
    row(u"insert into t values (1)"_s, Kind::Write);
    row(u"merge into t using s on t.a = s.a when matched then delete"_s, Kind::Write);
    row(u"do $$ begin end $$"_s, Kind::Write);
    row(u"select 1 into t"_s, Kind::Ddl);
    row(u"create table t (a vector(3))"_s, Kind::Ddl);
    row(u"create table t as select 1"_s, Kind::Ddl);
    row(u"grant select on t to u"_s, Kind::Ddl);
    row(u"begin"_s, Kind::Transaction);
    row(u"rollback to savepoint a"_s, Kind::Transaction);
    row(u"set work_mem = '1GB'"_s, Kind::Session);
    row(u"show all"_s, Kind::Session);
    row(u"prepare p as delete from t"_s, Kind::Session);
    row(u"copy t from stdin"_s, Kind::CopyIn);
    row(u"copy (select 1) to stdout"_s, Kind::CopyOut);
    row(u"copy t from '/tmp/x'"_s, Kind::Write);
    row(u"copy t to program 'cat'"_s, Kind::Utility);
    row(u"analyze t"_s, Kind::Utility);
    row(u"explain select 1"_s, Kind::Explain);
    row(u"selct 1"_s, Kind::Unknown);
}

void ClassifyTest::knowsKinds()
{
    QFETCH(QString, statement);
    QFETCH(Kind, kind);
    QCOMPARE(classify(statement).kind, kind);
}

void ClassifyTest::knowsDangers_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<Danger>("danger");
    QTest::addColumn<QString>("object");
    const auto row = [](const QString &statement, Danger danger, const QString &object = {}) {
        QTest::newRow(qPrintable(statement)) << statement << danger << object;
    };
    row(u"drop table a.b, \"we\"\"ird; --\""_s, Danger::Drop, u"a.b, \"we\"\"ird; --\""_s);
    row(u"drop schema s cascade"_s, Danger::Drop, u"s"_s);
    row(u"drop function s.f(int)"_s, Danger::Drop, u"s.f"_s);
    row(u"drop database \"D\""_s, Danger::Drop, u"\"D\""_s);
    row(u"drop role a, b"_s, Danger::Drop, u"a, b"_s);
    row(u"truncate 表, b"_s, Danger::Truncate, u"\"表\", b"_s);
    row(u"delete from t"_s, Danger::DeleteWithoutWhere, u"t"_s);
    row(u"delete from t where true"_s, Danger::DeleteWithoutWhere, u"t"_s);
    row(u"delete from t where a"_s, Danger::None);
    row(u"update s.t set a = (select 1 where true)"_s, Danger::UpdateWithoutWhere, u"s.t"_s);
    row(u"update t set a = 1 where b"_s, Danger::None);
    row(u"with d as (delete from t returning *) select * from d where a"_s, Danger::DeleteWithoutWhere, u"t"_s);
    row(u"explain analyze delete from t"_s, Danger::DeleteWithoutWhere, u"t"_s);
    row(u"explain delete from t"_s, Danger::None);
    row(u"alter table t drop column c"_s, Danger::DropColumn, u"t.c"_s);
    row(u"select 'drop table t'"_s, Danger::None);
    row(u"insert into t select 1"_s, Danger::None);
}

void ClassifyTest::knowsDangers()
{
    QFETCH(QString, statement);
    QFETCH(Danger, danger);
    QFETCH(QString, object);
    const Classification result = classify(statement);
    QVERIFY(result.fromParseTree);
    QCOMPARE(result.danger, danger);
    QCOMPARE(result.object, object);
    QCOMPARE(dangerText(result).isEmpty(), danger == Danger::None);
    QVERIFY(dangerText(result).contains(object));
}

void ClassifyTest::knowsWhatRefusesTransactions_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<bool>("refuses");
    const auto row = [](const QString &statement, bool refuses) { QTest::newRow(qPrintable(statement)) << statement << refuses; };
    row(u"vacuum (analyze) t"_s, true);
    row(u"analyze t"_s, false);
    row(u"create index concurrently on t using hnsw (v vector_l2_ops)"_s, true);
    row(u"create index on t (a)"_s, false);
    row(u"drop index concurrently i"_s, true);
    row(u"reindex (concurrently) table t"_s, true);
    row(u"reindex (concurrently false) table t"_s, false);
    row(u"reindex database d"_s, true);
    row(u"create database d"_s, true);
    row(u"alter system set work_mem = '1GB'"_s, true);
    row(u"cluster"_s, true);
    row(u"cluster t"_s, false);
    row(u"alter table t detach partition p concurrently"_s, true);
    row(u"create subscription s connection 'x' publication p"_s, true);
    row(u"create subscription s connection 'x' publication p with (create_slot = false)"_s, false);
    row(u"discard all"_s, true);
    row(u"drop table t"_s, false);
}

void ClassifyTest::knowsWhatRefusesTransactions()
{
    QFETCH(QString, statement);
    QFETCH(bool, refuses);
    QCOMPARE(classify(statement).refusesTransaction, refuses);
}

void ClassifyTest::explainRunsOnlyWithAnalyze()
{
    QVERIFY(!classify(u"explain (costs off) select 1").executes);
    QVERIFY(!classify(u"explain (analyze off) select 1").executes);
    QVERIFY(classify(u"explain (analyze, buffers) select 1").executes);
    QVERIFY(classify(u"explain analyze verbose select 1").executes);
    QVERIFY(classify(u"select 1").executes);
}

// Newer syntax, here the hexadecimal number of PostgreSQL 16, has no tree.
void ClassifyTest::goesByWordsWhereThereIsNoTree()
{
    const auto check = [](const QString &statement, Kind kind, Danger danger, const QString &object) {
        const Classification result = classify(statement);
        QVERIFY(!result.fromParseTree);
        QCOMPARE(result.kind, kind);
        QCOMPARE(result.danger, danger);
        QCOMPARE(result.object, object);
    };
    check(u"select 0x1F"_s, Kind::Query, Danger::None, {});
    check(u"delete from only s.\"T\" returning 0x1F"_s, Kind::Write, Danger::DeleteWithoutWhere, u"s.\"T\""_s);
    check(u"/* c */ update t set a = 0x1F where b"_s, Kind::Write, Danger::None, {});
    check(u"update t set a = (select 0x1F where true)"_s, Kind::Write, Danger::UpdateWithoutWhere, u"t"_s);
    check(u"with a as (delete from t where b = 0x1F returning *) select"_s, Kind::Write, Danger::None, {});
    check(u"drop table if exists a.b something new"_s, Kind::Ddl, Danger::Drop, u"a.b"_s);
    check(u"truncate t something new"_s, Kind::Ddl, Danger::Truncate, u"t"_s);
    check(u"explain (analyze, newer) select 0x1F"_s, Kind::Explain, Danger::None, {});
    check(u"explain (analyze, newer) delete from t returning 0x1F"_s, Kind::Explain, Danger::DeleteWithoutWhere, u"t"_s);
    check(u"explain analyze verbose update t set a = 0x1F"_s, Kind::Explain, Danger::UpdateWithoutWhere, u"t"_s);
    check(u"explain delete from t returning 0x1F"_s, Kind::Explain, Danger::None, {});
    QVERIFY(classify(u"explain analyze insert into t values (0x1F)").changesData && !classify(u"explain insert into t values (0x1F)").changesData);
    check(u"copy t from stdin with newer 'x"_s, Kind::CopyIn, Danger::None, {});
    check(u"update 'abc"_s, Kind::Write, Danger::UpdateWithoutWhere, {});
    QVERIFY(classify(u"create index concurrently on t (a) with (x = 0x1F)").refusesTransaction);
}

void ClassifyTest::survivesHugeAndDeepStatements()
{
    QString values = u"insert into t values (1)"_s;
    while (values.size() < 2'000'000)
        values += u",('it''s a value', 2)"_s;
    QCOMPARE(classify(values).kind, Kind::Write);
    QCOMPARE(classify(u"select "_s + QString(200'000, u'(')).kind, Kind::Query);
    QCOMPARE(classify(u"select "_s + QString(9'000, u'(')).kind, Kind::Query);
    QCOMPARE(classify(u"select 1"_s + u"+1"_s.repeated(4'900)).kind, Kind::Query);
    QCOMPARE(classify(u"select 1"_s + u"+1"_s.repeated(200'000)).kind, Kind::Query);
    QCOMPARE(classify(u"select "_s + u"(select "_s.repeated(3'000) + u"1"_s + u")"_s.repeated(3'000)).kind, Kind::Query);
    QCOMPARE(classify(u"select "_s + u"- "_s.repeated(9'000) + u"1"_s).kind, Kind::Query);
}

QTEST_GUILESS_MAIN(ClassifyTest)
#include "tst_classify.moc"
