// SPDX-License-Identifier: GPL-3.0-or-later
// fuzz_plans [SECONDS [FIRST_SEED]]: reads damaged plans until the time is up, and does with them what a screen does. Stops at the first
// one that misbehaves and keeps it; what crashes or hangs leaves its seed on the last line. Best built with the preset asan.
#include "fuzz/mutator.h"
#include "fuzz/planfuzz.h"

#include <QFile>

#include <unistd.h>

#include <cstdio>

using namespace quiver;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const int seconds = argc > 1 ? QByteArray(argv[1]).toInt() : 60;
    quint64 seed = argc > 2 ? QByteArray(argv[2]).toULongLong() : 1;
    const std::vector<QByteArray> seeds = fuzz::planSeeds();
    QElapsedTimer timer;
    timer.start();
    qint64 runs = 0;
    for (; timer.elapsed() < qint64(seconds) * 1'000; ++seed) {
        std::printf("\rseed %llu", static_cast<unsigned long long>(seed));
        std::fflush(stdout);
        ::alarm(20); // what hangs is ended
        for (std::size_t i = 0; i < seeds.size(); ++i, ++runs) {
            const QByteArray bytes = fuzz::Mutator(seed).damaged(seeds[i]);
            const QString problem = fuzz::planMisbehaviour(bytes);
            if (problem.isEmpty())
                continue;
            QFile kept(u"fuzz-plan-%1-%2.txt"_s.arg(i).arg(seed));
            const bool written = kept.open(QIODevice::WriteOnly) && kept.write(bytes) == bytes.size();
            std::printf("\nseed %llu, text %zu: %s; kept as %s\n", static_cast<unsigned long long>(seed), i, qPrintable(problem), written ? qPrintable(kept.fileName()) : "nothing");
            return 1;
        }
    }
    std::printf("\n%lld damaged plans read, none of them with trouble\n", static_cast<long long>(runs));
    return 0;
}
