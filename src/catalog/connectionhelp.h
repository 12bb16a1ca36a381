// SPDX-License-Identifier: GPL-3.0-or-later
// What happened and what to do next, for each trouble with a connection: in plain English for the command line, and as
// source texts that a window translates.
#pragma once

#include "catalog/connectiondiagnosis.h"

namespace quiver::catalog {

/// Names in braces stand for facts of the connection: {user}, {database}, {host}, {port}, {sslmode}, {file}, {role}.
struct HelpTexts {
    const char *what = ""; ///< what happened, to which object
    const char *next = ""; ///< what to do about it
};

/// Untranslated, marked for translation in the context helpContext. Never empty.
HelpTexts helpTexts(ConnectionTrouble trouble);
inline constexpr char helpContext[] = "quiver::catalog::ConnectionHelp";

/// \p text with the names in braces replaced. \p message is the server's or libpq's own, which names files.
/// \p attempt: which one of the list of hosts; null: as in \p options.
QString withFacts(const QString &text, const pg::ConnectOptions &options, const QString &message,
                  const pg::HostAttempt *attempt = nullptr);

/// Three lines in English: what happened, what to do next, and the server's own words with its hint. For Kind::Connection and
/// for refused options; of any other error its own words only.
QString connectionHelp(const pg::Error &error, const pg::ConnectOptions &options);

} // namespace quiver::catalog
