// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl search, as a process.
#include "support/embeddingserver.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class QuiverctlSearchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_cluster.reset(); }
    void searchesByWords();
    void printsATable();
    void tellsEachLegOfAHit();
    void comparesWithTheExactSearch();
    void takesRowsMeansAndStages();
    void explainsAndCopies();
    void asksTheServiceThatEmbeddedTheColumn();
    void takesTheVariablesKeyForTheEndpointThatIsNamed();
    void saysAllThatIsWrong();

private:
    Ran runAlone(const QStringList &arguments) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments,
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)}, {u"HOME"_s, m_directory.path()},
                                                       {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s}}));
    }
    Ran run(const QStringList &arguments) const { return runAlone(arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}); }
    Ran search(const QStringList &arguments) const { return run(QStringList{u"search"_s, u"--table"_s, u"documents"_s, u"--column"_s, u"embedding"_s} + arguments); }
    static QJsonObject json(const Ran &ran) { return QJsonDocument::fromJson(ran.out.toUtf8()).object(); }
    static QString key(const QJsonObject &object, int hit) { return object[u"hits"_s][hit][u"key"_s][u"id"_s].toString(); }

    QTemporaryDir m_directory;
    std::unique_ptr<test::TestCluster> m_cluster;
};

void QuiverctlSearchTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(
        CREATE TABLE documents (id int PRIMARY KEY, source text, content text, tsv tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED, embedding vector(128));
        INSERT INTO documents (id, source, content) VALUES
            (1, 'a', 'The vacuum reclaims storage of dead rows'), (2, 'a', 'An index speeds up the search for rows'),
            (3, 'b', 'Graph indexes keep neighbours of each vector'), (4, 'b', 'Lists of vectors are probed by distance'),
            (5, 'c', 'Backups are taken with a base copy and the log'), (6, 'c', 'The vacuum of an index takes several passes');
        CREATE INDEX documents_embedding ON documents USING hnsw (embedding vector_cosine_ops);
    )"_s);
    const Ran filled = run({u"embed"_s, u"column"_s, u"--table"_s, u"documents"_s, u"--text"_s, u"content"_s, u"--column"_s, u"embedding"_s, u"--yes"_s});
    QVERIFY2(filled.status == 0, qPrintable(filled.err));
}

