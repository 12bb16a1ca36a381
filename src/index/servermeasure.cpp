// SPDX-License-Identifier: GPL-3.0-or-later
// What advice on settings goes by, read from a server; and the Changes that set one.
#include "catalog/fragments.h"
#include "catalog/vectortype.h"
#include "index/hostfacts.h"
#include "index/indexfindings.h"
#include "index/indexlist.h"
#include "index/settingsadvice.h"
#include "index/sizeforecast.h"
#include "pg/connection.h"
#include "sql/quoter.h"

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

constexpr auto settingsSql = R"(
    SELECT s.name, pg_catalog.current_setting(s.name), s.setting, COALESCE(s.unit, ''), s.context, s.source, s.pending_restart,
        COALESCE(s.sourcefile LIKE '%postgresql.auto.conf', false), pg_catalog.to_json(s.enumvals)
    FROM pg_catalog.pg_settings s
    WHERE s.name = ANY ($1::pg_catalog.text[]))";

constexpr auto rightsSql = R"(
    SELECT pg_catalog.current_database(), pg_catalog.version() LIKE '%Visual C++%' OR pg_catalog.version() LIKE '%mingw%',
        (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user), pg_catalog.pg_has_role(d.datdba, 'USAGE'),
        CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT') THEN pg_catalog.pg_database_size(d.oid) ELSE -1 END,
        COALESCE((SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = 'vector'), '')
    FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())";

constexpr auto names = "{shared_buffers,maintenance_work_mem,max_parallel_maintenance_workers,max_parallel_workers,max_worker_processes,work_mem,jit,"
                       "effective_cache_size,max_wal_size,checkpoint_timeout,wal_compression,wal_level}";

qint64 numberOf(const QString &raw, const QString &unit)
{
    static const std::map<QString, qint64> units{{u"B"_s, 1}, {u"kB"_s, 1024}, {u"8kB"_s, 8192}, {u"MB"_s, 1024 * 1024}, {u"ms"_s, 1}, {u"s"_s, 1000}, {u"min"_s, 60'000}};
    bool isNumber = false;
    const double value = raw.toDouble(&isNumber);
    if (!isNumber || value < 0)
        return -1;
    const auto factor = units.find(unit);
    return qint64(value * double(factor == units.end() ? 1 : factor->second));
}

ServerSetting settingAt(const pg::Result &result, qint64 row)
{
    return {result.text(row, 0), result.text(row, 1), result.text(row, 2), numberOf(result.text(row, 2), result.text(row, 3)), result.text(row, 4),
            result.text(row, 5), result.boolean(row, 6), result.boolean(row, 7), catalog::textList(result.text(row, 8))};
}

void measureIndexes(pg::Connection &connection, ServerMeasure &measure)
{
    for (const IndexEntry &entry : indexList(connection).entries) {
        if (!entry.isAnn || entry.isPartitioned)
            continue;
        ++measure.annIndexes;
        measure.annBytes += std::max<qint64>(entry.bytes, 0);
        const auto value = catalog::valueBytes(entry.keyType);
        if (entry.method != "hnsw"_L1 || !value || entry.rows <= 0)
            continue;
        const GraphMemory graph = hnswGraphMemory({entry.rows, double(*value), 1}, entry.option(u"m"_s).value_or(16), 0, true, measure.serverVersion);
        if (graph.bytes > double(measure.graphBytes)) {
            measure.graphBytes = qint64(graph.bytes);
            measure.graphIndex = nameOf(entry);
            measure.graphRows = entry.rows;
        }
    }
}

/// Whether the server quotes each part of such a list by itself (GUC_LIST_QUOTE, as variable_is_guc_list_quote() of pg_dump has them):
/// one literal is one part, with its commas.
bool isQuotedList(const pg::Connection &connection, const QString &name)
{
    static const QStringList lists{u"local_preload_libraries"_s, u"search_path"_s, u"session_preload_libraries"_s, u"shared_preload_libraries"_s,
                                   u"temp_tablespaces"_s};
    return lists.contains(name) || (name == "unix_socket_directories"_L1 && connection.serverVersion() >= 140000);
}

/// What is between commas, without its double quotes.
QStringList partsOf(const QString &list)
{
    QStringList parts{QString()};
    bool isQuoted = false;
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list[i] == u'"' && isQuoted && list.mid(i + 1, 1) == "\""_L1)
            parts.back() += list[i++];
        else if (list[i] == u'"')
            isQuoted = !isQuoted;
        else if (list[i] == u',' && !isQuoted)
            parts << QString();
        else if (isQuoted || !list[i].isSpace())
            parts.back() += list[i];
    }
    parts.removeAll(QString());
    return parts;
}

