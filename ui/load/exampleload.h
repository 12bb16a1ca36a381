// SPDX-License-Identifier: GPL-3.0-or-later
// A small file to show the load screen with: sentences with their lexical embeddings, one of them cut short.
#pragma once

#include <QString>

namespace quiver::ui {

/// As CSV, into \p directory; its path, or nothing where it cannot be written.
QString writeExampleLoad(const QString &directory);

} // namespace quiver::ui
