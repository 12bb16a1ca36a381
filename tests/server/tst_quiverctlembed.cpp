// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl embed, as a process: endpoints, a text, a column; and the key, which is nowhere to be found afterwards.
#include "support/embeddingserver.h"
#include "support/program.h"
#include "support/testcluster.h"
#include "vector/lexicalembedder.h"
#include "vector/values.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver;
using test::EmbeddingServer;
using test::Ran;

namespace {

const QByteArray key = "sk-Zx81MarkedKey";

} // namespace

class tst_QuiverctlEmbed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        QCOMPARE(add(u"local"_s).status, 0);
        QCOMPARE(add(u"keyed"_s, {u"--key"_s, u"--batch"_s, u"5"_s}, key).status, 0);
    }
    void cleanupTestCase() { m_cluster.reset(); }
    void cleanup() { m_cluster->psql(u"DROP TABLE IF EXISTS documents; DROP SCHEMA IF EXISTS quiver CASCADE"_s); }

    void keepsEndpoints();
    void refusesEndpointsThatCannotBeRight_data();
    void refusesEndpointsThatCannotBeRight();
    void testsAnEndpoint();
    void embedsAText();
    void showsWhatItWouldDo();
    void fillsAColumn();
    void goesOnAfterKill9();
    void goesPastRefusedTexts();
    void embedsOneRowAsTheColumnWas();
    void changesAModelByAnEmbedder();
    void saysThatAKeyMayBeLeft();
    void leavesTheKeyNowhere();

private:
    QProcessEnvironment environment(bool withKey = true) const
    {
        QMap<QString, QString> additions{{u"QUIVER_WORKSPACE"_s, m_directory.filePath(u"workspace"_s)}, {u"HOME"_s, m_directory.path()},
                                         {u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent/bus"_s}, {u"QT_LOGGING_RULES"_s, u"quiver.*.debug=true"_s}};
        if (withKey)
            additions[u"QUIVER_EMBEDDING_KEY"_s] = QString::fromUtf8(key);
        return test::environmentWith(additions);
    }
    Ran run(const QStringList &arguments, const QByteArray &input = {}, bool withKey = true)
    {
        const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"embed"_s} + arguments, environment(withKey), input);
        m_said += ran.out + ran.err;
        return ran;
    }
    Ran add(const QString &name, const QStringList &more = {}, const QByteArray &input = {})
    {
        return run(QStringList{u"endpoint"_s, u"add"_s, name, u"--endpoint"_s, m_server.url(), u"--model"_s, u"m"_s} + more, input, false);
    }
    QStringList column(const QStringList &more = {}) const
    {
        return QStringList{u"column"_s, u"--table"_s, u"documents"_s, u"--text"_s, u"content"_s, u"--column"_s, u"embedding"_s, u"--url"_s, m_cluster->options().toUri()} + more;
    }
    void makeDocuments(int rows)
    {
        m_cluster->psql(u"CREATE TABLE documents (id int PRIMARY KEY, content text, embedding vector(3));"
                        " INSERT INTO documents SELECT i, 'text ' || i FROM generate_series(1, %1) i"_s.arg(rows));
    }

    std::unique_ptr<test::TestCluster> m_cluster;
    EmbeddingServer m_server;
    QTemporaryDir m_directory;
    QString m_said; ///< by all runs
};

void tst_QuiverctlEmbed::keepsEndpoints()
{
    QVERIFY(add(u"local"_s).err.contains(u"There is an endpoint “local” already"_s));
    const Ran listed = run({u"endpoint"_s, u"list"_s});
    QVERIFY2(listed.out.contains(u"keyed  m at %1, with a key\n"_s.arg(m_server.url())), qPrintable(listed.out));
    const QJsonArray array = QJsonDocument::fromJson(run({u"endpoint"_s, u"list"_s, u"--json"_s}).out.toUtf8()).array();
    QCOMPARE(array.size(), 2);
    QCOMPARE(array[0][u"batch"].toInt(), 5);
    QCOMPARE(add(u"gone"_s).status, 0);
    QCOMPARE(run({u"endpoint"_s, u"remove"_s, u"gone"_s}).status, 0);
    const Ran again = run({u"endpoint"_s, u"remove"_s, u"gone"_s});
    QCOMPARE(again.status, 1);
    QVERIFY2(again.err.contains(u"but: keyed, local"_s), qPrintable(again.err));
}

