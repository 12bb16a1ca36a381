// SPDX-License-Identifier: GPL-3.0-or-later
// The time that builds have left: told from recorded builds, against how long they really took.
#include "index/buildclock.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::index;

namespace {

/// A recorded build: what the server reported of it, about four times a second.
struct Recorded {
    double end = 0;
    std::vector<BuildProgress> looks;
};

/// Lines of seconds|phase|blocks done|total|tuples done|total|bytes of the index; the first says when the statement ended, and what it was.
Recorded recorded(const QString &name)
{
    QFile file(QStringLiteral(QUIVER_SOURCE_DIR "/tests/unit/index/builds/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    Recorded build;
    QString command;
    QString method;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> fields = line.split('|');
        if (fields.size() == 4 && fields[0] == "end") {
            build.end = fields[1].toDouble();
            method = QString::fromUtf8(fields[2]);
            command = QString::fromUtf8(fields[3]);
        }
        if (fields.size() != 7)
            continue;
        BuildProgress look;
        look.command = command;
        look.method = method;
        look.runningSeconds = fields[0].toDouble();
        look.phaseText = QString::fromUtf8(fields[1]);
        look.blocksDone = fields[2].toLongLong();
        look.blocksTotal = fields[3].toLongLong();
        look.tuplesDone = fields[4].toLongLong();
        look.tuplesTotal = fields[5].toLongLong();
        look.indexBytes = fields[6].toLongLong() > 0 ? fields[6].toLongLong() : -1;
        look.tableRows = 25'000;
        look.valueBytes = 8 + 4 * 768;
        look.lists = method == "ivfflat"_L1 ? name.section(u'-', 1).section(u'.', 0, 0).toInt() : 0;
        look.phase = phaseFrom(look.phaseText, look.method, look.tuplesTotal);
        build.looks.push_back(look);
    }
    return build;
}

struct Hits {
    int samples = 0;
    int told = 0;
    int within20 = 0;
    int within20OrSecond = 0;
    int inInterval = 0;
    double percent() const { return 100.0 * within20OrSecond / std::max(1, samples); }
};

/// Of every look from a quarter of the build on.
Hits hitsOf(const Recorded &build, BuildClock clock, double spillAt = -1)
{
    Hits hits;
    for (const BuildProgress &look : build.looks) {
        if (spillAt > 0 && double(look.tuplesDone) >= spillAt)
            clock.noteSpill(spillAt);
        clock.add(look);
        const double truth = build.end - look.runningSeconds;
        if (look.runningSeconds < 0.25 * build.end || truth <= 0)
            continue;
        const BuildEstimate &told = clock.estimate();
        ++hits.samples;
        if (qEnvironmentVariableIsSet("QUIVER_SHOW_CLOCK")) {
            qInfo("%6.1f s %-28s %7.0f rows %6.0f/s: %6.1f s left (%.1f to %.1f), truth %.1f", look.runningSeconds,
                  qPrintable(phaseWords(told.phase, look.method)), told.rows, told.rateNow, told.secondsLeft, told.secondsLow, told.secondsHigh, truth);
        }
        if (told.secondsLeft < 0)
            continue;
        ++hits.told;
        const double error = std::abs(told.secondsLeft - truth);
        hits.within20 += error <= 0.2 * truth;
        hits.within20OrSecond += error <= std::max(0.2 * truth, 0.5);
        hits.inInterval += truth >= told.secondsLow - 0.5 && truth <= told.secondsHigh + 0.5;
    }
    return hits;
}

} // namespace

class TestBuildClock : public QObject
{
    Q_OBJECT

private:
    static Hits hitsOfFile(const QString &file)
    {
        const double spillAt = file.contains(u"spill"_s) ? file.section(u'-', 2).section(u'.', 0, 0).toDouble() : -1.0;
        const Hits hits = hitsOf(recorded(file), BuildClock({.rows = 25'000, .indexBytes = 102e6}), spillAt);
        qInfo("%s: %d looks from a quarter on, %d of them told, within 20 %%: %d (or half a second: %d); truth in the interval: %d", qPrintable(file), hits.samples,
              hits.told, hits.within20, hits.within20OrSecond, hits.inInterval);
        return hits;
    }
    static QStringList files(const QString &pattern)
    {
        return QDir(QStringLiteral(QUIVER_SOURCE_DIR "/tests/unit/index/builds")).entryList({pattern}, QDir::Files, QDir::Name);
    }
    /// Of an HNSW build, \p part of 200 blocks and 20,000 rows done.
    static BuildProgress loading(double seconds, double part)
    {
        BuildProgress look;
        look.key = {1, 1};
        look.method = u"hnsw"_s;
        look.command = u"CREATE INDEX"_s;
        look.phase = BuildPhase::Loading;
        look.runningSeconds = seconds;
        look.blocksTotal = 200;
        look.blocksDone = qint64(200 * part);
        look.tuplesDone = qint64(20'000 * part);
        look.tableRows = 20'000;
        return look;
    }

private Q_SLOTS:
    // The bar: from a quarter of the build on, within 20 % of the truth for 80 % of the looks.
    void timeLeftOfGraphsIsRight()
    {
        int samples = 0;
        int right = 0;
        for (const QString &file : files(u"hnsw*.txt"_s)) {
            const Hits hits = hitsOfFile(file);
            QCOMPARE(hits.told, hits.samples);
            QVERIFY2(hits.within20OrSecond * 10 >= hits.samples * 7, qPrintable(file));
            QVERIFY2(hits.inInterval * 10 >= hits.samples * 9, qPrintable(file));
            samples += hits.samples;
            right += hits.within20;
        }
        qInfo("all: %d of %d within 20 %%", right, samples);
        QVERIFY(samples > 300);
        QVERIFY(right * 10 >= samples * 8);
    }
    void timeLeftOfListsIsTold()
    {
        for (const QString &file : files(u"ivfflat*.txt"_s)) {
            const Hits hits = hitsOfFile(file);
            QCOMPARE(hits.told, hits.samples); // also while k-means counts nothing
            QVERIFY2(hits.inInterval * 10 >= hits.samples * 9, qPrintable(file));
            Recorded counted = recorded(file);
            std::erase_if(counted.looks, [](const BuildProgress &look) { return look.phase == BuildPhase::Training; });
            const Hits later = hitsOf(counted, BuildClock({.rows = 25'000, .indexBytes = 102e6}));
            QCOMPARE(later.within20OrSecond, later.told);
        }
    }
    void kMeansCountsNothingAndGoesByTheForecast()
    {
        BuildProgress look;
        look.method = u"ivfflat"_s;
        look.phase = BuildPhase::Training;
        look.runningSeconds = 3;
        BuildClock clock;
        clock.add(look);
        QVERIFY(clock.estimate().secondsLeft < 0);
        BuildClock forecast({.expectedSeconds = 10});
        look.lists = 100; // what is known of the table itself stands above what is usual
        look.valueBytes = 3'080;
        look.tableRows = 100'000;
        forecast.add(look);
        QCOMPARE(forecast.estimate().secondsLeft, 7.0);
        QVERIFY(forecast.estimate().secondsLow < 7 && forecast.estimate().secondsHigh > 7);
    }
    void kMeansGoesByTheBuildBeforeOnTheTable()
    {
        BuildProgress look;
        look.method = u"ivfflat"_s;
        look.lists = 500;
        look.valueBytes = 3'080;
        look.tableRows = 100'000;
        const auto at = [&look](BuildClock &clock, BuildPhase phase, double seconds, qint64 rows = 0) {
            look.phase = phase;
            look.runningSeconds = seconds;
            look.tuplesDone = rows;
            look.tuplesTotal = phase == BuildPhase::Loading ? 100'000 : 0;
            clock.add(look);
        };
        const IvfflatSeconds usual = ivfflatSeconds({.method = look.method, .valueBytes = look.valueBytes, .rows = look.tableRows, .lists = look.lists});
        const double training = 3 * usual.training, later = 2 * (usual.assigning + usual.loading);
        BuildClock first;
        at(first, BuildPhase::Training, 0.001);
        constexpr double committing = 0.21; // seconds, of 100,000 values' WAL
        QVERIFY(std::abs(first.estimate().secondsLeft - usual.training - usual.assigning - usual.loading - committing) < 0.1);
        QVERIFY(!first.pace());
        at(first, BuildPhase::Training, training - 0.001); // a phase ends between two looks
        at(first, BuildPhase::Assigning, training + 0.001);
        QVERIFY(!first.pace());
        at(first, BuildPhase::Loading, training + later * usual.assigning / (usual.assigning + usual.loading), 1);
        at(first, BuildPhase::Loading, training + later, 100'000);
        QVERIFY(first.pace());
        QVERIFY(std::abs(first.pace()->training - 3) < 0.01 && std::abs(first.pace()->later - 2) < 0.01);
        BuildClock second;
        second.setPace(*first.pace());
        at(second, BuildPhase::Training, 0.001);
        at(second, BuildPhase::Training, 1);
        QVERIFY2(std::abs(second.estimate().secondsLeft - (training + later - 1 + committing)) < 0.1, qPrintable(QString::number(second.estimate().secondsLeft)));
        at(second, BuildPhase::Training, training); // it may end at any moment now, or go on for somewhat longer than usual
        const double toCome = second.estimate().secondsLeft - later - committing;
        QVERIFY2(toCome > 0.05 * training && toCome < 0.2 * training, qPrintable(QString::number(toCome)));
        BuildClock calibrated({.expectedSeconds = 1, .pace = first.pace()}); // k-means apart from the rest tells more than a sum
        at(calibrated, BuildPhase::Training, 0.001);
        QVERIFY(std::abs(calibrated.estimate().secondsLeft - (training + later + committing)) < 0.1);
        BuildClock graph;
        graph.add(loading(5, 1));
        QVERIFY(!graph.pace());
    }
    void assigningGoesByItsCountsFromTheSecondLookOn()
    {
        BuildProgress look;
        look.method = u"ivfflat"_s;
        look.lists = 300;
        look.valueBytes = 1'032;
        look.tableRows = 300'000;
        look.blocksTotal = 40'000;
        BuildClock clock;
        const auto at = [&](BuildPhase phase, double seconds, qint64 blocks = 0) {
            look.phase = phase;
            look.runningSeconds = seconds;
            look.blocksDone = blocks;
            clock.add(look);
            return clock.estimate().secondsLeft;
        };
        const IvfflatSeconds usual = ivfflatSeconds({.method = look.method, .valueBytes = look.valueBytes, .rows = look.tableRows, .lists = look.lists});
        const double committing = 300'000 * 1'032 / 1.5e9;
        at(BuildPhase::Training, 0.001);
        at(BuildPhase::Training, usual.training - 0.25);
        // A quarter is done already: the rest of the phase is what is to come of it.
        const double first = at(BuildPhase::Assigning, usual.training + 0.25, 10'000);
        QVERIFY2(std::abs(first - (0.75 * usual.assigning + usual.loading + committing)) < 0.1 * first, qPrintable(QString::number(first)));
        const double second = at(BuildPhase::Assigning, usual.training + 1.25, 20'000); // a second for each quarter
        QVERIFY2(std::abs(second - 2 - usual.loading * 2.5 / usual.assigning - committing) < 0.3 * second, qPrintable(QString::number(second)));
    }
    void allBlocksAtTheVeryBeginningIsNoEnd()
    {
        BuildClock clock;
        BuildProgress first = loading(0.1, 0);
        first.blocksDone = first.blocksTotal; // as the server counts in the first block
        first.tuplesDone = 50;
        clock.add(first);
        QCOMPARE(clock.estimate().phase, BuildPhase::Loading);
        QCOMPARE(clock.estimate().phaseFraction, 0.0);
        clock.add(loading(1, 0.5));
        clock.add(loading(2, 1));
        QCOMPARE(clock.estimate().phase, BuildPhase::Finalizing);
        QCOMPARE(clock.phases().size(), std::size_t(2));
    }
    void aCollapseIsSeenWithoutANotice()
    {
        BuildClock clock;
        double seconds = 0;
        for (double part = 0.01; part < 0.4; part += 0.01)
            clock.add(loading(seconds += 0.25, part));
        QVERIFY(!clock.estimate().hasSpilled);
        for (int i = 1; i < 60; ++i)
            clock.add(loading(seconds += 0.25, 0.4 + 0.001 * i));
        QVERIFY(clock.estimate().hasSpilled);
        QVERIFY(clock.estimate().spilledAtRow > 6'000 && clock.estimate().spilledAtRow < 9'000);
        // 54 % are to come, at 0.4 % a second.
        QVERIFY2(clock.estimate().secondsLeft > 110 && clock.estimate().secondsLeft < 190, qPrintable(QString::number(clock.estimate().secondsLeft)));
    }
    void aSpillThatWasForetoldIsCountedIn()
    {
        BuildClock plain({.rows = 20'000});
        BuildClock foretold({.rows = 20'000, .spillAtRow = 10'000});
        for (int i = 1; i <= 10; ++i) {
            plain.add(loading(i, 0.03 * i));
            foretold.add(loading(i, 0.03 * i));
        }
        QVERIFY(foretold.estimate().secondsLeft > 2 * plain.estimate().secondsLeft);
        QVERIFY(foretold.estimate().secondsHigh > 1.5 * foretold.estimate().secondsLeft);
    }
    void rowsThatAreKnownStandAboveBlocks()
    {
        BuildClock told({.rows = 25'000}); // the blocks hold dead rows too, the first ones most
        BuildClock foreign;
        for (int i = 1; i <= 10; ++i) {
            told.add(loading(i, 0.05 * i));
            foreign.add(loading(i, 0.05 * i));
        }
        QCOMPARE(told.estimate().rowsTotal, 25'000.0);
        QVERIFY(foreign.estimate().rowsTotal < 21'000);
        BuildClock more({.rows = 8'000}); // rows have come meanwhile
        for (int i = 1; i <= 10; ++i)
            more.add(loading(i, 0.05 * i));
        QVERIFY(more.estimate().rowsTotal > 19'000);
    }
    void isLessSureWhileFewRowsAreIn()
    {
        BuildClock clock({.rows = 20'000});
        const auto ratio = [&] { return clock.estimate().secondsHigh / clock.estimate().secondsLeft; };
        for (int i = 1; i <= 4; ++i)
            clock.add(loading(0.25 * i, 0.005 * i));
        QVERIFY2(ratio() > 4, qPrintable(QString::number(ratio())));
        for (int i = 5; i <= 40; ++i)
            clock.add(loading(0.25 * i, 0.005 * i));
        QVERIFY2(ratio() < 1.5, qPrintable(QString::number(ratio())));
    }
    void waitingIsNotWork()
    {
        BuildClock clock;
        BuildProgress wait;
        wait.phase = BuildPhase::WaitingForWritersBefore;
        wait.runningSeconds = 10;
        clock.add(wait);
        wait.runningSeconds = 60;
        clock.add(wait);
        QCOMPARE(clock.estimate().waited, 60.0);
        QVERIFY(clock.estimate().secondsLeft < 0);
        for (int i = 1; i <= 10; ++i)
            clock.add(loading(60 + i, 0.05 * i));
        QVERIFY(clock.estimate().fraction > 0.4 && clock.estimate().fraction < 0.6);
    }
    void samplesAreThinned()
    {
        BuildClock clock;
        for (int i = 1; i <= 1000; ++i)
            clock.add(loading(i, 0.001 * i));
        const auto samples = clock.samples(200);
        QCOMPARE(samples.size(), std::size_t(200));
        QCOMPARE(samples.front().seconds, 1.0);
        QVERIFY(samples.back().seconds > 990);
    }
};

QTEST_GUILESS_MAIN(TestBuildClock)
#include "tst_buildclock.moc"
