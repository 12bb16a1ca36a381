// SPDX-License-Identifier: GPL-3.0-or-later
// Which known defects a version of pgvector has, and what mends them.
#include "catalog/companions.h"
#include "catalog/connectiontest.h"
#include "catalog/statements.h"
#include "catalog/versionaudit.h"

#include <QTest>
#include <QVersionNumber>

using namespace Qt::StringLiterals;
using namespace quiver;
using catalog::AuditInput;
using catalog::VersionAudit;

class VersionAuditTest : public QObject
{
    Q_OBJECT

    // "0.8.2 CVE-2026-3172", newest first; a defect of the past in parentheses.
    static QStringList told(const VersionAudit &audit)
    {
        QStringList lines;
        for (const catalog::AuditFinding &finding : audit.findings) {
            QString line = QString::fromLatin1(finding.defect.fixedIn);
            if (*finding.defect.reference)
                line += u' ' + QString::fromLatin1(finding.defect.reference);
            lines << (finding.present ? line : u'(' + line + u')');
        }
        return lines;
    }

private Q_SLOTS:
    void tellsTheDefects_data()
    {
        QTest::addColumn<QString>("installed");
        QTest::addColumn<QString>("available");
        QTest::addColumn<QString>("loaded");
        QTest::addColumn<int>("server");
        QTest::addColumn<int>("bits");
        QTest::addColumn<QStringList>("defects");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char *name, const char *installed, const char *available,
                            const QStringList &defects, const char *wanted, int server = 150000,
                            int bits = 64, const char *loaded = "") {
            QTest::newRow(name) << QString::fromLatin1(installed) << QString::fromLatin1(available)
                                << QString::fromLatin1(loaded) << server << bits << defects
                                << QString::fromLatin1(wanted);
        };
        const QStringList of08{u"0.8.7 #1010"_s, u"0.8.4 #993"_s, u"0.8.3 #988"_s, u"0.8.2 CVE-2026-3172"_s};
        row("newest", "0.8.7", "0.8.7", {}, "");
        row("of the future", "0.9.0", "0.9.0", {}, "");
        row("numbers, not text", "0.8.10", "0.8.10", {}, "");
        row("0.8.6", "0.8.6", "0.8.6", {u"0.8.7 #1010"_s}, "0.8.7");
        row("Debian 12", "0.8.0", "0.8.0", of08, "0.8.7");
        row("a suffix", "0.8.0-dev", "0.8.0-dev", of08, "0.8.7");
        row("32 bits", "0.8.5", "0.8.5", {u"0.8.7 #1010"_s, u"0.8.6 CVE-2026-18022"_s}, "0.8.7", 150000, 32);
        row("bits not known", "0.8.5", "0.8.5", {u"0.8.7 #1010"_s}, "0.8.7", 150000, 0);
        row("bit vectors on 18", "0.8.2", "0.8.2",
            {u"0.8.7 #1010"_s, u"0.8.4 #993"_s, u"0.8.3"_s, u"0.8.3 #988"_s}, "0.8.7", 180000);
        row("no HNSW yet", "0.4.4", "0.4.4", {u"0.7.2"_s, u"0.6.1"_s, u"0.6.1"_s, u"0.5.0"_s}, "0.7.2");
        // CVE-2026-3172 came with parallel builds in 0.6.0.
        row("serial HNSW", "0.5.1", "0.5.1",
            {u"0.8.7 #1010"_s, u"0.8.4 #993"_s, u"0.8.3 #988"_s, u"0.7.2"_s, u"0.6.1"_s, u"0.6.1"_s},
            "0.8.7");
        row("ivfflat damage", "0.3.0", "0.3.0",
            {u"0.7.2"_s, u"0.6.1"_s, u"0.6.1"_s, u"0.5.0"_s, u"0.4.4"_s, u"0.4.3"_s, u"0.3.1"_s,
             u"0.3.1 #41"_s},
            "0.7.2");
        // The library on the host is sound, the extension was not updated: the code is, the old indexes may not be.
        row("package upgraded", "0.8.0", "0.8.7", {u"(0.8.7 #1010)"_s, u"(0.8.4 #993)"_s, u"(0.8.3 #988)"_s},
            "");
        row("half upgraded", "0.8.0", "0.8.3", {u"0.8.7 #1010"_s, u"0.8.4 #993"_s, u"(0.8.3 #988)"_s},
            "0.8.7");
        row("old library loaded", "0.8.7", "0.8.7", of08, "0.8.7", 180000 - 10000, 64, "0.8.1");
        row("declarations", "0.6.0", "0.8.7",
            {u"(0.8.7 #1010)"_s, u"(0.8.4 #993)"_s, u"(0.8.3 #988)"_s, u"(0.7.4)"_s, u"(0.7.2)"_s,
             u"0.6.1"_s},
            "0.6.1");
        row("not created yet", "", "0.8.5", {u"0.8.7 #1010"_s}, "0.8.7");
        row("a managed service without files", "0.8.6", "", {u"0.8.7 #1010"_s}, "0.8.7");
    }
    void tellsTheDefects()
    {
        QFETCH(QString, installed);
        QFETCH(QString, available);
        QFETCH(QString, loaded);
        QFETCH(int, server);
        QFETCH(int, bits);
        QFETCH(QStringList, defects);
        QFETCH(QString, wanted);
        const VersionAudit audit = catalog::auditPgvector({installed, available, loaded, server, bits});
        QVERIFY(audit.known);
        QCOMPARE(told(audit), defects);
        QCOMPARE(audit.wanted, wanted);
        QCOMPARE(audit.isClean(), defects.isEmpty());
    }

    void saysNothingOfAnUnknownVersion()
    {
        const VersionAudit audit = catalog::auditPgvector({u"trunk"_s, {}, {}, 160000, 64});
        QVERIFY(!audit.known);
        QVERIFY(!audit.isClean());
        QVERIFY(audit.findings.isEmpty());
        QVERIFY(!catalog::auditPgvector({}).known);
    }

    void saysWhatToDo()
    {
        const VersionAudit old = catalog::auditPgvector({u"0.8.0"_s, u"0.8.0"_s, {}, 150000, 64});
        QVERIFY(old.upgradePackage);
        QVERIFY(!old.updateExtension);
        QVERIFY(old.hasVulnerability());
        QCOMPARE(old.methodsToReindex(), QStringList{u"hnsw"_s});

        const VersionAudit lagging = catalog::auditPgvector({u"0.8.0"_s, u"0.8.7"_s, {}, 150000, 64});
        QVERIFY(!lagging.upgradePackage);
        QVERIFY(lagging.updateExtension);
        QVERIFY(!lagging.hasVulnerability());
        QVERIFY(lagging.hasCorruption());

        const VersionAudit downgraded = catalog::auditPgvector({u"0.8.7"_s, u"0.8.5"_s, {}, 150000, 64});
        QVERIFY(downgraded.extensionIsAhead);
        QVERIFY(downgraded.upgradePackage);

        const VersionAudit preloaded =
            catalog::auditPgvector({u"0.8.7"_s, u"0.8.7"_s, u"0.8.1"_s, 180000, 64});
        QVERIFY(preloaded.libraryDiffers);
        QVERIFY(!preloaded.upgradePackage);
    }

    void mendsOnlyWhatIsAffected()
    {
        catalog::PgvectorState pgvector;
        pgvector.installed = u"0.8.0"_s;
        pgvector.annIndexes = {{u"public"_s, u"Items"_s, u"hnsw"_s, false},
                               {u"public"_s, u"lists"_s, u"ivfflat"_s, false}};
        const VersionAudit audit = catalog::auditPgvector({u"0.8.0"_s, u"0.8.0"_s, {}, 150000, 64});
        QCOMPARE(catalog::repairStatements(audit, pgvector),
                 (QStringList{u"ALTER EXTENSION vector UPDATE;"_s,
                              u"REINDEX INDEX CONCURRENTLY public.\"Items\";"_s}));
        pgvector.installed = u"0.7.1"_s; // indexes of unlogged tables, whichever their method
        pgvector.annIndexes = {{u"s"_s, u"lists"_s, u"ivfflat"_s, true},
                               {u"s"_s, u"others"_s, u"ivfflat"_s, false}};
        QCOMPARE(
            catalog::repairStatements(catalog::auditPgvector({u"0.7.1"_s, u"0.8.7"_s, {}, 150000, 64}),
                                      pgvector),
            (QStringList{u"ALTER EXTENSION vector UPDATE;"_s, u"REINDEX INDEX CONCURRENTLY s.lists;"_s}));
        pgvector.installed.clear();
        QVERIFY(catalog::repairStatements(audit, pgvector).isEmpty());
    }

    void everyDefectIsWhole()
    {
        QVersionNumber before;
        for (const catalog::Defect &defect : catalog::pgvectorDefects()) {
            const QVersionNumber fixed = QVersionNumber::fromString(QString::fromLatin1(defect.fixedIn));
            QVERIFY(fixed >= before); // oldest first
            before = fixed;
            QVERIFY(*defect.what);
            if (defect.kind == catalog::DefectKind::Vulnerability)
                QVERIFY(QByteArray(defect.reference).startsWith("CVE-"));
            if (*defect.since)
                QVERIFY(QVersionNumber::fromString(QString::fromLatin1(defect.since)) < fixed);
        }
    }

    void knowsWhenMajorsEnd()
    {
        QCOMPARE(catalog::endOfLife(13), QDate(2025, 11, 13));
        for (int major = 14; major <= 18; ++major)
            QVERIFY(catalog::endOfLife(major) > catalog::endOfLife(major - 1));
        QVERIFY(!catalog::endOfLife(99).isValid());
    }

    void recognisesServices_data()
    {
        using Service = catalog::ManagedService;
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("marks");
        QTest::addColumn<int>("service");
        const QString plain = u"PostgreSQL 16.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit"_s;
        const auto row = [](const char *name, const QString &version, const QStringList &marks,
                            Service service) { QTest::newRow(name) << version << marks << int(service); };
        row("one's own", plain, {}, Service::SelfManaged);
        row("RDS", plain, {u"rds.extensions"_s, u"rdsadmin"_s}, Service::AmazonRds);
        row("Aurora is RDS, too", plain, {u"rds.extensions"_s, u"apg_plan_mgmt.x"_s}, Service::AmazonAurora);
        row("Cloud SQL", plain, {u"cloudsqlsuperuser"_s}, Service::GoogleCloudSql);
        row("AlloyDB has its roles, too", plain, {u"cloudsqladmin"_s, u"alloydbsuperuser"_s},
            Service::GoogleAlloyDb);
        row("Azure", plain, {u"azure_pg_admin"_s}, Service::Azure);
        row("Neon", plain, {u"neon_superuser"_s}, Service::Neon);
        row("Supabase", plain, {u"supabase_admin"_s}, Service::Supabase);
        row("Tiger Cloud", plain, {u"tsdbadmin"_s}, Service::TigerCloud);
        row("YugabyteDB", u"PostgreSQL 15.2-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu, 64-bit"_s, {},
            Service::YugabyteDb);
    }
    void recognisesServices()
    {
        QFETCH(QString, version);
        QFETCH(QStringList, marks);
        QFETCH(int, service);
        QCOMPARE(int(catalog::managedService(version, marks)), service);
        QCOMPARE(catalog::serverBits(version), 64);
    }

    void tellsWhichRoleFits()
    {
        catalog::ServerRole primary, readOnly, standby;
        readOnly.defaultReadOnly = true;
        standby.inRecovery = true;
        const auto fits = [&](const QString &wanted) {
            return QList<bool>{catalog::fitsRole(wanted, primary), catalog::fitsRole(wanted, readOnly),
                               catalog::fitsRole(wanted, standby)};
        };
        QCOMPARE(fits(u"any"_s), (QList<bool>{true, true, true}));
        QCOMPARE(fits(u"read-write"_s), (QList<bool>{true, false, false}));
        QCOMPARE(fits(u"read-only"_s), (QList<bool>{false, true, true}));
        QCOMPARE(fits(u"primary"_s), (QList<bool>{true, true, false}));
        QCOMPARE(fits(u"standby"_s), (QList<bool>{false, false, true}));
        QCOMPARE(fits(u"prefer-standby"_s), (QList<bool>{true, true, true}));
    }

    void takesTheMedian()
    {
        QCOMPARE(catalog::roundTripsOf({3, 1, 2}), (catalog::RoundTrips{2, 1, 3, 3}));
        QCOMPARE(catalog::roundTripsOf({4, 1, 2, 3}), (catalog::RoundTrips{2.5, 1, 4, 4}));
        QCOMPARE(catalog::roundTripsOf({}), catalog::RoundTrips());
    }
};

QTEST_GUILESS_MAIN(VersionAuditTest)
#include "tst_versionaudit.moc"
