// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and queries into files, and back again with our own readers; and that nothing is left behind when it goes wrong.
#include "load/export.h"
#include "support/testcluster.h"
#include "unit/load/readback.h"
#include "vector/half.h"

#include <QDir>
#include <QtEndian>
#include <QtTest>

#include <sys/resource.h>

#include <csignal>

using namespace quiver;
using namespace Qt::StringLiterals;
using load::ExportPlan;
using load::ExportReport;
using load::SourceFormat;
using load::TargetFormat;

namespace {

const QString weird = u"we\"ird; --"_s;

load::SourceOptions format(SourceFormat source)
{
    load::SourceOptions options;
    options.format = source;
    options.header = true;
    return options;
}

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : "cannot be read: "_ba + name.toUtf8();
}

} // namespace

class tst_ExportFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void textIsReadBackAsItWas();
    void vectorsAreReadBackAsTheyWere_data();
    void vectorsAreReadBackAsTheyWere();
    void npyIsWhatNumPyWrites();
    void binaryIsWhatPsqlWrites();
    void columnsStandBesideTheirVectors();
    void rowsWithoutAVectorAreRefusedOrCounted();
    void refusesWhatAFileOfVectorsCannotHold_data();
    void refusesWhatAFileOfVectorsCannotHold();
    void writesWithoutRows();
    void takesQueries_data();
    void takesQueries();
    void refusesPlans_data();
    void refusesPlans();
    void leavesFilesThatAreThere();
    void leavesBothFilesWhereOneCannotBeReplaced();
    void leavesNothingWhenTheDiskIsFull();
    void leavesNothingWhenCancelled();
    void leavesNothingWhenTheServerFails();
    void findsTheExtensionInAnySchema();
    void tellsHowFarItIs();

private:
    ExportReport exported(const ExportPlan &plan, const QString &database = u"test"_s);
    QString refusal(const ExportPlan &plan);
    ExportPlan plan(TargetFormat target, const QString &file) const
    {
        ExportPlan result;
        result.format = target;
        result.file = path(file);
        return result;
    }
    ExportPlan ofTable(const QString &table, TargetFormat target, const QString &file) const
    {
        ExportPlan result = plan(target, file);
        result.table = table;
        return result;
    }
    ExportPlan ofQuery(const QString &query, TargetFormat target, const QString &file) const
    {
        ExportPlan result = plan(target, file);
        result.query = query;
        return result;
    }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

    test::TestCluster m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
    std::unique_ptr<QTemporaryDir> m_folder;
};

ExportReport tst_ExportFiles::exported(const ExportPlan &wanted, const QString &database)
{
    const auto session = m_services.session(m_cluster.options(database));
    const auto task = session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
    try {
        return task.future.result();
    } catch (const core::Error &error) {
        QTest::qFail(qUtf8Printable(error.message()), __FILE__, __LINE__);
        return {};
    }
}

QString tst_ExportFiles::refusal(const ExportPlan &wanted)
{
    const auto task = m_session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
    try {
        task.future.result();
        return u"it was exported"_s;
    } catch (const core::Error &error) {
        return error.message();
    }
}

