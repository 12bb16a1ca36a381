// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a statement, asked of a server: with what the doctor finds by plan and catalogue.
//
// With ANALYZE the statement runs and is rolled back; one that writes is asked about first. The session is used while it answers, not
// longer; it may go at any time.
#pragma once

#include "core/job.h"
#include "ui/plan/openplan.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace quiver::pg {
class Session;
}

namespace quiver::ui {

class InlineBar;
class PlanView;

class ExplainPane final : public QWidget
{
    Q_OBJECT

public:
    /// Begins at once, or asks.
    ExplainPane(pg::Session &session, const QString &sql, bool analyze, QWidget *parent = nullptr);
    ~ExplainPane() override;

    PlanView *view() const { return m_view; }
    bool isRunning() const { return m_job && !m_job->isFinished(); }
    bool showsPlan() const;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);

private:
    void begin();
    void ask();
    void run();
    void cancel();
    void ended(const QString &problem); ///< empty: the plan is shown
    void showState();

    QPointer<pg::Session> m_session;
    const QString m_sql;
    const bool m_analyze;
    std::shared_ptr<core::Job> m_job;
    QElapsedTimer m_since;
    QTimer m_ticker;
    InlineBar *m_message;
    QStackedWidget *m_stack;
    QLabel *m_state;
    QPushButton *m_cancel;
    PlanView *m_view;
};

} // namespace quiver::ui
