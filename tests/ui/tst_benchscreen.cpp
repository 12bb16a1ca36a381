// SPDX-License-Identifier: GPL-3.0-or-later
// The benchmark screen on a real server: measured by keyboard, kept, compared, cancelled; a name that would break SQL.
#include "support/benchscreenbench.h"
#include "support/embeddingserver.h"
#include "support/heartbeat.h"
#include "ui/common/changepreview.h"
#include "ui/common/chartview.h"
#include "ui/common/livechart.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>

#include <algorithm>
#include <limits>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::press;
using test::retype;

class TestBenchScreen : public QObject, private test::BenchScreenBench
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startCluster(); }
    void cleanupTestCase() { stopCluster(); }
    void init() { openScreen(); }
    void cleanup() { closeScreen(); }
    void measuresSettings();
    void leavesWhatIsLookedAt();
    void comparesWithABaseline();
    void saysWhatIsWrong();
    void cancels();
    void tellsWhatItWouldDo();
    void takesAnyName();
    void asksWithConditions();
    void asksWithTextsOfAService();
    void buildsOnACopy();
    void keepsNotes();
    void opensPlans();
    void offersAllThatWasLeft();
    void outlivesItsServer();
};

void TestBenchScreen::measuresSettings()
{
    QVERIFY(find<QLabel>(u"benchRunsEmpty"_s)->isVisible());
    QVERIFY(find<ChartView>(u"benchFrontier"_s)->data().isEmpty());
    chooseTable(u"public.points"_s);
    fill(u"benchEfSearch"_s, u"20, 40"_s);
    fill(u"benchWorkers"_s, u"1, 2"_s);
    setSeconds(0.3);
    fill(u"benchName"_s, u"first"_s);
    QVERIFY2(text(u"benchPreview"_s).contains(u"4 runs"_s), qPrintable(text(u"benchPreview"_s)));
    // Workers share the processors with the window: what the program does is the shortest of some turns.
    qint64 least = std::numeric_limits<qint64>::max();
    int made = 0;
    for (int turn = 0; turn < 5 && least > 50; ++turn) {
        const test::Heartbeat heart;
        runAll(made += 4);
        least = std::min(least, heart.longestMs());
    }
    QVERIFY2(least <= 50, qPrintable(QString::number(least)));
    QCOMPARE(runs()->topLevelItem(0)->text(0), u"first"_s);
    QCOMPARE(runs()->topLevelItem(0)->text(1), u"ef_search = 40, 2 workers"_s);
    QTRY_VERIFY2(text(u"benchFigures"_s).contains(u"recall@10"_s), qPrintable(text(u"benchFigures"_s)));
    QVERIFY(text(u"benchFigures"_s).contains(u"points_v"_s));
    QVERIFY2(text(u"benchFigures"_s).contains(u"warm-up") && text(u"benchFigures"_s).contains(u"none") && text(u"benchFigures"_s).contains(u"of each after"), qPrintable(text(u"benchFigures"_s))); // so none were looked at before
    QTRY_VERIFY(!find<ChartView>(u"benchLatency"_s)->data().isEmpty());
    QTRY_VERIFY(!find<ChartView>(u"benchFrontier"_s)->data().isEmpty());
    QCOMPARE(find<ChartView>(u"benchQpsByWorkers"_s)->data().x.categories, (QStringList{u"1"_s, u"2"_s}));
    // Another screen on the same workspace knows them.
    BenchScreen another(*m_workspace, *m_endpoints, m_services->services());
    another.setServer(m_server.get());
    QTRY_COMPARE(another.findChild<QTreeWidget *>(u"benchRuns"_s)->topLevelItemCount(), made);
    // Renamed and deleted.
    runs()->topLevelItem(0)->setText(0, u"renamed"_s);
    QTRY_COMPARE(m_workspace->benchmarks({.name = u"renamed"_s}).result().size(), 1);
    find<QToolButton>(u"benchDelete"_s)->click();
    QVERIFY(find<QPushButton>(u"benchReallyDelete"_s)->isVisible());
    find<QPushButton>(u"benchReallyDelete"_s)->click();
    QTRY_COMPARE(runs()->topLevelItemCount(), made - 1);
}

