// SPDX-License-Identifier: GPL-3.0-or-later
// Migrations on a real server: up, down, and a history that is true whatever happens in between.
#include "migrations/migrationwriter.h"
#include "support/migrationbench.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::migrations;
using State = MigrationOutcome::State;
using test::MigrationBench;
using Offer = RepairOffer::Kind;

namespace {

void writeThree(const MigrationBench &bench)
{
    bench.write(u"0001_documents.up.sql"_s, u"BEGIN;\nCREATE TABLE documents (id int, content text, embedding vector(3));\n"
                                            "COPY documents (id, content) FROM STDIN;\n1\tone\n2\tzwei \\\\ 文档\n\\.\nCOMMIT;\n"_s);
    bench.write(u"0001_documents.down.sql"_s, u"DROP TABLE documents;\n"_s);
    bench.write(u"0002_index.up.sql"_s, u"-- quiver: no-transaction\nCREATE INDEX CONCURRENTLY documents_hnsw ON documents USING hnsw (embedding vector_l2_ops);\n"_s);
    bench.write(u"0002_index.down.sql"_s, u"-- quiver: no-transaction\nDROP INDEX CONCURRENTLY documents_hnsw;\n"_s);
    bench.write(u"0003_function.up.sql"_s, u"CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT n * 2; END;\n"_s);
    bench.write(u"0003_function.down.sql"_s, u"DROP FUNCTION twice;\n"_s);
}

/// 57014 or the like: what a report says of its first step.
QString said(const MigrationReport &report)
{
    return report.summary();
}

} // namespace

class MigrationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void goesUpAndDownAndTo();
    void remembersWhoAndWhen();
    void aFailureRollsBackWithItsRow();
    void dryRunTriesAndLeavesNothing();
    void dryRunFindsWhatCommitWouldFind();
    void baselineRunsNothing();
    void refusesWhatIsOutOfOrder();
    void whatIsTakenDownFirstIsInNobodysWay();
    void refusesWhatWasEdited();
    void refusesWhatIsMissing();
    void takesBackWhatIsMissingByItsKeptText();
    void refusesWhatCannotBeTakenBack();
    void eachFileFindsAFreshSession();
    void anotherRoleMayRunInAFile();
    void keepsItsHistoryUnderAnyName();
    void refusesATableOfAnother();
    void saysWhoMayNotMakeTheTable();
    void readOnlyConnectionsAreRefused();
    void fillsInBatchesThatCommit();
    void endsWhereATriggerTakesAwayWhatABatchWrote();
    void writtenFilesRunUnderPsqlAsTheyAre();
    void adviseWhereTheServersWordsDoNot_data();
    void adviseWhereTheServersWordsDoNot();

private:
    std::unique_ptr<test::TestCluster> m_cluster;
};

void MigrationsTest::goesUpAndDownAndTo()
{
    MigrationBench bench(*m_cluster);
    const QString empty = bench.dump();
    writeThree(bench);
    QCOMPARE(bench.states(), u"1 pending, 2 pending, 3 pending"_s);
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_namespace WHERE nspname = 'quiver'"_s), u"0"_s); // asking made nothing
    MigrationReport report = bench.up(1);
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(bench.states(), u"1 applied, 2 pending, 3 pending"_s);
    QCOMPARE(bench.ask(u"SELECT string_agg(content, ',' ORDER BY id) FROM documents"_s), u"one,zwei \\ 文档"_s);
    report = bench.up();
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(report.done(), 2);
    QVERIFY(bench.status().isClean());
    QCOMPARE(bench.status().current(), 3);
    QVERIFY(bench.dump().contains(u"CREATE INDEX documents_hnsw"_s));
    QCOMPARE(bench.up().summary(), u"There is nothing to do."_s);
    report = bench.to(1);
    QCOMPARE(report.done(), 2);
    QCOMPARE(bench.states(), u"1 applied, 2 pending, 3 pending"_s);
    QCOMPARE(bench.to(3).done(), 2);
    QCOMPARE(bench.down().done(), 1);
    QCOMPARE(bench.states(), u"1 applied, 2 applied, 3 pending"_s);
    QCOMPARE(bench.to(0).done(), 2);
    QCOMPARE(bench.dump(), empty);
    QVERIFY(bench.to(7).summary().contains(u"there is no migration 0007: they go from 0001 to 0003"_s));
}

