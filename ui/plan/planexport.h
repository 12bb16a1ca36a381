// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the graph of a plan into a file. Blocks: for another thread than the GUI's.
#pragma once

#include "ui/plan/planpicture.h"

namespace quiver::ui {

/// SVG where the name ends so, else PNG of two pixels per unit, of fewer where that would be too large for a picture. A file of that
/// name is replaced when the new one is whole.
/// \throws core::Error where it cannot be written
void writePlanPicture(const PlanPicture &picture, const QString &fileName);

} // namespace quiver::ui
