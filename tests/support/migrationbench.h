// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of migrations and a database of its own on a throwaway cluster, for tests that run them.
#pragma once

#include "migrations/migrationrepair.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace quiver::test {

using namespace Qt::StringLiterals;

/// `pg_dump -s` of a database without the history of its migrations and without what differs from run to run.
inline QString schemaDump(const TestCluster &cluster, const QString &database)
{
    const Ran ran = runProgram(TestCluster::binDirectory() + u"/pg_dump"_s,
                               {u"-s"_s, u"-N"_s, u"quiver"_s, u"-T"_s, u"alembic_version"_s, u"-d"_s, cluster.options(database).toUri()},
                               QProcessEnvironment::systemEnvironment());
    if (ran.status != 0)
        qFatal("pg_dump: %s", qPrintable(ran.err));
    QString text = ran.out;
    return text.remove(QRegularExpression(u"^\\\\(un)?restrict .*$"_s, QRegularExpression::MultilineOption));
}

class MigrationBench
{
public:
    explicit MigrationBench(TestCluster &on) : cluster(on)
    {
        static int count = 0;
        database = u"bench%1"_s.arg(++count);
        cluster.psql(u"CREATE DATABASE %1 TEMPLATE test"_s.arg(database));
        folder = directory.filePath(u"migrations"_s);
        QDir().mkpath(folder);
        session = services.session(cluster.options(database), u"migrations"_s);
    }

    void write(const QString &name, const QString &text) const
    {
        QFile file(folder + u'/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
            qFatal("%s", qPrintable(file.errorString()));
    }
    void remove(const QString &name) const { QFile::remove(folder + u'/' + name); }

    template<typename Work>
    auto on(pg::Session &other, Work work) const
    {
        auto task = other.run(u"work"_s, std::move(work));
        if constexpr (std::is_void_v<pg::ResultOf<Work>>)
            task.future.waitForFinished();
        else
            return task.future.result();
    }
    migrations::MigrationReport run(const migrations::MigrationTarget &target)
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &job) { return migrations::MigrationRunner(folder, options).run(c, job, target); });
    }
    migrations::MigrationReport up(qint64 count = -1) { return run(migrations::MigrationTarget::up(count)); }
    migrations::MigrationReport down(qint64 count = 1) { return run(migrations::MigrationTarget::down(count)); }
    migrations::MigrationReport to(qint64 version) { return run(migrations::MigrationTarget::to(version)); }
    migrations::MigrationReport dryRun(const migrations::MigrationTarget &target = {})
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &job) { return migrations::MigrationRunner(folder, options).dryRun(c, job, target); });
    }
    migrations::MigrationReport resume(qint64 version)
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &job) { return migrations::MigrationRunner(folder, options).resume(c, job, version); });
    }
    migrations::MigrationStatus status()
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &) { return readStatus(c, folder, options.table); });
    }
    /// "1 applied, 2 pending".
    QString states()
    {
        QStringList list;
        for (const migrations::MigrationEntry &entry : status().entries)
            list << u"%1 %2"_s.arg(entry.version).arg(stateName(entry.state));
        return list.join(u", "_s);
    }
    migrations::MigrationRepair inspect(qint64 version)
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &) {
            const migrations::MigrationStatus now = readStatus(c, folder, options.table);
            return inspectMigration(c, now, *now.find(version));
        });
    }
    sql::ChangeReport apply(const sql::Change &change)
    {
        return on(*session, [&](pg::Connection &c, core::JobContext &job) {
            sql::KeptRun run(nullptr, {});
            return applyToHistory(c, job, options, change, run);
        });
    }
    sql::ChangeReport repair(qint64 version, migrations::RepairOffer::Kind kind)
    {
        const migrations::MigrationRepair repair = inspect(version);
        const migrations::RepairOffer *offer = repair.offer(kind);
        if (!offer)
            qFatal("no such offer: %s", qPrintable(repair.found));
        return apply(offer->change);
    }
    QString ask(const QString &sql) const { return cluster.psql(sql, database); }
    QString dump() const { return schemaDump(cluster, database); }

    TestCluster &cluster;
    TestServices services;
    QTemporaryDir directory;
    QString database;
    QString folder;
    migrations::MigrationOptions options;
    std::unique_ptr<pg::Session> session; // last: it uses the services
};

} // namespace quiver::test
