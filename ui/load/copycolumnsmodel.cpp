// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/copycolumnsmodel.h"

#include "ui/common/gridcell.h"
#include "ui/load/columnsmodel.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

void CopyColumnsModel::setColumns(const std::vector<catalog::Column> &from, const QStringList &to)
{
    beginResetModel();
    m_targets = to;
    m_rows.clear();
    for (const catalog::Column &column : from) {
        const bool fits = to.isEmpty() || to.contains(column.name);
        m_rows.push_back({column.name, column.type, fits ? column.name : QString(), fits});
    }
    endResetModel();
}

std::vector<load::CopyColumn> CopyColumnsModel::chosen() const
{
    std::vector<load::CopyColumn> columns;
    for (const Row &row : m_rows) {
        if (row.isCopied && !row.to.isEmpty())
            columns.push_back({row.from, row.to});
    }
    return columns;
}

int CopyColumnsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CopyColumnsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const QString &text = index.column() == From ? row.from : index.column() == Type ? row.type : row.to;
    switch (role) {
    case Qt::DisplayRole: return index.column() == To && !row.isCopied ? tr("not copied") : visibleText(text);
    case Qt::EditRole: return text;
    case Qt::ToolTipRole: return u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
    case Qt::CheckStateRole: return index.column() == From ? QVariant(row.isCopied ? Qt::Checked : Qt::Unchecked) : QVariant();
    case ColumnsModel::ChoicesRole: return index.column() == To ? m_targets : QStringList();
    default: return {};
    }
}

QVariant CopyColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == From ? tr("Column") : section == Type ? tr("Type") : tr("Into");
}

Qt::ItemFlags CopyColumnsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == From)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == To && index.isValid() && m_rows[std::size_t(index.row())].isCopied)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool CopyColumnsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid())
        return false;
    Row &row = m_rows[std::size_t(index.row())];
    if (role == Qt::CheckStateRole && index.column() == From) {
        row.isCopied = value.toInt() == Qt::Checked;
        if (row.isCopied && row.to.isEmpty() && m_targets.isEmpty())
            row.to = row.from;
    } else if (role == Qt::EditRole && index.column() == To) {
        if (!m_targets.isEmpty() && !m_targets.contains(value.toString()))
            return false;
        row.to = value.toString();
    } else {
        return false;
    }
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

} // namespace quiver::ui
