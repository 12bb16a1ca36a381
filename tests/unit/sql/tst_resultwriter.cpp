// SPDX-License-Identifier: GPL-3.0-or-later
// What results look like when they are written out, from columns in text and in binary.
#include "sql/displaywidth.h"
#include "sql/resultwriter.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using sql::ExportFormat;

namespace {

constexpr pg::Oid int4ArrayOid = 1007, textArrayOid = 1009, boolArrayOid = 1000;

using Row = std::vector<std::optional<QByteArray>>;

pg::Column column(const char *name, pg::Oid type, pg::Format format = pg::Format::Text)
{
    pg::Column c;
    c.name = name;
    c.type = type;
    c.format = format;
    return c;
}

QByteArray write(ExportFormat format, std::vector<pg::Column> columns, const std::vector<Row> &rows,
                 const sql::WriterOptions &options = {})
{
    const pg::TypeRegistry types;
    const auto shared = std::make_shared<const std::vector<pg::Column>>(std::move(columns));
    QByteArray out;
    sql::ResultWriter writer(
        format, [&](std::string_view piece) { out.append(piece.data(), qsizetype(piece.size())); },
        {&types, "UTC"}, options);
    writer.begin(shared);
    pg::RowBatchBuilder builder(shared);
    for (const Row &row : rows) {
        for (const auto &cell : row) {
            if (cell)
                builder.add(cell->constData(), std::size_t(cell->size()));
            else
                builder.addNull();
        }
        builder.endRow();
    }
    if (builder.rowCount() > 0)
        writer.append(builder.take(), {});
    writer.finish();
    return out;
}

} // namespace

class ResultWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsFormatsByName();
    void csvIsWhatCopyWrites();
    void csvOfOneColumnGuardsItsEndMark();
    void jsonKeepsNumbersExactly();
    void jsonEmbedsJsonAndArrays();
    void jsonEscapesText();
    void jsonNamesColumnsApart();
    void jsonOfNothingIsAnEmptyArray();
    void jsonLinesStayOnTheirLines();
    void pythonListsHaveTuples();
    void numPyHasOneType();
    void tsvIsWhatSpreadsheetsPaste();
    void insertsAreReplayable();
    void insertsComeInBatches();
    void tableIsAligned();
    void tableShowsControlCharacters();
    void tableStreamsBeyondItsWindow();
    void binaryGivesTheSameAsText();
    void measuresDisplayWidth();
    void stopsBeforeABatch();
    void writesAMillionRowsQuickly();
};

void ResultWriterTest::knowsFormatsByName()
{
    QCOMPARE(sql::exportFormat(u"csv").value_or(ExportFormat::None), ExportFormat::Csv);
    QCOMPARE(sql::exportFormat(u"sql").value_or(ExportFormat::None), ExportFormat::Inserts);
    QVERIFY(!sql::exportFormat(u"xml"));
}

void ResultWriterTest::csvIsWhatCopyWrites()
{
    const QByteArray out =
        write(ExportFormat::Csv, {column("id", pg::oid::Int4), column("a,b", pg::oid::Text)},
              {{"1", "plain"},
               {"2", std::nullopt},
               {"3", ""},
               {"4", "a\"b"},
               {"5", "x\r\ny"},
               {"6", "中,文"},
               {"7", "\\."}});
    QCOMPARE(out,
             QByteArray("id,\"a,b\"\n1,plain\n2,\n3,\"\"\n4,\"a\"\"b\"\n5,\"x\r\ny\"\n6,\"中,文\"\n7,\\.\n"));
}

void ResultWriterTest::csvOfOneColumnGuardsItsEndMark()
{
    sql::WriterOptions options;
    options.header = false;
    QCOMPARE(write(ExportFormat::Csv, {column("a", pg::oid::Text)}, {{"\\."}, {std::nullopt}}, options),
             QByteArray("\"\\.\"\n\n"));
}

