// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildrecord.h"

#include "catalog/tablefacts.h"
#include "core/durationtext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

using Form = IndexKey::Form;

constexpr std::pair<Form, const char *> formNames[] = {
    {Form::Column, "column"},       {Form::Halfvec, "halfvec"},       {Form::BinaryQuantize, "binary_quantize"},
    {Form::Subvector, "subvector"}, {Form::Normalized, "l2_normalize"}, {Form::Expression, "expression"},
};

QString formName(Form form)
{
    for (const auto &[value, name] : formNames) {
        if (value == form)
            return QLatin1String(name);
    }
    return {};
}

Form formFrom(const QString &text)
{
    for (const auto &[value, name] : formNames) {
        if (text == QLatin1String(name))
            return value;
    }
    return Form::Column;
}

QJsonArray pairsJson(const std::vector<std::pair<QString, QString>> &pairs)
{
    QJsonArray list;
    for (const auto &[name, value] : pairs)
        list.append(QJsonArray{name, value});
    return list;
}

std::vector<std::pair<QString, QString>> pairsFrom(const QJsonValue &json)
{
    std::vector<std::pair<QString, QString>> pairs;
    for (const QJsonValue &pair : json.toArray())
        pairs.emplace_back(pair[0].toString(), pair[1].toString());
    return pairs;
}

QJsonObject keyJson(const IndexKey &key)
{
    return {{u"form"_s, formName(key.form)}, {u"column"_s, key.column}, {u"kind"_s, int(key.columnType.kind)},
            {u"dimensions"_s, key.columnType.dimensions}, {u"start"_s, key.start}, {u"count"_s, key.count}, {u"expression"_s, key.expression},
            {u"collation"_s, key.collation}, {u"collationSchema"_s, key.collationSchema}, {u"opclass"_s, key.opclass},
            {u"opclassOptions"_s, pairsJson(key.opclassOptions)}, {u"descending"_s, key.isDescending}, {u"nullsElsewhere"_s, key.nullsElsewhere}};
}

IndexKey keyFrom(const QJsonObject &json)
{
    IndexKey key;
    key.form = formFrom(json[u"form"_s].toString());
    key.column = json[u"column"_s].toString();
    key.columnType = {catalog::VectorKind(json[u"kind"_s].toInt()), json[u"dimensions"_s].toInt()};
    key.start = json[u"start"_s].toInt(1);
    key.count = json[u"count"_s].toInt(256);
    key.expression = json[u"expression"_s].toString();
    key.collation = json[u"collation"_s].toString();
    key.collationSchema = json[u"collationSchema"_s].toString();
    key.opclass = json[u"opclass"_s].toString();
    key.opclassOptions = pairsFrom(json[u"opclassOptions"_s]);
    key.isDescending = json[u"descending"_s].toBool();
    key.nullsElsewhere = json[u"nullsElsewhere"_s].toBool();
    return key;
}

QByteArray bytesOf(const QJsonDocument &json)
{
    return json.toJson(QJsonDocument::Compact);
}

QByteArray serverJson(const BuildServer &server, const core::ProcessMark &owner)
{
    QJsonObject settings;
    for (auto it = server.settings.begin(); it != server.settings.end(); ++it)
        settings[it.key()] = it.value();
    QJsonObject json{{u"server"_s, server.serverVersion}, {u"pgvector"_s, server.pgvectorVersion}, {u"settings"_s, settings}};
    if (server.hostMemory >= 0)
        json[u"hostMemory"_s] = server.hostMemory;
    if (server.tableInserts >= 0)
        json[u"tableInserts"_s] = server.tableInserts;
    if (server.indexOid != 0)
        json[u"indexOid"_s] = qint64(server.indexOid);
    QJsonArray parts;
    for (const BuiltPart &part : server.parts)
        parts.append(QJsonArray{qint64(part.indexOid), part.rows, part.tableInserts});
    if (!parts.isEmpty())
        json[u"parts"_s] = parts;
    if (!owner.host.isEmpty())
        json[u"owner"_s] = QJsonObject{{u"host"_s, owner.host}, {u"pid"_s, owner.pid}, {u"started"_s, owner.startedTicks}};
    return bytesOf(QJsonDocument(json));
}

BuildServer serverFrom(const QByteArray &bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    BuildServer server{json[u"server"_s].toInt(), json[u"pgvector"_s].toString(), {}, json[u"hostMemory"_s].toInteger(-1), json[u"tableInserts"_s].toInteger(-1),
                       quint32(json[u"indexOid"_s].toInteger()), {}};
    for (const QJsonValue &part : json[u"parts"_s].toArray())
        server.parts.push_back({quint32(part[0].toInteger()), part[1].toDouble(-1), part[2].toInteger()});
    const QJsonObject settings = json[u"settings"_s].toObject();
    for (auto it = settings.begin(); it != settings.end(); ++it)
        server.settings[it.key()] = it.value().toString();
    return server;
}

