// SPDX-License-Identifier: GPL-3.0-or-later
// The statement log as a table, oldest first: takes new records over in ranges, counts those of polled statements on, and drops the oldest
// beyond its capacity.
#pragma once

#include "pg/statementlog.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>

namespace quiver::ui {

class StatementLogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Session, Duration, Rows, Statement, Error, ColumnCount };
    static constexpr int capacity = 5000;

    explicit StatementLogModel(pg::StatementLog &log, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const pg::StatementRecord &record(int row) const { return m_records[std::size_t(row)]; }
    /// "Sent 312 times from 10:04:11 to 10:05:20, 0.9 s in all"; empty: once.
    static QString timesText(const pg::StatementRecord &record);
    /// While paused nothing is taken over; the log goes on and what came meanwhile follows at the end of the pause.
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    void clear();
    /// Statements that failed since the errors were last looked at.
    int newErrors() const { return m_newErrors; }
    void markErrorsSeen();

Q_SIGNALS:
    void newErrorsChanged();

private:
    void takeOver();
    void count(const pg::StatementRecord &record);
    void append(std::vector<pg::StatementRecord> records);
    QString text(const pg::StatementRecord &record, int column) const;

    pg::StatementLog &m_log;
    std::deque<pg::StatementRecord> m_records;
    quint64 m_next = 0;
    QTimer m_timer; // gathers what comes within a tenth of a second into one range
    bool m_paused = false;
    int m_newErrors = 0;
};

} // namespace quiver::ui
