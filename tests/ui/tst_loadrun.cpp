// SPDX-License-Identifier: GPL-3.0-or-later
// A load under way and after it, by keyboard alone on a real server: cancelled, resumed, given up, refused, left by its window.
#include "support/loadscreenbench.h"

#include <QCheckBox>
#include <QClipboard>
#include <QSignalSpy>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::focusName;
using test::Heartbeat;
using test::npy;
using test::press;
using test::tabTo;
using test::waitFor;

class LoadRunTest : public QObject, private test::LoadScreenBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        startCluster();
        // A server that takes its time for each batch, so that there is something to cancel.
        m_cluster->psql(u"CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END'"_s);
    }
    void cleanupTestCase() { stopCluster(); }
    void init() { openAll(); }
    void cleanup() { closeAll(); }

    void aCancelledLoadGoesOnWhereItStopped()
    {
        m_cluster->psql(u"CREATE TABLE big (vector vector(16)); CREATE TRIGGER slow AFTER INSERT ON big EXECUTE FUNCTION dawdle()"_s);
        m_screen->activated();
        openByKeyboard(write(u"big.npy"_s, npy(20'000, 16)));
        chooseTableByKeyboard(u"public.big"_s, u"public.big"_s);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        draft().edit([](load::LoadPlan &plan) { plan.batchRows = 200; });
        QVERIFY(tabTo(u"startLoad"_s));
        press(Qt::Key_Space);
        QCOMPARE(focusName(), u"cancelLoad"_s);
        QCOMPARE(m_screen->unfinished(m_server.get()).size(), 1);
        QVERIFY(waitFor([&] { return run().figures().rows > 1000; }));
        shoot("running", true);
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return !run().isRunning(); }));
        QVERIFY(run().outcome().kind == LoadOutcome::Kind::Cancelled);
        QVERIFY(m_screen->unfinished(nullptr).isEmpty());
        const int loaded = count(u"big"_s).toInt();
        QVERIFY2(loaded > 0 && loaded < 20'000 && loaded % 200 == 0, qPrintable(QString::number(loaded)));
        shoot("cancelled");
        QCOMPARE(focusName(), u"resumeLoad"_s);

        // As after a restart: the screen finds it on the server and offers to go on.
        makeScreen();
        auto *bar = find<InlineBar>(u"unfinishedBar"_s);
        QVERIFY(waitFor([&] { return bar->isVisible(); }));
        QVERIFY(bar->text().contains(u"big.npy"_s));
        shoot("unfinished");
        QVERIFY(tabTo(u"resumeUnfinished"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        QCOMPARE(draft().plan().batchRows, 200);
        m_cluster->psql(u"DROP TRIGGER slow ON big"_s);
        loadByKeyboard();
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(outcome()));
        QCOMPARE(count(u"big"_s), u"20000"_s);
        QCOMPARE(run().outcome().report.rowsBefore, loaded);
    }

    void theWindowStaysAliveWhileItLoads()
    {
        m_cluster->psql(u"CREATE TABLE alive (vector vector(768))"_s);
        m_screen->activated();
        m_screen->load().openFile(write(u"alive.npy"_s, npy(25'000, 768)));
        Heartbeat heart;
        QVERIFY(waitFor([&] { return draft().source() != nullptr; }));
        m_screen->load().chooseTable(u"public"_s, u"alive"_s);
        QVERIFY(waitFor([&] { return draft().isReady() && draft().preview(); }));
        QVERIFY(tabTo(u"startLoad"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return run().job() && !run().isRunning(); }, 60'000));
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(outcome()));
        QCOMPARE(run().outcome().report.rows, 25'000);
        qInfo("25,000 x 768 in %.1f s, longest gap of the event loop %lld ms", run().outcome().report.seconds, heart.longestMs());
        QVERIFY2(heart.longestMs() <= 50, qPrintable(QString::number(heart.longestMs())));
    }

    void whatIsCountedAgreesWithWhatIsListed()
    {
        m_cluster->psql(u"CREATE TABLE counted (n bigint PRIMARY KEY); INSERT INTO counted VALUES (3)"_s);
        m_screen->activated();
        openByKeyboard(write(u"counted.csv"_s, "n\n1\nx\n2\ny\n3\n"));
        chooseTableByKeyboard(u"counted"_s, u"public.counted"_s);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        QVERIFY(tabTo(u"badRows"_s));
        press(Qt::Key_Down);
        QVERIFY(waitFor([&] { return draft().isReady() && draft().plan().onBadRow == load::OnBadRow::Reject; }));
        loadByKeyboard();
        QVERIFY(run().outcome().kind == LoadOutcome::Kind::Failed);
        QVERIFY2(outcome().contains(u"line 6: Key (n)=(3) already exists"_s), qPrintable(outcome()));
        QCOMPARE(label(u"loadRejected"_s), u"2"_s);
        QCOMPARE(label(u"badRowsTitle"_s), u"2 rejected rows"_s);
        QCOMPARE(label(u"loadRows"_s), u"0"_s); // none stands
        shoot("rejected-and-stopped");
    }

    void whatTheServerRefusesIsToldWithWhatStands()
    {
        m_cluster->psql(u"CREATE TABLE once (n bigint PRIMARY KEY); INSERT INTO once VALUES (3)"_s);
        m_screen->activated();
        openByKeyboard(write(u"once.csv"_s, "n\n1\n2\n3\n4\n"));
        chooseTableByKeyboard(u"once"_s, u"public.once"_s);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        loadByKeyboard();
        QVERIFY(run().outcome().kind == LoadOutcome::Kind::Failed);
        shoot("failed");
        QVERIFY2(outcome().contains(u"3"_s), qPrintable(outcome()));
        QVERIFY(!run().outcome().stands.isEmpty() && !run().outcome().next.isEmpty());
        QCOMPARE(count(u"once"_s), u"1"_s);
        // Back, skip what is there, once more.
        QVERIFY(tabTo(u"backToSetup"_s));
        press(Qt::Key_Space);
        QVERIFY(tabTo(u"duplicates"_s));
        press(Qt::Key_Down);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        loadByKeyboard();
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(outcome()));
        QCOMPARE(count(u"once"_s), u"4"_s);
    }

    void theScreenMayEndWhileItLoads()
    {
        m_cluster->psql(u"CREATE TABLE unloved (vector vector(16)); CREATE TRIGGER slow AFTER INSERT ON unloved EXECUTE FUNCTION dawdle()"_s);
        m_screen->activated();
        const QString file = write(u"unloved.npy"_s, npy(20'000, 16));
        const auto begin = [&] {
            openByKeyboard(file);
            chooseTableByKeyboard(u"unloved"_s, u"public.unloved"_s);
            QVERIFY(waitFor([&] { return draft().isReady(); }));
            draft().edit([](load::LoadPlan &plan) { plan.batchRows = 200; });
            QVERIFY(tabTo(u"startLoad"_s));
            press(Qt::Key_Space);
            QVERIFY(waitFor([&] { return run().figures().rows > 200; }));
        };
        begin();
        // The server is closed: the load ends and says so.
        m_screen->setServer(nullptr);
        m_server.reset();
        QVERIFY(waitFor([&] { return !run().isRunning(); }));
        QVERIFY(run().outcome().kind != LoadOutcome::Kind::Done);
        makeScreen();
        begin();
        // The window is closed while the server does not answer: it goes at once, and the load ends behind it.
        const auto job = run().job();
        m_cluster->pause();
        QElapsedTimer ending;
        ending.start();
        m_screen.reset();
        const qint64 took = ending.elapsed();
        m_cluster->resume();
        QVERIFY2(took < 500, qPrintable(QString::number(took)));
        QVERIFY(waitFor([&] { return job->isFinished(); }));
        m_cluster->psql(u"DELETE FROM quiver.load_progress"_s);
    }

    void whatAGivenUpLoadOwesIsCopiedOrRun()
    {
        m_cluster->psql(u"CREATE TABLE owing (vector vector(16)); CREATE INDEX owing_ann ON owing USING hnsw (vector vector_l2_ops);"
                        "CREATE TRIGGER slow AFTER INSERT ON owing EXECUTE FUNCTION dawdle()"_s);
        m_screen->activated();
        openByKeyboard(write(u"owing.npy"_s, npy(20'000, 16)));
        chooseTableByKeyboard(u"owing"_s, u"public.owing"_s);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        QVERIFY(tabTo(u"indexAfterwards"_s));
        press(Qt::Key_Space);
        draft().edit([](load::LoadPlan &plan) { plan.batchRows = 200; }); // else a batch is more than the file has
        QVERIFY(tabTo(u"startLoad"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return run().figures().rows > 400; }));
        QCOMPARE(focusName(), u"cancelLoad"_s);
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return !run().isRunning(); }));
        const auto indexes = [this] { return m_cluster->psql(u"SELECT count(*) FROM pg_indexes WHERE indexname = 'owing_ann'"_s).trimmed(); };
        QCOMPARE(indexes(), u"0"_s);

        makeScreen();
        auto *bar = find<InlineBar>(u"unfinishedBar"_s);
        QVERIFY(waitFor([&] { return bar->isVisible(); }));
        QVERIFY(tabTo(u"forgetUnfinished"_s));
        press(Qt::Key_Space);
        QVERIFY2(bar->isVisible() && bar->text().contains(u"CREATE INDEX IF NOT EXISTS owing_ann"_s), qPrintable(bar->text()));
        shoot("owed");
        QVERIFY(tabTo(u"copyOwed"_s));
        press(Qt::Key_Space);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"CREATE INDEX IF NOT EXISTS owing_ann"_s));
        QCOMPARE(count(u"quiver.load_progress"_s), u"1"_s);
        QSignalSpy changed(m_server.get(), &Server::changeFinished);
        QVERIFY(tabTo(u"runOwed"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return changed.size() == 1; }));
        QVERIFY(waitFor([&] { return !bar->isVisible(); }));
        QCOMPARE(indexes(), u"1"_s);
        QCOMPARE(count(u"quiver.load_progress"_s), u"0"_s);
    }

    void theSameFileASecondTimeIsAsked()
    {
        m_cluster->psql(u"CREATE TABLE twice (n bigint)"_s);
        m_screen->activated();
        openByKeyboard(write(u"twice.csv"_s, "n\n1\n2\n"));
        chooseTableByKeyboard(u"twice"_s, u"public.twice"_s);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        loadByKeyboard();
        QVERIFY(!find<QPushButton>(u"restartLoad"_s)->isVisible());
        QVERIFY(tabTo(u"backToSetup"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return draft().isReady(); }));
        loadByKeyboard();
        QVERIFY2(outcome().contains(u"was loaded into public.twice already"_s), qPrintable(outcome()));
        shoot("loaded-before");
        QCOMPARE(count(u"twice"_s), u"2"_s);
        QVERIFY(tabTo(u"restartLoad"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return run().job() && !run().isRunning() && run().outcome().kind == LoadOutcome::Kind::Done; }));
        QCOMPARE(count(u"twice"_s), u"4"_s);
    }

    void theNextKeyBehindALoadIsFree()
    {
        m_cluster->psql(u"CREATE TABLE keyed (id serial PRIMARY KEY, name text)"_s);
        m_screen->activated();
        openByKeyboard(write(u"keyed.csv"_s, "id,name,unused\n1,one,x\n2,two,y\n"));
        chooseTableByKeyboard(u"keyed"_s, u"public.keyed"_s);
        QVERIFY(waitFor([&] { return draft().isReady() && draft().preview() != nullptr; }));
        QVERIFY(find<QCheckBox>(u"moveSequences"_s)->isVisibleTo(m_screen.get()) && find<QCheckBox>(u"moveSequences"_s)->isChecked());
        const QString state = find<QLabel>(u"loadState"_s)->accessibleName(); // as a whole
        QVERIFY2(state.contains(u"go nowhere: unused"_s), qPrintable(state));
        QVERIFY2(find<QLabel>(u"targetFacts"_s)->text().contains(u"empty"_s), qPrintable(find<QLabel>(u"targetFacts"_s)->text()));
        QCOMPARE(label(u"columnNote"_s), QString()); // a value stands in its cell, and nowhere else
        QVERIFY(tabTo(u"showLoadSteps"_s));
        press(Qt::Key_Space);
        QVERIFY(waitFor([&] { return find<SqlEditor>(u"loadSql"_s)->text().contains(u"setval('public.keyed_id_seq'"_s); }));
        shoot("sequence-steps");
        press(Qt::Key_Space);
        loadByKeyboard();
        QVERIFY2(run().outcome().kind == LoadOutcome::Kind::Done, qPrintable(outcome()));
        QVERIFY2(outcome().contains(u"keyed_id_seq was moved to 2"_s), qPrintable(outcome()));
        QVERIFY(waitFor([&] { return find<QLabel>(u"targetFacts"_s)->text().contains(u"has rows"_s); }));
        QCOMPARE(m_cluster->psql(u"INSERT INTO keyed (name) VALUES ('three') RETURNING id"_s).trimmed(), u"3"_s);
    }
};

QTEST_MAIN(LoadRunTest)
#include "tst_loadrun.moc"
