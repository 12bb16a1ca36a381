// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/batchsender.h"

#include "sql/quoter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::Param;

namespace {

constexpr auto stagingName = "quiver_load_staging"_L1;
constexpr char stagingTable[] = "pg_temp.quiver_load_staging";

bool anyByServer(const std::vector<EncodedColumn> &columns)
{
    return std::any_of(columns.begin(), columns.end(), [](const EncodedColumn &column) { return column.byServer; });
}

QString staged(std::size_t column)
{
    return u"c%1"_s.arg(column + 1);
}

} // namespace

BatchSender::BatchSender(const LoadPlan &plan, const TargetTable &target) : BatchSender(plan, target, encodedColumns(plan, target)) {}

BatchSender::BatchSender(const LoadPlan &plan, const TargetTable &target, std::vector<EncodedColumn> columns)
    : m_plan(plan),
      m_target(target),
      m_columns(std::move(columns)),
      m_key(m_plan.onDuplicate == OnDuplicate::Stop ? QStringList() : keyOf(m_plan, m_target)),
      m_staged(m_plan.onDuplicate != OnDuplicate::Stop || anyByServer(m_columns) || m_target.rowSecurity)
{
}

QString BatchSender::copyName() const
{
    return m_staged ? QString(stagingName) : m_target.name;
}

QString BatchSender::columnList(const sql::Quoter &quoter) const
{
    QStringList names;
    for (const EncodedColumn &column : m_columns)
        names += quoter.name(column.target.name);
    return u'(' + names.join(u", "_s) + u')';
}

QByteArray BatchSender::copySql(const pg::Connection &connection) const
{
    const QString into = m_staged ? QString::fromLatin1(stagingTable) : m_target.sqlName + u' ' + columnList(sql::Quoter(connection));
    return u"COPY %1 FROM STDIN (FORMAT binary)"_s.arg(into).toUtf8();
}

QByteArray BatchSender::stagingSql() const
{
    QStringList columns{u"ordinal bigint"_s};
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        columns += staged(i) + u' ' + (m_columns[i].byServer ? u"text"_s : m_columns[i].target.type);
    return u"CREATE TEMPORARY TABLE %1 (%2) ON COMMIT DELETE ROWS"_s.arg(stagingName, columns.join(u", "_s)).toUtf8();
}

/// Of several unique indexes on the key's columns the strictest tells what is a duplicate.
bool BatchSender::nullsAreEqual() const
{
    const QSet<QString> key(m_key.begin(), m_key.end());
    return std::ranges::any_of(m_target.keys, [&](const TargetKey &other) {
        return other.nullsAreEqual && QSet<QString>(other.columns.begin(), other.columns.end()) == key;
    });
}

/// Of several rows with one key the last one counts where it updates; rows whose key has a NULL are never duplicates, unless the
/// index says so.
QString BatchSender::orderedSelect() const
{
    QStringList values, keys, nulls;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const QString value = m_columns[i].byServer ? staged(i) + u"::"_s + m_columns[i].target.bareType : staged(i);
        values += value;
        if (!m_key.contains(m_columns[i].target.name))
            continue;
        keys += value;
        nulls += staged(i) + u" IS NULL"_s;
    }
    const QString list = values.join(u", "_s);
    if (m_plan.onDuplicate != OnDuplicate::Update)
        return u"SELECT %1 FROM %2 ORDER BY ordinal"_s.arg(list, QString::fromLatin1(stagingTable));
    if (!nullsAreEqual())
        keys += u"CASE WHEN %1 THEN ordinal END"_s.arg(nulls.join(u" OR "_s));
    const QString key = keys.join(u", "_s);
    return u"SELECT DISTINCT ON (%1) %2 FROM %3 ORDER BY %1, ordinal DESC"_s.arg(key, list, QString::fromLatin1(stagingTable));
}

/// A key alone leaves nothing to write over.
bool BatchSender::updates() const
{
    return m_plan.onDuplicate == OnDuplicate::Update && std::any_of(m_columns.begin(), m_columns.end(), [this](const EncodedColumn &column) { return isSet(column); });
}

bool BatchSender::isSet(const EncodedColumn &column) const
{
    return !m_key.contains(column.target.name) && !column.target.isIdentityAlways;
}

QString BatchSender::conflictClause(const sql::Quoter &quoter) const
{
    if (m_plan.onDuplicate == OnDuplicate::Stop)
        return {};
    QStringList keys, sets;
    for (const QString &key : m_key)
        keys += quoter.name(key);
    for (const EncodedColumn &column : m_columns) {
        const QString name = quoter.name(column.target.name);
        if (isSet(column))
            sets += u"%1 = EXCLUDED.%1"_s.arg(name);
    }
    const QString target = u" ON CONFLICT (%1) DO "_s.arg(keys.join(u", "_s));
    if (!updates())
        return target + u"NOTHING"_s;
    return target + u"UPDATE SET "_s + sets.join(u", "_s);
}

