// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl load against psql's \copy of the same rows: whole processes, in pairs, against one private server with the same
// settings; medians of the pairs. And what a load of any size takes of memory.
#include "figures.h"
#include "support/testcluster.h"
#include "vector/half.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <chrono>
#include <cmath>
#include <random>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int dimensions = 768;

QByteArray npyHead(const char *type, qint64 rows, int columns)
{
    QByteArray head = QByteArray("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" + QByteArray::number(rows) + ", "
                      + QByteArray::number(columns) + "), }";
    head = head.leftJustified(117, ' ') + '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + char(head.size()) + '\0' + head;
}

/// Where the real embeddings are not at hand: as many halves, normally distributed.
QString madeUpBase(const QString &directory)
{
    constexpr int rows = 25'000;
    QFile file(directory + u"/base.npy"_s);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qUtf8Printable(file.fileName()));
    file.write(npyHead("<f2", rows, dimensions));
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0, 0.03F);
    std::vector<std::uint16_t> row(dimensions);
    for (int i = 0; i < rows; ++i) {
        for (std::uint16_t &value : row)
            value = vector::floatToHalf(normal(random));
        file.write(reinterpret_cast<const char *>(row.data()), qint64(row.size() * sizeof(std::uint16_t)));
    }
    return file.fileName();
}

struct Measured {
    double seconds = 0;
    QJsonObject stats; ///< of quiverctl
};

Measured measure(const QString &program, const QStringList &arguments)
{
    QProcess process;
    const auto start = std::chrono::steady_clock::now();
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qFatal("%s %s failed:\n%s", qUtf8Printable(program), qUtf8Printable(arguments.join(u' ')), process.readAllStandardError().constData());
    Measured measured;
    measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    measured.stats = QJsonDocument::fromJson(process.readAllStandardError().trimmed().split('\n').last()).object();
    return measured;
}

class Bench
{
public:
    Bench(test::TestCluster &cluster, QString quiverctl) : m_cluster(cluster), m_quiverctl(std::move(quiverctl)) {}

    Measured ours(const QString &file, const QString &table, const QStringList &more = {})
    {
        return measure(m_quiverctl, QStringList{u"load"_s, file, u"--table"_s, table, u"--url"_s, m_cluster.options().toUri(), u"--stats"_s} + more);
    }
    Measured psql(const QString &command)
    {
        return measure(test::TestCluster::binDirectory() + u"/psql"_s,
                       {u"-X"_s, u"-q"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, m_cluster.socketDirectory(), u"-p"_s,
                        QString::number(m_cluster.port()), u"-U"_s, u"tester"_s, u"-d"_s, u"test"_s, u"-c"_s, command});
    }

    /// \p bar: ours at most so many times psql's time.
    void compare(const char *what, const QString &file, const QStringList &more, const QString &copy, double bar, const char *barText, int pairs)
    {
        std::vector<double> our, peer, ratios, memory;
        for (int i = 0; i <= pairs; ++i) {
            const double theirs = (fresh(), psql(copy).seconds);
            const Measured mine = (fresh(), ours(file, u"items"_s, more));
            if (m_cluster.psql(u"SELECT count(*) FROM items"_s) != u"25000"_s)
                qFatal("rows lost");
            if (i == 0)
                continue; // warms the caches of both
            our.push_back(mine.seconds);
            peer.push_back(theirs);
            ratios.push_back(mine.seconds / theirs);
            memory.push_back(mine.stats[u"peak_rss_mb"_s].toDouble());
        }
        printFigure(what, text("%.2f s, psql %.2f s, ratio %.2f, %.0f MB", median(our), median(peer), median(ratios), median(memory)), barText,
                    median(ratios) <= bar);
    }

    void fresh() { m_cluster.psql(u"DROP TABLE IF EXISTS items; CREATE TABLE items (embedding vector(768)); CHECKPOINT"_s); }

private:
    test::TestCluster &m_cluster;
    const QString m_quiverctl;
};

/// Gigabytes that take no room on the disk, into a table that keeps nothing.
void memoryOfAnySize(test::TestCluster &cluster, Bench &bench, const QString &directory)
{
    constexpr qint64 rows = 1'000'000;
    const QString name = directory + u"/large.npy"_s;
    QFile file(name);
    const QByteArray head = npyHead("<f4", rows, dimensions);
    if (!file.open(QIODevice::WriteOnly) || file.write(head) != head.size() || !file.resize(head.size() + rows * dimensions * 4))
        qFatal("cannot write %s", qUtf8Printable(name));
    file.close();
    cluster.psql(u"CREATE TABLE nothing (id bigint, embedding vector(768)); CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS "
                 "$$BEGIN RETURN NULL; END$$; CREATE TRIGGER d BEFORE INSERT ON nothing FOR EACH ROW EXECUTE FUNCTION drop_row()"_s);
    const Measured measured = bench.ours(name, u"nothing"_s, {u"--id-column"_s, u"id"_s});
    QFile::remove(name);
    const double mb = measured.stats[u"peak_rss_mb"_s].toDouble();
    printFigure("memory while 1,000,000 x 768 (3 GB) are loaded", text("%.0f MB, %.0f s", mb, measured.seconds), "200 MB", mb <= 200);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2)
        qFatal("usage: bench_load QUIVERCTL [BASE.NPY]");
    test::TestCluster cluster({u"fsync = on"_s, u"shared_buffers = 512MB"_s, u"max_wal_size = 8GB"_s});
    QTemporaryDir directory;
    QString base = arguments.value(2, QStringLiteral(QUIVER_SOURCE_DIR) + u"/../shared/data/wordnet-lsa-768-base.npy"_s);
    if (!QFileInfo::exists(base))
        base = madeUpBase(directory.path());
    Bench bench(cluster, arguments[1]);
    const QString binary = directory.filePath(u"ready.bin"_s), csv = directory.filePath(u"ready.csv"_s);
    bench.fresh();
    bench.ours(base, u"items"_s);
    bench.psql(u"\\copy items TO '%1' (FORMAT binary)"_s.arg(binary));
    bench.psql(u"\\copy items TO '%1' (FORMAT csv, HEADER)"_s.arg(csv));

    constexpr int pairs = 9;
    bench.compare("load 25,000 x 768 from float16 .npy", base, {}, u"\\copy items FROM '%1' (FORMAT binary)"_s.arg(binary), 1.15,
                  "at most 1.15 x its time", pairs);
    bench.compare("the same rows from CSV", csv, {}, u"\\copy items FROM '%1' (FORMAT csv, HEADER)"_s.arg(csv), 0.5, "at most 0.50 x its time", pairs);
    memoryOfAnySize(cluster, bench, directory.path());
    return 0;
}
