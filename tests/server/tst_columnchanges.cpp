// SPDX-License-Identifier: GPL-3.0-or-later
// Vector columns that are added and stored otherwise, on tables of a real server.
#include "catalog/catalog.h"
#include "schema/addcolumn.h"
#include "schema/storagechange.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::catalog;
using namespace quiver::schema;

namespace {

QStringList titles(const sql::Change &change)
{
    QStringList list;
    for (const sql::ChangeStep &step : change.steps)
        list << step.title;
    return list;
}

/// A vector that nothing compresses, for every row of a query with a column i.
QString noise(int dimensions)
{
    return u"(SELECT array_agg(random()) FROM generate_series(1, %1) WHERE i IS NOT NULL)::vector"_s.arg(dimensions);
}

bool names(const std::vector<ColumnProblem> &problems, ColumnField field, const QString &part, bool isError = true)
{
    return std::ranges::any_of(problems, [&](const ColumnProblem &problem) {
        return problem.field == field && problem.isError == isError && problem.text.contains(part);
    });
}

} // namespace

class ColumnChangesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void addsAColumnAtOnce();
    void addsItOnceHoweverOftenItIsRun();
    void waitsForValuesBeforeNotNull();
    void setsNotNullAtOnceOnAnEmptyTable();
    void checksForLengthOne();
    void followsIntoPartitionsAndHeirs();
    void takesNamesThatNobodyShouldUse();
    void saysWhatStandsInTheWay();
    void qualifiesTypesOfAnotherSchema();
    void namesWhoHoldsTheTable();
    void foretellsWhatAStorageComesTo();
    void movesTheRowsOnlyByARewrite();
    void refusesPlainForTheWidestRow();
    void saysWhereAStorageMakesNoDifference();
    void storesPartitionsOtherwise();

private:
    template<typename Work>
    auto ask(Work work, const QString &database = u"test"_s, bool readOnly = true)
    {
        const auto session = m_services.session(m_cluster->options(database));
        return session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &job) {
            connection.setReadOnly(readOnly);
            return work(connection, job);
        }).future.result();
    }
    AddColumnPlan plan(const AddColumn &request, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &) { return planAddColumn(c, request); }, database);
    }
    StoragePlan planStorage(const StorageChange &request)
    {
        return ask([&](pg::Connection &c, core::JobContext &) { return schema::planStorage(c, request); });
    }
    qint64 bytesOf(const QString &table) { return m_cluster->psql(u"SELECT pg_table_size('%1')"_s.arg(table)).toLongLong(); }
    sql::ChangeReport run(const sql::Change &change, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, database, false);
    }
    /// Plans and runs, and expects both to work.
    void apply(const AddColumn &request, const QString &database = u"test"_s)
    {
        const AddColumnPlan made = plan(request, database);
        for (const ColumnProblem &problem : made.problems)
            QVERIFY2(!problem.isError, qPrintable(problem.text));
        const sql::ChangeReport report = run(made.change, database);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    }
    /// "type|not null|storage|comment" of a column.
    QString column(const QString &table, const QString &name)
    {
        return m_cluster->psql(u"SELECT format_type(atttypid, atttypmod), attnotnull, attstorage, col_description(attrelid, attnum) "
                               "FROM pg_attribute WHERE attrelid = $t$%1$t$::regclass AND attname = $t$%2$t$"_s.arg(table, name));
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
};

void ColumnChangesTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(
        CREATE TABLE docs (id bigint PRIMARY KEY, body text);
        INSERT INTO docs SELECT i, 'text ' || i FROM generate_series(1, 100) i;
        CREATE TABLE fresh (id bigint PRIMARY KEY);
        CREATE TABLE parts (id int, kind text) PARTITION BY LIST (kind);
        CREATE TABLE parts_a PARTITION OF parts FOR VALUES IN ('a');
        CREATE TABLE parts_b PARTITION OF parts FOR VALUES IN ('b') PARTITION BY RANGE (id);
        CREATE TABLE parts_b1 PARTITION OF parts_b FOR VALUES FROM (0) TO (100);
        INSERT INTO parts SELECT i, CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END FROM generate_series(1, 50) i;
        CREATE TABLE parent (id int);
        CREATE TABLE heir (more text) INHERITS (parent);
        INSERT INTO heir VALUES (1, 'x');
        CREATE SCHEMA "we""ird; --";
        CREATE TABLE "we""ird; --"."文档 Größe $1" (id int, "Mixed" text);
        INSERT INTO "we""ird; --"."文档 Größe $1" VALUES (1, 'x');
        CREATE VIEW v AS SELECT * FROM docs;
        CREATE TABLE held (id int);
        CREATE ROLE somebody;
        CREATE TABLE theirs (id int);
        ALTER TABLE theirs OWNER TO somebody;
        CREATE DATABASE elsewhere)"_s);
    m_cluster->psql(uR"(CREATE SCHEMA "Ext x"; CREATE EXTENSION vector SCHEMA "Ext x"; CREATE TABLE docs (id int))"_s, u"elsewhere"_s);
}

void ColumnChangesTest::cleanupTestCase()
{
    m_cluster.reset();
}

