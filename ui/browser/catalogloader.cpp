// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/browser/catalogloader.h"

#include "catalog/catalog.h"

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

template<typename Values>
void append(NodeContent &content, Values &&values)
{
    for (auto &value : values)
        content.emplace_back(std::move(value));
}

// Of the extensions that could be created, only the one that Quiver is about.
bool worthShowing(const catalog::Extension &extension)
{
    return extension.isInstalled() || extension.name == "vector"_L1;
}

NodeContent readChildren(pg::Connection &connection, NodeKind kind, pg::Oid oid)
{
    NodeContent content;
    switch (kind) {
    case NodeKind::Server:
        content.emplace_back(catalog::serverInfo(connection));
        append(content, catalog::databases(connection));
        break;
    case NodeKind::Database: {
        append(content, catalog::schemas(connection));
        for (catalog::Extension &extension : catalog::extensions(connection)) {
            if (worthShowing(extension))
                content.emplace_back(std::move(extension));
        }
        break;
    }
    case NodeKind::Schema: append(content, catalog::relations(connection, oid)); break;
    case NodeKind::Relation:
        append(content, catalog::columns(connection, oid));
        append(content, catalog::indexes(connection, oid));
        break;
    default: break;
    }
    return content;
}

} // namespace

CatalogLoader::CatalogLoader(QObject *parent)
    : QObject(parent)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(30'000);
    connect(&m_idle, &QTimer::timeout, this, &CatalogLoader::closeIdle);
}

CatalogLoader::~CatalogLoader() = default;

void CatalogLoader::setServer(Server *server)
{
    cancelSearch();
    m_sessions.clear();
    m_server = server;
}

QFuture<NodeContent> CatalogLoader::children(const Request &request)
{
    const QString title = tr("Read the catalogue: %1").arg(request.name);
    const auto work = [kind = request.kind, oid = request.oid](pg::Connection &connection,
                                                               core::JobContext &) {
        return readChildren(connection, kind, oid);
    };
    if (request.database.isEmpty())
        return m_server->pool().run(title, work).future;
    m_idle.start();
    return sessionFor(request.database).run(title, work).future;
}

core::Task<QString> CatalogLoader::script(const ScriptRequest &request)
{
    const QString title = tr("Write the DDL of %1").arg(request.object.name);
    const auto work = [request](pg::Connection &connection, core::JobContext &) {
        if (request.schema)
            return script::scriptAll(connection, *request.schema, request.options);
        if (request.object.oid == 0)
            return script::scriptObjects(connection, script::findObjects(connection, request.object.name, request.object.kind), request.options);
        return script::scriptObjects(connection, request.object, request.options);
    };
    if (request.database.isEmpty())
        return m_server->pool().read(title, work);
    m_idle.start();
    return sessionFor(request.database).read(title, work);
}

QFuture<std::vector<catalog::FoundObject>> CatalogLoader::search(const QString &text, int limit)
{
    cancelSearch();
    auto task = m_server->pool().run(tr("Search for %1").arg(text),
                                     [text, limit](pg::Connection &connection, core::JobContext &) {
                                         return catalog::search(connection, text, limit);
                                     });
    m_search = task.job;
    return task.future;
}

void CatalogLoader::cancelSearch()
{
    if (m_search)
        m_search->cancel();
    m_search.reset();
}

pg::Session &CatalogLoader::sessionFor(const QString &database)
{
    std::unique_ptr<pg::Session> &session = m_sessions[database];
    if (!session) {
        pg::ConnectOptions options = m_server->pool().options();
        options.parameters.insert(u"dbname"_s, database);
        session = m_server->pool().dedicatedSession(tr("Browser, %1").arg(database));
        session->setOptions(options); // before its first work, so before it connects
    }
    return *session;
}

void CatalogLoader::closeIdle()
{
    for (const auto &[database, session] : m_sessions)
        session->disconnectFromServer();
}

} // namespace quiver::ui
