// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/browsernode.h"

#include "catalog/annmetric.h"

#include <QCoreApplication>
#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::BrowserNode)
};

QString metricText(catalog::AnnMetric metric)
{
    switch (metric) {
    case catalog::AnnMetric::L2: return Words::tr("L2");
    case catalog::AnnMetric::InnerProduct: return Words::tr("inner product");
    case catalog::AnnMetric::Cosine: return Words::tr("cosine");
    case catalog::AnnMetric::L1: return Words::tr("L1");
    case catalog::AnnMetric::Hamming: return Words::tr("Hamming");
    case catalog::AnnMetric::Jaccard: return Words::tr("Jaccard");
    case catalog::AnnMetric::Unknown: break;
    }
    return {};
}

QString indexDetail(const catalog::Index &index)
{
    QString text = indexMethodText(index) + u" ("_s + index.keys.join(u", "_s) + u')';
    if (index.isPrimary)
        text += u", "_s + Words::tr("primary key");
    else if (index.isUnique)
        text += u", "_s + Words::tr("unique");
    if (!index.predicate.isEmpty())
        text += u", "_s + Words::tr("partial");
    return text;
}

// The indexes of a column's table stand beside the column, in the folder.
const catalog::Index *indexNamed(const BrowserNode &column, const QString &name)
{
    if (!column.parent)
        return nullptr;
    for (const auto &sibling : column.parent->children) {
        if (sibling->kind != NodeKind::IndexFolder)
            continue;
        for (const auto &child : sibling->children) {
            if (const auto *index = child->as<catalog::Index>(); index && index->name == name)
                return index;
        }
    }
    return nullptr;
}

NodeBadge columnBadge(const BrowserNode &node, const catalog::Column &column)
{
    if (!column.isVector())
        return {};
    if (!column.isIndexedForSearch())
        return {NodeBadge::Tone::Notice, Words::tr("not indexed")};
    QStringList methods;
    for (const QString &name : column.annIndexes) {
        const catalog::Index *index = indexNamed(node, name);
        const QString text = index ? indexMethodText(*index) : name;
        if (!methods.contains(text))
            methods << text;
    }
    return {NodeBadge::Tone::Good, methods.join(u", "_s)};
}

} // namespace

QString relationKindText(catalog::Relation::Kind kind)
{
    switch (kind) {
    case catalog::Relation::Kind::Table: return Words::tr("table");
    case catalog::Relation::Kind::PartitionedTable: return Words::tr("partitioned table");
    case catalog::Relation::Kind::View: return Words::tr("view");
    case catalog::Relation::Kind::MaterializedView: return Words::tr("materialized view");
    case catalog::Relation::Kind::ForeignTable: return Words::tr("foreign table");
    case catalog::Relation::Kind::Sequence: return Words::tr("sequence");
    }
    return {};
}

QString indexMethodText(const catalog::Index &index)
{
    if (!index.isAnn)
        return index.method;
    const QString metric =
        index.opclasses.isEmpty() ? QString() : metricText(catalog::annMetric(index.opclasses.first()));
    const QString method = catalog::annMethodName(index.method);
    return metric.isEmpty() ? method
                            : Words::tr("%1 %2", "access method, distance: HNSW cosine").arg(method, metric);
}

QString nodeDetail(const BrowserNode &node)
{
    if (const auto *schema = node.as<catalog::Schema>())
        return schema->isSystem ? Words::tr("system") : QString();
    if (const auto *extension = node.as<catalog::Extension>())
        return extension->isInstalled() ? extension->version : extension->availableVersion;
    if (const auto *relation = node.as<catalog::Relation>()) {
        QStringList parts;
        if (relation->kind != catalog::Relation::Kind::Table)
            parts << relationKindText(relation->kind);
        if (relation->isPartition)
            parts << Words::tr("partition");
        if (relation->isUnlogged)
            parts << Words::tr("unlogged");
        return parts.join(u", "_s);
    }
    if (const auto *column = node.as<catalog::Column>())
        return column->isVector() && column->dimensions < 0
                   ? Words::tr("%1, any dimensions").arg(column->type)
                   : column->type;
    if (const auto *index = node.as<catalog::Index>())
        return indexDetail(*index);
    if (node.kind == NodeKind::IndexFolder || node.kind == NodeKind::ExtensionFolder)
        return QLocale().toString(qint64(node.children.size()));
    return {};
}

NodeBadge nodeBadge(const BrowserNode &node)
{
    if (const auto *column = node.as<catalog::Column>())
        return columnBadge(node, *column);
    if (const auto *index = node.as<catalog::Index>())
        return index->isValid ? NodeBadge{} : NodeBadge{NodeBadge::Tone::Bad, Words::tr("invalid")};
    if (const auto *relation = node.as<catalog::Relation>(); relation && relation->vectorColumns > 0)
        return {NodeBadge::Tone::Good, relation->vectorColumns == 1
                                           ? Words::tr("vector")
                                           : Words::tr("%1 vectors").arg(relation->vectorColumns)};
    if (const auto *extension = node.as<catalog::Extension>(); extension && !extension->isInstalled())
        return {NodeBadge::Tone::Notice, Words::tr("not created here")};
    if (const auto *database = node.as<catalog::Database>(); database && !database->canConnect)
        return {NodeBadge::Tone::Notice, Words::tr("no access")};
    return {};
}

QString nodeIconName(const BrowserNode &node)
{
    switch (node.kind) {
    case NodeKind::Server: return u"server"_s;
    case NodeKind::Database: return u"database"_s;
    case NodeKind::Schema: return u"schema"_s;
    case NodeKind::ExtensionFolder:
    case NodeKind::Extension: return u"extension"_s;
    case NodeKind::IndexFolder:
    case NodeKind::Index: return u"index"_s;
    case NodeKind::Column: {
        const auto *column = node.as<catalog::Column>();
        return column->isVector() ? u"vector"_s : column->inPrimaryKey ? u"key"_s : u"column"_s;
    }
    case NodeKind::Status: return node.error.isEmpty() ? u"more"_s : u"error"_s;
    case NodeKind::Relation: break;
    }
    switch (node.as<catalog::Relation>()->kind) {
    case catalog::Relation::Kind::View: return u"view"_s;
    case catalog::Relation::Kind::MaterializedView: return u"material"_s;
    case catalog::Relation::Kind::PartitionedTable: return u"partition"_s;
    case catalog::Relation::Kind::Sequence: return u"sequence"_s;
    case catalog::Relation::Kind::ForeignTable: return u"link"_s;
    case catalog::Relation::Kind::Table: break;
    }
    return u"table"_s;
}

QString estimatedRowsText(qint64 rows)
{
    return rows < 0 ? QString() : u"~"_s + QLocale().toString(rows);
}

} // namespace quiver::ui