void ColumnChangesTest::addsAColumnAtOnce()
{
    AddColumn request{.schema = u"public"_s, .table = u"docs"_s, .column = u"embedding"_s, .type = {VectorKind::Vector, 384}};
    request.storage = ColumnStorage::Main;
    request.model = u"bge-small"_s;
    request.comment = u"of the body; it's 'quoted'"_s;
    const AddColumnPlan made = plan(request);
    QVERIFY(made.problems.empty());
    QCOMPARE(titles(made.change), (QStringList{u"Add the column embedding of type vector(384)"_s, u"Store new values of embedding as MAIN"_s,
                                               u"Say in a comment what embedding is"_s}));
    QCOMPARE(made.change.steps.front().sql, u"ALTER TABLE public.docs ADD COLUMN embedding vector(384)"_s);
    QCOMPARE(made.change.steps.front().lock, sql::LockLevel::AccessExclusive);
    QCOMPARE(sql::stepGroups(made.change).size(), std::size_t(1));
    const sql::ChangeReport report = run(made.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(column(u"docs"_s, u"embedding"_s), u"vector(384)|f|m|Model: bge-small\nof the body; it's 'quoted'"_s);
    // And back.
    const sql::ChangeReport undone = run(report.undo());
    QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
    QCOMPARE(column(u"docs"_s, u"embedding"_s), QString());
}

void ColumnChangesTest::addsItOnceHoweverOftenItIsRun()
{
    const AddColumn request{.schema = u"public"_s, .table = u"docs"_s, .column = u"twice"_s, .type = {VectorKind::Halfvec, 8}};
    const AddColumnPlan first = plan(request);
    QVERIFY(run(first.change).succeeded());
    const sql::ChangeReport again = run(first.change);
    QVERIFY(again.succeeded());
    QCOMPARE(again.steps.front().state, sql::StepState::AlreadyDone);
    const AddColumnPlan second = plan(request);
    QVERIFY(second.isAlreadyThere);
    QVERIFY(!hasErrors(second.problems));
    // Of another type it is somebody else's.
    AddColumn other = request;
    other.type.dimensions = 9;
    QVERIFY(names(plan(other).problems, ColumnField::Column, u"halfvec(8)"_s));
}

void ColumnChangesTest::waitsForValuesBeforeNotNull()
{
    AddColumn request{.schema = u"public"_s, .table = u"docs"_s, .column = u"filled"_s, .type = {VectorKind::Vector, 2}};
    request.notNull = true;
    const AddColumnPlan made = plan(request);
    QVERIFY(names(made.problems, ColumnField::NotNull, u"run the change again"_s, false));
    const sql::ChangeReport stopped = run(made.change);
    QVERIFY(!stopped.succeeded());
    QVERIFY2(stopped.summary().contains(u"100 rows of public.docs have no value in filled yet"_s), qPrintable(stopped.summary()));
    m_cluster->psql(u"UPDATE docs SET filled = '[1,2]' WHERE id > 1"_s);
    QVERIFY(run(made.change).summary().contains(u"1 rows of public.docs have no value"_s));
    m_cluster->psql(u"UPDATE docs SET filled = '[1,2]'"_s);
    const sql::ChangeReport done = run(made.change);
    QVERIFY2(done.succeeded(), qPrintable(done.summary()));
    QCOMPARE(column(u"docs"_s, u"filled"_s), u"vector(2)|t|e|"_s);
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_constraint WHERE conrelid = 'docs'::regclass AND contype = 'c'"_s), u"0"_s);
    // No lock on the readers' way was held while the rows were read.
    for (const sql::ChangeStep &step : made.change.steps) {
        if (step.sql.contains(u"VALIDATE"_s)) {
            QVERIFY(!step.inTransaction);
            QVERIFY(sql::allowsWrites(step.lock));
        }
    }
    const sql::ChangeReport again = run(made.change);
    QVERIFY2(again.succeeded(), qPrintable(again.summary()));
    QVERIFY(again.standing().empty());
}

void ColumnChangesTest::setsNotNullAtOnceOnAnEmptyTable()
{
    AddColumn request{.schema = u"public"_s, .table = u"fresh"_s, .column = u"v"_s, .type = {VectorKind::Sparsevec, 100}};
    request.notNull = true;
    const AddColumnPlan made = plan(request);
    QVERIFY(made.problems.empty());
    QCOMPARE(made.change.steps.size(), std::size_t(2));
    QVERIFY(run(made.change).succeeded());
    QCOMPARE(column(u"fresh"_s, u"v"_s), u"sparsevec(100)|t|e|"_s);
}

void ColumnChangesTest::checksForLengthOne()
{
    for (const auto &[kind, name] : {std::pair{VectorKind::Vector, u"u1"_s}, {VectorKind::Halfvec, u"u2"_s}, {VectorKind::Sparsevec, u"u3"_s}}) {
        AddColumn request{.schema = u"public"_s, .table = u"docs"_s, .column = name, .type = {kind, 2}};
        request.unitLength = true;
        apply(request);
        const QString value = kind == VectorKind::Sparsevec ? u"{1:%1}/2"_s : u"[%1,0]"_s;
        m_cluster->psql(u"UPDATE docs SET %1 = '%2' WHERE id = 1"_s.arg(name, value.arg(1)));
        QCOMPARE(m_cluster->psql(u"DO $$ BEGIN UPDATE docs SET %1 = '%2' WHERE id = 1; RAISE 'taken'; EXCEPTION WHEN check_violation THEN NULL; END $$; "
                                 "SELECT convalidated FROM pg_constraint WHERE conname = 'docs_%1_unit_length'"_s.arg(name, value.arg(2))).section(u'\n', -1),
                 u"t"_s);
    }
    QVERIFY(names(problemsOf(AddColumn{.table = u"t"_s, .column = u"b"_s, .type = {VectorKind::Bit, 8}, .unitLength = true}),
                  ColumnField::UnitLength, u"no length"_s));
}

void ColumnChangesTest::followsIntoPartitionsAndHeirs()
{
    AddColumn request{.schema = u"public"_s, .table = u"parts"_s, .column = u"v"_s, .type = {VectorKind::Vector, 2}};
    request.storage = ColumnStorage::Plain;
    request.notNull = true;
    QVERIFY(!run(plan(request).change).succeeded());
    m_cluster->psql(u"UPDATE parts SET v = '[1,2]'"_s);
    apply(request);
    QCOMPARE(column(u"parts_b1"_s, u"v"_s), u"vector(2)|t|p|"_s);
    request.table = u"parts_a"_s;
    request.column = u"w"_s;
    QVERIFY(names(plan(request).problems, ColumnField::Table, u"is a partition"_s));
    request.table = u"parent"_s;
    request.notNull = false;
    apply(request);
    QCOMPARE(column(u"heir"_s, u"w"_s), u"vector(2)|f|p|"_s);
}

void ColumnChangesTest::takesNamesThatNobodyShouldUse()
{
    for (const QString &name : {u"we\"ird; --"_s, u"列 %1 $$ $q0$"_s, u"Größe"_s, u"select"_s, QString(63, u'x')}) {
        AddColumn request{.schema = u"we\"ird; --"_s, .table = u"文档 Größe $1"_s, .column = name, .type = {VectorKind::Vector, 1}};
        request.unitLength = true;
        request.notNull = true;
        const AddColumnPlan made = plan(request);
        const sql::ChangeReport stopped = run(made.change);
        QVERIFY2(stopped.summary().contains(u"1 rows of"_s), qPrintable(stopped.summary()));
        ask([&](pg::Connection &c, core::JobContext &) {
            return c.exec("UPDATE \"we\"\"ird; --\".\"文档 Größe $1\" SET " + c.quoteIdentifier(name) + " = '[1]'");
        }, u"test"_s, false);
        apply(request);
    }
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = $t$\"we\"\"ird; --\".\"文档 Größe $1\"$t$::regclass "
                             "AND attnum > 2 AND attnotnull"_s), u"5"_s);
}

