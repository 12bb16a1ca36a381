// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl migrate: a folder of migrations and the database that it is for.
#include "asking.h"
#include "changecommand.h"
#include "changewords.h"
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "migrateadvice.h"
#include "migratejson.h"
#include "migrations/migrationexport.h"
#include "serverchoice.h"
#include "servermessage.h"
#include "terminal.h"

#include <QDir>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using namespace migrations;

namespace {

/// What was asked for, and the session to do it on.
class Migrate
{
public:
    explicit Migrate(const QCommandLineParser &parser) : m_parser(parser), m_words(parser.positionalArguments())
    {
        m_folder = parser.value(u"dir"_s);
        const auto table = historyTable(parser.value(u"table"_s));
        if (!table)
            throw UsageError(u"--table takes a name as in SQL, schema.table, not “%1”"_s.arg(parser.value(u"table"_s)));
        m_options.table = *table;
        m_options.lockWait = int(numberOption(parser, u"lock-wait"_s, -1, 24 * 60 * 60));
        m_options.lockTimeout = int(numberOption(parser, u"lock-timeout"_s, 0, 24 * 60 * 60));
        m_options.plan.allowOutOfOrder = parser.isSet(u"allow-out-of-order"_s);
        m_options.plan.allowMissing = parser.isSet(u"allow-missing"_s);
    }

    int run();

private:
    const QString &word(qsizetype index, const QString &what) const
    {
        if (index >= m_words.size())
            throw UsageError(u"%1 is missing"_s.arg(what));
        return m_words[index];
    }
    void noMoreThan(qsizetype count) const
    {
        if (m_words.size() > count)
            throw UsageError(u"“%1” is one word too many"_s.arg(m_words[count]));
    }
    static qint64 number(const QString &text, const QString &what, qint64 least)
    {
        bool ok = false;
        const qint64 result = text.toLongLong(&ok);
        if (!ok || result < least)
            throw UsageError(u"%1 must be a whole number from %2, not “%3”"_s.arg(what, QString::number(least), text));
        return result;
    }

    int makeNew() const;
    int writeExportFiles() const;
    int status();
    int runTarget(const MigrationTarget &target);
    int dryRun(const MigrationTarget &target);
    int baseline();
    int repair();
    int applyRepair(RepairOffer::Kind kind, qint64 version);

    MigrationTarget target(qsizetype first) const;
    void requireFolder() const;
    void connect();
    sql::Guard guard() const { return migrationGuard(m_server->environment(), m_server->options().parameters.value(u"dbname"_s)); }
    bool agreesTo(const QString &shown, const QString &question) const;
    int applyHistory(const sql::Change &change);
    QString line(const QStringList &words) const { return migrateLine(m_parser, words); }
    template<typename Work>
    auto on(const QString &title, Work work) -> std::invoke_result_t<Work, pg::Connection &, core::JobContext &>
    {
        const auto task = m_session->run(title, std::move(work));
        waitFor(task.job);
        return task.future.result();
    }
    int tell(const MigrationReport &report, const MigrationTarget &target);
    int tell(const sql::ChangeReport &report) const;
    void advise(const MigrationReport &report);

