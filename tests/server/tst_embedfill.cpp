// SPDX-License-Identifier: GPL-3.0-or-later
// A column filled with embeddings of its rows' texts: interrupted, refused, in company, on a server that dies.
#include "embed/embedderstate.h"
#include "embed/httpembedder.h"
#include "schema/embedfill.h"
#include "schema/fillchoice.h"
#include "support/atstep.h"
#include "support/embeddingserver.h"
#include "support/testcluster.h"
#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QSemaphore>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::schema;
using test::AtStep;
using test::EmbeddingServer;

class tst_EmbedFill : public QObject
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
    void cleanup() { psql(u"DROP TABLE IF EXISTS docs; DROP SCHEMA IF EXISTS quiver CASCADE"_s); }

    void fillsWhatHasATextAndNoVector();
    void takesAnyTableAndType_data();
    void takesAnyTableAndType();
    void fillsByTheLexicalEmbedderAndGoesOnWithTheSame();
    void goesOnAfterACancel();
    void goesOnAfterTheServerWasKilled();
    void leavesATextThatChangedMeanwhileForASecondPass();
    void stopsAtARefusedTextOrPassesOver();
    void writesNothingOfAnotherDimension();
    void leavesLockedRowsForLast();
    void mixesNoModels();
    void mixesNoDimensionsOfOneModel();
    void startsAnewAfterAWrongModelInALargeTable();
    void keepsTheNoteWithTheVectors();
    void stopsWhereATriggerTakesVectorsAway();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void saysThatAnEmbedderIsMissing();
    void needsNoRightToNoteIt();
    void saysWhoseTextsTheVectorsAreOf();
    void foretellsWhatIndexesCost();
    void suggestsTheLongTextsAndTheEmptyColumn();

private:
    QString psql(const QString &sql) { return m_cluster->psql(sql); }
    void makeDocs(int rows, const QString &type = u"vector(3)"_s)
    {
        psql(u"CREATE TABLE docs (id int PRIMARY KEY, body text, embedding %1); INSERT INTO docs SELECT i, 'text ' || i FROM generate_series(1, %2) i"_s.arg(type).arg(rows));
    }
    store::EmbeddingEndpoint endpoint() const
    {
        store::EmbeddingEndpoint made = store::EmbeddingEndpoint::create();
        made.url = m_server->url();
        made.model = u"m"_s;
        made.batchSize = 10;
        made.timeoutSeconds = 5;
        return made;
    }
    std::shared_ptr<embed::TextEmbedder> embedder() const
    {
        return std::make_shared<embed::HttpEmbedder>(endpoint(), QByteArray(), embed::RetryPolicy{.attempts = 2, .first = std::chrono::milliseconds(1)});
    }
    static EmbedFill request(bool passOver = false)
    {
        return {.schema = u"public"_s, .table = u"docs"_s, .textColumn = u"body"_s, .column = u"embedding"_s, .passOver = passOver};
    }
    EmbedFillPlan plan(const EmbedFill &request, const std::shared_ptr<embed::TextEmbedder> &by)
    {
        return m_session->read(u"plan"_s, [&](pg::Connection &c, core::JobContext &) { return planEmbedFill(c, request, by); }).future.result();
    }
    core::Task<sql::ChangeReport> start(const EmbedFillPlan &plan, sql::ChangeListener *listener = nullptr)
    {
        return m_session->run(u"fill"_s, [plan, listener](pg::Connection &c, core::JobContext &job) {
            return sql::runChange(plan.change, listener, plan.parameters.get(), c, job);
        });
    }
    sql::ChangeReport run(const EmbedFillPlan &plan, sql::ChangeListener *listener = nullptr) { return start(plan, listener).future.result(); }
    sql::ChangeReport apply(const EmbedFill &request) { return run(plan(request, embedder())); }
    /// Rows of docs whose vector is not that of their text, or that have none though they have a text.
    QStringList wrongRows()
    {
        QStringList wrong;
        for (const QString &line : psql(u"SELECT id, embedding::text, body FROM docs WHERE body ~ '\\S'"_s).split(u'\n', Qt::SkipEmptyParts)) {
            const QStringList parts = line.split(u'|');
            if (parts[1] != QString::fromLatin1(vector::toText(EmbeddingServer::vectorOf(parts[2], 3))))
                wrong << line;
        }
        return wrong;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
    std::unique_ptr<EmbeddingServer> m_server;
};

