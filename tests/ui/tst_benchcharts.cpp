// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of benchmarks: round values, what is best, names, keys and mouse, files; many runs at once; both themes.
#include "core/threadjob.h"
#include "support/benchruns.h"
#include "support/heartbeat.h"
#include "ui/bench/benchcharts.h"
#include "ui/bench/benchrunpage.h"
#include "ui/common/chartview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/livechart.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QFile>
#include <QGraphicsItem>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QImage>
#include <QLabel>
#include <QLayout>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <limits>

using namespace quiver;
using namespace quiver::ui;
using namespace Qt::StringLiterals;
using test::benchRun;

namespace {

QStringList tickTexts(const ChartAxis &axis, double from, double to, int most)
{
    QStringList texts;
    for (const ChartTick &tick : chartTicks(axis, {chartPlace(axis.scale, from), chartPlace(axis.scale, to)}, most))
        texts << tick.text;
    return texts;
}

constexpr qint64 bar = 50; // milliseconds that the event loop may be away
constexpr int turns = 5;

/// The second one is beaten by the third in both ways.
BenchCharts::Runs threeRuns()
{
    return {benchRun(1, u"ef_search = 10"_s, 0.80, 0.5), benchRun(2, u"ef_search = 40"_s, 0.90, 3), benchRun(3, u"ef_search = 100"_s, 0.97, 1.2)};
}

} // namespace

class BenchChartsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ChartView> m_view;
    void show(const ChartData &data)
    {
        m_view = std::make_unique<ChartView>(u"chart"_s);
        m_view->resize(640, 400);
        m_view->setData(data);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setFocus();
    }
    QWidget *viewport() const { return m_view->findChild<QGraphicsView *>()->viewport(); }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }
    void cleanup() { m_view.reset(); }
    void writesRoundValues();
    void drawsWhatIsBeatenFaint();
    void countsEachExecutionOnce();
    void joinsWorkersAndDays();
    void keepsApartWhatAsksUnlikeThings();
    void comparesIndexes();
    void namesByWhatTellsApart();
    void hidesNothingBehindWords();
    void cutsNoWordsAndNoChartOff();
    void isWalkedByKeyboard();
    void namesAndOpensByMouse();
    void looksCloselyAtABox();
    void savesPicturesAndTables();
    void saysWhyItCannotBeSaved();
    void drawsManyRunsAtOnce();
    void isLegibleInBothThemes();
};

void BenchChartsTest::writesRoundValues()
{
    QCOMPARE(tickTexts({.scale = ChartScale::Linear}, 0, 2310, 5), (QStringList{u"0"_s, u"500"_s, u"1,000"_s, u"1,500"_s, u"2,000"_s}));
    QCOMPARE(tickTexts({.scale = ChartScale::Log}, 0.09, 120, 6), (QStringList{u"0.1"_s, u"1"_s, u"10"_s, u"100"_s}));
    QCOMPARE(tickTexts({.scale = ChartScale::Logit}, 0.4, 0.9999, 6), (QStringList{u"0.5"_s, u"0.9"_s, u"0.99"_s, u"0.999"_s, u"1"_s}));
    QCOMPARE(tickTexts({.scale = ChartScale::Linear, .unit = ChartUnit::Bytes}, 0, 92e6, 4), (QStringList{u"0 MB"_s, u"50 MB"_s}));
    // On the logit scale each nine more is as far away as the one before.
    const auto place = [](double r) { return chartPlace(ChartScale::Logit, r); };
    QVERIFY(std::abs((place(0.999) - place(0.99)) / (place(0.99) - place(0.9)) - 1) < 0.06);
    QCOMPARE(place(1), place(0.99999));
}

