// SPDX-License-Identifier: GPL-3.0-or-later
// Guesses: which field goes into which column, and what table would hold a source.
#include "load/loadplan.h"

#include "vector/values.h"
#include "vector/vectortext.h"

#include <algorithm>
#include <set>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;
using Looks = SourceField::Looks;

namespace {

/// Names that differ only in case, blanks and signs between words are the same to people.
QString plainName(const QString &name)
{
    QString plain;
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            plain += c.toCaseFolded();
    }
    return plain;
}

/// "column 3" or what a format calls its one field: not somebody's choice.
bool isMadeUp(const SourceInfo &source, const SourceField &field)
{
    if (source.format != SourceFormat::Csv && source.format != SourceFormat::Tsv && source.format != SourceFormat::JsonLines)
        return field.looks == Looks::Vector;
    return field.name.startsWith("column "_L1);
}

bool isVectorLike(const TargetColumn &column)
{
    switch (column.kind) {
    case TypeKind::Vector:
    case TypeKind::Halfvec:
    case TypeKind::Sparsevec: return true;
    case TypeKind::Array: return column.elementKind == TypeKind::Float4 || column.elementKind == TypeKind::Float8;
    default: return false;
    }
}

bool fits(const SourceField &field, const TargetColumn &column)
{
    switch (field.looks) {
    case Looks::Vector:
    case Looks::SparseVector:
        if (column.kind == TypeKind::Array)
            return column.elementKind == TypeKind::Float4 || column.elementKind == TypeKind::Float8 || column.elementKind == TypeKind::Int4
                   || column.elementKind == TypeKind::Int8;
        return isVectorLike(column)
               && (field.dimensions < 0 || column.dimensions() < 0 || field.dimensions == column.dimensions());
    case Looks::Bits: return column.kind == TypeKind::Bit || column.kind == TypeKind::Text;
    case Looks::Boolean: return column.kind == TypeKind::Bool;
    case Looks::Integer:
        return column.kind == TypeKind::Int2 || column.kind == TypeKind::Int4 || column.kind == TypeKind::Int8
               || column.kind == TypeKind::Numeric || column.kind == TypeKind::ObjectId;
    case Looks::Real:
    case Looks::Numeric:
        return column.kind == TypeKind::Float4 || column.kind == TypeKind::Float8 || column.kind == TypeKind::Numeric;
    case Looks::Json: return column.kind == TypeKind::Json || column.kind == TypeKind::Jsonb;
    case Looks::Timestamp:
    case Looks::Date:
        return column.kind == TypeKind::Timestamptz || column.kind == TypeKind::Timestamp || column.kind == TypeKind::Date;
    case Looks::Uuid: return column.kind == TypeKind::Uuid;
    case Looks::Text: return column.kind == TypeKind::Text;
    }
    return false;
}

bool isTime(const TargetColumn &column)
{
    return column.kind == TypeKind::Timestamp || column.kind == TypeKind::Timestamptz || column.kind == TypeKind::Date;
}

class Matcher
{
public:
    Matcher(const SourceInfo &source, const TargetTable &target) : m_source(source), m_target(target)
    {
        m_fields.resize(target.columns.size(), -1);
        m_taken.resize(source.fields.size());
    }

    std::vector<ColumnMapping> match()
    {
        byName([](const QString &name) { return name; });
        byName(plainName);
        byOnlyFit(true);
        byOrder();
        byOnlyFit(false);
        return result();
    }

private:
    bool isFree(std::size_t column) const { return m_fields[column] < 0 && !m_target.columns[column].isGenerated; }

    template<typename Key>
    void byName(Key key)
    {
        for (std::size_t c = 0; c < m_fields.size(); ++c) {
            for (std::size_t f = 0; f < m_taken.size() && isFree(c); ++f) {
                if (!m_taken[f] && !key(m_source.fields[f].name).isEmpty() && key(m_source.fields[f].name) == key(m_target.columns[c].name))
                    take(c, f);
            }
        }
    }

