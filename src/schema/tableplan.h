// SPDX-License-Identifier: GPL-3.0-or-later
// From the design of a table to the Change that makes it on a server, or to what stands in its way there.
//
// Blocks on the connection: run it on a session's thread. Throws what the connection throws.
#pragma once

#include "schema/tabledesign.h"
#include "sql/change.h"

namespace quiver::pg {
class Connection;
}

namespace quiver::schema {

struct TablePlan {
    sql::Change change; ///< empty where a problem forbids it; one transaction
    std::vector<DesignProblem> problems; ///< those of problemsOf() and those that only the server knows
    QStringList notes; ///< what to know besides, a sentence each
    bool isPossible() const { return !hasErrors(problems); }
};

/// Reads what the server has; writes nothing. A problem that is not about a field of the design has the field "server".
TablePlan planTable(pg::Connection &connection, const TableDesign &design);

struct TextSearchConfig {
    QString schema;
    QString name;
    bool isVisible = false; ///< found by its bare name
    bool isDefault = false; ///< default_text_search_config
    bool operator==(const TextSearchConfig &) const = default;
};
/// By name, those that can be named bare first.
std::vector<TextSearchConfig> textSearchConfigs(pg::Connection &connection);

} // namespace quiver::schema
