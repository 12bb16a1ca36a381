// SPDX-License-Identifier: GPL-3.0-or-later
// Loads that go well, and rows that do not: every type, rejected rows, tables that are made, indexes that wait. The
// server's own reading of the same file is the judge.
#include "catalog/versionaudit.h"
#include "load/loadsteps.h"
#include "support/loadtest.h"

using namespace Qt::StringLiterals;
using namespace quiver;
using load::ColumnMapping;
using load::LoadPlan;
using test::LoadOutcome;

namespace {

ColumnMapping &mappingOf(LoadPlan &plan, const QString &column)
{
    for (ColumnMapping &mapping : plan.columns) {
        if (mapping.column == column)
            return mapping;
    }
    return plan.columns.emplace_back(ColumnMapping{.column = column});
}

} // namespace

class TestLoad : public test::LoadTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startServer(); }
    void cleanupTestCase() { stopServer(); }
    void everyTypeArrivesAsTheServerReadsIt();
    void aWeirdTableIsMadeAndFilled();
    void vectorsOfAFileGoIntoTheOnlyColumnForThem();
    void vectorsBecomeWhatTheColumnIs();
    void otherColumnsThanVectorsKeepAllDigits();
    void numbersConstantsAndUnitLength();
    void badRowsGoIntoAFile();
    void badRowsStopBeforeAnythingIsLoaded();
    void rowsThatOnlyTheServerRefusesAreRejectedToo_data();
    void rowsThatOnlyTheServerRefusesAreRejectedToo();
    void aForeignRejectFileIsLeftAlone();
    void allOrNothing();
    void indexesComeBackAsTheyWere();
    void anUnloggedTableIsLoggedAgain();
    void rowSecurityIsObeyed();
    void aSmallLoadNotesNothingButItsEnd();
    void withoutRightsToNoteAllGoesInOneTransaction();
    void aPlanThatCannotRunSaysEverything();
    void partitionsAreFilled();
    void theExtensionMayLiveWhereNobodyLooks();
    void aTableThatRefusesEverythingEndsTheLoad();
};

