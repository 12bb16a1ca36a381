// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/troublewords.h"
#include "ui/connections/connectionadvice.h"

#include <QLocale>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::ConnectionStep;
using State = ConnectionCheck::State;

namespace {

constexpr int daysOfWarning = 30;

bool overSocket(const pg::HostAttempt &attempt)
{
    return attempt.host.isEmpty() || attempt.host.startsWith(u'/') || attempt.host.startsWith(u'@');
}

bool onThisComputer(const pg::HostAttempt &attempt)
{
    const QString &address = attempt.address.isEmpty() ? attempt.host : attempt.address;
    return overSocket(attempt) || address.startsWith("127."_L1) || address == "::1"_L1
           || address == "localhost"_L1;
}

QString dateText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace

ConnectionStep ConnectionWay::stepOf(pg::ConnectStage stage)
{
    switch (stage) {
    case pg::ConnectStage::Lookup: return ConnectionStep::Lookup;
    case pg::ConnectStage::Reach: return ConnectionStep::Reach;
    case pg::ConnectStage::Tls: return ConnectionStep::Tls;
    case pg::ConnectStage::Authentication:
    case pg::ConnectStage::Role:
    case pg::ConnectStage::Settings: break;
    }
    return ConnectionStep::Authentication;
}

double ConnectionWay::spentIn(const pg::HostAttempt &attempt, ConnectionStep step)
{
    switch (step) {
    case ConnectionStep::Lookup: return attempt.lookupMs;
    case ConnectionStep::Reach: return attempt.reachMs;
    case ConnectionStep::Tls: return attempt.tlsMs;
    case ConnectionStep::Authentication:
        return attempt.authenticationMs < 0 ? -1
                                            : attempt.authenticationMs + std::max(0.0, attempt.settingsMs);
    default: return -1;
    }
}

ConnectionCheck ConnectionWay::tunnel(double ms)
{
    return {.state = State::Passed, .title = tr("SSH tunnel"), .text = tr("The tunnel stands"), .ms = ms};
}

ConnectionCheck ConnectionWay::otherHost(const pg::HostAttempt &attempt, const pg::TlsFacts &tlsFacts,
                                         const pg::ConnectOptions &options)
{
    const TroubleWords words = troubleWords(attempt, tlsFacts, options);
    ConnectionCheck check;
    check.state = State::Warning;
    check.title = tr("Other host");
    check.text = words.what.contains(attempt.host)
                     ? words.what
                     : tr("%1: %2", "host, what happened").arg(attempt.host, words.what);
    check.nextStep = words.next;
    check.facts = words.detail.split(u'\n', Qt::SkipEmptyParts);
    double spent = 0;
    for (const double ms : {attempt.lookupMs, attempt.reachMs, attempt.tlsMs, attempt.authenticationMs})
        spent += std::max(0.0, ms);
    check.ms = spent > 0 ? spent : -1;
    return check;
}

QList<ConnectionCheck> ConnectionWay::passed(const pg::HostAttempt &attempt, const pg::ConnectReport &report,
                                             const pg::ConnectOptions &options)
{
    const int end =
        attempt.failedAt ? int(stepOf(*attempt.failedAt)) : int(ConnectionStep::Authentication) + 1;
    QList<ConnectionCheck> checks;
    const bool socket = overSocket(attempt);
    if (end > int(ConnectionStep::Lookup) && !socket)
        checks << lookup(attempt);
    if (end > int(ConnectionStep::Reach))
        checks << reach(attempt);
    if (end > int(ConnectionStep::Tls) && !socket)
        checks << tls(attempt, report.tls, options);
    if (end > int(ConnectionStep::Authentication))
        checks << login(attempt, report, options);
    return checks;
}

ConnectionCheck ConnectionWay::lookup(const pg::HostAttempt &attempt)
{
    ConnectionCheck check{.state = State::Passed,
                          .title = ConnectionAdvice::stepTitle(ConnectionStep::Lookup),
                          .ms = attempt.lookupMs,
                          .step = ConnectionStep::Lookup};
    if (attempt.address == attempt.host || attempt.lookupMs < 0)
        check.text = tr("%1 is an address, there is nothing to look up").arg(attempt.host);
    else if (attempt.address.isEmpty())
        check.text = tr("%1 was found").arg(attempt.host);
    else
        check.text = tr("%1 is %2", "name, address").arg(attempt.host, attempt.address);
    return check;
}

ConnectionCheck ConnectionWay::reach(const pg::HostAttempt &attempt)
{
    ConnectionCheck check{.state = State::Passed, .ms = attempt.reachMs, .step = ConnectionStep::Reach};
    if (overSocket(attempt)) {
        check.title = tr("Socket");
        check.text = attempt.host.isEmpty() ? tr("The local socket, port %1").arg(attempt.port)
                                            : tr("In %1, port %2").arg(attempt.host).arg(attempt.port);
        return check;
    }
    check.title = ConnectionAdvice::stepTitle(ConnectionStep::Reach);
    check.text = tr("%1, port %2 answers")
                     .arg(attempt.address.isEmpty() ? attempt.host : attempt.address)
                     .arg(attempt.port);
    return check;
}

ConnectionCheck ConnectionWay::tls(const pg::HostAttempt &attempt, const pg::TlsFacts &facts,
                                   const pg::ConnectOptions &options)
{
    ConnectionCheck check{.state = State::Passed,
                          .title = ConnectionAdvice::stepTitle(ConnectionStep::Tls),
                          .ms = attempt.tlsMs,
                          .step = ConnectionStep::Tls};
    if (facts.protocol.isEmpty()) {
        check.text = tr("Not encrypted");
        if (!onThisComputer(attempt) && options.via.isEmpty()) {
            check.state = State::Warning;
            check.nextStep = tr(
                "Whoever can listen on the way reads every statement and result. Set SSL mode to \"require\" "
                "or, to know whom you talk to, \"verify-full\".");
        }
        return check;
    }
    check.text = tr("%1, %2, %3 bits", "TLS version, cipher, bits of its key")
                     .arg(facts.protocol, facts.cipher)
                     .arg(facts.bits);
    certificate(check, facts);
    return check;
}

void ConnectionWay::certificate(ConnectionCheck &check, const pg::TlsFacts &facts)
{
    if (!facts.subject.isEmpty())
        check.facts << tr("Certificate of %1").arg(facts.subject);
    if (!facts.names.isEmpty())
        check.facts << tr("Valid for %1").arg(facts.names.join(u", "_s));
    if (!facts.issuer.isEmpty())
        check.facts << (facts.issuer == facts.subject ? tr("Signed by itself")
                                                      : tr("Issued by %1").arg(facts.issuer));
    if (!facts.validUntil.isValid())
        return;
    check.facts << tr("Valid from %1 to %2").arg(dateText(facts.validFrom), dateText(facts.validUntil));
    const qint64 days = QDateTime::currentDateTimeUtc().daysTo(facts.validUntil);
    if (days > daysOfWarning)
        return;
    check.state = State::Warning;
    check.nextStep =
        facts.validUntil < QDateTime::currentDateTimeUtc()
            ? tr("The server's certificate has expired: have it renewed. SSL mode \"verify-ca\" and "
                 "\"verify-full\" refuse it.")
            : tr("The server's certificate ends in less than %1 days: have it renewed in time.")
                  .arg(days + 1);
}

ConnectionCheck ConnectionWay::login(const pg::HostAttempt &attempt, const pg::ConnectReport &report,
                                     const pg::ConnectOptions &options)
{
    const QString user = options.parameters.value(u"user"_s);
    ConnectionCheck check{.state = State::Passed,
                          .title = ConnectionAdvice::stepTitle(ConnectionStep::Authentication),
                          .ms = spentIn(attempt, ConnectionStep::Authentication),
                          .step = ConnectionStep::Authentication};
    if (user.isEmpty())
        check.text = report.usedPassword ? tr("With a password") : tr("Without a password");
    else
        check.text = report.usedPassword ? tr("User %1, with a password").arg(user)
                                         : tr("User %1, without a password").arg(user);
    return check;
}

} // namespace quiver::ui