void tst_EmbedFill::fillsWhatHasATextAndNoVector()
{
    makeDocs(25);
    psql(u"INSERT INTO docs VALUES (100, NULL, NULL), (101, E' \\n\\t', NULL), (102, 'a \"b\" \\ {c}, d', NULL), (103, 'has one', '[1,2,3]'),"
         " (104, U&'\\FEFFbegins with a mark', NULL)"_s);
    const EmbedFillPlan made = plan(request(), embedder());
    QVERIFY(made.facts.isCounted);
    QCOMPARE(std::tuple(made.facts.toFill, made.facts.filled, made.facts.withoutText), std::tuple(27, 1, 2));
    QCOMPARE(made.change.steps.size(), 4);
    QVERIFY(made.change.steps.back().sql.contains(u"UPDATE public.docs AS quiver_row SET embedding = "_s));
    QVERIFY(m_server->requests().isEmpty());
    const sql::ChangeReport report = run(made);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(report.steps.back().rows, 27);
    QCOMPARE(psql(u"DELETE FROM docs WHERE id = 103 RETURNING embedding"_s), u"[1,2,3]"_s);
    QCOMPARE(psql(u"DELETE FROM docs WHERE id = 104 RETURNING embedding IS NOT NULL"_s), u"t"_s); // the service here reads JSON without that mark
    QCOMPARE(wrongRows(), QStringList());
    QCOMPARE(psql(u"SELECT count(*) FROM docs WHERE embedding IS NULL"_s), u"2"_s);
    QCOMPARE(psql(u"SELECT schema_name, table_name, column_name, kind, convert_from(state, 'UTF8') FROM quiver.embedders"_s),
             u"public|docs|embedding|http|{\"model\":\"m\",\"url\":\"%1\"}"_s.arg(m_server->url()));
    QVERIFY(plan(request(), embedder()).change.isEmpty());
}

void tst_EmbedFill::takesAnyTableAndType_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("type");
    const QString keys = u"\"k\"\"1\" uuid DEFAULT gen_random_uuid(), \"K 2\" varchar(9), PRIMARY KEY (\"K 2\", \"k\"\"1\")"_s;
    QTest::newRow("vector") << u"(%1, \"bo\"\"dy\" varchar(40) COLLATE \"C\", \"v;--\" %2)"_s.arg(keys) << u"'x', 'text ' || i"_s << u"vector(3)"_s;
    QTest::newRow("halfvec") << u"(%1, \"bo\"\"dy\" text, \"v;--\" %2)"_s.arg(keys) << u"i, 'text ' || i"_s << u"halfvec(3)"_s;
    QTest::newRow("sparsevec") << u"(%1, \"bo\"\"dy\" text, \"v;--\" %2)"_s.arg(keys) << u"i, 'text ' || i"_s << u"sparsevec(3)"_s;
    QTest::newRow("any dimensions") << u"(%1, \"bo\"\"dy\" jsonb, \"v;--\" %2)"_s.arg(keys) << u"i, jsonb_build_object('a', i)"_s << u"vector"_s;
    QTest::newRow("partitioned") << u"(%1, \"bo\"\"dy\" text, \"v;--\" %2) PARTITION BY HASH (\"K 2\")"_s.arg(keys) << u"i, 'text ' || i"_s << u"vector(3)"_s;
}

