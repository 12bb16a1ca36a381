// SPDX-License-Identifier: GPL-3.0-or-later
// Private to src/profiles: SQLAlchemy's URLs and driver arguments, shared by the URL alone and the code around it.
#pragma once

#include "profiles/textformats.h"
#include "profiles/urlparts.h"

namespace quiver::profiles {

/// Reads the URL into \p draft; the driver's name, empty where there is none.
QString readSqlAlchemyUrl(const QString &url, Place origin, ConnectionDraft &draft);
/// The same for a URL that was taken apart already, or came as URL.create(); \p origin: of its beginning.
QString readSqlAlchemyParts(const UrlParts &parts, Place origin, ConnectionDraft &draft);
/// One argument of the driver, from a URL's end or from connect_args.
void readDriverArgument(const QString &driver, const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft);

} // namespace quiver::profiles
