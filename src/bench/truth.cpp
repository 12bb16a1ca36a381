// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/truth.h"

#include "bench/recall.h"
#include "pg/connection.h"
#include "search/conditions.h"
#include "search/exactneighbours.h"
#include "search/nearest.h"
#include "store/workspace.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace quiver::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 truthVersion = 2;     // 1: with keys as a cast to text gives them
constexpr double bytesAtOnce = 162e6;   // of neighbours while they are looked for
constexpr double neighbourBytes = 276;  // of one, without its key: that stands there as bytes and in UTF-16
constexpr int measuredKeys = 1000;      // rows that tell how long keys are
constexpr int comparedVectors = 256;              // that a kept truth is known by, beside versions of rows

QByteArray packed(const Truth &truth)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << truthVersion << truth.k << truth.rows << quint32(truth.lists.size());
    for (const TruthList &list : truth.lists) {
        out << quint32(list.keys.size());
        for (std::size_t i = 0; i < list.keys.size(); ++i)
            out << list.distances[i] << list.keys[i];
    }
    return bytes;
}

std::optional<Truth> unpacked(const QByteArray &bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 version = 0, count = 0;
    Truth truth{.isKept = true};
    in >> version >> truth.k >> truth.rows >> count;
    if (version != truthVersion || count > quint32(maxQueries))
        return std::nullopt;
    truth.lists.resize(count);
    for (TruthList &list : truth.lists) {
        quint32 size = 0;
        in >> size;
        if (in.status() != QDataStream::Ok || size > quint32(truth.k + truthSlack))
            return std::nullopt;
        list.distances.resize(size);
        list.keys.resize(size);
        for (quint32 i = 0; i < size; ++i)
            in >> list.distances[i] >> list.keys[i];
    }
    return in.status() == QDataStream::Ok ? std::optional(std::move(truth)) : std::nullopt;
}

/// The statement "SELECT \p what FROM the table", of the rows that meet the workload's conditions.
pg::Query ofItsRows(pg::Connection &connection, const BoundWorkload &workload, const QString &what, const QString &after = {})
{
    const search::SearchTable &table = workload.table;
    const search::SqlNames names = search::namesFor(connection, table.vectorSchema);
    pg::Query sql(QByteArray{});
    const QStringList conditions = search::conditionsOf(names, table, workload.query, [&](const QString &, const QString &type, const QString &value) {
        sql.params.push_back(pg::Param::text(value));
        return u"$%1::%2"_s.arg(QString::number(sql.params.size()), type);
    });
    sql.sql = (u"SELECT "_s + what + u" FROM "_s + names.qualified(table.facts.schema, table.facts.name)
               + (conditions.isEmpty() ? QString() : u" WHERE "_s + conditions.join(u" AND "_s)) + after).toUtf8();
    return sql;
}

// Of two servers that were set up alike object identifiers, transactions and places of rows are the same, so each is told from the others.
QByteArray serverIdentity(pg::Connection &connection)
{
    // A managed service may keep the number that initdb gave to itself. Then a truth is good until the server is started anew.
    const bool hasNumber = connection.exec("SELECT coalesce(pg_catalog.has_function_privilege(pg_catalog.to_regprocedure('pg_catalog.pg_control_system()'), 'EXECUTE'), false)").boolean(0, 0);
    const pg::Result known = connection.exec(hasNumber ? "SELECT system_identifier, pg_catalog.current_setting('port') FROM pg_catalog.pg_control_system()"
                                                       : "SELECT pg_catalog.pg_postmaster_start_time(), pg_catalog.current_setting('port')");
    return (QStringList{connection.host(), known.text(0, 0), known.text(0, 1)}).join(u' ').toUtf8();
}

