// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planhistory.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/plan/planwords.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QListView>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

using Origin = store::PlanEntry::Origin;

PlanHistoryModel::PlanHistoryModel(store::Workspace &workspace, QObject *parent)
    : EntryListModel(parent), m_workspace(workspace)
{
}

QFuture<QList<store::PlanEntry>> PlanHistoryModel::ask(const QString &text, int limit, qint64 beforeId)
{
    return m_workspace.plans(text, limit, beforeId);
}

QString PlanHistoryModel::originOf(const store::PlanEntry &entry)
{
    const QString moment = momentText(entry.madeAt);
    switch (entry.origin) {
    case Origin::Explain: return tr("Explain %1", "a moment").arg(moment);
    case Origin::Analyze: return tr("Explain analyze %1", "a moment").arg(moment);
    case Origin::File: return tr("%1, %2", "a file, a moment").arg(entry.fileName, moment);
    case Origin::Pasted: break;
    }
    return tr("Pasted %1", "a moment").arg(moment);
}

QString PlanHistoryModel::nameOf(const store::PlanEntry &entry)
{
    return entry.server.isEmpty() ? originOf(entry) : originOf(entry) + u" · "_s + entry.server;
}

QString PlanHistoryModel::summaryOf(const store::PlanEntry &entry)
{
    QStringList parts{originOf(entry)};
    if (entry.totalMs >= 0)
        parts << durationText(entry.totalMs);
    else if (entry.totalCost >= 0)
        parts << tr("cost %1").arg(PlanWords::number(entry.totalCost));
    parts << countOf(entry.nodes, tr("1 node"), tr("%1 nodes"));
    if (!entry.server.isEmpty())
        parts << entry.server;
    return parts.join(u" · "_s);
}

void PlanHistoryModel::remove(const QModelIndex &index)
{
    if (const store::PlanEntry *const at = entry(index)) {
        m_workspace.removePlan(at->id);
        take(index.row());
    }
}

QVariant PlanHistoryModel::data(const QModelIndex &index, int role) const
{
    const store::PlanEntry *const at = entry(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: return at->statement.isEmpty() ? tr("a plan without its statement") : at->statement.left(400).simplified();
    case Qt::ToolTipRole: return at->statement.left(2000) + u"\n\n"_s + nameOf(*at);
    case Qt::AccessibleDescriptionRole:
    case EntryDelegate::SummaryRole: return summaryOf(*at);
    case EntryDelegate::ToneRole: return int(EntryDelegate::Tone::Quiet);
    default: return {};
    }
}

PlanHistory::PlanHistory(store::Workspace &workspace, QWidget *parent)
    : PlanHistory(new PlanHistoryModel(workspace), parent)
{
}

PlanHistory::PlanHistory(PlanHistoryModel *model, QWidget *parent)
    : EntryPanel(u"planHistory"_s,
                 {tr("Plans"), tr("Search the plans"), tr("Close the list of plans"), tr("Plans that you explain, paste or open are kept here: to be looked at again, and compared."),
                  tr("No plan holds these words.")},
                 model, parent),
      m_model(model), m_open(new QPushButton(tr("Open"))), m_compare(new QPushButton(tr("Compare")))
{
    m_open->setObjectName(u"planHistoryOpen"_s);
    m_compare->setObjectName(u"planHistoryCompare"_s);
    auto *buttons = new QWidget;
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(8, 6, 8, 8);
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(m_open);
    row->addWidget(m_compare);
    addBelow(buttons);
    list()->setSelectionMode(QListView::ExtendedSelection);
    connect(this, &EntryPanel::activated, this, [this](const QModelIndex &index) {
        if (const store::PlanEntry *entry = m_model->entry(index))
            Q_EMIT openRequested(*entry);
    });
    connect(list()->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PlanHistory::showChoice);
    connect(m_model, &EntryList::loaded, this, &PlanHistory::showChoice);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(selected().front()); });
    connect(m_compare, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(selected()); });
    showChoice();
}

void PlanHistory::setComparable(bool comparable)
{
    m_comparable = comparable;
    showChoice();
}

/// The older ones first.
QList<store::PlanEntry> PlanHistory::selected() const
{
    QList<store::PlanEntry> entries;
    for (const QModelIndex &index : list()->selectionModel()->selectedRows())
        if (const store::PlanEntry *entry = m_model->entry(index))
            entries << *entry;
    std::ranges::sort(entries, {}, &store::PlanEntry::id);
    return entries;
}

void PlanHistory::showChoice()
{
    const qsizetype chosen = selected().size();
    m_open->setEnabled(chosen == 1);
    m_compare->setEnabled(chosen == 2 || (chosen == 1 && m_comparable));
    m_compare->setToolTip(chosen == 2 ? tr("The two plans side by side") : m_comparable ? tr("Side by side with the plan that is shown; or choose two of the list") : tr("Choose two plans of the list"));
}

void PlanHistory::fillMenu(QMenu &menu, const QPersistentModelIndex &index)
{
    const auto withEntry = [this, index](auto then) {
        if (const store::PlanEntry *entry = m_model->entry(index))
            then(*entry);
    };
    menu.addAction(icon(u"plan"_s), tr("Open"), this, [this, withEntry] { withEntry([this](const store::PlanEntry &entry) { Q_EMIT openRequested(entry); }); });
    QAction *compare = menu.addAction(icon(u"duplicate"_s), tr("Compare with the plan shown"), this,
                                      [this, withEntry] { withEntry([this](const store::PlanEntry &entry) { Q_EMIT compareRequested({entry}); }); });
    compare->setEnabled(m_comparable);
    menu.addAction(icon(u"copy"_s), tr("Copy the statement"), this,
                   [withEntry] { withEntry([](const store::PlanEntry &entry) { QGuiApplication::clipboard()->setText(entry.statement); }); });
    menu.addSeparator();
    menu.addAction(icon(u"delete"_s), tr("Remove from the list"), this, [this, index] { m_model->remove(index); });
}

} // namespace quiver::ui
