// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL that a search becomes, and searches kept as JSON.
#include "searchexample.h"

#include <QTest>

using namespace quiver;
using namespace quiver::search;
using namespace quiver::test;
using Style = SearchStatement::Style;

namespace {

SearchStatement statementOf(const VectorQuery &query, const SearchTable &table = exampleTable(), const QString &schema = {})
{
    const catalog::VectorKind kind = table.typeOf(query.column).kind;
    return searchStatement(namesForPeople(schema), table, query, {.query = parseQuery(query.source.text, kind).vector, .firstStage = std::nullopt});
}

QString sqlOf(const VectorQuery &query, const SearchTable &table = exampleTable(), const QString &schema = {})
{
    return statementOf(query, table, schema).text(Style::Numbered);
}

} // namespace

class SearchSqlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForNeighbours();
    void writesEachOperatorForItsType_data();
    void writesEachOperatorForItsType();
    void filtersByColumnsAndKeys();
    void filtersByDistanceOutsideOfTheScan();
    void sortsAgainWhatComesInRelaxedOrder();
    void findsCandidatesFirst_data();
    void findsCandidatesFirst();
    void fusesRanksNotDistances();
    void takesTheBestOfEachGroup();
    void leavesOutTheRowThatIsSearchedBy();
    void tellsRowsApartByPlaceWithoutAKey();
    void givesOwnColumnsOtherNames();
    void namesOperatorsOfAnotherSchema();
    void isExactByASetting();
    void writesParametersForEachReader();
    void keepsASearchAsJson();
};

void SearchSqlTest::asksForNeighbours()
{
    QCOMPARE(sqlOf(exampleQuery()), u"SELECT id, embedding <=> $1::vector AS distance, body\nFROM public.docs\nORDER BY embedding <=> $1::vector\nLIMIT 10"_s);
}

void SearchSqlTest::writesEachOperatorForItsType_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("vector");
    QTest::addColumn<int>("metric");
    QTest::addColumn<QString>("sql");
    using catalog::AnnMetric;
    QTest::newRow("l2") << u"embedding"_s << u"[1,2,3]"_s << int(AnnMetric::L2) << u"embedding <-> $1::vector"_s;
    QTest::newRow("inner product") << u"half"_s << u"[1,2,3]"_s << int(AnnMetric::InnerProduct) << u"half <#> $1::halfvec"_s;
    QTest::newRow("l1") << u"sparse"_s << u"{1:2}/5"_s << int(AnnMetric::L1) << u"sparse <+> $1::sparsevec"_s;
    QTest::newRow("hamming") << u"bits"_s << u"01010101"_s << int(AnnMetric::Hamming) << u"bits <~> $1::bit(8)"_s;
    QTest::newRow("jaccard") << u"bits"_s << u"01010101"_s << int(AnnMetric::Jaccard) << u"bits <%> $1::bit(8)"_s;
}

void SearchSqlTest::writesEachOperatorForItsType()
{
    QFETCH(QString, column);
    QFETCH(QString, vector);
    QFETCH(int, metric);
    QFETCH(QString, sql);
    VectorQuery query = exampleQuery();
    query.column = column;
    query.source.text = vector;
    query.metric = catalog::AnnMetric(metric);
    const QString made = sqlOf(query);
    QVERIFY2(made.contains(u"ORDER BY "_s + sql + u"\nLIMIT"_s), qPrintable(made));
    // What is NULL is no neighbour; the column of the first row is NOT NULL.
    QCOMPARE(made.contains(column + u" IS NOT NULL"_s), column != u"embedding");
}

void SearchSqlTest::filtersByColumnsAndKeys()
{
    VectorQuery query = exampleQuery();
    query.filters = {{.column = u"doc_id"_s, .path = {}, .test = Filter::Test::GreaterOrEqual, .values = {u"7"_s}, .type = {}},
                     {.column = u"meta"_s, .path = {u"kind"_s}, .test = Filter::Test::OneOf, .values = {u"a"_s, u"b\"c"_s}, .type = {}},
                     {.column = u"meta"_s, .path = {u"a"_s, u"it's"_s}, .test = Filter::Test::Less, .values = {u"2.5"_s}, .type = u"numeric"_s},
                     {.column = u"meta"_s, .path = {}, .test = Filter::Test::Contains, .values = {u"{\"x\": 1}"_s}, .type = {}},
                     {.column = u"body"_s, .path = {}, .test = Filter::Test::IsNotNull, .values = {}, .type = {}}};
    query.condition = u" length(body) > 3 -- not short"_s;
    const SearchStatement made = statementOf(query);
    QCOMPARE(made.text(Style::Numbered).section(u"\nORDER BY"_s, 0, 0).section(u"public.docs"_s, 1),
             u"\nWHERE doc_id >= $2::integer\n  AND (meta ->> 'kind') = ANY ($3::text[])\n  AND (meta -> 'a' ->> 'it''s')::numeric < $4::numeric\n"
             "  AND meta @> $5::jsonb\n  AND body IS NOT NULL\n  AND (length(body) > 3 -- not short\n    )"_s);
    QCOMPARE(made.parameters[2].text, u"{\"a\",\"b\\\"c\"}"_s);
}

