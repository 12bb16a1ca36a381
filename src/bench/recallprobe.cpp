// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/recallprobe.h"

#include "pg/connection.h"
#include "pg/error.h"
#include "plan/readplans.h"
#include "search/conditions.h"
#include "search/distances.h"

#include <QElapsedTimer>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t rowsAtOnce = 1000; // asked for by their keys: a statement takes no more than 65,535 parameters

void addIndexes(PlanLook &look, const plan::Plan &plan)
{
    for (const plan::PlanNode &node : plan.nodes) {
        if (!node.index.isEmpty() && !look.indexes.contains(node.index))
            look.indexes << node.index;
    }
    look.indexes.sort();
}

QStringList textsOf(const pg::Result &rows, qint64 row, const std::vector<int> &places)
{
    QStringList texts;
    for (const int place : places)
        texts << rows.text(row, place);
    return texts;
}

// What the statement does not give where rows at the same distance outnumber the list: SELECT id, e <-> $1 FROM t WHERE (conditions) AND (id) IN (($2::int), ...)
QHash<QByteArray, double> distancesOf(pg::Connection &connection, const BoundWorkload &workload, std::size_t query, std::span<const QStringList> keys)
{
    const search::SearchTable &table = workload.table;
    const search::SqlNames names = search::namesFor(connection, table.vectorSchema);
    pg::Query sql(QByteArray{}, {(*workload.sets)[query].front()});
    const auto add = [&sql](const QString &, const QString &type, const QString &value) {
        sql.params.push_back(pg::Param::text(value));
        return u"$%1::%2"_s.arg(QString::number(sql.params.size()), type);
    };
    QStringList columns, rows;
    for (const QString &key : table.keyColumns())
        columns << names.name(key);
    for (const QStringList &row : keys) {
        QStringList values;
        for (qsizetype i = 0; i < columns.size(); ++i)
            values << add({}, table.columnType(table.keyColumns()[i]), row[i]);
        rows << u'(' + values.join(u", "_s) + u')';
    }
    QStringList conditions = search::conditionsOf(names, table, workload.query, add);
    conditions << u"(%1) IN (%2)"_s.arg(columns.join(u", "_s), rows.join(u", "_s));
    sql.sql = (u"SELECT "_s + columns.join(u", "_s) + u", "_s + names.name(workload.query.column) + u' ' + names.symbol(search::distanceWords(workload.query.metric).symbol) + u" $1::"_s
               + vectorTypeOf(workload, names) + u" FROM "_s + names.qualified(table.facts.schema, table.facts.name) + u" WHERE "_s + conditions.join(u" AND "_s)).toUtf8();
    std::vector<int> places(std::size_t(columns.size()));
    std::iota(places.begin(), places.end(), 0);
    QHash<QByteArray, double> known;
    try {
        const pg::Result found = connection.exec(sql);
        for (qint64 row = 0; row < found.rowCount(); ++row)
            known.insert(keyBytes(textsOf(found, row, places)), found.text(row, int(columns.size())).toDouble());
    } catch (const pg::Error &e) {
        if (!e.connectionUsable())
            throw;
        // The statement was answered, this question of ours is not: its column may have the name of a key and hold something else, or it takes too long.
    }
    return known;
}

/// Of the rows that \p truth does not have; NaN of the others.
std::vector<double> askedDistances(pg::Connection &connection, const BoundWorkload &workload, std::size_t query, const TruthList &truth, const pg::Result &rows, const std::vector<QByteArray> &keys)
{
    const QSet<QByteArray> found(truth.keys.begin(), truth.keys.end());
    std::vector<QStringList> others;
    for (std::size_t row = 0; row < keys.size(); ++row) {
        if (!found.contains(keys[row]))
            others.push_back(textsOf(rows, qint64(row), workload.keyPlaces));
    }
    QHash<QByteArray, double> known;
    for (std::size_t from = 0; from < others.size(); from += rowsAtOnce)
        known.insert(distancesOf(connection, workload, query, std::span(others).subspan(from, std::min(rowsAtOnce, others.size() - from))));
    std::vector<double> distances;
    for (const QByteArray &key : keys)
        distances.push_back(known.value(key, NAN));
    return distances;
}

} // namespace

