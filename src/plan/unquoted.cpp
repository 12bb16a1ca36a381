// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/unframed.h"

#include "core/jsoncursor.h"

#include <algorithm>

namespace quiver::plan {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view csvMessage = ",\"duration: ", jsonMessage = "\"message\":\"duration: ";

/// The place of the quote that closes the field which begins at \p at; those inside are doubled. npos: there is none.
std::size_t closingQuote(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    std::size_t end = text.find(quote, at + 1);
    while (end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == quote)
        end = text.find(quote, end + 2);
    return end;
}

/// What is in the quotes at \p begin and \p end.
void takeField(std::string_view text, std::size_t begin, std::size_t end, Unframed &out)
{
    const char quote = text[begin];
    for (std::size_t at = begin + 1; at < end;) {
        const std::size_t doubled = std::min(text.find(quote, at), end);
        const std::size_t kept = std::min(doubled + 1, end);
        out.append(text.substr(at, kept - at), at);
        at = doubled + 2;
    }
}

std::size_t lineEnd(std::string_view text, std::size_t at)
{
    return std::min(text.find('\n', at), text.size());
}

/// Lines of which some are quoted as a whole, perhaps over several lines.
Unframed unquotedLines(std::string_view text)
{
    Unframed out;
    bool quotes = true;
    std::size_t first = text.find_first_not_of(blanks);
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = lineEnd(text, begin);
        const std::size_t at = first < end ? first : begin; // blanks are before the first one only
        if (quotes && at < end && text[at] == '"') {
            const std::size_t close = closingQuote(text, at);
            quotes = close != std::string_view::npos && (close + 1 == text.size() || std::string_view("\r\n\t,;").find(text[close + 1]) != std::string_view::npos);
            if (quotes) {
                takeField(text, at, close, out);
                end = lineEnd(text, close);
                out.appendInstead("\n", end);
                begin = end + 1;
                first = text.size();
                continue;
            }
        }
        out.append(text.substr(begin, end - begin), begin);
        out.appendInstead("\n", end);
        begin = end + 1;
        first = first < end ? text.size() : first;
    }
    return out;
}

/// The messages of auto_explain in a csvlog.
Unframed csvMessages(std::string_view text)
{
    Unframed out;
    for (std::size_t at = text.find(csvMessage); at != std::string_view::npos; at = text.find(csvMessage, at)) {
        const std::size_t close = std::min(closingQuote(text, at + 1), text.size());
        takeField(text, at + 1, close, out);
        out.appendInstead("\n", close);
        at = close;
    }
    return out;
}

/// The JSON string at \p begin, without its escapes. False: it is none.
bool takeJsonString(std::string_view text, std::size_t begin, Unframed &out)
{
    std::string scratch;
    std::string_view value;
    core::JsonCursor cursor(text.substr(begin));
    if (!cursor.readString(value, scratch))
        return false;
    out.appendInstead(value, begin);
    out.appendInstead("\n", begin + cursor.position());
    return true;
}

/// The messages of auto_explain in a jsonlog.
Unframed jsonMessages(std::string_view text)
{
    Unframed out;
    for (std::size_t at = text.find(jsonMessage); at != std::string_view::npos; at = text.find(jsonMessage, at + jsonMessage.size()))
        takeJsonString(text, at + jsonMessage.rfind('"'), out);
    return out;
}

/// The place behind a first line that only says QUERY PLAN; 0: there is none.
std::size_t behindHeader(std::string_view text)
{
    constexpr std::string_view header = "QUERY PLAN";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos || !text.substr(first).starts_with(header))
        return 0;
    const std::size_t end = lineEnd(text, first);
    return text.substr(first + header.size(), end - first - header.size()).find_first_not_of(blanks) == std::string_view::npos ? end : 0;
}

} // namespace

std::optional<Unframed> withoutQuotes(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(blanks), content = text.find_first_not_of(blanks, behindHeader(text));
    if (first == std::string_view::npos || content == std::string_view::npos)
        return std::nullopt;
    if (text[content] == '"') {
        const std::string_view start = text.substr(content + 1, text.find('"', content + 1) - content - 1);
        Unframed out;
        const bool escaped = start.ends_with('\\') || start.find("\\n") != std::string_view::npos;
        return escaped && takeJsonString(text, content, out) ? out : unquotedLines(text);
    }
    if (text[first] == '\'' && text.find_last_of('\'') > first && text[text.find_last_not_of(" \t\r\n;")] == '\'') {
        Unframed out;
        takeField(text, first, text.find_last_of('\''), out);
        return out;
    }
    if (text[first] == '[')
        return std::nullopt; // bare JSON, the most frequent by far
    if (text[first] != '{' && text.find("\n\"") != std::string_view::npos)
        return unquotedLines(text);
    if (text.find(jsonMessage) != std::string_view::npos)
        return jsonMessages(text);
    if (text.find(csvMessage) != std::string_view::npos)
        return csvMessages(text);
    return std::nullopt;
}

} // namespace quiver::plan