void TestBenchScreen::leavesWhatIsLookedAt()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.8);
    fill(u"benchEfSearch"_s, u"20, 40, 80, 160"_s);
    auto *tabs = find<QTabWidget>(u"benchTabs"_s);
    tabs->setCurrentIndex(1);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 1, 20'000);
    QCOMPARE(tabs->currentIndex(), 0); // the first one is what was waited for
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 2, 20'000);
    QCOMPARE(runs()->indexOfTopLevelItem(runs()->currentItem()), 0); // and there the newest one is shown
    tabs->setCurrentIndex(1);
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 3, 20'000);
    QCOMPARE(tabs->currentIndex(), 1); // a chart that grows
    tabs->setCurrentIndex(0);
    runs()->setCurrentItem(runs()->topLevelItem(2));
    runs()->topLevelItem(1)->setSelected(true);
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 4, 20'000);
    QVERIFY(runs()->topLevelItem(3)->isSelected() && runs()->topLevelItem(2)->isSelected() && !runs()->topLevelItem(0)->isSelected());
    QCOMPARE(runs()->indexOfTopLevelItem(runs()->currentItem()), 3); // which was chosen first
    QTRY_VERIFY(!isRunning());
}

void TestBenchScreen::comparesWithABaseline()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.4);
    fill(u"benchEfSearch"_s, u"20"_s);
    runAll(1);
    find<QToolButton>(u"benchBaseline"_s)->click();
    fill(u"benchEfSearch"_s, u"1000"_s);
    runAll(2);
    QTRY_VERIFY(find<InlineBar>(u"benchVerdict"_s)->isVisible());
    auto *verdict = find<InlineBar>(u"benchVerdict"_s);
    QVERIFY2(verdict->text().contains(u"median latency"_s) && verdict->text().contains(u"ef_search = 20"_s), qPrintable(verdict->text()));
    find<QToolButton>(u"benchBaseline"_s)->click(); // now this one
    QTRY_VERIFY(!verdict->isVisible());
    QVERIFY(!runs()->topLevelItem(0)->icon(0).isNull() && runs()->topLevelItem(1)->icon(0).isNull());
    // Two that are chosen are compared with each other, the later one with the one before, whichever was chosen first.
    runs()->setCurrentItem(runs()->topLevelItem(1));
    runs()->topLevelItem(0)->setSelected(true);
    QTRY_VERIFY(verdict->isVisible());
    QVERIFY2(verdict->text().contains(u"Against ef_search = 20"_s) && runs()->topLevelItemCount() == 2, qPrintable(verdict->text()));
    const auto *comparison = find<QTableWidget>(u"benchComparison"_s);
    QVERIFY(comparison->isVisible() && !find<QLabel>(u"benchFigures"_s)->isVisible());
    QCOMPARE(comparison->columnCount(), 3);
    QVERIFY(comparison->horizontalHeaderItem(1)->text().startsWith(u"ef_search = 1000\n"_s) && comparison->horizontalHeaderItem(2)->text().startsWith(u"ef_search = 20\n"_s));
    QCOMPARE(comparison->item(0, 0)->text(), u"recall"_s);
    QVERIFY(comparison->findItems(u"k 10, 100 random rows"_s, Qt::MatchExactly).isEmpty()); // both searched for the same
    QTRY_VERIFY(comparison->viewport()->height() >= comparison->rowHeight(0) * comparison->rowCount()); // all of its rows are there
    // The form becomes what it was for a run.
    runs()->setCurrentItem(runs()->topLevelItem(1));
    find<QLineEdit>(u"benchEfSearch"_s)->setText(u"77"_s);
    find<QToolButton>(u"benchRepeat"_s)->click();
    QCOMPARE(find<QLineEdit>(u"benchEfSearch"_s)->text(), u"20"_s);
    find<QLineEdit>(u"benchEfSearch"_s)->setText(u"1000"_s);
    // A run that asks something else has another baseline, which leaves the first one.
    QVERIFY(runs()->isColumnHidden(2) && runs()->isColumnHidden(3)); // all are of the same table and search
    find<QSpinBox>(u"benchK"_s)->setValue(5);
    runAll(3);
    QVERIFY(runs()->isColumnHidden(2) && !runs()->isColumnHidden(3));
    QTRY_VERIFY(text(u"benchFigures"_s).contains(u"recall@5"_s));
    QVERIFY(!verdict->isVisible());
    QCOMPARE(runs()->topLevelItem(0)->text(2), u"public.points.v"_s);
    QCOMPARE(runs()->topLevelItem(0)->text(3), u"k 5, 100 random rows"_s);
    find<QToolButton>(u"benchBaseline"_s)->click();
    QVERIFY(!runs()->topLevelItem(0)->icon(0).isNull() && !runs()->topLevelItem(1)->icon(0).isNull());
    runs()->topLevelItem(1)->setSelected(true); // against a run of another question: no verdict
    QTRY_VERIFY(verdict->isVisible());
    QVERIFY2(verdict->text().contains(u"No verdict"_s) && verdict->text().contains(u"k is 5"_s), qPrintable(verdict->text()));
}

