// SPDX-License-Identifier: GPL-3.0-or-later
#include "embed/endpointbook.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <QTemporaryDir>
#include <QTest>

using namespace quiver;
using namespace Qt::StringLiterals;
using embed::EndpointBook;
using embed::EndpointKey;
using embed::SavedKey;
using store::EmbeddingEndpoint;

// Where no keychain is: the book itself has the keys. tests/server/tst_keychain.cpp has one.
class tst_EndpointBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        m_directory = std::make_unique<QTemporaryDir>();
        m_workspace = store::Workspace::open(m_directory->filePath(u"workspace"_s));
        m_secrets = std::make_unique<store::SecretStore>(u"QuiverTest"_s, std::chrono::seconds(2));
        m_book = std::make_unique<EndpointBook>(*m_workspace, *m_secrets);
        m_endpoint = EmbeddingEndpoint::create();
        m_endpoint.name = u"mine"_s;
        m_endpoint.model = u"m"_s;
        m_endpoint.url = u"https://a.example/v1"_s;
        m_endpoint.hasKey = true;
        const SavedKey saved = answer(m_book->save(m_endpoint, "sk-a"));
        QVERIFY(!saved.unkept.isEmpty() && saved.left.isEmpty());
    }
    void cleanup()
    {
        m_book.reset();
        m_secrets.reset();
        m_workspace.reset();
    }

    void givesAKeyToItsOwnHost()
    {
        QCOMPARE(keyOf(m_endpoint).value, std::optional<QByteArray>("sk-a"));
        m_endpoint.url = u"https://a.example/another/path"_s;
        answer(m_book->save(m_endpoint, {}));
        QCOMPARE(keyOf(m_endpoint).value, std::optional<QByteArray>("sk-a"));
    }

    void givesAKeyToNoOtherHost_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("another name") << u"https://b.example/v1"_s;
        QTest::newRow("not encrypted") << u"http://a.example/v1"_s;
        QTest::newRow("another port") << u"https://a.example:8443/v1"_s;
        QTest::newRow("a longer name") << u"https://a.example.b.example/v1"_s;
    }
    void givesAKeyToNoOtherHost()
    {
        QFETCH(QString, url);
        m_endpoint.url = url;
        answer(m_book->save(m_endpoint, {}));
        const EndpointKey key = keyOf(m_endpoint);
        QVERIFY(!key.value && !key.reason.isEmpty());
        answer(m_book->save(m_endpoint, "sk-b"));
        QCOMPARE(keyOf(m_endpoint).value, std::optional<QByteArray>("sk-b"));
    }

    void forgetsAKeyThatIsNotNeededAnyMore()
    {
        m_endpoint.hasKey = false;
        QCOMPARE(keyOf(m_endpoint).value, std::optional<QByteArray>(QByteArray()));
        const SavedKey saved = answer(m_book->save(m_endpoint, {}));
        QVERIFY2(saved.unkept.isEmpty() && saved.left.isEmpty(), qPrintable(saved.left)); // no keychain ever had it
        m_endpoint.hasKey = true;
        answer(m_book->save(m_endpoint, {}));
        QVERIFY(!keyOf(m_endpoint).value);
    }

    void removesTheKeyWithTheEndpoint()
    {
        QVERIFY(!answer(m_book->remove(m_endpoint)).isEmpty()); // a keychain that is not to be had may have one of another day
        answer(m_book->save(m_endpoint, {}));
        QVERIFY(!keyOf(m_endpoint).value);
        m_endpoint.hasKey = false;
        answer(m_book->save(m_endpoint, {}));
        QCOMPARE(answer(m_book->remove(m_endpoint)), QString());
    }

private:
    template<typename T>
    static T answer(const QFuture<T> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
            qFatal("the book does not answer");
        return future.result();
    }
    EndpointKey keyOf(const EmbeddingEndpoint &endpoint) { return answer(m_book->keyOf(endpoint)); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Workspace> m_workspace;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<EndpointBook> m_book;
    EmbeddingEndpoint m_endpoint;
};

QTEST_GUILESS_MAIN(tst_EndpointBook)
#include "tst_endpointbook.moc"