    /// A column that only one field fits, and that is the only one for it.
    void byOnlyFit(bool vectors)
    {
        for (std::size_t f = 0; f < m_taken.size(); ++f) {
            const bool isVector = m_source.fields[f].looks == Looks::Vector || m_source.fields[f].looks == Looks::SparseVector;
            if (m_taken[f] || isVector != vectors)
                continue;
            const std::vector<std::size_t> columns = columnsFor(f);
            if (columns.size() == 1 && fieldsFor(columns.front()) == 1)
                take(columns.front(), f);
        }
    }

    /// Fields whose names nobody chose, in their order.
    void byOrder()
    {
        std::size_t from = 0;
        for (std::size_t f = 0; f < m_taken.size(); ++f) {
            if (m_taken[f] || !isMadeUp(m_source, m_source.fields[f]))
                continue;
            for (std::size_t c = from; c < m_fields.size(); ++c) {
                if (!isFree(c) || !fits(m_source.fields[f], m_target.columns[c]))
                    continue;
                take(c, f);
                from = c + 1;
                break;
            }
        }
    }

    std::vector<std::size_t> columnsFor(std::size_t field) const
    {
        std::vector<std::size_t> columns;
        for (std::size_t c = 0; c < m_fields.size(); ++c) {
            // What fills itself is not guessed at; a field of its name found it already.
            if (isFree(c) && !m_target.columns[c].hasDefault && fits(m_source.fields[field], m_target.columns[c]))
                columns.push_back(c);
        }
        return columns;
    }

    int fieldsFor(std::size_t column) const
    {
        int count = 0;
        for (std::size_t f = 0; f < m_taken.size(); ++f)
            count += !m_taken[f] && fits(m_source.fields[f], m_target.columns[column]);
        return count;
    }

    void take(std::size_t column, std::size_t field)
    {
        m_fields[column] = int(field);
        m_taken[field] = true;
    }

    /// A key of JSON lines that no row of the beginning has. Where no row has it at all the column gets what it would get anyway.
    bool mayComeLater(const TargetColumn &column) const
    {
        const bool isTaken = std::ranges::any_of(m_source.fields, [&](const SourceField &field) { return field.name == column.name; });
        return m_source.format == SourceFormat::JsonLines && !isTaken && !column.isGenerated && !column.hasDefault && !column.notNull;
    }

    std::vector<ColumnMapping> result() const
    {
        std::vector<ColumnMapping> mapping;
        for (std::size_t c = 0; c < m_fields.size(); ++c) {
            if (m_fields[c] < 0 && mayComeLater(m_target.columns[c])) {
                ColumnMapping &later = mapping.emplace_back();
                later.column = later.source = m_target.columns[c].name;
            }
            if (m_fields[c] < 0)
                continue;
            const SourceField &field = m_source.fields[std::size_t(m_fields[c])];
            ColumnMapping entry;
            entry.column = m_target.columns[c].name;
            entry.source = field.name;
            // Dates that do not look like ISO 8601: the server knows its DateStyle.
            if (isTime(m_target.columns[c]) && field.looks != Looks::Timestamp && field.looks != Looks::Date)
                entry.conversion = ColumnMapping::Conversion::ByServer;
            mapping.push_back(entry);
        }
        return mapping;
    }

    const SourceInfo &m_source;
    const TargetTable &m_target;
    std::vector<int> m_fields; // of each column; -1: none
    std::vector<bool> m_taken;
};

} // namespace

bool isSameName(const QString &one, const QString &other)
{
    return plainName(one) == plainName(other) && !plainName(one).isEmpty();
}

