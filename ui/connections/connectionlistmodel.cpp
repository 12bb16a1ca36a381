// SPDX-License-Identifier: GPL-3.0-or-later
// What the list holds: profiles, edits, states.
#include "ui/connections/connectionlistmodel.h"

#include "ui/connections/connectionwords.h"

#include <QColor>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QModelIndex ConnectionListModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? m_rows[parent.row()].key : quintptr(0));
}

QModelIndex ConnectionListModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].key == index.internalId())
            return createIndex(row, 0, quintptr(0));
    }
    return {};
}

int ConnectionListModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return int(m_rows.value(parent.row()).children.size());
}

int ConnectionListModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ConnectionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QModelIndex above = parent(index);
    const Row &row = m_rows[above.isValid() ? above.row() : index.row()];
    if (!above.isValid() && row.kind != Connection)
        return headingData(row, role);
    const QUuid id = above.isValid() ? row.children[index.row()] : row.id;
    if (row.kind == FoundHeading) {
        const auto known = found(id);
        return role == IdRole ? QVariant(id) : known ? foundData(*known, role) : QVariant();
    }
    return connectionData(id, role);
}

QVariant ConnectionListModel::headingData(const Row &row, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (row.kind) {
        case FavouritesHeading: return tr("Favourites");
        case FoundHeading: return tr("Found on this computer");
        default: return row.name;
        }
    case Qt::EditRole:
    case GroupRole: return row.name;
    case Qt::ToolTipRole: return row.kind == FoundHeading ? tr("Connections that other programs use here; add those that you want") : row.name;
    case Qt::AccessibleTextRole:
        return tr("Group %1, %2 connections").arg(headingData(row, Qt::DisplayRole).toString()).arg(row.children.size());
    case KindRole: return int(row.kind);
    case CountRole: return int(row.children.size());
    default: return {};
    }
}

QVariant ConnectionListModel::connectionData(const QUuid &id, int role) const
{
    const auto known = profile(id);
    if (!known)
        return {};
    const store::Profile &shown = *known;
    switch (role) {
    case Qt::DisplayRole: return ConnectionWords::name(shown);
    case Qt::EditRole: return shown.name;
    case Qt::ToolTipRole: return toolTip(shown);
    case Qt::AccessibleTextRole: return accessibleText(shown);
    case IdRole: return id;
    case KindRole: return int(Connection);
    case SummaryRole: return ConnectionWords::summary(shown);
    case EnvironmentRole: return int(shown.environment);
    case EnvironmentTextRole: return ConnectionWords::environment(shown.environment);
    case ColorRole: return shown.color.isEmpty() ? QColor() : QColor(shown.color);
    case GroupRole: return m_places.value(id).group;
    case ReadOnlyRole: return shown.readOnly;
    case FavouriteRole: return m_places.value(id).favourite;
    case StateRole: return int(openState(id));
    case UnsavedRole: return isUnsaved(id);
    case SearchRole:
        return QStringList{shown.name, m_places.value(id).group, ConnectionWords::summary(shown),
                           ConnectionWords::environment(shown.environment), shown.notes}
            .join(u'\n');
    default: return {};
    }
}

QVariant ConnectionListModel::foundData(const profiles::KnownConnection &known, int role) const
{
    const store::Profile &shown = known.connection.profile;
    switch (role) {
    case Qt::DisplayRole: return ConnectionWords::foundName(known);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return tr("%1, found in %2").arg(ConnectionWords::summary(shown), known.source);
    case KindRole: return int(Found);
    case SummaryRole: return ConnectionWords::summary(shown);
    case SourceRole: return known.source;
    case SearchRole: return QStringList{shown.name, ConnectionWords::summary(shown), known.source}.join(u'\n');
    default: return {};
    }
}

QString ConnectionListModel::toolTip(const store::Profile &profile) const
{
    QStringList lines{profile.name, ConnectionWords::summary(profile)};
    if (profile.tunnel.enabled)
        lines << tr("through SSH, %1").arg(profile.tunnel.host);
    if (!profile.notes.trimmed().isEmpty())
        lines << QString() << profile.notes.trimmed();
    lines << QString() << ConnectionWords::lastUsed(profile.lastUsed);
    QString html = lines.join(u'\n').toHtmlEscaped().replace(u'\n', "<br>"_L1);
    return u"<qt>"_s + html + u"</qt>"_s; // rich text wraps long notes
}

QString ConnectionListModel::accessibleText(const store::Profile &profile) const
{
    QStringList parts{ConnectionWords::name(profile), ConnectionWords::summary(profile), ConnectionWords::environment(profile.environment)};
    if (profile.readOnly)
        parts << tr("read-only");
    if (m_places.value(profile.id).favourite)
        parts << tr("favourite");
    if (openState(profile.id) == Open)
        parts << tr("open");
    if (isUnsaved(profile.id))
        parts << tr("not saved");
    return parts.join(u", "_s);
}

