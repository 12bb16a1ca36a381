// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/preview.h"

#include "load/rowencoder.h"
#include "pg/codec.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t cellBytes = 1000;

/// What readTarget() would have taught the session's registry, also of types whose OIDs are made up.
void learnTypes(pg::TypeRegistry &types, const TargetColumn &column)
{
    if (types.shape(column.baseOid).kind == pg::TypeKind::Unknown && column.kind != pg::TypeKind::Unknown)
        types.add({column.baseOid, column.type, column.kind, column.element, ','});
    if (column.element && types.shape(column.element).kind == pg::TypeKind::Unknown)
        types.add({column.element, {}, column.elementKind, 0, ','});
}

class Renderer
{
public:
    Renderer(const LoadPlan &plan, const SourceInfo &source, const TargetTable &target)
        : m_columns(encodedColumns(plan, target)),
          m_encoder(plan, source, target),
          m_codec({&m_types, target.timeZone})
    {
        for (const EncodedColumn &column : m_columns)
            learnTypes(m_types, column.target);
    }

    QStringList names() const
    {
        QStringList result;
        for (const EncodedColumn &column : m_columns)
            result += column.target.name;
        return result;
    }

    PreviewRow row(const RowBlock &block, std::size_t number)
    {
        PreviewRow result;
        result.place = block.place(number);
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            result.cells.push_back(cell(block, number, i));
        return result;
    }

private:
    PreviewCell cell(const RowBlock &block, std::size_t number, std::size_t column)
    {
        constexpr qsizetype lengthBytes = 4;
        PreviewCell result;
        m_field.clear();
        if (!m_encoder.encodeField(block, number, column, m_field, result.problem)) {
            result.text = asItStands(block, number, column);
            return result;
        }
        if (m_field.size() == lengthBytes && m_field == QByteArray(lengthBytes, '\xFF')) {
            result.isNull = true;
            return result;
        }
        const bool byServer = m_columns[column].byServer;
        const pg::Column shown{{}, byServer ? pg::oid::Text : m_columns[column].target.baseOid, -1, 0, 0, pg::Format::Binary};
        const std::string_view bytes(m_field.constData() + lengthBytes, std::size_t(m_field.size() - lengthBytes));
        const auto [text, complete] = m_codec.shortText(shown, bytes, cellBytes);
        result.text = complete ? text : text + u'…';
        return result;
    }

    /// What the source has there, for a cell that is refused.
    QString asItStands(const RowBlock &block, std::size_t number, std::size_t column)
    {
        const int field = m_encoder.fieldOf(column);
        if (field < 0)
            return {};
        const std::string_view text = textOf(Cell::of(block, block.value(number, field)), m_buffer);
        return QString::fromUtf8(text.data(), qsizetype(std::min(text.size(), cellBytes)));
    }

    const std::vector<EncodedColumn> m_columns;
    RowEncoder m_encoder;
    pg::TypeRegistry m_types;
    pg::Codec m_codec;
    QByteArray m_field;
    std::string m_buffer;
};

} // namespace

Preview preview(const LoadPlan &plan, const TargetTable &target, int rows)
{
    constexpr std::size_t blockBytes = 256 * 1024;
    const std::unique_ptr<Source> source = openSource(plan.file, sourceFor(plan, target));
    Renderer renderer(plan, source->info(), target);
    Preview result;
    result.columns = renderer.names();
    RowBlock block;
    std::vector<BadRow> bad;
    while (result.rowsRead < rows) {
        bad.clear();
        const bool more = source->read(block, bad, blockBytes, std::size_t(rows - result.rowsRead));
        for (std::size_t i = 0; i < block.rowCount(); ++i) {
            result.rows.push_back(renderer.row(block, i));
            const auto &cells = result.rows.back().cells;
            result.badRows += std::any_of(cells.begin(), cells.end(), [](const PreviewCell &cell) { return !cell.problem.isEmpty(); });
        }
        for (const BadRow &row : bad) {
            const QString where = row.field.isEmpty() ? QString() : row.field + u": "_s;
            result.rows.push_back({row.place, {}, where + row.reason});
        }
        result.badRows += qint64(bad.size());
        result.rowsRead += qint64(block.rowCount() + bad.size());
        if (!more)
            break;
    }
    std::stable_sort(result.rows.begin(), result.rows.end(), [](const PreviewRow &a, const PreviewRow &b) { return a.place.row < b.place.row; });
    return result;
}

} // namespace quiver::load
