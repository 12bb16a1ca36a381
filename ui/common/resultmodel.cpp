// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/resultmodel.h"

#include "ui/common/typelabel.h"

#include <QList>

#include <limits>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

/// What the decoded cells may take together: some pages of a wide grid.
constexpr int cacheBytes = 8 << 20;

quint64 cacheKey(const QModelIndex &index)
{
    return (quint64(index.row()) << 16) | quint64(index.column()); // PostgreSQL allows 1,664 columns
}

int cost(const GridCell &cell)
{
    const std::size_t bars =
        cell.vector ? cell.vector->bars.size() * sizeof(StripBar) + sizeof(VectorSummary) : 0;
    return int(sizeof(GridCell) + std::size_t(cell.text.size()) * sizeof(QChar) + bars + 64);
}

} // namespace

ResultModel::ResultModel(QObject *parent)
    : QAbstractTableModel(parent),
      m_codec(m_context),
      m_cells(cacheBytes)
{
    auto loading = std::make_shared<GridCell>();
    loading->state = GridCell::State::Loading;
    loading->text = u"\u2026"_s;
    m_loading = std::move(loading);
}

ResultModel::~ResultModel() = default;

void ResultModel::setStore(ResultStorePtr store, const pg::DecodeContext &context)
{
    beginResetModel();
    if (m_store != nullptr)
        m_store->disconnect(this);
    m_store = std::move(store);
    m_context = context;
    m_codec = pg::Codec(m_context);
    readColumns();
    endResetModel();
    if (m_store == nullptr)
        return;
    connect(m_store.get(), &pg::ResultStore::columnsKnown, this, [this] {
        beginResetModel();
        readColumns();
        endResetModel();
    });
    connect(m_store.get(), &pg::ResultStore::rowsArrived, this, &ResultModel::addRows);
    connect(m_store.get(), &pg::ResultStore::loaded, this, &ResultModel::cellsLoaded);
}

void ResultModel::clear()
{
    setStore(nullptr, {});
}

void ResultModel::readColumns()
{
    m_columns.clear();
    m_outColumns.clear();
    m_cells.clear();
    m_batch = {};
    m_missingRow = -1;
    m_rows = 0;
    const pg::Columns columns = m_store ? m_store->columns() : nullptr;
    if (columns == nullptr)
        return;
    for (const pg::Column &column : *columns) {
        ColumnInfo info;
        info.name = QString::fromUtf8(column.name);
        info.type = ui::typeLabel(m_context.types, column);
        info.kind = m_codec.kind(column);
        info.toolTip = u"%1\n%2"_s.arg(info.name, info.type);
        m_columns.push_back(std::move(info));
    }
    m_outColumns = sql::outColumns(*columns, m_codec, m_context.types);
    m_rows = int(std::min<qint64>(m_store->rowCount(), std::numeric_limits<int>::max()));
}

void ResultModel::addRows()
{
    const int rows = int(std::min<qint64>(m_store->rowCount(), std::numeric_limits<int>::max()));
    if (rows <= m_rows)
        return;
    beginInsertRows({}, m_rows, rows - 1);
    m_rows = rows;
    endInsertRows();
}

void ResultModel::cellsLoaded(qint64 firstRow, qint64 rows)
{
    m_missingRow = -1;
    if (firstRow >= m_rows || rows < 1 || m_columns.empty())
        return;
    const int last = int(std::min<qint64>(firstRow + rows, m_rows) - 1);
    Q_EMIT dataChanged(index(int(firstRow), 0), index(last, int(m_columns.size()) - 1));
}

pg::TypeKind ResultModel::kind(int column) const
{
    return m_columns[std::size_t(column)].kind;
}

const sql::OutColumn &ResultModel::outColumn(int column) const
{
    return m_outColumns[std::size_t(column)];
}

QString ResultModel::typeLabel(int column) const
{
    return m_columns[std::size_t(column)].type;
}

