// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/explainpane.h"

#include "core/reply.h"
#include "pg/session.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/plan/explainsettings.h"
#include "ui/plan/parameterform.h"
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
enum Page { WaitingPage, PlanPage, ValuesPage };

struct Answer {
    OpenPlanPtr plan; ///< null: the server refuses the statement, and it is known why
    QString refusal;
    QString runEnded; ///< why ANALYZE came to no end
    store::PlanEntry entry;
};

Answer answerOf(pg::Connection &connection, const doctor::ExplainRequest &request, QSizeF box)
{
    doctor::Diagnosis diagnosis = doctor::diagnose(connection, request);
    Answer answer{.runEnded = diagnosis.ended};
    for (const doctor::Finding &finding : diagnosis.findings)
        answer.refusal += finding.text + u' ';
    if (!diagnosis.plan)
        return answer;
    answer.plan = openPlan(std::move(*diagnosis.plan), box, request.sql, PlanFindings{std::move(diagnosis.findings), std::move(diagnosis.assumptions)});
    answer.entry = planEntry(*answer.plan);
    answer.entry.origin = answer.plan->plan.isAnalyzed() ? store::PlanEntry::Origin::Analyze : store::PlanEntry::Origin::Explain;
    answer.entry.text = diagnosis.text;
    return answer;
}

} // namespace

ExplainPane::ExplainPane(pg::Session &session, const ExplainSettings &settings, const Question &question, QWidget *parent)
    : QWidget(parent), m_session(&session), m_settings(settings), m_question(question), m_parameters(question.named.empty() ? doctor::parametersOf(question.sql) : 0), m_message(new InlineBar), m_stack(new QStackedWidget),
      m_state(new QLabel), m_cancel(new QPushButton(tr("Cancel"))), m_form(new ParameterForm), m_view(new PlanView)
{
    setObjectName(u"explainPane"_s);
    m_question.analyze = question.analyze || settings.analyzes();
    setWindowTitle(m_question.analyze ? tr("Explain analyze") : tr("Explain"));
    m_message->setObjectName(u"explainMessage"_s);
    m_message->hide();
    m_state->setObjectName(u"explainState"_s);
    m_state->setProperty("muted", true);
    m_state->setAlignment(Qt::AlignCenter);
    m_cancel->setObjectName(u"explainCancel"_s);
    if (m_parameters > 0)
        connect(tool(u"explainValues"_s, u"edit"_s, tr("Other values of the parameters")), &QToolButton::clicked, this, &ExplainPane::askForValues);
    connect(tool(u"explainAgain"_s, u"refresh"_s, m_question.analyze ? tr("Run and measure it again") : tr("Ask for the plan again")), &QToolButton::clicked, this, [this] { proceed(m_forAny); });
    connect(tool(u"explainOpen"_s, u"duplicate"_s, tr("Open it on the Plan screen, to compare it with others")), &QToolButton::clicked, this,
            [this] { Q_EMIT openPlanRequested(m_view->plan(), m_entry); });
    auto *waiting = new QWidget;
    auto *column = new QVBoxLayout(waiting);
    column->addStretch(1);
    column->addWidget(m_state);
    column->addWidget(m_cancel, 0, Qt::AlignHCenter);
    column->addStretch(1);
    m_stack->insertWidget(WaitingPage, waiting);
    m_stack->insertWidget(PlanPage, m_view);
    m_stack->insertWidget(ValuesPage, m_form);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    m_ticker.setInterval(tickMs);
    connect(&m_ticker, &QTimer::timeout, this, &ExplainPane::showState);
    connect(m_cancel, &QPushButton::clicked, this, &ExplainPane::cancel);
    connect(m_form, &ParameterForm::given, this, [this](const std::vector<std::optional<QString>> &values) {
        m_question.parameters = values;
        Q_EMIT valuesGiven(m_question.sql, values);
        proceed(false);
    });
    connect(m_form, &ParameterForm::anyRequested, this, [this] { proceed(true); });
    connect(m_view, &PlanView::openInConsoleRequested, this, &ExplainPane::openInConsoleRequested);
    connect(m_view, &PlanView::changeRequested, this, &ExplainPane::changeRequested);
    begin();
}

ExplainPane::~ExplainPane()
{
    if (isRunning())
        m_job->cancel();
}

