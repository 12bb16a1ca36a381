// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionadvice.h"

#include "catalog/statements.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::ConnectionStep;
using catalog::ConnectionTrouble;
using State = ConnectionCheck::State;

namespace {

QString hostOf(const pg::ConnectOptions &options)
{
    return options.parameters.value(u"host"_s);
}

QString portOf(const pg::ConnectOptions &options)
{
    return options.parameters.value(u"port"_s, u"5432"_s);
}

} // namespace

QString ConnectionAdvice::milliseconds(double ms)
{
    if (ms < 0)
        return {};
    const int decimals = ms < 1 ? 2 : ms < 100 ? 1 : 0;
    return tr("%1 ms").arg(QLocale().toString(ms, 'f', decimals));
}

QString ConnectionAdvice::stepTitle(ConnectionStep step)
{
    switch (step) {
    case ConnectionStep::Connect: return tr("Connect");
    case ConnectionStep::Version: return tr("Server");
    case ConnectionStep::Pgvector: return tr("pgvector");
    case ConnectionStep::Rights: return tr("Rights");
    case ConnectionStep::Latency: return tr("Round trip");
    }
    return {};
}

std::pair<QString, QString> ConnectionAdvice::words(ConnectionTrouble trouble,
                                                    const pg::ConnectOptions &options)
{
    const QString user = options.parameters.value(u"user"_s);
    const QString database = options.parameters.value(u"dbname"_s, user);
    switch (trouble) {
    case ConnectionTrouble::WrongPassword:
        return {tr("The server did not accept the password for user \"%1\".").arg(user),
                tr("Type the password again. If it is right, check the user name: a server gives the same "
                   "answer for a "
                   "user that does not exist.")};
    case ConnectionTrouble::PasswordMissing:
        return {tr("The server asks for a password and none was given."),
                tr("Type the password of user \"%1\".").arg(user)};
    case ConnectionTrouble::UnknownRole:
        return {tr("The server knows no user \"%1\" that may log in.").arg(user),
                tr("Check the spelling of the user name, upper and lower case included; or let an "
                   "administrator create the role.")};
    case ConnectionTrouble::UnknownDatabase:
        return {tr("There is no database \"%1\" on this server.").arg(database),
                tr("Check the database's name. \"postgres\" exists on nearly every server: open that one to "
                   "see what there is.")};
    case ConnectionTrouble::DatabaseForbidden:
        return {tr("User \"%1\" may not connect to the database \"%2\".").arg(user, database),
                tr("Ask the database's owner for the CONNECT privilege, or choose another database.")};
    case ConnectionTrouble::PeerMismatch:
        return {tr("Over this socket the server accepts only the operating system's own user, and that is "
                   "not \"%1\".")
                    .arg(user),
                tr("Use your login name as user, or fill in a host (localhost) to log in with a password.")};
    case ConnectionTrouble::NoHbaEntry:
        return {tr("The server has no rule that lets user \"%1\" into \"%2\" from this computer.")
                    .arg(user, database),
                tr("The server's pg_hba.conf needs a line for this user, database and address; on a managed "
                   "service, add this "
                   "computer's address to the allowed networks.")};
    case ConnectionTrouble::TooManyConnections:
        return {tr("The server has no free connection left."),
                tr("Wait until others leave, or let an administrator end idle connections.")};
    case ConnectionTrouble::NotReady:
        return {tr("The server is starting up or shutting down."), tr("Wait some seconds and try again.")};
    case ConnectionTrouble::BadOptions:
        return {tr("These settings cannot be used."), tr("Correct what the message names.")};
    case ConnectionTrouble::Other:
        return {tr("The connection could not be made."), tr("The server's own words below say why.")};
    default: break;
    }
    const auto network = networkWords(trouble, options);
    return network.first.isEmpty() ? tlsWords(trouble, options) : network;
}