void MigrationsTest::remembersWhoAndWhen()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    bench.up();
    const MigrationStatus status = bench.status();
    const AppliedMigration &row = *status.find(2)->row;
    QCOMPARE(row.by, u"tester"_s);
    QCOMPARE(row.from, whoRunsThis());
    QVERIFY(row.durationMs > 0);
    QVERIFY(std::abs(row.appliedAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QVERIFY(row.startedAt <= row.appliedAt);
    QCOMPARE(row.checksum, status.find(2)->file->up.checksum);
    QCOMPARE(row.statementsDone, 1);
    QVERIFY(row.hasDown);
}

void MigrationsTest::aFailureRollsBackWithItsRow()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_good.up.sql"_s, u"CREATE TABLE good (a int);"_s);
    bench.write(u"0002_bad.up.sql"_s, u"CREATE TABLE half (a int);\nINSERT INTO half\nVALUES ('x');\n"_s);
    bench.write(u"0003_never.up.sql"_s, u"CREATE TABLE never (a int);"_s);
    const MigrationReport report = bench.up();
    QVERIFY(!report.succeeded());
    QCOMPARE(report.done(), 1);
    QCOMPARE(report.steps[1].state, State::Failed);
    QCOMPARE(report.steps[1].line, 3);
    QCOMPARE(report.steps[1].error->sqlState(), u"22P02"_s);
    QCOMPARE(report.steps[2].state, State::Waiting);
    QVERIFY2(report.summary().contains(u"0002_bad.up.sql: failed in line 3: invalid input syntax"_s), qPrintable(said(report)));
    QVERIFY(report.summary().contains(u"All of it was rolled back"_s));
    QCOMPARE(bench.states(), u"1 applied, 2 pending, 3 pending"_s);
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_class WHERE relname IN ('half', 'never')"_s), u"0"_s);
}

void MigrationsTest::dryRunTriesAndLeavesNothing()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    const QString before = bench.dump();
    MigrationReport report = bench.dryRun();
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(report.steps[0].state, State::RolledBack);
    QCOMPARE(report.steps[1].state, State::Shown);
    QCOMPARE(report.steps[2].state, State::RolledBack);
    QVERIFY2(report.summary().contains(u"2 ran together in one transaction, which was rolled back; 1 cannot be rolled back"_s), qPrintable(said(report)));
    QCOMPARE(bench.dump(), before);
    QVERIFY(!bench.status().hasTable);
    bench.write(u"0004_bad.up.sql"_s, u"DROP INDEX documents_hnsw;"_s); // which the dry run has not made
    report = bench.dryRun();
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"which cannot be rolled back, was not run"_s), qPrintable(said(report)));
    bench.remove(u"0004_bad.up.sql"_s);
    bench.up();
    QCOMPARE(bench.dryRun(MigrationTarget::down(3)).steps[2].state, State::RolledBack);
    QCOMPARE(bench.status().current(), 3);
}

void MigrationsTest::dryRunFindsWhatCommitWouldFind()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_deferred.up.sql"_s, u"CREATE TABLE a (id int PRIMARY KEY);\n"
                                           "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1);"_s);
    QVERIFY2(bench.dryRun().summary().contains(u"violates foreign key"_s), qPrintable(said(bench.dryRun())));
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"violates foreign key"_s), qPrintable(said(report)));
    QCOMPARE(bench.states(), u"1 pending"_s);
}

