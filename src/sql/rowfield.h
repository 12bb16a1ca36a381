// SPDX-License-Identifier: GPL-3.0-or-later
// What a writer of rows is given: the columns once, then each row as a span of fields.
#pragma once

#include "pg/codec.h"

#include <string>
#include <string_view>
#include <vector>

namespace quiver::sql {

/// What formats need to know of a column.
struct OutColumn {
    std::string name; ///< UTF-8
    pg::TypeKind kind = pg::TypeKind::Text;
    pg::TypeKind element = pg::TypeKind::Unknown; ///< of an array
    char delimiter = ',';                         ///< between the elements of an array
    std::string typeName; ///< without a modifier: "vector"; empty where it is not known
    bool operator==(const OutColumn &) const = default;
};

/// One field of a row; whoever gives it keeps the bytes until the row is written.
struct OutField {
    enum class State { Value, Null, Outside }; ///< Outside: not part of a selection with gaps
    State state = State::Null;
    std::string_view text; ///< the server's text, UTF-8
};

/// \p types may be null: PostgreSQL's own types only, arrays without their elements.
std::vector<OutColumn> outColumns(const std::vector<pg::Column> &columns, const pg::Codec &codec,
                                  const pg::TypeRegistry *types);

bool isNumberKind(pg::TypeKind kind);

/// Whether the text of a number is one to other programs, too: NaN, the infinities and damage are not.
bool isFiniteNumber(std::string_view text);

} // namespace quiver::sql
