// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a search before the server is asked, and the arithmetic that is done here.
#include "search/comparison.h"
#include "search/distances.h"
#include "search/diversity.h"
#include "searchexample.h"
#include "sql/condition.h"

#include <QTest>

#include <functional>

using namespace quiver;
using namespace quiver::search;
using namespace quiver::test;

namespace {

using Alter = std::function<void(VectorQuery &, SearchTable &)>;

Hit hitOf(const char *key, double distance)
{
    Hit hit;
    hit.key = {QString::fromLatin1(key)};
    hit.distance = distance;
    return hit;
}

} // namespace

Q_DECLARE_METATYPE(Alter)

class SearchProblemsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasNothingAgainstASearchInOrder();
    void saysItAtTheField_data();
    void saysItAtTheField();
    void tellsWhereAConditionIsWrong_data();
    void tellsWhereAConditionIsWrong();
    void advisesWhereTheIndexGivesFewerRows();
    void knowsTheRangesOfSettings();
    void prefersTheRelevantAndTheUnlike();
    void comparesTwoLists();
    void countsTiesAsFound();
    void tellsNoRecallOfOtherOrders();
};

void SearchProblemsTest::hasNothingAgainstASearchInOrder()
{
    QCOMPARE(problemsOf(exampleTable(), exampleQuery()), std::vector<SearchProblem>());
}

