// SPDX-License-Identifier: GPL-3.0-or-later
#include "buildrunner.h"

#include "await.h"
#include "buildline.h"
#include "changecommand.h"
#include "changewords.h"
#include "commands.h"
#include "index/buildjournal.h"
#include "index/pastbuilds.h"
#include "interrupt.h"
#include "store/paths.h"
#include "store/workspace.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using Outcome = store::BuildEntry::Outcome;

namespace {

class Building
{
public:
    Building(const pg::ConnectOptions &options, const index::BuildOrder &order, store::Workspace *journal)
        : m_order(order),
          m_journal(journal),
          m_watch(options, std::make_shared<pg::TypeRegistry>(), {&m_canceller}),
          m_run(std::make_unique<pg::Session>(options, std::make_shared<pg::TypeRegistry>(), pg::Services{&m_canceller}, options.summary()), m_watch, journal)
    {
    }

    index::BuildOutcome run()
    {
        using index::BuildRun;
        using index::BuildWatch;
        const Interrupt interrupt([this] { cancel(); });
        QObject::connect(&m_run, &BuildRun::finished, &m_waiting, &Waiting::end);
        QObject::connect(&m_run, &BuildRun::progressed, &m_waiting, [this] { show(); });
        QObject::connect(&m_run, &BuildRun::stepChanged, &m_waiting, [this](std::size_t step, const sql::StepReport &report) { stepped(step, report); });
        QObject::connect(&m_run, &BuildRun::alarmed, &m_waiting, [this](const index::BuildAlarm &alarm) { raise(alarm); });
        QObject::connect(&m_watch, &BuildWatch::connectionLost, &m_waiting, [this](const QString &reason) { notFollowed(reason); });
        QObject::connect(&m_watch, &BuildWatch::lookFailed, &m_waiting, [this](const QString &reason) { notFollowed(reason); });
        m_watch.start();
        const auto job = m_run.start(m_order);
        QObject::connect(job.get(), &core::Job::progressChanged, &m_waiting, [this] { show(); });
        m_waiting.untilEnd();
        index::BuildOutcome outcome = *m_run.outcome();
        if (outcome.outcome == Outcome::Running && m_journal)
            follow(outcome);
        m_line.clear();
        return outcome;
    }
    bool isCancelled() const { return m_isCancelled; } ///< by Ctrl+C

private:
    /// Its connection is lost, and the server goes on: to the end of that.
    void follow(index::BuildOutcome &outcome)
    {
        m_line.log(outcome.words);
        index::BuildJournal journal(*m_journal, m_watch, m_order.server);
        QObject::connect(&journal, &index::BuildJournal::completed, &m_following, [&](const index::BuildRecord &record) {
            outcome.record = record;
            outcome.outcome = record.entry.outcome;
            outcome.words = record.entry.message;
            m_following.end();
        });
        QObject::connect(&m_watch, &index::BuildWatch::looked, &m_following, [this] {
            if (const index::WatchedBuild *build = m_watch.find(m_run.backendPid())) {
                tellWaits(build->progress);
                m_line.show(buildLine(*build));
            }
        });
        journal.follow(outcome.record);
        m_following.untilEnd();
    }
    void show()
    {
        if (m_run.isFinished())
            return;
        // Before the server reports a build, and between two of them, the Change tells which step runs.
        const index::WatchedBuild *build = m_run.build();
        if (build)
            tellWaits(build->progress);
        m_line.show(build ? buildLine(*build, m_run.parts()) : m_run.job()->progress());
    }
    void tellWaits(const index::BuildProgress &progress)
    {
        if (const QString line = m_waits.next(progress); !line.isEmpty())
            m_line.log(line);
    }
    void stepped(std::size_t step, const sql::StepReport &report)
    {
        if (const QString line = stepLine(m_order.change, step, report); !line.isEmpty())
            m_line.log(line);
    }
    void raise(const index::BuildAlarm &alarm) { m_line.log(u"ALARM: %1. %2"_s.arg(alarm.message, alarm.remedy).trimmed()); }
    void notFollowed(const QString &reason)
    {
        if (reason != m_reason)
            m_line.log(u"how far it is cannot be seen (%1); the build goes on, trying again"_s.arg(reason));
        m_reason = reason;
    }
    void cancel()
    {
        if (m_run.isFinished()) { // the server's own by now
            m_line.log(u"the server goes on building; quiverctl index cancel --pid %1 stops it"_s.arg(m_run.backendPid()));
            m_following.end();
            return;
        }
        if (!m_isCancelled)
            m_line.log(u"cancelling; what the build leaves is dropped. Ctrl+C again gives the connection up"_s);
        m_isCancelled = true;
        m_run.cancel();
    }