void tst_EmbedFill::takesAnyTableAndType()
{
    QFETCH(QString, table);
    QFETCH(QString, rows);
    QFETCH(QString, type);
    const QString name = u"\"od d\".\"we\"\"ird; --\""_s;
    psql(u"DROP SCHEMA IF EXISTS \"od d\" CASCADE; CREATE SCHEMA \"od d\""_s);
    psql(u"CREATE TABLE "_s + name + QString(table).replace(u"%2"_s, type));
    if (table.contains(u"PARTITION BY"))
        psql(u"CREATE TABLE p0 PARTITION OF %1 FOR VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE p1 PARTITION OF %1 FOR VALUES WITH (MODULUS 2, REMAINDER 1)"_s.arg(name));
    psql(u"INSERT INTO "_s + name + u" (\"K 2\", \"bo\"\"dy\") SELECT "_s + rows + u" FROM generate_series(1, 35) i"_s);
    const EmbedFill odd{.schema = u"od d"_s, .table = u"we\"ird; --"_s, .textColumn = u"bo\"dy"_s, .column = u"v;--"_s};
    const sql::ChangeReport report = apply(odd);
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(report.steps.back().rows, 35);
    const QString text = psql(u"SELECT \"bo\"\"dy\" FROM %1 WHERE \"K 2\" IN ('7', 'x') ORDER BY 1 LIMIT 1"_s.arg(name));
    const auto expected = EmbeddingServer::vectorOf(text, 3);
    QCOMPARE(psql(u"SELECT count(*), (SELECT \"v;--\"::vector::text FROM %1 WHERE \"bo\"\"dy\"::text = '%2') FROM %1 WHERE \"v;--\" IS NOT NULL"_s.arg(name, text)),
             u"35|%1"_s.arg(QString::fromLatin1(vector::toText(expected))));
}

void tst_EmbedFill::fillsByTheLexicalEmbedderAndGoesOnWithTheSame()
{
    makeDocs(30);
    psql(u"INSERT INTO docs VALUES (99, '...')"_s);
    const auto lexical = [&] {
        return m_session->read(u"plan"_s, [&](pg::Connection &c, core::JobContext &) { return lexicalEmbedder(c, request()); }).future.result();
    };
    const auto first = lexical();
    QVERIFY(!first->isRemote());
    const sql::ChangeReport report = run(plan(request(true), first));
    QVERIFY2(report.succeeded() && report.summary().contains(u"id = 99: there is no word"_s), qPrintable(report.summary()));
    psql(u"INSERT INTO docs VALUES (31, 'words that are quite new')"_s);
    const auto second = lexical();
    QCOMPARE(second->state(), first->state());
    QVERIFY(run(plan(request(true), second)).succeeded());
    QCOMPARE(psql(u"SELECT count(*) FROM docs WHERE embedding IS NULL"_s), u"1"_s);
    const auto stored = vector::LexicalEmbedder::deserialise(QByteArray::fromHex(psql(u"SELECT encode(state, 'hex') FROM quiver.embedders"_s).toLatin1()));
    QCOMPARE(stored.fittedTexts(), 31);
    QCOMPARE(psql(u"SELECT embedding FROM docs WHERE id = 31"_s), QString::fromLatin1(vector::toText(stored.embed(u"words that are quite new"_s))));
}

void tst_EmbedFill::goesOnAfterACancel()
{
    makeDocs(100);
    const EmbedFillPlan made = plan(request(), embedder());
    std::shared_ptr<core::Job> job;
    QSemaphore ready;
    AtStep cancelling(AtStep::any, 40, [&] {
        ready.acquire();
        m_server->meetNext(EmbeddingServer::Trouble::Silent);
        job->cancel();
    });
    const auto task = start(made, &cancelling);
    job = task.job;
    ready.release();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(report.cancelled);
    QVERIFY2(report.summary().contains(u"40 rows are done and stand"_s), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"40"_s);
    m_server = std::make_unique<EmbeddingServer>();
    const sql::ChangeReport resumed = apply(request());
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QCOMPARE(resumed.steps.back().rows, 60);
    QCOMPARE(m_server->requestCount(), 6);
    QCOMPARE(wrongRows(), QStringList());
}

