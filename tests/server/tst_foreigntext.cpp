// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that are no UTF-8 (SQL_ASCII databases) and other bytes that people did not expect.
#include "pg/codec.h"
#include "pg/resultstore.h"
#include "support/testcluster.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestForeignText : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::TestCluster> m_cluster;
    std::unique_ptr<test::TestServices> m_services;

    /// The first cell as a person would see it, fetched in \p format.
    QString shown(pg::Session &session, const QByteArray &sql, pg::ResultFormat format = pg::ResultFormat::Auto)
    {
        auto store = std::make_shared<pg::ResultStore>();
        session.run(u"query"_s, [store, sql, format](pg::Connection &c, core::JobContext &) {
                   return c.stream(sql, *store, {.format = format});
               }).future.waitForFinished();
        const pg::TypeRegistry types;
        const pg::Codec codec({.types = &types, .timeZone = "UTC"});
        const auto at = store->locate(0);
        return codec.text(store->columns()->at(0), *at.batch->cell(0, 0));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<test::TestCluster>();
        m_services = std::make_unique<test::TestServices>();
        m_cluster->psql(u"CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"_s);
    }

    void cleanupTestCase()
    {
        m_services.reset();
        m_cluster.reset();
    }

    void bytesThatAreNoUtf8AreShownAsEscapes()
    {
        const auto session = m_services->session(m_cluster->options(u"ascii"_s));
        for (const pg::ResultFormat format : {pg::ResultFormat::Auto, pg::ResultFormat::Text}) {
            QCOMPARE(shown(*session, "SELECT 'caf' || E'\\xe9' || ' au lait'", format), u"caf\\xe9 au lait"_s); // Latin-1
            QCOMPARE(shown(*session, "SELECT E'\\xe6\\x95\\xb0'", format), u"数"_s);                             // UTF-8 all the same
        }
    }

    void anErrorMessageThatIsNoUtf8StillArrives()
    {
        const auto session = m_services->session(m_cluster->options(u"ascii"_s));
        auto task = session->run(u"fail"_s, [](pg::Connection &c, core::JobContext &) { return c.exec("SELECT E'\\xe9'::int"); });
        try {
            task.future.waitForFinished();
            QFAIL("accepted");
        } catch (const pg::Error &e) {
            QCOMPARE(e.sqlState(), u"22P02"_s);
            QVERIFY(e.message().startsWith("invalid input syntax"_L1));
        }
    }

    void errorPositionsCountCharactersThereToo()
    {
        const auto session = m_services->session(m_cluster->options(u"ascii"_s));
        auto task = session->run(u"fail"_s, [](pg::Connection &c, core::JobContext &) { return c.exec(u"SELECT '数😀', nonsense"_s); });
        try {
            task.future.waitForFinished();
            QFAIL("accepted");
        } catch (const pg::Error &e) {
            QCOMPARE(e.diagnostics().position, 14);
        }
    }

    void aNulIsRefusedWithAReason()
    {
        const auto session = m_services->session(m_cluster->options());
        auto quote = session->run(u"quote"_s, [](pg::Connection &c, core::JobContext &) { return c.quoteLiteral(u"a\0b"_s); });
        QVERIFY_THROWS_EXCEPTION(pg::Error, quote.future.waitForFinished());
        auto send = session->run(u"send"_s, [](pg::Connection &c, core::JobContext &) {
            return c.exec(QByteArray("SELECT 'a\0b'", 12));
        });
        QVERIFY_THROWS_EXCEPTION(pg::Error, send.future.waitForFinished()); // not cut short and run
    }

    void serverEncodingsOtherThanUtf8AreConverted()
    {
        m_cluster->psql(u"CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"_s);
        const auto session = m_services->session(m_cluster->options(u"latin"_s));
        QCOMPARE(shown(*session, "SELECT 'caf' || chr(233)"), u"café"_s);
    }
};

QTEST_GUILESS_MAIN(TestForeignText)
#include "tst_foreigntext.moc"
