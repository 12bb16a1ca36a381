// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"
#include "commands.h"
#include "connections.h"
#include "profiles/connectiontext.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

QStringList rowOf(const store::Profile &profile)
{
    QStringList marks;
    if (profile.readOnly)
        marks << u"read-only"_s;
    if (profile.tunnel.enabled)
        marks << u"ssh "_s + profile.tunnel.host;
    return {profile.name, profile.group, store::environmentName(profile.environment), profiles::profileSummary(profile), marks.join(u", "_s)};
}

void printJson(const QList<store::Profile> &profiles)
{
    QJsonArray array;
    for (const store::Profile &profile : profiles) {
        array.append(QJsonObject{{u"id"_s, profile.id.toString(QUuid::WithoutBraces)},
                                 {u"name"_s, profile.name},
                                 {u"group"_s, profile.group},
                                 {u"environment"_s, store::environmentName(profile.environment)},
                                 {u"read_only"_s, profile.readOnly},
                                 {u"favourite"_s, profile.favourite},
                                 {u"url"_s, profiles::asUri(profile)},
                                 {u"ssh"_s, profile.tunnel.enabled ? QJsonValue(profile.tunnel.host) : QJsonValue()},
                                 {u"password"_s, store::passwordSourceName(profile.passwordSource)},
                                 {u"last_used"_s, profile.lastUsed.isValid() ? QJsonValue(profile.lastUsed.toString(Qt::ISODate)) : QJsonValue()}});
    }
    printOut(QString::fromUtf8(QJsonDocument(array).toJson()));
}

} // namespace

int listConnections(ProfileBook &book, bool json)
{
    const QList<store::Profile> profiles = book.all();
    if (json) {
        printJson(profiles);
        return Succeeded;
    }
    if (profiles.isEmpty()) {
        printErrorLine(u"there are no saved connections; see: quiverctl connections --help"_s);
        return Succeeded;
    }
    QList<QStringList> rows{{u"NAME"_s, u"GROUP"_s, u"ENVIRONMENT"_s, u"SERVER"_s, u""_s}};
    for (const store::Profile &profile : profiles)
        rows << rowOf(profile);
    printTable(rows);
    return Succeeded;
}

int showConnection(ProfileBook &book, const QString &name, const QString &form)
{
    const store::Profile profile = book.find(name);
    if (form == u"uri")
        printOut(profiles::asUri(profile) + u'\n');
    else if (form == u"psql")
        printOut(profiles::asPsqlCommand(profile));
    else if (form == u"env")
        printOut(profiles::asEnvFile(profile));
    else if (form == u"sqlalchemy")
        printOut(profiles::asSqlAlchemy(profile));
    else
        throw UsageError(u"--as takes uri, psql, env or sqlalchemy, not “%1”"_s.arg(form));
    return Succeeded;
}

int removeConnection(ProfileBook &book, const QString &name)
{
    const store::Profile profile = book.find(name);
    book.remove(profile);
    printOut(u"removed %1\n"_s.arg(profile.name));
    return Succeeded;
}

} // namespace quiver::ctl
