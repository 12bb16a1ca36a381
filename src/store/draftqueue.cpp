// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/draftqueue.h"

namespace quiver::store {

void DraftQueue::put(const EditorDraft &draft, Promise promise)
{
    m_drafts.insert(draft.id, draft);
    m_promises[draft.id].push_back(std::move(promise));
}

void DraftQueue::drop(const QUuid &id)
{
    m_drafts.remove(id);
    for (const Promise &promise : m_promises.take(id))
        promise->finish();
}

void DraftQueue::write(const std::function<void(const QList<EditorDraft> &)> &write)
{
    if (m_drafts.isEmpty())
        return;
    try {
        write(m_drafts.values());
    } catch (...) {
        settle(std::current_exception());
        throw;
    }
    m_drafts.clear();
    settle({});
}

void DraftQueue::settle(const std::exception_ptr &error)
{
    const auto promises = std::exchange(m_promises, {});
    for (const std::vector<Promise> &waiting : promises) {
        for (const Promise &promise : waiting) {
            if (error)
                promise->setException(error);
            promise->finish();
        }
    }
}

} // namespace quiver::store
