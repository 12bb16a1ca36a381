// SPDX-License-Identifier: GPL-3.0-or-later
// What a session is doing, as a value for a screen to draw.
#pragma once

#include "pg/types.h"

#include <QString>

namespace quiver::pg {

enum class SessionState {
    Disconnected, ///< never connected, or closed on purpose: connects with its next work
    Connecting,
    Waiting, ///< lost its connection; pauses before the next attempt to get it back
    Idle,
    Busy,
};

struct SessionStatus {
    QString name; ///< "production #3", "Query 1"
    SessionState state = SessionState::Disconnected;
    TransactionStatus transaction = TransactionStatus::Idle;
    int backendPid = 0;  ///< 0 while not connected
    QString host;        ///< "db2.example.com:5432" of the list; empty while not connected
    bool pooled = true;  ///< false: outside of the pool's counters, a console tab's own
    bool leased = false; ///< somebody holds it, or it is not pooled
    QString holder;      ///< the title of the work, or what the lease was taken for; empty while nobody holds it
    double heldSeconds = -1;      ///< since it was leased; -1: nobody holds it
    double connectedSeconds = -1; ///< age of the connection; -1 while not connected
    int connectionsMade = 0;      ///< over its life: more than 1 after a reconnect
    QString lastError;            ///< why the latest attempt failed or the connection was lost; empty when all is well
    bool operator==(const SessionStatus &) const = default;
};

} // namespace quiver::pg
