// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqliteconnection.h"

#include "store/error.h"

#include <QSqlError>
#include <QUuid>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

// SQLite's result codes, as its documentation numbers them (the low byte is the primary code).
Error::Kind kindOf(int code)
{
    constexpr int shortRead = 522;
    if (code == shortRead)
        return Error::Kind::Damaged;
    switch (code & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return Error::Kind::Busy;
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return Error::Kind::Damaged;
    case 3:  // SQLITE_PERM
    case 8:  // SQLITE_READONLY
    case 10: // SQLITE_IOERR
    case 13: // SQLITE_FULL
    case 14: // SQLITE_CANTOPEN
        return Error::Kind::Unusable;
    default: return Error::Kind::Other;
    }
}

} // namespace

SqliteConnection::SqliteConnection(const QString &file, int busyTimeoutMs)
    : m_file(file),
      m_database(QSqlDatabase::addDatabase(
          u"QSQLITE"_s, u"quiver-workspace-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)))
{
    m_database.setDatabaseName(file);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyTimeoutMs));
    if (m_database.open())
        return;
    const QSqlError error = m_database.lastError();
    const QString name = m_database.connectionName();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
    fail(error);
}

SqliteConnection::~SqliteConnection()
{
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() warns while a handle is around
    QSqlDatabase::removeDatabase(name);
}

QSqlQuery SqliteConnection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        fail(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        fail(query.lastError());
    return query;
}

bool SqliteConnection::next(QSqlQuery &query) const
{
    if (query.next())
        return true;
    if (query.lastError().isValid())
        fail(query.lastError());
    return false;
}

QVariant SqliteConnection::single(const QString &sql, const QVariantList &values)
{
    QSqlQuery query = run(sql, values);
    return next(query) ? query.value(0) : QVariant();
}

void SqliteConnection::fail(const QSqlError &error) const
{
    const QString reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    throw Error(kindOf(error.nativeErrorCode().toInt()), u"The workspace file %1: %2"_s.arg(m_file, reason));
}

} // namespace quiver::store
