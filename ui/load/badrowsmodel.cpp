// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/badrowsmodel.h"

#include "ui/common/gridcell.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownBytes = 400; // of the row itself

} // namespace

void BadRowsModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void BadRowsModel::add(std::vector<load::BadRow> rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

int BadRowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString BadRowsModel::text(const load::BadRow &row, int column) const
{
    const QLocale locale;
    switch (column) {
    case Place:
        return row.place.line > 0 ? tr("line %1").arg(locale.toString(row.place.line))
                                  : tr("row %1 (from 0)").arg(locale.toString(row.place.row));
    case Field: return row.field;
    case Reason: return row.reason;
    case Raw: return QString::fromUtf8(row.raw.left(shownBytes));
    default: return {};
    }
}

QVariant BadRowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QString shown = text(m_rows[std::size_t(index.row())], index.column());
    if (role == Qt::DisplayRole)
        return visibleText(shown);
    if (role == Qt::ToolTipRole)
        return u"<qt>"_s + shown.toHtmlEscaped() + u"</qt>"_s;
    return {};
}

QVariant BadRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Place: return tr("Where");
    case Field: return tr("Field");
    case Reason: return tr("Reason");
    case Raw: return tr("Row");
    default: return {};
    }
}

QString BadRowsModel::asText(const QModelIndexList &rows) const
{
    QStringList lines{QStringList{tr("Where"), tr("Field"), tr("Reason"), tr("Row")}.join(u'\t')};
    const auto add = [&](int row) {
        QStringList fields;
        for (int column = 0; column < ColumnCount; ++column)
            fields << visibleText(text(m_rows[std::size_t(row)], column));
        lines << fields.join(u'\t');
    };
    if (rows.isEmpty()) {
        for (int row = 0; row < rowCount(); ++row)
            add(row);
    }
    for (const QModelIndex &index : rows)
        add(index.row());
    return lines.join(u'\n') + u'\n';
}

} // namespace quiver::ui
