// SPDX-License-Identifier: GPL-3.0-or-later
// Exports against the server itself: the CSV is COPY's, replayed INSERTs give the same rows, the JSON has the same values.
#include "sql/resultwriter.h"
#include "support/testcluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using sql::ExportFormat;

namespace {

constexpr char weirdTable[] = "\"we\"\"ird; --\"";

/// Looks only at how the columns came.
class FormatSink final : public pg::RowSink
{
public:
    void begin(const pg::Columns &columns) override
    {
        for (const pg::Column &column : *columns)
            isAllBinary = isAllBinary && column.format == pg::Format::Binary;
    }
    void append(pg::RowBatchPtr, const std::stop_token &) override {}
    bool isAllBinary = true;
};

QByteArray exported(pg::Connection &connection, const QByteArray &query, ExportFormat format,
                    pg::ResultFormat wire, const sql::WriterOptions &options = {})
{
    QByteArray out;
    sql::ResultWriter writer(
        format, [&](std::string_view piece) { out.append(piece.data(), qsizetype(piece.size())); },
        {connection.types().get(), connection.parameterStatus("TimeZone")}, options);
    pg::StreamOptions stream;
    stream.format = wire;
    connection.stream(query, writer, stream);
    writer.finish();
    return out;
}

QByteArray allRows(const QByteArray &columns = "*")
{
    return "SELECT " + columns + " FROM " + weirdTable + " ORDER BY id";
}

} // namespace

class TestExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void csvIsWhatTheServersCopyWrites_data();
    void csvIsWhatTheServersCopyWrites();
    void insertsBringTheRowsBack_data();
    void insertsBringTheRowsBack();
    void jsonHasTheValuesOfTheServers();
    void jsonKeepsAllDigits();

private:
    template<typename Work>
    auto onServer(Work work)
    {
        using T = std::invoke_result_t<Work, pg::Connection &>;
        auto future =
            m_session->run(u"export"_s, [work](pg::Connection &c, core::JobContext &) { return work(c); })
                .future;
        try {
            return future.result();
        } catch (const pg::Error &error) {
            QTest::qFail(qUtf8Printable(error.report()), __FILE__, __LINE__);
            return T();
        }
    }
    static void wires();

    test::TestCluster m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

namespace {

// Below the class: moc loses its way in these texts.
// One column for each kind of type; the names are as hostile as the values.
constexpr char createTable[] = R"sql(
CREATE TYPE mood AS ENUM ('calm', 'so so', 'it''s');
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE "we""ird; --" (
    id integer PRIMARY KEY, "quoted ""name""" text, "comma,name" varchar(40), "中文" char(5), small smallint, big bigint,
    real_ real, double_ double precision, number numeric, money_ numeric(20, 3), flag boolean, bytes bytea, key uuid,
    day date, clock time(3), zoned timetz, local_ timestamp, moment timestamptz, span interval, doc json, docb jsonb,
    address inet, fixed bit(5), varying_ varbit, feeling mood, both_ pair, range_ int4range,
    embedding vector(3), half halfvec(3), sparse sparsevec(5), numbers integer[], texts text[], decimals numeric(6, 2)[],
    bits_ bit(3)[], days timestamptz[], vectors vector(2)[], docs jsonb[], feelings mood[]
))sql";

