// SPDX-License-Identifier: GPL-3.0-or-later
// The saved connections and the edited ones that are not saved yet, as a list.
#pragma once

#include "store/profile.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

#include <optional>

namespace quiver::ui {

class ConnectionListModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        SummaryRole,     ///< "user@host:port/database"
        EnvironmentRole, ///< int of core::Environment
        ColorRole,       ///< QColor; invalid: the environment's
        ReadOnlyRole,
        FavouriteRole,
        StateRole,   ///< OpenState
        UnsavedRole, ///< edited, not saved
        SearchRole,  ///< everything that the search looks into
    };
    enum OpenState { Closed, Opening, Open };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /// What the workspace holds; edits that are not saved stay.
    void setProfiles(const QList<store::Profile> &profiles);
    /// The edited version where there is one.
    std::optional<store::Profile> profile(const QUuid &id) const;
    /// As saved; nothing for a connection that never was.
    std::optional<store::Profile> savedProfile(const QUuid &id) const;
    QModelIndex indexOf(const QUuid &id) const;
    QUuid idAt(int row) const;
    bool isUnsaved(const QUuid &id) const { return m_drafts.contains(id); }
    bool isEmpty() const { return m_ids.isEmpty(); }

    /// Keeps \p profile as edited; equal to the saved one, the edit is over. Unknown ids are added at the end.
    void setDraft(const store::Profile &profile);
    void dropDraft(const QUuid &id);
    void markSaved(const store::Profile &profile);
    void remove(const QUuid &id);
    void setOpenState(const QUuid &id, OpenState state);
    OpenState openState(const QUuid &id) const { return m_states.value(id, Closed); }
    /// Whether another connection has this name (letter case aside).
    bool nameTaken(const QString &name, const QUuid &except) const;
    /// \p base, or \p base with the first free number.
    QString freeName(const QString &base) const;

private:
    void changed(const QUuid &id);

    QList<QUuid> m_ids; // rows
    QHash<QUuid, store::Profile> m_saved;
    QHash<QUuid, store::Profile> m_drafts;
    QHash<QUuid, OpenState> m_states;
};

} // namespace quiver::ui
