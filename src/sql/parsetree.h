// SPDX-License-Identifier: GPL-3.0-or-later
// Classification from libpg_query's parse tree; internal to this room.
#pragma once

#include "sql/classify.h"

#include <optional>

namespace quiver::sql {

/// No value: \p sql is no valid statement for libpg_query, or its tree is nested too deeply to be read.
std::optional<Classification> classifyByParseTree(const QByteArray &sql);

} // namespace quiver::sql
