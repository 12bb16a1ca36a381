// SPDX-License-Identifier: GPL-3.0-or-later
// Searches on tables of a real server with pgvector.
#include "search/comparison.h"
#include "search/distances.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::search;

namespace {

QStringList keysOf(const SearchResult &result)
{
    QStringList keys;
    for (const Hit &hit : result.hits)
        keys << hit.key.join(u'/');
    return keys;
}

VectorQuery queryOn(const QString &table, const QString &column, const QString &vector)
{
    VectorQuery query;
    query.schema = u"public"_s;
    query.table = table;
    query.column = column;
    query.metric = catalog::AnnMetric::L2;
    query.source = {.kind = QuerySource::Kind::Vector, .text = vector, .keys = {}};
    query.k = 5;
    return query;
}

} // namespace

class SearchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void findsNeighboursByEachOperator_data();
    void findsNeighboursByEachOperator();
    void searchesTablesThatNobodyShouldName();
    void searchesByARow();
    void searchesByTheMeanOfRows();
    void searchesByARowOfAFile();
    void saysWhatIsNotThere_data();
    void saysWhatIsNotThere();
    void saysWhichConditionTheServerRefuses();
    void usesSettingsForThisSearchOnly();
    void goesByAnIndexOrNot();
    void filtersByColumnsAndKeys();
    void saysWhyFewerCameBack();
    void filtersByDistance();
    void fusesTwoLists();
    void fusesWeights();
    void ranksCandidatesAgain_data();
    void ranksCandidatesAgain();
    void takesTheBestOfEachGroup();
    void choosesUnlikeHits();
    void tellsRowsApartWithoutAKey();
    void endsAtTheTimeLimit();
    void tellsDistancesThatAreNoNumbers();
    void keepsWhatSearchesHaveInCommon();
    void findsPgvectorInAnotherSchema();

private:
    template<typename Work>
    auto ask(Work work, const QString &database = u"test"_s)
    {
        const auto session = m_services.session(m_cluster->options(database));
        return session->read(u"search"_s, work).future.result();
    }
    SearchResult run(const VectorQuery &query, PlanWish plan = PlanWish::None, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &job) { return runSearch(c, job, query, {}, plan); }, database);
    }
    /// What stands against the search; empty: it ran.
    QString refusalOf(const VectorQuery &query)
    {
        try {
            run(query);
            return {};
        } catch (const core::Error &e) {
            return e.message();
        }
    }
    /// Keys in the order of a distance that the server itself computes.
    QStringList expected(const QString &table, const QString &key, const QString &distance, int k = 5)
    {
        return m_cluster->psql(u"SELECT %1 FROM %2 ORDER BY %3, %1 LIMIT %4"_s.arg(key, table, distance, QString::number(k))).split(u'\n', Qt::SkipEmptyParts);
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;
};

void SearchTest::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(uR"(
        CREATE TABLE docs (id bigint PRIMARY KEY, doc int NOT NULL, body text, tsv tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED,
            meta jsonb, e vector(8) NOT NULL, h halfvec(8), s sparsevec(8), b bit(8), short vector(2));
        SELECT setseed(0.5);
        INSERT INTO docs (id, doc, body, meta, e)
            SELECT i, i / 4, CASE WHEN i % 7 = 0 THEN 'the quick brown fox ' ELSE 'a lazy dog ' END || repeat('word ', i % 5) || i,
                jsonb_build_object('kind', CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END, 'n', i),
                (SELECT array_agg(random() - 0.5) FROM generate_series(1, 8) WHERE i IS NOT NULL)::vector
            FROM generate_series(1, 400) i;
        UPDATE docs SET h = e, s = e::sparsevec, b = binary_quantize(e)::bit(8), short = subvector(e, 1, 2);
        CREATE INDEX docs_e ON docs USING hnsw (e vector_l2_ops);
        CREATE TABLE "we""ird; --" ("i d" int, "part 2" text, "em""b; --" vector(2), "dis'tance" text, PRIMARY KEY ("i d", "part 2"));
        INSERT INTO "we""ird; --" SELECT i, 'p' || i, ARRAY[i, 0]::vector, 'it''s ' || i FROM generate_series(1, 20) i;
        CREATE TABLE keyless (body text, e vector(2));
        INSERT INTO keyless SELECT 'row ' || i, ARRAY[i, 1]::vector FROM generate_series(1, 10) i;
        INSERT INTO keyless VALUES ('none', NULL);
        CREATE VIEW seen AS SELECT * FROM keyless;
        ANALYZE;
    )"_s);
    m_cluster->psql(u"CREATE DATABASE elsewhere"_s);
    m_cluster->psql(u"CREATE SCHEMA ext; CREATE EXTENSION vector SCHEMA ext; CREATE TABLE t (id int PRIMARY KEY, e ext.vector(2), b bit(2));"
                    "INSERT INTO t SELECT i, ARRAY[i, 0]::real[]::ext.vector, '01' FROM generate_series(1, 5) i"_s, u"elsewhere"_s);
}

