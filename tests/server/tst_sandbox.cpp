// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/versionaudit.h"
#include "pg/canceller.h"
#include "pg/statementlog.h"
#include "sandbox/demodatabase.h"
#include "sandbox/directorylock.h"
#include "sandbox/sandbox.h"
#include "sandbox/serversettings.h"
#include "vector/distance.h"
#include "vector/values.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::sandbox;

namespace {

/// A job that nobody shows.
struct QuietJob {
    std::shared_ptr<core::Job> job = core::Job::create(u"test"_s);
    core::JobContext context{job};
};

/// A sandbox in a directory of its own that the server's user can reach; destroyed at the end.
class TemporarySandbox
{
public:
    explicit TemporarySandbox(const QString &name = u"sandbox"_s)
        : m_directory(QDir::tempPath() + u"/quiver-test-XXXXXX"_s),
          sandbox(ServerAccount::determine(), Layout{m_directory.filePath(name)})
    {
        QFile::setPermissions(m_directory.path(), QFile::Permissions(0x7055)); // others may pass through
    }
    ~TemporarySandbox()
    {
        QuietJob quiet;
        sandbox.destroy(quiet.context);
    }

private:
    QTemporaryDir m_directory;

public:
    Sandbox sandbox;
};

SandboxStatus start(const Sandbox &sandbox)
{
    QuietJob quiet;
    return sandbox.start(quiet.context);
}

} // namespace

class tst_Sandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void startsOnceAndIsFoundAgain();
    void letsNobodyElseIn();
    void startsAgainAfterACrashOfTheServer();
    void ignoresAPidThatBelongsToSomebodyElse();
    void redoesAnInterruptedInitdb();
    void severalStartersShareOneServer();
    void destroyLeavesNothingAndTouchesNothingElse();
    void findsAShortPlaceForTheSocket();
    void eachHomeHasItsOwn();
    void cancelledStartThrows();
    void settingsFitTheMachine();
    void loadsTheDemo();
    void anInterruptedLoadLeavesNothing();
    void leavesAForeignDocumentsTableAlone();
    void generatesVectors();

private:
    template<typename Work>
    auto onDemo(Work work, QuietJob quiet = {})
    {
        return runOnServer(m_temporary->sandbox.connectOptions(), {&m_canceller}, quiet.context, work);
    }
    template<typename Work>
    auto onMaintenance(Work work)
    {
        QuietJob quiet;
        return runOnServer(m_temporary->sandbox.connectOptions(u"postgres"_s), {&m_canceller}, quiet.context, work);
    }
    QString ask(const QString &sql)
    {
        return onDemo([&](pg::Connection &connection, core::JobContext &) {
            const pg::Result result = connection.exec(sql);
            return result.rowCount() > 0 ? result.text(0, 0) : QString();
        });
    }

    pg::Canceller m_canceller;
    std::unique_ptr<TemporarySandbox> m_temporary; // shared by the tests that need any running server
};

void tst_Sandbox::initTestCase()
{
    m_temporary = std::make_unique<TemporarySandbox>();
    QCOMPARE(m_temporary->sandbox.status().state, SandboxStatus::State::Absent);
    const SandboxStatus status = start(m_temporary->sandbox);
    QCOMPARE(status.state, SandboxStatus::State::Running);
    QVERIFY(!status.adopted);
    QVERIFY(status.pgvector);
    onMaintenance([](pg::Connection &connection, core::JobContext &job) { DemoDatabase::create(connection, job); });
}

void tst_Sandbox::cleanupTestCase()
{
    m_temporary.reset();
}

void tst_Sandbox::startsOnceAndIsFoundAgain()
{
    const Sandbox &sandbox = m_temporary->sandbox;
    const SandboxStatus before = sandbox.status();
    const Sandbox another(sandbox.account(), sandbox.layout()); // as the next Quiver would make it
    const SandboxStatus again = start(another);
    QVERIFY(again.adopted);
    QCOMPARE(again.pid, before.pid);
    QuietJob quiet;
    QVERIFY(another.stop(quiet.context));
    QVERIFY(!another.stop(quiet.context));
    QCOMPARE(sandbox.status().state, SandboxStatus::State::Stopped);
    QVERIFY(!start(sandbox).adopted);
    QCOMPARE(ask(u"SHOW shared_preload_libraries"_s), u"pg_stat_statements"_s);
}

void tst_Sandbox::letsNobodyElseIn()
{
    struct stat info {};
    QCOMPARE(stat(QFile::encodeName(m_temporary->sandbox.status().socketDirectory).constData(), &info), 0);
    QCOMPARE(info.st_mode & 0777, mode_t(0700));
    QCOMPARE(info.st_uid, m_temporary->sandbox.account().uid);
    QCOMPARE(ask(u"SHOW listen_addresses"_s), QString());
    QCOMPARE(ask(u"SELECT count(*) FROM pg_hba_file_rules WHERE type <> 'local'"_s), u"0"_s);
}

