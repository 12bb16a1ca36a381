// SPDX-License-Identifier: GPL-3.0-or-later
// Where the connections stand in the list: arranged from their places, moved by hand.
#include "ui/connections/connectionlistmodel.h"

#include "ui/connections/connectionwords.h"

#include <QCollator>
#include <QMimeData>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

const QString mimeType = u"application/x-quiver-connections"_s;

int rank(ConnectionListModel::Kind kind)
{
    switch (kind) {
    case ConnectionListModel::FavouritesHeading: return 0;
    case ConnectionListModel::Connection: return 1;
    case ConnectionListModel::GroupHeading: return 2;
    default: return 3;
    }
}

} // namespace

ConnectionListModel::Container ConnectionListModel::containerOf(const Place &place) const
{
    return place.favourite ? Container{FavouritesHeading, {}} : Container{GroupHeading, place.group};
}

QList<QUuid> ConnectionListModel::members(const Container &container) const
{
    QList<QUuid> ids;
    for (auto it = m_places.cbegin(); it != m_places.cend(); ++it) {
        const Container own = containerOf(*it);
        if (own.kind == container.kind && (own.kind == FavouritesHeading || own.group == container.group))
            ids << it.key();
    }
    const QCollator collator;
    std::sort(ids.begin(), ids.end(), [&](const QUuid &one, const QUuid &other) {
        if (m_places[one].position != m_places[other].position)
            return m_places[one].position < m_places[other].position;
        const int order = collator.compare(profile(one)->name, profile(other)->name);
        return order != 0 ? order < 0 : one < other;
    });
    return ids;
}

QStringList ConnectionListModel::groups() const
{
    QStringList names;
    for (const Place &place : m_places) {
        if (!place.group.isEmpty() && !names.contains(place.group))
            names << place.group;
    }
    std::sort(names.begin(), names.end(), QCollator());
    return names;
}

QList<ConnectionListModel::Container> ConnectionListModel::containers() const
{
    QList<Container> all{{FavouritesHeading, {}}, {GroupHeading, {}}};
    for (const QString &group : groups())
        all << Container{GroupHeading, group};
    return all;
}

QList<QUuid> ConnectionListModel::ids() const
{
    QList<QUuid> all;
    for (const Row &row : m_rows) {
        if (row.kind == Connection)
            all << row.id;
        else if (row.kind != FoundHeading)
            all << row.children;
    }
    return all;
}

QList<ConnectionListModel::Row> ConnectionListModel::arranged() const
{
    QList<Row> rows;
    for (const Container &container : containers()) {
        const QList<QUuid> children = members(container);
        if (container.kind == GroupHeading && container.group.isEmpty()) {
            for (const QUuid &id : children)
                rows << Row{Connection, 0, id, {}, {}};
        } else if (!children.isEmpty()) {
            rows << Row{container.kind, 0, {}, container.group, children};
        }
    }
    if (const QList<QUuid> found = foundIds(); !found.isEmpty())
        rows << Row{FoundHeading, 0, {}, {}, found};
    return rows;
}

// Turns what is shown into what should be shown, row by row, so that views keep their selection and open groups.
void ConnectionListModel::settle()
{
    const QList<Row> target = arranged();
    QList<QUuid> wanted;
    for (const Row &row : target) {
        wanted << row.children;
        if (row.kind == Connection)
            wanted << row.id;
    }
    QList<QUuid> gone;
    for (const Row &row : std::as_const(m_rows)) {
        for (const QUuid &id : row.kind == Connection ? QList<QUuid>{row.id} : row.children) {
            if (!wanted.contains(id))
                gone << id;
        }
    }
    for (const QUuid &id : std::as_const(gone))
        takeOut(id);
    for (const Row &row : target) {
        if (row.kind != Connection && headingRow(row.kind, row.name) < 0)
            addHeading(row);
    }
    Row loose; // as if those without a group had a heading
    for (const Row &row : target) {
        if (row.kind == Connection)
            loose.children << row.id;
    }
    fill(loose);
    for (const Row &row : target) {
        if (row.kind != Connection)
            fill(row);
    }
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (m_rows[row].kind == Connection || !m_rows[row].children.isEmpty())
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
}

void ConnectionListModel::addHeading(const Row &row)
{
    const QCollator collator;
    const auto isAfter = [&](const Row &other) {
        if (rank(other.kind) != rank(row.kind))
            return rank(other.kind) > rank(row.kind);
        return collator.compare(other.name, row.name) > 0;
    };
    const int at = int(std::find_if(m_rows.cbegin(), m_rows.cend(), isAfter) - m_rows.cbegin());
    beginInsertRows({}, at, at);
    m_rows.insert(at, Row{row.kind, m_nextKey++, {}, row.name, {}});
    endInsertRows();
}

