// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/runrecord.h"

#include "sql/identifier.h"

#include <QDataStream>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 packedVersion = 2; // 1: without the recalls of queries

constexpr std::pair<QuerySet::Kind, const char *> setNames[] = {
    {QuerySet::Kind::Sample, "sample"}, {QuerySet::Kind::File, "file"}, {QuerySet::Kind::Texts, "texts"}};
constexpr std::pair<RunResult::State, const char *> stateNames[] = {
    {RunResult::State::Complete, "complete"}, {RunResult::State::Cancelled, "cancelled"}, {RunResult::State::Incomplete, "incomplete"}};

constexpr std::pair<RunResult::Watch, const char *> watchNames[] = {
    {RunResult::Watch::Unknown, ""}, {RunResult::Watch::Rows, "rows"}, {RunResult::Watch::Counters, "counters"}, {RunResult::Watch::Nothing, "nothing"}};

template<typename Value, std::size_t count>
QString nameOf(const std::pair<Value, const char *> (&names)[count], Value value)
{
    for (const auto &[each, name] : names) {
        if (each == value)
            return QLatin1StringView(name);
    }
    return {};
}

template<typename Value, std::size_t count>
Value valueOf(const std::pair<Value, const char *> (&names)[count], const QString &text)
{
    for (const auto &[each, name] : names) {
        if (text == QLatin1StringView(name))
            return each;
    }
    return names[0].first;
}

QJsonValue number(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonObject workloadJson(const Workload &workload)
{
    const QuerySet &queries = workload.queries;
    QJsonObject json{{u"query"_s, search::toJson(workload.query)}, {u"queries"_s, nameOf(setNames, queries.kind)}, {u"count"_s, queries.count},
                     {u"seed"_s, qint64(queries.seed)}};
    if (!queries.file.isEmpty())
        json.insert(u"file"_s, queries.file);
    if (!queries.fileField.isEmpty())
        json.insert(u"file_field"_s, queries.fileField);
    if (!queries.texts.isEmpty())
        json.insert(u"texts"_s, QJsonArray::fromStringList(queries.texts));
    if (workload.selectivity)
        json.insert(u"selectivity"_s, *workload.selectivity);
    if (!workload.sql.isEmpty())
        json.insert(u"sql"_s, workload.sql);
    return json;
}

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &each : value.toArray())
        list << each.toString();
    return list;
}

Workload workloadFrom(const QJsonObject &json)
{
    Workload workload;
    workload.query = search::fromJson(json[u"query"_s].toObject()).value_or(search::VectorQuery());
    workload.queries = {.kind = valueOf(setNames, json[u"queries"_s].toString()), .count = json[u"count"_s].toInt(100), .seed = quint32(json[u"seed"_s].toInteger(1)),
                        .file = json[u"file"_s].toString(), .fileField = json[u"file_field"_s].toString(), .texts = strings(json[u"texts"_s])};
    if (json[u"selectivity"_s].isDouble())
        workload.selectivity = json[u"selectivity"_s].toDouble();
    workload.sql = json[u"sql"_s].toString();
    return workload;
}

template<typename Map>
QJsonObject mapJson(const Map &map)
{
    QJsonObject json;
    for (auto it = map.begin(); it != map.end(); ++it) {
        if constexpr (requires { it.key(); })
            json.insert(it.key(), it.value());
        else
            json.insert(it->first, it->second);
    }
    return json;
}

QJsonObject factsJson(const RunFacts &facts)
{
    return {{u"server"_s, facts.server}, {u"database"_s, facts.database}, {u"server_version"_s, facts.serverVersion}, {u"pgvector_version"_s, facts.pgvectorVersion},
            {u"settings"_s, mapJson(facts.settings)}, {u"rows"_s, facts.rows}, {u"dimensions"_s, facts.dimensions},
            {u"indexes_used"_s, QJsonArray::fromStringList(facts.indexesUsed)}, {u"index_method"_s, facts.indexMethod}, {u"index_definition"_s, facts.indexDefinition},
            {u"index_bytes"_s, facts.indexBytes}, {u"build_seconds"_s, facts.buildSeconds}, {u"share"_s, facts.share}, {u"table_bytes"_s, facts.tableBytes}};
}

RunFacts factsFrom(const QJsonObject &json)
{
    RunFacts facts{.server = json[u"server"_s].toString(), .database = json[u"database"_s].toString(), .serverVersion = json[u"server_version"_s].toString(),
                   .pgvectorVersion = json[u"pgvector_version"_s].toString(), .rows = json[u"rows"_s].toDouble(-1), .dimensions = json[u"dimensions"_s].toInt(),
                   .indexesUsed = strings(json[u"indexes_used"_s]), .indexMethod = json[u"index_method"_s].toString(),
                   .indexDefinition = json[u"index_definition"_s].toString(), .indexBytes = json[u"index_bytes"_s].toInteger(-1),
                   .buildSeconds = json[u"build_seconds"_s].toDouble(-1), .share = json[u"share"_s].toDouble(1), .tableBytes = json[u"table_bytes"_s].toInteger(-1)};
    const QJsonObject settings = json[u"settings"_s].toObject();
    for (auto it = settings.begin(); it != settings.end(); ++it)
        facts.settings.insert(it.key(), it.value().toString());
    return facts;
}