void TestBenchScreen::saysWhatIsWrong()
{
    find<QPushButton>(u"benchRun"_s)->click();
    QVERIFY(!isRunning());
    chooseTable(u"public.points"_s);
    fill(u"benchEfSearch"_s, u"10, 5000"_s);
    QTRY_VERIFY(find<QLabel>(u"benchEfSearchMessage"_s)->isVisible());
    QVERIFY(text(u"benchEfSearchMessage"_s).contains(u"1 to 1,000"_s));
    find<QPushButton>(u"benchRun"_s)->click();
    QVERIFY(!isRunning());
}

void TestBenchScreen::cancels()
{
    chooseTable(u"public.points"_s);
    setSeconds(600);
    find<QLineEdit>(u"benchWorkers"_s)->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY(isRunning());
    QVERIFY(!m_screen->unfinished(m_server.get()).isEmpty());
    QTRY_VERIFY(find<QLabel>(u"benchPhase"_s)->text().contains(u"measuring"_s, Qt::CaseInsensitive));
    QTest::qWait(200);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 10'000);
    QTRY_COMPARE(runs()->topLevelItemCount(), 1); // what was measured until then
    QVERIFY2(find<InlineBar>(u"benchMessage"_s)->text().contains(u"until then is kept"_s), qPrintable(find<InlineBar>(u"benchMessage"_s)->text()));
    QVERIFY(runs()->topLevelItem(0)->text(10).startsWith(u"cancelled"_s));
    // Nothing was measured yet: nothing is said to be kept.
    find<QToolButton>(u"benchMore"_s)->setChecked(true);
    find<QPlainTextEdit>(u"benchOwnSql"_s)->setPlainText(u"SELECT id, pg_sleep(600) FROM points ORDER BY v <=> :vec LIMIT 1"_s);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_VERIFY(find<QLabel>(u"benchPhase"_s)->text().contains(u"plan"_s));
    find<QPushButton>(u"benchCancel"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 10'000);
    QTRY_COMPARE(find<InlineBar>(u"benchMessage"_s)->text(), u"Cancelled. No run was kept."_s);
    // What happens to it while another server is chosen is said with its name.
    find<QPlainTextEdit>(u"benchOwnSql"_s)->clear();
    const auto other = newServer(u"elsewhere"_s, u"postgres"_s);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_VERIFY(find<QLabel>(u"benchPhase"_s)->text().contains(u"measuring"_s, Qt::CaseInsensitive));
    m_screen->setServer(other.get());
    find<QPushButton>(u"benchCancel"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 10'000);
    QTRY_VERIFY2(find<InlineBar>(u"benchMessage"_s)->text().startsWith(u"On %1: Cancelled."_s.arg(m_server->summary())), qPrintable(find<InlineBar>(u"benchMessage"_s)->text()));
    QTRY_COMPARE(runs()->topLevelItemCount(), 0);
    m_screen->setServer(m_server.get());
    QTRY_COMPARE(runs()->topLevelItemCount(), 2);
}

void TestBenchScreen::tellsWhatItWouldDo()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.2);
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    find<QPushButton>(u"benchDryRun"_s)->click();
    auto *message = find<InlineBar>(u"benchMessage"_s);
    QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 20'000);
    QVERIFY2(message->text().contains(u"hnsw m=16 ef_construction=64"_s), qPrintable(message->text()));
    QVERIFY(message->text().contains(u"3,000 rows"_s) && message->text().startsWith(u"Nothing has begun"_s));
    // It is about the form as it was.
    find<QLineEdit>(u"benchM"_s)->setText(u"8, 16"_s);
    QVERIFY(!message->isVisible());
    // What the server does not take is said at its field, by a dry run too.
    find<QLineEdit>(u"benchCondition"_s)->setText(u"wrod = 1"_s);
    find<QPushButton>(u"benchDryRun"_s)->click();
    QTRY_VERIFY(find<QLabel>(u"benchConditionMessage"_s)->isVisible());
    QVERIFY2(text(u"benchConditionMessage"_s).contains(u"wrod"_s) && !message->isVisible(), qPrintable(message->text()));
    find<QLineEdit>(u"benchCondition"_s)->setText(u"0"_s);
    find<QPushButton>(u"benchDryRun"_s)->click();
    QTRY_VERIFY2(text(u"benchConditionMessage"_s).contains(u"boolean"_s), qPrintable(text(u"benchConditionMessage"_s)));
    QVERIFY(!message->isVisible());
    find<QLineEdit>(u"benchCondition"_s)->clear();
    // The tuner says before it builds what that takes.
    find<QCheckBox>(u"benchMayBuild"_s)->setChecked(true);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 20'000);
    QVERIFY2(message->text().contains(u"growing samples"_s) && message->text().contains(u"hnsw m=8"_s) && message->text().contains(u"of disk at a time"_s), qPrintable(message->text()));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver_bench%'"_s).trimmed(), u"0"_s);
}