void BenchChartsTest::drawsWhatIsBeatenFaint()
{
    show(BenchCharts::frontier(threeRuns(), bench::FrontierAxis::Qps));
    const ChartSeries &runs = m_view->data().series.front();
    QCOMPARE(runs.points.size(), 3u);
    QVERIFY(!runs.points[0].isFaint);
    QVERIFY(runs.points[1].isFaint);
    QVERIFY(!runs.points[2].isFaint);
    QVERIFY(runs.points[2].xInterval && std::abs(runs.points[2].xInterval->first - 0.9625) < 1e-9 && std::abs(runs.points[2].xInterval->second - 0.9775) < 1e-9);
    QCOMPARE(m_view->data().series.back().points.size(), 2u); // the line through the best
    QCOMPARE(m_view->shownNames(), (QStringList{u"ef_search = 10"_s, u"ef_search = 100"_s}));
    // Of many indexes those with the best runs have a series of their own.
    BenchCharts::Runs many;
    for (int i = 0; i < 9; ++i) {
        many.push_back(benchRun(10 + i, u"run"_s, i == 8 ? 0.99 : 0.5, i == 8 ? 0.1 : 1 + i));
        many.back().facts.indexesUsed = {u"index_%1"_s.arg(i)};
    }
    const ChartData grouped = BenchCharts::frontier(many, bench::FrontierAxis::Qps);
    QCOMPARE(grouped.series.front().name, u"index_8"_s);
    QVERIFY(std::ranges::any_of(grouped.series, &ChartSeries::isRest));
    show(BenchCharts::frontier({}, bench::FrontierAxis::Qps));
    QVERIFY(!m_view->data().emptyText.isEmpty());
}

void BenchChartsTest::countsEachExecutionOnce()
{
    const ChartData data = BenchCharts::latency({benchRun(1, u"one"_s, 0.9, 2)});
    double percent = 0, end = 0;
    for (const ChartPoint &bin : data.series.front().points) {
        QVERIFY(end == 0 || std::abs(bin.x / end - 1) < 1e-9); // without gaps
        percent += bin.y;
        end = bin.until;
    }
    QVERIFY(std::abs(percent - 100) < 1e-6);
    QCOMPARE(data.marks.size(), 3u);
    QVERIFY(data.marks[0].text.startsWith(u"p50"_s) && data.marks[0].x < data.marks[1].x && data.marks[1].x < data.marks[2].x);
    const ChartData two = BenchCharts::latency({benchRun(1, u"one"_s, 0.9, 2), benchRun(2, u"two"_s, 0.9, 4)});
    QCOMPARE(two.series.size(), 2u);
    QCOMPARE(two.marks.size(), 2u);
    QCOMPARE(two.marks[1].series, 1);
}

void BenchChartsTest::joinsWorkersAndDays()
{
    const BenchCharts::Runs ladder{benchRun(1, u"a"_s, 0, 2, 8), benchRun(2, u"a"_s, 0, 1, 1), benchRun(3, u"a"_s, 0, 1, 2), benchRun(4, u"b"_s, 0, 1, 2)};
    const ChartData qps = BenchCharts::byWorkers(ladder, BenchCharts::Figure::Qps);
    QCOMPARE(qps.x.categories, (QStringList{u"1"_s, u"2"_s, u"8"_s}));
    QCOMPARE(qps.series.size(), 2u);
    QCOMPARE(qps.series[0].points.size(), 3u);
    QCOMPARE(qps.series[0].points[2].id, 1);
    QCOMPARE(qps.series[1].points[0].x, 1.0);
    // Of many lines the longest are drawn, and of the others the points.
    BenchCharts::Runs many = ladder;
    for (int i = 0; i < 20; ++i)
        many.push_back(benchRun(100 + i, u"c%1"_s.arg(i), 0, 1, 4));
    const ChartData bounded = BenchCharts::byWorkers(many, BenchCharts::Figure::P99Ms);
    QCOMPARE(bounded.series.size(), 7u);
    QCOMPARE(bounded.series.front().name, u"a"_s);
    QCOMPARE(bounded.series.back().points.size(), 16u);
    QCOMPARE(bounded.series.back().name, u"16 others"_s);
    QCOMPARE(bounded.y.scale, ChartScale::Linear);
    many.push_back(benchRun(200, u"open loop"_s, 0, 4000, 4)); // one that lies far above does not flatten the others
    QCOMPARE(BenchCharts::byWorkers(many, BenchCharts::Figure::P99Ms).y.scale, ChartScale::Log);
    QCOMPARE(BenchCharts::byWorkers(many, BenchCharts::Figure::Qps).y.scale, ChartScale::Linear);
    BenchCharts::Runs days{benchRun(9, u"nightly"_s, 0.9, 2), benchRun(4, u"nightly"_s, 0.9, 1)};
    days[0].state = bench::RunResult::State::Incomplete;
    const ChartData history = BenchCharts::history(days, BenchCharts::Figure::P95Ms);
    QCOMPARE(history.series.size(), 1u);
    QCOMPARE(history.series[0].points[0].id, 4); // the older one first
    QVERIFY(history.series[0].points[1].isFaint);
}