void MigrationsTest::baselineRunsNothing()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    const auto baseline = [&](qint64 version) {
        return bench.on(*bench.session, [&](pg::Connection &c, core::JobContext &) {
            return baselineChange(c, readStatus(c, bench.folder, bench.options.table), version);
        });
    };
    const sql::Change change = baseline(2);
    QCOMPARE(change.steps.size(), 5u); // schema, table, comment, two rows
    QVERIFY(bench.apply(change).succeeded());
    QCOMPARE(bench.states(), u"1 applied, 2 applied, 3 pending"_s);
    QVERIFY(bench.status().find(1)->row->how == AppliedMigration::How::Baseline);
    QVERIFY_THROWS_EXCEPTION(core::Error, baseline(2));
    QVERIFY_THROWS_EXCEPTION(core::Error, baseline(9));
    QVERIFY(bench.up().succeeded());
    QCOMPARE(bench.ask(u"SELECT twice(2)"_s), u"4"_s);
}

void MigrationsTest::refusesWhatIsOutOfOrder()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two ();"_s);
    bench.up();
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    QCOMPARE(bench.states(), u"1 out of order, 2 applied"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"0001_one has not run, and 0002 has"_s), qPrintable(said(report)));
    bench.options.plan.allowOutOfOrder = true;
    QCOMPARE(bench.up().done(), 1);
    QVERIFY(bench.status().isClean());
}

void MigrationsTest::whatIsTakenDownFirstIsInNobodysWay()
{
    MigrationBench bench(*m_cluster);
    const auto write = [&bench](const QString &number) {
        bench.write(number + u"_table.up.sql"_s, u"CREATE TABLE t%1 ();"_s.arg(number));
        bench.write(number + u"_table.down.sql"_s, u"DROP TABLE t%1;"_s.arg(number));
    };
    write(u"0010"_s);
    write(u"0040"_s);
    bench.up();
    write(u"0020"_s);
    write(u"0030"_s);
    const MigrationReport report = bench.to(20);
    QVERIFY2(report.succeeded() && report.done() == 2, qPrintable(said(report)));
    QCOMPARE(bench.states(), u"10 applied, 20 applied, 30 pending, 40 pending"_s);
    QCOMPARE(bench.up().done(), 2);
    // What stays is in the way as ever.
    write(u"0015"_s);
    const QString refused = bench.to(30).summary();
    QVERIFY2(refused.contains(u"0015_table has not run, and 0030 has"_s), qPrintable(refused));
    QCOMPARE(bench.states(), u"10 applied, 15 out of order, 20 applied, 30 applied, 40 applied"_s);
}

void MigrationsTest::refusesWhatWasEdited()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();\n-- first\n"_s);
    bench.up();
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();\r\n-- first\r\n"_s);
    QCOMPARE(bench.states(), u"1 applied"_s); // line ends do not count
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();\n-- second\n"_s);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two ();\n"_s);
    QCOMPARE(bench.states(), u"1 changed, 2 pending"_s);
    const MigrationReport report = bench.up();
    QCOMPARE(report.refusals.size(), 1);
    QVERIFY2(report.summary().contains(u"0001_one.up.sql was edited after it was applied on"_s), qPrintable(said(report)));
    QVERIFY2(report.summary().contains(u"from line 2 on: “-- first” is “-- second” now"_s), qPrintable(said(report)));
    QCOMPARE(bench.states(), u"1 changed, 2 pending"_s);
    QVERIFY(bench.repair(1, Offer::Accept).succeeded());
    QCOMPARE(bench.states(), u"1 applied, 2 pending"_s);
    QCOMPARE(bench.up().done(), 1);
}

void MigrationsTest::refusesWhatIsMissing()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.up();
    bench.remove(u"0001_one.up.sql"_s);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two ();"_s);
    QCOMPARE(bench.states(), u"1 missing, 2 pending"_s);
    QVERIFY(bench.up().summary().contains(u"0001_one is applied, and its file is gone"_s));
    QVERIFY(bench.down().summary().contains(u"0001_one cannot be taken back: it has no .down.sql"_s));
    bench.options.plan.allowMissing = true;
    QCOMPARE(bench.up().done(), 1);
    QVERIFY(bench.repair(1, Offer::Forget).succeeded());
    QCOMPARE(bench.states(), u"2 applied"_s);
}

