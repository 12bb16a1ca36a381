// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes of a database: what there is and how it does, building new ones, watching builds, slow queries, the server's settings.
#pragma once

#include "ui/common/taskscreen.h"

#include <map>
#include <memory>

namespace quiver::ui {

class BuildsPage;
class IndexBuildPage;
class ServerBuilds;

/// The pages' names, in the order of the list.
namespace indextask {
inline const QString list = QStringLiteral("list");
inline const QString build = QStringLiteral("build");
inline const QString builds = QStringLiteral("builds");
inline const QString slowQueries = QStringLiteral("slow-queries");
inline const QString settings = QStringLiteral("settings");
}

class IndexesScreen final : public TaskScreen
{
    Q_OBJECT

public:
    /// \p services are what the sessions that build and watch are made with.
    IndexesScreen(store::Workspace &workspace, const pg::Services &services, QWidget *parent = nullptr);
    ~IndexesScreen() override;

    /// A new index on a table; \p column may be empty.
    void buildOn(const QString &schema, const QString &table, const QString &column);
    /// A new index with all that the \p index of the table has but its name.
    void buildLike(const QString &schema, const QString &table, const QString &index);

    void setServer(Server *server) override;
    QStringList unfinished(const Server *server) const override;
    bool canLeave(const Server *server) const override;
    void leave(const Server *server, const std::function<void()> &then) override;
    void stop(const Server *server, const std::function<void()> &then) override;
    /// Reads the journal of builds, of which other programs write as well.
    void learn();

Q_SIGNALS:
    /// The builds of the journal on the server in front, the newest first.
    void buildsLearnt(const QList<quiver::store::BuildEntry> &builds);

private:
    ServerBuilds *buildsOf(Server *server);
    void markBuilds();

    store::Workspace &m_workspace;
    const pg::Services m_services;
    std::map<const QObject *, std::unique_ptr<ServerBuilds>> m_servers; ///< by Server, which they do not outlive
    QPointer<ServerBuilds> m_builds; ///< of the server in front
    IndexBuildPage *m_build;
    BuildsPage *m_watch;
};

} // namespace quiver::ui
