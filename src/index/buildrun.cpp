// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildrun.h"

#include "core/durationtext.h"
#include "core/logging.h"
#include "core/reply.h"
#include "index/builtparts.h"
#include "index/hostfacts.h"
#include "sql/inspiteofcancel.h"
#include "sql/keptrun.h"
#include "store/workspace.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

void set(pg::Connection &connection, const QString &name, const QString &value)
{
    connection.exec({QByteArray("SELECT pg_catalog.set_config($1, $2, false)"), {pg::Param::text(name), pg::Param::text(value)}});
}

/// For the session and not for a transaction: CONCURRENTLY has none.
void apply(pg::Connection &connection, const BuildSettings &settings)
{
    if (settings.maintenanceWorkMem)
        set(connection, u"maintenance_work_mem"_s, u"%1kB"_s.arg(*settings.maintenanceWorkMem / 1024));
    if (settings.parallelWorkers)
        set(connection, u"max_parallel_maintenance_workers"_s, QString::number(*settings.parallelWorkers));
    // No lower: a parallel build says how many rows it has put in at DEBUG1, and the server gives up what cannot be said to a session
    // that is gone. A build that is left alone would end so.
    set(connection, u"client_min_messages"_s, u"notice"_s);
    // Where the server looks by itself whether its client is there, it would find that it is not. Since PostgreSQL 14.
    connection.exec("SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name = 'client_connection_check_interval'");
}

BuildServer readServer(pg::Connection &connection, const QString &schema, const QString &table)
{
    BuildServer server;
    server.serverVersion = connection.serverVersion();
    const pg::Result extension = connection.exec("SELECT extversion FROM pg_catalog.pg_extension WHERE extname = 'vector'");
    if (extension.rowCount() > 0)
        server.pgvectorVersion = extension.text(0, 0);
    const pg::Result settings = connection.exec(
        {QByteArray("SELECT name, pg_catalog.concat_ws(' ', setting, unit) FROM pg_catalog.pg_settings WHERE name = ANY ($1::pg_catalog.text[])"),
         {pg::Param::text(u'{' + buildSettingNames().join(u',') + u'}')}});
    for (qint64 row = 0; row < settings.rowCount(); ++row) {
        if (!settings.text(row, 1).isEmpty()) // default_tablespace is so where it is not set
            server.settings[settings.text(row, 0)] = settings.text(row, 1);
    }
    const pg::Result inserts = connection.exec({QByteArray("SELECT n_tup_ins FROM pg_catalog.pg_stat_all_tables WHERE schemaname = $1 AND relname = $2"),
                                                {pg::Param::text(schema), pg::Param::text(table)}});
    if (inserts.rowCount() > 0 && !inserts.isNull(0, 0))
        server.tableInserts = inserts.integer(0, 0);
    server.hostMemory = hostMachine(connection).memory.value_or(-1);
    return server;
}

/// Back to what the session had before, also after a cancel.
void restore(pg::Connection &connection, const core::JobContext &job)
{
    if (connection.isBroken())
        return;
    try {
        sql::InSpiteOfCancel tidy(connection, job);
        for (const char *name : {"RESET maintenance_work_mem", "RESET max_parallel_maintenance_workers", "RESET client_min_messages"})
            tidy.exec(name);
    } catch (const core::Error &e) { // the session is the build's own: it ends with it
        qCDebug(core::lcPg, "settings of a build: %s", e.what());
    }
}

QString timeLeft(double rate, double secondsLeft)
{
    QStringList parts;
    if (rate > 0)
        parts << u"%L1 rows/s"_s.arg(qRound64(rate));
    if (secondsLeft >= 0)
        parts << u"%1 left"_s.arg(core::spanText(secondsLeft));
    return parts.join(u", "_s);
}

} // namespace