void tst_ExportFiles::initTestCase()
{
    m_session = m_services.session(m_cluster.options());
    m_cluster.psql(uR"sql(CREATE SCHEMA "Größe";
        CREATE TABLE "Größe"."we""ird; --" (id int, "Mixed ""Case"", 文档" text, e vector(3), h halfvec(3), s sparsevec(3), at timestamptz, j jsonb);
        INSERT INTO "Größe"."we""ird; --" VALUES
            (1, E'plain', '[0.1,-2,1e-10]', '[1,0.5,-65504]', '{1:0.5}/3', '2026-01-02 03:04:05+00', '{"a": [1, null]}'),
            (2, E'two\nlines, "quoted" \t文档 😀', '[3.4e38,0,1]', '[0,0,0]', '{}/3', 'infinity', '[]'),
            (3, '', '[1,2,3]', '[1e-7,2,3]', '{3:-1.5,1:2}/3', NULL, NULL),
            (4, NULL, '[-0.5,16777217,0.3333333333]', '[4,5,6]', '{2:7}/3', '0044-03-15 BC', '"x"'))sql"_s);
    m_cluster.psql(u"CREATE TABLE holes (id int, v vector(2)); INSERT INTO holes SELECT i, CASE WHEN i % 3 > 0 THEN ARRAY[i, -i]::vector END FROM generate_series(1, 7) i;"
                   "CREATE TABLE ragged (id int, v vector); INSERT INTO ragged VALUES (1, '[1,2]'), (2, '[3,4]'), (3, '[5,6,7]');"
                   "CREATE TABLE huge (v vector(2)); INSERT INTO huge VALUES ('[1,2]'), ('[3,70000]');"
                   "CREATE TABLE two (a vector(1), b halfvec(1), c int); CREATE TABLE empty (id int, v vector(5), any_length vector);"
                   "CREATE TABLE many AS SELECT i AS id, ARRAY[i, i + 0.5]::vector(2) AS v FROM generate_series(1, 200000) i; ANALYZE many"_s);
}

void tst_ExportFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_ExportFiles::textIsReadBackAsItWas()
{
    const QStringList rows{
        u"'1'|'plain'|'[0.1,-2,1e-10]'|'[1,0.5,-65504]'|'{1:0.5}/3'|'2026-01-02 03:04:05+00'|'{\"a\": [1, null]}'"_s,
        u"'2'|'two\nlines, \"quoted\" \t文档 😀'|'[3.4e+38,0,1]'|'[0,0,0]'|'{}/3'|'infinity'|'[]'"_s,
        u"'3'|''|'[1,2,3]'|'[1.1920929e-07,2,3]'|'{1:2,3:-1.5}/3'|NULL|NULL"_s,
        u"'4'|NULL|'[-0.5,1.6777216e+07,0.33333334]'|'[4,5,6]'|'{2:7}/3'|'0044-03-15 00:00:00+00 BC'|'\"x\"'"_s};
    ExportPlan csv = ofTable(weird, TargetFormat::Csv, u"größe 文档.csv"_s);
    csv.schema = u"Größe"_s;
    const ExportReport report = exported(csv);
    QCOMPARE(report.rows, 4);
    QCOMPARE(report.bytes, QFileInfo(csv.file).size());
    const test::ReadBack read = test::readAll(csv.file, format(SourceFormat::Csv));
    QCOMPARE(read.bad, QStringList());
    QCOMPARE(read.rows, rows);
    QCOMPARE(load::openSource(csv.file, load::guessOptions(csv.file))->info().fields[1].name, u"Mixed \"Case\", 文档"_s);

    ExportPlan json = ofTable(weird, TargetFormat::JsonLines, u"a.jsonl"_s);
    json.schema = u"Größe"_s;
    json.columns = {u"e"_s, u"Mixed \"Case\", 文档"_s, u"j"_s};
    exported(json);
    QCOMPARE(test::readAll(json.file, format(SourceFormat::JsonLines)).rows,
             (QStringList{u"[0.1,-2,1e-10]|'plain'|{\"a\": [1, null]}"_s, u"[3.4e+38,0,1]|'two\nlines, \"quoted\" \t文档 😀'|[]"_s, u"[1,2,3]|''|NULL"_s,
                          u"[-0.5,16777216,0.33333334]|NULL|'x'"_s}));

    ExportPlan tsv = ofTable(u"holes"_s, TargetFormat::Tsv, u"a.tsv"_s);
    tsv.columns = {u"v"_s};
    tsv.header = false;
    exported(tsv);
    ExportPlan texts;
    texts.query = u"SELECT * FROM (VALUES ('a', 1), ('', 2), (NULL, 3)) AS t(t, n)"_s;
    texts.format = TargetFormat::Tsv;
    texts.file = QFileInfo(tsv.file).absolutePath() + u"/texts.tsv"_s;
    exported(texts);
    QCOMPARE(test::readAll(texts.file, load::guessOptions(texts.file)).rows, QStringList({u"'a'|'1'"_s, u"''|'2'"_s, u"NULL|'3'"_s}));
    QCOMPARE(contentOf(tsv.file), "[1,-1]\n[2,-2]\n\n[4,-4]\n[5,-5]\n\n[7,-7]\n"_ba);
}