void TestLoad::everyTypeArrivesAsTheServerReadsIt()
{
    sql(u"CREATE TYPE mood AS ENUM ('glad', 'so so'); CREATE DOMAIN small_int AS int CHECK (VALUE < 1000);"
        "CREATE DOMAIN embedding AS vector(3);"
        "CREATE TABLE every (k int PRIMARY KEY, i2 int2, i8 int8, f4 real, f8 float8, n numeric, n82 numeric(8,2), b bool, t text,"
        " v5 varchar(5), c4 char(4), u uuid, j json, jb jsonb, by bytea, d date, ts timestamp, tz timestamptz, tm time, iv interval,"
        " ip inet, m mood, di small_int, v vector(3), h halfvec(3), s sparsevec(5), b4 bit(4), vb varbit, dv embedding, fa real[],"
        " ia int[], ta text[], na numeric[], ch \"char\", rg int4range);"
        "CREATE TABLE twin (LIKE every)"_s);
    const QByteArray csv =
        "k,i2,i8,f4,f8,n,n82,b,t,v5,c4,u,j,jb,by,d,ts,tz,tm,iv,ip,m,di,v,h,s,b4,vb,dv,fa,ia,ta,na,ch,rg\n"
        "1,-32768,9223372036854775807,1e-30,-0.1,12345678901234567890.000100,99.999,t,\"a \"\"quoted\"\", word\",abc  ,ab,"
        "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11,\"{\"\"b\"\": 1,  \"\"a\"\": [true, null]}\",\"{\"\"b\"\": 1,  \"\"a\"\": 1e3}\",\\xDEADbeef,"
        "2024-02-29,2024-02-29 23:59:59.9999995,2024-07-01 12:00:00,24:00:00,1 day 02:03:04,10.0.0.1/8,so so,999,\"[1,-2.5,3e-5]\","
        "\"[1,-65504,0.00006]\",\"{1:0.5,5:-2}/5\",1010,10101,\"[1,2,3]\",\"{1.5,-2}\",\"{1,NULL,-3}\",\"{a,\"\"b c\"\",NULL,\"\"NULL\"\"}\",\"{1.10,NaN}\",x,\"[1,5)\"\n"
        "2,32767,-9223372036854775808,Infinity,NaN,-0.00000000000000000000001,-1234.5,no,,,,"
        "{a0eebc999c0b4ef8bb6d6bb9bd380a11},3,\"\"\"x\"\"\",plain,infinity,-infinity,2024-10-27 02:30:00,00:00,"
        "-3 years,::1,glad,-5,,,,0000,,,{},,,,,empty\n"
        "3,0,0,3.4028235e38,4.9e-324,1e10,0,0,\xE6\x96\x87\xE6\xA1\xA3,\xE6\x96\x87\xE6\xA1\xA3\xE6\x96\x87\xE6\xA1\xA3\xE6\x96\x87,x,"
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,null,true,a\\\\b\\001,0004-03-01,0999-12-31 01:02,2024-03-31 02:30:00,12:30:01.5,"
        "P1Y2M,fe80::/10,glad,0,\"[0,0,0]\",\"[0,0,0]\",{}/5,1111,1,\"[ 1 , 2 , 3 ]\",\"{1e10}\",{},{},{},,\n"
        "4,,,,,,,,,,,,,,,2024-01-01 10:00,2024-01-31T10:20:30.5Z,1999-12-31T23:59:59-08:30,,,,,,,,,,,,,,,,,\n"
        "5,,,1.17549435e-38,1e308,.5,+7.,f,,,,,,,,12024-01-05,,1901-01-01 00:00:00+00,,,,,,,,,,,,,,,,,\n";
    const QString file = m_bench->write(u"every.csv"_s, csv);
    // A zone whose clock is put forward and back: the rows above have a time that does not exist, and one that exists twice.
    m_bench->options.settings = {{u"TimeZone"_s, u"Europe/Berlin"_s}};
    LoadPlan plan = m_bench->plan(file, u"every"_s);
    plan.source.nullText.clear();
    verifyLoaded(m_bench->run(plan), 5);
    m_bench->options.settings.clear();
    sql(u"SET TimeZone = 'Europe/Berlin'; \\copy twin FROM '%1' CSV HEADER"_s.arg(file));
    const QString columns = sql(u"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'every'::regclass AND attnum > 0"_s);
    for (const QString &column : columns.split(u' ')) {
        const QString values = u"SELECT string_agg(k || '=' || coalesce(%1::text, 'NULL'), ' | ' ORDER BY k) FROM %2"_s;
        QCOMPARE(column + u": "_s + sql(values.arg(column, u"every"_s)), column + u": "_s + sql(values.arg(column, u"twin"_s)));
    }
}

void TestLoad::aWeirdTableIsMadeAndFilled()
{
    sql(u"CREATE SCHEMA \"we\"\"ird; --\""_s);
    const QString file = m_bench->write(u"weird.csv"_s, "\"Gr\xC3\xB6\xC3\x9F" "e\",\"we\"\"ird; --\",id,\xE6\x96\x87\xE6\xA1\xA3\n1.5,x,7,\"[1,2]\"\n2.5,y,8,\"[3,4]\"\n");
    LoadPlan plan = m_bench->plan(file, u"文档 "_s + QString(55, u'x'), u"we\"ird; --"_s);
    QVERIFY(plan.create);
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 2);
    QVERIFY(outcome.report->created);
    QCOMPARE(sql(u"SELECT \"Größe\", \"we\"\"ird; --\", id, \"文档\" FROM \"we\"\"ird; --\".\"%1\" ORDER BY id"_s.arg(plan.table)),
             u"1.5|x|7|[1,2]\n2.5|y|8|[3,4]"_s);
    // And with a staging table in between.
    plan = m_bench->plan(file, plan.table, plan.schema);
    plan.onDuplicate = load::OnDuplicate::Update;
    const LoadOutcome again = m_bench->run(plan);
    verifyLoaded(again, 2);
    QCOMPARE(again.report->updated, 2);
}