class BuildRun::Listener final : public sql::ChangeListener
{
public:
    Listener(BuildRun &run, std::atomic<std::size_t> &step) : m_run(run), m_step(step) {}
    void stepChanged(std::size_t index, const sql::StepReport &report) override
    {
        QMetaObject::invokeMethod(&m_run, [run = &m_run, index, report] { run->stepTold(index, report); }, Qt::QueuedConnection);
        if (report.state == sql::StepState::Running)
            m_step = index;
    }

private:
    BuildRun &m_run;
    std::atomic<std::size_t> &m_step;
};

void foretell(BuildOrder &order, const BuildForecast &forecast)
{
    order.outline = {.rows = forecast.rows.indexedRows.value,
                     .indexBytes = forecast.sizeBytes.value,
                     .spillAtRow = forecast.spillAtRow ? double(*forecast.spillAtRow) : -1,
                     .expectedSeconds = forecast.seconds.value,
                     .pace = forecast.pace};
    order.mostPartRows = -1;
    if (forecast.rows.parts.size() > 1)
        order.mostPartRows = std::ranges::max_element(forecast.rows.parts, {}, &RowPartFacts::indexedRows)->indexedRows;
    order.valueBytes = forecast.rows.valueBytes.value;
    order.neededWorkMem = forecast.memoryBytes.isKnown() ? forecast.neededWorkMem : -1;
}

BuildOrder buildOrder(const IndexPlan &plan, const BuildForecast *forecast)
{
    BuildOrder order;
    order.change = plan.change;
    order.spec = plan.spec;
    order.settings = plan.settings;
    order.parts = plan.parts;
    order.outline.rows = plan.rows;
    if (forecast)
        foretell(order, *forecast);
    return order;
}

BuildRun::BuildRun(std::unique_ptr<pg::Session> session, BuildWatch &watch, store::Workspace *journal, QObject *parent)
    : QObject(parent), m_session(std::move(session)), m_watch(watch), m_journal(journal),
      m_step(std::make_shared<std::atomic<std::size_t>>(0))
{
    connect(m_session.get(), &pg::Session::noticeReceived, this, &BuildRun::noticed);
    connect(&m_watch, &BuildWatch::looked, this, &BuildRun::follow);
    connect(&m_watch, &BuildWatch::buildEnded, this, [this](const BuildEnding &ending) {
        if (m_pid != 0 && ending.last.progress.key.pid == m_pid)
            m_record.samples = ending.samples;
    });
}

BuildRun::~BuildRun()
{
    if (m_outcome || !m_journal || m_record.entry.id == 0)
        return;
    m_record.owner = {}; // whoever looks into the journal next follows it
    m_journal->updateBuild(entryOf(m_record));
}

std::shared_ptr<core::Job> BuildRun::start(const BuildOrder &order)
{
    m_order = order;
    m_order.change.builderPatience = order.tableWait;
    m_parts = PartsClock(order.parts, order.outline.expectedSeconds);
    m_record.spec = order.spec;
    m_record.owner = core::thisProcess();
    store::BuildEntry &entry = m_record.entry;
    entry.startedAt = QDateTime::currentDateTimeUtc();
    entry.profileId = order.profileId;
    entry.server = order.server;
    entry.schema = order.spec.schema;
    entry.table = order.spec.table;
    entry.index = order.spec.name.isEmpty() ? suggestedName(order.spec) : order.spec.name;
    entry.method = order.spec.method;
    entry.rows = order.outline.rows;
    if (!order.spec.keys.empty())
        entry.dimensions = std::max(0, indexedType(order.spec.keys.front()).dimensions);
    QStringList statements;
    for (const sql::ChangeStep &step : order.change.steps)
        statements << step.sql;
    m_isOne = std::ranges::count_if(statements, [](const QString &sql) { return sql.startsWith("CREATE "_L1); }) <= 1;
    entry.ddl = statements.join(u";\n"_s);
    entry.database = m_session->options().parameters.value(u"dbname"_s);

    const sql::ChangePlace place{order.profileId, order.server, entry.database};
    const auto task = m_session->run(order.change.title, [this, step = m_step, change = m_order.change, settings = order.settings, schema = entry.schema,
                                                          table = entry.table, index = entry.index, place, journal = m_journal.data()](pg::Connection &connection, core::JobContext &job) {
        apply(connection, settings);
        const BuildServer server = readServer(connection, schema, table);
        const PartsBefore before = partsBefore(connection, schema, table);
        // Delivered only while the run lives: it ends its session, and with it this work, before it goes.
        QMetaObject::invokeMethod(this, [this, pid = connection.backendPid(), server] { begun(pid, server); }, Qt::QueuedConnection);
        Listener listener(*this, *step);
        sql::KeptRun kept(journal, place, &listener);
        Ran ran;
        ran.report = kept.run(change, connection, job);
        ran.journalTrouble = kept.trouble();
        if (ran.report.succeeded()) {
            const IndexState built = indexState(connection, 0, schema, index);
            ran.indexBytes = built.bytes;
            ran.indexOid = built.oid;
        }
        restore(connection, job);
        ran.parts = builtParts(connection, job, schema, table, before);
        return ran;
    });
    m_job = task.job;
    core::whenDone(task.future, this, [this](const Ran &ran) { reported(ran); },
                   [this](const std::exception_ptr &error) { broke(error); });
    return m_job;
}