void SearchProblemsTest::saysItAtTheField_data()
{
    QTest::addColumn<Alter>("alter");
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("part");
    QTest::addColumn<bool>("isError");
    const auto row = [](const char *name, SearchField field, const QString &part, const Alter &alter, bool isError = true) {
        QTest::newRow(name) << alter << int(field) << part << isError;
    };
    row("no such column", SearchField::Column, u"no column “nothing”"_s, [](VectorQuery &q, SearchTable &) { q.column = u"nothing"_s; });
    row("no vector", SearchField::Column, u"is of type text"_s, [](VectorQuery &q, SearchTable &) { q.column = u"body"_s; });
    row("operator", SearchField::Operator, u"is not for vector: take <=>"_s, [](VectorQuery &q, SearchTable &) { q.metric = catalog::AnnMetric::Hamming; });
    row("no operator", SearchField::Operator, u"No operator is chosen: take <=>"_s, [](VectorQuery &q, SearchTable &) { q.metric = catalog::AnnMetric::Unknown; });
    row("operator of bits", SearchField::Operator, u"take <~> or <%>"_s, [](VectorQuery &q, SearchTable &) { q.column = u"bits"_s; });
    row("old pgvector", SearchField::Operator, u"needs pgvector 0.7.0"_s, [](VectorQuery &q, SearchTable &t) { q.metric = catalog::AnnMetric::L1; t.pgvector = u"0.6.2"_s; });
    row("empty text", SearchField::Source, u"no text"_s, [](VectorQuery &q, SearchTable &) { q.source = {.kind = QuerySource::Kind::Text, .text = u" \n"_s, .keys = {}}; });
    row("dimensions", SearchField::Source, u"2 dimensions, the column has 3"_s, [](VectorQuery &q, SearchTable &) { q.source.text = u"[1,2]"_s; });
    row("nan", SearchField::Source, u"This is no vector"_s, [](VectorQuery &q, SearchTable &) { q.source.text = u"[1,NaN,2]"_s; });
    row("half", SearchField::Source, u"beyond half precision"_s, [](VectorQuery &q, SearchTable &) { q.column = u"half"_s; q.source.text = u"[1,70000,2]"_s; });
    row("zero and cosine", SearchField::Source, u"no direction"_s, [](VectorQuery &q, SearchTable &) { q.source.text = u"[0,0,0]"_s; });
    row("no row", SearchField::Source, u"No row is chosen"_s, [](VectorQuery &q, SearchTable &) { q.source = {.kind = QuerySource::Kind::Row, .text = {}, .keys = {}}; });
    row("key of two", SearchField::Source, u"named by one value: id"_s,
        [](VectorQuery &q, SearchTable &) { q.source = {.kind = QuerySource::Kind::Row, .text = {}, .keys = {{u"1"_s, u"2"_s}}}; });
    row("k of 0", SearchField::K, u"1 to 1,000,000"_s, [](VectorQuery &q, SearchTable &) { q.k = 0; });
    row("k too large", SearchField::K, u"1 to 1,000,000"_s, [](VectorQuery &q, SearchTable &) { q.k = 1'000'001; });
    row("threshold", SearchField::Threshold, u"no number"_s, [](VectorQuery &q, SearchTable &) { q.threshold = qQNaN(); });
    row("filter's column", SearchField::Filter, u"no column “x”"_s, [](VectorQuery &q, SearchTable &) { q.filters = {{.column = u"x"_s, .path = {}, .values = {u"1"_s}, .type = {}}}; });
    row("filter's value", SearchField::Filter, u"value is missing"_s, [](VectorQuery &q, SearchTable &) { q.filters = {{.column = u"id"_s, .path = {}, .values = {}, .type = {}}}; });
    row("filter's key", SearchField::Filter, u"only json and jsonb have keys"_s,
        [](VectorQuery &q, SearchTable &) { q.filters = {{.column = u"body"_s, .path = {u"a"_s}, .values = {u"1"_s}, .type = {}}}; });
    row("condition", SearchField::Condition, u"syntax error"_s, [](VectorQuery &q, SearchTable &) { q.condition = u"id = = 3"_s; });
    row("setting", SearchField::Setting, u"from 1 to 1000"_s, [](VectorQuery &q, SearchTable &) { q.settings[u"hnsw.ef_search"_s] = u"1001"_s; });
    row("setting too new", SearchField::Setting, u"needs pgvector 0.8.0"_s,
        [](VectorQuery &q, SearchTable &t) { q.settings[u"hnsw.iterative_scan"_s] = u"strict_order"_s; t.pgvector = u"0.7.4"_s; });
    row("no setting", SearchField::Setting, u"no setting of a search"_s, [](VectorQuery &q, SearchTable &) { q.settings[u"search_path"_s] = u"x"_s; });
    row("no words", SearchField::TextLeg, u"no words"_s, [](VectorQuery &q, SearchTable &) { q.textLeg = TextLeg{.words = {}, .column = u"tsv"_s}; });
    row("no text column", SearchField::TextLeg, u"takes a tsvector or a text"_s, [](VectorQuery &q, SearchTable &) { q.textLeg = TextLeg{.words = u"a"_s, .column = u"id"_s}; });
    row("no tsvector", SearchField::TextLeg, u"is no tsvector"_s, [](VectorQuery &q, SearchTable &) { q.textLeg = TextLeg{.words = u"a"_s, .column = u"body"_s}; }, false);
    row("first stage", SearchField::FirstStage, u"is not for halfvec"_s,
        [](VectorQuery &q, SearchTable &) { q.column = u"half"_s; q.firstStage = FirstStage{.kind = FirstStage::Kind::Halfvec, .column = {}, .vector = {}}; });
    row("subvector", SearchField::FirstStage, u"from 1 to 2"_s,
        [](VectorQuery &q, SearchTable &) { q.firstStage = FirstStage{.kind = FirstStage::Kind::Subvector, .dimensions = 3, .column = {}, .vector = {}}; });
    row("lambda", SearchField::Diversity, u"0 (as unlike"_s, [](VectorQuery &q, SearchTable &) { q.diversity = Diversity{1.5, 4}; });
    row("no key", SearchField::Table, u"ctid"_s, [](VectorQuery &, SearchTable &t) { t.facts.keyColumns.clear(); }, false);
    row("view", SearchField::Table, u"Search the table behind it"_s, [](VectorQuery &q, SearchTable &t) {
        t.facts.keyColumns.clear();
        t.facts.kind = catalog::Relation::Kind::View;
        q.textLeg = TextLeg{.words = u"a"_s, .column = u"tsv"_s};
    });
}