void tst_QuiverctlEmbed::refusesEndpointsThatCannotBeRight_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("password in the URL") << QStringList{u"--endpoint"_s, u"https://me:pw@host"_s, u"--model"_s, u"m"_s} << u"keychain"_s;
    QTest::newRow("no model") << QStringList{u"--endpoint"_s, u"https://host"_s} << u"model is missing"_s;
    QTest::newRow("key in the open") << QStringList{u"--endpoint"_s, u"http://host"_s, u"--model"_s, u"m"_s, u"--key"_s} << u"unencrypted"_s;
    QTest::newRow("no key") << QStringList{u"--endpoint"_s, u"https://host"_s, u"--model"_s, u"m"_s, u"--key"_s} << u"no key was given"_s;
}

void tst_QuiverctlEmbed::refusesEndpointsThatCannotBeRight()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, word);
    const Ran ran = run(QStringList{u"endpoint"_s, u"add"_s, u"bad"_s} + arguments);
    QVERIFY(ran.status != 0);
    QVERIFY2(ran.err.contains(word), qPrintable(ran.err));
    QVERIFY(!run({u"endpoint"_s, u"list"_s}).out.contains(u"bad"));
}

void tst_QuiverctlEmbed::testsAnEndpoint()
{
    const Ran good = run({u"endpoint"_s, u"test"_s, u"keyed"_s});
    QVERIFY2(good.out.contains(u"3 dimensions"_s), qPrintable(good.err));
    QCOMPARE(m_server.requests().last().authorization, "Bearer " + key);
    m_server.meetNext(EmbeddingServer::Trouble::Unauthorized);
    const Ran bad = run({u"endpoint"_s, u"test"_s, u"keyed"_s});
    QCOMPARE(bad.status, 1);
    QVERIFY2(bad.err.contains(u"does not take the key: Incorrect API key"_s), qPrintable(bad.err));
}

void tst_QuiverctlEmbed::embedsAText()
{
    QCOMPARE(run({u"text"_s, u"some words"_s, u"--dimensions"_s, u"4"_s}).out,
             QString::fromLatin1(vector::toText(vector::LexicalEmbedder({.dimensions = 4}).embed(u"some words"_s))) + u'\n');
    const QJsonObject json = QJsonDocument::fromJson(run({u"text"_s, u"some words"_s, u"--embedder"_s, u"local"_s, u"--json"_s}).out.toUtf8()).object();
    QCOMPARE(json[u"dimensions"].toInt(), 3);
    QCOMPARE(json[u"embedding"][0].toDouble(), double(EmbeddingServer::vectorOf(u"some words"_s, 3)[0]));
    QVERIFY(run({u"text"_s, u"..."_s}).err.contains(u"no word"_s));
    QVERIFY(run({u"text"_s, u"a"_s, u"--embedder"_s, u"nobody"_s}).err.contains(u"there is no endpoint “nobody”"_s));
    QCOMPARE(run({u"text"_s}).status, 2);
}

void tst_QuiverctlEmbed::showsWhatItWouldDo()
{
    makeDocuments(12);
    const int before = m_server.requestCount();
    const Ran ran = run(column({u"--embedder"_s, u"local"_s, u"--dry-run"_s}));
    QVERIFY2(ran.out.contains(u"UPDATE public.documents AS quiver_row SET embedding = "_s) && ran.err.contains(u"12 to embed"_s), qPrintable(ran.out + ran.err));
    QVERIFY(run(column({u"--embedder"_s, u"local"_s, u"--save-migration"_s, m_directory.path()})).err.contains(u"cannot be saved as a migration"_s));
    QVERIFY(run(column({u"--embedder"_s, u"local"_s})).err.contains(u"add --yes"_s));
    QCOMPARE(m_server.requestCount(), before);
    QCOMPARE(m_cluster->psql(u"SELECT count(embedding), to_regclass('quiver.embedders') IS NULL FROM documents"_s), u"0|t"_s);
}