void BuildRun::setForecast(const BuildForecast &forecast)
{
    foretell(m_order, forecast);
    if (m_pid != 0 && !m_parts.isOfParts())
        m_watch.setOutline(m_pid, m_order.outline);
}

void BuildRun::cancel()
{
    if (m_job)
        m_job->cancel();
}

const WatchedBuild *BuildRun::build() const
{
    return m_pid != 0 && !m_outcome ? m_watch.find(m_pid) : nullptr;
}

void BuildRun::begun(int pid, const BuildServer &server)
{
    m_pid = pid;
    m_record.server = server;
    m_record.entry.backendPid = pid;
    if (!m_parts.isOfParts())
        m_watch.setOutline(pid, m_order.outline);
    keep(true);
}

void BuildRun::stepTold(std::size_t step, const sql::StepReport &report)
{
    using State = sql::StepState;
    const sql::ChangeStep &told = m_order.change.steps[step];
    if (m_parts.isOfParts() && !told.inTransaction && told.sql.startsWith("CREATE "_L1)) {
        if (std::exchange(m_partStep, step) != step) {
            m_parts.begin();
            if (const BuildPart *part = m_parts.current())
                m_watch.setOutline(m_pid, outlineOf(*part));
        }
        const BuildPart *part = m_parts.current();
        const bool isSeen = part && m_latest.progress.index == part->index;
        if (report.state == State::Done)
            m_parts.end(report.durationMs / 1000 - (isSeen ? m_latest.estimate.waited : 0), isSeen ? m_latest.estimate.rows : -1);
        else if (report.state == State::AlreadyDone)
            m_parts.skip();
    }
    Q_EMIT stepChanged(step, report);
}

/// The forecast is of the whole; each partition has a graph of its own, and so all of the memory.
BuildOutline BuildRun::outlineOf(const BuildPart &part) const
{
    const double share = m_parts.share(part);
    BuildOutline outline;
    outline.rows = part.rows;
    if (m_order.outline.indexBytes > 0)
        outline.indexBytes = m_order.outline.indexBytes * share;
    if (m_order.outline.expectedSeconds > 0)
        outline.expectedSeconds = m_order.outline.expectedSeconds * share;
    outline.pace = m_order.outline.pace;
    if (m_order.outline.spillAtRow > 0 && part.rows > m_order.outline.spillAtRow)
        outline.spillAtRow = m_order.outline.spillAtRow;
    return outline;
}

std::optional<PartsProgress> BuildRun::parts() const
{
    if (!m_parts.isOfParts() || m_outcome)
        return std::nullopt;
    const WatchedBuild *now = build();
    const BuildPart *part = m_parts.current();
    return m_parts.progress(now && part && now->progress.index == part->index ? &now->estimate : nullptr);
}

