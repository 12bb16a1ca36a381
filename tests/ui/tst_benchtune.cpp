// SPDX-License-Identifier: GPL-3.0-or-later
// The tuner of the benchmark screen on a real server: the evidence as it comes in, what of it may be applied, and that each server keeps its own.
#include "support/benchscreenbench.h"
#include "ui/bench/tunepane.h"
#include "ui/common/changepreview.h"
#include "ui/common/livechart.h"

#include <QCheckBox>
#include <QToolButton>

#include <algorithm>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;

class TestBenchTune : public QObject, private test::BenchScreenBench
{
    Q_OBJECT

private:
    std::unique_ptr<Server> m_other;

    QTreeWidget *trials() const { return find<QTreeWidget>(u"benchTrials"_s); }
    QString message() const { return find<InlineBar>(u"benchMessage"_s)->text(); }
    bool mayApply() const { return find<QPushButton>(u"benchApplyRole"_s)->isEnabled(); }
    /// Begins to tune, and waits for the first trial.
    void beginTuning()
    {
        find<QPushButton>(u"benchTuneStart"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(trials()->topLevelItemCount() > 0, 30'000);
        QVERIFY(isRunning());
    }
    /// The setting of the one row that is marked; empty: none is, or several are.
    QString marked() const
    {
        QStringList settings;
        for (int row = 0; row < trials()->topLevelItemCount(); ++row) {
            if (const QTreeWidgetItem *item = trials()->topLevelItem(row); item->font(2).bold())
                settings << item->text(2);
        }
        return settings.size() == 1 ? settings.first() : QString();
    }

private Q_SLOTS:
    void initTestCase() { startCluster(); }
    void cleanupTestCase() { stopCluster(); }
    void init()
    {
        openScreen();
        m_other = newServer(u"elsewhere"_s, u"postgres"_s);
    }
    void cleanup()
    {
        m_screen.reset();
        m_other.reset(); // while its services are there
        closeScreen();
    }
    void tunesAndApplies();
    void offersWhatIsOfUse();
    void keepsEvidenceWithItsServer();
    void saysWhereItWasRefused();
    void measuresAsTheFormSays();
    void buildsWithTheOverFetchOfTheForm();
    void cancels();
};

void TestBenchTune::tunesAndApplies()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.6);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"benchApplyRole"_s)->isEnabled(), 60'000);
    QVERIFY(find<QTreeWidget>(u"benchTrials"_s)->topLevelItemCount() > 0);
    // A target that is out of reach is said first, and nothing of it can be set.
    m_screen->findChild<TunePane *>()->showOutcome(m_server.get(), {.limit = bench::TuneLimit::Latency, .setting = u"hnsw.ef_search"_s, .value = 10, .words = u"The target is not met."_s});
    QVERIFY(find<InlineBar>(u"benchTuneResult"_s)->text().startsWith(u"The target is not met."_s));
    QVERIFY(!find<QPushButton>(u"benchApplyRole"_s)->isEnabled() && !find<QPushButton>(u"benchApplyDatabase"_s)->isEnabled());
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"benchApplyRole"_s)->isEnabled(), 60'000);
    QVERIFY(!find<InlineBar>(u"benchTuneResult"_s)->isHidden() && find<QLabel>(u"benchTuneWords"_s)->isHidden());
    QVERIFY(find<LiveChart>(u"benchLiveRate"_s)->sampleCount() > 0); // of the choice
    find<QPushButton>(u"benchApplyRole"_s)->click();
    auto *preview = find<ChangePreview>(u"benchChange"_s);
    QTRY_VERIFY_WITH_TIMEOUT(preview->isSettled() && !preview->change().steps.empty(), 10'000);
    QVERIFY(preview->change().steps.front().sql.contains(u"hnsw.ef_search"_s));
}

