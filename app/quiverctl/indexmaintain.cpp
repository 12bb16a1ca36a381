// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index maintain: what is done to indexes that exist.
#include "careplan.h"
#include "changecommand.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "index/maintenance.h"
#include "indexactions.h"
#include "pg/connection.h"
#include "sql/identifier.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Request {
    QString what;
    QString argument; ///< set: m=32; tablespace and rename: a name; workers: a number
    const QCommandLineParser &parser;
    index::BuildSettings settings;
};

bool isSetAndNotEmpty(const QCommandLineParser &parser, const QString &option)
{
    return !parser.value(option).isEmpty();
}

/// Schema and name of --index. \throws core::Error where the search path leads to none
TableArgument indexName(pg::Connection &connection, const QCommandLineParser &parser)
{
    TableArgument name = tableArgument(parser, u"index"_s);
    if (!name.schema.isEmpty())
        return name;
    const pg::Result found = connection.exec({"SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                              "WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind IN ('i', 'I')",
                                              {pg::Param::text(sql::quoteIdentifier(name.name))}});
    if (found.rowCount() == 0)
        throw core::Error(u"the search path leads to no index “%1”; name its schema: SCHEMA.%2"_s.arg(name.name, sql::quoteIdentifier(name.name)));
    name.schema = found.text(0, 0);
    return name;
}

std::vector<std::pair<QString, std::optional<QString>>> optionsOf(const QString &text)
{
    std::vector<std::pair<QString, std::optional<QString>>> options;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QString name = part.section(u'=', 0, 0).trimmed(), value = part.section(u'=', 1).trimmed();
        if (name.isEmpty() || (part.contains(u'=') && value.isEmpty()))
            throw UsageError(u"options are NAME=VALUE, or NAME alone to set it back, parted by commas: “%1” is none"_s.arg(part));
        options.emplace_back(name, part.contains(u'=') ? std::optional(value) : std::nullopt);
    }
    return options;
}

index::CarePlan forTable(pg::Connection &connection, const Request &request)
{
    const TableArgument table = resolved(connection, tableArgument(request.parser));
    if (request.what == "reindex"_L1)
        return index::planReindexTable(connection, table.schema, table.name, request.parser.isSet(u"ann-only"_s), request.settings);
    if (request.what == "vacuum"_L1)
        return index::planVacuum(connection, table.schema, table.name, {true, request.parser.isSet(u"reindex-first"_s), request.settings});
    if (request.what == "analyze"_L1)
        return index::planAnalyze(connection, table.schema, table.name);
    bool isNumber = false;
    const int workers = request.argument.toInt(&isNumber);
    if (!isNumber && request.argument != "default"_L1)
        throw UsageError(u"workers takes a number, or default"_s);
    return index::planParallelWorkers(connection, table.schema, table.name, isNumber ? std::optional(workers) : std::nullopt);
}

index::CarePlan forIndex(pg::Connection &connection, const Request &request)
{
    const TableArgument name = indexName(connection, request.parser);
    if (request.what == "reindex"_L1)
        return index::planReindex(connection, name.schema, name.name, request.settings);
    if (request.what == "prewarm"_L1)
        return index::planPrewarm(connection, name.schema, name.name);
    if (request.what == "drop"_L1)
        return index::planDrop(connection, name.schema, name.name);
    if (request.what == "set"_L1)
        return index::planSetOptions(connection, name.schema, name.name, optionsOf(request.argument), request.parser.isSet(u"rebuild"_s), request.settings);
    const auto parts = sql::nameParts(request.argument);
    if (!parts || parts->size() != 1)
        throw UsageError(u"%1 takes one name, as SQL writes it: %2 is none"_s.arg(request.what, request.argument));
    return request.what == "rename"_L1 ? index::planRename(connection, name.schema, name.name, parts->first())
                                       : index::planSetTablespace(connection, name.schema, name.name, parts->first(), request.parser.isSet(u"copy-file"_s));
}

