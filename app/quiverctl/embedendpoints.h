// SPDX-License-Identifier: GPL-3.0-or-later
// quiverctl embed endpoint: add, list, remove, test.
#pragma once

#include <QStringList>

namespace quiver::ctl {

int endpointAction(const QStringList &arguments);

} // namespace quiver::ctl
