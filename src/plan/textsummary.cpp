// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/textsummary.h"

#include "plan/planfields.h"
#include "plan/textdetails.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

/// "0.123 ms (Deform 0.1 ms)": 0.123.
std::string_view figureOf(std::string_view value)
{
    return value.substr(0, value.find(' '));
}

void keep(std::vector<PlanProperty> &properties, const QString &name, std::string_view value)
{
    properties.push_back({name, textOf(value)});
}

/// The value of "name=value" in a line of them, up to the next blank; empty: it is not there.
std::string_view valueOf(std::string_view line, std::string_view name)
{
    const std::size_t at = line.find(name);
    return at == std::string_view::npos ? std::string_view() : figureOf(line.substr(at + name.size()));
}

std::string_view withoutKb(std::string_view value)
{
    return value.ends_with("kB") ? value.substr(0, value.size() - 2) : value;
}

} // namespace

/// "Trigger name for constraint fk on public.t: time=0.5 calls=3"; name, constraint, table and time may be missing.
bool readTrigger(Plan &plan, std::string_view line)
{
    constexpr std::string_view word = "Trigger ", constraint = "for constraint ";
    const std::size_t colon = line.rfind(": ");
    if (!line.starts_with(word) || colon == std::string_view::npos)
        return false;
    const std::string_view figures = line.substr(colon + 2);
    TriggerFigures trigger;
    if (!setTrigger(trigger, "Calls", valueOf(figures, "calls=")))
        return false;
    setTrigger(trigger, "Time", valueOf(figures, "time="));
    std::string_view names = line.substr(word.size(), colon - word.size());
    const std::size_t on = names.rfind(" on ");
    if (on != std::string_view::npos) {
        trigger.relation = textOf(names.substr(on + 4));
        names = names.substr(0, on);
    }
    const std::size_t at = names.find(constraint);
    trigger.name = textOf(trimmed(names.substr(0, at)));
    if (at != std::string_view::npos)
        trigger.constraint = textOf(names.substr(at + constraint.size()));
    plan.triggers.push_back(trigger);
    return true;
}

/// "work_mem = '64kB', search_path = 'public, "a'b"'": the server doubles no quotes, so that only the next name ends a value.
void readSettings(Plan &plan, std::string_view value)
{
    static const QRegularExpression begin(u"(^|', )([A-Za-z_][A-Za-z_0-9.]*) = '"_s);
    const QString text = textOf(value);
    qsizetype from = 0;
    for (auto it = begin.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        if (!plan.settings.empty())
            plan.settings.back().value = text.sliced(from, match.capturedStart() - from);
        plan.settings.push_back({match.captured(2), {}});
        from = match.capturedEnd();
    }
    if (!plan.settings.empty())
        plan.settings.back().value = text.sliced(from, std::max(from, text.endsWith(u'\'') ? text.size() - 1 : text.size()) - from);
}

/// "time=0.1 ms  output=12kB  format=text"; the time is missing with TIMING OFF.
void readSerialization(Plan &plan, std::string_view value)
{
    SerializationFigures &figures = plan.serialization.emplace();
    setSerialization(figures, "Time", valueOf(value, "time="));
    setSerialization(figures, "Output Volume", withoutKb(valueOf(value, "output=")));
    setSerialization(figures, "Format", valueOf(value, "format="));
}

/// "Options: Inlining false, ..." and "Timing: Generation 1.5 ms (Deform 0.5 ms), ...".
void readJit(Plan &plan, std::string_view name, std::string_view value)
{
    JitFigures &jit = plan.jit ? *plan.jit : plan.jit.emplace();
    if (name == "Functions") {
        setJit(jit, name, value);
        return;
    }
    for (const QString &part : splitList(value)) {
        const QByteArray utf8 = part.toUtf8();
        const std::string_view text(utf8.constData(), std::size_t(utf8.size()));
        const std::size_t blank = std::min(text.find(' '), text.size());
        const std::string path = std::string(name) + '.' + std::string(text.substr(0, blank));
        if (blank == text.size() || !setJit(jit, path, figureOf(text.substr(blank + 1))))
            keep(plan.properties, u"JIT "_s + textOf(name), text);
        constexpr std::string_view deform = "(Deform ";
        if (const std::size_t at = text.find(deform); at != std::string_view::npos)
            setJit(jit, "Timing.Generation.Deform", figureOf(text.substr(at + deform.size())));
    }
}

void readPlanning(Plan &plan, std::string_view name, std::string_view value)
{
    if (name == "Buffers")
        readBuffers(plan.planningBuffers, value);
    else if (name == "I/O Timings")
        readIoTimes(plan.planningIo, value);
    else if (name == "Memory") {
        setPlanField(plan, "Memory Used", withoutKb(valueOf(value, "used=")));
        setPlanField(plan, "Memory Allocated", withoutKb(valueOf(value, "allocated=")));
    } else {
        keep(plan.properties, u"Planning "_s + textOf(name), value);
    }
}

void readSummaryDetail(Plan &plan, std::string_view name, std::string_view value)
{
    std::string key(name);
    if (key == "Total runtime")
        key = "Execution Time";
    if (key.ends_with(" time")) // until PostgreSQL 9.6
        key[key.size() - 4] = 'T';
    const bool isTime = key == "Planning Time" || key == "Execution Time";
    if (!setPlanField(plan, key, isTime ? figureOf(value) : value))
        keep(plan.properties, textOf(name), value);
}

namespace {

void completeNode(PlanNode &node, bool buffers, bool wal)
{
    const auto complete = [&](RunFigures &figures) {
        if (buffers && !figures.buffers)
            figures.buffers.emplace();
        if (wal && !figures.wal)
            figures.wal.emplace();
    };
    complete(node);
    for (WorkerFigures &worker : node.workers) {
        if (worker.loops)
            complete(worker);
    }
    if (!node.loops || *node.loops == 0)
        return;
    const auto zero = [](std::optional<double> &removed) { removed = removed.value_or(0); };
    if (!node.filter.isEmpty())
        zero(node.removedByFilter);
    if (!node.joinFilter.isEmpty())
        zero(node.removedByJoinFilter);
    if (!node.recheckCond.isEmpty() || (!node.indexCond.isEmpty() && node.type != "Bitmap Index Scan"_L1))
        zero(node.removedByRecheck);
}

} // namespace

void completeZeros(Plan &plan)
{
    const bool buffers = std::ranges::any_of(plan.nodes, [](const PlanNode &node) { return node.buffers.has_value(); });
    const bool wal = std::ranges::any_of(plan.nodes, [](const PlanNode &node) { return node.wal.has_value(); });
    for (PlanNode &node : plan.nodes)
        completeNode(node, buffers, wal);
}

} // namespace quiver::plan
