// SPDX-License-Identifier: GPL-3.0-or-later
// BuildForecast for programs (JSON) and for people (text).
#include "index/buildforecast.h"

#include "catalog/tablefacts.h"
#include "core/durationtext.h"

#include <QJsonArray>

#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::bytesText;
using catalog::countText;

namespace {

QJsonValue number(double value)
{
    return value < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(value);
}

QJsonValue whole(double value)
{
    return value < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(qint64(std::llround(value)));
}

template<typename T>
QJsonValue optional(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QString line(const QString &name, const QString &value, const QString &source = {})
{
    return u"%1  %2%3\n"_s.arg(name.leftJustified(14), value, source.isEmpty() ? QString() : u"  ("_s + source + u')');
}

QString bytesLine(const QString &name, const Figure &figure)
{
    return figure.isKnown() ? line(name, bytesText(qint64(figure.value)), figure.source) : line(name, figure.source);
}

QString timeLine(const Figure &seconds)
{
    if (!seconds.isKnown())
        return line(u"Build time"_s, seconds.source);
    return line(u"Build time"_s, u"%1, between %2 and %3"_s.arg(core::roughText(seconds.value), core::roughText(seconds.low), core::roughText(seconds.high)), seconds.source);
}

QString memoryLine(const BuildForecast &forecast)
{
    if (!forecast.memoryBytes.isKnown())
        return line(u"Memory"_s, forecast.memoryBytes.source);
    QString text = u"%1 of maintenance_work_mem %2: "_s.arg(bytesText(qint64(forecast.memoryBytes.value)), bytesText(forecast.workMem));
    if (forecast.spillAtRow)
        text += u"does not fit, goes to disk after %1 rows"_s.arg(countText(double(*forecast.spillAtRow)));
    else
        text += forecast.fitsMemory == false ? u"does not fit, the build would be refused"_s : u"fits"_s;
    return line(u"Memory"_s, text, forecast.memoryBytes.source);
}

QString rowsLine(const RowFacts &rows)
{
    QString text = countText(rows.rows.value);
    if (std::abs(rows.indexedRows.value - rows.rows.value) >= 0.5)
        text += u", of which %1 are indexed"_s.arg(countText(rows.indexedRows.value));
    if (rows.distinct < 0.995)
        text += u"; rows of the same value may share an element of a graph, %1 for 100 rows at the least"_s.arg(100 * rows.distinct, 0, 'f', 1);
    if (rows.parts.size() > 1)
        text += u"; in %1 partitions"_s.arg(rows.parts.size());
    return line(u"Rows"_s, text, rows.rows.source);
}

} // namespace

QJsonObject forecastJson(const BuildForecast &forecast)
{
    const RowFacts &rows = forecast.rows;
    return {
        {u"size_bytes"_s, whole(forecast.sizeBytes.value)},
        {u"size_bytes_low"_s, whole(forecast.sizeBytes.low)},
        {u"size_bytes_high"_s, whole(forecast.sizeBytes.high)},
        {u"size_source"_s, forecast.sizeBytes.source},
        {u"graph_memory_bytes"_s, whole(forecast.memoryBytes.value)},
        {u"memory_source"_s, forecast.memoryBytes.source},
        {u"maintenance_work_mem_bytes"_s, forecast.workMem},
        {u"maintenance_work_mem_needed_bytes"_s, forecast.neededWorkMem > 0 ? whole(std::ceil(forecast.neededWorkMem)) : QJsonValue(QJsonValue::Null)},
        {u"fits_memory"_s, optional(forecast.fitsMemory)},
        {u"spill_at_tuple"_s, optional(forecast.spillAtRow)},
        {u"build_seconds"_s, number(forecast.seconds.value)},
        {u"build_seconds_low"_s, number(forecast.seconds.low)},
        {u"build_seconds_high"_s, number(forecast.seconds.high)},
        {u"build_seconds_source"_s, forecast.seconds.source},
        {u"workers"_s, forecast.workers.workers},
        {u"workers_reason"_s, forecast.workers.reason},
        {u"workers_remedy"_s, forecast.workers.remedy.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(forecast.workers.remedy)},
        {u"rows"_s, whole(rows.rows.value)},
        {u"rows_source"_s, rows.rows.source},
        {u"indexed_rows"_s, whole(rows.indexedRows.value)},
        {u"dead_rows"_s, whole(rows.deadRows.value)},
        {u"elements_per_row_least"_s, rows.distinct},
        {u"partitions"_s, rows.parts.size() > 1 ? qint64(rows.parts.size()) : 0},
        {u"advised_lists"_s, forecast.lists > 0 ? QJsonValue(forecast.lists) : QJsonValue(QJsonValue::Null)},
        {u"advised_probes"_s, forecast.probes > 0 ? QJsonValue(forecast.probes) : QJsonValue(QJsonValue::Null)},
        {u"host_memory_bytes"_s, optional(forecast.host.memory)},
        {u"host_memory_source"_s, forecast.host.memorySource},
        {u"shared_memory_free_bytes"_s, optional(forecast.host.sharedMemoryFree)},
        {u"shared_memory_source"_s, forecast.host.sharedMemorySource},
        {u"disk_free_bytes"_s, optional(forecast.host.diskFree)},
        {u"disk_source"_s, forecast.host.diskSource},
        {u"locks"_s, QJsonArray::fromStringList(forecast.locks)},
        {u"warnings"_s, QJsonArray::fromStringList(forecast.warnings)},
    };
}

QString forecastText(const BuildForecast &forecast)
{
    QString text = bytesLine(u"Size on disk"_s, forecast.sizeBytes);
    text += memoryLine(forecast);
    text += timeLine(forecast.seconds);
    text += line(u"Workers"_s, forecast.workers.workers == 0 ? u"none beside the leader"_s : u"%1 beside the leader"_s.arg(forecast.workers.workers),
                 forecast.workers.reason);
    if (!forecast.workers.remedy.isEmpty())
        text += line({}, (forecast.workers.isUnsafe ? u"safer: "_s : u"for more: "_s) + forecast.workers.remedy);
    text += rowsLine(forecast.rows);
    text += line(u"Dead rows"_s, countText(forecast.rows.deadRows.value), forecast.rows.deadRows.source);
    if (forecast.lists > 0)
        text += line(u"Lists"_s, u"%1 are usual for the rows; %2 probes to begin with"_s.arg(countText(forecast.lists), countText(forecast.probes)));
    const HostFacts &host = forecast.host;
    text += line(u"Host's memory"_s, host.memory ? bytesText(*host.memory) : host.memorySource, host.memory ? host.memorySource : QString());
    text += line(u"Shared memory"_s, host.sharedMemoryFree ? bytesText(*host.sharedMemoryFree) : host.sharedMemorySource,
                 host.sharedMemoryFree ? host.sharedMemorySource : QString());
    text += line(u"Disk"_s, host.diskFree ? bytesText(*host.diskFree) : host.diskSource, host.diskFree ? host.diskSource : QString());
    for (const QString &lock : forecast.locks)
        text += line(lock == forecast.locks.first() ? u"Locks"_s : QString(), lock);
    for (const QString &warning : forecast.warnings)
        text += u"\nNote: %1\n"_s.arg(warning);
    return text;
}

} // namespace quiver::index
