// SPDX-License-Identifier: GPL-3.0-or-later
// Which way an expression goes as the distance in it rises.
#include "doctor/expression.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quiver::doctor {

using namespace Qt::StringLiterals;
using catalog::AnnMetric;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A part of the expression: where its values lie, and how they go.
struct Part {
    double least = -infinity, most = infinity;
    bool isConstant = true;
    Course course = Course::Unknown; ///< of what is no constant
    bool isKnown() const { return isConstant || course != Course::Unknown; }
    bool isPositive() const { return least > 0; }
    bool isNegative() const { return most < 0; }
};
const Part unknown{.isConstant = false};

Course turned(Course course)
{
    return course == Course::Rising ? Course::Falling : course == Course::Falling ? Course::Rising : Course::Unknown;
}

Part negative(const Part &part)
{
    return {-part.most, -part.least, part.isConstant, turned(part.course)};
}

Part sum(const Part &one, const Part &other)
{
    if (!one.isKnown() || !other.isKnown() || (!one.isConstant && !other.isConstant && one.course != other.course))
        return unknown;
    return {one.least + other.least, one.most + other.most, one.isConstant && other.isConstant, one.isConstant ? other.course : one.course};
}

/// \p part times a constant that is not 0.
Part scaled(const Part &part, const Part &factor)
{
    if (!part.isKnown() || !factor.isConstant || !(factor.isPositive() || factor.isNegative()))
        return unknown;
    const Part by = factor.isPositive() ? factor : negative(factor), to = factor.isPositive() ? part : negative(part);
    const auto product = [](double a, double b) { return a == 0 || b == 0 ? 0 : a * b; };
    const auto [least, most] = std::minmax({product(to.least, by.least), product(to.least, by.most), product(to.most, by.least), product(to.most, by.most)});
    return {least, most, to.isConstant, to.course};
}

/// 1 / \p part, whose values are all on one side of 0: at 0 itself the server refuses to divide.
Part inverse(const Part &part)
{
    if (!part.isKnown() || (part.least < 0 && part.most > 0))
        return unknown;
    const bool isAbove = part.least >= 0;
    return {isAbove ? (std::isinf(part.most) ? 0 : 1 / part.most) : (part.most == 0 ? -infinity : 1 / part.most),
            isAbove ? (part.least == 0 ? infinity : 1 / part.least) : (std::isinf(part.least) ? 0 : 1 / part.least), part.isConstant, turned(part.course)};
}

Part constantPart(const QJsonValue &constant)
{
    bool isNumber = true;
    double value = constant["ival"_L1]["ival"_L1].toInt();
    if (constant["fval"_L1].isObject())
        value = constant["fval"_L1]["fval"_L1].toString().toDouble(&isNumber);
    else if (constant["sval"_L1].isObject())
        value = constant["sval"_L1]["sval"_L1].toString().toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? Part{value, value} : Part{};
}

Part distancePart(const Distance &distance)
{
    const double most = distance.metric == AnnMetric::Cosine ? 2 : distance.metric == AnnMetric::Jaccard ? 1 : infinity;
    if (distance.metric == AnnMetric::InnerProduct)
        return {-infinity, infinity, false, distance.function == "inner_product"_L1 ? Course::Falling : Course::Rising};
    return {0, most, false, Course::Rising};
}

Part partOf(const QJsonObject &node);

Part expressionPart(const QJsonValue &expression)
{
    const QJsonArray names = expression["name"_L1].toArray();
    const QString name = names.isEmpty() ? QString() : names.last()["String"_L1]["sval"_L1].toString();
    const bool isPlain = expression["kind"_L1].toString() == "AEXPR_OP"_L1;
    const Part right = partOf(expression["rexpr"_L1].toObject());
    const bool isSigned = !expression["lexpr"_L1].isObject();
    const Part left = isSigned ? Part{0, 0} : partOf(expression["lexpr"_L1].toObject());
    if (!isPlain || !left.isKnown() || !right.isKnown())
        return unknown;
    if (name == "+"_L1)
        return sum(left, right);
    if (name == "-"_L1)
        return sum(left, negative(right));
    if (name == "*"_L1 && !isSigned)
        return right.isConstant ? scaled(left, right) : scaled(right, left);
    if (name == "/"_L1 && !isSigned)
        return right.isConstant ? scaled(left, right.isPositive() || right.isNegative() ? inverse(right) : unknown) : scaled(inverse(right), left);
    return unknown;
}

Part partOf(const QJsonObject &node)
{
    if (const auto distance = distanceOf(node))
        return distancePart(*distance);
    if (node.contains("A_Expr"_L1))
        return expressionPart(node["A_Expr"_L1]);
    if (node.contains("A_Const"_L1))
        return constantPart(node["A_Const"_L1]);
    if (const QJsonValue cast = node["TypeCast"_L1]; cast.isObject()) {
        // To whole numbers, to text, or to a fixed number of places: what differed may be the same afterwards, or in another order.
        static const QStringList types{u"float4"_s, u"float8"_s, u"numeric"_s};
        const QJsonValue type = cast["typeName"_L1];
        const Part part = partOf(cast["arg"_L1].toObject());
        const bool keeps = types.contains(type["names"_L1].toArray().last()["String"_L1]["sval"_L1].toString()) && type["typmods"_L1].toArray().isEmpty();
        return keeps || part.isConstant ? part : unknown;
    }
    if (const QJsonValue parameter = node["ParamRef"_L1]; parameter.isObject())
        return parameter["number"_L1].toInt() == rowParameter ? unknown : Part{};
    return unknown;
}

} // namespace

Course courseOf(const QJsonObject &node)
{
    // The same distance twice is one; two of them rise and fall by themselves.
    const std::vector<Distance> distances = distancesIn(node);
    const bool isOne = std::ranges::all_of(distances, [&](const Distance &each) { return operandOf(each.node) == operandOf(distances.front().node); });
    const Part part = isOne ? partOf(node) : unknown;
    return part.isConstant ? Course::Unknown : part.course;
}

} // namespace quiver::doctor
