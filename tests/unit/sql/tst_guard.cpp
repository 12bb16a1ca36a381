// SPDX-License-Identifier: GPL-3.0-or-later
// Which statements have to be confirmed where, and which name opens the way.
#include "sql/guard.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::sql;
using Level = Guard::Level;
using core::Environment;

class GuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatToAskAbout_data();
    void knowsWhatToAskAbout();
    void nameIsComparedExactly();
    void severalObjectsAskForWhatHoldsThem();
    void neverAsksForANameThatCannotBeTyped();
    void explainAloneIsHarmless();
    void knowsWhatAReadOnlyConnectionRefuses_data();
    void knowsWhatAReadOnlyConnectionRefuses();
};

void GuardTest::knowsWhatToAskAbout_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<Level>("development");
    QTest::addColumn<Level>("staging");
    QTest::addColumn<Level>("production");
    QTest::addColumn<QString>("name");
    const auto row = [](const QString &statement, Level development, Level staging, Level production, const QString &name) {
        QTest::newRow(qPrintable(statement)) << statement << development << staging << production << name;
    };
    const auto harmless = [&](const QString &statement) { row(statement, Level::None, Level::None, Level::None, {}); };
    const auto guarded = [&](const QString &statement, const QString &name) {
        row(statement, Level::None, Level::Confirm, Level::TypeName, name);
    };
    harmless(u"select 1"_s);
    harmless(u"delete from t where a = 1"_s);
    harmless(u"create table t (a int)"_s);
    harmless(u"grant select on t to u"_s);
    harmless(u"alter table t add column b int"_s);
    harmless(u"alter table t alter a set default 1"_s);
    row(u"delete from t"_s, Level::Confirm, Level::Confirm, Level::TypeName, u"t"_s);
    row(u"update \"S\".t set a = 1"_s, Level::Confirm, Level::Confirm, Level::TypeName, u"\"S\".t"_s);
    row(u"explain analyze delete from t"_s, Level::Confirm, Level::Confirm, Level::TypeName, u"t"_s);
    guarded(u"drop table s.t"_s, u"s.t"_s);
    guarded(u"drop database shop"_s, u"shop"_s);
    guarded(u"truncate t"_s, u"t"_s);
    guarded(u"alter table t drop column a, drop column b"_s, u"t.a, t.b"_s);
    guarded(u"alter table t drop constraint c"_s, u"t"_s);
    guarded(u"alter table t alter a drop default"_s, u"t"_s);
    guarded(u"alter domain d drop constraint c"_s, u"d"_s);
    guarded(u"alter type ty drop attribute a"_s, u"ty.a"_s);
    guarded(u"alter extension vector drop type vector"_s, u"vector"_s);
    guarded(u"alter publication p drop table t"_s, u"p"_s);
    guarded(u"revoke select on t from u"_s, u"t"_s);
    guarded(u"revoke admins from u"_s, u"admins"_s);
    guarded(u"alter default privileges revoke select on tables from u"_s, u"shop"_s);
    guarded(u"drop owned by current_user"_s, u"shop"_s);
    // No parse tree: the first words have to do.
    guarded(u"drop table t oops ("_s, u"t"_s);
    guarded(u"revoke everything everywhere ("_s, u"shop"_s);
    guarded(u"alter table t drop ("_s, u"t"_s);
}

void GuardTest::knowsWhatToAskAbout()
{
    QFETCH(QString, statement);
    QFETCH(QString, name);
    QFETCH(Level, development);
    QFETCH(Level, staging);
    QFETCH(Level, production);
    QCOMPARE(guardFor(statement, Environment::Development).level, development);
    QCOMPARE(guardFor(statement, Environment::Staging).level, staging);
    const Guard guard = guardFor(statement, Environment::Production, {{}, u"shop"_s});
    QCOMPARE(guard.level, production);
    QCOMPARE(guard.name, name);
    QCOMPARE(guardFor(statement, Environment::Staging).name, QString());
}

