// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/statements.h"

#include "sql/identifier.h"

#include <QStringList>

#include <algorithm>

namespace quiver::catalog {

using namespace Qt::StringLiterals;

QString selectFirstRows(const QString &schema, const QString &relation, int limit)
{
    return u"SELECT *\nFROM "_s + sql::quoteQualified(schema, relation) + u"\nLIMIT "_s
           + QString::number(std::max(1, limit)) + u';';
}

QString countRows(const QString &schema, const QString &relation)
{
    return u"SELECT count(*)\nFROM "_s + sql::quoteQualified(schema, relation) + u';';
}

QString qualifiedName(const QString &schema, const QString &relation, const QString &column)
{
    QStringList parts;
    for (const QString &part : {schema, relation, column}) {
        if (!part.isEmpty())
            parts << sql::quoteIdentifier(part);
    }
    return parts.join(u'.');
}

QString createExtension(const QString &extension)
{
    return u"CREATE EXTENSION IF NOT EXISTS "_s + sql::quoteIdentifier(extension) + u';';
}

QString updateExtension(const QString &extension)
{
    return u"ALTER EXTENSION "_s + sql::quoteIdentifier(extension) + u" UPDATE;"_s;
}

QString reindexConcurrently(const QString &schema, const QString &index)
{
    return u"REINDEX INDEX CONCURRENTLY "_s + sql::quoteQualified(schema, index) + u';';
}

} // namespace quiver::catalog
