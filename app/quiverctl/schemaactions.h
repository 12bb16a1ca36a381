// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of `quiverctl schema`, a file each. Each takes its own arguments and returns an exit status.
#pragma once

#include <QStringList>

namespace quiver::ctl {

int extensionAction(const QStringList &arguments);
int createTableAction(const QStringList &arguments);
int addColumnAction(const QStringList &arguments);
int storageAction(const QStringList &arguments);
int modelAction(const QStringList &arguments);

} // namespace quiver::ctl
