// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes of a database as rows: what each is, what it takes, how it is used, and what is the matter with it.
//
// The rows come as those want to be seen who look for trouble: INVALID ones first, then by the worst finding, then by name.
#pragma once

#include "index/indexfindings.h"

#include <QAbstractTableModel>

namespace quiver::ui {

class IndexListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, Finding, Size, Scans, Table, Method, Key, Opclass, Options, RowSize, Tuples, LastUsed, Cached, ColumnCount };
    enum Role { SortRole = Qt::UserRole + 1, WordsRole, OidRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setList(index::IndexList list, const index::BuildMoments &builds = {});
    /// Kept for the lists that follow; of indexes that it does not name nothing is known.
    void setCachedShares(const std::map<pg::Oid, double> &shares);
    void clear();

    const index::IndexList &list() const { return m_list; }
    const index::IndexEntry *entry(const QModelIndex &index) const; ///< null for the invalid index
    const index::IndexEntry *find(pg::Oid oid) const { return m_list.find(oid); }
    QModelIndex indexOf(pg::Oid oid) const;
    /// About this index, the worst first; also those of others that name it.
    std::vector<index::IndexFinding> findings(pg::Oid oid) const;
    /// Nothing for an index that nothing is the matter with.
    std::optional<index::IndexFinding::Severity> worst(const index::IndexEntry &entry) const;
    /// False: the column says nothing of any index, or of all the same that goes without saying.
    bool says(Column column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const index::IndexEntry &entry, int column) const;
    QVariant sortValue(const index::IndexEntry &entry, int column) const;
    QString toolTip(const index::IndexEntry &entry, int column) const;
    QVariant mark(const index::IndexEntry &entry, int column) const;
    QString findingText(pg::Oid oid) const;

    index::IndexList m_list;
    std::vector<index::IndexFinding> m_findings;
    std::map<pg::Oid, std::vector<std::size_t>> m_findingsOf; ///< places in m_findings
    std::vector<std::size_t> m_order;                         ///< places in the list
    std::map<pg::Oid, double> m_shares;
};

} // namespace quiver::ui