void ResultWriterTest::jsonKeepsNumbersExactly()
{
    const QByteArray out =
        write(ExportFormat::JsonLines,
              {column("i", pg::oid::Int8), column("n", pg::oid::Numeric), column("f", pg::oid::Float8),
               column("g", pg::oid::Float8), column("b", pg::oid::Bool), column("x", pg::oid::Int4)},
              {{"9223372036854775807", "0.10000000000000000000000001", "NaN", "-Infinity", "t", std::nullopt},
               {"-1", "1e+20", "1e-05", "Infinity", "f", "7"}});
    QCOMPARE(
        out,
        QByteArray(
            "{\"i\":9223372036854775807,\"n\":0.10000000000000000000000001,\"f\":\"NaN\",\"g\":\"-Infinity\","
            "\"b\":true,\"x\":null}\n"
            "{\"i\":-1,\"n\":1e+20,\"f\":1e-05,\"g\":\"Infinity\",\"b\":false,\"x\":7}\n"));
}

void ResultWriterTest::jsonEmbedsJsonAndArrays()
{
    const QByteArray out =
        write(ExportFormat::Json,
              {column("j", pg::oid::Jsonb), column("i", int4ArrayOid), column("t", textArrayOid),
               column("b", boolArrayOid)},
              {{"{\"a\": [1, null]}", "{1,NULL,3}", "{a,\"b \\\"c\\\\\",\"NULL\",NULL,\"\"}", "{t,f}"},
               {"1", "{{1,2},{3,4}}", "{}", "[2:3]={t,f}"}});
    const QJsonArray rows = QJsonDocument::fromJson(out).array();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0]["j"_L1].toObject(), QJsonObject({{u"a"_s, QJsonArray({1, QJsonValue()})}}));
    QCOMPARE(rows[0]["i"_L1].toArray(), QJsonArray({1, QJsonValue(), 3}));
    QCOMPARE(rows[0]["t"_L1].toArray(), QJsonArray({u"a"_s, u"b \"c\\"_s, u"NULL"_s, QJsonValue(), u""_s}));
    QCOMPARE(rows[0]["b"_L1].toArray(), QJsonArray({true, false}));
    QCOMPARE(rows[1]["i"_L1].toArray(), QJsonArray({QJsonArray({1, 2}), QJsonArray({3, 4})}));
    QVERIFY(rows[1]["t"_L1].isArray() && rows[1]["t"_L1].toArray().isEmpty());
    QCOMPARE(rows[1]["b"_L1].toArray(),
             QJsonArray({true, false})); // without its bounds, as the server's to_json() does
}

void ResultWriterTest::jsonEscapesText()
{
    const QByteArray out =
        write(ExportFormat::JsonLines, {column("we\"ird", pg::oid::Text)}, {{"a\"\\\n\t\x01😀"}});
    QCOMPARE(out, QByteArray("{\"we\\\"ird\":\"a\\\"\\\\\\n\\t\\u0001😀\"}\n"));
}

void ResultWriterTest::jsonNamesColumnsApart()
{
    const QByteArray out = write(ExportFormat::JsonLines,
                                 {column("a", pg::oid::Int4), column("a", pg::oid::Int4),
                                  column("a_2", pg::oid::Int4), column("a", pg::oid::Int4)},
                                 {{"1", "2", "3", "4"}});
    QCOMPARE(out, QByteArray("{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4}\n"));
}

void ResultWriterTest::jsonOfNothingIsAnEmptyArray()
{
    QCOMPARE(write(ExportFormat::Json, {column("a", pg::oid::Int4)}, {}), QByteArray("[]\n"));
    QCOMPARE(write(ExportFormat::Json, {}, {{}, {}}), QByteArray("[\n{},\n{}\n]\n"));
}

void ResultWriterTest::jsonLinesStayOnTheirLines()
{
    const QByteArray out =
        write(ExportFormat::JsonLines, {column("j", pg::oid::Json)}, {{"{\n \"a\": 1\r\n}"}});
    QCOMPARE(out.count('\n'), 1);
    QVERIFY(QJsonDocument::fromJson(out).isObject());
}

void ResultWriterTest::pythonListsHaveTuples()
{
    QCOMPARE(write(ExportFormat::PythonList, {column("n", pg::oid::Numeric), column("t", pg::oid::Text)},
                   {{"1.10", "a\"b"}, {std::nullopt, "\t"}}),
             QByteArray("from decimal import Decimal\n\n[\n  (Decimal(\"1.10\"), \"a\\\"b\"),\n  (None, "
                        "\"\\x09\")\n]\n"));
    QCOMPARE(write(ExportFormat::PythonList, {column("b", pg::oid::Bool)}, {{"t"}, {"f"}}),
             QByteArray("[\n  True,\n  False\n]\n"));
    QCOMPARE(write(ExportFormat::PythonList, {column("b", pg::oid::Bool)}, {}), QByteArray("[]\n"));
}