void tst_Sandbox::startsAgainAfterACrashOfTheServer()
{
    const SandboxStatus before = m_temporary->sandbox.status();
    QCOMPARE(::kill(pid_t(before.pid), SIGKILL), 0);
    QTRY_COMPARE(m_temporary->sandbox.status().state, SandboxStatus::State::Stopped);
    QVERIFY(QFile::exists(m_temporary->sandbox.layout().data() + u"/postmaster.pid"_s));
    const SandboxStatus after = start(m_temporary->sandbox);
    QCOMPARE(after.state, SandboxStatus::State::Running);
    QVERIFY(after.pid != before.pid);
}

void tst_Sandbox::ignoresAPidThatBelongsToSomebodyElse()
{
    QuietJob quiet;
    m_temporary->sandbox.stop(quiet.context);
    const QString path = m_temporary->sandbox.layout().data() + u"/postmaster.pid"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(qint64(getpid())) + "\n/nowhere\n1\n5432\n/nowhere\n\n\nready\n");
    file.close();
    QVERIFY(chown(QFile::encodeName(path).constData(), m_temporary->sandbox.account().uid, m_temporary->sandbox.account().gid) == 0);
    QCOMPARE(m_temporary->sandbox.status().state, SandboxStatus::State::Stopped);
    QCOMPARE(start(m_temporary->sandbox).state, SandboxStatus::State::Running);
}

void tst_Sandbox::redoesAnInterruptedInitdb()
{
    TemporarySandbox temporary;
    const Layout &layout = temporary.sandbox.layout();
    QVERIFY(QDir().mkpath(layout.incoming() + u"/base"_s));
    QFile half(layout.incoming() + u"/PG_VERSION"_s);
    QVERIFY(half.open(QIODevice::WriteOnly));
    half.write("9\n");
    half.close();
    if (temporary.sandbox.account().switched) {
        const ServerAccount &account = temporary.sandbox.account();
        for (const QString &path : {layout.base, layout.incoming(), layout.incoming() + u"/base"_s, half.fileName()})
            QCOMPARE(chown(QFile::encodeName(path).constData(), account.uid, account.gid), 0);
    }
    QCOMPARE(temporary.sandbox.status().state, SandboxStatus::State::Absent);
    QCOMPARE(start(temporary.sandbox).state, SandboxStatus::State::Running);
    QVERIFY(!QFile::exists(layout.incoming()));
}

void tst_Sandbox::severalStartersShareOneServer()
{
    TemporarySandbox temporary;
    std::array<SandboxStatus, 3> statuses;
    {
        std::vector<std::jthread> starters;
        for (SandboxStatus &status : statuses)
            starters.emplace_back([&] { status = start(temporary.sandbox); });
    }
    int adopted = 0;
    for (const SandboxStatus &status : statuses) {
        QCOMPARE(status.state, SandboxStatus::State::Running);
        QCOMPARE(status.pid, statuses[0].pid);
        adopted += status.adopted;
    }
    QCOMPARE(adopted, 2);
}

void tst_Sandbox::destroyLeavesNothingAndTouchesNothingElse()
{
    TemporarySandbox temporary;
    start(temporary.sandbox);
    const QString base = temporary.sandbox.layout().base;
    QFile foreign(base + u"/mine.txt"_s);
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.close();
    QuietJob quiet;
    QVERIFY(temporary.sandbox.destroy(quiet.context));
    QCOMPARE(QDir(base).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{u"mine.txt"_s});
    QVERIFY(foreign.remove());
    QVERIFY(!temporary.sandbox.destroy(quiet.context));
    QVERIFY(!QFile::exists(base));
}

void tst_Sandbox::findsAShortPlaceForTheSocket()
{
    const ServerAccount account = ServerAccount::determine();
    QCOMPARE(Layout{u"/short"_s}.socketDirectory(account, 5432), u"/short/run"_s);
    const QString deep = u"/"_s + QString(200, u'x');
    const QString directory = Layout{deep}.socketDirectory(account, 5432);
    QVERIFY(!directory.startsWith(deep));
    QVERIFY(directory.size() + 14 <= 107);
    QVERIFY(directory != Layout{deep + u'y'}.socketDirectory(account, 5432)); // one for each sandbox

    TemporarySandbox temporary(QString(120, u'd'));
    QCOMPARE(start(temporary.sandbox).state, SandboxStatus::State::Running);
}

