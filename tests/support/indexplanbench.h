// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of every vector type on a throwaway server, and what plans and builds indexes of them.
#pragma once

#include "index/indexplan.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <memory>

namespace quiver::test {

using namespace Qt::StringLiterals;
using namespace quiver::index;

inline IndexSpec on(const QString &table, const QString &column, const QString &method = u"hnsw"_s)
{
    IndexSpec spec{.schema = u"public"_s, .table = table, .method = method};
    spec.keys = {{.column = column}};
    return spec;
}

inline bool says(const std::vector<IndexProblem> &problems, IndexField field, const QString &part, bool isError)
{
    return std::ranges::any_of(problems, [&](const IndexProblem &each) { return each.field == field && each.isError == isError && each.text.contains(part); });
}

inline QString texts(const std::vector<IndexProblem> &problems)
{
    QStringList list;
    for (const IndexProblem &each : problems)
        list << (each.isError ? u"error: "_s : u"note: "_s) + each.text;
    return list.join(u'\n');
}

/// A base for tests; its members are theirs.
class IndexPlanBench : public QObject
{
public:
    /// Begins the server, whose table docs has 500 rows.
    void begin()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"shared_preload_libraries = 'pg_stat_statements'"_s});
        psql(uR"(
            CREATE TABLE docs (id bigint PRIMARY KEY, tenant int, v vector(8), h halfvec(8), s sparsevec(8), b bit(8), meta jsonb, big vector(2500), "any" vector);
            INSERT INTO docs SELECT i, i % 7, ARRAY[i, 1, 2, 3, 4, 5, 6, i % 11]::vector, ARRAY[i % 100, 1, 2, 3, 4, 5, 6, 1]::halfvec,
                ARRAY[i, 0, 0, 1, 0, 0, 0, 1]::vector::sparsevec, (i % 256)::bit(8), jsonb_build_object('tenant', i % 7) FROM generate_series(1, 500) i;
            CREATE TABLE fresh (id int, v vector(3));
            CREATE SCHEMA "we""ird; --";
            CREATE TABLE "we""ird; --"."文档 Größe $1" (id int, "Vec ""tor" vector(3));
            INSERT INTO "we""ird; --"."文档 Größe $1" SELECT i, ARRAY[i, 1, 2]::vector FROM generate_series(1, 20) i;
            CREATE ROLE somebody; CREATE TABLE theirs (id int, v vector(3)); ALTER TABLE theirs OWNER TO somebody;
            CREATE DATABASE elsewhere)"_s);
        psql(uR"(CREATE SCHEMA "Ext x"; CREATE EXTENSION vector SCHEMA "Ext x"; CREATE TABLE docs (id int, v "Ext x".vector(4));
            INSERT INTO docs SELECT i, ('[1,2,3,' || i || ']')::"Ext x".vector FROM generate_series(1, 50) i)"_s, u"elsewhere"_s);
    }
    void end()
    {
        m_sessions.clear();
        m_cluster.reset();
    }

protected:
    template<typename Work>
    auto ask(Work work, const QString &database = u"test"_s, bool readOnly = true)
    {
        std::unique_ptr<pg::Session> &session = m_sessions[database];
        if (!session)
            session = m_services.session(m_cluster->options(database));
        return session->run(u"ask"_s, [&](pg::Connection &connection, core::JobContext &job) {
            connection.setReadOnly(readOnly);
            return work(connection, job);
        }).future.result();
    }
    IndexPlan plan(const IndexSpec &spec, const BuildSettings &settings = {}, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &) { return planIndex(c, spec, settings); }, database);
    }
    IndexPlan planAs(const QString &role, const IndexSpec &spec)
    {
        return ask([&](pg::Connection &c, core::JobContext &) {
            c.exec(u"SET ROLE "_s + role);
            const IndexPlan made = planIndex(c, spec);
            c.exec("RESET ROLE");
            return made;
        });
    }
    sql::ChangeReport run(const sql::Change &change, const QString &database = u"test"_s)
    {
        return ask([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); }, database, false);
    }
    IndexTable table(const QString &name, const QStringList &columns = {})
    {
        return *ask([&](pg::Connection &c, core::JobContext &) { return indexTable(c, u"public"_s, name, columns); });
    }
    /// Plans, builds, and expects the index to be valid and to be read back as it was planned.
    void build(const IndexSpec &spec, const QString &database = u"test"_s)
    {
        const IndexPlan made = plan(spec, {}, database);
        QVERIFY2(!hasErrors(made.problems), qPrintable(texts(made.problems)));
        const sql::ChangeReport report = run(made.change, database);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        const std::optional<IndexTable> now = ask([&](pg::Connection &c, core::JobContext &) { return indexTable(c, spec.schema, spec.table, {}); }, database);
        const IndexFound *found = now->index(made.spec.name);
        QVERIFY2(found, qPrintable(made.createSql));
        QVERIFY(found->isValid);
        QVERIFY2(found->spec == made.spec, qPrintable(made.createSql));
        const IndexPlan again = plan(made.spec, {}, database);
        QVERIFY2(again.isThere && again.change.isEmpty(), qPrintable(made.createSql));
    }
    QString psql(const QString &sql, const QString &database = u"test"_s) { return m_cluster->psql(sql, database); }

    std::unique_ptr<TestCluster> m_cluster;
    TestServices m_services;
    std::map<QString, std::unique_ptr<pg::Session>> m_sessions; // by database
};

} // namespace quiver::test
