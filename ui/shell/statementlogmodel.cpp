// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statementlogmodel.h"

#include "ui/common/theme.h"
#include "ui/common/figures.h"

#include <QGuiApplication>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

StatementLogModel::StatementLogModel(pg::StatementLog &log, QObject *parent)
    : QAbstractTableModel(parent), m_log(log)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &StatementLogModel::takeOver);
    connect(&log, &pg::StatementLog::appended, this, [this] {
        if (!m_paused && !m_timer.isActive())
            m_timer.start();
    });
    takeOver();
}

void StatementLogModel::takeOver()
{
    if (m_paused)
        return;
    auto [records, next] = m_log.since(m_next);
    m_next = next;
    append(std::move(records));
    for (const pg::StatementRecord &record : m_log.polled())
        count(record);
}

void StatementLogModel::count(const pg::StatementRecord &record)
{
    const auto found = std::ranges::lower_bound(m_records, record.number, {}, &pg::StatementRecord::number);
    if (found == m_records.end() || found->number != record.number || found->times == record.times)
        return;
    *found = record;
    const int row = int(found - m_records.begin());
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void StatementLogModel::append(std::vector<pg::StatementRecord> records)
{
    if (records.size() > std::size_t(capacity))
        records.erase(records.begin(), records.end() - capacity);
    if (records.empty())
        return;
    const int tooMany = int(m_records.size() + records.size()) - capacity;
    if (tooMany > 0) {
        beginRemoveRows({}, 0, tooMany - 1);
        m_records.erase(m_records.begin(), m_records.begin() + tooMany);
        endRemoveRows();
    }
    const int first = int(m_records.size());
    beginInsertRows({}, first, first + int(records.size()) - 1);
    std::ranges::move(records, std::back_inserter(m_records));
    endInsertRows();
    const auto errors =
        std::count_if(m_records.begin() + first, m_records.end(), [](const auto &record) { return !record.error.isEmpty() && !record.cancelled; });
    if (errors > 0) {
        m_newErrors += int(errors);
        Q_EMIT newErrorsChanged();
    }
}

void StatementLogModel::setPaused(bool paused)
{
    m_paused = paused;
    takeOver();
}

void StatementLogModel::clear()
{
    m_log.clear();
    m_next = m_log.since(m_next).second;
    beginResetModel();
    m_records.clear();
    endResetModel();
    markErrorsSeen();
}

void StatementLogModel::markErrorsSeen()
{
    if (m_newErrors == 0)
        return;
    m_newErrors = 0;
    Q_EMIT newErrorsChanged();
}

int StatementLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int StatementLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StatementLogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const pg::StatementRecord &record = m_records[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(record, index.column());
    case Qt::ForegroundRole:
        if (!record.error.isEmpty() && !record.cancelled)
            return colorsFor(QGuiApplication::palette()).danger;
        if (index.column() == Time || index.column() == Session)
            return colorsFor(QGuiApplication::palette()).muted;
        return {};
    case Qt::FontRole: return index.column() == Statement ? QVariant(codeFont()) : QVariant();
    case Qt::TextAlignmentRole:
        if (index.column() == Duration || index.column() == Rows)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default: return {};
    }
}

QString StatementLogModel::text(const pg::StatementRecord &record, int column) const
{
    switch (column) {
    case Time: return record.startedAt.toLocalTime().toString(u"HH:mm:ss.zzz"_s);
    case Session: return record.backendPid > 0 ? u"%1 · %2"_s.arg(record.origin).arg(record.backendPid) : record.origin;
    case Duration: return durationText(record.durationMs);
    case Rows: return record.rows < 0 ? QString() : QLocale().toString(record.rows);
    case Statement:
        //: a statement that was sent more than once: "312 × SELECT ..."
        return record.times > 1 ? tr("%L1 × %2").arg(record.times).arg(record.sql.simplified()) : record.sql.simplified();
    case Error:
        return record.sqlState.isEmpty() ? record.error.simplified()
                                         : u"%1 %2"_s.arg(record.sqlState, record.error.simplified());
    default: return {};
    }
}

QString StatementLogModel::timesText(const pg::StatementRecord &record)
{
    if (record.times < 2)
        return {};
    const auto clock = [](const QDateTime &time) { return time.toLocalTime().toString(u"HH:mm:ss"_s); };
    return tr("Sent %L1 times from %2 to %3, %4 in all")
        .arg(record.times).arg(clock(record.startedAt), clock(record.latestAt), durationText(record.totalMs));
}

QVariant StatementLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Time: return tr("Time");
    case Session: return tr("Session");
    case Duration: return tr("Duration");
    case Rows: return tr("Rows");
    case Statement: return tr("Statement");
    default: return tr("Error");
    }
}

} // namespace quiver::ui