void SearchTest::cleanupTestCase()
{
    m_cluster.reset();
}

void SearchTest::findsNeighboursByEachOperator_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("symbol");
    QTest::addColumn<QString>("vector");
    QTest::addColumn<QString>("type");
    const QString dense = u"[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]"_s, sparse = u"{1:0.1,2:-0.2,3:0.3,5:0.5,6:-0.1,7:0.2,8:0.4}/8"_s;
    for (const char *symbol : {"<->", "<#>", "<=>", "<+>"}) {
        const QString text = QString::fromLatin1(symbol);
        QTest::newRow(qPrintable(u"vector "_s + text)) << u"e"_s << text << dense << u"vector"_s;
        QTest::newRow(qPrintable(u"halfvec "_s + text)) << u"h"_s << text << dense << u"halfvec"_s;
        QTest::newRow(qPrintable(u"sparsevec "_s + text)) << u"s"_s << text << sparse << u"sparsevec"_s;
    }
    QTest::newRow("bit <~>") << u"b"_s << u"<~>"_s << u"01101001"_s << u"bit(8)"_s;
    QTest::newRow("bit <%>") << u"b"_s << u"<%>"_s << u"01101001"_s << u"bit(8)"_s;
}

void SearchTest::findsNeighboursByEachOperator()
{
    QFETCH(QString, column);
    QFETCH(QString, symbol);
    QFETCH(QString, vector);
    QFETCH(QString, type);
    VectorQuery query = queryOn(u"docs"_s, column, vector);
    query.metric = *metricOf(symbol);
    query.exact = true;
    query.outputColumns = {u"body"_s};
    const SearchResult result = run(query);
    QCOMPARE(keysOf(result), expected(u"docs"_s, u"id"_s, u"%1 %2 '%3'::%4"_s.arg(column, symbol, vector, type)));
    QVERIFY(result.hits[0].distance && *result.hits[0].distance <= *result.hits[4].distance);
    QVERIFY(result.hits[0].values[0]->endsWith(result.hits[0].key[0]));
    QVERIFY(result.totalMs > 0);
}

void SearchTest::searchesTablesThatNobodyShouldName()
{
    VectorQuery query = queryOn(u"we\"ird; --"_s, u"em\"b; --"_s, u"[3.2,0]"_s);
    query.k = 2;
    query.outputColumns = {u"dis'tance"_s};
    query.filters = {{.column = u"part 2"_s, .path = {}, .test = Filter::Test::NotEqual, .values = {u"p3"_s}, .type = {}}};
    query.threshold = 5;
    query.grouping = Grouping{u"dis'tance"_s, 3};
    const SearchResult result = run(query);
    QCOMPARE(keysOf(result), (QStringList{u"4/p4"_s, u"2/p2"_s}));
    QCOMPARE(*result.hits[0].values[0], u"it's 4"_s);
    query.grouping.reset();
    query.textLeg = TextLeg{.words = u"it"_s, .column = u"dis'tance"_s, .language = u"simple"_s};
    QVERIFY(run(query).hits.size() == 2);
}

void SearchTest::searchesByARow()
{
    VectorQuery query = queryOn(u"docs"_s, u"h"_s, {});
    query.source = {.kind = QuerySource::Kind::Row, .text = {}, .keys = {{u"42"_s}}};
    const SearchResult with = run(query);
    QCOMPARE(with.hits[0].key, QStringList{u"42"_s});
    QCOMPARE(*with.hits[0].distance, 0.0);
    query.leaveOutSource = true;
    QCOMPARE(keysOf(run(query)).mid(0, 4), keysOf(with).mid(1));
}

