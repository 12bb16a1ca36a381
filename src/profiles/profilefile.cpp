// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilefile.h"

#include "profiles/profilecheck.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

constexpr int currentVersion = 1;
const QString formatName = u"quiver-connections"_s;

QJsonObject toJson(const store::Profile &profile)
{
    QJsonObject parameters;
    for (auto it = profile.parameters.cbegin(); it != profile.parameters.cend(); ++it)
        parameters.insert(it.key(), it.value());
    QJsonArray settings;
    for (const auto &[name, value] : profile.settings)
        settings.append(QJsonObject{{u"name"_s, name}, {u"value"_s, value}});
    const store::ProfilePool &pool = profile.pool;
    QJsonObject object{{u"name"_s, profile.name},
                       {u"group"_s, profile.group},
                       {u"color"_s, profile.color},
                       {u"environment"_s, store::environmentName(profile.environment)},
                       {u"readOnly"_s, profile.readOnly},
                       {u"favourite"_s, profile.favourite},
                       {u"notes"_s, profile.notes},
                       {u"parameters"_s, parameters},
                       {u"settings"_s, settings},
                       {u"pool"_s, QJsonObject{{u"size"_s, pool.size},
                                               {u"maxOverflow"_s, pool.maxOverflow},
                                               {u"timeout"_s, pool.timeout},
                                               {u"recycle"_s, pool.recycle},
                                               {u"prePing"_s, pool.prePing}}},
                       {u"passwordSource"_s, store::passwordSourceName(profile.passwordSource)},
                       {u"keepAlive"_s, profile.keepAlive},
                       {u"answerTimeout"_s, profile.answerTimeout}};
    if (const store::ProfileTunnel &tunnel = profile.tunnel; tunnel != store::ProfileTunnel())
        object.insert(u"tunnel"_s, QJsonObject{{u"enabled"_s, tunnel.enabled},
                                               {u"host"_s, tunnel.host},
                                               {u"port"_s, tunnel.port},
                                               {u"user"_s, tunnel.user},
                                               {u"identityFile"_s, tunnel.identityFile},
                                               {u"jumpHosts"_s, tunnel.jumpHosts}});
    return object;
}

/// One connection of a file; what is wrong is said with its name and place.
class ProfileReader
{
public:
    ProfileReader(const QJsonObject &object, qsizetype number, QStringList &problems) : m_object(object), m_number(number), m_problems(problems) {}

    store::Profile read()
    {
        store::Profile profile = store::Profile::create();
        m_name = m_object[u"name"].toString();
        profile.name = m_name;
        profile.group = m_object[u"group"].toString();
        profile.color = m_object[u"color"].toString();
        profile.readOnly = m_object[u"readOnly"].toBool();
        profile.favourite = m_object[u"favourite"].toBool();
        profile.notes = m_object[u"notes"].toString();
        profile.keepAlive = m_object[u"keepAlive"].toInt();
        profile.answerTimeout = m_object[u"answerTimeout"].toInt();
        readWords(profile);
        readParameters(profile);
        readSettings(profile);
        readPool(profile.pool);
        readTunnel(profile.tunnel);
        return profile;
    }

    void say(const QString &what) { m_problems << u"Connection %1 (“%2”): %3"_s.arg(m_number).arg(m_name, what); }

private:
    void readWords(store::Profile &profile)
    {
        const QString environment = m_object[u"environment"].toString();
        if (const auto known = store::environmentNamed(environment)) {
            profile.environment = *known;
        } else if (!environment.isEmpty()) {
            profile.environment = core::Environment::Production; // the greatest care for what is not known
            say(u"environment: “%1” is none of development, staging, production; production was taken."_s.arg(environment));
        }
        const QString source = m_object[u"passwordSource"].toString();
        if (const auto known = store::passwordSourceNamed(source))
            profile.passwordSource = *known;
        else if (!source.isEmpty())
            say(u"passwordSource: “%1” is none of keychain, ask, elsewhere."_s.arg(source));
    }

