// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/poolsessionsmodel.h"

#include "ui/common/figures.h"

#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestQuery = 200; // in its cell; the tool tip has more

QString stateText(pg::SessionState state)
{
    switch (state) {
    case pg::SessionState::Disconnected: return PoolSessionsModel::tr("not connected", "state of a session");
    case pg::SessionState::Connecting: return PoolSessionsModel::tr("connecting", "state of a session");
    case pg::SessionState::Waiting: return PoolSessionsModel::tr("lost, tries again", "state of a session");
    case pg::SessionState::Idle: return PoolSessionsModel::tr("idle", "state of a session");
    case pg::SessionState::Busy: return PoolSessionsModel::tr("busy", "state of a session");
    }
    return {};
}

QString transactionText(pg::TransactionStatus status)
{
    switch (status) {
    case pg::TransactionStatus::InTransaction: return PoolSessionsModel::tr("open", "state of a transaction");
    case pg::TransactionStatus::InError: return PoolSessionsModel::tr("failed", "state of a transaction");
    default: return {};
    }
}

QString secondsText(double seconds)
{
    return seconds < 0 ? QString() : elapsedText(qint64(seconds * 1000));
}

// Every row of a name has its number among them: two tabs may be called the same.
QStringList keysOf(const QList<pg::SessionStatus> &sessions)
{
    QHash<QString, int> seen;
    QStringList keys;
    for (const pg::SessionStatus &session : sessions)
        keys << session.name + u'\n' + QString::number(++seen[session.name]);
    return keys;
}

} // namespace

int PoolSessionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PoolSessionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PoolSessionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Session");
    case Holder: return tr("Held by");
    case Held: return tr("For", "how long somebody holds a session");
    case State: return tr("State");
    case Transaction: return tr("Transaction");
    case Pid: return tr("Backend");
    case BackendState: return tr("Server says");
    case Wait: return tr("Waits for");
    case QueryFor: return tr("Since", "how long ago the latest query began");
    case Query: return tr("Latest query");
    case Connected: return tr("Connected");
    case Host: return tr("Host");
    case Reconnects: return tr("Reconnects");
    case LastError: return tr("Last error");
    default: return {};
    }
}

QVariant PoolSessionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case SortRole: return sortValue(row, index.column());
    case Qt::TextAlignmentRole: {
        static const QList<int> figures{Held, Pid, QueryFor, Connected, Reconnects};
        return int(Qt::AlignVCenter | (figures.contains(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    }
    default: return {};
    }
}

const catalog::BackendActivity *PoolSessionsModel::activityOf(const Row &row) const
{
    if (row.status.backendPid == 0)
        return nullptr;
    const auto found = m_activity.constFind(row.status.backendPid);
    return found == m_activity.cend() ? nullptr : &*found;
}

QString PoolSessionsModel::backendStateText(const Row &row) const
{
    const catalog::BackendActivity *activity = activityOf(row);
    if (!activity)
        return {};
    if (activity->pid == m_asker)
        return tr("answers this page");
    return activity->visible ? activity->state : tr("not allowed to know");
}

QString PoolSessionsModel::text(const Row &row, int column) const
{
    const pg::SessionStatus &status = row.status;
    const catalog::BackendActivity *activity = activityOf(row);
    const bool told = activity && activity->pid != m_asker;
    switch (column) {
    case Name: return status.name;
    case Holder:
        if (!status.pooled)
            return status.holder.isEmpty() ? tr("outside of the pool") : status.holder;
        return status.leased && status.holder.isEmpty() ? tr("work without a title") : status.holder;
    case Held: return secondsText(status.heldSeconds);
    case State: return stateText(status.state);
    case Transaction: return transactionText(status.transaction);
    case Pid: return status.backendPid > 0 ? QString::number(status.backendPid) : QString();
    case BackendState: return backendStateText(row);
    case Wait:
        return told && !activity->waitEvent.isEmpty() ? activity->waitEventType + u": "_s + activity->waitEvent : QString();
    case QueryFor: return told ? secondsText(activity->querySeconds) : QString();
    case Query: return told ? catalog::withShortVectors(activity->query, 40).simplified().left(longestQuery) : QString();
    case Connected: return secondsText(status.connectedSeconds);
    case Host: return status.host;
    case Reconnects: return status.connectionsMade > 1 ? QLocale().toString(status.connectionsMade - 1) : QString();
    case LastError: return status.lastError.section(u'\n', 0, 0);
    default: return {};
    }
}

QVariant PoolSessionsModel::sortValue(const Row &row, int column) const
{
    const catalog::BackendActivity *activity = activityOf(row);
    switch (column) {
    case Held: return row.status.heldSeconds;
    case Pid: return row.status.backendPid;
    case QueryFor: return activity ? activity->querySeconds : -1.0;
    case Connected: return row.status.connectedSeconds;
    case Reconnects: return row.status.connectionsMade;
    default: return text(row, column);
    }
}

QString PoolSessionsModel::toolTip(const Row &row, int column) const
{
    const catalog::BackendActivity *activity = activityOf(row);
    switch (column) {
    case Name:
        return row.status.pooled ? tr("A session of the pool") : tr("A session of its own, outside of the pool's figures");
    case BackendState:
        if (activity && activity->stateSeconds >= 0)
            return tr("For %1").arg(secondsText(activity->stateSeconds));
        return {};
    case Transaction:
        if (activity && activity->transactionSeconds >= 0)
            return tr("Open for %1").arg(secondsText(activity->transactionSeconds));
        return {};
    case Query: return activity ? catalog::withShortVectors(activity->query).left(4000) : QString();
    case LastError: return row.status.lastError;
    default: return text(row, column);
    }
}

void PoolSessionsModel::setSessions(const QList<pg::SessionStatus> &sessions)
{
    const QStringList keys = keysOf(sessions);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (keys.contains(m_rows[std::size_t(row)].key))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (int i = 0; i < int(keys.size()); ++i) {
        const Row row{keys[i], sessions[i]};
        const auto known = std::ranges::find(m_rows, row.key, &Row::key);
        if (known == m_rows.end()) {
            beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
            m_rows.push_back(row);
            endInsertRows();
        } else if (*known != row) {
            *known = row;
            const int at = int(known - m_rows.begin());
            Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
        }
    }
}

void PoolSessionsModel::setActivity(const QList<catalog::BackendActivity> &activity, int asker)
{
    m_activity.clear();
    for (const catalog::BackendActivity &one : activity)
        m_activity.insert(one.pid, one);
    m_asker = asker;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

void PoolSessionsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_activity.clear();
    endResetModel();
}

} // namespace quiver::ui
