// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planpages.h"

#include "doctor/fixes.h"
#include "plan/planbadges.h"
#include "plan/shownplan.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/plan/planpicture.h"
#include "ui/plan/planwords.h"

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostTotals = 50; // of a kind, that are shown

QString coloured(const QString &text, const QColor &ink)
{
    return u"<span style=\"color:%1\">%2</span>"_s.arg(ink.name(), text.toHtmlEscaped());
}

/// Rows of a name and a value.
class Facts
{
public:
    explicit Facts(const QPalette &palette)
        : m_muted(colorsFor(palette).muted)
    {
    }
    void add(const QString &name, const QString &value)
    {
        if (!value.isEmpty())
            m_rows += u"<tr><td style=\"padding:2px 12px 2px 0\">%1</td><td style=\"padding:2px 0\">%2</td></tr>"_s.arg(coloured(name, m_muted), value.toHtmlEscaped());
    }
    void add(const QString &name, const std::optional<double> &value)
    {
        if (value)
            add(name, PlanWords::number(*value));
    }
    void addMs(const QString &name, const std::optional<double> &value)
    {
        if (value)
            add(name, durationText(*value));
    }
    QString table() const { return m_rows.isEmpty() ? QString() : u"<table cellspacing=\"0\">%1</table>"_s.arg(m_rows); }

private:
    QColor m_muted;
    QString m_rows;
};

QString withShare(const QString &value, const std::optional<double> &share)
{
    return share && !value.isEmpty() ? u"%1 (%2)"_s.arg(value, PlanWords::percent(*share)) : value;
}

QString pages(const plan::BufferUse &use)
{
    QStringList parts;
    const auto add = [&](qint64 pages, const QString &words) {
        if (pages > 0)
            parts << words.arg(PlanWords::number(double(pages)));
    };
    add(use.sharedHit, PlanPages::tr("%1 in shared_buffers"));
    add(use.sharedRead, PlanPages::tr("%1 read"));
    add(use.sharedDirtied, PlanPages::tr("%1 dirtied"));
    add(use.sharedWritten, PlanPages::tr("%1 written"));
    add(use.localHit + use.localRead, PlanPages::tr("%1 of temporary tables"));
    add(use.tempRead, PlanPages::tr("%1 read from temporary files"));
    add(use.tempWritten, PlanPages::tr("%1 written to temporary files"));
    return parts.isEmpty() ? PlanPages::tr("none") : parts.join(u", "_s);
}

QString heading(const QString &text)
{
    return u"<p style=\"margin:12px 0 4px 0\"><b>%1</b></p>"_s.arg(text.toHtmlEscaped());
}

void addSpace(Facts &facts, const plan::RunFigures &run)
{
    const auto bytes = [](qint64 kb) { return bytesText(kb * 1024); };
    if (!run.sortMethod.isEmpty())
        facts.add(PlanPages::tr("Sort"), run.sortMethod + (run.sortSpaceKb ? u", "_s + bytes(*run.sortSpaceKb) + (run.sortSpaceType == "Disk"_L1 ? PlanPages::tr(" on disk") : QString()) : QString()));
    if (run.hashBuckets)
        facts.add(PlanPages::tr("Hash"), PlanPages::tr("%1 buckets, %2 batches").arg(PlanWords::number(double(*run.hashBuckets)), PlanWords::number(double(run.hashBatches.value_or(1)))));
    if (run.peakMemoryKb)
        facts.add(PlanPages::tr("Memory"), bytes(*run.peakMemoryKb));
    if (run.diskKb)
        facts.add(PlanPages::tr("Disk"), bytes(*run.diskKb));
    if (run.cacheHits)
        facts.add(PlanPages::tr("Cache"), PlanPages::tr("%1 hits, %2 misses").arg(PlanWords::number(double(*run.cacheHits)), PlanWords::number(double(run.cacheMisses.value_or(0)))));
    if (run.exactHeapBlocks || run.lossyHeapBlocks)
        facts.add(PlanPages::tr("Heap blocks"), PlanPages::tr("%1 exact, %2 lossy").arg(PlanWords::number(double(run.exactHeapBlocks.value_or(0))), PlanWords::number(double(run.lossyHeapBlocks.value_or(0)))));
}

} // namespace