void TestBenchTune::offersWhatIsOfUse()
{
    TunePane pane;
    bench::TunerOutcome outcome{.setting = u"hnsw.ef_search"_s, .value = 40};
    const auto button = [&pane](const QString &name) { return pane.findChild<QPushButton *>(name); };
    pane.showOutcome(nullptr, outcome); // the target was missed
    QVERIFY(!button(u"benchApplyRole"_s)->isEnabled() && !button(u"benchApplyDatabase"_s)->isEnabled() && !button(u"benchApplyBuild"_s)->isEnabled());
    auto *told = pane.findChild<InlineBar *>(u"benchTuneResult"_s);
    QCOMPARE(told->tone(), InlineBar::Tone::Danger);
    outcome.verdict = bench::Verdict::Undecided; // with a choice that its figures say: it may be taken, and looks like what it is
    outcome.isRecallOpen = true;
    outcome.trials = {{.setting = outcome.setting, .value = 40, .recall = {.mean = 0.951, .low = 0.93, .high = 0.97, .queries = 100, .k = 10}, .reached = true, .p95Ms = 1}};
    pane.addTrial(nullptr, outcome.trials.front());
    const auto trial = [&pane] { return pane.findChild<QTreeWidget *>(u"benchTrials"_s)->topLevelItem(0); };
    QCOMPARE(trial()->text(5), u"not decided"_s);
    pane.showOutcome(nullptr, outcome);
    QVERIFY(button(u"benchApplyRole"_s)->isEnabled() && told->tone() == InlineBar::Tone::Warning && trial()->toolTip(0).contains(u"not sure"_s));
    outcome.limit = bench::TuneLimit::Recall; // the mean misses: there is nothing to be taken
    pane.showOutcome(nullptr, outcome);
    QVERIFY(!button(u"benchApplyRole"_s)->isEnabled());
    outcome.limit = bench::TuneLimit::None;
    outcome.verdict = bench::Verdict::Met;
    pane.showOutcome(nullptr, outcome);
    QVERIFY(button(u"benchApplyRole"_s)->isEnabled() && !button(u"benchApplyBuild"_s)->isEnabled() && told->tone() == InlineBar::Tone::Success);
    outcome.build = bench::SweepBuild(); // an index that is not there yet: nothing is set without it
    pane.showOutcome(nullptr, outcome);
    QVERIFY(button(u"benchApplyBuild"_s)->isEnabled());
    for (const QString &name : {u"benchApplyRole"_s, u"benchApplyDatabase"_s})
        QVERIFY2(button(name)->isEnabled() && button(name)->text().startsWith(u"Build, set"_s), qPrintable(button(name)->text()));
}