int ConnectionListModel::headingRow(Kind kind, const QString &name) const
{
    const auto it = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                 [&](const Row &row) { return row.kind == kind && row.name == name; });
    return it == m_rows.cend() ? -1 : int(it - m_rows.cbegin());
}

int ConnectionListModel::looseRow() const
{
    return !m_rows.isEmpty() && m_rows.first().kind == FavouritesHeading ? 1 : 0;
}

ConnectionListModel::Spot ConnectionListModel::spotOf(const QUuid &id) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].kind == Connection && m_rows[row].id == id)
            return {{}, row};
        if (const qsizetype child = m_rows[row].children.indexOf(id); child >= 0)
            return {index(row, 0), int(child)};
    }
    return {};
}

QModelIndex ConnectionListModel::indexOf(const QUuid &id) const
{
    const Spot spot = spotOf(id);
    return spot.row < 0 ? QModelIndex() : index(spot.row, 0, spot.parent);
}

QList<QUuid> &ConnectionListModel::childrenAt(const QModelIndex &parent)
{
    return m_rows[parent.row()].children;
}

void ConnectionListModel::takeOut(const QUuid &id)
{
    const Spot spot = spotOf(id);
    beginRemoveRows(spot.parent, spot.row, spot.row);
    if (spot.parent.isValid())
        childrenAt(spot.parent).removeAt(spot.row);
    else
        m_rows.removeAt(spot.row);
    endRemoveRows();
}

// Brings the children of one heading (or those without one) into their order. What stands before the row that is being
// filled is right already, so whatever is fetched comes from further down, or from another heading.
void ConnectionListModel::fill(const Row &target)
{
    const bool loose = target.kind == Connection;
    for (int child = 0; child < target.children.size(); ++child) {
        const QUuid id = target.children[child];
        const QModelIndex parent = loose ? QModelIndex() : index(headingRow(target.kind, target.name), 0);
        const int row = loose ? looseRow() + child : child;
        const Spot from = spotOf(id);
        if (from.row == row && from.parent == parent)
            continue;
        if (from.row < 0)
            beginInsertRows(parent, row, row);
        else
            beginMoveRows(from.parent, from.row, from.row, parent, row);
        const quintptr key = parent.isValid() ? m_rows[parent.row()].key : 0;
        if (from.row >= 0) {
            if (from.parent.isValid())
                childrenAt(from.parent).removeAt(from.row);
            else
                m_rows.removeAt(from.row);
        }
        if (loose) {
            m_rows.insert(row, Row{Connection, 0, id, {}, {}});
        } else {
            const auto heading = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &each) { return each.key == key; });
            heading->children.insert(row, id);
        }
        if (from.row < 0)
            endInsertRows();
        else
            endMoveRows();
    }
}

QStringList ConnectionListModel::mimeTypes() const
{
    return {mimeType};
}

QMimeData *ConnectionListModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList ids;
    for (const QModelIndex &index : indexes) {
        if (index.data(KindRole).toInt() == Connection)
            ids << index.data(IdRole).toUuid().toString();
    }
    auto *data = new QMimeData;
    data->setData(mimeType, ids.join(u'\n').toLatin1());
    return data;
}

bool ConnectionListModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int, const QModelIndex &parent) const
{
    const int kind = parent.isValid() ? parent.data(KindRole).toInt() : int(GroupHeading);
    return data->hasFormat(mimeType) && (kind == GroupHeading || kind == FavouritesHeading);
}

bool ConnectionListModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    QList<QUuid> ids;
    for (const QString &id : QString::fromLatin1(data->data(mimeType)).split(u'\n', Qt::SkipEmptyParts))
        ids << QUuid::fromString(id);
    const bool onIt = row < 0; // on the heading itself, or below the last row
    if (!parent.isValid())
        move(ids, {GroupHeading, {}}, onIt ? int(m_places.size()) : std::max(0, row - looseRow()));
    else
        move(ids, {Kind(parent.data(KindRole).toInt()), parent.data(GroupRole).toString()}, onIt ? int(m_places.size()) : row);
    return true;
}

void ConnectionListModel::move(const QList<QUuid> &ids, const Container &target, int row)
{
    QList<QUuid> order = members(target);
    int at = std::clamp(row, 0, int(order.size()));
    at -= int(std::count_if(order.cbegin(), order.cbegin() + at, [&](const QUuid &id) { return ids.contains(id); }));
    order.removeIf([&](const QUuid &id) { return ids.contains(id); });
    for (const QUuid &id : ids) {
        if (m_places.contains(id) && !order.contains(id))
            order.insert(at++, id);
    }
    QList<QUuid> touched;
    place(order, target, touched);
    settle();
    tellChanged(touched);
}