void SearchTest::searchesByTheMeanOfRows()
{
    for (const QString &column : {u"e"_s, u"h"_s, u"s"_s}) {
        VectorQuery query = queryOn(u"docs"_s, column, {});
        query.exact = true;
        query.source = {.kind = QuerySource::Kind::Mean, .text = {}, .keys = {{u"3"_s}, {u"5"_s}, {u"8"_s}, {u"3"_s}}};
        const QString cast = column == u"s" ? u"avg(s::vector)::sparsevec"_s : u"avg(%1)"_s.arg(column);
        QCOMPARE(keysOf(run(query)), expected(u"docs"_s, u"id"_s, u"%1 <-> (SELECT %2 FROM docs WHERE id IN (3, 5, 8))"_s.arg(column, cast)));
    }
}

void SearchTest::searchesByARowOfAFile()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"queries.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"name\": \"a\", \"v\": [1,1,1,1,1,1,1,1]}\n{\"name\": \"b\", \"v\": [0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]}\n");
    file.close();
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, {});
    query.exact = true;
    query.source = {.kind = QuerySource::Kind::File, .text = file.fileName(), .fileRow = 1, .keys = {}};
    QCOMPARE(keysOf(run(query)), expected(u"docs"_s, u"id"_s, u"e <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]'"_s));
    query.source.fileRow = 2;
    QVERIFY(refusalOf(query).contains(u"has no row 2"_s));
    query.source.fileField = u"w"_s;
    QVERIFY(refusalOf(query).contains(u"has no field “w”"_s));
}

void SearchTest::saysWhatIsNotThere_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("table") << u"nothing"_s << u"e"_s << int(QuerySource::Kind::Vector) << u"[1]"_s << u"there is no table"_s;
    QTest::newRow("column") << u"docs"_s << u"x"_s << int(QuerySource::Kind::Vector) << u"[1]"_s << u"no column “x”"_s;
    QTest::newRow("row") << u"docs"_s << u"e"_s << int(QuerySource::Kind::Row) << u"4711"_s << u"There is no row 4711"_s;
    QTest::newRow("key") << u"docs"_s << u"e"_s << int(QuerySource::Kind::Row) << u"a'b"_s << u"No row has that key: invalid input syntax"_s;
    QTest::newRow("rows") << u"docs"_s << u"e"_s << int(QuerySource::Kind::Mean) << u"4711"_s << u"1 of the 1 rows"_s;
    QTest::newRow("embedder") << u"docs"_s << u"e"_s << int(QuerySource::Kind::Text) << u"fox"_s << u"does not say how “e” was embedded"_s;
    QTest::newRow("file") << u"docs"_s << u"e"_s << int(QuerySource::Kind::File) << u"no/such.npy"_s << u"no/such.npy"_s;
}

void SearchTest::saysWhatIsNotThere()
{
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(QString, part);
    VectorQuery query = queryOn(table, column, text);
    query.source = {.kind = QuerySource::Kind(kind), .text = text, .keys = {{text}}};
    const QString said = refusalOf(query);
    QVERIFY2(said.contains(part), qPrintable(said));
}

void SearchTest::saysWhichConditionTheServerRefuses()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[1,1,1,1,1,1,1,1]"_s);
    query.filters = {{.column = u"doc"_s, .path = {}, .values = {u"7"_s}, .type = {}}, {.column = u"doc"_s, .path = {}, .values = {u"seven"_s}, .type = {}}};
    query.condition = u"id > 3 AND nothing = 2"_s;
    const auto problems = ask([&](pg::Connection &c, core::JobContext &) {
        return problemsOnServer(c, readSearchTable(c, u"public"_s, u"docs"_s), query, {.query = std::vector<float>(8, 1.0F), .firstStage = std::nullopt});
    });
    QCOMPARE(problems.size(), 2U);
    QCOMPARE(problems[0].field, SearchField::Filter);
    QCOMPARE(problems[0].filter, 1);
    QCOMPARE(problems[1].field, SearchField::Condition);
    QCOMPARE(problems[1].position, query.condition.indexOf(u"nothing"_s));
    const QString said = refusalOf(query);
    QVERIFY2(said.contains(u"does not take this condition: column \"nothing\" does not exist (at character 12)"_s), qPrintable(said));
}