    const QCommandLineParser &m_parser;
    const QStringList m_words;
    QString m_folder;
    MigrationOptions m_options;
    std::unique_ptr<ServerChoice> m_server;
    pg::Canceller m_canceller;
    std::unique_ptr<pg::Session> m_session;
};

int Migrate::run()
{
    const QString action = word(0, u"what to do"_s);
    if (action == "new"_L1)
        return makeNew();
    if (action == "export"_L1)
        return writeExportFiles();
    if (action == "status"_L1)
        return status();
    if (action == "up"_L1 || action == "down"_L1 || action == "to"_L1)
        return m_parser.isSet(u"dry-run"_s) ? dryRun(target(0)) : runTarget(target(0));
    if (action == "dry-run"_L1)
        return dryRun(m_words.size() > 1 ? target(1) : MigrationTarget::up());
    if (action == "baseline"_L1)
        return baseline();
    if (action == "repair"_L1)
        return repair();
    throw UsageError(u"there is no action “%1”: new, status, up, down, to, dry-run, baseline, repair or export"_s.arg(action));
}

int Migrate::makeNew() const
{
    const QString name = word(1, u"the name"_s);
    noMoreThan(2);
    NextVersion next;
    if (QDir(m_folder).exists())
        next = nextVersion(readMigrationFolder(m_folder));
    for (const QString &path : writeMigrationFiles(m_folder, emptyMigration(name, !m_parser.isSet(u"no-transaction"_s), next)))
        printOut(path + u'\n');
    return Succeeded;
}

int Migrate::writeExportFiles() const
{
    noMoreThan(1);
    const auto format = migrationFormat(m_parser.value(u"format"_s));
    if (!format)
        throw UsageError(u"--format takes alembic, flyway or sql, not “%1”"_s.arg(m_parser.value(u"format"_s)));
    if (!m_parser.isSet(u"to"_s))
        throw UsageError(u"--to says which folder to write into: for Alembic the project's versions folder"_s);
    ExportOptions options{.format = *format, .downRevision = m_parser.value(u"down-revision"_s)};
    if (m_parser.isSet(u"after"_s))
        options.after = number(m_parser.value(u"after"_s), u"--after"_s, 0);
    if (m_parser.isSet(u"up-to"_s))
        options.upTo = number(m_parser.value(u"up-to"_s), u"--up-to"_s, 1);
    requireFolder();
    const MigrationExport exported = exportMigrations(readMigrationFolder(m_folder), options);
    for (const MigrationProblem &problem : exported.problems)
        printErrorLine(problem.text());
    if (exported.hasErrors())
        throw core::Error(u"nothing was written: mend the files first"_s);
    const QStringList written = writeExport(m_parser.value(u"to"_s), exported);
    for (const QString &path : written)
        printOut(path + u'\n');
    if (written.isEmpty())
        printErrorLine(exported.files.empty() ? u"there is no migration to export"_s : u"all of it was there already"_s);
    return Succeeded;
}

void Migrate::requireFolder() const
{
    if (QFileInfo(m_folder).isFile())
        throw core::Error(u"%1 is a file: --dir takes the folder that the migrations are in"_s.arg(m_folder));
    if (!QDir(m_folder).exists()) {
        throw core::Error(u"%1: there is no such folder. --dir says where the migrations are; the first of a new folder is begun with\n  %2"_s.arg(
            m_folder, line({u"new"_s, u"NAME"_s})));
    }
}

void Migrate::connect()
{
    requireFolder(); // before anybody is asked for a password
    m_server = serverOption(m_parser);
    const pg::ConnectOptions &options = m_server->options();
    m_session = std::make_unique<pg::Session>(options, std::make_shared<pg::TypeRegistry>(), pg::Services{&m_canceller}, options.summary());
    QObject::connect(m_session.get(), &pg::Session::noticeReceived, m_session.get(), [](const pg::Diagnostics &notice) {
        if (notice.severity != "NOTICE"_L1 && notice.severity != "DEBUG"_L1)
            printErrorLine(serverMessage(notice));
    });
    connectOrAsk(*m_session, *m_server);
}

/// Shows it and asks. What is shown is no part of JSON.
bool Migrate::agreesTo(const QString &shown, const QString &question) const
{
    if (m_parser.isSet(u"json"_s))
        printErrorLine(shown.trimmed());
    else
        printOut(shown);
    if (agrees(m_parser, guard(), {question, u"this is production"_s}))
        return true;
    printErrorLine(u"Nothing was changed."_s);
    return false;
}

int Migrate::status()
{
    noMoreThan(1);
    connect();
    const MigrationStatus now = on(u"Migrations"_s, [&](pg::Connection &c, core::JobContext &) { return readStatus(c, m_folder, m_options.table); });
    if (m_parser.isSet(u"json"_s)) {
        printJson(statusJson(now));
    } else {
        printOut(statusText(now));
        for (const MigrationProblem &problem : now.problems)
            printErrorLine(problem.text());
        for (const QString &next : nextSteps(now, m_parser))
            printErrorLine(next);
    }
    return m_parser.isSet(u"check"_s) && !now.isClean() ? NeedsAttention : Succeeded;
}

/// "up", "up 2", "down", "down 3", "to 7", from the word \p first on.
MigrationTarget Migrate::target(qsizetype first) const
{
    noMoreThan(first + 2);
    const QString kind = m_words.value(first);
    if (kind == "to"_L1)
        return MigrationTarget::to(number(word(first + 1, u"the version"_s), u"the version"_s, 0));
    const qint64 count = m_words.size() > first + 1 ? number(m_words[first + 1], u"how many"_s, 1) : -1;
    if (kind == "up"_L1)
        return MigrationTarget::up(count);
    if (kind == "down"_L1)
        return MigrationTarget::down(count < 0 ? 1 : count);
    throw UsageError(u"a dry run is of up, down or to, not of “%1”"_s.arg(kind));
}

/// Taking back is asked about, and anything in production.
int Migrate::runTarget(const MigrationTarget &target)
{
    connect();
    MigrationRunner runner(m_folder, m_options);
    std::optional<std::vector<MigrationStep>> agreed;
    if (target.kind != MigrationTarget::Kind::Up || guard().level != sql::Guard::Level::None) {
        const MigrationPlan plan = on(u"Plan"_s, [&](pg::Connection &c, core::JobContext &job) { return runner.plan(c, job, target); });
        const bool takesBack = std::ranges::any_of(plan.steps, [](const MigrationStep &step) { return !step.isUp(); });
        if (takesBack || (!plan.steps.empty() && guard().level != sql::Guard::Level::None)) {
            if (!agreesTo(planText(plan.steps, m_server->options().summary()), takesBack ? u"Take it back?"_s : u"Run it?"_s))
                return Failed;
            agreed = plan.steps;
        }
    }
    return tell(on(u"Migrate"_s, [&](pg::Connection &c, core::JobContext &job) { return runner.run(c, job, target, agreed); }), target);
}

int Migrate::dryRun(const MigrationTarget &target)
{
    connect();
    return tell(on(u"Dry run"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(m_folder, m_options).dryRun(c, job, target); }), target);
}

