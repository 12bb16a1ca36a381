// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl load as its users meet it: a process that may be killed at any moment and started again.
#include "support/program.h"
#include "support/testcluster.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

namespace {

/// \p rows x \p dimensions of float32, C order.
QByteArray npyHead(qint64 rows, int dimensions)
{
    QByteArray head = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + QByteArray::number(rows) + ", " + QByteArray::number(dimensions) + "), }";
    head = head.leftJustified(117, ' ') + '\n';
    QByteArray file("\x93NUMPY\x01\x00", 8);
    file += char(head.size());
    file += '\0';
    file += head;
    return file;
}

QByteArray npy(int rows, int dimensions)
{
    QByteArray file = npyHead(rows, dimensions);
    std::vector<float> row(static_cast<std::size_t>(dimensions));
    for (int i = 0; i < rows; ++i) {
        for (int d = 0; d < dimensions; ++d)
            row[std::size_t(d)] = float(i + d);
        file.append(reinterpret_cast<const char *>(row.data()), qsizetype(row.size() * sizeof(float)));
    }
    return file;
}

} // namespace

class TestQuiverctlLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cluster = std::make_unique<test::TestCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void aFileAndATableAreEnough();
    void theOptionsOfAVectorFile();
    void statsAreOneLineOfJson();
    void theColumnIsFoundByNameOrByWhatItHolds();
    void damagedFilesLoadNothing_data();
    void damagedFilesLoadNothing();
    void wrongUsageIsSaid_data();
    void wrongUsageIsSaid();
    void aDryRunChangesNothing();
    void killedAtAnyMomentEveryRowComesOnce_data();
    void killedAtAnyMomentEveryRowComesOnce();
    void whatGoesNowhereIsSaid();
    void aFewBadRowsDoNotChangeTheType();
    void aSequenceIsMovedUnlessItIsToBeKept();
    void whatALoadOwesIsNotForgottenUnasked();
    void unfinishedLoadsAreListed();
    void interruptSaysWhatStands();
    void memoryStaysFlat();
    void memoryStaysFlatWithLongRows();
    void rowsOfAServer();
    void optionsOfFilesAreRefusedForRowsOfAServer();

private:
    QString sql(const QString &text) const { return m_cluster->psql(text); }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qUtf8Printable(file.fileName()));
        return file.fileName();
    }
    QStringList arguments(const QString &file, const QStringList &more) const
    {
        return QStringList{u"load"_s, file, u"--url"_s, m_cluster->options().toUri()} + more;
    }
    Ran run(const QString &file, const QStringList &more) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments(file, more), QProcessEnvironment::systemEnvironment());
    }

    bool isComplete(int rows) const
    {
        return sql(u"SELECT to_regclass('killed') IS NOT NULL AND to_regclass('quiver.load_progress') IS NOT NULL"_s) == "t"_L1
               && sql(u"SELECT (SELECT count(*) FROM killed) = %1 AND NOT EXISTS (SELECT FROM quiver.load_progress)"_s.arg(rows)) == "t"_L1;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_directory;
};

