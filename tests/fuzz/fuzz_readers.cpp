// SPDX-License-Identifier: GPL-3.0-or-later
// fuzz_readers [SECONDS [FIRST_SEED]]: gives damaged files to every reader until the time is up. Each mutant is read in a process of
// its own, so that a crash is told with its seed and the file that did it, and the run goes on. Best built with the preset asan.
// libhdf5 1.10.8 itself (H5F__accum_read below H5HL_protect) crashes on one of some 5,000 damaged HDF5 files: quiver-hdf5check does so
// first, and the file is refused.
#include "fuzz/mutator.h"
#include "fuzz/readerfuzz.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

using namespace quiver;
using namespace Qt::StringLiterals;

namespace {

constexpr int misbehaved = 42;

/// Reads the file in a child process. What was wrong; empty: nothing.
QString readApart(const QString &file, const load::SourceOptions &options, qint64 bytes)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(20); // what hangs is ended
        const QString problem = fuzz::misbehaviour(file, options, bytes);
        if (!problem.isEmpty())
            std::fprintf(stderr, "%s\n", qPrintable(problem));
        ::_exit(problem.isEmpty() ? 0 : misbehaved);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    if (WIFSIGNALED(status))
        return u"signal %1"_s.arg(WTERMSIG(status));
    if (WEXITSTATUS(status) != 0)
        return u"status %1"_s.arg(WEXITSTATUS(status));
    constexpr long mostKb = 400 * 1024;
    return usage.ru_maxrss > mostKb ? u"%1 MB of memory"_s.arg(usage.ru_maxrss / 1024) : QString();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // whose folder leads to quiver-hdf5check
    const int seconds = argc > 1 ? QByteArray(argv[1]).toInt() : 60;
    quint64 seed = argc > 2 ? QByteArray(argv[2]).toULongLong() : 1;
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"mutant"_s);
    std::vector<fuzz::Seed> seeds = fuzz::textAndBinarySeeds();
    seeds.push_back(fuzz::hdf5Seed(file, u"train"_s));
    seeds.push_back(fuzz::hdf5Seed(file, u"test"_s));
    QElapsedTimer timer;
    timer.start();
    int found = 0;
    qint64 runs = 0;
    for (; timer.elapsed() < qint64(seconds) * 1'000; ++seed) {
        for (const fuzz::Seed &good : seeds) {
            const QByteArray bytes = fuzz::Mutator(seed).damaged(good.bytes);
            QFile out(file);
            out.remove(); // overwriting would go to the disk at once on some systems
            if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
                return 2;
            out.close();
            ++runs;
            const QString problem = readApart(file, good.options, bytes.size());
            if (problem.isEmpty())
                continue;
            ++found;
            const QString kept = u"fuzz-%1-%2.bin"_s.arg(formatName(good.options.format).remove(u'.').remove(u' ')).arg(seed);
            QFile::copy(file, kept);
            std::printf("seed %llu, %s: %s; kept as %s\n", static_cast<unsigned long long>(seed), qPrintable(formatName(good.options.format)), qPrintable(problem), qPrintable(kept));
        }
    }
    std::printf("%lld damaged files read up to seed %llu, %d of them with trouble\n", static_cast<long long>(runs), static_cast<unsigned long long>(seed - 1), found);
    return found == 0 ? 0 : 1;
}
