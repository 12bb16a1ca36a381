// SPDX-License-Identifier: GPL-3.0-or-later
// How pgvector gets onto a server's host: by package, by image, by the service's own switch, or built.
#include "schema/extensionsetup.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

using Service = catalog::ManagedService;

// What the service wants done; empty for a server of one's own.
InstallWay serviceWay(Service service)
{
    switch (service) {
    case Service::SelfManaged: break;
    case Service::AmazonRds:
        return {u"Amazon RDS"_s, {}, u"it comes with the engine: upgrade the instance to a minor version whose list of extensions has “vector”."_s, true};
    case Service::AmazonAurora:
        return {u"Amazon Aurora"_s, {}, u"it comes with the engine: upgrade the cluster to a version whose list of extensions has “vector”."_s, true};
    case Service::GoogleCloudSql:
        return {u"Cloud SQL"_s, {}, u"it comes with the maintenance version: let the instance's maintenance be applied."_s, true};
    case Service::GoogleAlloyDb:
        return {u"AlloyDB"_s, {}, u"it comes with the database version: let the cluster's maintenance be applied."_s, true};
    case Service::Azure:
        return {u"Azure Database for PostgreSQL"_s, {}, u"add VECTOR to the server parameter azure.extensions, then create it here."_s, true};
    case Service::Neon: return {u"Neon"_s, {}, u"it is on every project; if it is missing, the project's support has to say why."_s, true};
    case Service::Supabase: return {u"Supabase"_s, {}, u"switch “vector” on under Database › Extensions of the project."_s, true};
    case Service::TigerCloud: return {u"Tiger Cloud"_s, {}, u"it is on every service; if it is missing, its support has to say why."_s, true};
    case Service::YugabyteDb: return {u"YugabyteDB"_s, {}, u"it comes with the database from version 2.19 on: upgrade the cluster."_s, true};
    case Service::CockroachDb: return {u"CockroachDB"_s, {}, u"it has a VECTOR type of its own and no such extension."_s, true};
    }
    return {};
}

} // namespace

std::vector<InstallWay> installWays(Service service, int serverVersion, const QString &serverVersionText, const QString &platform)
{
    if (const InstallWay way = serviceWay(service); way.isLikely)
        return {way};
    const QString major = QString::number(serverVersion / 10000);
    const bool debian = serverVersionText.contains("Debian"_L1) || serverVersionText.contains("Ubuntu"_L1)
                        || serverVersionText.contains("pgdg"_L1) || platform.contains("Debian"_L1);
    const bool redHat = platform.contains("Red Hat"_L1);
    const bool alpine = platform.contains("musl"_L1) || platform.contains("Alpine"_L1);
    const bool mac = platform.contains("apple-darwin"_L1);
    const bool windows = platform.contains("Visual C++"_L1) || platform.contains("msvc"_L1) || platform.contains("mingw"_L1);
    const bool freeBsd = platform.contains("freebsd"_L1);
    std::vector<InstallWay> ways{
        {u"Debian and Ubuntu"_s, u"sudo apt install postgresql-%1-pgvector"_s.arg(major),
         u"Not found? The PostgreSQL project's own repository (apt.postgresql.org) has it for every version."_s, debian},
        {u"Red Hat, Rocky, Fedora"_s, u"sudo dnf install pgvector_%1"_s.arg(major), u"From the PostgreSQL project's own repository (yum.postgresql.org)."_s, redHat},
        {u"A container"_s, u"docker pull pgvector/pgvector:pg%1"_s.arg(major),
         u"The official image with pgvector in it; start the container from it with the same data volume."_s, false},
        {u"Alpine"_s, u"apk add postgresql-pgvector"_s, u"In the official Alpine image of PostgreSQL it has to be built instead."_s, alpine},
        {u"macOS"_s, u"brew install pgvector"_s, u"Postgres.app has it already."_s, mac},
        {u"Windows"_s, u"nmake /F Makefile.win && nmake /F Makefile.win install"_s,
         u"In the x64 Native Tools prompt of Visual Studio, in pgvector's sources, with PGROOT set to the server's directory."_s, windows},
        {u"FreeBSD"_s, u"pkg install postgresql%1-pgvector"_s.arg(major), {}, freeBsd},
        {u"From source"_s, u"git clone https://github.com/pgvector/pgvector && cd pgvector && make && sudo make install"_s,
         u"Needs a C compiler and the server's development files (pg_config of version %1)."_s.arg(major), false},
    };
    std::ranges::stable_partition(ways, [](const InstallWay &way) { return way.isLikely; });
    return ways;
}

} // namespace quiver::schema
