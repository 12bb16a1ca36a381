// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jsonwriter.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace quiver::sql {

using pg::TypeKind;

namespace {

void appendString(std::string &out, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += digits[(c >> 4) & 0xF];
                out += digits[c & 0xF];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

bool isNumber(TypeKind kind)
{
    return kind == TypeKind::Int2 || kind == TypeKind::Int4 || kind == TypeKind::Int8 || kind == TypeKind::ObjectId
        || kind == TypeKind::Float4 || kind == TypeKind::Float8 || kind == TypeKind::Numeric;
}

bool isFinite(std::string_view number)
{
    return !number.empty() && (number.back() >= '0' && number.back() <= '9');
}

// Elements of the server's array text that are read here; a json element may itself hold what looks like an array.
bool canBeElement(TypeKind kind)
{
    return isNumber(kind) || kind == TypeKind::Bool || kind == TypeKind::Text || kind == TypeKind::Uuid;
}

} // namespace

JsonWriter::JsonWriter(Output output, const pg::DecodeContext &context, Shape shape)
    : RowWriter(std::move(output), context), m_shape(shape)
{
}

void JsonWriter::start()
{
    m_plans.clear();
    std::set<std::string> taken;
    for (const pg::Column &column : columns())
        taken.insert(column.name.toStdString());
    std::set<std::string> used;
    for (const pg::Column &column : columns()) {
        std::string name = column.name.toStdString();
        for (int n = 2; used.contains(name); ++n) {
            std::string candidate = column.name.toStdString() + '_' + std::to_string(n);
            if (!taken.contains(candidate) && !used.contains(candidate))
                name = std::move(candidate);
        }
        used.insert(name);
        Plan plan;
        appendString(plan.key, name);
        plan.key += ':';
        plan.kind = m_codec.kind(column);
        if (plan.kind == TypeKind::Array && m_context.types) {
            const pg::Type element = m_context.types->type(m_context.types->type(column.type).element);
            plan.element = element.kind;
            plan.delimiter = element.delimiter;
        }
        m_plans.push_back(std::move(plan));
    }
    if (m_shape == Shape::Array)
        m_out += '[';
}

void JsonWriter::row(const pg::RowBatch &batch, int row)
{
    if (m_shape == Shape::Array)
        m_out += rows() == 0 ? "\n" : ",\n";
    m_out += '{';
    for (int column = 0; column < columnCount(); ++column) {
        const Plan &plan = m_plans[std::size_t(column)];
        if (column > 0)
            m_out += ',';
        m_out += plan.key;
        if (const pg::Cell cell = batch.cell(row, column))
            appendValue(plan, column, *cell);
        else
            m_out += "null";
    }
    m_out += '}';
    if (m_shape == Shape::Lines)
        m_out += '\n';
}

void JsonWriter::end()
{
    if (m_shape == Shape::Array)
        m_out += rows() == 0 ? "]\n" : "\n]\n";
}

void JsonWriter::appendValue(const Plan &plan, int column, std::string_view cell)
{
    if (plan.kind == TypeKind::Vector || plan.kind == TypeKind::Halfvec)
        return appendText(m_out, column, cell); // [1,2,3] is JSON as it is
    if (plan.kind == TypeKind::Sparsevec)
        return appendDense(column, cell);
    m_text.clear();
    appendText(m_text, column, cell);
    if (plan.kind == TypeKind::Json || plan.kind == TypeKind::Jsonb) {
        // A json value keeps its line breaks, which are space between its tokens; a line of JSON lines cannot.
        std::replace_if(m_text.begin(), m_text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
        m_out += m_text;
    } else if (plan.kind != TypeKind::Array || !canBeElement(plan.element) || !appendArray(plan, m_text)) {
        appendScalar(plan.kind, m_text);
    }
}

void JsonWriter::appendScalar(TypeKind kind, std::string_view text)
{
    if (kind == TypeKind::Bool && (text == "t" || text == "f"))
        m_out += text == "t" ? "true" : "false";
    else if (isNumber(kind) && isFinite(text))
        m_out += text;
    else
        appendString(m_out, text);
}

// {1,NULL,"a \" b"} as a JSON array. False, with nothing written, where it has more dimensions or bounds of its own.
bool JsonWriter::appendArray(const Plan &plan, std::string_view text)
{
    const std::size_t before = m_out.size();
    const auto giveUp = [&] {
        m_out.resize(before);
        return false;
    };
    if (text.size() < 2 || text.front() != '{' || text.back() != '}')
        return false;
    m_out += '[';
    std::string element;
    std::size_t i = 1;
    const std::size_t last = text.size() - 1;
    while (i < last) {
        element.clear();
        const bool isQuoted = text[i] == '"';
        if (isQuoted) {
            for (++i; i < last && text[i] != '"'; ++i) {
                if (text[i] == '\\')
                    ++i;
                element += text[i];
            }
            ++i;
        } else {
            for (; i < last && text[i] != plan.delimiter; ++i) {
                if (text[i] == '{')
                    return giveUp();
                element += text[i];
            }
        }
        if (!isQuoted && element == "NULL")
            m_out += "null";
        else
            appendScalar(plan.element, element);
        if (i < last)
            m_out += ',';
        ++i;
    }
    m_out += ']';
    return true;
}

void JsonWriter::appendDense(int column, std::string_view cell)
{
    const std::vector<float> values = m_codec.vectorValues(columns()[std::size_t(column)], cell);
    if (values.empty()) {
        // Too many dimensions for a dense list, or damaged.
        m_text.clear();
        appendText(m_text, column, cell);
        return appendString(m_out, m_text);
    }
    m_out += '[';
    char buffer[32];
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            m_out += ',';
        const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, values[i]); // never NaN: pgvector refuses it
        m_out.append(buffer, std::size_t(end - buffer));
    }
    m_out += ']';
}

} // namespace quiver::sql