void SearchSqlTest::filtersByDistanceOutsideOfTheScan()
{
    VectorQuery query = exampleQuery();
    query.threshold = 0.25;
    const SearchStatement made = statementOf(query);
    QVERIFY(made.text(Style::Numbered).startsWith(u"WITH candidates AS MATERIALIZED ("_s));
    QVERIFY(made.text(Style::Numbered).endsWith(u"FROM candidates\nWHERE distance <= $2::double precision\nORDER BY distance, id\nLIMIT 10"_s));
    QCOMPARE(made.parameters[1].text, u"0.25"_s);
}

void SearchSqlTest::sortsAgainWhatComesInRelaxedOrder()
{
    VectorQuery query = exampleQuery();
    query.settings[u"hnsw.iterative_scan"_s] = u"strict_order"_s;
    QVERIFY(!sqlOf(query).contains(u"MATERIALIZED"_s));
    query.settings[u"hnsw.iterative_scan"_s] = u"relaxed_order"_s;
    QVERIFY(sqlOf(query).endsWith(u"FROM candidates\nORDER BY distance + 0, id\nLIMIT 10"_s));
}

void SearchSqlTest::findsCandidatesFirst_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("sql");
    QTest::newRow("binary") << int(FirstStage::Kind::BinaryQuantize) << u"binary_quantize(embedding)::bit(3) <~> binary_quantize($1::vector)"_s;
    QTest::newRow("halfvec") << int(FirstStage::Kind::Halfvec) << u"embedding::halfvec(3) <=> $1::vector::halfvec(3)"_s;
    QTest::newRow("subvector") << int(FirstStage::Kind::Subvector) << u"subvector(embedding, 1, 2)::vector(2) <=> subvector($1::vector, 1, 2)"_s;
    QTest::newRow("other column") << int(FirstStage::Kind::OtherColumn) << u"bits <~> $1::bit(3)"_s;
}

void SearchSqlTest::findsCandidatesFirst()
{
    QFETCH(int, kind);
    QFETCH(QString, sql);
    VectorQuery query = exampleQuery();
    query.firstStage = FirstStage{.kind = FirstStage::Kind(kind), .dimensions = 2, .column = u"bits"_s, .vector = {}, .overFetch = 20};
    const SearchStatement made = searchStatement(namesForPeople({}), exampleTable(), query,
                                                 {.query = std::vector<float>{1, 2, 3}, .firstStage = fromFloats(std::vector<float>{1, 0, 1}, catalog::VectorKind::Bit)});
    const QString text = made.text(Style::Numbered);
    QVERIFY2(text.contains(u"ORDER BY "_s + sql + u"\n    LIMIT 200"_s), qPrintable(text));
    QVERIFY2(text.contains(u"::vector AS distance\n    FROM candidates\n    ORDER BY distance, id\n    LIMIT 10"_s), qPrintable(text));
    QCOMPARE(made.candidates, 200);
}

void SearchSqlTest::fusesRanksNotDistances()
{
    VectorQuery query = exampleQuery();
    query.textLeg = TextLeg{.words = u"quick fox"_s, .column = u"tsv"_s, .vectorLimit = 30, .textLimit = 20, .vectorWeight = 0.7, .textWeight = 0.3};
    const SearchStatement made = statementOf(query);
    const QString text = made.text(Style::Numbered);
    QVERIFY2(text.contains(u"COALESCE($3::double precision / (60 + vector_rank), 0)\n        + COALESCE($4::double precision / (60 + text_rank), 0) AS score"_s), qPrintable(text));
    QVERIFY2(text.contains(u"tsv @@ websearch_to_tsquery('english'::regconfig, $2::text)"_s), qPrintable(text));
    QVERIFY2(text.contains(u"FROM by_vector FULL JOIN by_text USING (id)"_s), qPrintable(text));
    QCOMPARE(made.candidates, 30);
    query.textLeg->column = u"body"_s;
    query.textLeg->parser = TextLeg::Parser::Plain;
    query.textLeg->fusion = TextLeg::Fusion::Weights;
    const QString other = sqlOf(query);
    QVERIFY2(other.contains(u"to_tsvector('english'::regconfig, body) @@ plainto_tsquery("_s), qPrintable(other));
    QVERIFY2(other.contains(u"vector_part"_s) && !other.contains(u"60 +"_s), qPrintable(other));
}

void SearchSqlTest::takesTheBestOfEachGroup()
{
    VectorQuery query = exampleQuery();
    query.grouping = Grouping{u"doc_id"_s, 8};
    const QString text = sqlOf(query);
    QVERIFY2(text.contains(u"SELECT DISTINCT ON (doc_id) *\n    FROM candidates\n    ORDER BY doc_id, distance, id"_s), qPrintable(text));
    QVERIFY2(text.contains(u"LIMIT 80"_s) && text.endsWith(u"LIMIT 10"_s), qPrintable(text));
}

