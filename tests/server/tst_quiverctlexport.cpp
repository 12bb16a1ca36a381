// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl export, as a process.
#include "support/program.h"
#include "support/testcluster.h"
#include "unit/load/readback.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlExport : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<QTemporaryDir> m_folder;

    QStringList command(const QStringList &arguments) const { return QStringList{u"export"_s, u"--url"_s, m_cluster->options().toUri()} + arguments; }
    Ran run(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), command(arguments), QProcessEnvironment::systemEnvironment()); }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name); }
    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : "cannot be read"_ba;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE SCHEMA \"Größe\"; CREATE TABLE \"Größe\".\"we\"\"ird; --\" (id int, word text, v vector(2));"
                        "INSERT INTO \"Größe\".\"we\"\"ird; --\" VALUES (1, '文档', '[1,2]'), (2, 'a,b', '[3,4]'), (3, 'c', NULL)"_s);
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanupTestCase() { m_cluster.reset(); }

    void writesATable()
    {
        const QString out = path(u"a.csv"_s);
        const Ran ran = run({u"--table"_s, u"\"Größe\".\"we\"\"ird; --\""_s, u"--out"_s, out, u"--columns"_s, u"word, id"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(ran.out, QString());
        QVERIFY2(ran.err.endsWith(u"3 rows written to %1\n"_s.arg(out)), qPrintable(ran.err));
        QCOMPARE(contentOf(out), "word,id\n文档,1\n\"a,b\",2\nc,3\n"_ba);
    }

    void readsNamesAsSqlWritesThem()
    {
        m_cluster->psql(u"CREATE TABLE quoted (\"We, ird\" vector(2), \"Id\" int, other vector(2)); INSERT INTO quoted VALUES ('[1,2]', 7, '[3,4]')"_s);
        const QString out = path(u"a.csv"_s), vectors = path(u"a.npy"_s), beside = path(u"b.csv"_s);
        const Ran ran = run({u"--table"_s, u"Quoted"_s, u"--out"_s, out, u"--columns"_s, u"\"Id\", \"We, ird\""_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(contentOf(out), "Id,\"We, ird\"\n7,\"[1,2]\"\n"_ba);
        const Ran npy = run({u"--table"_s, u"quoted"_s, u"--out"_s, vectors, u"--vector"_s, u"\"We, ird\""_s, u"--beside"_s, beside});
        QVERIFY2(npy.status == 0 && npy.err.contains(u"1 row x 2 dimensions written to %1 and %2\n"_s.arg(vectors, beside)), qPrintable(npy.err));
    }

    void writesVectorsAndWhatIsBesideThem()
    {
        const QString out = path(u"a.npy"_s), beside = path(u"a.csv"_s);
        const QStringList arguments{u"--table"_s, u"\"Größe\".\"we\"\"ird; --\""_s, u"--out"_s, out, u"--vector"_s, u"v"_s, u"--beside"_s, beside, u"--half"_s};
        const Ran refused = run(arguments);
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains(u"quiverctl: row 3 has no vector (NULL)"_s), qPrintable(refused.err));
        QCOMPARE(files(), QStringList());
        const Ran ran = run(arguments + QStringList{u"--skip-nulls"_s, u"--stats"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.err.contains(u"2 rows x 2 dimensions written to %1 and %2; 1 without a vector left out\n"_s.arg(out, beside)), qPrintable(ran.err));
        const QJsonObject stats = QJsonDocument::fromJson(ran.err.trimmed().section(u'\n', -1).toUtf8()).object();
        QCOMPARE(stats[u"rows"_s].toInt(), 2);
        QCOMPARE(stats[u"skipped"_s].toInt(), 1);
        QCOMPARE(stats[u"bytes"_s].toInteger(), QFileInfo(out).size() + QFileInfo(beside).size());
        QVERIFY(stats[u"seconds"_s].toDouble() > 0 && stats[u"peak_rss_mb"_s].toDouble() > 1);
        load::SourceOptions options;
        options.format = load::SourceFormat::Npy;
        options.besideFile = beside;
        QCOMPARE(test::readAll(out, options).rows, (QStringList{u"'1'|'文档'|[1,2]"_s, u"'2'|'a,b'|[3,4]"_s}));
    }

    void writesAQueryInAnyFormat()
    {
        for (const QString &format : {u"csv"_s, u"tsv"_s, u"jsonl"_s, u"npy"_s, u"fvecs"_s, u"bin"_s}) {
            const Ran ran = run({u"--query"_s, u"SELECT '[1,2]'::vector AS v"_s, u"--format"_s, format, u"--out"_s, path(u"a."_s + format)});
            QVERIFY2(ran.status == 0, qPrintable(ran.err));
        }
        QCOMPARE(contentOf(path(u"a.tsv"_s)), "v\n[1,2]\n"_ba);
        QCOMPARE(contentOf(path(u"a.jsonl"_s)), "{\"v\":[1,2]}\n"_ba);
        QCOMPARE(contentOf(path(u"a.fvecs"_s)), QByteArray("\2\0\0\0\0\0\x80\x3F\0\0\0\x40", 12));
        const Ran again = run({u"--query"_s, u"SELECT 1"_s, u"--out"_s, path(u"a.csv"_s)});
        QCOMPARE(again.status, 1);
        QVERIFY(again.err.contains(u"is there already, and was left as it is"_s));
        QCOMPARE(run({u"--query"_s, u"SELECT 1 AS x"_s, u"--out"_s, path(u"a.csv"_s), u"--overwrite"_s, u"--no-header"_s}).status, 0);
        QCOMPARE(contentOf(path(u"a.csv"_s)), "1\n"_ba);
    }

    void explainsWhatIsWrong()
    {
        const Ran broken = run({u"--query"_s, u"SELECT 1 AS a,\n nothing FROM nowhere"_s, u"--out"_s, path(u"a.csv"_s)});
        QCOMPARE(broken.status, 1);
        QVERIFY2(broken.err.contains(u"ERROR:  relation \"nowhere\" does not exist\nLINE 2:  nothing FROM nowhere\n"_s), qPrintable(broken.err));
        for (const QStringList &wrong : {QStringList{}, {u"--table"_s, u"t"_s}, {u"--out"_s, u"a.csv"_s}, {u"--table"_s, u"t"_s, u"--query"_s, u"x"_s, u"--out"_s, u"a.csv"_s},
                                         {u"--table"_s, u"t"_s, u"--out"_s, u"a.unknown"_s}, {u"--table"_s, u"a..b"_s, u"--out"_s, u"a.csv"_s},
                                         {u"--table"_s, u"t"_s, u"--format"_s, u"xls"_s, u"--out"_s, u"a.csv"_s}, {u"--table"_s, u"t"_s, u"--out"_s, u"a.csv"_s, u"more"_s},
                                         {u"--table"_s, u"t"_s, u"--out"_s, u"a.csv"_s, u"--columns"_s, u"a,,b"_s},
                                         {u"--table"_s, u"t"_s, u"--out"_s, u"a.npy"_s, u"--vector"_s, u"we\"ird"_s}}) {
            const Ran ran = run(wrong);
            QVERIFY2(ran.status == 2 && ran.err.contains(u"Try: quiverctl export --help"_s), qPrintable(wrong.join(u' ') + ran.err));
        }
        QCOMPARE(files(), QStringList());
    }

    void controlCLeavesNothing()
    {
        QProcess process;
        process.start(QStringLiteral(QUIVERCTL), command({u"--query"_s, u"SELECT ARRAY[i, i]::vector AS v FROM (SELECT generate_series(1, 100000000) AS i) s"_s,
                                                          u"--out"_s, path(u"a.npy"_s)}));
        QTRY_VERIFY(!files().isEmpty() && QFileInfo(path(files().first())).size() > 100'000);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(files(), QStringList());
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlExport)
#include "tst_quiverctlexport.moc"