void tst_EmbedFill::goesOnAfterTheServerWasKilled()
{
    makeDocs(100);
    const EmbedFillPlan made = plan(request(), embedder());
    QSemaphore reached, killed;
    AtStep pausing(AtStep::any, 30, [&] {
        reached.release();
        killed.acquire();
    });
    const auto task = start(made, &pausing);
    QVERIFY(reached.tryAcquire(1, 30'000));
    m_cluster->kill();
    killed.release();
    const sql::ChangeReport report = task.future.result();
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"Run the same change again"_s), qPrintable(report.summary()));
    m_cluster->start();
    const sql::ChangeReport resumed = run(made); // the same object, begun anew
    QVERIFY2(resumed.succeeded(), qPrintable(resumed.summary()));
    QVERIFY(resumed.steps.back().rows <= 70);
    QCOMPARE(wrongRows(), QStringList());
}

void tst_EmbedFill::leavesATextThatChangedMeanwhileForASecondPass()
{
    makeDocs(30);
    m_server->setDelay(300);
    const auto task = start(plan(request(), embedder()));
    QTRY_COMPARE_WITH_TIMEOUT(m_server->requestCount(), 1, 10'000); // they are with the service now
    psql(u"UPDATE docs SET body = 'another text' WHERE id = 5; UPDATE docs SET embedding = '[9,9,9]', body = '' WHERE id = 6"_s);
    m_server->setDelay(0);
    const sql::ChangeReport report = task.future.result();
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(wrongRows(), QStringList());
    QCOMPARE(psql(u"SELECT embedding FROM docs WHERE id = 6"_s), u"[9,9,9]"_s);
    QCOMPARE(m_server->requests().last().texts, QStringList(u"another text"_s));
}

void tst_EmbedFill::stopsAtARefusedTextOrPassesOver()
{
    makeDocs(30);
    psql(u"UPDATE docs SET body = 'too long ' || id WHERE id IN (15, 22)"_s);
    m_server->refuseTextsWith(u"long"_s);
    const sql::ChangeReport stopped = apply(request());
    QVERIFY(!stopped.succeeded());
    QVERIFY2(stopped.summary().contains(u"id = 15 was refused: This model's maximum context"_s), qPrintable(stopped.summary()));
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"19"_s); // the others of its batch are not paid for twice
    const EmbedFillPlan made = plan(request(true), embedder());
    const sql::ChangeReport passed = run(made);
    QVERIFY2(passed.succeeded() && passed.summary().contains(u"2 texts were refused"_s), qPrintable(passed.summary()));
    QCOMPARE(made.parameters->refusedCount(), 2);
    QCOMPARE(made.parameters->refused().back().key, u"id = 22"_s);
    QCOMPARE(psql(u"SELECT array_agg(id ORDER BY id) FROM docs WHERE embedding IS NULL"_s), u"{15,22}"_s);
}

void tst_EmbedFill::writesNothingOfAnotherDimension()
{
    makeDocs(12, u"vector(4)"_s);
    const sql::ChangeReport report = apply(request());
    QVERIFY2(report.summary().contains(u"gives vectors of 3 dimensions, the column takes 4"_s), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"0"_s);
    QCOMPARE(m_server->requestCount(), 1);
}