RecallProbe::RecallProbe(pg::Connection &connection, const BoundWorkload &workload, const Truth &truth) : m_connection(connection), m_workload(workload), m_truth(truth) {}

std::optional<double> RecallProbe::ask(std::size_t query)
{
    QElapsedTimer timer;
    timer.start();
    const pg::Result rows = m_connection.exec({m_workload.sql, (*m_workload.sets)[query]});
    m_seconds += double(timer.nsecsElapsed()) / 1e9;
    const int distance = m_workload.distancePlace;
    const TruthList &truth = m_truth.lists[query];
    std::vector<QByteArray> keys;
    std::vector<double> distances;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        keys.push_back(keyBytes(textsOf(rows, row, m_workload.keyPlaces)));
        distances.push_back(distance < 0 ? NAN : rows.text(row, distance).toDouble());
    }
    if (distance < 0 && !m_workload.workload.sql.isEmpty() && reachesItsEnd(truth, m_workload.query.metric, m_workload.k()))
        distances = askedDistances(m_connection, m_workload, query, truth, rows, keys);
    const std::vector<QStringList> &own = m_workload.queries.ownKeys;
    return recallAgainst(truth, m_workload.query.metric, m_workload.k(), keys, distances, query < own.size() ? keyBytes(own[query]) : QByteArray());
}

std::vector<double> measureRecall(pg::Connection &connection, core::JobContext &job, const BoundWorkload &workload, const Truth &truth)
{
    RecallProbe probe(connection, workload, truth);
    std::vector<double> recalls;
    for (std::size_t query = 0; query < probe.queries(); ++query) {
        job.throwIfCancelled();
        if (query % 16 == 0)
            job.report({.phase = u"measuring recall"_s, .done = qint64(query), .total = qint64(probe.queries()), .unit = u"queries"_s});
        try {
            recalls.push_back(probe.ask(query).value_or(NAN));
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw;
            recalls.push_back(0); // the server refused it: nothing was found
        }
    }
    return recalls;
}

QString explained(pg::Connection &connection, const BoundWorkload &workload, std::size_t query)
{
    return connection.exec({u"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "_s + workload.sql, (*workload.sets)[query]}).text(0, 0);
}

PlanLook planOnly(pg::Connection &connection, const BoundWorkload &workload)
{
    PlanLook look;
    const plan::PlanReading reading = plan::readPlans(connection.exec({u"EXPLAIN (FORMAT JSON) "_s + workload.sql, workload.sets->front()}).text(0, 0));
    if (!reading.plans.empty())
        addIndexes(look, reading.plans.front());
    return look;
}

PlanLook lookAtPlans(pg::Connection &connection, const BoundWorkload &workload, int count)
{
    PlanLook look;
    double hit = 0, read = 0;
    int seen = 0;
    for (std::size_t query = 0; query < std::min<std::size_t>(workload.sets->size(), 2 * std::size_t(count)) && seen < count; ++query) {
        plan::PlanReading reading;
        try {
            reading = plan::readPlans(explained(connection, workload, query));
        } catch (const pg::Error &e) {
            if (!e.connectionUsable())
                throw;
        }
        if (reading.plans.empty()) // the run counts what the server refuses
            continue;
        ++seen;
        const plan::Plan &plan = reading.plans.front();
        if (plan.nodes.front().buffers) {
            hit += double(plan.nodes.front().buffers->sharedHit);
            read += double(plan.nodes.front().buffers->sharedRead);
        }
        addIndexes(look, plan);
    }
    if (seen > 0)
        look.buffers = {hit / seen, read / seen};
    return look;
}

} // namespace quiver::bench