void BuildRun::follow()
{
    const WatchedBuild *now = build();
    if (!now)
        return;
    const BuildProgress &progress = now->progress;
    const bool isNew = m_record.entry.statementStartedUs != progress.key.startedAtUs;
    if (isNew)
        addUp();
    m_latest = *now;
    showProgress(*now);
    if (isNew) {
        m_record.entry.statementStartedUs = progress.key.startedAtUs;
        if (m_record.entry.rows < 0 && m_isOne)
            m_record.entry.rows = progress.tableRows;
        keep(false);
    }
    giveUpWaiting(progress);
    Q_EMIT progressed();
}

void BuildRun::showProgress(const WatchedBuild &now)
{
    const BuildProgress &progress = now.progress;
    const BuildEstimate &estimate = now.estimate;
    const bool counts = progress.total() > 0 && estimate.phase != BuildPhase::Finalizing;
    core::JobProgress shown{.phase = phaseWords(estimate.phase, progress.method), .done = counts ? progress.done() : 0, .total = counts ? progress.total() : -1,
                            .unit = counts ? progress.unit() : QString(), .message = timeLeft(estimate.rateNow, estimate.secondsLeft)};
    if (const auto all = parts()) {
        shown.phase = partWords(*all) + u": "_s + shown.phase;
        shown.done = all->rowsTotal > 0 ? qint64(all->rows) : 0;
        shown.total = all->rowsTotal > 0 ? qint64(all->rowsTotal) : -1;
        shown.unit = all->rowsTotal > 0 ? u"rows"_s : QString();
        shown.message = timeLeft(estimate.rateNow, all->secondsLeft);
    }
    if (!progress.waitsFor.empty())
        shown.message = sql::describe(progress.waitsFor.front());
    core::JobContext(m_job).report(shown);
}

/// m_latest has ended.
void BuildRun::addUp()
{
    const BuildEstimate &estimate = m_latest.estimate;
    m_totals.waited += estimate.waited;
    if (m_latest.walBytes >= 0)
        m_totals.walBytes = std::max<qint64>(m_totals.walBytes, 0) + m_latest.walBytes;
    m_totals.workers = std::max(m_totals.workers, m_latest.mostWorkers);
    if (estimate.rateOverall > 0) {
        m_totals.rows += estimate.rows;
        m_totals.seconds += estimate.rows / estimate.rateOverall;
    }
}

void BuildRun::giveUpWaiting(const BuildProgress &progress)
{
    if (progress.phase != BuildPhase::WaitingForTable || m_order.tableWait <= 0 || progress.runningSeconds < m_order.tableWait || !m_gaveUp.isEmpty())
        return;
    QStringList holders;
    for (const sql::LockHolder &holder : progress.waitsFor)
        holders << sql::describe(holder);
    const QString table = progress.table.isEmpty() ? m_order.spec.table : progress.table;
    const QString schema = progress.table.isEmpty() ? m_order.spec.schema : progress.schema;
    m_gaveUp = u"%1 was not to be had within %2 s%3."_s.arg(schema.isEmpty() ? table : schema + u'.' + table).arg(m_order.tableWait)
                   .arg(holders.isEmpty() ? QString() : u": "_s + holders.join(u"; "_s));
    cancel();
}

/// Each partition has a graph of its own, and one maintenance_work_mem is given for all of them.
void BuildRun::setGraphRows(AlarmFacts &facts) const
{
    facts.isPartition = m_parts.isOfParts() || m_order.mostPartRows > 0 || m_latest.progress.partitionsTotal > 1;
    if (m_parts.isOfParts()) {
        facts.rows = m_latest.estimate.rowsTotal;
        for (const BuildPart &part : m_parts.parts())
            facts.rows = part.isThere ? facts.rows : std::max(facts.rows, part.rows);
    } else {
        facts.rows = facts.isPartition ? m_order.mostPartRows : std::max(m_order.outline.rows, m_latest.estimate.rowsTotal);
    }
}

