// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the fields of a row.
#include "core/jsoncursor.h"
#include "core/counttext.h"
#include "load/rowform.h"
#include "load/rowvector.h"
#include "pg/connection.h"
#include "sql/quoter.h"
#include "vector/distance.h"
#include "vector/half.h"

#include <QRegularExpression>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

struct Finding {
    QString text;
    qsizetype position = -1;
    bool isRemark = false;
};

/// From PostgreSQL 16 on there are other ways to write a whole number; the server judges those.
std::vector<Finding> ofInteger(const QString &text, qint64 smallest, qint64 largest, int serverVersion)
{
    static const QRegularExpression digits(u"^[+-]?[0-9]+$"_s);
    static const QRegularExpression other(u"^[+-]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[0-9_]+)$"_s);
    const QString number = text.trimmed();
    if (!digits.match(number).hasMatch()) {
        if (serverVersion >= 160000 && other.match(number).hasMatch())
            return {};
        return {{u"a whole number is needed"_s}};
    }
    bool ok = false;
    const qint64 value = number.toLongLong(&ok);
    if (!ok || value < smallest || value > largest)
        return {{u"out of range: %1 to %2"_s.arg(smallest).arg(largest)}};
    return {};
}

std::vector<Finding> ofReal(const QString &text, pg::TypeKind kind)
{
    const QString number = text.trimmed().toLower();
    static const QStringList words{u"nan"_s, u"infinity"_s, u"-infinity"_s, u"+infinity"_s, u"inf"_s, u"-inf"_s, u"+inf"_s};
    if (words.contains(number))
        return {};
    static const QRegularExpression shape(u"^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[+-]?[0-9]+)?$"_s);
    if (!shape.match(number).hasMatch())
        return {{u"a number is needed"_s}};
    bool ok = false;
    const double value = number.toDouble(&ok);
    const bool fits = ok && std::isfinite(value) && (kind == pg::TypeKind::Float8 || std::isfinite(float(value)));
    return fits ? std::vector<Finding>() : std::vector<Finding>{{u"out of range"_s}};
}

std::vector<Finding> ofBoolean(const QString &text)
{
    static const QRegularExpression words(u"^(t(r(u(e)?)?)?|f(a(l(s(e)?)?)?)?|y(e(s)?)?|no?|on|off?|1|0)$"_s);
    return words.match(text.trimmed().toLower()).hasMatch() ? std::vector<Finding>() : std::vector<Finding>{{u"true or false is needed"_s}};
}

std::vector<Finding> ofUuid(const QString &text)
{
    QString digits = text.trimmed();
    if (digits.startsWith(u'{') && digits.endsWith(u'}'))
        digits = digits.sliced(1, digits.size() - 2);
    digits.remove(u'-');
    static const QRegularExpression hex(u"^[0-9a-fA-F]{32}$"_s);
    return hex.match(digits).hasMatch() ? std::vector<Finding>() : std::vector<Finding>{{u"a UUID has 32 hexadecimal digits"_s}};
}

std::vector<Finding> ofText(const RowField &field, const QString &text)
{
    if (!field.labels.isEmpty() && !field.labels.contains(text))
        return {{u"one of these is needed: %1"_s.arg(field.labels.join(u", "_s))}};
    const int most = field.maxLength();
    if (most < 0)
        return {};
    qsizetype characters = 0; // code points, as the server counts; blanks beyond the limit are cut off
    QString trimmed = text;
    while (trimmed.endsWith(u' '))
        trimmed.chop(1);
    for (const QChar c : trimmed)
        characters += c.isLowSurrogate() ? 0 : 1;
    return characters <= most ? std::vector<Finding>() : std::vector<Finding>{{u"at most %1 characters, not %2"_s.arg(most).arg(characters)}};
}

std::vector<Finding> ofJson(const QString &text, bool isBinary)
{
    const QByteArray utf8 = text.toUtf8();
    core::JsonCursor cursor({utf8.constData(), std::size_t(utf8.size())});
    std::string_view raw;
    cursor.skipBlanks();
    if (cursor.skipValue(raw) && !cursor.atEnd())
        cursor.fail(u"nothing may follow the value"_s);
    const core::TextProblem &problem = cursor.problem();
    // json takes \u0000 and more, which jsonb refuses.
    if (problem.reason.isEmpty() || (!isBinary && problem.reason.contains("\\u"_L1)))
        return {};
    const qsizetype bytes = std::min(qsizetype(problem.position), utf8.size());
    return {{u"no JSON: %1"_s.arg(problem.reason), QString::fromUtf8(utf8.first(bytes)).size()}};
}

std::vector<Finding> ofValues(const RowField &field, const FieldVector &vector)
{
    if (field.kind == pg::TypeKind::Bit || vector.values.empty())
        return {};
    std::vector<Finding> findings;
    if (field.kind == pg::TypeKind::Halfvec) {
        const vector::HalfConversion half = vector::toHalf(vector.values);
        if (!half.overflowed.empty()) {
            const int at = half.overflowed.front();
            return {{u"value %1 is %2, beyond half precision (65504)"_s.arg(at + 1).arg(double(vector.values[std::size_t(at)]))}};
        }
        if (!half.flushed.empty())
            findings.push_back({core::countOf(qint64(half.flushed.size()), u"1 value is too small for half precision and becomes 0"_s, u"%1 values are too small for half precision and become 0"_s), -1, true});
    }
    if (!(vector::norm(vector.values) > 0))
        findings.push_back({u"all values are 0: an index by cosine distance leaves it out"_s, -1, true});
    return findings;
}

