// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionadvice.h"

#include "ui/common/figures.h"
#include "ui/common/troublewords.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::ConnectionStep;
using State = ConnectionCheck::State;

namespace {

constexpr int stepsOfTheWay = int(ConnectionStep::Authentication) + 1;

bool overSocket(const pg::HostAttempt &attempt)
{
    return attempt.host.isEmpty() || attempt.host.startsWith(u'/') || attempt.host.startsWith(u'@');
}

} // namespace

QString ConnectionAdvice::milliseconds(double ms)
{
    if (ms < 0)
        return {};
    if (ms >= 999.5)
        return durationText(ms);
    return tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 1 ? 2 : ms < 100 ? 1 : 0));
}

QString ConnectionAdvice::stepTitle(ConnectionStep step)
{
    switch (step) {
    case ConnectionStep::Lookup: return tr("Name lookup");
    case ConnectionStep::Reach: return tr("TCP");
    case ConnectionStep::Tls: return tr("Encryption");
    case ConnectionStep::Authentication: return tr("Log in");
    case ConnectionStep::Version: return tr("Server");
    case ConnectionStep::Latency: return tr("Round trip");
    case ConnectionStep::Pgvector: return tr("pgvector");
    case ConnectionStep::Audit: return tr("Known defects");
    case ConnectionStep::Rights: return tr("Rights");
    case ConnectionStep::Role: return tr("Role");
    case ConnectionStep::Companions: return tr("Also here");
    }
    return {};
}

ConnectionCheck ConnectionAdvice::forError(const pg::Error &error, const pg::ConnectOptions &options)
{
    const TroubleWords words = troubleWords(error, options);
    ConnectionCheck check;
    check.state = State::Failed;
    check.title = tr("Connect");
    check.text = words.what;
    check.nextStep = words.next;
    check.detail = words.detail;
    return check;
}

QList<ConnectionCheck> ConnectionAdvice::forFailure(const pg::Error &error, const pg::ConnectOptions &options,
                                                    double tunnelMs)
{
    QList<ConnectionCheck> checks;
    if (tunnelMs >= 0)
        checks << ConnectionWay::tunnel(tunnelMs);
    ConnectionCheck failed = forError(error, options);
    const pg::HostAttempt *told = catalog::toldAttempt(error);
    if (!told || !told->failedAt) {
        checks << failed;
        return checks;
    }
    const pg::ConnectReport &report = static_cast<const pg::ConnectError &>(error).connectReport();
    for (const pg::HostAttempt &attempt : report.attempts) {
        if (&attempt != told)
            checks << ConnectionWay::otherHost(attempt, report.tls, options);
    }
    checks << ConnectionWay::passed(*told, report, options);
    const ConnectionStep step = ConnectionWay::stepOf(*told->failedAt);
    failed.step = step;
    failed.title = step == ConnectionStep::Reach && overSocket(*told) ? tr("Socket") : stepTitle(step);
    failed.ms = ConnectionWay::spentIn(*told, step);
    checks << failed;
    for (int rest = int(step) + 1; rest < catalog::connectionSteps; ++rest) {
        checks << ConnectionCheck{.state = State::NotReached,
                                  .title = stepTitle(ConnectionStep(rest)),
                                  .text = tr("not reached"),
                                  .step = ConnectionStep(rest)};
    }
    return checks;
}

QList<ConnectionCheck> ConnectionAdvice::forReport(const catalog::ConnectionReport &report,
                                                   const pg::ConnectOptions &options)
{
    QList<ConnectionCheck> checks;
    if (report.tunnelMs >= 0)
        checks << ConnectionWay::tunnel(report.tunnelMs);
    for (const pg::HostAttempt &attempt : report.connect.attempts) {
        if (attempt.failedAt)
            checks << ConnectionWay::otherHost(attempt, {}, options);
        else
            checks << ConnectionWay::passed(attempt, report.connect, options);
    }
    checks << ConnectionFindings::version(report);
    if (report.tooOld)
        return checks;
    checks << ConnectionFindings::latency(report) << ConnectionFindings::pgvector(report)
           << ConnectionFindings::audit(report) << ConnectionFindings::rights(report)
           << ConnectionFindings::role(report) << ConnectionFindings::companions(report);
    return checks;
}

QList<ConnectionCheck> ConnectionAdvice::whileRunning(int step)
{
    const bool connecting = step < stepsOfTheWay;
    QList<ConnectionCheck> checks;
    checks << ConnectionCheck{.state = connecting ? State::Running : State::Passed,
                              .title = tr("Connect"),
                              .text = connecting ? tr("Looking up, reaching, encrypting, logging in…")
                                                 : QString()};
    for (int i = stepsOfTheWay; i < catalog::connectionSteps; ++i) {
        if (ConnectionStep(i) == ConnectionStep::Audit) // takes no time of its own
            continue;
        checks << ConnectionCheck{.state = i < step    ? State::Passed
                                           : i == step ? State::Running
                                                       : State::Pending,
                                  .title = stepTitle(ConnectionStep(i)),
                                  .text = i == step ? tr("Asking…") : QString(),
                                  .step = ConnectionStep(i)};
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
        for (const QString &fact : check.facts)
            lines << u"  "_s + fact;
        for (const QString &more : {check.nextStep, check.detail, check.sql}) {
            for (const QString &part : more.split(u'\n', Qt::SkipEmptyParts))
                lines << u"  "_s + part;
        }
    }
    return lines.join(u'\n');
}

} // namespace quiver::ui
