// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/error.h"
#include "pg/hostlist.h"

#include <QtTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestHostList : public QObject
{
    Q_OBJECT

    const pg::HostDefaults m_defaults{u"/run/postgresql"_s, 5433};

private Q_SLOTS:
    void takesListsApart_data()
    {
        QTest::addColumn<QString>("hosts");
        QTest::addColumn<QString>("addresses");
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QStringList>("expected"); // "host|address|port"
        const auto row = [](const char *name, const char *hosts, const char *addresses, const char *ports, const QStringList &expected) {
            QTest::newRow(name) << QString::fromLatin1(hosts) << QString::fromLatin1(addresses) << QString::fromLatin1(ports) << expected;
        };
        row("nothing at all", "", "", "", {u"/run/postgresql||5433"_s});
        row("one port serves all", "a,b", "", "6000", {u"a||6000"_s, u"b||6000"_s});
        row("a port each", "a,b", "", "6000,6001", {u"a||6000"_s, u"b||6001"_s});
        row("empty entries", ",b", "", "6000,", {u"/run/postgresql||6000"_s, u"b||5433"_s});
        row("addresses", "a,b", "10.0.0.1,", "", {u"a|10.0.0.1|5433"_s, u"b||5433"_s});
        row("addresses alone", "", "10.0.0.1,::1", "6000", {u"|10.0.0.1|6000"_s, u"|::1|6000"_s});
        row("a blank beside a port", "a", "", " 6000 ", {u"a||6000"_s});
    }

    void takesListsApart()
    {
        QFETCH(QString, hosts);
        QFETCH(QString, addresses);
        QFETCH(QString, ports);
        QStringList seen;
        for (const pg::ListedHost &host : pg::splitHosts(hosts, addresses, ports, m_defaults))
            seen << u"%1|%2|%3"_s.arg(host.host, host.address, QString::number(host.port));
        QTEST(seen, "expected");
    }

    void refusesListsThatDoNotMatch_data()
    {
        QTest::addColumn<QString>("hosts");
        QTest::addColumn<QString>("addresses");
        QTest::addColumn<QString>("ports");
        QTest::newRow("more addresses than hosts") << u"a"_s << u"10.0.0.1,10.0.0.2"_s << QString();
        QTest::newRow("more ports than hosts") << u"a"_s << QString() << u"1,2"_s;
        QTest::newRow("fewer ports than hosts") << u"a,b,c"_s << QString() << u"1,2"_s;
        QTest::newRow("a port beyond the last") << u"a"_s << QString() << u"99999"_s;
        QTest::newRow("port 0") << u"a"_s << QString() << u"0"_s;
        QTest::newRow("a word as port") << u"a"_s << QString() << u"postgres"_s;
    }

    void refusesListsThatDoNotMatch()
    {
        QFETCH(QString, hosts);
        QFETCH(QString, addresses);
        QFETCH(QString, ports);
        try {
            pg::splitHosts(hosts, addresses, ports, m_defaults);
            QFAIL("was taken");
        } catch (const pg::Error &e) {
            QCOMPARE(e.kind(), pg::Error::Kind::Client);
        }
    }

    void namesThePlace()
    {
        QCOMPARE((pg::ListedHost{u"db2"_s, u"10.0.0.1"_s, 5432}).name(), u"db2:5432"_s);
        QCOMPARE((pg::ListedHost{QString(), u"::1"_s, 5432}).name(), u"[::1]:5432"_s);
        QCOMPARE((pg::ListedHost{u"/run/postgresql"_s, QString(), 5432}).name(), u"/run/postgresql:5432"_s);
    }
};

QTEST_GUILESS_MAIN(TestHostList)
#include "tst_hostlist.moc"
