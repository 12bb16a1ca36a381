// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: a reader for each format that connectiontext.h lists. None puts a secret into a problem.
#pragma once

#include "profiles/connectiondraft.h"

namespace quiver::profiles {

// One URL; \p origin is the place of its first character.
ConnectionText readUri(const QString &url, Place origin);
ConnectionText readSqlAlchemyUrl(const QString &url, Place origin);
ConnectionText readJdbc(const QString &url, Place origin);
/// Whether \p text begins like a URL of one of the three kinds, complete or not.
bool looksLikeUrl(const QString &text);
/// By the scheme; of kind Unknown for another database's.
ConnectionText readAnyUrl(const QString &url, Place origin);

// A whole text, with line breaks as single characters.
ConnectionText readKeyValue(const QString &text);
QList<ConnectionText> readSqlAlchemyCode(const QString &text);
ConnectionText readEnvFile(const QString &text);
QList<ConnectionText> readServiceFile(const QString &text);
QList<ConnectionText> readPassFile(const QString &text);
ConnectionText readPsqlCommand(const QString &text);

/// Reads a keyword=value string into \p draft; \p origin is the place of its first character.
void readKeywords(const QString &text, Place origin, ConnectionDraft &draft);
/// The opposite: what readKeywords() reads.
QString keyValueText(const QMap<QString, QString> &parameters);
/// One of libpq's variables; false, and nothing done, where \p name is none.
bool readVariable(const QString &name, const QString &value, Place place, ConnectionDraft &draft);

/// SQLAlchemy's pool_size, where 0 means no limit.
void setSqlAlchemyPoolSize(int size, Place place, const QString &field, ConnectionDraft &draft);

// What tells the formats apart.
bool looksLikeSqlAlchemyCode(const QString &text);
bool looksLikeEnvFile(const QString &text);
bool looksLikeServiceFile(const QString &text);
bool looksLikePassFile(const QString &text);
bool looksLikePsqlCommand(const QString &text);

} // namespace quiver::profiles