int Migrate::applyHistory(const sql::Change &change)
{
    return tell(runChange(*m_session, change, *m_server, 0, [&](sql::KeptRun &kept, pg::Connection &c, core::JobContext &job) {
        return applyToHistory(c, job, m_options, change, kept);
    }));
}

int Migrate::baseline()
{
    const qint64 version = number(word(1, u"the version"_s), u"the version"_s, 1);
    noMoreThan(2);
    connect();
    const sql::Change change = on(u"Baseline"_s, [&](pg::Connection &c, core::JobContext &) {
        return baselineChange(c, readStatus(c, m_folder, m_options.table), version);
    });
    if (m_parser.isSet(u"dry-run"_s)) {
        printOut(sql::changeScript(change));
        return Succeeded;
    }
    return agreesTo(describeChange(change), u"Note it?"_s) ? applyHistory(change) : Failed;
}

int Migrate::repair()
{
    noMoreThan(2);
    const qint64 version = m_words.size() > 1 ? number(m_words[1], u"the version"_s, 1) : 0;
    std::vector<RepairOffer::Kind> kinds;
    using Kind = RepairOffer::Kind;
    for (const Kind kind : {Kind::Retry, Kind::MarkPending, Kind::MarkApplied, Kind::Accept, Kind::Forget}) {
        if (m_parser.isSet(optionFor(kind).sliced(2)))
            kinds.push_back(kind);
    }
    if (kinds.size() > 1)
        throw UsageError(u"one repair at a time: %1 or %2"_s.arg(optionFor(kinds[0]), optionFor(kinds[1])));
    connect();
    if (!kinds.empty())
        return applyRepair(kinds.front(), version);
    const auto repairs = on(u"Repair"_s, [&](pg::Connection &c, core::JobContext &) {
        const MigrationStatus now = readStatus(c, m_folder, m_options.table);
        std::vector<MigrationRepair> list;
        for (const MigrationEntry &entry : now.entries) {
            const bool broken = entry.state == MigrationState::Dirty || entry.state == MigrationState::Changed || entry.state == MigrationState::Missing;
            if (version > 0 ? entry.version == version : broken)
                list.push_back(inspectMigration(c, now, entry));
        }
        return list;
    });
    if (version > 0 && repairs.empty())
        throw core::Error(u"there is no migration %1"_s.arg(versionText(version)));
    if (repairs.empty())
        printErrorLine(u"there is nothing to repair"_s);
    for (const MigrationRepair &repair : repairs)
        m_parser.isSet(u"json"_s) ? printJson(repairJson(repair)) : printOut(repairText(repair, [this](const QStringList &words) { return line(words); }));
    return std::ranges::all_of(repairs, [](const MigrationRepair &r) { return r.offers.empty(); }) ? Succeeded : NeedsAttention;
}

