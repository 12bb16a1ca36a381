// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspace keeps of things that happened (statements, changes) as a list, newest first, more of it as one scrolls.
#pragma once

#include "core/reply.h"

#include <QAbstractListModel>
#include <QDateTime>
#include <QLocale>

namespace quiver::ui {

/// What of it needs no type of entry.
class EntryList : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    /// Only entries that hold these words.
    virtual void setFilter(const QString &text) = 0;
    /// Asks anew; the rows are replaced when the answer comes.
    virtual void reload() = 0;

Q_SIGNALS:
    /// The answer to a reload(), or more of it.
    void loaded();

protected:
    /// The time alone where it was today.
    static QString momentText(const QDateTime &moment)
    {
        const QDateTime local = moment.toLocalTime();
        return local.date() == QDate::currentDate() ? local.toString(QStringLiteral("HH:mm:ss")) : QLocale().toString(local, QLocale::ShortFormat);
    }
};

/// \p Entry has an id, ascending. A subclass gives data() and asks the workspace.
template<typename Entry>
class EntryListModel : public EntryList
{
public:
    using EntryList::EntryList;

    void setFilter(const QString &text) override
    {
        m_text = text;
        reload();
    }
    void reload() override
    {
        ++m_generation;
        m_asking = false;
        askFor(0);
    }
    const Entry *entry(const QModelIndex &index) const { return index.isValid() && index.row() < m_entries.size() ? &m_entries[index.row()] : nullptr; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_entries.size()); }
    bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_more && !m_asking && !m_entries.isEmpty(); }
    void fetchMore(const QModelIndex &) override { askFor(m_entries.back().id); }

protected:
    /// \p beforeId: only older ones; 0: the newest. A failure the workspace itself tells.
    virtual QFuture<QList<Entry>> ask(const QString &text, int limit, qint64 beforeId) = 0;
    void take(int row)
    {
        beginRemoveRows({}, row, row);
        m_entries.removeAt(row);
        endRemoveRows();
    }

private:
    static constexpr int pageSize = 200;

    void askFor(qint64 beforeId)
    {
        if (m_asking)
            return;
        m_asking = true;
        core::whenDone(
            ask(m_text, pageSize, beforeId), this,
            [this, beforeId, generation = m_generation](const QList<Entry> &entries) {
                if (generation == m_generation)
                    arrived(entries, beforeId);
            },
            [this](const std::exception_ptr &) { m_asking = m_more = false; });
    }
    void arrived(const QList<Entry> &entries, qint64 beforeId)
    {
        m_asking = false;
        m_more = entries.size() == pageSize;
        if (beforeId == 0) {
            beginResetModel();
            m_entries = entries;
            endResetModel();
        } else if (!entries.isEmpty()) {
            beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + entries.size()) - 1);
            m_entries += entries;
            endInsertRows();
        }
        Q_EMIT loaded();
    }

    QList<Entry> m_entries;
    QString m_text;
    int m_generation = 0; ///< replies to older questions are dropped
    bool m_more = true;
    bool m_asking = false;
};

} // namespace quiver::ui
