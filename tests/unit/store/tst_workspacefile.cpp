// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"
#include "store/paths.h"
#include "store/sqliteconnection.h"
#include "store/workspace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver::store;

namespace {

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &name, const QByteArray &content)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

QByteArray randomBytes(qsizetype size)
{
    QRandomGenerator generator(4711);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(generator.bounded(256));
    return bytes;
}

Profile namedProfile(const QString &name)
{
    Profile profile = Profile::create();
    profile.name = name;
    return profile;
}

/// Why \p file cannot be opened; nothing when it can.
std::optional<Error> openError(const QString &file, const QList<UpgradeStep> &steps = workspaceSchema())
{
    try {
        Workspace::open(file, steps);
    } catch (const Error &error) {
        return error;
    }
    return std::nullopt;
}

QList<UpgradeStep> oneStepMore()
{
    QList<UpgradeStep> steps = workspaceSchema();
    steps.append({steps.last().version + 1,
                  {u"ALTER TABLE profile ADD COLUMN extra TEXT NOT NULL DEFAULT 'new'"_s,
                   u"UPDATE profile SET notes = 'upgraded'"_s}});
    return steps;
}

} // namespace

class tst_workspacefile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"workspace.sqlite"_s);
    }

    void directoryAndFilesAreForTheirOwnerOnly()
    {
        const QString file = m_directory->filePath(u"深/deeper/workspace.sqlite"_s);
        auto workspace = Workspace::open(file);
        workspace->setValue(u"k"_s, "v").waitForFinished();
        const auto all = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
                         | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(QFileInfo(file).path()) & all));
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
            QVERIFY2(QFile::exists(file + suffix), qPrintable(suffix));
            QVERIFY2(!(QFile::permissions(file + suffix) & all), qPrintable(suffix));
        }
    }

    void rightsThatOthersHaveAreTakenAway()
    {
        Workspace::open(m_file);
        QVERIFY(QFile::setPermissions(m_file, QFile::permissions(m_file) | QFile::ReadOther));
        Workspace::open(m_file);
        QVERIFY(!(QFile::permissions(m_file) & QFile::ReadOther));
    }

    void theDirectoryCanBeNamedByTheEnvironment()
    {
        qputenv("QUIVER_WORKSPACE", m_directory->path().toUtf8());
        QCOMPARE(workspaceDirectory(), m_directory->path());
        QCOMPARE(workspaceFile(), m_file);
        qunsetenv("QUIVER_WORKSPACE");
        QVERIFY(!workspaceDirectory().isEmpty());
        QVERIFY(workspaceDirectory() != m_directory->path());
    }

    void openingIsQuick()
    {
        Workspace::open(m_file)->saveProfile(namedProfile(u"a"_s));
        qint64 best = 1000;
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer elapsed;
            elapsed.start();
            const auto workspace = Workspace::open(m_file);
            best = std::min(best, elapsed.elapsed());
        }
        QVERIFY2(best < 20, qPrintable(QString::number(best)));
    }

    void everyOlderVersionIsUpgraded_data()
    {
        QTest::addColumn<int>("version");
        for (const UpgradeStep &step : oneStepMore())
            QTest::addRow("%d", step.version) << step.version;
    }

    void everyOlderVersionIsUpgraded()
    {
        QFETCH(int, version);
        const QList<UpgradeStep> steps = oneStepMore();
        {
            SqliteConnection old(m_file);
            for (const UpgradeStep &step : steps.mid(0, version)) {
                for (const QString &statement : step.statements)
                    old.run(statement);
            }
            old.run(u"PRAGMA user_version = %1"_s.arg(version));
            old.run(u"PRAGMA application_id = %1"_s.arg(workspaceApplicationId));
            old.run(u"INSERT INTO preference VALUES ('kept', x'0102')"_s);
        }
        auto workspace = Workspace::open(m_file, steps);
        QVERIFY(!workspace->damage());
        QCOMPARE(workspace->value(u"kept"_s).result(), "\x01\x02");
        workspace->saveProfile(namedProfile(u"after"_s)).waitForFinished();
        QCOMPARE(SqliteConnection(m_file).single(u"PRAGMA user_version"_s).toInt(), steps.last().version);

        const bool upgraded = version < steps.last().version;
        QCOMPARE(!workspace->backupFile().isEmpty(), upgraded);
        if (upgraded) {
            QVERIFY(!(QFile::permissions(workspace->backupFile()) & QFile::ReadOther));
            SqliteConnection backup(workspace->backupFile());
            QCOMPARE(backup.single(u"PRAGMA user_version"_s).toInt(), version);
            QCOMPARE(backup.single(u"SELECT value FROM preference WHERE key = 'kept'"_s).toByteArray(),
                     "\x01\x02");
        }
    }

    void aFailedUpgradeLeavesTheFileAsItWas()
    {
        const Profile profile = namedProfile(u"a"_s);
        Workspace::open(m_file)->saveProfile(profile);
        QList<UpgradeStep> steps = oneStepMore();
        steps.last().statements.append(u"INSERT INTO nowhere VALUES (1)"_s);
        const auto error = openError(m_file, steps);
        QVERIFY(error);
        QVERIFY2(error->message().contains(u"nowhere"_s), qPrintable(error->message()));
        QCOMPARE(Workspace::open(m_file)->profiles().result(), QList<Profile>{profile});
    }

    void aNewerVersionIsRefusedAndNotTouched()
    {
        Workspace::open(m_file, oneStepMore());
        const QByteArray before = contentOf(m_file);
        const auto error = openError(m_file);
        QVERIFY(error);
        QCOMPARE(error->kind(), Error::Kind::Newer);
        QVERIFY2(error->message().contains(m_file), qPrintable(error->message()));
        QCOMPARE(contentOf(m_file), before);
        QCOMPARE(QDir(m_directory->path()).entryList(QDir::Files), QStringList{u"workspace.sqlite"_s});
    }

    void anUpgradeByAnotherProcessStopsOurWriting()
    {
        auto older = Workspace::open(m_file);
        auto newer = Workspace::open(m_file, oneStepMore());
        try {
            older->saveProfile(namedProfile(u"a"_s)).waitForFinished();
            QFAIL("was written");
        } catch (const Error &error) {
            QCOMPARE(error.kind(), Error::Kind::Newer);
        }
    }

    void anotherProgramsDatabaseIsRefusedAndNotTouched()
    {
        SqliteConnection(m_file).run(u"CREATE TABLE recipes (name TEXT)"_s);
        const QByteArray before = contentOf(m_file);
        const auto error = openError(m_file);
        QVERIFY(error);
        QCOMPARE(error->kind(), Error::Kind::Foreign);
        QCOMPARE(contentOf(m_file), before);
    }

    void aDamagedFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QTemporaryDir directory; // init() comes after this
        const QString file = directory.filePath(u"good.sqlite"_s);
        Workspace::open(file)->setValue(u"k"_s, QByteArray(50000, 'v'));
        const QByteArray good = contentOf(file);
        QVERIFY(good.size() > 50000);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("one byte") << QByteArray("S");
        QTest::newRow("random") << randomBytes(20000);
        QTest::newRow("text") << QByteArray("not a database\n");
        QTest::newRow("cut in a page") << good.left(good.size() / 2 + 123);
        QTest::newRow("cut between pages") << good.left(8192);
        QTest::newRow("only a header") << good.left(100);
        QByteArray hole = good;
        hole.replace(4096, good.size() - 4096, randomBytes(good.size() - 4096));
        QTest::newRow("random behind the first page") << hole;
    }

    void aDamagedFileIsSetAside()
    {
        QFETCH(QByteArray, content);
        overwrite(m_file, content);
        auto workspace = Workspace::open(m_file);
        QVERIFY(workspace->damage());
        const QString aside = workspace->damage()->file;
        static const QRegularExpression name(u"/workspace-damaged-\\d{8}-\\d{6}-\\d{3}\\.sqlite$"_s);
        QVERIFY2(name.match(aside).hasMatch(), qPrintable(aside));
        QCOMPARE(contentOf(aside), content);
        workspace->saveProfile(namedProfile(u"a"_s)).waitForFinished();
        QCOMPARE(workspace->profiles().result().size(), 1);
        workspace.reset();
        QVERIFY(!Workspace::open(m_file)->damage());
    }

    void theWriteAheadLogGoesWithItsFile()
    {
        overwrite(m_file, {});
        overwrite(m_file + u"-wal"_s, "everything is in here");
        const auto workspace = Workspace::open(m_file);
        QVERIFY(workspace->damage());
        QCOMPARE(contentOf(workspace->damage()->file + u"-wal"_s), "everything is in here");
    }

    void aLonelyWriteAheadLogIsKept()
    {
        overwrite(m_file + u"-wal"_s, "everything is in here");
        const auto workspace = Workspace::open(m_file);
        QVERIFY(workspace->damage());
        QCOMPARE(contentOf(workspace->damage()->file + u"-wal"_s), "everything is in here");
    }

    void damageInABigFileIsFoundAndTheRestTakenOver()
    {
        const Profile profile = namedProfile(u"survivor 🦜"_s);
        {
            auto workspace = Workspace::open(m_file);
            workspace->saveProfile(profile);
            HistoryEntry entry;
            entry.sql = QString(300000, u'x');
            for (int i = 0; i < 10; ++i)
                workspace->addHistory(entry);
        }
        QByteArray content = contentOf(m_file);
        QVERIFY(content.size() > 2000000);
        content.replace(content.size() - 500000, 400000, randomBytes(400000));
        overwrite(m_file, content);

        auto workspace = Workspace::open(m_file);
        QSignalSpy damaged(workspace.get(), &Workspace::damaged);
        QTRY_COMPARE(damaged.size(), 1);
        const auto report = damaged.first().first().value<DamageReport>();
        QVERIFY(QFile::exists(report.file));
        QVERIFY(report.rescued.contains(u"profile"_s));
        QVERIFY(!report.rescued.contains(u"history"_s));
        QCOMPARE(workspace->profiles().result(), QList<Profile>{profile});
        QVERIFY(workspace->history().result().isEmpty());
    }

    void aFileThatWasTakenAwayIsStartedAnew()
    {
        auto workspace = Workspace::open(m_file);
        workspace->saveProfile(namedProfile(u"a"_s)).waitForFinished();
        for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QVERIFY(QFile::rename(m_file + suffix, m_directory->filePath(u"elsewhere"_s) + suffix));
        auto other = Workspace::open(m_file);
        const Profile profile = namedProfile(u"b"_s);
        workspace->saveProfile(profile).waitForFinished();
        QCOMPARE(other->profiles().result(), QList<Profile>{profile});
        QCOMPARE(SqliteConnection(m_directory->filePath(u"elsewhere"_s))
                     .single(u"SELECT name FROM profile"_s)
                     .toString(),
                 u"a"_s);
    }

    void anUnusablePlaceIsSaidClearly_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("a file where the directory should be") << u"/proc/version/workspace.sqlite"_s;
        QTest::newRow("a file where the directory's parent should be")
            << u"/proc/version/sub/workspace.sqlite"_s;
        QTest::newRow("a directory where the file should be") << m_place.path();
        QTest::newRow("a directory that cannot be written") << u"/proc/self/workspace.sqlite"_s;
        QTest::newRow("a directory that cannot be made") << u"/proc/quiver/workspace.sqlite"_s;
    }

    void anUnusablePlaceIsSaidClearly()
    {
        QFETCH(QString, file);
        const auto error = openError(file);
        QVERIFY(error);
        QCOMPARE(error->kind(), Error::Kind::Unusable);
        QVERIFY2(error->message().contains(u"workspace"_s), qPrintable(error->message()));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
    const QTemporaryDir m_place; // for tables, which are made before init()
};

QTEST_GUILESS_MAIN(tst_workspacefile)
#include "tst_workspacefile.moc"
