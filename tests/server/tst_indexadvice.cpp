// SPDX-License-Identifier: GPL-3.0-or-later
// Settings judged and set on a real server, and slow vector queries from pg_stat_statements, with its library loaded and without.
#include "index/hostfacts.h"
#include "index/settingsadvice.h"
#include "index/slowqueries.h"
#include "sql/changerunner.h"
#include "support/testcluster.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::index;

class IndexAdviceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<test::TestCluster> m_cluster;
    test::TestServices m_services;

    template<typename Work>
    auto onServer(Work work, const QString &user = {})
    {
        pg::ConnectOptions options = m_cluster->options();
        if (!user.isEmpty())
            options.parameters.insert(u"user"_s, user);
        const auto session = m_services.session(options);
        return session->run(u"test"_s, [&](pg::Connection &connection, core::JobContext &job) { return work(connection, job); }).future.result();
    }
    template<typename Make>
    CarePlan plan(Make make, const QString &user = {})
    {
        return onServer([&](pg::Connection &c, core::JobContext &) { return make(c); }, user);
    }
    sql::ChangeReport apply(const sql::Change &change)
    {
        return onServer([&](pg::Connection &c, core::JobContext &job) { return sql::ChangeRunner(change).run(c, job); });
    }
    SlowQueries slow(const QString &user = {})
    {
        return onServer([](pg::Connection &c, core::JobContext &) { return slowQueries(c); }, user);
    }
    QString psql(const QString &sql) { return m_cluster->psql(sql).trimmed(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>(QStringList{u"shared_preload_libraries = 'pg_stat_statements'"_s, u"maintenance_work_mem = '1MB'"_s});
        m_cluster->psql(u"CREATE ROLE plain LOGIN; CREATE TABLE d (id int, embedding vector(64));"
                        "INSERT INTO d SELECT i, (SELECT array_agg(sin(i * k)) FROM generate_series(1, 64) k)::vector FROM generate_series(1, 3000) i;"
                        "SET maintenance_work_mem = '64MB'; CREATE INDEX d_h ON d USING hnsw (embedding vector_l2_ops); GRANT SELECT ON d TO plain"_s);
        m_cluster->psql(u"ANALYZE d"_s);
    }
    void cleanupTestCase() { m_cluster.reset(); }

    void aControlGroupMayLetTheServerHaveLess()
    {
        const QString meminfo = u"MemTotal:       24684084 kB\nMemFree: 1 kB\n"_s;
        const qint64 all = 24684084LL * 1024;
        HostMachine machine = hostMachineOf(meminfo, u"0-3,6\n"_s, {});
        QCOMPARE(machine, (HostMachine{all, u"MemTotal of /proc/meminfo"_s, 5}));
        QCOMPARE(hostMachineOf(meminfo, u"0-3,6\n"_s, core::MemoryLimit{9223372036854771712, u"/sys/fs/cgroup/memory/memory.limit_in_bytes"_s}), machine); // version 1: none
        machine = hostMachineOf(meminfo, u"0\n"_s, core::MemoryLimit{2LL << 30, u"/sys/fs/cgroup/memory.max"_s});
        QCOMPARE(machine.memory, 2LL << 30);
        QVERIFY2(machine.memorySource.contains(u"control group, /sys/fs/cgroup/memory.max"_s) && machine.memorySource.contains(u"23.5 GB"_s), qPrintable(machine.memorySource));
        QVERIFY(hostMachineOf({}, {}, core::MemoryLimit{2LL << 30, u"f"_s}).memorySource.startsWith(u"not known"_s));
    }

    void readsTheHostWithinATransactionToo()
    {
        QVERIFY(onServer([](pg::Connection &c, core::JobContext &) {
            pg::Transaction transaction(c);
            return hostMachine(c).memory.has_value() && c.exec("SELECT true").boolean(0, 0);
        }));
    }

    // It goes there without saying so, and that is the disk that has to have room.
    void looksWhereDefaultTablespacePutsAnIndex()
    {
        psql(u"SET allow_in_place_tablespaces = on; CREATE TABLESPACE \"fa st\" LOCATION ''"_s);
        const auto place = [this](const QString &setting, const QString &tablespace) {
            return onServer([&](pg::Connection &c, core::JobContext &) {
                c.exec({"SELECT set_config('default_tablespace', $1, false)", {pg::Param::text(setting)}});
                return hostFacts(c, tablespace).tablespace;
            });
        };
        QCOMPARE(place({}, {}), u"pg_default"_s);
        QCOMPARE(place(u"fa st"_s, {}), u"fa st"_s);
        QCOMPARE(place(u"fa st"_s, u"pg_default"_s), u"pg_default"_s);
        psql(u"DROP TABLESPACE \"fa st\""_s);
    }

    void judgesSettingsAndSetsThem()
    {
        const auto measure = onServer([](pg::Connection &c, core::JobContext &) { return measureServer(c); });
        QCOMPARE(measure.annIndexes, 1);
        QCOMPARE(measure.graphIndex, u"public.d_h"_s);
        QVERIFY(measure.hostMemory.value_or(0) > 100'000'000 && measure.cores >= 1);
        QVERIFY(measure.setting(u"wal_compression"_s)->choices.contains(u"on"_s));
        const HostFacts host = onServer([](pg::Connection &c, core::JobContext &) { return hostFacts(c); });
        QCOMPARE(host.memory, measure.hostMemory);
        QVERIFY2(host.memorySource.contains(u"/proc/meminfo"_s) || host.memorySource.contains(u"/sys/fs/cgroup/"_s), qPrintable(host.memorySource));
        // By a role that may not read the server's files it is read here, of the same process of the server.
        const HostMachine seen = onServer([](pg::Connection &c, core::JobContext &) { return hostMachine(c); }, u"plain"_s);
        QCOMPARE(seen, (HostMachine{measure.hostMemory, host.memorySource, measure.cores}));
        QVERIFY(measure.maySetSystem && measure.number(u"maintenance_work_mem"_s) == 1 << 20);
        const auto list = adviceFor(measure);
        const auto memory = std::ranges::find(list, u"maintenance_work_mem"_s, &SettingAdvice::name);
        QCOMPARE(memory->severity, SettingAdvice::Severity::Warning);
        QVERIFY2(memory->how.contains(u"ALTER SYSTEM SET maintenance_work_mem"_s), qPrintable(memory->how));
        const CarePlan made = plan([&](pg::Connection &c) { return planAlterSystem(c, memory->name, memory->advised); });
        const auto report = apply(made.change);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SHOW maintenance_work_mem"_s), memory->advised, 20000);
        QVERIFY(apply(report.undo()).succeeded());
        QTRY_COMPARE_WITH_TIMEOUT(psql(u"SHOW maintenance_work_mem"_s), u"1MB"_s, 20000);
        QVERIFY(plan([](pg::Connection &c) { return planAlterSystem(c, u"shared_buffers"_s, u"1GB"_s); }).notes.value(0).contains(u"restart"_s));
        QVERIFY(plan([](pg::Connection &c) { return planAlterSystem(c, u"nonsense"_s, u"1"_s); }).refusal.contains(u"no setting"_s));
        QVERIFY(plan([](pg::Connection &c) { return planAlterSystem(c, u"jit"_s, u"off"_s); }, u"plain"_s).refusal.contains(u"superusers"_s));
    }

    void setsForADatabase()
    {
        psql(u"ALTER DATABASE test SET jit = 'on'"_s);
        const auto report = apply(plan([](pg::Connection &c) { return planAlterDatabase(c, u"jit"_s, u"off"_s); }).change);
        QCOMPARE(psql(u"SHOW jit"_s), u"off"_s);
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(psql(u"SHOW jit"_s), u"on"_s);
        QVERIFY(plan([](pg::Connection &c) { return planAlterDatabase(c, u"shared_buffers"_s, u"1GB"_s); }).refusal.contains(u"whole server"_s));
    }

    void setsEachPartOfAListByItself()
    {
        const QString shared = u"shared_preload_libraries"_s;
        const auto file = [&] { return psql(u"SELECT setting FROM pg_file_settings WHERE name = 'shared_preload_libraries' AND sourcefile LIKE '%auto.conf'"_s); };
        const auto set = [&](const QString &value) { return plan([&](pg::Connection &c) { return planAlterSystem(c, shared, value); }); };
        const auto report = apply(set(u"pg_stat_statements, auto_explain"_s).change);
        QVERIFY2(report.succeeded(), qPrintable(report.summary()));
        QCOMPARE(file(), u"pg_stat_statements, auto_explain"_s); // one quoted name keeps the server from starting
        QVERIFY(apply(report.undo()).succeeded());
        QCOMPARE(file(), u"pg_stat_statements"_s);
        QVERIFY(set(u"\"\""_s).refusal.contains(u"does not start"_s));

        psql(u"CREATE SCHEMA \"a, b\"; ALTER DATABASE test SET search_path = public, \"a, b\""_s);
        const auto path = apply(plan([](pg::Connection &c) { return planAlterDatabase(c, u"search_path"_s, u"\"$user\", public"_s); }).change);
        QVERIFY2(path.succeeded(), qPrintable(path.summary()));
        QCOMPARE(psql(u"SHOW search_path"_s), u"\"$user\", public"_s);
        QVERIFY(apply(path.undo()).succeeded());
        QCOMPARE(psql(u"SHOW search_path"_s), u"public, \"a, b\""_s);
        psql(u"ALTER DATABASE test RESET search_path"_s);
    }

    void listsSlowVectorQueries()
    {
        QCOMPARE(slow().state, SlowQueries::State::NotCreated);
        QVERIFY(slow(u"plain"_s).words.contains(u"superuser"_s));
        psql(u"CREATE SCHEMA \"My Tools\""_s);
        QVERIFY(apply(plan([](pg::Connection &c) { return planCreateStatements(c); }).change).succeeded());
        psql(u"ALTER EXTENSION pg_stat_statements SET SCHEMA \"My Tools\""_s);
        for (int i = 1; i <= 3; ++i)
            psql(u"SELECT id FROM d ORDER BY embedding <-> (SELECT embedding FROM d WHERE id = %1) LIMIT 5"_s.arg(i));
        psql(u"SELECT count(*) FROM d; SELECT 'a <-> b' < 'embedding'"_s);
        const SlowQueries found = slow();
        QCOMPARE(found.state, SlowQueries::State::Ready);
        QVERIFY(found.seesAll && found.since.isValid() && found.totalMs > 0);
        QCOMPARE(found.queries.size(), 1u);
        QCOMPARE(found.queries.front().calls, 3);
        QCOMPARE(found.queries.front().rows, 15);
        QCOMPARE(found.queries.front().operators, QStringList{u"<->"_s});
        QVERIFY(found.queries.front().hitShare() > 0 && found.queries.front().meanMs > 0);
        QCOMPARE(slow(u"plain"_s).state, SlowQueries::State::NotAllowed);
        psql(u"GRANT USAGE ON SCHEMA \"My Tools\" TO plain"_s);
        const SlowQueries plain = slow(u"plain"_s);
        QVERIFY(!plain.seesAll && plain.queries.empty() && plain.words.contains(u"pg_read_all_stats"_s));
        QVERIFY(plan([](pg::Connection &c) { return planResetStatements(c); }, u"plain"_s).refusal.contains(u"GRANT EXECUTE"_s));
        QVERIFY(apply(plan([&](pg::Connection &c) { return planResetStatements(c, found.queries.front().id); }).change).succeeded());
        QVERIFY(slow().queries.empty());
    }

    void saysThatTheLibraryIsNotLoaded()
    {
        const test::TestCluster bare;
        const auto session = m_services.session(bare.options());
        const auto ask = [&] {
            return session->run(u"test"_s, [](pg::Connection &c, core::JobContext &) { return slowQueries(c); }).future.result();
        };
        QCOMPARE(ask().state, SlowQueries::State::NotPreloaded);
        bare.psql(u"CREATE EXTENSION pg_stat_statements"_s);
        QCOMPARE(ask().state, SlowQueries::State::NotPreloaded);
        QVERIFY(ask().words.contains(u"shared_preload_libraries"_s));
    }
};

QTEST_GUILESS_MAIN(IndexAdviceTest)
#include "tst_indexadvice.moc"
