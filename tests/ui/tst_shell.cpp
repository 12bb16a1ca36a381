// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/shellfixture.h"
#include "ui/common/ratemeter.h"
#include "ui/shell/fuzzymatch.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace quiver;
using namespace quiver::test;
using namespace quiver::ui;
using namespace Qt::StringLiterals;

namespace {

QStringList column(const QAbstractItemModel &model, int index)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, index).data().toString();
    return texts;
}

} // namespace

class ShellTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }

    void textIsReadableOnEverySurfaceOfTheTheme_data();
    void textIsReadableOnEverySurfaceOfTheTheme();
    void everyIconOfTheResourcesIsDrawnInTheInkAskedFor();
    void lettersFindTheCommandThatTheyAbbreviate();
    void rateFollowsTheLatestSeconds();

    void keysLeadToTheScreens();
    void railIsWalkedWithTheArrowKeys();
    void paletteRunsTheCommandThatWasTyped();
    void paletteGivesTheFocusBack();

    void longJobIsListedWithItsProgress();
    void quickSuccessIsNotListedAndForgotten();
    void quickFailureIsListedWithItsReason();
    void failuresOfALongDayDoNotPileUp();
    void secondCancelForces();
    void chattyJobChangesTheTableTenTimesASecondAtMost();

    void statementsAppearAndAreFiltered();
    void pausedLogCatchesUp();
    void logKeepsTheLatestOnly();
    void logCountsWhatIsPolled();
    void errorsAreCountedUntilTheLogIsLookedAt();

    void themeSwitchRepaintsAndIsKept();
    void windowComesBackAsItWasLeft();
    void nothingIsClippedInTheSmallestWindow();
    void closingSavesAndTells();
    void openTransactionIsAskedAbout();
    void whatCanGoOnAloneIsLeftBeforeTheWindowGoes();
};

void ShellTest::textIsReadableOnEverySurfaceOfTheTheme_data()
{
    QTest::addColumn<ThemeMode>("mode");
    QTest::newRow("light") << ThemeMode::Light;
    QTest::newRow("dark") << ThemeMode::Dark;
}

void ShellTest::textIsReadableOnEverySurfaceOfTheTheme()
{
    QFETCH(ThemeMode, mode);
    applyTheme(*qApp, mode);
    const QPalette p = QApplication::palette();
    const Colors c = colorsFor(p);
    const std::pair<const char *, QColor> surfaces[] = {
        {"window", p.color(QPalette::Window)}, {"base", p.color(QPalette::Base)}, {"alternate", p.color(QPalette::AlternateBase)},
        {"button", p.color(QPalette::Button)}, {"surface", c.surface}, {"raised", c.raised}};
    const std::pair<const char *, QColor> inks[] = {
        {"text", p.color(QPalette::Text)}, {"muted", c.muted}, {"null", c.nullText}, {"accent", c.accent}, {"success", c.success},
        {"warning", c.warning}, {"danger", c.danger}, {"placeholder", p.color(QPalette::PlaceholderText)}};
    const auto readable = [](const QString &what, const QColor &ink, const QColor &ground) {
        const double ratio = contrastRatio(ink, ground);
        if (ratio < 4.5)
            qWarning("%s: %s on %s is %.2f", qUtf8Printable(what), qUtf8Printable(ink.name()), qUtf8Printable(ground.name()), ratio);
        return ratio >= 4.5;
    };
    bool all = true;
    for (const auto &[ground, surface] : surfaces)
        for (const auto &[name, ink] : inks)
            all &= readable(QLatin1StringView(name) + u" on "_s + QLatin1StringView(ground), ink, surface);
    for (const QColor &ink : {c.keyword, c.string, c.number, c.comment, c.identifier, c.operatorColor})
        all &= readable(u"SQL"_s, ink, p.color(QPalette::Base));
    all &= readable(u"selection"_s, p.color(QPalette::HighlightedText), p.color(QPalette::Highlight));
    all &= readable(u"accent button"_s, c.accentText, c.accent);
    for (const auto &[ink, ground] : {std::pair(c.success, c.successSurface), {c.warning, c.warningSurface}, {c.danger, c.dangerSurface}}) {
        all &= readable(u"banner"_s, ink, ground);
        all &= readable(u"banner text"_s, p.color(QPalette::Text), ground);
    }
    for (const QColor &environment : {c.development, c.staging, c.production})
        all &= readable(u"environment"_s, inkOn(environment), environment);
    QVERIFY(all);
    QCOMPARE(isDark(p), mode == ThemeMode::Dark);
    applyTheme(*qApp, ThemeMode::Light);
}

