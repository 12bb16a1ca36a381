// SPDX-License-Identifier: GPL-3.0-or-later
// What Quiver remembers between two runs: profiles, endpoints, searches, history, plans, changes, index builds, benchmarks, open editors,
// window state, preferences. No secrets.
//
// Lives on the GUI thread, which never waits for the disk: everything but open() and the destructor is done on a thread
// of the workspace's own, in the order of the calls, and answered with a future. A future that fails carries a
// store::Error; failed() says the same to whoever shows messages. Several processes may share one workspace.
#pragma once

#include "store/benchmarkentry.h"
#include "store/buildentry.h"
#include "store/changeentry.h"
#include "store/damagereport.h"
#include "store/editordraft.h"
#include "store/embeddingendpoint.h"
#include "store/historyentry.h"
#include "store/planentry.h"
#include "store/profile.h"
#include "store/savedsearch.h"
#include "store/schema.h"

#include <QFuture>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <optional>

namespace quiver::store {

class RunningClaims;
class WorkspaceDatabase;
class WorkspaceWorker;

class Workspace final : public QObject
{
    Q_OBJECT

public:
    /// Opens, creates or upgrades the workspace in \p file (see workspaceFile()). Quick, and waits for it.
    /// A damaged file is set aside and a new one started: see damage().
    /// \throws Error: Unusable (cannot be created or written), Newer, Foreign, Busy; the file is left as it was
    static std::unique_ptr<Workspace> open(const QString &file,
                                           const QList<UpgradeStep> &steps = workspaceSchema());
    /// Writes everything that waits, then closes.
    ~Workspace() override;
    Q_DISABLE_COPY_MOVE(Workspace)

    const QString &file() const { return m_file; }
    /// What open() found broken and where it put it; later finds come as damaged().
    const std::optional<DamageReport> &damage() const { return m_damage; }
    /// The copy that open() made before an upgrade; empty if there was none.
    const QString &backupFile() const { return m_backupFile; }

    /// Ordered by group, position and name.
    QFuture<QList<Profile>> profiles();
    /// Adds or replaces. Refused (Error::Kind::Secret, naming the keyword) when the profile carries a password.
    QFuture<void> saveProfile(const Profile &profile);
    QFuture<void> removeProfile(const QUuid &id);
    /// Sets lastUsed and nothing else.
    QFuture<void> markProfileUsed(const QUuid &id, const QDateTime &when);

    /// By name.
    QFuture<QList<EmbeddingEndpoint>> embeddingEndpoints();
    /// Adds or replaces. Refused (Error::Kind::Secret) where its URL may carry a key.
    QFuture<void> saveEmbeddingEndpoint(const EmbeddingEndpoint &endpoint);
    QFuture<void> removeEmbeddingEndpoint(const QUuid &id);

    /// By name.
    QFuture<QList<SavedSearch>> savedSearches();
    /// Adds or replaces.
    QFuture<void> saveSearch(const SavedSearch &search);
    QFuture<void> removeSearch(const QUuid &id);

    /// The id that the entry got; its own is ignored. The oldest of more than 20,000 entries are dropped.
    QFuture<qint64> addHistory(const HistoryEntry &entry);
    /// Newest first, at most \p limit, with ids below \p beforeId (0: from the newest on).
    QFuture<QList<HistoryEntry>> history(const HistoryFilter &filter = {}, int limit = 200,
                                         qint64 beforeId = 0);
    QFuture<void> removeHistory(qint64 id);
    QFuture<void> clearHistory(std::optional<QUuid> profileId = {});

    /// The id that the entry got; its own is ignored. The oldest of more than 1,000 are dropped. A text of more than 32 MB is refused
    /// (Error::Kind::Invalid).
    QFuture<qint64> addPlan(const PlanEntry &entry);
    /// Newest first and without their texts, at most \p limit that hold the words of \p text, with ids below \p beforeId (0: from the
    /// newest on).
    QFuture<QList<PlanEntry>> plans(const QString &text = {}, int limit = 200, qint64 beforeId = 0);
    QFuture<QByteArray> planText(qint64 id);
    QFuture<void> removePlan(qint64 id);

    /// The id that the entry got; its own is ignored. None is ever dropped. One that is Running is this program's until it is
    /// updated to an end: should the program end before, it is Interrupted to whoever reads it afterwards. On any thread.
    QFuture<qint64> addChange(const ChangeEntry &entry);
    /// How far the entry of this id has come, or how it ended. On any thread.
    QFuture<void> updateChange(const ChangeEntry &entry);
    /// Newest first, at most \p limit, with ids below \p beforeId (0: from the newest on). On any thread.
    QFuture<QList<ChangeEntry>> changes(const ChangeFilter &filter = {}, int limit = 200, qint64 beforeId = 0);

    /// The id that the entry got; its own is ignored. None is ever dropped.
    QFuture<qint64> addBuild(const BuildEntry &entry);
    /// Replaces the one of that id: when it has ended.
    QFuture<void> updateBuild(const BuildEntry &entry);
    /// Newest first, at most \p limit, with ids below \p beforeId (0: from the newest on).
    QFuture<QList<BuildEntry>> builds(const BuildFilter &filter = {}, int limit = 200, qint64 beforeId = 0);

    /// The id that the entry got; its own is ignored. On any thread, like the ones up to truth.
    QFuture<qint64> addBenchmark(const BenchmarkEntry &entry);
    QFuture<void> renameBenchmark(qint64 id, const QString &name);
    QFuture<void> commentBenchmark(qint64 id, const QString &comment);
    QFuture<void> removeBenchmark(qint64 id);
    /// Newest first, at most \p limit, with ids below \p beforeId (0: from the newest on).
    QFuture<QList<BenchmarkEntry>> benchmarks(const BenchmarkFilter &filter = {}, int limit = 200, qint64 beforeId = 0);
    /// Exact neighbours that were computed before; null if there are none of that fingerprint.
    QFuture<QByteArray> truth(const QString &fingerprint);
    /// Adds or replaces; the oldest are dropped beyond 256 MB.
    QFuture<void> saveTruth(const QString &fingerprint, const QByteArray &neighbours);

    /// Fulfilled when this text, or a later one of the same editor, is written. Call it as often as you like: it is
    /// written at most five times a second, and of several versions only the latest.
    QFuture<void> saveEditor(const EditorDraft &draft);
    QFuture<void> removeEditor(const QUuid &id);
    /// In the order of their tabs.
    QFuture<QList<EditorDraft>> editors();

    /// A null \p value removes the key.
    QFuture<void> setValue(const QString &key, const QByteArray &value);
    /// Null if there is no such key.
    QFuture<QByteArray> value(const QString &key);

    /// Fulfilled when everything asked for so far has reached the disk itself, safe from a power cut.
    QFuture<void> flush();

Q_SIGNALS:
    void failed(const QString &message);
    /// The file broke while it was in use: it was set aside, a new one started. Read again what you show.
    void damaged(const quiver::store::DamageReport &report);

private:
    explicit Workspace(const QString &file);
    template<typename T>
    QFuture<T> run(std::function<T(WorkspaceDatabase &)> work);
    QFuture<void> write(std::function<void(WorkspaceDatabase &)> work);

    QString m_file;
    std::optional<DamageReport> m_damage;
    QString m_backupFile;
    QThread m_thread;
    std::unique_ptr<WorkspaceWorker> m_worker;
    std::unique_ptr<RunningClaims> m_claims; ///< used on the worker's thread
};

} // namespace quiver::store