// What was asked otherwise, or kept as something else, is another line; and each says no more than it takes to tell them apart.
void BenchChartsTest::keepsApartWhatAsksUnlikeThings()
{
    BenchCharts::Runs runs;
    for (int i = 0; i < 8; ++i)
        runs.push_back(benchRun(i + 1, u"ef_search = 40, 1 worker"_s, 0.9 - 0.01 * i, 1 + i));
    for (int i = 0; i < 4; ++i)
        runs[std::size_t(i)].keptAs = i < 2 ? u"before"_s : u"after"_s;
    runs[4].spec.workload.query.k = runs[5].spec.workload.query.k = 100;
    runs[6].spec.workload.selectivity = runs[7].spec.workload.selectivity = 0.1;
    const auto names = [](const ChartData &data) {
        QStringList found;
        for (const ChartSeries &series : data.series) {
            if (!series.name.isEmpty())
                found << series.name;
        }
        return found;
    };
    const ChartData history = BenchCharts::history(runs, BenchCharts::Figure::Qps);
    QCOMPARE(names(history), (QStringList{u"after: ef_search = 40, 1 worker, k = 10"_s, u"before: ef_search = 40, 1 worker, k = 10"_s, u"ef_search = 40, 1 worker, k = 10, 10 % of the rows"_s,
                                          u"ef_search = 40, 1 worker, k = 100"_s}));
    QVERIFY(std::ranges::all_of(history.series, [](const ChartSeries &series) { return series.points.size() == 2; }));
    // What all are kept as is said once.
    BenchCharts::Runs same = runs;
    for (bench::RunResult &run : same)
        run.keptAs = u"nightly"_s;
    const ChartData once = BenchCharts::history(same, BenchCharts::Figure::Qps);
    QVERIFY2(names(once).filter(u"nightly"_s).isEmpty() && once.title.endsWith(u": nightly"_s), qPrintable(names(once).join(u'\n') + once.title));
    for (std::size_t i = 1; i < runs.size(); i += 2) {
        runs[i].spec.name = u"ef_search = 40, 2 workers"_s;
        runs[i].spec.workers = 2;
    }
    const ChartData workers = BenchCharts::byWorkers(runs, BenchCharts::Figure::Qps);
    QCOMPARE(names(workers), (QStringList{u"after: ef_search = 40, k = 10"_s, u"before: ef_search = 40, k = 10"_s, u"ef_search = 40, k = 10, 10 % of the rows"_s, u"ef_search = 40, k = 100"_s}));
    QVERIFY(std::ranges::all_of(workers.series, [](const ChartSeries &series) { return series.points.size() == 2; }));
    // Each is worse in both ways than the one before it, but only two are of the same question: as many workers, k, rows.
    const ChartData frontier = BenchCharts::frontier(runs, bench::FrontierAxis::Qps);
    QCOMPARE(names(frontier).size(), 6);
    QVERIFY2(names(frontier).contains(u"k = 100, 2 workers"_s), qPrintable(names(frontier).join(u'\n')));
    qint64 beaten = 0;
    for (const ChartSeries &series : frontier.series)
        beaten += std::ranges::count_if(series.points, &ChartPoint::isFaint);
    QCOMPARE(beaten, 2);
    show(frontier);
}