void MigrationsTest::takesBackWhatIsMissingByItsKeptText()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    bench.up();
    bench.remove(u"0003_function.up.sql"_s);
    bench.remove(u"0003_function.down.sql"_s);
    const MigrationReport report = bench.down();
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(bench.states(), u"1 applied, 2 applied"_s);
    QCOMPARE(bench.ask(u"SELECT count(*) FROM pg_proc WHERE proname = 'twice'"_s), u"0"_s);
}

void MigrationsTest::refusesWhatCannotBeTakenBack()
{
    MigrationBench bench(*m_cluster);
    bench.write(u"0001_one.up.sql"_s, u"CREATE TABLE one ();"_s);
    bench.write(u"0001_one.down.sql"_s, u"-- nothing does\n"_s);
    bench.up();
    QVERIFY(bench.down().summary().contains(u"its .down.sql has no statement"_s));
    QCOMPARE(bench.states(), u"1 applied"_s);
}

void MigrationsTest::eachFileFindsAFreshSession()
{
    MigrationBench bench(*m_cluster);
    bench.session->setOptions([&] {
        pg::ConnectOptions options = m_cluster->options(bench.database);
        options.settings.append({u"work_mem"_s, u"7MB"_s});
        return options;
    }());
    bench.write(u"0001_one.up.sql"_s, u"CREATE SCHEMA other; SET search_path TO other; SET work_mem TO '9MB'; CREATE TEMP TABLE t (a int);\nCREATE TABLE one ();"_s);
    bench.write(u"0002_two.up.sql"_s, u"CREATE TABLE two AS SELECT current_setting('work_mem') AS m, to_regclass('pg_temp.t') AS t;"_s);
    bench.write(u"0003_three.up.sql"_s, u"-- quiver: no-transaction\nSET search_path TO other;"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(bench.ask(u"SELECT m || coalesce(t::text, '-') FROM public.two"_s), u"7MB-"_s);
    QCOMPARE(bench.ask(u"SELECT to_regclass('other.one')"_s), u"other.one"_s);
    const auto path = bench.on(*bench.session, [](pg::Connection &c, core::JobContext &) { return c.exec("SHOW search_path").text(0, 0); });
    QCOMPARE(path, u"\"$user\", public"_s);
}

void MigrationsTest::anotherRoleMayRunInAFile()
{
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE ROLE builder_role; GRANT CREATE ON SCHEMA public TO builder_role"_s);
    bench.write(u"0001_one.up.sql"_s, u"SET LOCAL ROLE builder_role;\nCREATE TABLE one ();"_s);
    bench.write(u"0002_two.up.sql"_s, u"-- quiver: no-transaction\nSET ROLE builder_role;\nCREATE TABLE two ();"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.succeeded(), qPrintable(said(report)));
    QCOMPARE(bench.ask(u"SELECT string_agg(tableowner, ',') FROM pg_tables WHERE tablename IN ('one', 'two')"_s), u"builder_role,builder_role"_s);
    QCOMPARE(bench.status().find(2)->row->by, u"tester"_s);
    bench.ask(u"DROP OWNED BY builder_role; DROP ROLE builder_role"_s);
}

void MigrationsTest::keepsItsHistoryUnderAnyName()
{
    const QList<HistoryTable> tables{{u"we\"ird; --%1"_s, u"Größe 文档 '"_s}, {u"public"_s, QString(63, u'x')}, {u"Quiver"_s, u"%2"_s}};
    for (const HistoryTable &table : tables) {
        MigrationBench bench(*m_cluster);
        bench.options.table = table;
        QCOMPARE(historyTable(table.text()), std::optional(table));
        writeThree(bench);
        const MigrationReport report = bench.up();
        QVERIFY2(report.succeeded(), qPrintable(said(report)));
        QCOMPARE(bench.states(), u"1 applied, 2 applied, 3 applied"_s);
        QVERIFY(bench.to(0).succeeded());
    }
    QVERIFY(!historyTable(u"a.b.c"_s));
    QVERIFY(!historyTable(u""_s));
    QVERIFY(!historyTable(u"a."_s));
    QVERIFY(!historyTable(u"\"open"_s));
    QCOMPARE(historyTable(u"Mine"_s), std::optional(HistoryTable{u"quiver"_s, u"mine"_s}));
}

void MigrationsTest::refusesATableOfAnother()
{
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE TABLE schema_migrations (version bigint)"_s);
    bench.options.table = {u"public"_s, u"schema_migrations"_s};
    writeThree(bench);
    QVERIFY_THROWS_EXCEPTION(core::Error, bench.up());
}

void MigrationsTest::saysWhoMayNotMakeTheTable()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    bench.session = bench.services.session(m_cluster->tcpOptions(bench.database));
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"permission denied"_s), qPrintable(said(report)));
    QVERIFY2(report.summary().contains(u"The history of migrations is kept in quiver.migrations"_s), qPrintable(said(report)));
}

