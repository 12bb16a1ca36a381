// SPDX-License-Identifier: GPL-3.0-or-later
// The server's settings that a single search may change with SET LOCAL: their ranges, and which pgvector has them.
#pragma once

#include <QString>
#include <QStringList>

#include <map>
#include <span>

namespace quiver::search {

struct SearchSetting {
    enum class Kind { Integer, Real, Choice, Switch, Memory };
    QString name;           ///< "hnsw.ef_search"
    Kind kind = Kind::Integer;
    double least = 0;       ///< of numbers; of memory in kB
    double most = 0;
    QStringList choices;    ///< of Choice
    QString standard;       ///< the server's own default
    QString since;          ///< pgvector's version that has it; empty: PostgreSQL's own
    QString words;          ///< what it does
};

/// Those of the search screen, in its order. Ranges as in pgvector 0.5 to 0.8.
std::span<const SearchSetting> searchSettings();
/// Null: it is none of them.
const SearchSetting *searchSetting(const QString &name);
/// Why \p value cannot be the setting's, in a sentence; empty: it can. \p pgvector: of the database, empty: not known.
QString settingProblem(const SearchSetting &setting, const QString &value, const QString &pgvector);

/// By name; what is not in it stays as the session has it.
using SettingValues = std::map<QString, QString>;

/// Whether version \p a ("0.8.0") is \p b or later.
bool isAtLeast(const QString &a, const QString &b);

} // namespace quiver::search
