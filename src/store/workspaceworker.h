// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's end on its own thread: does the work that Workspace posts to it, one piece after the other.
//
// Every member function is called on that thread.
#pragma once

#include "store/draftqueue.h"
#include "store/workspacedatabase.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace quiver::store {

class WorkspaceWorker final : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<void(WorkspaceDatabase &)>;

    WorkspaceWorker();
    ~WorkspaceWorker() override;
    Q_DISABLE_COPY_MOVE(WorkspaceWorker)

    /// \throws Error
    const WorkspaceDatabase &open(const QString &file, const QList<UpgradeStep> &steps);
    /// Writes what waits and closes the file.
    void close();

    /// Runs \p work on the file; when it turns out to be damaged, sets it aside and runs \p work again on the new one.
    /// \throws what \p work throws
    void perform(const Work &work);
    /// Says \p error through failed().
    void report(const std::exception_ptr &error);

    void putDraft(const EditorDraft &draft, DraftQueue::Promise promise);
    void dropDraft(const QUuid &id);
    /// Writes all drafts that wait, now. \throws Error
    void writeDrafts();

Q_SIGNALS:
    void failed(const QString &message);
    void damaged(const quiver::store::DamageReport &report);

private:
    void announceDamage();

    std::unique_ptr<WorkspaceDatabase> m_database;
    DraftQueue m_drafts;
    QTimer m_draftTimer;
    QElapsedTimer m_sinceDrafts;
};

} // namespace quiver::store