QString PlanPages::node(const OpenPlan &open, int node, const QPalette &palette)
{
    const plan::PlanNode &what = open.node(node);
    const plan::NodeFigures &own = open.figuresOf(node);
    const Colors colors = colorsFor(palette);
    QString page = u"<p style=\"margin:0 0 4px 0; font-size:large\"><b>%1</b></p>"_s.arg(plan::shownTitle(what).toHtmlEscaped());
    if (!what.subplan.isEmpty())
        page += u"<p style=\"margin:0 0 4px 0\">%1</p>"_s.arg(coloured(what.subplan, colors.muted));
    for (const plan::PlanBadge &badge : plan::PlanBadges::of(what, own))
        page += u"<p style=\"margin:4px 0\"><b>%1</b><br>%2</p>"_s.arg(coloured(badge.text, gradeColor(badge.grade, palette)), badge.help.toHtmlEscaped());

    Facts facts(palette);
    facts.add(tr("Own time"), withShare(PlanWords::value(open, PlanMetric::Time, node), own.ownShare));
    facts.addMs(tr("With what is below"), own.wholeMs);
    if (open.plan.isAnalyzed())
        facts.add(tr("Rows"), own.rows);
    facts.add(tr("Expected in a loop"), what.planRows);
    facts.add(tr("Given in a loop"), what.rows);
    if (what.loops && *what.loops != 1)
        facts.add(tr("Loops"), what.loops);
    if (own.removed)
        facts.add(tr("Thrown away"), withShare(PlanWords::number(*own.removed), own.removedShare));
    facts.add(tr("Own cost"), withShare(own.ownCost ? PlanWords::number(*own.ownCost) : QString(), own.ownCostShare));
    if (what.totalCost)
        facts.add(tr("Cost"), tr("%1 until the first row, %2 in all").arg(PlanWords::number(what.startupCost.value_or(0)), PlanWords::number(*what.totalCost)));
    if (what.planWidth)
        facts.add(tr("Width of a row"), bytesText(*what.planWidth));
    if (what.workersPlanned)
        facts.add(tr("Workers"), tr("%1 planned, %2 launched").arg(*what.workersPlanned).arg(what.workersLaunched ? QString::number(*what.workersLaunched) : tr("?")));
    if (own.ownBuffers)
        facts.add(tr("Own pages"), pages(*own.ownBuffers));
    if (what.heapFetches)
        facts.add(tr("Heap fetches"), std::optional(double(*what.heapFetches)));
    if (what.wal)
        facts.add(tr("WAL"), tr("%1 records, %2").arg(PlanWords::number(double(what.wal->records)), bytesText(what.wal->bytes)));
    addSpace(facts, what);
    page += facts.table();

    for (const plan::PlanProperty &each : plan::conditionsOf(what))
        page += heading(each.name) + u"<p style=\"margin:0\"><code>%1</code></p>"_s.arg(plan::shownCondition(each.value).toHtmlEscaped());
    if (!what.output.isEmpty())
        page += heading(tr("Output")) + u"<p style=\"margin:0\"><code>%1</code></p>"_s.arg(plan::shownCondition(what.output.join(u", "_s)).toHtmlEscaped());
    Facts more(palette);
    for (const plan::PlanProperty &each : what.properties)
        more.add(each.name, plan::shownCondition(each.value));
    if (!more.table().isEmpty())
        page += heading(tr("Also said")) + more.table();
    for (const plan::WorkerFigures &worker : what.workers) {
        Facts line(palette);
        line.add(tr("Rows"), worker.rows);
        line.addMs(tr("Time"), worker.totalMs);
        if (worker.buffers)
            line.add(tr("Pages"), pages(*worker.buffers));
        addSpace(line, worker);
        page += heading(tr("Worker %1").arg(worker.number)) + line.table();
    }
    return page;
}