std::vector<Finding> ofVector(const RowField &field, const QString &text)
{
    const FieldVector vector = readFieldVector(field, text);
    if (!vector.ok())
        return {{vector.error, vector.position}};
    const int wanted = field.dimensions();
    const bool isBits = field.kind == pg::TypeKind::Bit;
    const bool isAtMost = isBits && field.baseType == "bit varying"_L1;
    if (wanted >= 0 && (isAtMost ? vector.dimensions > wanted : vector.dimensions != wanted)) {
        return {{u"expected %1%2 %3, not %4"_s.arg(isAtMost ? u"at most "_s : QString()).arg(wanted).arg(isBits ? u"bits"_s : u"dimensions"_s)
                     .arg(vector.dimensions)}};
    }
    return ofValues(field, vector);
}

std::vector<Finding> ofContent(const RowField &field, const QString &text, int serverVersion)
{
    if (const qsizetype nul = text.indexOf(QChar(0)); nul >= 0)
        return {{u"a NUL character, which PostgreSQL cannot store"_s, nul}};
    switch (field.kind) {
    case pg::TypeKind::Bool: return ofBoolean(text);
    case pg::TypeKind::Int2: return ofInteger(text, std::numeric_limits<qint16>::min(), std::numeric_limits<qint16>::max(), serverVersion);
    case pg::TypeKind::Int4: return ofInteger(text, std::numeric_limits<qint32>::min(), std::numeric_limits<qint32>::max(), serverVersion);
    case pg::TypeKind::Int8: return ofInteger(text, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max(), serverVersion);
    case pg::TypeKind::Float4:
    case pg::TypeKind::Float8: return ofReal(text, field.kind);
    case pg::TypeKind::Uuid: return ofUuid(text);
    case pg::TypeKind::Text: return ofText(field, text);
    case pg::TypeKind::Json:
    case pg::TypeKind::Jsonb: return ofJson(text, field.kind == pg::TypeKind::Jsonb);
    case pg::TypeKind::Vector:
    case pg::TypeKind::Halfvec:
    case pg::TypeKind::Sparsevec:
    case pg::TypeKind::Bit: return ofVector(field, text);
    default: return {};
    }
}

std::vector<Finding> ofField(const RowForm &form, const RowField &field, const RowValue &value)
{
    if (value.kind == RowValue::Kind::Default) {
        if (field.notNull && !field.hasDefault())
            return {{u"a value is needed: NULL is not allowed, and there is no default"_s}};
        return {};
    }
    if (field.isComputed())
        return {{u"the server computes it"_s}};
    if (field.generation == RowField::Generation::IdentityAlways)
        return {{u"the server makes it (GENERATED ALWAYS)"_s}};
    if (value.kind == RowValue::Kind::Null)
        return field.notNull ? std::vector<Finding>{{u"NULL is not allowed"_s}} : std::vector<Finding>();
    return ofContent(field, value.text, form.serverVersion);
}

/// What problemsOf() cannot decide.
bool isForServer(const RowField &field)
{
    switch (field.kind) {
    case pg::TypeKind::Bool:
    case pg::TypeKind::Int2:
    case pg::TypeKind::Int4:
    case pg::TypeKind::Int8:
    case pg::TypeKind::Uuid:
    case pg::TypeKind::Text:
    case pg::TypeKind::Vector:
    case pg::TypeKind::Halfvec:
    case pg::TypeKind::Sparsevec:
    case pg::TypeKind::Bit: return field.isDomain;
    default: return true;
    }
}

} // namespace

std::vector<RowProblem> problemsOf(const RowForm &form, int field, const RowValue &value)
{
    std::vector<RowProblem> problems;
    for (const Finding &finding : ofField(form, form.fields.at(std::size_t(field)), value))
        problems.push_back({field, finding.text, finding.position, finding.isRemark});
    return problems;
}

std::vector<RowProblem> problemsOf(const RowForm &form, const RowValues &values, const ExistingRow *before)
{
    std::vector<RowProblem> problems;
    for (std::size_t i = 0; i < form.fields.size() && i < values.size(); ++i) {
        if (before && values[i] == before->values[i])
            continue;
        const std::vector<RowProblem> own = problemsOf(form, int(i), values[i]);
        problems.insert(problems.end(), own.begin(), own.end());
    }
    return problems;
}

bool hasErrors(const std::vector<RowProblem> &problems)
{
    return std::ranges::any_of(problems, [](const RowProblem &problem) { return !problem.isRemark; });
}

std::vector<RowProblem> problemsOnServer(pg::Connection &connection, const RowForm &form, const RowValues &values)
{
    const sql::Quoter quote(connection);
    std::vector<std::pair<int, QString>> casts;
    QStringList all;
    for (std::size_t i = 0; i < form.fields.size() && i < values.size(); ++i) {
        if (values[i].kind != RowValue::Kind::Text || !isForServer(form.fields[i]))
            continue;
        casts.emplace_back(int(i), u"CAST(%1 AS %2)"_s.arg(quote.literal(values[i].text), form.fields[i].type));
        all << casts.back().second;
    }
    std::vector<RowProblem> problems;
    if (casts.empty())
        return problems;
    const auto refused = [&connection](const QString &expression) -> QString {
        try {
            connection.exec(u"SELECT "_s + expression);
        } catch (const pg::Error &error) {
            if (!error.connectionUsable() || error.retryable() || error.sqlState() == "57014"_L1)
                throw;
            return error.message();
        }
        return {};
    };
    if (refused(all.join(u", "_s)).isEmpty())
        return problems;
    for (const auto &[field, cast] : casts) {
        if (const QString why = refused(cast); !why.isEmpty())
            problems.push_back({field, why});
    }
    return problems;
}

} // namespace quiver::load
