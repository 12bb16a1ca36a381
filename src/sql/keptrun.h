// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a Change and keeps its entry in the workspace's journal: written before the first statement, brought up to date before every
// COMMIT, completed at the end. Whatever ends the program in between, the journal says how far it had come.
#pragma once

#include "sql/changejournal.h"

#include <QElapsedTimer>

namespace quiver::store {
class Workspace;
}

namespace quiver::sql {

class StepParameters;

class KeptRun final : private ChangeListener
{
public:
    /// \p workspace and \p listener may be null. \p undoes: the id of the entry that the Change takes back; 0: none.
    KeptRun(store::Workspace *workspace, ChangePlace place, ChangeListener *listener = nullptr, qint64 undoes = 0);

    /// As ChangeRunner::run(), and where \p parameters is not null as runChange(). Steps that an earlier run of the same Change did are
    /// marked as its own, and what an earlier run of the same undo took back is not taken back again.
    /// \throws core::Error where it takes back what was taken back already, or is just now
    ChangeReport run(const Change &change, pg::Connection &connection, core::JobContext &job, StepParameters *parameters = nullptr);
    /// Of the entry; 0: there is none.
    qint64 id() const { return m_entry.id; }
    /// Why the journal could not be written; empty: it was. The Change is run all the same.
    const QString &trouble() const { return m_trouble; }

private:
    void stepChanged(std::size_t index, const StepReport &report) override;
    void begin();
    void refuseSecondUndo();
    void leaveOutUndone(const QList<store::ChangeEntry> &newer);
    void write(bool isOver);

    store::Workspace *const m_workspace;
    const ChangePlace m_place;
    ChangeListener *const m_listener;
    ChangeReport m_report; ///< so far
    store::ChangeEntry m_entry;
    QList<store::ChangeEntry> m_earlier;
    QElapsedTimer m_sinceWritten;
    QString m_trouble;
};

} // namespace quiver::sql