void ConnectionListModel::moveBy(const QUuid &id, int step)
{
    if (!m_places.contains(id))
        return;
    const Container own = containerOf(m_places[id]);
    const QList<QUuid> order = members(own);
    const int row = int(order.indexOf(id));
    if (row + step >= 0 && row + step < order.size()) {
        move({id}, own, step < 0 ? row + step : row + step + 1);
        return;
    }
    if (own.kind == FavouritesHeading)
        return; // leaving the favourites is a decision of its own
    QList<Container> all = containers();
    all.removeFirst();
    const qsizetype next = all.indexOf(own) + step;
    if (next >= 0 && next < all.size())
        move({id}, all[next], step < 0 ? int(m_places.size()) : 0);
}

void ConnectionListModel::setGroup(const QList<QUuid> &ids, const QString &group)
{
    QList<QUuid> touched;
    for (const QUuid &id : ids) {
        if (!m_places.contains(id) || m_places[id].group == group)
            continue;
        Place place = m_places[id];
        place.group = group;
        if (!place.favourite)
            place.position = int(members({GroupHeading, group}).size());
        write(id, place);
        touched << id;
    }
    settle();
    tellChanged(touched);
}

void ConnectionListModel::setFavourite(const QList<QUuid> &ids, bool favourite)
{
    QList<QUuid> touched;
    for (const QUuid &id : ids) {
        if (!m_places.contains(id) || m_places[id].favourite == favourite)
            continue;
        Place place = m_places[id];
        place.favourite = favourite;
        place.position = int(members(containerOf(place)).size());
        write(id, place);
        touched << id;
    }
    settle();
    tellChanged(touched);
}

void ConnectionListModel::renameGroup(const QString &from, const QString &to)
{
    QList<QUuid> ids;
    for (auto it = m_places.cbegin(); it != m_places.cend(); ++it) {
        if (it->group == from)
            ids << it.key();
    }
    std::sort(ids.begin(), ids.end(), [this](const QUuid &one, const QUuid &other) { return m_places[one].position < m_places[other].position; });
    setGroup(ids, to.trimmed());
}

bool ConnectionListModel::rename(const QUuid &id, const QString &name)
{
    const QString wanted = name.trimmed();
    if (!m_places.contains(id) || wanted.isEmpty() || nameTaken(wanted, id))
        return false;
    for (QHash<QUuid, store::Profile> *each : {&m_saved, &m_drafts}) {
        if (const auto it = each->find(id); it != each->end())
            it->name = wanted;
    }
    tellChanged({id});
    return true;
}

bool ConnectionListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid())
        return false;
    const QString text = value.toString().trimmed();
    if (index.data(KindRole).toInt() == Connection)
        return rename(index.data(IdRole).toUuid(), text);
    const QString before = index.data(GroupRole).toString();
    if (text.isEmpty() || text == before)
        return false;
    renameGroup(before, text);
    return true;
}

// The n-th of order stands at position n.
void ConnectionListModel::place(const QList<QUuid> &order, const Container &target, QList<QUuid> &touched)
{
    for (int position = 0; position < order.size(); ++position) {
        const QUuid id = order[position];
        Place wanted = m_places[id];
        wanted.favourite = target.kind == FavouritesHeading;
        if (!wanted.favourite)
            wanted.group = target.group;
        wanted.position = position;
        if (wanted == m_places[id])
            continue;
        write(id, wanted);
        touched << id;
    }
}

void ConnectionListModel::write(const QUuid &id, const Place &place)
{
    m_places[id] = place;
    for (QHash<QUuid, store::Profile> *each : {&m_saved, &m_drafts}) {
        if (const auto it = each->find(id); it != each->end()) {
            it->favourite = place.favourite;
            it->group = place.group;
            it->position = place.position;
        }
    }
}

void ConnectionListModel::tellChanged(const QList<QUuid> &ids)
{
    QList<store::Profile> saved;
    for (const QUuid &id : ids) {
        changed(id);
        if (const auto profile = savedProfile(id))
            saved << *profile;
        if (m_drafts.contains(id) && savedProfile(id) == m_drafts[id])
            m_drafts.remove(id);
    }
    if (!ids.isEmpty())
        Q_EMIT changedOnDisk(saved);
}

void ConnectionListModel::changed(const QUuid &id)
{
    if (const QModelIndex index = indexOf(id); index.isValid())
        Q_EMIT dataChanged(index, index);
}

} // namespace quiver::ui