/// What is asked for has to have what it needs, and nothing else. \throws UsageError
void checkWords(const QStringList &words, const QCommandLineParser &parser)
{
    static const QStringList ofIndex{u"prewarm"_s, u"set"_s, u"tablespace"_s, u"rename"_s, u"drop"_s}, ofTable{u"vacuum"_s, u"analyze"_s, u"workers"_s},
        withArgument{u"set"_s, u"tablespace"_s, u"rename"_s, u"workers"_s};
    const QString what = words.value(0);
    if (what == "storage"_L1)
        throw UsageError(u"storage is the column's and not the index's: quiverctl schema storage shows and changes it"_s);
    const bool isReindex = what == "reindex"_L1;
    if (!isReindex && !ofIndex.contains(what) && !ofTable.contains(what))
        throw UsageError(u"one of reindex, vacuum, analyze, prewarm, set, tablespace, rename, workers, drop is needed"_s);
    if (words.size() != (withArgument.contains(what) ? 2 : 1))
        throw UsageError(withArgument.contains(what) ? u"%1 takes one argument"_s.arg(what) : u"%1 takes no argument: name what it is about by --index or --table"_s.arg(what));
    const bool hasIndex = isSetAndNotEmpty(parser, u"index"_s), hasTable = isSetAndNotEmpty(parser, u"table"_s);
    if (isReindex ? hasIndex == hasTable : ofIndex.contains(what) ? !hasIndex || hasTable : !hasTable || hasIndex)
        throw UsageError(isReindex ? u"reindex needs --index or --table, not both"_s : u"%1 needs --%2"_s.arg(what, ofIndex.contains(what) ? u"index"_s : u"table"_s));
}

} // namespace

int maintainIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"reindex (an index, or all of a table): builds it anew beside its use. vacuum, analyze: the table; --reindex-first builds its HNSW indexes anew, "
                                     "which are slow to vacuum. prewarm: reads an index into memory. set m=32,ef_construction=128: options; they count when it is built, so add "
                                     "--rebuild. tablespace NAME, rename NAME, drop: the index. workers N|default: of the table, for builds and scans. "
                                     "How a column is stored is changed by quiverctl schema storage.\n"
                                     "  quiverctl index maintain reindex --index documents_embedding_idx --work-mem 4096"_s);
    parser.addPositionalArgument(u"what"_s, u"reindex, vacuum, analyze, prewarm, set, tablespace, rename, workers or drop"_s);
    parser.addPositionalArgument(u"argument"_s, u"Of set, tablespace, rename, workers."_s);
    addServerOptions(parser);
    addTableArgument(parser);
    addChangeOptions(parser);
    parser.addOption({u"index"_s, u"[SCHEMA.]INDEX, as in SQL."_s, u"name"_s});
    parser.addOption({u"ann-only"_s, u"reindex --table: the approximate indexes only."_s});
    parser.addOption({u"reindex-first"_s, u"vacuum: builds the HNSW indexes anew first."_s});
    parser.addOption({u"rebuild"_s, u"set: builds it anew with them."_s});
    parser.addOption({u"copy-file"_s, u"tablespace: copies the file, while nobody can use it, instead of building it anew."_s});
    parser.addOption({u"work-mem"_s, u"maintenance_work_mem of the build, in MB."_s, u"megabytes"_s});
    parser.addOption({u"workers"_s, u"Parallel workers of the build."_s, u"n"_s});
    if (!parse(parser, u"index maintain WHAT [ARGUMENT] --index [SCHEMA.]INDEX|--table [SCHEMA.]TABLE [options]"_s, arguments))
        return Succeeded;
    const QStringList words = parser.positionalArguments();
    checkWords(words, parser);
    Request request{words.first(), words.value(1), parser, {}};
    if (parser.isSet(u"work-mem"_s))
        request.settings.maintenanceWorkMem = numberOption(parser, u"work-mem"_s, 1, 16'000'000) * 1024 * 1024;
    if (parser.isSet(u"workers"_s))
        request.settings.parallelWorkers = int(numberOption(parser, u"workers"_s, 0, 1024));
    const auto server = serverOption(parser);
    return applyCare(parser, *server, [&](pg::Connection &connection) {
        return isSetAndNotEmpty(parser, u"index"_s) ? forIndex(connection, request) : forTable(connection, request);
    }, request.settings);
}

} // namespace quiver::ctl
