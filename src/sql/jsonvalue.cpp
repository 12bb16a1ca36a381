// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jsonvalue.h"

#include "sql/valuetext.h"

#include <algorithm>

namespace quiver::sql {

using pg::TypeKind;

namespace {

constexpr qint64 maxDenseDimensions = 16'000; // as many as a vector may have

void appendEmbedded(std::string &out, std::string_view json)
{
    const std::size_t begin = out.size();
    out += json;
    // A json value keeps its line breaks, which are space between its tokens; a line of JSON lines cannot.
    std::replace_if(
        out.begin() + std::ptrdiff_t(begin), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

bool appendDense(std::string &out, std::string_view text)
{
    const auto sparse = readSparseText(text);
    if (!sparse || sparse->dimensions > maxDenseDimensions)
        return false;
    out += '[';
    auto next = sparse->entries.begin();
    for (qint64 i = 0; i < sparse->dimensions; ++i) {
        if (i > 0)
            out += ',';
        const bool isStored = next != sparse->entries.end() && next->first == i;
        out += isStored ? (next++)->second : std::string_view("0");
    }
    out += ']';
    return true;
}

// False, with nothing written, where \p text must be a string.
bool appendScalar(std::string &out, TypeKind kind, std::string_view text)
{
    switch (kind) {
    case TypeKind::Bool:
        if (text != "t" && text != "f")
            return false;
        out += text == "t" ? "true" : "false";
        return true;
    case TypeKind::Json:
    case TypeKind::Jsonb:
        if (text.starts_with('\\')) // damaged
            return false;
        appendEmbedded(out, text);
        return true;
    case TypeKind::Vector:
    case TypeKind::Halfvec: // [1,2,3] is JSON as it is
        if (!text.starts_with('['))
            return false;
        out += text;
        return true;
    case TypeKind::Sparsevec: return appendDense(out, text);
    default:
        if (!isNumberKind(kind) || !isFiniteNumber(text))
            return false;
        out += text;
        return true;
    }
}

void appendScalarOrString(std::string &out, TypeKind kind, std::string_view text)
{
    if (!appendScalar(out, kind, text))
        appendJsonString(out, text);
}

} // namespace

void appendJsonString(std::string &out, std::string_view text)
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

void appendJson(std::string &out, const OutColumn &column, std::string_view text)
{
    if (column.kind != TypeKind::Array)
        return appendScalarOrString(out, column.kind, text);
    const bool isList = appendList(out, text, column.delimiter, {",", "null"},
                                   [&](std::string &to, std::string_view element) {
                                       appendScalarOrString(to, column.element, element);
                                   });
    if (!isList)
        appendJsonString(out, text);
}

std::string prettyJson(std::string_view json)
{
    std::string out;
    out.reserve(json.size() + json.size() / 4);
    std::size_t depth = 0;
    const auto newLine = [&] {
        out += '\n';
        out.append(std::min<std::size_t>(depth, 100) * 2, ' ');
    };
    const auto nextIs = [&](std::size_t from, char closing) {
        const auto at = json.find_first_not_of(" \t\r\n", from);
        return at != std::string_view::npos && json[at] == closing ? at : std::string_view::npos;
    };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"') {
            const std::size_t from = i++;
            while (i < json.size() && json[i] != '"')
                i += json[i] == '\\' ? 2 : 1;
            out += json.substr(from, i - from + 1);
        } else if (c == '{' || c == '[') {
            out += c;
            if (const auto end = nextIs(i + 1, c == '{' ? '}' : ']'); end != std::string_view::npos) {
                out += json[end];
                i = end;
                continue;
            }
            ++depth;
            newLine();
        } else if (c == '}' || c == ']') {
            depth -= depth > 0 ? 1 : 0;
            newLine();
            out += c;
        } else if (c == ',') {
            out += c;
            newLine();
        } else if (c == ':') {
            out += ": ";
        } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            out += c;
        }
    }
    return out;
}

} // namespace quiver::sql
