// SPDX-License-Identifier: GPL-3.0-or-later
// What the search over the whole database found, as a list: name, and where it is.
#pragma once

#include "catalog/catalogtypes.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class FoundModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setObjects(std::vector<catalog::FoundObject> objects);
    const catalog::FoundObject *object(const QModelIndex &index) const;

private:
    std::vector<catalog::FoundObject> m_objects;
};

} // namespace quiver::ui