void TestLoad::vectorsOfAFileGoIntoTheOnlyColumnForThem()
{
    // float16, two rows of three.
    QByteArray npy("\x93NUMPY\x01\x00", 8);
    QByteArray head = "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }";
    head = head.leftJustified(117, ' ') + '\n';
    npy += char(head.size());
    npy += '\0';
    npy += head;
    npy += QByteArray::fromHex("003c00c00038" "ff7b01000000");
    const QString file = m_bench->write(u"two.npy"_s, npy);
    sql(u"CREATE TABLE two (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text DEFAULT 'none', emb vector(3), other vector(4))"_s);
    const LoadPlan plan = m_bench->plan(file, u"two"_s);
    QCOMPARE(plan.columns.size(), std::size_t(1));
    verifyLoaded(m_bench->run(plan), 2);
    QCOMPARE(sql(u"SELECT id, body, emb, other FROM two ORDER BY id"_s), u"1|none|[1,-2,0.5]|\n2|none|[65504,5.9604645e-08,0]|"_s);
}

void TestLoad::vectorsBecomeWhatTheColumnIs()
{
    const QString file = m_bench->write(u"become.jsonl"_s, "{\"k\":1,\"e\":[1,-2,0]}\n{\"k\":2,\"e\":[0.1,0.25,1e-9]}\n");
    sql(u"CREATE TABLE become (k int, v vector(3), h halfvec(3), s sparsevec(3), b bit(3), f real[], d float8[], t text, j jsonb)"_s);
    LoadPlan plan = m_bench->plan(file, u"become"_s);
    plan.columns = {{.column = u"k"_s, .source = u"k"_s}};
    for (const QString &column : {u"v"_s, u"h"_s, u"s"_s, u"b"_s, u"f"_s, u"d"_s, u"t"_s, u"j"_s})
        plan.columns.push_back({.column = column, .source = u"e"_s});
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 2);
    QCOMPARE(outcome.report->flushedToZero, 1);
    QCOMPARE(sql(u"SELECT v, h, s, b, f, d::real[], t, j FROM become ORDER BY k"_s),
             u"[1,-2,0]|[1,-2,0]|{1:1,2:-2}/3|100|{1,-2,0}|{1,-2,0}|[1,-2,0]|[1, -2, 0]\n"
             "[0.1,0.25,1e-09]|[0.099975586,0.25,0]|{1:0.1,2:0.25,3:1e-09}/3|111|{0.1,0.25,1e-09}|{0.1,0.25,1e-09}|[0.1,0.25,1e-9]|[0.1, 0.25, 0.000000001]"_s);
}

void TestLoad::otherColumnsThanVectorsKeepAllDigits()
{
    const QString file = m_bench->write(u"digits.jsonl"_s, "{\"e\":[0.12345678901234567,16777217]}\n{\"e\":[1,2]}\n");
    sql(u"CREATE TABLE digits (d float8[], j jsonb, v vector(2))"_s);
    LoadPlan plan = m_bench->plan(file, u"digits"_s);
    plan.columns = {{.column = u"d"_s, .source = u"e"_s}, {.column = u"j"_s, .source = u"e"_s}, {.column = u"v"_s, .source = u"e"_s}};
    verifyLoaded(m_bench->run(plan), 2);
    QCOMPARE(sql(u"SELECT * FROM digits"_s), u"{0.12345678901234566,16777217}|[0.12345678901234567, 16777217]|[0.12345679,1.6777216e+07]\n{1,2}|[1, 2]|[1,2]"_s);
}