void tst_ExportFiles::vectorsAreReadBackAsTheyWere_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<int>("target");
    QTest::addColumn<bool>("half");
    QTest::addColumn<QStringList>("rows");
    const QStringList full{u"[0.1,-2,1e-10]"_s, u"[3.4e+38,0,1]"_s, u"[1,2,3]"_s, u"[-0.5,16777216,0.33333334]"_s};
    const QStringList halves{u"[1,0.5,-65504]"_s, u"[0,0,0]"_s, u"[1.1920929e-07,2,3]"_s, u"[4,5,6]"_s};
    const QStringList sparse{u"[0.5,0,0]"_s, u"[0,0,0]"_s, u"[2,0,-1.5]"_s, u"[0,7,0]"_s};
    QTest::newRow("vector, npy") << u"e"_s << int(TargetFormat::Npy) << false << full;
    QTest::newRow("vector, fvecs") << u"e"_s << int(TargetFormat::Fvecs) << false << full;
    QTest::newRow("halfvec, npy") << u"h"_s << int(TargetFormat::Npy) << false << halves;
    QTest::newRow("halfvec, npy of halves") << u"h"_s << int(TargetFormat::Npy) << true << halves;
    QTest::newRow("halfvec, fvecs") << u"h"_s << int(TargetFormat::Fvecs) << false << halves;
    QTest::newRow("sparsevec, npy") << u"s"_s << int(TargetFormat::Npy) << false << sparse;
    QTest::newRow("sparsevec, npy of halves") << u"s"_s << int(TargetFormat::Npy) << true << sparse;
}

void tst_ExportFiles::vectorsAreReadBackAsTheyWere()
{
    QFETCH(QString, column);
    QFETCH(int, target);
    QFETCH(QStringList, rows);
    ExportPlan wanted = ofTable(weird, TargetFormat(target), u"a.bin"_s);
    wanted.schema = u"Größe"_s;
    wanted.vectorColumn = column;
    wanted.half = QTest::currentDataTag() && QByteArray(QTest::currentDataTag()).endsWith("halves");
    const ExportReport report = exported(wanted);
    QCOMPARE(report.rows, 4);
    QCOMPARE(report.dimensions, 3);
    const SourceFormat source = wanted.format == TargetFormat::Npy ? SourceFormat::Npy : SourceFormat::Fvecs;
    QStringList read = test::readAll(wanted.file, format(source)).rows;
    for (QString &row : read) // large numbers are written in two ways
        row.replace(u"1.6777216e+07"_s, u"16777216"_s);
    QCOMPARE(read, rows);
    if (wanted.half)
        QCOMPARE(load::openSource(wanted.file, format(source))->info().remarks, QStringList(u"float16"_s));
    QCOMPARE(files(), QStringList(u"a.bin"_s));
}

void tst_ExportFiles::npyIsWhatNumPyWrites()
{
    const ExportPlan wanted = ofQuery(u"SELECT '[1,-2.5]'::vector AS v"_s, TargetFormat::Npy, u"a.npy"_s);
    exported(wanted);
    QByteArray expected = "\x93NUMPY\x01" + QByteArray("\0v\0", 3) + "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    expected = expected.leftJustified(127, ' ') + '\n' + QByteArray("\x00\x00\x80\x3F\x00\x00\x20\xC0", 8);
    QCOMPARE(contentOf(wanted.file), expected);
    // The file has the rights that any new file has.
    QFile plain(path(u"plain"_s));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    QCOMPARE(QFileInfo(wanted.file).permissions(), QFileInfo(plain).permissions());
}

