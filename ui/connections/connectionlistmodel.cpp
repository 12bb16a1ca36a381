// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionlistmodel.h"

#include "profiles/profileoptions.h"

#include <QColor>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

QString environmentText(core::Environment environment)
{
    switch (environment) {
    case core::Environment::Development: return ConnectionListModel::tr("development");
    case core::Environment::Staging: return ConnectionListModel::tr("staging");
    case core::Environment::Production: break;
    }
    return ConnectionListModel::tr("production");
}

} // namespace

int ConnectionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

QVariant ConnectionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QUuid id = m_ids[index.row()];
    const store::Profile shown = *profile(id);
    const QString name = shown.name.trimmed().isEmpty() ? tr("(no name yet)") : shown.name;
    switch (role) {
    case Qt::DisplayRole: return name;
    case Qt::ToolTipRole:
        return shown.notes.isEmpty() ? profiles::profileSummary(shown) : profiles::profileSummary(shown) + u'\n' + shown.notes;
    case Qt::AccessibleTextRole: {
        QStringList parts{name, profiles::profileSummary(shown), environmentText(shown.environment)};
        if (shown.readOnly)
            parts << tr("read-only");
        if (shown.favourite)
            parts << tr("favourite");
        if (openState(id) == Open)
            parts << tr("open");
        if (isUnsaved(id))
            parts << tr("not saved");
        return parts.join(u", "_s);
    }
    case IdRole: return id;
    case SummaryRole: return profiles::profileSummary(shown);
    case EnvironmentRole: return int(shown.environment);
    case ColorRole: return shown.color.isEmpty() ? QColor() : QColor(shown.color);
    case ReadOnlyRole: return shown.readOnly;
    case FavouriteRole: return shown.favourite;
    case StateRole: return int(openState(id));
    case UnsavedRole: return isUnsaved(id);
    case SearchRole:
        return QStringList{name, shown.group, profiles::profileSummary(shown), environmentText(shown.environment),
                           shown.notes}
            .join(u'\n');
    default: return {};
    }
}

void ConnectionListModel::setProfiles(const QList<store::Profile> &profiles)
{
    beginResetModel();
    m_saved.clear();
    m_ids.clear();
    for (const store::Profile &profile : profiles) {
        m_saved.insert(profile.id, profile);
        m_ids << profile.id;
    }
    // Favourites first; the workspace's order among equals.
    std::stable_sort(m_ids.begin(), m_ids.end(), [this](const QUuid &one, const QUuid &other) {
        return m_saved[one].favourite && !m_saved[other].favourite;
    });
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it) {
        if (!m_saved.contains(it.key()))
            m_ids << it.key();
    }
    endResetModel();
}

std::optional<store::Profile> ConnectionListModel::profile(const QUuid &id) const
{
    if (const auto draft = m_drafts.constFind(id); draft != m_drafts.cend())
        return *draft;
    return savedProfile(id);
}

std::optional<store::Profile> ConnectionListModel::savedProfile(const QUuid &id) const
{
    const auto saved = m_saved.constFind(id);
    return saved == m_saved.cend() ? std::nullopt : std::optional(*saved);
}

QModelIndex ConnectionListModel::indexOf(const QUuid &id) const
{
    const qsizetype row = m_ids.indexOf(id);
    return row < 0 ? QModelIndex() : index(int(row));
}

QUuid ConnectionListModel::idAt(int row) const
{
    return m_ids.value(row);
}

void ConnectionListModel::setDraft(const store::Profile &profile)
{
    if (savedProfile(profile.id) == profile) {
        dropDraft(profile.id);
        return;
    }
    const bool added = !m_ids.contains(profile.id);
    if (added)
        beginInsertRows({}, int(m_ids.size()), int(m_ids.size()));
    m_drafts.insert(profile.id, profile);
    if (added) {
        m_ids << profile.id;
        endInsertRows();
    } else {
        changed(profile.id);
    }
}

void ConnectionListModel::dropDraft(const QUuid &id)
{
    if (m_drafts.contains(id) && !m_saved.contains(id)) {
        remove(id);
        return;
    }
    if (m_drafts.remove(id))
        changed(id);
}

void ConnectionListModel::markSaved(const store::Profile &profile)
{
    const bool added = !m_ids.contains(profile.id);
    if (added)
        beginInsertRows({}, int(m_ids.size()), int(m_ids.size()));
    m_saved.insert(profile.id, profile);
    m_drafts.remove(profile.id);
    if (added) {
        m_ids << profile.id;
        endInsertRows();
    }
    changed(profile.id);
}

void ConnectionListModel::remove(const QUuid &id)
{
    const qsizetype row = m_ids.indexOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, int(row), int(row));
    m_ids.removeAt(row);
    m_saved.remove(id);
    m_drafts.remove(id);
    m_states.remove(id);
    endRemoveRows();
}

void ConnectionListModel::setOpenState(const QUuid &id, OpenState state)
{
    m_states.insert(id, state);
    changed(id);
}

bool ConnectionListModel::nameTaken(const QString &name, const QUuid &except) const
{
    return std::any_of(m_ids.cbegin(), m_ids.cend(), [&](const QUuid &id) {
        return id != except && profile(id)->name.trimmed().compare(name.trimmed(), Qt::CaseInsensitive) == 0;
    });
}

QString ConnectionListModel::freeName(const QString &base) const
{
    QString name = base;
    for (int number = 2; nameTaken(name, {}); ++number)
        name = base + u' ' + QString::number(number);
    return name;
}

void ConnectionListModel::changed(const QUuid &id)
{
    if (const QModelIndex index = indexOf(id); index.isValid())
        Q_EMIT dataChanged(index, index);
}

} // namespace quiver::ui
