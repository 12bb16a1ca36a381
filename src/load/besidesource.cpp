// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/besidesource.h"

#include <QCryptographicHash>

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

BesideSource::BesideSource(std::unique_ptr<MatrixSource> vectors, const QString &besideFile)
    : m_vectors(std::move(vectors)), m_columns(besideFile, guessOptions(besideFile)), m_info(m_vectors->info())
{
    const std::int64_t rows = m_columns.countRows();
    if (rows != m_info.rows)
        throw BadSource(besideFile, u"it has %1 rows, but %2 has %3 vectors; each vector needs exactly one row"_s.arg(rows).arg(m_info.file).arg(m_info.rows));
    SourceField vectorField = m_info.fields[0];
    m_info.fields = m_columns.info().fields;
    const QString name = vectorField.name;
    for (int again = 2; std::ranges::any_of(m_info.fields, [&](const SourceField &field) { return field.name == vectorField.name; }); ++again)
        vectorField.name = u"%1 (%2)"_s.arg(name).arg(again);
    m_info.fields.push_back(vectorField);
    m_info.remarks += m_columns.info().remarks;
    m_info.fingerprint = QCryptographicHash::hash(m_info.fingerprint + m_columns.info().fingerprint, QCryptographicHash::Sha256).toHex();
}

bool BesideSource::read(RowBlock &block, std::vector<BadRow> &bad, std::size_t bytes, std::size_t rows)
{
    block.reset(int(m_info.fields.size()));
    const std::size_t vectorBytes = std::max<std::size_t>(1, std::size_t(m_vectors->shape().columns) * sizeof(float));
    const std::size_t fitting = std::min(rows, bytes / vectorBytes + 1), badBefore = bad.size();
    const std::int64_t begin = place().row;
    if (!m_columns.read(m_columnBlock, bad, bytes, fitting))
        return false;
    readVectors(begin, place().row);
    addRows(block);
    // A row that is wrong in both files is one bad row.
    const auto known = std::vector<BadRow>(bad.begin() + std::ptrdiff_t(badBefore), bad.end());
    for (BadRow &row : m_vectorBad) {
        const bool twice = std::ranges::any_of(known, [&](const BadRow &other) { return other.place.row == row.place.row; });
        if (!twice)
            bad.push_back(std::move(row));
    }
    std::ranges::stable_sort(bad.begin() + std::ptrdiff_t(badBefore), bad.end(), {}, [](const BadRow &row) { return row.place.row; });
    return true;
}

void BesideSource::readVectors(std::int64_t begin, std::int64_t end)
{
    m_vectors->seek({begin, 0, 0});
    m_vectorBad.clear();
    m_vectorBlockCount = 0;
    while (m_vectors->place().row < end) {
        if (m_vectorBlocks.size() == m_vectorBlockCount)
            m_vectorBlocks.emplace_back();
        const auto left = std::size_t(end - m_vectors->place().row);
        if (!m_vectors->read(m_vectorBlocks[m_vectorBlockCount++], m_vectorBad, std::size_t(-1), left))
            break;
    }
    std::erase_if(m_vectorBad, [end](const BadRow &row) { return row.place.row >= end; }); // where bad ones did not count it read too far
}

void BesideSource::addRows(RowBlock &block)
{
    std::size_t current = 0, at = 0;
    for (std::size_t row = 0; row < m_columnBlock.rowCount(); ++row) {
        const RowPlace &place = m_columnBlock.place(row);
        const auto vectorRow = [&]() -> const RowBlock * {
            for (; current < m_vectorBlockCount; ++current, at = 0) {
                const RowBlock &vectors = m_vectorBlocks[current];
                while (at < vectors.rowCount() && vectors.place(at).row < place.row)
                    ++at;
                if (at < vectors.rowCount())
                    return vectors.place(at).row == place.row ? &vectors : nullptr;
            }
            return nullptr;
        }();
        if (!vectorRow)
            continue; // its vector is bad
        block.beginRow(place);
        for (int field = 0; field < m_columnBlock.fieldCount(); ++field)
            block.addCopy(m_columnBlock, m_columnBlock.value(row, field));
        block.addCopy(*vectorRow, vectorRow->value(at, 0));
    }
}

} // namespace quiver::load
