// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectiontest.h"
#include "commandline.h"
#include "commands.h"
#include "connections.h"
#include "jobrunner.h"
#include "pg/session.h"
#include "pg/typeregistry.h"
#include "serverchoice.h"
#include "terminal.h"

#include <QElapsedTimer>
#include <QRegularExpression>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

void line(const QString &step, double ms, const QString &text)
{
    const QString time = ms < 0 ? QString() : QString::number(ms, 'f', ms < 10 ? 2 : 1) + u" ms"_s;
    printOut(u"%1 %2  %3\n"_s.arg(step, -15).arg(time, 10).arg(text).replace(QRegularExpression(u" +\n"_s), u"\n"_s));
}

QString yesNo(bool yes)
{
    return yes ? u"yes"_s : u"no"_s;
}

void printTls(double ms, const pg::TlsFacts &tls)
{
    if (tls.protocol.isEmpty()) {
        line(u"TLS"_s, ms, u"not encrypted"_s);
        return;
    }
    QString text = u"%1, %2"_s.arg(tls.protocol, tls.cipher);
    if (!tls.subject.isEmpty())
        text += u", certificate %1"_s.arg(tls.subject);
    if (tls.validUntil.isValid())
        text += u" until %1"_s.arg(tls.validUntil.toString(u"yyyy-MM-dd"_s));
    line(u"TLS"_s, ms, text);
}

void printAttempts(const pg::ConnectReport &report)
{
    for (const pg::HostAttempt &attempt : report.attempts) {
        const QString host = attempt.port > 0 ? u"%1:%2"_s.arg(attempt.host).arg(attempt.port) : attempt.host;
        if (attempt.lookupMs >= 0)
            line(u"lookup"_s, attempt.lookupMs, attempt.address.isEmpty() ? host : host + u" is "_s + attempt.address);
        if (attempt.reachMs >= 0)
            line(u"reach"_s, attempt.reachMs, host);
        if (attempt.failedAt) {
            line(u"failed"_s, -1, host + u": "_s + attempt.error.message.section(u'\n', 0, 0));
            continue;
        }
        printTls(attempt.tlsMs, report.tls);
        line(u"authentication"_s, attempt.authenticationMs, report.usedPassword ? u"with a password"_s : u"without a password"_s);
    }
}

QString pgvectorText(const catalog::PgvectorState &state)
{
    if (state.installed.isEmpty())
        return state.available.isEmpty() ? u"not available on this server"_s : u"%1 is available, not created here: CREATE EXTENSION vector"_s.arg(state.available);
    QString text = u"%1 in schema %2"_s.arg(state.installed, state.schema);
    if (!state.available.isEmpty() && state.available != state.installed)
        text += u", %1 is available"_s.arg(state.available);
    return state.libraryError.isEmpty() ? text : text + u"; the library fails: "_s + state.libraryError;
}

QString roleText(const catalog::ServerRole &role)
{
    QString text = role.inRecovery ? u"standby"_s : u"primary"_s;
    if (role.inRecovery && role.replayLagSeconds >= 0)
        text += u", %1 s behind"_s.arg(role.replayLagSeconds, 0, 'f', 1);
    if (role.defaultReadOnly)
        text += u", read-only"_s;
    if (role.standbys > 0)
        text += u", %1 standby(s)"_s.arg(role.standbys);
    return text;
}

void printReport(const catalog::ConnectionReport &report)
{
    if (report.tunnelMs >= 0)
        line(u"SSH tunnel"_s, report.tunnelMs, u"open"_s);
    printAttempts(report.connect);
    line(u"version"_s, report.versionMs, u"PostgreSQL "_s + report.serverVersionText + (report.tooOld ? u": too old for Quiver"_s : QString()));
    if (report.tooOld)
        return;
    line(u"latency"_s, report.latencyMs, u"p50 %1 ms, %2 to %3 ms, %4 round trips"_s.arg(report.latency.p50, 0, 'f', 3)
                                             .arg(report.latency.min, 0, 'f', 3)
                                             .arg(report.latency.max, 0, 'f', 3)
                                             .arg(report.latency.count));
    line(u"pgvector"_s, report.pgvectorMs, pgvectorText(report.pgvector));
    for (const catalog::AuditFinding &finding : report.audit.findings)
        line(u"  fixed in %1"_s.arg(QString::fromUtf8(finding.defect.fixedIn)), -1, QString::fromUtf8(finding.defect.what));
    const catalog::Rights &rights = report.rights;
    line(u"rights"_s, report.rightsMs, u"%1 on %2: superuser %3, CREATE %4, tables in %5 %6, pg_monitor %7, pg_signal_backend %8"_s
                                           .arg(rights.user, rights.database, yesNo(rights.superuser), yesNo(rights.canCreateSchema),
                                                rights.firstSchema.isEmpty() ? u"(no schema)"_s : rights.firstSchema, yesNo(rights.canCreateTable),
                                                yesNo(rights.monitor), yesNo(rights.signalBackend)));
    line(u"role"_s, report.roleMs, roleText(report.role));
    QStringList companions;
    for (const catalog::Companion &companion : report.surroundings.companions)
        companions << companion.extension + (companion.installed.isEmpty() ? u" (available)"_s : u' ' + companion.installed);
    line(u"companions"_s, report.companionsMs, companions.isEmpty() ? u"none"_s : companions.join(u", "_s));
}

int fail(const std::exception_ptr &error, const pg::ConnectOptions &options, double tunnelMs)
{
    try {
        std::rethrow_exception(error);
    } catch (const pg::ConnectError &e) {
        if (tunnelMs >= 0)
            line(u"SSH tunnel"_s, tunnelMs, u"open"_s);
        printAttempts(e.connectReport());
    } catch (...) { // told below
    }
    rethrowWithHelp(error, options);
}

} // namespace

int testConnection(const QCommandLineParser &parser)
{
    const std::unique_ptr<ServerChoice> server = serverOption(parser);
    pg::ConnectOptions options = server->options();
    pg::Canceller canceller;
    pg::Session session(options, std::make_shared<pg::TypeRegistry>(), pg::Services{&canceller}, options.summary());
    for (bool asked = false;; asked = true) {
        QElapsedTimer timer;
        timer.start();
        auto task = session.run(u"Test"_s, [timer, options](pg::Connection &connection, core::JobContext &job) {
            return catalog::testConnection(connection, job, options, double(timer.nsecsElapsed()) / 1e6);
        });
        waitFor(task.job, false);
        const std::exception_ptr error = task.job->error();
        if (error && !asked && needsPassword(error) && server->mayAsk()) {
            if (const auto password = askPassword(u"Password for %1: "_s.arg(options.summary()))) {
                options.password = *password;
                session.setOptions(options);
                continue;
            }
        }
        if (error)
            return fail(error, options, server->tunnelMs());
        catalog::ConnectionReport report = task.future.result();
        report.tunnelMs = server->tunnelMs();
        printReport(report);
        return Succeeded;
    }
}

} // namespace quiver::ctl