void tst_QuiverctlEmbed::fillsAColumn()
{
    makeDocuments(12);
    const Ran ran = run(column({u"--embedder"_s, u"keyed"_s, u"--yes"_s}));
    QVERIFY2(ran.status == 0 && ran.err.contains(u"12 rows"_s), qPrintable(ran.err));
    QCOMPARE(m_cluster->psql(u"SELECT embedding FROM documents WHERE id = 11"_s), QString::fromLatin1(vector::toText(EmbeddingServer::vectorOf(u"text 11"_s, 3))));
    QVERIFY(run(column({u"--embedder"_s, u"keyed"_s, u"--yes"_s})).out.contains(u"nothing to do"_s));
    m_cluster->psql(u"INSERT INTO documents VALUES (13, 'more')"_s);
    const Ran other = run(column({u"--yes"_s})); // the lexical one
    QCOMPARE(other.status, 1);
    QVERIFY2(other.err.contains(u"was embedded by m at"_s), qPrintable(other.err));
}

void tst_QuiverctlEmbed::goesOnAfterKill9()
{
    makeDocuments(60);
    m_server.setDelay(100);
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(QUIVERCTL), QStringList{u"embed"_s} + column({u"--embedder"_s, u"keyed"_s, u"--yes"_s}));
    const auto filled = [this] { return m_cluster->psql(u"SELECT count(embedding) FROM documents"_s).toInt(); };
    QTRY_VERIFY_WITH_TIMEOUT(filled() >= 10, 20'000);
    ::kill(pid_t(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished());
    m_server.setDelay(0);
    const int stood = filled();
    QVERIFY2(stood < 60, qPrintable(QString::number(stood)));
    const int before = m_server.requestCount();
    const Ran ran = run(column({u"--embedder"_s, u"keyed"_s, u"--yes"_s}));
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(filled(), 60);
    int sent = 0;
    for (const auto &request : m_server.requests().mid(before))
        sent += int(request.texts.size());
    QCOMPARE(sent, 60 - stood);
}

void tst_QuiverctlEmbed::goesPastRefusedTexts()
{
    makeDocuments(12);
    m_cluster->psql(u"UPDATE documents SET content = 'too long' WHERE id = 3"_s);
    m_server.refuseTextsWith(u"too long"_s);
    const Ran stopped = run(column({u"--embedder"_s, u"local"_s, u"--yes"_s}));
    QCOMPARE(stopped.status, 1);
    QVERIFY2(stopped.err.contains(u"the text of the row with id = 3 was refused"_s), qPrintable(stopped.err));
    const Ran passed = run(column({u"--embedder"_s, u"local"_s, u"--skip-refused"_s, u"--yes"_s}));
    QVERIFY2(passed.status == 0 && passed.out.contains(u"1 text was refused"_s), qPrintable(passed.out + passed.err));
    m_server.refuseTextsWith({});
    QCOMPARE(m_cluster->psql(u"SELECT id FROM documents WHERE embedding IS NULL"_s), u"3"_s);
}

void tst_QuiverctlEmbed::embedsOneRowAsTheColumnWas()
{
    makeDocuments(3);
    QCOMPARE(run(column({u"--embedder"_s, u"keyed"_s, u"--yes"_s})).status, 0);
    QCOMPARE(run({u"endpoint"_s, u"add"_s, u"other"_s, u"--endpoint"_s, m_server.url(), u"--model"_s, u"another"_s}).status, 0);
    const QStringList row{u"row"_s, u"insert"_s, u"--table"_s, u"documents"_s, u"--set"_s, u"id=9"_s, u"--set"_s, u"content=one more"_s, u"--embed"_s,
                          u"embedding=content"_s, u"--yes"_s, u"--url"_s, m_cluster->options().toUri()};
    // The variable's key is for the endpoint that the command names, not for one that the database names.
    const int sent = m_server.requestCount();
    const Ran unnamed = test::runProgram(QStringLiteral(QUIVERCTL), row, environment());
    QVERIFY2(unnamed.status == 1 && unnamed.err.contains(u"--embedder keyed"_s), qPrintable(unnamed.err));
    const Ran another = test::runProgram(QStringLiteral(QUIVERCTL), row + QStringList{u"--embedder"_s, u"other"_s}, environment());
    QVERIFY2(another.status == 1 && another.err.contains(u"not by the endpoint “other”"_s), qPrintable(another.err));
    QCOMPARE(m_server.requestCount(), sent);
    const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), row + QStringList{u"--embedder"_s, u"keyed"_s}, environment());
    m_said += ran.out + ran.err;
    QVERIFY2(ran.status == 0, qPrintable(ran.err));
    QCOMPARE(m_cluster->psql(u"SELECT embedding FROM documents WHERE id = 9"_s), QString::fromLatin1(vector::toText(EmbeddingServer::vectorOf(u"one more"_s, 3))));
    m_cluster->psql(u"DELETE FROM documents WHERE id = 9; UPDATE quiver.embedders SET state = convert_to('{\"url\":\"https://host/v1\",\"model\":\"big\",\"dimensions\":3}', 'UTF8')"_s);
    const Ran unknown = test::runProgram(QStringLiteral(QUIVERCTL), row, environment());
    QCOMPARE(unknown.status, 1);
    QVERIFY2(unknown.err.contains(u"embedded by big at https://host"_s) && unknown.err.contains(u"endpoint add NAME --endpoint https://host/v1 --model big --dimensions 3"_s),
             qPrintable(unknown.err));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM documents"_s), u"3"_s);
}