void tst_ExportFiles::binaryIsWhatPsqlWrites()
{
    ExportPlan wanted = ofTable(u"holes"_s, TargetFormat::BinaryCopy, u"a.bin"_s);
    QCOMPARE(exported(wanted).rows, 7);
    m_cluster.psql(u"\\copy holes TO '%1' (FORMAT binary)"_s.arg(path(u"psql.bin"_s)));
    QCOMPARE(contentOf(wanted.file), contentOf(path(u"psql.bin"_s)));
    wanted.columns = {u"v"_s};
    wanted.overwrite = true;
    exported(wanted);
    m_cluster.psql(u"CREATE TABLE again (v vector(2)); \n\\copy again FROM '%1' (FORMAT binary)"_s.arg(wanted.file));
    QCOMPARE(m_cluster.psql(u"SELECT count(*), count(v) FROM again"_s), u"7|5"_s);
}

void tst_ExportFiles::columnsStandBesideTheirVectors()
{
    ExportPlan wanted = ofTable(weird, TargetFormat::Npy, u"a.npy"_s);
    wanted.schema = u"Größe"_s;
    wanted.vectorColumn = u"e"_s;
    wanted.besideFile = path(u"a.csv"_s);
    wanted.columns = {u"id"_s, u"Mixed \"Case\", 文档"_s, u"e"_s};
    const ExportReport report = exported(wanted);
    QCOMPARE(report.bytes, QFileInfo(wanted.file).size() + QFileInfo(wanted.besideFile).size());
    load::SourceOptions options = format(SourceFormat::Npy);
    options.besideFile = wanted.besideFile;
    QCOMPARE(test::readAll(wanted.file, options).rows,
             (QStringList{u"'1'|'plain'|[0.1,-2,1e-10]"_s, u"'2'|'two\nlines, \"quoted\" \t文档 😀'|[3.4e+38,0,1]"_s, u"'3'|''|[1,2,3]"_s,
                          u"'4'|NULL|[-0.5,16777216,0.33333334]"_s}));
    // All columns, also such that come only as text, and then the vectors do, too.
    wanted.columns.clear();
    wanted.format = TargetFormat::Fvecs;
    wanted.overwrite = true;
    exported(wanted);
    options.format = SourceFormat::Fvecs;
    QCOMPARE(test::readAll(wanted.file, options).rows.first(),
             u"'1'|'plain'|'[1,0.5,-65504]'|'{1:0.5}/3'|'2026-01-02 03:04:05+00'|'{\"a\": [1, null]}'|[0.1,-2,1e-10]"_s);
    ExportPlan text = ofQuery(u"SELECT '(1,2)'::point AS p, '[1,2.5]'::vector AS v, '[3]'::halfvec AS h"_s, TargetFormat::Npy, u"t.npy"_s);
    text.vectorColumn = u"v"_s;
    text.besideFile = path(u"t.csv"_s);
    exported(text);
    QCOMPARE(test::readAll(text.file, format(SourceFormat::Npy)).rows, QStringList(u"[1,2.5]"_s));
    QCOMPARE(contentOf(text.besideFile), "p,h\n\"(1,2)\",[3]\n"_ba);
}

void tst_ExportFiles::rowsWithoutAVectorAreRefusedOrCounted()
{
    for (const bool beside : {false, true}) {
        ExportPlan wanted = ofTable(u"holes"_s, TargetFormat::Npy, u"a.npy"_s);
        if (beside)
            wanted.besideFile = path(u"a.csv"_s);
        QCOMPARE(refusal(wanted), u"row 3 has no vector (NULL), and a file of vectors has no place for that: leave such rows out. %1 was not written"_s.arg(wanted.file));
        QCOMPARE(files(), QStringList());
        wanted.skipNullVectors = true;
        const ExportReport report = exported(wanted);
        QCOMPARE(report.rows, 5);
        QCOMPARE(report.skipped, 2);
        load::SourceOptions options = format(SourceFormat::Npy);
        options.besideFile = wanted.besideFile;
        const QStringList rows = test::readAll(wanted.file, options).rows;
        QCOMPARE(rows.join(u' '), beside ? u"'1'|[1,-1] '2'|[2,-2] '4'|[4,-4] '5'|[5,-5] '7'|[7,-7]"_s : u"[1,-1] [2,-2] [4,-4] [5,-5] [7,-7]"_s);
        init();
    }
}

