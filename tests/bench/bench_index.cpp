// SPDX-License-Identifier: GPL-3.0-or-later
// Forecasts of index builds beside the builds: size, the tuple at which a graph spills, IVFFlat, and the time after a calibration on 5 % of the
// rows.
// `bench_index quick` leaves out the large tables.
#include "calibrated.h"
#include "embeddings.h"
#include "figures.h"
#include "support/testcluster.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <chrono>
#include <cmath>

using namespace quiver;
using namespace quiver::bench;
using namespace Qt::StringLiterals;
using catalog::VectorKind;
using index::IndexSpec;

namespace {

struct Column {
    const char *name; ///< of the type, for the reader
    catalog::VectorType type;
    QString expression; ///< of the base table's column e
    catalog::AnnMetric metric;
};

const std::vector<Column> &columns()
{
    static const std::vector<Column> list{
        {"vector(768)", {VectorKind::Vector, 768}, u"e"_s, catalog::AnnMetric::L2},
        {"vector(100)", {VectorKind::Vector, 100}, u"subvector(e, 1, 100)::vector(100)"_s, catalog::AnnMetric::L2},
        {"halfvec(768)", {VectorKind::Halfvec, 768}, u"e::halfvec(768)"_s, catalog::AnnMetric::L2},
        {"bit(1024)", {VectorKind::Bit, 1024}, u"(binary_quantize(e)::text || left(binary_quantize(e)::text, 256))::bit(1024)"_s, catalog::AnnMetric::Hamming},
    };
    return list;
}

IndexSpec specOf(const Column &column, const QString &method, const QString &option, int value)
{
    IndexSpec spec;
    spec.schema = u"public"_s;
    spec.table = u"t"_s;
    spec.method = method;
    spec.metric = column.metric;
    spec.keys = {{.column = u"v"_s, .columnType = column.type, .expression = {}}};
    spec.setOption(option, value);
    return spec;
}

std::string rowsText(double rows)
{
    return QLocale(QLocale::English).toString(qint64(rows)).toStdString();
}

class Bench
{
public:
    Bench() : m_cluster({u"shared_buffers = 1GB"_s, u"max_wal_size = 8GB"_s}), m_session(m_services.session(m_cluster.options()))
    {
        QObject::connect(m_session.get(), &pg::Session::noticeReceived, m_session.get(), [this](const pg::Diagnostics &notice) {
            static const QRegularExpression tuples(u"after ([0-9]+) tuples"_s);
            if (const auto match = tuples.match(notice.message); match.hasMatch())
                m_noticed = match.captured(1).toDouble();
        });
    }

    void fill(int rows);
    void size(const Column &column, int rows, int m);
    void ivfflatSize(const Column &column, int rows, int lists);
    void memory(const Column &column, int m, int workers);
    void time(const Column &column, const QString &method, int rows, int option, int workers);

private:
    template<typename Work>
    auto on(Work work)
    {
        auto future = m_session->run(u"bench"_s, std::move(work)).future;
        if constexpr (std::is_same_v<decltype(future), QFuture<void>>)
            future.waitForFinished();
        else
            return future.result();
    }
    void exec(const QString &sql)
    {
        on([&](pg::Connection &c, core::JobContext &) { c.exec(sql); });
    }
    void table(const Column &column, int rows, int workers)
    {
        const QString made = u"%1 %2 %3"_s.arg(column.expression).arg(rows).arg(workers);
        if (made == m_made)
            return;
        m_made = made;
        exec(u"DROP TABLE IF EXISTS t"_s);
        exec(u"CREATE TABLE t WITH (parallel_workers = %1) AS SELECT %2 AS v FROM base ORDER BY id LIMIT %3"_s.arg(QString::number(workers), column.expression,
                                                                                                             QString::number(rows)));
        exec(u"VACUUM ANALYZE t"_s);
    }
    index::ForecastInput input(const IndexSpec &spec)
    {
        return on([&](pg::Connection &c, core::JobContext &) { return index::readForecastInput(c, spec); });
    }
    struct Built {
        double bytes = 0;
        double seconds = 0;
    };
    Built build(const IndexSpec &spec, const index::BuildSettings &settings);

