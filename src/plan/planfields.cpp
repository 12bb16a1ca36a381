// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planfields.h"

#include <charconv>
#include <cmath>
#include <unordered_map>
#include <variant>

namespace quiver::plan {

using namespace Qt::StringLiterals;

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::optional<double> numberOf(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<qint64> integerOf(std::string_view text)
{
    qint64 value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size())
        return value;
    const std::optional<double> number = numberOf(text); // "12.0", from a tool that knows no integers
    constexpr double most = 9.0e18;
    return number && std::abs(*number) < most ? std::optional(qint64(*number)) : std::nullopt;
}

QString targetText(const PlanNode &target)
{
    const QString table = target.schema.isEmpty() ? target.relation : target.schema + u'.' + target.relation;
    return target.alias.isEmpty() || target.alias == target.relation ? table : table + u' ' + target.alias;
}

void dropUnmeasured(RunFigures &figures)
{
    if (figures.loops && *figures.loops == 0)
        figures.rows = figures.startupMs = figures.totalMs = std::nullopt;
}

void dropUnmeasured(PlanNode &node)
{
    dropUnmeasured(static_cast<RunFigures &>(node));
    if (node.neverExecuted())
        node.removedByFilter = node.removedByJoinFilter = node.removedByRecheck = node.removedByConflictFilter = std::nullopt;
}

namespace {

bool store(QString &field, std::string_view value)
{
    field = textOf(value);
    return true;
}

bool store(QStringList &field, std::string_view value)
{
    field = {textOf(value)};
    return true;
}

bool store(bool &field, std::string_view value)
{
    field = value == "true";
    return value == "true" || value == "false";
}

template <typename Number> bool store(Number &field, std::string_view value)
    requires std::is_arithmetic_v<Number>
{
    if constexpr (std::is_floating_point_v<Number>) {
        const std::optional<double> number = numberOf(value);
        field = number.value_or(field);
        return number.has_value();
    } else {
        const std::optional<qint64> number = integerOf(value);
        if (!number || *number < std::numeric_limits<Number>::min() || *number > std::numeric_limits<Number>::max())
            return false;
        field = Number(*number);
        return true;
    }
}

template <typename Value> bool store(std::optional<Value> &field, std::string_view value)
{
    Value read{};
    if (!store(read, value))
        return false;
    field = std::move(read);
    return true;
}

template <typename... Fields> using Names = std::unordered_map<std::string_view, std::variant<Fields...>>;

template <typename Object, typename... Fields>
bool setIn(const Names<Fields...> &names, Object &object, std::string_view name, std::string_view value)
{
    const auto it = names.find(name);
    return it != names.end() && std::visit([&](auto member) { return store(object.*member, value); }, it->second);
}

/// A group of fields that is there when one of them is.
template <typename Group, typename... Fields>
bool setInGroup(const Names<Fields...> &names, std::optional<Group> &group, std::string_view name, std::string_view value)
{
    if (!names.contains(name))
        return false;
    Group changed = group.value_or(Group{});
    if (!setIn(names, changed, name, value))
        return false;
    group = changed;
    return true;
}

using R = RunFigures;
const Names<QString R::*, std::optional<double> R::*, std::optional<qint64> R::*> figureNames{
    {"Actual Loops", &R::loops},
    {"Actual Rows", &R::rows},
    {"Actual Startup Time", &R::startupMs},
    {"Actual Total Time", &R::totalMs},
    {"Sort Method", &R::sortMethod},
    {"Sort Space Type", &R::sortSpaceType},
    {"Sort Space Used", &R::sortSpaceKb},
    {"Hash Buckets", &R::hashBuckets},
    {"Original Hash Buckets", &R::hashBucketsOriginal},
    {"Hash Batches", &R::hashBatches},
    {"Original Hash Batches", &R::hashBatchesOriginal},
    {"HashAgg Batches", &R::aggregateBatches},
    {"Peak Memory Usage", &R::peakMemoryKb},
    {"Disk Usage", &R::diskKb},
    {"Cache Hits", &R::cacheHits},
    {"Cache Misses", &R::cacheMisses},
    {"Cache Evictions", &R::cacheEvictions},
    {"Cache Overflows", &R::cacheOverflows},
    {"Exact Heap Blocks", &R::exactHeapBlocks},
    {"Lossy Heap Blocks", &R::lossyHeapBlocks},
};

using B = BufferUse;
const Names<qint64 B::*> bufferNames{
    {"Shared Hit Blocks", &B::sharedHit},         {"Shared Read Blocks", &B::sharedRead},
    {"Shared Dirtied Blocks", &B::sharedDirtied}, {"Shared Written Blocks", &B::sharedWritten},
    {"Local Hit Blocks", &B::localHit},           {"Local Read Blocks", &B::localRead},
    {"Local Dirtied Blocks", &B::localDirtied},   {"Local Written Blocks", &B::localWritten},
    {"Temp Read Blocks", &B::tempRead},           {"Temp Written Blocks", &B::tempWritten},
};

using I = IoTimes;
const Names<double I::*> ioNames{
    {"I/O Read Time", &I::sharedRead},        {"I/O Write Time", &I::sharedWrite},       // until PostgreSQL 16
    {"Shared I/O Read Time", &I::sharedRead}, {"Shared I/O Write Time", &I::sharedWrite}, // from 17 on
    {"Local I/O Read Time", &I::localRead},   {"Local I/O Write Time", &I::localWrite},
    {"Temp I/O Read Time", &I::tempRead},     {"Temp I/O Write Time", &I::tempWrite}, // from 15 on
};

using W = WalUse;
const Names<qint64 W::*> walNames{
    {"WAL Records", &W::records}, {"WAL FPI", &W::fullPageImages}, {"WAL Bytes", &W::bytes}, {"WAL Buffers Full", &W::buffersFull}};

using N = PlanNode;
const Names<QString N::*, QStringList N::*, std::optional<double> N::*, std::optional<qint64> N::*, std::optional<int> N::*, bool N::*> nodeNames{
    {"Node Type", &N::type},
    {"Parent Relationship", &N::relationship},
    {"Subplan Name", &N::subplan},
    {"Operation", &N::operation},
    {"Strategy", &N::strategy},
    {"Partial Mode", &N::partialMode},
    {"Command", &N::setCommand},
    {"Join Type", &N::joinType},
    {"Scan Direction", &N::scanDirection},
    {"Custom Plan Provider", &N::customProvider},
    {"Parallel Aware", &N::parallelAware},
    {"Async Capable", &N::asyncCapable},
    {"Schema", &N::schema},
    {"Relation Name", &N::relation},
    {"Alias", &N::alias},
    {"Index Name", &N::index},
    {"CTE Name", &N::cte},
    {"Function Name", &N::function},
    {"Table Function Name", &N::tableFunction},
    {"Tuplestore Name", &N::tuplestore},
    {"Startup Cost", &N::startupCost},
    {"Total Cost", &N::totalCost},
    {"Plan Rows", &N::planRows},
    {"Plan Width", &N::planWidth},
    {"Filter", &N::filter},
    {"Join Filter", &N::joinFilter},
    {"Index Cond", &N::indexCond},
    {"Recheck Cond", &N::recheckCond},
    {"Hash Cond", &N::hashCond},
    {"Merge Cond", &N::mergeCond},
    {"TID Cond", &N::tidCond},
    {"One-Time Filter", &N::oneTimeFilter},
    {"Run Condition", &N::runCondition},
    {"Order By", &N::orderBy},
    {"Sort Key", &N::sortKey},
    {"Presorted Key", &N::presortedKey},
    {"Group Key", &N::groupKey},
    {"Output", &N::output},
    {"Cache Key", &N::cacheKey},
    {"Cache Mode", &N::cacheMode},
    {"Rows Removed by Filter", &N::removedByFilter},
    {"Rows Removed by Join Filter", &N::removedByJoinFilter},
    {"Rows Removed by Index Recheck", &N::removedByRecheck},
    {"Rows Removed by Conflict Filter", &N::removedByConflictFilter},
    {"Heap Fetches", &N::heapFetches},
    {"Index Searches", &N::indexSearches},
    {"Workers Planned", &N::workersPlanned},
    {"Workers Launched", &N::workersLaunched},
    {"Subplans Removed", &N::subplansRemoved},
    {"Disabled", &N::disabled},
};

using T = TriggerFigures;
const Names<QString T::*, std::optional<double> T::*, double T::*> triggerNames{
    {"Trigger Name", &T::name}, {"Constraint Name", &T::constraint}, {"Schema", &T::schema},
    {"Relation", &T::relation}, {"Time", &T::ms},                    {"Calls", &T::calls}};

using J = JitFigures;
const Names<int J::*, std::optional<bool> J::*, std::optional<double> J::*> jitNames{
    {"Functions", &J::functions},
    {"Options.Inlining", &J::inlining},
    {"Options.Optimization", &J::optimization},
    {"Options.Expressions", &J::expressions},
    {"Options.Deforming", &J::deforming},
    {"Timing.Generation", &J::generationMs},
    {"Timing.Generation.Deform", &J::deformMs}, // from PostgreSQL 17 on
    {"Timing.Generation.Total", &J::generationMs},
    {"Timing.Inlining", &J::inliningMs},
    {"Timing.Optimization", &J::optimizationMs},
    {"Timing.Emission", &J::emissionMs},
    {"Timing.Total", &J::totalMs},
};

using S = SerializationFigures;
const Names<std::optional<double> S::*, qint64 S::*, QString S::*> serializationNames{
    {"Time", &S::ms}, {"Output Volume", &S::outputKb}, {"Format", &S::format}};

using G = SortGroups;
const Names<qint64 G::*, std::optional<qint64> G::*> groupNames{
    {"Group Count", &G::groups},
    {"Sort Space Memory.Average Sort Space Used", &G::averageMemoryKb},
    {"Sort Space Memory.Peak Sort Space Used", &G::peakMemoryKb},
    {"Sort Space Disk.Average Sort Space Used", &G::averageDiskKb},
    {"Sort Space Disk.Peak Sort Space Used", &G::peakDiskKb},
};

using P = Plan;
const Names<QString P::*, std::optional<double> P::*, std::optional<qint64> P::*> planNames{
    {"Query Text", &P::queryText},
    {"Query Parameters", &P::queryParameters},
    {"Query Identifier", &P::queryIdentifier},
    {"Planning Time", &P::planningMs},
    {"Execution Time", &P::executionMs},
    {"Memory Used", &P::planningMemoryUsedKb},
    {"Memory Allocated", &P::planningMemoryAllocatedKb},
};

} // namespace

bool setUse(std::optional<BufferUse> &buffers, std::optional<IoTimes> &io, std::string_view name, std::string_view value)
{
    return setInGroup(bufferNames, buffers, name, value) || setInGroup(ioNames, io, name, value);
}

bool setFigure(RunFigures &figures, std::string_view name, std::string_view value)
{
    return setIn(figureNames, figures, name, value) || setUse(figures.buffers, figures.io, name, value)
           || setInGroup(walNames, figures.wal, name, value);
}

bool setNodeField(PlanNode &node, std::string_view name, std::string_view value)
{
    return setIn(nodeNames, node, name, value) || setFigure(node, name, value);
}

bool setTrigger(TriggerFigures &trigger, std::string_view name, std::string_view value)
{
    return setIn(triggerNames, trigger, name, value);
}

bool setJit(JitFigures &jit, std::string_view name, std::string_view value)
{
    return setIn(jitNames, jit, name, value);
}

bool setSerialization(SerializationFigures &serialization, std::string_view name, std::string_view value)
{
    return setIn(serializationNames, serialization, name, value) || setUse(serialization.buffers, serialization.io, name, value);
}

bool setSortGroups(SortGroups &groups, std::string_view name, std::string_view value)
{
    return setIn(groupNames, groups, name, value);
}

bool setPlanField(Plan &plan, std::string_view name, std::string_view value)
{
    return setIn(planNames, plan, name, value) || setUse(plan.planningBuffers, plan.planningIo, name, value);
}

QStringList *listField(PlanNode &node, std::string_view name)
{
    const auto it = nodeNames.find(name);
    const auto *member = it == nodeNames.end() ? nullptr : std::get_if<QStringList N::*>(&it->second);
    return member ? &(node.**member) : nullptr;
}

} // namespace quiver::plan
