// SPDX-License-Identifier: GPL-3.0-or-later
// A server with a table of vectors, and index builds on it that take a second or a few.
#pragma once

#include "index/buildrun.h"
#include "index/buildwatch.h"
#include "pg/connection.h"
#include "sql/changesteps.h"
#include "support/testcluster.h"

#include <QProcess>
#include <QTest>

namespace quiver::test {

using namespace Qt::StringLiterals;

class BuildBench
{
public:
    explicit BuildBench(const QStringList &settings = {}) : cluster(settings) {}

    /// (id int, embedding vector(64)) with random vectors.
    void makeTable(const QString &table, int rows)
    {
        cluster.psql(u"DROP TABLE IF EXISTS %1; CREATE TABLE %1 (id int, embedding vector(64)); SELECT setseed(0.5);"
                     "INSERT INTO %1 SELECT i, array_agg(random())::vector FROM generate_series(1, %2) i, generate_series(1, 64) GROUP BY i;"
                     "ANALYZE %1"_s.arg(table).arg(rows));
    }
    static index::IndexSpec spec(const QString &table, const QString &name, bool concurrently)
    {
        index::IndexSpec spec;
        spec.schema = u"public"_s;
        spec.table = table;
        spec.name = name;
        spec.keys.push_back({index::IndexKey::Form::Column, u"embedding"_s, {catalog::VectorKind::Vector, 64}});
        spec.metric = catalog::AnnMetric::L2;
        spec.concurrently = concurrently;
        return spec;
    }
    static QString ddl(const index::IndexSpec &spec, const QString &options = u"ef_construction = 200"_s)
    {
        return u"CREATE INDEX %1%2 ON public.%3 USING %4 (embedding vector_l2_ops) WITH (%5)"_s
            .arg(spec.concurrently ? u"CONCURRENTLY "_s : QString(), spec.name, spec.table, spec.method, options);
    }
    index::BuildOrder order(const index::IndexSpec &spec, const QString &options = u"ef_construction = 200"_s)
    {
        index::BuildOrder order;
        order.spec = spec;
        order.change.title = u"Build "_s + spec.name;
        order.server = u"bench"_s;
        if (spec.concurrently) {
            const auto session = services.session(cluster.options());
            order.change.steps.push_back(session->run(u"step"_s, [&](pg::Connection &connection, core::JobContext &) {
                return sql::concurrentIndexStep(sql::Quoter(connection), ddl(spec, options), spec.schema, spec.table, spec.name);
            }).future.result());
        } else {
            order.change.steps.push_back({.title = u"Build"_s, .sql = ddl(spec, options), .lock = sql::LockLevel::Share, .lockedObject = u"public."_s + spec.table});
        }
        return order;
    }
    std::unique_ptr<index::BuildWatch> watch() { return watch(cluster.options()); }
    std::unique_ptr<index::BuildWatch> watch(const pg::ConnectOptions &options)
    {
        return std::make_unique<index::BuildWatch>(options, std::make_shared<pg::TypeRegistry>(), services.services());
    }
    bool isInvalid(const QString &index) const
    {
        return cluster.psql(u"SELECT count(*) FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname = '%1' AND NOT indisvalid"_s.arg(index)) == "1"_L1;
    }
    bool exists(const QString &index) const { return cluster.psql(u"SELECT to_regclass('public.%1') IS NOT NULL"_s.arg(index)) == "t"_L1; }

    TestCluster cluster;
    TestServices services;
};

/// SQL that runs in a psql of its own until this is gone.
class OtherSession
{
public:
    OtherSession(const BuildBench &bench, const QString &sql)
    {
        const auto options = bench.cluster.options();
        m_psql.setProcessChannelMode(QProcess::MergedChannels);
        m_psql.start(u"psql"_s, {u"-X"_s, u"-A"_s, u"-t"_s, u"-h"_s, options.parameters.value(u"host"_s), u"-p"_s, options.parameters.value(u"port"_s), u"-U"_s,
                                 options.parameters.value(u"user"_s), u"-d"_s, u"test"_s});
        say(sql);
    }
    ~OtherSession()
    {
        m_psql.closeWriteChannel();
        if (!m_psql.waitForFinished(500))
            m_psql.kill();
        m_psql.waitForFinished();
    }
    void say(const QString &sql)
    {
        m_psql.write(sql.toUtf8() + "\n");
        m_psql.waitForBytesWritten();
    }
    /// Waits until it has said \p text.
    bool hears(const QString &text, int milliseconds = 10'000)
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_output.contains(text.toUtf8()) && timer.elapsed() < milliseconds) {
            m_psql.waitForReadyRead(50);
            m_output += m_psql.readAll();
        }
        return m_output.contains(text.toUtf8());
    }
    QByteArray output() const { return m_output; }

private:
    QProcess m_psql;
    QByteArray m_output;
};

} // namespace quiver::test
