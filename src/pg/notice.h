// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says beside its results: notices, warnings, notifications, changed settings.
#pragma once

#include "pg/error.h"

#include <QMetaType>

#include <functional>

namespace quiver::pg {

struct Notification {
    QString channel;
    QString payload;
    int backendPid = 0;
};

/// Where a Connection reports what happens on it; called on the session's thread. Any of them may be empty.
struct ConnectionEvents {
    std::function<void(const Diagnostics &)> notice;
    std::function<void(const Notification &)> notification;
    std::function<void(const QByteArray &name, const QByteArray &value)> parameterChanged;
};

} // namespace quiver::pg

Q_DECLARE_METATYPE(quiver::pg::Diagnostics)
Q_DECLARE_METATYPE(quiver::pg::Notification)
