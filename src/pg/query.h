// SPDX-License-Identifier: GPL-3.0-or-later
// A statement and its bind parameters, as values.
#pragma once

#include "pg/types.h"

#include <optional>
#include <vector>

namespace quiver::pg {

/// One bind parameter. Type 0 lets the server infer it from the statement.
struct Param {
    std::optional<QByteArray> value; ///< no value: NULL
    Oid type = 0;
    Format format = Format::Text;

    static Param null(Oid type = 0) { return {std::nullopt, type, Format::Text}; }
    static Param text(const QString &value, Oid type = 0) { return {value.toUtf8(), type, Format::Text}; }
    static Param integer(qint64 value) { return {QByteArray::number(value), oid::Int8, Format::Text}; }
    /// \p value is in the type's own wire format (see Codec).
    static Param binary(QByteArray value, Oid type) { return {std::move(value), type, Format::Binary}; }
};

/// One statement in UTF-8; several statements in one text are refused by the server (extended protocol).
struct Query {
    QByteArray sql;
    std::vector<Param> params;
    bool isPolled = false; ///< is sent again and again: the statement log keeps one line of it for each connection, with a count

    Query(QByteArray text, std::vector<Param> bind = {}) // NOLINT(google-explicit-constructor): reads like SQL
        : sql(std::move(text)), params(std::move(bind))
    {
    }
    Query(const QString &text, std::vector<Param> bind = {}) // NOLINT(google-explicit-constructor)
        : Query(text.toUtf8(), std::move(bind))
    {
    }
    Query(const char *text, std::vector<Param> bind = {}) // NOLINT(google-explicit-constructor)
        : Query(QByteArray(text), std::move(bind))
    {
    }
};

} // namespace quiver::pg
