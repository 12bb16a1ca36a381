// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnoptions.h"

#include "commandline.h"
#include "pg/connection.h"
#include "sql/identifier.h"
#include "tableoptions.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

void addTableArgument(QCommandLineParser &parser)
{
    parser.addOption({u"table"_s, u"[SCHEMA.]TABLE, as in SQL."_s, u"name"_s});
}

TableArgument tableArgument(const QCommandLineParser &parser, const QString &option)
{
    return qualifiedName(option, parser.value(option));
}

TableArgument resolved(pg::Connection &connection, TableArgument table)
{
    if (!table.schema.isEmpty())
        return table;
    const pg::Result found = connection.exec({"SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                                              "WHERE c.oid = pg_catalog.to_regclass($1)",
                                              {pg::Param::text(sql::quoteIdentifier(table.name))}});
    if (found.rowCount() == 0)
        throw core::Error(u"the search path leads to no table “%1”; name its schema: SCHEMA.%2"_s.arg(table.name, sql::quoteIdentifier(table.name)));
    table.schema = found.text(0, 0);
    return table;
}

QString nameArgument(const QCommandLineParser &parser, const QString &option)
{
    return singleName(option, parser.value(option));
}

catalog::VectorType typeArgument(const QString &option, const QString &text)
{
    try {
        return embeddingColumn(u"v:"_s + text).type;
    } catch (const UsageError &) {
        throw UsageError(u"--%1 takes vector, halfvec, sparsevec or bit with dimensions, as in vector(768): “%2” is none"_s.arg(option, text));
    }
}

void tell(const std::vector<schema::ColumnProblem> &problems)
{
    QStringList errors;
    for (const schema::ColumnProblem &problem : problems) {
        if (problem.isError)
            errors << problem.text;
        else
            printErrorLine(u"note: "_s + problem.text);
    }
    if (!errors.isEmpty())
        throw core::Error(errors.join(u'\n'));
}

} // namespace quiver::ctl
