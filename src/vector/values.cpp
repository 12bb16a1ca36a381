// SPDX-License-Identifier: GPL-3.0-or-later
#include "vector/values.h"

#include <charconv>
#include <cmath>

namespace quiver::vector {

using namespace Qt::StringLiterals;

namespace {

void appendNumber(QByteArray &out, float value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end - buffer);
}

bool isSpace(QChar c)
{
    return c.isSpace();
}

/// One number at the start of \p text; says how many characters it took, 0 when there is none.
qsizetype readNumber(QStringView text, float &value, QString &error)
{
    qsizetype length = 0;
    while (length < text.size() && !isSpace(text[length]) && text[length] != u',' && text[length] != u']')
        ++length;
    QByteArray ascii = text.first(length).toUtf8();
    if (ascii.startsWith('+'))
        ascii.remove(0, 1); // from_chars knows no plus sign
    const auto [end, code] = std::from_chars(ascii.constData(), ascii.constData() + ascii.size(), value);
    if (code == std::errc::result_out_of_range) {
        // Too small is zero for the server, too large is an error.
        bool readable = false;
        const double wide = ascii.toDouble(&readable);
        if (readable && std::abs(wide) < 1) {
            value = 0;
            return length;
        }
        error = u"%1 is beyond the range of a 4 byte float"_s.arg(text.first(length));
        return 0;
    }
    if (code != std::errc() || end != ascii.constData() + ascii.size()) {
        error = length == 0 ? u"a number is missing"_s : u"“%1” is no number"_s.arg(text.first(std::min<qsizetype>(length, 40)));
        return 0;
    }
    if (!std::isfinite(value)) {
        error = u"%1 is not allowed in a vector"_s.arg(text.first(length));
        return 0;
    }
    return length;
}

} // namespace

SparseVector SparseVector::fromDense(std::span<const float> values)
{
    SparseVector result;
    result.dimensions = int(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == 0)
            continue;
        result.indices.push_back(std::int32_t(i));
        result.values.push_back(values[i]);
    }
    return result;
}

std::vector<float> SparseVector::toDense() const
{
    std::vector<float> result(std::size_t(dimensions), 0.0F);
    for (std::size_t i = 0; i < indices.size(); ++i)
        result[std::size_t(indices[i])] = values[i];
    return result;
}

QByteArray SparseVector::toText() const
{
    QByteArray out = "{";
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if (i > 0)
            out += ',';
        out += QByteArray::number(indices[i] + 1);
        out += ':';
        appendNumber(out, values[i]);
    }
    return out + "}/" + QByteArray::number(dimensions);
}

BitVector BitVector::fromSigns(std::span<const float> values)
{
    BitVector result;
    result.bits = int(values.size());
    result.bytes = QByteArray(qsizetype((values.size() + 7) / 8), '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] > 0)
            result.bytes[qsizetype(i / 8)] = char(std::uint8_t(result.bytes[qsizetype(i / 8)]) | (0x80U >> (i % 8)));
    }
    return result;
}

QByteArray BitVector::toText() const
{
    QByteArray out(bits, '0');
    for (int i = 0; i < bits; ++i) {
        if (at(i))
            out[i] = '1';
    }
    return out;
}

QByteArray toText(std::span<const float> values)
{
    QByteArray out = "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            out += ',';
        appendNumber(out, values[i]);
    }
    return out + ']';
}

ParsedVector parseVector(QStringView text)
{
    ParsedVector result;
    qsizetype at = 0;
    const auto skipSpaces = [&] {
        while (at < text.size() && isSpace(text[at]))
            ++at;
    };
    const auto fail = [&](const QString &why) {
        result.values.clear();
        result.error = why;
        result.position = at;
        return result;
    };
    skipSpaces();
    const bool bracketed = at < text.size() && text[at] == u'[';
    at += bracketed;
    skipSpaces();
    while (at < text.size() && text[at] != u']') {
        if (!result.values.empty() && text[at] == u',') {
            ++at;
            skipSpaces();
        }
        float value = 0;
        QString error;
        const qsizetype length = readNumber(text.sliced(at), value, error);
        if (length == 0)
            return fail(error);
        if (result.values.size() == std::size_t(maxDimensions))
            return fail(u"a vector has at most %1 dimensions"_s.arg(maxDimensions));
        result.values.push_back(value);
        at += length;
        skipSpaces();
    }
    const bool closed = at < text.size();
    if (bracketed != closed)
        return fail(closed ? u"there is no [ before this ]"_s : u"the closing ] is missing"_s);
    at += closed;
    skipSpaces();
    if (at < text.size())
        return fail(u"there is text after the closing ]"_s);
    if (result.values.empty())
        return fail(u"a vector has at least 1 dimension"_s);
    return result;
}

} // namespace quiver::vector
