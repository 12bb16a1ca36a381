// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/gridcell.h"

#include <QtEndian>

#include <bit>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

char16_t visible(char16_t c)
{
    switch (c) {
    case u'\n':
    case u'\u2028':
    case u'\u2029': return u'\u21b5'; // downwards arrow with corner
    case u'\t': return u'\u21e5';     // rightwards arrow to bar
    case u'\x7f': return u'\u2421';
    default: break;
    }
    if (c < 0x20)
        return char16_t(0x2400 + c); // the symbols for control characters, NUL first
    if (c >= 0x80 && c < 0xa0)
        return u'\ufffd';
    return c;
}

/// Puts value after value on the bar that its dimension falls on.
class BarFiller
{
public:
    explicit BarFiller(VectorSummary &summary)
        : m_summary(summary)
    {
        m_summary.bars.resize(std::size_t(std::min<qint64>(summary.dimensions, VectorSummary::maxBars)));
    }
    void add(qint64 index, float value)
    {
        m_squares += double(value) * double(value);
        auto &bar = m_summary.bars[std::size_t(index * qint64(m_summary.bars.size()) / m_summary.dimensions)];
        if (value > bar.high)
            bar.high = value;
        else if (value < bar.low)
            bar.low = value;
    }
    void finish() { m_summary.norm = std::sqrt(m_squares); }

private:
    VectorSummary &m_summary;
    double m_squares = 0;
};

std::optional<SparseValues> readSparseBinary(std::string_view cell)
{
    if (cell.size() < 12)
        return std::nullopt;
    SparseValues result;
    result.dimensions = qFromBigEndian<std::int32_t>(cell.data());
    const auto count = qFromBigEndian<std::int32_t>(cell.data() + 4);
    if (result.dimensions < 1 || count < 0 || cell.size() != 12 + std::size_t(count) * 8)
        return std::nullopt;
    result.entries.reserve(std::size_t(count));
    const char *index = cell.data() + 12;
    const char *value = index + std::size_t(count) * 4;
    for (std::int32_t i = 0; i < count; ++i, index += 4, value += 4) {
        const auto at = qFromBigEndian<std::int32_t>(index);
        if (at < 0 || at >= result.dimensions)
            return std::nullopt;
        result.entries.emplace_back(at, std::bit_cast<float>(qFromBigEndian<std::uint32_t>(value)));
    }
    return result;
}

/// The server writes "{1:0.5,7:2}/10", indices from 1, without blanks.
std::optional<SparseValues> readSparseText(std::string_view cell)
{
    SparseValues result;
    const char *at = cell.data();
    const char *const end = at + cell.size();
    if (at == end || *at++ != '{')
        return std::nullopt;
    while (at < end && *at != '}') {
        std::int32_t index = 0;
        float value = 0;
        const auto [afterIndex, badIndex] = std::from_chars(at, end, index);
        if (badIndex != std::errc() || afterIndex == end || *afterIndex != ':' || index < 1)
            return std::nullopt;
        const auto [afterValue, badValue] = std::from_chars(afterIndex + 1, end, value);
        if (badValue != std::errc() || afterValue == end)
            return std::nullopt;
        result.entries.emplace_back(index - 1, value);
        at = *afterValue == ',' ? afterValue + 1 : afterValue;
    }
    if (end - at < 3 || at[1] != '/')
        return std::nullopt;
    if (std::from_chars(at + 2, end, result.dimensions).ec != std::errc())
        return std::nullopt;
    if (!result.entries.empty() && result.entries.back().first >= result.dimensions)
        return std::nullopt;
    return result;
}

std::shared_ptr<const VectorSummary> summaryOf(const pg::Codec &codec, const pg::Column &column,
                                               pg::TypeKind kind, std::string_view cell)
{
    if (kind == pg::TypeKind::Sparsevec) {
        const auto values = readSparse(cell, column.format);
        return values ? std::make_shared<const VectorSummary>(summarise(*values)) : nullptr;
    }
    const std::vector<float> values = codec.vectorValues(column, cell);
    return values.empty() ? nullptr : std::make_shared<const VectorSummary>(summarise(values));
}

QString wordsOf(const VectorSummary &summary)
{
    const QString size = summary.nonZero < 0 ? QString::number(summary.dimensions)
                                             : u"%1/%2"_s.arg(summary.nonZero).arg(summary.dimensions);
    return size + u" \u00b7 "_s + shortNumber(summary.norm);
}

} // namespace

QString visibleText(const QString &text)
{
    QString result;
    qsizetype from = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        const char16_t shown = visible(c);
        if (shown == c)
            continue;
        result += QStringView(text).mid(from, i - from);
        if (c == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n')
            ++i; // one line break, one symbol
        result += c == u'\r' ? QChar(u'\u21b5') : QChar(shown);
        from = i + 1;
    }
    if (from == 0)
        return text;
    return result += QStringView(text).mid(from);
}

bool isVectorKind(pg::TypeKind kind)
{
    return kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec || kind == pg::TypeKind::Sparsevec;
}

VectorSummary summarise(std::span<const float> values)
{
    VectorSummary result;
    result.dimensions = qint64(values.size());
    BarFiller bars(result);
    for (std::size_t i = 0; i < values.size(); ++i)
        bars.add(qint64(i), values[i]);
    bars.finish();
    return result;
}

VectorSummary summarise(const SparseValues &values)
{
    VectorSummary result;
    result.dimensions = values.dimensions;
    result.nonZero = qint64(values.entries.size());
    BarFiller bars(result);
    for (const auto &[index, value] : values.entries)
        bars.add(index, value);
    bars.finish();
    return result;
}

std::optional<SparseValues> readSparse(std::string_view cell, pg::Format format)
{
    return format == pg::Format::Binary ? readSparseBinary(cell) : readSparseText(cell);
}

GridCellPtr makeGridCell(const pg::Codec &codec, const pg::Column &column, pg::TypeKind kind,
                         const pg::Cell &cell, std::size_t maxBytes)
{
    auto result = std::make_shared<GridCell>();
    result->kind = kind;
    if (!cell) {
        result->state = GridCell::State::Null;
        return result;
    }
    if (isVectorKind(kind)) {
        result->vector = summaryOf(codec, column, kind, *cell);
        if (result->vector != nullptr) {
            result->text = wordsOf(*result->vector);
            return result;
        }
    }
    if (kind == pg::TypeKind::Bool && cell->size() == 1) {
        const bool yes = column.format == pg::Format::Binary ? cell->front() != 0 : cell->starts_with('t');
        result->text = yes ? u"true"_s : u"false"_s; // one letter is easily overlooked
        return result;
    }
    const auto [text, complete] = codec.shortText(column, *cell, maxBytes);
    result->text = visibleText(text);
    result->truncated = !complete;
    return result;
}

GridCellPtr makeVectorCell(pg::TypeKind kind, VectorSummary summary)
{
    auto result = std::make_shared<GridCell>();
    result->kind = kind;
    result->text = wordsOf(summary);
    result->vector = std::make_shared<const VectorSummary>(std::move(summary));
    return result;
}

QString shortNumber(double value)
{
    const double size = std::abs(value);
    if (size != 0 && (size < 0.001 || size >= 100'000))
        return QString::number(value, 'g', 2);
    return QString::number(value, 'f', size < 10 ? 3 : size < 1000 ? 2 : size < 10'000 ? 1 : 0);
}

} // namespace quiver::ui
