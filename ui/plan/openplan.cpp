// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/openplan.h"

#include "doctor/doctor.h"
#include "pg/statementlog.h"
#include "plan/shownplan.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using plan::Grade;

namespace {

QString wordsOf(const plan::PlanNode &node)
{
    QStringList words{plan::shownTitle(node), node.subplan, node.schema};
    for (const plan::PlanProperty &each : plan::conditionsOf(node))
        words << plan::shownCondition(each.value);
    return words.join(u'\n').toLower();
}

Grade gradeOf(double share)
{
    return share > 0.9 ? Grade::Severe : share > 0.4 ? Grade::Notable : share > 0.1 ? Grade::Slight : Grade::None;
}

} // namespace

bool OpenPlan::has(PlanMetric metric) const
{
    switch (metric) {
    case PlanMetric::Time: return figures.totalMs.has_value();
    case PlanMetric::Rows: return mostRows > 0;
    case PlanMetric::Cost: return figures.totalCost.has_value();
    case PlanMetric::Buffers: return plan.hasBuffers();
    }
    return false;
}

std::optional<double> OpenPlan::value(PlanMetric metric, int at) const
{
    const plan::NodeFigures &own = figuresOf(at);
    switch (metric) {
    case PlanMetric::Time: return own.ownMs;
    case PlanMetric::Rows: return plan.isAnalyzed() ? own.rows : node(at).planRows;
    case PlanMetric::Cost: return own.ownCost;
    case PlanMetric::Buffers: return own.ownBuffers ? std::optional(double(plan::pagesTouched(*own.ownBuffers))) : std::nullopt;
    }
    return {};
}

std::optional<double> OpenPlan::share(PlanMetric metric, int at) const
{
    const auto part = [](std::optional<double> value, double whole) { return value ? std::optional(whole > 0 ? std::clamp(*value / whole, 0.0, 1.0) : 0.0) : value; };
    switch (metric) {
    case PlanMetric::Time: return figuresOf(at).ownShare;
    case PlanMetric::Rows: return part(value(metric, at), mostRows);
    case PlanMetric::Cost: return figuresOf(at).ownCostShare;
    case PlanMetric::Buffers: return part(value(metric, at), double(allPages));
    }
    return {};
}

Grade OpenPlan::grade(PlanMetric metric, int at) const
{
    switch (metric) {
    case PlanMetric::Time: return figuresOf(at).time;
    case PlanMetric::Rows: return Grade::None; // many rows are no fault
    case PlanMetric::Cost: return figuresOf(at).cost;
    case PlanMetric::Buffers: return gradeOf(share(metric, at).value_or(0));
    }
    return Grade::None;
}

qint64 OpenPlan::textSize() const
{
    constexpr qint64 indent = 6, line = 120, linesOfNode = 3;
    qint64 size = 0;
    for (const plan::PlanNode &node : plan.nodes)
        size += linesOfNode * (indent * node.depth + line);
    return size;
}

std::vector<int> OpenPlan::search(const QString &what) const
{
    std::vector<int> found;
    const QString sought = what.trimmed().toLower();
    for (int at = 0; !sought.isEmpty() && at < size(); ++at)
        if (words[std::size_t(at)].contains(sought))
            found.push_back(at);
    return found;
}

OpenPlanPtr openPlan(plan::Plan plan, QSizeF box, const QString &statement, std::optional<PlanFindings> told)
{
    auto open = std::make_shared<OpenPlan>();
    open->plan = std::move(plan);
    open->statement = open->plan.queryText.isEmpty() ? statement : open->plan.queryText;
    open->figures = plan::figuresOf(open->plan);
    open->layout = plan::layoutOf(open->plan, {box});
    open->hasCatalogue = told.has_value();
    open->findings = told ? std::move(told->findings) : doctor::findingsIn(open->plan, open->statement);
    if (told)
        open->assumptions = std::move(told->assumptions);
    open->perTable = plan::totalsPerTable(open->plan, open->figures);
    open->perType = plan::totalsPerType(open->plan, open->figures);
    open->perIndex = plan::totalsPerIndex(open->plan, open->figures);
    if (open->figures.totalBuffers)
        open->allPages = plan::pagesTouched(*open->figures.totalBuffers);
    open->words.reserve(open->plan.nodes.size());
    for (int at = 0; at < open->size(); ++at) {
        open->words.push_back(wordsOf(open->node(at)));
        open->mostRows = std::max(open->mostRows, open->value(PlanMetric::Rows, at).value_or(0));
    }
    return open;
}

OpenPlanPtr withFindings(const OpenPlan &plan, PlanFindings told)
{
    auto other = std::make_shared<OpenPlan>(plan);
    other->findings = std::move(told.findings);
    other->assumptions = std::move(told.assumptions);
    other->hasCatalogue = true;
    return other;
}

store::PlanEntry planEntry(const OpenPlan &plan)
{
    store::PlanEntry entry;
    entry.madeAt = QDateTime::currentDateTimeUtc();
    entry.statement = pg::StatementLog::redacted(plan.statement);
    entry.nodes = plan.size();
    entry.totalMs = plan.figures.totalMs.value_or(-1);
    entry.totalCost = plan.figures.totalCost.value_or(-1);
    return entry;
}

int planNeighbour(const plan::Plan &plan, int node, Qt::Key key)
{
    const int parent = plan.nodes[std::size_t(node)].parent;
    int next = -1;
    switch (key) {
    case Qt::Key_Up:
        next = parent;
        break;
    case Qt::Key_Down:
        next = plan.firstChild(node);
        break;
    case Qt::Key_Right:
        next = plan.nextSibling(node);
        break;
    case Qt::Key_Left:
        for (int each = parent < 0 ? -1 : plan.firstChild(parent); each >= 0 && each != node; each = plan.nextSibling(each))
            next = each;
        break;
    default:
        break;
    }
    return next < 0 ? node : next;
}

} // namespace quiver::ui
