// SPDX-License-Identifier: GPL-3.0-or-later
// The indexes of a database: what there is and how it does, building new ones, watching builds, slow queries, the server's settings.
#pragma once

#include "ui/common/taskscreen.h"

namespace quiver::ui {

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
    explicit IndexesScreen(store::Workspace &workspace, QWidget *parent = nullptr);
};

} // namespace quiver::ui