void tst_Sandbox::eachHomeHasItsOwn()
{
    const QByteArray before = qgetenv("XDG_DATA_HOME"), chosen = qgetenv("QUIVER_SANDBOX");
    qunsetenv("QUIVER_SANDBOX");
    const auto baseFor = [](const char *home, bool switched) {
        qputenv("XDG_DATA_HOME", home);
        ServerAccount account = ServerAccount::determine();
        account.switched = switched;
        return Layout::standard(account).base;
    };
    QCOMPARE(baseFor("/data/of/a", false), u"/data/of/a/quiver/sandbox"_s);
    const QString first = baseFor("/data/of/a", true); // of root, whose own directories are closed to the server's user
    QVERIFY2(first.startsWith(u"/var/lib/quiver-sandbox/"_s), qPrintable(first));
    QVERIFY(first != baseFor("/data/of/b", true));
    QCOMPARE(baseFor("/data/of/a", true), first);
    before.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", before);
    if (!chosen.isNull())
        qputenv("QUIVER_SANDBOX", chosen);
}

void tst_Sandbox::cancelledStartThrows()
{
    TemporarySandbox temporary;
    QuietJob quiet;
    quiet.job->markRunning();
    quiet.job->cancel();
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, temporary.sandbox.start(quiet.context));
    QCOMPARE(temporary.sandbox.status().state, SandboxStatus::State::Absent);
}

void tst_Sandbox::settingsFitTheMachine()
{
    constexpr qint64 GiB = 1LL << 30;
    ServerSettingsInput input{.host = {.memoryBytes = 2 * GiB, .processors = 4, .sharedMemoryBytes = 8 * GiB}, .socketDirectory = u"/a'b,c"_s};
    QByteArray text = serverSettings(input);
    QVERIFY(text.contains("shared_buffers = '512MB'"));
    QVERIFY(text.contains("max_parallel_maintenance_workers = 3"));
    QVERIFY(text.contains("unix_socket_directories = '\"/a''b,c\"'"));
    QVERIFY(!text.contains("mmap"));
    input.host.memoryBytes = 64 * GiB;
    input.host.sharedMemoryBytes = 64 << 20; // a container's default
    input.statementStatistics = false;
    text = serverSettings(input);
    QVERIFY(text.contains("shared_buffers = '1024MB'"));
    QVERIFY(text.contains("dynamic_shared_memory_type = mmap"));
    QVERIFY(!text.contains("pg_stat_statements"));
}