void TestBenchScreen::takesAnyName()
{
    chooseTable(u"public.\"we\"\"ird; --\""_s);
    setSeconds(0.2);
    QSignalSpy sql(m_screen.get(), &BenchScreen::openInConsoleRequested);
    runAll(1);
    QTRY_VERIFY(text(u"benchFigures"_s).contains(u"recall@10"_s));
    find<QPushButton>(u"benchSql"_s)->click();
    QTRY_COMPARE(sql.size(), 1);
    QVERIFY(sql.at(0).at(0).toString().contains(u"\"v\"\"ec\" <=>"_s));
}

void TestBenchScreen::asksWithConditions()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.2);
    find<QPushButton>(u"benchAddFilter"_s)->click();
    find<QComboBox>(u"benchFilterTest0"_s)->setCurrentText(u"<"_s);
    find<QLineEdit>(u"benchFilterValue0"_s)->setText(u"1000"_s);
    find<QToolButton>(u"benchMore"_s)->setChecked(true);
    find<QComboBox>(u"benchStage"_s)->setCurrentText(u"signs (binary_quantize)"_s);
    find<QLineEdit>(u"benchOverFetch"_s)->setText(u"2, 40"_s);
    runAll(2);
    QCOMPARE(runs()->topLevelItem(1)->text(1), u"over_fetch = 2, 1 worker"_s);
    const auto kept = m_workspace->benchmarks().result();
    const auto recall = [&](int i) { return QJsonDocument::fromJson(kept[i].result)[u"recall"_s].toDouble(); };
    QVERIFY2(recall(0) > recall(1), kept[0].result.constData()); // 400 candidates of 1,000 rows against 20
    QVERIFY(kept[0].result.contains("\"1000\""));
}

