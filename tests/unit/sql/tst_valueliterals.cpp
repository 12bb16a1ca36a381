// SPDX-License-Identifier: GPL-3.0-or-later
// Single values as JSON, Python and SQL write them.
#include "sql/jsonvalue.h"
#include "sql/pythonvalue.h"
#include "sql/sqlvalue.h"
#include "sql/valuetext.h"

#include <QTest>

using namespace quiver;

class ValueLiteralsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesBecomeLiteralsOfOtherLanguages()
    {
        using pg::TypeKind;
        const auto json = [](TypeKind kind, const char *text, TypeKind element = {}) {
            std::string out;
            sql::appendJson(out, {.kind = kind, .element = element}, text);
            return out;
        };
        const auto python = [](TypeKind kind, const char *text, TypeKind element = {}) {
            std::string out;
            sql::appendPython(out, {.kind = kind, .element = element}, text);
            return out;
        };
        const auto literal = [](TypeKind kind, const char *text) {
            std::string out;
            sql::appendSqlLiteral(out, kind, text);
            return out;
        };
        QCOMPARE(json(TypeKind::Int8, "9223372036854775807"), std::string("9223372036854775807"));
        QCOMPARE(json(TypeKind::Float8, "NaN"), std::string("\"NaN\""));
        QCOMPARE(json(TypeKind::Jsonb, "{\"a\": 1.10}"), std::string("{\"a\": 1.10}"));
        QCOMPARE(json(TypeKind::Text, "a\"b\\\n\x01"), std::string("\"a\\\"b\\\\\\n\\u0001\""));
        QCOMPARE(json(TypeKind::Array, "{{1,NULL},{2,3}}", TypeKind::Int4), std::string("[[1,null],[2,3]]"));
        QCOMPARE(json(TypeKind::Array, "[0:1]={\"a, \\\"b\",NULL}", TypeKind::Text),
                 std::string("[\"a, \\\"b\",null]"));
        QCOMPARE(python(TypeKind::Bool, "t"), std::string("True"));
        QCOMPARE(python(TypeKind::Numeric, "1.10"), std::string("Decimal(\"1.10\")"));
        QCOMPARE(python(TypeKind::Bytea, "\\x00ff"), std::string("bytes.fromhex(\"00ff\")"));
        QCOMPARE(python(TypeKind::Sparsevec, "{1:0.1,3:2}/5"),
                 std::string("SparseVector({0: 0.1, 2: 2}, 5)"));
        QCOMPARE(literal(TypeKind::Text, "O'Neil"), std::string("'O''Neil'"));
        QCOMPARE(literal(TypeKind::Bytea, "\\x00"), std::string("E'\\\\x00'"));
        QCOMPARE(literal(TypeKind::Float8, "-Infinity"), std::string("'-Infinity'"));
    }

    void prettyJsonKeepsEveryToken()
    {
        QCOMPARE(sql::prettyJson("{\"b\":1.10,\"b\":[],\"a\":[1,{\"x\\\"\":null}]}"),
                 std::string("{\n  \"b\": 1.10,\n  \"b\": [],\n  \"a\": [\n    1,\n    {\n      \"x\\\"\": "
                             "null\n    }\n  ]\n}"));
        QCOMPARE(sql::prettyJson("{\"cut\": \"off"), std::string("{\n  \"cut\": \"off"));
    }

    void listsFollowTheDelimiterOfTheirType()
    {
        std::string out;
        sql::appendJson(out, {.kind = pg::TypeKind::Array, .element = pg::TypeKind::Text}, "{a;b,c}");
        QCOMPARE(out, std::string("[\"a;b\",\"c\"]"));
        out.clear();
        sql::appendJson(out, {.kind = pg::TypeKind::Array, .delimiter = ';'}, "{(1,1),(0,0);(2,2),(1,1)}");
        QCOMPARE(out, std::string("[\"(1,1),(0,0)\",\"(2,2),(1,1)\"]"));
        out.clear();
        sql::appendPython(out, {.kind = pg::TypeKind::Array, .element = pg::TypeKind::Vector},
                          "{\"[1,2]\",NULL}");
        QCOMPARE(out, std::string("[[1,2], None]"));
    }

    void damagedValuesBecomeStrings_data()
    {
        QTest::addColumn<int>("kind");
        for (const auto kind :
             {pg::TypeKind::Int4, pg::TypeKind::Float8, pg::TypeKind::Jsonb, pg::TypeKind::Vector,
              pg::TypeKind::Sparsevec, pg::TypeKind::Array, pg::TypeKind::Bool})
            QTest::addRow("kind %d", int(kind)) << int(kind);
    }

    void damagedValuesBecomeStrings()
    {
        QFETCH(int, kind);
        std::string json;
        sql::appendJson(json, {.kind = pg::TypeKind(kind), .element = pg::TypeKind::Int4}, "\\x0012");
        QCOMPARE(json, std::string("\"\\\\x0012\""));
    }

    void sparseVectorsBecomeDenseInJson()
    {
        std::string out;
        sql::appendJson(out, {.kind = pg::TypeKind::Sparsevec}, "{2:0.1,4:-1e-05}/5");
        QCOMPARE(out, std::string("[0,0.1,0,-1e-05,0]"));
        out.clear();
        sql::appendJson(out, {.kind = pg::TypeKind::Sparsevec}, "{1:1}/1000000");
        QCOMPARE(out, std::string("\"{1:1}/1000000\"")); // too many for a list
        QVERIFY(sql::readSparseText("{}/3")->entries.empty());
        for (const char *damaged :
             {"", "{", "{}", "{}/", "{}/0", "{1}/3", "{1:}/3", "{0:1}/3", "{4:1}/3", "{2:1,1:1}/3"})
            QVERIFY2(!sql::readSparseText(damaged), damaged);
    }

    void literalsStandByThemselves()
    {
        std::string out;
        sql::appendTypedLiteral(out, pg::TypeKind::Halfvec, "[1,2]", "halfvec(2)");
        QCOMPARE(out, std::string("'[1,2]'::halfvec(2)"));
        out.clear();
        sql::appendTypedLiteral(out, pg::TypeKind::Int8, "-7", "bigint");
        QCOMPARE(out, std::string("-7"));
    }
};

QTEST_APPLESS_MAIN(ValueLiteralsTest)
#include "tst_valueliterals.moc"
