// SPDX-License-Identifier: GPL-3.0-or-later
// How a database's columns were embedded, kept in its table quiver.embedders, so that later texts are embedded alike.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace quiver::pg {
class Connection;
}

namespace quiver::catalog {

struct EmbedderState {
    QString kind;     ///< "lexical": the state is vector::LexicalEmbedder's
    QByteArray state;
    bool operator==(const EmbedderState &) const = default;
};

/// No value: the database says nothing of the column, or the user may not read it.
std::optional<EmbedderState> embedderState(pg::Connection &connection, const QString &schema, const QString &table, const QString &column);

/// A SELECT of one boolean: whether quiver.embedders says whose texts a column was made of. One that an earlier version made does not.
inline constexpr auto hasTextColumnSql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass('quiver.embedders')"
                                         " AND attname = 'text_column' AND NOT attisdropped)";

/// From which column's texts the vectors of a column were made, as the database says; empty: it does not.
QString embeddedTextColumn(pg::Connection &connection, const QString &schema, const QString &table, const QString &column);

/// Whether the database has the table quiver.embedders, and whether the user may change what is noted in it.
struct EmbedderTable {
    bool exists = false;
    bool isWritable = false;
};
EmbedderTable embedderTable(pg::Connection &connection);

/// The columns of a table of which it is said who embedded them, by a means that this program has: the lexical embedder, or a service.
QStringList embeddedColumns(pg::Connection &connection, const QString &schema, const QString &table);

} // namespace quiver::catalog