int Migrate::applyRepair(RepairOffer::Kind kind, qint64 version)
{
    const MigrationRepair found = on(u"Repair"_s, [&](pg::Connection &c, core::JobContext &) {
        const MigrationStatus now = readStatus(c, m_folder, m_options.table);
        std::vector<MigrationRepair> fitting;
        for (const MigrationEntry &entry : now.entries) {
            if (version > 0 && entry.version != version)
                continue;
            MigrationRepair repair = inspectMigration(c, now, entry);
            if (repair.offer(kind) || version > 0)
                fitting.push_back(std::move(repair));
        }
        if (fitting.empty())
            throw core::Error(version > 0 ? u"there is no migration %1"_s.arg(versionText(version)) : u"there is nothing that %1 could repair"_s.arg(optionFor(kind)));
        if (fitting.size() > 1)
            throw core::Error(u"%1 migrations could be repaired with %2: say which, by its version"_s.arg(QString::number(fitting.size()), optionFor(kind)));
        return fitting.front();
    });
    const RepairOffer *offer = found.offer(kind);
    if (!offer)
        throw core::Error(found.found + u" “%1” is no repair for it."_s.arg(optionFor(kind)));
    if (m_parser.isSet(u"dry-run"_s)) {
        printOut(u"-- %1\n"_s.arg(found.found) + sql::changeScript(offer->change));
        return Succeeded;
    }
    if (!agreesTo(found.found + u'\n' + describeChange(offer->change) + u"  "_s + offer->note + u'\n', u"Repair it so?"_s))
        return Failed;
    if (!offer->change.isEmpty()) {
        const int changed = applyHistory(offer->change);
        if (changed != Succeeded || kind != RepairOffer::Kind::Retry)
            return changed;
    }
    return tell(on(u"Migrate"_s, [&](pg::Connection &c, core::JobContext &job) { return MigrationRunner(m_folder, m_options).resume(c, job, found.version); }),
                MigrationTarget::to(found.version));
}

int Migrate::tell(const MigrationReport &report, const MigrationTarget &target)
{
    if (m_parser.isSet(u"json"_s))
        printJson(reportJson(report));
    else if (report.succeeded() && report.steps.empty())
        printOut(nothingToDo(on(u"Migrations"_s, [&](pg::Connection &c, core::JobContext &) { return readStatus(c, m_folder, m_options.table); }), target, m_parser) + u'\n');
    else if (report.succeeded())
        printOut(report.summary() + u'\n');
    else
        printError(report.summary());
    advise(report);
    return report.succeeded() ? Succeeded : report.cancelled() ? Interrupted : Failed;
}

/// What the report cannot know: files that were left out, and the commands that lead on.
void Migrate::advise(const MigrationReport &report)
{
    using Severity = MigrationProblem::Severity;
    if (!report.succeeded()) {
        const auto task = m_session->read(u"Migrations"_s, [&](pg::Connection &c, core::JobContext &) { return readStatus(c, m_folder, m_options.table); });
        waitFor(task.job, false);
        try {
            for (const QString &next : nextSteps(task.future.result(), m_parser))
                printErrorLine(next);
        } catch (const core::Error &) { // the summary has said what happened
        }
    }
    for (const MigrationProblem &problem : readMigrationFolder(m_folder).problems) {
        if (problem.severity == Severity::Advice && problem.line == 0)
            printErrorLine(problem.text());
    }
}

int Migrate::tell(const sql::ChangeReport &report) const
{
    if (!report.succeeded())
        printError(report.summary());
    else if (!m_parser.isSet(u"json"_s))
        printOut(report.summary() + u'\n');
    return report.succeeded() ? Succeeded : report.cancelled ? Interrupted : Failed;
}

