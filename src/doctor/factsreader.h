// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what the rules go by from a server; internal to this room. Blocks on the connection and throws what it throws.
#pragma once

#include "doctor/examined.h"
#include "doctor/explain.h"

namespace quiver::doctor {

/// \p notes: what could not be looked at, a sentence each.
Examined readFacts(pg::Connection &connection, const ExplainRequest &request, const Explained &explained, QStringList &notes);

} // namespace quiver::doctor
