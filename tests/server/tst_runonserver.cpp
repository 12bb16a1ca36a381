// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/threadjob.h"
#include "sandbox/demodatabase.h"
#include "support/testcluster.h"

#include <QTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class TestRunOnServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCancelEndsItThoughTheServerDoesNotAnswer()
    {
        test::TestCluster cluster;
        test::TestServices services;
        QThreadPool pool;
        std::atomic<bool> connected{false};
        auto task = core::runInThread(pool, u"Load"_s, nullptr, [&](core::JobContext &job) {
            sandbox::runOnServer(cluster.options(), services.services(), job, [&](pg::Connection &connection, core::JobContext &) {
                connection.ping();
                connected = true;
                connection.exec("select pg_sleep(60)"_ba);
            });
        });
        QTRY_VERIFY(connected);
        cluster.pause();
        task.job->cancel();
        const bool ended = QTest::qWaitFor([&] { return task.future.isFinished(); }, 10'000);
        cluster.resume();
        QVERIFY(ended);
    }
};

QTEST_GUILESS_MAIN(TestRunOnServer)
#include "tst_runonserver.moc"