void ColumnChangesTest::saysWhatStandsInTheWay()
{
    AddColumn request{.schema = u"public"_s, .table = u"nowhere"_s, .column = u"v"_s, .type = {VectorKind::Vector, 20'000}};
    const auto found = plan(request).problems;
    QVERIFY(names(found, ColumnField::Table, u"no table “nowhere”"_s));
    QVERIFY(names(found, ColumnField::Dimensions, u"16,000"_s));
    request = {.schema = u"public"_s, .table = u"v"_s, .column = QString(64, u'x'), .type = {VectorKind::Vector, 0}};
    const auto ofView = plan(request).problems;
    QVERIFY(names(ofView, ColumnField::Table, u"is a view"_s));
    QVERIFY(names(ofView, ColumnField::Column, u"64 bytes"_s));
    QVERIFY(names(ofView, ColumnField::Dimensions, u"no index"_s, false));
    QVERIFY(names(problemsOf(AddColumn{.table = u"t"_s, .column = u"v"_s, .type = {VectorKind::Vector, 3072}}), ColumnField::Dimensions, u"2,000"_s, false));
    m_cluster->psql(u"CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA public TO guest; CREATE TABLE mine (id int)"_s);
    pg::ConnectOptions options = m_cluster->options();
    options.parameters[u"user"_s] = u"guest"_s;
    const auto session = m_services.session(options);
    request = {.schema = u"public"_s, .table = u"mine"_s, .column = u"v"_s, .type = {VectorKind::Vector, 3}};
    const auto guest = session->run(u"ask"_s, [&](pg::Connection &c, core::JobContext &) { return planAddColumn(c, request); }).future.result();
    QVERIFY(names(guest.problems, ColumnField::Table, u"belongs to “tester”"_s));
}

void ColumnChangesTest::qualifiesTypesOfAnotherSchema()
{
    AddColumn request{.schema = u"public"_s, .table = u"docs"_s, .column = u"v"_s, .type = {VectorKind::Halfvec, 3}};
    request.unitLength = true;
    QCOMPARE(plan(request, u"elsewhere"_s).change.steps.front().sql, u"ALTER TABLE public.docs ADD COLUMN v \"Ext x\".halfvec(3)"_s);
    apply(request, u"elsewhere"_s);
    request.table = u"fresh"_s;
    m_cluster->psql(u"CREATE DATABASE bare"_s);
    m_cluster->psql(u"CREATE TABLE fresh (id int)"_s, u"bare"_s);
    QVERIFY(names(plan(request, u"bare"_s).problems, ColumnField::Type, u"create the extension"_s));
}

void ColumnChangesTest::namesWhoHoldsTheTable()
{
    const auto holder = m_services.session(m_cluster->options(), u"holder"_s);
    holder->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) {
        c.begin();
        c.exec("LOCK TABLE held");
    }).future.waitForFinished();
    m_cluster->psql(u"SELECT 1"_s);
    const AddColumn request{.schema = u"public"_s, .table = u"held"_s, .column = u"v"_s, .type = {VectorKind::Vector, 3}};
    try {
        plan(request);
        QFAIL("it was looked at");
    } catch (const pg::Error &e) {
        QVERIFY2(e.message().contains(u"public.held could not be looked at"_s) && e.message().contains(u"LOCK TABLE held"_s), qPrintable(e.message()));
    }
}

