// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/bindvalues.h"
#include "sql/runplan.h"

#include <QTest>

using namespace quiver::sql;
using namespace Qt::StringLiterals;

class TestBindValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatNamesAParameterIsOne_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("sent");
        const auto row = [](const char *name, const char *written, const char *sent) {
            QTest::newRow(name) << QString::fromUtf8(written) << QString::fromUtf8(sent);
        };
        row("each name once", "SELECT :a, :b, :a", "SELECT $1, $2, $1");
        row("a vector and its cast", "SELECT id FROM t ORDER BY v <=> :q::halfvec(3) LIMIT :k", "SELECT id FROM t ORDER BY v <=> $1::halfvec(3) LIMIT $2");
        row("casts", "SELECT a::text, 1::int, now()::date, x :: text", "SELECT a::text, 1::int, now()::date, x :: text");
        row("quotes", R"(SELECT ':a', E'\':a', ":a", $$ :a $$, $x$ :a $x$, U&':a')", R"(SELECT ':a', E'\':a', ":a", $$ :a $$, $x$ :a $x$, U&':a')");
        row("comments", "SELECT 1 -- :a\n/* :b /* :c */ :d */ + :e", "SELECT 1 -- :a\n/* :b /* :c */ :d */ + $1");
        row("slices", "SELECT a[1:2], a[i:j], a[i : j], a[:n], a[f(x):n], a[b[1]:n]", "SELECT a[1:2], a[i:j], a[i : j], a[:n], a[f(x):n], a[b[1]:n]");
        row("a parameter in a subscript", "SELECT a[1 + :n], a[(:n):(:m)], a[f(:n)]", "SELECT a[1 + $1], a[($1):($2)], a[f($1)]");
        row("arrays", "SELECT ARRAY[:a, :b], array[[:a], [:b]], x = ANY(:c)", "SELECT ARRAY[$1, $2], array[[$1], [$2]], x = ANY($3)");
        row("JSON_OBJECT", "SELECT JSON_OBJECT('k':v, k:v, 'x' : :x)", "SELECT JSON_OBJECT('k':v, k:v, 'x' : $1)");
        row("touching a keyword", "SELECT:a WHERE x=:b AND NOT:c", "SELECT$1 WHERE x=$2 AND NOT$3");
        row("behind a word that may be a name", "SELECT a FROM t GROUP BY :a", "SELECT a FROM t GROUP BY $1");
        row("assignment", "CALL p(a := :x)", "CALL p(a := $1)");
        row("a blank behind the colon", "SELECT : a", "SELECT : a");
        row("psql's quoted ones", "SELECT :'a', :\"a\"", "SELECT :'a', :\"a\"");
        row("its own numbers", "PREPARE p AS SELECT $1, :a", "PREPARE p AS SELECT $1, :a");
        row("other letters", "SELECT :größe, :名前_1", "SELECT $1, $2");
    }
    void onlyWhatNamesAParameterIsOne()
    {
        QFETCH(const QString, written);
        QTEST(numbered(written).sql, "sent");
    }

    void placesAreToldOfTheTextAsItIsWritten()
    {
        const QString written = u"SELECT '🙂', :first + :second + wrong"_s;
        const NumberedStatement made = numbered(written);
        QCOMPARE(made.names, QStringList({u"first"_s, u"second"_s}));
        const auto point = [](const QString &text, const QString &of) { return int(text.left(text.indexOf(of)).toUcs4().size()) + 1; };
        QCOMPARE(made.writtenPosition(point(made.sql, u"wrong"_s)), point(written, u"wrong"_s));
        QCOMPARE(made.writtenPosition(point(made.sql, u"$2"_s)), point(written, u":second"_s));
        QCOMPARE(made.writtenPosition(3), 3);
        QCOMPARE(made.writtenPosition(0), 0);
        QCOMPARE(made.inNames(u"parameter $2, not $3 or $12; $1"_s), u"parameter :second, not $3 or $12; :first"_s);
    }

    void aPlanHasTheNamesOfItsStatementsAndTheirDangers()
    {
        const RunPlan plan = planRun({u"DELETE FROM t WHERE id = :id; DELETE FROM t; SELECT :id, :other"_s});
        QCOMPARE(plan.parameters, QStringList({u"id"_s, u"other"_s}));
        QCOMPARE(plan.dangers.size(), 1U); // the first one has its WHERE: it is parsed, in spite of the colon
        QVERIFY(plan.kindOf(0).fromParseTree);
        QCOMPARE(namesIn(u"SELECT 1; SELECT :x; \\echo :y\nSELECT :z, :x"_s), QStringList({u"x"_s, u"z"_s}));
    }

    void anEmptyTextIsAValueOfTextsOnly()
    {
        const BindValues values{{u"a"_s, {}, {}, false}, {u"b"_s, u"text"_s, {}, false}, {u"c"_s, u"integer"_s, {}, true}, {u"d"_s, u"text[]"_s, {}, false},
                                {u"e"_s, u"varchar(3)"_s, {}, false}};
        QCOMPARE(namesWithoutValue({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s}, values), QStringList({u"a"_s, u"d"_s, u"f"_s}));
    }

    void aTypeIsANameAndNothingElse()
    {
        for (const char *good : {"integer", "vector(768)", "numeric(10,2)", "text[]", "double precision", "\"we\"\"ird; --\".\"t\"", "timestamp(3) with time zone"})
            QVERIFY2(typeNameProblem(QString::fromLatin1(good)).isEmpty(), good);
        for (const char *bad : {"", "int; DROP TABLE t", "int)", "(int", "vector(3), f(1)", "int -- x", "int + 1", "'int'", "\"open"})
            QVERIFY2(!typeNameProblem(QString::fromLatin1(bad)).isEmpty(), bad);
    }

    void namesTakeTheirPlacesInSqlAgain()
    {
        const NumberedStatement statement = numbered(u"SELECT v <=> :q, a[1 : :hi], '$1' FROM t WHERE id = :größe OR id = :q");
        QCOMPARE(statement.sqlInNames(u"SELECT v <=> $1::vector, a[1:$2], a[($2):3], '$1', $9 /* $1 */ FROM t WHERE id=$3"),
                 u"SELECT v <=> :q::vector, a[1: :hi], a[(:hi):3], '$1', $9 /* $1 */ FROM t WHERE id=:größe"_s);
        QCOMPARE(numbered(statement.sqlInNames(u"SELECT a[1:$2], ARRAY[$2+$1:3]")).names, (QStringList{u"hi"_s, u"q"_s}));
    }

    void valuesComeBackFromJson()
    {
        const BindValues values{{u"q"_s, u"vector"_s, u"[1,2]"_s, false}, {u"größe"_s, {}, u"a\n\"b\""_s, true}};
        QCOMPARE(bindValuesFrom(toJson(values)), values);
        QVERIFY(toJson({}).isEmpty());
        QVERIFY(bindValuesFrom("no JSON").empty());
    }
};

QTEST_GUILESS_MAIN(TestBindValues)
#include "tst_bindvalues.moc"
