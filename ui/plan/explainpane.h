// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of a statement, asked of a server: with what the doctor finds by plan and catalogue.
//
// Parameters without values are asked for. With ANALYZE the statement runs and is rolled back; one that writes is asked about first. The
// session is used while it answers, not longer; it may go at any time.
#pragma once

#include "core/job.h"
#include "doctor/doctor.h"
#include "store/planentry.h"
#include "ui/plan/openplan.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace quiver::pg {
class Session;
}

namespace quiver::ui {

class ExplainSettings;
class InlineBar;
class ParameterForm;
class PlanView;

class ExplainPane final : public QWidget
{
    Q_OBJECT

public:
    struct Question {
        QString sql;
        bool analyze = false;
        std::vector<std::optional<QString>> parameters; ///< empty: asked for where the statement has some
        /// Of its :names. They are sent as parameters, as a run sends them: as literals in the text, a value would have another type, might be
        /// folded away, and the plan would not be that of the statement run.
        decltype(doctor::ExplainRequest::named) named;
    };
    /// Begins at once, or asks. \p settings outlives it.
    ExplainPane(pg::Session &session, const ExplainSettings &settings, const Question &question, QWidget *parent = nullptr);
    ~ExplainPane() override;

    PlanView *view() const { return m_view; }
    bool isRunning() const { return m_job && !m_job->isFinished(); }
    bool showsPlan() const;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);
    void changeRequested(const quiver::doctor::Fix &fix);
    /// A plan came; its entry lacks what only who opened the session knows: profile, server, database.
    void planMade(const quiver::store::PlanEntry &entry);
    /// The plan is to be shown in full, and to be compared.
    void openPlanRequested(const quiver::ui::OpenPlanPtr &plan, const quiver::store::PlanEntry &entry);
    /// So that they need not be typed again.
    void valuesGiven(const QString &sql, const std::vector<std::optional<QString>> &values);

private:
    QToolButton *tool(const QString &name, const QString &iconName, const QString &words);
    void begin();
    void askForValues();
    void readTypes();
    void proceed(bool forAny);
    void ask();
    void run();
    void cancel();
    void ended(const QString &problem); ///< empty: the plan is shown
    void showState();

    QPointer<pg::Session> m_session;
    const ExplainSettings &m_settings;
    Question m_question;
    const int m_parameters; ///< that the statement has and values may be asked for; its :names have theirs
    bool m_forAny = false;
    store::PlanEntry m_entry; ///< of the plan that is shown
    std::shared_ptr<core::Job> m_job;
    QElapsedTimer m_since;
    QTimer m_ticker;
    InlineBar *m_message;
    QStackedWidget *m_stack;
    QLabel *m_state;
    QPushButton *m_cancel;
    ParameterForm *m_form;
    PlanView *m_view;
};

} // namespace quiver::ui
