// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index watch and cancel: the builds that a server runs, whoever began them.
#include "await.h"
#include "buildline.h"
#include "columnoptions.h"
#include "changecommand.h"
#include "commandline.h"
#include "commands.h"
#include "index/buildcancel.h"
#include "index/buildwatch.h"
#include "indexactions.h"
#include "interrupt.h"
#include "jobrunner.h"
#include "terminal.h"

#include <QElapsedTimer>
#include <QHash>
#include <QJsonDocument>

#include <optional>
#include <utility>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 patienceMs = 30'000; // for looks that fail, one after the other

/// Which builds are meant.
struct Wanted {
    int pid = 0;   ///< 0: any
    TableArgument name; ///< of the table or the index; without a schema: in any; without a name: any
    bool fits(const index::BuildProgress &build) const
    {
        const bool isNamed = name.name == build.table || name.name == build.index;
        return (pid == 0 || build.key.pid == pid)
            && (name.name.isEmpty() || (isNamed && (name.schema.isEmpty() || name.schema == build.schema)));
    }
};

void addBuildOptions(QCommandLineParser &parser)
{
    addServerOptions(parser);
    parser.addOption({u"pid"_s, u"The session that builds."_s, u"pid"_s});
}

Wanted wantedOf(const QCommandLineParser &parser, const QString &nameOption)
{
    Wanted wanted;
    if (parser.isSet(u"pid"_s))
        wanted.pid = int(numberOption(parser, u"pid"_s, 1, 0x7fffffff));
    if (parser.isSet(nameOption))
        wanted.name = tableArgument(parser, nameOption);
    return wanted;
}

/// Prints what a watch sees until what was wanted has ended.
class Watching
{
public:
    Watching(const ServerChoice &server, Wanted wanted, bool json, bool once)
        : m_watch(server.options(), std::make_shared<pg::TypeRegistry>(), {&m_canceller}), m_wanted(std::move(wanted)), m_json(json), m_once(once)
    {
    }

    int run()
    {
        const Interrupt interrupt([this] { end(Interrupted); });
        QObject::connect(&m_watch, &index::BuildWatch::looked, &m_waiting, [this] { looked(); });
        QObject::connect(&m_watch, &index::BuildWatch::buildEnded, &m_waiting, [this](const index::BuildEnding &ending) { ended(ending); });
        QObject::connect(&m_watch, &index::BuildWatch::connectionLost, &m_waiting, [this](const QString &reason) { lost(reason); });
        QObject::connect(&m_watch, &index::BuildWatch::connectionBack, &m_waiting, [this] { m_line.log(u"connected again"_s); });
        QObject::connect(&m_watch, &index::BuildWatch::lookFailed, &m_waiting, [this](const QString &reason) { failed(reason); });
        m_watch.start();
        m_waiting.untilEnd();
        m_line.clear();
        if (!m_failure.isEmpty())
            throw core::Error(m_failure);
        return m_status;
    }

private:
    void looked()
    {
        if (m_failing.isValid())
            m_line.log(u"the server answers again"_s);
        m_failing.invalidate();
        bool any = false;
        for (const index::WatchedBuild &build : m_watch.builds()) {
            if (!m_wanted.fits(build.progress))
                continue;
            any = true;
            m_seen = true;
            if (m_json)
                printOnce(build.progress.key.pid, QJsonDocument(buildJson(build)).toJson(QJsonDocument::Compact));
            else if (m_once)
                printOut(buildText(build));
            else
                show(build);
        }
        if (any && !m_once)
            return;
        if (!any && !m_seen && !m_json)
            printOut(u"Nothing is built there now.\n"_s);
        if (m_once || !m_seen)
            end(Succeeded);
        else if (!any && m_watch.looks() > m_endedAt + 1 && m_ended > 0)
            end(m_status);
    }
    void show(const index::WatchedBuild &build)
    {
        if (const QString line = m_waits.next(build.progress); !line.isEmpty())
            m_line.log(line);
        m_line.show(buildLine(build));
    }
    /// The look that finds a build gone has nothing new of it.
    void printOnce(int pid, const QByteArray &line)
    {
        if (std::exchange(m_printed[pid], line) != line)
            printOut(QString::fromUtf8(line) + u'\n');
    }
    void ended(const index::BuildEnding &ending)
    {
        if (!m_wanted.fits(ending.last.progress))
            return;
        ++m_ended;
        m_endedAt = m_watch.looks();
        if (m_json)
            printOut(QString::fromUtf8(QJsonDocument(endingJson(ending)).toJson(QJsonDocument::Compact)) + u'\n');
        else
            m_line.log(ending.words());
        if (ending.kind != index::BuildEnding::Kind::Valid && ending.kind != index::BuildEnding::Kind::Unseen)
            m_status = Failed;
    }
    void lost(const QString &reason)
    {
        if (m_watch.looks() == 0)
            fail(reason); // it was never there
        else
            m_line.log(u"connection lost (%1); the server goes on building, trying to connect again"_s.arg(reason));
    }
    void failed(const QString &reason)
    {
        if (m_watch.looks() == 0 || (m_failing.isValid() && m_failing.hasExpired(patienceMs))) {
            fail(reason);
            return;
        }
        if (m_failing.isValid())
            return;
        m_failing.start();
        m_line.log(u"the builds cannot be looked at (%1); they go on, looking again for up to %2 s"_s.arg(reason).arg(patienceMs / 1000));
    }
    void fail(const QString &reason)
    {
        m_failure = reason;
        end(Failed);
    }
    void end(int status)
    {
        m_status = status;
        m_watch.stop();
        m_waiting.end();
    }