void tst_EmbedFill::leavesLockedRowsForLast()
{
    makeDocs(35);
    const auto holder = m_services.session(m_cluster->options());
    const auto onHolder = [&](const QString &sql) { holder->run(sql, [&](pg::Connection &c, core::JobContext &) { c.exec(sql); }).future.waitForFinished(); };
    onHolder(u"BEGIN"_s);
    onHolder(u"SELECT FROM docs WHERE id IN (5, 12) FOR UPDATE"_s);
    EmbedFillPlan made = plan(request(), embedder());
    made.change.lockTimeout = 1;
    const sql::ChangeReport stopped = run(made);
    QVERIFY(!stopped.succeeded());
    QVERIFY2(stopped.summary().contains(u"2 rows of public.docs were not to be locked within 1 s: session "_s), qPrintable(stopped.summary()));
    QCOMPARE(psql(u"SELECT count(embedding) FROM docs"_s), u"33"_s);
    made.change.lockTimeout = 20;
    const auto task = start(made);
    QTRY_VERIFY_WITH_TIMEOUT(psql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"_s) == u"1"_s, 10'000);
    onHolder(u"ROLLBACK"_s);
    QVERIFY2(task.future.result().succeeded(), qPrintable(task.future.result().summary()));
    QCOMPARE(wrongRows(), QStringList());
}

void tst_EmbedFill::mixesNoDimensionsOfOneModel()
{
    makeDocs(12, u"vector"_s);
    QVERIFY(apply(request()).succeeded()); // by as many dimensions as the model gives: 3
    psql(u"INSERT INTO docs VALUES (13, 'one more')"_s);
    const auto withDimensions = [this](int dimensions) {
        store::EmbeddingEndpoint asking = endpoint();
        asking.dimensions = dimensions;
        return std::make_shared<embed::HttpEmbedder>(asking, QByteArray());
    };
    QVERIFY(hasErrors(plan(request(), withDimensions(2)).problems));
    QVERIFY(run(plan(request(), withDimensions(3))).succeeded());
    QCOMPARE(psql(u"SELECT count(*) FROM docs WHERE vector_dims(embedding) = 3"_s), u"13"_s);
}

void tst_EmbedFill::mixesNoModels()
{
    makeDocs(12);
    QVERIFY(apply(request()).succeeded());
    psql(u"INSERT INTO docs VALUES (13, 'one more')"_s);
    store::EmbeddingEndpoint other = endpoint();
    other.model = u"another"_s;
    const EmbedFillPlan made = plan(request(), std::make_shared<embed::HttpEmbedder>(other, QByteArray()));
    QVERIFY(made.change.isEmpty());
    QVERIFY2(made.problems.front().isError && made.problems.front().text.contains(u"was embedded by m at"_s), qPrintable(made.problems.front().text));
}

void tst_EmbedFill::startsAnewAfterAWrongModelInALargeTable()
{
    makeDocs(12, u"vector(4)"_s);
    QVERIFY(!apply(request()).succeeded()); // gives three dimensions, and is noted
    psql(u"ALTER TABLE docs ALTER COLUMN embedding TYPE vector(3); ANALYZE docs; UPDATE pg_class SET reltuples = 600000 WHERE relname = 'docs'"_s);
    store::EmbeddingEndpoint other = endpoint();
    other.model = u"another"_s;
    const auto right = std::make_shared<embed::HttpEmbedder>(other, QByteArray());
    const EmbedFillPlan made = plan(request(), right);
    QVERIFY(!made.facts.isCounted && !made.facts.hasVectors);
    QVERIFY(!hasErrors(made.problems));
    QVERIFY(run(made).succeeded());
    QVERIFY(plan(request(), right).facts.hasVectors);
    QVERIFY(hasErrors(plan(request(), embedder()).problems));
    psql(u"DELETE FROM quiver.embedders"_s);
    const EmbedFillPlan unknown = plan(request(), embedder());
    QVERIFY2(!hasErrors(unknown.problems) && unknown.problems.front().text.startsWith(u"Some rows have a vector already"_s), qPrintable(unknown.problems.front().text));
}

void tst_EmbedFill::keepsTheNoteWithTheVectors()
{
    makeDocs(12);
    const sql::ChangeReport report = apply(request());
    QVERIFY(report.succeeded());
    const sql::ChangeReport undone = m_session->run(u"undo"_s, [undo = report.undo()](pg::Connection &c, core::JobContext &job) {
        return sql::ChangeRunner(undo).run(c, job);
    }).future.result();
    QVERIFY(undone.succeeded());
    QCOMPARE(psql(u"SELECT count(embedding), (SELECT count(*) FROM quiver.embedders) FROM docs"_s), u"12|1"_s);
}

void tst_EmbedFill::stopsWhereATriggerTakesVectorsAway()
{
    makeDocs(35);
    psql(u"CREATE FUNCTION takes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.embedding := NULL; RETURN NEW; END';"
         "CREATE TRIGGER taker BEFORE UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION takes()"_s);
    const sql::ChangeReport report = apply(request());
    QVERIFY(!report.succeeded());
    QVERIFY2(report.summary().contains(u"a trigger of the table takes it away (taker)"_s), qPrintable(report.summary()));
    QCOMPARE(m_server->requestCount(), 1); // and no other batch is paid for
    psql(u"DROP TRIGGER taker ON docs"_s);
    QVERIFY(apply(request()).succeeded());
    QCOMPARE(wrongRows(), QStringList());
    psql(u"DROP FUNCTION takes"_s);
}

void tst_EmbedFill::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("word");
    QTest::newRow("no table") << u"SELECT 1"_s << u"docs"_s;
    QTest::newRow("a view") << u"CREATE VIEW docs AS SELECT 1 AS id, ''::text AS body, '[1]'::vector AS embedding"_s << u"no table"_s;
    QTest::newRow("no key") << u"CREATE TABLE docs (body text, embedding vector(3))"_s << u"no primary key"_s;
    QTest::newRow("no text") << u"CREATE TABLE docs (id int PRIMARY KEY, embedding vector(3))"_s << u"no column “body”"_s;
    QTest::newRow("no vector") << u"CREATE TABLE docs (id int PRIMARY KEY, body text, embedding real[])"_s << u"embeddings go into"_s;
    QTest::newRow("text is a vector") << u"CREATE TABLE docs (id int PRIMARY KEY, body vector(3), embedding vector(3))"_s << u"not texts"_s;
}

