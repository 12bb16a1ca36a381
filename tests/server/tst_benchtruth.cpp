// SPDX-License-Identifier: GPL-3.0-or-later
// Ground truths that were kept: of this server, this table and these rows alone, however alike another one is.
#include "bench/runner.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "support/testcluster.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::bench;

namespace {

/// A server whose files can be kept aside and put back, as with a backup.
class BackedUpCluster : public test::TestCluster
{
public:
    using TestCluster::TestCluster;
    void backUp() { copy(dataDirectory(), dataDirectory() + u".backup"_s); }
    void restore() { copy(dataDirectory() + u".backup"_s, dataDirectory()); }

private:
    void copy(const QString &from, const QString &to)
    {
        stop();
        runOrDie({u"rm"_s, u"-rf"_s, to});
        runOrDie({u"cp"_s, u"-a"_s, from, to});
        start();
    }
};

/// The same statements on each server, so that identifiers, transactions and places of rows are the same; the vectors are not.
QString tableOf(double scale)
{
    return uR"(CREATE TABLE "we""ird; --" (id int PRIMARY KEY, e vector(4));
        INSERT INTO "we""ird; --" SELECT i, ARRAY[i, i % 7, i % 11, i % 13]::float8[]::vector FROM generate_series(1, 300) i;
        UPDATE "we""ird; --" SET e = ARRAY[id % 17, id % 7 + %1, id, 1]::float8[]::vector)"_s.arg(scale);
}

} // namespace

class BenchTruthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_workspace = store::Workspace::open(m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".sqlite"_s)); }
    void cleanup() { m_workspace.reset(); }
    void isNotThatOfAnotherServer();
    void isNotThatOfABackup();
    void isKeptUntilARestartWhereTheServerHidesItsNumber();

private:
    struct Looked {
        Truth truth;
        QByteArray fingerprint;
    };
    Looked look(const test::TestCluster &cluster) { return look(cluster.options()); }
    Looked look(const pg::ConnectOptions &options)
    {
        return core::runInThread(m_pool, u"bench"_s, nullptr, [&](core::JobContext &job) {
            Workload workload;
            workload.query.table = u"we\"ird; --"_s;
            workload.query.column = u"e"_s;
            workload.query.metric = catalog::AnnMetric::L2;
            workload.queries = {.kind = QuerySet::Kind::File, .file = m_queries, .fileField = {}, .texts = {}};
            BenchRunner runner({options, m_services.services(), m_workspace.get(), {}, {}});
            const BoundWorkload &bound = runner.bind(job, workload, true);
            const QByteArray fingerprint = runner.onSession(job, [&](pg::Connection &connection, core::JobContext &) { return tableFingerprint(connection, bound); });
            return Looked{*runner.truth(), fingerprint};
        }).future.result();
    }
    void writeQueries()
    {
        QFile file(m_queries);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"e\": [1,2,3,4]}\n{\"e\": [50,1,1,1]}\n") > 0);
    }

    test::TestServices m_services;
    QThreadPool m_pool;
    QTemporaryDir m_directory;
    const QString m_queries = m_directory.filePath(u"queries.jsonl"_s);
    std::unique_ptr<store::Workspace> m_workspace;
};

void BenchTruthTest::isNotThatOfAnotherServer()
{
    writeQueries();
    test::TestCluster one, other;
    one.psql(tableOf(1));
    other.psql(tableOf(1));
    const Looked first = look(one), again = look(one), elsewhere = look(other);
    QVERIFY(!first.truth.isKept && again.truth.isKept);
    QCOMPARE(elsewhere.fingerprint, first.fingerprint); // of the table alone they are the same
    QVERIFY(!elsewhere.truth.isKept);
}

void BenchTruthTest::isNotThatOfABackup()
{
    writeQueries();
    BackedUpCluster cluster;
    cluster.psql(u"SELECT 1"_s);
    cluster.backUp();
    cluster.psql(tableOf(1));
    const Looked before = look(cluster);
    cluster.stop();
    cluster.start();
    QVERIFY(look(cluster).truth.isKept); // the same after a restart
    cluster.restore();
    cluster.psql(tableOf(3));
    const Looked after = look(cluster);
    QCOMPARE(after.fingerprint, before.fingerprint);
    QVERIFY(!after.truth.isKept);
    QVERIFY(after.truth.lists[0].distances != before.truth.lists[0].distances);
}

void BenchTruthTest::isKeptUntilARestartWhereTheServerHidesItsNumber()
{
    writeQueries();
    test::TestCluster cluster;
    cluster.psql(tableOf(1) + uR"(; REVOKE EXECUTE ON FUNCTION pg_control_system FROM PUBLIC; GRANT SELECT ON "we""ird; --" TO guarded)"_s);
    const pg::ConnectOptions guarded = cluster.tcpOptions();
    QVERIFY(!look(guarded).truth.isKept);
    QVERIFY(look(guarded).truth.isKept);
    cluster.stop();
    cluster.start();
    QVERIFY(!look(guarded).truth.isKept); // it may be another one
}

QTEST_GUILESS_MAIN(BenchTruthTest)
#include "tst_benchtruth.moc"