Qt::ItemFlags ConnectionListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    switch (index.data(KindRole).toInt()) {
    case Connection: return flags | Qt::ItemIsEditable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    case GroupHeading: return flags | Qt::ItemIsEditable | Qt::ItemIsDropEnabled;
    case FavouritesHeading: return flags | Qt::ItemIsDropEnabled;
    case Found: return flags | Qt::ItemNeverHasChildren;
    default: return flags;
    }
}

void ConnectionListModel::setProfiles(const QList<store::Profile> &profiles)
{
    QHash<QUuid, Place> drafted;
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it)
        drafted.insert(it.key(), m_places.value(it.key()));
    m_saved.clear();
    m_places = drafted;
    for (const store::Profile &profile : profiles) {
        m_saved.insert(profile.id, profile);
        m_places.insert(profile.id, {profile.favourite, profile.group.trimmed(), profile.position});
    }
    const bool first = m_rows.isEmpty(); // hundreds of rows at once, and nothing to keep
    if (first) {
        beginResetModel();
        m_rows = arranged();
        for (Row &row : m_rows)
            row.key = row.kind == Connection ? 0 : m_nextKey++;
        endResetModel();
        return;
    }
    settle();
    for (const QUuid &id : ids())
        changed(id);
}

void ConnectionListModel::setFound(const QList<profiles::KnownConnection> &found)
{
    // The same connection gets the same id each time the places are read.
    static const QUuid space(u"{1f1de3a1-6a3c-4d0e-9a5e-0d6a3d2f7c11}"_s);
    m_found.clear();
    for (const profiles::KnownConnection &known : found) {
        const QUuid id = QUuid::createUuidV5(space, known.source + u'\n' + known.connection.profile.name + u'\n'
                                                        + ConnectionWords::summary(known.connection.profile));
        m_found.append({id, known});
    }
    settle();
}

std::optional<profiles::KnownConnection> ConnectionListModel::found(const QUuid &id) const
{
    const auto it = std::find_if(m_found.cbegin(), m_found.cend(), [&](const auto &each) { return each.first == id; });
    return it == m_found.cend() ? std::nullopt : std::optional(it->second);
}

QList<QUuid> ConnectionListModel::foundIds() const
{
    const auto leadsElsewhere = [this](const store::Profile &known) {
        return std::none_of(m_saved.cbegin(), m_saved.cend(), [&](const store::Profile &saved) {
            return std::all_of(known.parameters.keyBegin(), known.parameters.keyEnd(), [&](const QString &keyword) {
                return saved.parameters.value(keyword) == known.parameters.value(keyword);
            });
        });
    };
    QList<QUuid> ids;
    for (const auto &[id, known] : m_found) {
        if (leadsElsewhere(known.connection.profile) && !ids.contains(id))
            ids << id;
    }
    return ids;
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

void ConnectionListModel::setDraft(const store::Profile &profile)
{
    if (savedProfile(profile.id) == profile) {
        dropDraft(profile.id);
        return;
    }
    m_drafts.insert(profile.id, profile);
    if (!m_places.contains(profile.id)) {
        const Container container{profile.favourite ? FavouritesHeading : GroupHeading, profile.group.trimmed()};
        m_places.insert(profile.id, {profile.favourite, profile.group.trimmed(), int(members(container).size())});
        settle();
        return;
    }
    changed(profile.id);
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

store::Profile ConnectionListModel::markSaved(store::Profile profile)
{
    const Place before = m_places.value(profile.id, {false, {}, -1});
    Place place{profile.favourite, profile.group.trimmed(), before.position};
    if (before.position < 0 || containerOf(before) != containerOf(place))
        place.position = int(members(containerOf(place)).size());
    profile.group = place.group;
    profile.position = place.position;
    m_saved.insert(profile.id, profile);
    m_drafts.remove(profile.id);
    m_places.insert(profile.id, place);
    settle();
    changed(profile.id);
    return profile;
}

void ConnectionListModel::remove(const QUuid &id)
{
    m_saved.remove(id);
    m_drafts.remove(id);
    m_states.remove(id);
    m_places.remove(id);
    settle();
}

void ConnectionListModel::setOpenState(const QUuid &id, OpenState state)
{
    m_states.insert(id, state);
    changed(id);
}

void ConnectionListModel::markUsed(const QUuid &id, const QDateTime &when)
{
    for (QHash<QUuid, store::Profile> *each : {&m_saved, &m_drafts}) {
        if (const auto it = each->find(id); it != each->end())
            it->lastUsed = when;
    }
    changed(id);
}

bool ConnectionListModel::nameTaken(const QString &name, const QUuid &except) const
{
    return std::any_of(m_places.keyBegin(), m_places.keyEnd(), [&](const QUuid &id) {
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

} // namespace quiver::ui
