// SPDX-License-Identifier: GPL-3.0-or-later
// What the user has to do before a statement that destroys is sent: nothing, say yes, or type a name.
//
// The rule of the house: in development only an UPDATE or DELETE of all rows is asked about; in staging everything that
// destroys; in production the name of what is destroyed has to be typed.
#pragma once

#include "core/environment.h"
#include "sql/classify.h"

#include <QStringList>

#include <vector>

namespace quiver::sql {

struct Guard {
    enum class Level { None, Confirm, TypeName };
    Level level = Level::None;
    QString name; ///< to be typed exactly, TypeName only; never empty there
    std::vector<Classification> dangers; ///< what is asked about, in order

    /// Whether \p typed opens the way: every letter counts.
    bool isOpenedBy(const QString &typed) const { return level != Level::TypeName || typed == name; }
    bool operator==(const Guard &) const = default;
};

/// Of one script. Where its statements name more than one object, or one whose name cannot be typed, the first name of
/// \p otherwise is asked for that is not empty (the database's, the connection's), and "production" where there is none.
Guard guardFor(const std::vector<Classification> &statements, core::Environment environment, const QStringList &otherwise = {});
Guard guardFor(QStringView statement, core::Environment environment, const QStringList &otherwise = {});

} // namespace quiver::sql