void tst_ExportFiles::refusesWhatAFileOfVectorsCannotHold_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("half");
    QTest::addColumn<QString>("message");
    QTest::newRow("other length") << u"SELECT v FROM ragged ORDER BY id"_s << false
                                  << u"the vector in row 3 has 3 dimensions, those before it have 2; a file of vectors holds one length. %1 was not written"_s;
    QTest::newRow("too large for half precision") << u"TABLE huge"_s << true
                                                  << u"element 2 of the vector in row 2 is 70000: beyond the range of half precision, which ends at 65504. %1 was not written"_s;
    QTest::newRow("no length at all") << u"SELECT any_length FROM empty"_s << false
                                      << u"there are no rows, and the column does not say how many dimensions they would have. %1 was not written"_s;
    QTest::newRow("sparse beyond what is dense") << u"SELECT '{1:1}/20000'::sparsevec AS s"_s << false
                                                 << u"a vector has 20000 dimensions; written dense it may have 16000"_s;
}

void tst_ExportFiles::refusesWhatAFileOfVectorsCannotHold()
{
    QFETCH(QString, query);
    QFETCH(bool, half);
    QFETCH(QString, message);
    ExportPlan wanted = ofQuery(query, TargetFormat::Npy, u"a.npy"_s);
    wanted.half = half;
    QCOMPARE(refusal(wanted), message.contains(u"%1"_s) ? message.arg(wanted.file) : message);
    QCOMPARE(files(), QStringList());
}

void tst_ExportFiles::writesWithoutRows()
{
    ExportPlan wanted = ofTable(u"empty"_s, TargetFormat::Npy, u"a.npy"_s);
    wanted.vectorColumn = u"v"_s;
    QCOMPARE(exported(wanted).rows, 0);
    const auto source = load::openSource(wanted.file, format(SourceFormat::Npy));
    QCOMPARE(source->info().rows, 0);
    QCOMPARE(source->info().fields[0].dimensions, 5);
    exported(ofTable(u"empty"_s, TargetFormat::Csv, u"a.csv"_s));
    QCOMPARE(contentOf(path(u"a.csv"_s)), "id,v,any_length\n"_ba);
    exported(ofTable(u"empty"_s, TargetFormat::BinaryCopy, u"a.bin"_s));
    QCOMPARE(contentOf(path(u"a.bin"_s)).size(), 21);
}

void tst_ExportFiles::takesQueries_data()
{
    QTest::addColumn<QString>("query");
    QTest::newRow("plain") << u"SELECT id, v FROM holes WHERE id < 3 ORDER BY id DESC"_s;
    QTest::newRow("semicolon and comments") << u"-- first\nSELECT id, v FROM holes WHERE id < 3 ORDER BY id DESC -- last\n; -- behind"_s;
    QTest::newRow("comment at its end") << u"SELECT id, v FROM holes WHERE id < 3 ORDER BY id DESC /* x */"_s;
    QTest::newRow("WITH") << u"WITH t AS (SELECT * FROM holes WHERE id < 3) SELECT id, v, id AS twice, id AS twice FROM t ORDER BY id DESC"_s;
    QTest::newRow("VALUES") << u"SELECT id, v FROM (VALUES (2, '[2,-2]'::vector), (1, '[1,-1]')) AS x (id, v)"_s;
}

void tst_ExportFiles::takesQueries()
{
    QFETCH(QString, query);
    const ExportPlan vectors = ofQuery(query, TargetFormat::Npy, u"a.npy"_s);
    exported(vectors);
    QCOMPARE(test::readAll(vectors.file, format(SourceFormat::Npy)).rows, (QStringList{u"[2,-2]"_s, u"[1,-1]"_s}));
    ExportPlan text = ofQuery(query, TargetFormat::Csv, u"a.csv"_s);
    text.columns = {u"v"_s, u"id"_s};
    exported(text);
    QCOMPARE(contentOf(text.file), "v,id\n\"[2,-2]\",2\n\"[1,-1]\",1\n"_ba);
    QCOMPARE(exported(ofQuery(query, TargetFormat::BinaryCopy, u"a.bin"_s)).rows, 2);
}

