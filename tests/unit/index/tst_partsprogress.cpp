// SPDX-License-Identifier: GPL-3.0-or-later
// How far an index is over all partitions, and how long it still takes.
#include "index/partsprogress.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::index;

class TestPartsProgress : public QObject
{
    Q_OBJECT

    static std::vector<BuildPart> fourAlike()
    {
        std::vector<BuildPart> parts;
        for (int i = 1; i <= 4; ++i)
            parts.push_back({u"public"_s, u"docs_%1"_s.arg(i), u"docs_%1_idx"_s.arg(i), 1000, false});
        return parts;
    }
    /// Half done after \p seconds, of which \p waited were none of its own.
    static BuildEstimate half(double seconds, double waited = 0)
    {
        BuildEstimate estimate;
        estimate.elapsed = seconds;
        estimate.waited = waited;
        estimate.rows = 500;
        estimate.rowsTotal = 1000;
        estimate.phaseFraction = estimate.fraction = 0.5;
        estimate.secondsLeft = seconds - waited;
        estimate.secondsLow = estimate.secondsLeft * 0.9;
        estimate.secondsHigh = estimate.secondsLeft * 1.1;
        return estimate;
    }

private Q_SLOTS:
    void tellsTheTimeOverAllPartitions()
    {
        PartsClock clock(fourAlike());
        QVERIFY(clock.isOfParts());
        QCOMPARE(clock.progress(nullptr).secondsLeft, -1.0); // nothing is known yet
        clock.begin();
        clock.end(10, 1000);
        clock.begin();
        const BuildEstimate second = half(5);
        const PartsProgress now = clock.progress(&second);
        QCOMPARE(now.part, 2);
        QCOMPARE(now.count, 4);
        QCOMPARE(now.built, 1);
        QCOMPARE(now.rows, 1500.0);
        QCOMPARE(now.rowsTotal, 4000.0);
        QCOMPARE(now.fraction, 0.375);
        QCOMPARE(qRound(now.secondsLeft), 25); // 5 of this one, 10 of each that follows
        QVERIFY(now.secondsLow < 20 && now.secondsHigh > 30);
        QCOMPARE(partWords(now), u"partition 2 of 4"_s);
    }
    void doesNotCountWaiting()
    {
        PartsClock clock(fourAlike());
        clock.begin();
        const BuildEstimate first = half(65, 60); // a minute for the table's lock
        QCOMPARE(qRound(clock.progress(&first).secondsLeft), 35);
    }
    void countsOnlyWhatIsToBeBuilt()
    {
        std::vector<BuildPart> parts = fourAlike();
        parts[0].isThere = true;
        PartsClock clock(parts, 40);
        PartsProgress now = clock.progress(nullptr);
        QCOMPARE(now.built, 1);
        QCOMPARE(now.rowsTotal, 3000.0);
        QCOMPARE(qRound(now.secondsLeft), 30); // of the forecast for all
        clock.begin();
        QCOMPARE(clock.current()->index, u"docs_2_idx"_s);
        QCOMPARE(clock.progress(nullptr).part, 2);
        clock.skip(); // somebody has built it since
        clock.begin();
        QCOMPARE(clock.current()->index, u"docs_3_idx"_s);
        now = clock.progress(nullptr);
        QCOMPARE(now.part, 3);
        QCOMPARE(now.rowsTotal, 2000.0);
        clock.end(8, 1000);
        QCOMPARE(clock.builtRows(), 1000.0);
        clock.begin();
        clock.end(8, 1000);
        now = clock.progress(nullptr);
        QCOMPARE(now.fraction, 1.0);
        QCOMPARE(now.secondsLeft, 0.0);
        QCOMPARE(partWords(now), u"4 of 4 partitions"_s);
        QVERIFY(!clock.current());
    }
    void aLargePartitionCountsForMore()
    {
        std::vector<BuildPart> parts = fourAlike();
        parts[3].rows = 9000;
        PartsClock clock(parts, 100);
        QVERIFY2(clock.share(parts[3]) > 0.75, "more than its share of the rows: a row costs more in a larger graph");
        clock.begin();
        clock.end(1, 1000);
        QVERIFY(clock.progress(nullptr).fraction < 0.08);
        QVERIFY(clock.progress(nullptr).secondsLeft > 11);
    }
    void tellsWhatTheServerCountsOfABuildOfSomebodyElse()
    {
        BuildProgress build;
        build.method = u"hnsw"_s;
        build.phase = BuildPhase::Loading;
        build.blocksTotal = 100;
        build.blocksDone = 50;
        BuildEstimate estimate;
        estimate.elapsed = 40;
        estimate.waited = 10;
        QVERIFY(!partsSeen(build, estimate)); // of one table
        build.partitionsTotal = 4;
        auto seen = partsSeen(build, estimate);
        QVERIFY(seen);
        QCOMPARE(partWords(*seen), u"partition 1 of 4"_s);
        QVERIFY(seen->secondsLeft < 0); // nothing is measured before the first is built
        build.partitionsDone = 1;
        seen = partsSeen(build, estimate);
        QCOMPARE(partWords(*seen), u"partition 2 of 4"_s);
        QCOMPARE(seen->fraction, 0.25); // of the second nothing is known
        estimate.partFraction = 0.5;
        seen = partsSeen(build, estimate);
        QCOMPARE(seen->fraction, 0.375);
        QCOMPARE(seen->secondsLeft, 50.0);
        build.partitionsDone = 4;
        seen = partsSeen(build, estimate);
        QCOMPARE(seen->fraction, 1.0);
        QCOMPARE(partWords(*seen), u"4 of 4 partitions"_s);
    }
    void doesWithoutCountedRows()
    {
        std::vector<BuildPart> parts = fourAlike();
        parts[1].rows = -1;
        PartsClock clock(parts);
        QCOMPARE(clock.progress(nullptr).rowsTotal, -1.0);
        clock.begin();
        clock.end(10, 1000);
        clock.begin();
        clock.end(10, -1);
        QCOMPARE(clock.builtRows(), -1.0);
        QCOMPARE(qRound(clock.progress(nullptr).secondsLeft), 20);
    }
};

QTEST_APPLESS_MAIN(TestPartsProgress)
#include "tst_partsprogress.moc"