void addOptions(QCommandLineParser &parser)
{
    addServerOptions(parser);
    parser.addOptions({
        {u"dir"_s, u"The folder of the migrations; “migrations” where none is named."_s, u"folder"_s, u"migrations"_s},
        {u"table"_s, u"The table of the history, as in SQL; quiver.migrations where none is named."_s, u"schema.table"_s, HistoryTable().text()},
        {u"json"_s, u"Prints JSON."_s},
        {u"check"_s, u"status: exits with 3 unless everything is applied and in order."_s},
        {u"lock-wait"_s, u"Seconds to wait for another runner, 30 by default; 0: not at all, -1: for ever."_s, u"seconds"_s, u"30"_s},
        {u"lock-timeout"_s, u"Seconds that a statement in a transaction waits for a lock where the file says nothing, 5 by default; 0: for ever."_s, u"seconds"_s, u"5"_s},
        {u"allow-out-of-order"_s, u"Runs pending ones although later ones are applied."_s},
        {u"allow-missing"_s, u"Goes up although files of applied ones are gone."_s},
        {{u"y"_s, u"yes"_s}, u"Does without asking what is asked about: down, to where it goes down, baseline, repair."_s},
        {u"confirm"_s, u"On a production connection, which asks before all of them: the database's name."_s, u"name"_s},
        {u"no-transaction"_s, u"new: for what cannot run in a transaction."_s},
        {u"dry-run"_s, u"up, down, to: as the action dry-run; baseline, repair: prints the SQL and changes nothing."_s},
        {u"retry"_s, u"repair: removes what a dirty one left, and goes on with it."_s},
        {u"pending"_s, u"repair: removes what a dirty one left, and takes it as not applied."_s},
        {u"applied"_s, u"repair: takes a dirty one as applied."_s},
        {u"accept"_s, u"repair: takes a file that was edited as it is now."_s},
        {u"forget"_s, u"repair: takes one whose file is gone out of the history."_s},
        {u"format"_s, u"export: alembic, flyway or sql."_s, u"format"_s, u"sql"_s},
        {u"to"_s, u"export: the folder to write into."_s, u"folder"_s},
        {u"after"_s, u"export: only what comes after this version."_s, u"version"_s},
        {u"up-to"_s, u"export: only up to this version."_s, u"version"_s},
        {u"down-revision"_s, u"export to Alembic: the revision that the first one comes after."_s, u"revision"_s},
    });
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Runs a folder of migrations, 0001_name.up.sql and 0001_name.down.sql, and keeps their history in a table of the database.\n\n"
        "  new NAME            writes an empty pair with the next number\n"
        "  status              applied, pending, changed since, missing, out of order, dirty\n"
        "  up [N]              runs all that are pending, or the next N\n"
        "  down [N]            takes back the newest, or the newest N; shows them and asks\n"
        "  to VERSION          up or down to a version; 0: before the first\n"
        "  dry-run [up|down|to ...]  runs in one transaction that is rolled back; what cannot is only shown\n"
        "  baseline VERSION    takes everything up to it as applied, runs nothing\n"
        "  repair [VERSION]    shows what is wrong and what can be done; with an option does it\n"
        "  export --to FOLDER  as Alembic revisions, Flyway's files, or one script\n\n"
        "A file that cannot run in a transaction (CREATE INDEX CONCURRENTLY) has the first line “-- quiver: no-transaction”. Files are plain "
        "SQL and run under psql as they are. Exit status: 0 done, 1 failed, 3 something needs attention (status --check, repair).\n"
        "Without --profile and --url it is about the sandbox's demo database."_s);
    parser.addPositionalArgument(u"ACTION"_s, u"new, status, up, down, to, dry-run, baseline, repair, export."_s);
    addOptions(parser);
    if (!parse(parser, u"migrate ACTION [--dir FOLDER] [--profile NAME|--url URL] [options]"_s, arguments))
        return Succeeded;
    return Migrate(parser).run();
}

} // namespace

int migrateCommand(const QStringList &arguments)
{
    return guarded(u"migrate"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
