// SPDX-License-Identifier: GPL-3.0-or-later
// One run of one Change; internal to this room. What it does with steps that run once is in changerunner.cpp, with those that are
// repeated in repeatedsteps.cpp.
#pragma once

#include "pg/connection.h"
#include "sql/changerunner.h"
#include "sql/stepparameters.h"

#include <QElapsedTimer>

#include <optional>
#include <utility>
#include <vector>

namespace quiver::sql {

inline double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

class ChangeRun
{
public:
    ChangeRun(pg::Connection &connection, core::JobContext &job, ChangeReport &report, ChangeListener *listener, StepParameters *parameters)
        : m_connection(connection), m_job(job), m_report(report), m_change(report.change), m_listener(listener), m_parameters(parameters)
    {
    }

    void all();

private:
    /// What ended the work on a step, as the report wants it.
    struct Failure {
        std::optional<pg::Error> error; ///< none: cancelled
        QString words;
        void add(const QString &fact)
        {
            if (!words.isEmpty())
                words += QLatin1StringView("; ");
            words += fact;
        }
        StepState state() const { return error ? StepState::Failed : StepState::Cancelled; }
    };

    bool together(const StepGroup &group);
    bool repeated(std::size_t index);
    bool alone(std::size_t index);

    // Within a step.
    bool isTrue(const QString &query) { return isTrue(m_connection.exec(query)); }
    static bool isTrue(const pg::Result &result) { return result.rowCount() > 0 && !result.isNull(0, 0) && result.boolean(0, 0); }
    void limitWaiting(int seconds);
    StepParameters *parametersOf(std::size_t index) const { return m_parameters && m_parameters->areFor(index) ? m_parameters : nullptr; }
    void repeat(std::size_t index);
    void repeatWithValues(std::size_t index, StepParameters &parameters);
    void ranOnce(std::size_t index, qint64 rows);
    qint64 batch(const ChangeStep &step, bool look, const std::vector<pg::Param> &values = {});
    bool hasMore(const ChangeStep &step);
    void execute(std::size_t index);
    void remember(const ChangeStep &step);
    void setBack();
    void verify(const ChangeStep &step);
    void commit();
    template<typename Work>
    std::optional<Failure> attempt(Work work);
    static Failure failure(const std::exception_ptr &error);

    // After a failure.
    void rollBack();
    void explainLock(Failure &failure, const ChangeStep &step, int seconds);
    void removeLeft(const ChangeStep &step);
    bool doneInSpiteOf(const ChangeStep &step);
    /// Who drops an index waits for everybody who uses the table, and not for ever: it may be repaired meanwhile.
    int tidySeconds() const { return m_change.lockTimeout > 0 ? m_change.lockTimeout : 5; }
    StepState tidyUp(const ChangeStep &step, Failure &failure);
    QString leftWords(const ChangeStep &step, const QString &why) const;
    void fail(std::size_t index, StepState state, const Failure &failure);

    void set(std::size_t index, StepState state);
    void tell(std::size_t index)
    {
        if (m_listener)
            m_listener->stepChanged(index, m_report.steps[index]);
    }
    void begin(std::size_t index);
    void progress(std::size_t index, qint64 rows = 0);

    pg::Connection &m_connection;
    core::JobContext &m_job;
    ChangeReport &m_report;
    const Change &m_change;
    ChangeListener *const m_listener;
    StepParameters *const m_parameters;
    QElapsedTimer m_timer;       // of the step that runs
    bool m_committing = false;   // COMMIT is under way, or was when the connection went
    std::vector<std::pair<QString, QString>> m_before; // settings of the session that steps have changed, as they were
};

template<typename Work>
std::optional<ChangeRun::Failure> ChangeRun::attempt(Work work)
{
    try {
        work();
        return std::nullopt;
    } catch (...) {
        return failure(std::current_exception());
    }
}

} // namespace quiver::sql