void BenchChartsTest::comparesIndexes()
{
    BenchCharts::Runs runs = threeRuns();
    runs[1].facts.indexDefinition = u"CREATE INDEX small ..."_s;
    runs[1].facts.indexesUsed = {u"we\"ird; --"_s};
    runs[1].facts.indexBytes = 1000;
    const ChartData sizes = BenchCharts::indexSizes(runs); // two of the three used the same one
    QCOMPARE(sizes.y.categories, (QStringList{u"we\"ird; --"_s, u"documents_embedding_idx"_s}));
    show(sizes);
    QVERIFY(BenchCharts::buildTimes(runs).isEmpty()); // nobody saw them being built
}

void BenchChartsTest::namesByWhatTellsApart()
{
    QCOMPARE(tellingNames({u"ef_search = 40, 2 workers"_s, u"ef_search = 100, 2 workers"_s}), (QStringList{u"ef_search = 40"_s, u"ef_search = 100"_s}));
    QCOMPARE(tellingNames({u"hnsw m=8 ef_construction=32 halfvec, ef_search = 40"_s, u"hnsw m=16 ef_construction=32 halfvec, ef_search = 40"_s}), (QStringList{u"m=8"_s, u"m=16"_s}));
    QCOMPARE(tellingNames({u"ivfflat lists=20"_s, u"ivfflat lists=20 binary"_s}), (QStringList{u"ivfflat lists=20"_s, u"binary"_s}));
    QCOMPARE(tellingNames({u"2 workers"_s, u"4 workers"_s}), (QStringList{u"2 workers"_s, u"4 workers"_s})); // not "2" and "4"
    QCOMPARE(tellingNames({u"same, 2 workers"_s, u"same, 2 workers"_s}), (QStringList{u"same, 2 workers"_s, u"same, 2 workers"_s}));
    QCOMPARE(tellingNames({u"hnsw m=8 ef_construction=32, ef_search = 40"_s, u"hnsw m=16 ef_construction=32, ef_search = 40"_s, u"seldom"_s}), (QStringList{u"hnsw m=8"_s, u"hnsw m=16"_s, u"seldom"_s}));
    QCOMPARE(tellingNames({u"a, ef_search = 40"_s, u"b, ef_search = 40"_s, u"a"_s}), (QStringList{u"a, ef_search = 40"_s, u"b"_s, u"a"_s}));
    QCOMPARE(tellingNames({u"alone, 2 workers"_s}), QStringList{u"alone, 2 workers"_s});
}

void BenchChartsTest::hidesNothingBehindWords()
{
    // The words of the marks stand above the plot, none on another one.
    show(BenchCharts::latency({benchRun(1, u"one"_s, 0.9, 2)}));
    QList<QRectF> words;
    for (QGraphicsItem *item : m_view->findChild<QGraphicsView *>()->scene()->items()) {
        if (const auto *text = qgraphicsitem_cast<QGraphicsSimpleTextItem *>(item); text && text->text().startsWith(u'p'))
            words << text->sceneBoundingRect();
    }
    QCOMPARE(words.size(), 3);
    const auto &bins = m_view->data().series.front().points;
    const auto highest = std::ranges::max_element(bins, {}, &ChartPoint::y) - bins.begin();
    const double top = m_view->findChild<QGraphicsView *>()->mapToScene(viewport()->mapFrom(m_view.get(), m_view->positionOf(0, int(highest)))).y();
    for (const QRectF &each : words) {
        QVERIFY(each.bottom() < top);
        QCOMPARE(std::ranges::count_if(words, [&](const QRectF &other) { return other.intersects(each); }), 1);
    }
    // Runs that are not drawn are told.
    ChartData data = BenchCharts::latency({benchRun(1, u"one"_s, 0.9, 2)});
    data.note = u"3 more runs are not drawn"_s;
    show(data);
    QVERIFY(m_view->findChild<QLabel *>(u"chartLegend"_s)->text().contains(QString(data.note).replace(u' ', QChar(0xa0))));
}

