// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loadplan.h"

#include "load/converter.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <set>

namespace quiver::load {

using namespace Qt::StringLiterals;
using pg::TypeKind;
using Looks = SourceField::Looks;

namespace {

class Judge
{
public:
    Judge(const LoadPlan &plan, const SourceInfo &source, const TargetTable &target) : m_plan(plan), m_source(source), m_target(target) {}

    std::vector<PlanProblem> judge()
    {
        if (!m_target.exists() && !m_plan.create) {
            error({}, u"there is no table %1"_s.arg(m_target.sqlName));
            return m_problems;
        }
        if (m_target.exists() && m_plan.create) {
            error({}, u"%1 exists already; rows can be loaded into it, but it cannot be created"_s.arg(m_target.sqlName));
            return m_problems;
        }
        judgeTarget();
        judgeHeader();
        const TargetTable table = m_plan.create ? targetOf(m_plan, m_target) : m_target;
        judgeNewColumns();
        judgeMapping(table);
        remarkLeftOut(table);
        judgeDuplicates(table);
        judgeSpeed(table);
        if (m_plan.onBadRow == OnBadRow::Reject && m_plan.rejectFile.isEmpty())
            error({}, u"rejected rows need a file to go to"_s);
        if (m_plan.batchRows < 1 || m_plan.batchBytes < 1)
            error({}, u"a batch has at least one row"_s);
        return m_problems;
    }

private:
    void error(const QString &column, const QString &message) { m_problems.push_back({true, column, message}); }
    void remark(const QString &column, const QString &message) { m_problems.push_back({false, column, message}); }

    void judgeTarget()
    {
        using Kind = TargetTable::Kind;
        if (m_target.kind == Kind::View || m_target.kind == Kind::Other)
            error({}, u"%1 is no table; load into the table behind it"_s.arg(m_target.sqlName));
        else if (m_target.exists() && !m_target.mayInsert)
            error({}, u"this user may not insert into %1"_s.arg(m_target.sqlName));
        if (!m_target.noProgress.isEmpty() && !m_plan.oneTransaction)
            remark({}, u"all rows go in one transaction, which cannot be gone on with after an interruption: %1"_s.arg(m_target.noProgress));
    }

    /// A row that is taken for names is lost. Where one of them is a column's, it is one.
    void judgeHeader()
    {
        const auto isName = [&](const SourceField &field) {
            return std::ranges::any_of(m_target.columns, [&](const TargetColumn &column) { return isSameName(column.name, field.name); });
        };
        if (m_source.guessedHeader == true && std::ranges::none_of(m_source.fields, isName))
            error({}, u"whether the first row of the file has the names of the columns or values cannot be told, as all columns hold texts: say whether it has a header"_s);
    }

    void judgeNewColumns()
    {
        std::set<QString> names;
        if (m_plan.create && m_plan.newColumns.empty())
            error({}, u"a new table needs columns"_s);
        for (const NewColumn &column : m_plan.newColumns) {
            if (!m_plan.create)
                break;
            if (column.name.isEmpty() || column.name.toUtf8().size() > 63)
                error(column.name, u"a column's name has from 1 to 63 bytes"_s);
            if (!names.insert(column.name).second)
                error(column.name, u"there are two columns %1"_s.arg(column.name));
            const TypeKind kind = columnOfType(column.name, column.type).kind;
            const bool isVector = kind == TypeKind::Vector || kind == TypeKind::Halfvec || kind == TypeKind::Sparsevec;
            if (isVector && m_target.pgvectorSchema.isEmpty())
                error(column.name, u"the type %1 needs the extension vector, which this database does not have"_s.arg(column.type));
        }
    }