void TestQuiverctlLoad::aFileAndATableAreEnough()
{
    const QString file = write(u"plain.npy"_s, npy(10, 4));
    sql(u"CREATE TABLE plain (id bigserial PRIMARY KEY, body text, embedding vector(4))"_s);
    Ran ran = run(file, {u"--table"_s, u"plain"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QVERIFY2(ran.out.contains(u"10 rows loaded into public.plain"_s), qPrintable(ran.out));
    QCOMPARE(sql(u"SELECT id, embedding FROM plain WHERE id = 10"_s), u"10|[9,10,11,12]"_s);

    ran = run(file, {u"--table"_s, u"absent"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"there is no table"_s) && ran.err.contains(u"--create"_s), qPrintable(ran.err));

    ran = run(file, {u"--table"_s, u"made"_s, u"--create"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT count(*), min(id), max(vector_dims(embedding)) FROM made"_s), u"10|1|4"_s);
    ran = run(file, {u"--table"_s, u"made"_s, u"--create"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"was loaded into public.made already: 10 rows"_s) && ran.err.contains(u"--restart loads its rows once more"_s), qPrintable(ran.err));
    ran = run(write(u"other.npy"_s, npy(11, 4)), {u"--table"_s, u"made"_s, u"--create"_s, u"--stats"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"exists already"_s), qPrintable(ran.err));
    QCOMPARE(QJsonDocument::fromJson(ran.err.trimmed().section(u'\n', -1).toUtf8()).object()[u"rows"_s].toInt(-1), 0); // of a load that was refused, too
}

void TestQuiverctlLoad::theOptionsOfAVectorFile()
{
    const QString file = write(u"options.npy"_s, npy(3, 2));
    const QString beside = write(u"beside.csv"_s, "Größe,word\n1.5,a\n2.5,b\n3.5,\n");
    Ran ran = run(file, {u"--table"_s, u"public.\"Mixed; --\""_s, u"--create"_s, u"--beside"_s, beside, u"--column"_s, u"\"E m b\""_s, u"--type"_s, u"halfvec"_s,
                         u"--id-column"_s, u"nr"_s, u"--map"_s, u"Größe=size"_s, u"--constant"_s, u"origin=a file"_s, u"--normalise"_s, u"\"E m b\""_s,
                         u"--keep-zero"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT nr, \"E m b\", size, word, origin, pg_typeof(\"E m b\") FROM \"Mixed; --\" ORDER BY nr"_s),
             u"0|[0,1]|1.5|a|a file|halfvec\n1|[0.44726562,0.89453125]|2.5|b|a file|halfvec\n2|[0.5546875,0.83203125]|3.5||a file|halfvec"_s);
    QCOMPARE(sql(u"SELECT attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE indisprimary AND indrelid = '\"Mixed; --\"'::regclass"_s), u"nr"_s);
    ran = run(file, {u"--table"_s, u"\"Mixed; --\""_s, u"--id-column"_s, u"nr"_s, u"--constant"_s, u"origin=again"_s, u"--on-duplicate"_s, u"update"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT string_agg(origin, ',') FROM \"Mixed; --\""_s), u"again,again,again"_s);
}

void TestQuiverctlLoad::statsAreOneLineOfJson()
{
    sql(u"CREATE TABLE stats (e vector(2))"_s);
    const QString file = write(u"stats.csv"_s, "e\n\"[1,2]\"\n\"[1,2,3]\"\n\"[4,5]\"\n");
    const QString rejects = m_directory.filePath(u"stats.rejects"_s);
    const Ran ran = run(file, {u"--table"_s, u"stats"_s, u"--column"_s, u"e"_s, u"--on-error"_s, u"skip"_s, u"--rejects"_s, rejects, u"--stats"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject stats = QJsonDocument::fromJson(ran.err.trimmed().section(u'\n', -1).toUtf8()).object();
    QCOMPARE(stats[u"rows"_s].toInt(), 2);
    QCOMPARE(stats[u"rejected"_s].toInt(), 1);
    QVERIFY(stats[u"bytes"_s].toInt() > 0 && stats[u"seconds"_s].toDouble() > 0 && stats[u"peak_rss_mb"_s].toDouble() < 200);
    QFile file2(rejects);
    QVERIFY(file2.open(QIODevice::ReadOnly));
    QCOMPARE(file2.readAll(), QByteArray("line,row,field,reason,raw\n3,1,e,\"expected 2 dimensions, not 3\",\"\"\"[1,2,3]\"\"\"\n"));
}

void TestQuiverctlLoad::theColumnIsFoundByNameOrByWhatItHolds()
{
    sql(u"CREATE TABLE found (id int, a vector(2), b vector(2), code text)"_s);
    Ran ran = run(write(u"found.csv"_s, "id,b,a,code\n1,\"[1,2]\",\"[3,4]\",0101\n"), {u"--table"_s, u"found"_s, u"--column"_s, u"a"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    ran = run(write(u"found2.csv"_s, "id,emb,code\n2,\"[5,6]\",0101\n"), {u"--table"_s, u"found"_s, u"--column"_s, u"b"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT * FROM found ORDER BY id"_s), u"1|[3,4]|[1,2]|0101\n2||[5,6]|0101"_s);
    ran = run(write(u"found3.csv"_s, "id,x,y\n2,\"[5,6]\",\"[5,6]\"\n"), {u"--table"_s, u"found"_s, u"--column"_s, u"b"_s});
    QCOMPARE(ran.status, 2);
    QVERIFY2(ran.err.contains(u"several fields of vectors"_s), qPrintable(ran.err));
}

void TestQuiverctlLoad::damagedFilesLoadNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("cut short") << u"cut.npy"_s << npy(100, 2).chopped(3) << u"cut.npy"_s;
    QTest::newRow("wrong magic") << u"magic.npy"_s << QByteArray("NUMPY" + npy(2, 2)) << u"magic.npy"_s;
    QTest::newRow("a wrong dimension") << u"dim.csv"_s << QByteArray("e\n\"[1,2]\"\n\"[1]\"\n") << u"line 3"_s;
    QTest::newRow("a quote that is not closed") << u"quote.csv"_s << QByteArray("e\n\"[1,2]\"\n\"[1,2]\n") << u"line 3"_s;
    QTest::newRow("no JSON") << u"no.jsonl"_s << QByteArray("{\"e\":[1,2]}\n{\"e\":[1,}\n") << u"line 2"_s;
}

void TestQuiverctlLoad::damagedFilesLoadNothing()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    sql(u"DROP TABLE IF EXISTS damaged; CREATE TABLE damaged (e vector(2))"_s);
    const Ran ran = run(write(name, bytes), {u"--table"_s, u"damaged"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(expected), qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT count(*) FROM damaged"_s), u"0"_s);
}

void TestQuiverctlLoad::wrongUsageIsSaid_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no table") << QStringList{} << u"--table is missing"_s;
    QTest::newRow("no name") << QStringList{u"--table"_s, u"a.b.c"_s} << u"[SCHEMA.]TABLE"_s;
    QTest::newRow("duplicates") << QStringList{u"--table"_s, u"t"_s, u"--on-duplicate"_s, u"merge"_s} << u"stop, skip or update"_s;
    QTest::newRow("both") << QStringList{u"--table"_s, u"t"_s, u"--resume"_s, u"--restart"_s} << u"either --resume or --restart"_s;
    QTest::newRow("batch") << QStringList{u"--table"_s, u"t"_s, u"--batch"_s, u"0"_s} << u"--batch"_s;
    QTest::newRow("field") << QStringList{u"--table"_s, u"t"_s, u"--create"_s, u"--map"_s, u"nope=x"_s} << u"it has: vector"_s;
    QTest::newRow("format") << QStringList{u"--table"_s, u"t"_s, u"--format"_s, u"xls"_s} << u"--format takes"_s;
}

void TestQuiverctlLoad::wrongUsageIsSaid()
{
    QFETCH(QStringList, options);
    QFETCH(QString, expected);
    const Ran ran = run(write(u"usage.npy"_s, npy(1, 2)), options);
    QCOMPARE(ran.status, 2);
    QVERIFY2(ran.err.contains(expected), qPrintable(ran.err));
}

void TestQuiverctlLoad::aDryRunChangesNothing()
{
    const QString before = sql(u"SELECT count(*) FROM pg_class"_s);
    const Ran ran = run(write(u"dry.npy"_s, npy(3, 2)), {u"--table"_s, u"dry"_s, u"--create"_s, u"--dry-run"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    for (const QString &word : {u"3 rows into public.dry, which is created"_s, u"embedding vector(2) <- vector"_s, u"CREATE TABLE public.dry"_s, u"COPY public.dry"_s,
                                u"[1,2]"_s})
        QVERIFY2(ran.out.contains(word), qPrintable(ran.out));
    QCOMPARE(sql(u"SELECT count(*) FROM pg_class"_s), before);
}

void TestQuiverctlLoad::killedAtAnyMomentEveryRowComesOnce_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("exists");
    QTest::newRow("a table that is made") << QStringList{u"--create"_s, u"--id-column"_s, u"id"_s} << false;
    QTest::newRow("a table that exists") << QStringList{u"--id-column"_s, u"id"_s} << true;
    QTest::newRow("updating") << QStringList{u"--id-column"_s, u"id"_s, u"--on-duplicate"_s, u"update"_s} << true;
    QTest::newRow("all settings for speed") << QStringList{u"--id-column"_s, u"id"_s, u"--index-after"_s, u"--unlogged"_s, u"--async-commit"_s} << true;
}

void TestQuiverctlLoad::killedAtAnyMomentEveryRowComesOnce()
{
    QFETCH(QStringList, options);
    QFETCH(bool, exists);
    constexpr int rows = 15'000;
    const QString file = write(u"killed.npy"_s, npy(rows, 32));
    int kills = 0;
    for (int round = 0; round < 8 && kills < 6; ++round) {
        sql(u"DROP TABLE IF EXISTS killed"_s);
        if (exists) // no key: a row that came twice would be there twice
            sql(u"CREATE TABLE killed (id bigint%1, embedding vector(32)); CREATE INDEX by_id ON killed (id)"_s
                    .arg(options.contains(u"update"_s) ? u" PRIMARY KEY"_s : QString()));
        for (bool finished = false; !finished;) {
            QFile touched(file); // as cp and rsync do
            QVERIFY(touched.open(QIODevice::ReadWrite) && touched.setFileTime(QDateTime::currentDateTime(), QFileDevice::FileModificationTime));
            touched.close();
            QProcess process;
            process.start(QStringLiteral(QUIVERCTL), arguments(file, QStringList{u"--table"_s, u"killed"_s, u"--batch"_s, u"200"_s} + options));
            QVERIFY(process.waitForStarted());
            // Longer and longer, so that a slow machine comes to an end too.
            finished = process.waitForFinished(QRandomGenerator::global()->bounded(40, 220 + 20 * kills));
            if (!finished) {
                process.kill();
                ++kills;
                QVERIFY(process.waitForFinished());
                finished = isComplete(rows); // killed behind its last COMMIT
            } else {
                QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardError().constData());
            }
        }
        if (!options.contains(u"update"_s)) { // the same command once more, as after a kill that came behind the last COMMIT
            const Ran again = run(file, QStringList{u"--table"_s, u"killed"_s} + options);
            QVERIFY2(again.status == 1 && again.err.contains(u"was loaded into public.killed already: 15,000 rows"_s), qPrintable(again.err));
        }
        QCOMPARE(sql(u"SELECT count(*), count(DISTINCT id), min(id), max(id), count(*) FILTER (WHERE (embedding::real[])[1] <> id) FROM killed"_s),
                 u"%1|%1|0|%2|0"_s.arg(rows).arg(rows - 1));
        QCOMPARE(sql(u"SELECT relpersistence, (SELECT count(*) FROM pg_index WHERE indrelid = c.oid) FROM pg_class c WHERE relname = 'killed'"_s),
                 exists && !options.contains(u"update"_s) ? u"p|1"_s : options.contains(u"update"_s) ? u"p|2"_s : u"p|1"_s);
        QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"0"_s);
    }
    qInfo("killed %d times", kills);
}

void TestQuiverctlLoad::whatGoesNowhereIsSaid()
{
    sql(u"CREATE TABLE halves (id bigint PRIMARY KEY, made_at timestamptz DEFAULT now(), note text)"_s);
    const QString file = write(u"halves.csv"_s, "id,colour\n1,red\n2,green\n");
    const QStringList said{u"fields of the source that go nowhere: colour"_s, u"columns that get their default: made_at"_s, u"columns that get NULL, as nothing fills them: note"_s};
    Ran ran = run(file, {u"--table"_s, u"halves"_s, u"--skip-field"_s, u"colour"_s, u"--dry-run"_s});
    for (const QString &words : said)
        QVERIFY2(ran.status == 0 && ran.out.contains(u"note: "_s + words), qPrintable(ran.out));
    ran = run(file, {u"--table"_s, u"halves"_s, u"--skip-field"_s, u"colour"_s});
    for (const QString &words : said)
        QVERIFY2(ran.status == 0 && ran.err.contains(words), qPrintable(ran.err));
}

void TestQuiverctlLoad::aFewBadRowsDoNotChangeTheType()
{
    QByteArray csv = "id,e,code\n";
    for (int i = 1; i <= 50; ++i)
        csv += QByteArray::number(i) + (i % 10 == 7 ? ",\"[1,2\"," : ",\"[1,2,3]\",") + QByteArray::number(i) + '\n';
    const QString file = write(u"few.csv"_s, csv);
    const QStringList options{u"--table"_s, u"few"_s, u"--create"_s, u"--type"_s, u"code=text"_s, u"--type"_s, u"id=integer"_s};
    Ran ran = run(file, options + QStringList{u"--dry-run"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"e: 45 of the first 50 values are what the type vector(3) is for (90 %)"_s), qPrintable(ran.out + ran.err));
    ran = run(file, options + QStringList{u"--on-bad"_s, u"reject"_s, u"--rejects"_s, m_directory.filePath(u"few.rejects"_s)});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"5 rows were rejected"_s), qPrintable(ran.out + ran.err));
    QCOMPARE(sql(u"SELECT count(*), string_agg(DISTINCT pg_typeof(code) || ' ' || pg_typeof(id), ','), (SELECT atttypmod FROM pg_attribute WHERE attrelid = 'few'::regclass AND attname = 'e') FROM few"_s),
             u"45|text integer|3"_s);
    ran = run(file, {u"--table"_s, u"fewer"_s, u"--create"_s, u"--type"_s, u"nope=text"_s});
    QVERIFY2(ran.status == 2 && ran.err.contains(u"has no column nope"_s), qPrintable(ran.err));
}

void TestQuiverctlLoad::aSequenceIsMovedUnlessItIsToBeKept()
{
    sql(u"CREATE TABLE keyed (id bigint GENERATED BY DEFAULT AS IDENTITY, name text)"_s);
    const QString file = write(u"keyed.csv"_s, "id,name\n1,a\n2,b\n");
    Ran ran = run(file, {u"--table"_s, u"keyed"_s, u"--keep-sequence"_s});
    QVERIFY2(ran.status == 0 && !ran.out.contains(u"sequence"_s) && ran.err.contains(u"the sequence public.keyed_id_seq does not move"_s), qPrintable(ran.out + ran.err));
    QCOMPARE(sql(u"SELECT last_value, is_called FROM keyed_id_seq"_s), u"1|f"_s);
    ran = run(file, {u"--table"_s, u"keyed"_s, u"--dry-run"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"SELECT pg_catalog.setval('public.keyed_id_seq'"_s), qPrintable(ran.out));
    ran = run(file, {u"--table"_s, u"keyed"_s, u"--restart"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"The sequence public.keyed_id_seq was moved to 2"_s), qPrintable(ran.out + ran.err));
}

void TestQuiverctlLoad::whatALoadOwesIsNotForgottenUnasked()
{
    sql(u"CREATE TABLE owing (id bigint PRIMARY KEY, embedding vector(2)); CREATE INDEX owing_ann ON owing USING hnsw (embedding vector_l2_ops);"
        "INSERT INTO owing VALUES (250)"_s);
    const QStringList options{u"--table"_s, u"owing"_s, u"--id-column"_s, u"id"_s, u"--batch"_s, u"100"_s, u"--index-after"_s};
    const QString file = write(u"owing.npy"_s, npy(300, 2));
    const QProcessEnvironment workspace = test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)}});
    const auto forget = [&](const QStringList &more) {
        const QString id = sql(u"SELECT id FROM quiver.load_progress"_s);
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"load"_s, u"--forget"_s, id.isEmpty() ? u"none"_s : id, u"--url"_s, m_cluster->options().toUri()} + more,
                                workspace);
    };
    const QString statement = u"CREATE INDEX IF NOT EXISTS owing_ann ON public.owing USING hnsw (embedding public.vector_l2_ops);"_s;
    QCOMPARE(run(file, options).status, 1);
    Ran ran = forget({});
    QVERIFY2(ran.status == 1 && ran.err.contains(statement) && ran.err.contains(u"--finish"_s), qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT count(*) FROM quiver.load_progress"_s), u"1"_s);
    ran = forget({u"--finish"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.out + ran.err));
    QCOMPARE(sql(u"SELECT (SELECT count(*) FROM quiver.load_progress), (SELECT count(*) FROM pg_indexes WHERE indexname = 'owing_ann')"_s), u"0|1"_s);
    const Ran journal = test::runProgram(QStringLiteral(QUIVERCTL), {u"journal"_s, u"list"_s}, workspace);
    QVERIFY2(journal.out.contains(u"End the load into public.owing"_s), qPrintable(journal.out));
    ran = forget({});
    QVERIFY2(ran.status == 1 && ran.err.contains(u"no load none is unfinished"_s), qPrintable(ran.err));

    sql(u"DELETE FROM owing WHERE id <> 250"_s);
    QCOMPARE(run(file, options).status, 1);
    ran = forget({u"--leave"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(statement), qPrintable(ran.out + ran.err));
    QCOMPARE(sql(u"SELECT (SELECT count(*) FROM quiver.load_progress), (SELECT count(*) FROM pg_indexes WHERE indexname = 'owing_ann')"_s), u"0|0"_s);
}

void TestQuiverctlLoad::unfinishedLoadsAreListed()
{
    sql(u"CREATE TABLE listed (id bigint PRIMARY KEY, embedding vector(2)); INSERT INTO listed VALUES (250)"_s);
    const QString file = write(u"listed.npy"_s, npy(300, 2));
    QStringList options{u"--table"_s, u"listed"_s, u"--id-column"_s, u"id"_s, u"--batch"_s, u"100"_s};
    Ran ran = run(file, options + QStringList{u"--resume"_s});
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"was interrupted"_s), qPrintable(ran.err));
    ran = run(file, options);
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"row 250 (from 0)"_s) && ran.err.contains(u"Key (id)=(250)"_s), qPrintable(ran.err));
    const auto list = [this] {
        return test::runProgram(QStringLiteral(QUIVERCTL), {u"load"_s, u"--unfinished"_s, u"--url"_s, m_cluster->options().toUri()}, QProcessEnvironment::systemEnvironment());
    };
    ran = list();
    QVERIFY2(ran.status == 0 && ran.out.contains(u"listed.npy into public.listed: 200 rows loaded"_s), qPrintable(ran.out + ran.err));
    ran = run(file, options + QStringList{u"--resume"_s, u"--on-duplicate"_s, u"skip"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"200 rows were loaded by earlier runs"_s), qPrintable(ran.out + ran.err));
    QCOMPARE(list().out, QString());
}