QString PlanPages::findings(const OpenPlan &open, const QPalette &palette)
{
    const Colors colors = colorsFor(palette);
    const auto quiet = [&](const QString &text) { return u"<p>%1</p>"_s.arg(coloured(text, colors.muted)); };
    QString assumed;
    for (const QString &each : open.assumptions)
        assumed += quiet(each);
    if (!open.hasCatalogue)
        assumed += quiet(tr("By the plan alone: what only the catalogue knows (indexes, dead rows, settings) was not looked at."));
    if (open.findings.empty())
        return u"<p><b>%1</b></p>"_s.arg(tr("Nothing was found.").toHtmlEscaped()) + assumed;
    QString page;
    for (std::size_t i = 0; i < open.findings.size(); ++i) {
        const doctor::Finding &finding = open.findings[i];
        const QColor ink = finding.severity == doctor::Severity::Problem ? colors.danger : finding.severity == doctor::Severity::Warning ? colors.warning : colors.muted;
        const QString severity = finding.severity == doctor::Severity::Problem ? tr("Problem") : finding.severity == doctor::Severity::Warning ? tr("Warning") : tr("Note");
        const QString saving = finding.saving.text();
        page += u"<p style=\"margin:%1px 0 4px 0\"><b>%2</b> %3</p><p style=\"margin:0\">%4</p>"_s.arg(QString::number(i == 0 ? 0 : 18), coloured(severity, ink),
                    coloured(saving.isEmpty() ? finding.id : finding.id + u" · "_s + saving, colors.muted), finding.text.toHtmlEscaped());
        if (finding.node >= 0)
            page += u"<p style=\"margin:4px 0\"><a href=\"node:%1\">%2</a></p>"_s.arg(QString::number(finding.node), plan::shownTitle(open.node(finding.node)).toHtmlEscaped());
        for (const QString &line : finding.evidence)
            page += u"<p style=\"margin:2px 0\">%1</p>"_s.arg(coloured(plan::shownCondition(line), colors.muted));
        for (std::size_t j = 0; j < finding.fixes.size(); ++j) {
            const doctor::Fix &fix = finding.fixes[j];
            page += u"<p style=\"margin:6px 0 2px 0\">→ %1</p>"_s.arg(fix.words.toHtmlEscaped());
            const auto link = [&](const QString &kind, const QString &words) { return u"<a href=\"%1:%2:%3\">%4</a>"_s.arg(kind, QString::number(i), QString::number(j), words.toHtmlEscaped()); };
            QStringList links;
            if (const QString sql = fix.kind == doctor::Fix::Kind::Query ? fix.sql : fix.setLocal(); !sql.isEmpty()) {
                page += u"<p style=\"margin:2px 0\"><code>%1</code></p>"_s.arg(plan::shownCondition(sql).toHtmlEscaped());
                links << link(u"use"_s, tr("Open in the console"));
            }
            if (open.hasCatalogue && doctor::isChange(fix))
                links << link(u"change"_s, tr("Preview the change…"));
            if (open.hasCatalogue && fix.kind == doctor::Fix::Kind::Setting)
                links << link(u"change"_s, tr("Set for the role…"));
            if (!links.isEmpty())
                page += u"<p style=\"margin:2px 0\">%1</p>"_s.arg(links.join(u" · "_s));
        }
    }
    return page + assumed;
}

QString PlanPages::totals(const OpenPlan &open, const QPalette &palette)
{
    const Colors colors = colorsFor(palette);
    const bool isTimed = open.figures.totalMs.has_value();
    QString page;
    const auto add = [&](const QString &title, const std::vector<plan::PlanTotal> &totals) {
        if (totals.empty())
            return;
        QString rows;
        for (std::size_t i = 0; i < std::min(totals.size(), mostTotals); ++i) {
            const plan::PlanTotal &each = totals[i];
            const QString weight = isTimed ? (each.ownMs ? durationText(*each.ownMs) : QString()) : each.cost ? tr("cost %1").arg(PlanWords::number(*each.cost)) : QString();
            rows += u"<tr><td style=\"padding:2px 12px 2px 0\">%1</td><td align=\"right\" style=\"padding:2px 0\">%2</td></tr>"_s.arg(
                each.name.toHtmlEscaped() + (each.nodes > 1 ? coloured(u" ×%1"_s.arg(each.nodes), colors.muted) : QString()), withShare(weight, isTimed ? each.share : std::nullopt).toHtmlEscaped());
        }
        page += heading(title) + u"<table cellspacing=\"0\" width=\"100%\">%1</table>"_s.arg(rows);
        if (totals.size() > mostTotals)
            page += u"<p>%1</p>"_s.arg(coloured(tr("and %1 more, which are lighter").arg(totals.size() - mostTotals), colors.muted));
    };
    add(tr("Tables"), open.perTable);
    add(tr("Types of nodes"), open.perType);
    add(tr("Indexes"), open.perIndex);
    return page;
}

