// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/statements.h"
#include "ui/common/auditwords.h"
#include "ui/common/figures.h"
#include "ui/connections/connectionadvice.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using catalog::Companion;
using catalog::ConnectionStep;
using catalog::ManagedService;
using State = ConnectionCheck::State;

namespace {

constexpr qsizetype mostStatements = 5; // shown; the others are made where they are run

ConnectionCheck passed(ConnectionStep step, double ms)
{
    return {.state = State::Passed, .title = ConnectionAdvice::stepTitle(step), .ms = ms, .step = step};
}

QString yesNo(bool yes)
{
    return yes ? ConnectionFindings::tr("yes") : ConnectionFindings::tr("no");
}

} // namespace

QString ConnectionFindings::serviceName(ManagedService service)
{
    switch (service) {
    case ManagedService::AmazonRds: return u"Amazon RDS"_s;
    case ManagedService::AmazonAurora: return u"Amazon Aurora"_s;
    case ManagedService::GoogleCloudSql: return u"Google Cloud SQL"_s;
    case ManagedService::GoogleAlloyDb: return u"Google AlloyDB"_s;
    case ManagedService::Azure: return u"Azure Database for PostgreSQL"_s;
    case ManagedService::Neon: return u"Neon"_s;
    case ManagedService::Supabase: return u"Supabase"_s;
    case ManagedService::TigerCloud: return u"Tiger Cloud"_s;
    case ManagedService::YugabyteDb: return u"YugabyteDB"_s;
    case ManagedService::CockroachDb: return u"CockroachDB"_s;
    case ManagedService::SelfManaged: break;
    }
    return {};
}

ConnectionCheck ConnectionFindings::version(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Version, report.versionMs);
    check.text = tr("PostgreSQL %1").arg(report.serverVersionText);
    if (const QString service = serviceName(report.surroundings.service); !service.isEmpty())
        check.text += u", "_s + service;
    if (report.tooOld) {
        check.state = State::Failed;
        check.text = tr("PostgreSQL %1 is too old: Quiver works with %2 and newer.")
                         .arg(report.serverVersionText)
                         .arg(catalog::oldestServerVersion / 10000);
        check.nextStep = tr("Upgrade the server, or choose another one.");
    } else if (report.endOfLife.isValid() && report.endOfLife < QDate::currentDate()) {
        check.facts << tr("PostgreSQL %1 gets no fixes any more since %2: plan the upgrade.")
                           .arg(report.serverVersion / 10000)
                           .arg(QLocale().toString(report.endOfLife, QLocale::ShortFormat));
    }
    return check;
}

ConnectionCheck ConnectionFindings::latency(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Latency, report.latency.p50);
    check.text = tr("Median of %1 empty round trips; quickest %2, slowest %3")
                     .arg(report.latency.count)
                     .arg(ConnectionAdvice::milliseconds(report.latency.min),
                          ConnectionAdvice::milliseconds(report.latency.max));
    return check;
}

ConnectionCheck ConnectionFindings::pgvector(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Pgvector, report.pgvectorMs);
    const catalog::PgvectorState &found = report.pgvector;
    if (!found.installed.isEmpty()) {
        check.text = tr("Version %1 in schema \"%2\"").arg(found.installed, found.schema);
        if (const QString differing = AuditWords::versionsText(report.audit); !differing.isEmpty())
            check.text += u"; "_s + differing;
        if (!found.libraryError.isEmpty()) {
            check.state = State::Warning;
            check.nextStep = tr("The extension is there, but its library cannot be used: install the package "
                                "on the host again, "
                                "or ask for USAGE on the schema.");
            check.detail = found.libraryError;
        }
        if (!found.loaded.isEmpty())
            check.facts << tr("Library loaded: %1").arg(found.loaded);
        return check;
    }
    check.state = State::Warning;
    if (found.available.isEmpty()) {
        check.text = tr("pgvector is not installed on the server's host.");
        check.nextStep =
            tr("Install the package postgresql-%1-pgvector there (a managed service: switch the extension "
               "on), "
               "then create the extension in the database. Everything without vectors works as it is.")
                .arg(report.serverVersion / 10000);
        return check;
    }
    check.text = tr("pgvector %1 is installed on the host, but not created in the database \"%2\".")
                     .arg(found.available, report.rights.database);
    check.nextStep = tr("Run this once in the database:");
    check.sql = catalog::createExtension(u"vector"_s);
    return check;
}

ConnectionCheck ConnectionFindings::audit(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Audit, -1);
    const catalog::VersionAudit &audit = report.audit;
    if (audit.library.isEmpty()) {
        check.text = tr("pgvector is not there");
        return check;
    }
    check.text = AuditWords::summary(audit);
    check.facts = AuditWords::findings(audit);
    check.nextStep = AuditWords::nextStep(audit, report.serverVersion);
    if (!audit.known || !audit.isClean())
        check.state = State::Warning;
    QStringList statements = catalog::repairStatements(audit, report.pgvector);
    if (statements.size() > mostStatements) {
        const qsizetype more = statements.size() - mostStatements;
        statements = statements.mid(0, mostStatements);
        check.facts << tr("Indexes to build again that are not listed below: %1").arg(more);
    }
    check.sql = statements.join(u'\n');
    return check;
}

