// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/previewmodel.h"

#include <QHash>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void PreviewModel::setSource(std::shared_ptr<const SourcePreview> source)
{
    beginResetModel();
    m_source = std::move(source);
    m_target.reset();
    endResetModel();
}

void PreviewModel::setTarget(std::shared_ptr<const load::Preview> target, const std::vector<load::ColumnMapping> &columns)
{
    m_target = std::move(target);
    m_cellsOf.assign(std::size_t(columnCount()), {});
    m_otherCells.clear();
    QHash<QString, int> fields;
    for (int column = columnCount() - 1; column >= 0; --column)
        fields.insert(m_source->info.fields[std::size_t(column)].name, column);
    for (std::size_t cell = 0; cell < columns.size(); ++cell) {
        const bool takesField = columns[cell].from == load::ColumnMapping::From::Field && fields.contains(columns[cell].source);
        (takesField ? m_cellsOf[std::size_t(fields[columns[cell].source])] : m_otherCells).push_back(int(cell));
    }
    if (rowCount() > 0 && columnCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int PreviewModel::firstProblem() const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!problem(row).isEmpty())
            return row;
    }
    return -1;
}

QString PreviewModel::problem(int row) const
{
    if (const QString &own = lines()[std::size_t(row)].problem; !own.isEmpty())
        return own;
    const load::PreviewRow *seen = targetRow(row);
    if (!seen)
        return {};
    for (std::size_t cell = 0; cell < seen->cells.size(); ++cell) {
        if (!seen->cells[cell].problem.isEmpty())
            return targetProblem(*seen, int(cell));
    }
    return seen->problem;
}

/// Null where the target has not seen the row, or the source itself refuses it.
const load::PreviewRow *PreviewModel::targetRow(int row) const
{
    const PreviewLine &line = lines()[std::size_t(row)];
    if (!m_target || !line.problem.isEmpty())
        return nullptr;
    const auto seen = std::ranges::lower_bound(m_target->rows, line.place.row, {}, [](const load::PreviewRow &each) { return each.place.row; });
    return seen != m_target->rows.end() && seen->place.row == line.place.row ? &*seen : nullptr;
}

QString PreviewModel::targetProblem(const load::PreviewRow &row, int cell) const
{
    if (std::size_t(cell) >= row.cells.size() || row.cells[std::size_t(cell)].problem.isEmpty())
        return {};
    return tr("%1: %2", "column, reason").arg(m_target->columns.value(cell), row.cells[std::size_t(cell)].problem);
}

int PreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_source ? 0 : int(m_source->lines.size());
}

int PreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_source ? 0 : int(m_source->info.fields.size());
}

GridCellPtr PreviewModel::cell(int row, int column) const
{
    const auto &cells = lines()[std::size_t(row)].cells;
    const GridCellPtr plain = std::size_t(column) < cells.size() ? cells[std::size_t(column)] : std::make_shared<const GridCell>();
    const load::PreviewRow *seen = targetRow(row);
    if (!seen)
        return plain;
    QString reason;
    for (const std::vector<int> *takers : {&m_cellsOf[std::size_t(column)], &m_otherCells}) {
        for (std::size_t i = 0; i < takers->size() && reason.isEmpty(); ++i)
            reason = targetProblem(*seen, (*takers)[i]);
    }
    if (reason.isEmpty())
        return plain;
    auto marked = std::make_shared<GridCell>(*plain); // of those that are looked at only
    marked->problem = reason;
    return marked;
}

QVariant PreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const GridCellPtr shown = cell(index.row(), index.column());
    switch (role) {
    case GridRole::Cell: return QVariant::fromValue(shown);
    case Qt::DisplayRole:
    case GridRole::RawText: return shown->state == GridCell::State::Null ? u"NULL"_s : shown->text;
    case GridRole::IsNull: return shown->state == GridCell::State::Null;
    case GridRole::Kind: return int(shown->kind);
    case Qt::ToolTipRole:
        return shown->problem.isEmpty() ? QVariant() : QVariant(u"<qt>"_s + shown->problem.toHtmlEscaped() + u"</qt>"_s);
    case Qt::AccessibleDescriptionRole: return shown->problem;
    default: return {};
    }
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const load::SourceField &field = m_source->info.fields[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return visibleText(field.name);
    case GridRole::TypeLabel: return looksText(field);
    case Qt::ToolTipRole: return u"<qt>"_s + field.name.toHtmlEscaped() + u": "_s + looksText(field) + u"</qt>"_s;
    default: return {};
    }
}

} // namespace quiver::ui
