// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/partbuilds.h"

#include "catalog/indexestimate.h"
#include "pg/connection.h"
#include "sql/names.h"

#include <QHash>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

constexpr auto namesSql = R"(
    SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1)";

class Parts
{
public:
    Parts(pg::Connection &connection, const IndexSql &sql, const IndexTable &table, const IndexSpec &spec, double rows)
        : m_connection(connection), m_sql(sql), m_table(table), m_spec(spec), m_share(rows >= 0 && table.rows > 0 ? rows / table.rows : 1)
    {
    }

    std::vector<sql::IndexBuild> all()
    {
        const auto root = std::ranges::find(m_table.facts.parts, m_table.facts.oid, &catalog::TablePart::oid);
        const IndexFound *found = m_table.index(m_spec.name);
        m_like = found ? found->spec : m_spec;
        add(*root, -1, m_spec.name, found, found != nullptr);
        return std::move(m_builds);
    }

private:
    void add(const catalog::TablePart &part, int parent, const QString &name, const IndexFound *found, bool isThere);
    const IndexFound *partOf(const catalog::TablePart &part, const IndexFound *parent) const;
    QString freeName(const catalog::TablePart &part);
    QStringList &taken(const QString &schema);

    pg::Connection &m_connection;
    const IndexSql &m_sql;
    const IndexTable &m_table;
    const IndexSpec &m_spec;
    IndexSpec m_like;     // what parts that are there are compared with: the whole as the server writes it, where it is there
    const double m_share; // of the rows that are indexed
    QHash<QString, QStringList> m_taken; // by schema
    std::vector<sql::IndexBuild> m_builds;
};

QStringList &Parts::taken(const QString &schema)
{
    if (!m_taken.contains(schema)) {
        QStringList &names = m_taken[schema];
        const pg::Result result = m_connection.exec({namesSql, {pg::Param::text(schema)}});
        for (qint64 row = 0; row < result.rowCount(); ++row)
            names << result.text(row, 0);
    }
    return m_taken[schema];
}

/// That of an interrupted run, where it left one.
QString Parts::freeName(const catalog::TablePart &part)
{
    IndexSpec own = m_spec;
    own.table = part.name;
    own.name.clear();
    const QString name = suggestedName(own);
    const auto left = std::ranges::find_if(m_table.indexes, [&](const IndexFound &found) {
        return found.table == part.oid && found.spec.name == name && found.parent == 0 && isSameIndex(found.spec, m_like);
    });
    QStringList &names = taken(part.schema);
    const QString free = left != m_table.indexes.end() ? name : sql::freeName(name, names);
    names << free;
    return free;
}

/// The index of a partition that is, or can be, attached. One that is attached is the same: problemsOn() has seen to that.
const IndexFound *Parts::partOf(const catalog::TablePart &part, const IndexFound *parent) const
{
    const IndexFound *usable = nullptr;
    for (const IndexFound &found : m_table.indexes) {
        if (found.table != part.oid)
            continue;
        if (parent && found.parent == parent->oid)
            return &found;
        const bool isFree = found.parent == 0 && found.constraint.isEmpty() && (found.isValid || found.isPartitioned);
        if (!usable && isFree && isSameIndex(found.spec, m_like))
            usable = &found;
    }
    return usable;
}

void Parts::add(const catalog::TablePart &part, int parent, const QString &name, const IndexFound *found, bool isThere)
{
    sql::IndexBuild build{.schema = part.schema, .table = part.name, .name = name, .definition = m_sql.definition(m_spec), .comment = {},
                          .isPartitioned = part.isPartitioned, .becomesValid = part.isPartitioned, .parent = parent, .isThere = isThere,
                          .isUnique = m_spec.isUnique};
    build.rows = part.rows < 0 ? -1 : part.rows * m_share;
    build.estimate = catalog::indexBuildEstimate(m_spec.method, build.rows);
    const int place = int(m_builds.size());
    m_builds.push_back(std::move(build));
    for (const catalog::TablePart &child : m_table.facts.parts) {
        if (child.parent != part.oid)
            continue;
        if (child.isForeign) {
            for (int up = place; up >= 0; up = m_builds[std::size_t(up)].parent)
                m_builds[std::size_t(up)].becomesValid = false;
            continue;
        }
        const IndexFound *own = partOf(child, found);
        add(child, place, own ? own->spec.name : freeName(child), own, own != nullptr);
    }
}

} // namespace

std::vector<sql::IndexBuild> partBuilds(pg::Connection &connection, const IndexSql &sql, const IndexTable &table, const IndexSpec &spec, double rows)
{
    return Parts(connection, sql, table, spec, rows).all();
}

} // namespace quiver::index
