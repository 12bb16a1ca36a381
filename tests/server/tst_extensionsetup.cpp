// SPDX-License-Identifier: GPL-3.0-or-later
// Setting pgvector up in databases of a real server: created, updated, moved, or refused with the next step.
#include "catalog/catalog.h"
#include "schema/extensionsetup.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::schema;

using Action = ExtensionRequest::Action;
using Obstacle = ExtensionObstacle;

class ExtensionSetupTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    QString m_database;
    int m_databases = 0;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options(m_database);
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    ExtensionState state(const QString &user = {})
    {
        return onServer([](pg::Connection &c, core::JobContext &) { return extensionState(c); }, user);
    }
    ExtensionPlan plan(Action action, const QString &schema = {}, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return planExtension(c, {action, schema}); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, user);
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql, m_database).trimmed(); }
    QString extension() { return psql(u"SELECT extversion || ' in ' || extnamespace::regnamespace FROM pg_extension WHERE extname = 'vector'"_s); }

    // What 0.8.0 declared is taken away again: the host has the script that creates its own version only.
    void createVersion074()
    {
        psql(uR"(
            CREATE EXTENSION vector;
            DO $$ DECLARE element text; BEGIN
                FOREACH element IN ARRAY ARRAY['integer', 'real', 'double precision', 'numeric'] LOOP
                    EXECUTE format('ALTER EXTENSION vector DROP CAST (%s[] AS sparsevec)', element);
                    EXECUTE format('DROP CAST (%s[] AS sparsevec)', element);
                    EXECUTE format('ALTER EXTENSION vector DROP FUNCTION array_to_sparsevec(%s[], integer, boolean)', element);
                    EXECUTE format('DROP FUNCTION array_to_sparsevec(%s[], integer, boolean)', element);
                END LOOP;
            END $$;
            UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector')"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    // A database of its own for every test, without the extension.
    void init()
    {
        m_database = u"setup%1"_s.arg(++m_databases);
        m_cluster->psql(u"CREATE DATABASE %1 TEMPLATE template0"_s.arg(m_database));
    }

    void createsItInPublicAndTakesItBack()
    {
        const ExtensionState before = state();
        QVERIFY(!before.isInstalled());
        QVERIFY(before.isOnHost());
        QCOMPARE(before.rights.database, m_database);
        const ExtensionPlan made = plan(Action::Create);
        QVERIFY(!made.refusal);
        QCOMPARE(made.change.steps.size(), 1u);
        QCOMPARE(made.change.steps[0].sql, u"CREATE EXTENSION vector SCHEMA public"_s);
        QVERIFY(apply(made.change).succeeded());
        QCOMPARE(extension(), before.pgvector.available + u" in public"_s);
        QVERIFY(state().isVisible);
        const sql::ChangeReport again = apply(made.change);
        QVERIFY(again.succeeded());
        QCOMPARE(again.steps[0].state, sql::StepState::AlreadyDone);
        QVERIFY(again.standing().empty());
        QCOMPARE(plan(Action::Create).refusal->obstacle, Obstacle::AlreadyCreated);
        QVERIFY(apply({u"undo"_s, u"vector"_s, {{.title = u"undo"_s, .sql = made.change.steps[0].undo}}}).succeeded());
        QCOMPARE(extension(), QString());
    }

    void createsItInAnySchema_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::newRow("mixed case") << u"My Types"_s;
        QTest::newRow("hostile") << u"we\"ird; --"_s;
        QTest::newRow("Chinese") << u"文档"_s;
        QTest::newRow("umlaut") << u"Größe"_s;
        QTest::newRow("63 bytes") << QString(63, u'x');
    }
    void createsItInAnySchema()
    {
        QFETCH(QString, schema);
        const ExtensionPlan made = plan(Action::Create, schema);
        QVERIFY(!made.refusal);
        QCOMPARE(made.change.steps.size(), 2u);
        const sql::ChangeReport report = apply(made.change);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const ExtensionState after = state();
        QCOMPARE(after.pgvector.schema, schema);
        QVERIFY(!after.isVisible);
        QVERIFY2(after.pgvector.libraryError.isEmpty(), qPrintable(after.pgvector.libraryError));
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"_s), u"1"_s);
    }

    void movesItAndBack()
    {
        psql(u"CREATE EXTENSION vector; CREATE TABLE t (v vector(3)); INSERT INTO t VALUES ('[1,2,3]')"_s);
        const ExtensionPlan move = plan(Action::SetSchema, u"types"_s);
        QVERIFY(!move.refusal);
        QCOMPARE(move.change.risk(), sql::Risk::Careful);
        const sql::ChangeReport report = apply(move.change);
        QVERIFY(report.succeeded());
        QCOMPARE(state().pgvector.schema, u"types"_s);
        QCOMPARE(psql(u"SELECT v FROM t"_s), u"[1,2,3]"_s);
        QCOMPARE(plan(Action::SetSchema, u"types"_s).refusal->obstacle, Obstacle::AlreadyThere);
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(state().pgvector.schema, u"public"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_namespace WHERE nspname = 'types'"_s), u"0"_s);
    }

    void aDropIsRefusedWhileAColumnUsesIt()
    {
        const ExtensionPlan made = plan(Action::Create);
        QVERIFY(apply(made.change).succeeded());
        psql(u"CREATE TABLE t (v vector(3))"_s);
        const sql::ChangeReport undo = apply({u"undo"_s, u"vector"_s, {{.title = u"undo"_s, .sql = made.change.steps[0].undo}}});
        QVERIFY(!undo.succeeded());
        QCOMPARE(undo.error->sqlState(), u"2BP01"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM t"_s), u"0"_s);
    }

    void updatesAnOlderOne()
    {
        const QString newest = state().pgvector.available;
        createVersion074();
        const ExtensionState before = state();
        QVERIFY(before.isOutdated());
        QVERIFY(before.hasUpdatePath);
        QCOMPARE(before.libraryNewer, u"0.8"_s);
        const ExtensionPlan update = plan(Action::Update);
        QVERIFY(!update.refusal);
        QCOMPARE(update.change.steps[0].sql, u"ALTER EXTENSION vector UPDATE TO '%1'"_s.arg(newest));
        QVERIFY(update.change.steps[0].undo.isEmpty());
        QVERIFY(!update.change.steps[0].undoNote.isEmpty());
        QVERIFY(!update.notes.filter(u"0.8.0: "_s).isEmpty());
        QVERIFY(apply(update.change).succeeded());
        QCOMPARE(extension(), newest + u" in public"_s);
        QCOMPARE(apply(update.change).steps[0].state, sql::StepState::AlreadyDone);
        QCOMPARE(plan(Action::Update).refusal->obstacle, Obstacle::AlreadyNewest);
        QVERIFY(state().libraryNewer.isEmpty());
    }

    void saysWhoHasToDoItWhereTheUserMayNot()
    {
        const ExtensionPlan create = plan(Action::Create, {}, u"plain"_s);
        QVERIFY(create.refusal);
        QVERIFY(create.refusal->obstacle == Obstacle::NeedsSuperuser || create.refusal->obstacle == Obstacle::NeedsCreateOnDatabase);
        QVERIFY(create.refusal->next.contains(u"CREATE EXTENSION vector"_s));
        QVERIFY(create.change.isEmpty());
        createVersion074();
        QCOMPARE(plan(Action::Update, {}, u"plain"_s).refusal->obstacle, Obstacle::NotOwner);
        const auto move = plan(Action::SetSchema, u"other"_s, u"plain"_s).refusal;
        QCOMPARE(move->obstacle, Obstacle::NotOwner);
        QVERIFY(move->next.contains(u"tester"_s));
    }

    void anOwnerMayNotMoveItIntoAForeignSchema()
    {
        psql(u"CREATE EXTENSION vector; CREATE SCHEMA closed; UPDATE pg_extension SET extowner = 'plain'::regrole WHERE extname = 'vector'"_s);
        QCOMPARE(plan(Action::SetSchema, u"closed"_s, u"plain"_s).refusal->obstacle, Obstacle::NeedsCreateOnSchema);
        QCOMPARE(plan(Action::SetSchema, u"new one"_s, u"plain"_s).refusal->obstacle, Obstacle::NeedsCreateOnDatabase);
    }

    void aTypeOfTheSameNameStandsInTheWay()
    {
        psql(u"CREATE TYPE vector AS (a int); CREATE SCHEMA free"_s);
        QCOMPARE(plan(Action::Create).refusal->obstacle, Obstacle::TypeInTheWay);
        QVERIFY(!plan(Action::Create, u"free"_s).refusal);
    }

    void badNamesAreRefused()
    {
        QCOMPARE(plan(Action::Create, QString(64, u'x')).refusal->obstacle, Obstacle::BadName);
        QCOMPARE(plan(Action::Create, u"pg_mine"_s).refusal->obstacle, Obstacle::BadName);
        QCOMPARE(plan(Action::Create, u"a\0b"_s).refusal->obstacle, Obstacle::BadName);
    }

    void aReadOnlyConnectionSaysSo()
    {
        psql(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(m_database));
        QCOMPARE(plan(Action::Create).refusal->obstacle, Obstacle::ReadOnly);
    }

    void withoutASearchPathTheSchemaHasToBeNamed()
    {
        psql(u"ALTER DATABASE %1 SET search_path = nowhere"_s.arg(m_database));
        QCOMPARE(plan(Action::Create).refusal->obstacle, Obstacle::NoSchema);
        QVERIFY(!plan(Action::Create, u"public"_s).refusal);
    }
};

QTEST_GUILESS_MAIN(ExtensionSetupTest)
#include "tst_extensionsetup.moc"