void SearchTest::usesSettingsForThisSearchOnly()
{
    const auto session = m_services.session(m_cluster->options());
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
    query.k = 100;
    query.settings = {{u"enable_seqscan"_s, u"off"_s}};
    const auto count = [&] {
        return session->read(u"search"_s, [&](pg::Connection &c, core::JobContext &job) { return runSearch(c, job, query, {}); }).future.result().hits.size();
    };
    QCOMPARE(count(), 40U); // ef_search
    query.settings[u"hnsw.ef_search"_s] = u"100"_s;
    QCOMPARE(count(), 100U);
    const QString after = session->read(u"after"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SHOW hnsw.ef_search").text(0, 0); }).future.result();
    QCOMPARE(after, u"40"_s);
}

void SearchTest::goesByAnIndexOrNot()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
    query.settings = {{u"enable_seqscan"_s, u"off"_s}};
    const SearchResult found = run(query, PlanWish::Plan);
    QVERIFY(found.plan.contains("docs_e"));
    query.exact = true;
    query.settings.clear();
    const SearchResult exact = ask([&](pg::Connection &c, core::JobContext &job) { return runAgain(c, job, found, query, PlanWish::Analyze); });
    QVERIFY(!exact.plan.contains("docs_e"));
    QVERIFY(QJsonDocument::fromJson(exact.plan).array().at(0)[u"Execution Time"_s].toDouble() > 0);
    QVERIFY(compare(exact, found).byDistance->recall >= 0.8);
}

void SearchTest::filtersByColumnsAndKeys()
{
    using Test = Filter::Test;
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
    query.exact = true;
    query.k = 400;
    const auto count = [&](std::vector<Filter> filters) {
        query.filters = std::move(filters);
        return int(run(query).hits.size());
    };
    QCOMPARE(count({{.column = u"meta"_s, .path = {u"kind"_s}, .values = {u"even"_s}, .type = {}}}), 200);
    QCOMPARE(count({{.column = u"meta"_s, .path = {u"n"_s}, .test = Test::Less, .values = {u"100"_s}, .type = u"numeric"_s}}), 99);
    QCOMPARE(count({{.column = u"meta"_s, .path = {u"n"_s}, .test = Test::OneOf, .values = {u"7"_s, u"8"_s, u"x"_s}, .type = {}}}), 2);
    QCOMPARE(count({{.column = u"meta"_s, .path = {}, .test = Test::Contains, .values = {u"{\"kind\": \"odd\", \"n\": 5}"_s}, .type = {}}}), 1);
    QCOMPARE(count({{.column = u"meta"_s, .path = {u"none"_s}, .test = Test::IsNull, .values = {}, .type = {}}}), 400);
    QCOMPARE(count({{.column = u"id"_s, .path = {}, .test = Test::GreaterOrEqual, .values = {u"391"_s}, .type = {}},
                    {.column = u"body"_s, .path = {}, .test = Test::Like, .values = {u"%QUICK%"_s}, .type = {}}}), 2); // 392, 399
}

void SearchTest::saysWhyFewerCameBack()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
    query.settings = {{u"enable_seqscan"_s, u"off"_s}, {u"enable_bitmapscan"_s, u"off"_s}};
    query.condition = u"id + 0 < 20"_s; // some 2 of the 40 that the index gives
    const SearchResult few = run(query);
    QVERIFY(few.hits.size() < 5);
    QVERIFY(few.notes.size() == 1 && few.notes[0].text.contains(u"raise hnsw.ef_search"_s));
    query.settings[u"hnsw.iterative_scan"_s] = u"relaxed_order"_s;
    QCOMPARE(run(query).hits.size(), 5U);
    query.condition.clear();
    query.grouping = Grouping{u"doc"_s, 1};
    query.condition = u"id < 8"_s; // two groups
    QVERIFY(run(query).notes.at(0).text.contains(u"Raise its over-fetch"_s));
    query.exact = true; // which groups all rows
    QVERIFY(run(query).notes.empty());
}

void SearchTest::filtersByDistance()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,0]"_s);
    query.k = 400;
    query.exact = true;
    query.threshold = 0.6;
    const SearchResult result = run(query);
    QCOMPARE(QString::number(result.hits.size()), m_cluster->psql(u"SELECT count(*) FROM docs WHERE e <-> '[0,0,0,0,0,0,0,0]' <= 0.6"_s));
}