void ColumnChangesTest::foretellsWhatAStorageComesTo()
{
    m_cluster->psql(u"CREATE TABLE stored (id bigint, body text, v vector(768));"
                    "INSERT INTO stored SELECT i, md5(i::text) || md5(i::text || 'b') || md5(i::text || 'c'), %1 FROM generate_series(1, 2000) i"_s.arg(noise(768)));
    const StorageChange request{.schema = u"public"_s, .table = u"stored"_s, .column = u"v"_s, .storage = ColumnStorage::Main, .rewrite = true};
    const StoragePlan made = planStorage(request);
    QVERIFY2(!hasErrors(made.problems), made.problems.empty() ? "" : qPrintable(made.problems.front().text));
    QVERIFY(made.facts.has_value());
    QCOMPARE(made.facts->current, ColumnStorage::External);
    QCOMPARE(made.facts->sampledRows, 2000);
    QCOMPARE(made.facts->valueBytes, 8 + 4 * 768);
    const auto isNear = [](double foretold, qint64 real) { return std::abs(foretold - double(real)) < 0.03 * double(real); };
    const StorageForecast now = *made.facts->forecast(ColumnStorage::External);
    QVERIFY(now.isOut);
    QVERIFY2(isNear(now.rowBytes() * 2000, made.table->heapBytes + made.table->toastBytes - 8192 * 10), qPrintable(QString::number(now.rowBytes())));
    const sql::ChangeReport report = run(made.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QVERIFY(names(made.problems, ColumnField::Storage, u"move body of a usual row out"_s, false));
    const StorageForecast then = *made.facts->forecast(ColumnStorage::Main);
    QVERIFY(!then.isOut);
    QVERIFY2(isNear(then.rowBytes() * 2000, bytesOf(u"stored"_s)), qPrintable(QString::number(then.rowBytes())));
    // Again there is nothing to do.
    const sql::ChangeReport again = run(made.change);
    QVERIFY(again.succeeded() && again.standing().empty());
}

void ColumnChangesTest::movesTheRowsOnlyByARewrite()
{
    m_cluster->psql(u"CREATE TABLE moved AS SELECT i, 'x'::text AS body, array_fill(i, ARRAY[768])::vector(768) AS v FROM generate_series(1, 500) i"_s);
    StorageChange request{.schema = u"public"_s, .table = u"moved"_s, .column = u"v"_s, .storage = ColumnStorage::Plain};
    const StoragePlan made = planStorage(request);
    QVERIFY(names(made.problems, ColumnField::Rewrite, u"until the table is rewritten"_s, false));
    QCOMPARE(made.change.steps.size(), std::size_t(1));
    const sql::ChangeReport set = run(made.change);
    QVERIFY(set.succeeded());
    const auto heap = [&] { return m_cluster->psql(u"SELECT pg_relation_size('moved') / 8192"_s).toInt(); };
    m_cluster->psql(u"UPDATE moved SET body = 'y'"_s);
    QVERIFY(heap() < 20);
    request.rewrite = true;
    const StoragePlan rewriting = planStorage(request);
    QCOMPARE(rewriting.change.steps.size(), std::size_t(1));
    const sql::ChangeStep &step = rewriting.change.steps.front();
    QCOMPARE(step.sql, u"VACUUM (FULL, ANALYZE) public.moved"_s);
    QVERIFY(step.rewritesTable && !step.inTransaction && step.lock == sql::LockLevel::AccessExclusive && step.estimate.isKnown());
    QVERIFY(run(rewriting.change).succeeded());
    QVERIFY(heap() >= 250);
    QVERIFY(run(set.undo()).succeeded());
    QCOMPARE(column(u"moved"_s, u"v"_s), u"vector(768)|f|e|"_s);
}

void ColumnChangesTest::refusesPlainForTheWidestRow()
{
    m_cluster->psql(u"CREATE TABLE wide (id int, body text, v vector(1536)); ALTER TABLE wide ALTER body SET STORAGE PLAIN;"
                    "INSERT INTO wide SELECT i, repeat('x', CASE WHEN i = 77 THEN 2500 ELSE 10 END), array_fill(1, ARRAY[1536])::vector "
                    "FROM generate_series(1, 100) i"_s);
    const StorageChange request{.schema = u"public"_s, .table = u"wide"_s, .column = u"v"_s, .storage = ColumnStorage::Plain};
    const StoragePlan made = planStorage(request);
    QVERIFY(made.change.isEmpty());
    QVERIFY(names(made.problems, ColumnField::Storage, u"8,160 bytes"_s));
    QVERIFY(names(made.problems, ColumnField::Storage, u"the widest of 100 rows takes 8,6"_s));
    // The server says the same, and takes a row that just fits.
    const qint64 room = made.facts->roomForPlain;
    const auto takes = [&](int dimensions) {
        return m_cluster->psql(u"CREATE TABLE w (id int, body text, v vector); ALTER TABLE w ALTER body SET STORAGE PLAIN, ALTER v SET STORAGE PLAIN;"
                               "DO $$ BEGIN INSERT INTO w SELECT 1, body, array_fill(1, ARRAY[%1])::vector FROM wide WHERE id = 77;"
                               "EXCEPTION WHEN program_limit_exceeded THEN NULL; END $$; SELECT count(*) FROM w; DROP TABLE w"_s.arg(dimensions))
                   .contains(u'1');
    };
    QVERIFY(takes(int(room - 8) / 4));
    QVERIFY(!takes(int(room - 8) / 4 + 3));
    m_cluster->psql(u"DELETE FROM wide WHERE id = 77"_s);
    QVERIFY(!planStorage(request).change.isEmpty());
}

void ColumnChangesTest::saysWhereAStorageMakesNoDifference()
{
    m_cluster->psql(u"CREATE TABLE small AS SELECT i AS id, array_fill(i, ARRAY[384])::vector(384) AS v FROM generate_series(1, 50) i;"
                    "CREATE TABLE odd AS SELECT i AS id, array_fill(i, ARRAY[1024])::vector(1024) AS v FROM generate_series(1, 50) i"_s);
    StorageChange request{.schema = u"public"_s, .table = u"small"_s, .column = u"v"_s, .storage = ColumnStorage::Plain};
    QVERIFY(names(planStorage(request).problems, ColumnField::Storage, u"makes no difference"_s, false));
    request.table = u"odd"_s;
    QVERIFY(names(planStorage(request).problems, ColumnField::Storage, u"8,192 bytes of pages instead of 5,"_s, false));
    request.column = u"id"_s;
    QVERIFY(names(planStorage(request).problems, ColumnField::Column, u"fixed length"_s));
    request.column = u"gone"_s;
    QVERIFY(names(planStorage(request).problems, ColumnField::Column, u"no column “gone”"_s));
    request.column = u"v"_s;
    request.storage = ColumnStorage::External;
    QVERIFY(names(planStorage(request).problems, ColumnField::Storage, u"stored so already"_s, false));
    request.storage = ColumnStorage::Default;
    QVERIFY(names(planStorage(request).problems, ColumnField::Storage, u"PLAIN"_s));
}

void ColumnChangesTest::storesPartitionsOtherwise()
{
    m_cluster->psql(u"CREATE TABLE cut (id int, v vector(768)) PARTITION BY RANGE (id); CREATE TABLE cut_1 PARTITION OF cut FOR VALUES FROM (0) TO (50);"
                    "CREATE TABLE \"Cut 2\" PARTITION OF cut FOR VALUES FROM (50) TO (100);"
                    "INSERT INTO cut SELECT i, %1 FROM generate_series(1, 99) i"_s.arg(noise(768)));
    const StorageChange request{.schema = u"public"_s, .table = u"cut"_s, .column = u"v"_s, .storage = ColumnStorage::Main, .rewrite = true};
    const StoragePlan made = planStorage(request);
    QCOMPARE(titles(made.change), (QStringList{u"Store new values of v as MAIN"_s, u"Write public.\"Cut 2\" anew, with its indexes"_s,
                                               u"Write public.cut_1 anew, with its indexes"_s}));
    const sql::ChangeReport report = run(made.change);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(m_cluster->psql(u"SELECT sum(pg_relation_size(c.oid)) > 99 * 3072 FROM pg_class c WHERE relname IN ('cut_1', 'Cut 2')"_s), u"t"_s);
    QCOMPARE(column(u"cut_1"_s, u"v"_s), u"vector(768)|f|m|"_s);
}

QTEST_GUILESS_MAIN(ColumnChangesTest)
#include "tst_columnchanges.moc"