std::pair<QString, QString> ConnectionAdvice::networkWords(ConnectionTrouble trouble,
                                                           const pg::ConnectOptions &options)
{
    const QString host = hostOf(options);
    const QString port = portOf(options);
    switch (trouble) {
    case ConnectionTrouble::Refused:
        return {
            tr("Nothing answers at %1, port %2.").arg(host.isEmpty() ? tr("the local socket") : host, port),
            tr("Is the server running, and is the port right? A server that listens on localhost only "
               "refuses other computers: "
               "see listen_addresses in its configuration.")};
    case ConnectionTrouble::SocketMissing:
        return {host.isEmpty() ? tr("No server runs on this computer with a socket for port %1.").arg(port)
                               : tr("There is no server's socket for port %1 in %2.").arg(port, host),
                tr("Start the server, or fill in a host to connect over the network.")};
    case ConnectionTrouble::SocketForbidden:
        return {
            tr("You may not use the server's socket in %1.").arg(host.isEmpty() ? tr("its directory") : host),
            tr("The directory belongs to another user. Connect over the network instead: fill in a host.")};
    case ConnectionTrouble::UnknownHost:
        return {tr("No computer named \"%1\" was found.").arg(host),
                tr("Check the spelling of the host, and whether the network (or the VPN) that knows this "
                   "name is connected.")};
    case ConnectionTrouble::Unreachable:
        return {tr("There is no way to %1 from this computer.").arg(host),
                tr("Check the network connection and the VPN.")};
    case ConnectionTrouble::Timeout:
        return {tr("%1 did not answer in time.").arg(host.isEmpty() ? tr("The server") : host),
                tr("Often a firewall drops the packets, or the address is wrong. For a slow line, raise the "
                   "connect timeout.")};
    case ConnectionTrouble::NotPostgres:
        return {tr("What answers at %1, port %2 is not a PostgreSQL server.").arg(host, port),
                tr("Check the port: PostgreSQL's usual one is 5432.")};
    default: return {};
    }
}

std::pair<QString, QString> ConnectionAdvice::tlsWords(ConnectionTrouble trouble,
                                                       const pg::ConnectOptions &options)
{
    const QString sslmode = options.parameters.value(u"sslmode"_s);
    switch (trouble) {
    case ConnectionTrouble::TlsRequired:
        return {tr("The server lets you in over an encrypted connection only."),
                tr("Set SSL mode to \"require\" or stricter.")};
    case ConnectionTrouble::TlsUnsupported:
        return {
            tr("SSL mode \"%1\" asks for an encrypted connection; this server offers none.").arg(sslmode),
            tr("Turn on ssl on the server. Only if the line is safe otherwise, set SSL mode to \"prefer\".")};
    case ConnectionTrouble::CertificateRejected:
        return {
            tr("The certificates of server and client do not fit."),
            tr("Check the host's name against the server's certificate, and the file of the root certificate "
               "(~/.postgresql/root.crt unless sslrootcert says otherwise).")};
    default: return {tr("The connection could not be made."), {}};
    }
}

ConnectionCheck ConnectionAdvice::forError(const pg::Error &error, const pg::ConnectOptions &options)
{
    const ConnectionTrouble trouble = catalog::diagnose(error, options);
    const auto [what, next] = words(trouble, options);
    ConnectionCheck check;
    check.state = State::Failed;
    check.title = stepTitle(ConnectionStep::Connect);
    check.text = what;
    check.detail = error.message();
    if (!error.diagnostics().hint.isEmpty())
        check.detail += u'\n' + error.diagnostics().hint;
    check.nextStep = next;
    return check;
}

ConnectionCheck ConnectionAdvice::versionCheck(const catalog::ConnectionReport &report)
{
    ConnectionCheck check{State::Passed,   stepTitle(ConnectionStep::Version), {}, {}, {}, {},
                          report.versionMs};
    check.text = tr("PostgreSQL %1").arg(report.serverVersionText);
    check.text +=
        u", "_s + (report.tls.isEmpty() ? tr("not encrypted") : tr("encrypted with %1").arg(report.tls));
    if (report.tooOld) {
        check.state = State::Failed;
        check.text = tr("PostgreSQL %1 is too old: Quiver works with %2 and newer.")
                         .arg(report.serverVersionText)
                         .arg(catalog::oldestServerVersion / 10000);
        check.nextStep = tr("Upgrade the server, or choose another one.");
    }
    return check;
}