void TestBenchScreen::asksWithTextsOfAService()
{
    test::EmbeddingServer service(8);
    m_cluster->psql(u"DELETE FROM quiver.embedders; INSERT INTO quiver.embedders VALUES ('public', 'points', 'v', 'http', convert_to('{\"model\":\"m\",\"url\":\"%1\"}', 'UTF8'))"_s.arg(service.url()));
    const auto forget = qScopeGuard([this] { m_cluster->psql(u"DELETE FROM quiver.embedders"_s); });
    chooseTable(u"public.points"_s);
    setSeconds(0.2);
    find<QComboBox>(u"benchQueries"_s)->setCurrentText(u"texts"_s);
    find<QPlainTextEdit>(u"benchTexts"_s)->setPlainText(u"red shoes\n蓝色的鞋"_s);
    QVERIFY2(text(u"benchTextsNote"_s).contains(service.url().section(u"//"_s, 1).section(u'/', 0, 0)) || text(u"benchTextsNote"_s).contains(u"127.0.0.1"_s), qPrintable(text(u"benchTextsNote"_s)));
    find<QPushButton>(u"benchRun"_s)->click(); // nobody here knows that endpoint
    QTRY_VERIFY_WITH_TIMEOUT(find<InlineBar>(u"benchMessage"_s)->isVisible(), 20'000);
    QVERIFY2(find<InlineBar>(u"benchMessage"_s)->text().contains(u"there is no endpoint"_s) && service.requestCount() == 0, qPrintable(find<InlineBar>(u"benchMessage"_s)->text()));
    store::EmbeddingEndpoint endpoint = store::EmbeddingEndpoint::create();
    endpoint.name = u"mine"_s;
    endpoint.url = service.url();
    endpoint.model = u"m"_s;
    const auto saved = m_endpoints->save(endpoint, {});
    QTRY_VERIFY(saved.isFinished());
    runAll(1);
    QCOMPARE(service.requests().last().texts, (QStringList{u"red shoes"_s, u"蓝色的鞋"_s}));
    const QJsonDocument kept = QJsonDocument::fromJson(m_workspace->benchmarks().result().first().result);
    QVERIFY2(kept[u"queries"_s].toInt() == 2 && kept[u"recall"_s].toDouble() > 0.5, kept.toJson().constData());
    service.meetNext(test::EmbeddingServer::Trouble::NotFound);
    find<QPlainTextEdit>(u"benchTexts"_s)->setPlainText(u"green shoes"_s);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning() && find<InlineBar>(u"benchMessage"_s)->isVisible(), 20'000);
    QCOMPARE(runs()->topLevelItemCount(), 1); // what cannot be embedded is not measured
}

void TestBenchScreen::buildsOnACopy()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.6);
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    find<QLineEdit>(u"benchM"_s)->setText(u"4, 16"_s);
    find<QPushButton>(u"benchRun"_s)->click(); // tells first what it would do
    QTRY_VERIFY_WITH_TIMEOUT(find<InlineBar>(u"benchMessage"_s)->isVisible(), 20'000);
    QVERIFY2(find<InlineBar>(u"benchMessage"_s)->text().contains(u"2 runs"_s), qPrintable(find<InlineBar>(u"benchMessage"_s)->text()));
    QCOMPARE(runs()->topLevelItemCount(), 0);
    QCOMPARE(find<LiveChart>(u"benchLiveRate"_s)->sampleCount(), 0);
    find<QPushButton>(u"benchRunNow"_s)->click();
    QTRY_VERIFY(isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 60'000);
    QVERIFY(find<LiveChart>(u"benchLiveRate"_s)->sampleCount() > 0);
    QTRY_COMPARE(runs()->topLevelItemCount(), 2);
    QTRY_COMPARE(find<ChartView>(u"benchBuildTimes"_s)->data().y.categories.size(), 2);
    QVERIFY(find<ChartView>(u"benchBuildTimes"_s)->data().y.categories.contains(u"hnsw m=4 ef_construction=64"_s)); // not as it was called on the copy
    QVERIFY(!find<QToolButton>(u"benchPlan"_s)->isEnabled()); // the index is gone
    find<QToolButton>(u"benchRepeat"_s)->click(); // but it may be built again
    QTRY_COMPARE(find<BenchForm>(u"benchForm"_s)->plan().builds.size(), 1u);
    const QString again = bench::buildText(find<BenchForm>(u"benchForm"_s)->plan().builds.front());
    QVERIFY2(runs()->currentItem()->text(1).startsWith(again) && find<InlineBar>(u"benchMessage"_s)->text().contains(u"builds it again"_s), qPrintable(again));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver_bench%'"_s).trimmed(), u"0"_s);
}

void TestBenchScreen::keepsNotes()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.2);
    runAll(1);
    auto *note = find<QLineEdit>(u"benchComment"_s);
    QTRY_VERIFY(note->isVisible());
    note->setFocus();
    retype(u"after VACUUM, 第一次"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_workspace->benchmarks().result().first().comment, u"after VACUUM, 第一次"_s);
    QTRY_COMPARE(runs()->topLevelItem(0)->text(11), u"after VACUUM, 第一次"_s);
    // One that is being written when another run is shown is kept, too.
    retype(u"two workers next"_s);
    find<QLineEdit>(u"benchWorkers"_s)->setText(u"2"_s);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 2, 20'000);
    QTRY_COMPARE(runs()->topLevelItem(1)->text(11), u"two workers next"_s);
    QTRY_VERIFY(note->text().isEmpty());
}

