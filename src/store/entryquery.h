// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables of things that happened (statements, changes, builds) share: entries are read newest first, some of them.
#pragma once

#include "store/rowvalues.h"
#include "store/sqliteconnection.h"

#include <QList>

#include <algorithm>
#include <utility>

namespace quiver::store {

/// A SELECT that grows by its conditions.
class EntryQuery
{
public:
    /// \p columns with the id as their first.
    EntryQuery(const QString &columns, const QString &table) : m_sql(QStringLiteral("SELECT %1 FROM %2 WHERE 1").arg(columns, table)) {}

    void demand(const QString &condition) { m_sql += QLatin1StringView(" AND ") + condition; }
    void demand(const QString &condition, const QVariant &value)
    {
        demand(condition);
        m_values.append(value);
    }
    /// Only older ones than \p id; 0: any.
    void demandBefore(qint64 id)
    {
        if (id > 0)
            demand(QStringLiteral("id < ?"), id);
    }

    /// Newest first, at most \p limit. \p words, separated by blanks: each has to be found, in any case, somewhere in what \p texts gives
    /// of an entry, a QStringList.
    template<typename Entry, typename Texts>
    QList<Entry> read(SqliteConnection &connection, int limit, Entry (*entryFrom)(const QSqlQuery &row), const QString &words, Texts texts) const
    {
        const QStringList wanted = words.simplified().split(u' ', Qt::SkipEmptyParts);
        // Not LIKE: that folds only ASCII letters and ends at a NUL.
        const auto holds = [&](const Entry &entry) {
            const QStringList within = wanted.isEmpty() ? QStringList() : texts(entry);
            return std::ranges::all_of(wanted, [&within](const QString &word) {
                return std::ranges::any_of(within, [&word](const QString &text) { return text.contains(word, Qt::CaseInsensitive); });
            });
        };
        QList<Entry> entries;
        QSqlQuery row = connection.run(m_sql + QLatin1StringView(" ORDER BY id DESC"), m_values);
        while (entries.size() < limit && connection.next(row)) {
            Entry entry = entryFrom(row);
            if (holds(entry))
                entries.append(std::move(entry));
        }
        return entries;
    }

private:
    QString m_sql;
    QVariantList m_values;
};

/// A column that holds one of a few words: pairs of a value and its word, the last of them for whatever is none of those.
template<typename Value, std::size_t count>
QString wordOf(const std::pair<Value, const char *> (&words)[count], Value value)
{
    const auto found = std::ranges::find(words, value, &std::pair<Value, const char *>::first);
    return QString::fromLatin1((found == std::end(words) ? std::end(words) - 1 : found)->second);
}

template<typename Value, std::size_t count>
Value valueOf(const std::pair<Value, const char *> (&words)[count], const QString &word)
{
    const auto found = std::ranges::find_if(words, [&word](const auto &pair) { return word == QLatin1StringView(pair.second); });
    return (found == std::end(words) ? std::end(words) - 1 : found)->first;
}

} // namespace quiver::store