/// \p value as SET has it.
QString valueSql(const pg::Connection &connection, const sql::Quoter &quote, const QString &name, const QString &value)
{
    QStringList literals;
    if (isQuotedList(connection, name)) {
        for (const QString &part : partsOf(value))
            literals << quote.literal(part);
    }
    return literals.isEmpty() ? quote.literal(value) : literals.join(u", "_s);
}

/// The one setting, or a refusal.
std::optional<ServerSetting> settingFor(pg::Connection &connection, const QString &name, const QString &value, CarePlan &plan)
{
    const pg::Result result = connection.exec({settingsSql, {pg::Param::text(u"{\"%1\"}"_s.arg(QString(name).remove(u'"').remove(u'\\')))}});
    if (result.rowCount() == 0) {
        plan.refusal = u"The server has no setting “%1”."_s.arg(name);
        return std::nullopt;
    }
    const ServerSetting setting = settingAt(result, 0);
    if (value.isEmpty())
        plan.refusal = u"A value for %1 is missing."_s.arg(name);
    else if (name.endsWith("_preload_libraries"_L1) && partsOf(value).isEmpty())
        plan.refusal = u"No library is named for %1. With an empty name the server does not start: RESET it instead."_s.arg(name);
    else if (setting.context == "internal"_L1)
        plan.refusal = u"%1 cannot be set: it was fixed when the server was built or its data was made."_s.arg(name);
    return plan.refusal.isEmpty() ? std::optional(setting) : std::nullopt;
}

} // namespace

ServerMeasure measureServer(pg::Connection &connection)
{
    ServerMeasure measure;
    measure.serverVersion = connection.serverVersion();
    const pg::Result settings = connection.exec({settingsSql, {pg::Param::text(QString::fromLatin1(names))}});
    for (qint64 row = 0; row < settings.rowCount(); ++row) {
        ServerSetting setting = settingAt(settings, row);
        measure.settings.emplace(setting.name, setting);
    }
    const pg::Result rights = connection.exec(rightsSql);
    measure.database = rights.text(0, 0);
    measure.isWindows = rights.boolean(0, 1);
    measure.maySetSystem = rights.boolean(0, 2);
    measure.mayGoInDatabase = rights.boolean(0, 3);
    measure.databaseBytes = rights.integer(0, 4);
    measure.pgvector = rights.text(0, 5);
    measure.service = catalog::surroundings(connection).service;
    const HostMachine host = hostMachine(connection);
    measure.hostMemory = host.memory;
    measure.hostMemorySource = host.memorySource;
    measure.cores = host.cores;
    measureIndexes(connection, measure);
    return measure;
}

QStringList advisedSettings()
{
    QStringList advised = QString::fromLatin1(names).remove(u'{').remove(u'}').split(u',');
    advised.removeOne(u"wal_level"_s); // only read: by it goes what is said of max_wal_size
    return advised;
}

