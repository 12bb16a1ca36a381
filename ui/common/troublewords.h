// SPDX-License-Identifier: GPL-3.0-or-later
// Why a connection could not be made, or broke, in the user's language: what happened, what to do next, and the server's own
// words. For every screen that meets such an error.
#pragma once

#include "catalog/connectiondiagnosis.h"

#include <QString>

namespace quiver::ui {

struct TroubleWords {
    QString what;   ///< what happened, to which object
    QString next;   ///< what to do about it
    QString detail; ///< the server's or libpq's own words, with the server's hint
    bool operator==(const TroubleWords &) const = default;

    /// All three, a line each, for a message or the clipboard.
    QString text() const;
};

TroubleWords troubleWords(const pg::Error &error, const pg::ConnectOptions &options);
/// Of one host of the list that failed; \p tls: what is known of its certificate.
TroubleWords troubleWords(const pg::HostAttempt &attempt, const pg::TlsFacts &tls,
                          const pg::ConnectOptions &options);

} // namespace quiver::ui
