// SPDX-License-Identifier: GPL-3.0-or-later
// One load under way: its job, its figures as they are now, and how it ended.
//
// On the GUI's thread; the work is on others.
#pragma once

#include "core/leftpool.h"
#include "load/copyfrom.h"
#include "load/loader.h"
#include "load/loadwatch.h"
#include "ui/common/ratemeter.h"
#include "ui/common/server.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <optional>

namespace quiver::ui {

/// How a load ended, in words.
struct LoadOutcome {
    enum class Kind { Running, Done, Cancelled, Failed };
    Kind kind = Kind::Running;
    QString happened;
    QString stands; ///< what is in the table now
    QString next;   ///< what to do next
    load::LoadReport report;
    bool canResume = false;
    bool canRestart = false; ///< it was refused because of rows that an earlier run has loaded
};

class LoadRun final : public QObject
{
    Q_OBJECT

public:
    struct Figures {
        qint64 rows = 0;
        qint64 rejected = 0;
        double rowsPerSecond = -1;  ///< -1: not known yet
        double bytesPerSecond = -1; ///< to the server
        qint64 leftMs = -1;
        qint64 elapsedMs = 0;
        double fraction = -1;       ///< -1: its end is not known
        QString phase;
    };

    explicit LoadRun(core::JobRegistry *jobs, QObject *parent = nullptr);
    ~LoadRun() override;

    /// What it is about, in front of people.
    struct Subject {
        QString source; ///< a file's name, a table, "a query"
        QString schema, table;
        QString rejectFile; ///< empty: bad rows stop it
        bool isAllOrNothing = false;
    };

    void start(Server &server, const load::LoadPlan &plan);
    /// From a table or query of \p from into a table of \p to; all or nothing.
    void startCopy(Server &from, Server &to, const load::CopyPlan &plan);
    /// First asks to stop, then ends it.
    void cancel();
    bool isRunning() const { return m_outcome.kind == LoadOutcome::Kind::Running && m_job; }
    int cancelRequests() const { return m_job ? m_job->cancelRequests() : 0; }
    /// Null before the first start.
    const std::shared_ptr<core::Job> &job() const { return m_job; }

    const Subject &subject() const { return m_subject; }
    /// Of a file; as it was when nothing else was started.
    const load::LoadPlan &plan() const { return m_plan; }
    Server *server() const { return m_server; }
    const QString &serverName() const { return m_serverName; }
    const LoadOutcome &outcome() const { return m_outcome; }
    const Figures &figures() const { return m_figures; }
    /// Those that came since \p first were known.
    std::vector<load::BadRow> badRows(std::size_t first) const { return m_watch ? m_watch->badRows(first) : std::vector<load::BadRow>(); }

    /// badRows() is the one row that stopped it, and no rejected one.
    bool listsTheStop() const { return m_listsTheStop || m_subject.rejectFile.isEmpty(); }

Q_SIGNALS:
    void started();
    /// Some times a second.
    void figuresChanged();
    void finished();

private:
    void begin(Server &server, const Subject &subject);
    void watch(const core::Task<load::LoadReport> &task);
    void endWith(const Server &server);
    void sample();
    void succeeded(const load::LoadReport &report);
    QString endText(const load::LoadReport &report) const;
    void failed(const std::exception_ptr &error);
    void end();

    core::JobRegistry *m_jobs;
    QPointer<Server> m_server;
    QString m_serverName;
    load::LoadPlan m_plan;
    Subject m_subject;
    std::shared_ptr<core::Job> m_job;
    std::shared_ptr<load::LoadWatch> m_watch;
    LoadOutcome m_outcome;
    Figures m_figures;
    bool m_listsTheStop = false;
    RateMeter m_rows, m_bytes, m_done;
    QElapsedTimer m_since;
    QTimer m_ticker;
    core::LeftPool m_pool;
};

} // namespace quiver::ui
