// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes of a database: what there is and how it does, building new ones, watching builds, slow queries, the server's settings.
#pragma once

#include "ui/common/taskscreen.h"

namespace quiver::ui {

class IndexBuildPage;

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

    /// A new index on a table; \p column may be empty.
    void buildOn(const QString &schema, const QString &table, const QString &column);

private:
    IndexBuildPage *m_build;
};

} // namespace quiver::ui
