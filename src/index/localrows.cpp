// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/localrows.h"

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::TablePart;

std::vector<TablePart> localParts(const catalog::TableFacts &table)
{
    std::vector<TablePart> parts;
    std::ranges::copy_if(table.parts, std::back_inserter(parts), [&](const TablePart &part) {
        return !part.isForeign && !part.isPartitioned && (table.isPartitioned() || part.oid == table.oid);
    });
    return parts;
}

bool hasForeignParts(const catalog::TableFacts &table)
{
    return table.isPartitioned() && std::ranges::any_of(table.parts, &TablePart::isForeign);
}

QString localRows(const sql::Quoter &quote, const catalog::TableFacts &table, const QString &sample)
{
    const QString name = quote.qualified(table.schema, table.name), alias = quote.name(table.name);
    if (table.isPartitioned() && !hasForeignParts(table))
        return name + sample;
    const std::vector<TablePart> parts = localParts(table);
    if (!table.isPartitioned() || parts.empty())
        return u"ONLY "_s + name + (parts.empty() ? QString() : sample);
    QStringList columns, each; // by name: each partition may have its own order of them
    for (const QString &column : table.columnNames())
        columns << quote.name(column);
    for (const TablePart &part : parts)
        each << u"SELECT %1 FROM ONLY %2"_s.arg(columns.join(u", "_s), quote.qualified(part.schema, part.name) + sample);
    return u'(' + each.join(u" UNION ALL "_s) + u") AS "_s + alias;
}

} // namespace quiver::index
