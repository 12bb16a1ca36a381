// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/queryresolver.h"

#include "embed/embedderstate.h"
#include "load/source.h"
#include "pg/connection.h"
#include "pg/error.h"

#include <set>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using Kind = QuerySource::Kind;

namespace {

[[noreturn]] void refuse(SearchField field, const QString &text, qsizetype position = -1)
{
    throw SearchRefused({{.field = field, .text = text, .position = position}});
}

QueryVector parsed(const QString &text, VectorKind kind, SearchField field)
{
    ParsedQuery made = parseQuery(text, kind);
    if (!made.ok())
        refuse(field, u"This is no %1: %2."_s.arg(catalog::typeName(kind), made.error), made.position);
    return std::move(made.vector);
}

embed::TextEmbedder &embedderOf(pg::Connection &connection, SearchContext &context, const QString &column)
{
    std::shared_ptr<embed::TextEmbedder> &embedder = context.embedders[column];
    if (embedder)
        return *embedder;
    const auto state = catalog::embedderState(connection, context.table.facts.schema, context.table.facts.name, column);
    if (!state)
        refuse(SearchField::Source, u"The database does not say how “%1” was embedded, so a text cannot be embedded alike. Embed the column with Quiver, or search by a vector or a row."_s.arg(column));
    embedder = embed::lexicalIn(*state);
    if (!embedder && context.embedderFor)
        embedder = context.embedderFor(*state);
    if (!embedder)
        refuse(SearchField::Source, u"“%1” was embedded by %2, which is not at hand here."_s.arg(column, embed::nameOf(*state)));
    return *embedder;
}

QueryVector vectorIn(const load::RowBlock &block, const load::Value &value, const QString &file, qint64 row, VectorKind kind)
{
    if (value.kind == load::Value::Kind::Floats)
        return fromFloats(block.floats(value), kind);
    if (value.kind != load::Value::Kind::Text && value.kind != load::Value::Kind::Json)
        refuse(SearchField::Source, u"Row %1 of %2 has no vector."_s.arg(row).arg(file));
    const std::string_view text = block.text(value);
    return parsed(QString::fromUtf8(text.data(), qsizetype(text.size())), kind, SearchField::Source);
}

pg::Result keyed(pg::Connection &connection, const pg::Query &sql)
{
    try {
        return connection.exec(sql);
    } catch (const pg::Error &e) {
        if (!e.sqlState().startsWith("22"_L1)) // what is given cannot be a key: not of its type, out of its range
            throw;
        refuse(SearchField::Source, u"No row has that key: %1."_s.arg(e.diagnostics().message));
    }
}

// SELECT avg(embedding), count(*) FROM t WHERE (id) IN ((...), (...)); for one row SELECT embedding, as bits have no average.
QueryVector fromRows(pg::Connection &connection, const SearchTable &table, const VectorQuery &query)
{
    const SqlNames names = namesFor(connection, table.vectorSchema);
    const QStringList key = table.keyColumns();
    const catalog::VectorType type = table.typeOf(query.column);
    const bool isMean = query.source.kind == Kind::Mean;
    QString value = names.name(query.column);
    if (isMean && type.kind == VectorKind::Sparsevec)
        value += u"::"_s + names.ofVector(u"vector"_s);
    if (isMean)
        value = names.ofVector(u"avg"_s) + u'(' + value + u')';
    pg::Query sql(QByteArray{});
    QStringList columns, rows;
    for (const QString &column : key)
        columns << names.name(column);
    for (const QStringList &row : query.source.keys) {
        QStringList values;
        for (qsizetype i = 0; i < key.size(); ++i) {
            sql.params.push_back(pg::Param::text(row.value(i)));
            values << u"$%1::%2"_s.arg(QString::number(sql.params.size()), table.columnType(key[i]));
        }
        rows << u'(' + values.join(u", "_s) + u')';
    }
    sql.sql = (u"SELECT "_s + value + (isMean ? u", pg_catalog.count(*)"_s : QString()) + u" FROM "_s
               + names.qualified(table.facts.schema, table.facts.name) + u" WHERE ("_s + columns.join(u", "_s) + u") IN ("_s + rows.join(u", "_s) + u")"_s).toUtf8();
    const pg::Result result = keyed(connection, sql);
    const qint64 found = isMean ? result.integer(0, 1) : result.rowCount();
    const auto wanted = qint64(std::set(query.source.keys.begin(), query.source.keys.end()).size()); // a row that is named twice counts once
    if (found < wanted)
        refuse(SearchField::Source, isMean ? u"%1 of the %2 rows to take the mean of are not there."_s.arg(wanted - found).arg(wanted)
                                           : u"There is no row %1."_s.arg(query.source.keys.front().join(u", "_s)));
    if (result.isNull(0, 0))
        refuse(SearchField::Source, isMean ? u"None of these rows has a vector."_s : u"The row %1 has no vector."_s.arg(query.source.keys.front().join(u", "_s)));
    const VectorKind given = isMean && type.kind == VectorKind::Sparsevec ? VectorKind::Vector : type.kind;
    QueryVector vector = parsed(result.text(0, 0), given, SearchField::Source);
    return given == type.kind ? vector : fromFloats(std::get<std::vector<float>>(vector), type.kind);
}

} // namespace