core::ProcessMark ownerFrom(const QByteArray &bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object()[u"owner"_s].toObject();
    return {json[u"host"_s].toString(), json[u"pid"_s].toInteger(), json[u"started"_s].toInteger(-1)};
}

double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

QByteArray samplesJson(const std::vector<RateSample> &samples)
{
    QJsonArray array;
    for (const RateSample &sample : samples)
        array.append(QJsonArray{rounded(sample.seconds), sample.rows, rounded(sample.rate), int(sample.phase)});
    return bytesOf(QJsonDocument(array));
}

std::vector<RateSample> samplesFrom(const QByteArray &bytes)
{
    std::vector<RateSample> samples;
    for (const QJsonValue &value : QJsonDocument::fromJson(bytes).array()) {
        const QJsonArray fields = value.toArray();
        samples.push_back({fields[0].toDouble(), fields[1].toDouble(), fields[2].toDouble(), BuildPhase(fields[3].toInt())});
    }
    return samples;
}

QString countOr(double value, const QString &unit = {})
{
    return value < 0 ? u"–"_s : catalog::countText(std::round(value)) + (unit.isEmpty() ? QString() : u' ' + unit);
}

QString bytesOr(qint64 bytes)
{
    return bytes < 0 ? u"–"_s : catalog::bytesText(bytes);
}

QString optionsText(const IndexSpec &spec)
{
    QStringList parts;
    for (const auto &[name, value] : spec.options)
        parts << name + u" = "_s + value;
    return parts.isEmpty() ? u"defaults"_s : parts.join(u", "_s);
}

QString keysText(const IndexSpec &spec)
{
    QStringList parts;
    for (const IndexKey &key : spec.keys)
        parts << ((key.form == Form::Expression ? key.expression : key.form == Form::Column ? key.column : formName(key.form) + u'(' + key.column + u')')
                  + u' ' + orderText(key)).trimmed();
    return parts.join(u", "_s) + (spec.included.isEmpty() ? QString() : u" INCLUDE "_s + spec.included.join(u", "_s));
}

QString versionText(int version)
{
    return version > 0 ? u"%1.%2"_s.arg(version / 10000).arg(version % 10000) : u"–"_s;
}

} // namespace

QJsonObject specJson(const IndexSpec &spec)
{
    QJsonArray keys;
    for (const IndexKey &key : spec.keys)
        keys.append(keyJson(key));
    return {{u"schema"_s, spec.schema}, {u"table"_s, spec.table}, {u"name"_s, spec.name}, {u"method"_s, spec.method}, {u"keys"_s, keys},
            {u"included"_s, QJsonArray::fromStringList(spec.included)},
            {u"metric"_s, int(spec.metric)}, {u"opclass"_s, spec.opclass}, {u"options"_s, pairsJson(spec.options)}, {u"predicate"_s, spec.predicate},
            {u"tablespace"_s, spec.tablespace}, {u"concurrently"_s, spec.concurrently}, {u"unique"_s, spec.isUnique},
            {u"nullsNotDistinct"_s, spec.nullsNotDistinct}};
}

IndexSpec specFrom(const QJsonObject &json)
{
    IndexSpec spec;
    spec.schema = json[u"schema"_s].toString();
    spec.table = json[u"table"_s].toString();
    spec.name = json[u"name"_s].toString();
    spec.method = json[u"method"_s].toString(spec.method);
    for (const QJsonValue &key : json[u"keys"_s].toArray())
        spec.keys.push_back(keyFrom(key.toObject()));
    for (const QJsonValue &column : json[u"included"_s].toArray())
        spec.included << column.toString();
    spec.metric = catalog::AnnMetric(json[u"metric"_s].toInt(int(spec.metric)));
    spec.opclass = json[u"opclass"_s].toString();
    spec.options = pairsFrom(json[u"options"_s]);
    spec.predicate = json[u"predicate"_s].toString();
    spec.tablespace = json[u"tablespace"_s].toString();
    spec.concurrently = json[u"concurrently"_s].toBool(spec.concurrently);
    spec.isUnique = json[u"unique"_s].toBool();
    spec.nullsNotDistinct = json[u"nullsNotDistinct"_s].toBool();
    return spec;
}

QStringList buildSettingNames()
{
    return {u"maintenance_work_mem"_s, u"max_parallel_maintenance_workers"_s, u"max_parallel_workers"_s, u"max_worker_processes"_s,
            u"min_parallel_table_scan_size"_s, u"shared_buffers"_s, u"max_wal_size"_s, u"wal_level"_s, u"fsync"_s, u"statement_timeout"_s,
            u"default_tablespace"_s};
}

