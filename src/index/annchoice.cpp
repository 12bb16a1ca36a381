// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/annchoice.h"

#include "catalog/annmetric.h"
#include "catalog/fragments.h"
#include "pg/connection.h"
#include "sql/quoter.h"

#include <QJsonObject>

#include <algorithm>
#include <map>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

struct Candidate {
    pg::Oid oid = 0;
    QString schema, name, method, options;
};

/// Indexes for one query.
struct Group {
    QString table, key, predicate, type, operatorName, operatorSchema;
    std::vector<Candidate> candidates;
};

// With the operator that the operator class orders by, whoever brought it.
constexpr auto candidatesSql = R"(
    SELECT i.indexrelid, n.nspname, c.relname, m.amname, pg_catalog.array_to_string(c.reloptions, ', '), tn.nspname, t.relname,
        pg_catalog.pg_get_indexdef(i.indexrelid, 1, true), COALESCE(pg_catalog.pg_get_expr(i.indpred, i.indrelid), ''),
        pg_catalog.format_type(a.atttypid, a.atttypmod), p.oprname, pn.nspname
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_am m ON m.oid = c.relam
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = 1
    JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[0]
    JOIN pg_catalog.pg_amop w ON w.amopfamily = o.opcfamily AND w.amoplefttype = o.opcintype AND w.amoppurpose = 'o'
    JOIN pg_catalog.pg_operator p ON p.oid = w.amopopr
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.oprnamespace
    WHERE i.indrelid = $1 AND i.indisvalid AND i.indisready AND i.indislive AND m.amname IN )" QUIVER_SQL_ANN_METHODS R"(
    ORDER BY 8, 11, c.relname)";

std::vector<Group> readGroups(pg::Connection &connection, pg::Oid table)
{
    const pg::Result result = connection.exec({candidatesSql, {pg::Param::text(QString::number(table), pg::oid::Oid_)}});
    const sql::Quoter quote(connection);
    std::vector<Group> groups;
    std::map<QString, std::size_t> places;
    for (qint64 row = 0; row < result.rowCount(); ++row) {
        const QString mark = QStringList{result.text(row, 7), result.text(row, 8), result.text(row, 10), result.text(row, 11)}.join(u'\n');
        const auto [place, isNew] = places.emplace(mark, groups.size());
        if (isNew)
            groups.push_back({quote.qualified(result.text(row, 5), result.text(row, 6)), result.text(row, 7), result.text(row, 8), result.text(row, 9),
                              result.text(row, 10), quote.name(result.text(row, 11)), {}});
        groups[place->second].candidates.push_back(
            {pg::Oid(result.integer(row, 0)), result.text(row, 1), result.text(row, 2), result.text(row, 3), result.text(row, 4)});
    }
    return groups;
}

/// The first node, from the top, that reads a table.
QJsonObject reader(const QJsonObject &node)
{
    if (node.contains("Relation Name"_L1) || node.contains("Index Name"_L1))
        return node;
    for (const QJsonValue &child : node.value("Plans"_L1).toArray()) {
        if (const QJsonObject found = reader(child.toObject()); !found.isEmpty())
            return found;
    }
    return {};
}

QString wordsFor(const AnnChoice &choice, const Group &group)
{
    const QString cost = QString::number(choice.cost, 'f', 0);
    if (choice.winner == 0)
        return u"The planner takes none of them for the nearest ten by %1, but a %2 (cost %3): it thinks that cheaper, as of a small table it is."_s.arg(
            choice.operatorText, choice.instead, cost);
    const auto winner = std::ranges::find(group.candidates, choice.winner, &Candidate::oid);
    QString text = u"The planner takes %1 (%2%3) for the nearest ten by %4, at a cost of %5."_s.arg(
        winner->name, catalog::annMethodName(winner->method), winner->options.isEmpty() ? QString() : u", "_s + winner->options, choice.operatorText, cost);
    if (group.candidates.size() > 1)
        text += u" It takes what costs least by its estimate; recall is no part of that. So the one that finds fewer true neighbours may win, the others "
                "lie idle, and other settings (ef_search, probes) or new statistics can turn the choice over."_s;
    return text;
}

