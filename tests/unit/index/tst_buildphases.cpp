// SPDX-License-Identifier: GPL-3.0-or-later
// The phases that a build is shown with from its beginning, and what builds of before are worth as measurements.
#include "index/buildphases.h"
#include "index/pastbuilds.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;
using State = PhaseStand::State;

class TestBuildPhases : public QObject
{
    Q_OBJECT

private:
    static BuildProgress progress(const QString &method, const QString &command)
    {
        BuildProgress progress;
        progress.method = method;
        progress.command = command;
        return progress;
    }
    static store::BuildEntry entry()
    {
        BuildRecord record;
        record.spec.keys = {{.column = u"v"_s, .columnType = {catalog::VectorKind::Vector, 64}}};
        record.spec.setOption(u"m"_s, 24);
        record.entry.outcome = store::BuildEntry::Outcome::Valid;
        record.entry.rows = 1000;
        record.entry.durationMs = 2500;
        record.entry.workers = 2;
        record.entry.spilledAtRow = 400;
        return entryOf(record);
    }

private Q_SLOTS:
    void aPlainBuildShowsItsOwnWorkAlone()
    {
        BuildEstimate estimate;
        estimate.phase = BuildPhase::Loading;
        estimate.phaseFraction = 0.25;
        const auto stands = phaseStands(progress(u"hnsw"_s, u"CREATE INDEX"_s), estimate, {{BuildPhase::Loading, 1, 4}});
        QCOMPARE(stands.size(), std::size_t(2));
        QCOMPARE(stands[0], (PhaseStand{BuildPhase::Loading, State::Now, 0.25, 3}));
        QCOMPARE(stands[1], (PhaseStand{BuildPhase::Finalizing, State::ToCome, 0, -1}));
    }
    void aConcurrentOneWaitsBeforeAndAfter()
    {
        BuildEstimate estimate;
        estimate.phase = BuildPhase::WaitingForWritersValidation;
        const auto stands = phaseStands(progress(u"ivfflat"_s, u"CREATE INDEX CONCURRENTLY"_s), estimate, {{BuildPhase::Assigning, 1, 3}, {BuildPhase::WaitingForWritersValidation, 5, 6}});
        QCOMPARE(stands.front().phase, BuildPhase::WaitingForWritersBefore);
        QCOMPARE(stands.front().state, State::Done); // too short to be seen
        QCOMPARE(stands[2], (PhaseStand{BuildPhase::Assigning, State::Done, 1, 2}));
        QCOMPARE(stands.back().phase, BuildPhase::WaitingForSnapshots);
        QCOMPARE(stands.back().state, State::ToCome);
    }
    void whatNoBuildOfItsKindHasIsShownWhereItWasSeen()
    {
        BuildEstimate estimate;
        estimate.phase = BuildPhase::WaitingForTable;
        const auto stands = phaseStands(progress(u"btree"_s, u"CREATE INDEX"_s), estimate, {});
        QCOMPARE(stands.front().phase, BuildPhase::WaitingForTable);
        QCOMPARE(stands.front().state, State::Now);
        QCOMPARE(stands.back().phase, BuildPhase::Building);
    }
    void anothersRoleShowsNothingToCome()
    {
        BuildProgress hidden;
        hidden.phase = BuildPhase::Hidden;
        BuildEstimate estimate;
        estimate.phase = BuildPhase::Hidden;
        QCOMPARE(phaseStands(hidden, estimate, {}).size(), std::size_t(1));
    }

    void aValidBuildIsAMeasurement()
    {
        const auto past = pastBuilds({entry()});
        QCOMPARE(past.size(), std::size_t(1));
        QCOMPARE(past.front().work.method, u"hnsw"_s);
        QCOMPARE(past.front().work.m, 24);
        QCOMPARE(past.front().work.efConstruction, 64);
        QCOMPARE(past.front().work.valueBytes, 264.0);
        QCOMPARE(past.front().work.rowsOnDisk, 600.0);
        QCOMPARE(past.front().seconds, 2.5);
    }
    void whatWasNotSeenToItsEndIsNone()
    {
        store::BuildEntry cancelled = entry(), left = entry(), empty = entry();
        cancelled.outcome = store::BuildEntry::Outcome::Cancelled;
        left.durationMs = -1;
        empty.rows = 0;
        QVERIFY(pastBuilds({cancelled, left, empty}).empty());
    }
};

QTEST_GUILESS_MAIN(TestBuildPhases)
#include "tst_buildphases.moc"