void TestLoad::numbersConstantsAndUnitLength()
{
    const QString file = m_bench->write(u"unit.csv"_s, "e\n\"[3,4]\"\n\"[0,0]\"\n\"[0,2]\"\n");
    sql(u"CREATE TABLE unit (n bigint PRIMARY KEY, origin text, tags text[], nothing text DEFAULT 'something', e vector(2), f real[])"_s);
    LoadPlan plan = m_bench->plan(file, u"unit"_s);
    plan.columns = {{.column = u"n"_s, .from = ColumnMapping::From::RowNumber},
                    {.column = u"origin"_s, .from = ColumnMapping::From::Constant, .source = u"a 'file'"_s},
                    {.column = u"tags"_s, .from = ColumnMapping::From::Constant, .source = u"{x,y}"_s},
                    {.column = u"nothing"_s, .from = ColumnMapping::From::Null},
                    {.column = u"e"_s, .source = u"e"_s, .normalise = true},
                    {.column = u"f"_s, .source = u"e"_s, .normalise = true}};
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"unit.rejects"_s);
    LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 2);
    QCOMPARE(outcome.report->rejected, 1);
    QCOMPARE(sql(u"SELECT n, origin, tags, nothing, e, f FROM unit ORDER BY n"_s),
             u"0|a 'file'|{x,y}||[0.6,0.8]|{0.6,0.8}\n2|a 'file'|{x,y}||[0,1]|{0,1}"_s);
    plan.zeroVectors = load::ZeroVectors::Keep;
    plan.rejectFile = m_bench->path(u"unit2.rejects"_s);
    sql(u"TRUNCATE unit"_s);
    verifyLoaded(m_bench->run(plan), 3);
    QCOMPARE(sql(u"SELECT e, f FROM unit WHERE n = 1"_s), u"[0,0]|{0,0}"_s);
}

void TestLoad::badRowsGoIntoAFile()
{
    sql(u"CREATE TABLE bad (id int NOT NULL, e vector(2), h halfvec(2), t varchar(3))"_s);
    const QString file = m_bench->write(u"bad.csv"_s, "id,e,h,t\n"
                                                      "1,\"[1,2]\",\"[1,2]\",abc\n"
                                                      "2,\"[1,2,3]\",,\n"
                                                      "3,\"[1,nan]\",,\n"
                                                      "4,\"[1,1e39]\",,\n"
                                                      "5,,\"[1,70000]\",\n"
                                                      ",,,\n"
                                                      "x,,,\n"
                                                      "8,,,abcd\n"
                                                      "9,,,a\xFF\n"
                                                      "10,,,\"a\nb\"\n"
                                                      "11,,,,,\n"
                                                      "12,,,z\n");
    LoadPlan plan = m_bench->plan(file, u"bad"_s);
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"bad.rejects.csv"_s);
    plan.batchRows = 2;
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 3);
    QCOMPARE(outcome.report->rejected, 9);
    QCOMPARE(sql(u"SELECT string_agg(id::text, ',' ORDER BY id) FROM bad"_s), u"1,10,12"_s);
    const QList<QByteArray> lines = m_bench->read(u"bad.rejects.csv"_s).split('\n');
    QCOMPARE(lines.first(), QByteArray("line,row,field,reason,raw"));
    QCOMPARE(lines.size(), 11); // and the end behind the last line
    QVERIFY2(lines[1].startsWith("3,1,e,") && lines[1].contains("expected 2 dimensions, not 3") && lines[1].endsWith("\"2,\"\"[1,2,3]\"\",,\""), lines[1].constData());
    QVERIFY2(lines[4].startsWith("6,4,h,") && lines[4].contains("half precision"), lines[4].constData());
    QVERIFY2(lines[5].startsWith("7,5,id,") && lines[5].contains("NULL"), lines[5].constData());
    QVERIFY2(lines[7].startsWith("9,7,t,") && lines[7].contains("4 characters"), lines[7].constData());
    QVERIFY2(lines[9].startsWith("13,10,"), lines[9].constData()); // the source's own: too many fields
}

void TestLoad::badRowsStopBeforeAnythingIsLoaded()
{
    const QString file = m_bench->write(u"stopbad.csv"_s, "id,e\n1,\"[1,2]\"\n2,\"[3]\"\n3,\"[1,2]\"\n");
    LoadPlan plan = m_bench->plan(file, u"never_made"_s);
    for (load::NewColumn &column : plan.newColumns) {
        if (column.name == "e"_L1)
            column.type = u"vector(2)"_s;
    }
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error, qPrintable(outcome.words()));
    QCOMPARE(outcome.error->cause(), load::LoadError::Cause::BadRow);
    QVERIFY(outcome.error->row);
    QCOMPARE(outcome.error->row->place.line, 3);
    for (const QString &word : {u"line 3, e"_s, u"expected 2 dimensions, not 1"_s, u"was not created"_s})
        QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT to_regclass('never_made') IS NULL"_s), u"t"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
}

