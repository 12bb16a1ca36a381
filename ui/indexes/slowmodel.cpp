// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/slowmodel.h"

#include "ui/common/figures.h"
#include "ui/common/operatortext.h"
#include "ui/indexes/listwords.h"

#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::SlowQuery;

namespace {

constexpr int longestLine = 300; // of a statement in the list

}

void SlowQueriesModel::setQueries(index::SlowQueries queries)
{
    beginResetModel();
    m_queries = std::move(queries);
    endResetModel();
}

const SlowQuery *SlowQueriesModel::query(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_queries.queries[std::size_t(index.row())] : nullptr;
}

QModelIndex SlowQueriesModel::indexOf(qint64 id, const QString &user) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const SlowQuery &each = m_queries.queries[std::size_t(row)];
        if (each.id == id && each.user == user)
            return index(row, Statement);
    }
    return {};
}

bool SlowQueriesModel::says(Column column) const
{
    if (column == User)
        return std::ranges::any_of(m_queries.queries, [this](const SlowQuery &each) { return each.user != m_queries.queries.front().user; });
    if (column == Hits)
        return std::ranges::any_of(m_queries.queries, [](const SlowQuery &each) { return each.hitShare() >= 0; });
    return true;
}

int SlowQueriesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_queries.queries.size());
}

int SlowQueriesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SlowQueriesModel::text(const SlowQuery &query, int column) const
{
    switch (column) {
    case Statement: return query.text.left(longestLine).simplified();
    case Mean: return durationText(query.meanMs);
    case Calls: return IndexWords::count(double(query.calls));
    case Total: return durationText(query.totalMs);
    case Share: return m_queries.totalMs > 0 ? IndexWords::percent(std::min(1.0, query.totalMs / m_queries.totalMs)) : QString();
    case Rows: return QLocale().toString(query.rowsPerCall(), 'f', query.rowsPerCall() < 10 ? 1 : 0);
    case Hits: return IndexWords::percent(query.hitShare());
    case User: return query.user;
    default: return {};
    }
}

QVariant SlowQueriesModel::sortValue(const SlowQuery &query, int column) const
{
    switch (column) {
    case Mean: return query.meanMs;
    case Calls: return query.calls;
    case Total:
    case Share: return query.totalMs;
    case Rows: return query.rowsPerCall();
    case Hits: return query.hitShare();
    default: return text(query, column);
    }
}

QVariant SlowQueriesModel::data(const QModelIndex &index, int role) const
{
    const SlowQuery *const at = query(index);
    if (!at)
        return {};
    const bool isWord = index.column() == Statement || index.column() == User;
    switch (role) {
    case Qt::DisplayRole: return index.column() == Statement ? operatorText(text(*at, Statement)) : text(*at, index.column());
    case Qt::ToolTipRole: return index.column() == Statement ? QVariant(at->text.left(2000)) : QVariant();
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::AlignVCenter | (isWord ? Qt::AlignLeft : Qt::AlignRight));
    case SortRole: return sortValue(*at, index.column());
    case WordsRole: return QStringList{at->text, at->user, at->operators.join(u' ')}.join(u'\n');
    default: return {};
    }
}

QVariant SlowQueriesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == Statement || section == User ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Share: return tr("Of the time of all statements in this database");
        case Rows: return tr("Rows for each call");
        case Hits: return tr("Pages found in shared_buffers, of all that were read");
        default: return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Statement"), tr("Mean"), tr("Calls"), tr("Total"), tr("Of all time"), tr("Rows"), tr("Cache hits"), tr("Role")};
    static_assert(std::size(titles) == ColumnCount);
    return titles[section];
}

} // namespace quiver::ui