void BenchChartsTest::cutsNoWordsAndNoChartOff()
{
    LookedAt look;
    look.runs = {benchRun(1, u"one"_s, 0.9, 2)};
    look.latency = BenchCharts::latency(look.runs);
    look.rate = BenchCharts::rate(look.runs.front());
    look.verdict = QStringList(12, u"The median latency is 75 % lower (95 % interval -82.1 to -66.9 %, p < 0.001)."_s);
    look.against = u"another"_s;
    BenchRunPage page;
    page.resize(560, 290); // as a window of 1024 x 700 has it during a run
    page.showLook(look);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCOMPARE(page.height(), 290);
    const auto *area = page.findChild<QScrollArea *>(u"benchRunWords"_s);
    const QWidget *words = area->widget();
    QTRY_VERIFY(words->height() >= words->layout()->totalHeightForWidth(words->width()));
    QVERIFY(words->height() > area->height()); // it is scrolled
    QTRY_VERIFY(page.findChild<ChartView *>(u"benchLatency"_s)->height() >= 150);
    page.resize(560, 900);
    QTRY_COMPARE(area->height(), words->height()); // where there is room all of it is seen
}

void BenchChartsTest::isWalkedByKeyboard()
{
    show(BenchCharts::frontier(threeRuns(), bench::FrontierAxis::P95Ms));
    QSignalSpy activated(m_view.get(), &ChartView::pointActivated);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QVERIFY(m_view->pointedText().startsWith(u"ef_search = 10\npublic.documents.embedding <=>, k = 10\nrecall@10 0.800 (0.750 to 0.850)\n"_s));
    QCOMPARE(m_view->accessibleDescription(), m_view->pointedText());
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QVERIFY(m_view->pointedText().startsWith(u"ef_search = 100\n"_s));
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toLongLong(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_Plus);
    QVERIFY(m_view->isZoomed());
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(m_view->pointedText().isEmpty());
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
    QVERIFY(!m_view->isZoomed());
}

void BenchChartsTest::namesAndOpensByMouse()
{
    show(BenchCharts::frontier(threeRuns(), bench::FrontierAxis::Qps));
    QSignalSpy activated(m_view.get(), &ChartView::pointActivated);
    const QPoint at = viewport()->mapFrom(m_view.get(), m_view->positionOf(0, 1));
    QTest::mouseMove(viewport(), at);
    QTRY_VERIFY(m_view->pointedText().startsWith(u"ef_search = 40\n"_s));
    QTest::mouseClick(viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toLongLong(), 2);
}

void BenchChartsTest::looksCloselyAtABox()
{
    show(BenchCharts::frontier(threeRuns(), bench::FrontierAxis::Qps));
    const QPoint before = m_view->positionOf(0, 2);
    const QPoint at = viewport()->mapFrom(m_view.get(), before);
    QTest::mousePress(viewport(), Qt::LeftButton, {}, at - QPoint(40, 30));
    QTest::mouseMove(viewport(), at);
    QTest::mouseRelease(viewport(), Qt::LeftButton, {}, at + QPoint(20, 60));
    QVERIFY(m_view->isZoomed());
    QVERIFY(m_view->positionOf(0, 0) != before);
    QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at);
    QVERIFY(!m_view->isZoomed());
    QCOMPARE(m_view->positionOf(0, 2), before);
}

