// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/workspaceworker.h"

#include "core/logging.h"
#include "store/editortable.h"
#include "store/error.h"

namespace quiver::store {

namespace {
/// Drafts are written at once after a pause, and at most this often while somebody types.
constexpr qint64 draftIntervalMs = 200;
} // namespace

WorkspaceWorker::WorkspaceWorker()
    : m_draftTimer(this)
{
    m_draftTimer.setSingleShot(true);
    connect(&m_draftTimer, &QTimer::timeout, this, [this] {
        try {
            writeDrafts();
        } catch (...) {
            report(std::current_exception());
        }
    });
}

WorkspaceWorker::~WorkspaceWorker() = default;

const WorkspaceDatabase &WorkspaceWorker::open(const QString &file, const QList<UpgradeStep> &steps)
{
    m_database = std::make_unique<WorkspaceDatabase>(file, steps);
    return *m_database;
}

void WorkspaceWorker::close()
{
    m_draftTimer.stop();
    try {
        if (m_database)
            writeDrafts();
    } catch (...) {
        report(std::current_exception());
    }
    m_database.reset();
}

void WorkspaceWorker::perform(const Work &work)
{
    if (m_database->followReplacement())
        announceDamage();
    try {
        work(*m_database);
        return;
    } catch (const Error &error) {
        if (error.kind() != Error::Kind::Damaged)
            throw;
        qCWarning(core::lcStore).noquote() << error.message();
    }
    m_database->recover();
    announceDamage();
    work(*m_database);
}

void WorkspaceWorker::announceDamage()
{
    if (m_database->damage())
        Q_EMIT damaged(*m_database->damage());
}

void WorkspaceWorker::report(const std::exception_ptr &error)
{
    const QString message = core::describe(error);
    qCWarning(core::lcStore).noquote() << message;
    Q_EMIT failed(message);
}

void WorkspaceWorker::putDraft(const EditorDraft &draft, DraftQueue::Promise promise)
{
    m_drafts.put(draft, std::move(promise));
    if (m_draftTimer.isActive())
        return;
    const qint64 wait = m_sinceDrafts.isValid() ? draftIntervalMs - m_sinceDrafts.elapsed() : 0;
    m_draftTimer.start(static_cast<int>(std::max<qint64>(0, wait)));
}

void WorkspaceWorker::dropDraft(const QUuid &id)
{
    m_drafts.drop(id);
}

void WorkspaceWorker::writeDrafts()
{
    m_draftTimer.stop();
    m_drafts.write([this](const QList<EditorDraft> &drafts) {
        perform([&drafts](WorkspaceDatabase &database) {
            database.write([&] {
                for (const EditorDraft &draft : drafts)
                    writeEditor(database.connection(), draft);
            });
        });
        m_sinceDrafts.start();
    });
}

} // namespace quiver::store
