// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmark screen asks of a server: what a table is like, runs, sweeps, the tuner. One of them at a time, on a thread of its own; each
// run is kept in the workspace as it ends. Nothing here waits.
#pragma once

#include "bench/sweeper.h"
#include "bench/tuner.h"
#include "core/threadjob.h"
#include "store/workspace.h"
#include "ui/common/searchedtable.h"
#include "ui/common/server.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace quiver::ui {

class BenchWork final : public QObject
{
    Q_OBJECT

public:
    BenchWork(store::Workspace &workspace, embed::EndpointBook &endpoints, pg::Services services, QObject *parent = nullptr);
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
    /// The plan of a run's statement as the server makes it now, measured once.
    void askPlan(const bench::RunSpec &run);
    /// Looks for scratch schemas that a killed program left.
    void findLeftovers();
    void cancel();

    bool isRunning() const { return m_job != nullptr; }
    const std::shared_ptr<core::Job> &job() const { return m_job; }
    /// The server that runs it; null: nothing runs, or it was closed.
    Server *runsOn() const { return isRunning() ? m_runsOn.data() : nullptr; }

// Another server may be chosen while something runs. What is only of use where it was asked for is not told then, and sentences name the server.
Q_SIGNALS:
    void tableRead(const std::shared_ptr<const quiver::ui::SearchedTable> &table);
    void tableFailed(const QString &reason);
    void runningChanged();
    void progressChanged();
    void rateArrived(const quiver::bench::LiveRate &rate);
    /// On the server that is chosen; it is kept already.
    void runMade(qint64 id);
    /// With what is to be known of it in sentences, of all runs; empty: nothing.
    void finished(const QString &words);
    void failed(const QString &reason);
    /// The search itself is not to be had, before anything was measured: which fields, and why.
    void refused(const std::vector<quiver::search::SearchProblem> &problems);
    void forecastMade(const quiver::bench::SweepForecast &forecast);
    /// \p on: where it was tuned, whichever server is chosen by now; never null.
    void trialMade(quiver::ui::Server *on, const quiver::bench::TunerTrial &trial);
    void tuned(quiver::ui::Server *on, const quiver::bench::TunerOutcome &outcome);
    void sqlMade(const QString &sql);
    /// As the server's JSON.
    void planMade(const QString &plan);
    void leftoversFound(const std::vector<quiver::bench::LeftScratch> &leftovers);

private:
    using Runner = std::function<void(bench::BenchRunner &, core::JobContext &)>;
    using Embedded = std::function<void(const search::EmbedderFor &)>;
    /// What is run on the thread.
    struct Task {
        QString title;
        bench::Workload workload;   ///< whose texts may have to be embedded
        Runner work;
        std::function<void()> done; ///< called on this thread when it has succeeded
        QString cancelled;          ///< said where it was cancelled and threw
    };
    /// Where something was asked for.
    struct Place {
        QPointer<Server> server;
        QString summary; ///< of the server
        int generation = 0;
    };
    Place here() const;
    /// That server is the chosen one, and was all the time: the form is still about it.
    bool isHere(const Place &place) const { return place.generation == m_serverGeneration; }
    /// What happened there, with the server's name where another one is chosen.
    QString told(const Place &place, const QString &words) const;
    /// Calls \p then when the embedder of the workload's texts is at hand; at once where it needs none. Not if another server is chosen meanwhile.
    void withEmbedder(const bench::Workload &workload, const Embedded &then);
    /// Calls \p look on a pooled session with the bound workload, and \p done with what it returns.
    void lookAt(const QString &title, const bench::Workload &workload, const std::function<QString(pg::Connection &, const bench::BoundWorkload &)> &look,
                const std::function<void(const QString &)> &done);
    void start(const Task &task);
    void startNow(const Task &task, const search::EmbedderFor &embedderFor);
    void tellFailure(const Place &place, const Task &task, const std::exception_ptr &error);
    qint64 keep(bench::RunResult &run, const QString &name, const QUuid &profile) const;
    void end();

    store::Workspace &m_workspace;
    embed::EndpointBook &m_endpoints;
    const pg::Services m_services;
    std::unique_ptr<QThreadPool> m_pool;
    QPointer<Server> m_server, m_runsOn;
    std::shared_ptr<core::Job> m_job;
    int m_tableGeneration = 0;
    int m_serverGeneration = 0;
};

} // namespace quiver::ui
