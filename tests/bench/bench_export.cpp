// SPDX-License-Identifier: GPL-3.0-or-later
// Exports and the readers of files. `quiverctl export` beside `psql \copy` of the same rows, whole processes, alternately; medians of
// the pairs. The data are real embeddings where ../shared/data has them, else generated ones.
#include "figures.h"
#include "load/source.h"
#include "pg/copyencoder.h"
#include "support/testcluster.h"
#include "vector/clusters.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <chrono>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int rows = 25'000, dimensions = 768, pairs = 7;

double seconds(const std::function<void()> &work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

QByteArray runOrDie(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(600'000) || process.exitCode() != 0)
        qFatal("%s failed: %s", qUtf8Printable(program), process.readAllStandardError().constData());
    return process.readAllStandardError();
}

/// The vectors one after the other; of one that is not there any more false.
class Vectors
{
public:
    Vectors()
    {
        const QString real = QStringLiteral(QUIVER_SOURCE_DIR) + u"/../shared/data/wordnet-lsa-768-base.npy"_s;
        load::SourceOptions options;
        options.format = load::SourceFormat::Npy;
        if (QFileInfo::exists(real))
            m_source = load::openSource(real, options);
    }
    bool next(std::vector<float> &values)
    {
        if (!m_source) {
            values.resize(dimensions);
            m_generator.row(m_row, values);
            return m_row++ < rows;
        }
        std::vector<load::BadRow> bad;
        if (!m_source->read(m_block, bad, 1, 1))
            return false;
        const auto floats = m_block.floats(m_block.value(0, 0));
        values.assign(floats.begin(), floats.end());
        return true;
    }

private:
    std::unique_ptr<load::Source> m_source;
    load::RowBlock m_block;
    const vector::ClusterGenerator m_generator{{.dimensions = dimensions}};
    int m_row = 0;
};

/// In small pieces: a process that is started later would begin with this one's memory as its peak.
void fill(pg::Session &session)
{
    session.run(u"fill"_s, [](pg::Connection &c, core::JobContext &) {
               c.exec("CREATE TABLE base (id bigint, embedding vector(768))");
               Vectors vectors;
               std::vector<float> values;
               std::int64_t id = 0;
               bool atEnd = false;
               c.copyIn("COPY base FROM STDIN (FORMAT binary)", [&](QByteArray &piece) {
                   if (atEnd)
                       return false;
                   pg::CopyEncoder encoder(piece);
                   if (id == 0)
                       encoder.header();
                   while (!atEnd && piece.size() < 512 * 1024) {
                       atEnd = !vectors.next(values);
                       if (atEnd)
                           break;
                       encoder.beginRow(2);
                       encoder.int8(id++);
                       encoder.vector(values);
                   }
                   if (atEnd)
                       encoder.trailer();
                   return true;
               });
               c.exec("VACUUM ANALYZE base");
           }).future.waitForFinished();
}

class Comparison
{
public:
    Comparison(const test::TestCluster &cluster, const QTemporaryDir &folder) : m_cluster(cluster), m_folder(folder) {}

    void run(const char *what, const QStringList &ours, const QString &copyOptions, double bar)
    {
        std::vector<double> ourSeconds, peerSeconds, ratios;
        for (int i = 0; i < pairs; ++i) {
            const QString peerFile = fresh(u"peer"_s), ourFile = fresh(u"ours"_s);
            peerSeconds.push_back(seconds([&] { psql(u"\\copy (SELECT embedding FROM base) TO '%1' (%2)"_s.arg(peerFile, copyOptions)); }));
            ourSeconds.push_back(seconds([&] { exported(ours + QStringList{u"--out"_s, ourFile}); }));
            ratios.push_back(ourSeconds.back() / peerSeconds.back());
        }
        const std::string barText = bar > 0 ? text("at most %.2f x", bar) : "no bar";
        printFigure(what, text("%.0f ms, psql %.0f ms, ratio %.2f", 1000 * median(ourSeconds), 1000 * median(peerSeconds), median(ratios)), barText,
                    bar <= 0 || median(ratios) <= bar);
    }

    /// Ten times the rows: memory must not follow.
    void memory()
    {
        const QByteArray err = exported({u"--query"_s, u"SELECT embedding FROM base, generate_series(1, 10)"_s, u"--format"_s, u"npy"_s, u"--stats"_s, u"--out"_s, fresh(u"large"_s)});
        const QJsonObject stats = QJsonDocument::fromJson(err.trimmed().split('\n').last()).object();
        const double mb = stats[u"peak_rss_mb"_s].toDouble();
        printFigure("memory of an export of 250,000 x vector(768) to npy", text("%.0f MB for a file of %.0f MB", mb, stats[u"bytes"_s].toDouble() / 1e6), "200 MB", mb <= 200);
        fresh(u"large"_s);
    }

    QByteArray exported(const QStringList &arguments) const { return runOrDie(QStringLiteral(QUIVERCTL), QStringList{u"export"_s, u"--url"_s, m_cluster.options().toUri()} + arguments); }
    QString fresh(const QString &name) const
    {
        QFile::remove(m_folder.filePath(name));
        return m_folder.filePath(name);
    }

private:
    void psql(const QString &command) const
    {
        runOrDie(test::TestCluster::binDirectory() + u"/psql"_s,
                 {u"-X"_s, u"-q"_s, u"-h"_s, m_cluster.socketDirectory(), u"-p"_s, QString::number(m_cluster.port()), u"-U"_s, u"tester"_s, u"-d"_s, u"test"_s, u"-c"_s, command});
    }

    const test::TestCluster &m_cluster;
    const QTemporaryDir &m_folder;
};

/// Files of the same vectors, read into blocks and nothing more.
void readers(const Comparison &comparison)
{
    for (const QString &format : {u"csv"_s, u"jsonl"_s, u"npy"_s, u"fvecs"_s}) {
        const QString file = comparison.fresh(u"read."_s + format);
        QStringList arguments{u"--query"_s, u"SELECT embedding FROM base"_s, u"--format"_s, format, u"--out"_s, file};
        comparison.exported(arguments);
        const auto source = load::openSource(file, load::guessOptions(file));
        const load::RowPlace begin = source->place();
        load::RowBlock block;
        std::vector<load::BadRow> bad;
        std::vector<double> samples;
        for (int i = 0; i < pairs; ++i) {
            source->seek(begin);
            samples.push_back(seconds([&] {
                while (source->read(block, bad, 1 << 20, 1 << 20)) { }
            }));
        }
        const double mbPerSecond = double(source->info().bytes) / 1e6 / median(samples);
        printFigure(text("read 25,000 x 768 from %s into blocks", qPrintable(format)), text("%.0f ms, %.0f MB/s", 1000 * median(samples), mbPerSecond), "200 MB/s",
                    mbPerSecond >= 200 && bad.empty());
        comparison.fresh(u"read."_s + format);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    test::TestCluster cluster({u"shared_buffers = 512MB"_s});
    test::TestServices services;
    const QTemporaryDir folder;
    fill(*services.session(cluster.options()));

    Comparison comparison(cluster, folder);
    const QStringList table{u"--table"_s, u"base"_s};
    comparison.run("export 25,000 x vector(768) to npy, psql \\copy to binary", table + QStringList{u"--format"_s, u"npy"_s}, u"FORMAT binary"_s, 1.2);
    comparison.run("the same to npy of half precision", table + QStringList{u"--format"_s, u"npy"_s, u"--half"_s}, u"FORMAT binary"_s, 0);
    comparison.run("the same to npy, and the ids to a CSV beside", table + QStringList{u"--format"_s, u"npy"_s, u"--beside"_s, folder.filePath(u"beside.csv"_s), u"--overwrite"_s},
                   u"FORMAT binary"_s, 0);
    comparison.run("the same to fvecs", table + QStringList{u"--format"_s, u"fvecs"_s}, u"FORMAT binary"_s, 0);
    comparison.run("the same to binary COPY", table + QStringList{u"--format"_s, u"bin"_s, u"--columns"_s, u"embedding"_s}, u"FORMAT binary"_s, 0);
    comparison.run("the same to CSV, psql \\copy to CSV", table + QStringList{u"--format"_s, u"csv"_s, u"--columns"_s, u"embedding"_s}, u"FORMAT csv, HEADER"_s, 0);
    comparison.memory();
    readers(comparison);
    return 0;
}
