// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/exportcolumnsmodel.h"

#include "ui/common/gridcell.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

void ExportColumnsModel::setColumns(std::vector<catalog::Column> columns)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_left.clear();
    endResetModel();
}

QStringList ExportColumnsModel::chosen() const
{
    QStringList names;
    for (std::size_t row = 0; row < m_columns.size() && !m_left.empty(); ++row) {
        if (!m_left.contains(int(row)))
            names << m_columns[row].name;
    }
    return names;
}

void ExportColumnsModel::tickAll(bool on)
{
    m_left.clear();
    for (int row = 0; row < rowCount() && !on; ++row)
        m_left.insert(row);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Name), index(rowCount() - 1, Name));
    Q_EMIT edited();
}

int ExportColumnsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ExportColumnsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const catalog::Column &column = m_columns[std::size_t(index.row())];
    const QString &text = index.column() == Name ? column.name : column.type;
    switch (role) {
    case Qt::DisplayRole: return visibleText(text);
    case Qt::ToolTipRole: return u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
    case Qt::CheckStateRole: return index.column() == Name ? QVariant(m_left.contains(index.row()) ? Qt::Unchecked : Qt::Checked) : QVariant();
    default: return {};
    }
}

QVariant ExportColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Column") : tr("Type");
}

Qt::ItemFlags ExportColumnsModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsUserCheckable : flags;
}

bool ExportColumnsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    if (value.toInt() == Qt::Checked)
        m_left.erase(index.row());
    else
        m_left.insert(index.row());
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}

} // namespace quiver::ui
