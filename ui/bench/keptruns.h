// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that the workspace keeps, with their figures and charts: read and reckoned on another thread. The newest question wins, and one that is not
// the newest any more when its turn comes is not read.
#pragma once

#include "bench/difference.h"
#include "store/workspace.h"
#include "ui/bench/benchcharts.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

class QThreadPool;

namespace quiver::ui {

/// A run without its samples.
struct KeptRun {
    bench::RunResult run;
    QString table; ///< as SQL writes it
};
using KeptRunsPtr = std::shared_ptr<const std::vector<KeptRun>>;

/// What is drawn of several runs.
struct BenchChartSet {
    ChartData frontierQps, frontierP95, qpsByWorkers, p99ByWorkers, sizes, buildTimes, historyQps, historyP95, historyRecall;
};

/// What is drawn and told of runs that are looked at, with their samples.
struct LookedAt {
    std::vector<bench::RunResult> runs; ///< without the samples
    ChartData latency, rate;            ///< rate: of the first one
    QStringList verdict;                ///< of the first one against another; empty: there is none, or it is it
    QString against;                    ///< the other's name
    bool isComparable = true, isWorse = false;
};

class KeptRuns final : public QObject
{
    Q_OBJECT

public:
    explicit KeptRuns(store::Workspace &workspace, QObject *parent = nullptr);
    ~KeptRuns() override;

    /// Those of \p server ("user@host:port/database"), the newest first.
    void read(const QString &server);
    void chart(const std::vector<bench::RunResult> &runs);
    /// The first one is compared with \p other; 0: with none.
    void lookAt(const QList<qint64> &ids, qint64 other);
    void rename(qint64 id, const QString &name);
    void comment(qint64 id, const QString &comment);
    void remove(const QList<qint64> &ids);
    /// An HTML report of these runs. \p baselines: what some of them are compared with.
    void saveReport(const QList<qint64> &ids, const QMap<qint64, qint64> &baselines, const QString &fileName);

    static constexpr int mostRuns = 500;

Q_SIGNALS:
    void listed(const quiver::ui::KeptRunsPtr &runs);
    void charted(const std::shared_ptr<const quiver::ui::BenchChartSet> &charts);
    void lookedAt(const std::shared_ptr<const quiver::ui::LookedAt> &look);
    void changed(); ///< renamed, commented or removed: to be read again
    void reportSaved(const QString &fileName);
    void failed(const QString &reason);

private:
    using IsOld = std::function<bool()>; ///< there is a newer question of the kind; from any thread
    void follow(const QFuture<void> &written);
    /// Hands what \p work makes of it to \p done, but for old questions. \p newest: of its kind.
    template<typename Work, typename Done>
    void ask(std::atomic<int> &newest, const QString &title, Work work, Done done);
    template<typename Work, typename Done>
    void onThread(const QString &title, Work work, Done done);

    store::Workspace &m_workspace;
    std::unique_ptr<QThreadPool> m_pool;
    std::atomic<int> m_listing = 0, m_charting = 0, m_looking = 0; ///< generations
};

} // namespace quiver::ui
