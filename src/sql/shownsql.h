// SPDX-License-Identifier: GPL-3.0-or-later
// SQL for eyes: the same text with vectors and other endless literals cut short.
#pragma once

#include <QString>

namespace quiver::sql {

/// String literals of more than \p longest characters keep their beginning and tell what is left out: '[0.1, 0.2, … 768 values]'.
/// What runs, or is copied, is always the whole text.
QString shownSql(const QString &sql, qsizetype longest = 120);

} // namespace quiver::sql
