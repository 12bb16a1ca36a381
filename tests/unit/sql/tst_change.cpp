// SPDX-License-Identifier: GPL-3.0-or-later
// A Change as data: which steps share a transaction, how it reads as a script, how careful it is.
#include "sql/changejournal.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::sql;

namespace {

ChangeStep step(const QString &title, const QString &sql)
{
    ChangeStep made{.title = title, .sql = sql};
    return made;
}

Change example()
{
    Change change{.title = u"Example"_s, .object = u"public.t"_s};
    change.steps = {step(u"Make it"_s, u"CREATE TABLE t (a int)"_s), step(u"Say so"_s, u"COMMENT ON TABLE t IS 'x'"_s),
                    step(u"Fill it"_s, u"UPDATE t SET a = 1"_s), step(u"Index it"_s, u"CREATE INDEX CONCURRENTLY t_a ON t (a)"_s),
                    step(u"Clean"_s, u"VACUUM FULL t"_s), step(u"Done"_s, u"SELECT 1"_s)};
    change.steps[0].undo = u"DROP TABLE t"_s;
    change.steps[1].undoNote = u"goes with the table"_s;
    change.steps[2].repeat = ChangeStep::Repeat::UntilNoRows;
    change.steps[3].inTransaction = false;
    change.steps[3].lock = LockLevel::ShareUpdateExclusive;
    change.steps[4].inTransaction = false;
    change.steps[4].lock = LockLevel::AccessExclusive;
    return change;
}

} // namespace

class TestChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursThatMayShareATransactionDo()
    {
        QCOMPARE(stepGroups(example()), (std::vector<StepGroup>{{0, 2, true}, {2, 3, false}, {3, 4, false}, {4, 5, false}, {5, 6, true}}));
        QVERIFY(stepGroups({}).empty());
    }

    void readsAsAScriptThatPsqlRuns()
    {
        QCOMPARE(changeScript(example()), u"-- Example\n\n"
                                          "BEGIN;\nSET LOCAL lock_timeout = '5s';\n\n"
                                          "-- Make it\nCREATE TABLE t (a int);\n\n-- Say so\nCOMMENT ON TABLE t IS 'x';\n\nCOMMIT;\n\n"
                                          "SET lock_timeout = '5s';\n\n-- Fill it\n-- Run this again and again until it affects no row.\n"
                                          "UPDATE t SET a = 1;\n\nRESET lock_timeout;\n\n"
                                          "-- Index it\nCREATE INDEX CONCURRENTLY t_a ON t (a);\n\n"
                                          "SET lock_timeout = '5s';\n\n-- Clean\nVACUUM FULL t;\n\nRESET lock_timeout;\n\n"
                                          "BEGIN;\nSET LOCAL lock_timeout = '5s';\n\n-- Done\nSELECT 1;\n\nCOMMIT;\n"_s);
    }

    void aTitleOfSeveralLinesStaysAComment()
    {
        Change change{.title = u"a\nDROP TABLE t"_s, .steps = {step(u"b\rDROP TABLE u"_s, u"SELECT 1"_s)}, .lockTimeout = 0};
        QCOMPARE(changeScript(change), u"-- a\n-- DROP TABLE t\n\nBEGIN;\n\n-- b\n-- DROP TABLE u\nSELECT 1;\n\nCOMMIT;\n"_s);
    }

    void anUndoHasItsOwnSettings()
    {
        Change change{.steps = {{.sql = u"DROP INDEX i"_s, .undo = u"CREATE INDEX CONCURRENTLY i ON t (a)"_s}, {.sql = u"DROP INDEX j"_s, .undo = u"CREATE INDEX j ON t (b)"_s}}};
        change.steps[0].undoSet = u"SET x = 'y'"_s;
        change.steps[0].undoReset = u"RESET x"_s;
        QCOMPARE(undoScript(change), u"CREATE INDEX j ON t (b);\nSET x = 'y';\nCREATE INDEX CONCURRENTLY i ON t (a);\nRESET x;\n"_s);
        ChangeReport report{.change = change};
        report.steps = {{.state = StepState::Done}, {.state = StepState::Failed}};
        QStringList back;
        for (const ChangeStep &each : report.undo().steps)
            back << each.sql + (each.inTransaction ? u" within"_s : QString());
        QCOMPARE(back, (QStringList{u"SET x = 'y'"_s, u"CREATE INDEX CONCURRENTLY i ON t (a)"_s, u"RESET x"_s}));
        report.steps[0].state = StepState::RolledBack;
        QVERIFY(report.undo().isEmpty());
    }

    void undoesLastThingsFirst()
    {
        Change change = example();
        change.steps.resize(2);
        QCOMPARE(undoScript(change), u"-- Say so: goes with the table\nDROP TABLE t;\n"_s);
        change.steps.erase(change.steps.begin());
        QCOMPARE(undoScript(change), QString());
    }

    void isAsRiskyAsItsRiskiestStep()
    {
        Change change = example();
        QCOMPARE(change.risk(), Risk::Safe);
        change.steps[4].risk = Risk::Destructive;
        change.steps[5].risk = Risk::Careful;
        QCOMPARE(change.risk(), Risk::Destructive);
    }

    void asksForTheNameInProduction()
    {
        Change change = example();
        change.steps[2].sql = u"UPDATE t SET a = 1 WHERE a IS NULL"_s;
        QCOMPARE(guardFor(change, core::Environment::Production, {}).level, Guard::Level::None);
        change.steps.push_back(step(u"Drop"_s, u"DROP INDEX t_a"_s));
        change.steps.push_back(step(u"Drop"_s, u"ALTER TABLE t DROP COLUMN a"_s));
        QCOMPARE(guardFor(change, core::Environment::Development, {}).level, Guard::Level::None);
        QCOMPARE(guardFor(change, core::Environment::Staging, {}).level, Guard::Level::Confirm);
        const Guard guard = guardFor(change, core::Environment::Production, {u"other"_s});
        QCOMPARE(guard.level, Guard::Level::TypeName);
        QCOMPARE(guard.name, u"public.t"_s);
        QVERIFY(!guard.isOpenedBy(u"public.T"_s) && guard.isOpenedBy(u"public.t"_s));
    }

    void waitsWithoutEndOnlyWhereNobodyWaitsBehind()
    {
        const Change change = example();
        QCOMPARE(lockTimeoutOf(change, change.steps[0]), 5);
        QCOMPARE(lockTimeoutOf(change, change.steps[3]), 0);
        QCOMPARE(lockTimeoutOf(change, change.steps[4]), 5);
    }

    void comesBackFromTheJournal()
    {
        ChangeReport report;
        report.change = example();
        report.change.steps[3].isLeftBehind = u"SELECT true"_s;
        report.change.steps[3].leftBehind = u"an index"_s;
        report.change.steps[3].cleanUp = u"DROP INDEX t_a"_s;
        report.change.steps[3].verify = report.change.steps[3].isDone = u"SELECT false"_s;
        report.change.steps[0].mustAffect = 1;
        report.change.steps[0].notAffected = u"somebody was quicker"_s;
        report.change.steps[0].undoNotAffected = u"somebody was later"_s;
        report.change.steps[0].undoSet = u"SET x = 'y'"_s;
        report.change.steps[0].undoReset = u"RESET x"_s;
        report.change.steps[2].hasMore = u"SELECT false"_s;
        report.change.steps[2].isTakenBack = u"SELECT true"_s;
        report.change.steps[2].whyTakenBack = u"a trigger"_s;
        report.change.steps[2].lockedRows = u"SELECT 0, NULL"_s;
        report.change.steps[4].rewritesTable = true;
        report.change.steps[3].takesParameters = true;
        report.change.steps[4].risk = Risk::Destructive;
        report.change.steps[4].riskNote = u"Größe 文档"_s;
        report.change.steps[4].lockedObject = u"t"_s;
        report.change.steps[2].expectedRows = 5'000'000'000;
        report.change.steps[2].estimate = {1.5, 3, u"5 rows"_s};
        report.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC);
        report.durationMs = 1234.5;
        report.steps.resize(report.change.steps.size());
        report.steps[0] = {.state = StepState::Done, .durationMs = 2.5, .rows = 7};
        report.steps[0].returned = {{u"id"_s, u"5"_s}, {u"Größe"_s, u"文档"_s}};
        report.steps[4] = {.state = StepState::AlreadyDone, .byEarlierRun = true};
        report.steps[1] = {.state = StepState::Failed, .message = u"no \"such\" thing"_s};
        report.error = pg::Error::client(u"no \"such\" thing"_s);
        const store::ChangeEntry entry = journalEntry(report, {{}, u"me@db"_s, u"db"_s});
        QCOMPARE(entry.outcome, store::ChangeEntry::Outcome::Failed);
        QCOMPARE(entry.script, changeScript(report.change));
        QVERIFY(entry.undoScript.contains(u"DROP TABLE t;"_s));
        QCOMPARE(entry.message, report.summary());
        const auto read = reportOf(entry);
        QVERIFY(read);
        QCOMPARE(read->change, report.change);
        QCOMPARE(read->steps, report.steps);
        QCOMPARE(read->startedAt, report.startedAt);
        QCOMPARE(read->summary(), report.summary());
        QCOMPARE(read->undo(), report.undo());
        QVERIFY(!reportOf({.report = "no JSON"}));
        QVERIFY(!reportOf({.report = "[]"}));
    }

    void keepsPasswordsOutOfTheJournal()
    {
        ChangeReport report;
        report.change.steps = {step(u"Role"_s, u"ALTER ROLE me PASSWORD 'hunter2'"_s)};
        report.steps.resize(1);
        report.steps[0] = {.state = StepState::Failed, .message = u"syntax error in PASSWORD 'hunter2'"_s};
        report.error = pg::Error::client(report.steps[0].message);
        const store::ChangeEntry entry = journalEntry(report, {});
        QVERIFY2(!(entry.script + entry.message + QString::fromUtf8(entry.report)).contains(u"hunter2"_s), qPrintable(entry.message));
    }

    void knowsWhatIsKnownOfARunThatWasKilled()
    {
        ChangeReport report;
        report.change = example();
        report.change.steps[3].undo = u"DROP INDEX CONCURRENTLY IF EXISTS t_a"_s;
        report.change.steps[3].isDone = u"SELECT true"_s;
        report.steps.resize(6);
        const auto states = [](const ChangeReport &known) {
            std::vector<StepState> all;
            for (const StepReport &step : known.steps)
                all.push_back(step.state);
            return all;
        };
        using enum StepState;
        // Within the transaction: it was never committed.
        report.steps[0].state = Done;
        report.steps[1].state = Running;
        QCOMPARE(states(brokenOff(report)), (std::vector{RolledBack, RolledBack, Waiting, Waiting, Waiting, Waiting}));
        QVERIFY(brokenOff(report).undo().isEmpty());
        // At its end: nobody knows.
        report.steps[1].state = Done;
        QCOMPARE(states(brokenOff(report)), (std::vector{Unknown, Unknown, Waiting, Waiting, Waiting, Waiting}));
        // Later: it stands.
        report.steps[2] = {.state = Running, .rows = 5};
        QCOMPARE(states(brokenOff(report)), (std::vector{Done, Done, Unknown, Waiting, Waiting, Waiting}));
        report.steps[2].state = Done;
        report.steps[3].state = Running;
        const ChangeReport known = brokenOff(report);
        QCOMPARE(states(known), (std::vector{Done, Done, Done, Unknown, Waiting, Waiting}));
        QVERIFY(!known.succeeded());
        QVERIFY2(known.summary().contains(u"“Index it”, ended without an answer: the program ended"_s), qPrintable(known.summary()));
        // Whether the index is there is asked when it is undone.
        QCOMPARE(known.undo().steps.size(), 2U);
        QCOMPARE(known.undo().steps[0].isDone, u"SELECT (SELECT true) IS NOT TRUE"_s);
        QCOMPARE(known.undo().steps[1].isDone, QString());
    }

    void undoesWhatEarlierRunsDidAndNothingElse()
    {
        Change change{.title = u"Change"_s, .object = u"t"_s};
        for (int i = 0; i < 4; ++i) {
            change.steps.push_back(step(u"Step %1"_s.arg(i), u"S%1"_s.arg(i)));
            change.steps.back().undo = u"U%1"_s.arg(i);
        }
        const auto run = [&](std::vector<StepState> states, qint64 id) {
            ChangeReport report;
            report.change = change;
            for (const StepState state : states)
                report.steps.push_back({.state = state});
            store::ChangeEntry entry = journalEntry(report, {});
            entry.id = id;
            return entry;
        };
        using enum StepState;
        // The first step was there before, the second was done by the first run, the third by the second one.
        store::ChangeEntry first = run({AlreadyDone, Done, Failed, Waiting}, 1), second = run({AlreadyDone, AlreadyDone, Done, Unknown}, 2);
        change.steps[1].undo = u"planned anew"_s;
        ChangeReport last = *reportOf(run({AlreadyDone, AlreadyDone, AlreadyDone, Done}, 3));
        ChangeReport secondReport = *reportOf(second);
        second.continues = joinEarlierRuns(secondReport, {first});
        QCOMPARE(second.continues, 1);
        store::ChangeEntry kept = journalEntry(secondReport, {});
        kept.id = 2;
        QCOMPARE(joinEarlierRuns(last, {kept, first}), 2);
        QStringList undone;
        for (const ChangeStep &each : last.undo().steps)
            undone << each.sql;
        QCOMPARE(undone, (QStringList{u"U3"_s, u"U2"_s, u"U1"_s}));
        // What was undone meanwhile, or is another Change, has no part in it.
        kept.undoneAt = first.undoneAt = QDateTime::currentDateTimeUtc();
        last = *reportOf(run({AlreadyDone, AlreadyDone, AlreadyDone, Done}, 3));
        QCOMPARE(joinEarlierRuns(last, {kept, first}), 0);
        QCOMPARE(last.undo().steps.size(), 1U);
        change.title = u"Other"_s;
        QCOMPARE(joinEarlierRuns(last, {run({Done, Done, Done, Done}, 4)}), 0);
    }

    void saysWhatSpeaksAgainstUndoing()
    {
        ChangeReport report;
        report.change = {.title = u"Change"_s, .object = u"t"_s, .steps = {step(u"A"_s, u"S"_s)}};
        report.change.steps[0].undo = u"UPDATE t SET a = 1"_s;
        report.steps = {{.state = StepState::Done}};
        store::ChangeEntry entry = journalEntry(report, {}), newer = entry;
        entry.id = 1;
        newer.id = 2;
        QCOMPARE(undoFacts(entry, {newer}).standing.size(), 1);
        QVERIFY(undoFacts(entry, {newer}).isPossible());
        newer.undoneAt = QDateTime::currentDateTimeUtc();
        QVERIFY(undoFacts(entry, {newer}).standing.isEmpty());
        QVERIFY(!undoFacts(newer, {}).isPossible());
        newer.undoneAt = {};
        newer.continues = 1;
        QCOMPARE(undoFacts(entry, {newer}).continuedBy, 2);
        newer.continues = 0;
        newer.undoes = 1;
        QVERIFY(undoFacts(entry, {newer}).isPossible()); // it failed
        newer.outcome = store::ChangeEntry::Outcome::Running;
        QCOMPARE(undoFacts(entry, {newer}).underWay, 2);
        // An undo that sees for itself whether it may.
        report.change.steps[0].mustAffect = 1;
        report.change.steps[0].undoNotAffected = u"changed since"_s;
        entry = journalEntry(report, {});
        newer.undoes = 0;
        QVERIFY(undoFacts(entry, {newer}).standing.isEmpty());
        QCOMPARE(report.undo().steps[0].mustAffect, 1);
        QCOMPARE(report.undo().steps[0].notAffected, u"changed since"_s);
    }

    void knowsWhichLocksConflict()
    {
        using enum LockLevel;
        QVERIFY(!allowsReads(AccessExclusive) && allowsReads(Exclusive) && !allowsWrites(Share) && allowsWrites(ShareUpdateExclusive));
        int conflicts = 0;
        for (int a = int(AccessShare); a <= int(AccessExclusive); ++a) {
            for (int b = int(AccessShare); b <= int(AccessExclusive); ++b) {
                QCOMPARE(conflict(LockLevel(a), LockLevel(b)), conflict(LockLevel(b), LockLevel(a)));
                conflicts += conflict(LockLevel(a), LockLevel(b));
            }
        }
        QCOMPARE(conflicts, 38); // in the manual's table
        QVERIFY(!conflict(Share, Share) && conflict(Share, RowExclusive) && conflict(ShareUpdateExclusive, ShareUpdateExclusive));
        QVERIFY(!conflict(None, AccessExclusive));
    }
};

QTEST_APPLESS_MAIN(TestChange)
#include "tst_change.moc"
