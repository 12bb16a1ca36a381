// SPDX-License-Identifier: GPL-3.0-or-later
#include "loadoptions.h"

#include "commandline.h"
#include "sql/identifier.h"

#include <QFileInfo>

#include <algorithm>
#include <limits>

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using load::ColumnMapping;
using load::LoadPlan;
using load::SourceField;
using load::SourceFormat;
using load::SourceInfo;
using load::TargetColumn;
using load::TargetTable;
using Looks = SourceField::Looks;

namespace {

SourceFormat formatNamed(const QString &name)
{
    static const std::pair<QLatin1StringView, SourceFormat> names[] = {
        {"csv"_L1, SourceFormat::Csv},     {"tsv"_L1, SourceFormat::Tsv},     {"jsonl"_L1, SourceFormat::JsonLines},
        {"npy"_L1, SourceFormat::Npy},     {"fvecs"_L1, SourceFormat::Fvecs}, {"bvecs"_L1, SourceFormat::Bvecs},
        {"ivecs"_L1, SourceFormat::Ivecs}, {"hdf5"_L1, SourceFormat::Hdf5},
    };
    for (const auto &[word, format] : names) {
        if (name.compare(word, Qt::CaseInsensitive) == 0)
            return format;
    }
    throw UsageError(u"--format takes csv, tsv, jsonl, npy, fvecs, bvecs, ivecs or hdf5, not “%1”"_s.arg(name));
}

QChar character(const QCommandLineParser &parser, const QString &option)
{
    const QString text = parser.value(option);
    if (text == "\\t"_L1)
        return u'\t';
    if (text.size() != 1)
        throw UsageError(u"--%1 takes one character, not “%2”"_s.arg(option, text));
    return text.front();
}

load::SourceOptions sourceOptions(const QCommandLineParser &parser, const QString &file)
{
    load::SourceOptions options;
    if (parser.isSet(u"format"_s)) {
        options.format = formatNamed(parser.value(u"format"_s));
        const auto guessed = load::guessFormat(file);
        if (guessed == options.format)
            options = load::guessOptions(file);
    } else {
        options = load::guessOptions(file);
    }
    if (parser.isSet(u"separator"_s))
        options.separator = character(parser, u"separator"_s);
    if (parser.isSet(u"quote"_s))
        options.quote = character(parser, u"quote"_s);
    if (parser.isSet(u"header"_s) && parser.isSet(u"no-header"_s))
        throw UsageError(u"either --header or --no-header"_s);
    if (parser.isSet(u"header"_s) || parser.isSet(u"no-header"_s))
        options.header = parser.isSet(u"header"_s);
    if (parser.isSet(u"null"_s))
        options.nullText = parser.value(u"null"_s);
    if (parser.isSet(u"dataset"_s))
        options.dataset = parser.value(u"dataset"_s);
    if (parser.isSet(u"beside"_s))
        options.besideFile = parser.value(u"beside"_s);
    return options;
}

/// "FIELD=COLUMN", either in double quotes where it holds a sign that would be misread.
std::pair<QString, QString> assignment(const QString &option, const QString &text)
{
    const auto [before, behind] = splitAt(text, u'=');
    if (before.isEmpty() || behind.isNull())
        throw UsageError(u"--%1 takes two names with = between, not “%2”"_s.arg(option, text));
    const auto plain = [](QString part) {
        if (part.size() >= 2 && part.startsWith(u'"') && part.endsWith(u'"'))
            part = part.sliced(1, part.size() - 2).replace("\"\""_L1, "\""_L1);
        return part;
    };
    return {plain(before), behind};
}

/// As it is, or as SQL writes it.
QString columnNamed(const QString &text, const TargetTable &target)
{
    if (target.column(text))
        return text;
    const auto parts = sql::nameParts(text);
    return parts && parts->size() == 1 ? parts->first() : text;
}

load::OnDuplicate onDuplicate(const QCommandLineParser &parser)
{
    const QString what = parser.value(u"on-duplicate"_s);
    if (what == "skip"_L1)
        return load::OnDuplicate::Skip;
    if (what == "update"_L1)
        return load::OnDuplicate::Update;
    if (what != "stop"_L1)
        throw UsageError(u"--on-duplicate takes stop, skip or update, not “%1”"_s.arg(what));
    return load::OnDuplicate::Stop;
}

bool isVectorField(const SourceField &field)
{
    return field.looks == Looks::Vector || field.looks == Looks::SparseVector || field.looks == Looks::Bits;
}

bool hasField(const SourceInfo &source, const QString &name)
{
    return std::any_of(source.fields.begin(), source.fields.end(), [&](const SourceField &field) { return field.name == name; });
}

/// Keys of JSON lines may come behind the rows that were looked at.
void checkField(const SourceInfo &source, const QString &name)
{
    if (hasField(source, name) || source.format == SourceFormat::JsonLines)
        return;
    QStringList names;
    for (const SourceField &field : source.fields)
        names += field.name;
    throw UsageError(u"the source has no field “%1”; it has: %2"_s.arg(name, names.join(u", "_s)));
}

ColumnMapping &mappingOf(LoadPlan &plan, const QString &column)
{
    const auto found = std::find_if(plan.columns.begin(), plan.columns.end(), [&](const ColumnMapping &m) { return m.column == column; });
    if (found != plan.columns.end())
        return *found;
    plan.columns.emplace_back().column = column;
    return plan.columns.back();
}

/// One field fills one column: others that were guessed for it are let go.
void mapField(LoadPlan &plan, const QString &field, const QString &column)
{
    std::erase_if(plan.columns, [&](const ColumnMapping &m) { return m.from == ColumnMapping::From::Field && m.source == field && m.column != column; });
    ColumnMapping &mapping = mappingOf(plan, column);
    mapping.from = ColumnMapping::From::Field;
    mapping.source = field;
}

load::NewColumn *newColumn(LoadPlan &plan, const QString &name)
{
    const auto found = std::find_if(plan.newColumns.begin(), plan.newColumns.end(), [&](const load::NewColumn &c) { return c.name == name; });
    return found == plan.newColumns.end() ? nullptr : &*found;
}

/// The column that a field was given in a new table is called otherwise.
void renameNew(LoadPlan &plan, const QString &field, const QString &name)
{
    for (ColumnMapping &mapping : plan.columns) {
        if (mapping.from != ColumnMapping::From::Field || mapping.source != field)
            continue;
        if (load::NewColumn *column = newColumn(plan, mapping.column))
            column->name = name;
        mapping.column = name;
    }
}

/// The one that is called as the column is, or else the only one of vectors; bits count where nothing else does.
const SourceField *vectorField(const SourceInfo &source, const QString &column)
{
    for (const SourceField &field : source.fields) {
        if (field.name == column)
            return &field;
    }
    for (const Looks looks : {Looks::Vector, Looks::SparseVector, Looks::Bits}) {
        const auto is = [looks](const SourceField &field) { return field.looks == looks; };
        const auto found = std::find_if(source.fields.begin(), source.fields.end(), is);
        if (found == source.fields.end())
            continue;
        if (std::any_of(found + 1, source.fields.end(), is))
            throw UsageError(u"the source has several fields of vectors; --map FIELD=COLUMN says what goes where"_s);
        return &*found;
    }
    throw UsageError(u"the source has no field of vectors; --map FIELD=COLUMN says what goes where"_s);
}

void applyVectorColumn(const QCommandLineParser &parser, const SourceInfo &source, const TargetTable &target, LoadPlan &plan)
{
    QStringList ofVectors;
    for (const QString &type : parser.values(u"type"_s)) {
        if (!plan.create)
            throw UsageError(u"--type is the type of a column that --create makes"_s);
        if (!type.contains(u'='))
            ofVectors += type;
    }
    if (!parser.isSet(u"column"_s) && ofVectors.isEmpty())
        return;
    const QString column = parser.isSet(u"column"_s) ? columnNamed(parser.value(u"column"_s), target) : QString();
    const SourceField *const field = vectorField(source, column);
    if (plan.create && !column.isEmpty())
        renameNew(plan, field->name, column);
    else if (!column.isEmpty())
        mapField(plan, field->name, column);
    if (ofVectors.isEmpty())
        return;
    QString type = ofVectors.last();
    if (!type.contains(u'(') && !type.endsWith("[]"_L1) && field->dimensions > 0)
        type += u"(%1)"_s.arg(field->dimensions);
    for (const ColumnMapping &mapping : plan.columns) {
        if (load::NewColumn *made = newColumn(plan, mapping.column); made && mapping.source == field->name)
            made->type = type;
    }
}

/// The key: a field of that name, or the number of the row.
void applyIdColumn(const QCommandLineParser &parser, const SourceInfo &source, const TargetTable &target, LoadPlan &plan)
{
    if (!parser.isSet(u"id-column"_s))
        return;
    const QString column = columnNamed(parser.value(u"id-column"_s), target);
    const auto field = std::find_if(source.fields.begin(), source.fields.end(),
                                    [&](const SourceField &f) { return f.name.compare(column, Qt::CaseInsensitive) == 0 && !isVectorField(f); });
    if (field != source.fields.end()) {
        if (!plan.create)
            mapField(plan, field->name, column);
        else
            renameNew(plan, field->name, column);
    } else {
        ColumnMapping &mapping = mappingOf(plan, column);
        mapping.from = ColumnMapping::From::RowNumber;
        mapping.source.clear();
    }
    if (!plan.create)
        return;
    std::erase_if(plan.newColumns, [](const load::NewColumn &c) { return c.isIdentity; });
    if (!newColumn(plan, column))
        plan.newColumns.insert(plan.newColumns.begin(), {column, u"bigint"_s, true, true, false});
    for (load::NewColumn &made : plan.newColumns)
        made.isKey = made.name == column;
}

void applyMaps(const QCommandLineParser &parser, const SourceInfo &source, const TargetTable &target, LoadPlan &plan)
{
    for (const QString &text : parser.values(u"map"_s)) {
        const auto [field, to] = assignment(u"map"_s, text);
        checkField(source, field);
        const QString column = columnNamed(to, target);
        if (plan.create && !hasField(source, field)) {
            plan.newColumns.push_back({column, u"text"_s, false, false, false});
            mapField(plan, field, column);
        } else if (plan.create)
            renameNew(plan, field, column);
        else
            mapField(plan, field, column);
    }
    for (const QString &text : parser.values(u"constant"_s)) {
        const auto [column, value] = assignment(u"constant"_s, text);
        ColumnMapping &mapping = mappingOf(plan, columnNamed(column, target));
        mapping.from = ColumnMapping::From::Constant;
        mapping.source = value;
        if (plan.create && !newColumn(plan, mapping.column))
            plan.newColumns.push_back({mapping.column, u"text"_s, true, false, false});
    }
    for (const QString &text : parser.values(u"skip-field"_s)) {
        checkField(source, text);
        plan.source.skipped += text;
        for (const ColumnMapping &mapping : plan.columns) {
            if (mapping.from == ColumnMapping::From::Field && mapping.source == text)
                std::erase_if(plan.newColumns, [&](const load::NewColumn &c) { return c.name == mapping.column; });
        }
        std::erase_if(plan.columns, [&](const ColumnMapping &m) { return m.from == ColumnMapping::From::Field && m.source == text; });
    }
    for (const QString &text : parser.values(u"normalise"_s))
        mappingOf(plan, columnNamed(text, target)).normalise = true;
}

/// --type COLUMN=TYPE, when all columns have their names.
void applyTypes(const QCommandLineParser &parser, LoadPlan &plan)
{
    for (const QString &text : parser.values(u"type"_s)) {
        if (!text.contains(u'='))
            continue;
        const auto [column, type] = assignment(u"type"_s, text);
        load::NewColumn *const made = newColumn(plan, columnNamed(column, {}));
        if (!made)
            throw UsageError(u"--type %1: the new table has no column %2"_s.arg(text, column));
        made->type = type;
    }
}

/// Of a load from a file alone.
QList<QCommandLineOption> fileOptions()
{
    return {
        {u"column"_s, u"The column that the vectors go into; otherwise guessed by name, type and order."_s, u"name"_s},
        {u"type"_s, u"With --create: the type of the vectors' column (vector, halfvec, sparsevec, bit), or as COLUMN=TYPE, embedding=vector(768), that of "
                    "any column; may be given several times."_s, u"type"_s},
        {u"id-column"_s, u"A column for the source's field of that name, or else for the number of the row, from 0."_s, u"name"_s},
        {u"skip-field"_s, u"A field that is not loaded; may be given several times."_s, u"field"_s},
        {u"constant"_s, u"A column that has this value in every row; may be given several times."_s, u"column=value"_s},
        {u"normalise"_s, u"Brings the vectors of this column to unit length; may be given several times."_s, u"column"_s},
        {u"keep-zero"_s, u"Zero vectors, which have no direction, stay zero where the column is normalised; otherwise they are bad rows."_s},
        {u"format"_s, u"csv, tsv, jsonl, npy, fvecs, bvecs, ivecs or hdf5; otherwise by the file's ending or first bytes."_s, u"format"_s},
        {u"beside"_s, u"A CSV or TSV with a row for each vector of the file."_s, u"file"_s},
        {u"dataset"_s, u"HDF5: which one; otherwise the first that fits."_s, u"name"_s},
        {u"separator"_s, u"CSV: between the fields."_s, u"character"_s},
        {u"quote"_s, u"CSV: around fields."_s, u"character"_s},
        {u"header"_s, u"CSV: the first line has names."_s},
        {u"no-header"_s, u"CSV: it has none."_s},
        {u"null"_s, u"CSV: the text that stands for NULL where it is not quoted."_s, u"text"_s},
        {u"on-bad"_s, u"stop at the first bad row, or reject them into a file and go on (also --on-error stop|skip)."_s, u"what"_s, u"stop"_s},
        {u"on-error"_s, u"stop or skip: the same as --on-bad stop or reject."_s, u"what"_s},
        {u"rejects"_s, u"That file, a CSV of line, row, field, reason and the row itself; otherwise FILE.rejected.csv."_s, u"file"_s},
        {u"batch"_s, u"Rows that are committed together."_s, u"rows"_s, u"50000"_s},
        {u"one-transaction"_s, u"All rows or none."_s},
        {u"resume"_s, u"Goes on with a load that was interrupted, and fails where there is none; without it that is done where there is one."_s},
        {u"restart"_s, u"Begins with the first row whatever was loaded before; rows of it that stand in the table come twice."_s},
        {u"unlogged"_s, u"Takes an empty table out of the write-ahead log meanwhile: a crash of the server empties it."_s},
        {u"async-commit"_s, u"Does not wait for commits to reach the disk: a crash of the server may take away the last batches, and going on "
                            "loads them again."_s},
        {u"dry-run"_s, u"Says what goes where, shows the first rows, and changes nothing."_s},
    };
}

} // namespace

void addLoadOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"table"_s, u"[SCHEMA.]TABLE as in SQL."_s, u"name"_s},
        {u"create"_s, u"Creates the table, with a column for each field of the source."_s},
        {u"map"_s, u"This field into that column; may be given several times."_s, u"field=column"_s},
        {u"on-duplicate"_s, u"stop, skip or update the row that has the same key."_s, u"what"_s, u"stop"_s},
        {u"key"_s, u"The columns of that key, as in SQL, with commas between; otherwise the primary key."_s, u"columns"_s},
        {u"index-after"_s, u"Drops secondary indexes and builds them again when all rows are in."_s},
        {u"no-analyze"_s, u"No ANALYZE at the end."_s},
        {u"keep-sequence"_s, u"Leaves the sequence behind a column that is loaded, of an identity or a serial, where it is; otherwise it is moved past the "
                             "highest key, so that the next insert meets no key that is taken."_s},
    });
    parser.addOptions(fileOptions());
}

QualifiedName tableOption(const QCommandLineParser &parser, const QString &option)
{
    return qualifiedName(option, parser.value(option));
}

LoadPlan loadPlan(const QCommandLineParser &parser, const QString &file)
{
    for (const QString &option : {u"from-profile"_s, u"from-url"_s}) {
        if (parser.isSet(option))
            throw UsageError(u"--%1 goes with --from-table or --from-query"_s.arg(option));
    }
    LoadPlan plan;
    plan.file = file;
    const QualifiedName table = tableOption(parser, u"table"_s);
    plan.schema = table.schema;
    plan.table = table.name;
    plan.create = parser.isSet(u"create"_s);
    plan.onDuplicate = onDuplicate(parser);
    if (parser.isSet(u"key"_s))
        plan.keyColumns = nameList(u"key"_s, parser.value(u"key"_s));
    const QString bad = parser.isSet(u"on-error"_s) ? parser.value(u"on-error"_s) : parser.value(u"on-bad"_s);
    if (bad != "stop"_L1 && bad != "reject"_L1 && bad != "skip"_L1)
        throw UsageError(u"--on-bad takes stop or reject, --on-error stop or skip, not “%1”"_s.arg(bad));
    plan.onBadRow = bad == "stop"_L1 ? load::OnBadRow::Stop : load::OnBadRow::Reject;
    if (plan.onBadRow == load::OnBadRow::Reject)
        plan.rejectFile = QFileInfo(parser.isSet(u"rejects"_s) ? parser.value(u"rejects"_s) : QFileInfo(file).fileName() + u".rejected.csv"_s).absoluteFilePath();
    else if (parser.isSet(u"rejects"_s))
        throw UsageError(u"--rejects goes with --on-bad reject"_s);
    plan.zeroVectors = parser.isSet(u"keep-zero"_s) ? load::ZeroVectors::Keep : load::ZeroVectors::Bad;
    plan.oneTransaction = parser.isSet(u"one-transaction"_s);
    plan.batchRows = numberOption(parser, u"batch"_s, 1, std::numeric_limits<qint32>::max());
    if (parser.isSet(u"resume"_s) && parser.isSet(u"restart"_s))
        throw UsageError(u"either --resume or --restart"_s);
    plan.resume = parser.isSet(u"resume"_s) ? load::ResumeMode::Only : parser.isSet(u"restart"_s) ? load::ResumeMode::Restart : load::ResumeMode::WherePossible;
    plan.indexAfterwards = parser.isSet(u"index-after"_s);
    plan.unlogged = parser.isSet(u"unlogged"_s);
    plan.asyncCommit = parser.isSet(u"async-commit"_s);
    plan.analyze = !parser.isSet(u"no-analyze"_s);
    plan.moveSequences = !parser.isSet(u"keep-sequence"_s);
    plan.source = sourceOptions(parser, file);
    return plan;
}

