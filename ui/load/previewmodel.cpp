// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/previewmodel.h"

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void PreviewModel::setPreview(SourcePreview preview)
{
    beginResetModel();
    m_preview = std::move(preview);
    m_marked.clear();
    m_rowProblems.clear();
    endResetModel();
}

void PreviewModel::setProblems(const std::vector<Problem> &problems)
{
    m_marked.clear();
    m_rowProblems.clear();
    const auto &fields = m_preview.info.fields;
    for (const Problem &problem : problems) {
        const auto line = std::ranges::lower_bound(m_preview.lines, problem.row, {}, [](const PreviewLine &each) { return each.place.row; });
        if (line == m_preview.lines.end() || line->place.row != problem.row || !line->problem.isEmpty())
            continue;
        const int row = int(line - m_preview.lines.begin());
        m_rowProblems.try_emplace(row, problem.reason);
        for (std::size_t column = 0; column < fields.size() && column < line->cells.size(); ++column) {
            if (!problem.field.isEmpty() && fields[column].name != problem.field)
                continue;
            auto marked = std::make_shared<GridCell>(*line->cells[column]);
            marked->problem = problem.reason;
            m_marked[{row, int(column)}] = std::move(marked);
        }
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
    const auto marked = m_rowProblems.find(row);
    return marked != m_rowProblems.end() ? marked->second : m_preview.lines[std::size_t(row)].problem;
}

int PreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_preview.lines.size());
}

int PreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_preview.info.fields.size());
}

GridCellPtr PreviewModel::cell(int row, int column) const
{
    const auto marked = m_marked.find({row, column});
    if (marked != m_marked.end())
        return marked->second;
    const auto &cells = m_preview.lines[std::size_t(row)].cells;
    return std::size_t(column) < cells.size() ? cells[std::size_t(column)] : std::make_shared<GridCell>();
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
    const load::SourceField &field = m_preview.info.fields[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return visibleText(field.name);
    case GridRole::TypeLabel: return looksText(field);
    case Qt::ToolTipRole: return u"<qt>"_s + field.name.toHtmlEscaped() + u": "_s + looksText(field) + u"</qt>"_s;
    default: return {};
    }
}

} // namespace quiver::ui