void BenchChartsTest::savesPicturesAndTables()
{
    BenchCharts::Runs runs = threeRuns();
    runs[0].spec.name = u"=1+1, \"x\""_s;
    show(BenchCharts::frontier(runs, bench::FrontierAxis::Qps));
    QTemporaryDir directory;
    QSignalSpy exported(m_view.get(), &ChartView::exported);
    for (const QString &name : {u"a.png"_s, u"a.svg"_s, u"a.csv"_s}) {
        m_view->exportTo(directory.filePath(name));
        QTRY_COMPARE(exported.size(), 1);
        exported.clear();
    }
    const QImage image(directory.filePath(u"a.png"_s));
    QVERIFY(image.width() > 2 * 600 && image.height() > 2 * 300);
    const QRgb paper = image.pixel(2, 2);
    qint64 inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            inked += image.pixel(x, y) != paper;
    }
    QVERIFY(inked > 5000);
    QFile svg(directory.filePath(u"a.svg"_s));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&svg);
    int shapes = 0;
    while (!xml.atEnd())
        shapes += xml.readNext() == QXmlStreamReader::StartElement;
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(shapes > 30);
    QFile csv(directory.filePath(u"a.csv"_s));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = csv.readAll().split('\n');
    QCOMPARE(lines[0].trimmed(), "series,name,Recall (logit scale),Queries per second,x_low,x_high,y_low,y_high,dominated");
    QVERIFY2(lines[1].startsWith("documents_embedding_idx,\"'=1+1, \"\"x\"\"\",0.8,"), lines[1].constData());
}

void BenchChartsTest::saysWhyItCannotBeSaved()
{
    show(BenchCharts::frontier(threeRuns(), bench::FrontierAxis::Qps));
    m_view->exportTo(u"/nonexistent/folder/a.svg"_s);
    auto *notice = m_view->findChild<InlineBar *>();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"/nonexistent/folder/a.svg"_s), qPrintable(notice->text()));
}

void BenchChartsTest::drawsManyRunsAtOnce()
{
    show({});
    auto *other = new ChartView(u"other"_s, m_view.get());
    other->resize(400, 200);
    other->show();
    // A hundred runs of 100,000 samples each: figures and bins are made elsewhere, the charts get some hundred points.
    QThreadPool pool;
    const auto runs = std::make_shared<BenchCharts::Runs>();
    auto made = core::runInThread(pool, u"make"_s, nullptr, [runs](core::JobContext &) {
        for (int i = 0; i < 100; ++i)
            runs->push_back(benchRun(i + 1, u"ef_search = %1"_s.arg(i * 4), 0.5 + i * 0.0049, 0.5 + (i % 7) * 0.4 + i * 0.02, 1 + i % 4, 100'000 / (1 + i % 4)));
    });
    QTRY_VERIFY_WITH_TIMEOUT(made.future.isFinished(), 120'000);
    QList<ChartData> data;
    qint64 least = std::numeric_limits<qint64>::max();
    for (int turn = 0; turn < turns && least > bar; ++turn) {
        m_view->setData({});
        other->setData({});
        QTest::qWait(30);
        const test::Heartbeat heart;
        auto charts = core::runInThread(pool, u"chart"_s, nullptr, [runs](core::JobContext &) {
            return QList<ChartData>{BenchCharts::frontier(*runs, bench::FrontierAxis::Qps), BenchCharts::latency(*runs)};
        });
        QTRY_VERIFY_WITH_TIMEOUT(charts.future.isFinished(), 120'000);
        data = charts.future.result();
        m_view->setData(data[0]);
        QTest::qWait(30);
        other->setData(data[1]);
        QTest::qWait(100);
        least = std::min(least, heart.longestMs());
    }
    QVERIFY2(least <= bar, qPrintable(QString::number(least)));
    std::size_t points = 0;
    for (const ChartSeries &series : data[1].series)
        points += series.points.size();
    QVERIFY(points < 1000);
    QCOMPARE(int(data[1].series.size()), BenchCharts::mostDistributions);
}

void BenchChartsTest::isLegibleInBothThemes()
{
    for (const ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light}) {
        applyTheme(*qApp, mode);
        const QColor paper = qApp->palette().color(QPalette::Window);
        for (const QColor &ink : LiveChart::colorsOfSeries(mode == ThemeMode::Dark))
            QVERIFY2(contrastRatio(ink, paper) >= 3, qPrintable(ink.name())); // of graphics: WCAG 2.1, 1.4.11
    }
}

QTEST_MAIN(BenchChartsTest)
#include "tst_benchcharts.moc"
