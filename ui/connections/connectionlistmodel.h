// SPDX-License-Identifier: GPL-3.0-or-later
// The connections as a tree of two levels: favourites, those without a group, one heading per group, and what was found on
// this computer; and where each of them is moved to.
//
// A connection is listed once: among the favourites, or in its group. Edits that are not saved change its words, not its
// place. Only saving or moving does, so that a list does not jump while somebody types.
#pragma once

#include "profiles/knownplaces.h"
#include "store/profile.h"

#include <QAbstractItemModel>
#include <QHash>

#include <optional>

namespace quiver::ui {

class ConnectionListModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< null for a heading
        KindRole,                  ///< Kind
        SummaryRole,               ///< "user@host:port/database"
        EnvironmentRole,           ///< int of core::Environment
        EnvironmentTextRole,
        ColorRole, ///< QColor; invalid: the environment's
        GroupRole, ///< of a connection; of a heading: its name
        ReadOnlyRole,
        FavouriteRole,
        StateRole,   ///< OpenState
        UnsavedRole, ///< edited, not saved
        SearchRole,  ///< everything that the search looks into
        SourceRole,  ///< of what was found: the file
        CountRole,   ///< of a heading: how many are below it
    };
    enum Kind { Connection, FavouritesHeading, GroupHeading, FoundHeading, Found };
    enum OpenState { Closed, Opening, Open };
    /// Where a connection is listed.
    struct Container {
        Kind kind = GroupHeading; ///< FavouritesHeading or GroupHeading
        QString group;            ///< empty: without a group
        bool operator==(const Container &) const = default;
    };

    using QAbstractItemModel::QAbstractItemModel;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    /// Renames a connection or a group; refused for an empty or a taken name.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

    /// What the workspace holds; edits that are not saved stay.
    void setProfiles(const QList<store::Profile> &profiles);
    /// What this computer knows; what is among the connections already is left out.
    void setFound(const QList<profiles::KnownConnection> &found);
    std::optional<profiles::KnownConnection> found(const QUuid &id) const;
    /// Those that are not among the connections.
    QList<QUuid> foundIds() const;

    /// The edited version where there is one.
    std::optional<store::Profile> profile(const QUuid &id) const;
    /// As saved; nothing for a connection that never was.
    std::optional<store::Profile> savedProfile(const QUuid &id) const;
    QModelIndex indexOf(const QUuid &id) const;
    /// All connections, in the order of the list.
    QList<QUuid> ids() const;
    QStringList groups() const;
    bool isUnsaved(const QUuid &id) const { return m_drafts.contains(id); }
    bool isEmpty() const { return m_places.isEmpty(); }

    /// Keeps \p profile as edited; equal to the saved one, the edit is over. An unknown one is added.
    void setDraft(const store::Profile &profile);
    void dropDraft(const QUuid &id);
    /// Returns \p profile with its position: a new group is entered at the end.
    store::Profile markSaved(store::Profile profile);
    void remove(const QUuid &id);
    void setOpenState(const QUuid &id, OpenState state);
    OpenState openState(const QUuid &id) const { return m_states.value(id, Closed); }
    void markUsed(const QUuid &id, const QDateTime &when);
    /// Whether another connection has this name (letter case aside).
    bool nameTaken(const QString &name, const QUuid &except) const;
    /// \p base, or \p base with the first free number.
    QString freeName(const QString &base) const;

    /// Before the \p row-th of \p target as it is now; beyond its end: last. changedOnDisk() follows.
    void move(const QList<QUuid> &ids, const Container &target, int row);
    /// One step up (-1) or down (1), at the edge of a group into the next one.
    void moveBy(const QUuid &id, int step);
    /// At its end; favourites stay listed as such.
    void setGroup(const QList<QUuid> &ids, const QString &group);
    void setFavourite(const QList<QUuid> &ids, bool favourite);
    void renameGroup(const QString &from, const QString &to);
    bool rename(const QUuid &id, const QString &name);

Q_SIGNALS:
    /// These were moved or renamed and are to be saved as they are here; edits of theirs stay unsaved.
    void changedOnDisk(const QList<quiver::store::Profile> &profiles);

private:
    struct Place {
        bool favourite = false;
        QString group;
        int position = 0;
        bool operator==(const Place &) const = default;
    };
    struct Row {
        Kind kind = Connection;
        quintptr key = 0; ///< of a heading: what its children carry
        QUuid id;         ///< of a connection
        QString name;     ///< of a group
        QList<QUuid> children;
    };
    struct Spot {
        QModelIndex parent;
        int row = -1;
    };

    QVariant headingData(const Row &row, int role) const;
    QVariant connectionData(const QUuid &id, int role) const;
    QVariant foundData(const profiles::KnownConnection &known, int role) const;
    QString toolTip(const store::Profile &profile) const;
    QString accessibleText(const store::Profile &profile) const;

    QList<Row> arranged() const;
    void settle();
    void addHeading(const Row &row);
    void fill(const Row &target);
    void takeOut(const QUuid &id);
    Spot spotOf(const QUuid &id) const;
    int headingRow(Kind kind, const QString &name) const;
    int looseRow() const; ///< the first row of those without a group
    QList<QUuid> &childrenAt(const QModelIndex &parent);
    Container containerOf(const Place &place) const;
    QList<QUuid> members(const Container &container) const;
    QList<Container> containers() const;
    void place(const QList<QUuid> &order, const Container &target, QList<QUuid> &touched);
    void write(const QUuid &id, const Place &place);
    void tellChanged(const QList<QUuid> &ids);
    void changed(const QUuid &id);

    QList<Row> m_rows;
    quintptr m_nextKey = 1;
    QHash<QUuid, Place> m_places; ///< of every connection
    QHash<QUuid, store::Profile> m_saved;
    QHash<QUuid, store::Profile> m_drafts;
    QHash<QUuid, OpenState> m_states;
    QList<std::pair<QUuid, profiles::KnownConnection>> m_found;
};

} // namespace quiver::ui