    Waiting m_waiting, m_following;
    const index::BuildOrder m_order;
    store::Workspace *const m_journal;
    pg::Canceller m_canceller;
    index::BuildWatch m_watch;
    index::BuildRun m_run;
    ProgressLine m_line;
    WaitTeller m_waits;
    QString m_reason; // why the watch does not see the build
    bool m_isCancelled = false;
};

} // namespace

QJsonObject recordJson(const index::BuildRecord &record)
{
    const store::BuildEntry &entry = record.entry;
    QJsonObject settings;
    for (auto it = record.server.settings.begin(); it != record.server.settings.end(); ++it)
        settings[it.key()] = it.value();
    const auto known = [](double value) { return value < 0 ? QJsonValue() : QJsonValue(value); };
    return {{u"id"_s, entry.id}, {u"started_at"_s, entry.startedAt.toString(Qt::ISODateWithMs)}, {u"server"_s, entry.server},
            {u"schema"_s, entry.schema}, {u"table"_s, entry.table}, {u"index"_s, entry.index}, {u"method"_s, entry.method},
            {u"outcome"_s, index::outcomeText(entry.outcome)}, {u"message"_s, entry.message}, {u"ddl"_s, entry.ddl}, {u"rows"_s, known(entry.rows)},
            {u"dimensions"_s, entry.dimensions}, {u"seconds"_s, known(entry.durationMs < 0 ? -1 : double(entry.durationMs) / 1000)},
            {u"rows_per_second"_s, known(entry.rate)}, {u"index_bytes"_s, known(double(entry.indexBytes))}, {u"wal_bytes_of_all_sessions"_s, known(double(entry.walBytes))},
            {u"workers"_s, entry.workers}, {u"spilled_at_row"_s, known(double(entry.spilledAtRow))}, {u"settings"_s, settings},
            {u"spec"_s, index::specJson(record.spec)}};
}

int runBuild(const QCommandLineParser &parser, const pg::ConnectOptions &options, const index::BuildOrder &order, store::Workspace *journal, index::BuildRecord &told)
{
    Building building(options, order, journal);
    const index::BuildOutcome outcome = building.run();
    if (journal)
        await(journal->flush());
    if (!outcome.journalTrouble.isEmpty())
        sayNotKept(outcome.journalTrouble);
    told = outcome.record;
    if (outcome.report.steps.empty()) { // it could not begin
        if (building.isCancelled()) {
            printErrorLine(u"cancelled; nothing was changed"_s);
            return Interrupted;
        }
        printError(outcome.words);
        return Failed;
    }
    if (outcome.outcome == Outcome::Valid && !outcome.report.succeeded()) { // it was followed to its end after the connection was lost
        say(parser, outcome.words + u'\n');
        return Succeeded;
    }
    const int status = tellOutcome(parser, outcome.report, outcome.words);
    // One that has waited too long for its table cancels itself: that is a failure.
    return outcome.outcome == Outcome::Failed ? int(Failed) : status;
}

QList<store::BuildEntry> buildsOn(const ServerChoice &server)
{
    try {
        const auto workspace = store::Workspace::open(store::workspaceFile());
        return await(index::buildsOn(*workspace, server.options().summary(), server.profileId()));
    } catch (const core::Error &error) {
        printErrorLine(u"note: the journal of builds cannot be read: "_s + error.message());
        return {};
    }
}

} // namespace quiver::ctl
