// SPDX-License-Identifier: GPL-3.0-or-later
// Every statement that Quiver sends, for whichever reason, with its time, duration and rows.
//
// Secrets never enter it: passwords within a statement are replaced before it is recorded, values of bind parameters are
// not recorded at all, long literals are shortened. A statement that is polled (pg::Query::isPolled) has one record for each connection, which
// counts how often it was sent; one that fails has its own.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <deque>
#include <mutex>

namespace quiver::pg {

struct StatementRecord {
    quint64 number = 0;   ///< in the log, from 0 on; given by add()
    QDateTime startedAt;  ///< UTC
    QString origin;       ///< which session: its name
    int backendPid = 0;
    QString sql;          ///< redacted and shortened
    int parameters = 0;
    double durationMs = 0; ///< polled: of the latest time
    qint64 rows = -1;     ///< -1 where the statement failed
    QString sqlState;     ///< of the failure; empty on success
    QString error;        ///< message of the failure
    bool cancelled = false; ///< at our own request: no failure, though an error says so
    bool isPolled = false;
    int times = 1;          ///< so often it was sent; more than 1 only where it is polled, or measured
    QDateTime latestAt;     ///< UTC, of the latest time
    double totalMs = 0;     ///< of all times
};

/// Thread-safe. Keeps the latest records; tells on its own thread that there are new ones, at most once at a time.
class StatementLog final : public QObject
{
    Q_OBJECT

public:
    explicit StatementLog(std::size_t capacity = 5000, QObject *parent = nullptr);

    /// From any thread.
    void add(StatementRecord record);
    /// The records since the number \p from (numbers start at 0 and never repeat), and the number to ask for next.
    std::pair<std::vector<StatementRecord>, quint64> since(quint64 from) const;
    /// The records of polled statements, as they are now: their counts have grown since they were appended.
    std::vector<StatementRecord> polled() const;
    void clear();

    /// \p sql as it may be recorded: passwords replaced by '***', literals and texts beyond some hundred characters cut.
    static QString recordable(const QByteArray &sql);
    /// The whole of \p sql with nothing but its passwords replaced: for a history that can be run again.
    static QString redacted(const QString &sql);

Q_SIGNALS:
    void appended(); ///< or counted

private:
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    StatementRecord *sameAs(const StatementRecord &record);

    std::deque<StatementRecord> m_records;
    std::vector<quint64> m_polled; // numbers of records
    quint64 m_next = 0; // number of the record that comes next
    bool m_announced = false;
};

} // namespace quiver::pg
