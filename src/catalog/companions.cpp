// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/companions.h"

#include "catalog/fragments.h"
#include "pg/connection.h"

#include <QJsonObject>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

namespace {

struct Known {
    Companion::Kind kind;
    const char *extension;
    const char *methods; // comma-separated
    bool needsPreload;
};

constexpr Known known[] = {
    {Companion::Kind::Pgvectorscale, "vectorscale", "diskann", false},
    {Companion::Kind::VectorChord, "vchord", "vchordrq,vchordg", true},
    {Companion::Kind::YugabyteVector, "", "ybhnsw", false},
    {Companion::Kind::Citus, "citus", "", true},
    {Companion::Kind::PgStatStatements, "pg_stat_statements", "", true},
    {Companion::Kind::PgBuffercache, "pg_buffercache", "", false},
    {Companion::Kind::PgPrewarm, "pg_prewarm", "", false},
    {Companion::Kind::TimescaleDb, "timescaledb", "", true},
};

// shared_preload_libraries is for superusers and members of pg_read_all_settings; current_setting() would refuse others.
constexpr auto surroundingsSql = R"(
    SELECT pg_catalog.version(),
        (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'shared_preload_libraries'),
        (SELECT pg_catalog.json_agg(a.amname) FROM pg_catalog.pg_am a WHERE a.amtype = 'i'),
        (SELECT pg_catalog.json_agg(m.mark) FROM (
            SELECT s.name AS mark FROM pg_catalog.pg_settings s
            WHERE s.name ~ '^(rds|apg|aurora|cloudsql|alloydb|google|azure|neon|yb|crdb)[._]' OR s.name LIKE 'aurora%'
            UNION ALL
            SELECT r.rolname FROM pg_catalog.pg_roles r
            WHERE r.rolname IN ('rds_superuser', 'rdsadmin', 'cloudsqlsuperuser', 'cloudsqladmin', 'alloydbsuperuser',
                'azure_pg_admin', 'azuresu', 'neon_superuser', 'cloud_admin', 'supabase_admin', 'tsdbadmin', 'tsdbowner')
            ) m),
        (SELECT pg_catalog.json_object_agg(e.name, pg_catalog.json_build_array(e.installed, e.available)) FROM (
            SELECT x.name, i.extversion AS installed, a.default_version AS available
            FROM pg_catalog.unnest($1::pg_catalog.text[]) x (name)
            LEFT JOIN pg_catalog.pg_extension i ON i.extname = x.name
            LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = x.name) e))";

QStringList split(const QString &commaSeparated)
{
    QStringList parts;
    for (const QString &part : commaSeparated.split(u',', Qt::SkipEmptyParts))
        parts << part.trimmed().remove(u'"');
    return parts;
}

bool hasMark(const QStringList &marks, std::initializer_list<QLatin1StringView> beginnings)
{
    for (const QString &mark : marks) {
        for (const QLatin1StringView beginning : beginnings) {
            if (mark.startsWith(beginning))
                return true;
        }
    }
    return false;
}

} // namespace

ManagedService managedService(const QString &version, const QStringList &marks)
{
    using Service = ManagedService;
    if (version.contains("-YB-"_L1) || hasMark(marks, {"yb_"_L1}))
        return Service::YugabyteDb;
    if (version.startsWith("CockroachDB"_L1))
        return Service::CockroachDb;
    if (hasMark(marks, {"aurora"_L1, "apg_"_L1}))
        return Service::AmazonAurora;
    if (hasMark(marks, {"rds."_L1, "rds_superuser"_L1, "rdsadmin"_L1}))
        return Service::AmazonRds;
    if (hasMark(marks, {"alloydb"_L1}))
        return Service::GoogleAlloyDb;
    if (hasMark(marks, {"cloudsql"_L1}))
        return Service::GoogleCloudSql;
    if (hasMark(marks, {"azure"_L1}))
        return Service::Azure;
    if (hasMark(marks, {"neon."_L1, "neon_superuser"_L1}))
        return Service::Neon;
    if (hasMark(marks, {"supabase_admin"_L1}))
        return Service::Supabase;
    if (hasMark(marks, {"tsdbadmin"_L1, "tsdbowner"_L1}))
        return Service::TigerCloud;
    return Service::SelfManaged;
}

int serverBits(const QString &version)
{
    return version.contains("64-bit"_L1) ? 64 : version.contains("32-bit"_L1) ? 32 : 0;
}

Surroundings surroundings(pg::Connection &connection)
{
    QStringList names;
    for (const Known &each : known) {
        if (*each.extension)
            names << QString::fromLatin1(each.extension);
    }
    const pg::Result result =
        connection.exec({surroundingsSql, {pg::Param::text(u'{' + names.join(u',') + u'}')}});
    Surroundings found;
    found.bits = serverBits(result.text(0, 0));
    found.service = managedService(result.text(0, 0), textList(result.text(0, 3)));
    const QStringList preloaded = split(result.text(0, 1));
    const QStringList indexMethods = textList(result.text(0, 2));
    const QJsonObject versions = QJsonDocument::fromJson(result.text(0, 4).toUtf8()).object();
    for (const Known &each : known) {
        Companion companion;
        companion.kind = each.kind;
        companion.extension = QString::fromLatin1(each.extension);
        const QJsonArray version = versions.value(companion.extension).toArray();
        companion.installed = version.at(0).toString();
        companion.available = version.at(1).toString();
        for (const QString &method : split(QString::fromLatin1(each.methods))) {
            if (indexMethods.contains(method))
                companion.methods << method;
        }
        companion.needsPreload = each.needsPreload;
        companion.preloadKnown = !result.isNull(0, 1);
        companion.preloaded = preloaded.contains(companion.extension);
        if (!companion.installed.isEmpty() || !companion.available.isEmpty() || !companion.methods.isEmpty())
            found.companions << companion;
    }
    return found;
}

} // namespace quiver::catalog
