// SPDX-License-Identifier: GPL-3.0-or-later
// A result as a table of cells: decodes what is looked at, from memory only, and says when a row has come from the disk.
#pragma once

#include "ui/common/cellreader.h"
#include "ui/common/gridcell.h"

#include <QAbstractTableModel>
#include <QCache>

namespace quiver::ui {

/// On the GUI thread. Rows past 2^31-1 are not shown. A cell whose batch is not in memory is in State::Loading until the
/// store has it; then dataChanged() names its batch.
class ResultModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Bytes of text that a cell in the grid decodes; the rest is the inspector's.
    static constexpr std::size_t shownBytes = 300;
    static constexpr std::size_t rawBytes = 1U << 20;

    explicit ResultModel(QObject *parent = nullptr);
    ~ResultModel() override;

    /// Shows \p store, shared because a copy that still runs on a worker reads on when the model has moved on. Let the
    /// deleter be deleteLater() where the last owner may be a worker. The registry in \p context outlives the model.
    void setStore(ResultStorePtr store, const pg::DecodeContext &context);
    void clear();
    const ResultStorePtr &store() const { return m_store; }
    const pg::DecodeContext &decodeContext() const { return m_context; }

    pg::TypeKind kind(int column) const;               ///< \p column in [0, columnCount)
    const sql::OutColumn &outColumn(int column) const; ///< for writing its values elsewhere
    QString typeLabel(int column) const;
    /// For another thread to read whole values with.
    std::unique_ptr<StoreReader> reader() const;
    /// The batch of a row as the store has it now; null while it is being loaded.
    pg::ResultStore::Located located(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct ColumnInfo {
        QString name;
        QString type;
        QString toolTip;
        pg::TypeKind kind = pg::TypeKind::Unknown;
    };

    void readColumns();
    void addRows();
    void cellsLoaded(qint64 firstRow, qint64 rows);
    GridCellPtr cell(const QModelIndex &index) const;
    QString rawText(const QModelIndex &index) const;
    QVariant vectorValues(const QModelIndex &index) const;
    QString toolTip(const QModelIndex &index) const;

    ResultStorePtr m_store;
    pg::DecodeContext m_context;
    pg::Codec m_codec;
    std::vector<ColumnInfo> m_columns;
    std::vector<sql::OutColumn> m_outColumns;
    int m_rows = 0;
    mutable QCache<quint64, GridCellPtr> m_cells; ///< decoded lately, by row and column
    mutable pg::ResultStore::Located m_batch;     ///< used last: the next cell is most likely in it
    mutable qint64 m_missingRow = -1;             ///< asked for last and not in memory
    GridCellPtr m_loading;
};

} // namespace quiver::ui
