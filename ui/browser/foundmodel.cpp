// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/foundmodel.h"

#include "ui/common/theme.h"

#include <QGuiApplication>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using Kind = catalog::FoundObject::Kind;

namespace {

QString iconName(Kind kind)
{
    switch (kind) {
    case Kind::Schema: return u"schema"_s;
    case Kind::Table: return u"table"_s;
    case Kind::PartitionedTable: return u"partition"_s;
    case Kind::View: return u"view"_s;
    case Kind::MaterializedView: return u"material"_s;
    case Kind::ForeignTable: return u"link"_s;
    case Kind::Sequence: return u"sequence"_s;
    case Kind::Column: return u"column"_s;
    case Kind::Index: return u"index"_s;
    case Kind::Function: return u"function"_s;
    case Kind::Type: return u"type"_s;
    case Kind::Extension: return u"extension"_s;
    }
    return u"more"_s;
}

QString kindText(Kind kind)
{
    switch (kind) {
    case Kind::Schema: return FoundModel::tr("schema");
    case Kind::Table: return FoundModel::tr("table");
    case Kind::PartitionedTable: return FoundModel::tr("partitioned table");
    case Kind::View: return FoundModel::tr("view");
    case Kind::MaterializedView: return FoundModel::tr("materialized view");
    case Kind::ForeignTable: return FoundModel::tr("foreign table");
    case Kind::Sequence: return FoundModel::tr("sequence");
    case Kind::Column: return FoundModel::tr("column");
    case Kind::Index: return FoundModel::tr("index");
    case Kind::Function: return FoundModel::tr("function");
    case Kind::Type: return FoundModel::tr("type");
    case Kind::Extension: return FoundModel::tr("extension");
    }
    return {};
}

// "schema › table", and behind it the detail.
QString placeText(const catalog::FoundObject &object)
{
    QStringList path{object.schema, object.relation};
    path.removeAll(QString());
    const QString place = path.join(u" › "_s);
    if (object.detail.isEmpty())
        return place;
    return place.isEmpty() ? object.detail : place + u"  ·  "_s + object.detail;
}

} // namespace

int FoundModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_objects.size());
}

int FoundModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant FoundModel::data(const QModelIndex &index, int role) const
{
    const catalog::FoundObject *found = object(index);
    if (!found)
        return {};
    if (role == Qt::AccessibleTextRole)
        return QStringList{found->name, kindText(found->kind), placeText(*found)}.join(u", "_s);
    if (role == Qt::ToolTipRole)
        return QString(kindText(found->kind) + u' ' + found->name + u'\n' + placeText(*found));
    if (index.column() == 0)
        return role == Qt::DisplayRole      ? QVariant(found->name)
               : role == Qt::DecorationRole ? QVariant(icon(iconName(found->kind)))
                                            : QVariant();
    if (role == Qt::DisplayRole)
        return placeText(*found);
    if (role == Qt::ForegroundRole)
        return colorsFor(QGuiApplication::palette()).muted;
    return {};
}

QVariant FoundModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Found") : tr("Where");
}

void FoundModel::setObjects(std::vector<catalog::FoundObject> objects)
{
    beginResetModel();
    m_objects = std::move(objects);
    endResetModel();
}

const catalog::FoundObject *FoundModel::object(const QModelIndex &index) const
{
    return index.isValid() && index.row() < int(m_objects.size()) ? &m_objects[std::size_t(index.row())]
                                                                  : nullptr;
}

} // namespace quiver::ui