void MigrationsTest::readOnlyConnectionsAreRefused()
{
    MigrationBench bench(*m_cluster);
    writeThree(bench);
    pg::ConnectOptions options = m_cluster->options(bench.database);
    options.readOnly = true;
    bench.session = bench.services.session(options);
    QVERIFY_THROWS_EXCEPTION(pg::Error, bench.up());
    QCOMPARE(bench.states(), u"1 pending, 2 pending, 3 pending"_s); // asking is fine
}

void MigrationsTest::fillsInBatchesThatCommit()
{
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE TABLE docs AS SELECT g AS id, NULL::vector(2) AS embedding FROM generate_series(1, 950) g"_s);
    sql::Change change;
    change.title = u"Fill"_s;
    change.steps = {{.title = u"Fill it"_s,
                     .sql = u"UPDATE docs SET embedding = '[1,2]' WHERE id IN (SELECT id FROM docs WHERE embedding IS NULL LIMIT 100) RETURNING id"_s,
                     .repeat = sql::ChangeStep::Repeat::UntilNoRows}};
    writeMigration(bench.folder, change, u"fill"_s);
    QVERIFY2(bench.up().succeeded(), qPrintable(said(bench.up())));
    QCOMPARE(bench.ask(u"SELECT count(*), count(DISTINCT xmin::text) FROM docs WHERE embedding IS NOT NULL"_s), u"950|10"_s);
}

void MigrationsTest::endsWhereATriggerTakesAwayWhatABatchWrote()
{
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE TABLE docs AS SELECT g AS id, NULL::vector(2) AS embedding FROM generate_series(1, 950) g;"
              "CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.embedding := NULL; RETURN NEW; END';"
              "CREATE TRIGGER takes BEFORE UPDATE ON docs FOR EACH ROW WHEN (OLD.id > 100) EXECUTE FUNCTION take()"_s);
    sql::Change change;
    change.title = u"Fill"_s;
    change.steps = {{.title = u"Fill it"_s,
                     .sql = u"UPDATE docs SET embedding = '[1,2]' WHERE id IN (SELECT id FROM docs WHERE embedding IS NULL ORDER BY id LIMIT 100)"_s,
                     .repeat = sql::ChangeStep::Repeat::UntilNoRows,
                     .isTakenBack = u"SELECT EXISTS (SELECT FROM docs WHERE xmin = pg_current_xact_id()::xid AND embedding IS NULL)"_s,
                     .whyTakenBack = u"the trigger \"it's\" takes 100 % away"_s}};
    writeMigration(bench.folder, change, u"fill"_s);
    const MigrationReport report = bench.up();
    QVERIFY2(report.summary().contains(u"the trigger \"it's\" takes 100 % away"_s), qPrintable(said(report)));
    QCOMPARE(bench.ask(u"SELECT count(*), count(DISTINCT xmin::text) FROM docs"_s), u"950|2"_s); // what was done before it stands
}

