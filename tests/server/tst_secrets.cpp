// SPDX-License-Identifier: GPL-3.0-or-later
// A marked password goes every way that a password may go, and is searched for in everything that is left behind.
#include "core/logging.h"
#include "profiles/connectiontext.h"
#include "profiles/profilefile.h"
#include "store/workspace.h"
#include "support/outcome.h"
#include "support/program.h"
#include "support/testcluster.h"

#include <QDirIterator>
#include <QFile>
#include <QMutex>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::Ran;

namespace {

const QString marker = u"Zx81MarkedSecret"_s;

QMutex logMutex;
QString logged;

void collect(QtMsgType, const QMessageLogContext &, const QString &message)
{
    const QMutexLocker locker(&logMutex);
    logged += message + u'\n';
}

} // namespace

class tst_Secrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void quiverctlLeavesNoTrace();
    void aRunningQuiverctlShowsNoTrace();
    void errorsAndLogsHoldNoTrace();
    void theWorkspaceHoldsNoTrace();
    void filesOfConnectionsHoldNoTrace();

private:
    QMap<QString, QString> environment() const
    {
        return {{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)},
                {u"HOME"_s, m_directory.path()},
                {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s},
                {u"QT_LOGGING_RULES"_s, u"*.debug=true"_s}};
    }
    Ran run(const QStringList &arguments, const QByteArray &input = {})
    {
        return test::runProgram(QStringLiteral(QUIVERCTL), arguments, test::environmentWith(environment()), input);
    }
    QString url(const QString &password) const { return u"postgresql://marked:%1@127.0.0.1:%2/test"_s.arg(password).arg(m_cluster->port()); }
    /// The files below the test's directory that hold the marker.
    QStringList traces() const
    {
        QStringList found;
        QDirIterator it(m_directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(marker.toUtf8()))
                found << file.fileName();
        }
        return found;
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    QTemporaryDir m_directory;
};

void tst_Secrets::initTestCase()
{
    m_cluster = std::make_unique<test::TestCluster>();
    m_cluster->psql(u"CREATE ROLE marked LOGIN PASSWORD '%1'"_s.arg(marker));
    QLoggingCategory::setFilterRules(u"quiver.*.debug=true"_s);
    qInstallMessageHandler(collect);
}

void tst_Secrets::cleanupTestCase()
{
    qInstallMessageHandler(nullptr);
    m_cluster.reset();
}

void tst_Secrets::quiverctlLeavesNoTrace()
{
    const QList<std::pair<QStringList, QByteArray>> calls{
        {{u"connections"_s, u"add"_s, u"one"_s, u"--url"_s, url(marker)}, {}},
        {{u"connections"_s, u"add"_s, u"two"_s, u"--from"_s, u"-"_s}, "PGPASSWORD='" + marker.toUtf8() + "' psql -h 127.0.0.1 -U marked test"},
        {{u"connections"_s, u"add"_s, u"three"_s, u"--from"_s, u"-"_s}, "POSTGRES_USER=u\nPOSTGRES_DB=d\nPOSTGRES_PASSWORD=" + marker.toUtf8() + " x\n"},
        {{u"connections"_s, u"add"_s, u"bad"_s, u"--url"_s, url(marker + u"%zz"_s)}, {}},
        {{u"connections"_s, u"add"_s, u"bad"_s, u"--url"_s, u"dbname='%1'"_s.arg(url(marker))}, {}},
        {{u"connections"_s, u"add"_s, u"bad"_s, u"--url"_s, u"host=h password=a %1"_s.arg(marker)}, {}},
        {{u"connections"_s, u"add"_s, u"bad"_s, u"--url"_s, u"postgresql://marked:%1"_s.arg(marker)}, {}},
        {{u"connections"_s, u"list"_s, u"--json"_s}, {}},
        {{u"connections"_s, u"export"_s, m_directory.filePath(u"export.json"_s)}, {}},
        {{u"connections"_s, u"show"_s, u"one"_s, u"--as"_s, u"env"_s}, {}},
        {{u"connections"_s, u"show"_s, u"one"_s, u"--as"_s, u"sqlalchemy"_s}, {}},
        {{u"connections"_s, u"test"_s, u"--url"_s, url(marker)}, {}},
        {{u"query"_s, u"--url"_s, url(marker), u"SELECT 1"_s}, {}},
        {{u"query"_s, u"--url"_s, url(marker + u"wrong"_s), u"SELECT 1"_s}, {}},
    };
    for (const auto &[arguments, input] : calls) {
        const Ran ran = run(arguments, input);
        QVERIFY(ran.status >= 0);
        QVERIFY2(!ran.out.contains(marker) && !ran.err.contains(marker), qPrintable(arguments.join(u' ') + u'\n' + ran.out + ran.err));
    }
    QVERIFY(run({u"connections"_s, u"list"_s}).out.contains(u"one")); // something was kept after all
    QCOMPARE(run({u"query"_s, u"--url"_s, url(marker), u"--format"_s, u"csv"_s, u"SELECT current_user"_s}).out, u"current_user\nmarked\n"_s);
    QCOMPARE(traces(), QStringList());
}