void TestLoad::rowsThatOnlyTheServerRefusesAreRejectedToo_data()
{
    QTest::addColumn<QString>("constraint");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a check") << u"ALTER TABLE refused ADD CHECK (id % 100 <> 37)"_s << u"violates check constraint"_s;
    QTest::newRow("a trigger") << u"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.id % 100 = 37 THEN RAISE "
                                  "'no % here', NEW.id; END IF; RETURN NEW; END$$; "
                                  "CREATE TRIGGER r BEFORE INSERT ON refused FOR EACH ROW EXECUTE FUNCTION refuse()"_s
                               << u"no 137 here"_s;
    // Its error names no row: the batch is cut in halves until it is found.
    QTest::newRow("a foreign key") << u"CREATE TABLE known (id int PRIMARY KEY); INSERT INTO known SELECT i FROM generate_series(1, 500) i WHERE i % 100 <> 37; "
                                      "ALTER TABLE refused ADD FOREIGN KEY (id) REFERENCES known"_s
                                   << u"is not present in table"_s;
    QTest::newRow("a deferred foreign key") << u"ALTER TABLE refused ADD FOREIGN KEY (id) REFERENCES known DEFERRABLE INITIALLY DEFERRED"_s
                                            << u"is not present in table"_s;
}

void TestLoad::rowsThatOnlyTheServerRefusesAreRejectedToo()
{
    QFETCH(QString, constraint);
    QFETCH(QString, reason);
    sql(u"DROP TABLE IF EXISTS refused; CREATE TABLE refused (id int, name text)"_s);
    sql(constraint);
    LoadPlan plan = m_bench->plan(m_bench->write(u"refused.csv"_s, numbered(500)), u"refused"_s);
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"refused.rejects"_s);
    plan.batchRows = 200;
    const LoadOutcome outcome = m_bench->run(plan);
    verifyLoaded(outcome, 495);
    QCOMPARE(outcome.report->rejected, 5);
    QCOMPARE(sql(u"SELECT count(*), count(DISTINCT id), count(*) FILTER (WHERE id % 100 = 37) FROM refused"_s), u"495|495|0"_s);
    const QList<QByteArray> lines = m_bench->read(u"refused.rejects"_s).trimmed().split('\n');
    QCOMPARE(lines.size(), 6);
    QVERIFY2(lines[2].startsWith("138,136,") && lines[2].contains(reason.toUtf8()) && lines[2].endsWith("\"137,row 137\""), lines[2].constData());
}

void TestLoad::aForeignRejectFileIsLeftAlone()
{
    sql(u"CREATE TABLE careful (id int, name text)"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"careful.csv"_s, numbered(3)), u"careful"_s);
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->write(u"precious.csv"_s, "somebody's work\n");
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(!outcome.report, qPrintable(outcome.words()));
    QVERIFY2(outcome.words().contains(u"left as it is"_s) || outcome.words().contains(u"left as it was"_s), qPrintable(outcome.words()));
    QCOMPARE(m_bench->read(u"precious.csv"_s), QByteArray("somebody's work\n"));
    QCOMPARE(sql(u"SELECT count(*) FROM careful"_s), u"0"_s);
}

