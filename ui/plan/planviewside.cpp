// SPDX-License-Identifier: GPL-3.0-or-later
// The part of PlanView that stands beside the plan: the chosen node, the findings, the totals, the text.
#include "ui/plan/planview.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "doctor/fixes.h"
#include "plan/plantext.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/sqleditorfindbar.h"
#include "ui/plan/planpages.h"

#include <QBoxLayout>
#include <QTabWidget>
#include <QTextBrowser>
#include <QUrl>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 shortText = 1'000'000, mostText = 20'000'000; // characters
enum SideTab { NodeTab, FindingsTab, TotalsTab, TextTab };

}

QWidget *PlanView::buildSide()
{
    const auto browser = [](const QString &name, const QString &words) {
        auto *made = new QTextBrowser;
        made->setObjectName(name);
        made->setAccessibleName(words);
        made->setOpenLinks(false);
        made->setFrameShape(QFrame::NoFrame);
        made->setStyleSheet(u"QTextBrowser { border: none; padding: 8px; }"_s);
        return made;
    };
    m_inspector = browser(u"planInspector"_s, tr("The chosen node"));
    m_findings = browser(u"planFindings"_s, tr("Findings"));
    connect(m_findings, &QTextBrowser::anchorClicked, this, &PlanView::follow);
    m_totals = browser(u"planTotals"_s, tr("Totals per table, type of node and index"));
    m_text = new SqlEditor;
    m_text->setObjectName(u"planText"_s);
    m_text->setAccessibleName(tr("The plan as text"));
    m_text->setReadOnly(true);
    m_text->setLexer(nullptr); // it is no SQL
    m_text->installEventFilter(this);
    auto *textPage = new QWidget;
    auto *column = new QVBoxLayout(textPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_text, 1);
    column->addWidget(m_text->findBar());
    m_side = new QTabWidget;
    m_side->setObjectName(u"planSide"_s);
    m_side->setDocumentMode(true);
    m_side->addTab(m_inspector, tr("Node"));
    m_side->addTab(m_findings, tr("Findings"));
    m_side->addTab(m_totals, tr("Totals"));
    m_side->addTab(textPage, tr("Text"));
    m_side->setMinimumWidth(220);
    connect(m_side, &QTabWidget::currentChanged, this, &PlanView::fillSide);
    return m_side;
}

/// The side of another plan: what deserves a look first.
void PlanView::beginSide()
{
    nameFindings();
    m_side->setCurrentIndex(m_plan->findings.empty() ? NodeTab : FindingsTab);
    fillSide();
}

void PlanView::nameFindings()
{
    m_side->setTabText(FindingsTab, m_plan->findings.empty() ? tr("Findings") : tr("Findings (%1)").arg(m_plan->findings.size()));
}

void PlanView::recolourSide()
{
    showNode();
    m_shown.tabs[FindingsTab] = m_shown.tabs[TotalsTab] = false; // pages of rich text have the colours in them
    fillSide();
}

void PlanView::renew(const OpenPlanPtr &plan)
{
    for (OpenPlanPtr &each : m_plans)
        if (each == m_plan)
            each = plan;
    m_plan = plan;
    m_shown.tabs[FindingsTab] = false;
    nameFindings();
    fillSide();
}

void PlanView::showNode()
{
    if (m_node >= 0)
        m_inspector->setHtml(PlanPages::node(*m_plan, m_node, palette()));
}

/// The same for the pages beside it.
void PlanView::fillSide()
{
    const int tab = m_side->currentIndex();
    if (!m_plan || std::exchange(m_shown.tabs[std::size_t(tab)], true))
        return;
    switch (tab) {
    case FindingsTab: m_findings->setHtml(PlanPages::findings(*m_plan, palette())); break;
    case TotalsTab: m_totals->setHtml(PlanPages::totals(*m_plan, palette())); break;
    case TextTab: showText(); break;
    default: break; // the node is shown whenever another one is chosen
    }
}

/// A short one at once, a long one when another thread has written it.
void PlanView::showText()
{
    if (m_plan->textSize() > mostText) {
        m_text->setText(tr("As text this plan has some %1, most of it blanks before its nodes: that is not shown here. quiverctl explain prints it.").arg(bytesText(m_plan->textSize())));
        return;
    }
    if (m_plan->textSize() <= shortText) {
        m_text->setText(plan::toText(m_plan->plan));
        return;
    }
    m_text->setText({});
    auto task = core::runInThread(*m_pool, tr("Write a plan as text"), nullptr, [plan = m_plan](core::JobContext &) { return plan::toText(plan->plan); });
    core::whenDone(
        task.future, this,
        [this, plan = m_plan](const QString &text) {
            if (plan == m_plan)
                m_text->setText(text);
        },
        [this](const std::exception_ptr &error) { m_notice->ask(InlineBar::Tone::Danger, core::describe(error), {{u"planNoticeClose"_s, tr("Close"), {}}}); });
}

void PlanView::follow(const QUrl &link)
{
    const QStringList parts = link.toString().split(u':');
    if (parts.value(0) == "node"_L1) {
        setCurrentNode(parts.value(1).toInt());
        return;
    }
    const auto finding = parts.value(1).toUInt(), fix = parts.value(2).toUInt();
    if (finding >= m_plan->findings.size() || fix >= m_plan->findings[finding].fixes.size())
        return;
    const doctor::Fix &used = m_plan->findings[finding].fixes[fix];
    if (parts.value(0) == "use"_L1)
        Q_EMIT openInConsoleRequested(doctor::scriptOf(used, m_plan->statement));
    else
        Q_EMIT changeRequested(used);
}

} // namespace quiver::ui