void SearchProblemsTest::saysItAtTheField()
{
    QFETCH(Alter, alter);
    QFETCH(int, field);
    QFETCH(QString, part);
    QFETCH(bool, isError);
    VectorQuery query = exampleQuery();
    SearchTable table = exampleTable();
    alter(query, table);
    const std::vector<SearchProblem> problems = problemsOf(table, query);
    QStringList all;
    for (const SearchProblem &problem : problems)
        all << problem.text;
    QVERIFY2(std::ranges::any_of(problems, [&](const SearchProblem &problem) {
                 return int(problem.field) == field && problem.isError == isError && problem.text.contains(part);
             }), qPrintable(all.join(u'\n')));
    QCOMPARE(hasErrors(problems), isError);
}

void SearchProblemsTest::tellsWhereAConditionIsWrong_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<int>("position");
    QTest::newRow("good") << u"a = 'x)' AND (b > 3 OR c IS NULL) -- so"_s << -2;
    QTest::newRow("operator") << u"a = = 3"_s << 4;
    QTest::newRow("closed too early") << u"true) OR (true"_s << 4;
    QTest::newRow("more than a condition") << u"true ORDER BY 1"_s << 5;
    QTest::newRow("second statement") << u"true; SELECT 1"_s << 4;
    QTest::newRow("parameter") << u"a = $1"_s << 4;
    QTest::newRow("dollar in a text") << u"a = '{\"ParamRef\"$1'"_s << -2;
    QTest::newRow("blank") << u"  "_s << 0;
}

void SearchProblemsTest::tellsWhereAConditionIsWrong()
{
    QFETCH(QString, condition);
    QFETCH(int, position);
    const sql::ConditionFault fault = sql::conditionFault(condition);
    QCOMPARE(fault.ok(), position == -2);
    if (!fault.ok())
        QCOMPARE(int(fault.position), position);
}

void SearchProblemsTest::advisesWhereTheIndexGivesFewerRows()
{
    SearchTable table = exampleTable();
    catalog::Index index;
    index.name = u"docs_embedding_idx"_s;
    index.method = u"hnsw"_s;
    index.isAnn = true;
    index.keys = {u"embedding"_s};
    index.opclasses = {u"vector_cosine_ops"_s};
    table.facts.indexes = {index};
    VectorQuery query = exampleQuery();
    QVERIFY(problemsOf(table, query).empty());
    query.k = 100;
    const std::vector<SearchProblem> problems = problemsOf(table, query);
    QCOMPARE(problems.size(), 1U);
    QVERIFY(!problems[0].isError && problems[0].setting == u"hnsw.ef_search");
    QVERIFY(problems[0].text.contains(u"hnsw.ef_search is 40"_s));
    query.settings[u"hnsw.ef_search"_s] = u"100"_s;
    QVERIFY(problemsOf(table, query).empty());
    query.settings = {{u"hnsw.iterative_scan"_s, u"strict_order"_s}};
    QVERIFY(problemsOf(table, query).empty());
    query.settings.clear();
    query.k = 10;
    query.firstStage = FirstStage{.column = {}, .vector = {}, .overFetch = 10};
    QVERIFY(problemsOf(table, query).empty()); // the index is not by the first stage
    table.facts.indexes[0].keys = {u"(binary_quantize(embedding)::bit(3))"_s};
    table.facts.indexes[0].opclasses = {u"bit_hamming_ops"_s};
    QVERIFY(problemsOf(table, query).at(0).text.startsWith(u"100 rows are asked"_s));
}