QString typeFor(const SourceInfo &source, const SourceField &field)
{
    switch (field.looks) {
    case Looks::Text: return u"text"_s;
    case Looks::Boolean: return u"boolean"_s;
    case Looks::Integer: return u"bigint"_s;
    case Looks::Real: return u"double precision"_s;
    case Looks::Numeric: return u"numeric"_s;
    case Looks::Json: return u"jsonb"_s;
    case Looks::Timestamp: return u"timestamptz"_s;
    case Looks::Date: return u"date"_s;
    case Looks::Uuid: return u"uuid"_s;
    case Looks::Vector:
        if (source.format == SourceFormat::Ivecs)
            return u"integer[]"_s;
        if (field.dimensions > vector::maxDimensions)
            return u"real[]"_s;
        return field.dimensions > 0 ? u"vector(%1)"_s.arg(field.dimensions) : u"vector"_s;
    case Looks::SparseVector: return field.dimensions > 0 ? u"sparsevec(%1)"_s.arg(field.dimensions) : u"sparsevec"_s;
    case Looks::Bits: return field.dimensions > 0 ? u"bit(%1)"_s.arg(field.dimensions) : u"bit varying"_s;
    }
    return u"text"_s;
}

namespace {

/// As the field is called, within 63 bytes, and none twice.
QString columnName(const SourceInfo &source, const SourceField &field, std::set<QString> &used)
{
    constexpr qsizetype mostBytes = 63;
    QString name = field.name.trimmed();
    if (isMadeUp(source, field))
        name = field.looks == Looks::Vector ? u"embedding"_s : name.replace(u' ', u'_');
    if (name.isEmpty())
        name = u"column"_s;
    const auto cut = [](QString text, qsizetype bytes) {
        while (text.toUtf8().size() > bytes)
            text.chop(text.back().isLowSurrogate() ? 2 : 1);
        return text;
    };
    QString result = cut(name, mostBytes);
    for (int number = 2; used.contains(result); ++number) {
        const QString suffix = u"_%1"_s.arg(number);
        result = cut(name, mostBytes - suffix.size()) + suffix;
    }
    used.insert(result);
    return result;
}

bool isKeyLike(const SourceField &field)
{
    return plainName(field.name) == "id"_L1 && !field.hasNulls
           && (field.looks == Looks::Integer || field.looks == Looks::Numeric || field.looks == Looks::Uuid || field.looks == Looks::Text);
}

} // namespace

std::vector<ColumnMapping> guessMapping(const SourceInfo &source, const TargetTable &target)
{
    return Matcher(source, target).match();
}

NewTable guessTable(const SourceInfo &source)
{
    NewTable table;
    std::set<QString> used;
    bool hasKey = false;
    for (const SourceField &field : source.fields) {
        NewColumn column;
        column.name = columnName(source, field, used);
        column.type = typeFor(source, field);
        column.isKey = !hasKey && isKeyLike(field);
        column.notNull = column.isKey || field.looks == Looks::Vector;
        if (field.hasNulls)
            column.notNull = false;
        hasKey |= column.isKey;
        ColumnMapping mapping;
        mapping.column = column.name;
        mapping.source = field.name;
        table.columns.push_back(std::move(column));
        table.mapping.push_back(std::move(mapping));
    }
    if (!hasKey) {
        SourceField id;
        id.name = u"id"_s;
        NewColumn key{columnName(source, id, used), u"bigint"_s, true, true, true};
        table.columns.insert(table.columns.begin(), std::move(key));
    }
    return table;
}

TargetTable targetOf(const LoadPlan &plan, const TargetTable &missing)
{
    TargetTable table = missing;
    table.kind = TargetTable::Kind::Table;
    table.isEmpty = table.mayInsert = table.mayUpdate = table.isOwner = true;
    table.columns.clear();
    table.keys.clear();
    TargetKey key{plan.table + u"_pkey"_s, {}, true, false};
    for (const NewColumn &column : plan.newColumns) {
        TargetColumn made = columnOfType(column.name, column.type);
        made.notNull = column.notNull || column.isKey;
        made.hasDefault = column.isIdentity;
        table.columns.push_back(std::move(made));
        if (column.isKey)
            key.columns += column.name;
    }
    if (!key.columns.isEmpty())
        table.keys.push_back(std::move(key));
    return table;
}

} // namespace quiver::load
