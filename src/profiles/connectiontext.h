// SPDX-License-Identifier: GPL-3.0-or-later
// Reads whatever people have at hand to say where a database is, and writes it again in the forms that other tools take.
//
// Pure: touches neither disk nor network. Bad input is a value with its place and reason, never an exception.
#pragma once

#include "profiles/profileoptions.h"

#include <QList>

namespace quiver::profiles {

enum class TextKind {
    Unknown,
    Uri,         ///< postgresql://user@host/db?sslmode=require
    KeyValue,    ///< host=... dbname=...
    SqlAlchemy,  ///< postgresql+asyncpg://..., also inside of create_engine("...")
    Jdbc,        ///< jdbc:postgresql://host/db?user=...
    EnvFile,     ///< lines of NAME=value: DATABASE_URL, PG*, POSTGRES_*
    ServiceFile, ///< pg_service.conf: [name] and keyword=value
    PassFile,    ///< lines of ~/.pgpass: host:port:database:user:password
    PsqlCommand, ///< psql -h host -U user db
};

struct TextProblem {
    int line = 0;   ///< from 1; 0: the text as a whole
    int column = 0; ///< from 1, in characters; 0: the whole line
    QString field;  ///< the keyword, variable or part it is about: "port", "PGPORT"; empty: none
    QString reason; ///< a sentence in English
    bool fatal = true; ///< false: the rest can be used; this part was left out
    bool operator==(const TextProblem &) const = default;
};

struct ConnectionText {
    TextKind kind = TextKind::Unknown;
    store::Profile profile; ///< what the text says and nothing else; a null id; a name where the text has one
    ProfileSecrets secrets;
    QList<TextProblem> problems;
    bool usable() const; ///< something was said, and no problem is fatal
};

/// One for each connection that \p text describes (a service file may have several), at least one: of kind Unknown with a
/// problem that says what was expected. No problem contains a password.
QList<ConnectionText> readConnectionText(const QString &text);

// Without the password, which the receiving side asks for or finds in its own places.
QString asUri(const store::Profile &profile);
QString asPsqlCommand(const store::Profile &profile); ///< quoted for a POSIX shell, with the SSH tunnel as a comment above
QString asEnvFile(const store::Profile &profile);
/// SQLAlchemy 2 with URL.create(), asyncpg or psycopg, the pool's settings, the server settings, read-only and timeouts.
QString asSqlAlchemy(const store::Profile &profile, bool async = true);

} // namespace quiver::profiles
