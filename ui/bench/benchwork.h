// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmark screen asks of a server: what a table is like, runs, sweeps, the tuner. One of them at a time, on a thread of its own; each
// run is kept in the workspace as it ends. Nothing here waits.
#pragma once

#include "bench/sweeper.h"
#include "bench/tuner.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "ui/common/server.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace quiver::ui {

class BenchWork final : public QObject
{
    Q_OBJECT

public:
    BenchWork(store::Workspace &workspace, pg::Services services, QObject *parent = nullptr);
    /// Cancels what runs and waits until it has cleaned up.
    ~BenchWork() override;

    void setServer(Server *server);
    void readTable(const QString &schema, const QString &table);
    /// All runs of \p plan, kept under \p name.
    void run(const bench::SweepPlan &plan, const QString &name);
    /// Tells what run() would do.
    void forecast(const bench::SweepPlan &plan);
    void tune(const bench::TunerPlan &plan);
    /// The statement of a workload with a vector in it, for the console.
    void askSql(const bench::Workload &workload);
    /// Looks for scratch schemas that a killed program left.
    void findLeftovers();
    void cancel();

    bool isRunning() const { return m_job != nullptr; }
    const std::shared_ptr<core::Job> &job() const { return m_job; }
    /// The server that runs it; null: nothing runs, or it was closed.
    Server *runsOn() const { return isRunning() ? m_runsOn.data() : nullptr; }

Q_SIGNALS:
    void tableRead(const std::shared_ptr<const quiver::search::SearchTable> &table);
    void tableFailed(const QString &reason);
    void runningChanged();
    void progressChanged();
    void rateArrived(const quiver::bench::LiveRate &rate);
    /// It is kept already.
    void runMade(qint64 id);
    /// With what is to be known of it in sentences; of all runs.
    void finished(const QStringList &notes, bool cancelled);
    void failed(const QString &reason);
    void forecastMade(const quiver::bench::SweepForecast &forecast);
    void trialMade(const quiver::bench::TunerTrial &trial);
    void tuned(const quiver::bench::TunerOutcome &outcome);
    void sqlMade(const QString &sql);
    void leftoversFound(const std::vector<quiver::bench::LeftScratch> &leftovers);

private:
    using Runner = std::function<void(bench::BenchRunner &, core::JobContext &)>;
    /// Runs \p work on the thread; \p done is called on this one when it has succeeded.
    void start(const QString &title, Runner work, std::function<void()> done);
    qint64 keep(bench::RunResult &run, const QString &name, const QUuid &profile) const;
    void end();

    store::Workspace &m_workspace;
    const pg::Services m_services;
    std::unique_ptr<QThreadPool> m_pool;
    QPointer<Server> m_server, m_runsOn;
    std::shared_ptr<core::Job> m_job;
    int m_tableGeneration = 0;
};

} // namespace quiver::ui
