// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl query: runs SQL and streams the result to standard output, however large it is.
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "serverchoice.h"
#include "servermessage.h"
#include "sql/resultwriter.h"
#include "sql/scriptrunner.h"
#include "terminal.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sys/resource.h>

#include <optional>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Totals {
    qint64 rows = 0;
    qint64 bytes = 0;
    double firstRowMs = -1; ///< of the first statement that returned a row
    double totalMs = 0;

    void add(const pg::Outcome &outcome)
    {
        rows += outcome.rows;
        bytes += outcome.bytes;
        if (firstRowMs < 0 && outcome.firstRowMs >= 0)
            firstRowMs = totalMs + outcome.firstRowMs;
        totalMs += outcome.totalMs;
    }
};

struct Script {
    QString text;
    std::vector<sql::Statement> statements;
};

/// Writes the rows of one statement after the other; on the session's thread.
class Printer final : public sql::ScriptListener
{
public:
    Printer(const Script &script, sql::ExportFormat format, pg::Connection &connection)
        : m_script(script),
          m_format(format),
          m_timeZone(connection.parameterStatus("TimeZone")),
          m_context{connection.types().get(), m_timeZone}
    {
    }

    const Totals &totals() const { return m_totals; }

    void statementStarted(std::size_t) override {}

    pg::RowSink &sinkFor(std::size_t) override
    {
        m_writer = std::make_unique<sql::ResultWriter>(m_format, &writeOut, m_context);
        return *m_writer;
    }

    void statementFinished(const sql::StatementReport &report) override
    {
        if (m_writer && report.succeeded())
            m_writer->finish();
        m_writer.reset();
        if (report.succeeded()) {
            m_totals.add(report.outcome);
            if (!report.outcome.returnedRows && m_format == sql::ExportFormat::Table)
                printOut(QString::fromUtf8(report.outcome.commandTag) + u'\n');
            return;
        }
        const sql::Statement &statement = m_script.statements[report.index];
        const QString text = m_script.text.mid(statement.begin, statement.end - statement.begin);
        if (report.error)
            printErrorLine(serverMessage(report.error->diagnostics(), text, statement.line));
        else if (report.refusal != sql::Refusal::None)
            printErrorLine(u"ERROR:  %1\nLINE %2: %3"_s.arg(sql::problemText(statement.problem))
                               .arg(statement.line)
                               .arg(text.section(u'\n', 0, 0).left(80)));
    }

private:
    const Script &m_script;
    const sql::ExportFormat m_format;
    const QByteArray m_timeZone;
    const pg::DecodeContext m_context;
    std::unique_ptr<sql::ResultWriter> m_writer;
    Totals m_totals;
};

Script readScript(const QCommandLineParser &parser)
{
    const QStringList texts = parser.positionalArguments();
    const bool fromFile = parser.isSet(u"file"_s);
    if (texts.size() + fromFile != 1)
        throw UsageError(fromFile || texts.size() > 1 ? u"either one SQL text or -f FILE"_s : u"the SQL is missing"_s);
    Script script;
    if (!fromFile) {
        script.text = texts.first();
    } else {
        script.text = QString::fromUtf8(readInput(parser.value(u"file"_s)));
    }
    script.statements = sql::splitScript(script.text);
    if (script.statements.empty())
        throw UsageError(u"there is no statement in the SQL"_s);
    return script;
}

void printStats(const Totals &totals)
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QJsonObject json;
    json[u"rows"_s] = totals.rows;
    json[u"bytes"_s] = totals.bytes;
    json[u"first_row_ms"_s] = totals.firstRowMs < 0 ? QJsonValue() : QJsonValue(totals.firstRowMs);
    json[u"total_ms"_s] = totals.totalMs;
    json[u"peak_rss_mb"_s] = double(usage.ru_maxrss) / 1024; // Linux counts in KiB
    printErrorLine(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

int execute(const Script &script, sql::ExportFormat format, const ServerChoice &server, bool stats)
{
    const pg::ConnectOptions &options = server.options();
    pg::Canceller canceller;
    const pg::Services services{&canceller};
    pg::Session session(options, std::make_shared<pg::TypeRegistry>(), services, options.summary());
    QObject::connect(&session, &pg::Session::noticeReceived, &session,
                     [](const pg::Diagnostics &notice) { printErrorLine(serverMessage(notice)); });
    connectOrAsk(session, server);
    Totals totals;
    bool reported = false;
    auto task = session.run(u"Query"_s, [&](pg::Connection &connection, core::JobContext &job) {
        Printer printer(script, format, connection);
        reported = true; // from here on the printer words what goes wrong with a statement
        try {
            sql::ScriptRunner(script.text, script.statements, {}, printer).run(connection, job);
        } catch (...) {
            totals = printer.totals();
            throw;
        }
        totals = printer.totals();
    });
    waitFor(task.job, false);
    if (stats)
        printStats(totals);
    if (task.job->state() == core::Job::State::Succeeded)
        return Succeeded;
    if (task.job->state() == core::Job::State::Failed && reported) {
        try {
            std::rethrow_exception(task.job->error());
        } catch (const pg::Error &) {
            return Failed;
        } catch (const core::Error &error) { // the output failed, or a statement was refused
            printError(error.message());
            return Failed;
        }
    }
    std::rethrow_exception(task.job->error());
}

int run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Runs SQL and prints the result while it arrives; memory stays flat however large it is. Several statements run one "
        "after the other until one fails. Ctrl+C cancels the statement, a second one gives up the connection.\n"
        "A password is taken from the keychain, PGPASSWORD or ~/.pgpass, or asked for on the terminal. Without --profile and "
        "--url the sandbox's demo database is asked."_s);
    parser.addPositionalArgument(u"SQL"_s, u"One or more statements."_s);
    addServerOptions(parser);
    parser.addOption({u"format"_s, u"table (cuts long cells), csv, tsv, json, jsonl, sql, python, numpy, or none (counts only)."_s, u"format"_s, u"table"_s});
    parser.addOption({u"stats"_s, u"Prints one line of JSON to standard error: rows, bytes, first_row_ms, total_ms, peak_rss_mb."_s});
    parser.addOption({{u"f"_s, u"file"_s}, u"Reads the SQL from a file; - is standard input."_s, u"file"_s});
    if (!parse(parser, u"query [--profile NAME|--url URL] [--format FORMAT] [--stats] SQL|-f FILE"_s, arguments))
        return Succeeded;
    const auto format = sql::exportFormat(parser.value(u"format"_s));
    if (!format)
        throw UsageError(u"--format takes table, csv, tsv, json, jsonl, sql, python, numpy or none, not “%1”"_s
                             .arg(parser.value(u"format"_s)));
    const Script script = readScript(parser);
    return execute(script, *format, *serverOption(parser), parser.isSet(u"stats"_s));
}

} // namespace

int queryCommand(const QStringList &arguments)
{
    return guarded(u"query"_s, [&] { return run(arguments); });
}

} // namespace quiver::ctl
