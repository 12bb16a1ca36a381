// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rowencoder.h"

#include <algorithm>

namespace quiver::load {

using namespace Qt::StringLiterals;

struct RowEncoder::Column {
    ColumnMapping mapping;
    bool notNull = false;
    int field = -1; ///< of the source
    std::unique_ptr<Converter> converter;
    QByteArray constant; ///< encoded once
    QString constantFault;
};

std::vector<EncodedColumn> encodedColumns(const LoadPlan &plan, const TargetTable &target)
{
    std::vector<EncodedColumn> columns;
    for (const ColumnMapping &mapping : plan.columns) {
        const TargetColumn *column = target.column(mapping.column);
        if (!column)
            continue;
        const bool byServer = mapping.conversion == ColumnMapping::Conversion::ByServer || !hasConverter(*column);
        columns.push_back({*column, byServer});
    }
    return columns;
}

RowEncoder::RowEncoder(const LoadPlan &plan, const SourceInfo &source, const TargetTable &target, bool withOrdinal)
    : m_withOrdinal(withOrdinal)
{
    for (const ColumnMapping &mapping : plan.columns) {
        const TargetColumn *goal = target.column(mapping.column);
        if (!goal)
            continue;
        Column column;
        column.mapping = mapping;
        column.notNull = goal->notNull;
        if (mapping.conversion == ColumnMapping::Conversion::Here)
            column.converter = converterFor(*goal, {mapping.normalise, plan.zeroVectors, target.timeZone});
        if (!column.converter)
            column.converter = textConverter(goal->kind == pg::TypeKind::Array);
        if (mapping.from == ColumnMapping::From::Field) {
            const auto found = std::find_if(source.fields.begin(), source.fields.end(),
                                            [&](const SourceField &field) { return field.name == mapping.source; });
            column.field = found == source.fields.end() ? -1 : int(found - source.fields.begin());
        } else if (mapping.from == ColumnMapping::From::Constant) {
            const QByteArray text = mapping.source.toUtf8();
            pg::CopyEncoder encoder(column.constant);
            column.converter->convert(Cell::ofText({text.constData(), std::size_t(text.size())}), encoder, column.constantFault);
        }
        m_columns.push_back(std::move(column));
    }
}

RowEncoder::~RowEncoder() = default;

bool RowEncoder::append(Column &column, const RowBlock &block, std::size_t row, pg::CopyEncoder &encoder, QString &why)
{
    switch (column.mapping.from) {
    case ColumnMapping::From::Constant:
        why = column.constantFault;
        encoder.append({column.constant.constData(), std::size_t(column.constant.size())});
        return why.isEmpty();
    case ColumnMapping::From::RowNumber:
        return column.converter->convert(Cell::ofInteger(block.place(row).row), encoder, why);
    case ColumnMapping::From::Field:
        if (column.field >= 0 && block.value(row, column.field).kind != Value::Kind::Null)
            return column.converter->convert(Cell::of(block, block.value(row, column.field)), encoder, why);
        break;
    case ColumnMapping::From::Null: break;
    }
    if (column.notNull) {
        why = u"is NULL, which the column does not take"_s;
        return false;
    }
    encoder.null();
    return true;
}

bool RowEncoder::encode(const RowBlock &block, std::size_t row, QByteArray &out, BadRow &bad)
{
    const qsizetype begun = out.size();
    pg::CopyEncoder encoder(out);
    encoder.beginRow(int(m_columns.size()) + int(m_withOrdinal));
    if (m_withOrdinal)
        encoder.int8(block.place(row).row);
    QString why;
    for (Column &column : m_columns) {
        if (append(column, block, row, encoder, why))
            continue;
        out.truncate(begun);
        bad.place = block.place(row);
        bad.field = column.mapping.from == ColumnMapping::From::Field ? column.mapping.source : column.mapping.column;
        bad.reason = why;
        bad.raw.clear();
        return false;
    }
    return true;
}

bool RowEncoder::encodeField(const RowBlock &block, std::size_t row, std::size_t column, QByteArray &out, QString &why)
{
    pg::CopyEncoder encoder(out);
    return append(m_columns[column], block, row, encoder, why);
}

int RowEncoder::fieldOf(std::size_t column) const
{
    return m_columns[column].field;
}

qint64 RowEncoder::flushedToZero() const
{
    qint64 count = 0;
    for (const Column &column : m_columns)
        count += column.converter->flushedToZero();
    return count;
}

} // namespace quiver::load