void TestQuiverctlLoad::interruptSaysWhatStands()
{
    sql(u"CREATE FUNCTION wait_at() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF NEW.id = 250 THEN PERFORM pg_sleep(60); END IF; RETURN NEW; END$$;"
        "CREATE TABLE interrupted (id bigint, embedding vector(2)); CREATE TRIGGER w BEFORE INSERT ON interrupted FOR EACH ROW EXECUTE FUNCTION wait_at()"_s);
    QProcess process;
    process.start(QStringLiteral(QUIVERCTL), arguments(write(u"interrupted.npy"_s, npy(300, 2)),
                                                       {u"--table"_s, u"interrupted"_s, u"--id-column"_s, u"id"_s, u"--batch"_s, u"100"_s, u"--stats"_s}));
    QVERIFY(process.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(sql(u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s), u"1"_s, 10'000);
    process.terminate();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 130);
    const QString err = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(err.contains(u"first 200 rows"_s) && err.contains(u"Run the same load again"_s), qPrintable(err));
    QCOMPARE(QJsonDocument::fromJson(err.trimmed().section(u'\n', -1).toUtf8()).object()[u"rows"_s].toInt(), 200);
    QCOMPARE(sql(u"SELECT count(*) FROM interrupted"_s), u"200"_s);
}

void TestQuiverctlLoad::memoryStaysFlat()
{
    // 1.5 GB that take no room on the disk.
    constexpr qint64 rows = 500'000, dimensions = 768;
    const QString name = write(u"large.npy"_s, npyHead(rows, dimensions));
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() + rows * dimensions * 4));
    file.close();
    sql(u"CREATE UNLOGGED TABLE large (embedding bit(768))"_s);
    const Ran ran = run(name, {u"--table"_s, u"large"_s, u"--column"_s, u"embedding"_s, u"--stats"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const QJsonObject stats = QJsonDocument::fromJson(ran.err.trimmed().section(u'\n', -1).toUtf8()).object();
    QCOMPARE(stats[u"rows"_s].toInteger(), rows);
    QVERIFY2(stats[u"peak_rss_mb"_s].toDouble() < 100, qPrintable(ran.err));
    QFile::remove(name);
    sql(u"DROP TABLE large"_s);
}

void TestQuiverctlLoad::memoryStaysFlatWithLongRows()
{
    sql(u"CREATE TABLE long_rows (id int, body text)"_s);
    QByteArray csv = "id,body\n";
    for (int i = 1; i <= 6; ++i)
        csv += QByteArray::number(i) + ",\"" + QByteArray(11 << 20, char('a' + i)) + "\"\"\"\n";
    const QString file = write(u"long.csv"_s, csv);
    const Ran ran = run(file, {u"--table"_s, u"long_rows"_s, u"--stats"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    const double megabytes = QJsonDocument::fromJson(ran.err.trimmed().section(u'\n', -1).toUtf8()).object()[u"peak_rss_mb"_s].toDouble();
    qInfo("%.0f MB", megabytes);
    QVERIFY2(megabytes < 200, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT count(*), min(length(body)) FROM long_rows"_s), u"6|%1"_s.arg((11 << 20) + 1));
    QFile::remove(file);
    sql(u"DROP TABLE long_rows"_s);
}

void TestQuiverctlLoad::rowsOfAServer()
{
    sql(u"CREATE DATABASE other"_s);
    m_cluster->psql(u"CREATE EXTENSION vector; CREATE TABLE \"Docs x\" (id int PRIMARY KEY, e vector(2)); INSERT INTO \"Docs x\" VALUES (1, '[1,2]'), (2, NULL)"_s, u"other"_s);
    const auto copy = [this](const QStringList &more) {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"load"_s, u"--url"_s, m_cluster->options().toUri()} + more, QProcessEnvironment::systemEnvironment());
    };
    const QStringList from{u"--from-table"_s, u"\"Docs x\""_s, u"--from-url"_s, m_cluster->options(u"other"_s).toUri(), u"--table"_s, u"docs"_s};
    Ran ran = copy(from + QStringList{u"--create"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"2 rows loaded into public.docs"_s), qPrintable(ran.err));
    ran = copy(from);
    QCOMPARE(ran.status, 1);
    QVERIFY2(ran.err.contains(u"already exists"_s) && ran.err.contains(u"Nothing was loaded"_s), qPrintable(ran.err));
    ran = copy(from + QStringList{u"--on-duplicate"_s, u"skip"_s});
    QVERIFY2(ran.status == 0 && ran.out.contains(u"0 rows loaded into public.docs, 2 skipped as duplicates"_s), qPrintable(ran.out + ran.err));
    ran = copy({u"--from-query"_s, u"SELECT id + 10 AS key, e FROM docs"_s, u"--table"_s, u"docs"_s, u"--map"_s, u"key=id"_s, u"--map"_s, u"e=e"_s});
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(sql(u"SELECT string_agg(id || coalesce(e::text, ''), ' ' ORDER BY id) FROM docs"_s), u"1[1,2] 2 11[1,2] 12"_s);
}

void TestQuiverctlLoad::optionsOfFilesAreRefusedForRowsOfAServer()
{
    const auto copy = [](const QStringList &more) {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"load"_s, u"--url"_s, u"postgresql://nowhere.invalid/x"_s, u"--table"_s, u"docs"_s} + more,
                                QProcessEnvironment::systemEnvironment());
    };
    const QList<QStringList> options{
        {u"--unlogged"_s}, {u"--async-commit"_s}, {u"--on-bad"_s, u"reject"_s}, {u"--on-error"_s, u"stop"_s}, {u"--rejects"_s, u"x.csv"_s}, {u"--batch"_s, u"1"_s},
        {u"--one-transaction"_s}, {u"--resume"_s}, {u"--restart"_s}, {u"--null"_s, u"x"_s}, {u"--separator"_s, u";"_s}, {u"--quote"_s, u"'"_s}, {u"--header"_s},
        {u"--no-header"_s}, {u"--format"_s, u"csv"_s}, {u"--dataset"_s, u"train"_s}, {u"--beside"_s, u"x.csv"_s}, {u"--keep-zero"_s}, {u"--normalise"_s, u"e"_s},
        {u"--column"_s, u"e"_s}, {u"--type"_s, u"halfvec"_s}, {u"--id-column"_s, u"id"_s}, {u"--skip-field"_s, u"t"_s}, {u"--constant"_s, u"a=b"_s}, {u"--dry-run"_s}};
    for (const QStringList &option : options) {
        const Ran ran = copy(QStringList{u"--from-table"_s, u"docs"_s} + option);
        QVERIFY2(ran.status == 2 && ran.err.contains(option.first() + u" does not go with rows of a server"_s), qPrintable(option.first() + u": "_s + ran.err));
    }
    const Ran ran = copy({write(u"some.csv"_s, "id\n1\n"), u"--from-profile"_s, u"staging"_s});
    QVERIFY2(ran.status == 2 && ran.err.contains(u"--from-profile goes with --from-table or --from-query"_s), qPrintable(ran.err));
}

QTEST_GUILESS_MAIN(TestQuiverctlLoad)
#include "tst_quiverctlload.moc"
