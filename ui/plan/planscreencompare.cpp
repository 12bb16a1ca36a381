// SPDX-License-Identifier: GPL-3.0-or-later
// The part of PlanScreen that puts another plan beside the one that is shown.
#include "ui/plan/planscreen.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/plan/plancompare.h"
#include "ui/plan/planhistory.h"
#include "ui/plan/planview.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QStackedWidget>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void PlanScreen::fillCompareMenu(QMenu &menu)
{
    menu.clear();
    menu.addAction(icon(u"open"_s), tr("With a plan from a &file…"), this, &PlanScreen::chooseOtherFile);
    menu.addAction(icon(u"paste"_s), tr("With the plan in the &clipboard"), this, &PlanScreen::pasteOther);
    menu.addAction(icon(u"history"_s), tr("With one of &before…"), this, [this] {
        if (!m_history->isVisible())
            toggleHistory();
    });
    const QList<OpenPlanPtr> &plans = m_view->plans();
    if (plans.size() > 1)
        menu.addSeparator();
    for (qsizetype i = 0; i < plans.size() && plans.size() > 1; ++i) {
        const QString name = tr("Plan %1 of the text").arg(i + 1);
        menu.addAction(tr("With plan %1 of the text").arg(i + 1), this, [this, i, name] { compare(m_view->plans().value(i), name); })->setEnabled(plans[i] != m_view->plan());
    }
}

void PlanScreen::chooseOtherFile()
{
    if (m_stack->currentWidget() != m_start)
        askForFile(tr("Compare with a plan"), &PlanScreen::compareWithFile);
}

void PlanScreen::pasteOther()
{
    if (m_stack->currentWidget() != m_start)
        compareWithText(QGuiApplication::clipboard()->text());
}

void PlanScreen::compareWithText(const QString &text)
{
    m_partial->hide();
    m_otherName = PlanHistoryModel::nameOf({.madeAt = QDateTime::currentDateTimeUtc(), .origin = store::PlanEntry::Origin::Pasted});
    m_other->read(text);
}

void PlanScreen::compareWithFile(const QString &fileName)
{
    m_partial->hide();
    m_otherName = QFileInfo(fileName).fileName();
    m_other->open(fileName);
}

/// One with the plan that is shown; two of them with each other.
void PlanScreen::compareEntries(const QList<store::PlanEntry> &entries)
{
    if (entries.size() == 2) {
        openEntry(entries.front());
        m_then = {.entry = entries.back()};
        return;
    }
    m_partial->hide();
    withText(entries.front(), [this, entry = entries.front()](const QByteArray &text) {
        m_otherName = PlanHistoryModel::nameOf(entry);
        m_other->read(text, entry.statement);
    });
}

void PlanScreen::openMade(const QList<MadePlan> &plans)
{
    m_message->hide();
    m_then = plans.size() > 1 ? plans[1] : MadePlan();
    m_coming = plans.front();
    m_comingIsNew = true;
    m_loader->read(plans.front().entry.text, plans.front().entry.statement);
}

/// What was to stand beside the plan that has come.
void PlanScreen::goOnWith(const MadePlan &then)
{
    if (then.entry.text.isEmpty())
        return compareEntries({then.entry}); // of the history
    m_otherName = then.name;
    m_otherMade = then.entry;
    m_other->read(then.entry.text, then.entry.statement);
}

void PlanScreen::compare(const OpenPlanPtr &other, const QString &name)
{
    if (other && m_view->plan())
        showComparison(m_view->plan(), m_name, other, name);
}

void PlanScreen::showComparison(const OpenPlanPtr &left, const QString &leftName, const OpenPlanPtr &right, const QString &rightName)
{
    auto task = core::runInThread(*m_pool, tr("Compare two plans"), nullptr, [left, right](core::JobContext &) { return comparePlans(left, right); });
    core::whenDone(
        task.future, this,
        [this, number = ++m_comparing, leftName, rightName](const ComparedPlansPtr &plans) {
            if (number != m_comparing)
                return;
            m_compare->setPlans(plans, leftName, rightName);
            disconnect(m_compare, &PlanCompare::swapRequested, this, nullptr);
            connect(m_compare, &PlanCompare::swapRequested, this, [this, plans, leftName, rightName] { showComparison(plans->right, rightName, plans->left, leftName); });
            showPage(m_compare);
            m_compare->setFocus();
        },
        [this](const std::exception_ptr &error) { m_partial->ask(InlineBar::Tone::Danger, core::describe(error), {{u"planPartialClose"_s, tr("Close"), {}}}); });
}

void PlanScreen::otherLoaded(const PlanLoad &load)
{
    const std::optional<store::PlanEntry> made = std::exchange(m_otherMade, std::nullopt);
    if (!load.plans.isEmpty()) {
        if (made)
            keep(load, *made);
        compare(load.plans.front(), m_otherName);
        return;
    }
    showPage(m_shown);
    m_partial->ask(InlineBar::Tone::Danger,
                   tr("There is no plan to compare with. Line %1, column %2: %3.").arg(load.problem->line).arg(load.problem->column).arg(load.problem->reason),
                   {{u"planPartialClose"_s, tr("Close"), {}}});
}

} // namespace quiver::ui