void TestLoad::allOrNothing()
{
    sql(u"CREATE TABLE whole (id int PRIMARY KEY, name text); INSERT INTO whole VALUES (950, 'here already')"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"whole.csv"_s, numbered(1000)), u"whole"_s);
    plan.batchRows = 100;
    plan.oneTransaction = true;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error, qPrintable(outcome.words()));
    QVERIFY(outcome.error->row);
    QCOMPARE(outcome.error->row->place.line, 951);
    QVERIFY2(outcome.words().contains(u"Nothing was loaded"_s), qPrintable(outcome.words()));
    QCOMPARE(outcome.error->report().rows, 0);
    QCOMPARE(sql(u"SELECT count(*) FROM whole"_s), u"1"_s);

    plan.onDuplicate = load::OnDuplicate::Update;
    verifyLoaded(m_bench->run(plan), 1000);
    QCOMPARE(sql(u"SELECT count(*), (SELECT name FROM whole WHERE id = 950) FROM whole"_s), u"1000|row 950"_s);
}

void TestLoad::indexesComeBackAsTheyWere()
{
    sql(u"SET allow_in_place_tablespaces = on; CREATE TABLESPACE \"fast disk\" LOCATION ''"_s);
    sql(u"CREATE TABLE indexed (id int PRIMARY KEY, name text, e vector(3));"
        "CREATE INDEX \"by name; --\" ON indexed (lower(name) text_pattern_ops) WHERE id > 3;"
        "COMMENT ON INDEX \"by name; --\" IS 'it''s mine';"
        "CREATE INDEX ann ON indexed USING hnsw (e vector_cosine_ops) WITH (m = 8);"
        "CREATE UNIQUE INDEX once ON indexed (name); ALTER INDEX \"by name; --\" ALTER COLUMN 1 SET STATISTICS 500;"
        "CREATE INDEX packed ON indexed (name) TABLESPACE \"fast disk\" WHERE id > 7; CREATE INDEX elsewhere ON indexed (name) TABLESPACE \"fast disk\";"
        "CREATE INDEX by_cluster ON indexed (id, name); CLUSTER indexed USING by_cluster;"
        "CREATE UNIQUE INDEX replicated ON indexed (id); ALTER TABLE indexed REPLICA IDENTITY USING INDEX replicated"_s);
    const QString definitions = u"SELECT string_agg(concat_ws(' ', indexdef, obj_description(c.oid), tablespace, indisclustered, indisreplident, "
                                "(SELECT max(attstattarget) FROM pg_attribute WHERE attrelid = c.oid)), ';' ORDER BY indexname) "
                                "FROM pg_indexes JOIN pg_class c ON relname = indexname JOIN pg_index i ON indexrelid = c.oid WHERE tablename = 'indexed'"_s;
    const QString before = sql(definitions);
    LoadPlan plan = m_bench->plan(m_bench->write(u"indexed.csv"_s, numbered(300)), u"indexed"_s);
    plan.indexAfterwards = true;
    plan.batchRows = 100;
    // Where new tables and indexes go in this session says nothing of where the old ones were.
    m_bench->options.settings = {{u"default_tablespace"_s, u"fast disk"_s}};
    verifyLoaded(m_bench->run(plan), 300);
    m_bench->options.settings.clear();
    QCOMPARE(sql(definitions), before);
    // Where workers may crash a build of HNSW, it has none.
    const load::TargetTable found = m_bench->target(u"public"_s, u"indexed"_s);
    const QStringList statements = m_bench->session().run(u"read"_s, [&](pg::Connection &c, core::JobContext &) { return load::statementsOf(c, plan, found); }).future.result();
    const auto graph = std::ranges::find_if(statements, [](const QString &each) { return each.contains(u" USING hnsw "_s); });
    const bool isLone = catalog::parallelBuildDefect(sql(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s)).has_value();
    QVERIFY(graph != statements.end());
    QCOMPARE(QStringList(statements.begin(), graph).contains(u"SET max_parallel_maintenance_workers = 0"_s), isLone);
    QCOMPARE(QStringList(graph, statements.end()).contains(u"RESET max_parallel_maintenance_workers"_s), isLone);
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
    // In one transaction too.
    plan = m_bench->plan(m_bench->write(u"indexed2.csv"_s, numbered(300, 301)), u"indexed"_s);
    plan.indexAfterwards = plan.oneTransaction = true;
    verifyLoaded(m_bench->run(plan), 300);
    QCOMPARE(sql(definitions), before);
}

