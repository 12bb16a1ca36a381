// SPDX-License-Identifier: GPL-3.0-or-later
// Which screens there are, what each is built from, and how they hand work to one another.
#pragma once

#include "sandbox/sandbox.h"
#include "store/secretstore.h"
#include "ui/shell/mainwindow.h"

namespace quiver::ui {

/// Adds all screens to \p window; the collaborators outlive it.
void addScreens(MainWindow &window, const ShellServices &services, store::SecretStore &secrets, sandbox::Sandbox &sandbox);

} // namespace quiver::ui
