// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl schema storage: how a column's values are stored, and what each way comes to.
#include "changecommand.h"
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "jobrunner.h"
#include "pg/typeregistry.h"
#include "schema/storagechange.h"
#include "schemaactions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using catalog::ColumnStorage;

namespace {

/// What each storage comes to, a line each.
QString forecasts(const schema::StoragePlan &plan)
{
    const schema::StorageFacts &facts = *plan.facts;
    QString text = u"%1 rows looked at%2; the table takes %3 (rows %4, TOAST %5, indexes %6)\n"_s.arg(
        catalog::countText(double(facts.sampledRows)), facts.isWhole ? QString() : u" of about %1"_s.arg(catalog::countText(facts.rows)),
        catalog::bytesText(plan.table->heapBytes + plan.table->toastBytes + plan.table->indexBytes), catalog::bytesText(plan.table->heapBytes),
        catalog::bytesText(plan.table->toastBytes), catalog::bytesText(plan.table->indexBytes));
    for (const schema::StorageForecast &each : facts.forecasts) {
        text += u"  %1 %2 "_s.arg(each.storage == facts.current ? u"*"_s : u" "_s, catalog::storageName(each.storage).leftJustified(8));
        text += each.isRefused ? u"refused: the widest row takes %1 bytes, a page takes %2\n"_s.arg(catalog::countText(double(each.widestTuple)),
                                                                                              catalog::countText(catalog::maxTupleBytes))
                               : u"%1 bytes a row (%2 in the table, %3 in TOAST), %4 in all; vectors %5\n"_s.arg(
                                     catalog::countText(each.rowBytes()), catalog::countText(each.heapBytes), catalog::countText(each.toastBytes),
                                     catalog::bytesText(qint64(each.rowBytes() * facts.rows)), each.isOut ? u"out of the row"_s : u"in the row"_s);
    }
    return text;
}

} // namespace

int storageAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Changes how a column's values are stored: plain and main keep them in the row, external and extended move them out of large rows. It goes for "
        "values that are written from then on; --rewrite moves those that are there, while nobody can use the table. Without --storage it tells what "
        "each way would come to for the rows of the table.\n"
        "  quiverctl schema storage --table documents --column embedding --storage main --rewrite"_s);
    addServerOptions(parser);
    addTableArgument(parser);
    parser.addOption({u"column"_s, u"The column, as in SQL."_s, u"name"_s});
    parser.addOption({u"storage"_s, u"plain, main, external or extended."_s, u"way"_s});
    parser.addOption({u"rewrite"_s, u"Writes the table anew (VACUUM FULL)."_s});
    addChangeOptions(parser);
    if (!parse(parser, u"schema storage --table [SCHEMA.]TABLE --column NAME [--storage WAY] [options]"_s, arguments))
        return Succeeded;
    const TableArgument table = tableArgument(parser);
    schema::StorageChange request{.schema = {}, .table = {}, .column = nameArgument(parser, u"column"_s), .rewrite = parser.isSet(u"rewrite"_s)};
    const bool onlyTells = !parser.isSet(u"storage"_s);
    if (!onlyTells) {
        const auto storage = catalog::storageOf(parser.value(u"storage"_s));
        if (!storage || *storage == ColumnStorage::Default)
            throw UsageError(u"--storage takes plain, main, external or extended, not “%1”"_s.arg(parser.value(u"storage"_s)));
        request.storage = *storage;
    }
    const auto server = serverOption(parser);
    const auto plan = [&](pg::Connection &connection) {
        const TableArgument found = resolved(connection, table);
        request.schema = found.schema;
        request.table = found.name;
        return schema::planStorage(connection, request);
    };
    if (!onlyTells)
        return applyChange(parser, *server, [&](pg::Connection &connection) {
            const schema::StoragePlan made = plan(connection);
            if (made.facts)
                printErrorLine(forecasts(made).trimmed());
            tell(made.problems);
            return made.change;
        });
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.read(u"Storage"_s, [&](pg::Connection &connection, core::JobContext &) { return plan(connection); });
    waitFor(task.job, false);
    const schema::StoragePlan made = task.future.result();
    if (!made.facts)
        tell(made.problems);
    else
        printOut(forecasts(made));
    return Succeeded;
}

} // namespace quiver::ctl