void QuiverctlSearchTest::searchesByWords()
{
    const Ran ran = search({u"--text"_s, u"vacuum of dead rows"_s, u"--k"_s, u"2"_s, u"--output"_s, u"content"_s, u"--json"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject object = json(ran);
    QCOMPARE(object[u"hits"_s].toArray().size(), 2);
    QCOMPARE(key(object, 0), u"1"_s);
    QVERIFY(object[u"hits"_s][0][u"values"_s][u"content"_s].toString().contains(u"dead rows"_s));
    QVERIFY(object[u"hits"_s][0][u"distance"_s].toDouble() < object[u"hits"_s][1][u"distance"_s].toDouble());
    QCOMPARE(object[u"search"_s][u"operator"_s].toString(), u"<=>"_s);
}

void QuiverctlSearchTest::printsATable()
{
    const Ran ran = search({u"--text"_s, u"vacuum"_s, u"--filter"_s, u"source <> 'a'"_s, u"--k"_s, u"3"_s, u"--show-sql"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QVERIFY(ran.out.startsWith(u"RANK"_s));
    QVERIFY(ran.out.contains(u"several passes"_s) && !ran.out.contains(u"dead rows"_s));
    QVERIFY(!ran.out.contains(u"embedding"_s)); // vectors are not shown
    QVERIFY(ran.err.contains(u"ORDER BY embedding <=> $1::vector"_s) && ran.err.contains(u"3 hits"_s));
}

void QuiverctlSearchTest::tellsEachLegOfAHit()
{
    const Ran ran = search({u"--text"_s, u"vectors by distance"_s, u"--hybrid"_s, u"vacuum"_s, u"--leg-limit"_s, u"3"_s, u"--k"_s, u"6"_s, u"--json"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    int byText = 0;
    for (const QJsonValue &hit : json(ran)[u"hits"_s].toArray()) {
        byText += hit[u"text_rank"_s].isDouble();
        QVERIFY(hit[u"vector_rank"_s].isDouble() || hit[u"text_rank"_s].isDouble());
    }
    QCOMPARE(byText, 2);
}

void QuiverctlSearchTest::comparesWithTheExactSearch()
{
    const QStringList asked{u"--text"_s, u"index"_s, u"--k"_s, u"6"_s, u"--set"_s, u"enable_seqscan=off"_s, u"--set"_s, u"hnsw.ef_search=1"_s, u"--compare-exact"_s};
    const Ran ran = search(asked + QStringList{u"--json"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject object = json(ran);
    QCOMPARE(object[u"comparison"_s][u"exact"_s].toArray().size(), 6);
    QVERIFY(object[u"comparison"_s][u"recall"_s].toDouble() < 1);
    QVERIFY(object[u"notes"_s][0].toString().contains(u"hnsw.ef_search is 1"_s));
    QVERIFY(search(asked).out.contains(u"missed: "_s));
    const QStringList hybrid = asked + QStringList{u"--hybrid"_s, u"vacuum"_s};
    const QJsonObject fused = json(search(hybrid + QStringList{u"--json"_s}));
    QVERIFY(fused[u"comparison"_s][u"recall"_s].isNull() && fused[u"comparison"_s][u"overlap"_s].isDouble());
    const QString said = search(hybrid).out;
    QVERIFY2(said.contains(u"overlap@6 "_s) && said.contains(u"no recall: they are not ordered by distance alone"_s), qPrintable(said));
}

void QuiverctlSearchTest::takesRowsMeansAndStages()
{
    QCOMPARE(key(json(search({u"--row"_s, u"3"_s, u"--json"_s})), 0), u"3"_s);
    const QJsonObject similar = json(search({u"--row"_s, u"3"_s, u"--leave-out"_s, u"--json"_s}));
    QCOMPARE(similar[u"hits"_s].toArray().size(), 5);
    QVERIFY(key(similar, 0) != u"3");
    const QJsonObject staged = json(search({u"--mean"_s, u"3,4"_s, u"--two-stage"_s, u"binary"_s, u"--group-by"_s, u"source"_s, u"--mmr"_s, u"0.9"_s, u"--json"_s}));
    QCOMPARE(staged[u"hits"_s].toArray().size(), 3); // three sources
    QVERIFY(staged[u"hits"_s][0][u"first_distance"_s].isDouble());
}

void QuiverctlSearchTest::explainsAndCopies()
{
    const Ran plan = search({u"--text"_s, u"index"_s, u"--explain"_s});
    QVERIFY(QJsonDocument::fromJson(plan.out.toUtf8()).array().at(0)[u"Execution Time"_s].toDouble() > 0);
    const Ran copy = search({u"--text"_s, u"index"_s, u"--copy-as"_s, u"psql"_s});
    QVERIFY2(copy.out.startsWith(u"BEGIN READ ONLY;\n-- The query vector is the embedding of: index\nSELECT id, embedding <=> '["_s), qPrintable(copy.out.left(200)));
}

void QuiverctlSearchTest::asksTheServiceThatEmbeddedTheColumn()
{
    test::EmbeddingServer service;
    m_cluster->psql(u"CREATE TABLE notes (id int PRIMARY KEY, content text, e vector(3)); INSERT INTO notes (id, content) SELECT i, 'text ' || i FROM generate_series(1, 9) i"_s);
    QCOMPARE(runAlone({u"embed"_s, u"endpoint"_s, u"add"_s, u"local"_s, u"--endpoint"_s, service.url(), u"--model"_s, u"m"_s}).status, 0);
    const Ran filled = run({u"embed"_s, u"column"_s, u"--table"_s, u"notes"_s, u"--text"_s, u"content"_s, u"--column"_s, u"e"_s, u"--embedder"_s, u"local"_s, u"--yes"_s});
    QVERIFY2(filled.status == 0, qPrintable(filled.err));
    const QStringList wanted{u"search"_s, u"--table"_s, u"notes"_s, u"--column"_s, u"e"_s, u"--text"_s, u"text 5"_s, u"--operator"_s, u"l2"_s, u"--k"_s, u"1"_s, u"--json"_s};
    const Ran ran = run(wanted);
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(json(ran)[u"hits"_s][0][u"distance"_s].toDouble(), 0.0);
    QCOMPARE(service.requests().constLast().texts, QStringList{u"text 5"_s});
    QCOMPARE(runAlone({u"embed"_s, u"endpoint"_s, u"remove"_s, u"local"_s}).status, 0);
    const Ran without = run(wanted);
    QCOMPARE(without.status, 1);
    QVERIFY2(without.err.contains(u"m at http://127.0.0.1"_s), qPrintable(without.err));
}

void QuiverctlSearchTest::takesTheVariablesKeyForTheEndpointThatIsNamed()
{
    test::EmbeddingServer service;
    m_cluster->psql(u"CREATE TABLE keyed (id int PRIMARY KEY, e vector(3)); INSERT INTO keyed VALUES (1, '[1,2,3]'); INSERT INTO quiver.embedders VALUES"
                    " ('public', 'keyed', 'e', 'http', convert_to('{\"model\":\"m\",\"url\":\"%1\"}', 'UTF8'))"_s.arg(service.url()));
    const auto keyed = [this](const QStringList &arguments, const QByteArray &input = {}) {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments,
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"keyed"_s)}, {u"HOME"_s, m_directory.path()},
                                                       {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s}, {u"QUIVER_EMBEDDING_KEY"_s, u"sk-given"_s}}), input);
    };
    QCOMPARE(keyed({u"embed"_s, u"endpoint"_s, u"add"_s, u"paid"_s, u"--endpoint"_s, service.url(), u"--model"_s, u"m"_s, u"--key"_s}, "sk-typed").status, 0);
    const QStringList wanted{u"search"_s, u"--table"_s, u"keyed"_s, u"--column"_s, u"e"_s, u"--text"_s, u"a"_s, u"--url"_s, m_cluster->options().toUri()};
    const Ran unnamed = keyed(wanted);
    QVERIFY2(unnamed.status == 1 && unnamed.err.contains(u"--embedder paid"_s), qPrintable(unnamed.err));
    QCOMPARE(service.requestCount(), 0);
    const Ran named = keyed(wanted + QStringList{u"--embedder"_s, u"paid"_s}); // as it was told
    QVERIFY2(named.status == 0, qPrintable(named.err));
    QCOMPARE(service.requests().constLast().authorization, "Bearer sk-given");
    QCOMPARE(search({u"--row"_s, u"3"_s, u"--embedder"_s, u"paid"_s}).status, 2);
}

void QuiverctlSearchTest::saysAllThatIsWrong()
{
    const Ran ran = search({u"--vector"_s, u"[1,2]"_s, u"--k"_s, u"0"_s, u"--filter"_s, u"source = = 'a'"_s, u"--set"_s, u"hnsw.ef_search=5000"_s});
    QCOMPARE(ran.status, 1);
    for (const QString &part : {u"2 dimensions, the column has 128"_s, u"k is from 1 to 1,000,000"_s, u"syntax error"_s, u"from 1 to 1000"_s})
        QVERIFY2(ran.err.contains(part), qPrintable(ran.err));
    QCOMPARE(search({u"--text"_s, u"a"_s, u"--row"_s, u"1"_s}).status, 2);
    m_cluster->psql(u"CREATE TABLE bare (id int PRIMARY KEY, content text, v vector(2)); INSERT INTO bare VALUES (1, 'words', '[1,2]')"_s);
    const QStringList hybrid{u"search"_s, u"--table"_s, u"bare"_s, u"--column"_s, u"v"_s, u"--vector"_s, u"[1,2]"_s, u"--hybrid"_s, u"words"_s};
    const Ran unnamed = run(hybrid);
    QVERIFY2(unnamed.status == 1 && unnamed.err.contains(u"by --text-column"_s), qPrintable(unnamed.err));
    const Ran named = run(hybrid + QStringList{u"--text-column"_s, u"content"_s});
    QVERIFY2(named.status == 0 && named.out.contains(u"words"_s), qPrintable(named.err));
    QCOMPARE(search({u"--text"_s, u"a"_s, u"--operator"_s, u"<==>"_s}).status, 2);
}

QTEST_GUILESS_MAIN(QuiverctlSearchTest)
#include "tst_quiverctlsearch.moc"
