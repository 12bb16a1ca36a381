// SPDX-License-Identifier: GPL-3.0-or-later
// Which model made a column's vectors, kept where every tool shows it and pg_dump takes it along: in the column's comment.
//
// The first line is "Model: NAME"; what the user wrote follows. Vectors of two models cannot be compared, even of equal length.
#pragma once

#include <QString>

namespace quiver::schema {

/// The comment to set; empty where both are.
QString commentWithModel(const QString &model, const QString &text);
/// The model that \p comment names; empty: none.
QString modelOf(const QString &comment);
/// What the user wrote: \p comment without the line that names the model.
QString textOf(const QString &comment);

} // namespace quiver::schema
