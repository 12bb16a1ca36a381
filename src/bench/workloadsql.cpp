// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workloadsql.h"

#include "bench/recallprobe.h"
#include "pg/connection.h"
#include "search/codesnippet.h"
#include "search/searchrun.h"

namespace quiver::bench {

using namespace Qt::StringLiterals;

QString exampleSql(const BoundWorkload &workload)
{
    const search::SqlNames names = search::namesForPeople(workload.table.vectorSchema);
    const search::QueryVector &vector = workload.queries.vectors.front();
    if (!workload.workload.sql.isEmpty())
        return withVector(workload.workload.sql, names.literal(QString::fromLatin1(search::textOf(vector))) + u"::"_s + vectorTypeOf(workload, names));
    const search::SearchStatement statement = search::searchStatement(names, workload.table, workload.query, {.query = vector, .firstStage = {}});
    return search::snippet(statement, workload.query, search::SnippetKind::Sql);
}

QString examplePlan(pg::Connection &connection, const BoundWorkload &workload, const search::SettingValues &settings)
{
    search::SettingValues all = workload.settings;
    for (const auto &[name, value] : settings)
        all[name] = value;
    pg::Transaction transaction(connection, "READ ONLY");
    search::applySettings(connection, all, workload.table.vectorSchema);
    const QString plan = explained(connection, workload, 0);
    transaction.commit();
    return plan;
}

} // namespace quiver::bench
