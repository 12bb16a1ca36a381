// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pythonvalue.h"

#include "sql/valuetext.h"

#include <array>
#include <cstdio>

namespace quiver::sql {

using pg::TypeKind;

namespace {

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

// name("text")
void appendCall(std::string &out, const char *name, std::string_view text)
{
    ((((out += name) += "(\"") += text) += "\")");
}

bool appendSparse(std::string &out, std::string_view text)
{
    const auto sparse = readSparseText(text);
    if (!sparse)
        return false;
    out += "SparseVector({";
    for (std::size_t i = 0; i < sparse->entries.size(); ++i) {
        out += (i > 0 ? ", " : "") + std::to_string(sparse->entries[i].first) + ": ";
        out += sparse->entries[i].second;
    }
    out += "}, " + std::to_string(sparse->dimensions) + ")";
    return true;
}

// False, with nothing written, where \p text must be a string.
bool appendScalar(std::string &out, TypeKind kind, std::string_view text)
{
    if (text.starts_with('\\') && kind != TypeKind::Bytea)
        return false; // damaged, or a text
    switch (kind) {
    case TypeKind::Bool: out += text == "t" ? "True" : "False"; return true;
    case TypeKind::Int2:
    case TypeKind::Int4:
    case TypeKind::Int8:
    case TypeKind::ObjectId:
    case TypeKind::Vector:
    case TypeKind::Halfvec: out += text; return true;
    case TypeKind::Float4:
    case TypeKind::Float8:
        if (isFiniteNumber(text))
            out += text;
        else
            appendCall(out, "float", text);
        return true;
    case TypeKind::Numeric: appendCall(out, "Decimal", text); return true;
    case TypeKind::Bytea:
        if (!text.starts_with("\\x"))
            return false;
        appendCall(out, "bytes.fromhex", text.substr(2));
        return true;
    case TypeKind::Sparsevec: return appendSparse(out, text);
    default: return false;
    }
}

void appendScalarOrString(std::string &out, TypeKind kind, std::string_view text)
{
    if (!appendScalar(out, kind, text))
        appendPythonString(out, text);
}

} // namespace

void appendPython(std::string &out, const OutColumn &column, std::string_view text)
{
    if (column.kind != TypeKind::Array)
        return appendScalarOrString(out, column.kind, text);
    const bool isList = appendList(out, text, column.delimiter, {", ", "None"},
                                   [&](std::string &to, std::string_view element) {
                                       appendScalarOrString(to, column.element, element);
                                   });
    if (!isList)
        appendPythonString(out, text);
}

QString pythonString(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    std::string out;
    appendPythonString(out, {utf8.constData(), std::size_t(utf8.size())});
    return QString::fromStdString(out);
}

} // namespace quiver::sql