void tst_ExportFiles::refusesPlans_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("target");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QString>("vectorColumn");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QString &table, const QString &query, TargetFormat target, const QStringList &columns, const QString &vectorColumn,
                        const QString &message) { QTest::newRow(name) << table << query << int(target) << columns << vectorColumn << message; };
    row("nothing", {}, {}, TargetFormat::Csv, {}, {}, u"an export takes either a table or a query"_s);
    row("both", u"holes"_s, u"SELECT 1"_s, TargetFormat::Csv, {}, {}, u"an export takes either a table or a query"_s);
    row("two statements", {}, u"SELECT 1; SELECT 2"_s, TargetFormat::Csv, {}, {}, u"the query has 2 statements; an export takes one"_s);
    row("no statement", {}, u" -- nothing"_s, TargetFormat::Csv, {}, {}, u"there is no statement in the query"_s);
    row("no columns", {}, u"SET work_mem = '4MB'"_s, TargetFormat::Csv, {}, {}, u"the query returns no columns: there is nothing to export"_s);
    row("no such column", u"holes"_s, {}, TargetFormat::Csv, {u"x"_s}, {}, u"there is no column “x”; there are id, v"_s);
    row("no such vector", u"holes"_s, {}, TargetFormat::Npy, {}, u"x"_s, u"there is no column “x”; there are id, v"_s);
    row("not a vector", u"holes"_s, {}, TargetFormat::Npy, {}, u"id"_s, u"the column “id” is no vector, halfvec or sparsevec"_s);
    row("no vectors", {}, u"SELECT 1 AS a, 2 AS b"_s, TargetFormat::Fvecs, {}, {}, u"none of the columns is a vector, halfvec or sparsevec: a, b"_s);
    row("several vectors", u"two"_s, {}, TargetFormat::Npy, {}, {}, u"several columns are vectors: say which of a, b"_s);
    row("name twice", {}, u"SELECT 1 AS a, 2 AS a"_s, TargetFormat::Csv, {u"a"_s}, {}, u"the query returns 2 columns that are called “a”: give them different names"_s);
    row("vector for text", u"holes"_s, {}, TargetFormat::Csv, {}, u"v"_s, u"a vector column, rows without a vector and a file beside are for .npy and .fvecs"_s);
    row("columns without a file for them", u"holes"_s, {}, TargetFormat::Npy, {u"id"_s}, {}, u"other columns than the vector need a file beside"_s);
    row("no such table", u"nowhere"_s, {}, TargetFormat::Csv, {}, {}, u"relation \"nowhere\" does not exist"_s);
    row("no such table, binary", u"nowhere"_s, {}, TargetFormat::BinaryCopy, {}, {}, u"relation \"nowhere\" does not exist"_s);
    row("writing", {}, u"DELETE FROM holes RETURNING id"_s, TargetFormat::Csv, {}, {}, u"cannot execute DELETE in a read-only transaction"_s);
    row("writing, binary", {}, u"DELETE FROM holes RETURNING id"_s, TargetFormat::BinaryCopy, {}, {}, u"cannot execute DELETE in a read-only transaction"_s);
}

void tst_ExportFiles::refusesPlans()
{
    QFETCH(QString, table);
    QFETCH(QString, query);
    QFETCH(int, target);
    QFETCH(QStringList, columns);
    QFETCH(QString, vectorColumn);
    QFETCH(QString, message);
    ExportPlan wanted = plan(TargetFormat(target), u"a.out"_s);
    wanted.table = table;
    wanted.query = query;
    wanted.columns = columns;
    wanted.vectorColumn = vectorColumn;
    const QString said = refusal(wanted);
    QVERIFY2(said.startsWith(message), qPrintable(said));
    QCOMPARE(files(), QStringList());
    QCOMPARE(m_cluster.psql(u"SELECT count(*) FROM holes"_s), u"7"_s);
    const ExportPlan good = ofTable(u"holes"_s, TargetFormat::Csv, u"good.csv"_s);
    QCOMPARE(refusal(good), u"it was exported"_s); // the session is fit for the next one
}

