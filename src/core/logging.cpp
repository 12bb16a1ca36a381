// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"

namespace quiver::core {

Q_LOGGING_CATEGORY(lcCore, "quiver.core", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPg, "quiver.pg", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSandbox, "quiver.sandbox", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "quiver.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "quiver.ui", QtInfoMsg)

} // namespace quiver::core
