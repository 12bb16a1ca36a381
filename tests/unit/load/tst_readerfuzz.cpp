// SPDX-License-Identifier: GPL-3.0-or-later
// A short run of tests/fuzz: damaged files are refused in words or read to an end, whatever the damage.
#include "fuzz/mutator.h"
#include "fuzz/readerfuzz.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace quiver;
using namespace Qt::StringLiterals;

class tst_ReaderFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedsAreGood();
    void damagedFilesAreReadOrRefused();
    void everyCutIsReadOrRefused();
    void aFileThatLibhdf5CrashesOnIsRefused();

private:
    QString write(const QByteArray &bytes) const
    {
        QFile out(m_folder.filePath(u"mutant"_s));
        out.remove(); // a file that is overwritten goes to the disk at once on some systems, which takes its time
        return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() ? out.fileName() : QString();
    }
    static long peakKb()
    {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss;
    }
    QTemporaryDir m_folder;
};

void tst_ReaderFuzz::seedsAreGood()
{
    std::vector<fuzz::Seed> seeds = fuzz::textAndBinarySeeds();
    seeds.push_back(fuzz::hdf5Seed(m_folder.filePath(u"seed"_s), u"train"_s));
    for (const fuzz::Seed &seed : seeds) {
        const auto source = load::openSource(write(seed.bytes), seed.options);
        load::RowBlock block;
        std::vector<load::BadRow> bad;
        QVERIFY(source->read(block, bad, 1 << 20, 1'000));
        QVERIFY2(bad.empty() && block.rowCount() >= 2, qPrintable(formatName(seed.options.format)));
    }
}

void tst_ReaderFuzz::damagedFilesAreReadOrRefused()
{
    const long before = peakKb();
    for (quint64 number = 1; number <= 1'500; ++number) {
        for (const fuzz::Seed &seed : fuzz::textAndBinarySeeds()) {
            const QByteArray bytes = fuzz::Mutator(number).damaged(seed.bytes);
            const QString problem = fuzz::misbehaviour(write(bytes), seed.options, bytes.size());
            if (!problem.isEmpty())
                QFAIL(qPrintable(u"%1, seed %2: %3"_s.arg(formatName(seed.options.format)).arg(number).arg(problem)));
        }
    }
    QVERIFY(peakKb() - before < 150 * 1024);
}

void tst_ReaderFuzz::everyCutIsReadOrRefused()
{
    std::vector<fuzz::Seed> seeds = fuzz::textAndBinarySeeds();
    seeds.push_back(fuzz::hdf5Seed(m_folder.filePath(u"seed"_s), u"test"_s));
    for (const fuzz::Seed &seed : seeds) {
        const qsizetype step = seed.bytes.size() > 2'000 ? 37 : 1;
        for (qsizetype size = 0; size < seed.bytes.size(); size += step) {
            const QString problem = fuzz::misbehaviour(write(seed.bytes.left(size)), seed.options, size);
            if (!problem.isEmpty())
                QFAIL(qPrintable(u"%1, cut at %2: %3"_s.arg(formatName(seed.options.format)).arg(size).arg(problem)));
        }
    }
}

/// Version 1.10.8 does on this one; another may say itself what is wrong.
void tst_ReaderFuzz::aFileThatLibhdf5CrashesOnIsRefused()
{
    const fuzz::Seed seed = fuzz::hdf5Seed(m_folder.filePath(u"seed"_s), u"train"_s);
    QString words;
    try {
        load::openSource(write(fuzz::Mutator(2'097).damaged(seed.bytes)), seed.options);
    } catch (const load::BadSource &error) {
        words = error.message();
    }
    QVERIFY2(words.contains(u"it is damaged"_s), qPrintable(words));
}

QTEST_GUILESS_MAIN(tst_ReaderFuzz)
#include "tst_readerfuzz.moc"
