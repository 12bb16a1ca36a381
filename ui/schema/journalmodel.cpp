// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/journalmodel.h"

#include "core/reply.h"
#include "ui/common/figures.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 200;

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

QString summaryOf(const store::ChangeEntry &entry)
{
    const QDateTime local = entry.startedAt.toLocalTime();
    const bool today = local.date() == QDate::currentDate();
    return QStringList{outcomeText(entry), today ? local.toString(u"HH:mm:ss"_s) : QLocale().toString(local, QLocale::ShortFormat),
                       durationText(double(entry.durationMs)), entry.server}
        .join(u" · "_s);
}

} // namespace

JournalModel::JournalModel(store::Workspace &workspace, QObject *parent)
    : QAbstractListModel(parent), m_workspace(workspace)
{
}

void JournalModel::setFilter(const QString &text)
{
    m_text = text;
    reload();
}

void JournalModel::reload()
{
    ++m_generation;
    m_asking = false;
    ask(0);
}

void JournalModel::ask(qint64 beforeId)
{
    if (m_asking)
        return;
    m_asking = true;
    core::whenDone(
        m_workspace.changes({m_text, {}}, pageSize, beforeId), this,
        [this, beforeId, generation = m_generation](const QList<store::ChangeEntry> &entries) {
            if (generation != m_generation)
                return;
            m_asking = false;
            m_more = entries.size() == pageSize;
            if (beforeId == 0) {
                beginResetModel();
                m_entries = entries;
                endResetModel();
            } else if (!entries.isEmpty()) {
                beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + entries.size()) - 1);
                m_entries += entries;
                endInsertRows();
            }
            Q_EMIT loaded();
        },
        [this](const std::exception_ptr &) { m_asking = m_more = false; }); // Workspace::failed() tells the user
}

const store::ChangeEntry *JournalModel::entry(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_entries.size() ? &m_entries[index.row()] : nullptr;
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
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

bool JournalModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_asking && !m_entries.isEmpty();
}

void JournalModel::fetchMore(const QModelIndex &)
{
    ask(m_entries.back().id);
}

} // namespace quiver::ui
