// SPDX-License-Identifier: GPL-3.0-or-later
// The logging categories, one per room, switched with QT_LOGGING_RULES ("quiver.pg.debug=true").
#pragma once

#include <QLoggingCategory>

namespace quiver::core {

Q_DECLARE_LOGGING_CATEGORY(lcCore)
Q_DECLARE_LOGGING_CATEGORY(lcPg)
Q_DECLARE_LOGGING_CATEGORY(lcSandbox)
Q_DECLARE_LOGGING_CATEGORY(lcStore)
Q_DECLARE_LOGGING_CATEGORY(lcUi)

} // namespace quiver::core