    void readParameters(store::Profile &profile)
    {
        const QJsonObject parameters = m_object[u"parameters"].toObject();
        for (auto it = parameters.begin(); it != parameters.end(); ++it) {
            const QString text = it.value().isDouble() ? QString::number(it.value().toDouble(), 'g', 12) : it.value().toString();
            profile.parameters.insert(it.key(), text);
            dropSecret(profile);
        }
        for (const QString &secret : {u"password"_s, u"sslpassword"_s}) {
            if (m_object.contains(secret))
                say(u"%1: a file of connections holds no passwords; it was left out."_s.arg(secret));
        }
    }

    void readSettings(store::Profile &profile)
    {
        for (const QJsonValue &setting : m_object[u"settings"].toArray()) {
            profile.settings.append({setting[u"name"].toString(), setting[u"value"].toString()});
            dropSecret(profile);
        }
    }

    void dropSecret(store::Profile &profile)
    {
        const QString keyword = store::secretIn(profile);
        if (keyword.isEmpty())
            return;
        profile.parameters.remove(keyword);
        profile.settings.removeIf([&](const auto &setting) { return setting.first == keyword; });
        say(u"%1: a file of connections holds no passwords; it was left out."_s.arg(keyword));
    }

    void readPool(store::ProfilePool &pool)
    {
        const QJsonObject object = m_object[u"pool"].toObject();
        pool.size = object[u"size"].toInt(pool.size);
        pool.maxOverflow = object[u"maxOverflow"].toInt(pool.maxOverflow);
        pool.timeout = object[u"timeout"].toDouble(pool.timeout);
        pool.recycle = object[u"recycle"].toDouble(pool.recycle);
        pool.prePing = object[u"prePing"].toBool(pool.prePing);
    }

    void readTunnel(store::ProfileTunnel &tunnel)
    {
        const QJsonObject object = m_object[u"tunnel"].toObject();
        tunnel = {object[u"enabled"].toBool(),       object[u"host"].toString(),         object[u"port"].toInt(),
                  object[u"user"].toString(),        object[u"identityFile"].toString(), object[u"jumpHosts"].toString()};
    }

    const QJsonObject m_object;
    const qsizetype m_number;
    QStringList &m_problems;
    QString m_name;
};

} // namespace

QByteArray exportProfiles(const QList<store::Profile> &profiles)
{
    QJsonArray connections;
    for (const store::Profile &profile : profiles) {
        store::Profile clean = profile;
        for (QString keyword = store::secretIn(clean); !keyword.isEmpty(); keyword = store::secretIn(clean)) {
            clean.parameters.remove(keyword);
            clean.settings.removeIf([&](const auto &setting) { return setting.first == keyword; });
        }
        connections.append(toJson(clean));
    }
    return QJsonDocument(QJsonObject{{u"format"_s, formatName}, {u"version"_s, currentVersion}, {u"connections"_s, connections}}).toJson();
}

ImportedProfiles importProfiles(const QByteArray &json)
{
    ImportedProfiles imported;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = json.first(std::min<qsizetype>(error.offset, json.size()));
        imported.problems << u"Line %1, column %2: %3."_s.arg(before.count('\n') + 1)
                                 .arg(before.size() - before.lastIndexOf('\n'))
                                 .arg(error.errorString());
        return imported;
    }
    const QJsonObject object = document.object();
    if (object[u"format"].toString() != formatName || !object[u"connections"].isArray()) {
        imported.problems << u"This is no file of Quiver's connections: its member “format” is not “%1”."_s.arg(formatName);
        return imported;
    }
    if (object[u"version"].toInt() > currentVersion)
        imported.problems << u"The file is of a newer version (%1); what this one does not know was left out."_s.arg(object[u"version"].toInt());
    qsizetype number = 0;
    for (const QJsonValue &value : object[u"connections"].toArray()) {
        ProfileReader reader(value.toObject(), ++number, imported.problems);
        const store::Profile profile = reader.read();
        bool usable = true;
        for (const FieldProblem &problem : checkFields(profile)) {
            if (problem.warning)
                continue;
            usable = false;
            reader.say(u"%1: %2 It was left out."_s.arg(problem.field, problem.reason));
        }
        if (usable)
            imported.profiles.append(profile);
    }
    return imported;
}

} // namespace quiver::profiles
