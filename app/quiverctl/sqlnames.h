// SPDX-License-Identifier: GPL-3.0-or-later
// Names in the values of options: all commands read them as SQL writes them.
#pragma once

#include <QString>
#include <QStringList>

#include <utility>

namespace quiver::ctl {

struct QualifiedName {
    QString schema; ///< empty: by the search_path
    QString name;
};

/// "documents", "shop.\"Mixed Case\"". \throws UsageError that names \p option
QualifiedName qualifiedName(const QString &option, const QString &text);
/// One name without a schema. \throws UsageError
QString singleName(const QString &option, const QString &text);
/// Several, with commas between. \throws UsageError
QStringList nameList(const QString &option, const QString &text);
/// What stands before and behind the first \p sign that is not within double quotes; without one, all of it stands before, and
/// the other is null.
std::pair<QString, QString> splitAt(const QString &text, QChar sign);

} // namespace quiver::ctl
