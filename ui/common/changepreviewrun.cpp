// SPDX-License-Identifier: GPL-3.0-or-later
// The part of ChangePreview that makes the Change and runs it.
#include "ui/common/changepreviewrun.h"

#include "core/reply.h"
#include "pg/connection.h"
#include "sql/keptrun.h"
#include "sql/losses.h"
#include "ui/common/changestepsmodel.h"
#include "ui/common/changewords.h"
#include "ui/common/inlinebar.h"
#include "ui/common/nameguard.h"
#include "ui/common/stopping.h"

#include <QListView>
#include <QPushButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void ChangePreview::setServer(Server *server)
{
    if (m_server == server)
        return;
    if (m_server)
        m_server->disconnect(this);
    m_server = server;
    ++m_generation;
    if (server)
        connect(server, &QObject::destroyed, this, &ChangePreview::showState);
    if (isRunning()) {
        showState(); // it goes on where it was begun, and is shown to its end
        return;
    }
    showChange(sql::Change());
    if (m_maker)
        refresh();
}

void ChangePreview::setChange(const sql::Change &change)
{
    if (isRunning())
        return;
    ++m_generation;
    m_refreshTimer.stop();
    m_maker = nullptr;
    showChange(change);
}

void ChangePreview::showReport(const sql::ChangeReport &report, const PastRun &past)
{
    if (isRunning())
        return;
    setChange(report.change);
    m_past = past;
    m_undoes = past.undoes;
    m_model->setReports(report.steps);
    showOutcome(report);
}

void ChangePreview::setChangeMaker(Maker maker)
{
    m_maker = std::move(maker);
}

void ChangePreview::setMissing(const QString &why)
{
    if (isRunning())
        return;
    ++m_generation;
    m_refreshTimer.stop();
    showMessage(why);
}

void ChangePreview::setFailed(const QString &why, const std::function<void()> &again)
{
    if (isRunning())
        return;
    setMissing({});
    m_bar->ask(InlineBar::Tone::Danger, why, {{u"changeRetry"_s, tr("Try again"), again}});
}

void ChangePreview::refresh()
{
    if (isRunning())
        return;
    ++m_generation;
    m_stale = true;
    showState();
    m_refreshTimer.start();
}

void ChangePreview::make()
{
    if (isRunning() || !m_maker)
        return;
    if (m_making)
        m_making->cancel();
    m_making.reset();
    if (!m_server) {
        showMessage(tr("Open a connection to see what will be changed."));
        return;
    }
    const int generation = ++m_generation;
    auto task = m_server->pool().read(tr("Prepare a change"), [maker = m_maker](pg::Connection &connection, core::JobContext &) { return maker(connection); });
    m_making = task.job;
    core::whenDone(
        task.future, this,
        [this, generation](const sql::PlannedChange &planned) {
            if (generation != m_generation)
                return;
            m_making.reset();
            showChange(planned);
            Q_EMIT refreshed();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            m_making.reset();
            m_outcomeKept = false;
            setFailed(core::describe(error), [this] { refresh(); });
            Q_EMIT refreshed();
        });
}

void ChangePreview::apply()
{
    if (isRunning() || !m_apply->isEnabled())
        return;
    const sql::Guard guard = sql::guardFor(change(), m_server->identity().environment, {m_server->database(), m_server->identity().name});
    if (guard.level == sql::Guard::Level::None) {
        run();
        return;
    }
    if (m_shown == Shown::Outcome)
        m_shown = Shown::Plan; // the bar asks now
    const QString words = guard.dangers.size() == 1 ? dangerWords(guard.dangers.front()) : tr("This destroys:");
    m_bar->ask(InlineBar::Tone::Danger, words,
               {{u"changeConfirm"_s, m_applyText, [this] { run(); }, true}, {u"changeDecline"_s, tr("Do not run it"), {}}}, guard);
}

QString ChangePreview::unfinished(const Server *server) const
{
    return isRunning() && (!server || m_run->server == server) ? tr("“%1” is running").arg(change().title) : QString();
}

void ChangePreview::stop(const Server *server, const std::function<void()> &then)
{
    if (unfinished(server).isEmpty())
        then();
    else
        stopJob(m_run->job, this, then);
}