    /// Where nothing but its dimensions keeps a vector out of a column: "vector has 384 dimensions, embedding 768". Else empty.
    QString misfitOf(const SourceField &field, const TargetTable &table) const
    {
        if (field.looks != Looks::Vector && field.looks != Looks::SparseVector)
            return {};
        QStringList columns;
        for (const TargetColumn &column : table.columns) {
            const bool isVector = column.kind == TypeKind::Vector || column.kind == TypeKind::Halfvec || column.kind == TypeKind::Sparsevec;
            const bool isFree = std::ranges::find(m_plan.columns, column.name, &ColumnMapping::column) == m_plan.columns.end();
            if (isVector && isFree && field.dimensions > 0 && column.dimensions() > 0 && column.dimensions() != field.dimensions)
                columns += u"%1 %2"_s.arg(column.name).arg(column.dimensions());
        }
        return columns.isEmpty() ? QString() : u"%1 has %2 dimensions, %3"_s.arg(field.name).arg(field.dimensions).arg(columns.join(u", "_s));
    }

    void judgeMapping(const TargetTable &table)
    {
        if (m_plan.columns.empty()) {
            QStringList misfits;
            for (const SourceField &field : m_source.fields)
                misfits += misfitOf(field, table);
            misfits.removeAll({});
            error({}, u"no field of the source goes into a column of %1"_s.arg(table.sqlName) + (misfits.isEmpty() ? QString() : u": "_s + misfits.join(u", "_s)));
        }
        std::set<QString> mapped;
        for (const ColumnMapping &mapping : m_plan.columns) {
            const TargetColumn *column = table.column(mapping.column);
            if (!column) {
                error(mapping.column, u"%1 has no column %2"_s.arg(table.sqlName, mapping.column));
                continue;
            }
            if (!mapped.insert(mapping.column).second)
                error(mapping.column, u"the column is filled twice"_s);
            if (column->isGenerated)
                error(mapping.column, u"the server computes this column; nothing can be loaded into it"_s);
            judgeColumn(mapping, *column);
        }
        for (const TargetColumn &column : table.columns) {
            if (column.notNull && !column.hasDefault && !column.isGenerated && !mapped.contains(column.name))
                error(column.name, u"the column takes no NULL and has no default: something must fill it"_s);
        }
    }

    /// What of both sides the mapping does not touch.
    void remarkLeftOut(const TargetTable &table)
    {
        QStringList fields, defaults, nulls;
        for (const SourceField &field : m_source.fields) {
            if (std::ranges::none_of(m_plan.columns, [&](const ColumnMapping &m) { return m.from == ColumnMapping::From::Field && m.source == field.name; })) {
                const QString misfit = misfitOf(field, table);
                fields += misfit.isEmpty() ? field.name : u"%1 (%2)"_s.arg(field.name, misfit);
            }
        }
        for (const TargetColumn &column : table.columns) {
            if (column.isGenerated || std::ranges::find(m_plan.columns, column.name, &ColumnMapping::column) != m_plan.columns.end())
                continue;
            if (column.hasDefault)
                defaults += column.name;
            else if (!column.notNull) // else that is an error
                nulls += column.name;
        }
        if (!fields.isEmpty())
            remark({}, u"fields of the source that go nowhere: %1"_s.arg(fields.join(u", "_s)));
        if (!defaults.isEmpty())
            remark({}, u"columns that get their default: %1"_s.arg(defaults.join(u", "_s)));
        if (!nulls.isEmpty())
            remark({}, u"columns that get NULL, as nothing fills them: %1"_s.arg(nulls.join(u", "_s)));
    }

