// SPDX-License-Identifier: GPL-3.0-or-later
// The order of lines is that of explain.c, so that both texts can be compared.
#include "plan/plantext.h"

#include "plan/nodetext.h"

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

QString triggerText(const TriggerFigures &trigger, bool verbose)
{
    QString text = u"Trigger"_s;
    if (!trigger.name.isEmpty() && (verbose || trigger.constraint.isEmpty()))
        text += u' ' + trigger.name;
    if (!trigger.constraint.isEmpty())
        text += u" for constraint "_s + trigger.constraint;
    return text + (trigger.ms ? u": time=%1 calls=%2\n"_s.arg(milliseconds(*trigger.ms)) : u": calls=%1\n"_s).arg(trigger.calls, 0, 'f', 0);
}

QString settingsText(const std::vector<PlanProperty> &settings)
{
    QStringList parts;
    for (const PlanProperty &setting : settings)
        parts << setting.name + u" = '"_s + setting.value + u'\'';
    return u"Settings: "_s + parts.join(u", "_s) + u'\n';
}

QString flagText(const QString &name, const std::optional<bool> &flag)
{
    return flag ? name + (*flag ? u" true"_s : u" false"_s) : QString();
}

QString joined(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString jitText(const JitFigures &jit)
{
    const auto part = [](const QString &name, const std::optional<double> &ms) { return ms ? u"%1 %2 ms"_s.arg(name, milliseconds(*ms)) : QString(); };
    QString text = u"JIT:\n  Functions: %1\n"_s.arg(jit.functions);
    const QString options = joined({flagText(u"Inlining"_s, jit.inlining), flagText(u"Optimization"_s, jit.optimization),
                                    flagText(u"Expressions"_s, jit.expressions), flagText(u"Deforming"_s, jit.deforming)});
    if (!options.isEmpty())
        text += u"  Options: "_s + options + u'\n';
    QString generation = part(u"Generation"_s, jit.generationMs);
    if (jit.deformMs)
        generation += u" (%1)"_s.arg(part(u"Deform"_s, jit.deformMs));
    const QString timing = joined({generation, part(u"Inlining"_s, jit.inliningMs), part(u"Optimization"_s, jit.optimizationMs),
                                   part(u"Emission"_s, jit.emissionMs), part(u"Total"_s, jit.totalMs)});
    return timing.isEmpty() ? text : text + u"  Timing: "_s + timing + u'\n';
}

QString planningText(const Plan &plan)
{
    QString text;
    addUse(text, 2, plan.planningBuffers, plan.planningIo);
    if (plan.planningMemoryUsedKb && plan.planningMemoryAllocatedKb)
        text += u"  Memory: used=%1kB  allocated=%2kB\n"_s.arg(*plan.planningMemoryUsedKb).arg(*plan.planningMemoryAllocatedKb);
    return text.isEmpty() ? text : u"Planning:\n"_s + text;
}

QString serializationText(const SerializationFigures &figures)
{
    QString text = u"Serialization: "_s;
    if (figures.ms)
        text += u"time=%1 ms  "_s.arg(milliseconds(*figures.ms));
    text += u"output=%1kB  format=%2\n"_s.arg(figures.outputKb).arg(figures.format);
    addUse(text, 2, figures.buffers, figures.io);
    return text;
}

} // namespace

QString toText(const Plan &plan)
{
    QString text;
    if (!plan.queryText.isEmpty())
        text += u"Query Text: "_s + plan.queryText + u'\n';
    if (!plan.queryParameters.isEmpty())
        text += u"Query Parameters: "_s + plan.queryParameters + u'\n';
    addNodes(text, plan);
    if (!plan.settings.empty())
        text += settingsText(plan.settings);
    if (!plan.queryIdentifier.isEmpty())
        text += u"Query Identifier: "_s + plan.queryIdentifier + u'\n';
    text += planningText(plan);
    if (plan.planningMs)
        text += u"Planning Time: %1 ms\n"_s.arg(milliseconds(*plan.planningMs));
    const bool verbose = std::ranges::any_of(plan.nodes, [](const PlanNode &node) { return !node.output.isEmpty(); });
    for (const TriggerFigures &trigger : plan.triggers)
        text += triggerText(trigger, verbose);
    if (plan.jit)
        text += jitText(*plan.jit);
    if (plan.serialization)
        text += serializationText(*plan.serialization);
    if (plan.executionMs)
        text += u"Execution Time: %1 ms\n"_s.arg(milliseconds(*plan.executionMs));
    for (const PlanProperty &property : plan.properties)
        text += property.name + u": "_s + property.value + u'\n';
    return text;
}

} // namespace quiver::plan