int ChangePreview::backendPid() const
{
    return m_run ? m_run->backendPid.load() : 0;
}

Server *ChangePreview::runsOn() const
{
    return m_run ? m_run->server.data() : nullptr;
}

void ChangePreview::run()
{
    if (isRunning() || !m_server || change().isEmpty())
        return;
    m_bar->hide();
    m_shown = Shown::Plan;
    m_outcomeKept = false;
    if (m_runner) {
        m_runner(change());
        return;
    }
    m_model->setReports(std::vector<sql::StepReport>(change().steps.size()));
    auto shared = std::make_shared<Run>(change().steps.size());
    shared->server = m_server;
    shared->undoes = m_undoes;
    const auto work = [shared, change = change(), parameters = m_parameters, journal = m_server->journal(), place = m_server->place()](pg::Connection &connection, core::JobContext &job) {
        shared->backendPid = connection.backendPid();
        sql::KeptRun kept(journal, place, shared.get(), shared->undoes);
        shared->finished = kept.run(change, connection, job, parameters.get());
        shared->entry = kept.id();
        // For the list of jobs, which knows nothing of reports.
        if (shared->finished->cancelled)
            throw core::Cancelled();
        if (shared->finished->error)
            throw *shared->finished->error;
    };
    auto task = m_server->pool().run(change().title, work);
    shared->job = task.job;
    m_run = shared;
    m_waitsFor.clear();
    m_blockerTimer.start();
    connect(task.job.get(), &core::Job::progressChanged, this, &ChangePreview::followRun);
    core::whenDone(task.future, this, [this] { runEnded({}); }, [this](const std::exception_ptr &error) { runEnded(error); });
    showState();
    Q_EMIT runningChanged(true);
}

void ChangePreview::followRun()
{
    if (!m_run)
        return;
    const auto reports = m_run->snapshot();
    m_model->setReports(reports);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (reports[i].state == sql::StepState::Running)
            m_steps->scrollTo(m_model->index(int(i)));
    }
}

/// A step that has been silent for a while may wait for somebody's lock: the user can see whose.
void ChangePreview::lookForBlockers()
{
    constexpr qint64 aWhile = 1500; // milliseconds
    if (!m_run || !m_run->server || m_run->looking || m_run->backendPid == 0)
        return;
    if (m_run->silentMs() < aWhile) {
        if (!std::exchange(m_waitsFor, QString()).isEmpty())
            showState();
        return;
    }
    m_run->looking = true;
    const auto take = [this, asked = std::weak_ptr(m_run)](const QString &words) {
        const auto run = asked.lock();
        if (!run || run != m_run)
            return;
        run->looking = false;
        if (std::exchange(m_waitsFor, words) != words)
            showState();
    };
    auto task = m_run->server->pool().read(tr("Look for who is in the way"), [pid = m_run->backendPid.load()](pg::Connection &connection, core::JobContext &) {
        return sql::blockersOf(connection, pid);
    });
    core::whenDone(task.future, this, [take](const std::vector<sql::LockHolder> &blockers) { take(waitWords(blockers)); },
                   [take](const std::exception_ptr &) { take({}); }); // a nicety: nothing is known then
}

void ChangePreview::runEnded(const std::exception_ptr &error)
{
    const std::shared_ptr<Run> ended = std::exchange(m_run, nullptr);
    ended->job->disconnect(this);
    m_blockerTimer.stop();
    showState();
    Q_EMIT runningChanged(false);
    m_shown = Shown::Outcome;
    if (!ended->finished) { // it did not even begin
        const bool cancelled = ended->job->state() == core::Job::State::Cancelled;
        m_bar->ask(cancelled ? InlineBar::Tone::Warning : InlineBar::Tone::Danger,
                   cancelled ? tr("Cancelled before it began. Everything was left as it was.")
                             : tr("It could not begin: %1\nEverything was left as it was.").arg(core::describe(error)),
                   {{u"changeClose"_s, tr("Close"), {}}});
        return;
    }
    m_model->setReports(ended->finished->steps);
    // The window may show another server by now: nothing of this Change may be run, or taken back, on that one.
    m_past = {.id = ended->entry};
    showOutcome(*ended->finished, ended->server && ended->server == m_server);
    if (ended->server)
        ended->server->reportChange(*ended->finished, ended->entry > 0);
    Q_EMIT finished(*ended->finished);
}

