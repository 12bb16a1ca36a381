// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/workspace.h"

#include "store/benchmarktable.h"
#include "store/buildtable.h"
#include "store/changetable.h"
#include "store/editortable.h"
#include "store/endpointtable.h"
#include "store/error.h"
#include "store/historytable.h"
#include "store/plantable.h"
#include "store/preferencetable.h"
#include "store/profiletable.h"
#include "store/runningclaims.h"
#include "store/searchtable.h"
#include "store/workspaceworker.h"

#include <QFileInfo>
#include <QPromise>

namespace quiver::store {
using namespace Qt::StringLiterals;

Workspace::Workspace(const QString &file)
    : m_file(QFileInfo(file).absoluteFilePath()),
      m_worker(std::make_unique<WorkspaceWorker>()),
      m_claims(std::make_unique<RunningClaims>(m_file))
{
    m_thread.setObjectName(u"workspace"_s);
    connect(m_worker.get(), &WorkspaceWorker::failed, this, &Workspace::failed);
    connect(m_worker.get(), &WorkspaceWorker::damaged, this, &Workspace::damaged);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

std::unique_ptr<Workspace> Workspace::open(const QString &file, const QList<UpgradeStep> &steps)
{
    std::unique_ptr<Workspace> workspace(new Workspace(file)); // the constructor is private
    std::exception_ptr error;
    // On the worker's thread, because a connection belongs to the thread that made it.
    QMetaObject::invokeMethod(
        workspace->m_worker.get(),
        [&] {
            try {
                const WorkspaceDatabase &database = workspace->m_worker->open(workspace->m_file, steps);
                workspace->m_damage = database.damage();
                workspace->m_backupFile = database.backupFile();
                // A big file is checked afterwards, on the thread that nobody waits for.
                if (database.contentUnchecked())
                    workspace->run<void>([](WorkspaceDatabase &big) { big.checkContent(); });
            } catch (...) {
                error = std::current_exception();
            }
        },
        Qt::BlockingQueuedConnection);
    if (error)
        std::rethrow_exception(error);
    return workspace;
}

Workspace::~Workspace()
{
    // Comes after everything posted before it.
    QMetaObject::invokeMethod(
        m_worker.get(), [this] { m_worker->close(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

template<typename T>
QFuture<T> Workspace::run(std::function<T(WorkspaceDatabase &)> work)
{
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    QFuture<T> future = promise->future();
    QMetaObject::invokeMethod(
        m_worker.get(),
        [worker = m_worker.get(), promise, work = std::move(work)] {
            try {
                if constexpr (std::is_void_v<T>) {
                    worker->perform(work);
                } else {
                    std::optional<T> result;
                    worker->perform([&](WorkspaceDatabase &database) { result = work(database); });
                    promise->addResult(std::move(*result));
                }
            } catch (...) {
                worker->report(std::current_exception());
                promise->setException(std::current_exception());
            }
            promise->finish();
        },
        Qt::QueuedConnection); // also when called on the worker's own thread
    return future;
}

QFuture<void> Workspace::write(std::function<void(WorkspaceDatabase &)> work)
{
    return run<void>(
        [work = std::move(work)](WorkspaceDatabase &database) { database.write([&] { work(database); }); });
}

QFuture<QList<Profile>> Workspace::profiles()
{
    return run<QList<Profile>>(
        [](WorkspaceDatabase &database) { return readProfiles(database.connection()); });
}

QFuture<void> Workspace::saveProfile(const Profile &profile)
{
    return write([profile](WorkspaceDatabase &database) { writeProfile(database.connection(), profile); });
}

QFuture<void> Workspace::removeProfile(const QUuid &id)
{
    return write([id](WorkspaceDatabase &database) { deleteProfile(database.connection(), id); });
}

QFuture<void> Workspace::markProfileUsed(const QUuid &id, const QDateTime &when)
{
    return write(
        [id, when](WorkspaceDatabase &database) { writeProfileUse(database.connection(), id, when); });
}

QFuture<QList<EmbeddingEndpoint>> Workspace::embeddingEndpoints()
{
    return run<QList<EmbeddingEndpoint>>([](WorkspaceDatabase &database) { return readEndpoints(database.connection()); });
}

QFuture<void> Workspace::saveEmbeddingEndpoint(const EmbeddingEndpoint &endpoint)
{
    return write([endpoint](WorkspaceDatabase &database) { writeEndpoint(database.connection(), endpoint); });
}

QFuture<void> Workspace::removeEmbeddingEndpoint(const QUuid &id)
{
    return write([id](WorkspaceDatabase &database) { deleteEndpoint(database.connection(), id); });
}

QFuture<QList<SavedSearch>> Workspace::savedSearches()
{
    return run<QList<SavedSearch>>([](WorkspaceDatabase &database) { return readSearches(database.connection()); });
}

QFuture<void> Workspace::saveSearch(const SavedSearch &search)
{
    return write([search](WorkspaceDatabase &database) { writeSearch(database.connection(), search); });
}

QFuture<void> Workspace::removeSearch(const QUuid &id)
{
    return write([id](WorkspaceDatabase &database) { deleteSearch(database.connection(), id); });
}

QFuture<qint64> Workspace::addHistory(const HistoryEntry &entry)
{
    return run<qint64>([entry](WorkspaceDatabase &database) {
        qint64 id = 0;
        database.write([&] { id = addHistoryEntry(database.connection(), entry); });
        return id;
    });
}

QFuture<QList<HistoryEntry>> Workspace::history(const HistoryFilter &filter, int limit, qint64 beforeId)
{
    return run<QList<HistoryEntry>>([=](WorkspaceDatabase &database) {
        return readHistory(database.connection(), filter, limit, beforeId);
    });
}

QFuture<void> Workspace::removeHistory(qint64 id)
{
    return write([id](WorkspaceDatabase &database) { deleteHistoryEntry(database.connection(), id); });
}

QFuture<void> Workspace::clearHistory(std::optional<QUuid> profileId)
{
    return write(
        [profileId](WorkspaceDatabase &database) { deleteHistory(database.connection(), profileId); });
}

QFuture<qint64> Workspace::addPlan(const PlanEntry &entry)
{
    return run<qint64>([entry](WorkspaceDatabase &database) {
        qint64 id = 0;
        database.write([&] { id = addPlanEntry(database.connection(), entry); });
        return id;
    });
}

QFuture<QList<PlanEntry>> Workspace::plans(const QString &text, int limit, qint64 beforeId)
{
    return run<QList<PlanEntry>>([=](WorkspaceDatabase &database) { return readPlanEntries(database.connection(), text, limit, beforeId); });
}

QFuture<QByteArray> Workspace::planText(qint64 id)
{
    return run<QByteArray>([id](WorkspaceDatabase &database) { return readPlanText(database.connection(), id); });
}

QFuture<void> Workspace::removePlan(qint64 id)
{
    return write([id](WorkspaceDatabase &database) { deletePlanEntry(database.connection(), id); });
}

QFuture<qint64> Workspace::addChange(const ChangeEntry &entry)
{
    return run<qint64>([entry, claims = m_claims.get()](WorkspaceDatabase &database) {
        qint64 id = 0;
        database.write([&] {
            id = addChangeEntry(database.connection(), entry);
            if (entry.outcome == ChangeEntry::Outcome::Running)
                claims->claim(id); // before anybody else can see the entry
        });
        return id;
    });
}

QFuture<void> Workspace::updateChange(const ChangeEntry &entry)
{
    return run<void>([entry, claims = m_claims.get()](WorkspaceDatabase &database) {
        database.write([&] { updateChangeEntry(database.connection(), entry); });
        if (entry.outcome != ChangeEntry::Outcome::Running)
            claims->release(entry.id);
    });
}

QFuture<QList<ChangeEntry>> Workspace::changes(const ChangeFilter &filter, int limit, qint64 beforeId)
{
    return run<QList<ChangeEntry>>([=, claims = m_claims.get()](WorkspaceDatabase &database) {
        for (const qint64 id : runningChanges(database.connection())) {
            if (!claims->isHeld(id))
                database.write([&] { markInterrupted(database.connection(), id); });
        }
        return readChanges(database.connection(), filter, limit, beforeId);
    });
}

QFuture<qint64> Workspace::addBuild(const BuildEntry &entry)
{
    return run<qint64>([entry](WorkspaceDatabase &database) {
        qint64 id = 0;
        database.write([&] { id = addBuildEntry(database.connection(), entry); });
        return id;
    });
}

QFuture<void> Workspace::updateBuild(const BuildEntry &entry)
{
    return write([entry](WorkspaceDatabase &database) { updateBuildEntry(database.connection(), entry); });
}

QFuture<QList<BuildEntry>> Workspace::builds(const BuildFilter &filter, int limit, qint64 beforeId)
{
    return run<QList<BuildEntry>>([=](WorkspaceDatabase &database) {
        return readBuilds(database.connection(), filter, limit, beforeId);
    });
}

QFuture<qint64> Workspace::addBenchmark(const BenchmarkEntry &entry)
{
    return run<qint64>([entry](WorkspaceDatabase &database) {
        qint64 id = 0;
        database.write([&] { id = addBenchmarkEntry(database.connection(), entry); });
        return id;
    });
}

QFuture<void> Workspace::renameBenchmark(qint64 id, const QString &name)
{
    return write([id, name](WorkspaceDatabase &database) { renameBenchmarkEntry(database.connection(), id, name); });
}

QFuture<void> Workspace::commentBenchmark(qint64 id, const QString &comment)
{
    return write([id, comment](WorkspaceDatabase &database) { commentBenchmarkEntry(database.connection(), id, comment); });
}

QFuture<void> Workspace::removeBenchmark(qint64 id)
{
    return write([id](WorkspaceDatabase &database) { deleteBenchmarkEntry(database.connection(), id); });
}

QFuture<QList<BenchmarkEntry>> Workspace::benchmarks(const BenchmarkFilter &filter, int limit, qint64 beforeId)
{
    return run<QList<BenchmarkEntry>>([=](WorkspaceDatabase &database) {
        return readBenchmarks(database.connection(), filter, limit, beforeId);
    });
}

QFuture<QByteArray> Workspace::truth(const QString &fingerprint)
{
    return run<QByteArray>([fingerprint](WorkspaceDatabase &database) { return readTruth(database.connection(), fingerprint); });
}

QFuture<void> Workspace::saveTruth(const QString &fingerprint, const QByteArray &neighbours)
{
    return write([=](WorkspaceDatabase &database) {
        writeTruth(database.connection(), fingerprint, neighbours, QDateTime::currentDateTimeUtc());
    });
}

QFuture<void> Workspace::saveEditor(const EditorDraft &draft)
{
    if (draft.id.isNull()) // would otherwise stay in the queue and fail again and again
        return write([draft](WorkspaceDatabase &database) { writeEditor(database.connection(), draft); });
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    QFuture<void> future = promise->future();
    QMetaObject::invokeMethod(
        m_worker.get(), [worker = m_worker.get(), draft, promise] { worker->putDraft(draft, promise); });
    return future;
}

QFuture<void> Workspace::removeEditor(const QUuid &id)
{
    QMetaObject::invokeMethod(m_worker.get(), [worker = m_worker.get(), id] { worker->dropDraft(id); });
    return write([id](WorkspaceDatabase &database) { deleteEditor(database.connection(), id); });
}

QFuture<QList<EditorDraft>> Workspace::editors()
{
    return run<QList<EditorDraft>>([worker = m_worker.get()](WorkspaceDatabase &database) {
        worker->writeDrafts();
        return readEditors(database.connection());
    });
}

QFuture<void> Workspace::setValue(const QString &key, const QByteArray &value)
{
    return write(
        [key, value](WorkspaceDatabase &database) { writePreference(database.connection(), key, value); });
}

QFuture<QByteArray> Workspace::value(const QString &key)
{
    return run<QByteArray>(
        [key](WorkspaceDatabase &database) { return readPreference(database.connection(), key); });
}

QFuture<void> Workspace::flush()
{
    return run<void>([worker = m_worker.get(), file = m_file](WorkspaceDatabase &database) {
        worker->writeDrafts();
        // With synchronous=NORMAL a commit survives a crash of Quiver; a checkpoint brings it past the system's cache.
        const bool busy = database.connection().single(u"PRAGMA wal_checkpoint(FULL)"_s).toInt() != 0;
        if (busy)
            throw Error(Error::Kind::Busy, u"Another process keeps the workspace %1 busy."_s.arg(file));
    });
}

} // namespace quiver::store
