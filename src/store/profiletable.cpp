// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profiletable.h"

#include "store/error.h"
#include "store/rowvalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

QString compact(const QJsonDocument &document)
{
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

QString parametersToJson(const QMap<QString, QString> &parameters)
{
    QJsonObject object;
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        object.insert(it.key(), it.value());
    return compact(QJsonDocument(object));
}

QMap<QString, QString> parametersFromJson(const QString &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    QMap<QString, QString> parameters;
    for (auto it = object.begin(); it != object.end(); ++it)
        parameters.insert(it.key(), it.value().toString());
    return parameters;
}

QString settingsToJson(const QList<std::pair<QString, QString>> &settings)
{
    QJsonArray array;
    for (const auto &[name, value] : settings)
        array.append(QJsonArray{name, value});
    return compact(QJsonDocument(array));
}

QList<std::pair<QString, QString>> settingsFromJson(const QString &json)
{
    QList<std::pair<QString, QString>> settings;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const QJsonValue &pair : array)
        settings.append({pair[0].toString(), pair[1].toString()});
    return settings;
}

QString poolToJson(const ProfilePool &pool)
{
    return compact(QJsonDocument(QJsonObject{{u"size"_s, pool.size},
                                             {u"maxOverflow"_s, pool.maxOverflow},
                                             {u"timeout"_s, pool.timeout},
                                             {u"recycle"_s, pool.recycle},
                                             {u"prePing"_s, pool.prePing}}));
}

ProfilePool poolFromJson(const QString &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    ProfilePool pool;
    pool.size = object[u"size"].toInt(pool.size);
    pool.maxOverflow = object[u"maxOverflow"].toInt(pool.maxOverflow);
    pool.timeout = object[u"timeout"].toDouble(pool.timeout);
    pool.recycle = object[u"recycle"].toDouble(pool.recycle);
    pool.prePing = object[u"prePing"].toBool(pool.prePing);
    return pool;
}

QString tunnelToJson(const ProfileTunnel &tunnel)
{
    return compact(QJsonDocument(QJsonObject{{u"enabled"_s, tunnel.enabled},
                                             {u"host"_s, tunnel.host},
                                             {u"port"_s, tunnel.port},
                                             {u"user"_s, tunnel.user},
                                             {u"identityFile"_s, tunnel.identityFile},
                                             {u"jumpHosts"_s, tunnel.jumpHosts}}));
}

ProfileTunnel tunnelFromJson(const QString &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
    ProfileTunnel tunnel;
    tunnel.enabled = object[u"enabled"].toBool();
    tunnel.host = object[u"host"].toString();
    tunnel.port = object[u"port"].toInt();
    tunnel.user = object[u"user"].toString();
    tunnel.identityFile = object[u"identityFile"].toString();
    tunnel.jumpHosts = object[u"jumpHosts"].toString();
    return tunnel;
}

Profile profileFrom(const QSqlQuery &row)
{
    Profile profile;
    profile.id = QUuid(row.value(0).toString());
    profile.name = row.value(1).toString();
    profile.group = row.value(2).toString();
    profile.color = row.value(3).toString();
    profile.environment = environmentNamed(row.value(4).toString())
                              .value_or(core::Environment::Production); // a word that is not known gets the greatest care
    profile.readOnly = row.value(5).toBool();
    profile.favourite = row.value(6).toBool();
    profile.notes = row.value(7).toString();
    profile.position = row.value(8).toInt();
    profile.parameters = parametersFromJson(row.value(9).toString());
    profile.settings = settingsFromJson(row.value(10).toString());
    profile.pool = poolFromJson(row.value(11).toString());
    profile.lastUsed = momentFrom(row.value(12));
    profile.tunnel = tunnelFromJson(row.value(13).toString());
    profile.passwordSource = passwordSourceNamed(row.value(14).toString()).value_or(PasswordSource::Keychain);
    profile.keepAlive = row.value(15).toInt();
    profile.answerTimeout = row.value(16).toInt();
    return profile;
}

} // namespace

QList<Profile> readProfiles(SqliteConnection &connection)
{
    QSqlQuery row =
        connection.run(u"SELECT id, name, group_name, color, environment, read_only, favourite, notes, "
                       u"position, parameters, settings, pool, last_used, tunnel, password_source, keep_alive, "
                       u"answer_timeout FROM profile "
                       u"ORDER BY group_name, position, name, id"_s);
    QList<Profile> profiles;
    while (connection.next(row))
        profiles.append(profileFrom(row));
    return profiles;
}

void writeProfile(SqliteConnection &connection, const Profile &profile)
{
    if (profile.id.isNull())
        throw Error(Error::Kind::Invalid, u"The profile \"%1\" has no id."_s.arg(profile.name));
    // Checked at the last door before the disk, so that no caller can forget it. The value stays out of the message.
    if (const QString keyword = secretIn(profile); !keyword.isEmpty()) {
        throw Error(Error::Kind::Secret,
                    u"The profile \"%1\" was not saved: \"%2\" holds a password, which belongs in the "
                    u"keychain."_s.arg(profile.name, keyword));
    }
    connection.run(
        u"INSERT OR REPLACE INTO profile (id, name, group_name, color, environment, read_only, favourite, "
        u"notes, "
        u"position, parameters, settings, pool, last_used, tunnel, password_source, keep_alive, answer_timeout) "
        u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {idValue(profile.id), textValue(profile.name), textValue(profile.group), textValue(profile.color),
         environmentName(profile.environment), profile.readOnly ? 1 : 0, profile.favourite ? 1 : 0,
         textValue(profile.notes), profile.position, parametersToJson(profile.parameters),
         settingsToJson(profile.settings), poolToJson(profile.pool), momentValue(profile.lastUsed),
         tunnelToJson(profile.tunnel), passwordSourceName(profile.passwordSource), profile.keepAlive,
         profile.answerTimeout});
}

void deleteProfile(SqliteConnection &connection, const QUuid &id)
{
    connection.run(u"DELETE FROM profile WHERE id = ?"_s, {idValue(id)});
}

void writeProfileUse(SqliteConnection &connection, const QUuid &id, const QDateTime &when)
{
    connection.run(u"UPDATE profile SET last_used = ? WHERE id = ?"_s, {momentValue(when), idValue(id)});
}

} // namespace quiver::store