class Asking
{
public:
    explicit Asking(pg::Connection &connection) : m_connection(connection) {}

    AnnChoice ask(const Group &group)
    {
        AnnChoice choice;
        choice.key = group.key;
        choice.operatorText = group.operatorName;
        for (const Candidate &candidate : group.candidates)
            choice.candidates.push_back(candidate.oid);
        const QString where = group.predicate.isEmpty() ? QString() : u" AND (%1)"_s.arg(group.predicate);
        choice.query = usualQuery(group, u"$1"_s);
        try {
            pg::Transaction transaction(m_connection, "READ ONLY");
            m_connection.exec("SET LOCAL lock_timeout = '3s'");
            m_connection.exec("SET LOCAL statement_timeout = '10s'"); // a vector may be hard to find among NULLs
            const pg::Result found = m_connection.exec(u"SELECT (%1)::text FROM %2 WHERE %1 IS NOT NULL%3 LIMIT 1"_s.arg(wrapped(group.key), group.table, where));
            if (found.rowCount() == 0)
                choice.words = u"The table has no vector to ask with."_s;
            else
                explain(choice, group, found.text(0, 0));
            transaction.commit();
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw;
            choice.words = u"The planner could not be asked which index it takes: "_s + e.message();
        }
        return choice;
    }

private:
    static QString wrapped(const QString &key) { return u'(' + key + u')'; }

    static QString usualQuery(const Group &group, const QString &vector)
    {
        const QString condition = group.predicate.isEmpty() ? QString() : u" WHERE (%1)"_s.arg(group.predicate);
        return u"SELECT ctid FROM %1%2 ORDER BY %3 OPERATOR(%4.%5) %6 LIMIT 10"_s.arg(group.table, condition, wrapped(group.key), group.operatorSchema,
                                                                                   group.operatorName, vector);
    }

    /// The index and, of a partition's, those that it is a part of.
    std::vector<pg::Oid> withAncestors(const QString &schema, const QString &index)
    {
        std::vector<pg::Oid> oids;
        const pg::Result result = m_connection.exec(
            {"SELECT c.oid FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1) "
             "UNION SELECT a.relid FROM pg_catalog.pg_partition_ancestors(pg_catalog.to_regclass($1)) a", {pg::Param::text(m_quote.qualified(schema, index))}});
        for (qint64 row = 0; row < result.rowCount(); ++row)
            oids.push_back(pg::Oid(result.integer(row, 0)));
        return oids;
    }

    void explain(AnnChoice &choice, const Group &group, const QString &vector)
    {
        // As a literal: the plan of a query that is sent with its vector.
        const pg::Result plan = m_connection.exec(u"EXPLAIN (VERBOSE, FORMAT JSON) "_s + usualQuery(group, m_quote.literal(vector) + u"::"_s + group.type));
        const QJsonObject top = QJsonDocument::fromJson(plan.text(0, 0).toUtf8()).array().at(0).toObject().value("Plan"_L1).toObject();
        const QJsonObject node = reader(top);
        choice.cost = top.value("Total Cost"_L1).toDouble(-1);
        choice.instead = node.value("Node Type"_L1).toString();
        const auto used = withAncestors(node.value("Schema"_L1).toString(), node.value("Index Name"_L1).toString());
        for (const Candidate &candidate : group.candidates) {
            if (std::ranges::find(used, candidate.oid) != used.end())
                choice.winner = candidate.oid;
        }
        if (choice.winner != 0)
            choice.instead.clear();
        choice.words = wordsFor(choice, group);
    }

    pg::Connection &m_connection;
    const sql::Quoter m_quote{m_connection};
};

} // namespace

std::vector<AnnChoice> annChoices(pg::Connection &connection, pg::Oid table, bool rivalsOnly)
{
    std::vector<AnnChoice> choices;
    Asking asking(connection);
    for (const Group &group : readGroups(connection, table)) {
        if (!rivalsOnly || group.candidates.size() > 1)
            choices.push_back(asking.ask(group));
    }
    return choices;
}

} // namespace quiver::index
