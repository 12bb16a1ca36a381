// SPDX-License-Identifier: GPL-3.0-or-later
// The console on connections that break, on read-only and on production connections.
#include "support/consolebench.h"
#include "ui/common/healthmark.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>

using namespace quiver;
using namespace quiver::ui;
using test::Bench;
using test::Heartbeat;
using namespace Qt::StringLiterals;

class TestConsoleSafety : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Bench> m_bench;

    /// A read-only profile: the server holds its sessions so.
    pg::ConnectOptions readOnlyOptions() const
    {
        pg::ConnectOptions options = m_cluster->options();
        options.readOnly = true;
        options.settings.append({u"default_transaction_read_only"_s, u"on"_s});
        return options;
    }
    void open(const pg::ConnectOptions &options, core::Environment environment, bool readOnly)
    {
        m_bench.reset();
        m_bench = std::make_unique<Bench>(options, m_directory->path(), ServerIdentity{{}, u"shop"_s, environment, readOnly, {}});
    }
    void terminateTab() const
    {
        m_cluster->psql(u"select pg_terminate_backend(%1)"_s.arg(m_bench->tab()->session()->backendPid()));
    }
    void typeName(const QString &name) const
    {
        auto *field = m_bench->find<QLineEdit>(u"nameGuardName"_s);
        field->clear();
        QTest::keyClicks(field, name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeMode::Light);
        m_cluster = std::make_unique<test::TestCluster>();
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_bench = std::make_unique<Bench>(*m_cluster, m_directory->path());
    }
    void cleanup()
    {
        m_bench.reset();
        m_directory.reset();
    }

    void aTransactionThatIsLostWhileIdleIsSaidToBeLost()
    {
        m_bench->run(u"create table if not exists kept(a int); begin; insert into kept values (1)"_s);
        QTRY_COMPARE(m_bench->pill(), u"In transaction"_s);
        Heartbeat heart;
        terminateTab();
        QTRY_VERIFY(m_bench->question().contains(u"The open transaction was lost with the connection; its changes were rolled back"_s));
        QCOMPARE(m_bench->pill(), u"No transaction"_s);
        QVERIFY(m_bench->messages().contains(u"rolled back by the server"_s));
        QVERIFY2(heart.longestMs() < 50, qPrintable(QString::number(heart.longestMs())));
        QTRY_VERIFY(m_bench->messages().contains(u"Connected again"_s)); // by itself
        m_bench->run(u"select count(*) from kept"_s);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"0"_s);
    }

    void whatMayHaveWrittenIsNotRepeatedButOfferedAgain()
    {
        m_bench->start(u"select pg_sleep(60)"_s, [&] {
            return m_cluster->psql(u"select count(*) from pg_stat_activity where query = 'select pg_sleep(60)'"_s).trimmed() == u"1"_s;
        });
        terminateTab();
        QTRY_VERIFY(!m_bench->tab()->isRunning());
        QTRY_VERIFY2(m_bench->question().contains(u"a SELECT can call functions that change something"_s), qPrintable(m_bench->question()));
        QTRY_VERIFY(m_bench->messages().contains(u"Connected again"_s));
        const QString said = m_bench->messages();
        QVERIFY2(said.indexOf(u"The connection was lost."_s) >= 0 && said.indexOf(u"The connection was lost."_s) < said.indexOf(u"Connected again"_s), qPrintable(said));
        m_bench->tab()->editor()->setText(u"select 'other'"_s);
        m_bench->click(u"runAgain"_s);
        QVERIFY(m_bench->tab()->isRunning());
        QTRY_VERIFY(m_cluster->psql(u"select count(*) from pg_stat_activity where query = 'select pg_sleep(60)' and state = 'active'"_s).trimmed() == u"1"_s);
        m_bench->tab()->cancel();
        QTRY_VERIFY(!m_bench->tab()->isRunning());
    }

    void aReadOfAReadOnlyConnectionIsRepeated()
    {
        open(readOnlyOptions(), core::Environment::Development, true);
        const QString sql = u"select 7 as seven, pg_sleep(2)"_s;
        m_bench->start(sql, [&] {
            return m_cluster->psql(u"select count(*) from pg_stat_activity where query ~ 'as seven' and state = 'active' and pid <> "
                                   "pg_backend_pid()"_s).trimmed() == u"1"_s;
        });
        terminateTab();
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->messages().contains(u"it is run again"_s), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->tab()->isRunning(), 20000);
        QTRY_COMPARE(m_bench->cell(0, 0, 0), u"7"_s);
        QVERIFY(m_bench->question().isEmpty());
    }

    void aReadOnlyConnectionSaysWhatItRefuses()
    {
        open(readOnlyOptions(), core::Environment::Development, true);
        m_bench->run(u"create table forbidden(a int)"_s);
        QVERIFY2(m_bench->messages().contains(u"This connection is read-only. Nothing was changed."_s), qPrintable(m_bench->messages()));
        QVERIFY(m_bench->messages().contains(u"edit the profile"_s));
        QVERIFY(m_bench->tab()->editor()->annotation(0).contains(u"This connection is read-only"_s));
        m_bench->run(u"set default_transaction_read_only = off"_s);
        QVERIFY2(m_bench->messages().contains(u"stays read-only"_s), qPrintable(m_bench->messages()));
        m_bench->run(u"select 1"_s);
        QVERIFY(!m_bench->messages().contains(u"read-only"_s));
        QCOMPARE(m_cluster->psql(u"select to_regclass('forbidden')"_s).trimmed(), QString());
    }

    void theServerThatIsChosenAndTheTabInFrontAreTheSame()
    {
        ConsoleTab *const first = m_bench->tab();
        const auto live = std::make_unique<Server>(ServerIdentity{{}, u"live"_s, core::Environment::Production, false, {}},
                                                   m_cluster->options(), pg::PoolSettings{}, m_bench->services.services(), nullptr);
        QSignalSpy inFront(m_bench->screen.get(), &ConsoleScreen::serverInFront);
        m_bench->screen->setServer(live.get());
        QCOMPARE(m_bench->tab()->server(), live.get());
        QVERIFY(m_bench->tab() != first);
        QCOMPARE(inFront.size(), 0);
        auto *tabs = m_bench->screen->findChild<QTabWidget *>();
        tabs->setCurrentWidget(first);
        QCOMPARE(inFront.size(), 1);
        QCOMPARE(inFront[0][0].value<Server *>(), m_bench->server.get());
        m_bench->screen->setServer(m_bench->server.get());
        QCOMPARE(m_bench->tab(), first);
        m_bench->screen->setServer(live.get()); // its tab is there already
        QCOMPARE(m_bench->screen->tabCount(), 2);
        QCOMPARE(m_bench->tab()->server(), live.get());
        m_bench.reset(); // before the server that its tab works on
    }

    void theHintComesBeforeTheStatementIsSent()
    {
        open(readOnlyOptions(), core::Environment::Development, true);
        auto *note = m_bench->find<QLabel>(u"readOnlyNote"_s);
        m_bench->tab()->editor()->setText(u"select 1"_s);
        QTRY_COMPARE(note->text(), u"read-only"_s);
        m_bench->tab()->editor()->setText(u"insert into t values (1)"_s);
        QTRY_COMPARE(note->text(), u"read-only: will be refused"_s);
        m_bench->tab()->editor()->setText(u"begin read write"_s);
        QTRY_COMPARE(note->text(), u"read-only: has no effect"_s);
    }

    void productionComparesTheNameExactly()
    {
        open(m_cluster->options(), core::Environment::Production, false);
        m_bench->run(u"create table \"Orders\"(a int)"_s);
        m_bench->run(u"alter table \"Orders\" drop column a"_s);
        auto *run = m_bench->find<QPushButton>(u"runAnyway"_s);
        QVERIFY(!run->isEnabled());
        for (const QString &wrong : {u"Orders.a"_s, u"\"orders\".a"_s, u" \"Orders\".a"_s}) {
            typeName(wrong);
            QVERIFY2(!run->isEnabled(), qPrintable(wrong));
        }
        typeName(u"\"Orders\".a"_s);
        QVERIFY(run->isEnabled());
        run->click();
        QTRY_VERIFY(!m_bench->tab()->isRunning() && m_bench->messages().contains(u"ALTER TABLE"_s));
    }

    void severalStatementsAreListedAndAskForTheDatabase()
    {
        open(m_cluster->options(), core::Environment::Production, false);
        m_bench->run(u"create table one(a int); create table two(a int)"_s);
        m_bench->run(u"drop table one; select 1; truncate two; revoke all on two from public"_s);
        const QString list = m_bench->find<QPlainTextEdit>(u"nameGuardList"_s)->toPlainText();
        QCOMPARE(list.split(u'\n').size(), 3);
        QVERIFY(list.contains(u"drops one"_s) && list.contains(u"every row of two"_s));
        auto *run = m_bench->find<QPushButton>(u"runAnyway"_s);
        typeName(u"one"_s);
        QVERIFY(!run->isEnabled());
        typeName(u"test"_s);
        QVERIFY(run->isEnabled());
        m_bench->click(u"doNotRun"_s);
        QVERIFY(!m_cluster->psql(u"select to_regclass('one')"_s).trimmed().isEmpty());
    }

    void aNameIsAskedForAlsoWhereNothingIsNamed()
    {
        pg::ConnectOptions options = m_cluster->options();
        options.parameters.remove(u"dbname"_s);
        options.parameters.remove(u"user"_s);
        open(options, core::Environment::Production, false);
        m_bench->tab()->editor()->setText(u"drop owned by current_user"_s);
        m_bench->tab()->run(sql::RunScope::All);
        QVERIFY(!m_bench->find<QPushButton>(u"runAnyway"_s)->isEnabled());
        typeName(u"shop"_s);
        QVERIFY(m_bench->find<QPushButton>(u"runAnyway"_s)->isEnabled());
        m_bench->click(u"doNotRun"_s);
    }

    void developmentAsksOnlyBeforeAllRowsAreTouched()
    {
        m_bench->run(u"create table plain(a int)"_s);
        m_bench->run(u"truncate plain"_s);
        QVERIFY(m_bench->question().isEmpty());
        m_bench->run(u"update plain set a = 1"_s);
        QVERIFY(m_bench->question().contains(u"every row of plain"_s));
        QVERIFY(m_bench->find<QPushButton>(u"runAnyway"_s)->isEnabled());
        m_bench->click(u"doNotRun"_s);
        m_bench->run(u"drop table plain"_s);
        QVERIFY(m_bench->question().isEmpty());
        QVERIFY(m_bench->messages().contains(u"DROP TABLE"_s));
    }

    /// Pictures to look at, written only where somebody asks for them.
    void pictures()
    {
        const QString directory = qEnvironmentVariable("QUIVER_PICTURES");
        if (directory.isEmpty())
            return;
        QDir().mkpath(directory);
        pg::ConnectOptions options = readOnlyOptions();
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            const auto shoot = [&](const QString &name, int width) {
                m_bench->screen->resize(width, width == 1280 ? 800 : 700);
                QTest::qWait(400);
                m_bench->screen->grab().save(u"%1/%2-%3-%4.png"_s.arg(directory, name, mode == ThemeMode::Light ? u"light"_s : u"dark"_s).arg(width));
            };
            open(options, core::Environment::Development, true);
            m_bench->run(u"create table forbidden(a int)"_s);
            shoot(u"readonly"_s, 1024);
            open(m_cluster->options(), core::Environment::Production, false);
            m_bench->run(u"drop table one; truncate two; delete from three; revoke all on two from public;"_s);
            shoot(u"production"_s, 1280);
            m_bench->run(u"drop table public.orders"_s);
            shoot(u"production-one"_s, 1024);
            m_bench->run(u"begin; select 1"_s);
            terminateTab();
            QTRY_VERIFY(m_bench->question().contains(u"lost"_s));
            shoot(u"lost"_s, 1280);
        }
        applyTheme(*qApp, ThemeMode::Light);
    }
};

QTEST_MAIN(TestConsoleSafety)
#include "tst_consolesafety.moc"