QJsonValue buffersJson(const BufferFigures &buffers)
{
    return buffers.isKnown() ? QJsonValue(QJsonObject{{u"hit"_s, buffers.hit}, {u"read"_s, buffers.read}}) : QJsonValue();
}

BufferFigures buffersFrom(const QJsonValue &json)
{
    return json.isObject() ? BufferFigures{json[u"hit"_s].toDouble(), json[u"read"_s].toDouble()} : BufferFigures{};
}

} // namespace

QJsonObject specJson(const RunSpec &spec)
{
    return {{u"name"_s, spec.name}, {u"note"_s, spec.note}, {u"workload"_s, workloadJson(spec.workload)}, {u"settings"_s, mapJson(spec.settings)}, {u"workers"_s, spec.workers},
            {u"loop"_s, spec.loop == RunSpec::Loop::Open ? u"open"_s : u"closed"_s}, {u"rate"_s, spec.rate}, {u"seconds"_s, spec.seconds},
            {u"executions"_s, spec.executions}, {u"warmup_seconds"_s, spec.warmupSeconds}, {u"measures_recall"_s, spec.measuresRecall}};
}

RunSpec specFrom(const QJsonObject &json)
{
    RunSpec spec;
    spec.name = json[u"name"_s].toString();
    spec.note = json[u"note"_s].toString();
    spec.workload = workloadFrom(json[u"workload"_s].toObject());
    const QJsonObject settings = json[u"settings"_s].toObject();
    for (auto it = settings.begin(); it != settings.end(); ++it)
        spec.settings[it.key()] = it.value().toString();
    spec.workers = json[u"workers"_s].toInt(1);
    spec.loop = json[u"loop"_s].toString() == "open"_L1 ? RunSpec::Loop::Open : RunSpec::Loop::Closed;
    spec.rate = json[u"rate"_s].toDouble();
    spec.seconds = json[u"seconds"_s].toDouble(10);
    spec.executions = json[u"executions"_s].toInteger();
    spec.warmupSeconds = json[u"warmup_seconds"_s].toDouble(1);
    spec.measuresRecall = json[u"measures_recall"_s].toBool(true);
    return spec;
}

QJsonObject runJson(const RunResult &result)
{
    const LatencyFigures &latency = result.latency;
    QJsonObject json{{u"name"_s, runName(result.spec)}, {u"state"_s, nameOf(stateNames, result.state)}, {u"state_reason"_s, result.stateReason},
                     {u"started_at"_s, result.startedAt.toUTC().toString(Qt::ISODateWithMs)}, {u"seconds"_s, result.seconds}, {u"qps"_s, number(result.qps)},
                     {u"executions"_s, result.executions}, {u"errors"_s, result.errors}, {u"short_results"_s, result.shortResults}, {u"queries"_s, result.queries}, {u"query_set"_s, result.querySet},
                     {u"table_changed"_s, result.tableChanged}, {u"table_watched_by"_s, nameOf(watchNames, result.watch)}, {u"deviation_ms"_s, number(latency.deviationMs)}, {u"buffers_before"_s, buffersJson(result.before)},
                     {u"buffers_after"_s, buffersJson(result.after)}, {u"facts"_s, factsJson(result.facts)}, {u"notes"_s, QJsonArray::fromStringList(result.notes)},
                     {u"spec"_s, specJson(result.spec)}};
    const bool isMeasured = latency.count > 0;
    for (const auto &[name, value] : {std::pair{u"mean_ms"_s, latency.meanMs}, {u"median_ms"_s, latency.medianMs}, {u"p95_ms"_s, latency.p95Ms}, {u"p99_ms"_s, latency.p99Ms},
                                      {u"p999_ms"_s, latency.p999Ms}, {u"min_ms"_s, latency.minMs}, {u"max_ms"_s, latency.maxMs}})
        json.insert(name, isMeasured ? number(value) : QJsonValue());
    json.insert(u"recall"_s, result.recall ? QJsonValue(result.recall->mean) : QJsonValue());
    json.insert(u"recall_low"_s, result.recall ? QJsonValue(result.recall->low) : QJsonValue());
    json.insert(u"recall_high"_s, result.recall ? QJsonValue(result.recall->high) : QJsonValue());
    json.insert(u"recall_queries"_s, result.recall ? QJsonValue(result.recall->queries) : QJsonValue());
    json.insert(u"k"_s, result.spec.workload.query.k);
    return json;
}