// A server that was made of another one's files, or of a backup, has its number, and goes on from the same transaction with other rows.
QByteArray someVectors(pg::Connection &connection, const BoundWorkload &workload)
{
    const QString column = search::namesFor(connection, workload.table.vectorSchema).name(workload.query.column);
    pg::Query sql = ofItsRows(connection, workload, column + u" AS vector"_s,
                              u" ORDER BY pg_catalog.hashtextextended(tableoid::pg_catalog.text || ctid::pg_catalog.text, 0) LIMIT %1"_s.arg(comparedVectors));
    sql.sql = "SELECT coalesce(pg_catalog.sum(pg_catalog.hashtextextended(vector::pg_catalog.text, 0)), 0) FROM (" + sql.sql + ") AS chosen";
    return connection.exec(sql).text(0, 0).toUtf8();
}

// All that the neighbours depend on.
QString keyOf(const QByteArray &table, const BoundWorkload &workload)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const search::VectorQuery &query = workload.query;
    hash.addData(table);
    QStringList words{query.schema, query.table, query.column, QString::number(int(query.metric)), QString::number(workload.k()), query.condition};
    for (const search::Filter &filter : query.filters)
        words << filter.column << filter.path << QString::number(int(filter.test)) << filter.values << filter.type;
    hash.addData(words.join(QChar(1)).toUtf8());
    for (std::size_t i = 0; i < workload.queries.vectors.size(); ++i) {
        hash.addData(search::textOf(workload.queries.vectors[i]));
        hash.addData(i < workload.queries.ownKeys.size() ? keyBytes(workload.queries.ownKeys[i]) : QByteArray("-"));
    }
    return QString::fromLatin1(hash.result().toHex());
}

/// Mean length of the keys of some rows, in bytes.
double keyBytesOf(pg::Connection &connection, const search::SearchTable &table)
{
    const search::SqlNames names = search::namesFor(connection, table.vectorSchema);
    QStringList keys;
    for (const QString &key : table.keyColumns())
        keys << names.name(key);
    if (keys.isEmpty())
        return 0;
    return connection.exec((u"SELECT coalesce(pg_catalog.avg(pg_catalog.octet_length(pg_catalog.concat(%1))), 0) FROM (SELECT %1 FROM %2 LIMIT %3) AS chosen"_s.arg(
                                keys.join(u", "_s), names.qualified(table.facts.schema, table.facts.name), QString::number(measuredKeys))).toUtf8())
        .text(0, 0).toDouble();
}

double scaleOf(catalog::AnnMetric metric)
{
    return metric == catalog::AnnMetric::Cosine ? 1 : 0; // see recallEpsilon
}

TruthList listOf(std::vector<search::Neighbour> neighbours, const QByteArray &ownKey, std::size_t most)
{
    TruthList list;
    for (const search::Neighbour &neighbour : neighbours) {
        QByteArray key = keyBytes(neighbour.key);
        if (key == ownKey || list.keys.size() == most)
            continue;
        list.distances.push_back(neighbour.distance);
        list.keys.push_back(std::move(key));
    }
    return list;
}

} // namespace

QByteArray keyBytes(const QStringList &key)
{
    return key.join(QLatin1Char(search::keySeparator)).toUtf8();
}

std::size_t queriesAtOnce(std::size_t neighbours, double keyBytes)
{
    return std::size_t(std::max(bytesAtOnce / (neighbourBytes + 3 * keyBytes) / double(neighbours), 1.0));
}

QByteArray tableFingerprint(pg::Connection &connection, const BoundWorkload &workload)
{
    using Kind = catalog::Relation::Kind;
    const search::SearchTable &table = workload.table;
    if (table.facts.kind == Kind::View || table.facts.kind == Kind::ForeignTable)
        return {};
    // A version of a row is told by where it lies and which transaction wrote it.
    const pg::Result found = connection.exec(ofItsRows(
        connection, workload,
        u"pg_catalog.count(*), coalesce(pg_catalog.sum(pg_catalog.hashtextextended(tableoid::pg_catalog.text || ctid::pg_catalog.text || ' ' || xmin::pg_catalog.text, 0)), 0), "
        "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"_s));
    QStringList words{QString::number(table.facts.oid)};
    for (int column = 0; column < 3; ++column)
        words << found.text(0, column);
    return words.join(u' ').toUtf8();
}

