// SPDX-License-Identifier: GPL-3.0-or-later
// The embedders that made some columns, for texts that are to be searched for.
#pragma once

#include "search/queryresolver.h"

namespace quiver::ctl {

/// Endpoints and their keys are read here, on the main thread; the session's thread only embeds. \p named: the endpoint that the command line
/// names; empty: none. \throws core::Error
search::EmbedderFor embeddersFor(const std::vector<catalog::EmbedderState> &states, const QString &named);

} // namespace quiver::ctl
