// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a spec in itself.
#include "index/indexproblems.h"

#include "index/localrows.h"
#include "sql/names.h"

#include <QMap>

#include <algorithm>
#include <optional>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::AnnMethod;
using catalog::VectorKind;
using catalog::VectorType;
using Form = IndexKey::Form;

namespace {

bool isPgvector(const IndexSpec &spec)
{
    return spec.method == "hnsw"_L1 || spec.method == "ivfflat"_L1;
}

IndexField fieldOf(const QString &option)
{
    return option == "m"_L1 ? IndexField::M : option == "lists"_L1 ? IndexField::Lists : IndexField::EfConstruction;
}

/// The storage parameters of PostgreSQL's own methods. https://www.postgresql.org/docs/current/sql-createindex.html
std::optional<QStringList> storageParameters(const QString &method)
{
    static const QMap<QString, QStringList> all{{u"btree"_s, {u"fillfactor"_s, u"deduplicate_items"_s}},
                                                {u"hash"_s, {u"fillfactor"_s}},
                                                {u"gist"_s, {u"fillfactor"_s, u"buffering"_s}},
                                                {u"spgist"_s, {u"fillfactor"_s}},
                                                {u"gin"_s, {u"fastupdate"_s, u"gin_pending_list_limit"_s}},
                                                {u"brin"_s, {u"pages_per_range"_s, u"autosummarize"_s}}};
    const auto found = all.find(method);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

class SpecCheck
{
public:
    explicit SpecCheck(const IndexSpec &spec) : m_spec(spec) {}

    std::vector<IndexProblem> all()
    {
        if (m_spec.table.isEmpty())
            problem(IndexField::Table, u"A table is missing."_s);
        if (m_spec.keys.empty())
            problem(IndexField::Column, u"A column is missing."_s);
        else
            keys();
        if (!m_spec.name.isEmpty()) {
            if (const QString wrong = sql::nameProblem(m_spec.name); !wrong.isEmpty())
                problem(IndexField::Name, wrong);
        }
        if (m_spec.isAnn() && m_spec.isUnique)
            problem(IndexField::Unique, u"An index for approximate search cannot be unique; only a B-tree can."_s);
        if (m_spec.method == "gin"_L1 && m_spec.isUnique)
            problem(IndexField::Unique, u"A GIN index cannot be unique; only a B-tree can."_s);
        const bool isOrdered = std::ranges::any_of(m_spec.keys, [](const IndexKey &key) { return !orderText(key).isEmpty(); });
        if (isOrdered && m_spec.method != "btree"_L1)
            problem(IndexField::Order, u"Only a B-tree keeps its keys in an order; %1 takes no DESC and no NULLS FIRST."_s.arg(catalog::annMethodName(m_spec.method)));
        static const QStringList carrying{u"btree"_s, u"gist"_s, u"spgist"_s};
        if (!m_spec.included.isEmpty() && !carrying.contains(m_spec.method))
            problem(IndexField::Include, u"Only B-tree, GiST and SP-GiST carry columns along; %1 takes no INCLUDE."_s.arg(catalog::annMethodName(m_spec.method)));
        options();
        return std::move(m_problems);
    }
    std::vector<IndexProblem> ofOptions()
    {
        options();
        return std::move(m_problems);
    }

private:
    void problem(IndexField field, const QString &text, std::optional<IndexSpec> remedy = {}, const QString &remedyText = {})
    {
        m_problems.push_back({field, text, true, std::move(remedy), remedyText});
    }
    void keys();
    void dimensions(const IndexKey &key);
    void metric(const IndexKey &key);
    void options();

    const IndexSpec &m_spec;
    std::vector<IndexProblem> m_problems;
};

void SpecCheck::keys()
{
    if (m_spec.isAnn() && m_spec.keys.size() > 1)
        problem(IndexField::Column, u"%1 indexes one column; a filter needs an index of its own, or goes into the predicate."_s.arg(catalog::annMethodName(m_spec.method)));
    for (const IndexKey &key : m_spec.keys) {
        if (key.form == Form::Expression ? key.expression.trimmed().isEmpty() : key.column.isEmpty())
            problem(IndexField::Column, key.form == Form::Expression ? u"An expression is missing."_s : u"A column is missing."_s);
        const std::vector<Form> forms = formsFor(key.columnType);
        if (std::ranges::find(forms, key.form) == forms.end())
            problem(IndexField::Form, u"“%1” cannot be indexed in that form: pgvector has no such function for its type."_s.arg(key.column));
        if (key.form == Form::Subvector && (key.start < 1 || key.count < 1 || (key.columnType.dimensions > 0 && key.start + key.count - 1 > key.columnType.dimensions)))
            problem(IndexField::Form, u"A part of %1 dimensions that begins with dimension %2 is not within the %3 of “%4”."_s.arg(
                                          QString::number(key.count), QString::number(key.start), QString::number(key.columnType.dimensions), key.column));
    }
    const bool isTyped = m_spec.keys.front().form != Form::Expression || indexedType(m_spec.keys.front()).kind != VectorKind::None;
    if (isPgvector(m_spec) && m_spec.keys.size() == 1 && isTyped) {
        dimensions(m_spec.keys.front());
        metric(m_spec.keys.front());
    }
}

void SpecCheck::dimensions(const IndexKey &key)
{
    const AnnMethod method = m_spec.method == "hnsw"_L1 ? AnnMethod::Hnsw : AnnMethod::Ivfflat;
    const VectorType type = indexedType(key);
    const bool isExpression = key.form == Form::Expression;
    const QString what = isExpression ? key.expression : key.column;
    if (type.kind == VectorKind::None)
        return problem(IndexField::Column, u"“%1” holds no vectors, and %2 indexes nothing else."_s.arg(key.column, catalog::annMethodName(m_spec.method)));
    const int most = catalog::maxIndexedDimensions(type.kind, method);
    if (most == 0) {
        IndexSpec hnsw = m_spec;
        hnsw.method = u"hnsw"_s;
        hnsw.options.clear();
        return problem(IndexField::Method, u"IVFFlat does not index %1; HNSW does."_s.arg(catalog::typeName(type.kind)), hnsw, u"Build an HNSW index"_s);
    }
    if (type.dimensions <= 0 && isExpression)
        return problem(IndexField::Column, u"“%1” gives a %2 without dimensions, so the server cannot index it. Cast it: (%1)::%2(n)."_s.arg(what, catalog::typeName(type.kind)));
    if (type.dimensions <= 0)
        return problem(IndexField::Column, u"“%1” has no dimensions in its type, so the server cannot index it. Give the column dimensions "
                                           "(ALTER TABLE ... TYPE %2(n)), or index an expression cast to %2(n)."_s.arg(key.column, catalog::typeName(type.kind)));
    if (type.kind == VectorKind::Sparsevec || type.dimensions <= most)
        return; // of a sparsevec the elements that are not zero count, row by row
    const QString text = u"%1 indexes up to %2 dimensions of %3, and “%4” has %5."_s.arg(
        catalog::annMethodName(m_spec.method), catalog::countText(most), catalog::typeName(type.kind), what, catalog::countText(type.dimensions));
    if (isExpression)
        return problem(IndexField::Form, text + u" Cast it to half precision, halfvec(%1), or take a part of it."_s.arg(type.dimensions));
    const auto with = [&](Form form) {
        IndexSpec spec = m_spec;
        spec.keys.front().form = form;
        if (form == Form::Subvector) {
            spec.keys.front().start = 1;
            spec.keys.front().count = std::min(most, 1024);
        }
        if (form == Form::BinaryQuantize)
            spec.metric = catalog::AnnMetric::Hamming;
        return spec;
    };
    if (key.columnType.kind == VectorKind::Vector && key.columnType.dimensions <= catalog::maxIndexedDimensions(VectorKind::Halfvec, method))
        problem(IndexField::Form, text, with(Form::Halfvec), u"Index half precision: nearly the same neighbours, half the size"_s);
    else if (key.columnType.kind == VectorKind::Vector || key.columnType.kind == VectorKind::Halfvec)
        problem(IndexField::Form, text, with(Form::BinaryQuantize), u"Index one bit for each dimension, and rank the best again by the vectors"_s);
    else
        problem(IndexField::Form, text);
    if (key.columnType.kind == VectorKind::Vector || key.columnType.kind == VectorKind::Halfvec)
        m_problems.push_back({IndexField::Form, u"If the model was trained to be cut off (Matryoshka), its first dimensions alone can be indexed."_s, false,
                              with(Form::Subvector), u"Index the first %1 dimensions"_s.arg(std::min(most, 1024))});
}

void SpecCheck::metric(const IndexKey &key)
{
    const VectorKind kind = indexedType(key).kind;
    const std::vector<Opclass> list = opclassesOf(m_spec.method, kind);
    if (kind == VectorKind::None || list.empty())
        return;
    const auto found = std::ranges::find(list, m_spec.metric, &Opclass::metric);
    if (found != list.end() && (m_spec.opclass.isEmpty() || m_spec.opclass == found->name))
        return;
    QStringList names;
    for (const Opclass &each : list)
        names << u"%1 (%2, %3)"_s.arg(each.name, each.operatorText, each.words);
    const QString method = catalog::annMethodName(m_spec.method), type = catalog::typeName(kind), has = names.join(u", "_s);
    IndexSpec remedy = m_spec;
    remedy.opclass.clear();
    remedy.metric = found == list.end() ? list.front().metric : found->metric;
    QString remedyText = u"Take "_s + (m_spec.opclass.isEmpty() ? list.front().words : opclassOf(remedy).name);
    IndexSpec half = remedy;
    half.keys.front().form = Form::Halfvec;
    const bool isOfHalf = key.form == Form::Column && kind == VectorKind::Vector && !m_spec.opclass.isEmpty() && opclassOf(half).name == m_spec.opclass;
    if (isOfHalf) {
        remedy = half;
        remedyText = u"Index the column in half precision"_s;
    }
    problem(IndexField::Metric, m_spec.opclass.isEmpty() ? u"%1 has no operator class for that distance of %2. It has %3."_s.arg(method, type, has)
                                                         : u"The operator class “%1” is not for %2 of type %3. %4 has %5 for it."_s.arg(
                                                               m_spec.opclass, key.form == Form::Expression ? u"an expression"_s : u"“%1”"_s.arg(key.column), type, method, has),
            remedy, remedyText);
}

void SpecCheck::options()
{
    const std::vector<IndexOption> known = optionsOf(m_spec.method);
    const std::optional<QStringList> own = storageParameters(m_spec.method);
    for (const auto &[name, value] : m_spec.options) {
        const auto option = std::ranges::find(known, name, &IndexOption::name);
        if (option == known.end()) {
            if (isPgvector(m_spec) || (own && !own->contains(name)))
                problem(IndexField::Method, u"%1 has no option “%2”."_s.arg(catalog::annMethodName(m_spec.method), name));
            continue;
        }
        const std::optional<int> number = m_spec.option(name);
        if (!number || *number < option->least || *number > option->most) {
            IndexSpec remedy = m_spec;
            remedy.setOption(name, number ? std::clamp(*number, option->least, option->most) : option->usual);
            problem(fieldOf(name), u"%1 is a number from %2 to %3, not “%4”."_s.arg(name, QString::number(option->least), QString::number(option->most), value),
                    remedy, u"Take %1"_s.arg(*remedy.option(name)));
        }
    }
    const int m = optionOrDefault(m_spec, u"m"_s), construction = optionOrDefault(m_spec, u"ef_construction"_s);
    if (m_spec.method == "hnsw"_L1 && construction < 2 * m) {
        IndexSpec remedy = m_spec;
        remedy.setOption(u"ef_construction"_s, 2 * m);
        problem(IndexField::EfConstruction, u"ef_construction must be at least twice m: %1 for m = %2, not %3."_s.arg(2 * m).arg(m).arg(construction), remedy,
                u"Take %1"_s.arg(2 * m));
    }
}

} // namespace

bool hasErrors(const std::vector<IndexProblem> &problems)
{
    return std::ranges::any_of(problems, &IndexProblem::isError);
}

std::vector<IndexProblem> optionProblems(const IndexSpec &spec)
{
    return SpecCheck(spec).ofOptions();
}

std::vector<IndexProblem> problemsOf(const IndexSpec &spec)
{
    return SpecCheck(spec).all();
}

bool isSameIndex(const IndexSpec &a, const IndexSpec &b)
{
    const auto essence = [](IndexSpec spec) {
        spec.schema = spec.table = spec.name = spec.tablespace = QString();
        spec.concurrently = true;
        if (!spec.isAnn() || !spec.opclass.isEmpty())
            spec.metric = catalog::AnnMetric::Unknown;
        spec.nullsNotDistinct = spec.nullsNotDistinct && spec.isUnique;
        for (IndexKey &key : spec.keys) {
            std::ranges::sort(key.opclassOptions);
            if (key.form != Form::Expression)
                continue;
            key.column.clear(); // it names its columns itself
            key.columnType = {VectorKind::None, -1};
        }
        for (const IndexOption &option : optionsOf(spec.method))
            spec.setOption(option.name, optionOrDefault(spec, option.name));
        std::ranges::sort(spec.options);
        return spec;
    };
    return essence(a) == essence(b);
}

double indexedRows(const IndexTable &table, const IndexSpec &spec, double matchingRows)
{
    double rows = matchingRows >= 0 ? std::min(matchingRows, std::max(table.rows, 0.0)) : table.rows;
    if (rows <= 0 || spec.keys.empty() || !spec.isAnn())
        return rows;
    if (const ColumnSample *sample = table.sample(spec.keys.front().column)) {
        rows *= 1 - std::max(0.0, sample->nullShare);
        if (spec.metric == catalog::AnnMetric::Cosine)
            rows *= 1 - std::max(0.0, sample->zeroShare);
    }
    return rows;
}

double largestPartRows(const IndexTable &table, double indexedRows)
{
    double all = 0, largest = 0;
    for (const catalog::TablePart &part : localParts(table.facts)) {
        all += std::max(0.0, part.rows);
        largest = std::max(largest, part.rows);
    }
    return table.facts.isPartitioned() && all > 0 ? indexedRows * largest / all : indexedRows;
}

} // namespace quiver::index