CarePlan planAlterSystem(pg::Connection &connection, const QString &name, const QString &value)
{
    CarePlan plan;
    plan.change.title = u"Set %1 to %2 for the server"_s.arg(name, value);
    plan.change.object = name;
    const auto setting = settingFor(connection, name, value, plan);
    if (!setting)
        return plan;
    if (!connection.exec(rightsSql).boolean(0, 2)) {
        plan.refusal = u"ALTER SYSTEM is for superusers. "_s + waysToSet(measureServer(connection), *setting);
        return plan;
    }
    const sql::Quoter quote(connection);
    // Undone last step first: this one reads the configuration again when the next one has taken its value back.
    sql::ChangeStep look;
    look.title = u"See what is in force: %1 = %2"_s.arg(name, setting->value);
    look.sql = u"SELECT pg_catalog.current_setting(%1)"_s.arg(quote.literal(name));
    look.undo = u"SELECT pg_catalog.pg_reload_conf()"_s;
    sql::ChangeStep set;
    set.title = u"Write %1 = %2 into postgresql.auto.conf"_s.arg(name, value);
    const bool hadValue = setting->fromAutoConf && !(setting->value.isEmpty() && isQuotedList(connection, name));
    set.sql = u"ALTER SYSTEM SET %1 = %2"_s.arg(quote.name(name), valueSql(connection, quote, name, value));
    set.undo = hadValue ? u"ALTER SYSTEM SET %1 = %2"_s.arg(quote.name(name), valueSql(connection, quote, name, setting->value))
                        : u"ALTER SYSTEM RESET "_s + quote.name(name);
    set.inTransaction = false;
    set.risk = sql::Risk::Careful;
    set.riskNote = setting->needsRestart() ? u"It counts after a restart. A value that the host cannot give keeps the server from starting."_s
                                           : u"It counts for every session that does not set its own."_s;
    sql::ChangeStep reload;
    reload.title = u"Have the server read its configuration again"_s;
    reload.sql = look.undo;
    reload.undoNote = u"with the step before"_s;
    plan.change.steps = {look, set, reload};
    if (setting->needsRestart())
        plan.notes << u"%1 counts after a restart of the server; until then pg_settings says pending_restart."_s.arg(name);
    if (setting->source == "database"_L1 || setting->source == "user"_L1 || setting->source == "database user"_L1)
        plan.notes << u"For this database or role %1 is set to %2 by itself, which goes before the server's."_s.arg(name, setting->value);
    return plan;
}

CarePlan planAlterDatabase(pg::Connection &connection, const QString &name, const QString &value)
{
    CarePlan plan;
    plan.change.title = u"Set %1 to %2 for this database"_s.arg(name, value);
    const sql::Quoter quote(connection);
    const pg::Result rights = connection.exec(rightsSql);
    const QString database = quote.name(rights.text(0, 0));
    plan.change.object = database;
    const auto setting = settingFor(connection, name, value, plan);
    if (!setting)
        return plan;
    if (!setting->isOfSession())
        plan.refusal = u"%1 goes for the whole server."_s.arg(name);
    else if (!rights.boolean(0, 2) && !rights.boolean(0, 3))
        plan.refusal = u"The database belongs to another role. Connect as its owner, or let them run it."_s;
    if (!plan.refusal.isEmpty())
        return plan;
    const pg::Result before = connection.exec(
        {"SELECT pg_catalog.substr(c.entry, pg_catalog.length($1) + 2) FROM pg_catalog.pg_db_role_setting s "
         "JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c (entry) "
         "WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 AND pg_catalog.starts_with(c.entry, $1 || '=')",
         {pg::Param::text(name, pg::oid::Text)}});
    sql::ChangeStep step;
    step.title = plan.change.title;
    step.sql = u"ALTER DATABASE %1 SET %2 = %3"_s.arg(database, quote.name(name), valueSql(connection, quote, name, value));
    step.undo = before.rowCount() > 0 ? u"ALTER DATABASE %1 SET %2 = %3"_s.arg(database, quote.name(name), valueSql(connection, quote, name, before.text(0, 0)))
                                      : u"ALTER DATABASE %1 RESET %2"_s.arg(database, quote.name(name));
    step.risk = sql::Risk::Careful;
    step.riskNote = u"It counts for sessions that connect from now on."_s;
    plan.change.steps.push_back(step);
    return plan;
}

} // namespace quiver::index
