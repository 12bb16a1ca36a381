// SPDX-License-Identifier: GPL-3.0-or-later
// A vector in full: its figures, its bars, and a table of its values.
#pragma once

#include "ui/common/cellvalue.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;
class QTableView;

namespace quiver::ui {

class VectorChart;

/// Dimension (from 1, as pgvector counts) and value; of a sparsevec only what is stored.
class VectorValuesModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setValues(std::vector<std::pair<qint64, float>> values);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::pair<qint64, float>> m_values;
};

class VectorPane final : public QWidget
{
    Q_OBJECT

public:
    explicit VectorPane(QWidget *parent = nullptr);
    void setValue(const CellValue &value);

private:
    QLabel *addFigure(const QString &name, const QString &text, int row, int column);

    QLabel *m_dimensions;
    QLabel *m_norm;
    QLabel *m_smallest;
    QLabel *m_largest;
    QLabel *m_mean;
    QLabel *m_nonZero;
    VectorChart *m_chart;
    VectorValuesModel *m_model;
    QTableView *m_table;
};

/// The shortest digits that read back as the same float, as the server writes them.
QString floatText(float value);

} // namespace quiver::ui
