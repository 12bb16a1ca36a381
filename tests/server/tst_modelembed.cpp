// SPDX-License-Identifier: GPL-3.0-or-later
// A change of model whose new vectors an embedder makes: interrupted, in company, on a server that dies.
#include "embed/httpembedder.h"
#include "schema/embedfill.h"
#include "schema/modelchange.h"
#include "sql/keptrun.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "support/atstep.h"
#include "support/embeddingserver.h"
#include "support/testcluster.h"
#include "vector/values.h"

#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::schema;
using catalog::VectorKind;
using test::AtStep;
using test::EmbeddingServer;

namespace {

std::size_t firstFill(const sql::Change &change)
{
    return std::size_t(std::ranges::find(change.steps, sql::ChangeStep::Repeat::UntilNoRows, &sql::ChangeStep::repeat) - change.steps.begin());
}

} // namespace

class tst_ModelEmbed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_session = m_services.session(m_cluster->options());
    }
    void cleanupTestCase()
    {
        m_session.reset();
        m_cluster.reset();
    }
    void init() { m_server = std::make_unique<EmbeddingServer>(); }
    void cleanup() { drop(); }

    void goesOnAfterACancelInEveryStep();
    void goesOnAfterTheServerWasKilled();
    void embedsTextsThatChangeMeanwhile();
    void passesOverRefusedTexts();
    void startsByTheLexicalEmbedderAndGoesOnWithTheSame();
    void saysWhichTypesTheLexicalEmbedderCannotMake();
    void takesNoOtherModelForTheEndOfTheFirst();
    void mixesNoSources_data();
    void mixesNoSources();
    void embedsRowsThatComeUntilTheSwap_data();
    void embedsRowsThatComeUntilTheSwap();
    void isOneChangeInTheJournal();
    void saysWhatIsWrong();

private:
    QString psql(const QString &sql) { return m_cluster->psql(sql); }
    void drop() { psql(u"DROP TABLE IF EXISTS \"we\"\"ird; --\"; DROP SCHEMA IF EXISTS quiver CASCADE"_s); }
    void makeDocs(int rows)
    {
        psql(u"CREATE TABLE \"we\"\"ird; --\" (id int PRIMARY KEY, \"bo dy\" text, embedding vector(2));"
             " INSERT INTO \"we\"\"ird; --\" SELECT i, 'text ' || i, ARRAY[i, 1]::vector FROM generate_series(1, %1) i;"
             " CREATE INDEX docs_hnsw ON \"we\"\"ird; --\" USING hnsw (embedding vector_l2_ops)"_s.arg(rows));
    }
    std::shared_ptr<embed::TextEmbedder> embedder(const QString &model = u"m"_s) const
    {
        store::EmbeddingEndpoint endpoint = store::EmbeddingEndpoint::create();
        endpoint.url = m_server->url();
        endpoint.model = model;
        endpoint.batchSize = 10;
        endpoint.timeoutSeconds = 5;
        return std::make_shared<embed::HttpEmbedder>(endpoint, QByteArray(), embed::RetryPolicy{.attempts = 2, .first = std::chrono::milliseconds(1)});
    }
    static ModelChange request(bool dropOld = false)
    {
        ModelChange request{.schema = u"public"_s, .table = u"we\"ird; --"_s, .column = u"embedding"_s, .type = {VectorKind::Vector, 3}};
        request.from = FillFrom::Embedder;
        request.textColumn = u"bo dy"_s;
        request.dropOld = dropOld;
        return request;
    }
    ModelPlan plan(const ModelChange &wanted, const std::shared_ptr<embed::TextEmbedder> &by)
    {
        return m_session->read(u"plan"_s, [&](pg::Connection &c, core::JobContext &) { return planModelChange(c, wanted, by); }).future.result();
    }
    core::Task<sql::ChangeReport> start(const ModelPlan &plan, sql::ChangeListener *listener = nullptr)
    {
        return m_session->run(u"change"_s, [plan, listener](pg::Connection &c, core::JobContext &job) {
            return sql::runChange(plan.change, listener, plan.parameters.get(), c, job);
        });
    }
    sql::ChangeReport run(const ModelPlan &plan, sql::ChangeListener *listener = nullptr) { return start(plan, listener).future.result(); }
    static QString firstError(const ModelPlan &plan)
    {
        const auto wrong = std::ranges::find_if(plan.problems, &ColumnProblem::isError);
        return wrong == plan.problems.end() ? QString() : wrong->text;
    }
    /// Rows whose vector is not that of their text.
    QStringList wrongRows()
    {
        QStringList wrong;
        for (const QString &line : psql(u"SELECT id, embedding::text, \"bo dy\" FROM \"we\"\"ird; --\""_s).split(u'\n', Qt::SkipEmptyParts)) {
            const QStringList parts = line.split(u'|');
            if (parts[1] != QString::fromLatin1(vector::toText(EmbeddingServer::vectorOf(parts[2], 3))))
                wrong << line;
        }
        return wrong;
    }
    QString notes() { return psql(u"SELECT string_agg(column_name || ' ' || kind, ', ' ORDER BY 1) FROM quiver.embedders"_s); }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
    std::unique_ptr<EmbeddingServer> m_server;
};

