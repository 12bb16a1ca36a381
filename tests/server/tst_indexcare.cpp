// SPDX-License-Identifier: GPL-3.0-or-later
// Left-overs of builds that were cancelled or killed, found and repaired; maintenance as Changes, with what undoes it.
#include "index/invalidradar.h"
#include "index/maintenance.h"
#include "index/rebuildforecast.h"
#include "index/workerforecast.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

using Kind = InvalidIndex::Kind;

class IndexCareTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options();
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    std::vector<InvalidIndex> radar(const QString &user = {})
    {
        return onServer([](pg::Connection &c, core::JobContext &) { return invalidIndexes(c); }, user);
    }
    template<typename Make>
    CarePlan plan(Make make, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return make(c); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change)
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    }
    /// Plans, runs and expects success.
    template<typename Make>
    sql::ChangeReport carry(Make make)
    {
        const CarePlan made = plan(make);
        if (!made.refusal.isEmpty())
            qWarning("%s", qPrintable(made.refusal));
        return apply(made.change);
    }
    CarePlan repairOf(const InvalidIndex &index, Repair repair)
    {
        return plan([&](pg::Connection &c) { return planRepair(c, index, repair); });
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql).trimmed(); }
    QString invalid() { return psql(u"SELECT string_agg(indexrelid::regclass::text, ' ' ORDER BY 1) FROM pg_index WHERE NOT indisvalid"_s); }

    /// The SQLSTATE that the statement fails with.
    QString refusalOf(const QString &statement)
    {
        return onServer([&](pg::Connection &c, core::JobContext &) {
            try {
                c.exec(statement);
            } catch (const pg::Error &e) {
                return e.sqlState();
            }
            return QString();
        });
    }
    /// A session whose open transaction a concurrent statement has to wait for.
    std::unique_ptr<pg::Session> holder(const QString &statement)
    {
        auto session = m_services.session(m_cluster->options());
        session->run(u"hold"_s, [statement](pg::Connection &c, core::JobContext &) {
            c.begin();
            c.exec(statement);
        }).future.waitForFinished();
        return session;
    }
    /// Runs \p statement until \p condition holds, looks with \p meanwhile, and ends its backend.
    template<typename Meanwhile>
    void interrupt(const QString &statement, const QString &condition, Meanwhile meanwhile)
    {
        const auto session = m_services.session(m_cluster->options());
        auto task = session->run(u"doomed"_s, [statement](pg::Connection &c, core::JobContext &) { c.exec(statement); });
        QTRY_VERIFY_WITH_TIMEOUT(task.future.isFinished() || psql(u"SELECT EXISTS (SELECT FROM "_s + condition + u")"_s) == u"t"_s, 20000);
        QVERIFY2(!task.future.isFinished(), "it was not held up");
        meanwhile();
        psql(u"SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index"_s);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_progress_create_index"_s), u"0"_s, 20000);
        try {
            task.future.waitForFinished();
        } catch (const core::Error &) { // as wanted
        }
    }
    void interrupt(const QString &statement, const QString &condition)
    {
        interrupt(statement, condition, [] {});
    }
    static constexpr auto waitsForWriters = "pg_stat_progress_create_index WHERE phase LIKE 'waiting for%'";

    /// Of an index like d_hnsw, on a hundred times as many rows.
    static MeasuredBuild measured(double seconds)
    {
        MeasuredBuild build;
        build.work.method = u"hnsw"_s;
        build.work.type = {catalog::VectorKind::Vector, 3};
        build.work.valueBytes = double(*catalog::valueBytes(build.work.type));
        build.work.rows = 10'000;
        build.work.m = 16;
        build.work.efConstruction = 64;
        build.seconds = seconds;
        build.at = QDateTime::currentDateTimeUtc();
        return build;
    }

    void makeTable()
    {
        psql(u"CREATE TABLE d (id int PRIMARY KEY, category text, embedding vector(3));"
             "INSERT INTO d SELECT i, 'c', ARRAY[i, 1, 2]::vector FROM generate_series(1, 100) i; CREATE INDEX d_hnsw ON d USING hnsw (embedding vector_l2_ops)"_s);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"autovacuum = off"_s});
        m_cluster->psql(u"CREATE ROLE plain LOGIN"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void init() { psql(u"DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION vector; GRANT USAGE ON SCHEMA public TO plain"_s); }

    void findsAndRepairsABuildThatWasKilled()
    {
        makeTable();
        const auto open = holder(u"INSERT INTO d VALUES (1000)"_s);
        interrupt(u"CREATE INDEX CONCURRENTLY \"Br%1 oken\" ON d USING hnsw (embedding vector_cosine_ops)"_s, QString::fromLatin1(waitsForWriters), [&] {
            QCOMPARE(invalid(), u"\"Br%1 oken\""_s);
            QVERIFY(radar().empty()); // it is being built
            QVERIFY(radar(u"plain"_s).empty()); // who may not see that it is
        });
        open->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        const auto found = radar();
        QCOMPARE(found.size(), 1u);
        QCOMPARE(found.front().kind, Kind::Failed);
        QVERIFY2(found.front().words().startsWith(u"public.\"Br%1 oken\" of public.d is INVALID"_s), qPrintable(found.front().words()));
        QCOMPARE(usualRepair(found.front()), Repair::Rebuild);
        const auto plain = radar(u"plain"_s);
        QCOMPARE(plain.size(), 1u);
        const CarePlan refused = plan([&](pg::Connection &c) { return planRepair(c, plain.front(), Repair::Drop); }, u"plain"_s);
        QVERIFY2(refused.change.isEmpty() && refused.refusal.contains(u"belongs to “tester”"_s), qPrintable(refused.refusal));
        const CarePlan rebuild = repairOf(found.front(), Repair::Rebuild);
        QVERIFY2(!rebuild.change.steps.front().riskNote.contains(u"on disk"_s), qPrintable(rebuild.change.steps.front().riskNote)); // what is left tells nothing
        const CarePlan told = plan([&](pg::Connection &c) {
            CarePlan foretold = planRepair(c, found.front(), Repair::Rebuild);
            foretellRebuilds(c, foretold, {}, {measured(2)});
            return foretold;
        });
        const sql::ChangeStep &step = told.change.steps.front();
        QVERIFY2(step.riskNote.contains(u"about "_s) && step.riskNote.contains(u" more on disk"_s), qPrintable(step.riskNote));
        QVERIFY2(step.estimate.isKnown() && step.estimate.basis != rebuild.change.steps.front().estimate.basis, qPrintable(step.estimate.basis));
        QVERIFY2(apply(rebuild.change).succeeded(), qPrintable(rebuild.refusal));
        QCOMPARE(invalid(), QString());
        QVERIFY(radar().empty());
        const auto again = apply(rebuild.change);
        QCOMPARE(again.steps.front().state, sql::StepState::AlreadyDone);
        // What is valid by now is not dropped.
        QVERIFY(repairOf(found.front(), Repair::Drop).refusal.contains(u"valid by now"_s));
    }

    void repairsWhatReindexLeft()
    {
        makeTable();
        auto open = holder(u"INSERT INTO d VALUES (1000)"_s);
        interrupt(u"REINDEX INDEX CONCURRENTLY d_hnsw"_s, QString::fromLatin1(waitsForWriters), [&] { QVERIFY(radar().empty()); });
        open.reset();
        QCOMPARE(invalid(), u"d_hnsw_ccnew"_s);
        const auto found = radar();
        QCOMPARE(found.size(), 1u);
        QCOMPARE(found.front().kind, Kind::NewCopy);
        QCOMPARE(found.front().original, u"d_hnsw"_s);
        QCOMPARE(usualRepair(found.front()), Repair::Drop);
        const CarePlan retry = repairOf(found.front(), Repair::Rebuild);
        QCOMPARE(retry.change.steps.size(), 2u);
        QVERIFY(retry.change.steps[1].cleanUp.endsWith(u"public.d_hnsw_ccnew"_s)); // the name is free again by then
        const QString file = psql(u"SELECT pg_relation_filenode('d_hnsw')"_s);
        QVERIFY(apply(retry.change).succeeded());
        QVERIFY(psql(u"SELECT pg_relation_filenode('d_hnsw')"_s) != file);
        QCOMPARE(invalid(), QString());
        // A reader keeps it from dropping what it replaced.
        open = holder(u"LOCK TABLE d IN ACCESS SHARE MODE"_s);
        interrupt(u"REINDEX INDEX CONCURRENTLY d_hnsw"_s, u"pg_stat_progress_create_index WHERE phase LIKE 'waiting for readers%'"_s);
        open.reset();
        QCOMPARE(invalid(), u"d_hnsw_ccold"_s);
        const auto old = radar();
        QCOMPARE(old.front().kind, Kind::OldCopy);
        QVERIFY(repairOf(old.front(), Repair::Rebuild).refusal.contains(u"nothing to build"_s));
        QVERIFY(apply(repairOf(old.front(), Repair::Drop).change).succeeded());
        QCOMPARE(invalid(), QString());
    }

    void leavesAloneWhatSomebodyRepairsMeanwhile()
    {
        makeTable();
        psql(u"INSERT INTO d VALUES (2000, 'c')"_s);
        QCOMPARE(refusalOf(u"CREATE UNIQUE INDEX CONCURRENTLY d_c ON d (category)"_s), u"23505"_s);
        const auto found = radar();
        QCOMPARE(found.size(), 1u);
        const CarePlan drop = repairOf(found.front(), Repair::Drop); // its preview is open
        psql(u"DELETE FROM d WHERE id <> 1"_s);
        const auto open = holder(u"INSERT INTO d VALUES (3000, 'other')"_s);
        const auto other = m_services.session(m_cluster->options());
        auto repair = other->run(u"repair"_s, [](pg::Connection &c, core::JobContext &) { c.exec("REINDEX INDEX CONCURRENTLY d_c"); });
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT count(*) FROM "_s + QString::fromLatin1(waitsForWriters)), u"1"_s, 20000);
        const sql::StepReport refused = apply(drop.change).steps.front(); // does not wait to drop what is valid then
        QCOMPARE(refused.state, sql::StepState::Failed);
        QVERIFY2(refused.message.contains(u"another session is at work on the INVALID index public.d_c or on its table: session %1 ("_s.arg(other->backendPid())),
                 qPrintable(refused.message));
        open->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        repair.future.waitForFinished();
        QCOMPARE(invalid(), QString());
        QCOMPARE(apply(drop.change).steps.front().state, sql::StepState::AlreadyDone);
        QCOMPARE(psql(u"SELECT to_regclass('d_c') IS NOT NULL"_s), u"t"_s);
    }

    void repairsManyAtOnce()
    {
        makeTable();
        psql(u"CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX p_only ON ONLY p (id);"
             "INSERT INTO d VALUES (2000, 'c'); CREATE TABLE u (a int, long text); INSERT INTO u VALUES (1), (1)"_s);
        for (const QString &statement : {u"CREATE UNIQUE INDEX CONCURRENTLY u_a ON u (a)"_s, u"CREATE UNIQUE INDEX CONCURRENTLY d_c ON d (category)"_s})
            QCOMPARE(refusalOf(statement), u"23505"_s);
        const auto open = holder(u"INSERT INTO u VALUES (7)"_s);
        interrupt(u"REINDEX TABLE CONCURRENTLY u"_s, QString::fromLatin1(waitsForWriters));
        open->run(u"end"_s, [](pg::Connection &c, core::JobContext &) { c.rollback(); }).future.waitForFinished();
        auto found = radar();
        QVERIFY2(std::ranges::any_of(found, &InvalidIndex::isOfToast), qPrintable(invalid()));
        const auto toast = *std::ranges::find_if(found, &InvalidIndex::isOfToast);
        QCOMPARE(toast.table, u"u"_s);
        const CarePlan all = plan([&](pg::Connection &c) { return planRepairs(c, found, Repair::Drop); });
        QVERIFY2(apply(all.change).succeeded(), qPrintable(all.refusal));
        QCOMPARE(invalid(), QString());

        // A unique index that cannot be: the rebuild fails, and leaves nothing more behind.
        QCOMPARE(refusalOf(u"CREATE UNIQUE INDEX CONCURRENTLY u_a ON u (a)"_s), u"23505"_s);
        const CarePlan rebuild = repairOf(radar().front(), Repair::Rebuild);
        const auto report = apply(rebuild.change);
        QVERIFY(!report.succeeded());
        QCOMPARE(report.error->sqlState(), u"23505"_s);
        QCOMPARE(report.steps.front().state, sql::StepState::CleanedUp);
        QCOMPARE(invalid(), u"u_a"_s);
    }

    void tellsOfAPartitionedIndexThatIsNotWhole()
    {
        psql(u"CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE INDEX p_only ON ONLY p (id)"_s);
        const auto found = radar();
        QCOMPARE(found.size(), 1u);
        QCOMPARE(found.front().kind, Kind::Partitioned);
        QVERIFY(repairOf(found.front(), Repair::Rebuild).refusal.contains(u"becomes valid by itself"_s));
        const CarePlan usual = plan([&](pg::Connection &c) { return planRepairs(c, {found.front(), found.front()}); });
        QVERIFY(usual.change.isEmpty() && usual.notes.size() == 2);
        const CarePlan alone = plan([&](pg::Connection &c) { return planRepairs(c, {found.front()}); });
        QVERIFY2(alone.change.isEmpty() && alone.refusal.contains(u"goes on where it stopped"_s), qPrintable(alone.refusal));
        const CarePlan byName = plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"p_only"_s); });
        QCOMPARE(byName.change.risk(), sql::Risk::Destructive); // with the parts that it may have
        QVERIFY2(byName.change.steps.front().riskNote.contains(u"parts that are attached"_s), qPrintable(byName.change.steps.front().riskNote));
        QVERIFY(apply(repairOf(found.front(), Repair::Drop).change).succeeded());
        QVERIFY(radar().empty());
    }

    void reindexesTablesAndPartitions()
    {
        psql(u"CREATE TABLE p (id int PRIMARY KEY, embedding vector(3)) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);"
             "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200); CREATE INDEX p_h ON p USING hnsw (embedding vector_l2_ops)"_s);
        const auto sum = [&] { return psql(u"SELECT sum(pg_relation_filenode(c.oid)::int8) FROM pg_class c WHERE relkind = 'i' AND relname ~ '^p[12]'"_s); };
        const QString before = sum();
        auto report = carry([](pg::Connection &c) { return planReindex(c, u"public"_s, u"p_h"_s, {.maintenanceWorkMem = 128 << 20, .parallelWorkers = 0}); });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(report.steps.size(), 6u);
        QVERIFY(sum() != before);
        report = carry([](pg::Connection &c) { return planReindexTable(c, u"public"_s, u"p"_s); });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(report.steps.size(), 4u);
        psql(u"CREATE EXTENSION btree_gist; CREATE TABLE x (r int4range, CONSTRAINT \"no overlap\" EXCLUDE USING gist (r WITH &&))"_s);
        report = carry([](pg::Connection &c) { return planReindexTable(c, u"public"_s, u"x"_s); });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(report.change.steps.front().lock, sql::LockLevel::Share);
    }

    void rebuildsWithoutWorkersWherePgvectorMustNotHaveThem()
    {
        makeTable();
        const auto script = [](const CarePlan &made) { return sql::changeScript(made.change); };
        const auto plans = [&] {
            return QStringList{script(plan([](pg::Connection &c) { return planReindex(c, u"public"_s, u"d_hnsw"_s); })),
                               script(plan([](pg::Connection &c) { return planReindexTable(c, u"public"_s, u"d"_s); })),
                               script(plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {.reindexFirst = true}); })),
                               script(plan([](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_hnsw"_s, {{u"m"_s, u"8"_s}}, true); }))};
        };
        const QString none = u"SET max_parallel_maintenance_workers = '0'"_s;
        QVERIFY(plans().filter(none).isEmpty()); // the table is too small for workers
        psql(u"ALTER TABLE d SET (parallel_workers = 2)"_s);
        const bool isLone = mustBuildAlone(u"hnsw"_s, psql(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s));
        QCOMPARE(plans().filter(none).size(), isLone ? 4 : 0);
        const QString named = script(plan([](pg::Connection &c) { return planReindex(c, u"public"_s, u"d_hnsw"_s, {.maintenanceWorkMem = {}, .parallelWorkers = 1}); }));
        QVERIFY2(named.contains(u"SET max_parallel_maintenance_workers = '1'"_s) && !named.contains(none), qPrintable(named));
        psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'd_hnsw'::regclass"_s);
        const InvalidIndex left = radar().at(0);
        QCOMPARE(script(repairOf(left, Repair::Rebuild)).contains(none), isLone);
        QVERIFY(!script(repairOf(left, Repair::Drop)).contains(none));
        const sql::ChangeReport report = carry([&](pg::Connection &c) { return planRepairs(c, {left}); });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QVERIFY(radar().empty());
    }

    void findsTheOriginalOfACopyByNameAndContent()
    {
        const QString name(63, u'x');
        psql(u"CREATE TABLE c (a int, b text); CREATE INDEX a_idx2 ON c (a); CREATE INDEX a_idx_ccnew ON c (a); CREATE INDEX b_idx ON c (b);"
             "CREATE INDEX b_idx_ccnew ON c (b text_pattern_ops); CREATE INDEX l_idx ON c (lower(b)) WHERE a > 3; CREATE INDEX l_idx_ccold1 ON c (lower(b)) WHERE a > 3;"
             "CREATE INDEX m_idx ON c (lower(b)) WHERE a > 4; CREATE INDEX m_idx_ccnew ON c (lower(b)) WHERE a > 3;"
             "CREATE INDEX %1 ON c (a, b); CREATE INDEX %2_ccnew ON c (a, b);"
             "UPDATE pg_index SET indisvalid = false WHERE indexrelid::regclass::text ~ '_cc(new|old)'"_s.arg(name, name.left(57)));
        QStringList originals;
        const std::vector<InvalidIndex> left = radar();
        for (const InvalidIndex &each : left)
            originals << each.name.left(11) + u' ' + each.original.left(5);
        QCOMPARE(originals, (QStringList{u"a_idx_ccnew "_s, u"b_idx_ccnew "_s, u"l_idx_ccold l_idx"_s, u"m_idx_ccnew "_s, u"xxxxxxxxxxx xxxxx"_s}));
        QVERIFY(repairOf(left.front(), Repair::Rebuild).refusal.contains(u"not there any more"_s));
        psql(u"DROP TABLE c"_s);
    }

    void keepsWhatReplicationAndForeignKeysRestOn()
    {
        psql(u"CREATE TABLE c (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX c_a ON c (a); CREATE UNIQUE INDEX c_b ON c (b); ALTER TABLE c REPLICA IDENTITY USING INDEX c_a;"
             "CREATE TABLE refers (b int CONSTRAINT \"to b\" REFERENCES c (b))"_s);
        CarePlan drop = plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"c_a"_s); });
        QVERIFY2(drop.refusal.contains(u"replica identity of public.c"_s) && drop.change.isEmpty(), qPrintable(drop.refusal));
        drop = plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"c_b"_s); });
        QVERIFY2(drop.refusal.contains(u"\"to b\" of refers"_s) && drop.change.isEmpty(), qPrintable(drop.refusal));
        psql(u"DROP TABLE refers; ALTER TABLE c REPLICA IDENTITY DEFAULT"_s);
        QVERIFY(plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"c_b"_s); }).refusal.isEmpty());
        psql(u"DROP TABLE c"_s);
    }

    void toldOfAnInvalidIndexForAsLongAsItIs()
    {
        makeTable();
        psql(u"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'd_hnsw'::regclass"_s);
        const auto invalid = radar();
        const QString words = u"The build of public.d_hnsw did not end well: the index is INVALID."_s;
        QVERIFY(stillHolds(words, invalid));
        QVERIFY(!stillHolds(words, {}));
        QVERIFY(!stillHolds(u"The build of public.other did not end well: the index is INVALID."_s, invalid));
        QVERIFY(stillHolds(u"The build of public.d_hnsw was cancelled."_s, {}));
    }

    void vacuumsAnalysesAndWarms()
    {
        makeTable();
        psql(u"DELETE FROM d WHERE id % 3 = 0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'd'"_s), u"33"_s, 20000);
        CarePlan vacuum = plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {}); });
        QVERIFY2(vacuum.notes.value(0).contains(u"HNSW is slow to vacuum"_s), qPrintable(vacuum.notes.join(u'\n')));
        vacuum = plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {.reindexFirst = true}); });
        QCOMPARE(vacuum.change.steps.size(), 2u);
        QVERIFY(apply(vacuum.change).succeeded());
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'd' AND last_vacuum IS NOT NULL AND last_analyze IS NOT NULL"_s), u"0"_s, 20000);
        QVERIFY(carry([](pg::Connection &c) { return planAnalyze(c, u"public"_s, u"d"_s); }).succeeded());
        QVERIFY(plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {}); }, u"plain"_s).refusal.contains(u"not a member"_s));
        const auto warm = carry([](pg::Connection &c) { return planPrewarm(c, u"public"_s, u"d_hnsw"_s); });
        QVERIFY2(warm.succeeded() && warm.steps.size() == 2, qPrintable(warm.summary()));
        QVERIFY(apply(warm.undo()).succeeded());
        QCOMPARE(psql(u"SELECT count(*) FROM pg_extension WHERE extname = 'pg_prewarm'"_s), u"0"_s);
        QVERIFY(plan([](pg::Connection &c) { return planPrewarm(c, u"public"_s, u"d_hnsw"_s); }, u"plain"_s).refusal.contains(u"superuser"_s));
    }

    void saysWhoKeepsTheTable()
    {
        makeTable();
        const auto keeper = holder(u"LOCK TABLE d IN SHARE MODE"_s);
        CarePlan vacuum = plan([](pg::Connection &c) { return planVacuum(c, u"public"_s, u"d"_s, {}); });
        vacuum.change.lockTimeout = 1;
        const auto report = apply(vacuum.change);
        QCOMPARE(report.error ? report.error->sqlState() : QString(), u"55P03"_s);
        QVERIFY2(report.summary().contains(u"within 1 s"_s) && report.summary().contains(u"session %1 ("_s.arg(keeper->backendPid())), qPrintable(report.summary()));
    }

    void changesAndUndoesChanges()
    {
        makeTable();
        const auto definition = [&] { return psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'd_hnsw'"_s); };
        const QString before = definition();
        auto report = carry([](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_hnsw"_s, {{u"m"_s, u"8"_s}, {u"ef_construction"_s, u"32"_s}}, true); });
        QVERIFY2(report.succeeded() && report.steps.size() == 3, qPrintable(report.summary()));
        QVERIFY2(definition().endsWith(u"WITH (m='8', ef_construction='32')"_s), qPrintable(definition()));
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(definition(), before);
        // What the build alone would say of is refused before anything is set.
        using Options = std::vector<std::pair<QString, std::optional<QString>>>;
        for (const auto &[wrong, why] : std::vector<std::pair<Options, QString>>{
                 {{{u"m"_s, u"200"_s}}, u"m is a number from 2 to 100, not “200”."_s},
                 {{{u"m"_s, u"90"_s}, {u"ef_construction"_s, u"64"_s}}, u"Set ef_construction to 180 or more as well, or a smaller m."_s},
                 {{{u"m"_s, u"90"_s}}, u"180 for m = 90, not 64"_s},
                 {{{u"m"_s, u"8; drop table d"_s}}, u"not “8; drop table d”"_s},
                 {{{u"m"_s, u"8"_s}, {u"m"_s, u"9"_s}}, u"named twice"_s},
                 {{{u"lists"_s, u"10"_s}}, u"HNSW has no option “lists”."_s}}) {
            const CarePlan made = plan([&wrong](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_hnsw"_s, wrong, true); });
            QVERIFY2(made.refusal.contains(why) && made.change.isEmpty(), qPrintable(made.refusal));
        }
        const auto ofPrimary = [](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_pkey"_s, {{u"m"_s, u"8"_s}}, false); };
        QVERIFY(plan(ofPrimary).refusal.contains(u"no option “m”"_s));
        psql(u"ALTER INDEX d_hnsw SET (m = 90)"_s);
        const auto anew = [](pg::Connection &c) { return planReindex(c, u"public"_s, u"d_hnsw"_s); };
        QVERIFY2(plan(anew).refusal.contains(u"180 for m = 90"_s), qPrintable(plan(anew).refusal));
        const CarePlan cure = plan([](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_hnsw"_s, {{u"ef_construction"_s, u"180"_s}}, true); });
        QVERIFY2(cure.refusal.isEmpty() && cure.change.steps.size() == 2, qPrintable(cure.refusal));
        psql(u"ALTER INDEX d_hnsw RESET (m)"_s);
        QVERIFY(plan([](pg::Connection &c) { return planSetOptions(c, u"public"_s, u"d_hnsw"_s, {{u"m"_s, u"8"_s}}, false); }).notes.value(0).contains(u"until it is built anew"_s));

        report = carry([](pg::Connection &c) { return planRename(c, u"public"_s, u"d_hnsw"_s, u"Neu %1 \"x\""_s); });
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_class WHERE relname = 'Neu %1 \"x\"'"_s), u"1"_s);
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(definition(), before);
        QVERIFY(plan([](pg::Connection &c) { return planRename(c, u"public"_s, u"d_hnsw"_s, u"d_pkey"_s); }).refusal.contains(u"already"_s));

        report = carry([](pg::Connection &c) { return planParallelWorkers(c, u"public"_s, u"d"_s, 3); });
        QCOMPARE(psql(u"SELECT reloptions FROM pg_class WHERE relname = 'd'"_s), u"{parallel_workers=3}"_s);
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(psql(u"SELECT reloptions FROM pg_class WHERE relname = 'd'"_s), QString());

        report = carry([](pg::Connection &c) { return planDrop(c, u"public"_s, u"d_hnsw"_s); });
        QVERIFY(report.succeeded());
        QCOMPARE(definition(), QString());
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(definition(), before);
        QVERIFY(plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"d_pkey"_s); }).refusal.contains(u"DROP CONSTRAINT"_s));
        QVERIFY(plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"nowhere"_s); }).refusal.contains(u"no index"_s));
        QVERIFY(plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"d_hnsw"_s); }, u"plain"_s).refusal.contains(u"not a member"_s));
    }

    void movesToAnotherTablespace()
    {
        makeTable();
        const QString place = psql(u"SHOW data_directory"_s) + u"/../fast"_s;
        psql(u"COPY (SELECT 1) TO PROGRAM 'mkdir -p %1'; SELECT 1"_s.arg(place));
        psql(u"CREATE TABLESPACE \"fa st\" LOCATION '%1'"_s.arg(place));
        const auto where = [&] { return psql(u"SELECT tablespace FROM pg_indexes WHERE indexname = 'd_hnsw'"_s); };
        for (const bool copies : {false, true}) {
            const auto report = carry([&](pg::Connection &c) { return planSetTablespace(c, u"public"_s, u"d_hnsw"_s, u"fa st"_s, copies); });
            QVERIFY2(report.succeeded(), qPrintable(report.summary()));
            QCOMPARE(where(), u"fa st"_s);
            const auto dropped = carry([](pg::Connection &c) { return planDrop(c, u"public"_s, u"d_hnsw"_s); });
            QVERIFY(apply(dropped.undo()).succeeded());
            QCOMPARE(where(), u"fa st"_s);
            QVERIFY(apply(report.undo()).succeeded());
            QCOMPARE(where(), QString());
        }
        psql(u"ALTER TABLE d SET (parallel_workers = 2)"_s);
        const auto moved = carry([](pg::Connection &c) { return planSetTablespace(c, u"public"_s, u"d_hnsw"_s, u"fa st"_s); });
        const auto dropped = plan([](pg::Connection &c) { return planDrop(c, u"public"_s, u"d_hnsw"_s); });
        psql(u"ALTER TABLE d RESET (parallel_workers)"_s);
        const bool isLone = mustBuildAlone(u"hnsw"_s, psql(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s));
        // What was unsafe there is so on the way back, also where the move came to no end.
        sql::ChangeReport broken = moved;
        broken.steps.back().state = isLone ? sql::StepState::Failed : broken.steps.back().state;
        for (const sql::Change &undo : {moved.undo(), broken.undo()}) {
            QStringList back;
            for (const sql::ChangeStep &step : undo.steps)
                back << step.sql;
            QCOMPARE(back.size(), isLone ? 3 : 1);
            QCOMPARE(back.first() == u"SET max_parallel_maintenance_workers = '0'"_s, isLone);
            QCOMPARE(back.last() == u"RESET max_parallel_maintenance_workers"_s, isLone);
        }
        QCOMPARE(sql::undoScript(dropped.change).startsWith(u"SET max_parallel_maintenance_workers = '0';\nCREATE INDEX CONCURRENTLY d_hnsw "_s), isLone); // a drop's as well
        QCOMPARE(dropped.change.steps.size(), 1);
        QVERIFY(apply(moved.undo()).succeeded());
        QCOMPARE(where(), QString());
        QVERIFY(plan([](pg::Connection &c) { return planSetTablespace(c, u"public"_s, u"d_hnsw"_s, u"none"_s); }).refusal.contains(u"no tablespace"_s));
    }
};

QTEST_GUILESS_MAIN(IndexCareTest)
#include "tst_indexcare.moc"
