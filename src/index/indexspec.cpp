// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/indexspec.h"

#include "sql/names.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::index {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;
using catalog::VectorKind;
using Form = IndexKey::Form;

namespace {

struct MetricWords {
    AnnMetric metric;
    const char16_t *word; ///< within an operator class's name
    const char16_t *operatorText;
    const char16_t *words;
};

constexpr MetricWords metricWords[] = {
    {AnnMetric::L2, u"l2", u"<->", u"Euclidean (L2) distance"},
    {AnnMetric::InnerProduct, u"ip", u"<#>", u"inner product, negated so that the nearest come first"},
    {AnnMetric::Cosine, u"cosine", u"<=>", u"cosine distance"},
    {AnnMetric::L1, u"l1", u"<+>", u"taxicab (L1) distance"},
    {AnnMetric::Hamming, u"hamming", u"<~>", u"Hamming distance"},
    {AnnMetric::Jaccard, u"jaccard", u"<%>", u"Jaccard distance"},
};

bool offers(const QString &method, VectorKind kind, AnnMetric metric)
{
    const bool isHnsw = method == "hnsw"_L1;
    const bool isBitwise = metric == AnnMetric::Hamming || metric == AnnMetric::Jaccard;
    if (kind == VectorKind::None || isBitwise != (kind == VectorKind::Bit) || (!isHnsw && method != "ivfflat"_L1))
        return false;
    return isHnsw || (kind != VectorKind::Sparsevec && metric != AnnMetric::L1 && metric != AnnMetric::Jaccard);
}

/// "cosine"; empty: Unknown.
QString metricWord(AnnMetric metric)
{
    const auto found = std::ranges::find(metricWords, metric, &MetricWords::metric);
    return found == std::end(metricWords) ? QString() : QString::fromUtf16(found->word);
}

QString formWord(const IndexKey &key)
{
    switch (key.form) {
    case Form::Halfvec: return u"half"_s;
    case Form::BinaryQuantize: return u"bit"_s;
    case Form::Subvector: return u"sub%1"_s.arg(key.count);
    case Form::Normalized: return u"unit"_s;
    case Form::Column:
    case Form::Expression: break;
    }
    return {};
}

} // namespace

VectorKind kindNamed(const QString &typeName)
{
    for (const VectorKind kind : {VectorKind::Vector, VectorKind::Halfvec, VectorKind::Sparsevec, VectorKind::Bit}) {
        if (catalog::typeName(kind) == typeName)
            return kind;
    }
    return VectorKind::None;
}

catalog::VectorType indexedType(const IndexKey &key)
{
    switch (key.form) {
    case Form::Column:
    case Form::Expression:
    case Form::Normalized: return key.columnType;
    case Form::Halfvec: return {VectorKind::Halfvec, key.columnType.dimensions};
    case Form::BinaryQuantize: return {VectorKind::Bit, key.columnType.dimensions};
    case Form::Subvector: return {key.columnType.kind, key.count};
    }
    return {VectorKind::None, -1};
}

QString orderText(const IndexKey &key)
{
    QStringList words;
    if (key.isDescending)
        words << u"DESC"_s;
    if (key.nullsElsewhere)
        words << (key.isDescending ? u"NULLS LAST"_s : u"NULLS FIRST"_s);
    return words.join(u' ');
}

