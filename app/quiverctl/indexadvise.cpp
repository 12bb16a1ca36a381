// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl index advise: which index a vector column wants, and why.
#include "columnoptions.h"
#include "commandline.h"
#include "commands.h"
#include "index/advise.h"
#include "index/indexplan.h"
#include "indexactions.h"
#include "jobrunner.h"
#include "serverchoice.h"
#include "sql/quoter.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

struct Told {
    index::IndexAdvice advice;
    QString createSql;
    double rows = -1;
};

Told ask(pg::Connection &connection, const TableArgument &table, const QString &column)
{
    const TableArgument found = resolved(connection, table);
    std::optional<index::IndexAdvised> advised;
    catalog::readPatiently(connection, found.schema, found.name,
                           [&] { advised = index::advise(connection, found.schema, found.name, column); });
    if (!advised)
        throw core::Error(u"there is no table “%1.%2”"_s.arg(found.schema, found.name));
    Told told{advised->advice, {}, advised->rows};
    if (!told.advice.obstacle.isEmpty())
        throw core::Error(told.advice.obstacle);
    told.createSql = index::IndexSql(connection).create(told.advice.spec);
    return told;
}

void printJson(const Told &told)
{
    const index::IndexAdvice &advice = told.advice;
    QJsonObject options;
    for (const auto &[name, value] : advice.spec.options)
        options[name] = value.toLongLong();
    QJsonObject json{{u"needed"_s, advice.isNeeded}, {u"rows"_s, told.rows}, {u"method"_s, advice.spec.method}, {u"opclass"_s, index::opclassOf(advice.spec).name},
                     {u"operator"_s, index::opclassOf(advice.spec).operatorText}, {u"options"_s, options}, {u"sql"_s, told.createSql},
                     {u"reasons"_s, QJsonArray::fromStringList(advice.reasons)}, {u"search"_s, advice.search}};
    if (advice.settings.maintenanceWorkMem)
        json[u"maintenance_work_mem"_s] = *advice.settings.maintenanceWorkMem;
    if (advice.existing)
        json[u"existing"_s] = advice.existing->spec.name;
    writeOut(QJsonDocument(json).toJson().toStdString());
}

void print(const Told &told)
{
    const index::IndexAdvice &advice = told.advice;
    QString text;
    if (advice.settings.maintenanceWorkMem)
        text += u"SET maintenance_work_mem = '%1';\n"_s.arg(index::memoryText(*advice.settings.maintenanceWorkMem));
    text += told.createSql + u";\n\n"_s;
    for (const QString &reason : advice.reasons)
        text += u"- "_s + reason + u'\n';
    if (!advice.search.isEmpty())
        text += u"\nTo search, begin with: %1\n"_s.arg(advice.search);
    printOut(text);
}

} // namespace

int adviseIndexAction(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Tells which index a vector column wants, and why: by its rows, a sample of its vectors, the statements that the server remembers, and its memory. "
        "Nothing is changed.\n"
        "  quiverctl index advise --table documents --column embedding"_s);
    addServerOptions(parser);
    addTableArgument(parser);
    parser.addOption({u"column"_s, u"The column, as in SQL."_s, u"name"_s});
    parser.addOption({u"json"_s, u"As JSON."_s});
    if (!parse(parser, u"index advise --table [SCHEMA.]TABLE --column NAME [--json]"_s, arguments))
        return Succeeded;
    const TableArgument table = tableArgument(parser);
    const QString column = nameArgument(parser, u"column"_s);
    const auto server = serverOption(parser);
    pg::Canceller canceller;
    pg::Session session(server->options(), std::make_shared<pg::TypeRegistry>(), {&canceller}, server->options().summary());
    connectOrAsk(session, *server);
    const auto task = session.read(u"Advice"_s, [&](pg::Connection &connection, core::JobContext &) { return ask(connection, table, column); });
    waitFor(task.job, false);
    const Told told = task.future.result();
    if (parser.isSet(u"json"_s))
        printJson(told);
    else
        print(told);
    return Succeeded;
}

} // namespace quiver::ctl