    void judgeColumn(const ColumnMapping &mapping, const TargetColumn &column)
    {
        const bool here = mapping.conversion == ColumnMapping::Conversion::Here;
        if (here && !hasConverter(column))
            remark(mapping.column, u"the server converts %1 from text, which is slower"_s.arg(column.type));
        if (mapping.normalise) {
            const bool floats = column.kind == TypeKind::Array && (column.elementKind == TypeKind::Float4 || column.elementKind == TypeKind::Float8);
            const bool vectors = column.kind == TypeKind::Vector || column.kind == TypeKind::Halfvec || column.kind == TypeKind::Sparsevec;
            if (!floats && !vectors)
                error(mapping.column, u"only vectors can be normalised, not %1"_s.arg(column.type));
        }
        if (!m_plan.moveSequences && !column.sequence.isEmpty() && mapping.from != ColumnMapping::From::Null)
            remark(mapping.column, u"the values come from the source: the sequence %1 does not move, and may give the same numbers later"_s.arg(column.sequence));
        if (mapping.from == ColumnMapping::From::Null && column.notNull)
            error(mapping.column, u"the column takes no NULL"_s);
        if (mapping.from == ColumnMapping::From::Constant && here)
            judgeConstant(mapping, column);
        if (mapping.from == ColumnMapping::From::RowNumber && here && hasConverter(column) && !convertsRowNumber(column))
            error(mapping.column, u"a row's number is no %1"_s.arg(column.type));
        if (mapping.from == ColumnMapping::From::Field)
            judgeField(mapping, column);
    }

    void judgeConstant(const ColumnMapping &mapping, const TargetColumn &column)
    {
        QByteArray buffer;
        pg::CopyEncoder encoder(buffer);
        QString why;
        const QByteArray text = mapping.source.toUtf8();
        const auto converter = converterFor(column, {mapping.normalise, m_plan.zeroVectors, m_target.timeZone});
        if (converter && !converter->convert(Cell::ofText({text.constData(), std::size_t(text.size())}), encoder, why))
            error(mapping.column, u"the constant: %1"_s.arg(why));
    }

    static bool convertsRowNumber(const TargetColumn &column)
    {
        QByteArray buffer;
        pg::CopyEncoder encoder(buffer);
        QString why;
        return converterFor(column, {})->convert(Cell::ofInteger(1), encoder, why);
    }

    void judgeField(const ColumnMapping &mapping, const TargetColumn &column)
    {
        const auto found = std::find_if(m_source.fields.begin(), m_source.fields.end(),
                                        [&](const SourceField &field) { return field.name == mapping.source; });
        if (found == m_source.fields.end()) {
            if (m_source.format == SourceFormat::JsonLines)
                remark(mapping.column, u"no row of the beginning has the key %1; rows without it get NULL"_s.arg(mapping.source));
            else
                error(mapping.column, u"the source has no field %1"_s.arg(mapping.source));
            return;
        }
        const bool vectorField = found->looks == Looks::Vector || found->looks == Looks::SparseVector || found->looks == Looks::Bits;
        const bool varying = column.kind == TypeKind::Bit && column.baseOid == pg::oid::Varbit;
        if (vectorField && found->dimensions > 0 && column.dimensions() > 0 && !varying && found->dimensions != column.dimensions())
            error(mapping.column, u"%1 has %2 dimensions, the column %3"_s.arg(mapping.source).arg(found->dimensions).arg(column.dimensions()));
        const bool scalar = column.kind != TypeKind::Text && column.kind != TypeKind::Json && column.kind != TypeKind::Jsonb
                            && column.kind != TypeKind::Array && column.kind != TypeKind::Bytea && column.kind != TypeKind::Unknown
                            && column.kind != TypeKind::Vector && column.kind != TypeKind::Halfvec && column.kind != TypeKind::Sparsevec
                            && column.kind != TypeKind::Bit;
        if (vectorField && scalar && mapping.conversion == ColumnMapping::Conversion::Here && found->looks == Looks::Vector)
            error(mapping.column, u"%1 holds vectors, and the column is of type %2"_s.arg(mapping.source, column.type));
        if (m_plan.create && found->alike < found->seen && column.type == typeFor(m_source, *found))
            remark(mapping.column, u"%1 of the first %2 values are what the type %3 is for (%4 %); the others will be bad rows"_s.arg(found->alike).arg(found->seen)
                                       .arg(column.type).arg(100 * found->alike / found->seen));
        if (found->hasNulls && column.notNull)
            remark(mapping.column, u"some of the first rows are NULL in %1, which the column does not take"_s.arg(mapping.source));
    }

