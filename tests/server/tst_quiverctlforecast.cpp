// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index forecast: what scripts and people read of a build before it is made.
#include "support/program.h"
#include "support/testcluster.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

class QuiverctlForecastTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_workspace;

    Ran run(const QStringList &arguments) const
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"index"_s, u"forecast"_s, u"--url"_s, m_cluster->options().toUri(), u"--column"_s, u"v"_s} + arguments,
                                test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_workspace.path()}}));
    }
    static QJsonObject json(const Ran &ran) { return QJsonDocument::fromJson(ran.out.toUtf8()).object(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_cluster->psql(u"CREATE TABLE t AS SELECT g AS id, (SELECT array_agg(random() - 0.5) FROM generate_series(1, 64) WHERE g > 0)::vector(64) AS v "
                        "FROM generate_series(1, 1200) g"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void writesJson()
    {
        const Ran ran = run({u"--table"_s, u"t"_s, u"--m"_s, u"8"_s, u"--json"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        const QJsonObject told = json(ran);
        QVERIFY(told[u"build_seconds"_s].isNull() && told[u"build_seconds_low"_s].isNull() && told[u"spill_at_tuple"_s].isNull());
        QVERIFY(told[u"build_seconds_source"_s].toString().contains(u"calibration"_s));
        QCOMPARE(told[u"fits_memory"_s].toBool(), true);
        QCOMPARE(told[u"rows"_s].toInteger(), 1'200);
        m_cluster->psql(u"CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (m = 8)"_s);
        const double real = m_cluster->psql(u"SELECT pg_relation_size('i')"_s).toDouble();
        m_cluster->psql(u"DROP INDEX i"_s);
        QVERIFY2(std::abs(told[u"size_bytes"_s].toDouble() / real - 1) < 0.1, qPrintable(QString::number(real)));
        QCOMPARE_GT(told[u"graph_memory_bytes"_s].toInteger(), 1'200 * 64 * 4);
    }
    void asksBeforeItCalibrates()
    {
        const Ran ran = run({u"--table"_s, u"t"_s, u"--calibrate"_s, u"--json"_s});
        QCOMPARE(ran.status, 2);
        QVERIFY2(ran.err.contains(u"CREATE UNLOGGED TABLE"_s) || ran.err.contains(u"--yes"_s), qPrintable(ran.err));
        QCOMPARE(ran.out, QString());
        const Ran dry = run({u"--table"_s, u"t"_s, u"--calibrate"_s, u"--dry-run"_s});
        QVERIFY2(dry.status == 0 && dry.out.contains(u"CREATE UNLOGGED TABLE"_s), qPrintable(dry.out + dry.err));
    }
    void calibrates()
    {
        const Ran ran = run({u"--table"_s, u"t"_s, u"--calibrate"_s, u"--sample"_s, u"50"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        const QJsonObject told = json(ran);
        const double seconds = told[u"build_seconds"_s].toDouble();
        QVERIFY2(seconds > 0 && told[u"build_seconds_low"_s].toDouble() < seconds && seconds < told[u"build_seconds_high"_s].toDouble(), qPrintable(ran.out));
        QVERIFY2(told[u"build_seconds_source"_s].toString().startsWith(u"calibrated on "_s), qPrintable(ran.out));
        QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'quiver%'"_s).trimmed(), u"0"_s);
    }
    void tellsPeople()
    {
        const Ran ran = run({u"--table"_s, u"t"_s, u"--method"_s, u"ivfflat"_s, u"--lists"_s, u"100"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.err));
        for (const QString &words : {u"Size on disk"_s, u"maintenance_work_mem"_s, u"SHARE UPDATE EXCLUSIVE"_s, u"too few for 100 lists"_s})
            QVERIFY2(ran.out.contains(words), qPrintable(ran.out));
    }
    void refusesWhatItCannotRead()
    {
        QCOMPARE(run({u"--table"_s, u"t"_s, u"--calibrate"_s, u"--sample"_s, u"0"_s}).status, 2);
        QCOMPARE(run({u"--table"_s, u"t"_s, u"--sample"_s, u"x"_s}).status, 2);
        const Ran ran = run({u"--table"_s, u"missing"_s});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains(u"missing"_s), qPrintable(ran.err));
    }
};

QTEST_GUILESS_MAIN(QuiverctlForecastTest)
#include "tst_quiverctlforecast.moc"