std::unique_ptr<StoreReader> ResultModel::reader() const
{
    return std::make_unique<StoreReader>(m_store, m_context, m_outColumns);
}

pg::ResultStore::Located ResultModel::located(int row) const
{
    if (m_batch.batch != nullptr && row >= m_batch.firstRow
        && row < m_batch.firstRow + m_batch.batch->rowCount())
        return m_batch;
    if (m_store == nullptr || row == m_missingRow)
        return {};
    const auto found = m_store->locate(row);
    if (found.batch != nullptr)
        m_batch = found;
    else
        m_missingRow = row; // its other columns need not ask again
    return found;
}

int ResultModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int ResultModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

GridCellPtr ResultModel::cell(const QModelIndex &index) const
{
    const quint64 key = cacheKey(index);
    if (const GridCellPtr *known = m_cells.object(key))
        return *known;
    const auto place = located(index.row());
    if (place.batch == nullptr)
        return m_loading;
    const auto column = std::size_t(index.column());
    GridCellPtr made =
        makeGridCell(m_codec, (*place.batch->columns())[column], m_columns[column].kind,
                     place.batch->cell(int(index.row() - place.firstRow), index.column()), shownBytes);
    m_cells.insert(key, new GridCellPtr(made), cost(*made));
    return made;
}

QString ResultModel::rawText(const QModelIndex &index) const
{
    const auto place = located(index.row());
    if (place.batch == nullptr)
        return {};
    const pg::Cell raw = place.batch->cell(int(index.row() - place.firstRow), index.column());
    return raw ? m_codec.shortText((*place.batch->columns())[std::size_t(index.column())], *raw, rawBytes)
                     .first
               : QString();
}

QVariant ResultModel::vectorValues(const QModelIndex &index) const
{
    const auto place = located(index.row());
    if (place.batch == nullptr || !isVectorKind(kind(index.column())))
        return {};
    const pg::Cell raw = place.batch->cell(int(index.row() - place.firstRow), index.column());
    if (!raw)
        return {};
    const auto values = m_codec.vectorValues((*place.batch->columns())[std::size_t(index.column())], *raw);
    return QVariant::fromValue(QList<float>(values.begin(), values.end()));
}

QString ResultModel::toolTip(const QModelIndex &index) const
{
    const GridCellPtr shown = cell(index);
    if (shown->vector == nullptr)
        return {};
    const VectorSummary &vector = *shown->vector;
    if (vector.nonZero >= 0)
        return tr("%L1 of %L2 dimensions are not zero, L2 norm %3")
            .arg(vector.nonZero)
            .arg(vector.dimensions)
            .arg(vector.norm, 0, 'g', 7);
    return tr("%L1 dimensions, L2 norm %2").arg(vector.dimensions).arg(vector.norm, 0, 'g', 7);
}

QVariant ResultModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case GridRole::Cell: return QVariant::fromValue(cell(index));
    case Qt::DisplayRole: {
        const GridCellPtr shown = cell(index);
        return shown->state == GridCell::State::Null ? u"NULL"_s : shown->text;
    }
    case Qt::ToolTipRole: return toolTip(index);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isNumberKind(kind(index.column())) ? Qt::AlignRight : Qt::AlignLeft)
                                   | Qt::AlignVCenter);
    case GridRole::RawText: return rawText(index);
    case GridRole::IsNull: return cell(index)->state == GridCell::State::Null;
    case GridRole::Kind: return int(kind(index.column()));
    case GridRole::VectorValues: return vectorValues(index);
    default: return {};
    }
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (section < 0 || section >= columnCount())
        return {};
    const ColumnInfo &column = m_columns[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return visibleText(column.name);
    case Qt::ToolTipRole: return column.toolTip;
    case GridRole::TypeLabel: return column.type;
    case GridRole::Kind: return int(column.kind);
    default: return {};
    }
}

} // namespace quiver::ui