void ShellTest::everyIconOfTheResourcesIsDrawnInTheInkAskedFor()
{
    const QStringList files = QDir(u":/quiver/icons"_s).entryList();
    QVERIFY(files.size() > 50);
    for (const QString &file : files) {
        const QImage image = icon(file.chopped(4), Qt::red).pixmap(QSize(48, 48)).toImage();
        QCOMPARE(image.size(), QSize(48, 48)); // not a scaled 24
        int red = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                red += image.pixelColor(x, y) == QColor(Qt::red) ? 1 : 0;
        QVERIFY2(red > 0, qUtf8Printable(file));
    }
}

void ShellTest::lettersFindTheCommandThatTheyAbbreviate()
{
    QVERIFY(!fuzzyMatch(u"xyz"_s, u"Go to Console"_s));
    QVERIFY(!fuzzyMatch(u"og"_s, u"Go"_s)); // the order counts
    const auto starts = fuzzyMatch(u"gc"_s, u"Go to Console"_s);
    const auto inside = fuzzyMatch(u"gc"_s, u"Rangecalc"_s);
    QVERIFY(starts && inside);
    QVERIFY(starts->score > inside->score);
    QCOMPARE(starts->positions, (QList<int>{0, 6}));
    QVERIFY(fuzzyMatch(u"console"_s, u"Go to Console"_s)->score > fuzzyMatch(u"console"_s, u"Second one, seldom used later"_s)->score);
}