void tst_QuiverctlEmbed::changesAModelByAnEmbedder()
{
    makeDocuments(12);
    const QStringList model{u"schema"_s, u"model"_s, u"--table"_s, u"documents"_s, u"--column"_s, u"embedding"_s, u"--to"_s, u"halfvec(3)"_s, u"--from"_s, u"embed"_s,
                            u"--text"_s, u"content"_s, u"--url"_s, m_cluster->options().toUri(), u"--embedder"_s, u"keyed"_s};
    const Ran saved = test::runProgram(QStringLiteral(QUIVERCTL), model + QStringList{u"--save-migration"_s, m_directory.path()}, environment());
    QVERIFY2(saved.status == 2 && saved.err.contains(u"cannot be saved as a migration"_s), qPrintable(saved.err));
    const Ran ran = test::runProgram(QStringLiteral(QUIVERCTL), model + QStringList{u"--yes"_s}, environment());
    m_said += ran.out + ran.err;
    QVERIFY2(ran.status == 0, qPrintable(ran.out + ran.err));
    QCOMPARE(m_cluster->psql(u"SELECT count(embedding), min(pg_typeof(embedding)::text), (SELECT string_agg(column_name || ' ' || kind, ',') FROM quiver.embedders) FROM documents"_s),
             u"12|halfvec|embedding http"_s);
}

void tst_QuiverctlEmbed::saysThatAKeyMayBeLeft()
{
    QCOMPARE(add(u"leaving"_s, {u"--key"_s}, key).status, 0);
    const Ran ran = run({u"endpoint"_s, u"remove"_s, u"leaving"_s});
    QVERIFY2(ran.status == 0 && ran.err.contains(u"if its key is in the keychain, it is there still: "_s) && ran.err.contains(u"Remove it there: endpoint/"_s), qPrintable(ran.err));
}

void tst_QuiverctlEmbed::leavesTheKeyNowhere()
{
    QVERIFY(m_said.contains(u"the key was dropped, not stored"_s)); // there is no keychain here, and that was said
    QVERIFY(!m_said.contains(QString::fromUtf8(key)));
    QCOMPARE(m_cluster->psql(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%Zx81%' AND pid <> pg_backend_pid()"_s), u"0"_s);
    int files = 0;
    QDirIterator it(m_directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("Zx81MarkedKey"), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files > 0);
    QVERIFY(test::runProgram(QStringLiteral(QUIVERCTL), {u"journal"_s, u"list"_s}, environment(false)).out.contains(u"Embed content of public.documents"_s));
}

QTEST_GUILESS_MAIN(tst_QuiverctlEmbed)
#include "tst_quiverctlembed.moc"
