// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"
#include "store/sqliteconnection.h"
#include "store/workspace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::store;

namespace {

const QString oddText = u"向量 🦜 we\"ird; -- ' \\ \r\n\tnul:"_s + QChar(0) + u"after"_s;

/// The kind of the error that \p future ends with; nothing when it succeeds.
template<typename T>
std::optional<Error::Kind> errorOf(QFuture<T> future)
{
    try {
        future.waitForFinished();
    } catch (const Error &error) {
        return error.kind();
    }
    return std::nullopt;
}

Profile fullProfile()
{
    Profile profile = Profile::create();
    profile.name = oddText;
    profile.group = u"客户"_s;
    profile.color = u"#aa00ff"_s;
    profile.environment = core::Environment::Production;
    profile.readOnly = true;
    profile.favourite = true;
    profile.notes = oddText + oddText;
    profile.position = 7;
    profile.parameters = {{u"host"_s, u"/tmp/sock dir"_s},
                          {u"dbname"_s, oddText},
                          {u"sslmode"_s, u"verify-full"_s},
                          {u"passfile"_s, u"~/.pgpass"_s}};
    profile.settings = {{u"hnsw.ef_search"_s, u"100"_s},
                        {u"search_path"_s, u"\"a,b\", public"_s},
                        {u"hnsw.ef_search"_s, u"200"_s}};
    profile.pool = {0, -1, 2.5, 1800, false};
    profile.lastUsed = QDateTime::fromMSecsSinceEpoch(1732300000123, Qt::UTC);
    return profile;
}

EditorDraft draftOf(const QString &text)
{
    EditorDraft draft;
    draft.id = QUuid::createUuid();
    draft.text = text;
    return draft;
}

} // namespace

