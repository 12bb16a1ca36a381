// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's scripts: an object, a schema or the open database as the DDL that makes it again.
#include "core/reply.h"
#include "sql/identifier.h"
#include "ui/browser/browsermodel.h"
#include "ui/browser/browserscreen.h"
#include "ui/browser/ddlpane.h"
#include "ui/browser/detailspanel.h"
#include "ui/common/theme.h"

#include <QMenu>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

script::ObjectKind kindOf(catalog::Relation::Kind kind)
{
    switch (kind) {
    case catalog::Relation::Kind::View: return script::ObjectKind::View;
    case catalog::Relation::Kind::MaterializedView: return script::ObjectKind::MaterializedView;
    case catalog::Relation::Kind::Sequence: return script::ObjectKind::Sequence;
    case catalog::Relation::Kind::Table:
    case catalog::Relation::Kind::PartitionedTable:
    case catalog::Relation::Kind::ForeignTable: break;
    }
    return script::ObjectKind::Table;
}

} // namespace

std::optional<CatalogLoader::ScriptRequest> BrowserScreen::scriptRequest(const BrowserNode &node) const
{
    CatalogLoader::ScriptRequest request;
    if (!m_model->isInCurrentDatabase(node))
        request.database = m_model->databaseOf(node);
    request.object.name = qualifiedName(node);
    const BrowserNode *above = node.nearest(NodeKind::Relation);
    const auto *relation = above ? above->as<catalog::Relation>() : nullptr;
    if (const auto *schema = node.as<catalog::Schema>()) {
        request.object.kind = script::ObjectKind::Schema;
        request.object.oid = schema->oid;
        request.schema = node.name;
    } else if (const auto *index = node.as<catalog::Index>()) {
        request.object.kind = script::ObjectKind::Index;
        request.object.oid = index->oid;
    } else if (const auto *column = node.as<catalog::Column>(); column && relation) {
        if (kindOf(relation->kind) != script::ObjectKind::Table)
            return {};
        request.object.kind = script::ObjectKind::Column;
        request.object.oid = relation->oid;
        request.object.column = column->number;
    } else if (relation && above == &node) {
        request.object.kind = kindOf(relation->kind);
        request.object.oid = relation->oid;
    } else if (const auto *extension = node.as<catalog::Extension>(); extension && extension->isInstalled()) {
        request.object.kind = script::ObjectKind::Extension;
        request.object.name = sql::quoteIdentifier(node.name);
    } else if (node.kind == NodeKind::Database && m_model->isInCurrentDatabase(node)) {
        request.schema = QString();
    } else {
        return {};
    }
    return request;
}

void BrowserScreen::fillScriptMenu(QMenu &menu, const BrowserNode &node)
{
    const auto request = scriptRequest(node);
    if (!request)
        return;
    QMenu *scripts = menu.addMenu(icon(u"console"_s), node.kind == NodeKind::Schema || node.kind == NodeKind::Database
                                                          ? tr("Script all of it as CREATE") : tr("Script as CREATE"));
    scripts->setObjectName(u"browserScriptMenu"_s);
    const bool here = m_model->isInCurrentDatabase(node);
    const auto open = [this](const QString &sql) { Q_EMIT openInConsole(sql, false); };
    const auto copyIt = [this](const QString &sql) { copy(sql); };
    QAction *opened = scripts->addAction(tr("Open in the console"), this, [this, request, open] { runScript(*request, open); });
    opened->setObjectName(u"browserScriptOpen"_s);
    QAction *dropped = scripts->addAction(tr("Open in the console, with DROP in front"), this, [this, request, open] {
        CatalogLoader::ScriptRequest withDrop = *request;
        withDrop.options.drop = true;
        runScript(withDrop, open);
    });
    dropped->setObjectName(u"browserScriptDrop"_s);
    for (QAction *action : {opened, dropped})
        action->setEnabled(here);
    scripts->addAction(icon(u"copy"_s), tr("Copy"), this, [this, request, copyIt] { runScript(*request, copyIt); })
        ->setObjectName(u"browserScriptCopy"_s);
}

void BrowserScreen::runScript(const CatalogLoader::ScriptRequest &request, const std::function<void(const QString &)> &use)
{
    Q_EMIT statusMessage(tr("Reading the DDL…"));
    core::whenDone(m_loader->script(request).future, this, use,
                   [this](const std::exception_ptr &error) { Q_EMIT statusMessage(core::describe(error)); });
}

// A schema's page shows the schema alone: all that is in it may be much, and has its menu.
void BrowserScreen::showDdl(const BrowserNode *node)
{
    auto request = node ? scriptRequest(*node) : std::nullopt;
    if (node && node->kind == NodeKind::Database)
        request.reset();
    if (request)
        request->schema.reset();
    m_ddl->setObject(request, node && m_model->isInCurrentDatabase(*node));
    m_details->setDdlAvailable(request.has_value());
}

} // namespace quiver::ui