qint64 BuildRecord::setting(const QString &name) const
{
    const QStringList parts = server.settings.value(name).split(u' ');
    bool ok = false;
    const qint64 number = parts.value(0).toLongLong(&ok);
    if (!ok)
        return -1;
    const QString unit = parts.value(1);
    return unit == "8kB"_L1 ? number * 8192 : unit == "kB"_L1 ? number * 1024 : unit == "MB"_L1 ? number * 1024 * 1024 : number;
}

store::BuildEntry entryOf(const BuildRecord &record)
{
    store::BuildEntry entry = record.entry;
    entry.spec = bytesOf(QJsonDocument(specJson(record.spec)));
    entry.settings = serverJson(record.server, record.owner);
    entry.samples = samplesJson(record.samples);
    return entry;
}

BuildRecord recordOf(const store::BuildEntry &entry)
{
    return {entry, specFrom(QJsonDocument::fromJson(entry.spec).object()), serverFrom(entry.settings), samplesFrom(entry.samples), ownerFrom(entry.settings)};
}

QString outcomeText(store::BuildEntry::Outcome outcome)
{
    using Outcome = store::BuildEntry::Outcome;
    switch (outcome) {
    case Outcome::Running: return u"running"_s;
    case Outcome::Valid: return u"valid"_s;
    case Outcome::Failed: return u"failed"_s;
    case Outcome::Cancelled: return u"cancelled"_s;
    case Outcome::LeftRunning: return u"left running"_s;
    case Outcome::Lost: break;
    }
    return u"lost"_s;
}

std::vector<ComparedField> compareBuilds(const std::vector<BuildRecord> &builds)
{
    std::vector<ComparedField> fields;
    const auto add = [&](const QString &name, bool isResult, auto value) {
        ComparedField field{name, {}, isResult};
        for (const BuildRecord &build : builds)
            field.values << value(build);
        const bool differs = std::ranges::any_of(field.values, [&](const QString &text) { return text != field.values.first(); });
        if (differs)
            fields.push_back(std::move(field));
    };
    add(u"server"_s, false, [](const BuildRecord &b) { return b.entry.server; });
    add(u"PostgreSQL"_s, false, [](const BuildRecord &b) { return versionText(b.server.serverVersion); });
    add(u"pgvector"_s, false, [](const BuildRecord &b) { return b.server.pgvectorVersion.isEmpty() ? u"–"_s : b.server.pgvectorVersion; });
    add(u"table"_s, false, [](const BuildRecord &b) { return b.entry.schema + u'.' + b.entry.table; });
    add(u"rows"_s, false, [](const BuildRecord &b) { return countOr(b.entry.rows); });
    add(u"dimensions"_s, false, [](const BuildRecord &b) { return QString::number(b.entry.dimensions); });
    add(u"method"_s, false, [](const BuildRecord &b) { return b.entry.method; });
    add(u"key"_s, false, [](const BuildRecord &b) { return keysText(b.spec); });
    add(u"opclass"_s, false, [](const BuildRecord &b) { return b.spec.opclass.isEmpty() ? annOpclass(b.spec) : b.spec.opclass; });
    add(u"options"_s, false, [](const BuildRecord &b) { return optionsText(b.spec); });
    add(u"predicate"_s, false, [](const BuildRecord &b) { return b.spec.predicate.isEmpty() ? u"–"_s : b.spec.predicate; });
    add(u"concurrently"_s, false, [](const BuildRecord &b) { return b.spec.concurrently ? u"yes"_s : u"no"_s; });
    for (const QString &name : buildSettingNames())
        add(name, false, [&name](const BuildRecord &b) { return b.server.settings.value(name, u"–"_s); });
    add(u"outcome"_s, true, [](const BuildRecord &b) { return outcomeText(b.entry.outcome); });
    add(u"duration"_s, true, [](const BuildRecord &b) { return b.entry.durationMs < 0 ? u"–"_s : core::durationText(double(b.entry.durationMs)); });
    add(u"rate"_s, true, [](const BuildRecord &b) { return countOr(b.entry.rate, u"rows/s"_s); });
    add(u"parallel workers"_s, true, [](const BuildRecord &b) { return QString::number(b.entry.workers); });
    add(u"index size"_s, true, [](const BuildRecord &b) { return bytesOr(b.entry.indexBytes); });
    add(u"WAL of all sessions meanwhile"_s, true, [](const BuildRecord &b) { return bytesOr(b.entry.walBytes); });
    add(u"left memory after"_s, true, [](const BuildRecord &b) { return countOr(double(b.entry.spilledAtRow), u"rows"_s); });
    return fields;
}

} // namespace quiver::index