void ShellTest::rateFollowsTheLatestSeconds()
{
    RateMeter meter;
    meter.sample(u"load"_s, 0, 0);
    QCOMPARE(meter.perSecond(), -1.0);
    meter.sample(u"load"_s, 1000, 1000);
    QCOMPARE(meter.perSecond(), 1000.0);
    QCOMPARE(meter.leftMs(3000), 2000);
    for (int second = 2; second <= 20; ++second) // it slows down to 100 a second
        meter.sample(u"load"_s, 1000 + 100 * (second - 1), second * 1000);
    QCOMPARE(meter.perSecond(), 100.0);
    meter.sample(u"index"_s, 5, 21'000); // another phase, another pace
    QCOMPARE(meter.perSecond(), -1.0);
    QCOMPARE(meter.leftMs(10), -1);
}

void ShellTest::keysLeadToTheScreens()
{
    ShellFixture f;
    QCOMPARE(f.window->currentScreen(), u"alpha"_s);
    QTest::keyClick(f.window.get(), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(f.window->currentScreen(), u"gamma"_s);
    QVERIFY(f.screen(u"gamma"_s)->isVisible());
    QCOMPARE(f.screen(u"gamma"_s)->activations, 1);
    QTest::keyClick(f.window.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(f.window->currentScreen(), u"alpha"_s);
    QVERIFY(f.find<QAbstractButton>(u"rail-alpha"_s)->isChecked());
    QTest::keyClick(f.window.get(), Qt::Key_J, Qt::ControlModifier);
    QCOMPARE(f.window->bottomPanel().openPage(), u"jobs"_s);
    QTest::keyClick(f.window.get(), Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(f.window->bottomPanel().openPage(), u"log"_s);
    QTest::keyClick(f.window.get(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!f.window->bottomPanel().isVisible());
    QTest::keyClick(f.window.get(), Qt::Key_F11);
    QVERIFY(f.window->isFullScreen());
    QTest::keyClick(f.window.get(), Qt::Key_F11);
    QVERIFY(!f.window->isFullScreen());
}

void ShellTest::railIsWalkedWithTheArrowKeys()
{
    ShellFixture f;
    auto *first = f.find<QAbstractButton>(u"rail-alpha"_s);
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Down);
    QCOMPARE(f.window->currentScreen(), u"beta"_s);
    QVERIFY(f.find<QAbstractButton>(u"rail-beta"_s)->hasFocus());
}

void ShellTest::paletteRunsTheCommandThatWasTyped()
{
    ShellFixture f;
    f.screen(u"beta"_s); // built by now, or its commands are not listed
    QTest::keyClick(f.window.get(), Qt::Key_K, Qt::ControlModifier);
    auto *edit = f.find<QLineEdit>(u"paletteEdit"_s);
    auto *list = f.find<QListView>(u"paletteList"_s);
    QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(edit->hasFocus());
    QTest::keyClicks(edit, u"pol bet"_s);
    QCOMPARE(list->currentIndex().data().toString(), u"Polish the Beta"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(f.screen(u"beta"_s)->polished, 1);
    QCOMPARE(f.window->currentScreen(), u"beta"_s);
    QVERIFY(!f.window->commandPalette().isVisible());

    QTest::keyClick(f.window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(edit->text().isEmpty());
    QTest::keyClicks(edit, u"goto"_s);
    QCOMPARE(list->model()->rowCount(), 3);
    QTest::keyClick(edit, Qt::Key_Down);
    QTest::keyClick(edit, Qt::Key_Down);
    const QString chosen = list->currentIndex().data().toString();
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(chosen.endsWith(f.window->currentScreen(), Qt::CaseInsensitive));
}

void ShellTest::paletteGivesTheFocusBack()
{
    ShellFixture f;
    auto *field = f.screen(u"alpha"_s)->findChild<QLineEdit *>();
    field->setFocus();
    QTest::keyClick(f.window.get(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(f.find<QLineEdit>(u"paletteEdit"_s), Qt::Key_Escape);
    QVERIFY(!f.window->commandPalette().isVisible());
    QVERIFY(field->hasFocus());
}

void ShellTest::longJobIsListedWithItsProgress()
{
    ShellFixture f;
    JobsModel &model = f.window->jobsModel();
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    f.window->bottomPanel().open(u"jobs"_s);
    auto job = f.runningJob(u"Load vectors"_s);
    core::JobContext context(job);
    context.report({u"copying"_s, 250, 1000, u"rows"_s, {}});
    context.log(u"file opened"_s);
    QCOMPARE(model.rowCount(), 0);
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(job->elapsedMs() >= 400);
    QCOMPARE(model.index(0, JobsModel::Title).data().toString(), u"Load vectors"_s);
    QCOMPARE(model.index(0, JobsModel::Phase).data().toString(), u"copying"_s);
    QCOMPARE(model.index(0, JobsModel::Progress).data(JobsModel::FractionRole).toDouble(), 0.25);
    QTRY_COMPARE(f.find<QToolButton>(u"jobsButton"_s)->text(), u"Running: 1"_s);
    f.find<QTreeView>(u"jobsTable"_s)->setCurrentIndex(model.index(0, 0));
    auto *log = f.find<QPlainTextEdit>(u"jobLog"_s);
    QCOMPARE(log->toPlainText(), u"file opened"_s);
    context.log(u"done"_s);
    QTRY_COMPARE(log->toPlainText(), u"file opened\ndone"_s);
    job->markFinished();
    QTRY_COMPARE(model.index(0, JobsModel::Phase).data().toString(), u"done"_s);
    QTRY_COMPARE(model.running(), 0);
    QTest::mouseClick(f.find<QPushButton>(u"clearJobs"_s), Qt::LeftButton);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(f.jobs.jobs().empty());
}

void ShellTest::quickSuccessIsNotListedAndForgotten()
{
    ShellFixture f;
    f.runningJob(u"Blink"_s)->markFinished();
    QTRY_VERIFY(f.jobs.jobs().empty());
    QCOMPARE(f.window->jobsModel().rowCount(), 0);
}

void ShellTest::quickFailureIsListedWithItsReason()
{
    ShellFixture f;
    auto job = f.runningJob(u"Load vectors"_s);
    job->markFinished(std::make_exception_ptr(core::Error(u"line 3: 512 dimensions, not 768"_s)));
    QTRY_COMPARE(f.window->jobsModel().rowCount(), 1);
    QCOMPARE(f.window->jobsModel().failed(), 1);
    f.window->bottomPanel().open(u"jobs"_s);
    f.find<QTreeView>(u"jobsTable"_s)->setCurrentIndex(f.window->jobsModel().index(0, 0));
    QVERIFY(f.find<QPlainTextEdit>(u"jobLog"_s)->toPlainText().contains(u"512 dimensions"_s));
}

void ShellTest::failuresOfALongDayDoNotPileUp()
{
    ShellFixture f;
    JobsModel &model = f.window->jobsModel();
    const auto fail = [&](int from, int to) {
        for (int i = from; i < to; ++i)
            f.runningJob(QString::number(i))->markFinished(std::make_exception_ptr(core::Error(u"no"_s)));
    };
    fail(0, 400);
    QTRY_COMPARE(model.failed(), 400);
    fail(400, 700);
    QTRY_COMPARE(model.index(0, JobsModel::Title).data().toString(), u"699"_s);
    QTRY_COMPARE(model.failed(), 500);
    QCOMPARE(model.rowCount(), 500);
    fail(700, 701);
    QTRY_COMPARE(model.index(0, JobsModel::Title).data().toString(), u"700"_s);
    QCOMPARE(model.rowCount(), 500);
}

void ShellTest::secondCancelForces()
{
    ShellFixture f;
    std::vector<int> requests;
    auto job = f.runningJob(u"Endless"_s);
    job->setCancelHandler([&](int request) { requests.push_back(request); });
    JobsModel &model = f.window->jobsModel();
    QTRY_COMPARE(model.rowCount(), 1);
    f.window->bottomPanel().open(u"jobs"_s);
    auto *table = f.find<QTreeView>(u"jobsTable"_s);
    table->setCurrentIndex(model.index(0, 0));
    auto *button = f.find<QPushButton>(u"cancelJob"_s);
    QCOMPARE(button->text(), u"Cancel"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(button->text(), u"Force"_s);
    QVERIFY(core::JobContext(job).cancelRequested());
    // The same button within the row.
    const QRect cell = table->visualRect(model.index(0, JobsModel::Action));
    QVERIFY2(table->viewport()->rect().contains(cell), "must not have to be scrolled to");
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    QCOMPARE(requests, (std::vector<int>{1, 2}));
    job->markFinished(std::make_exception_ptr(core::Cancelled()));
    QTRY_COMPARE(model.index(0, JobsModel::Phase).data().toString(), u"cancelled"_s);
    QTRY_VERIFY(!button->isEnabled());
}

void ShellTest::chattyJobChangesTheTableTenTimesASecondAtMost()
{
    ShellFixture f;
    auto job = f.runningJob(u"Chatty"_s);
    JobsModel &model = f.window->jobsModel();
    QTRY_COMPARE(model.rowCount(), 1);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    core::JobContext context(job);
    QElapsedTimer timer;
    timer.start();
    qint64 reported = 0;
    while (timer.elapsed() < 500) {
        for (int i = 0; i < 200; ++i)
            context.report({u"counting"_s, ++reported, -1, {}, {}});
        QCoreApplication::processEvents();
    }
    QVERIFY(reported > 1000);
    QVERIFY2(changes.size() >= 2 && changes.size() <= 6, qPrintable(QString::number(changes.size())));
    job->markFinished();
}

void ShellTest::statementsAppearAndAreFiltered()
{
    ShellFixture f;
    f.window->bottomPanel().open(u"log"_s);
    auto *table = f.find<QTreeView>(u"statementTable"_s);
    QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    f.logStatement(u"SELECT 1"_s);
    f.logStatement(u"SELECT embedding\n  FROM documents"_s);
    f.logStatement(u"SELEC 2"_s, u"syntax error at or near \"SELEC\""_s);
    const auto shown = [&] { return column(*table->model(), StatementLogModel::Statement); };
    QTRY_COMPARE(shown(), (QStringList{u"SELECT 1"_s, u"SELECT embedding FROM documents"_s, u"SELEC 2"_s}));
    const QModelIndex failed = table->model()->index(2, StatementLogModel::Error);
    QCOMPARE(failed.data().toString(), u"42601 syntax error at or near \"SELEC\""_s);
    QCOMPARE(failed.data(Qt::ForegroundRole).value<QColor>(), colorsFor(QApplication::palette()).danger);
    auto *filter = f.find<QLineEdit>(u"statementFilter"_s);
    QTest::keyClicks(filter, u"DOCU sel"_s);
    QCOMPARE(shown(), QStringList{u"SELECT embedding FROM documents"_s});
    filter->clear();
    QTest::mouseClick(f.find<QToolButton>(u"errorsOnly"_s), Qt::LeftButton);
    QCOMPARE(shown(), QStringList{u"SELEC 2"_s});
    table->setCurrentIndex(table->model()->index(0, 0));
    QVERIFY(f.find<QPlainTextEdit>(u"statementDetail"_s)->toPlainText().contains(u"syntax error"_s));
}

void ShellTest::pausedLogCatchesUp()
{
    ShellFixture f;
    f.window->bottomPanel().open(u"log"_s);
    auto *table = f.find<QTreeView>(u"statementTable"_s);
    auto *pause = f.find<QToolButton>(u"pauseLog"_s);
    f.logStatement(u"SELECT 1"_s);
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTest::mouseClick(pause, Qt::LeftButton);
    f.logStatement(u"SELECT 2"_s);
    QTest::mouseClick(pause, Qt::LeftButton);
    QCOMPARE(table->model()->rowCount(), 2); // at once, and not before
    QTest::mouseClick(f.find<QToolButton>(u"clearLog"_s), Qt::LeftButton);
    QCOMPARE(table->model()->rowCount(), 0);
    f.logStatement(u"SELECT 3"_s);
    QTRY_COMPARE(table->model()->rowCount(), 1);
}

void ShellTest::logKeepsTheLatestOnly()
{
    pg::StatementLog log(20'000);
    StatementLogModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy insertions(&model, &QAbstractItemModel::rowsInserted);
    const auto add = [&](int from, int to) {
        for (int i = from; i < to; ++i) {
            pg::StatementRecord record;
            record.sql = QString::number(i);
            log.add(record);
        }
    };
    add(0, 4000);
    QTRY_COMPARE(model.rowCount(), 4000);
    add(4000, 7000);
    QTRY_COMPARE(model.record(model.rowCount() - 1).sql, u"6999"_s);
    QCOMPARE(model.rowCount(), StatementLogModel::capacity);
    QCOMPARE(model.record(0).sql, u"2000"_s);
    QVERIFY(insertions.size() <= 4); // in ranges, not one by one
}

void ShellTest::logCountsWhatIsPolled()
{
    pg::StatementLog log;
    StatementLogModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    pg::StatementRecord record;
    record.sql = u"SELECT how_far()"_s;
    record.durationMs = 2;
    record.isPolled = true;
    log.add(record);
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(StatementLogModel::timesText(model.record(0)).isEmpty());
    for (int i = 0; i < 4; ++i)
        log.add(record);
    QTRY_COMPARE(model.index(0, StatementLogModel::Statement).data().toString(), u"5 × SELECT how_far()"_s);
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(StatementLogModel::timesText(model.record(0)).contains(u"10"_s)); // ms in all
}

void ShellTest::errorsAreCountedUntilTheLogIsLookedAt()
{
    ShellFixture f;
    auto *button = f.find<QToolButton>(u"logButton"_s);
    f.logStatement(u"SELEC"_s, u"syntax error"_s);
    f.logStatement(u"SELEC"_s, u"syntax error"_s);
    QTRY_COMPARE(button->text(), u"Errors: 2"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(button->text(), u"Log"_s);
    QVERIFY(button->isChecked());
}

void ShellTest::themeSwitchRepaintsAndIsKept()
{
    ShellFixture f;
    QVERIFY(!isDark(QApplication::palette()));
    const QColor before = f.window->grab().toImage().pixelColor(5, f.window->height() / 2);
    QTest::mouseClick(f.find<QToolButton>(u"themeButton"_s), Qt::LeftButton);
    QVERIFY(isDark(QApplication::palette()));
    const QColor after = f.window->grab().toImage().pixelColor(5, f.window->height() / 2);
    QVERIFY(contrastRatio(before, after) > 4);
    ShellState kept;
    QVERIFY(QTest::qWaitFor([&] {
        const QFuture<QByteArray> value = f.workspace->value(ShellState::key());
        return QTest::qWaitFor([&] { return value.isFinished(); })
               && (kept = ShellState::fromBytes(value.result())).theme == ThemeMode::Dark;
    }));
    f.window->setTheme(ThemeMode::Light);
}

void ShellTest::windowComesBackAsItWasLeft()
{
    ShellFixture f;
    f.window->resize(1100, 710);
    f.window->goTo(u"beta"_s);
    f.window->bottomPanel().open(u"log"_s);
    QSignalSpy closed(f.window.get(), &MainWindow::closed);
    f.window->close();
    QTRY_COMPARE(closed.size(), 1);
    const QFuture<QByteArray> value = f.workspace->value(ShellState::key());
    QTRY_VERIFY(value.isFinished());
    const ShellState state = ShellState::fromBytes(value.result());
    QCOMPARE(state.panel, u"log"_s);
    f.open(state);
    QCOMPARE(f.window->size(), QSize(1100, 710));
    QCOMPARE(f.window->currentScreen(), u"beta"_s);
    QCOMPARE(f.window->bottomPanel().openPage(), u"log"_s);
    QCOMPARE(ShellState::fromBytes("no json").theme, ThemeMode::System);
}

void ShellTest::nothingIsClippedInTheSmallestWindow()
{
    ShellFixture f;
    f.window->resize(MainWindow::smallest);
    f.window->bottomPanel().open(u"log"_s);
    QCoreApplication::processEvents();
    QCOMPARE(f.window->size(), MainWindow::smallest);
    const QRect inside = f.window->rect();
    for (const QWidget *widget : f.window->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !qobject_cast<const QAbstractButton *>(widget) || widget->objectName().isEmpty())
            continue; // those without a name are parts of other widgets
        const QRect there(widget->mapTo(f.window.get(), QPoint()), widget->size());
        QVERIFY2(inside.contains(there), qUtf8Printable(widget->objectName()));
        QVERIFY2(widget->width() >= widget->minimumSizeHint().width(), qUtf8Printable(widget->objectName()));
    }
}

void ShellTest::closingSavesAndTells()
{
    ShellFixture f;
    auto job = f.runningJob(u"Endless"_s);
    QSignalSpy closed(f.window.get(), &MainWindow::closed);
    f.window->close();
    QVERIFY(!f.window->isVisible()); // at once
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(job->cancelRequests() > 0);
    QVERIFY(f.screen(u"alpha"_s)->saves > 0);
    job->markFinished();
}

void ShellTest::openTransactionIsAskedAbout()
{
    ShellFixture f;
    f.screen(u"gamma"_s)->open = {u"Query 1 on demo: in transaction"_s};
    QSignalSpy closed(f.window.get(), &MainWindow::closed);
    f.window->close();
    auto *question = f.find<QMessageBox>(u"question"_s);
    QVERIFY(question->isVisible());
    QVERIFY(question->informativeText().contains(u"Query 1"_s));
    question->reject();
    QVERIFY(f.window->isVisible());
    QTRY_VERIFY(!f.window->findChild<QMessageBox *>());
    f.window->close();
    QTest::mouseClick(f.find<QPushButton>(u"questionYes"_s), Qt::LeftButton);
    QTRY_COMPARE(closed.size(), 1);
}

void ShellTest::whatCanGoOnAloneIsLeftBeforeTheWindowGoes()
{
    ShellFixture f;
    f.screen(u"gamma"_s)->open = {u"The index docs_idx is being built"_s};
    f.screen(u"gamma"_s)->leavable = true;
    QSignalSpy closed(f.window.get(), &MainWindow::closed);
    f.window->close();
    QTest::mouseClick(f.find<QPushButton>(u"questionLeave"_s), Qt::LeftButton);
    QVERIFY(f.screen(u"gamma"_s)->leaving);
    QVERIFY(closed.isEmpty());
    f.screen(u"gamma"_s)->leaving();
    QTRY_COMPARE(closed.size(), 1);
}

QTEST_MAIN(ShellTest)
#include "tst_shell.moc"