void TestLoad::anUnloggedTableIsLoggedAgain()
{
    sql(u"CREATE TABLE unlogged_meanwhile (id int, name text)"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"unlogged.csv"_s, numbered(300)), u"unlogged_meanwhile"_s);
    plan.unlogged = plan.asyncCommit = true;
    plan.batchRows = 100;
    verifyLoaded(m_bench->run(plan), 300);
    QCOMPARE(sql(u"SELECT relpersistence, (SELECT count(*) FROM unlogged_meanwhile) FROM pg_class WHERE relname = 'unlogged_meanwhile'"_s), u"p|300"_s);
    // It has rows now, which a crash would take away.
    plan.resume = load::ResumeMode::Restart;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error && outcome.words().contains(u"crash"_s), qPrintable(outcome.words()));
}

void TestLoad::rowSecurityIsObeyed()
{
    sql(u"CREATE ROLE modest LOGIN; CREATE TABLE guarded_rows (id int, name text); GRANT ALL ON guarded_rows TO modest;"
        "ALTER TABLE guarded_rows ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON guarded_rows TO modest USING (id < 3) WITH CHECK (id < 3)"_s);
    m_bench->options.parameters[u"user"_s] = u"modest"_s;
    test::LoadBench modest(*m_cluster);
    modest.options.parameters[u"user"_s] = u"modest"_s;
    LoadPlan plan = modest.plan(modest.write(u"rls.csv"_s, numbered(4)), u"guarded_rows"_s);
    plan.onBadRow = load::OnBadRow::Stop;
    const LoadOutcome refused = modest.run(plan);
    QVERIFY2(refused.error && refused.words().contains(u"row-level security"_s), qPrintable(refused.words()));
    plan = modest.plan(modest.write(u"rls2.csv"_s, numbered(2)), u"guarded_rows"_s);
    const LoadOutcome fine = modest.run(plan);
    m_bench->options.parameters[u"user"_s] = u"tester"_s;
    verifyLoaded(fine, 2);
    QCOMPARE(sql(u"SELECT count(*) FROM guarded_rows"_s), u"2"_s);
}

void TestLoad::aSmallLoadNotesNothingButItsEnd()
{
    sql(u"CREATE DATABASE untouched"_s);
    m_cluster->psql(u"CREATE TABLE small (id int, name text)"_s, u"untouched"_s);
    test::LoadBench bench(*m_cluster);
    bench.options = m_cluster->options(u"untouched"_s);
    verifyLoaded(bench.run(bench.plan(bench.write(u"small.csv"_s, numbered(10)), u"small"_s)), 10);
    QCOMPARE(m_cluster->psql(u"SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'quiver' AND c.relkind = 'r'"_s, u"untouched"_s),
             u"load_ended"_s);
    QCOMPARE(m_cluster->psql(u"SELECT table_name, loaded, rejected, reject_file IS NULL FROM quiver.load_ended"_s, u"untouched"_s), u"public.small|10|0|t"_s);
}

void TestLoad::withoutRightsToNoteAllGoesInOneTransaction()
{
    sql(u"CREATE ROLE poor LOGIN; CREATE TABLE poor_table (id int PRIMARY KEY, name text); GRANT INSERT, SELECT ON poor_table TO poor;"
        "INSERT INTO poor_table VALUES (250, 'here')"_s);
    test::LoadBench bench(*m_cluster);
    bench.options.parameters[u"user"_s] = u"poor"_s;
    LoadPlan plan = bench.plan(bench.write(u"poor.csv"_s, numbered(300)), u"poor_table"_s);
    plan.batchRows = 100;
    const LoadOutcome refused = bench.run(plan);
    QVERIFY2(refused.error && refused.words().contains(u"Nothing was loaded"_s), qPrintable(refused.words()));
    QCOMPARE(sql(u"DELETE FROM poor_table; SELECT count(*) FROM poor_table"_s), u"0"_s);
    const LoadOutcome outcome = bench.run(plan);
    verifyLoaded(outcome, 300);
    QVERIFY2(outcome.words().contains(u"one transaction"_s), qPrintable(outcome.words()));
}