void SearchProblemsTest::knowsTheRangesOfSettings()
{
    const auto problem = [](const QString &name, const QString &value) { return settingProblem(*searchSetting(name), value, u"0.8.0"_s); };
    QCOMPARE(problem(u"work_mem"_s, u"64MB"_s), QString());
    QVERIFY(!problem(u"work_mem"_s, u"1kB"_s).isEmpty());
    QVERIFY(!problem(u"work_mem"_s, u"much"_s).isEmpty());
    QCOMPARE(problem(u"hnsw.scan_mem_multiplier"_s, u"2.5"_s), QString());
    QVERIFY(!problem(u"ivfflat.iterative_scan"_s, u"strict_order"_s).isEmpty());
    QCOMPARE(problem(u"jit"_s, u"off"_s), QString());
    QVERIFY(!problem(u"ivfflat.probes"_s, u"0"_s).isEmpty());
}

void SearchProblemsTest::prefersTheRelevantAndTheUnlike()
{
    // 0 and 1 are nearly the same, 2 is across.
    const std::vector<float> vectors{1, 0, 0.99F, 0.01F, 0, 5};
    const std::vector<double> relevance{0.9, 0.89, 0.5};
    QCOMPARE(diverseOrder(vectors, relevance, 1, 3), (std::vector<int>{0, 1, 2}));
    QCOMPARE(diverseOrder(vectors, relevance, 0.5, 2), (std::vector<int>{0, 2}));
    QCOMPARE(diverseOrder(vectors, relevance, 0.5, 9), (std::vector<int>{0, 2, 1}));
    QCOMPARE(diverseOrder({}, {}, 0.5, 3), std::vector<int>());
}

void SearchProblemsTest::comparesTwoLists()
{
    const std::vector<Hit> exact{hitOf("a", 0.1), hitOf("b", 0.2), hitOf("c", 0.3), hitOf("d", 0.4)};
    const std::vector<Hit> found{hitOf("a", 0.1), hitOf("c", 0.3), hitOf("d", 0.4), hitOf("e", 0.5)};
    const Comparison made = compare(exact, found, true);
    QCOMPARE(made.missed, 1);
    QCOMPARE(made.added, 1);
    QCOMPARE(made.overlap, 0.75);
    QCOMPARE(made.byDistance->recall, 0.75);
    QCOMPARE(made.hits.size(), 5U);
    QVERIFY(!made.hits[1].secondRank);
    QCOMPARE(made.hits[2].move(), 1);
    QVERIFY(!made.hits[4].firstRank);
    QVERIFY(qAbs(made.byDistance->meanGap - 0.075) < 1e-12);
    QVERIFY(qAbs(made.byDistance->mostGap - 0.1) < 1e-12);
    QCOMPARE(compare(std::vector<Hit>(), {}, true).byDistance->recall, 1.0);
}

void SearchProblemsTest::countsTiesAsFound()
{
    const Comparison made = compare({hitOf("a", 0.1), hitOf("b", 0.2)}, {hitOf("a", 0.1), hitOf("c", 0.2)}, true);
    QCOMPARE(made.overlap, 0.5);
    QCOMPARE(made.byDistance->recall, 1.0);
}

void SearchProblemsTest::tellsNoRecallOfOtherOrders()
{
    // "far" came in by full text: were its distance the threshold, the stranger within it would count as found.
    const Comparison made = compare({hitOf("a", 0.1), hitOf("far", 0.9)}, {hitOf("a", 0.1), hitOf("stranger", 0.5)}, false);
    QCOMPARE(made.overlap, 0.5);
    QVERIFY(!made.byDistance);
    VectorQuery query;
    QVERIFY(isOrderedByDistance(query));
    query.textLeg = TextLeg{};
    QVERIFY(!isOrderedByDistance(query));
    query.textLeg.reset();
    query.diversity = Diversity{};
    QVERIFY(!isOrderedByDistance(query));
}

QTEST_GUILESS_MAIN(SearchProblemsTest)
#include "tst_searchproblems.moc"
