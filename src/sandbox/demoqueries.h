// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that show something worth seeing on the demo data.
#pragma once

#include <QString>

namespace quiver::sandbox {

/// The ten documents nearest to the description of the setting work_mem.
QString similarityQuery();

} // namespace quiver::sandbox