void tst_EmbedFill::saysWhatIsWrong()
{
    QFETCH(QString, sql);
    QFETCH(QString, word);
    psql(sql);
    const EmbedFillPlan made = plan(request(), embedder());
    psql(u"DROP VIEW IF EXISTS docs"_s.prepend(sql.startsWith(u"CREATE VIEW"_s) ? QString() : u"-- "_s));
    QVERIFY(made.change.isEmpty() && hasErrors(made.problems));
    QVERIFY2(made.problems.front().text.contains(word), qPrintable(made.problems.front().text));
}

void tst_EmbedFill::saysThatAnEmbedderIsMissing()
{
    makeDocs(3);
    const EmbedFillPlan made = plan(request(), nullptr);
    QVERIFY(made.change.isEmpty() && hasErrors(made.problems));
    QCOMPARE(made.problems.front().text, u"An embedder is missing."_s);
}

void tst_EmbedFill::needsNoRightToNoteIt()
{
    makeDocs(12);
    psql(u"DROP ROLE IF EXISTS writer; CREATE ROLE writer LOGIN; GRANT SELECT, UPDATE ON docs TO writer; REVOKE CREATE ON DATABASE test FROM PUBLIC"_s);
    auto options = m_cluster->options();
    options.parameters[u"user"_s] = u"writer"_s;
    m_session = m_services.session(options);
    const EmbedFillPlan made = plan(request(), embedder());
    QCOMPARE(made.change.steps.size(), 1);
    QVERIFY(made.problems.front().text.contains(u"You may not write to quiver.embedders"_s));
    QVERIFY(run(made).succeeded());
    m_session = m_services.session(m_cluster->options());
    QCOMPARE(wrongRows(), QStringList());
    psql(u"DROP TABLE docs; DROP ROLE writer"_s);
}

