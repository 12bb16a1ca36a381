// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema add-column, storage and model: columns changed from the command line, and gone on with after a kill.
#include "support/program.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class tst_QuiverctlColumns : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;

    QStringList withServer(const QStringList &arguments) const { return QStringList{u"schema"_s} + arguments + QStringList{u"--url"_s, m_cluster->options().toUri()}; }
    QProcessEnvironment environment() const { return test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}); }
    Ran run(const QStringList &arguments) const { return test::runProgram(QStringLiteral(QUIVERCTL), withServer(arguments), environment()); }
    QString psql(const QString &sql) const { return m_cluster->psql(sql); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        psql(u"CREATE SCHEMA shop; CREATE TABLE shop.docs (id int PRIMARY KEY, body text); INSERT INTO shop.docs SELECT i, 'x' FROM generate_series(1, 2000) i;"
             "ALTER DATABASE test SET search_path = shop, public"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void addsAColumn()
    {
        Ran ran = run({u"add-column"_s, u"--table"_s, u"docs"_s, u"--embedding"_s, u"\"Vec tor\":vector(3):storage=main:model=tiny:v2"_s, u"--dry-run"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"ALTER TABLE shop.docs ADD COLUMN \"Vec tor\" vector(3);"_s), qPrintable(ran.out));
        ran = run({u"add-column"_s, u"--table"_s, u"docs"_s, u"--embedding"_s, u"embedding:vector(768):model=tiny:v2"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT col_description('shop.docs'::regclass, 3)"_s), u"Model: tiny:v2"_s);
        psql(u"UPDATE shop.docs SET embedding = (SELECT array_agg(random() - 0.5) FROM generate_series(1, 768) WHERE docs.id > 0)::vector; ANALYZE shop.docs"_s);
        ran = run({u"add-column"_s, u"--table"_s, u"nowhere"_s, u"--embedding"_s, u"v:vector(3)"_s, u"--yes"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"no table “nowhere”"_s), qPrintable(ran.err));
        ran = run({u"add-column"_s, u"--table"_s, u"docs"_s, u"--embedding"_s, u"body:vector(3)"_s, u"--yes"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"of type text"_s), qPrintable(ran.err));
    }

    void tellsAndChangesTheStorage()
    {
        Ran ran = run({u"storage"_s, u"--table"_s, u"shop.docs"_s, u"--column"_s, u"embedding"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QVERIFY2(ran.out.contains(u"2,000 rows looked at"_s) && ran.out.contains(u"* EXTERNAL"_s) && ran.out.contains(u"PLAIN    4,096 bytes a row"_s), qPrintable(ran.out));
        ran = run({u"storage"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"embedding"_s, u"--storage"_s, u"main"_s, u"--rewrite"_s, u"--yes"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        QCOMPARE(psql(u"SELECT attstorage, pg_relation_size('shop.docs') / 8192 FROM pg_attribute WHERE attrelid = 'shop.docs'::regclass AND attname = 'embedding'"_s), u"m|1000"_s);
        ran = run({u"storage"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"id"_s});
        QVERIFY2(ran.status == 1 && ran.err.contains(u"fixed length"_s), qPrintable(ran.err));
        ran = run({u"storage"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"embedding"_s, u"--storage"_s, u"sideways"_s});
        QCOMPARE(ran.status, 2);
    }

    void changesTheModelAndGoesOnAfterAKill()
    {
        psql(u"CREATE INDEX docs_hnsw ON shop.docs USING hnsw (embedding vector_cosine_ops)"_s);
        const QStringList command{u"model"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"embedding"_s, u"--to"_s, u"vector(256)"_s, u"--from"_s, u"subvector"_s,
                                  u"--batch"_s, u"100"_s, u"--drop-old"_s, u"--yes"_s};
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(QStringLiteral(QUIVERCTL), withServer(command));
        const auto filled = [&] {
            return psql(u"SELECT count(*) FROM pg_attribute WHERE attname = 'embedding_new'"_s) == u"1"_s ? psql(u"SELECT count(embedding_new) FROM shop.docs"_s).toInt() : 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(filled() > 0 || program.state() == QProcess::NotRunning, 30'000);
        ::kill(pid_t(program.processId()), SIGKILL);
        QVERIFY(program.waitForFinished(10'000));
        const Ran ran = run(command);
        QVERIFY2(ran.status == 0, qPrintable(ran.err + ran.out));
        QCOMPARE(psql(u"SELECT count(*), count(embedding), min(vector_dims(embedding)), bool_and(abs(vector_norm(embedding) - 1) < 1e-4) FROM shop.docs"_s), u"2000|2000|256|t"_s);
        QCOMPARE(psql(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'shop.docs_hnsw'::regclass"_s), u"t"_s);
        QCOMPARE(psql(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'shop.docs'::regclass AND attnum > 0 AND NOT attisdropped"_s), u"3"_s);
    }

    void stopsForTheApplicationAndReadsItsOptions()
    {
        Ran ran = run({u"model"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"embedding"_s, u"--to"_s, u"vector(2)"_s, u"--from"_s, u"application"_s, u"--yes"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"2000 rows of shop.docs have no vector in embedding_new yet"_s) && ran.err.contains(u"Run the same change again"_s), qPrintable(ran.err));
        for (const auto &[arguments, message] : std::initializer_list<std::pair<QStringList, QString>>{
                 {{u"--to"_s, u"text(3)"_s, u"--from"_s, u"cast"_s}, u"--to takes"_s},
                 {{u"--to"_s, u"vector(3)"_s}, u"--from is missing"_s},
                 {{u"--to"_s, u"vector(3)"_s, u"--from"_s, u"thin air"_s}, u"--from takes"_s},
                 {{u"--to"_s, u"vector(3)"_s, u"--other-table"_s, u"t"_s, u"--other-column"_s, u"v"_s, u"--join"_s, u"a.b=c"_s}, u"--join takes"_s},
                 {{u"--to"_s, u"vector(3)"_s, u"--from"_s, u"cast"_s, u"--batch"_s, u"1"_s}, u"--batch"_s}}) {
            ran = run(QStringList{u"model"_s, u"--table"_s, u"docs"_s, u"--column"_s, u"embedding"_s} + arguments);
            QVERIFY2(ran.status == 2 && ran.err.contains(message), qPrintable(ran.err));
        }
    }
};

QTEST_GUILESS_MAIN(tst_QuiverctlColumns)
#include "tst_quiverctlcolumns.moc"