ConnectionCheck ConnectionAdvice::pgvectorCheck(const catalog::ConnectionReport &report)
{
    ConnectionCheck check{State::Passed,    stepTitle(ConnectionStep::Pgvector), {}, {}, {}, {},
                          report.pgvectorMs};
    if (!report.pgvectorInstalled.isEmpty()) {
        check.text = tr("Version %1 in schema \"%2\"").arg(report.pgvectorInstalled, report.pgvectorSchema);
        if (!report.pgvectorAvailable.isEmpty() && report.pgvectorAvailable != report.pgvectorInstalled)
            check.text += u' ' + tr("(the host has %1)").arg(report.pgvectorAvailable);
        return check;
    }
    check.state = State::Warning;
    if (report.pgvectorAvailable.isEmpty()) {
        check.text = tr("pgvector is not installed on the server's host.");
        check.nextStep =
            tr("Install the package postgresql-%1-pgvector there (a managed service: switch the extension "
               "on), then "
               "create the extension in the database. Everything without vectors works as it is.")
                .arg(report.serverVersion / 10000);
        return check;
    }
    check.text = tr("pgvector %1 is installed on the host, but not created in the database \"%2\".")
                     .arg(report.pgvectorAvailable,
                          report.database.isEmpty() ? tr("of this connection") : report.database);
    check.nextStep = tr("Run this once in the database:");
    check.sql = catalog::createExtension(u"vector"_s);
    return check;
}

ConnectionCheck ConnectionAdvice::rightsCheck(const catalog::ConnectionReport &report)
{
    ConnectionCheck check{State::Passed, stepTitle(ConnectionStep::Rights), {}, {}, {}, {}, report.rightsMs};
    QStringList rights;
    if (report.superuser) {
        rights << tr("superuser");
    } else {
        rights << (report.canCreateTable ? tr("may create tables") : tr("may not create tables"));
        rights << (report.canCreateSchema ? tr("may create schemas and extensions")
                                          : tr("may not create schemas"));
    }
    if (report.readOnly)
        rights << tr("this connection is read-only");
    check.text = tr("%1 in %2: %3", "user, database, list of rights")
                     .arg(report.user, report.database, rights.join(u", "_s));
    return check;
}

QList<ConnectionCheck> ConnectionAdvice::forReport(const catalog::ConnectionReport &report)
{
    QList<ConnectionCheck> checks;
    checks << ConnectionCheck{
        State::Passed,   stepTitle(ConnectionStep::Connect), tr("Connected and logged in"), {}, {}, {},
        report.connectMs};
    checks << versionCheck(report);
    if (report.tooOld)
        return checks;
    checks << pgvectorCheck(report) << rightsCheck(report);
    checks << ConnectionCheck{State::Passed,
                              stepTitle(ConnectionStep::Latency),
                              tr("The quickest of %1 empty round trips").arg(report.latencyRounds),
                              {},
                              {},
                              {},
                              report.latencyMs};
    return checks;
}

QList<ConnectionCheck> ConnectionAdvice::whileRunning(int step)
{
    QList<ConnectionCheck> checks;
    for (int i = 0; i < catalog::connectionSteps; ++i) {
        const State state = i < step ? State::Passed : i == step ? State::Running : State::Pending;
        checks << ConnectionCheck{
            state, stepTitle(ConnectionStep(i)), i == step ? tr("Trying…") : QString(), {}, {}, {}, -1};
    }
    return checks;
}

QString ConnectionAdvice::asText(const QList<ConnectionCheck> &checks)
{
    QStringList lines;
    for (const ConnectionCheck &check : checks) {
        QString line = check.title + u": "_s + check.text;
        if (check.ms >= 0)
            line += u" ("_s + milliseconds(check.ms) + u')';
        lines << line;
        if (!check.nextStep.isEmpty())
            lines << u"  "_s + check.nextStep;
        if (!check.detail.isEmpty())
            lines << u"  "_s + check.detail;
        if (!check.sql.isEmpty())
            lines << u"  "_s + check.sql;
    }
    return lines.join(u'\n');
}

} // namespace quiver::ui