void TestBenchScreen::opensPlans()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.2);
    fill(u"benchEfSearch"_s, u"77"_s);
    runAll(1);
    QSignalSpy plan(m_screen.get(), &BenchScreen::planMade);
    QTRY_VERIFY(find<QToolButton>(u"benchPlan"_s)->isEnabled());
    find<QToolButton>(u"benchPlan"_s)->click();
    QTRY_COMPARE(plan.size(), 1);
    const QString text = plan.at(0).at(0).toString();
    QVERIFY2(text.contains(u"points_v"_s) && text.contains(u"Actual Total Time"_s), qPrintable(text));
}

void TestBenchScreen::offersAllThatWasLeft()
{
    const QString mark = u"Quiver: scratch of a benchmark; may be dropped when no benchmark runs"_s;
    for (const QString &schema : {u"quiver_bench_one"_s, u"quiver_bench_two"_s})
        m_cluster->psql(u"CREATE SCHEMA %1; COMMENT ON SCHEMA %1 IS '%2'; CREATE TABLE %1.copy AS SELECT 1"_s.arg(schema, mark));
    const QSignalSpy told(m_screen.get(), &BenchScreen::leftoversFound);
    m_screen->setServer(nullptr);
    m_screen->setServer(m_server.get());
    auto *message = find<InlineBar>(u"benchMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QVERIFY2(message->text().contains(u"quiver_bench_one, quiver_bench_two"_s), qPrintable(message->text()));
    QCOMPARE(told.size(), 1); // for the window, which may show another screen
    const QSignalSpy seen(m_screen.get(), &BenchScreen::leftoversSeen);
    m_screen->activated();
    QCOMPARE(seen.size(), 1); // where it was told otherwise it is no longer needed
    find<QPushButton>(u"benchRemoveLeft"_s)->click();
    auto *preview = find<ChangePreview>(u"benchRemoval"_s);
    QVERIFY(preview->isVisible() && find<QToolButton>(u"benchRemovalBack"_s)->text().contains(u"benchmark"_s));
    QTRY_VERIFY_WITH_TIMEOUT(preview->isSettled() && preview->change().steps.size() == 2, 10'000);
    QVERIFY(preview->change().steps[0].sql.contains(u"quiver_bench_one"_s) && preview->change().steps[1].sql.contains(u"quiver_bench_two"_s));
    find<QToolButton>(u"benchRemovalBack"_s)->click();
    QTRY_VERIFY(message->isVisible()); // they are there still
    find<QPushButton>(u"benchRemoveLeft"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(preview->isSettled() && preview->change().steps.size() == 2, 10'000);
    preview->requestApply();
    QTRY_COMPARE_WITH_TIMEOUT(m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver_bench%'"_s).trimmed(), u"0"_s, 10'000);
    QTRY_COMPARE(seen.size(), 2);
    find<QToolButton>(u"benchRemovalBack"_s)->click();
    m_screen->activated();
    QVERIFY(!message->isVisible() && seen.size() == 2);
}

void TestBenchScreen::outlivesItsServer()
{
    chooseTable(u"public.points"_s);
    setSeconds(600);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_VERIFY(isRunning());
    QTRY_VERIFY(find<QLabel>(u"benchPhase"_s)->text().contains(u"measuring"_s, Qt::CaseInsensitive));
    QTest::qWait(300);
    m_cluster->kill();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    auto *message = find<InlineBar>(u"benchMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QVERIFY2(message->text().contains(u"lost its connection"_s) && message->text().contains(u"is kept"_s), qPrintable(message->text()));
    QTRY_COMPARE(runs()->topLevelItemCount(), 1);
    QVERIFY2(runs()->topLevelItem(0)->text(10).startsWith(u"incomplete"_s), qPrintable(runs()->topLevelItem(0)->text(10)));
    QVERIFY(m_workspace->benchmarks({.name = {}, .server = {}, .table = {}, .id = 0, .withSamples = true}).result().first().samples.size() > 100);
    QTRY_VERIFY(!find<ChartView>(u"benchLatency"_s)->data().isEmpty());
    // When it is back, the same window goes on.
    m_cluster->start();
    setSeconds(0.2);
    find<QPushButton>(u"benchRun"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(runs()->topLevelItemCount(), 2, 30'000);
    QCOMPARE(runs()->topLevelItem(0)->text(10), u"complete"_s);
}

QTEST_MAIN(TestBenchScreen)
#include "tst_benchscreen.moc"