void ResultWriterTest::numPyHasOneType()
{
    const QByteArray head = "import numpy as np\n\nnp.array([";
    QCOMPARE(write(ExportFormat::NumPy, {column("f", pg::oid::Float8), column("t", pg::oid::Text)},
                   {{"1.5", "a"}, {std::nullopt, "b"}}),
             head + "\n  1.5,\n  np.nan\n], dtype=np.float64)\n");
    QCOMPARE(write(ExportFormat::NumPy, {column("i", pg::oid::Int4)}, {{"1"}, {std::nullopt}}),
             head + "\n  1,\n  None\n], dtype=object)\n");
    QCOMPARE(write(ExportFormat::NumPy, {column("t", pg::oid::Text)}, {{"a"}}),
             head + "\n  \"a\"\n], dtype=object)\n");
    QCOMPARE(write(ExportFormat::NumPy, {}, {{}}), head + "\n  None\n], dtype=object)\n");
}

void ResultWriterTest::tsvIsWhatSpreadsheetsPaste()
{
    QCOMPARE(write(ExportFormat::Tsv, {column("a", pg::oid::Text), column("b", pg::oid::Text)},
                   {{"x,y", ""}, {"tab\t", std::nullopt}}),
             QByteArray("a\tb\nx,y\t\n\"tab\t\"\t\n"));
    sql::WriterOptions options;
    options.quoteEmpty = true; // in files, which are read again
    QCOMPARE(write(ExportFormat::Tsv, {column("a", pg::oid::Text), column("b", pg::oid::Text)}, {{"", std::nullopt}}, options), QByteArray("a\tb\n\"\"\t\n"));
}

void ResultWriterTest::insertsAreReplayable()
{
    sql::WriterOptions options;
    options.schema = u"my schema"_s;
    options.table = u"we\"ird; --"_s;
    const QByteArray out =
        write(ExportFormat::Inserts,
              {column("i", pg::oid::Int4), column("f", pg::oid::Float8), column("b", pg::oid::Bool),
               column("t", pg::oid::Text), column("y", pg::oid::Bytea), column("a", int4ArrayOid),
               column("ta", textArrayOid), column("bits", pg::oid::Bit)},
              {{"-1", "NaN", "t", "it's a\\b", "\\xdead", "{1,2}", "{a,b}", "101"},
               {std::nullopt, "1.5", "f", "", "\\x", "{}", std::nullopt, "0"}},
              options);
    QCOMPARE(
        out,
        QByteArray(
            "INSERT INTO \"my schema\".\"we\"\"ird; --\" (\"i\", \"f\", \"b\", \"t\", \"y\", \"a\", \"ta\", "
            "\"bits\") VALUES\n"
            "    (-1, 'NaN', true, E'it''s a\\\\b', E'\\\\xdead'::bytea, '{1,2}'::integer[], '{a,b}', "
            "'101'),\n"
            "    (NULL, 1.5, false, '', E'\\\\x'::bytea, '{}'::integer[], NULL, '0');\n"));
}

void ResultWriterTest::insertsComeInBatches()
{
    const QByteArray out =
        write(ExportFormat::Inserts, {column("a", pg::oid::Int4)}, std::vector<Row>(250, Row{"1"}));
    QCOMPARE(out.count("INSERT INTO"), 3);
    QCOMPARE(out.count(';'), 3);
    QCOMPARE(out.count("(1)"), 250);
    QVERIFY(write(ExportFormat::Inserts, {column("a", pg::oid::Int4)}, {}).isEmpty());
}

void ResultWriterTest::tableIsAligned()
{
    const QByteArray out =
        write(ExportFormat::Table,
              {column("id", pg::oid::Int4), column("name", pg::oid::Text), column("z", pg::oid::Text)},
              {{"1", "中文", "x"}, {"1000", std::nullopt, "y"}});
    QCOMPARE(out, QByteArray(" id   | name | z\n"
                             "------+------+---\n"
                             "    1 | 中文 | x\n"
                             " 1000 | NULL | y\n"
                             "(2 rows)\n"));
}

