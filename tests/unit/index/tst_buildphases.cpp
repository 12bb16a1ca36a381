// SPDX-License-Identifier: GPL-3.0-or-later
// The phases that a build is shown with from its beginning.
#include "index/buildphases.h"

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
};

QTEST_GUILESS_MAIN(TestBuildPhases)
#include "tst_buildphases.moc"