std::vector<QueryVector> vectorsFromTexts(pg::Connection &connection, core::JobContext &job, SearchContext &context, const QString &column, const QStringList &texts)
{
    embed::TextEmbedder &embedder = embedderOf(connection, context, column);
    job.report({.phase = texts.size() == 1 ? u"embedding the text"_s : u"embedding the texts"_s});
    const embed::Embeddings made = embedder.embed(texts, job.stopToken());
    std::vector<QueryVector> vectors;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (!made.refusals[i].isEmpty())
            refuse(SearchField::Source, texts.size() == 1 ? made.refusals[i] : u"“%1”: %2"_s.arg(texts[i], made.refusals[i]));
        vectors.push_back(fromFloats(made.row(i), context.table.typeOf(column).kind));
    }
    return vectors;
}

std::vector<QueryVector> vectorsFromFile(core::JobContext &job, const QString &file, const QString &wanted, VectorKind kind, qint64 from, qint64 count)
{
    const auto source = load::openSource(file, load::guessOptions(file), job.stopToken());
    const std::vector<load::SourceField> &fields = source->info().fields;
    const auto field = std::ranges::find_if(fields, [&](const load::SourceField &each) {
        using Looks = load::SourceField::Looks;
        return wanted.isEmpty() ? each.looks == Looks::Vector || each.looks == Looks::SparseVector || each.looks == Looks::Bits : each.name == wanted;
    });
    if (field == fields.end())
        refuse(SearchField::Source, wanted.isEmpty() ? u"%1 has no field of vectors."_s.arg(file) : u"%1 has no field “%2”."_s.arg(file, wanted));
    std::vector<QueryVector> vectors;
    load::RowBlock block;
    std::vector<load::BadRow> bad;
    qint64 last = -1;
    const auto isWanted = [&](qint64 row) { return row >= from && row - from < count; };
    while (qint64(vectors.size()) < count && source->read(block, bad, 1024 * 1024, 4096)) {
        job.throwIfCancelled();
        const auto wrong = std::ranges::find_if(bad, [&](const load::BadRow &each) { return isWanted(each.place.row); });
        if (wrong != bad.end())
            refuse(SearchField::Source, u"Row %1 of %2 cannot be read: %3."_s.arg(QString::number(wrong->place.row), file, wrong->reason));
        for (std::size_t row = 0; row < block.rowCount(); ++row) {
            const qint64 number = last = block.place(row).row;
            if (isWanted(number))
                vectors.push_back(vectorIn(block, block.value(row, int(field - fields.begin())), file, number, kind));
        }
    }
    if (vectors.empty())
        refuse(SearchField::Source, last < 0 ? u"%1 has no rows."_s.arg(file) : u"%1 has no row %2: its rows are 0 to %3."_s.arg(file).arg(from).arg(last));
    return vectors;
}

ResolvedVectors resolveVectors(pg::Connection &connection, core::JobContext &job, SearchContext &context, const VectorQuery &query)
{
    const SearchTable &table = context.table;
    ResolvedVectors vectors;
    const QuerySource &source = query.source;
    const VectorKind kind = table.typeOf(query.column).kind;
    switch (source.kind) {
    case Kind::Text: vectors.query = vectorsFromTexts(connection, job, context, query.column, {source.text}).front(); break;
    case Kind::Vector: vectors.query = parsed(source.text, kind, SearchField::Source); break;
    case Kind::File: vectors.query = vectorsFromFile(job, source.text, source.fileField, kind, source.fileRow, 1).front(); break;
    case Kind::Row:
    case Kind::Mean: vectors.query = fromRows(connection, table, query); break;
    }
    if (query.firstStage && query.firstStage->kind == FirstStage::Kind::OtherColumn) {
        const FirstStage &stage = *query.firstStage;
        VectorQuery other = query;
        other.column = stage.column;
        if (!stage.vector.isEmpty())
            vectors.firstStage = parsed(stage.vector, table.typeOf(stage.column).kind, SearchField::FirstStage);
        else if (source.kind == Kind::Text)
            vectors.firstStage = vectorsFromTexts(connection, job, context, stage.column, {source.text}).front();
        else if (source.kind == Kind::Row || source.kind == Kind::Mean)
            vectors.firstStage = fromRows(connection, table, other);
        else
            refuse(SearchField::FirstStage, u"The other column needs a vector of its own space: paste one for it."_s);
    }
    if (std::vector<SearchProblem> problems = problemsOf(table, query, vectors); hasErrors(problems))
        throw SearchRefused(std::move(problems));
    return vectors;
}

} // namespace quiver::search