QByteArray BatchSender::insertSql(const pg::Connection &connection) const
{
    const sql::Quoter quoter(connection);
    const bool overriding = std::any_of(m_columns.begin(), m_columns.end(), [](const EncodedColumn &c) { return c.target.isIdentityAlways; });
    const QString insert = u"INSERT INTO %1 %2 %3%4%5"_s.arg(m_target.sqlName, columnList(quoter),
                                                              overriding ? u"OVERRIDING SYSTEM VALUE "_s : QString(),
                                                              orderedSelect(), conflictClause(quoter));
    // A row that was inserted has no deleter yet; partitioned tables do not tell.
    if (m_plan.onDuplicate != OnDuplicate::Update || m_target.kind == TargetTable::Kind::Partitioned)
        return insert.toUtf8();
    return u"WITH done AS (%1 RETURNING xmax = 0 AS fresh) SELECT pg_catalog.count(*) FILTER (WHERE fresh),"
            " pg_catalog.count(*) FILTER (WHERE NOT fresh) FROM done"_s.arg(insert).toUtf8();
}

void BatchSender::stage(pg::Connection &connection)
{
    if (m_staging != Staging::Absent)
        return;
    connection.exec(stagingSql());
    m_staging = Staging::Made;
}

BatchResult BatchSender::send(pg::Connection &connection, const std::function<bool(QByteArray &)> &produce)
{
    BatchResult result;
    if (!m_staged) {
        result.sent = result.inserted = connection.copyIn(copySql(connection), produce);
        return result;
    }
    stage(connection);
    result.sent = connection.copyIn(copySql(connection), produce);
    const pg::Result done = connection.exec(insertSql(connection));
    if (done.outcome.returnedRows) {
        result.inserted = done.integer(0, 0);
        result.updated = done.integer(0, 1);
    } else {
        result.inserted = done.outcome.rows;
    }
    // Where duplicates are written over, a row whose later twin of the same file won has been as well.
    (updates() ? result.updated : result.skipped) += result.sent - result.inserted - result.updated;
    if (m_plan.oneTransaction)
        connection.exec(QByteArray("TRUNCATE ") + stagingTable);
    return result;
}

void BatchSender::check(pg::Connection &connection) const
{
    QJsonArray wanted;
    for (const EncodedColumn &column : m_columns)
        wanted.append(QJsonObject{{u"n"_s, column.target.name}, {u"t"_s, qint64(column.target.typeOid)}, {u"m"_s, column.target.type}});
    const pg::Result rows = connection.exec(
        {"SELECT w.n, a.attname IS NULL, pg_catalog.format_type(a.atttypid, a.atttypmod), w.m"
         " FROM pg_catalog.jsonb_to_recordset($1::jsonb) AS w(n text, t oid, m text)"
         " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = $2 AND a.attname = w.n AND a.attnum > 0 AND NOT a.attisdropped"
         " WHERE a.attname IS NULL OR a.atttypid <> w.t OR pg_catalog.format_type(a.atttypid, a.atttypmod) <> w.m",
         {Param::text(QString::fromUtf8(QJsonDocument(wanted).toJson(QJsonDocument::Compact))), Param::integer(m_target.oid)}});
    if (rows.rowCount() > 0) {
        const QString what = rows.boolean(0, 1) ? u"was dropped or renamed"_s
                                                : u"is of type %1 now, no longer of %2"_s.arg(rows.text(0, 2), rows.text(0, 3));
        throw TargetChanged(u"the column %1 of %2 %3"_s.arg(rows.text(0, 0), m_target.sqlName, what));
    }
    const pg::Result same = connection.exec({QByteArray("SELECT coalesce(pg_catalog.to_regclass($1)::oid = $2, false)"),
                                             {Param::text(m_target.sqlName), Param::integer(m_target.oid)}});
    if (!same.boolean(0, 0))
        throw TargetChanged(u"%1 was dropped, renamed or replaced"_s.arg(m_target.sqlName));
}

void BatchSender::transactionEnded(bool committed)
{
    if (m_staging == Staging::Made)
        m_staging = committed ? Staging::Standing : Staging::Absent;
}

void BatchSender::connectionLost()
{
    m_staging = Staging::Absent;
}

QStringList BatchSender::statements(const pg::Connection &connection) const
{
    QStringList list;
    if (m_staged)
        list += QString::fromUtf8(stagingSql());
    list += QString::fromUtf8(copySql(connection));
    if (m_staged)
        list += QString::fromUtf8(insertSql(connection));
    return list;
}

} // namespace quiver::load