void MigrationsTest::writtenFilesRunUnderPsqlAsTheyAre()
{
    MigrationBench ours(*m_cluster);
    MigrationBench theirs(*m_cluster);
    const QString empty = theirs.dump();
    sql::Change change;
    change.title = u"Documents of we\"ird; -- Größe 文档"_s;
    change.steps = {
        {.title = u"Create the table"_s, .sql = u"CREATE TABLE \"we\"\"ird; --\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"Größe\" text, \"文档\" halfvec(4))"_s,
         .undo = u"DROP TABLE \"we\"\"ird; --\""_s},
        {.title = u"Say what it is for"_s, .sql = u"COMMENT ON TABLE \"we\"\"ird; --\" IS E'it''s \\\\ 100 % :name'"_s, .undoNote = u"goes with the table"_s},
        {.title = u"Fill"_s, .sql = u"UPDATE \"we\"\"ird; --\" SET \"Größe\" = '' WHERE \"Größe\" IS NULL"_s, .undoNote = u"nothing to undo"_s,
         .repeat = sql::ChangeStep::Repeat::UntilNoRows},
        {.title = u"Index"_s, .sql = u"CREATE INDEX CONCURRENTLY \"文档 idx\" ON \"we\"\"ird; --\" USING hnsw (\"文档\" halfvec_cosine_ops) WITH (m = 8)"_s,
         .undo = u"DROP INDEX CONCURRENTLY \"文档 idx\""_s, .inTransaction = false}};
    const QStringList files = writeMigration(ours.folder, change, u"we\"ird; -- 文档"_s);
    QVERIFY2(ours.up().succeeded(), qPrintable(said(ours.up())));
    const auto psql = [&](const QString &file) {
        return test::runProgram(test::TestCluster::binDirectory() + u"/psql"_s,
                                {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-d"_s, m_cluster->options(theirs.database).toUri(), u"-f"_s, file},
                                QProcessEnvironment::systemEnvironment());
    };
    for (const QString &file : files) {
        if (file.endsWith(u".up.sql"_s)) {
            const test::Ran ran = psql(file);
            QVERIFY2(ran.status == 0, qPrintable(ran.err));
        }
    }
    QCOMPARE(theirs.dump(), ours.dump());
    QVERIFY(theirs.dump().contains(u"halfvec_cosine_ops) WITH (m='8')"_s));
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        if (file->endsWith(u".down.sql"_s))
            QCOMPARE(psql(*file).status, 0);
    }
    QCOMPARE(theirs.dump(), empty);
    QVERIFY(ours.to(0).succeeded());
    QCOMPARE(ours.dump(), empty);
}

void MigrationsTest::adviseWhereTheServersWordsDoNot_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    QTest::newRow("lock") << u"ALTER TABLE held ADD b int;"_s << u"Somebody else holds a lock that it needs"_s;
    QTest::newRow("commits by itself") << u"DO $$ BEGIN COMMIT; END $$;"_s << u"give its file the first line -- quiver: no-transaction"_s;
    QTest::newRow("no pgvector") << u"SET LOCAL search_path = pg_catalog; CREATE TABLE public.t (a vector(3));"_s << u"pgvector is not in this database, or"_s;
}

void MigrationsTest::adviseWhereTheServersWordsDoNot()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    MigrationBench bench(*m_cluster);
    bench.ask(u"CREATE TABLE held (a int)"_s);
    const auto holder = bench.services.session(m_cluster->options(bench.database), u"holder"_s);
    bench.on(*holder, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("LOCK TABLE held");
    });
    bench.options.lockTimeout = 1;
    bench.write(u"0001_a.up.sql"_s, sql);
    const QString summary = bench.up().summary();
    QVERIFY2(summary.contains(words), qPrintable(summary));
    QCOMPARE(bench.states(), u"1 pending"_s);
}

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
