// SPDX-License-Identifier: GPL-3.0-or-later
// Statements written otherwise: the user's text is kept but for the part that matters, and where that cannot be told nothing is written.
#include "doctor/expression.h"
#include "doctor/statement.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::doctor;
using quiver::catalog::AnnMetric;

Q_DECLARE_METATYPE(quiver::doctor::Course)

class StatementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersByTheDistanceAlone_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("better");
        const auto row = [](const char *name, const QString &sql, const QString &better) { QTest::newRow(name) << sql << better; };
        row("similarity", u"SELECT 1 - (v <=> $1) AS s FROM t ORDER BY 1 - (v <=> $1) DESC LIMIT 3"_s, u"SELECT 1 - (v <=> $1) AS s FROM t ORDER BY v <=> $1 LIMIT 3"_s);
        row("function", u"SELECT id FROM t ORDER BY cosine_distance(t.v, ($1)::vector(3)) ASC NULLS LAST, id LIMIT 3"_s, u"SELECT id FROM t ORDER BY t.v <=> ($1)::vector(3) LIMIT 3"_s);
        row("in a subquery", u"SELECT * FROM (SELECT id FROM \"T\" ORDER BY (\"V\" <-> '[1,2]') DESC LIMIT 5) s -- end"_s, u"SELECT * FROM (SELECT id FROM \"T\" ORDER BY \"V\" <-> '[1,2]' LIMIT 5) s -- end"_s);
        row("with a comment", u"SELECT 'a <=> b' /* ORDER BY x <=> y */ FROM t ORDER BY -(v <#> '[1]'::vector), 2;"_s, u"SELECT 'a <=> b' /* ORDER BY x <=> y */ FROM t ORDER BY v <#> '[1]'::vector;"_s);
        row("with what is not ASCII", u"SELECT 'ü€😀' FROM t ORDER BY v <=> $1 DESC"_s, u"SELECT 'ü€😀' FROM t ORDER BY v <=> $1"_s);
        row("two of them", u"SELECT (SELECT a FROM t ORDER BY v <=> $1 LIMIT 1) FROM t ORDER BY v <=> $2"_s, QString());
        row("by an alias", u"SELECT 1 - (v <=> $1) AS s FROM t ORDER BY s DESC"_s, QString());
        row("no SQL", u"SELECT FROM FROM ORDER BY v <=> 1"_s, QString());
        row("nothing", QString(), QString());
    }
    void ordersByTheDistanceAlone()
    {
        QFETCH(QString, sql);
        QTEST(Statement(sql).orderedByDistance(), "better");
    }

    void knowsItsLimit()
    {
        const Statement constant(u"SELECT 1 LIMIT 10 OFFSET 5"_s);
        QVERIFY(constant.limit() == 10 && constant.offset() == 5);
        const Statement open(u"SELECT 1 WHERE $3 LIMIT $1"_s), given(u"SELECT 1 LIMIT $1"_s, {u"7"_s});
        QVERIFY(open.hasLimit() && !open.limit() && open.parameters() == 3);
        QVERIFY(given.limit() == 7);
        QVERIFY(!Statement(u"SELECT * FROM (SELECT 1 LIMIT 3) s"_s).hasLimit());
    }

    void changesParts()
    {
        const Statement search(u"SELECT id FROM docs d WHERE a OR b ORDER BY d.v <=> '[1,2]'::halfvec LIMIT 5"_s);
        QCOMPARE(search.withOperator(AnnMetric::Cosine, AnnMetric::L2), u"SELECT id FROM docs d WHERE a OR b ORDER BY d.v <-> '[1,2]'::halfvec LIMIT 5"_s);
        QCOMPARE(search.withCondition(u"c = 1"_s), u"SELECT id FROM docs d WHERE (c = 1) AND (a OR b) ORDER BY d.v <=> '[1,2]'::halfvec LIMIT 5"_s);
        QCOMPARE(search.withKey(u"v"_s, u"v::halfvec(2)"_s), u"SELECT id FROM docs d WHERE a OR b ORDER BY (d.v::halfvec(2)) <=> '[1,2]'::halfvec LIMIT 5"_s);
        QCOMPARE(search.withQueryCast(u"v"_s, u"vector(2)"_s), u"SELECT id FROM docs d WHERE a OR b ORDER BY d.v <=> '[1,2]'::vector(2) LIMIT 5"_s);
        QCOMPARE(search.withLimit(3), QString()); // it has one
        QCOMPARE(Statement(u"SELECT id FROM d ORDER BY v <=> $1 ; "_s).withLimit(3), u"SELECT id FROM d ORDER BY v <=> $1 LIMIT 3 ; "_s);
        QCOMPARE(Statement(u"SELECT count(*) FROM (SELECT id FROM d ORDER BY v <=> $1) s"_s).withLimit(3), QString());
        const Statement cte(u"WITH q AS (SELECT v FROM t) SELECT 1 FROM d, q ORDER BY d.v <=> q.v LIMIT 1"_s);
        QCOMPARE(cte.withSubquery(u"v"_s, u"q"_s), u"WITH q AS (SELECT v FROM t) SELECT 1 FROM d, q ORDER BY d.v <=> (SELECT v FROM q) LIMIT 1"_s);
        QCOMPARE(Statement(u"SELECT 1 FROM d, q ORDER BY d.v <=> q.v LIMIT 1"_s).withSubquery(u"v"_s, u"q"_s), QString());
        QCOMPARE(Statement(u"SELECT id FROM d ORDER BY v <=> f(1, 2) LIMIT 1"_s).withQuery(u"v"_s, u"(SELECT "_s, u")"_s), u"SELECT id FROM d ORDER BY v <=> (SELECT f(1, 2)) LIMIT 1"_s);
        using Column = Statement::Column;
        QCOMPARE(Statement(u"SELECT 1 FROM s.docs d JOIN other o USING (id) ORDER BY $2::vector <=> d.v LIMIT $1"_s).comparedWith(2), (Column{u"s"_s, u"docs"_s, u"v"_s}));
        QCOMPARE(Statement(u"SELECT l2_distance(v, $1) FROM \"we\"\"ird; --\" ORDER BY 1"_s).comparedWith(1), (Column{{}, u"we\"ird; --"_s, u"v"_s}));
        QVERIFY(!Statement(u"SELECT 1 FROM a, b WHERE v <-> $1 < 3"_s).comparedWith(1)); // of either
        QVERIFY(!Statement(u"SELECT 1 FROM a WHERE v <-> $1 < $2"_s).comparedWith(2));
        QCOMPARE(Statement(u"SELECT id FROM d ORDER BY v <=> $1::real[] LIMIT 1"_s).withVectorCasts(), u"SELECT id FROM d ORDER BY v <=> $1::real[]::vector LIMIT 1"_s);
    }

    void changesTheOperatorOfTheOrderAlone_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("better");
        const auto row = [](const char *name, const QString &sql, const QString &better) { QTest::newRow(name) << sql << better; };
        row("a threshold", u"SELECT id FROM t WHERE v <-> $1 < 1.0 ORDER BY v <-> $1 LIMIT 3"_s, u"SELECT id FROM t WHERE v <-> $1 < 1.0 ORDER BY v <=> $1 LIMIT 3"_s);
        row("an output", u"SELECT 1 - (v <-> $1) AS score FROM t ORDER BY (v <-> $1) LIMIT 3"_s, u"SELECT 1 - (v <-> $1) AS score FROM t ORDER BY (v <=> $1) LIMIT 3"_s);
        row("by an alias", u"SELECT v <-> $1 AS d FROM t ORDER BY d LIMIT 3"_s, QString());
        row("an expression", u"SELECT id FROM t ORDER BY 1 / (0.5 + (v <-> $1)) DESC LIMIT 3"_s, QString());
        row("two orders", u"SELECT id FROM (SELECT id, v FROM t ORDER BY v <-> $1 LIMIT 9) c ORDER BY v <-> $1"_s, QString());
        row("another distance", u"SELECT id FROM t ORDER BY v <#> $1"_s, QString());
    }
    void changesTheOperatorOfTheOrderAlone()
    {
        QFETCH(QString, sql);
        QTEST(Statement(sql).withOperator(AnnMetric::L2, AnnMetric::Cosine), "better");
    }

    void goesWithTheDistanceOrNot_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<Course>("course");
        const auto row = [](const QString &key, Course course) { QTest::newRow(qPrintable(key)) << key << course; };
        row(u"v <=> $1"_s, Course::Rising);
        row(u"((v <=> '[1]'::vector)) * '2'::double precision + 3"_s, Course::Rising);
        row(u"1 - (v <=> $1)"_s, Course::Falling);
        row(u"-(v <#> $1)"_s, Course::Falling);
        row(u"(1 - (v <=> $1)) * 100"_s, Course::Falling);
        row(u"(1 - (v <=> $1)) / -2.5"_s, Course::Rising);
        row(u"1 / (1 + (v <=> $1))"_s, Course::Falling);
        row(u"1 - 1 / (1 + (v <-> $1))::numeric"_s, Course::Rising);
        row(u"1 / (1 + inner_product(v, $1))"_s, Course::Unknown); // of either sign
        row(u"1 / ((v <=> $1) - 0.5)"_s, Course::Unknown);
        row(u"0 * (v <=> $1)"_s, Course::Unknown);
        row(u"$2 * (v <=> $1)"_s, Course::Unknown); // nobody knows which sign $2 has
        row(u"(v <=> $1) + $2"_s, Course::Rising);
        row(u"inner_product(v, $1)"_s, Course::Falling);
        row(u"abs(1 - (v <=> $1))"_s, Course::Unknown);
        row(u"(1 - (v <=> $1))::int"_s, Course::Unknown);
        row(u"round((1 - (v <=> $1))::numeric, 2)"_s, Course::Unknown);
        row(u"(v <=> $1) + (w <=> $2)"_s, Course::Unknown);
        row(u"(v <=> $1) + (v <=> $1)"_s, Course::Rising);
        row(u"(v <=> $1) + cat * 0.01"_s, Course::Unknown);
        row(u"0.7 * (1 - (v <=> $1)) + 0.3 * ts_rank(tsv, query)"_s, Course::Unknown);
        row(u"(v <=> $1) - (SubPlan 1)"_s, Course::Unknown);
        row(u"(v <=> $1) - (InitPlan 1).col1"_s, Course::Rising);
    }
    void goesWithTheDistanceOrNot()
    {
        QFETCH(QString, key);
        QFETCH(Course, course);
        const auto parsed = parseExpression(key);
        QVERIFY(parsed);
        QCOMPARE(int(courseOf(*parsed)), int(course));
    }

    void refusesWhatIsTooDeep()
    {
        QVERIFY(!Statement(u"SELECT "_s + u"("_s.repeated(100'000) + u"1"_s + u")"_s.repeated(100'000)).isParsed());
        QVERIFY(!Statement(u"SELECT "_s + u"1+"_s.repeated(100'000) + u"1"_s).isParsed());
        QVERIFY(Statement(u"SELECT id FROM t ORDER BY v <=> '["_s + u"0.125,"_s.repeated(15'999) + u"1]' LIMIT 3"_s).distances().size() == 1);
    }
};

QTEST_GUILESS_MAIN(StatementTest)
#include "tst_statement.moc"
