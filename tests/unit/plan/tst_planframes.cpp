// SPDX-License-Identifier: GPL-3.0-or-later
// What other programs put around a plan is taken away, and a problem is still told at its place in the text as it was given.
#include "plan/readplans.h"

#include <QTest>

using namespace quiver::plan;
using namespace Qt::StringLiterals;

namespace {

const QString text = u"Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n  Filter: ((s)::text = '\"x\", ''y'''::text)"_s;
const QString json = u"[\n  {\n    \"Plan\": {\n      \"Node Type\": \"Seq Scan\",\n      \"Relation Name\": \"t\",\n      \"Filter\": \"(s = '\\\"x\\\"'::text)\"\n    }\n  }\n]"_s;

QString quoted(QString value, const QString &quote)
{
    return quote + value.replace(quote, quote + quote) + quote;
}

} // namespace

class tst_PlanFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesAreTakenAway_data()
    {
        QTest::addColumn<QString>("framed");
        QTest::addColumn<QString>("bare");
        QStringList rows;
        for (const QString &line : text.split(u'\n'))
            rows << quoted(line, u"\""_s);
        QTest::newRow("pgAdmin, rows") << u"\"QUERY PLAN\"\n"_s + rows.join(u'\n') << text;
        QTest::newRow("pgAdmin, without a header") << rows.join(u"\r\n"_s) << text;
        QTest::newRow("DBeaver, commas behind") << u"QUERY PLAN\n"_s + rows.join(u",\n"_s) << text;
        QTest::newRow("CSV where only some rows need it") << u"QUERY PLAN\n"_s + text.split(u'\n')[0] + u'\n' + rows[1] << text;
        QTest::newRow("JSON in one field") << u"QUERY PLAN\n"_s + quoted(json, u"\""_s) << json;
        QTest::newRow("JSON in one field alone") << quoted(json, u"\""_s) + u"\n"_s << json;
        QTest::newRow("an SQL literal") << quoted(json, u"'"_s) + u";"_s << json;
        QTest::newRow("a JSON string") << u"\""_s + QString(json).replace(u"\\"_s, u"\\\\"_s).replace(u"\""_s, u"\\\""_s).replace(u"\n"_s, u"\\n"_s) + u"\""_s << json;
        QTest::newRow("tabs") << u"\t"_s + QString(text).replace(u"\n"_s, u"\n\t"_s) << text;
        QTest::newRow("Windows lines") << QString(text).replace(u"\n"_s, u"\r\n"_s) << text;
        QTest::newRow("a prompt above, the time below") << u"db=# EXPLAIN SELECT * FROM t;\n QUERY PLAN \n-----\n "_s + QString(text).replace(u"\n"_s, u"\n "_s) + u"\n(2 строки)\n\nTime: 0.3 ms\ndb=# "_s << text;
        QTest::newRow("a fence") << u"See this plan:\n```\n"_s + text + u"\n```\n"_s << text;
    }

    void quotesAreTakenAway()
    {
        QFETCH(QString, framed);
        QFETCH(QString, bare);
        const PlanReading reading = readPlans(framed);
        QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        QCOMPARE(reading.plans.size(), 1U);
        Plan plan = reading.plans[0];
        QVERIFY(plan == readPlans(bare).plans.at(0));
        QVERIFY(plan.nodes[0].filter.contains(u"\"x\""));
    }

    void psqlsTablesAreTakenApart_data()
    {
        QTest::addColumn<QString>("framed");
        const auto table = [](const char *name, const QString &framed) { QTest::newRow(name) << framed; };
        table("unicode, double", u"╔═══════════════╗\n║  QUERY PLAN   ║\n╠═══════════════╣\n║ Limit         ║\n║   ->  Result  ║\n╚═══════════════╝\n(2 rows)\n"_s);
        table("expanded", u"-[ RECORD 1 ]---------\nQUERY PLAN | Limit\n-[ RECORD 2 ]---------\nQUERY PLAN |   ->  Result\n"_s);
        table("expanded in German", u"─[ DATENSATZ 1 ]──────\nQUERY PLAN │ Limit\n─[ DATENSATZ 2 ]──────\nQUERY PLAN │   ->  Result\n"_s);
        table("expanded and wrapped", u"+-[ RECORD 1 ]--------+\n| QUERY PLAN | Limit  |\n+-[ RECORD 2 ]--------+\n| QUERY PLAN |   ->  .|\n|            |.Result |\n+------------+--------+\n"_s);
        table("expanded without borders", u"* Record 1\nQUERY PLAN Limit\n* Record 2\nQUERY PLAN   ->  Result\n"_s);
        table("expanded and unaligned", u"QUERY PLAN|Limit\n\nQUERY PLAN|  ->  Result\n"_s);
        table("wrapped", u" QUERY PLAN \n------------\n Limit\n   ->  Resu…\n…lt\n(2 Zeilen)\n"_s);
        table("no header", u"| Limit        |\n|   ->  Result |\n+--------------+\n"_s);
        table("JSON with marks", u" [                            +\n   {                          +\n     \"Plan\": {                +\n       \"Node Type\": \"Limit\",  +\n       \"Plans\": [{\"Node Type\": \"Result\", \"Parent Relationship\": \"Outer\"}]+\n     }                        +\n   }                          +\n ]\n"_s);
    }

    void psqlsTablesAreTakenApart()
    {
        QFETCH(QString, framed);
        const PlanReading reading = readPlans(framed);
        QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        QCOMPARE(reading.plans.size(), 1U);
        QVERIFY(reading.plans[0] == readPlans(u"Limit\n  ->  Result"_s).plans.at(0));
    }

    void logsAreRead_data()
    {
        QTest::addColumn<QString>("log");
        const QString tabbed = u"\tQuery Text: SELECT *\n\t  FROM t\n\t WHERE a = '[1,2]';\n\tSeq Scan on t  (cost=0.00..1.00 rows=1 width=4) (actual rows=1 loops=1)\n\t  Filter: (a = 1)\n"_s;
        const QString first = u"2026-01-02 10:00:00.123 UTC [4711] me@db LOG:  duration: 12.500 ms  plan:\n"_s;
        const QString other = u"2026-01-02 10:00:01.123 UTC [4711] me@db LOG:  checkpoint complete\n[1234] LOG:  something\n"_s;
        QTest::newRow("stderr") << other + first + tabbed + other;
        QTest::newRow("stderr, JSON") << other + first
                + u"\t{\n\t  \"Query Text\": \"SELECT *\\n  FROM t\\n WHERE a = '[1,2]';\",\n\t  \"Plan\": {\"Node Type\": \"Seq Scan\", \"Relation Name\": \"t\", \"Filter\": \"(a = 1)\", \"Actual Rows\": 1, \"Actual Loops\": 1}\n\t}\n"_s + other;
        QTest::newRow("csvlog") << u"2026-01-02 10:00:00.123 UTC,\"me\",\"db\",4711,\"[local]\",LOG,00000,\"duration: 12.500 ms  plan:\n"_s + QString(tabbed).replace(u"\t"_s, QString()).chopped(1) + u"\",,,,,,,,,\"psql\"\n"_s;
        QTest::newRow("jsonlog") << u"{\"timestamp\":\"2026-01-02\",\"pid\":4711,\"error_severity\":\"LOG\",\"message\":\"duration: 12.500 ms  plan:\\n"_s
                + QString(tabbed).replace(u"\t"_s, QString()).chopped(1).replace(u"\n"_s, u"\\n"_s) + u"\",\"backend_type\":\"client backend\"}\n"_s;
        QString syslog;
        int n = 0;
        for (const QString &line : (u"duration: 12.500 ms  plan:\n"_s + tabbed.chopped(1)).split(u'\n'))
            syslog += u"Jan  2 10:00:00 host postgres[4711]: [7-%1] %2\n"_s.arg(++n).arg(QString(line).replace(u"\t"_s, u"#011"_s));
        QTest::newRow("syslog") << syslog;
    }

    void logsAreRead()
    {
        QFETCH(QString, log);
        const PlanReading reading = readPlans(log);
        QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(PlanProblem{}).reason));
        QCOMPARE(reading.plans.size(), 1U);
        const Plan &plan = reading.plans[0];
        QCOMPARE(plan.executionMs, 12.5);
        QCOMPARE(plan.queryText, u"SELECT *\n  FROM t\n WHERE a = '[1,2]';"_s);
        QCOMPARE(plan.nodes.size(), 1U);
        QCOMPARE(plan.nodes[0].relation, u"t"_s);
        QCOMPARE(plan.nodes[0].filter, u"(a = 1)"_s);
        QCOMPARE(plan.nodes[0].rows, 1.0);
    }

    void twoPlansOfALogAreTwo()
    {
        const QString entry = u"LOG:  duration: %1 ms  plan:\n\tQuery Text: SELECT %1\n\tResult  (cost=0.00..0.01 rows=1 width=4)\n"_s;
        const PlanReading reading = readPlans(entry.arg(1) + entry.arg(2));
        QCOMPARE(reading.plans.size(), 2U);
        QCOMPARE(reading.plans[0].executionMs, 1.0);
        QCOMPARE(reading.plans[1].queryText, u"SELECT 2"_s);
    }

    void aProblemIsToldWhereItStands()
    {
        const PlanProblem inTable = readPlans(u"+---+\n| QUERY PLAN |\n+---+\n| [        +|\n|   {\"Plan\": 7}  +|\n| ]  |\n+---+\n"_s).problem.value();
        QCOMPARE(inTable.line, 5);
        const PlanProblem inQuotes = readPlans(u"\"QUERY PLAN\"\n\"Limit\"\n\"  ->  Seq Scan on \"\"t\"\"  (cost=0.0\"\n"_s).problem.value();
        QCOMPARE(inQuotes.line, 3);
        QCOMPARE(inQuotes.column, 4);
    }
};

QTEST_APPLESS_MAIN(tst_PlanFrames)
#include "tst_planframes.moc"