void tst_Sandbox::loadsTheDemo()
{
    pg::StatementLog log;
    QuietJob quiet;
    const DemoReport first = runOnServer(m_temporary->sandbox.connectOptions(), {&m_canceller, &log}, quiet.context, &DemoDatabase::load);
    QVERIFY(!first.alreadyComplete);
    // The rule for pgvector versions whose parallel builds may crash the server holds for the demo as well.
    const bool isLone = catalog::parallelBuildDefect(ask(u"SELECT extversion FROM pg_extension WHERE extname = 'vector'"_s)).has_value();
    const std::vector<pg::StatementRecord> records = log.since(0).first;
    const auto builds = std::ranges::find_if(records, [](const pg::StatementRecord &record) { return record.sql.startsWith("CREATE INDEX documents_"_L1); });
    QVERIFY(builds != records.end() && builds != records.begin());
    QCOMPARE((builds - 1)->sql == "SET LOCAL max_parallel_maintenance_workers = 0"_L1, isLone);
    QVERIFY2(first.documents > 3000, qPrintable(QString::number(first.documents)));
    const DemoReport second = onDemo(&DemoDatabase::load);
    QVERIFY(second.alreadyComplete);
    QCOMPARE(second.documents, first.documents);

    QCOMPARE(ask(u"SELECT count(*) FROM documents WHERE abs(vector_norm(embedding) - 1) > 1e-5"_s), u"0"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM documents WHERE NOT metadata ?& array['kind', 'schema', 'name', 'category']"_s), u"0"_s);
    QVERIFY(ask(u"SELECT content FROM documents WHERE metadata->>'name' = 'work_mem'"_s).contains(u"memory"));
    QVERIFY(ask(u"EXPLAIN (COSTS off, FORMAT json) SELECT id FROM documents ORDER BY embedding <=> (SELECT embedding FROM "
                "documents WHERE id = 1) LIMIT 5"_s).contains(u"documents_embedding_hnsw_cosine_idx"));
    QCOMPARE(ask(u"UPDATE documents SET metadata = metadata WHERE id = 1 RETURNING updated_at > created_at"_s), u"t"_s);

    // A text typed later meets its own row: the stored embedder is the one that the rows were made with.
    const QString content = ask(u"SELECT content FROM documents WHERE id = 100"_s);
    const auto embedder = onDemo([](pg::Connection &connection, core::JobContext &) { return DemoDatabase::embedder(connection); });
    QCOMPARE(embedder.fittedTexts(), first.documents);
    const QString literal = QString::fromLatin1(vector::toText(embedder.embed(content)));
    QCOMPARE(ask(u"SELECT embedding = '%1'::vector FROM documents WHERE id = 100"_s.arg(literal)), u"t"_s);
    const QString typed = QString::fromLatin1(vector::toText(embedder.embed(u"maximum memory used for a query"_s)));
    QVERIFY(ask(u"SELECT string_agg(name, ' ') FROM (SELECT metadata->>'name' AS name FROM documents ORDER BY embedding <=> "
                "'%1' LIMIT 3) AS nearest"_s.arg(typed)).contains(u"work_mem"));
}

void tst_Sandbox::anInterruptedLoadLeavesNothing()
{
    ask(u"DROP TABLE IF EXISTS documents"_s);
    QuietJob quiet;
    quiet.job->markRunning();
    const auto interrupted = [&] {
        onDemo(
            [&](pg::Connection &connection, core::JobContext &job) {
                std::jthread canceller([&] {
                    while (quiet.job->progress().phase != u"load")
                        std::this_thread::yield();
                    quiet.job->cancel();
                });
                return DemoDatabase::load(connection, job);
            },
            quiet);
    };
    QVERIFY_THROWS_EXCEPTION(core::Cancelled, interrupted());
    QCOMPARE(ask(u"SELECT to_regclass('public.documents') IS NULL"_s), u"t"_s);
    QVERIFY(!onDemo(&DemoDatabase::load).alreadyComplete);
}

void tst_Sandbox::leavesAForeignDocumentsTableAlone()
{
    onMaintenance([](pg::Connection &connection, core::JobContext &) { connection.exec("CREATE DATABASE other"); });
    QuietJob quiet;
    runOnServer(m_temporary->sandbox.connectOptions(u"other"_s), {&m_canceller}, quiet.context,
                [](pg::Connection &connection, core::JobContext &job) {
                    connection.exec("CREATE TABLE documents (mine int)");
                    QVERIFY_THROWS_EXCEPTION(core::Error, DemoDatabase::load(connection, job));
                    QCOMPARE(connection.exec("SELECT count(*) FROM pg_attribute WHERE attrelid = 'documents'::regclass"
                                             " AND attnum > 0").integer(0, 0), 1);
                });
}

void tst_Sandbox::generatesVectors()
{
    const auto generate = [&](GenerateOptions options) {
        return onDemo([options](pg::Connection &connection, core::JobContext &job) {
            return DemoDatabase::generate(connection, options, job);
        });
    };
    const GenerateReport report = generate({.rows = 3000, .dimensions = 32, .seed = 7});
    QCOMPARE(report.table, u"vectors_3000x32"_s);
    QCOMPARE(ask(u"SELECT count(*) FROM vectors_3000x32"_s), u"3000"_s);
    QCOMPARE(ask(u"SELECT count(DISTINCT cluster) FROM vectors_3000x32"_s).toInt(), report.clusters);
    const QString digest = u"SELECT md5(string_agg(embedding::text, ';' ORDER BY id)) FROM vectors_3000x32"_s;
    const QString before = ask(digest);
    generate({.rows = 3000, .dimensions = 32, .seed = 7});
    QCOMPARE(ask(digest), before);
    generate({.rows = 3000, .dimensions = 32, .seed = 8});
    QVERIFY(ask(digest) != before);
    QCOMPARE(generate({.rows = 1, .dimensions = 16000}).rows, 1);
    QVERIFY_THROWS_EXCEPTION(core::Error, generate({.rows = 0, .dimensions = 3}));
    QVERIFY_THROWS_EXCEPTION(core::Error, generate({.rows = 1, .dimensions = 16001}));
    QVERIFY_THROWS_EXCEPTION(core::Error, generate({.rows = 1, .dimensions = 0}));
    // Somebody else's table of that name is not touched.
    onDemo([](pg::Connection &connection, core::JobContext &) { connection.exec("CREATE TABLE vectors_2x2 AS SELECT 'precious' AS a"); });
    QVERIFY_THROWS_EXCEPTION(core::Error, generate({.rows = 2, .dimensions = 2}));
    QCOMPARE(ask(u"SELECT a FROM vectors_2x2"_s), u"precious"_s);
}

QTEST_GUILESS_MAIN(tst_Sandbox)
#include "tst_sandbox.moc"