ConnectionCheck ConnectionFindings::rights(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Rights, report.rightsMs);
    const catalog::Rights &rights = report.rights;
    if (rights.superuser) {
        check.text =
            tr("%1 in %2: superuser, may do everything", "user, database").arg(rights.user, rights.database);
        return check;
    }
    check.text =
        rights.canCreateTable
            ? tr("%1 in %2: may create tables", "user, database").arg(rights.user, rights.database)
            : tr("%1 in %2: may not create tables", "user, database").arg(rights.user, rights.database);
    if (rights.firstSchema.isEmpty())
        check.facts << tr("No schema of the search path exists: tables need a schema's name before theirs");
    else
        check.facts << tr("Privilege CREATE on schema %1: %2 (for tables and indexes)")
                           .arg(rights.firstSchema, yesNo(rights.canCreateTable));
    check.facts << tr("Privilege CREATE on database %1: %2 (for schemas and extensions)")
                       .arg(rights.database, yesNo(rights.canCreateSchema))
                << tr("Member of pg_monitor: %1 (to see other users' statements and all settings)")
                       .arg(yesNo(rights.monitor))
                << tr("Member of pg_signal_backend: %1 (to end other users' statements)")
                       .arg(yesNo(rights.signalBackend));
    return check;
}

QString ConnectionFindings::standbysText(const catalog::ServerRole &role)
{
    if (role.standbys <= 0)
        return {};
    const QString count = role.standbys == 1 ? tr("one standby streams from it")
                                             : tr("%1 standbys stream from it").arg(role.standbys);
    if (role.synchronousStandbys < 0)
        return count;
    return role.synchronousStandbys == 0 ? tr("%1, none synchronous").arg(count)
                                         : tr("%1, %2 synchronous").arg(count).arg(role.synchronousStandbys);
}

ConnectionCheck ConnectionFindings::role(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Role, report.roleMs);
    const catalog::ServerRole &role = report.role;
    QStringList parts;
    parts << (role.inRecovery ? tr("Standby: read-only")
              : role.acceptsWrites()
                  ? tr("Primary, accepts writes")
                  : tr("Primary, but this connection is read-only (default_transaction_read_only)"));
    if (role.inRecovery && role.replayLagSeconds == 0)
        parts << tr("has replayed all it received");
    else if (role.inRecovery && role.replayLagSeconds > 0)
        parts << tr("%1 behind (%2 to replay)")
                     .arg(durationText(role.replayLagSeconds * 1000), bytesText(role.replayLagBytes));
    if (const QString standbys = standbysText(role); !standbys.isEmpty())
        parts << standbys;
    check.text = parts.join(u"; "_s);
    if (role.wantedRole == "any"_L1)
        return check;
    if (!catalog::fitsRole(role.wantedRole, role)) {
        check.state = State::Warning;
        check.facts << tr("Does not fit target_session_attrs = %1").arg(role.wantedRole);
    } else if (role.wantedRole == "prefer-standby"_L1 && !role.inRecovery) {
        check.facts
            << tr("No standby of the list could be used, so it is the primary (target_session_attrs = %1)")
                   .arg(role.wantedRole);
    } else {
        check.facts << tr("Fits target_session_attrs = %1").arg(role.wantedRole);
    }
    return check;
}

QString ConnectionFindings::companionText(const Companion &companion)
{
    QString name;
    switch (companion.kind) {
    case Companion::Kind::Pgvectorscale: name = u"pgvectorscale"_s; break;
    case Companion::Kind::VectorChord: name = u"VectorChord"_s; break;
    case Companion::Kind::YugabyteVector: name = tr("YugabyteDB's vector index"); break;
    case Companion::Kind::Citus: name = u"Citus"_s; break;
    case Companion::Kind::TimescaleDb: name = u"TimescaleDB"_s; break;
    case Companion::Kind::PgStatStatements:
    case Companion::Kind::PgBuffercache:
    case Companion::Kind::PgPrewarm: name = companion.extension; break;
    }
    QStringList facts;
    if (!companion.methods.isEmpty())
        facts << tr("index method %1").arg(companion.methods.join(u", "_s));
    if (companion.installed.isEmpty() && !companion.available.isEmpty())
        facts << tr("on the host, not created here");
    else if (companion.needsPreload && companion.preloadKnown && !companion.preloaded)
        facts << tr("does not work: its library is not in shared_preload_libraries");
    const QString version = companion.installed.isEmpty() ? companion.available : companion.installed;
    if (!version.isEmpty())
        name += u' ' + version;
    return facts.isEmpty() ? name : name + u" ("_s + facts.join(u", "_s) + u')';
}

ConnectionCheck ConnectionFindings::companions(const catalog::ConnectionReport &report)
{
    ConnectionCheck check = passed(ConnectionStep::Companions, report.companionsMs);
    QStringList created, idle;
    for (const Companion &companion : report.surroundings.companions) {
        const bool there = !companion.installed.isEmpty() || !companion.methods.isEmpty();
        (there ? created : idle) << companionText(companion);
        if (there && companion.needsPreload && companion.preloadKnown && !companion.preloaded)
            check.state = State::Warning;
    }
    check.text = created.isEmpty() ? tr("No companion of pgvector is created in this database")
                                   : created.join(u", "_s);
    check.facts = idle;
    return check;
}

} // namespace quiver::ui