constexpr char fillTable[] = R"sql(
INSERT INTO "we""ird; --" VALUES
(1, 'plain', 'a,b', 'ab', -32768, 9223372036854775807, 'NaN', 'Infinity', 'NaN', 12345678901234567.890, true, '\x00ff5c27',
 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2026-11-22', '04:05:06.789', '04:05:06+02', '2026-11-22 12:00:00.000001',
 '2026-07-01 12:00:00.5+00', '1 year 2 mons -3 days 04:05:06.7', E'{"b": 1.10,\n "b": "x"}', '{"a": [1, null, "\\ \" ''"]}',
 '192.168.0.1/24', B'10101', B'1', 'it''s', ROW(1, 'a "b", \c'), '[1,5)',
 '[0.1,-2,1e-10]', '[1,0.5,-65504]', '{1:0.1,5:-3}/5', '{1,NULL,-3}', ARRAY['a', 'b "c"\', 'NULL', NULL, '', 'x,y;{}', E'l\nm'],
 '{1.50,NaN}', ARRAY[B'101', B'010'], ARRAY['infinity'::timestamptz, '2026-01-01 00:00+00'], ARRAY['[1,2]', '[3,4]']::vector[],
 ARRAY['{"k": "v,\"w"}', 'null']::jsonb[], ARRAY['so so', 'calm']::mood[]),
(2, E'quotes "x" and ''y''\r\nnew lines\n', '', '', 0, -1, '-Infinity', 'NaN', 'Infinity', 0, false, '',
 '00000000-0000-0000-0000-000000000000', 'infinity', '24:00', '23:59:59.999999-12:30', '-infinity', '-infinity', '0', '"text"', '{}',
 '::1', B'00000', B'', 'so so', ROW(NULL, ''), 'empty',
 '[0,0,0]', '[0,0,0]', '{}/5', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
(3, E'中文，表情 😀 \u00e9 e\u0301 \u202e', E'back\\slash \\n', '中文', 1, 1, 1e-30, 0.1, '-Infinity', -0.001, NULL, '\x5c6e', NULL,
 '0044-03-15 BC', '00:00', '00:00+00', '0044-03-15 00:00:00 BC', '9999-12-31 23:59:59+00', '-1 day', 'null', '"\u0001\ud83d\ude00"',
 '10.0.0.0/8', B'11111', B'101010101010101', 'calm', NULL, '(,)',
 '[3.4e38,-3.4e38,1e-38]', '[6.1e-05,1,2]', '{2:1}/5', '{{1,2},{3,4}}', '[0:1]={a,b}', '{-0.01}', '{111}', '{NULL}', '{"[0.5,1]"}',
 '{"1.10"}', '{NULL}'),
(4, '', '\.', NULL, NULL, NULL, 0.1, 1e300, 0.10000000000000000000000000000000001, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
(5, NULL, E'\t', ' x', NULL, NULL, NULL, 5e-324, 1e130, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 '12345678901234567890.10', '[1.10, 123456789012345678901234567890]', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
 NULL, NULL, NULL)
)sql";

} // namespace

void TestExport::initTestCase()
{
    m_cluster.psql(QString::fromUtf8(createTable));
    m_cluster.psql(QString::fromUtf8(fillTable));
    m_session = m_services.session(m_cluster.options());
    QCOMPARE(onServer([](pg::Connection &c) { return c.exec(allRows()).rowCount(); }), 5);
}

void TestExport::wires()
{
    QTest::addColumn<int>("wire");
    QTest::addColumn<QByteArray>("columns");
    QTest::addRow("text") << int(pg::ResultFormat::Text) << QByteArray("*");
    // Without the types that only come as text, so that everything else comes in binary.
    QTest::addRow("binary")
        << int(pg::ResultFormat::Auto)
        << QByteArray(
               "id, \"quoted \"\"name\"\"\", \"中文\", small, big, real_, double_, number, money_, flag, "
               "bytes, "
               "key, day, clock, zoned, local_, moment, span, doc, docb, address, fixed, varying_, feeling, "
               "embedding, half, sparse, numbers, texts, decimals, bits_, days, vectors, docs, feelings");
}

void TestExport::csvIsWhatTheServersCopyWrites_data()
{
    wires();
}

void TestExport::csvIsWhatTheServersCopyWrites()
{
    QFETCH(int, wire);
    QFETCH(QByteArray, columns);
    const auto [ours, servers] = onServer([&](pg::Connection &c) {
        FormatSink sink;
        pg::StreamOptions stream;
        stream.format = pg::ResultFormat(wire);
        c.stream(allRows(columns), sink, stream);
        if (sink.isAllBinary != (columns != "*"))
            return std::pair(QByteArray("not the format that is to be tested"), QByteArray());
        QByteArray copied;
        c.copyOut("COPY (" + allRows(columns) + ") TO STDOUT (FORMAT csv, HEADER)",
                  [&](std::string_view piece) { copied.append(piece.data(), qsizetype(piece.size())); });
        return std::pair(exported(c, allRows(columns), ExportFormat::Csv, pg::ResultFormat(wire)), copied);
    });
    QVERIFY(servers.contains("😀"));
    QCOMPARE(QString::fromUtf8(ours), QString::fromUtf8(servers));
    QCOMPARE(ours, servers);
}

void TestExport::insertsBringTheRowsBack_data()
{
    wires();
}

void TestExport::insertsBringTheRowsBack()
{
    QFETCH(int, wire);
    QFETCH(QByteArray, columns);
    // The copy is where the search path does not lead, under the same name.
    const QString differing = onServer([&](pg::Connection &c) {
        c.exec("DROP SCHEMA IF EXISTS \"an other\" CASCADE");
        c.exec("CREATE SCHEMA \"an other\"");
        const QByteArray copy = QByteArray("\"an other\".") + weirdTable;
        c.exec("CREATE TABLE " + copy + " (LIKE " + weirdTable + ")");
        sql::WriterOptions options;
        options.schema = u"an other"_s;
        options.table = u"we\"ird; --"_s;
        options.rowsPerInsert = 100;
        for (const bool conforming : {true, false}) {
            c.exec("TRUNCATE " + copy);
            c.exec(QByteArray("SET standard_conforming_strings = ") + (conforming ? "on" : "off"));
            c.exec(exported(c, allRows(columns), ExportFormat::Inserts, pg::ResultFormat(wire), options));
            c.exec("RESET standard_conforming_strings");
            // json has no equality; the text of whole rows is compared.
            const QByteArray list = "SELECT r::text AS row FROM (SELECT " + columns + " FROM ";
            const QByteArray here = list + weirdTable + ") r";
            const QByteArray there = list + copy + ") r";
            const pg::Result result =
                c.exec("SELECT (SELECT count(*) FROM (" + here + ") x), (SELECT count(*) FROM (" + there
                       + ") x), (SELECT count(*) FROM (" + here + " EXCEPT ALL " + there
                       + ") x), (SELECT count(*) FROM (" + there + " EXCEPT ALL " + here + ") x)");
            const QString found = u"%1 %2 %3 %4"_s.arg(result.text(0, 0), result.text(0, 1),
                                                       result.text(0, 2), result.text(0, 3));
            if (found != u"5 5 0 0")
                return found;
        }
        return QString();
    });
    QCOMPARE(differing, QString());
}

void TestExport::jsonHasTheValuesOfTheServers()
{
    // Where the server's to_json() says it otherwise (dates with a T, records as objects) the text is right for us.
    const QByteArray columns =
        "id, \"quoted \"\"name\"\"\", small, flag, docb, numbers, texts, docs, feelings, double_";
    const auto [ours, servers] = onServer([&](pg::Connection &c) {
        const pg::Result result =
            c.exec("SELECT json_agg(r ORDER BY id) FROM (SELECT " + columns + " FROM " + weirdTable + ") r");
        return std::pair(exported(c, allRows(columns), ExportFormat::Json, pg::ResultFormat::Auto),
                         result.text(0, 0).toUtf8());
    });
    QJsonParseError error;
    const QJsonArray rows = QJsonDocument::fromJson(ours, &error).array();
    QCOMPARE(error.errorString(), QJsonParseError().errorString());
    QCOMPARE(rows.size(), 5);
    const QJsonArray wanted = QJsonDocument::fromJson(servers).array();
    for (int i = 0; i < 5; ++i) {
        for (const QString &key : wanted[i].toObject().keys()) {
            QVERIFY2(rows[i].toObject().value(key) == wanted[i].toObject().value(key),
                     qPrintable(u"row %1, %2: %3"_s.arg(i).arg(key, QString::fromUtf8(ours))));
        }
    }
}

void TestExport::jsonKeepsAllDigits()
{
    const auto [all, numbers] = onServer([&](pg::Connection &c) {
        return std::pair(exported(c, allRows(), ExportFormat::JsonLines, pg::ResultFormat::Auto),
                         exported(c,
                                  allRows("big, double_, number, money_, docb, embedding, sparse, decimals"),
                                  ExportFormat::JsonLines, pg::ResultFormat::Auto));
    });
    const QList<QByteArray> lines = all.trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    for (const QByteArray &line : lines) {
        QJsonParseError error;
        QVERIFY2(QJsonDocument::fromJson(line, &error).isObject(), qPrintable(error.errorString()));
    }
    const QList<QByteArray> digits = numbers.trimmed().split('\n');
    QVERIFY(digits[0].startsWith("{\"big\":9223372036854775807,\"double_\":\"Infinity\",\"number\":\"NaN\","
                                 "\"money_\":12345678901234567.890,"));
    QVERIFY(digits[0].endsWith(
        "\"embedding\":[0.1,-2,1e-10],\"sparse\":[0.1,0,0,0,-3],\"decimals\":[1.50,\"NaN\"]}"));
    QVERIFY(digits[3].contains("\"double_\":1e+300,\"number\":0.10000000000000000000000000000000001,"));
    QVERIFY(digits[4].contains("\"double_\":5e-324,\"number\":1" + QByteArray(130, '0') + ','));
    QVERIFY(digits[4].contains("\"docb\":[1.10, 123456789012345678901234567890]"));
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
