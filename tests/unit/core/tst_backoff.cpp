// SPDX-License-Identifier: GPL-3.0-or-later
// The pauses between attempts.
#include "core/backoff.h"

#include <QTest>

#include <set>

using namespace quiver;
using std::chrono::milliseconds;

class TestBackOff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheCapWithinTheUpperHalf()
    {
        for (int round = 0; round < 200; ++round) {
            core::BackOff backOff(milliseconds(100), milliseconds(5000));
            for (const int most : {100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000}) {
                const auto pause = backOff.next();
                QVERIFY2(pause >= milliseconds(most / 2) && pause <= milliseconds(most), qPrintable(QString::number(pause.count())));
            }
            QCOMPARE(backOff.attempts(), 9);
        }
    }

    void staysAtTheCapForEver()
    {
        core::BackOff backOff(milliseconds(100), milliseconds(5000));
        for (int i = 0; i < 10000; ++i)
            QVERIFY(backOff.next() <= milliseconds(5000));
    }

    void twoClientsDoNotPauseAlike()
    {
        std::set<qint64> pauses;
        for (int i = 0; i < 50; ++i)
            pauses.insert(core::BackOff(milliseconds(5000), milliseconds(5000)).next().count());
        QVERIFY(pauses.size() > 25);
    }

    void beginsAgainAfterAReset()
    {
        core::BackOff backOff;
        while (backOff.attempts() < 10)
            backOff.next();
        backOff.reset();
        QCOMPARE(backOff.attempts(), 0);
        QVERIFY(backOff.next() <= milliseconds(100));
    }
};

QTEST_GUILESS_MAIN(TestBackOff)
#include "tst_backoff.moc"
