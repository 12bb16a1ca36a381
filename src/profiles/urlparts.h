// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: takes the URLs of libpq, SQLAlchemy and JDBC apart, each piece with its place.
#pragma once

#include "profiles/connectiondraft.h"

namespace quiver::profiles {

struct UrlPiece {
    QString text; ///< decoded
    Place place;
};

struct UrlHost {
    UrlPiece host, port;
};

struct UrlParts {
    QString scheme; ///< all in front of "://"
    UrlPiece user, password;
    QList<UrlHost> hosts; ///< at least one, which may be empty
    UrlPiece database;
    QList<std::pair<UrlPiece, UrlPiece>> arguments;
};

enum class UrlStyle {
    Libpq,
    Web, ///< in arguments + is a blank, and one may have no value
};

/// \p origin: of the first character of \p url. What is wrong becomes a problem of \p draft.
UrlParts readUrl(const QString &url, Place origin, UrlStyle style, ConnectionDraft &draft);
/// The same for what follows "jdbc:postgresql:": no user, and the host may be absent.
UrlParts readJdbcUrl(const QString &url, Place origin, ConnectionDraft &draft);
/// Host and port lists as libpq's keywords hold them; a port that is none is a problem.
void setHosts(const QList<UrlHost> &hosts, ConnectionDraft &draft);
/// Of "a:5432", "[::1]:5432", "a", "/directory".
UrlHost readHostAndPort(const UrlPiece &text);

} // namespace quiver::profiles
