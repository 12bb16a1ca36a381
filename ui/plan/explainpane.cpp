// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/explainpane.h"

#include "core/reply.h"
#include "doctor/doctor.h"
#include "pg/session.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/plan/planview.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int tickMs = 250;

struct Answer {
    OpenPlanPtr plan; ///< null: the server refuses the statement, and it is known why
    QString refusal;
};

} // namespace

ExplainPane::ExplainPane(pg::Session &session, const QString &sql, bool analyze, QWidget *parent)
    : QWidget(parent), m_session(&session), m_sql(sql), m_analyze(analyze), m_message(new InlineBar), m_stack(new QStackedWidget), m_state(new QLabel), m_cancel(new QPushButton(tr("Cancel"))),
      m_view(new PlanView)
{
    setObjectName(u"explainPane"_s);
    m_message->setObjectName(u"explainMessage"_s);
    m_message->hide();
    m_state->setObjectName(u"explainState"_s);
    m_state->setProperty("muted", true);
    m_state->setAlignment(Qt::AlignCenter);
    m_cancel->setObjectName(u"explainCancel"_s);
    auto *again = new QToolButton;
    again->setObjectName(u"explainAgain"_s);
    again->setIcon(icon(u"refresh"_s));
    again->setToolTip(analyze ? tr("Run and measure it again") : tr("Ask for the plan again"));
    again->setAccessibleName(again->toolTip());
    again->setFocusPolicy(Qt::TabFocus);
    connect(again, &QToolButton::clicked, this, &ExplainPane::begin);
    m_view->addToBar(again);
    auto *waiting = new QWidget;
    auto *column = new QVBoxLayout(waiting);
    column->addStretch(1);
    column->addWidget(m_state);
    column->addWidget(m_cancel, 0, Qt::AlignHCenter);
    column->addStretch(1);
    m_stack->addWidget(waiting);
    m_stack->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    m_ticker.setInterval(tickMs);
    connect(&m_ticker, &QTimer::timeout, this, &ExplainPane::showState);
    connect(m_cancel, &QPushButton::clicked, this, &ExplainPane::cancel);
    connect(m_view, &PlanView::openInConsoleRequested, this, &ExplainPane::openInConsoleRequested);
    begin();
}

ExplainPane::~ExplainPane()
{
    if (isRunning())
        m_job->cancel();
}

bool ExplainPane::showsPlan() const
{
    return m_stack->currentWidget() == m_view;
}

void ExplainPane::begin()
{
    if (isRunning())
        return;
    bool changes = false;
    const QString problem = doctor::explainProblem(m_sql, &changes);
    if (!problem.isEmpty())
        ended(tr("It cannot be explained: %1.").arg(problem));
    else if (m_analyze && changes)
        ask();
    else
        run();
}

void ExplainPane::ask()
{
    m_stack->setCurrentIndex(0);
    m_cancel->hide();
    m_state->setText(tr("Not run yet."));
    m_message->ask(InlineBar::Tone::Warning, tr("The statement writes. To measure it, it is run and rolled back; sequences stay advanced, and what triggers do beside the database stays done."),
                   {{u"explainRun"_s, tr("Run and roll back"), [this] { run(); }}, {u"explainDoNot"_s, tr("Do not run"), {}}});
}

void ExplainPane::run()
{
    if (!m_session) {
        ended(tr("The connection of this tab was closed. Explain the statement once more."));
        return;
    }
    m_message->hide();
    m_stack->setCurrentIndex(0);
    m_since.start();
    auto task = m_session->run(tr("Explain"), [request = doctor::ExplainRequest{.sql = m_sql, .options = {.analyze = m_analyze}}, box = m_view->boxSize()](pg::Connection &connection, core::JobContext &) {
        doctor::Diagnosis diagnosis = doctor::diagnose(connection, request);
        Answer answer;
        for (const doctor::Finding &finding : diagnosis.findings)
            answer.refusal += finding.text + u' ';
        if (diagnosis.plan)
            answer.plan = openPlan(std::move(*diagnosis.plan), box, PlanFindings{std::move(diagnosis.findings), std::move(diagnosis.assumptions)});
        return answer;
    });
    m_job = task.job;
    m_ticker.start();
    showState();
    core::whenDone(
        task.future, this,
        [this](const Answer &answer) {
            if (!answer.plan) {
                ended(answer.refusal.trimmed());
                return;
            }
            m_view->setPlans({answer.plan});
            ended({});
        },
        [this](const std::exception_ptr &error) { ended(core::describe(error)); });
}

void ExplainPane::cancel()
{
    if (m_job)
        m_job->cancel();
    showState();
}

void ExplainPane::ended(const QString &problem)
{
    m_ticker.stop();
    m_cancel->hide();
    m_stack->setCurrentIndex(problem.isEmpty() ? 1 : 0);
    m_state->setText(tr("There is no plan."));
    if (!problem.isEmpty())
        m_message->ask(InlineBar::Tone::Danger, problem, {{u"explainRetry"_s, tr("Try again"), [this] { begin(); }}});
}

void ExplainPane::showState()
{
    const int requests = m_job->cancelRequests();
    m_cancel->show();
    m_cancel->setEnabled(requests < 2);
    m_cancel->setText(requests > 0 ? tr("Force stop") : tr("Cancel"));
    const QString words = m_analyze ? tr("Running and measuring the statement… %1") : tr("Asking for the plan… %1");
    m_state->setText(words.arg(elapsedText(m_since.elapsed())));
}

} // namespace quiver::ui