QToolButton *ExplainPane::tool(const QString &name, const QString &iconName, const QString &words)
{
    auto *made = new QToolButton;
    made->setObjectName(name);
    made->setIcon(icon(iconName));
    made->setToolTip(words);
    made->setAccessibleName(words);
    made->setFocusPolicy(Qt::TabFocus);
    m_view->addToBar(made);
    return made;
}

bool ExplainPane::showsPlan() const
{
    return m_stack->currentIndex() == PlanPage;
}

void ExplainPane::begin()
{
    if (const QString problem = doctor::explainProblem(m_question.sql); !problem.isEmpty())
        ended(tr("It cannot be explained: %1.").arg(problem));
    else if (m_parameters > 0 && m_question.parameters.empty() && !m_settings.options(m_question.analyze).generic)
        askForValues();
    else
        proceed(false);
}

void ExplainPane::askForValues()
{
    if (isRunning())
        return;
    m_message->hide();
    m_form->setAnyOffered(!m_question.analyze, m_question.analyze ? tr("&Run and measure") : tr("&Explain"));
    m_stack->setCurrentIndex(ValuesPage);
    m_form->ask(m_parameters, {}, m_question.parameters.empty() ? m_settings.values(m_question.sql) : m_question.parameters);
    readTypes();
}

void ExplainPane::readTypes()
{
    if (!m_session)
        return;
    auto task = m_session->run(tr("Types of the parameters"), [sql = m_question.sql](pg::Connection &connection, core::JobContext &) { return doctor::parameterTypes(connection, sql); });
    m_job = task.job;
    core::whenDone(
        task.future, this, [this](const QStringList &types) { m_form->setTypes(types); },
        [this](const std::exception_ptr &error) { m_message->ask(InlineBar::Tone::Danger, core::describe(error), {{u"explainMessageClose"_s, tr("Close"), {}}}); });
}

void ExplainPane::proceed(bool forAny)
{
    m_forAny = forAny;
    bool changes = false;
    doctor::explainProblem(m_question.sql, &changes);
    if (m_question.analyze && changes)
        ask();
    else
        run();
}

void ExplainPane::ask()
{
    m_stack->setCurrentIndex(WaitingPage);
    m_cancel->hide();
    m_state->setText(tr("Not run yet."));
    m_message->ask(InlineBar::Tone::Warning, tr("The statement writes. To measure it, it is run and rolled back; sequences stay advanced, and what triggers do beside the database stays done."),
                   {{u"explainRun"_s, tr("Run and roll back"), [this] { run(); }}, {u"explainDoNot"_s, tr("Do not run"), {}}});
}

void ExplainPane::run()
{
    if (isRunning() && m_stack->currentIndex() == WaitingPage)
        return;
    if (!m_session) {
        ended(tr("The connection of this tab was closed. Explain the statement once more."));
        return;
    }
    m_message->hide();
    m_stack->setCurrentIndex(WaitingPage);
    m_since.start();
    doctor::ExplainRequest request{.sql = m_question.sql, .options = m_settings.options(m_question.analyze), .parameters = m_question.parameters, .named = m_question.named};
    request.options.generic = request.options.generic || m_forAny;
    auto task = m_session->run(tr("Explain"), [request, box = m_view->boxSize()](pg::Connection &connection, core::JobContext &) { return answerOf(connection, request, box); });
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
            if (!answer.runEnded.isEmpty())
                m_message->ask(InlineBar::Tone::Warning, answer.runEnded, {{u"explainMessageClose"_s, tr("Close"), {}}});
            m_entry = answer.entry;
            Q_EMIT planMade(m_entry);
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
    m_stack->setCurrentIndex(problem.isEmpty() ? PlanPage : WaitingPage);
    m_state->setText(tr("There is no plan."));
    if (problem.isEmpty())
        return;
    QList<InlineBar::Answer> answers{{u"explainRetry"_s, tr("Try again"), [this] { begin(); }}};
    if (m_parameters > 0)
        answers.prepend({u"explainOtherValues"_s, tr("Other values…"), [this] { askForValues(); }});
    m_message->ask(InlineBar::Tone::Danger, problem, answers);
}

void ExplainPane::showState()
{
    const int requests = m_job->cancelRequests();
    m_cancel->show();
    m_cancel->setEnabled(requests < 2);
    m_cancel->setText(requests > 0 ? tr("Force stop") : tr("Cancel"));
    const QString words = m_question.analyze ? tr("Running and measuring the statement… %1") : tr("Asking for the plan… %1");
    m_state->setText(words.arg(elapsedText(m_since.elapsed())));
}

} // namespace quiver::ui
