// SPDX-License-Identifier: GPL-3.0-or-later
// How a connection is worded wherever the page shows one.
#pragma once

#include "profiles/knownplaces.h"

#include <QCoreApplication>

namespace quiver::ui {

class ConnectionWords
{
    Q_DECLARE_TR_FUNCTIONS(quiver::ui::ConnectionWords)

public:
    /// Never empty.
    static QString name(const store::Profile &profile);
    static QString foundName(const profiles::KnownConnection &known);
    /// "user@host:port/database", "service prod"; never empty.
    static QString summary(const store::Profile &profile);
    /// "development", "staging", "production".
    static QString environment(core::Environment environment);
    static QString lastUsed(const QDateTime &when);
    static QString kind(profiles::TextKind kind);
    /// "Line 3, column 7, port: ...".
    static QString problem(const profiles::TextProblem &problem);
};

} // namespace quiver::ui