    void judgeDuplicates(const TargetTable &table)
    {
        if (m_plan.onDuplicate == OnDuplicate::Stop)
            return;
        const QStringList key = keyOf(m_plan, table);
        if (key.isEmpty()) {
            error({}, m_plan.keyColumns.isEmpty()
                          ? u"%1 has no primary key by which duplicates could be told"_s.arg(table.sqlName)
                          : u"duplicates are told by a unique index, and %1 has none on (%2)"_s.arg(table.sqlName, m_plan.keyColumns.join(u", "_s)));
            return;
        }
        for (const QString &column : key) {
            const bool mapped = std::any_of(m_plan.columns.begin(), m_plan.columns.end(), [&](const ColumnMapping &m) { return m.column == column; });
            if (!mapped)
                error(column, u"duplicates are told by this column, and nothing fills it"_s);
        }
        if (m_plan.onDuplicate == OnDuplicate::Update && !table.mayUpdate)
            error({}, u"this user may not update %1"_s.arg(table.sqlName));
        if (table.kind == TargetTable::Kind::Foreign)
            error({}, u"a foreign table can neither skip nor update duplicates"_s);
    }

    void judgeSpeed(const TargetTable &table)
    {
        if (m_plan.unlogged) {
            if (m_plan.oneTransaction)
                error({}, u"in one transaction an unlogged table gains nothing: choose one of the two"_s);
            else if (table.kind != TargetTable::Kind::Table)
                error({}, u"only a plain table can be unlogged meanwhile"_s);
            else if (!table.isEmpty)
                error({}, u"%1 has rows, which a crash of the server would take away while it is unlogged"_s.arg(table.sqlName));
            else if (!table.isOwner)
                error({}, u"only the owner of %1 can make it unlogged"_s.arg(table.sqlName));
            else if (table.isReferenced)
                error({}, u"%1 has foreign keys, which do not go together with unlogged tables"_s.arg(table.sqlName));
        }
        if (m_plan.indexAfterwards) {
            const auto mayWait = std::count_if(table.indexes.begin(), table.indexes.end(), [](const TargetIndex &i) { return i.stays.isEmpty(); });
            if (mayWait == 0)
                remark({}, u"there is no index that could be built afterwards"_s);
            else if (!table.isOwner)
                error({}, u"only the owner of %1 can drop its indexes and build them again"_s.arg(table.sqlName));
        }
    }