void GuardTest::nameIsComparedExactly()
{
    const Guard guard = guardFor(u"drop table \"Orders\"", Environment::Production);
    QVERIFY(guard.isOpenedBy(u"\"Orders\""_s));
    for (const QString &wrong : {u""_s, u"Orders"_s, u"\"orders\""_s, u" \"Orders\""_s, u"\"Orders\" "_s})
        QVERIFY2(!guard.isOpenedBy(wrong), qPrintable(wrong));
    QVERIFY(guardFor(u"drop table t", Environment::Staging).isOpenedBy({}));
}

void GuardTest::severalObjectsAskForWhatHoldsThem()
{
    const std::vector<Classification> script{classify(u"drop table a"), classify(u"select 1"), classify(u"truncate b")};
    const Guard guard = guardFor(script, Environment::Production, {u"shop"_s, u"Shop, live"_s});
    QCOMPARE(guard.dangers.size(), std::size_t(2));
    QCOMPARE(guard.name, u"shop"_s);
    const std::vector<Classification> same{classify(u"truncate a"), classify(u"drop table a")};
    QCOMPARE(guardFor(same, Environment::Production, {u"shop"_s}).name, u"a"_s);
}

void GuardTest::neverAsksForANameThatCannotBeTyped()
{
    const QString nothing = u"drop owned by current_user"_s;
    QCOMPARE(guardFor(nothing, Environment::Production).name, u"production"_s);
    QCOMPARE(guardFor(nothing, Environment::Production, {{}, u"Shop, live"_s}).name, u"Shop, live"_s);
    QCOMPARE(guardFor(u"drop table \"two\nlines\"", Environment::Production, {u"shop"_s}).name, u"shop"_s);
    const QString many = u"drop table "_s + u"a_rather_long_name, "_s.repeated(20) + u"b"_s;
    QCOMPARE(guardFor(many, Environment::Production, {u"shop"_s}).name, u"shop"_s);
}

void GuardTest::explainAloneIsHarmless()
{
    QCOMPARE(guardFor(u"explain delete from t", Environment::Production).level, Level::None);
}

void GuardTest::knowsWhatAReadOnlyConnectionRefuses_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<bool>("changes");
    QTest::addColumn<bool>("lifts");
    const auto row = [](const QString &statement, bool changes, bool lifts) {
        QTest::newRow(qPrintable(statement)) << statement << changes << lifts;
    };
    row(u"select 1"_s, false, false);
    row(u"insert into t values (1)"_s, true, false);
    row(u"with d as (delete from t returning *) select * from d"_s, true, false);
    row(u"create table t (a int)"_s, true, false);
    row(u"copy t from stdin"_s, true, false);
    row(u"copy t to stdout"_s, false, false);
    row(u"explain insert into t values (1)"_s, false, false);
    row(u"explain analyze insert into t values (1)"_s, true, false);
    row(u"call p()"_s, false, false);
    row(u"do $$ begin end $$"_s, false, false);
    row(u"vacuum t"_s, false, false);
    row(u"begin"_s, false, false);
    row(u"begin read only"_s, false, false);
    row(u"begin read write"_s, false, true);
    row(u"start transaction isolation level serializable, read write"_s, false, true);
    row(u"set transaction read write"_s, false, true);
    row(u"set session characteristics as transaction read write"_s, false, true);
    row(u"set default_transaction_read_only = off"_s, false, true);
    row(u"set default_transaction_read_only = on"_s, false, false);
    row(u"set transaction_read_only to default"_s, false, true);
    row(u"reset all"_s, false, true);
    row(u"discard all"_s, false, true);
    row(u"reset default_transaction_read_only"_s, false, true);
    row(u"set work_mem = '1GB'"_s, false, false);
    // No parse tree.
    row(u"insert into t values (1"_s, true, false);
    row(u"set session characteristics as transaction read write oops ("_s, false, true);
    row(u"set default_transaction_read_only = off ("_s, false, true);
}

void GuardTest::knowsWhatAReadOnlyConnectionRefuses()
{
    QFETCH(QString, statement);
    const Classification result = classify(statement);
    QTEST(result.changesData, "changes");
    QTEST(result.liftsReadOnly, "lifts");
}

QTEST_GUILESS_MAIN(GuardTest)
#include "tst_guard.moc"
