// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/error.h"
#include "store/secretstore.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace Qt::StringLiterals;
using namespace quiver::store;

namespace {

/// Lets the event loop run until \p future is finished.
template<typename T>
bool finishes(const QFuture<T> &future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); }, 10000);
}

} // namespace

// A machine without a session bus, whatever the one that runs the test has: nobody's real keychain is touched.
class tst_secretstore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("HOME", m_home.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qunsetenv("DISPLAY");
    }

    void withoutAKeychainItSaysSoAtOnce()
    {
        SecretStore secrets;
        QElapsedTimer elapsed;
        elapsed.start();
        const auto state = secrets.availability();
        QVERIFY(finishes(state));
        QVERIFY(!state.result().available);
        QVERIFY(!state.result().reason.isEmpty());
        QVERIFY2(elapsed.elapsed() < 2000, qPrintable(QString::number(elapsed.elapsed())));
    }

    void withoutAKeychainEveryCallFailsWithAReason()
    {
        SecretStore secrets;
        const QUuid profile = QUuid::createUuid();
        const auto failsWithReason = [](auto future) {
            if (!finishes(future))
                return false;
            try {
                future.waitForFinished();
            } catch (const Error &error) {
                return error.kind() == Error::Kind::Keychain && error.message().contains(u"keychain"_s)
                       && !error.message().contains(u"hunter2"_s);
            }
            return false;
        };
        QVERIFY(failsWithReason(secrets.write(profile, "hunter2-geheim")));
        QVERIFY(failsWithReason(secrets.read(profile)));
        QVERIFY(failsWithReason(secrets.read(profile, Secret::KeyPassphrase)));
        QVERIFY(failsWithReason(secrets.remove(profile)));
    }

    void manyCallsAtOnceAllAnswer()
    {
        SecretStore secrets;
        QList<QFuture<KeychainState>> states;
        for (int i = 0; i < 20; ++i)
            states.append(secrets.availability());
        for (const auto &state : states)
            QVERIFY(finishes(state));
    }

    void anAnswerOutlivesTheStore()
    {
        QFuture<KeychainState> state;
        {
            SecretStore secrets;
            state = secrets.availability();
        }
        QVERIFY(finishes(state));
    }

    void nothingSecretReachesTheHomeDirectory()
    {
        SecretStore secrets;
        QVERIFY(finishes(secrets.write(QUuid::createUuid(), "hunter2-geheim")));
        for (const auto &entry : std::filesystem::recursive_directory_iterator(m_home.path().toStdString())) {
            if (!entry.is_regular_file())
                continue;
            QFile file(QString::fromStdString(entry.path().string()));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("hunter2"), qPrintable(file.fileName()));
        }
    }

private:
    QTemporaryDir m_home;
};

QTEST_GUILESS_MAIN(tst_secretstore)
#include "tst_secretstore.moc"