    const LoadPlan &m_plan;
    const SourceInfo &m_source;
    const TargetTable &m_target;
    std::vector<PlanProblem> m_problems;
};

QString megabytes(qint64 bytes)
{
    return u"%1 MB"_s.arg((bytes + 999'999) / 1'000'000);
}

} // namespace

std::vector<PlanProblem> problemsOf(const LoadPlan &plan, const SourceInfo &source, const TargetTable &target)
{
    return Judge(plan, source, target).judge();
}

bool hasErrors(const std::vector<PlanProblem> &problems)
{
    return std::any_of(problems.begin(), problems.end(), [](const PlanProblem &problem) { return problem.isError; });
}

std::vector<const TargetColumn *> columnsWithSequence(const LoadPlan &plan, const TargetTable &target)
{
    std::vector<const TargetColumn *> columns;
    for (const ColumnMapping &mapping : plan.columns) {
        const TargetColumn *column = target.column(mapping.column);
        const bool isNumber = column && (column->kind == TypeKind::Int2 || column->kind == TypeKind::Int4 || column->kind == TypeKind::Int8
                                         || column->kind == TypeKind::Numeric);
        if (isNumber && !column->sequence.isEmpty() && mapping.from != ColumnMapping::From::Null)
            columns.push_back(column);
    }
    return columns;
}

QStringList keyOf(const LoadPlan &plan, const TargetTable &target)
{
    for (const TargetKey &key : target.keys) {
        QStringList have = key.columns, wanted = plan.keyColumns;
        have.sort();
        wanted.sort();
        if (plan.keyColumns.isEmpty() ? key.isPrimary : have == wanted)
            return key.columns;
    }
    return {};
}

QString priceOf(SpeedSetting setting, const TargetTable &target)
{
    switch (setting) {
    case SpeedSetting::IndexAfterwards: {
        QStringList names;
        qint64 bytes = 0;
        for (const TargetIndex &index : target.indexes) {
            if (!index.stays.isEmpty())
                continue;
            names += index.name;
            bytes += index.bytes;
        }
        if (names.isEmpty())
            return u"There is no index that could be built afterwards; primary keys and unique indexes stay in any case."_s;
        return u"Drops %1 (%2) and builds them again when all rows are in; until then searches read the whole table, and it is locked "
               "against writes while each is built. Primary keys and unique indexes stay."_s.arg(names.join(u", "_s), megabytes(bytes));
    }
    case SpeedSetting::Unlogged:
        return u"The table is taken out of the write-ahead log meanwhile: a crash of the server empties it, and replicas do not see it. "
               "At the end it is written once more as a whole, under a lock against everything."_s;
    case SpeedSetting::AsyncCommit:
        return u"A crash of the server may take away the last batches that were committed; their notes go with them, so going on loads them again."_s;
    case SpeedSetting::Analyze: return u"Reads a sample of the table at the end, so that the planner knows it at once."_s;
    case SpeedSetting::MoveSequences:
        return u"The next key that the server gives is one behind the highest of the table. Without it the server may give a key that was "
               "loaded, and refuse that row."_s;
    case SpeedSetting::OneTransaction:
        return u"All rows or none: an interruption leaves nothing, and nothing to go on from. Dead rows of a failed load stay on disk until VACUUM."_s;
    }
    return {};
}

SourceOptions sourceFor(const LoadPlan &plan, const TargetTable &target)
{
    using Kind = pg::TypeKind;
    SourceOptions options = plan.source;
    for (const ColumnMapping &mapping : plan.columns) {
        const TargetColumn *column = target.column(mapping.column);
        if (mapping.from != ColumnMapping::From::Field || !column)
            continue;
        const bool takesFloats = column->kind == Kind::Vector || column->kind == Kind::Halfvec || column->kind == Kind::Sparsevec
                                 || column->kind == Kind::Bit || (column->kind == Kind::Array && column->elementKind == Kind::Float4);
        if (!takesFloats && !options.verbatim.contains(mapping.source))
            options.verbatim << mapping.source;
    }
    if (options.format != SourceFormat::JsonLines)
        return options;
    for (const ColumnMapping &mapping : plan.columns) {
        if (mapping.from == ColumnMapping::From::Field)
            options.keys << mapping.source;
    }
    for (const TargetColumn &column : target.columns) {
        if (!column.isGenerated && std::ranges::find(plan.columns, column.name, &ColumnMapping::column) == plan.columns.end())
            options.missed << column.name;
    }
    return options;
}

QByteArray planHash(const LoadPlan &plan)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    // A null text and an empty one mean the same and are written differently; what comes back from JSON is never null.
    const auto same = [](const QString &text) { return text.isEmpty() ? u""_s : text; };
    stream << int(plan.source.format) << plan.source.separator << plan.source.quote << plan.source.header.value_or(false)
           << plan.source.header.has_value() << same(plan.source.nullText) << same(plan.source.dataset) << same(plan.source.besideFile)
           << plan.source.copyText;
    for (const ColumnMapping &mapping : plan.columns)
        stream << mapping.column << int(mapping.from) << same(mapping.source) << int(mapping.conversion) << mapping.normalise;
    stream << int(plan.zeroVectors);
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace quiver::load