    Waiting m_waiting;
    pg::Canceller m_canceller;
    index::BuildWatch m_watch;
    const Wanted m_wanted;
    const bool m_json, m_once;
    ProgressLine m_line;
    WaitTeller m_waits;
    QHash<int, QByteArray> m_printed; // the latest line of each session's build
    QString m_failure;
    QElapsedTimer m_failing; // since the first of the looks that failed; not valid: the latest one did not
    bool m_seen = false;
    int m_ended = 0;
    qint64 m_endedAt = 0;
    int m_status = Succeeded;
};

} // namespace

int indexWatchAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Follows the index builds of a server to their end, also those that psql or another program began: phase, rate, time left, who is waited for. "
        "Ctrl+C ends the watching, not the build.\n"
        "  quiverctl index watch --table documents"_s);
    addBuildOptions(parser);
    parser.addOption({u"table"_s, u"Only builds of this table or index, [SCHEMA.]NAME as in SQL."_s, u"name"_s});
    parser.addOption({u"all"_s, u"Every build of the server; so without --pid and --table, too."_s});
    parser.addOption({u"once"_s, u"Looks once, and ends."_s});
    parser.addOption({u"json"_s, u"A JSON object a line for each look at each build."_s});
    if (!parse(parser, u"index watch [--pid PID|--table NAME|--all] [--once] [--json] [options]"_s, arguments))
        return Succeeded;
    const auto server = serverOption(parser);
    return Watching(*server, wantedOf(parser, u"table"_s), parser.isSet(u"json"_s), parser.isSet(u"once"_s)).run();
}

int indexCancelAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Cancels an index build, also of another program. What CREATE INDEX CONCURRENTLY leaves, an INVALID index, is dropped.\n"
        "  quiverctl index cancel --name documents_embedding_idx"_s);
    addBuildOptions(parser);
    parser.addOption({u"name"_s, u"The index, or its table, [SCHEMA.]NAME as in SQL."_s, u"name"_s});
    addChangeOptions(parser);
    if (!parse(parser, u"index cancel --pid PID|--name NAME [options]"_s, arguments))
        return Succeeded;
    const Wanted wanted = wantedOf(parser, u"name"_s);
    if (wanted.pid == 0 && wanted.name.name.isEmpty())
        throw UsageError(u"--pid or --name says which build; see: quiverctl index watch --once"_s);
    const auto server = serverOption(parser);
    return applyChange(parser, *server, [&](pg::Connection &connection) {
        std::vector<index::BuildProgress> found;
        for (const index::BuildProgress &build : index::readBuilds(connection, index::buildSight(connection)).builds) {
            if (wanted.fits(build))
                found.push_back(build);
        }
        if (found.empty())
            throw core::Error(u"no such build runs; see: quiverctl index watch --once"_s);
        if (found.size() > 1)
            throw core::Error(u"%1 builds fit: say with --pid which one; see: quiverctl index watch --once"_s.arg(found.size()));
        return index::cancelBuild(connection, found.front());
    });
}

} // namespace quiver::ctl