void TestBenchTune::keepsEvidenceWithItsServer()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.8);
    beginTuning();
    m_screen->setServer(m_other.get());
    QVERIFY(trials()->topLevelItemCount() == 0 && find<QLabel>(u"benchTuneWords"_s)->isHidden());
    QVERIFY2(text(u"benchPhase"_s).startsWith(m_server->summary().left(20)), qPrintable(text(u"benchPhase"_s))); // a long one is cut in the middle
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 60'000);
    QTRY_VERIFY2(message().contains(u"The tuner has ended on %1"_s.arg(m_server->summary())), qPrintable(message()));
    QVERIFY(trials()->topLevelItemCount() == 0 && !mayApply() && find<InlineBar>(u"benchTuneResult"_s)->isHidden()); // it is not of this server
    m_screen->setServer(m_server.get());
    QVERIFY(mayApply() && !find<InlineBar>(u"benchTuneResult"_s)->isHidden());
    QVERIFY2(!marked().isEmpty(), qPrintable(QString::number(trials()->topLevelItemCount())));
    find<QPushButton>(u"benchApplyRole"_s)->click();
    auto *preview = find<ChangePreview>(u"benchChange"_s);
    QTRY_VERIFY_WITH_TIMEOUT(preview->isSettled() && !preview->change().steps.empty(), 10'000);
    const QString sql = preview->change().steps.front().sql, value = marked().section(u" = "_s, 1);
    QVERIFY2(sql.contains(u"hnsw.ef_search"_s) && sql.contains(value), qPrintable(sql));
    // There and back while it runs: all its trials have their rows, and the choice is marked in the right one.
    m_screen->setServer(m_other.get());
    m_screen->setServer(m_server.get());
    chooseTable(u"public.points"_s);
    beginTuning();
    m_screen->setServer(m_other.get());
    m_screen->setServer(m_server.get());
    QVERIFY(trials()->topLevelItemCount() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(mayApply(), 60'000);
    QVERIFY2(find<InlineBar>(u"benchTuneResult"_s)->text().contains(u"hnsw.%1:"_s.arg(marked())), qPrintable(marked() + u": "_s + find<InlineBar>(u"benchTuneResult"_s)->text()));
    // A server that is closed takes what was found with it.
    m_screen->setServer(m_other.get());
    m_server.reset();
    m_server = newServer(u"shop"_s);
    m_screen->setServer(m_server.get());
    QVERIFY(trials()->topLevelItemCount() == 0 && !mayApply());
}

void TestBenchTune::saysWhereItWasRefused()
{
    chooseTable(u"public.points"_s);
    find<QLineEdit>(u"benchCondition"_s)->setText(u"wrod = 1"_s);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QVERIFY(isRunning());
    m_screen->setServer(m_other.get());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 20'000);
    QTRY_VERIFY(find<InlineBar>(u"benchMessage"_s)->isVisible());
    QVERIFY2(message().startsWith(u"On %1: "_s.arg(m_server->summary())) && message().contains(u"wrod"_s), qPrintable(message()));
    QVERIFY(find<QLabel>(u"benchConditionMessage"_s)->isHidden()); // this form asks for nothing of the kind
}

void TestBenchTune::measuresAsTheFormSays()
{
    chooseTable(u"public.points"_s);
    setSeconds(3); // long enough to be seen by a psql on a busy machine
    find<QToolButton>(u"benchMore"_s)->setChecked(true);
    find<QLineEdit>(u"benchWorkers"_s)->setText(u"2, 9"_s);
    find<QLineEdit>(u"benchOthers"_s)->setText(u"jit_above_cost = nothing"_s);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QVERIFY2(!isRunning() && message().contains(u"one value"_s), qPrintable(message()));
    QVERIFY(find<QLabel>(u"benchWorkersMessage"_s)->isVisible() && !find<QLabel>(u"benchOthersMessage"_s)->isVisible());
    find<QLineEdit>(u"benchWorkers"_s)->setText(u"9"_s);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning() && message().contains(u"jit_above_cost"_s), 20'000); // no number, says the server
    find<QLineEdit>(u"benchOthers"_s)->setText(u"jit_above_cost = 5000"_s);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    int most = 0;
    while (isRunning() && most < 9) { // sessions that ask
        most = std::max(most, m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%<=>%' AND pid <> pg_backend_pid()"_s).trimmed().toInt());
        QTest::qWait(20);
    }
    QVERIFY2(most >= 9, qPrintable(QString::number(most)));
    QTRY_VERIFY_WITH_TIMEOUT(mayApply(), 60'000);
}

void TestBenchTune::buildsWithTheOverFetchOfTheForm()
{
    chooseTable(u"public.points"_s);
    setSeconds(0.3);
    find<QToolButton>(u"benchMore"_s)->setChecked(true);
    find<QCheckBox>(u"benchBuilds"_s)->setChecked(true);
    find<QCheckBox>(u"benchBuildColumn"_s)->setChecked(false);
    find<QCheckBox>(u"benchBuildBinary"_s)->setChecked(true);
    find<QLineEdit>(u"benchOverFetch"_s)->setText(u"60"_s); // of 3,000 rows the signs of 8 numbers find few with the usual 4
    find<QCheckBox>(u"benchMayBuild"_s)->setChecked(true);
    find<QDoubleSpinBox>(u"benchTargetRecall"_s)->setValue(0.97);
    find<QPushButton>(u"benchTuneStart"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_screen->findChild<QPushButton *>(u"benchTuneNow"_s), 20'000);
    find<QPushButton>(u"benchTuneNow"_s)->click();
    QTRY_VERIFY(isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 100'000);
    QTRY_VERIFY2(mayApply(), qPrintable(message() + find<InlineBar>(u"benchTuneResult"_s)->text()));
    QVERIFY(trials()->topLevelItem(0)->text(0).contains(u"binary"_s));
}

void TestBenchTune::cancels()
{
    chooseTable(u"public.points"_s);
    setSeconds(600);
    beginTuning();
    find<QPushButton>(u"benchCancel"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!isRunning(), 10'000);
    QTRY_VERIFY2(message().startsWith(u"Cancelled. Nothing was changed;"_s), qPrintable(message()));
    QVERIFY(trials()->topLevelItemCount() > 0 && !mayApply() && find<QLabel>(u"benchTuneWords"_s)->isHidden());
    find<QPushButton>(u"benchDryRun"_s)->click();
    find<QPushButton>(u"benchCancel"_s)->click();
    QTRY_COMPARE(message(), u"Cancelled. Nothing had begun."_s);
}

QTEST_MAIN(TestBenchTune)
#include "tst_benchtune.moc"
