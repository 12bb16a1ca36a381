// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that build the copies of a column's indexes, concurrently also on partitioned tables.
#include "schema/indexcopies.h"

#include "catalog/indexestimate.h"
#include "catalog/versionaudit.h"
#include "sql/changesteps.h"

#include <algorithm>

namespace quiver::schema {

using namespace Qt::StringLiterals;

std::vector<sql::ChangeStep> indexSteps(const pg::Connection &connection, const IndexCopies &copies, const QString &version, const QString &unless)
{
    std::vector<sql::IndexBuild> builds;
    for (const IndexCopy &copy : copies.copies) {
        sql::IndexBuild build{.schema = copy.schema, .table = copy.tableName, .name = copy.newName, .definition = copy.definition,
                              .comment = copy.comment, .isPartitioned = copy.isPartitioned, .parent = copy.parent};
        build.estimate = catalog::indexBuildEstimate(copy.method, copy.rows);
        builds.push_back(std::move(build));
    }
    const sql::Quoter quote(connection);
    std::vector<sql::ChangeStep> steps = sql::indexBuildSteps(quote, builds, unless);
    if (std::ranges::none_of(copies.copies, [](const IndexCopy &copy) { return copy.method == "hnsw"_L1; }) || !catalog::parallelBuildDefect(version))
        return steps;
    steps.insert(steps.begin(), sql::setSettingStep(quote, catalog::buildWorkersSetting, u"0"_s));
    steps.push_back(sql::resetSettingStep(quote, catalog::buildWorkersSetting));
    return steps;
}

} // namespace quiver::schema
