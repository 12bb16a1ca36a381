// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/error.h"
#include "pg/hostlookup.h"

#include <QtTest>

#include <future>
#include <thread>

using namespace quiver;
using namespace std::chrono_literals;

class TestHostLookup : public QObject
{
    Q_OBJECT

    std::promise<void> m_end;
    const std::shared_future<void> m_ended = m_end.get_future().share();
    const pg::HostResolver m_hangs = [ended = m_ended](const QByteArray &) {
        ended.wait();
        return QByteArray();
    };

private Q_SLOTS:
    void cleanupTestCase() { m_end.set_value(); }

    void aLookUpThatHangsEndsWithAStop()
    {
        std::stop_source source;
        std::jthread stopper([&source] { source.request_stop(); });
        QCOMPARE(pg::lookUpHosts({"slow.example"}, 60s, source.get_token(), m_hangs), pg::HostLookup::Stopped);
    }

    void aLookUpThatHangsEndsWithThePatience()
    {
        QCOMPARE(pg::lookUpHosts({"slow.example"}, 10ms, {}, m_hangs), pg::HostLookup::TimedOut);
    }

    void oneKnownHostIsEnough()
    {
        const auto resolve = [](const QByteArray &host) { return host == "known" ? QByteArray() : QByteArray("no such name"); };
        QCOMPARE(pg::lookUpHosts({"unknown", "known"}, 60s, {}, resolve), pg::HostLookup::Found);
        QCOMPARE(pg::lookUpHosts({"/run/postgresql", "unknown"}, 60s, {}, resolve), pg::HostLookup::Found);
        try {
            pg::lookUpHosts({"unknown"}, 60s, {}, resolve);
            QFAIL("an unknown host was found");
        } catch (const pg::Error &e) {
            QCOMPARE(e.kind(), pg::Error::Kind::Connection);
            QCOMPARE(e.message(), QStringLiteral("could not translate host name \"unknown\" to address: no such name"));
        }
    }
};

QTEST_GUILESS_MAIN(TestHostLookup)
#include "tst_hostlookup.moc"
