// SPDX-License-Identifier: GPL-3.0-or-later
// A server with tables of vectors, and model changes that are planned and run on it as the program does.
#pragma once

#include "schema/modelchange.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QProcess>
#include <QRegularExpression>

namespace quiver::test {

class ModelBench
{
public:
    explicit ModelBench(const QStringList &settings = {}) : m_cluster(settings) { m_session = open(QStringLiteral("change")); }

    struct Names {
        QString schema, table, key, column;
    };

    TestCluster &cluster() { return m_cluster; }
    QString psql(const QString &sql) { return m_cluster.psql(sql); }
    std::unique_ptr<pg::Session> open(const QString &name) { return m_services.session(m_cluster.options(), name); }

    /// (id int PRIMARY KEY, body text, embedding vector(3)): every tenth row has no vector.
    void makeTable(const QString &table, int rows) { makeTable({QStringLiteral("public"), table, QStringLiteral("id"), QStringLiteral("embedding")}, rows); }
    void makeTable(const Names &names, int rows)
    {
        write([&](pg::Connection &c) {
            const auto name = [&](const QString &text) { return QString::fromUtf8(c.quoteIdentifier(text)); };
            const QString table = name(names.schema) + u'.' + name(names.table);
            c.exec(QStringLiteral("CREATE SCHEMA IF NOT EXISTS ") + name(names.schema));
            c.exec(QStringLiteral("CREATE TABLE ") + table + QStringLiteral(" (") + name(names.key) + QStringLiteral(" int PRIMARY KEY, body text, ")
                   + name(names.column) + QStringLiteral(" vector(3))"));
            c.exec(QStringLiteral("INSERT INTO ") + table
                   + QStringLiteral(" SELECT i, 'text ' || i, CASE WHEN i % 10 > 0 THEN ARRAY[i % 17, i % 13, 1.1]::vector END FROM generate_series(1, ")
                   + QString::number(rows) + QStringLiteral(") i"));
            c.exec(QStringLiteral("ANALYZE ") + table);
        });
    }

    schema::ModelPlan plan(const schema::ModelChange &request)
    {
        return m_session->read(QStringLiteral("plan"), [&](pg::Connection &c, core::JobContext &) { return schema::planModelChange(c, request); }).future.result();
    }
    /// Blocks until it is done. \p listener is called on the session's thread.
    sql::ChangeReport run(const sql::Change &change, sql::ChangeListener *listener = nullptr) { return start(change, listener).future.result(); }
    core::Task<sql::ChangeReport> start(const sql::Change &change, sql::ChangeListener *listener = nullptr)
    {
        return m_session->run(QStringLiteral("change"), [change, listener](pg::Connection &c, core::JobContext &job) {
            return sql::ChangeRunner(change, listener).run(c, job);
        });
    }
    /// Plans and runs; false, with a warning, where either failed.
    bool apply(const schema::ModelChange &request)
    {
        const schema::ModelPlan made = plan(request);
        for (const schema::ColumnProblem &problem : made.problems) {
            if (problem.isError) {
                qWarning("%s", qUtf8Printable(problem.text));
                return false;
            }
        }
        const sql::ChangeReport report = run(made.change);
        if (!report.succeeded())
            qWarning("%s", qUtf8Printable(report.summary()));
        return report.succeeded();
    }
    template<typename Work>
    void write(Work work)
    {
        m_session->run(QStringLiteral("write"), [&](pg::Connection &c, core::JobContext &) { work(c); }).future.waitForFinished();
    }

    QString invalidIndexes() { return psql(QStringLiteral("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")); }
    /// The DDL of a table, as pg_dump writes it.
    QString dump(const QString &table)
    {
        // Without the lines that name a key made up for each dump.
        return program(QStringLiteral("pg_dump"), {QStringLiteral("-s"), QStringLiteral("-t"), table}).replace(QRegularExpression(QStringLiteral("\\\\(un)?restrict .*")), {});
    }
    void psqlFile(const QString &file)
    {
        program(QStringLiteral("psql"), {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-f"), file});
    }

private:
    QString program(const QString &name, const QStringList &arguments)
    {
        QProcess process;
        process.start(TestCluster::binDirectory() + u'/' + name,
                      QStringList{QStringLiteral("-h"), m_cluster.socketDirectory(), QStringLiteral("-p"), QString::number(m_cluster.port()), QStringLiteral("-U"),
                                  QStringLiteral("tester"), QStringLiteral("-d"), QStringLiteral("test")} + arguments);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("%s: %s", qUtf8Printable(name), process.readAllStandardError().constData());
        return QString::fromUtf8(process.readAllStandardOutput());
    }

    TestCluster m_cluster;
    TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
};

} // namespace quiver::test
