// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionwords.h"

#include <QLocale>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QString ConnectionWords::name(const store::Profile &profile)
{
    return profile.name.trimmed().isEmpty() ? tr("(no name yet)") : profile.name;
}

QString ConnectionWords::foundName(const profiles::KnownConnection &known)
{
    const store::Profile &profile = known.connection.profile;
    if (!profile.name.trimmed().isEmpty())
        return profile.name;
    return summary(profile);
}

QString ConnectionWords::summary(const store::Profile &profile)
{
    const QString service = profile.parameters.value(u"service"_s);
    if (!service.isEmpty() && !profile.parameters.contains(u"host"_s))
        return tr("service %1").arg(service);
    return profiles::profileSummary(profile);
}

QString ConnectionWords::environment(core::Environment environment)
{
    switch (environment) {
    case core::Environment::Development: return tr("development");
    case core::Environment::Staging: return tr("staging");
    case core::Environment::Production: break;
    }
    return tr("production");
}

QString ConnectionWords::lastUsed(const QDateTime &when)
{
    if (!when.isValid())
        return tr("never opened");
    return tr("last opened %1").arg(QLocale().toString(when.toLocalTime(), QLocale::ShortFormat));
}

QString ConnectionWords::kind(profiles::TextKind kind)
{
    using profiles::TextKind;
    switch (kind) {
    case TextKind::Uri: return tr("a URI");
    case TextKind::KeyValue: return tr("keywords and values");
    case TextKind::SqlAlchemy: return tr("a SQLAlchemy URL");
    case TextKind::Jdbc: return tr("a JDBC URL");
    case TextKind::EnvFile: return tr("environment variables");
    case TextKind::ServiceFile: return tr("a service file");
    case TextKind::PassFile: return tr("a password file");
    case TextKind::PsqlCommand: return tr("a psql command");
    case TextKind::Unknown: break;
    }
    return tr("a text");
}

QString ConnectionWords::problem(const profiles::TextProblem &problem)
{
    QStringList where;
    if (problem.line > 0)
        where << (problem.column > 0 ? tr("line %1, column %2").arg(problem.line).arg(problem.column) : tr("line %1").arg(problem.line));
    if (!problem.field.isEmpty())
        where << problem.field;
    return where.isEmpty() ? problem.reason : where.join(u", "_s) + u": "_s + problem.reason;
}

} // namespace quiver::ui