void TestLoad::aPlanThatCannotRunSaysEverything()
{
    sql(u"CREATE TABLE strict (id int NOT NULL, total int GENERATED ALWAYS AS (id + 1) STORED, e vector(4), must text NOT NULL)"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"strict.csv"_s, "id,e\n1,\"[1,2]\"\n"), u"strict"_s);
    mappingOf(plan, u"e"_s).source = u"e"_s;
    mappingOf(plan, u"total"_s).source = u"id"_s;
    mappingOf(plan, u"absent"_s).source = u"id"_s;
    plan.onDuplicate = load::OnDuplicate::Skip;
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error, qPrintable(outcome.words()));
    QCOMPARE(outcome.error->cause(), load::LoadError::Cause::Plan);
    for (const QString &word : {u"e has 2 dimensions, the column 4"_s, u"computes this column"_s, u"no column absent"_s, u"must: the column takes no NULL"_s,
                                u"no primary key"_s})
        QVERIFY2(outcome.words().contains(word), qPrintable(outcome.words()));
    QCOMPARE(sql(u"SELECT count(*) FROM strict"_s), u"0"_s);
}

void TestLoad::partitionsAreFilled()
{
    sql(u"CREATE TABLE parts (id int PRIMARY KEY, name text) PARTITION BY HASH (id);"
        "CREATE TABLE parts0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
        "CREATE TABLE parts1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1); INSERT INTO parts VALUES (5, 'old')"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"parts.csv"_s, numbered(100)), u"parts"_s);
    plan.onDuplicate = load::OnDuplicate::Update;
    verifyLoaded(m_bench->run(plan), 100);
    QCOMPARE(sql(u"SELECT count(*), count(DISTINCT tableoid), (SELECT name FROM parts WHERE id = 5) FROM parts"_s), u"100|2|row 5"_s);
}

void TestLoad::theExtensionMayLiveWhereNobodyLooks()
{
    sql(u"CREATE DATABASE hidden"_s);
    m_cluster->psql(u"CREATE SCHEMA \"Ext x\"; CREATE EXTENSION vector SCHEMA \"Ext x\""_s, u"hidden"_s);
    test::LoadBench bench(*m_cluster);
    bench.options = m_cluster->options(u"hidden"_s);
    const QString file = bench.write(u"hidden.csv"_s, "id,e\n1,\"[1,2]\"\n2,\"[3,4]\"\n");
    verifyLoaded(bench.run(bench.plan(file, u"hidden"_s)), 2);
    m_cluster->psql(u"CREATE INDEX ann ON hidden USING hnsw (e \"Ext x\".vector_l2_ops)"_s, u"hidden"_s);
    LoadPlan plan = bench.plan(file, u"hidden"_s);
    plan.onDuplicate = load::OnDuplicate::Update;
    plan.indexAfterwards = true;
    mappingOf(plan, u"e"_s).conversion = ColumnMapping::Conversion::ByServer;
    verifyLoaded(bench.run(plan), 2);
    QCOMPARE(m_cluster->psql(u"SELECT count(*), (SELECT count(*) FROM pg_indexes WHERE indexname = 'ann') FROM hidden"_s, u"hidden"_s), u"2|1"_s);
}

void TestLoad::aTableThatRefusesEverythingEndsTheLoad()
{
    sql(u"CREATE TABLE closed (id int, name text); CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'closed today'; END$$;"
        "CREATE TRIGGER c AFTER INSERT ON closed FOR EACH STATEMENT EXECUTE FUNCTION closed()"_s);
    LoadPlan plan = m_bench->plan(m_bench->write(u"closed.csv"_s, numbered(3000)), u"closed"_s);
    plan.onBadRow = load::OnBadRow::Reject;
    plan.rejectFile = m_bench->path(u"closed.rejects"_s);
    const LoadOutcome outcome = m_bench->run(plan);
    QVERIFY2(outcome.error && outcome.words().contains(u"closed today"_s), qPrintable(outcome.words()));
}

QTEST_GUILESS_MAIN(TestLoad)
#include "tst_load.moc"