RunResult runFrom(const QJsonObject &json)
{
    RunResult result;
    result.spec = specFrom(json[u"spec"_s].toObject());
    result.startedAt = QDateTime::fromString(json[u"started_at"_s].toString(), Qt::ISODateWithMs);
    result.state = valueOf(stateNames, json[u"state"_s].toString());
    result.stateReason = json[u"state_reason"_s].toString();
    result.seconds = json[u"seconds"_s].toDouble();
    result.executions = json[u"executions"_s].toInteger();
    result.errors = json[u"errors"_s].toInteger();
    result.shortResults = json[u"short_results"_s].toInteger();
    result.qps = json[u"qps"_s].toDouble();
    result.queries = json[u"queries"_s].toInt();
    result.querySet = json[u"query_set"_s].toString();
    result.latency = {.count = result.executions, .meanMs = json[u"mean_ms"_s].toDouble(), .deviationMs = json[u"deviation_ms"_s].toDouble(),
                      .medianMs = json[u"median_ms"_s].toDouble(), .p95Ms = json[u"p95_ms"_s].toDouble(), .p99Ms = json[u"p99_ms"_s].toDouble(),
                      .p999Ms = json[u"p999_ms"_s].toDouble(), .minMs = json[u"min_ms"_s].toDouble(), .maxMs = json[u"max_ms"_s].toDouble()};
    if (json[u"recall"_s].isDouble())
        result.recall = RecallFigure{json[u"recall"_s].toDouble(), json[u"recall_low"_s].toDouble(), json[u"recall_high"_s].toDouble(), json[u"recall_queries"_s].toInt(),
                                     result.spec.workload.query.k};
    result.before = buffersFrom(json[u"buffers_before"_s]);
    result.after = buffersFrom(json[u"buffers_after"_s]);
    result.facts = factsFrom(json[u"facts"_s].toObject());
    result.notes = strings(json[u"notes"_s]);
    result.tableChanged = json[u"table_changed"_s].toBool();
    result.watch = valueOf(watchNames, json[u"table_watched_by"_s].toString());
    return result;
}

QByteArray packSamples(const RunResult &result)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out.setFloatingPointPrecision(QDataStream::SinglePrecision);
    out << packedVersion << quint32(result.workers.size());
    for (const WorkerResult &worker : result.workers) {
        out << worker.errors << worker.firstError << worker.shortResults << worker.lostConnection << quint64(worker.samples.size());
        for (const Sample &sample : worker.samples)
            out << sample.atSeconds << sample.latencyMs;
    }
    out.setFloatingPointPrecision(QDataStream::DoublePrecision);
    out << quint32(result.recalls.size());
    for (const double recall : result.recalls)
        out << recall;
    return qCompress(bytes, 1);
}

bool unpackSamples(const QByteArray &bytes, RunResult &result)
{
    result.workers.clear();
    result.recalls.clear();
    const QByteArray raw = bytes.isEmpty() ? QByteArray() : qUncompress(bytes); // with a warning where they are damaged
    QDataStream in(raw);
    in.setVersion(QDataStream::Qt_6_4);
    in.setFloatingPointPrecision(QDataStream::SinglePrecision);
    quint32 version = 0, count = 0;
    in >> version >> count;
    if (version < 1 || version > packedVersion || count > quint32(maxWorkers))
        return false;
    std::vector<WorkerResult> workers(count);
    for (WorkerResult &worker : workers) {
        quint64 samples = 0;
        in >> worker.errors >> worker.firstError >> worker.shortResults >> worker.lostConnection >> samples;
        if (in.status() != QDataStream::Ok || samples > quint64(raw.size()) / sizeof(Sample))
            return false;
        worker.samples.resize(samples);
        for (Sample &sample : worker.samples)
            in >> sample.atSeconds >> sample.latencyMs;
    }
    std::vector<double> recalls;
    if (version > 1) {
        in.setFloatingPointPrecision(QDataStream::DoublePrecision);
        quint32 queries = 0;
        in >> queries;
        if (in.status() != QDataStream::Ok || queries > quint32(maxQueries))
            return false;
        recalls.resize(queries);
        for (double &recall : recalls)
            in >> recall;
    }
    if (in.status() != QDataStream::Ok)
        return false;
    result.workers = std::move(workers);
    result.recalls = std::move(recalls);
    return true;
}

store::BenchmarkEntry entryOf(const RunResult &result, const QString &name, const QUuid &profileId)
{
    const search::VectorQuery &query = result.spec.workload.query;
    return {.id = result.id, .startedAt = result.startedAt, .profileId = profileId, .server = result.facts.server, .database = result.facts.database,
            .table = sql::quoteQualified(query.schema, query.table), .name = name, .comment = result.comment,
            .result = QJsonDocument(runJson(result)).toJson(QJsonDocument::Compact), .samples = packSamples(result)};
}

RunResult runOf(const store::BenchmarkEntry &entry)
{
    RunResult result = runFrom(QJsonDocument::fromJson(entry.result).object());
    result.id = entry.id;
    result.keptAs = entry.name;
    result.comment = entry.comment;
    unpackSamples(entry.samples, result);
    return result;
}

} // namespace quiver::bench