void fillColumns(const QCommandLineParser &parser, const SourceInfo &source, const TargetTable &target, LoadPlan &plan)
{
    // A table that --create made in an earlier run, which was interrupted, is as it would be made now.
    if (plan.create) {
        load::NewTable guessed = load::guessTable(source);
        plan.newColumns = std::move(guessed.columns);
        plan.columns = std::move(guessed.mapping);
    } else {
        plan.columns = load::guessMapping(source, target);
    }
    applyVectorColumn(parser, source, target, plan);
    applyMaps(parser, source, target, plan);
    applyIdColumn(parser, source, target, plan);
    applyTypes(parser, plan);
    for (QString &key : plan.keyColumns)
        key = columnNamed(key.trimmed(), target);
}

void addCopyOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"from-table"_s, u"Instead of a file: the rows of a table, [SCHEMA.]TABLE as in SQL, of the same server or another one."_s, u"name"_s},
        {u"from-query"_s, u"Instead of a file: the rows of a query, which also says what becomes of them on the way, as in l2_normalize(embedding)."_s, u"SQL"_s},
        {u"from-profile"_s, u"The server that has them: the name of a saved connection; otherwise the one that is loaded into."_s, u"name"_s},
        {u"from-url"_s, u"The server that has them, as a URL."_s, u"url"_s},
    });
}