void tst_ModelEmbed::goesOnAfterACancelInEveryStep()
{
    makeDocs(25);
    const std::size_t count = plan(request(true), embedder()).change.steps.size();
    QVERIFY(count > 12);
    for (std::size_t step = 0; step < count; ++step) {
        drop();
        makeDocs(25);
        const ModelPlan made = plan(request(true), embedder());
        QCOMPARE(made.change.steps.size(), count);
        std::shared_ptr<core::Job> job;
        QSemaphore ready;
        AtStep cancelling(step, step == firstFill(made.change) ? 10 : 0, [&] {
            ready.acquire();
            job->cancel();
        });
        const auto task = start(made, &cancelling);
        job = task.job;
        ready.release();
        const sql::ChangeReport report = task.future.result();
        const bool mayBeDone = made.change.steps[step].repeat == sql::ChangeStep::Repeat::UntilNoRows;
        QVERIFY2(report.cancelled || (mayBeDone && report.succeeded()), qPrintable(u"step %1: %2"_s.arg(step).arg(report.summary())));
        // The same change by the same program, or planned anew by another.
        const sql::ChangeReport resumed = run(step % 2 == 0 ? made : plan(request(true), embedder()));
        QVERIFY2(resumed.succeeded(), qPrintable(u"step %1: %2"_s.arg(step).arg(resumed.summary())));
        QVERIFY2(wrongRows().isEmpty(), qPrintable(u"step %1: %2"_s.arg(step).arg(wrongRows().join(u", "_s))));
        QCOMPARE(notes(), u"embedding http"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = '\"we\"\"ird; --\"'::regclass AND attnum > 0 AND NOT attisdropped"_s), u"3"_s);
        QVERIFY(psql(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'docs_hnsw'"_s).contains(u"vector_l2_ops"_s));
        QCOMPARE(psql(u"SELECT count(*) FROM pg_proc WHERE proname LIKE '%sync%' AND pronamespace = 'public'::regnamespace"_s), u"0"_s);
    }
    const ModelPlan again = plan(request(true), embedder());
    QVERIFY(again.change.isEmpty() && again.facts->state == ModelState::Finished);
}

void tst_ModelEmbed::goesOnAfterTheServerWasKilled()
{
    makeDocs(100);
    const ModelPlan made = plan(request(), embedder());
    QSemaphore reached, killed;
    AtStep pausing(firstFill(made.change), 30, [&] {
        reached.release();
        killed.acquire();
    });
    const auto task = start(made, &pausing);
    QVERIFY(reached.tryAcquire(1, 30'000));
    m_cluster->kill();
    killed.release();
    const sql::ChangeReport report = task.future.result();
    QVERIFY2(!report.succeeded() && report.summary().contains(u"Run the same change again"_s), qPrintable(report.summary()));
    m_cluster->start();
    const ModelPlan rest = plan(request(), embedder());
    QVERIFY(rest.facts->state == ModelState::Underway && rest.facts->filled >= 30);
    const int before = m_server->requestCount();
    const sql::ChangeReport resumed = run(rest);
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QVERIFY(m_server->requestCount() - before <= 7); // no text is embedded twice
    QCOMPARE(wrongRows(), QStringList());
    QCOMPARE(psql(u"SELECT count(embedding_old) FROM \"we\"\"ird; --\""_s), u"100"_s);
}

void tst_ModelEmbed::embedsTextsThatChangeMeanwhile()
{
    makeDocs(30);
    const ModelPlan made = plan(request(), embedder());
    AtStep writing(firstFill(made.change), 20, [this] {
        psql(u"UPDATE \"we\"\"ird; --\" SET \"bo dy\" = 'another' WHERE id = 1; UPDATE \"we\"\"ird; --\" SET embedding = '[0,0]' WHERE id = 2;"
             "INSERT INTO \"we\"\"ird; --\" VALUES (0, 'one that came', '[1,1]'); UPDATE \"we\"\"ird; --\" SET \"bo dy\" = \"bo dy\" WHERE id = 3"_s);
    });
    const sql::ChangeReport report = run(made, &writing);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(wrongRows(), QStringList());
    int sent = 0;
    for (const EmbeddingServer::Request &each : m_server->requests())
        sent += int(each.texts.size());
    QCOMPARE(sent, 32); // a text that was written as it was is not made anew
}

void tst_ModelEmbed::passesOverRefusedTexts()
{
    makeDocs(30);
    psql(u"UPDATE \"we\"\"ird; --\" SET \"bo dy\" = 'too long' WHERE id = 15"_s);
    m_server->refuseTextsWith(u"too long"_s);
    const sql::ChangeReport stopped = run(plan(request(), embedder()));
    QVERIFY2(!stopped.succeeded() && stopped.summary().contains(u"the text of the row with id = 15 was refused"_s), qPrintable(stopped.summary()));
    ModelChange passing = request();
    passing.passOver = true;
    const ModelPlan made = plan(passing, embedder());
    const sql::ChangeReport passed = run(made);
    QVERIFY2(passed.succeeded() && passed.summary().count(u"1 text was refused"_s) == 1, qPrintable(passed.summary()));
    QCOMPARE(made.parameters->refused().front().key, u"id = 15"_s);
    QCOMPARE(psql(u"SELECT array_agg(id) FROM \"we\"\"ird; --\" WHERE embedding IS NULL"_s), u"{15}"_s);
}

void tst_ModelEmbed::startsByTheLexicalEmbedderAndGoesOnWithTheSame()
{
    makeDocs(30);
    const auto lexical = [this] {
        return m_session->read(u"learn"_s, [](pg::Connection &c, core::JobContext &) { return lexicalEmbedder(c, request()); }).future.result();
    };
    const auto first = lexical();
    const ModelPlan made = plan(request(), first);
    std::shared_ptr<core::Job> job;
    QSemaphore ready;
    AtStep cancelling(firstFill(made.change) + 1, 0, [&] {
        ready.acquire();
        job->cancel();
    });
    const auto task = start(made, &cancelling);
    job = task.job;
    ready.release();
    QVERIFY(task.future.result().cancelled);
    psql(u"INSERT INTO \"we\"\"ird; --\" VALUES (31, 'words that are quite new', NULL)"_s);
    const auto second = lexical();
    QCOMPARE(second->state(), first->state());
    QVERIFY(firstError(plan(request(), embedder())).contains(u"is being filled by the lexical embedder already"_s));
    QVERIFY(run(plan(request(), second)).succeeded());
    QCOMPARE(psql(u"SELECT count(embedding) FROM \"we\"\"ird; --\""_s), u"31"_s);
    QCOMPARE(notes(), u"embedding lexical"_s);
}

void tst_ModelEmbed::saysWhichTypesTheLexicalEmbedderCannotMake()
{
    makeDocs(3);
    ModelChange wanted = request();
    QVERIFY(lexicalProblems(wanted).empty());
    for (const catalog::VectorType &type : {catalog::VectorType{VectorKind::Vector, -1}, catalog::VectorType{VectorKind::Halfvec, 0}, catalog::VectorType{VectorKind::Sparsevec, 30'000}}) {
        wanted.type = type;
        const auto problems = lexicalProblems(wanted);
        QCOMPARE(problems.size(), 1U);
        QVERIFY(problems.front().isError && problems.front().field == ColumnField::Dimensions);
        const auto asked = m_session->read(u"learn"_s, [&](pg::Connection &c, core::JobContext &) { return lexicalEmbedder(c, wanted); });
        QVERIFY_THROWS_EXCEPTION(core::Error, asked.future.result());
    }
}

void tst_ModelEmbed::takesNoOtherModelForTheEndOfTheFirst()
{
    makeDocs(12);
    QVERIFY(run(plan(request(), embedder())).succeeded());
    QVERIFY(plan(request(true), embedder()).facts->state == ModelState::Swapped);
    const ModelPlan second = plan(request(true), embedder(u"another"_s));
    QVERIFY2(second.change.isEmpty() && firstError(second).contains(u"The table has a column embedding_old"_s), qPrintable(firstError(second)));
    ModelChange elsewhere = request();
    elsewhere.oldColumn = u"embedding_m"_s;
    const ModelPlan third = plan(elsewhere, embedder(u"another"_s));
    QVERIFY(third.facts->state == ModelState::Fresh);
    const sql::ChangeReport changed = run(third);
    QVERIFY2(changed.succeeded(), qPrintable(changed.summary()));
    QCOMPARE(psql(u"SELECT count(embedding_old), count(embedding_m) FROM \"we\"\"ird; --\""_s), u"12|12"_s);
}

void tst_ModelEmbed::mixesNoSources_data()
{
    QTest::addColumn<bool>("byEmbedder"); // the first one is, else the second
    QTest::addColumn<bool>("inSync");
    QTest::addColumn<bool>("another"); // table, in place of the old vectors
    QTest::newRow("normalize, then embed") << false << true << false;
    QTest::newRow("normalize, then embed, without triggers") << false << false << false;
    QTest::newRow("embed, then normalize") << true << true << false;
    QTest::newRow("embed, then another table") << true << false << true;
    QTest::newRow("another table, then embed") << false << false << true;
}

void tst_ModelEmbed::mixesNoSources()
{
    QFETCH(bool, byEmbedder);
    QFETCH(bool, inSync);
    QFETCH(bool, another);
    makeDocs(30);
    psql(u"DROP TABLE IF EXISTS made; CREATE TABLE made (id int PRIMARY KEY, v vector(2)); INSERT INTO made SELECT i, ARRAY[0, i]::vector FROM generate_series(1, 30) i"_s);
    ModelChange embedding = request(), other = request();
    embedding.type.dimensions = other.type.dimensions = 2;
    embedding.keepInSync = other.keepInSync = inSync;
    other.from = another ? FillFrom::OtherTable : FillFrom::Normalize;
    other.otherSchema = u"public"_s;
    other.otherTable = u"made"_s;
    other.otherColumn = u"v"_s;
    other.key = other.otherKey = {u"id"_s};
    m_server = std::make_unique<EmbeddingServer>(2);
    const ModelPlan first = byEmbedder ? plan(embedding, embedder()) : plan(other, nullptr);
    AtStep stopping(firstFill(first.change) + 1, 0, [] { throw core::Cancelled(); });
    QVERIFY(!run(first, &stopping).succeeded());
    QCOMPARE(psql(u"SELECT count(embedding_new) FROM \"we\"\"ird; --\""_s), u"30"_s);
    const ModelPlan second = byEmbedder ? plan(other, nullptr) : plan(embedding, embedder());
    QVERIFY2(second.change.isEmpty() && firstError(second).contains(u"an earlier run that began otherwise"_s), qPrintable(firstError(second)));
    const ModelPlan same = byEmbedder ? plan(embedding, embedder()) : plan(other, nullptr);
    QVERIFY2(firstError(same).isEmpty() && run(same).succeeded(), qPrintable(firstError(same)));
    if (another) {
        psql(u"UPDATE made SET v = '[5,5]'; ALTER TABLE \"we\"\"ird; --\" ADD COLUMN \"next\" vector(2); UPDATE \"we\"\"ird; --\" SET \"next\" = '[0,1]' WHERE id < 9"_s);
        other.newColumn = u"next"_s;
        other.oldColumn = u"last"_s;
        QVERIFY2(firstError(plan(other, nullptr)).contains(u"none of 8 of its rows"_s), qPrintable(firstError(plan(other, nullptr))));
    }
}

void tst_ModelEmbed::embedsRowsThatComeUntilTheSwap_data()
{
    QTest::addColumn<bool>("notNull");
    QTest::newRow("nullable") << false;
    QTest::newRow("NOT NULL") << true;
}

void tst_ModelEmbed::embedsRowsThatComeUntilTheSwap()
{
    QFETCH(bool, notNull);
    makeDocs(25);
    if (notNull)
        psql(u"ALTER TABLE \"we\"\"ird; --\" ALTER COLUMN embedding SET NOT NULL"_s);
    const auto insert = [this] { psql(u"INSERT INTO \"we\"\"ird; --\" SELECT max(id) + 1, 'one that came ' || max(id), '[1,1]' FROM \"we\"\"ird; --\""_s); };
    const ModelPlan made = plan(request(), embedder());
    const auto swap = std::size_t(std::ranges::find_if(made.change.steps, [](const sql::ChangeStep &step) { return step.title.startsWith(u"Remove the trigger"_s); })
                                  - made.change.steps.begin());
    // When the last look for new texts is over, and nothing is locked yet; then the run ends right after the swap.
    AtStep writing(swap, 0, insert);
    const sql::ChangeReport report = run(made, &writing);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(*), count(embedding) FROM \"we\"\"ird; --\""_s), u"26|26"_s);
    QCOMPARE(wrongRows(), QStringList());
    QCOMPARE(psql(u"SELECT attnotnull FROM pg_attribute WHERE attrelid = '\"we\"\"ird; --\"'::regclass AND attname = 'embedding'"_s), notNull ? u"t"_s : u"f"_s);

    drop();
    makeDocs(25);
    if (notNull)
        psql(u"ALTER TABLE \"we\"\"ird; --\" ALTER COLUMN embedding SET NOT NULL"_s);
    const ModelPlan broken = plan(request(), embedder());
    AtStep before(swap, 0, insert);
    const auto last = std::size_t(std::ranges::find_if(broken.change.steps, [](const sql::ChangeStep &step) { return step.title.contains(u"until the swap"_s); })
                                  - broken.change.steps.begin());
    class Both final : public sql::ChangeListener
    {
    public:
        Both(AtStep &one, AtStep &other) : m_one(one), m_other(other) {}
        void stepChanged(std::size_t index, const sql::StepReport &report) override
        {
            m_one.stepChanged(index, report);
            m_other.stepChanged(index, report);
        }

    private:
        AtStep &m_one, &m_other;
    };
    AtStep ending(last, 0, [] { throw core::Cancelled(); });
    Both both(before, ending);
    QVERIFY(!run(broken, &both).succeeded());
    const ModelPlan rest = plan(request(), embedder());
    QVERIFY(rest.facts->state == ModelState::Swapped);
    if (!notNull)
        psql(u"INSERT INTO \"we\"\"ird; --\" VALUES (99, ' ', NULL)"_s);
    const sql::ChangeReport finished = run(rest);
    QVERIFY2(finished.succeeded(), qPrintable(finished.summary()));
    const QString command = u"quiverctl embed column --table 'public.\"we\"\"ird; --\"' --text '\"bo dy\"' --column embedding"_s;
    QCOMPARE(finished.summary().contains(u"1 row has no vector"_s) && finished.summary().contains(command), !notNull);
    QVERIFY(std::ranges::any_of(broken.problems, [&](const ColumnProblem &problem) { return !problem.isError && problem.text.contains(command); }));
    psql(u"DELETE FROM \"we\"\"ird; --\" WHERE id = 99"_s);
    QCOMPARE(wrongRows(), QStringList());
    QCOMPARE(psql(u"SELECT count(embedding) FROM \"we\"\"ird; --\""_s), u"26"_s);
}

void tst_ModelEmbed::isOneChangeInTheJournal()
{
    makeDocs(30);
    const QTemporaryDir directory;
    const auto workspace = store::Workspace::open(store::workspaceFile(directory.path()));
    const sql::ChangePlace place{{}, m_cluster->options().summary(), u"test"_s};
    const auto kept = [&](const ModelPlan &made, sql::ChangeListener *listener) {
        return m_session->run(u"change"_s, [&](pg::Connection &c, core::JobContext &job) {
            return sql::KeptRun(workspace.get(), place, listener).run(made.change, c, job, made.parameters.get());
        }).future.result();
    };
    ModelChange wanted = request();
    wanted.swap = false;
    const ModelPlan first = plan(wanted, embedder());
    AtStep stopping(firstFill(first.change), 10, [] { throw core::Cancelled(); });
    QVERIFY(!kept(first, &stopping).succeeded());
    const sql::ChangeReport second = kept(plan(wanted, embedder()), nullptr);
    QVERIFY2(second.succeeded(), qPrintable(second.summary()));
    const QList<store::ChangeEntry> entries = workspace->changes().result();
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries.first().continues, entries.last().id);
    const sql::ChangeReport undone = m_session->run(u"undo"_s, [undo = second.undo()](pg::Connection &c, core::JobContext &job) {
        return sql::ChangeRunner(undo).run(c, job);
    }).future.result();
    QVERIFY2(undone.succeeded(), qPrintable(undone.summary()));
    QCOMPARE(psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = '\"we\"\"ird; --\"'::regclass AND attnum > 0 AND NOT attisdropped"_s), u"3"_s);
    QCOMPARE(psql(u"SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"_s), u"0"_s);
    QCOMPARE(psql(u"SELECT count(*) FROM quiver.embedders"_s), u"0"_s);
}

void tst_ModelEmbed::saysWhatIsWrong()
{
    makeDocs(3);
    ModelChange wrong = request();
    QVERIFY(firstError(plan(wrong, nullptr)).contains(u"An embedder is missing"_s));
    wrong.textColumn = u"nothing"_s;
    QVERIFY(firstError(plan(wrong, embedder())).contains(u"no column “nothing”"_s));
    wrong = request();
    wrong.passOver = true;
    psql(u"ALTER TABLE \"we\"\"ird; --\" ALTER COLUMN embedding SET NOT NULL"_s);
    QVERIFY(firstError(plan(wrong, embedder())).contains(u"no text can be passed over"_s));
    QVERIFY(run(plan(request(), embedder())).succeeded());
    QCOMPARE(psql(u"SELECT attnotnull FROM pg_attribute WHERE attrelid = '\"we\"\"ird; --\"'::regclass AND attname = 'embedding'"_s), u"t"_s);
    drop();
    makeDocs(3);
    psql(u"ALTER TABLE \"we\"\"ird; --\" DROP CONSTRAINT \"we\"\"ird; --_pkey\""_s);
    QVERIFY(firstError(plan(request(), embedder())).contains(u"cannot be told apart"_s));
}

QTEST_GUILESS_MAIN(tst_ModelEmbed)
#include "tst_modelembed.moc"
