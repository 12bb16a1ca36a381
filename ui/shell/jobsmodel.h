// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs worth showing, newest first: those that run for longer than a blink, and those that failed.
//
// Quick successes never appear and are forgotten. Whatever the workers report, the model changes at most ten times a second.
#pragma once

#include "core/jobregistry.h"
#include "ui/common/ratemeter.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <vector>

namespace quiver::ui {

class JobsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Title, Phase, Progress, Rate, Elapsed, Left, Action, ColumnCount };
    enum Role { FractionRole = Qt::UserRole, StateRole };

    explicit JobsModel(core::JobRegistry &registry, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Null for an index that is not valid.
    std::shared_ptr<core::Job> job(const QModelIndex &index) const;
    int running() const { return m_running; }
    int failed() const { return m_failed; } ///< of those listed
    void clearFinished();

Q_SIGNALS:
    void countersChanged();

private:
    struct Row {
        std::shared_ptr<core::Job> job;
        RateMeter rate;
        bool settled = false; // its end was shown
    };
    void watch(const std::shared_ptr<core::Job> &job);
    void wake();
    void tick();
    void admit();
    void removeRowAt(int row);
    void refreshRows();
    void count();
    QString text(const Row &row, int column) const;
    QString actionText(const core::Job &job) const;

    core::JobRegistry &m_registry;
    std::vector<std::shared_ptr<core::Job>> m_candidates; // too young to be listed
    std::vector<Row> m_rows;
    QTimer m_timer;
    int m_running = 0;
    int m_failed = 0;
};

} // namespace quiver::ui
