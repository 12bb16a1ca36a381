// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/connectionhelp.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace quiver::catalog {

using namespace Qt::StringLiterals;
using Trouble = ConnectionTrouble;

namespace {

#define QUIVER_HELP(text) QT_TRANSLATE_NOOP("quiver::catalog::ConnectionHelp", text)

HelpTexts loginTexts(Trouble trouble)
{
    switch (trouble) {
    case Trouble::WrongPassword:
        return {QUIVER_HELP("The server did not accept the password for user \"{user}\"."),
                QUIVER_HELP("Type the password again. If it is right, check the user name: a server gives "
                            "the same answer for "
                            "a user that does not exist.")};
    case Trouble::PasswordMissing:
        return {QUIVER_HELP("The server asks for a password and none was given."),
                QUIVER_HELP("Type the password of user \"{user}\", or put it into ~/.pgpass.")};
    case Trouble::UnknownRole:
        return {QUIVER_HELP("The server knows no user \"{user}\" that may log in."),
                QUIVER_HELP("Check the spelling of the user name, upper and lower case included; or let an "
                            "administrator create "
                            "the role with LOGIN.")};
    case Trouble::UnknownDatabase:
        return {QUIVER_HELP("There is no database \"{database}\" on this server."),
                QUIVER_HELP("Check the database's name. \"postgres\" exists on nearly every server: open "
                            "that one to see what "
                            "there is.")};
    case Trouble::DatabaseForbidden:
        return {
            QUIVER_HELP("User \"{user}\" may not connect to the database \"{database}\"."),
            QUIVER_HELP("Ask the database's owner for the CONNECT privilege, or choose another database.")};
    case Trouble::PeerMismatch:
        return {
            QUIVER_HELP("The server compares the operating system's user with \"{user}\", and they differ."),
            QUIVER_HELP(
                "Use your login name as user, or fill in a host (localhost) to log in with a password.")};
    case Trouble::NoHbaEntry:
        return {
            QUIVER_HELP(
                "The server has no rule that lets user \"{user}\" into \"{database}\" from this computer."),
            QUIVER_HELP("The server's pg_hba.conf needs a line for this user, database and address; on a "
                        "managed service, "
                        "add this computer's address to the allowed networks.")};
    case Trouble::TlsRequired:
        return {
            QUIVER_HELP(
                "The server has no rule that lets user \"{user}\" into \"{database}\" without encryption."),
            QUIVER_HELP("Set SSL mode to \"require\" or stricter. Should that be refused too, the server's "
                        "pg_hba.conf "
                        "needs a line for this user, database and address.")};
    case Trouble::TooManyConnections:
        return {
            QUIVER_HELP("The server, or the limit of this role or database, has no free connection left."),
            QUIVER_HELP("Wait until others leave, make the pools smaller, or let an administrator end idle "
                        "connections.")};
    case Trouble::NotReady:
        return {QUIVER_HELP("The server is starting up or shutting down."),
                QUIVER_HELP("Wait some seconds and try again.")};
    case Trouble::ChannelBinding:
        return {
            QUIVER_HELP("Channel binding is required, and this server or its way of logging in has none."),
            QUIVER_HELP(
                "It needs TLS and a password stored as scram-sha-256. Otherwise set channel binding to "
                "\"prefer\"; if it worked before, somebody may stand between you and the server.")};
    case Trouble::BadSetting:
        return {QUIVER_HELP("You are in, but the server refuses one of the settings of this connection."),
                QUIVER_HELP("Correct or remove the setting that the server names.")};
    default: return {};
    }
}

HelpTexts certificateTexts(Trouble trouble)
{
    switch (trouble) {
    case Trouble::TlsUnsupported:
        return {
            QUIVER_HELP("SSL mode \"{sslmode}\" asks for an encrypted connection; this server offers none."),
            QUIVER_HELP("Turn on ssl on the server. Only if the line is safe otherwise, set SSL mode to "
                        "\"prefer\".")};
    case Trouble::TlsVersion:
        return {QUIVER_HELP("This computer and the server have no version of TLS in common."),
                QUIVER_HELP("Compare ssl_min_protocol_version and ssl_max_protocol_version on both sides; an "
                            "old server needs "
                            "a newer OpenSSL.")};
    case Trouble::CertificateExpired:
        return {QUIVER_HELP("The certificate of {host} has expired."),
                QUIVER_HELP("Let the server's administrator renew it (the server reads a new one at a "
                            "reload). Check this "
                            "computer's clock, too.")};
    case Trouble::CertificateNotYetValid:
        return {
            QUIVER_HELP("The certificate of {host} is not valid yet."),
            QUIVER_HELP(
                "Check the clock of this computer; if it is right, the server's certificate was made with a "
                "wrong one.")};
    case Trouble::CertificateWrongHost:
        return {QUIVER_HELP("The server's certificate is made out to another name than {host}."),
                QUIVER_HELP("Use the name that the certificate has, or let the administrator add this one to "
                            "it. If neither "
                            "can be, somebody may stand between you and the server.")};
    case Trouble::CertificateUnknownIssuer:
        return {
            QUIVER_HELP("Nobody that you trust has signed the certificate of {host}."),
            QUIVER_HELP(
                "Get the root certificate of whoever runs the server and name its file as root certificate "
                "(\"system\" for a public authority); without one, ~/.postgresql/root.crt is used.")};
    case Trouble::CertificateRevoked:
        return {QUIVER_HELP("The certificate of {host} was revoked by the one who issued it."),
                QUIVER_HELP("Do not connect. Let the server's administrator install a new certificate.")};
    case Trouble::CertificateRejected:
        return {
            QUIVER_HELP("The certificate of {host} was not accepted."),
            QUIVER_HELP(
                "Either it has expired, or the file of the root certificate (~/.postgresql/root.crt unless "
                "another is named) is not of the one who signed it.")};
    case Trouble::RootCertificateMissing:
        return {
            QUIVER_HELP(
                "SSL mode \"{sslmode}\" checks the server's certificate, but the root certificate's file is "
                "missing: {file}"),
            QUIVER_HELP("Name the file that whoever runs the server gave out, or \"system\" for a public "
                        "authority. SSL "
                        "mode \"require\" encrypts without checking whom it talks to.")};
    case Trouble::RootCertificateUnreadable:
        return {QUIVER_HELP("The root certificate cannot be read from {file}"),
                QUIVER_HELP(
                    "It must be readable by you and hold certificates in PEM form (\"BEGIN CERTIFICATE\").")};
    default: return {};
    }
}

HelpTexts clientCertificateTexts(Trouble trouble)
{
    switch (trouble) {
    case Trouble::ClientCertificateMissing:
        return {QUIVER_HELP("The server wants a certificate of yours and got none."),
                QUIVER_HELP("Name the files of your client certificate and of its key; libpq looks for "
                            "~/.postgresql/postgresql.crt and .key otherwise.")};
    case Trouble::ClientCertificateExpired:
        return {QUIVER_HELP("Your client certificate has expired."),
                QUIVER_HELP("Get a new one from whoever issued it.")};
    case Trouble::ClientCertificateRejected:
        return {QUIVER_HELP("The server does not accept your client certificate for user \"{user}\"."),
                QUIVER_HELP("Its common name must be the user name (or be mapped to it in pg_ident.conf), "
                            "and the server's "
                            "ssl_ca_file must hold the one who signed it.")};
    case Trouble::KeyMissing:
        return {QUIVER_HELP("The client certificate is there, but its private key is not: {file}"),
                QUIVER_HELP("Name the key's file: a regular file that you can read.")};
    case Trouble::KeyReadableByOthers:
        return {
            QUIVER_HELP("The private key may be read by others, so it is not used: {file}"),
            QUIVER_HELP("Take the right away from everybody else: chmod 600, and own the file yourself.")};
    case Trouble::KeyPassphrase:
        return {QUIVER_HELP("The private key's passphrase is wrong or missing: {file}"),
                QUIVER_HELP("Type the passphrase of the key, not the password of the user.")};
    case Trouble::KeyMismatch:
        return {QUIVER_HELP("The private key cannot be used with this client certificate: {file}"),
                QUIVER_HELP("The key must be the one that the certificate was made for, in PEM form.")};
    default: return {};
    }
}

HelpTexts networkTexts(Trouble trouble)
{
    switch (trouble) {
    case Trouble::Refused:
        return {QUIVER_HELP("Nothing answers at {host}, port {port}."),
                QUIVER_HELP("Is the server running, and is the port right? A server that listens on "
                            "localhost only refuses "
                            "other computers: see listen_addresses in its configuration.")};
    case Trouble::SocketMissing:
        return {QUIVER_HELP("There is no server's socket for port {port} in {host}."),
                QUIVER_HELP("Start the server, or fill in a host to connect over the network.")};
    case Trouble::SocketForbidden:
        return {
            QUIVER_HELP("You may not use the server's socket in {host}."),
            QUIVER_HELP(
                "The directory belongs to another user. Connect over the network instead: fill in a host.")};
    case Trouble::SocketOfSandbox:
        return {QUIVER_HELP("The sandbox's server does not run."),
                QUIVER_HELP("Start the sandbox on the welcome page or with \"quiverctl sandbox start\".")};
    case Trouble::UnknownHost:
        return {QUIVER_HELP("No computer named \"{host}\" was found."),
                QUIVER_HELP("Check the spelling of the host, and whether the network (or the VPN) that knows "
                            "this name is "
                            "connected.")};
    case Trouble::Unreachable:
        return {QUIVER_HELP("There is no way to {host} from this computer."),
                QUIVER_HELP("Check the network connection and the VPN.")};
    case Trouble::Timeout:
        return {QUIVER_HELP("{host} did not answer in time."),
                QUIVER_HELP("Often a firewall drops the packets, or the address is wrong. For a slow line, "
                            "raise the connect "
                            "timeout.")};
    case Trouble::AnswerTimeout:
        return {QUIVER_HELP("{host} was connected, then did not answer any more."),
                QUIVER_HELP("The network may be gone or the server stopped. Try again; for statements that "
                            "are silent for "
                            "long, raise the answer timeout.")};
    case Trouble::ClosedByServer:
        return {QUIVER_HELP("{host} cut the connection without a word."),
                QUIVER_HELP("The server may have crashed or been restarted (its log tells), or a firewall or "
                            "proxy in between "
                            "has cut the line. Try again.")};
    case Trouble::NoSuitableHost:
        return {
            QUIVER_HELP(
                "{host} answers, but is not what this connection asks for (target_session_attrs={role})."),
            QUIVER_HELP(
                "Is a failover under way? Otherwise add the missing host to the list, or ask for \"any\".")};
    case Trouble::NotPostgres:
        return {QUIVER_HELP("What answers at {host}, port {port} is not a PostgreSQL server."),
                QUIVER_HELP("Check the port: PostgreSQL's usual one is 5432.")};
    case Trouble::BadOptions:
        return {QUIVER_HELP("These settings cannot be used."),
                QUIVER_HELP("Correct what the message names.")};
    default: return {};
    }
}

} // namespace