void ResultWriterTest::tableShowsControlCharacters()
{
    sql::WriterOptions options;
    options.maxCellWidth = 8;
    const QByteArray out =
        write(ExportFormat::Table, {column("a", pg::oid::Text)}, {{"a\nb\x1b[2J"}, {"0123456789"}}, options);
    QVERIFY(out.contains("a\\nb\\x1…"));
    QVERIFY(out.contains("0123456…"));
    QVERIFY(!out.contains('\x1b'));
}

void ResultWriterTest::tableStreamsBeyondItsWindow()
{
    sql::WriterOptions options;
    options.widthFromRows = 1;
    const QByteArray out =
        write(ExportFormat::Table, {column("a", pg::oid::Text), column("b", pg::oid::Text)},
              {{"1", "x"}, {"long", "y"}}, options);
    QCOMPARE(out, QByteArray(" a | b\n---+---\n 1 | x\n long | y\n(2 rows)\n"));
}

void ResultWriterTest::binaryGivesTheSameAsText()
{
    const QByteArray eight("\0\0\0\0\0\0\0\x2a", 8);
    for (const auto format :
         {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Inserts, ExportFormat::Table}) {
        QCOMPARE(write(format,
                       {column("a", pg::oid::Int8, pg::Format::Binary),
                        column("b", pg::oid::Bool, pg::Format::Binary)},
                       {{eight, QByteArray("\1", 1)}}),
                 write(format, {column("a", pg::oid::Int8), column("b", pg::oid::Bool)}, {{"42", "t"}}));
    }
}

void ResultWriterTest::measuresDisplayWidth()
{
    QCOMPARE(sql::displayWidth("abc"), 3);
    QCOMPARE(sql::displayWidth("中文"), 4);
    QCOMPARE(sql::displayWidth("😀"), 2);
    QCOMPARE(sql::displayWidth("e\u0301"), 1);
    QCOMPARE(sql::displayWidth("\xff\xfe"), 2);
    QCOMPARE(sql::cutToWidth("a中文", 4), std::string_view("a中"));
    QCOMPARE(sql::printable("\u009b2J"), std::string("\\x9b2J"));
}

void ResultWriterTest::stopsBeforeABatch()
{
    const pg::TypeRegistry types;
    sql::ResultWriter writer(ExportFormat::None, [](std::string_view) {}, {&types, "UTC"});
    const auto columns = std::make_shared<const std::vector<pg::Column>>(1, column("a", pg::oid::Int4));
    writer.begin(columns);
    pg::RowBatchBuilder builder(columns);
    builder.addNull();
    builder.endRow();
    const auto batch = builder.take();
    std::stop_source stop;
    writer.append(batch, stop.get_token());
    stop.request_stop();
    writer.append(batch, stop.get_token());
    QCOMPARE(writer.rows(), 1);
}

// A million rows are to take about a second where built for users; a debug build under a sanitizer gets twenty.
void ResultWriterTest::writesAMillionRowsQuickly()
{
    const pg::TypeRegistry types;
    const auto columns = std::make_shared<const std::vector<pg::Column>>(
        std::vector<pg::Column>{column("id", pg::oid::Int4), column("name", pg::oid::Text),
                                column("value", pg::oid::Float8), column("when", pg::oid::Timestamptz)});
    pg::RowBatchBuilder builder(columns);
    for (int i = 0; i < 1'000; ++i) {
        builder.add("123456", 6);
        builder.add("a name of some length", 21);
        builder.add("0.12345678901234", 16);
        builder.add("2026-11-22 12:00:00+00", 22);
        builder.endRow();
    }
    const auto batch = builder.take();
    qint64 bytes = 0;
    sql::ResultWriter writer(ExportFormat::Csv,
                             [&](std::string_view piece) { bytes += qint64(piece.size()); }, {&types, "UTC"});
    QElapsedTimer timer;
    timer.start();
    writer.begin(columns);
    for (int i = 0; i < 1'000; ++i)
        writer.append(batch, {});
    writer.finish();
    const qint64 elapsed = timer.elapsed();
    qInfo("%lld ms for %lld bytes", static_cast<long long>(elapsed), static_cast<long long>(bytes));
    QCOMPARE(writer.rows(), 1'000'000);
    QCOMPARE(writer.bytesWritten(), bytes);
    QVERIFY(elapsed < 20'000);
}

QTEST_GUILESS_MAIN(ResultWriterTest)
#include "tst_resultwriter.moc"
