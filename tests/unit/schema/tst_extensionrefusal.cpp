// SPDX-License-Identifier: GPL-3.0-or-later
// Why the extension cannot be created or updated, told from what a server says of itself: states that no test server is in.
#include "schema/extensionsetup.h"
#include "sql/names.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::schema;
using namespace quiver::sql;

using Action = ExtensionRequest::Action;
using Obstacle = ExtensionObstacle;
using catalog::ManagedService;

namespace {

// A database without the extension on a host that has it, seen by a superuser.
ExtensionState sound()
{
    ExtensionState state;
    state.serverVersion = 150018;
    state.serverVersionText = u"15.18 (Debian 15.18-0+deb12u1)"_s;
    state.platform = u"PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu"_s;
    state.pgvector.available = u"0.8.6"_s;
    state.rights.user = u"anna"_s;
    state.rights.database = u"shop"_s;
    state.rights.superuser = true;
    return state;
}

ExtensionState installed(const QString &version)
{
    ExtensionState state = sound();
    state.pgvector.installed = version;
    state.hasUpdatePath = true;
    state.audit = catalog::auditPgvector({version, state.pgvector.available, {}, state.serverVersion, 64});
    return state;
}

Obstacle obstacleOf(const ExtensionState &state, Action action)
{
    const auto refusal = refusalOf(state, action);
    return refusal ? refusal->obstacle : Obstacle(-1);
}

} // namespace

class ExtensionRefusalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSuperuserMayCreateItWhereTheHostHasIt() { QVERIFY(!refusalOf(sound(), Action::Create)); }

    void aHostWithoutItNamesThePackage()
    {
        ExtensionState state = sound();
        state.pgvector.available.clear();
        const auto refusal = refusalOf(state, Action::Create);
        QCOMPARE(refusal->obstacle, Obstacle::NotOnHost);
        QVERIFY2(refusal->next.contains(u"postgresql-15-pgvector"_s), qPrintable(refusal->next));
        state.surroundings.service = ManagedService::Azure;
        QVERIFY(refusalOf(state, Action::Create)->next.contains(u"azure.extensions"_s));
        state.surroundings.service = ManagedService::CockroachDb;
        QCOMPARE(obstacleOf(state, Action::Create), Obstacle::BuiltIn);
    }

    void aTrustedVersionNeedsCreateOnTheDatabase()
    {
        ExtensionState state = sound();
        state.rights.superuser = false;
        QCOMPARE(obstacleOf(state, Action::Create), Obstacle::NeedsSuperuser);
        state.isTrusted = true;
        state.needsSuperuser = false;
        QCOMPARE(obstacleOf(state, Action::Create), Obstacle::NeedsCreateOnDatabase);
        state.rights.canCreateSchema = true;
        QVERIFY(!refusalOf(state, Action::Create));
    }

    void aServiceDecidesByItselfWhoMay()
    {
        ExtensionState state = sound();
        state.rights.superuser = false;
        state.surroundings.service = ManagedService::AmazonRds;
        const auto refusal = refusalOf(state, Action::Create);
        QCOMPARE(refusal->obstacle, Obstacle::NeedsCreateOnDatabase);
        QVERIFY(refusal->next.contains(u"rds_superuser"_s));
        state.rights.canCreateSchema = true;
        QVERIFY(!refusalOf(state, Action::Create));
    }

    void standbyAndReadOnlyComeFirst()
    {
        ExtensionState state = sound();
        state.pgvector.available.clear();
        state.readOnly = true;
        QCOMPARE(obstacleOf(state, Action::Create), Obstacle::ReadOnly);
        state.inRecovery = true;
        QCOMPARE(obstacleOf(state, Action::Create), Obstacle::Standby);
        QCOMPARE(obstacleOf(state, Action::Update), Obstacle::Standby);
    }

    void updatesOnlyToANewerVersionThatTheFilesLeadTo()
    {
        QVERIFY(!refusalOf(installed(u"0.7.4"_s), Action::Update));
        QCOMPARE(obstacleOf(installed(u"0.8.6"_s), Action::Update), Obstacle::AlreadyNewest);
        QCOMPARE(obstacleOf(installed(u"0.8.10"_s), Action::Update), Obstacle::HostIsOlder);
        QCOMPARE(obstacleOf(sound(), Action::Update), Obstacle::NotCreated);
        ExtensionState state = installed(u"0.7.4"_s);
        state.hasUpdatePath = false;
        QCOMPARE(obstacleOf(state, Action::Update), Obstacle::NoUpdatePath);
        state = installed(u"0.7.4"_s);
        state.pgvector.available.clear();
        state.audit.updateExtension = false;
        QCOMPARE(obstacleOf(state, Action::Update), Obstacle::NotOnHost);
    }

    void aVersionThatCannotMoveSaysSo()
    {
        ExtensionState state = installed(u"0.8.6"_s);
        state.isRelocatable = false;
        QCOMPARE(obstacleOf(state, Action::SetSchema), Obstacle::NotRelocatable);
        QCOMPARE(obstacleOf(sound(), Action::SetSchema), Obstacle::NotCreated);
    }

    void everyRefusalSaysWhatToDoNext()
    {
        ExtensionState none = sound();
        none.pgvector.available.clear();
        ExtensionState guest = sound();
        guest.rights.superuser = false;
        for (const ExtensionState &state : {none, guest, installed(u"0.8.6"_s), installed(u"0.9"_s)}) {
            for (const Action action : {Action::Create, Action::Update, Action::SetSchema}) {
                const auto refusal = refusalOf(state, action);
                QVERIFY(!refusal || (!refusal->what.isEmpty() && !refusal->next.isEmpty()));
            }
        }
    }

    void theLikelyWayToInstallComesFirst_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("platform");
        QTest::addColumn<QString>("command");
        QTest::newRow("Debian") << u"16.3 (Debian 16.3-1.pgdg120+1)"_s << u"PostgreSQL 16.3 on x86_64-pc-linux-gnu"_s << u"postgresql-16-pgvector"_s;
        QTest::newRow("Red Hat") << u"16.3"_s << u"PostgreSQL 16.3 on x86_64, compiled by gcc (GCC) 8.5.0 (Red Hat 8.5.0-20)"_s << u"pgvector_16"_s;
        QTest::newRow("macOS") << u"16.3 (Homebrew)"_s << u"PostgreSQL 16.3 on aarch64-apple-darwin23"_s << u"brew"_s;
        QTest::newRow("Windows") << u"16.3"_s << u"PostgreSQL 16.3, compiled by Visual C++ build 1938, 64-bit"_s << u"nmake"_s;
        QTest::newRow("Alpine") << u"16.3"_s << u"PostgreSQL 16.3 on x86_64-pc-linux-musl, compiled by gcc (Alpine 13.2.1)"_s << u"apk"_s;
    }
    void theLikelyWayToInstallComesFirst()
    {
        QFETCH(QString, version);
        QFETCH(QString, platform);
        QFETCH(QString, command);
        const auto ways = installWays(ManagedService::SelfManaged, 160003, version, platform);
        QVERIFY(ways.front().isLikely);
        QVERIFY(ways.front().command.contains(command));
        QVERIFY(ways.size() > 5);
    }

    void tellsWhatVersionsBrought()
    {
        QCOMPARE(versionNews(u"0.8.0"_s, u"0.8.0"_s), QStringList());
        QCOMPARE(versionNews(u"0.7.4"_s, u"0.8.1"_s).size(), 2);
        QVERIFY(versionNews(u"0.6.2"_s, u"0.7.0"_s).first().startsWith(u"0.7.0: halfvec"_s));
    }

    void cutsMadeNamesAtAWholeCharacter()
    {
        QCOMPARE(madeName(u"documents"_s, u"embedding"_s, u"check"_s), u"documents_embedding_check"_s);
        QCOMPARE(madeName(u"t"_s, {}, u"idx"_s), u"t_idx"_s);
        const QString made = madeName(QString(21, u'文'), u"embedding"_s, u"check"_s);
        QVERIFY(made.toUtf8().size() <= maxNameBytes);
        QVERIFY(made.endsWith(u"_embedding_check"_s));
        QString ducks;
        for (int i = 0; i < 15; ++i)
            ducks += u"🦆"_s;
        const QString pairs = madeName(ducks, {}, u"idx"_s);
        QVERIFY(pairs.isValidUtf16());
        QVERIFY(pairs.toUtf8().size() <= maxNameBytes);
        QCOMPARE(freeName(u"a"_s, {u"a"_s, u"a1"_s}), u"a2"_s);
        const QString longest(maxNameBytes, u'x');
        QCOMPARE(freeName(longest, {longest}), longest.chopped(1) + u'1');
    }

    void knowsWhichNamesAServerTakes()
    {
        QVERIFY(nameProblem(u"we\"ird; --"_s).isEmpty());
        QVERIFY(nameProblem(QString(63, u'x')).isEmpty());
        QVERIFY(!nameProblem(QString(64, u'x')).isEmpty());
        QVERIFY(!nameProblem(QString(22, u'文')).isEmpty());
        QVERIFY(!nameProblem({}).isEmpty());
        QVERIFY(!nameProblem(u"a\0b"_s).isEmpty());
        QVERIFY(!nameProblem(QString(QChar(0xD800))).isEmpty());
        QVERIFY(!schemaNameProblem(u"pg_mine"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(ExtensionRefusalTest)
#include "tst_extensionrefusal.moc"
