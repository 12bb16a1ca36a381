// SPDX-License-Identifier: GPL-3.0-or-later
#include "doctor/expression.h"

#include "sql/pgquery.h"
#include "sql/scanner.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;

namespace {

// Of a text that is parsed. A vector of 16,000 dimensions has 200 kB and is one token; the parser's tree is as deep as its tokens are many.
constexpr qsizetype mostBytes = 4 * 1024 * 1024;
constexpr int mostTokens = 10'000;

bool isTooLarge(const QString &sql)
{
    sql::Scanner scanner(sql);
    int tokens = 0;
    while (tokens <= mostTokens && scanner.next().kind != sql::Token::Kind::End)
        ++tokens;
    return sql.size() > mostBytes || tokens > mostTokens;
}

struct Words {
    AnnMetric metric;
    const char16_t *operatorText;
    const char16_t *function;
};
constexpr Words words[] = {{AnnMetric::L2, u"<->", u"l2_distance"}, {AnnMetric::InnerProduct, u"<#>", u"vector_negative_inner_product"},
                           {AnnMetric::InnerProduct, u"<#>", u"halfvec_negative_inner_product"},
                           {AnnMetric::InnerProduct, u"<#>", u"sparsevec_negative_inner_product"},
                           {AnnMetric::InnerProduct, u"<#>", u"inner_product"}, {AnnMetric::Cosine, u"<=>", u"cosine_distance"},
                           {AnnMetric::L1, u"<+>", u"l1_distance"}, {AnnMetric::Hamming, u"<~>", u"hamming_distance"},
                           {AnnMetric::Jaccard, u"<%>", u"jaccard_distance"}};

QStringList namesOf(const QJsonArray &strings)
{
    QStringList names;
    for (const QJsonValue &each : strings)
        names << each["String"_L1]["sval"_L1].toString();
    return names;
}

QJsonValue withoutPlaces(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &each : value.toArray())
            array.append(withoutPlaces(each));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object;
    const QJsonObject from = value.toObject();
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (it.key() == "location"_L1 || it.key() == "funcformat"_L1)
            continue;
        const bool isName = it.key() == "fields"_L1 || it.key() == "funcname"_L1 || it.key() == "names"_L1 || it.key() == "name"_L1;
        if (isName && it->isArray() && !it->toArray().isEmpty())
            object.insert(it.key(), withoutPlaces(QJsonArray{it->toArray().last()})); // the last part: no alias, no schema
        else
            object.insert(it.key(), withoutPlaces(*it));
    }
    return object;
}

template<typename Visit>
void walk(const QJsonValue &value, const Visit &visit)
{
    if (value.isArray()) {
        for (const QJsonValue &each : value.toArray())
            walk(each, visit);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        visit(object);
        for (const QJsonValue &each : object)
            walk(each, visit);
    }
}

/// What EXPLAIN writes that no parser takes: the results of InitPlans and SubPlans, which are parameters.
QString withoutSubplans(QString text)
{
    static const QRegularExpression once(u"\\((?:InitPlan|CTE) [^()]*\\)(?:\\.col\\d+)?|\\$0\\b"_s);
    static const QRegularExpression perRow(u"\\((?:hashed )?SubPlan [^()]*\\)(?:\\.col\\d+)?"_s);
    if (!text.contains("Plan "_L1) && !text.contains("$0"_L1))
        return text;
    return text.replace(once, u"$9"_s).replace(perRow, u'$' + QString::number(rowParameter));
}

/// Whether the operand is of a type of pgvector, or a bit string: by its cast or its function. No value: neither tells.
std::optional<bool> isVector(const QJsonObject &node)
{
    static const QStringList types{u"vector"_s, u"halfvec"_s, u"sparsevec"_s, u"bit"_s}, functions{u"binary_quantize"_s, u"l2_normalize"_s, u"subvector"_s};
    const QJsonValue type = node["TypeCast"_L1]["typeName"_L1];
    if (type.isObject() && type["arrayBounds"_L1].toArray().isEmpty()) // an array is what a vector is made of
        return types.contains(namesOf(type["names"_L1].toArray()).last());
    const QStringList called = namesOf(node["FuncCall"_L1]["funcname"_L1].toArray());
    return !called.isEmpty() && functions.contains(called.last()) ? std::optional(true) : std::nullopt;
}

} // namespace

QString Operand::column() const
{
    return columns.size() == 1 ? columns.front().section(u'.', -1) : QString();
}

QString Operand::alias() const
{
    return columns.size() == 1 && columns.front().contains(u'.') ? columns.front().section(u'.', -2, -2) : QString();
}

bool Operand::isColumn() const
{
    return node.contains("ColumnRef"_L1);
}

int Operand::dimensions() const
{
    if (constant.startsWith(u'['))
        return int(constant.count(u',')) + 1;
    if (constant.startsWith(u'{'))
        return constant.section(u'/', 1).isEmpty() ? -1 : constant.section(u'/', 1).toInt();
    return -1;
}

