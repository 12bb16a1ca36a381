// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/valueliteral.h"

#include "ui/common/gridcell.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace quiver::ui {

namespace {

bool isFinite(std::string_view number)
{
    return !number.empty() && (number.back() >= '0' && number.back() <= '9'); // not NaN, Infinity, -Infinity
}

void appendScalarJson(std::string &out, pg::TypeKind kind, std::string_view text)
{
    if (kind == pg::TypeKind::Bool)
        out += text == "t" || text == "true" ? "true" : "false";
    else if (kind == pg::TypeKind::Json || kind == pg::TypeKind::Jsonb
             || kind == pg::TypeKind::Vector || kind == pg::TypeKind::Halfvec
             || (isNumberKind(kind) && isFinite(text)))
        out += text;
    else
        appendJsonString(out, text);
}

void appendPythonString(std::string &out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\x%02x", unsigned(byte));
            out += escape.data();
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendScalarPython(std::string &out, pg::TypeKind kind, std::string_view text)
{
    switch (kind) {
    case pg::TypeKind::Bool:
        out += text == "t" || text == "true" ? "True" : "False";
        return;
    case pg::TypeKind::Int2:
    case pg::TypeKind::Int4:
    case pg::TypeKind::Int8:
    case pg::TypeKind::ObjectId:
    case pg::TypeKind::Vector:
    case pg::TypeKind::Halfvec:
        out += text;
        return;
    case pg::TypeKind::Float4:
    case pg::TypeKind::Float8:
        out += isFinite(text) ? std::string(text) : "float(\"" + std::string(text) + "\")";
        return;
    case pg::TypeKind::Numeric:
        out += "Decimal(\"" + std::string(text) + "\")";
        return;
    case pg::TypeKind::Bytea:
        if (text.starts_with("\\x")) {
            out += "bytes.fromhex(\"" + std::string(text.substr(2)) + "\")";
            return;
        }
        break;
    case pg::TypeKind::Sparsevec:
        if (const auto values = readSparse(text, pg::Format::Text)) {
            out += "SparseVector({";
            // The digits are the server's own: between ':' and the next ',' or '}'.
            std::size_t at = 0;
            for (std::size_t i = 0; i < values->entries.size(); ++i) {
                at = text.find(':', at) + 1;
                out += (i > 0 ? ", " : "") + std::to_string(values->entries[i].first) + ": ";
                out += text.substr(at, text.find_first_of(",}", at) - at);
            }
            out += "}, " + std::to_string(values->dimensions) + ")";
            return;
        }
        break;
    default:
        break;
    }
    appendPythonString(out, text);
}

/// Walks the text of an array, "{1,NULL,\"a b\"}" or "[0:1]={...}", nested or not.
template<typename Scalar>
bool appendArray(std::string &out, std::string_view text, const char *null, Scalar &&scalar)
{
    if (text.starts_with('[')) // bounds that do not start at 1
        text.remove_prefix(std::min(text.find('=') + 1, text.size()));
    int depth = 0;
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '{' || c == '}') {
            depth += c == '{' ? 1 : -1;
            out += c == '{' ? '[' : ']';
            ++i;
        } else if (c == ',' || c == ';') {
            out += ", ";
            ++i;
        } else if (c == '"') {
            std::string element;
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                if (text[i] == '\\' && i + 1 < text.size())
                    ++i;
                element += text[i];
            }
            ++i;
            scalar(out, element);
        } else {
            const std::size_t end = std::min(text.find_first_of(",;}", i), text.size());
            const std::string_view element = text.substr(i, end - i);
            if (element == "NULL")
                out += null;
            else
                scalar(out, element);
            i = end;
        }
    }
    return depth == 0;
}

} // namespace

void appendJsonString(std::string &out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", unsigned(byte));
            out += escape.data();
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendJson(std::string &out, const ReadColumn &column, std::string_view text)
{
    if (column.kind != pg::TypeKind::Array)
        return appendScalarJson(out, column.kind, text);
    appendArray(out, text, "null", [&](std::string &to, std::string_view element) {
        appendScalarJson(to, column.element, element);
    });
}

void appendPython(std::string &out, const ReadColumn &column, std::string_view text)
{
    if (column.kind != pg::TypeKind::Array)
        return appendScalarPython(out, column.kind, text);
    appendArray(out, text, "None", [&](std::string &to, std::string_view element) {
        appendScalarPython(to, column.element, element);
    });
}

void appendSqlName(std::string &out, std::string_view name)
{
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); };
    // Reserved words look plain, too. Hardly any has an underscore, so a name with one needs no list of them.
    if (!name.empty() && name.find('_') != std::string_view::npos && std::all_of(name.begin(), name.end(), plain)
        && !(name.front() >= '0' && name.front() <= '9') && !name.starts_with("current_") && name != "session_user") {
        out += name;
        return;
    }
    out += '"';
    for (const char c : name) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

void appendSqlLiteral(std::string &out, pg::TypeKind kind, std::string_view text)
{
    if (kind == pg::TypeKind::Bool) {
        out += text == "t" || text == "true" ? "true" : "false";
        return;
    }
    if (isNumberKind(kind) && isFinite(text)) {
        out += text;
        return;
    }
    const bool backslash = text.find('\\') != std::string_view::npos;
    out += backslash ? "E'" : "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\')
            out += c;
        out += c;
    }
    out += '\'';
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

} // namespace quiver::ui
