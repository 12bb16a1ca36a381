// SPDX-License-Identifier: GPL-3.0-or-later
// A short run of tests/fuzz: damaged plans are refused in words or become trees, whatever the damage.
#include "fuzz/mutator.h"
#include "fuzz/planfuzz.h"

#include <QTest>

using namespace quiver;
using namespace Qt::StringLiterals;

class tst_PlanFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedsAreGood()
    {
        for (const QByteArray &seed : fuzz::planSeeds()) {
            const plan::PlanReading reading = plan::readPlans(seed);
            QVERIFY2(reading.ok(), qPrintable(reading.problem.value_or(plan::PlanProblem{}).reason + u'\n' + QString::fromUtf8(seed)));
            QVERIFY2(reading.plans.size() >= 1 && reading.plans[0].nodes.size() >= 4, seed.constData());
        }
    }

    void damagedPlansAreReadOrRefused()
    {
        for (quint64 number = 1; number <= 300; ++number) {
            for (const QByteArray &seed : fuzz::planSeeds()) {
                const QByteArray bytes = fuzz::Mutator(number).damaged(seed);
                const QString problem = fuzz::planMisbehaviour(bytes);
                QVERIFY2(problem.isEmpty(), qPrintable(u"seed %1: %2\n%3"_s.arg(number).arg(problem, QString::fromUtf8(bytes))));
            }
        }
    }

    void everyCutIsReadOrRefused()
    {
        for (const QByteArray &seed : fuzz::planSeeds()) {
            for (qsizetype size = 0; size < seed.size(); size += 7) {
                const QString problem = fuzz::planMisbehaviour(seed.left(size));
                QVERIFY2(problem.isEmpty(), qPrintable(u"cut at %1: %2\n%3"_s.arg(size).arg(problem, QString::fromUtf8(seed.left(size)))));
            }
        }
    }
};

QTEST_APPLESS_MAIN(tst_PlanFuzz)
#include "tst_planfuzz.moc"