AlarmFacts BuildRun::alarmFacts() const
{
    AlarmFacts facts{.spec = m_order.spec};
    setGraphRows(facts);
    facts.valueBytes = m_order.valueBytes;
    if (facts.valueBytes <= 0 && !m_order.spec.keys.empty())
        facts.valueBytes = double(catalog::valueBytes(indexedType(m_order.spec.keys.front())).value_or(-1));
    facts.workMem = m_record.setting(u"maintenance_work_mem"_s);
    facts.isParallel = m_latest.mostWorkers > 0;
    facts.tablespace = m_order.spec.tablespace.isEmpty() ? m_record.server.settings.value(u"default_tablespace"_s) : m_order.spec.tablespace;
    facts.serverVersion = m_record.server.serverVersion;
    facts.hostMemory = m_record.server.hostMemory;
    return facts;
}

void BuildRun::noticed(const pg::Diagnostics &notice)
{
    const auto alarm = alarmFrom(notice, alarmFacts());
    if (!alarm)
        return;
    if (alarm->kind == BuildAlarm::Kind::GraphOnDisk) {
        m_watch.noteSpill(m_session->backendPid(), double(alarm->row));
        m_record.entry.spilledAtRow = alarm->row;
    }
    if (m_job)
        core::JobContext(m_job).log(alarm->message + u". "_s + alarm->remedy);
    m_alarms.push_back(*alarm);
    Q_EMIT alarmed(m_alarms.back());
}

QString BuildRun::whyNotLeave() const
{
    const std::size_t step = *m_step;
    if (step >= m_order.change.steps.size())
        return {};
    if (m_parts.isOfParts())
        return whyPartsKeep();
    if (m_order.change.steps[step].inTransaction)
        return u"it is built within a transaction, which the server rolls back when its session ends"_s;
    // A session that goes takes its own settings with it.
    const auto after = std::ranges::count_if(m_order.change.steps.begin() + qsizetype(step) + 1, m_order.change.steps.end(),
                                             [](const sql::ChangeStep &next) { return !next.sql.startsWith(u"RESET "_s); });
    if (after > 0)
        return u"%1 of %2 steps come after this one, and nobody would run them"_s.arg(after).arg(m_order.change.steps.size());
    return whyMemoryKeeps();
}

/// The server ends one partition by itself; the next one, and making them one index, is for this program to begin.
QString BuildRun::whyPartsKeep() const
{
    const PartsProgress all = m_parts.progress(nullptr);
    if (all.built == all.count)
        return u"all %1 partitions are built, and somebody has to make them one index. They stay: the same build, begun again, does that alone"_s.arg(all.count);
    return u"partition after partition is built, and nobody would begin the next one. %1 of %2 are built and stay, the one that is being built is dropped; the "
           "same build, begun again, goes on where it stopped"_s.arg(all.built).arg(all.count);
}

/// What the server says when a graph has outgrown its memory, a session has to be there to hear; after that it may go.
QString BuildRun::whyMemoryKeeps() const
{
    if (m_order.spec.method != "hnsw"_L1 || m_record.entry.spilledAtRow >= 0)
        return {};
    constexpr double sure = 1.03; // the forecast's own error
    const auto memory = double(m_record.setting(u"maintenance_work_mem"_s));
    if (m_order.neededWorkMem < 0 || memory < 0)
        return u"whether its graph fits into maintenance_work_mem is not known; where it does not, the server tells the session so, finds it gone, and gives "
               "the build up"_s;
    if (m_order.neededWorkMem > memory)
        return u"its graph will outgrow maintenance_work_mem: the server then tells the session so, finds it gone, and gives the build up"_s;
    if (m_order.neededWorkMem * sure > memory)
        return u"its graph fits into maintenance_work_mem only just, and may outgrow it: the server would tell the session so, find it gone, and give the build up"_s;
    return {};
}

void BuildRun::leave()
{
    if (!m_job || m_job->isFinished())
        return;
    m_left = true;
    m_session->leaveConnection();
}

} // namespace quiver::index
