// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/recallprobe.h"

#include "pg/connection.h"
#include "pg/error.h"
#include "plan/readplans.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

void addIndexes(PlanLook &look, const plan::Plan &plan)
{
    for (const plan::PlanNode &node : plan.nodes) {
        if (!node.index.isEmpty() && !look.indexes.contains(node.index))
            look.indexes << node.index;
    }
    look.indexes.sort();
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
    std::vector<QByteArray> keys;
    std::vector<double> distances;
    for (qint64 row = 0; row < rows.rowCount(); ++row) {
        QStringList key;
        for (const int place : m_workload.keyPlaces)
            key << rows.text(row, place);
        keys.push_back(keyBytes(key));
        distances.push_back(distance < 0 ? NAN : rows.text(row, distance).toDouble());
    }
    const std::vector<QStringList> &own = m_workload.queries.ownKeys;
    return recallAgainst(m_truth.lists[query], m_workload.query.metric, m_workload.k(), keys, distances, query < own.size() ? keyBytes(own[query]) : QByteArray());
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