void SearchTest::fusesTwoLists()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]"_s);
    query.exact = true;
    query.k = 20;
    query.outputColumns = {u"body"_s};
    query.textLeg = TextLeg{.words = u"quick foxes"_s, .column = u"tsv"_s, .vectorLimit = 15, .textLimit = 12, .vectorWeight = 2};
    const SearchResult result = run(query);
    QCOMPARE(result.hits.size(), 20U);
    const QStringList nearest = expected(u"docs"_s, u"id"_s, u"e <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]'"_s, 15);
    double before = 10;
    for (const Hit &hit : result.hits) {
        QCOMPARE(hit.vectorRank.value_or(0), int(nearest.indexOf(hit.key[0])) + 1);
        QCOMPARE(hit.textRank.has_value(), hit.textScore.has_value());
        const double score = (hit.vectorRank ? 2.0 / (60 + *hit.vectorRank) : 0) + (hit.textRank ? 1.0 / (60 + *hit.textRank) : 0);
        QVERIFY(qAbs(*hit.score - score) < 1e-12);
        QVERIFY(*hit.score <= before);
        before = *hit.score;
        QVERIFY(hit.distance);
        QVERIFY(!hit.textRank || hit.values[0]->contains(u"fox"_s));
    }
    query.textLeg->column = u"body"_s;
    query.textLeg->parser = TextLeg::Parser::Plain;
    QCOMPARE(keysOf(run(query)), keysOf(result));
    query.firstStage = FirstStage{.kind = FirstStage::Kind::Halfvec, .column = {}, .vector = {}, .overFetch = 20};
    QCOMPARE(keysOf(run(query)), keysOf(result));
}

void SearchTest::fusesWeights()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]"_s);
    query.exact = true;
    query.textLeg = TextLeg{.words = u"fox"_s, .column = u"tsv"_s, .fusion = TextLeg::Fusion::Weights, .vectorLimit = 10, .textLimit = 10, .vectorWeight = 0.75, .textWeight = 0.25};
    const SearchResult result = run(query);
    const QStringList nearest = expected(u"docs"_s, u"id"_s, u"e <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]'"_s, 1);
    QCOMPARE(result.hits[0].key, nearest);
    QVERIFY(*result.hits[0].score >= 0.75); // the nearest has all of its leg
    QVERIFY(std::ranges::all_of(result.hits, [](const Hit &hit) { return *hit.score >= 0 && *hit.score <= 1; }));
}

void SearchTest::ranksCandidatesAgain_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("first");
    QTest::newRow("binary") << int(FirstStage::Kind::BinaryQuantize) << u"binary_quantize(e)::bit(8) <~> '10101011'"_s;
    QTest::newRow("halfvec") << int(FirstStage::Kind::Halfvec) << u"e::halfvec(8) <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]'"_s;
    QTest::newRow("subvector") << int(FirstStage::Kind::Subvector) << u"subvector(e, 1, 4) <-> '[0.1,-0.2,0.3,0]'::vector"_s;
    QTest::newRow("other column") << int(FirstStage::Kind::OtherColumn) << u"short <-> '[0.1,-0.2]'"_s;
}

void SearchTest::ranksCandidatesAgain()
{
    QFETCH(int, kind);
    QFETCH(QString, first);
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]"_s);
    query.firstStage = FirstStage{.kind = FirstStage::Kind(kind), .dimensions = 4, .column = u"short"_s, .vector = u"[0.1,-0.2]"_s, .overFetch = 80};
    const SearchResult all = run(query); // all rows are candidates: the order is that of the second stage
    QCOMPARE(keysOf(all), expected(u"docs"_s, u"id"_s, u"e <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]'"_s));
    QVERIFY(all.hits[0].firstDistance);
    query.firstStage->overFetch = 1;
    const QString kth = m_cluster->psql(u"SELECT (%1)::float8 FROM docs ORDER BY %1 LIMIT 1 OFFSET 4"_s.arg(first));
    const SearchResult few = run(query);
    for (const Hit &hit : few.hits)
        QVERIFY(*hit.firstDistance <= kth.toDouble() + 1e-6);
    query.exact = true; // what it is compared with has no first stage
    const SearchResult exact = ask([&](pg::Connection &c, core::JobContext &job) { return runAgain(c, job, few, query); });
    QCOMPARE(keysOf(exact), keysOf(all));
    QCOMPARE(compare(exact, few).byDistance->recall < 1, keysOf(few) != keysOf(all));
}

void SearchTest::takesTheBestOfEachGroup()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]"_s);
    query.exact = true;
    query.grouping = Grouping{u"doc"_s, 1}; // exact: over all rows, whatever the over-fetch
    query.outputColumns = {u"doc"_s};
    QStringList groups;
    for (const Hit &hit : run(query).hits)
        groups << *hit.values[0];
    QCOMPARE(groups, m_cluster->psql(u"SELECT doc FROM docs GROUP BY doc ORDER BY min(e <-> '[0.1,-0.2,0.3,0,0.5,-0.1,0.2,0.4]') LIMIT 5"_s).split(u'\n', Qt::SkipEmptyParts));
    query.exact = false;
    query.grouping->overFetch = 80;
    query.settings = {{u"hnsw.ef_search"_s, u"400"_s}};
    QCOMPARE(run(query).hits.size(), 5U);
}

