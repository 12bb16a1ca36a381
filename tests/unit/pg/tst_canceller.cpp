// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/canceller.h"

#include <QtTest>

#include <future>

using namespace quiver;

class TestCanceller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noRequestWaitsBehindOneThatHangs()
    {
        std::promise<void> end;
        const std::shared_future<void> ended = end.get_future().share();
        std::promise<void> hangs;
        std::promise<void> second;
        pg::Canceller canceller;
        canceller.submit([&hangs, ended] {
            hangs.set_value();
            ended.wait();
        });
        hangs.get_future().wait();
        canceller.submit([&second] { second.set_value(); });
        const bool sent = second.get_future().wait_for(std::chrono::seconds(5)) == std::future_status::ready;
        end.set_value();
        QVERIFY(sent);
    }

    void requestsInTheQueueAreSentAfterItsEnd()
    {
        std::atomic<int> sent = 0;
        {
            pg::Canceller canceller;
            for (int i = 0; i < 20; ++i)
                canceller.submit([&sent] { ++sent; });
        }
        QTRY_COMPARE(sent.load(), 20);
    }
};

QTEST_GUILESS_MAIN(TestCanceller)
#include "tst_canceller.moc"