    test::TestCluster m_cluster;
    test::TestServices m_services;
    std::unique_ptr<pg::Session> m_session;
    QString m_made;
    double m_noticed = 0;
};

void Bench::fill(int rows)
{
    Embeddings vectors;
    on([&](pg::Connection &c, core::JobContext &) {
        c.exec("CREATE TABLE base (id bigint, e vector(768))");
        copyVectors(c, "base", rows, [&](std::size_t i) { return vectors.row(i); });
    });
}

Bench::Built Bench::build(const IndexSpec &spec, const index::BuildSettings &settings)
{
    return on([&](pg::Connection &c, core::JobContext &) {
        c.exec(u"SET maintenance_work_mem = '%1kB'"_s.arg(*settings.maintenanceWorkMem / 1024));
        c.exec(u"SET max_parallel_maintenance_workers = %1"_s.arg(*settings.parallelWorkers));
        QStringList options;
        for (const auto &[name, value] : spec.options)
            options << name + u'=' + value;
        const auto start = std::chrono::steady_clock::now();
        c.exec(u"CREATE INDEX built ON t USING %1 (v %2) WITH (%3)"_s.arg(spec.method, index::opclassOf(spec).name, options.join(u',')));
        Built built;
        built.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        built.bytes = double(c.exec("SELECT pg_catalog.pg_relation_size('built')").integer(0, 0));
        c.exec("DROP INDEX built");
        return built;
    });
}

void print(const std::string &what, const std::string &unit, double scale, double forecast, double real, double bar, const std::string &more = {})
{
    const double off = forecast / real - 1;
    printFigure(what, text("%.*f %s told, %.*f real, %+.1f %%%s", scale == 1 ? 0 : 1, forecast / scale, unit.c_str(), scale == 1 ? 0 : 1, real / scale, 100 * off,
                           more.c_str()),
                text("within %.0f %%", 100 * bar), std::abs(off) <= bar);
}

void Bench::size(const Column &column, int rows, int m)
{
    table(column, rows, 2);
    IndexSpec spec = specOf(column, u"hnsw"_s, u"m"_s, m);
    spec.setOption(u"ef_construction"_s, std::max(16, 2 * m)); // no matter for the size
    const index::BuildSettings settings{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = 2};
    const double forecast = index::forecastBuild(spec, settings, input(spec)).sizeBytes.value;
    print(text("HNSW size, %s, m %d, %s rows", column.name, m, rowsText(rows).c_str()), "MB", 1e6, forecast, build(spec, settings).bytes, 0.1);
}

void Bench::ivfflatSize(const Column &column, int rows, int lists)
{
    table(column, rows, 2);
    const IndexSpec spec = specOf(column, u"ivfflat"_s, u"lists"_s, lists);
    const index::BuildSettings settings{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = 2};
    const double forecast = index::forecastBuild(spec, settings, input(spec)).sizeBytes.value;
    print(text("IVFFlat size, %s, %d lists, %s rows", column.name, lists, rowsText(rows).c_str()), "MB", 1e6, forecast, build(spec, settings).bytes, 0.1);
}

void Bench::memory(const Column &column, int m, int workers)
{
    IndexSpec spec = specOf(column, u"hnsw"_s, u"m"_s, m);
    spec.setOption(u"ef_construction"_s, std::max(16, 2 * m));
    const index::BuildSettings settings{.maintenanceWorkMem = (workers > 0 ? 8 : 4) << 20, .parallelWorkers = workers};
    table(column, 12'000, workers);
    const index::BuildForecast forecast = index::forecastBuild(spec, settings, input(spec));
    if (!forecast.spillAtRow)
        qFatal("%s with m %d fits", column.name, m);
    table(column, int(*forecast.spillAtRow * 5 / 4), workers); // no more than it needs to spill: the rest is slow
    m_noticed = 0;
    build(spec, settings);
    for (int i = 0; i < 1000 && m_noticed == 0; ++i)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    print(text("HNSW spills, %s, m %d, %s", column.name, m, workers > 0 ? "parallel" : "serial"), "tuples", 1, double(*forecast.spillAtRow), m_noticed, 0.1);
}

void Bench::time(const Column &column, const QString &method, int rows, int option, int workers)
{
    table(column, rows, workers);
    const bool isHnsw = method == "hnsw"_L1;
    IndexSpec spec = specOf(column, method, isHnsw ? u"m"_s : u"lists"_s, option);
    spec.concurrently = false;
    const index::BuildSettings settings{.maintenanceWorkMem = qint64(1) << 30, .parallelWorkers = workers};
    const double loadBefore = loadAverage();
    const auto started = std::chrono::steady_clock::now();
    const index::ForecastInput read = on([&](pg::Connection &c, core::JobContext &job) { return calibratedInput(c, job, spec, settings); });
    const double calibrating = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    const index::Figure told = index::forecastBuild(spec, settings, read).seconds;
    const double real = build(spec, settings).seconds;
    print(text("time, %s, %s, %s %d, %s rows, %d workers", isHnsw ? "HNSW" : "IVFFlat", column.name, isHnsw ? "m" : "lists", option, rowsText(rows).c_str(), workers),
          "s", 1.0000001, told.value, real, 0.3,
          text(" (%.1f to %.1f s; %.0f rows measured in %.1f s; load %.1f to %.1f)", told.low, told.high, read.calibration.back().work.rows, calibrating, loadBefore, loadAverage()));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments().mid(1);
    const bool isQuick = arguments.contains(u"quick"_s), onlyTime = arguments.contains(u"time"_s), large = !isQuick && !arguments.contains(u"small"_s);
    Bench bench;
    bench.fill(large ? 100'000 : isQuick && !onlyTime ? 12'000 : realRows);
    const Column &base = columns().front();
    if (!onlyTime) {
        for (const Column &column : columns()) {
            for (const int rows : isQuick ? std::vector{10'000} : std::vector{10'000, realRows}) {
                for (const int m : {8, 16, 32})
                    bench.size(column, rows, m);
            }
        }
        if (large) {
            for (const Column &column : columns())
                bench.size(column, 100'000, 16);
        }
        for (const int workers : {0, 1}) {
            for (const Column &column : columns()) {
                for (const int m : {8, 16, 32})
                    bench.memory(column, m, workers);
            }
        }
        for (const Column &column : columns()) {
            if (column.type.kind != VectorKind::Bit || isQuick)
                bench.ivfflatSize(column, 10'000, 10);
            if (!isQuick)
                bench.ivfflatSize(column, realRows, 25);
        }
        bench.ivfflatSize(base, 10'000, 100);
    }
    if (isQuick && !onlyTime) {
        bench.time(base, u"hnsw"_s, 10'000, 16, 0);
        return 0;
    }
    for (const Column &column : columns())
        bench.time(column, u"hnsw"_s, realRows, 16, 0);
    bench.time(base, u"hnsw"_s, realRows, 16, 2);
    for (const int lists : {25, 200, 500})
        bench.time(base, u"ivfflat"_s, realRows, lists, 0);
    if (large) {
        for (const int workers : {0, 2})
            bench.time(base, u"hnsw"_s, 100'000, 16, workers);
        bench.time(base, u"ivfflat"_s, 100'000, 100, 0);
    }
    return 0;
}