namespace {

/// Rows of a name and a value of each plan.
class Columns
{
public:
    Columns(const ComparedPlans &plans, const PlanPair &pair, const QPalette &palette)
        : m_plans(plans), m_pair(pair), m_colors(colorsFor(palette))
    {
        m_rows = u"<tr><td></td><td style=\"padding:2px 12px 2px 0\">%1</td><td style=\"padding:2px 0\">%2</td></tr>"_s.arg(coloured(PlanPages::tr("left"), m_colors.muted), coloured(PlanPages::tr("right"), m_colors.muted));
    }
    template<typename Value>
    void add(const QString &name, bool differs, Value value)
    {
        const QString left = m_pair.left < 0 ? QString() : value(*m_plans.left, m_pair.left), right = m_pair.right < 0 ? QString() : value(*m_plans.right, m_pair.right);
        if (left.isEmpty() && right.isEmpty())
            return;
        const auto cell = [&](const QString &text) { return differs ? u"<b>%1</b>"_s.arg(coloured(text, m_colors.warning)) : text.toHtmlEscaped(); };
        m_rows += u"<tr><td style=\"padding:2px 12px 2px 0\">%1</td><td style=\"padding:2px 12px 2px 0\">%2</td><td style=\"padding:2px 0\">%3</td></tr>"_s.arg(coloured(name, m_colors.muted), cell(left), cell(right));
    }
    QString table() const { return u"<table cellspacing=\"0\">%1</table>"_s.arg(m_rows); }

private:
    const ComparedPlans &m_plans;
    const PlanPair m_pair;
    const Colors m_colors;
    QString m_rows;
};

QString conditionOf(const OpenPlan &plan, int node, const QString &name)
{
    for (const plan::PlanProperty &each : plan::conditionsOf(plan.node(node)))
        if (each.name == name)
            return each.value;
    return {};
}

} // namespace

QString PlanPages::pair(const ComparedPlans &plans, const PlanPair &pair, const QPalette &palette)
{
    const plan::NodeDifference differs = plans.difference(pair);
    const auto metric = [](PlanMetric which) { return [which](const OpenPlan &plan, int node) { return PlanWords::bareValue(plan, which, node); }; };
    Columns columns(plans, pair, palette);
    columns.add(tr("Node"), differs.kind, [](const OpenPlan &plan, int node) { return plan::nodeTitle(plan.node(node)); });
    columns.add(tr("Reads"), false, [](const OpenPlan &plan, int node) { return plan.node(node).relation; });
    columns.add(tr("Index"), differs.index, [](const OpenPlan &plan, int node) { return plan.node(node).index; });
    columns.add(tr("Own time"), differs.time, metric(PlanMetric::Time));
    columns.add(tr("With what is below"), false, [](const OpenPlan &plan, int node) {
        const auto &ms = plan.figuresOf(node).wholeMs;
        return ms ? durationText(*ms) : QString();
    });
    columns.add(tr("Own cost"), false, metric(PlanMetric::Cost));
    columns.add(tr("Rows"), differs.rows || differs.estimate, metric(PlanMetric::Rows));
    columns.add(tr("Expected in a loop"), differs.estimate, [](const OpenPlan &plan, int node) {
        const auto &rows = plan.node(node).planRows;
        return rows ? PlanWords::number(*rows) : QString();
    });
    columns.add(tr("Own pages"), differs.buffers, metric(PlanMetric::Buffers));
    QString page = columns.table();
    if (pair.left < 0 || pair.right < 0)
        page += u"<p>%1</p>"_s.arg(coloured(pair.left < 0 ? tr("The left plan has no such node.") : tr("The right plan has no such node."), colorsFor(palette).muted));
    QStringList names;
    for (const auto &[plan, node] : {std::pair(plans.left.get(), pair.left), std::pair(plans.right.get(), pair.right)})
        for (const plan::PlanProperty &each : node < 0 ? std::vector<plan::PlanProperty>() : plan::conditionsOf(plan->node(node)))
            if (!names.contains(each.name))
                names << each.name;
    for (const QString &name : std::as_const(names)) {
        const QString left = pair.left < 0 ? QString() : conditionOf(*plans.left, pair.left, name), right = pair.right < 0 ? QString() : conditionOf(*plans.right, pair.right, name);
        page += heading(name);
        const auto line = [&](const QString &side, const QString &text) {
            page += u"<p style=\"margin:0\">%1 <code>%2</code></p>"_s.arg(coloured(side, colorsFor(palette).muted), text.isEmpty() ? u"–"_s : plan::shownCondition(text).toHtmlEscaped());
        };
        if (left == right) {
            line(tr("both"), left);
        } else {
            line(tr("left"), left);
            line(tr("right"), right);
        }
    }
    return page;
}

} // namespace quiver::ui
