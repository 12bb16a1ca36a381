// SPDX-License-Identifier: GPL-3.0-or-later
// Connections in files: given away as JSON and taken in again, and found where libpq's own tools keep them.
#include "profiles/knownplaces.h"
#include "profiles/profilefile.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;
using namespace quiver::profiles;

class tst_ProfileFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackTheSame();
    void toleratesAndRefuses();
    void findsKnownConnections();
};

void tst_ProfileFile::comesBackTheSame()
{
    store::Profile profile = store::Profile::create();
    profile.name = u"shop"_s;
    profile.group = u"G"_s;
    profile.color = u"#12ab34"_s;
    profile.environment = core::Environment::Staging;
    profile.readOnly = profile.favourite = true;
    profile.notes = u"two\nlines"_s;
    profile.parameters = {{u"host"_s, u"a,b"_s}, {u"port"_s, u"1,2"_s}};
    profile.settings = {{u"search_path"_s, u"x, y"_s}, {u"jit"_s, u"off"_s}};
    profile.pool = {3, -1, 1.5, 60, false};
    profile.tunnel = {true, u"bastion"_s, 22, u"me"_s, u"/key"_s, u"j1,j2"_s};
    profile.passwordSource = store::PasswordSource::Ask;
    profile.keepAlive = 30;
    profile.answerTimeout = 40;
    const QByteArray json = exportProfiles({profile});
    QVERIFY(!json.contains(profile.id.toByteArray(QUuid::WithoutBraces)));
    const ImportedProfiles imported = importProfiles(json);
    QCOMPARE(imported.problems, QStringList());
    QCOMPARE(imported.profiles.size(), 1);
    store::Profile again = imported.profiles[0];
    QVERIFY(!again.id.isNull() && again.id != profile.id);
    again.id = profile.id;
    QVERIFY(again == profile);
    QCOMPARE(exportProfiles({again}), json);
}

void tst_ProfileFile::toleratesAndRefuses()
{
    const auto imported = [](const QByteArray &connections) {
        return importProfiles("{\"format\": \"quiver-connections\", \"version\": 1, \"future\": true, \"connections\": [" + connections + "]}");
    };
    QCOMPARE(imported(R"({"name": "a", "parameters": {"host": "h", "port": 5433}, "sparkle": 3})").profiles[0].parameters.value(u"port"_s), u"5433"_s);
    const auto secret = imported(R"({"name": "a", "password": "MARK", "parameters": {"host": "h", "password": "MARK", "dbname": "postgresql://u:MARK@h/d"}})");
    QCOMPARE(secret.profiles.size(), 1);
    QCOMPARE(secret.profiles[0].parameters.keys(), QStringList{u"host"_s});
    QCOMPARE(secret.problems.size(), 3);
    QVERIFY(!secret.problems.join(u' ').contains(u"MARK"));
    const auto wrong = imported(R"({"name": "a", "parameters": {"port": "99999"}}, {"name": "b", "environment": "live"})");
    QCOMPARE(wrong.profiles.size(), 1);
    QVERIFY(wrong.problems[0].startsWith(u"Connection 1 (“a”): port: “99999” is no port"));
    QVERIFY(wrong.profiles[0].environment == core::Environment::Production); // the greatest care for an unknown word
    QVERIFY(importProfiles("{\n  \"format\": ,").problems[0].startsWith(u"Line 2, column "));
    QVERIFY(importProfiles("{\"a\": 1}").problems[0].contains(u"no file of Quiver's connections"));
}

void tst_ProfileFile::findsKnownConnections()
{
    QTemporaryDir home;
    const auto write = [&home](const QString &name, const QByteArray &content) {
        QFile file(home.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    };
    for (const char *name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGPASSFILE", "PGSERVICEFILE", "DATABASE_URL"})
        qunsetenv(name);
    qputenv("HOME", home.path().toUtf8());
    qputenv("PGSYSCONFDIR", home.path().toUtf8());
    QVERIFY(knownConnections().isEmpty());
    write(u".pg_service.conf"_s, "[mine]\nhost=h1\npassword=MARK\n");
    write(u"pg_service.conf"_s, "[mine]\nhost=other\n[theirs]\nhost=h2\n");
    write(u".pgpass"_s, "h3:5432:*:me:MARK\n*:*:*:*:MARK\n");
    qputenv("PGHOST", "h4");
    qputenv("PGPASSWORD", "MARK");
    qputenv("DATABASE_URL", "postgresql+asyncpg://u:MARK@h5/d");
    const QList<KnownConnection> known = knownConnections();
    QStringList found;
    for (const KnownConnection &one : known) {
        found << one.connection.profile.name + u'@' + one.connection.profile.parameters.value(u"host"_s);
        QVERIFY(one.connection.secrets == ProfileSecrets());
        QVERIFY2(one.connection.usable(), qPrintable(found.last()));
    }
    QCOMPARE(found, (QStringList{u"mine@h1"_s, u"theirs@h2"_s, u"me@h3:5432@h3"_s, u"PG*@h4"_s, u"DATABASE_URL@h5"_s}));
    QCOMPARE(known[0].connection.profile.parameters.value(u"service"_s), u"mine"_s); // libpq finds the password there
    QVERIFY(known[0].connection.profile.passwordSource == store::PasswordSource::Elsewhere);
    QFile::setPermissions(home.filePath(u".pgpass"_s), QFile::ReadOwner | QFile::ReadOther);
    QVERIFY(knownConnections()[2].connection.problems.last().reason.contains(u"others may read it (mode 0404)"));
}

QTEST_GUILESS_MAIN(tst_ProfileFile)
#include "tst_profilefile.moc"