bool isCopy(const QCommandLineParser &parser)
{
    return parser.isSet(u"from-table"_s) || parser.isSet(u"from-query"_s);
}

load::CopyPlan copyPlan(const QCommandLineParser &parser)
{
    if (!parser.positionalArguments().isEmpty())
        throw UsageError(u"either a file or --from-table or --from-query"_s);
    if (parser.isSet(u"from-table"_s) && parser.isSet(u"from-query"_s))
        throw UsageError(u"either --from-table or --from-query"_s);
    for (const QCommandLineOption &option : fileOptions()) {
        if (parser.isSet(option))
            throw UsageError(u"--%1 does not go with rows of a server"_s.arg(option.names().first()));
    }
    load::CopyPlan plan;
    const QualifiedName table = tableOption(parser, u"table"_s);
    plan.schema = table.schema;
    plan.table = table.name;
    plan.create = parser.isSet(u"create"_s);
    plan.onDuplicate = onDuplicate(parser);
    if (parser.isSet(u"key"_s))
        plan.keyColumns = nameList(u"key"_s, parser.value(u"key"_s));
    plan.indexAfterwards = parser.isSet(u"index-after"_s);
    plan.analyze = !parser.isSet(u"no-analyze"_s);
    plan.moveSequences = !parser.isSet(u"keep-sequence"_s);
    plan.fromQuery = parser.value(u"from-query"_s);
    if (parser.isSet(u"from-table"_s)) {
        const QualifiedName from = tableOption(parser, u"from-table"_s);
        plan.fromSchema = from.schema;
        plan.fromTable = from.name;
    }
    for (const QString &text : parser.values(u"map"_s)) {
        const auto [from, to] = assignment(u"map"_s, text);
        plan.columns.push_back({from, columnNamed(to, {})});
    }
    return plan;
}

} // namespace quiver::ctl
