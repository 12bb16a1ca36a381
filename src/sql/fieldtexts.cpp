// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/fieldtexts.h"

#include <cstring>
#include <numeric>

namespace quiver::sql {

namespace {

bool isAscii(std::string_view text)
{
    std::uint64_t bits = 0;
    std::size_t i = 0;
    for (; i + sizeof bits <= text.size(); i += sizeof bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof word);
        bits |= word;
    }
    for (; i < text.size(); ++i)
        bits |= std::uint64_t(static_cast<unsigned char>(text[i]));
    return (bits & 0x8080808080808080ULL) == 0;
}

std::vector<int> allOf(const pg::Columns &columns)
{
    std::vector<int> all(columns->size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

} // namespace

FieldTexts::FieldTexts(const pg::Codec &codec, const pg::Columns &columns, std::vector<int> chosen)
    : m_codec(codec), m_columns(columns), m_chosen(std::move(chosen)), m_fields(m_chosen.size()), m_texts(m_chosen.size())
{
    for (const int column : m_chosen) {
        const pg::Column &facts = (*columns)[std::size_t(column)];
        m_isPlainText.push_back(facts.format == pg::Format::Text || codec.kind(facts) == pg::TypeKind::Text);
    }
}

FieldTexts::FieldTexts(const pg::Codec &codec, const pg::Columns &columns) : FieldTexts(codec, columns, allOf(columns)) {}

std::span<const OutField> FieldTexts::read(const pg::RowBatch &batch, int row)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        OutField &field = m_fields[i];
        const pg::Cell cell = batch.cell(row, m_chosen[i]);
        field.state = cell ? OutField::State::Value : OutField::State::Null;
        if (!cell)
            continue;
        // Most cells of an export are ASCII as it came: nothing to decode, nothing to check, nothing to copy.
        if (m_isPlainText[i] && isAscii(*cell)) {
            field.text = *cell;
            continue;
        }
        m_texts[i].clear();
        m_codec.appendText(m_texts[i], (*m_columns)[std::size_t(m_chosen[i])], *cell);
        field.text = m_texts[i];
    }
    return m_fields;
}

} // namespace quiver::sql
