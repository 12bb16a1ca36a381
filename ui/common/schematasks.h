// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks of the Schema screen by their names, for those who lead to one.
#pragma once

#include <QString>

namespace quiver::ui {

/// The pages' names, in the order of the list.
namespace schematask {
inline const QString extension = QStringLiteral("extension");
inline const QString newTable = QStringLiteral("new-table");
inline const QString addColumn = QStringLiteral("add-column");
inline const QString storage = QStringLiteral("storage");
inline const QString model = QStringLiteral("model");
inline const QString embed = QStringLiteral("embed");
inline const QString migrations = QStringLiteral("migrations");
inline const QString journal = QStringLiteral("journal");
}

} // namespace quiver::ui