void SearchTest::choosesUnlikeHits()
{
    VectorQuery query = queryOn(u"keyless"_s, u"e"_s, u"[1,1]"_s);
    query.k = 3;
    query.metric = catalog::AnnMetric::Cosine;
    query.outputColumns = {u"body"_s};
    query.diversity = Diversity{1, 4};
    const SearchResult relevant = run(query);
    QCOMPARE(*relevant.hits[1].values[0], u"row 2"_s);
    query.diversity->lambda = 0;
    const SearchResult unlike = run(query);
    QCOMPARE(*unlike.hits[0].values[0], u"row 1"_s);
    QCOMPARE(*unlike.hits[1].values[0], u"row 10"_s); // points away most
}

void SearchTest::tellsRowsApartWithoutAKey()
{
    VectorQuery query = queryOn(u"keyless"_s, u"e"_s, u"[4,1]"_s);
    query.outputColumns = {u"body"_s};
    query.k = 20;
    const SearchResult result = run(query);
    QCOMPARE(result.hits.size(), 10U); // not the one without a vector
    QCOMPARE(result.hits[0].key, QStringList{u"(0,4)"_s});
    QVERIFY(std::ranges::any_of(result.notes, [](const SearchProblem &note) { return note.text.contains(u"ctid"_s); }));
    query.textLeg = TextLeg{.words = u"7"_s, .column = u"body"_s, .language = u"simple"_s};
    const SearchResult fused = run(query);
    QVERIFY(std::ranges::any_of(fused.hits, [](const Hit &hit) { return hit.textRank && *hit.values[0] == u"row 7"; }));
    query.textLeg.reset();
    query.table = u"seen"_s;
    QCOMPARE(run(query).hits.size(), 10U);
}

void SearchTest::endsAtTheTimeLimit()
{
    VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
    query.condition = u"pg_sleep(0.01) IS NOT NULL"_s;
    query.settings = {{u"statement_timeout"_s, u"50"_s}};
    const QString said = refusalOf(query);
    QVERIFY2(said.contains(u"gave up the search after 50 ms"_s), qPrintable(said));
}

void SearchTest::tellsDistancesThatAreNoNumbers()
{
    m_cluster->psql(u"CREATE TABLE odd (id int PRIMARY KEY, e vector(1)); INSERT INTO odd VALUES (1, '[0]'), (2, '[2]'), (3, '[1e30]')"_s);
    VectorQuery query = queryOn(u"odd"_s, u"e"_s, u"[2]"_s);
    query.metric = catalog::AnnMetric::Cosine;
    const std::vector<Hit> hits = run(query).hits;
    QCOMPARE(hits.back().key, QStringList{u"1"_s});
    QVERIFY(std::isnan(*hits.back().distance));
    query.metric = catalog::AnnMetric::L2;
    query.source.text = u"[-1e30]"_s;
    QVERIFY(std::isinf(*run(query).hits.back().distance));
}

void SearchTest::keepsWhatSearchesHaveInCommon()
{
    const QStringList statements = ask([&](pg::Connection &c, core::JobContext &job) {
        SearchContext context{readSearchTable(c, u"public"_s, u"docs"_s), {}, {}};
        const VectorQuery query = queryOn(u"docs"_s, u"e"_s, u"[0,0,0,0,0,0,0,1]"_s);
        const quint64 before = m_services.log.since(0).second;
        QStringList sent;
        runSearch(c, job, context, query);
        for (const pg::StatementRecord &record : m_services.log.since(before).first)
            sent << record.sql;
        return sent;
    });
    QVERIFY2(statements.size() <= 5, qPrintable(statements.join(u'\n'))); // BEGIN, held read-only, the types once, the search, COMMIT
}

void SearchTest::findsPgvectorInAnotherSchema()
{
    VectorQuery query = queryOn(u"t"_s, u"e"_s, u"[3,0]"_s);
    query.k = 1;
    query.settings = {{u"hnsw.ef_search"_s, u"50"_s}};
    query.firstStage = FirstStage{.kind = FirstStage::Kind::Halfvec, .column = {}, .vector = {}};
    QCOMPARE(keysOf(run(query, PlanWish::None, u"elsewhere"_s)), QStringList{u"3"_s});
}

QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"
