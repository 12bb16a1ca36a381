// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that build the copies of a column's indexes, concurrently also on partitioned tables.
#include "schema/indexcopies.h"

#include "catalog/indexestimate.h"
#include "sql/changesteps.h"

namespace quiver::schema {

using namespace Qt::StringLiterals;

std::vector<sql::ChangeStep> indexSteps(const pg::Connection &connection, const IndexCopies &copies, const QString &unless)
{
    std::vector<sql::IndexBuild> builds;
    for (const IndexCopy &copy : copies.copies) {
        sql::IndexBuild build{.schema = copy.schema, .table = copy.tableName, .name = copy.newName, .definition = copy.definition,
                              .comment = copy.comment, .isPartitioned = copy.isPartitioned, .parent = copy.parent};
        build.estimate = catalog::indexBuildEstimate(copy.method, copy.rows);
        builds.push_back(std::move(build));
    }
    return sql::indexBuildSteps(sql::Quoter(connection), builds, unless);
}

} // namespace quiver::schema
