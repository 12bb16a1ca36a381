// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the values of a result's row one after the other, for records whose fields come in the order of the columns.
#pragma once

#include "pg/result.h"
#include "pg/types.h"

namespace quiver::pg {

/// NULL is taken as an empty text, 0 or false, as Result does. The result outlives it. \throws Error where a value is not of the field's kind
class RowReader
{
public:
    RowReader(const Result &result, qint64 row, int column = 0) : m_result(result), m_row(row), m_column(column) {}

    RowReader &operator>>(QString &value)
    {
        value = m_result.text(m_row, m_column++);
        return *this;
    }
    RowReader &operator>>(qint64 &value)
    {
        value = m_result.integer(m_row, m_column++);
        return *this;
    }
    RowReader &operator>>(Oid &value)
    {
        value = Oid(m_result.integer(m_row, m_column++));
        return *this;
    }
    RowReader &operator>>(double &value)
    {
        value = m_result.real(m_row, m_column++);
        return *this;
    }
    RowReader &operator>>(bool &value)
    {
        value = m_result.boolean(m_row, m_column++);
        return *this;
    }

private:
    const Result &m_result;
    const qint64 m_row;
    int m_column;
};

} // namespace quiver::pg