void ChangePreview::showOutcome(const sql::ChangeReport &report, bool sameServer)
{
    using Tone = InlineBar::Tone;
    QList<InlineBar::Answer> answers;
    const bool possible = sameServer && refusal().isEmpty();
    const sql::PlannedChange planned(report.change, m_parameters);
    const bool lacksValues = report.change.takesParameters() && !m_parameters; // it comes from the journal
    if (!report.succeeded() && possible && !lacksValues)
        answers.append({u"changeAgain"_s, tr("Run again"), [this, planned] { runAgain(planned); }});
    if (!report.undo().isEmpty() && possible && m_past.undoRefusal.isEmpty())
        answers.append({u"changeUndo"_s, tr("Undo what was done…"), [this, report] { previewUndo(report); }});
    answers.append({u"changeClose"_s, tr("Close"), [this, sameServer] {
                        if (sameServer)
                            return;
                        showChange(sql::Change());
                        if (m_maker)
                            refresh();
                    }});
    const QString own = m_outcomeWords ? m_outcomeWords(report) : QString();
    QStringList words{own.isEmpty() ? outcomeWords(report) : own, m_past.undoRefusal,
                      lacksValues && !report.succeeded() ? tr("Its values are made while it runs: plan it anew where it was planned, and it goes on with what is left.") : QString()};
    words.removeAll(QString());
    m_bar->ask(report.succeeded() ? Tone::Success : report.cancelled ? Tone::Warning : Tone::Danger, words.join(u'\n'), answers);
    m_shown = Shown::Outcome;
    m_done = report.succeeded() || !sameServer;
    showState();
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        if (!report.steps[i].message.isEmpty())
            m_steps->setCurrentIndex(m_model->index(int(i)));
    }
}

void ChangePreview::previewUndo(const sql::ChangeReport &report)
{
    const Maker maker = m_maker;
    const PastRun past = m_past;
    const sql::PlannedChange planned(report.change, m_parameters);
    setChange(report.undo());
    m_shown = Shown::Undo;
    m_undoes = past.id;
    countLosses();
    const QString text = m_applyText;
    setApplyText(tr("Undo"));
    QStringList words{past.undoWarning, tr("This takes back what was done. Nothing has happened yet.")};
    words.removeAll(QString());
    m_bar->ask(InlineBar::Tone::Warning, words.join(u'\n'),
               {{u"changeBack"_s, tr("Back"), [this, maker, past, text, report, planned] {
                     ++m_generation; // what is still being counted is of no use any more
                     setApplyText(text);
                     showChange(planned);
                     m_past = past;
                     m_model->setReports(report.steps);
                     showOutcome(report);
                     m_maker = maker;
                 }}});
    m_maker = maker;
}

/// A moment later the steps say how many rows would go; until then it cannot be applied.
void ChangePreview::countLosses()
{
    if (!m_server || !sql::hasLosses(change()))
        return;
    m_stale = true;
    auto task = m_server->pool().read(tr("Count what would go"), [change = change()](pg::Connection &connection, core::JobContext &) {
        sql::Change counted = change;
        sql::countLosses(connection, counted);
        return counted;
    });
    m_making = task.job;
    const auto show = [this, job = task.job, generation = m_generation](const sql::Change &counted) {
        if (m_making == job)
            m_making.reset();
        if (generation != m_generation)
            return;
        m_stale = false;
        m_model->setChange(counted);
        m_steps->setCurrentIndex(m_model->index(0));
        showState();
        Q_EMIT refreshed();
    };
    core::whenDone(task.future, this, show, [show, change = change()](const std::exception_ptr &error) {
        sql::Change uncounted = change;
        for (sql::ChangeStep &step : uncounted.steps) {
            if (step.risk == sql::Risk::Destructive)
                step.riskNote = QStringList{step.riskNote, tr("How many rows it has is not known: %1").arg(core::describe(error))}.join(u' ').trimmed();
        }
        show(uncounted);
    });
}

void ChangePreview::runAgain(const sql::PlannedChange &planned)
{
    const qint64 undoes = m_undoes;
    showChange(planned);
    m_undoes = undoes; // an undo that failed is one when it is tried again
    apply();
}

} // namespace quiver::ui