QJsonObject parseStatement(const QString &sql)
{
    if (isTooLarge(sql) || sql.contains(QChar(0)))
        return {};
    const QByteArray utf8 = sql.toUtf8();
    const auto tree = sql::pgquery::parse(utf8);
    const QJsonArray statements = tree ? QJsonDocument::fromJson(*tree)["stmts"_L1].toArray() : QJsonArray();
    return statements.size() == 1 ? statements[0]["stmt"_L1].toObject() : QJsonObject();
}

std::optional<QJsonObject> parseExpression(const QString &text)
{
    const QJsonArray targets = parseStatement(u"SELECT "_s + withoutSubplans(text))["SelectStmt"_L1]["targetList"_L1].toArray();
    if (targets.size() != 1)
        return std::nullopt;
    return targets[0]["ResTarget"_L1]["val"_L1].toObject();
}

std::optional<SortItem> parseSortKey(const QString &text)
{
    const QJsonArray items = parseStatement(u"SELECT ORDER BY "_s + withoutSubplans(text))["SelectStmt"_L1]["sortClause"_L1].toArray();
    if (items.size() != 1)
        return std::nullopt;
    const QJsonValue item = items[0]["SortBy"_L1];
    return SortItem{item["node"_L1].toObject(), item["sortby_dir"_L1].toString() == "SORTBY_DESC"_L1};
}

Operand operandOf(const QJsonObject &node)
{
    Operand operand{.node = node};
    operand.form = QString::fromUtf8(QJsonDocument(withoutPlaces(node).toObject()).toJson(QJsonDocument::Compact));
    walk(node, [&](const QJsonObject &each) {
        if (const QJsonValue column = each["ColumnRef"_L1]; column.isObject())
            operand.columns << namesOf(column["fields"_L1].toArray()).join(u'.');
        if (const QJsonValue call = each["FuncCall"_L1]; call.isObject())
            operand.functions << namesOf(call["funcname"_L1].toArray()).last();
        operand.hasParameter = operand.hasParameter || each.contains("ParamRef"_L1) || each.contains("SubLink"_L1);
    });
    operand.columns.removeDuplicates();
    QJsonValue inner = node;
    while (inner["TypeCast"_L1].isObject()) {
        if (operand.constantType.isEmpty())
            operand.constantType = namesOf(inner["TypeCast"_L1]["typeName"_L1]["names"_L1].toArray()).last();
        inner = inner["TypeCast"_L1]["arg"_L1];
    }
    if (inner["A_Const"_L1]["sval"_L1].isObject())
        operand.constant = inner["A_Const"_L1]["sval"_L1]["sval"_L1].toString();
    else
        operand.constantType.clear();
    return operand;
}

std::optional<Distance> distanceOf(const QJsonObject &node)
{
    Distance distance{.node = node};
    QJsonObject left, right;
    const QJsonValue expression = node["A_Expr"_L1];
    const QJsonValue call = node["FuncCall"_L1];
    QString name;
    if (expression["kind"_L1].toString() == "AEXPR_OP"_L1) {
        name = namesOf(expression["name"_L1].toArray()).last();
        left = expression["lexpr"_L1].toObject();
        right = expression["rexpr"_L1].toObject();
    } else if (call["args"_L1].toArray().size() == 2) {
        name = distance.function = namesOf(call["funcname"_L1].toArray()).last();
        left = call["args"_L1][0].toObject();
        right = call["args"_L1][1].toObject();
    }
    const auto found = std::ranges::find_if(words, [&](const Words &each) {
        return name == QStringView(distance.function.isEmpty() ? each.operatorText : each.function);
    });
    if (found == std::end(words) || left.isEmpty() || right.isEmpty())
        return std::nullopt;
    // Others have such operators, too: <-> of points, of words (pg_trgm), of cubes.
    if (distance.function.isEmpty() && (!isVector(left).value_or(true) || !isVector(right).value_or(true)))
        return std::nullopt;
    distance.metric = found->metric;
    distance.operatorText = QString::fromUtf16(found->operatorText);
    distance.key = operandOf(left);
    distance.query = operandOf(right);
    if (distance.key.columns.isEmpty())
        std::swap(distance.key, distance.query);
    return distance;
}

std::vector<Distance> distancesIn(const QJsonObject &node)
{
    std::vector<Distance> distances;
    walk(node, [&](const QJsonObject &each) {
        if (auto distance = distanceOf(each))
            distances.push_back(std::move(*distance));
    });
    return distances;
}

std::vector<QJsonObject> conjuncts(const QJsonObject &node)
{
    const QJsonValue expression = node["BoolExpr"_L1];
    if (expression["boolop"_L1].toString() != "AND_EXPR"_L1)
        return {node};
    std::vector<QJsonObject> parts;
    for (const QJsonValue &each : expression["args"_L1].toArray()) {
        const auto of = conjuncts(each.toObject());
        parts.insert(parts.end(), of.begin(), of.end());
    }
    return parts;
}

QString operatorOf(AnnMetric metric)
{
    const auto found = std::ranges::find(words, metric, &Words::metric);
    return found == std::end(words) ? QString() : QString::fromUtf16(found->operatorText);
}

} // namespace quiver::doctor
