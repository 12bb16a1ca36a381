// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a server's catalogue what the tree wants to know: the open database through its pool, others through sessions of
// their own, which are closed again when nothing was asked for a while.
#pragma once

#include "script/script.h"
#include "ui/browser/browsernode.h"
#include "ui/common/server.h"

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <map>
#include <optional>

namespace quiver::ui {

class CatalogLoader final : public QObject
{
    Q_OBJECT

public:
    explicit CatalogLoader(QObject *parent = nullptr);
    ~CatalogLoader() override;

    void setServer(Server *server);
    Server *server() const { return m_server; }

    struct Request {
        QString database;                 ///< empty: the open one
        NodeKind kind = NodeKind::Server; ///< whose children are wanted
        pg::Oid oid = 0;                  ///< of the schema or relation
        QString name;                     ///< for the job's title
    };
    /// What stands directly below: of a server its ServerInfo first, then the databases. Only with a server. The future fails with pg::Error or core::Cancelled.
    QFuture<NodeContent> children(const Request &request);
    struct ScriptRequest {
        QString database;              ///< empty: the open one
        script::ObjectRef object;      ///< of an extension its name alone
        std::optional<QString> schema; ///< all that is in it instead; empty: in the whole database
        script::ScriptOptions options;
        bool operator==(const ScriptRequest &) const = default;
    };
    /// The DDL that makes it again.
    core::Task<QString> script(const ScriptRequest &request);
    /// In the open database. A search that still runs is cancelled.
    QFuture<std::vector<catalog::FoundObject>> search(const QString &text, int limit);
    void cancelSearch();

private:
    pg::Session &sessionFor(const QString &database);
    void closeIdle();

    QPointer<Server> m_server;
    std::map<QString, std::unique_ptr<pg::Session>> m_sessions;
    std::shared_ptr<core::Job> m_search;
    QTimer m_idle;
};

} // namespace quiver::ui