void SearchSqlTest::leavesOutTheRowThatIsSearchedBy()
{
    VectorQuery query = exampleQuery();
    query.source.kind = QuerySource::Kind::Row;
    query.source.keys = {{u"42"_s}};
    query.leaveOutSource = true;
    QVERIFY(sqlOf(query).contains(u"WHERE id NOT IN ($2::bigint)"_s));
    SearchTable table = exampleTable();
    table.facts.keyColumns = {u"id"_s, u"doc_id"_s};
    query.source.keys = {{u"42"_s, u"7"_s}};
    QVERIFY(sqlOf(query, table).contains(u"(id, doc_id) NOT IN (($2::bigint, $3::integer))"_s));
}

void SearchSqlTest::tellsRowsApartByPlaceWithoutAKey()
{
    SearchTable table = exampleTable();
    table.facts.keyColumns.clear();
    QVERIFY(sqlOf(exampleQuery(), table).startsWith(u"SELECT ctid AS row_ctid, "_s));
    table.facts.kind = catalog::Relation::Kind::PartitionedTable;
    QVERIFY(sqlOf(exampleQuery(), table).startsWith(u"SELECT tableoid AS row_tableoid, ctid AS row_ctid, "_s));
    table.facts.kind = catalog::Relation::Kind::View;
    QVERIFY(sqlOf(exampleQuery(), table).startsWith(u"SELECT embedding <=> "_s));
}

void SearchSqlTest::givesOwnColumnsOtherNames()
{
    SearchTable table = exampleTable();
    table.facts.columns.push_back(exampleColumn(u"distance"_s, u"text"_s));
    VectorQuery query = exampleQuery();
    query.outputColumns = {u"distance"_s};
    query.threshold = 1;
    QVERIFY(sqlOf(query, table).contains(u"SELECT id, distance1, distance\nFROM candidates\nWHERE distance1 <="_s));
}

void SearchSqlTest::namesOperatorsOfAnotherSchema()
{
    VectorQuery query = exampleQuery();
    query.table = u"docs"_s;
    QVERIFY(sqlOf(query, exampleTable(), u"Ext"_s).contains(u"embedding OPERATOR(\"Ext\".<=>) $1::\"Ext\".vector"_s));
}

void SearchSqlTest::isExactByASetting()
{
    VectorQuery query = exampleQuery();
    query.exact = true;
    const SearchStatement made = statementOf(query);
    QCOMPARE(made.settings.at(u"enable_indexscan"_s), u"off"_s);
    QVERIFY(made.text(Style::Numbered).contains(u"ORDER BY embedding <=> $1::vector, id\n"_s));
}

void SearchSqlTest::writesParametersForEachReader()
{
    VectorQuery query = exampleQuery();
    query.metric = catalog::AnnMetric::Jaccard;
    query.column = u"bits"_s;
    query.source.text = u"01010101"_s;
    query.condition = u"body <> '10:30 100%'"_s;
    const SearchStatement made = statementOf(query);
    QVERIFY(made.text(Style::Literal).contains(u"ORDER BY bits <%> '01010101'::bit(8)\n"_s));
    QVERIFY(made.text(Style::Psycopg).contains(u"ORDER BY bits <%%> %(query)s::bit(8)\n"_s));
    QVERIFY(made.text(Style::Psycopg).contains(u"'10:30 100%%'"_s));
    QVERIFY(made.text(Style::Named).contains(u"ORDER BY bits <%> CAST(CAST(:query AS text) AS bit(8))\n"_s));
    QVERIFY(made.text(Style::Named).contains(u"'10\\:30 100%'"_s));
}

void SearchSqlTest::keepsASearchAsJson()
{
    VectorQuery query = exampleQuery();
    query.metric = catalog::AnnMetric::L1;
    query.k = 25;
    query.threshold = 0.5;
    query.filters = {{.column = u"meta"_s, .path = {u"a"_s, u"b"_s}, .test = Filter::Test::OneOf, .values = {u"x"_s, u"y"_s}, .type = u"text"_s}};
    query.condition = u"id > 3"_s;
    query.settings[u"hnsw.ef_search"_s] = u"100"_s;
    query.textLeg = TextLeg{.words = u"fox"_s, .column = u"tsv"_s, .parser = TextLeg::Parser::Plain, .fusion = TextLeg::Fusion::Weights, .textWeight = 0.25};
    query.firstStage = FirstStage{.kind = FirstStage::Kind::Subvector, .dimensions = 2, .column = {}, .vector = {}, .overFetch = 7};
    query.grouping = Grouping{u"doc_id"_s, 9};
    query.diversity = Diversity{0.25, 3};
    query.source = {.kind = QuerySource::Kind::Mean, .text = {}, .keys = {{u"1"_s}, {u"2"_s}}};
    query.leaveOutSource = query.exact = true;
    const auto back = fromJson(toJson(query));
    QVERIFY(back);
    QCOMPARE(*back, query);
    QVERIFY(!fromJson({{u"table"_s, u"docs"_s}}));
}

QTEST_GUILESS_MAIN(SearchSqlTest)
#include "tst_searchsql.moc"
