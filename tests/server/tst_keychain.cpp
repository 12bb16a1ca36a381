// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/endpointbook.h"
#include "store/secretstore.h"
#include "store/workspace.h"
#include "support/embeddingserver.h"
#include "support/program.h"

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace quiver::store;

namespace {

template<typename T>
bool finishes(const QFuture<T> &future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); }, 20000);
}

} // namespace

// A real Secret Service: gnome-keyring on a session bus of its own, in a home directory of its own.
class tst_keychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"})
            qputenv(name, m_home.path().toUtf8());
        qunsetenv("DISPLAY");
        m_bus.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s});
        QVERIFY2(m_bus.waitForReadyRead(10000), qPrintable(m_bus.errorString()));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
        m_keyring.start(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s});
        QVERIFY2(m_keyring.waitForStarted(10000), qPrintable(m_keyring.errorString()));
        m_keyring.write("unlocks the keyring");
        m_keyring.closeWriteChannel();
        SecretStore secrets;
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto state = secrets.availability();
                return finishes(state) && state.result().available;
            },
            20000));
    }

    void cleanupTestCase()
    {
        for (QProcess *process : {&m_keyring, &m_bus}) {
            process->terminate();
            process->waitForFinished(5000);
        }
    }

    void whatIsWrittenIsReadAgain()
    {
        const QUuid profile = QUuid::createUuid();
        SecretStore secrets;
        QVERIFY(finishes(secrets.write(profile, secret)));
        QVERIFY(finishes(secrets.write(profile, "of the key", Secret::KeyPassphrase)));
        const auto password = SecretStore().read(profile);
        const auto passphrase = SecretStore().read(profile, Secret::KeyPassphrase);
        QVERIFY(finishes(password));
        QVERIFY(finishes(passphrase));
        QCOMPARE(password.result(), std::optional<QByteArray>(secret));
        QCOMPARE(passphrase.result(), std::optional<QByteArray>("of the key"));
    }

    void whatWasNeverWrittenOrIsRemovedIsNothing()
    {
        const QUuid profile = QUuid::createUuid();
        SecretStore secrets;
        QVERIFY(finishes(secrets.remove(profile)));
        const auto before = secrets.read(profile);
        QVERIFY(finishes(before));
        QCOMPARE(before.result(), std::optional<QByteArray>());
        QVERIFY(finishes(secrets.write(profile, secret)));
        QVERIFY(finishes(secrets.remove(profile)));
        const auto after = secrets.read(profile);
        QVERIFY(finishes(after));
        QCOMPARE(after.result(), std::optional<QByteArray>());
    }

    void theSecretIsNowhereInPlainText()
    {
        SecretStore secrets;
        QVERIFY(finishes(secrets.write(QUuid::createUuid(), secret)));
        int files = 0;
        for (QDirIterator it(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            ++files;
            QVERIFY2(!file.readAll().contains(secret), qPrintable(file.fileName()));
        }
        QVERIFY(files > 0); // the keyring's own
    }

    void anEndpointsOwnKeyGoesBeforeTheVariable()
    {
        quiver::test::EmbeddingServer server;
        const auto run = [this](const QStringList &arguments, const QByteArray &input = {}) {
            return quiver::test::runProgram(QStringLiteral(QUIVERCTL), QStringList{u"embed"_s, u"endpoint"_s} + arguments,
                                            quiver::test::environmentWith({{u"QUIVER_WORKSPACE"_s, m_home.filePath(u"w"_s)}, {u"QUIVER_EMBEDDING_KEY"_s, u"sk-of-another-host"_s}}), input);
        };
        const auto added = run({u"add"_s, u"mine"_s, u"--endpoint"_s, server.url(), u"--model"_s, u"m"_s, u"--key"_s}, "sk-kept");
        QVERIFY2(added.status == 0 && added.err.isEmpty(), qPrintable(added.err));
        const auto tested = run({u"test"_s, u"mine"_s});
        QVERIFY2(tested.status == 0, qPrintable(tested.err));
        QCOMPARE(server.requests().last().authorization, "Bearer sk-kept");
        const auto removed = run({u"remove"_s, u"mine"_s});
        QVERIFY2(removed.status == 0 && removed.err.isEmpty(), qPrintable(removed.err));
    }

    void anEndpointsKeyStaysWithItsHost()
    {
        SecretStore secrets;
        const auto workspace = Workspace::open(m_home.filePath(u"hosts"_s));
        quiver::embed::EndpointBook book(*workspace, secrets);
        EmbeddingEndpoint endpoint = EmbeddingEndpoint::create();
        endpoint.name = u"mine"_s;
        endpoint.url = u"https://a.example"_s;
        endpoint.hasKey = true;
        const auto saved = book.save(endpoint, "sk-a");
        QVERIFY(finishes(saved) && saved.result().unkept.isEmpty());
        const auto keyOf = [&] {
            quiver::embed::EndpointBook next(*workspace, secrets); // as in the next run of the program
            const auto key = next.keyOf(endpoint);
            return QTest::qWaitFor([&] { return key.isFinished(); }, 20000) ? key.result() : quiver::embed::EndpointKey{"no answer", {}};
        };
        QCOMPARE(keyOf().value, std::optional<QByteArray>("sk-a"));
        // What is left where the keychain did not take the key of a new host.
        endpoint.url = u"https://b.example"_s;
        QVERIFY(finishes(workspace->saveEmbeddingEndpoint(endpoint)));
        QCOMPARE(keyOf().value, std::optional<QByteArray>());
        QVERIFY2(keyOf().reason.contains(u"was not given for https://b.example"_s), qPrintable(keyOf().reason));
        // One that needs none any more has none.
        endpoint.hasKey = false;
        const auto without = book.save(endpoint, {});
        QVERIFY(finishes(without) && without.result().left.isEmpty());
        const auto gone = secrets.read(endpoint.id, Secret::ApiKey);
        QVERIFY(finishes(gone));
        QCOMPARE(gone.result(), std::optional<QByteArray>());
        // Removed is removed, also where there should be none.
        QVERIFY(finishes(secrets.write(endpoint.id, "left by something", Secret::ApiKey)));
        const auto removed = book.remove(endpoint);
        QVERIFY(finishes(removed) && removed.result().isEmpty());
        const auto after = secrets.read(endpoint.id, Secret::ApiKey);
        QVERIFY(finishes(after));
        QCOMPARE(after.result(), std::optional<QByteArray>());
    }

private:
    const QByteArray secret = "pa\xC3\x9Fwort \"with' spaces\\";
    QTemporaryDir m_home;
    QProcess m_bus;
    QProcess m_keyring;
};

QTEST_GUILESS_MAIN(tst_keychain)
#include "tst_keychain.moc"