HelpTexts helpTexts(ConnectionTrouble trouble)
{
    for (const auto &of : {loginTexts, certificateTexts, clientCertificateTexts, networkTexts}) {
        if (const HelpTexts texts = of(trouble); *texts.what)
            return texts;
    }
    return {QUIVER_HELP("The connection could not be made."), QUIVER_HELP("The server's own words say why.")};
}

QString withFacts(const QString &text, const pg::ConnectOptions &options, const QString &message,
                  const pg::HostAttempt *attempt)
{
    const auto option = [&options](const QString &key, const QString &otherwise) {
        const QString value = options.parameters.value(key);
        return value.isEmpty() ? otherwise : value;
    };
    const QString user = option(u"user"_s, qEnvironmentVariable("USER"));
    const QString file = fileNamed(message);
    const std::pair<QLatin1StringView, QString> facts[] = {
        {"{user}"_L1, user},
        {"{database}"_L1, option(u"dbname"_s, user)},
        {"{host}"_L1,
         attempt && !attempt->host.isEmpty() ? attempt->host : option(u"host"_s, u"localhost"_s)},
        {"{port}"_L1,
         attempt && attempt->port > 0 ? QString::number(attempt->port) : option(u"port"_s, u"5432"_s)},
        {"{sslmode}"_L1, option(u"sslmode"_s, u"prefer"_s)},
        {"{role}"_L1, option(u"target_session_attrs"_s, u"any"_s)},
        {"{file}"_L1, file.isEmpty() ? u"~/.postgresql/"_s : file},
    };
    // In one pass: a database may be called "{host}".
    QString filled;
    for (qsizetype at = 0; at < text.size();) {
        const auto *fact = std::find_if(std::begin(facts), std::end(facts), [&](const auto &each) {
            return QStringView(text).mid(at).startsWith(each.first);
        });
        filled += fact == std::end(facts) ? QString(text.at(at)) : fact->second;
        at += fact == std::end(facts) ? 1 : fact->first.size();
    }
    return filled;
}

QString connectionHelp(const pg::Error &error, const pg::ConnectOptions &options)
{
    if (error.kind() == pg::Error::Kind::Server)
        return error.message();
    const HelpTexts texts = helpTexts(diagnose(error, options));
    const pg::HostAttempt *attempt = toldAttempt(error);
    const auto filled = [&](const char *text) {
        return withFacts(QString::fromUtf8(text), options, error.message(), attempt);
    };
    QString help = filled(texts.what) + u'\n' + filled(texts.next) + u'\n' + error.message();
    if (!error.diagnostics().hint.isEmpty())
        help += u'\n' + error.diagnostics().hint;
    return help;
}

} // namespace quiver::catalog