void tst_Secrets::aRunningQuiverctlShowsNoTrace()
{
    const QString jdbc = u"jdbc:postgresql://127.0.0.1:%1/test?user=marked&PASSWORD=%2"_s.arg(m_cluster->port()).arg(marker);
    for (const QString &text : {url(marker), jdbc, u"host=127.0.0.1 port=%1 dbname=test user=marked password=%2"_s.arg(m_cluster->port()).arg(marker)}) {
        QProcess process;
        process.setProcessEnvironment(test::environmentWith(environment()));
        process.start(QStringLiteral(QUIVERCTL), {u"query"_s, u"--url"_s, text, u"SELECT pg_sleep(60), 'watch me'"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%watch me%' AND usename = 'marked' AND state = 'active'"_s).trimmed(),
                                  u"1"_s, 20000);
        QFile commandLine(u"/proc/%1/cmdline"_s.arg(process.processId()));
        QVERIFY(commandLine.open(QIODevice::ReadOnly));
        const QByteArray seen = commandLine.readAll();
        QVERIFY(seen.contains("query"));
        QVERIFY2(!seen.contains(marker.toUtf8()), seen.constData());
        process.terminate();
        QVERIFY(process.waitForFinished(10000));
    }
}

void tst_Secrets::errorsAndLogsHoldNoTrace()
{
    test::TestServices services;
    profiles::ConnectionText text = profiles::readConnectionText(url(marker)).first();
    const auto session = services.session(profiles::connectOptions(text.profile, text.secrets));
    QCOMPARE(test::errorOf(session->run(u"Fine"_s, [](pg::Connection &c, core::JobContext &) { c.exec("SELECT 1"); }).future), std::nullopt);
    text.secrets.password = (marker + u"wrong"_s).toUtf8();
    const auto refused = services.session(profiles::connectOptions(text.profile, text.secrets));
    const auto error = test::errorOf(refused->run(u"Refused"_s, [](pg::Connection &c, core::JobContext &) { c.exec("SELECT 1"); }).future);
    QVERIFY(error);
    QVERIFY2(!error->report().contains(marker), qPrintable(error->report()));
    session->run(u"Change"_s, [](pg::Connection &c, core::JobContext &) {
               c.exec(u"ALTER ROLE marked PASSWORD '%1'"_s.arg(marker).toUtf8());
           }).future.waitForFinished();
    const auto records = services.log.since(0).first;
    QVERIFY(records.size() >= 2);
    for (const pg::StatementRecord &record : records)
        QVERIFY2(!record.sql.contains(marker) && !record.error.contains(marker), qPrintable(record.sql + record.error));
    const QMutexLocker locker(&logMutex);
    QVERIFY2(!logged.contains(marker), qPrintable(logged));
}

void tst_Secrets::theWorkspaceHoldsNoTrace()
{
    {
        const auto workspace = store::Workspace::open(m_directory.filePath(u"workspace/workspace.sqlite"_s));
        store::Profile profile = profiles::readConnectionText(url(marker)).first().profile;
        profile.id = store::Profile::create().id;
        profile.name = u"kept"_s;
        workspace->saveProfile(profile).waitForFinished();
        store::Profile leaky = profile;
        leaky.parameters.insert(u"dbname"_s, url(marker));
        QVERIFY_THROWS_EXCEPTION(core::Error, workspace->saveProfile(leaky).waitForFinished());
        store::HistoryEntry entry;
        entry.profileId = profile.id;
        entry.sql = pg::StatementLog::redacted(u"ALTER ROLE marked PASSWORD '%1'"_s.arg(marker)); // as the console does it
        QVERIFY(entry.sql.contains(u"ALTER ROLE marked"));
        workspace->addHistory(entry).waitForFinished();
        workspace->flush().waitForFinished();
    }
    QCOMPARE(traces(), QStringList());
}

void tst_Secrets::filesOfConnectionsHoldNoTrace()
{
    store::Profile profile = store::Profile::create();
    profile.name = u"x"_s;
    profile.parameters = {{u"host"_s, u"h"_s}, {u"password"_s, marker}, {u"dbname"_s, url(marker)}};
    const QByteArray json = profiles::exportProfiles({profile});
    QVERIFY2(!json.contains(marker.toUtf8()), json.constData());
    const QByteArray tampered = QByteArray(json).replace("\"host\": \"h\"", "\"host\": \"h\", \"password\": \"" + marker.toUtf8() + "\"");
    QVERIFY(tampered.contains(marker.toUtf8()));
    const profiles::ImportedProfiles imported = profiles::importProfiles(tampered);
    QCOMPARE(imported.problems.size(), 1);
    QVERIFY2(imported.problems[0].contains(u"password: a file of connections holds no passwords") && !imported.problems[0].contains(marker),
             qPrintable(imported.problems[0]));
    QVERIFY(!profiles::exportProfiles(imported.profiles).contains(marker.toUtf8()));
}

QTEST_GUILESS_MAIN(tst_Secrets)
#include "tst_secrets.moc"
