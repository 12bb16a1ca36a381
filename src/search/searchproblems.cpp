// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/searchproblems.h"

#include "search/distances.h"
#include "sql/condition.h"

#include <cmath>

namespace quiver::search {

using namespace Qt::StringLiterals;
using catalog::VectorKind;
using Field = SearchField;
using Kind = catalog::Relation::Kind;
using Problems = std::vector<SearchProblem>;

namespace {

const QString newer = u"0.7.0"_s; // halfvec, sparsevec, bit, L1

void error(Problems &problems, Field field, const QString &text)
{
    problems.push_back({.field = field, .text = text});
}

void note(Problems &problems, Field field, const QString &text)
{
    problems.push_back({.field = field, .text = text, .isError = false});
}

void checkColumn(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    const catalog::VectorType type = table.typeOf(query.column);
    if (!table.facts.column(query.column))
        return error(problems, Field::Column, u"There is no column “%1”."_s.arg(query.column));
    if (type.kind == VectorKind::None)
        return error(problems, Field::Column, u"“%1” is of type %2: choose a column of vectors, half vectors, sparse vectors or bits."_s.arg(query.column, table.columnType(query.column)));
    if (query.metric == catalog::AnnMetric::Unknown)
        return error(problems, Field::Operator, u"No operator is chosen: take %1."_s.arg(distanceWords(usualMetric(type.kind)).symbol));
    if (!suits(query.metric, type.kind))
        return error(problems, Field::Operator, u"%1 (%2) is not for %3: take %4."_s.arg(
            distanceWords(query.metric).symbol, distanceWords(query.metric).name, catalog::typeName(type.kind),
            type.kind == VectorKind::Bit ? u"<~> or <%>"_s : u"<=>, <->, <#> or <+>"_s));
    const bool isNew = type.kind != VectorKind::Vector || query.metric == catalog::AnnMetric::L1;
    if (isNew && !isAtLeast(table.pgvector, newer) && (type.kind == VectorKind::Bit || query.metric == catalog::AnnMetric::L1))
        error(problems, Field::Operator, u"%1 needs pgvector %2; this database has %3."_s.arg(distanceWords(query.metric).symbol, newer, table.pgvector));
}

void checkTable(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    if (table.hasKey())
        return;
    const bool needsKey = query.source.kind == QuerySource::Kind::Row || query.source.kind == QuerySource::Kind::Mean || query.textLeg;
    if (!table.keyColumns().isEmpty())
        return note(problems, Field::Table, u"The table has no key: hits are told apart by their place (ctid), which changes with every update of the row."_s);
    if (needsKey)
        return error(problems, Field::Table, u"This is a view or a foreign table: nothing tells its rows apart, so no row can be searched by and two lists cannot be fused. Search the table behind it."_s);
    note(problems, Field::Table, u"This is a view or a foreign table: hits have no key."_s);
}

void checkSource(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    const QuerySource &source = query.source;
    const auto isBlank = [](const QString &text) { return text.trimmed().isEmpty(); };
    switch (source.kind) {
    case QuerySource::Kind::Text:
        if (isBlank(source.text))
            error(problems, Field::Source, u"There is no text to search for."_s);
        break;
    case QuerySource::Kind::Vector: {
        if (isBlank(source.text))
            return error(problems, Field::Source, u"There is no vector: paste one, as in [0.1,0.2]."_s);
        const catalog::VectorType type = table.typeOf(query.column);
        const ParsedQuery parsed = parseQuery(source.text, type.kind);
        const QString problem = parsed.ok() ? vectorProblem(parsed.vector, type, query.metric) : u"This is no %1: %2."_s.arg(catalog::typeName(type.kind), parsed.error);
        if (!problem.isEmpty())
            problems.push_back({.field = Field::Source, .text = problem, .position = parsed.ok() ? -1 : parsed.position});
        break;
    }
    case QuerySource::Kind::File:
        if (isBlank(source.text))
            error(problems, Field::Source, u"There is no file to take the vector from."_s);
        break;
    case QuerySource::Kind::Row:
    case QuerySource::Kind::Mean: {
        if (source.keys.empty())
            return error(problems, Field::Source, u"No row is chosen to search by."_s);
        const qsizetype width = table.keyColumns().size();
        if (std::ranges::any_of(source.keys, [&](const QStringList &key) { return key.size() != width; }))
            error(problems, Field::Source, u"A row is named by %1: %2."_s.arg(width == 1 ? u"one value"_s : u"%1 values"_s.arg(width), table.keyColumns().join(u", "_s)));
        if (source.kind == QuerySource::Kind::Mean && table.typeOf(query.column).kind == VectorKind::Bit)
            error(problems, Field::Source, u"Bit strings have no mean: search by a single row."_s);
        break;
    }
    }
}

QString filterProblem(const SearchTable &table, const Filter &filter)
{
    using Test = Filter::Test;
    const QString type = table.columnType(filter.column);
    if (type.isEmpty())
        return u"There is no column “%1”."_s.arg(filter.column);
    const bool isJson = type == "json"_L1 || type == "jsonb"_L1;
    if (!filter.path.isEmpty() && !isJson)
        return u"“%1” is of type %2: only json and jsonb have keys."_s.arg(filter.column, type);
    static const QStringList types{QString(), u"text"_s, u"numeric"_s, u"boolean"_s, u"timestamptz"_s, u"uuid"_s};
    if (!types.contains(filter.type))
        return u"Values at a key are compared as text, numeric, boolean, timestamptz or uuid, not as “%1”."_s.arg(filter.type);
    if (filter.test == Test::IsNull || filter.test == Test::IsNotNull)
        return {};
    if (filter.values.isEmpty())
        return u"A value is missing."_s;
    if (filter.test == Test::Contains && type != "jsonb"_L1 && filter.path.isEmpty() && !type.endsWith("[]"_L1))
        return u"“%1” is of type %2: what contains something is a jsonb or an array."_s.arg(filter.column, type);
    if (filter.path.isEmpty() && type == "json"_L1)
        return u"json has no equality: name a key within “%1”, or ask whether it is null."_s.arg(filter.column);
    return {};
}

void checkConditions(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    for (std::size_t i = 0; i < query.filters.size(); ++i) {
        if (const QString text = filterProblem(table, query.filters[i]); !text.isEmpty())
            problems.push_back({.field = Field::Filter, .text = text, .filter = int(i)});
    }
    if (query.condition.trimmed().isEmpty())
        return;
    if (const sql::ConditionFault fault = sql::conditionFault(query.condition); !fault.ok())
        problems.push_back({.field = Field::Condition, .text = u"This is no condition: %1."_s.arg(fault.reason), .position = fault.position});
    else if (query.condition.contains(parameterMark))
        error(problems, Field::Condition, u"The condition has the noncharacter U+FDD0 in it: take it out."_s);
}

void checkNumbers(Problems &problems, const VectorQuery &query)
{
    if (query.k < 1 || query.k > maxK)
        error(problems, Field::K, u"k is from 1 to 1,000,000: the number of neighbours wanted."_s);
    if (query.threshold && !std::isfinite(*query.threshold))
        error(problems, Field::Threshold, u"The threshold is no number."_s);
    else if (query.threshold && *query.threshold < 0 && query.metric != catalog::AnnMetric::InnerProduct)
        error(problems, Field::Threshold, u"No distance is negative here: the threshold lets nothing through."_s);
}

void checkLeg(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    const TextLeg &leg = *query.textLeg;
    const QString type = table.columnType(leg.column);
    static const QStringList texts{u"text"_s, u"tsvector"_s, u"character varying"_s, u"citext"_s};
    const bool isText = texts.contains(type) || type.startsWith("character"_L1);
    if (leg.words.trimmed().isEmpty())
        error(problems, Field::TextLeg, u"There are no words to search the texts for."_s);
    if (leg.column.isEmpty())
        error(problems, Field::TextLeg, u"There is no column for full-text search: choose a tsvector, or a text that is parsed as it is read."_s);
    else if (!isText)
        error(problems, Field::TextLeg, type.isEmpty() ? u"There is no column “%1”."_s.arg(leg.column) : u"“%1” is of type %2: full-text search takes a tsvector or a text."_s.arg(leg.column, type));
    else if (type != "tsvector"_L1)
        note(problems, Field::TextLeg, u"“%1” is no tsvector: each text is parsed for each search, unless a GIN index on to_tsvector(%2, …) serves it."_s.arg(leg.column, leg.language));
    if (leg.rankConstant < 1)
        error(problems, Field::TextLeg, u"The constant of the ranks is 1 or more; 60 is usual."_s);
    if (leg.vectorLimit < 1 || leg.textLimit < 1 || leg.vectorLimit > maxK || leg.textLimit > maxK)
        error(problems, Field::TextLeg, u"Each of the two lists has from 1 to 1,000,000 rows."_s);
    const auto isWeight = [](double weight) { return std::isfinite(weight) && weight >= 0; };
    if (!isWeight(leg.vectorWeight) || !isWeight(leg.textWeight) || leg.vectorWeight + leg.textWeight <= 0)
        error(problems, Field::TextLeg, u"Weights are 0 or more, and not both 0."_s);
    if (std::max(leg.vectorLimit, leg.textLimit) < query.k)
        note(problems, Field::TextLeg, u"Neither list is as long as k: fewer than %1 hits may come back."_s.arg(query.k));
}

void checkStage(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    const FirstStage &stage = *query.firstStage;
    const catalog::VectorType type = table.typeOf(query.column);
    const bool isDense = type.kind == VectorKind::Vector || type.kind == VectorKind::Halfvec;
    if (stage.overFetch < 1 || stage.overFetch > 1000)
        error(problems, Field::FirstStage, u"The first stage finds from 1 to 1000 candidates for each of the k."_s);
    if (stage.kind == FirstStage::Kind::OtherColumn) {
        if (table.typeOf(stage.column).kind == VectorKind::None)
            error(problems, Field::FirstStage, u"“%1” is no vector column."_s.arg(stage.column));
        else if (stage.column == query.column)
            error(problems, Field::FirstStage, u"The first stage is by another column than the second."_s);
        return;
    }
    if (!isAtLeast(table.pgvector, newer))
        error(problems, Field::FirstStage, u"binary_quantize, halfvec and subvector need pgvector %1; this database has %2."_s.arg(newer, table.pgvector));
    if (!isDense || (stage.kind == FirstStage::Kind::Halfvec && type.kind != VectorKind::Vector))
        error(problems, Field::FirstStage, u"That first stage is not for %1."_s.arg(catalog::typeName(type.kind)));
    if (stage.kind == FirstStage::Kind::Subvector) {
        if (stage.dimensions < 1 || (type.dimensions > 0 && stage.dimensions >= type.dimensions))
            error(problems, Field::FirstStage, u"The first dimensions are from 1 to %1."_s.arg(type.dimensions > 1 ? type.dimensions - 1 : vector::maxDimensions));
        note(problems, Field::FirstStage, u"The first dimensions alone tell something only of models that were trained for it (Matryoshka)."_s);
    }
}

void checkSettings(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    for (const auto &[name, value] : query.settings) {
        const SearchSetting *setting = searchSetting(name);
        const QString text = setting ? settingProblem(*setting, value, table.pgvector) : u"“%1” is no setting of a search."_s.arg(name);
        if (!text.isEmpty())
            problems.push_back({.field = Field::Setting, .text = text, .setting = name});
    }
}

// The index by which the candidates are found, as far as its key tells.
const catalog::Index *leadingIndex(const SearchTable &table, const VectorQuery &query)
{
    std::vector<const catalog::Index *> found;
    if (!query.firstStage) {
        found = table.annIndexes(query.column, query.metric);
    } else if (query.firstStage->kind == FirstStage::Kind::OtherColumn) {
        const VectorKind kind = table.typeOf(query.firstStage->column).kind;
        found = table.annIndexes(query.firstStage->column, suits(query.metric, kind) ? query.metric : usualMetric(kind));
    } else {
        const QString word = query.firstStage->kind == FirstStage::Kind::BinaryQuantize ? u"binary_quantize("_s
                             : query.firstStage->kind == FirstStage::Kind::Halfvec     ? u"::halfvec("_s
                                                                                        : u"subvector("_s;
        for (const catalog::Index &index : table.facts.indexes) {
            if (index.isAnn && index.isValid && index.keys.value(0).contains(word) && index.keys.value(0).contains(query.column))
                found.push_back(&index);
        }
    }
    return found.empty() ? nullptr : found.front();
}

// Without an iterative scan an index gives no more rows than it keeps while it searches.
void checkReach(Problems &problems, const SearchTable &table, const VectorQuery &query)
{
    const auto value = [&](const QString &name) {
        const auto found = query.settings.find(name);
        return found != query.settings.end() ? found->second : searchSetting(name)->standard;
    };
    const catalog::Index *index = query.exact || hasErrors(problems) ? nullptr : leadingIndex(table, query);
    if (!index || index->method != "hnsw"_L1 || value(u"hnsw.iterative_scan"_s) != "off"_L1)
        return;
    qint64 rows = query.textLeg ? query.textLeg->vectorLimit : query.k;
    if (query.diversity && !query.textLeg)
        rows *= query.diversity->overFetch;
    if (query.grouping && !query.textLeg)
        rows *= query.grouping->overFetch;
    if (query.firstStage)
        rows *= query.firstStage->overFetch;
    const qint64 reach = value(u"hnsw.ef_search"_s).toLongLong();
    if (rows <= reach)
        return;
    const QString instead = isAtLeast(table.pgvector, u"0.8.0"_s) ? u", or turn on hnsw.iterative_scan"_s : QString();
    problems.push_back({.field = Field::Setting, .text = u"%1 rows are asked of the index %2, but hnsw.ef_search is %3: it gives no more than that. Raise it%4."_s.arg(
                            QString::number(rows), index->name, QString::number(reach), instead),
                        .isError = false, .setting = u"hnsw.ef_search"_s});
}

} // namespace

bool hasErrors(const Problems &problems)
{
    return std::ranges::any_of(problems, &SearchProblem::isError);
}

QString wordsOf(const Problems &problems)
{
    QStringList lines;
    for (const SearchProblem &problem : problems) {
        if (problem.isError)
            lines << (problem.position < 0 ? problem.text : problem.text.chopped(problem.text.endsWith(u'.')) + u" (at character %1)."_s.arg(problem.position + 1));
    }
    return lines.join(u'\n');
}

Problems problemsOf(const SearchTable &table, const VectorQuery &query)
{
    Problems problems;
    checkColumn(problems, table, query);
    if (hasErrors(problems))
        return problems; // the others depend on it
    checkTable(problems, table, query);
    checkSource(problems, table, query);
    checkNumbers(problems, query);
    checkConditions(problems, table, query);
    checkSettings(problems, table, query);
    for (const QString &column : query.outputColumns) {
        if (!table.facts.column(column))
            error(problems, Field::Output, u"There is no column “%1”."_s.arg(column));
    }
    if (query.textLeg)
        checkLeg(problems, table, query);
    if (query.firstStage)
        checkStage(problems, table, query);
    if (query.grouping && !table.facts.column(query.grouping->column))
        error(problems, Field::Grouping, u"There is no column “%1”."_s.arg(query.grouping->column));
    if (query.grouping && (query.grouping->overFetch < 1 || query.grouping->overFetch > 1000))
        error(problems, Field::Grouping, u"From 1 to 1000 rows are looked at for each of the k."_s);
    if (query.diversity && !(query.diversity->lambda >= 0 && query.diversity->lambda <= 1))
        error(problems, Field::Diversity, u"Lambda is from 0 (as unlike as can be) to 1 (relevance only)."_s);
    if (query.diversity && (query.diversity->overFetch < 1 || query.diversity->overFetch > 100))
        error(problems, Field::Diversity, u"From 1 to 100 candidates are compared for each of the k."_s);
    if (query.diversity && table.typeOf(query.column).kind == VectorKind::Sparsevec && table.typeOf(query.column).dimensions > vector::maxDimensions)
        error(problems, Field::Diversity, u"Vectors of more than 16,000 dimensions are not compared with each other here."_s);
    checkReach(problems, table, query);
    return problems;
}

Problems problemsOf(const SearchTable &table, const VectorQuery &query, const ResolvedVectors &vectors)
{
    Problems problems;
    if (const QString text = vectorProblem(vectors.query, table.typeOf(query.column), query.metric); !text.isEmpty())
        error(problems, Field::Source, text);
    if (vectors.firstStage && query.firstStage) {
        const catalog::VectorType type = table.typeOf(query.firstStage->column);
        const auto metric = suits(query.metric, type.kind) ? query.metric : usualMetric(type.kind);
        if (const QString text = vectorProblem(*vectors.firstStage, type, metric); !text.isEmpty())
            error(problems, Field::FirstStage, text);
    }
    return problems;
}

Problems notesOn(const SearchTable &table, const VectorQuery &query, std::size_t hits)
{
    Problems notes;
    const double rows = table.facts.rows();
    if (hits >= std::size_t(query.k) || query.threshold || (rows >= 0 && rows < query.k))
        return notes;
    if (query.grouping && !query.exact)
        note(notes, Field::Grouping, u"%1 of the %2 wanted came back: the nearest rows that were looked at have no more values of “%3”. Raise its over-fetch for more."_s.arg(
            QString::number(hits), QString::number(query.k), query.grouping->column));
    else if (const catalog::Index *index = query.exact ? nullptr : leadingIndex(table, query); index && !query.textLeg)
        note(notes, Field::K, u"%1 of the %2 wanted came back. Where the index %3 was used, conditions went over the rows that it gave, and dead rows count among these: raise %4, turn on its iterative scan, or search exactly."_s.arg(
            QString::number(hits), QString::number(query.k), index->name, index->method == "ivfflat"_L1 ? u"ivfflat.probes"_s : u"hnsw.ef_search"_s));
    return notes;
}

} // namespace quiver::search
