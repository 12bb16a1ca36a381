// SPDX-License-Identifier: GPL-3.0-or-later
// How settings are sent: by set_config(), which takes parameters where SET takes none.
#pragma once

#include "pg/query.h"
#include "search/searchsettings.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::search {

enum class SettingScope { Transaction, Session };

bool isOfPgvector(const QString &setting);
/// Before its library is there, the server takes any value for pgvector's settings, and drops it later.
/// \p vectorSchema: that has to stand before its types; empty: none.
void loadVectorLibrary(pg::Connection &connection, const QString &vectorSchema);
/// One statement for all of \p values, of which there is one at least.
pg::Query settingCalls(const SettingValues &values, SettingScope scope);

} // namespace quiver::search
