// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts on their way to the disk: of several for one editor only the latest is written.
//
// Belongs to the workspace's thread.
#pragma once

#include "store/editordraft.h"

#include <QHash>
#include <QPromise>

#include <functional>
#include <memory>
#include <vector>

namespace quiver::store {

class DraftQueue final
{
public:
    using Promise = std::shared_ptr<QPromise<void>>;

    /// Replaces what waits for the same editor; the promises of both are settled by the one write.
    void put(const EditorDraft &draft, Promise promise);
    /// Forgets what waits for \p id, whose promises are fulfilled: the editor is closed.
    void drop(const QUuid &id);
    bool isEmpty() const { return m_drafts.isEmpty(); }

    /// Hands all drafts to \p write at once. When that throws, the promises get the exception, the drafts stay for the
    /// next time (a full disk may have room again), and the exception goes on to the caller.
    void write(const std::function<void(const QList<EditorDraft> &)> &write);

private:
    void settle(const std::exception_ptr &error);

    QHash<QUuid, EditorDraft> m_drafts;
    QHash<QUuid, std::vector<Promise>> m_promises;
};

} // namespace quiver::store
