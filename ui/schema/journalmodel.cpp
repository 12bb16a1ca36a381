// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/journalmodel.h"

#include "ui/common/figures.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString outcomeText(const store::ChangeEntry &entry)
{
    switch (entry.outcome) {
    case store::ChangeEntry::Outcome::Done: return entry.undoneAt.isValid() ? JournalModel::tr("undone") : JournalModel::tr("done");
    case store::ChangeEntry::Outcome::Failed: return JournalModel::tr("failed");
    case store::ChangeEntry::Outcome::Running: return JournalModel::tr("running");
    case store::ChangeEntry::Outcome::Interrupted: return JournalModel::tr("interrupted");
    case store::ChangeEntry::Outcome::Cancelled: break;
    }
    return JournalModel::tr("cancelled");
}

} // namespace

JournalModel::JournalModel(store::Workspace &workspace, QObject *parent)
    : EntryListModel(parent), m_workspace(workspace)
{
}

QFuture<QList<store::ChangeEntry>> JournalModel::ask(const QString &text, int limit, qint64 beforeId)
{
    return m_workspace.changes({text, {}}, limit, beforeId);
}

QString JournalModel::summaryOf(const store::ChangeEntry &entry)
{
    return QStringList{outcomeText(entry), momentText(entry.startedAt), durationText(double(entry.durationMs)), entry.server}.join(u" · "_s);
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    const store::ChangeEntry *const at = entry(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: return at->title;
    case Qt::ToolTipRole: return u"%1\n%2"_s.arg(at->title, summaryOf(*at));
    case Qt::AccessibleTextRole: return u"%1. %2"_s.arg(at->title, summaryOf(*at));
    case SummaryRole: return summaryOf(*at);
    case OutcomeRole: return int(at->outcome);
    case IdRole: return at->id;
    default: return {};
    }
}

} // namespace quiver::ui