Truth groundTruth(pg::Connection &connection, core::JobContext &job, const BoundWorkload &workload, store::Workspace *kept)
{
    job.report({.phase = u"looking at the table"_s});
    const QByteArray fingerprint = kept ? tableFingerprint(connection, workload) : QByteArray();
    const QString key = fingerprint.isEmpty() ? QString() : keyOf(serverIdentity(connection) + ' ' + fingerprint + ' ' + someVectors(connection, workload), workload);
    if (!key.isEmpty()) {
        if (std::optional<Truth> found = unpacked(kept->truth(key).result()); found && found->lists.size() == workload.queries.vectors.size())
            return std::move(*found);
    }
    Truth truth{.k = workload.k()};
    const std::vector<search::QueryVector> &vectors = workload.queries.vectors;
    const std::size_t most = std::size_t(truth.k) + truthSlack;
    const std::size_t atOnce = queriesAtOnce(most, keyBytesOf(connection, workload.table));
    for (std::size_t begin = 0; begin < vectors.size(); begin += atOnce) {
        const std::vector<search::QueryVector> part(vectors.begin() + std::ptrdiff_t(begin), vectors.begin() + std::ptrdiff_t(std::min(vectors.size(), begin + atOnce)));
        // One more where a query finds itself.
        search::ExactNeighbours exact = search::exactNeighbours(connection, job, workload.table, workload.query, part, int(most) + (workload.queries.ownKeys.empty() ? 0 : 1));
        truth.rows = exact.rows;
        truth.seconds += exact.seconds;
        for (std::vector<search::Neighbour> &neighbours : exact.lists) {
            const std::size_t query = truth.lists.size();
            truth.lists.push_back(listOf(std::exchange(neighbours, {}), query < workload.queries.ownKeys.size() ? keyBytes(workload.queries.ownKeys[query]) : QByteArray(), most));
        }
    }
    if (!key.isEmpty() && tableFingerprint(connection, workload) == fingerprint) // it was not changed while it was read
        kept->saveTruth(key, packed(truth));
    return truth;
}

bool reachesItsEnd(const TruthList &truth, catalog::AnnMetric metric, int k)
{
    const std::optional<double> threshold = recallThreshold(truth.distances, k, scaleOf(metric));
    return threshold && truth.distances.back() <= *threshold;
}

std::optional<double> recallAgainst(const TruthList &truth, catalog::AnnMetric metric, int k, const std::vector<QByteArray> &keys, const std::vector<double> &distances, const QByteArray &ownKey)
{
    const double scale = scaleOf(metric);
    const std::optional<double> threshold = recallThreshold(truth.distances, k, scale);
    if (!threshold)
        return std::nullopt;
    QHash<QByteArrayView, std::size_t> places;
    places.reserve(qsizetype(truth.keys.size()));
    for (std::size_t i = 0; i < truth.keys.size(); ++i)
        places.insert(truth.keys[i], i);
    std::vector<double> found;
    QSet<QByteArrayView> seen;
    for (std::size_t i = 0; i < keys.size() && found.size() < std::size_t(k); ++i) {
        if ((keys[i] == ownKey && !ownKey.isEmpty()) || seen.contains(keys[i]))
            continue;
        seen.insert(keys[i]);
        // The exact distance where it is known. Of a row that is none of the list it is no less than the list's last, so that only where even that
        // one is as near as the k-th the server's own figure, in float, has to tell.
        if (const auto place = places.constFind(keys[i]); place != places.constEnd())
            found.push_back(truth.distances[*place]);
        else if (truth.distances.back() <= *threshold && i < distances.size() && distances[i] <= *threshold + recallEpsilon * std::max(1.0, std::abs(*threshold)))
            found.push_back(truth.distances.back());
        else
            found.push_back(INFINITY);
    }
    return recallOf(found, truth.distances, k, scale);
}

} // namespace quiver::bench
