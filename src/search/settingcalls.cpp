// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/settingcalls.h"

#include "pg/connection.h"
#include "search/searchtable.h"

namespace quiver::search {

using namespace Qt::StringLiterals;

bool isOfPgvector(const QString &setting)
{
    return setting.startsWith("hnsw."_L1) || setting.startsWith("ivfflat."_L1);
}

void loadVectorLibrary(pg::Connection &connection, const QString &vectorSchema)
{
    connection.exec(u"SELECT '[1]'::"_s + namesFor(connection, vectorSchema).ofVector(u"vector"_s));
}

pg::Query settingCalls(const SettingValues &values, SettingScope scope)
{
    const QByteArray end = scope == SettingScope::Transaction ? ", true)" : ", false)";
    QByteArrayList calls;
    pg::Query sql(QByteArray{});
    for (const auto &[name, value] : values) {
        sql.params.push_back(pg::Param::text(name));
        sql.params.push_back(pg::Param::text(value));
        calls << "pg_catalog.set_config($" + QByteArray::number(qsizetype(sql.params.size()) - 1) + ", $" + QByteArray::number(qsizetype(sql.params.size())) + end;
    }
    sql.sql = "SELECT " + calls.join(", ");
    return sql;
}

} // namespace quiver::search