class tst_workspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"workspace.sqlite"_s);
    }

    void profilesComeBackAsTheyWereSaved()
    {
        const Profile full = fullProfile();
        const Profile bare = Profile::create();
        {
            auto workspace = Workspace::open(m_file);
            workspace->saveProfile(full);
            workspace->saveProfile(bare);
        } // closing writes what waits
        auto workspace = Workspace::open(m_file);
        QCOMPARE(workspace->profiles().result(), (QList<Profile>{bare, full})); // the empty group sorts first
    }

    void aProfileIsReplacedMarkedAndRemoved()
    {
        auto workspace = Workspace::open(m_file);
        Profile profile = fullProfile();
        workspace->saveProfile(profile);
        profile.name = u"renamed"_s;
        workspace->saveProfile(profile);
        profile.lastUsed = QDateTime::fromMSecsSinceEpoch(1, Qt::UTC);
        workspace->markProfileUsed(profile.id, profile.lastUsed);
        QCOMPARE(workspace->profiles().result(), QList<Profile>{profile});
        workspace->removeProfile(profile.id);
        QVERIFY(workspace->profiles().result().isEmpty());
        QCOMPARE(errorOf(workspace->saveProfile(Profile())), Error::Kind::Invalid);
    }

    void searchesAreKeptByName()
    {
        SavedSearch first = SavedSearch::create();
        first.name = u"zebra"_s;
        first.profileId = QUuid::createUuid();
        first.table = u"rag.\"Docu ments\""_s;
        first.query = "{\"k\": 10}";
        first.usedAt = QDateTime::fromMSecsSinceEpoch(1, Qt::UTC);
        SavedSearch second = SavedSearch::create();
        second.name = u"ape"_s;
        {
            auto workspace = Workspace::open(m_file);
            workspace->saveSearch(first);
            workspace->saveSearch(second);
        }
        auto workspace = Workspace::open(m_file);
        QCOMPARE(workspace->savedSearches().result(), (QList<SavedSearch>{second, first}));
        workspace->removeSearch(second.id);
        QCOMPARE(workspace->savedSearches().result(), QList<SavedSearch>{first});
        QCOMPARE(errorOf(workspace->saveSearch(SavedSearch::create())), Error::Kind::Invalid);
    }

    void plansAreKeptWithTheirTexts()
    {
        PlanEntry plan;
        plan.madeAt = QDateTime::fromMSecsSinceEpoch(1, Qt::UTC);
        plan.origin = PlanEntry::Origin::Analyze;
        plan.server = u"me@host"_s;
        plan.statement = u"SELECT 'we\"ird; --'"_s;
        plan.nodes = 2;
        plan.totalMs = 1.25;
        plan.text = QByteArray("[{\"Plan\": {}}]").repeated(1000);
        PlanEntry other = plan;
        other.origin = PlanEntry::Origin::File;
        other.fileName = u"slow.json"_s;
        other.text = "other";
        {
            auto workspace = Workspace::open(m_file);
            plan.id = workspace->addPlan(plan).result();
            QCOMPARE(workspace->addPlan(plan).result(), plan.id); // the same text at once once more
            other.id = workspace->addPlan(other).result();
            QVERIFY(other.id > plan.id);
        }
        auto workspace = Workspace::open(m_file);
        PlanEntry listed = plan, listedOther = other;
        listed.text.clear();
        listedOther.text.clear();
        QCOMPARE(workspace->plans().result(), (QList<PlanEntry>{listedOther, listed}));
        QCOMPARE(workspace->plans(u"SLOW"_s).result(), QList<PlanEntry>{listedOther});
        QCOMPARE(workspace->plans({}, 10, other.id).result(), QList<PlanEntry>{listed});
        QCOMPARE(workspace->planText(plan.id).result(), plan.text);
        workspace->removePlan(plan.id);
        QCOMPARE(errorOf(workspace->planText(plan.id)), Error::Kind::Invalid);
        plan.text.clear();
        QCOMPARE(errorOf(workspace->addPlan(plan)), Error::Kind::Invalid);
    }

    void aPasswordIsRefusedAndLeavesNoTrace_data()
    {
        QTest::addColumn<QString>("keyword");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("asSetting");
        QTest::newRow("password") << u"password"_s << u"hunter2-geheim"_s << false;
        QTest::newRow("any case") << u" PassWord"_s << u"hunter2-geheim"_s << false;
        QTest::newRow("sslpassword") << u"sslpassword"_s << u"hunter2-geheim"_s << false;
        QTest::newRow("in a URI") << u"dbname"_s << u"postgresql://me:hunter2-geheim@host/db"_s << false;
        QTest::newRow("in a URI's query")
            << u"dbname"_s << u"postgres://host/db?password=hunter2-geheim"_s << false;
        QTest::newRow("in a string") << u"dbname"_s << u"host=h password = hunter2-geheim"_s << false;
        QTest::newRow("setting") << u"password"_s << u"hunter2-geheim"_s << true;
    }

    void aPasswordIsRefusedAndLeavesNoTrace()
    {
        QFETCH(QString, keyword);
        QFETCH(QString, value);
        QFETCH(bool, asSetting);
        Profile profile = fullProfile();
        if (asSetting)
            profile.settings.append({keyword, value});
        else
            profile.parameters.insert(keyword, value);
        auto workspace = Workspace::open(m_file);
        QSignalSpy failed(workspace.get(), &Workspace::failed);
        try {
            workspace->saveProfile(profile).waitForFinished();
            QFAIL("was saved");
        } catch (const Error &error) {
            QCOMPARE(error.kind(), Error::Kind::Secret);
            QVERIFY2(error.message().contains(keyword), qPrintable(error.message()));
            QVERIFY(!error.message().contains(u"hunter2"_s));
        }
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(workspace->profiles().result().isEmpty());
        workspace->flush().waitForFinished();
        const auto files = QDir(m_directory->path()).entryInfoList(QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QFileInfo &info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("hunter2"), qPrintable(info.filePath()));
        }
    }

    void historyIsPagedAndFiltered()
    {
        auto workspace = Workspace::open(m_file);
        const QUuid profile = QUuid::createUuid();
        QList<HistoryEntry> newestFirst;
        for (int i = 0; i < 10; ++i) {
            HistoryEntry entry;
            entry.startedAt = QDateTime::fromMSecsSinceEpoch(1000 + i, Qt::UTC);
            entry.profileId = i % 2 ? profile : QUuid();
            entry.server = u"me@localhost:5432"_s;
            entry.database = u"Größe"_s;
            entry.sql = u"SELECT %1 "_s.arg(i) + oddText;
            entry.durationMs = i;
            entry.rows = i == 3 ? -1 : i;
            entry.outcome = static_cast<HistoryEntry::Outcome>(i % 3);
            entry.errorText = i % 3 == 1 ? u"syntax error"_s : QString();
            entry.parameters = i % 3 == 0 ? QByteArray(R"([{"name":"q","text":"[1]"}])") : QByteArray();
            entry.id = workspace->addHistory(entry).result();
            newestFirst.prepend(entry);
        }
        QCOMPARE(workspace->history().result(), newestFirst);
        QCOMPARE(workspace->history({}, 3).result(), newestFirst.mid(0, 3));
        QCOMPARE(workspace->history({}, 3, newestFirst.at(2).id).result(), newestFirst.mid(3, 3));
        QCOMPARE(workspace->history({{}, profile, {}}).result().size(), 5);
        QCOMPARE(workspace->history({{}, QUuid(), {}}).result().size(), 5);
        QCOMPARE(workspace->history({{}, {}, HistoryEntry::Outcome::Error}).result().size(), 3);
        // Every word, in any case and script, also behind a NUL.
        QCOMPARE(workspace->history({u"  AFTER GRÖßE select 向量 "_s, {}, {}}).result().size(), 10);
        QCOMPARE(workspace->history({u"SYNTAX"_s, profile, {}}).result().size(), 2);
        QVERIFY(workspace->history({u"100%"_s, {}, {}}).result().isEmpty());

        workspace->removeHistory(newestFirst.first().id);
        QCOMPARE(workspace->history().result(), newestFirst.mid(1));
        workspace->clearHistory(profile);
        QCOMPARE(workspace->history().result().size(), 5);
        workspace->clearHistory();
        QVERIFY(workspace->history().result().isEmpty());
    }

    void changesArePagedAndFilteredAndNeverDropped()
    {
        auto workspace = Workspace::open(m_file);
        const QUuid profile = QUuid::createUuid();
        QList<ChangeEntry> newestFirst;
        for (int i = 0; i < 6; ++i) {
            ChangeEntry entry;
            entry.startedAt = QDateTime::fromMSecsSinceEpoch(1000 + i, Qt::UTC);
            entry.profileId = i % 2 ? profile : QUuid();
            entry.server = u"me@localhost:5432/Größe"_s;
            entry.database = u"Größe"_s;
            entry.title = u"Change %1 "_s.arg(i) + oddText;
            entry.object = u"public.\"向量\""_s;
            entry.script = u"ALTER TABLE t ADD COLUMN c%1 int"_s.arg(i);
            entry.undoScript = i == 2 ? QString() : u"ALTER TABLE t DROP COLUMN c%1"_s.arg(i);
            entry.outcome = static_cast<ChangeEntry::Outcome>(i % 3);
            entry.message = i % 3 == 1 ? u"Step 1 failed"_s : u"done"_s;
            entry.durationMs = i;
            entry.report = i == 3 ? QByteArray() : QByteArray("{\"a\":\0}", 8);
            entry.id = workspace->addChange(entry).result();
            if (entry.undoScript.isNull())
                entry.undoScript = u""_s;
            newestFirst.prepend(entry);
        }
        QCOMPARE(workspace->changes().result(), newestFirst);
        QCOMPARE(workspace->changes({}, 2).result(), newestFirst.mid(0, 2));
        QCOMPARE(workspace->changes({}, 2, newestFirst.at(1).id).result(), newestFirst.mid(2, 2));
        QCOMPARE(workspace->changes({{}, profile}).result().size(), 3);
        QCOMPARE(workspace->changes({u"FAILED größe"_s, {}}).result().size(), 2);
        QCOMPARE(workspace->changes({u"c4 alter"_s, {}}).result(), newestFirst.mid(1, 1));
    }

    void changesWhoseProgramIsGoneAreInterrupted()
    {
        using Outcome = ChangeEntry::Outcome;
        const ChangeEntry running{.startedAt = QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC), .server = u"s"_s, .object = u"t"_s, .outcome = Outcome::Running};
        qint64 left = 0;
        {
            auto workspace = Workspace::open(m_file);
            ChangeEntry ends = running;
            ends.id = workspace->addChange(running).result();
            left = workspace->addChange(running).result();
            auto other = Workspace::open(m_file); // of another program, as far as this goes
            QCOMPARE(other->changes().result().at(0).outcome, Outcome::Running);
            ends.outcome = Outcome::Done;
            ends.message = u"done"_s;
            workspace->updateChange(ends).waitForFinished();
        }
        auto workspace = Workspace::open(m_file);
        const QList<ChangeEntry> entries = workspace->changes().result();
        QCOMPARE(entries.at(0).id, left);
        QCOMPARE(entries.at(0).outcome, Outcome::Interrupted);
        QCOMPARE(entries.at(1).outcome, Outcome::Done);
        QCOMPARE(entries.at(1).message, u"done"_s);
        QCOMPARE(QDir(QFileInfo(m_file).absolutePath()).entryList({u"*.change-*"_s}), QStringList());
    }

    void whatWasUndoneIsMarkedWithTheRunsItWentOnFrom()
    {
        using Outcome = ChangeEntry::Outcome;
        auto workspace = Workspace::open(m_file);
        const ChangeEntry run{.startedAt = QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC), .server = u"s"_s, .object = u"t"_s};
        ChangeEntry resumed = run, undo = run, failed = run;
        resumed.continues = workspace->addChange(run).result();
        failed.undoes = undo.undoes = workspace->addChange(resumed).result();
        const qint64 unrelated = workspace->addChange(run).result();
        failed.outcome = Outcome::Failed;
        workspace->addChange(failed).waitForFinished();
        QVERIFY(!workspace->changes().result().at(2).undoneAt.isValid());
        undo.durationMs = 5;
        workspace->addChange(undo).waitForFinished();
        const QDateTime then = QDateTime::fromMSecsSinceEpoch(1005, Qt::UTC);
        for (const ChangeEntry &each : workspace->changes().result())
            QCOMPARE(each.undoneAt, each.id == undo.undoes || each.id == resumed.continues ? then : QDateTime());
        ChangeFilter filter;
        filter.afterId = undo.undoes;
        filter.server = u"s"_s;
        filter.object = u"t"_s;
        QCOMPARE(workspace->changes(filter).result().last().id, unrelated);
        filter.object = u"T"_s;
        QVERIFY(workspace->changes(filter).result().isEmpty());
    }

    void editorsComeBackInTheirOrder()
    {
        EditorDraft first = draftOf(oddText);
        first.title = u"查询 1"_s;
        first.cursorPosition = 12;
        first.filePath = u"/tmp/ä b.sql"_s;
        first.profileId = QUuid::createUuid();
        first.database = u"向量"_s;
        first.active = true;
        first.parameters = R"([{"name":"größe","text":"[1,2]"}])";
        first.settings = R"({"hnsw.ef_search":"100"})";
        EditorDraft second = draftOf({});
        second.position = 1;
        EditorDraft closed = draftOf(u"closed"_s);
        {
            auto workspace = Workspace::open(m_file);
            workspace->saveEditor(second);
            const QFuture<void> dropped = workspace->saveEditor(closed);
            workspace->saveEditor(first);
            workspace->removeEditor(closed.id);
            QCOMPARE(workspace->editors().result(), (QList<EditorDraft>{first, second}));
            QVERIFY(dropped.isFinished());
            QCOMPARE(errorOf(workspace->saveEditor(EditorDraft())), Error::Kind::Invalid);
            second.text = u"later"_s;
            workspace->saveEditor(second);
        }
        auto workspace = Workspace::open(m_file);
        QCOMPARE(workspace->editors().result(), (QList<EditorDraft>{first, second}));
    }

    void halfASurrogatePairDoesNotSwallowItsNeighbour()
    {
        EditorDraft draft = draftOf(u"a"_s + QChar(0xd83e) + u"b"_s);
        auto workspace = Workspace::open(m_file);
        workspace->saveEditor(draft);
        QCOMPARE(workspace->editors().result().at(0).text, u"a?b"_s);
    }

    void typingIsWrittenSeldomAndTheLatestWins()
    {
        auto workspace = Workspace::open(m_file);
        SqliteConnection other(m_file);
        other.run(u"CREATE TABLE written (n INTEGER)"_s);
        other.run(
            u"CREATE TRIGGER counting AFTER INSERT ON editor BEGIN INSERT INTO written VALUES (1); END"_s);
        EditorDraft draft = draftOf({});
        QList<QFuture<void>> saves;
        QElapsedTimer typing;
        typing.start();
        for (int i = 0; i < 1000; ++i) {
            draft.text = u"version %1"_s.arg(i);
            saves.append(workspace->saveEditor(draft));
        }
        const qint64 typed = typing.elapsed();
        for (QFuture<void> &save : saves)
            save.waitForFinished();
        QCOMPARE(workspace->editors().result(), QList<EditorDraft>{draft});
        const int written = other.single(u"SELECT count(*) FROM written"_s).toInt();
        QVERIFY2(written >= 1 && written <= 2 + typed / 200, qPrintable(QString::number(written)));
    }

    void valuesAreKept()
    {
        const QByteArray bytes("\0\xff\x80 window", 10);
        {
            auto workspace = Workspace::open(m_file);
            workspace->setValue(u"window/geometry"_s, "old");
            workspace->setValue(u"window/geometry"_s, bytes);
            workspace->setValue(u"空"_s, QByteArray(""));
            workspace->setValue(u"gone"_s, "x");
            workspace->setValue(u"gone"_s, {});
        }
        auto workspace = Workspace::open(m_file);
        QCOMPARE(workspace->value(u"window/geometry"_s).result(), bytes);
        const QByteArray empty = workspace->value(u"空"_s).result();
        QVERIFY(empty.isEmpty() && !empty.isNull());
        QVERIFY(workspace->value(u"gone"_s).result().isNull());
        QVERIFY(workspace->value(u"never"_s).result().isNull());
    }

    void twoWorkspacesShareOneFile()
    {
        auto one = Workspace::open(m_file);
        auto two = Workspace::open(m_file);
        constexpr int each = 150;
        QList<QFuture<qint64>> added;
        for (int i = 0; i < each; ++i) {
            HistoryEntry entry;
            entry.sql = QString::number(i);
            added.append(one->addHistory(entry));
            added.append(two->addHistory(entry));
            two->setValue(u"k%1"_s.arg(i), "2");
        }
        QSet<qint64> ids;
        for (QFuture<qint64> &future : added)
            ids.insert(future.result());
        QCOMPARE(ids.size(), 2 * each);
        QCOMPARE(one->history({}, 1000).result().size(), 2 * each);
        two->flush().waitForFinished();
        QCOMPARE(one->value(u"k%1"_s.arg(each - 1)).result(), "2");
    }

    void theCallerNeverWaitsForALockedFile()
    {
        auto workspace = Workspace::open(m_file);
        SqliteConnection other(m_file);
        other.run(u"BEGIN IMMEDIATE"_s);
        QElapsedTimer elapsed;
        elapsed.start();
        const QFuture<void> saved = workspace->saveProfile(fullProfile());
        const QFuture<void> draft = workspace->saveEditor(draftOf(oddText));
        QFuture<QList<Profile>> profiles = workspace->profiles();
        QVERIFY2(elapsed.elapsed() < 100, qPrintable(QString::number(elapsed.elapsed())));
        QVERIFY(!saved.isFinished() && !draft.isFinished());
        other.run(u"COMMIT"_s);
        QCOMPARE(profiles.result().size(), 1);
    }

    void flushBringsEverythingIntoTheMainFile()
    {
        auto workspace = Workspace::open(m_file);
        workspace->saveEditor(draftOf(u"needle-in-the-main-file"_s));
        workspace->flush().waitForFinished();
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("needle-in-the-main-file"));
    }

    void oldHistoryMakesRoom()
    {
        auto workspace = Workspace::open(m_file);
        {
            SqliteConnection other(m_file);
            other.run(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20100) "
                      u"INSERT INTO history (id, started_at, profile_id, server, database, sql, duration_ms, row_count, outcome, error_text) "
                      u"SELECT i, 0, '', '', '', 'old', 0, 0, 'ok', '' FROM n"_s);
        }
        HistoryEntry entry;
        qint64 last = 0;
        for (int i = 0; i < 128; ++i)
            last = workspace->addHistory(entry).result();
        const QList<HistoryEntry> all = workspace->history({}, 100000).result();
        QCOMPARE(all.first().id, last);
        QVERIFY(all.size() <= 20128);
        QVERIFY(all.last().id > 100);
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

QTEST_GUILESS_MAIN(tst_workspace)
#include "tst_workspace.moc"
