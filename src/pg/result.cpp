// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/result.h"

#include "pg/error.h"
#include "pg/utf8.h"

#include <algorithm>

namespace quiver::pg {

namespace {

[[noreturn]] void throwNotA(const char *what, std::string_view text)
{
    throw Error::client(QStringLiteral("\"%1\" is no %2")
                            .arg(QString::fromUtf8(text.data(), qsizetype(std::min<std::size_t>(text.size(), 80))),
                                 QLatin1String(what)));
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

void Result::add(RowBatchPtr batch)
{
    m_firstRows.push_back(m_rows);
    m_rows += batch->rowCount();
    batches.push_back(std::move(batch));
}

Cell Result::cell(qint64 row, int column) const
{
    if (row < 0 || row >= m_rows || column < 0 || column >= int(columns->size()))
        throw Error::client(QStringLiteral("the result has no row %1, column %2").arg(row).arg(column));
    const auto after = std::upper_bound(m_firstRows.begin(), m_firstRows.end(), row);
    const auto index = std::size_t(after - m_firstRows.begin()) - 1;
    return batches[index]->cell(int(row - m_firstRows[index]), column);
}

QString Result::text(qint64 row, int column) const
{
    const Cell value = cell(row, column);
    return value ? fromUtf8(*value) : QString();
}

qint64 Result::integer(qint64 row, int column) const
{
    const Cell value = cell(row, column);
    if (!value)
        return 0;
    bool ok = false;
    const qint64 number = bytesOf(*value).toLongLong(&ok);
    if (!ok)
        throwNotA("integer", *value);
    return number;
}

double Result::real(qint64 row, int column) const
{
    const Cell value = cell(row, column);
    if (!value)
        return 0;
    bool ok = false;
    const double number = bytesOf(*value).toDouble(&ok);
    if (!ok)
        throwNotA("number", *value);
    return number;
}

bool Result::boolean(qint64 row, int column) const
{
    const Cell value = cell(row, column);
    return value && *value == "t";
}

} // namespace quiver::pg
