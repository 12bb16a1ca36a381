// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job.h"
#include "core/jobregistry.h"
#include "core/leftpool.h"
#include "core/threadjob.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>

#include <thread>

using namespace quiver::core;
using namespace Qt::StringLiterals;

class TestJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcomeFollowsTheException_data()
    {
        QTest::addColumn<int>("thrown");
        QTest::addColumn<Job::State>("state");
        QTest::newRow("nothing") << 0 << Job::State::Succeeded;
        QTest::newRow("cancelled") << 1 << Job::State::Cancelled;
        QTest::newRow("error") << 2 << Job::State::Failed;
    }

    void outcomeFollowsTheException()
    {
        QFETCH(int, thrown);
        QFETCH(Job::State, state);
        const auto job = Job::create(u"title"_s);
        QPromise<int> promise;
        promise.start();
        job->markRunning();
        settle(*job, promise, [thrown] {
            if (thrown == 1)
                throw Cancelled();
            if (thrown == 2)
                throw Error(u"broken"_s);
            return 5;
        });
        QCOMPARE(job->state(), state);
        QCOMPARE(job->errorText(), thrown == 2 ? u"broken"_s : QString());
        if (thrown == 0)
            QCOMPARE(promise.future().result(), 5);
    }

    void manyReportsBecomeFewSignalsAndTheLastValueWins()
    {
        const auto job = Job::create(u"title"_s);
        QSignalSpy progress(job.get(), &Job::progressChanged);
        std::thread worker([job] {
            JobContext context(job);
            for (int i = 0; i <= 10000; ++i)
                context.report({u"loading"_s, i, 10000, u"rows"_s, {}});
        });
        worker.join();
        QTRY_COMPARE(progress.size(), 1);
        QCOMPARE(job->progress().done, 10000);
        QCOMPARE(job->progress().fraction(), 1.0);
    }

    void cancelCountsItsRequestsAndSetsTheToken()
    {
        const auto job = Job::create(u"title"_s);
        QList<int> requests;
        job->setCancelHandler([&](int request) { requests << request; });
        job->markRunning();
        JobContext context(job);
        QVERIFY(!context.cancelRequested());
        job->cancel();
        job->cancel();
        QCOMPARE(requests, (QList<int>{1, 2}));
        QVERIFY_THROWS_EXCEPTION(Cancelled, context.throwIfCancelled());
        job->markFinished();
        job->cancel();
        QCOMPARE(requests.size(), 2);
    }

    void whoLeavesItsThreadsDoesNotWaitForThem()
    {
        const auto held = std::make_shared<QSemaphore>(), ended = std::make_shared<QSemaphore>();
        bool queuedRan = false;
        LeftPool pool(new QThreadPool);
        pool->setMaxThreadCount(1);
        const auto task = runInThread(*pool, u"held"_s, nullptr, [held, ended](JobContext &) {
            held->acquire();
            ended->release();
        });
        runInThread(*pool, u"queued"_s, nullptr, [&queuedRan](JobContext &) { queuedRan = true; });
        QTRY_COMPARE(task.job->state(), Job::State::Running);
        pool.reset(); // would hang here
        QVERIFY(!ended->tryAcquire());
        held->release();
        QVERIFY(ended->tryAcquire(1, 5000));
        QVERIFY(!queuedRan);
    }

    void whoFollowsItsCancelsHearsOfEachOnceAndOfEarlierOnesAtOnce()
    {
        const auto job = Job::create(u"title"_s);
        job->markRunning();
        const JobContext context(job);
        QList<int> first, second;
        const auto follower = context.onCancel([&](int request) { first << request; });
        job->cancel();
        auto late = context.onCancel([&](int request) { second << request; });
        QCOMPARE(second, (QList<int>{1}));
        job->cancel();
        QCOMPARE(first, (QList<int>{1, 2}));
        QCOMPARE(second, (QList<int>{1, 2}));
        late.reset();
        job->cancel();
        QCOMPARE(first, (QList<int>{1, 2, 3}));
        QCOMPARE(second.size(), 2);
    }

    void theLogIsBounded()
    {
        const auto job = Job::create(u"title"_s);
        JobContext context(job);
        for (int i = 0; i < 5000; ++i)
            context.log(QString::number(i));
        QCOMPARE(job->log().size(), 2000);
        QCOMPARE(job->log().last(), u"4999"_s);
    }

    void fractionIsUnknownWithoutATotal()
    {
        QCOMPARE((JobProgress{.done = 5}).fraction(), -1.0);
        QCOMPARE((JobProgress{.done = 5, .total = 0}).fraction(), 1.0);
        QCOMPARE((JobProgress{.done = 5, .total = 20}).fraction(), 0.25);
    }

    void registryForgetsOldFinishedJobsOnly()
    {
        JobRegistry registry;
        const auto running = Job::create(u"running"_s);
        running->markRunning();
        registry.add(running);
        for (int i = 0; i < 600; ++i) {
            const auto job = Job::create(u"done"_s);
            job->markRunning();
            job->markFinished();
            registry.add(job);
        }
        QVERIFY(registry.jobs().size() <= 500);
        QCOMPARE(registry.jobs().front(), running);
        registry.cancelAll();
        QCOMPARE(running->cancelRequests(), 1);
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
