// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/nodetext.h"

#include <cmath>

namespace quiver::plan {

using namespace Qt::StringLiterals;

QString milliseconds(double ms)
{
    return QString::number(ms, 'f', 3);
}

namespace {

/// As the server quotes names that are not plain; keywords it quotes as well, which is of no use here.
QString shownName(const QString &name)
{
    bool plain = !name.isEmpty() && !name[0].isDigit();
    for (const QChar c : name)
        plain = plain && ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_');
    return plain ? name : u'"' + QString(name).replace(u'"', u"\"\""_s) + u'"';
}

QString titleLine(const PlanNode &node)
{
    QString text = nodeTitle(node);
    const bool isBitmapIndex = node.type == "Bitmap Index Scan"_L1;
    if (!node.index.isEmpty())
        text += (isBitmapIndex ? u" on "_s : u" using "_s) + shownName(node.index);
    QString object;
    for (const QString *name : {&node.relation, &node.cte, &node.function, &node.tableFunction, &node.tuplestore}) {
        if (object.isEmpty())
            object = *name;
    }
    if (isBitmapIndex || (object.isEmpty() && node.alias.isEmpty()))
        return text;
    text += u" on "_s;
    if (!object.isEmpty())
        text += (node.schema.isEmpty() ? QString() : shownName(node.schema) + u'.') + (node.tableFunction.isEmpty() ? shownName(object) : u'"' + object + u'"'); // a keyword
    if (!node.alias.isEmpty() && node.alias != object)
        text += (object.isEmpty() ? QString() : u" "_s) + shownName(node.alias);
    return text;
}

/// Rows: whole until PostgreSQL 17, with two digits from 18 on.
QString rowsText(double rows)
{
    return rows == std::floor(rows) ? QString::number(rows, 'f', 0) : QString::number(rows, 'f', 2);
}

QString actualText(const RunFigures &run)
{
    if (!run.loops)
        return {};
    if (*run.loops == 0)
        return u"(never executed)"_s;
    const QString time = run.startupMs && run.totalMs ? u"time=%1..%2 "_s.arg(milliseconds(*run.startupMs), milliseconds(*run.totalMs)) : QString();
    return u"(actual %1rows=%2 loops=%3)"_s.arg(time, rowsText(run.rows.value_or(0))).arg(*run.loops, 0, 'f', 0);
}

QString figures(const PlanNode &node)
{
    QString text;
    if (node.startupCost && node.totalCost && node.planRows && node.planWidth)
        text += u"  (cost=%1..%2 rows=%3 width=%4)"_s.arg(*node.startupCost, 0, 'f', 2).arg(*node.totalCost, 0, 'f', 2).arg(*node.planRows, 0, 'f', 0).arg(*node.planWidth);
    const QString actual = actualText(node);
    return actual.isEmpty() ? text : text + u' ' + actual;
}

void addLine(QString &text, int indent, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        text += QString(indent, u' ') + name + u": "_s + value + u'\n';
}

template <typename Number> void addNumber(QString &text, int indent, const QString &name, const std::optional<Number> &value)
{
    if (value)
        addLine(text, indent, name, QString::number(*value));
}

/// Rows removed are said when there are any.
void addRemoved(QString &text, int indent, const QString &by, const std::optional<double> &rows)
{
    if (rows && *rows > 0)
        addLine(text, indent, u"Rows Removed by "_s + by, QString::number(*rows, 'f', 0));
}

QString kilobytes(const QString &name, const std::optional<qint64> &kb)
{
    return kb ? u"  %1: %2kB"_s.arg(name).arg(*kb) : QString();
}

QString changed(qint64 now, const std::optional<qint64> &before)
{
    return before && *before != now ? u"%1 (originally %2)"_s.arg(now).arg(*before) : QString::number(now);
}

QString groupsText(const SortGroups &groups)
{
    const QString methods = groups.methods.join(u", "_s);
    QString text = u"%1  Sort Method%2: %3"_s.arg(groups.groups).arg(groups.methods.size() > 1 ? u"s"_s : QString(), methods);
    const auto space = [](const QString &kind, const std::optional<qint64> &average, const std::optional<qint64> &peak) {
        return average && peak ? u"  Average %1: %2kB  Peak %1: %3kB"_s.arg(kind).arg(*average).arg(*peak) : QString();
    };
    return text + space(u"Memory"_s, groups.averageMemoryKb, groups.peakMemoryKb) + space(u"Disk"_s, groups.averageDiskKb, groups.peakDiskKb);
}

/// What a node and a worker have in common, each line on its own.
QStringList runLines(const RunFigures &run)
{
    QStringList lines;
    if (!run.sortMethod.isEmpty())
        lines << u"Sort Method: "_s + run.sortMethod + (run.sortSpaceKb ? kilobytes(run.sortSpaceType, run.sortSpaceKb) : QString());
    if (run.fullSortGroups)
        lines << u"Full-sort Groups: "_s + groupsText(*run.fullSortGroups);
    if (run.presortedGroups)
        lines << u"Pre-sorted Groups: "_s + groupsText(*run.presortedGroups);
    if (run.hashBuckets && run.hashBatches)
        lines << u"Buckets: %1  Batches: %2"_s.arg(changed(*run.hashBuckets, run.hashBucketsOriginal), changed(*run.hashBatches, run.hashBatchesOriginal))
                     + kilobytes(u"Memory Usage"_s, run.peakMemoryKb);
    QStringList hashed;
    if (const QString partitions = run.property(u"Planned Partitions"); !partitions.isEmpty() && partitions != "0"_L1)
        hashed << u"Planned Partitions: "_s + partitions;
    if (run.aggregateBatches && *run.aggregateBatches > 0) {
        hashed << u"Batches: %1"_s.arg(*run.aggregateBatches) + kilobytes(u"Memory Usage"_s, run.peakMemoryKb)
                      + (*run.aggregateBatches > 1 ? kilobytes(u"Disk Usage"_s, run.diskKb) : QString());
    }
    if (!hashed.isEmpty())
        lines << hashed.join(u"  "_s);
    if (run.cacheMisses && *run.cacheMisses > 0)
        lines << u"Hits: %1  Misses: %2  Evictions: %3  Overflows: %4"_s.arg(run.cacheHits.value_or(0)).arg(*run.cacheMisses).arg(run.cacheEvictions.value_or(0)).arg(run.cacheOverflows.value_or(0))
                     + kilobytes(u"Memory Usage"_s, run.peakMemoryKb);
    QString blocks;
    if (run.exactHeapBlocks.value_or(0) > 0)
        blocks += u" exact=%1"_s.arg(*run.exactHeapBlocks);
    if (run.lossyHeapBlocks.value_or(0) > 0)
        blocks += u" lossy=%1"_s.arg(*run.lossyHeapBlocks);
    if (!blocks.isEmpty())
        lines << u"Heap Blocks:"_s + blocks;
    return lines;
}

QString walText(const WalUse &wal)
{
    QString text;
    const auto add = [&text](const QString &name, qint64 value) {
        if (value > 0)
            text += u' ' + name + u'=' + QString::number(value);
    };
    add(u"records"_s, wal.records);
    add(u"fpi"_s, wal.fullPageImages);
    add(u"bytes"_s, wal.bytes);
    add(u"buffers full"_s, wal.buffersFull);
    return text.trimmed();
}

void addWorkers(QString &text, int indent, const PlanNode &node)
{
    for (const WorkerFigures &worker : node.workers) {
        const QString begin = u"%1Worker %2:  "_s.arg(QString(indent, u' ')).arg(worker.number);
        const QString actual = worker.loops && *worker.loops > 0 ? actualText(worker) : QString();
        QStringList lines = runLines(worker);
        if (!actual.isEmpty())
            text += begin + actual.sliced(1, actual.size() - 2) + u'\n';
        for (const QString &line : lines)
            text += (actual.isEmpty() ? begin : QString(indent + 2, u' ')) + line + u'\n';
        addUse(text, indent + 2, worker.buffers, worker.io);
    }
}

QString samplingText(const PlanNode &node)
{
    const QString method = node.property(u"Sampling Method"), seed = node.property(u"Repeatable Seed");
    if (method.isEmpty())
        return method;
    return u"%1 (%2)"_s.arg(method, node.property(u"Sampling Parameters")) + (seed.isEmpty() ? seed : u" REPEATABLE (%1)"_s.arg(seed));
}

void addConditions(QString &text, int indent, const PlanNode &node)
{
    addLine(text, indent, u"Output"_s, node.output.join(u", "_s));
    if (!node.output.isEmpty() && node.property(u"Inner Unique") == "true"_L1)
        addLine(text, indent, u"Inner Unique"_s, u"true"_s);
    addLine(text, indent, u"Sampling"_s, samplingText(node));
    addLine(text, indent, u"Group Key"_s, node.groupKey.join(u", "_s));
    addLine(text, indent, u"Sort Key"_s, node.sortKey.join(u", "_s));
    addLine(text, indent, u"Presorted Key"_s, node.presortedKey.join(u", "_s));
    addLine(text, indent, u"Hash Cond"_s, node.hashCond);
    addLine(text, indent, u"Merge Cond"_s, node.mergeCond);
    addLine(text, indent, u"TID Cond"_s, node.tidCond);
    addLine(text, indent, u"Index Cond"_s, node.indexCond);
    addLine(text, indent, u"Recheck Cond"_s, node.recheckCond);
    addRemoved(text, indent, u"Index Recheck"_s, node.removedByRecheck);
    addLine(text, indent, u"Order By"_s, node.orderBy);
    addLine(text, indent, u"Run Condition"_s, node.runCondition);
    addLine(text, indent, u"One-Time Filter"_s, node.oneTimeFilter);
    addLine(text, indent, u"Join Filter"_s, node.joinFilter);
    addRemoved(text, indent, u"Join Filter"_s, node.removedByJoinFilter);
    addLine(text, indent, u"Filter"_s, node.filter);
    addRemoved(text, indent, u"Filter"_s, node.removedByFilter);
    addRemoved(text, indent, u"Conflict Filter"_s, node.removedByConflictFilter);
    addNumber(text, indent, u"Heap Fetches"_s, node.heapFetches);
    addNumber(text, indent, u"Index Searches"_s, node.indexSearches);
    addLine(text, indent, u"Cache Key"_s, node.cacheKey);
    addLine(text, indent, u"Cache Mode"_s, node.cacheMode);
    addNumber(text, indent, u"Workers Planned"_s, node.workersPlanned);
    addLine(text, indent, u"Params Evaluated"_s, node.property(u"Params Evaluated"));
    addNumber(text, indent, u"Workers Launched"_s, node.workersLaunched);
    if (node.subplansRemoved.value_or(0) > 0)
        addNumber(text, indent, u"Subplans Removed"_s, node.subplansRemoved);
}

/// Whether the text format says a property elsewhere, or does not say it because it is the usual.
bool hasOwnPlace(const PlanProperty &property)
{
    static const QStringList placed{u"Params Evaluated"_s, u"Inner Unique"_s, u"Planned Partitions"_s, u"Sampling Method"_s, u"Sampling Parameters"_s, u"Repeatable Seed"_s, QString()};
    return placed.contains(property.name) || (property.name == "Single Copy"_L1 && property.value == "false"_L1);
}

void addDetails(QString &text, int indent, const PlanNode &node)
{
    if (node.disabled)
        addLine(text, indent, u"Disabled"_s, u"true"_s);
    for (const QString &target : node.targets)
        text += QString(indent, u' ') + nodeTitle(node) + u" on "_s + target + u'\n';
    addConditions(text, indent, node);
    for (const PlanProperty &property : node.properties) {
        if (!hasOwnPlace(property))
            addLine(text, indent, property.name, property.value);
    }
    for (const QString &line : runLines(node))
        text += QString(indent, u' ') + line + u'\n';
    addUse(text, indent, node.buffers, node.io);
    if (node.wal)
        addLine(text, indent, u"WAL"_s, walText(*node.wal));
    addWorkers(text, indent, node);
}

} // namespace

void addUse(QString &text, int indent, const std::optional<BufferUse> &buffers, const std::optional<IoTimes> &io)
{
    QStringList kinds;
    const auto addKind = [&kinds](const QString &kind, const std::vector<std::pair<QString, QString>> &uses) {
        QString part;
        for (const auto &[name, value] : uses) {
            if (value != "0"_L1 && value != "0.000"_L1)
                part += u' ' + name + u'=' + value;
        }
        if (!part.isEmpty())
            kinds << kind + part;
    };
    const auto blocks = [](qint64 count) { return QString::number(count); };
    if (buffers) {
        addKind(u"shared"_s, {{u"hit"_s, blocks(buffers->sharedHit)}, {u"read"_s, blocks(buffers->sharedRead)}, {u"dirtied"_s, blocks(buffers->sharedDirtied)}, {u"written"_s, blocks(buffers->sharedWritten)}});
        addKind(u"local"_s, {{u"hit"_s, blocks(buffers->localHit)}, {u"read"_s, blocks(buffers->localRead)}, {u"dirtied"_s, blocks(buffers->localDirtied)}, {u"written"_s, blocks(buffers->localWritten)}});
        addKind(u"temp"_s, {{u"read"_s, blocks(buffers->tempRead)}, {u"written"_s, blocks(buffers->tempWritten)}});
        addLine(text, indent, u"Buffers"_s, kinds.join(u", "_s));
    }
    kinds.clear();
    if (io) {
        addKind(u"shared"_s, {{u"read"_s, milliseconds(io->sharedRead)}, {u"write"_s, milliseconds(io->sharedWrite)}});
        addKind(u"local"_s, {{u"read"_s, milliseconds(io->localRead)}, {u"write"_s, milliseconds(io->localWrite)}});
        addKind(u"temp"_s, {{u"read"_s, milliseconds(io->tempRead)}, {u"write"_s, milliseconds(io->tempWrite)}});
        addLine(text, indent, u"I/O Timings"_s, kinds.join(u", "_s));
    }
}

void addNodes(QString &text, const Plan &plan)
{
    std::vector<int> arrows(plan.nodes.size()); // columns; details stand 6 further to the right
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        const PlanNode &node = plan.nodes[i];
        int details = 2;
        if (node.parent >= 0) {
            const int ofParent = node.parent == 0 ? 2 : arrows[std::size_t(node.parent)] + 6;
            if (!node.subplan.isEmpty())
                text += QString(ofParent, u' ') + node.subplan + u'\n';
            arrows[i] = ofParent + (node.subplan.isEmpty() ? 0 : 2);
            details = arrows[i] + 6;
            text += QString(arrows[i], u' ') + u"->  "_s;
        }
        text += titleLine(node) + figures(node) + u'\n';
        addDetails(text, details, node);
    }
}

} // namespace quiver::plan