void tst_EmbedFill::saysWhoseTextsTheVectorsAreOf()
{
    makeDocs(12);
    psql(u"ALTER TABLE docs ADD COLUMN \"ti\"\"tle\" text; UPDATE docs SET \"ti\"\"tle\" = 'title ' || id"_s);
    // As an earlier version made it.
    psql(u"CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text NOT NULL, state bytea NOT NULL,"
         " PRIMARY KEY (schema_name, table_name, column_name))"_s);
    const sql::ChangeReport report = apply(request());
    QVERIFY2(report.succeeded(), qPrintable(report.summary()));
    QCOMPARE(psql(u"SELECT text_column FROM quiver.embedders"_s), u"body"_s);
    psql(u"UPDATE docs SET embedding = NULL WHERE id > 6"_s);
    EmbedFill other = request();
    other.textColumn = u"ti\"tle"_s;
    const EmbedFillPlan made = plan(other, embedder());
    QCOMPARE(made.facts.textBefore, u"body"_s);
    QCOMPARE(made.problems.size(), 1);
    QVERIFY2(!made.problems[0].isError && made.problems[0].text.startsWith(u"The vectors that embedding has were made of body"_s), qPrintable(made.problems[0].text));
    QVERIFY(plan(request(), embedder()).problems.empty());
    psql(u"UPDATE docs SET embedding = NULL"_s); // then there is nothing to mix with
    QVERIFY(plan(other, embedder()).problems.empty());
    const sql::ChangeReport second = apply(other);
    QVERIFY2(second.succeeded(), qPrintable(second.summary()));
    QCOMPARE(psql(u"SELECT text_column FROM quiver.embedders"_s), u"ti\"tle"_s);
}

void tst_EmbedFill::foretellsWhatIndexesCost()
{
    makeDocs(100);
    psql(u"ALTER TABLE docs ADD COLUMN other vector(3); CREATE INDEX other_hnsw ON docs USING hnsw (other vector_l2_ops)"_s);
    const auto told = [this] {
        QStringList texts;
        for (const ColumnProblem &problem : plan(request(), embedder()).problems)
            texts << (problem.isError ? u"error: "_s : QString()) + problem.text;
        return texts.join(u'\n');
    };
    const QString beside = told();
    QVERIFY2(beside.contains(u"vector index other_hnsw once more, though another column's"_s), qPrintable(beside));
    QVERIFY2(beside.contains(u"roughly 0.1 s to 0.5 s besides the embedding (100 rows at 200 to 2,000 a second)"_s), qPrintable(beside));
    QVERIFY2(beside.contains(u"drop it first and build it again"_s) && !beside.contains(u"error"_s), qPrintable(beside));
    psql(u"CREATE INDEX own_hnsw ON docs USING hnsw (embedding vector_l2_ops)"_s);
    const QString both = told();
    QVERIFY2(both.contains(u"other_hnsw, own_hnsw once more:"_s) && both.contains(u"100 rows at 100 to 1,000 a second"_s) && both.contains(u"drop them first"_s), qPrintable(both));
    psql(u"UPDATE docs SET embedding = '[1,2,3]'"_s);
    QVERIFY2(!told().contains(u"once more"_s), qPrintable(told())); // nothing is to be filled
}

void tst_EmbedFill::suggestsTheLongTextsAndTheEmptyColumn()
{
    psql(u"CREATE TABLE docs (id bigint PRIMARY KEY, sku text, \"cont\"\"ent\" text, note varchar(20), full_v vector(3), empty_v vector(3), made bit(8));"
         "INSERT INTO docs SELECT i, 'k' || i, repeat('long words ', 20), 'n', '[1,2,3]' FROM generate_series(1, 50) i"_s);
    const auto suggested = [this] {
        return m_session->read(u"suggest"_s, [](pg::Connection &c, core::JobContext &) { return suggestFill(c, *catalog::lookAtTable(c, u"public"_s, u"docs"_s)); }).future.result();
    };
    QCOMPARE(suggested().textColumn, u"cont\"ent"_s);
    QCOMPARE(suggested().column, u"empty_v"_s);
    psql(u"CREATE SCHEMA quiver; CREATE TABLE quiver.embedders (schema_name text, table_name text, column_name text, kind text, state bytea, text_column text);"
         "INSERT INTO quiver.embedders VALUES ('public', 'docs', 'empty_v', 'lexical', '', 'sku')"_s);
    QCOMPARE(suggested().textColumn, u"sku"_s); // as it was filled before
    psql(u"ALTER TABLE docs DROP COLUMN empty_v, DROP COLUMN full_v, DROP COLUMN sku, DROP COLUMN \"cont\"\"ent\", DROP COLUMN note"_s);
    QVERIFY(suggested() == FillChoice());
}

QTEST_GUILESS_MAIN(tst_EmbedFill)
#include "tst_embedfill.moc"
