// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/quoter.h"

#include "pg/connection.h"
#include "sql/identifier.h"

namespace quiver::sql {

QString Quoter::name(const QString &name) const
{
    return needsQuoting(name) ? QString::fromUtf8(m_connection.quoteIdentifier(name)) : name;
}

QString Quoter::qualified(const QString &schema, const QString &name) const
{
    return schema.isEmpty() ? this->name(name) : this->name(schema) + u'.' + this->name(name);
}

QString Quoter::literal(const QString &text) const
{
    return QString::fromUtf8(m_connection.quoteLiteral(text));
}

} // namespace quiver::sql