void tst_ExportFiles::leavesFilesThatAreThere()
{
    test::Files other;
    const QString there = other.write(u"there.csv"_s, "precious");
    ExportPlan wanted = ofTable(u"holes"_s, TargetFormat::Csv, u"a.csv"_s);
    wanted.file = there;
    QCOMPARE(refusal(wanted), u"%1 is there already, and was left as it is"_s.arg(there));
    QCOMPARE(contentOf(there), "precious"_ba);

    // A link is followed; what goes wrong on the way leaves the old file.
    QVERIFY(QFile::link(there, path(u"link.csv"_s)));
    wanted = ofQuery(u"SELECT 1 / (3 - i) AS x FROM generate_series(1, 9) i"_s, TargetFormat::Csv, u"link.csv"_s);
    wanted.overwrite = true;
    QCOMPARE(refusal(wanted), u"division by zero"_s);
    QCOMPARE(contentOf(there), "precious"_ba);
    wanted.query = u"SELECT 1 AS x"_s;
    exported(wanted);
    QVERIFY(QFileInfo(path(u"link.csv"_s)).isSymLink());
    QCOMPARE(contentOf(there), "x\n1\n"_ba);
    QCOMPARE(files(), QStringList(u"link.csv"_s));
    QCOMPARE(QDir(QFileInfo(there).path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList(u"there.csv"_s));

    wanted.file = m_folder->path();
    QCOMPARE(refusal(wanted), u"%1 cannot be written: it is no regular file"_s.arg(wanted.file));
    wanted.file = path(u"no/such/folder.csv"_s);
    QCOMPARE(refusal(wanted), u"%1 cannot be written: No such file or directory. Nothing of it was left behind"_s.arg(wanted.file));
}

void tst_ExportFiles::leavesBothFilesWhereOneCannotBeReplaced()
{
    const auto put = [this](const QString &name, const QByteArray &content) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    };
    put(u"a.npy"_s, "old vectors");
    put(u"a.csv"_s, "old rows");
    ExportPlan wanted = ofQuery(u"WITH w AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(42)) SELECT i, ARRAY[i]::vector AS v FROM w, generate_series(1, 3) i"_s,
                                TargetFormat::Npy, u"a.npy"_s);
    wanted.besideFile = path(u"a.csv"_s);
    wanted.overwrite = true;
    auto holder = m_services.session(m_cluster.options());
    holder->run(u"hold"_s, [](pg::Connection &c, core::JobContext &) { c.exec("SELECT pg_advisory_lock(42)"); }).future.waitForFinished();
    auto task = m_session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
    QTRY_COMPARE(m_cluster.psql(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"_s), u"1"_s);
    // Meanwhile a folder takes the name of the second one: it fails when the first one has been replaced.
    QVERIFY(QFile::remove(path(u"a.csv"_s)) && QDir(m_folder->path()).mkdir(u"a.csv"_s));
    holder.reset();
    QTRY_COMPARE(task.job->state(), core::Job::State::Failed);
    QVERIFY2(task.job->errorText().contains(u"a.csv could not be given its name"_s), qPrintable(task.job->errorText()));
    QCOMPARE(contentOf(path(u"a.npy"_s)), "old vectors"_ba);
    QCOMPARE(files(), QStringList({u"a.csv"_s, u"a.npy"_s}));
    // And both together where nothing is in the way.
    QVERIFY(QDir(m_folder->path()).rmdir(u"a.csv"_s));
    put(u"a.csv"_s, "old rows");
    exported(wanted);
    QCOMPARE(contentOf(path(u"a.csv"_s)), "i\n1\n2\n3\n"_ba);
    QVERIFY(contentOf(path(u"a.npy"_s)).startsWith("\x93NUMPY"));
    QCOMPARE(files(), QStringList({u"a.csv"_s, u"a.npy"_s}));
}

void tst_ExportFiles::leavesNothingWhenTheDiskIsFull()
{
    // A limit to the size of files ends the writing as a full disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 500'000;
    setrlimit(RLIMIT_FSIZE, &small);
    QStringList said;
    for (const TargetFormat target : {TargetFormat::Csv, TargetFormat::Npy, TargetFormat::BinaryCopy})
        said << refusal(ofTable(u"many"_s, target, u"a.out"_s));
    ExportPlan beside = ofTable(u"many"_s, TargetFormat::Npy, u"b.npy"_s);
    beside.besideFile = path(u"b.csv"_s);
    said << refusal(beside);
    setrlimit(RLIMIT_FSIZE, &before);
    for (const QString &message : said)
        QVERIFY2(message.contains(u"could not be written after"_s) && message.endsWith(u"File too large. Nothing of it was left behind"_s), qPrintable(message));
    QCOMPARE(files(), QStringList());
}

void tst_ExportFiles::leavesNothingWhenCancelled()
{
    for (const TargetFormat target : {TargetFormat::Csv, TargetFormat::Npy, TargetFormat::BinaryCopy}) {
        const ExportPlan wanted = ofQuery(u"SELECT ARRAY[i, i]::vector AS v FROM (SELECT generate_series(1, 100000000) AS i) s"_s, target, u"a.out"_s);
        const auto task = m_session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
        QTRY_VERIFY(task.job->progress().done > 10'000);
        QVERIFY(!files().isEmpty());
        task.job->cancel();
        QTRY_COMPARE(task.job->state(), core::Job::State::Cancelled);
        QCOMPARE(files(), QStringList());
    }
}

void tst_ExportFiles::leavesNothingWhenTheServerFails()
{
    for (const TargetFormat target : {TargetFormat::Csv, TargetFormat::Npy, TargetFormat::BinaryCopy}) {
        QCOMPARE(refusal(ofQuery(u"SELECT ARRAY[1 / (50000 - i)]::vector AS v FROM generate_series(1, 100000) i"_s, target, u"a.out"_s)), u"division by zero"_s);
        QCOMPARE(files(), QStringList());
        const ExportPlan wanted = ofQuery(u"SELECT ARRAY[i, i]::vector AS v FROM (SELECT generate_series(1, 100000000) AS i) s"_s, target, u"a.out"_s);
        const auto task = m_session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
        QTRY_VERIFY(task.job->progress().done > 10'000);
        m_cluster.kill();
        QTRY_COMPARE(task.job->state(), core::Job::State::Failed);
        QCOMPARE(files(), QStringList());
        m_cluster.start();
    }
}

void tst_ExportFiles::findsTheExtensionInAnySchema()
{
    m_cluster.psql(u"CREATE DATABASE elsewhere"_s);
    m_cluster.psql(u"CREATE SCHEMA \"Vec tors\"; CREATE EXTENSION vector SCHEMA \"Vec tors\"; CREATE DOMAIN unit AS \"Vec tors\".vector(2);"
                   "CREATE TABLE t (id int, e unit); INSERT INTO t VALUES (1, '[1,0]'), (2, '[0,1]')"_s,
                   u"elsewhere"_s);
    ExportPlan wanted = ofTable(u"t"_s, TargetFormat::Npy, u"a.npy"_s);
    wanted.besideFile = path(u"a.csv"_s);
    QCOMPARE(exported(wanted, u"elsewhere"_s).rows, 2);
    load::SourceOptions options = format(SourceFormat::Npy);
    options.besideFile = wanted.besideFile;
    QCOMPARE(test::readAll(wanted.file, options).rows, (QStringList{u"'1'|[1,0]"_s, u"'2'|[0,1]"_s}));
}

void tst_ExportFiles::tellsHowFarItIs()
{
    const ExportPlan wanted = ofTable(u"many"_s, TargetFormat::Npy, u"a.npy"_s);
    const auto task = m_session->run(u"Export"_s, [wanted](pg::Connection &c, core::JobContext &job) { return load::runExport(c, job, wanted); });
    QCOMPARE(task.future.result().rows, 200'000);
    const core::JobProgress progress = task.job->progress();
    QCOMPARE(progress.unit, u"rows"_s);
    QVERIFY2(progress.done > 190'000 && progress.total >= progress.done && progress.total < 210'000, qPrintable(QString::number(progress.total)));
    QCOMPARE(load::openSource(wanted.file, format(SourceFormat::Npy))->info().rows, 200'000);
}

QTEST_GUILESS_MAIN(tst_ExportFiles)
#include "tst_export_files.moc"