QString takeOrder(const QString &text, IndexKey &key)
{
    static const QRegularExpression order(u"^(.*?)(?:\\s+(ASC|DESC))?(?:\\s+NULLS\\s+(FIRST|LAST))?\\s*$"_s,
                                          QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = order.match(text);
    key.isDescending = match.captured(2).compare("desc"_L1, Qt::CaseInsensitive) == 0;
    const QString nulls = match.captured(3).toLower();
    key.nullsElsewhere = !nulls.isEmpty() && (nulls == "first"_L1) != key.isDescending;
    return match.captured(1);
}

std::vector<Form> formsFor(const catalog::VectorType &type)
{
    switch (type.kind) {
    case VectorKind::Vector: return {Form::Column, Form::Halfvec, Form::BinaryQuantize, Form::Subvector, Form::Normalized, Form::Expression};
    case VectorKind::Halfvec: return {Form::Column, Form::BinaryQuantize, Form::Subvector, Form::Normalized, Form::Expression};
    case VectorKind::Sparsevec: return {Form::Column, Form::Normalized, Form::Expression};
    case VectorKind::Bit:
    case VectorKind::None: break;
    }
    return {Form::Column, Form::Expression};
}

std::optional<int> IndexSpec::option(const QString &wanted) const
{
    const auto found = std::ranges::find(options, wanted, &std::pair<QString, QString>::first);
    if (found == options.end())
        return std::nullopt;
    bool isNumber = false;
    const int value = found->second.toInt(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

void IndexSpec::setOption(const QString &wanted, std::optional<int> value)
{
    const auto found = std::ranges::find(options, wanted, &std::pair<QString, QString>::first);
    if (!value) {
        if (found != options.end())
            options.erase(found);
    } else if (found != options.end()) {
        found->second = QString::number(*value);
    } else {
        options.emplace_back(wanted, QString::number(*value));
    }
}

bool IndexSpec::isAnn() const
{
    static const QStringList methods{u"hnsw"_s, u"ivfflat"_s, u"diskann"_s, u"vchordrq"_s, u"vchordg"_s, u"ybhnsw"_s};
    return methods.contains(method);
}

std::vector<IndexOption> optionsOf(const QString &method)
{
    if (method == "hnsw"_L1) {
        return {{u"m"_s, 2, 100, 16,
                 u"Links of each row within the graph. More give better recall and a larger, slower-built index; 12 to 32 is usual."_s},
                {u"ef_construction"_s, 4, 1000, 64,
                 u"Candidates looked at for each row that is added, at least twice m. More build a better graph, in more time; 64 to 200 is usual."_s}};
    }
    if (method == "ivfflat"_L1) {
        return {{u"lists"_s, 1, 32'768, 100,
                 u"Clusters that the rows are sorted into: about rows/1000 up to a million rows, the square root of the rows above."_s}};
    }
    return {};
}

int optionOrDefault(const IndexSpec &spec, const QString &option)
{
    if (const std::optional<int> value = spec.option(option))
        return *value;
    const std::vector<IndexOption> options = optionsOf(spec.method);
    const auto found = std::ranges::find(options, option, &IndexOption::name);
    return found == options.end() ? 0 : found->usual;
}

std::vector<Opclass> opclassesOf(const QString &method, VectorKind kind)
{
    std::vector<Opclass> list;
    for (const MetricWords &of : metricWords) {
        if (offers(method, kind, of.metric))
            list.push_back({u"%1_%2_ops"_s.arg(catalog::typeName(kind), QString::fromUtf16(of.word)), of.metric,
                            QString::fromUtf16(of.operatorText), QString::fromUtf16(of.words)});
    }
    return list;
}

Opclass opclassOf(const IndexSpec &spec)
{
    if (spec.keys.empty())
        return {};
    const std::vector<Opclass> list = opclassesOf(spec.method, indexedType(spec.keys.front()).kind);
    const auto found = std::ranges::find(list, spec.metric, &Opclass::metric);
    return found == list.end() ? Opclass{} : *found;
}

QString annOpclass(const IndexSpec &spec)
{
    if (!spec.isAnn() || spec.keys.empty())
        return {};
    if (!optionsOf(spec.method).empty())
        return opclassOf(spec).name;
    const VectorKind kind = indexedType(spec.keys.front()).kind;
    const QString word = metricWord(spec.metric);
    return kind == VectorKind::None || word.isEmpty() ? QString() : u"%1_%2_ops"_s.arg(catalog::typeName(kind), word);
}

QString suggestedName(const IndexSpec &spec)
{
    QStringList middle;
    for (const IndexKey &key : spec.keys)
        middle << (key.column.isEmpty() ? u"expr"_s : key.column);
    QStringList label;
    if (spec.isAnn()) {
        if (const QString form = formWord(spec.keys.empty() ? IndexKey{} : spec.keys.front()); !form.isEmpty())
            label << form;
        label << spec.method;
        if (const QString word = metricWord(spec.metric); !word.isEmpty())
            label << word;
    } else if (spec.method != "btree"_L1) {
        label << spec.method;
    }
    label << u"idx"_s;
    return sql::madeName(spec.table, middle.join(u'_'), label.join(u'_'));
}

} // namespace quiver::index
