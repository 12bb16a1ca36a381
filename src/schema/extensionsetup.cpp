// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/extensionsetup.h"

#include "catalog/catalog.h"
#include "pg/connection.h"

#include <QVersionNumber>

namespace quiver::schema {

using namespace Qt::StringLiterals;

namespace {

constexpr auto stateSql = R"(
    SELECT pg_catalog.version(), pg_catalog.current_setting('server_version'), pg_catalog.pg_is_in_recovery(),
        pg_catalog.current_setting('default_transaction_read_only')::pg_catalog.bool,
        COALESCE(v.trusted, false), COALESCE(v.superuser, true), COALESCE(v.relocatable, true),
        pg_catalog.pg_get_userbyid(e.extowner), COALESCE(pg_catalog.pg_has_role(e.extowner, 'USAGE'), false),
        COALESCE((SELECT pg_catalog.pg_type_is_visible(t.oid) FROM pg_catalog.pg_type t
                  WHERE t.typname = 'vector' AND t.typnamespace = e.extnamespace), false)
    FROM (VALUES (1)) one (row)
    LEFT JOIN pg_catalog.pg_extension e ON e.extname = 'vector'
    LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = 'vector'
    LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version)";

constexpr auto updatePathSql = R"(
    SELECT p.path IS NOT NULL FROM pg_catalog.pg_extension_update_paths('vector') p
    WHERE p.source = $1 AND p.target = $2)";

// A setting that a version of the library brought: there as soon as the library is loaded, whatever the extension's own
// version is. Before PostgreSQL 18 nothing else tells which library it is.
constexpr auto libraryMarksSql = R"(
    SELECT pg_catalog.current_setting('hnsw.iterative_scan', true) IS NOT NULL,
        pg_catalog.current_setting('hnsw.ef_search', true) IS NOT NULL)";

void compareLibrary(pg::Connection &connection, ExtensionState &state)
{
    const pg::Result marks = connection.exec(libraryMarksSql);
    const QVersionNumber installed = QVersionNumber::fromString(state.pgvector.installed);
    const struct { QVersionNumber since; bool present; } library[] = {
        {QVersionNumber(0, 8), marks.boolean(0, 0)},
        {QVersionNumber(0, 5), marks.boolean(0, 1)},
    };
    for (const auto &[since, present] : library) {
        if (present && installed < since && state.libraryNewer.isEmpty())
            state.libraryNewer = since.toString();
        if (!present && installed >= since)
            state.libraryOlder = since.toString();
    }
}

bool updatePathExists(pg::Connection &connection, const catalog::PgvectorState &pgvector)
{
    const pg::Result path = connection.exec({updatePathSql, {pg::Param::text(pgvector.installed), pg::Param::text(pgvector.available)}});
    return path.rowCount() > 0 && path.boolean(0, 0);
}

} // namespace

ExtensionState extensionState(pg::Connection &connection)
{
    ExtensionState state;
    state.pgvector = catalog::pgvectorState(connection);
    state.rights = catalog::rightsOf(connection);
    state.surroundings = catalog::surroundings(connection);
    state.serverVersion = connection.serverVersion();
    const pg::Result result = connection.exec(stateSql);
    state.platform = result.text(0, 0);
    state.serverVersionText = result.text(0, 1);
    state.inRecovery = result.boolean(0, 2);
    state.readOnly = result.boolean(0, 3);
    state.isTrusted = result.boolean(0, 4);
    state.needsSuperuser = result.boolean(0, 5) && !state.isTrusted;
    state.isRelocatable = result.boolean(0, 6);
    state.owner = result.text(0, 7);
    state.isOwned = result.boolean(0, 8);
    state.isVisible = result.boolean(0, 9);
    state.audit = catalog::auditPgvector({state.pgvector.installed, state.pgvector.available, state.pgvector.loaded,
                                          state.serverVersion, state.surroundings.bits});
    if (state.isInstalled() && state.isOnHost())
        state.hasUpdatePath = updatePathExists(connection, state.pgvector);
    if (state.isInstalled() && state.pgvector.libraryError.isEmpty())
        compareLibrary(connection, state);
    return state;
}

QStringList versionNews(const QString &from, const QString &to)
{
    static const struct { const char *version; QString news; } all[] = {
        {"0.5.0", u"HNSW indexes, IVFFlat built by several workers, l1_distance, sum"_s},
        {"0.5.1", u"faster building of HNSW indexes"_s},
        {"0.6.0", u"HNSW built by several workers; new columns keep long vectors uncompressed"_s},
        {"0.7.0", u"halfvec and sparsevec, indexes on bit, binary quantisation, subvectors, L1 and Jaccard distances"_s},
        {"0.8.0", u"iterative index scans for filtered searches, better cost estimates"_s},
        {"0.8.1", u"PostgreSQL 18, faster binary quantisation"_s},
        {"0.8.2", u"a vulnerability in parallel building of HNSW indexes is closed (CVE-2026-3172)"_s},
        {"0.8.3", u"an HNSW index is no longer damaged by VACUUM beside many inserts"_s},
        {"0.8.4", u"VACUUM of an HNSW index no longer ends with “hnsw graph not repaired”"_s},
        {"0.8.6", u"a vulnerability on 32-bit servers is closed (CVE-2026-18022)"_s},
        {"0.8.7", u"inserts beside VACUUM no longer leave a neighbour twice in an HNSW index"_s},
    };
    const QVersionNumber first = QVersionNumber::fromString(from), last = QVersionNumber::fromString(to);
    QStringList lines;
    for (const auto &[version, news] : all) {
        const QVersionNumber number = QVersionNumber::fromString(QLatin1StringView(version));
        if (number > first && number <= last)
            lines << QLatin1StringView(version) + u": "_s + news;
    }
    return lines;
}

} // namespace quiver::schema
