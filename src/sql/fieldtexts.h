// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a batch's rows as the server's text, decoded only where they did not come as such; for a RowWriter.
#pragma once

#include "sql/rowfield.h"

#include <span>

namespace quiver::sql {

class FieldTexts
{
public:
    /// \p chosen: the columns that are wanted, in their order. The codec outlives this.
    FieldTexts(const pg::Codec &codec, const pg::Columns &columns, std::vector<int> chosen);
    /// All of them.
    FieldTexts(const pg::Codec &codec, const pg::Columns &columns);

    /// A field for each chosen column. Valid as long as the batch, and until the next call.
    std::span<const OutField> read(const pg::RowBatch &batch, int row);

private:
    const pg::Codec &m_codec;
    const pg::Columns m_columns;
    const std::vector<int> m_chosen;
    std::vector<bool> m_isPlainText;
    std::vector<OutField> m_fields;
    std::vector<std::string> m_texts; ///< of the fields that had to be decoded
};

} // namespace quiver::sql
