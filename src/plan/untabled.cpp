// SPDX-License-Identifier: GPL-3.0-or-later
// Takes psql's tables apart. Its formats are those of print.c: https://www.postgresql.org/docs/current/app-psql.html (\pset border,
// linestyle, format, expanded).
#include "plan/unframed.h"

#include <algorithm>
#include <array>
#include <utility>

namespace quiver::plan {

namespace {

constexpr std::string_view header = "QUERY PLAN";
constexpr std::array<std::string_view, 3> borders{"|", "│", "║"};
constexpr std::array<std::string_view, 2> wrapMarks{".", "…"}, lineMarks{"+", "↵"};

std::string_view withoutEnd(std::string_view line)
{
    const std::size_t last = line.find_last_not_of(" \t\r");
    return last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
}

std::string_view withoutBlanks(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : withoutEnd(line.substr(first));
}

bool takeFront(std::string_view &line, auto &&words)
{
    for (const std::string_view word : words) {
        if (line.starts_with(word)) {
            line.remove_prefix(word.size());
            return true;
        }
    }
    return false;
}

bool takeBack(std::string_view &line, auto &&words)
{
    for (const std::string_view word : words) {
        if (line.ends_with(word)) {
            line.remove_suffix(word.size());
            return true;
        }
    }
    return false;
}

/// A line's first character where it is one that rulers are drawn with: ascii, or U+2500 to U+257F.
std::size_t rulerBytes(std::string_view line)
{
    if (line.empty())
        return 0;
    if (std::string_view("-+=|*").find(line[0]) != std::string_view::npos)
        return 1;
    return line.size() >= 3 && line[0] == '\xE2' && (line[1] == '\x94' || line[1] == '\x95') ? 3 : 0;
}

/// How many characters \p line has; 0: it is no ruler.
std::size_t rulerWidth(std::string_view line)
{
    line = withoutEnd(line);
    const char last = line.empty() ? ' ' : line.back();
    if (static_cast<unsigned char>(last) < 0x80 && rulerBytes({&last, 1}) == 0)
        return 0; // nearly every line; those of deep plans are long
    std::size_t width = 0;
    while (!line.empty()) {
        const std::size_t bytes = line[0] == ' ' ? 1 : rulerBytes(line);
        if (bytes == 0)
            return 0;
        line.remove_prefix(bytes);
        ++width;
    }
    return width >= 3 ? width : 0;
}

/// "-[ RECORD 1 ]----", in whichever language, and "* Record 1".
bool isRecordMark(std::string_view line)
{
    line = withoutBlanks(line);
    const bool plain = line.starts_with("* ");
    bool ruled = false;
    for (std::size_t bytes = rulerBytes(line); bytes > 0 && !plain; bytes = rulerBytes(line)) {
        line.remove_prefix(bytes);
        ruled = true;
    }
    if (ruled && line.starts_with("[ ")) {
        const std::size_t end = line.find(" ]");
        if (end == std::string_view::npos || (end + 2 < line.size() && rulerWidth(line.substr(end + 2)) == 0 && rulerBytes(line.substr(end + 2)) == 0))
            return false;
        line = line.substr(0, end);
    } else if (!plain) {
        return false;
    }
    return !line.empty() && line.back() >= '0' && line.back() <= '9';
}

/// "(4 rows)", in whichever language.
bool isFooter(std::string_view line)
{
    line = withoutBlanks(line);
    if (line.size() < 5 || line.front() != '(' || line.back() != ')')
        return false;
    line = line.substr(1, line.size() - 2);
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    return digits > 0 && digits < line.size() && line[digits] == ' ' && line.find_first_of("()=") == std::string_view::npos;
}

/// Whether the line only says QUERY PLAN, within borders or without.
bool isHeader(std::string_view line)
{
    line = withoutBlanks(line);
    takeFront(line, borders);
    takeBack(line, borders);
    return withoutBlanks(line) == header;
}

/// Whether the line has a border at both ends.
bool isBordered(std::string_view line)
{
    line = withoutBlanks(line);
    return takeFront(line, borders) && takeBack(line, borders) && rulerWidth(line) == 0;
}

std::size_t characters(std::string_view line)
{
    return std::size_t(std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Table
{
public:
    explicit Table(std::string_view text) : m_text(text) {}

    std::optional<Unframed> read();

private:
    enum class Shape {
        Outside,
        Aligned,           ///< the value in a column under the header and a ruler
        Plain,             ///< lines as they are, under the header alone
        Expanded,          ///< behind QUERY PLAN and a separator
        ExpandedUnaligned, ///< behind QUERY PLAN| in its first line
    };

    bool next(std::string_view &line);
    std::string_view peek() const;
    void begin(Shape shape);
    bool beginsExpanded(std::string_view line);
    void readLine(std::string_view line);
    void readAligned(std::string_view line);
    void readExpanded(std::string_view line);
    /// A line of the value: \p content is what stands between the borders, \p joins: it goes on where the line above was broken.
    void add(std::string_view content, bool joins);
    bool beginsShape(std::string_view line, bool afterMark);
    void trimAbove();

    std::string_view m_text;
    std::size_t m_at = 0;
    Unframed m_out;
    Shape m_shape = Shape::Outside;
    std::size_t m_width = 0;       ///< of the ruler, in characters
    std::size_t m_nameEnd = 0;     ///< Expanded: bytes up to the separator, in the first line of a value
    bool m_bordered = false, m_padded = false, m_fresh = true;
    bool m_marked = false;         ///< the value has several lines, and marks at their ends
    bool m_fills = false;          ///< this line ends at a right border, so that blanks fill it up
    bool m_filled = false;         ///< the last line of m_out did
    bool m_brokenAbove = false;    ///< border 0, where only the end of a line tells that it was broken
};

bool Table::next(std::string_view &line)
{
    if (m_at >= m_text.size())
        return false;
    const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
    line = m_text.substr(m_at, end - m_at);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    m_at = end + 1;
    return true;
}

std::string_view Table::peek() const
{
    return m_at < m_text.size() ? m_text.substr(m_at, m_text.find('\n', m_at) - m_at) : std::string_view();
}

/// Of a line that ends before a right border, what only fills it up.
void Table::trimAbove()
{
    const std::string_view text = m_out.text();
    if (!std::exchange(m_filled, false) || !text.ends_with('\n'))
        return;
    const std::size_t last = text.find_last_not_of(" \n");
    m_out.chop(text.size() - (last == std::string_view::npos ? 0 : last + 1));
    m_out.appendInstead("\n", m_out.origin(m_out.text().size()));
}

void Table::begin(Shape shape)
{
    trimAbove();
    if (!m_out.text().empty())
        m_out.appendInstead("\n", std::min(m_at, m_text.size()));
    m_shape = shape;
    m_marked = m_brokenAbove = m_padded = m_fills = false;
    m_fresh = true;
}

bool Table::beginsExpanded(std::string_view line)
{
    const std::size_t whole = line.size();
    if (takeFront(line, borders))
        takeFront(line, std::array<std::string_view, 1>{" "});
    if (!line.starts_with(header))
        return false;
    line.remove_prefix(header.size());
    const std::size_t separator = std::min(line.find_first_not_of(' '), line.size());
    std::string_view behind = line.substr(separator);
    if (takeFront(behind, borders)) {
        m_nameEnd = whole - line.size() + separator;
        m_bordered = true;
        return true;
    }
    m_bordered = false; // border 0: only behind a record's mark, which the caller has seen
    m_nameEnd = whole - line.size();
    return line.starts_with(' ');
}

/// Whether \p line is the first of a table, or of a value in another shape; what it has of the value is still to be read.
bool Table::beginsShape(std::string_view line, bool afterMark)
{
    constexpr std::string_view unaligned = "QUERY PLAN|";
    if (line.starts_with(unaligned)) {
        if (m_shape != Shape::ExpandedUnaligned)
            begin(Shape::ExpandedUnaligned);
        return true;
    }
    if (m_shape == Shape::Outside && isBordered(line) && withoutBlanks(line.substr(1)).find(header) == std::string_view::npos) {
        begin(Shape::Aligned); // without a header (\t)
        m_bordered = true;
        return true;
    }
    if (m_shape != Shape::Expanded && beginsExpanded(line) && (afterMark || m_bordered || m_shape == Shape::Outside)) {
        begin(Shape::Expanded);
        return true;
    }
    return false;
}

std::optional<Unframed> Table::read()
{
    std::string_view line;
    bool found = false, afterMark = false;
    while (next(line)) {
        if (isRecordMark(line)) {
            afterMark = found = true;
            if (m_shape != Shape::Expanded)
                begin(Shape::Outside);
        } else if (isHeader(line)) {
            found = true;
            m_width = rulerWidth(peek());
            begin(m_width > 0 ? Shape::Aligned : Shape::Plain);
            std::string_view start = withoutBlanks(line);
            m_bordered = takeFront(start, borders);
        } else if (isFooter(line) && m_shape != Shape::Outside) {
            begin(Shape::Outside);
        } else {
            found = beginsShape(line, afterMark) || found;
            afterMark = false;
            readLine(line);
        }
    }
    trimAbove();
    return found ? std::optional(std::move(m_out)) : std::nullopt;
}

void Table::readLine(std::string_view line)
{
    switch (m_shape) {
    case Shape::Outside:
        break;
    case Shape::Aligned:
        readAligned(line);
        break;
    case Shape::Expanded:
        readExpanded(line);
        break;
    case Shape::ExpandedUnaligned:
        if (line.starts_with("QUERY PLAN|"))
            line.remove_prefix(header.size() + 1);
        if (!line.empty())
            add(line, false);
        break;
    case Shape::Plain:
        add(line, false);
    }
}

void Table::readAligned(std::string_view line)
{
    if (rulerWidth(line) > 0)
        return;
    if (m_bordered) {
        line = withoutEnd(line);
        takeFront(line, borders);
        m_fills = takeBack(line, borders);
    }
    if (m_fresh)
        m_padded = m_bordered || line.starts_with(' ');
    bool joins = m_brokenAbove;
    if (m_padded) {
        joins = takeFront(line, wrapMarks);
        if (!joins && line.starts_with(' '))
            line.remove_prefix(1);
    } else {
        std::string_view end = line;
        m_brokenAbove = takeBack(end, wrapMarks) && characters(line) == m_width + 1;
    }
    add(line, joins);
}

void Table::readExpanded(std::string_view line)
{
    if (rulerWidth(line) > 0 || withoutBlanks(line).empty())
        return;
    constexpr std::array<std::string_view, 5> separators{"|", "│", "║", ":", ";"};
    const bool outer = m_bordered && (line.starts_with(borders[0]) || line.starts_with(borders[1]) || line.starts_with(borders[2]));
    m_fills = false;
    if (outer) {
        line = withoutEnd(line);
        m_fills = takeBack(line, borders);
    }
    if (line.size() < m_nameEnd) {
        m_shape = Shape::Outside;
        return;
    }
    const std::string_view name = withoutBlanks(line.substr(0, m_nameEnd));
    std::string_view bare = name;
    takeFront(bare, borders);
    bare = withoutBlanks(bare);
    if (!bare.empty() && bare != header) {
        m_shape = Shape::Outside;
        return;
    }
    line.remove_prefix(m_nameEnd);
    bool joins = line.starts_with(';');
    if (m_bordered && !takeFront(line, separators)) {
        m_shape = Shape::Outside;
        return;
    }
    const bool marked = takeFront(line, wrapMarks);
    joins = joins || marked;
    if (!marked && line.starts_with(' '))
        line.remove_prefix(1);
    add(line, joins);
}

void Table::add(std::string_view content, bool joins)
{
    std::string_view bare = withoutEnd(content);
    const bool marked = takeBack(bare, lineMarks);
    bare = withoutBlanks(bare);
    m_marked = m_marked || (!joins && marked && (m_fresh || bare == "[" || bare == "{"));
    m_fresh = m_fresh && bare.empty();
    const std::size_t begin = std::size_t(content.data() - m_text.data());
    if (m_marked) {
        std::string_view end = withoutEnd(content);
        if (takeBack(end, lineMarks))
            content = end;
    }
    if (!joins)
        trimAbove();
    if (joins) {
        m_out.chop(1); // the line break
        std::string_view above = m_out.text();
        if (takeBack(above, wrapMarks))
            m_out.chop(m_out.text().size() - above.size());
        else if (m_filled && above.ends_with(' '))
            m_out.chop(1); // old-ascii has a blank in the mark's place
    }
    m_out.append(content, begin);
    m_out.appendInstead("\n", begin + content.size());
    m_filled = m_fills;
}

/// Takes the mark at the end of \p line, and the blanks before and behind it.
bool takeMark(std::string_view &line)
{
    std::string_view bare = withoutEnd(line);
    if (!takeBack(bare, lineMarks))
        return false;
    line = withoutEnd(bare);
    return true;
}

/// "[    +": takes the mark.
bool opensMarked(std::string_view &line)
{
    std::string_view bare = line;
    const std::string_view start = withoutBlanks(line.substr(0, 200)); // nearly every line has something else there
    if (!start.starts_with('[') && !start.starts_with('{'))
        return false;
    if (!takeMark(bare) || withoutBlanks(bare).size() != 1)
        return false;
    line = bare;
    return true;
}

/// Where the first line begins that opens JSON and has a mark; the text's size: none does.
std::size_t firstMarked(std::string_view text)
{
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view line = text.substr(begin, end - begin);
        if (opensMarked(line))
            return begin;
        begin = end + 1;
    }
    return text.size();
}

/// JSON without a header and a frame (\t), of which only the marks at the ends of its lines are left.
std::optional<Unframed> withoutMarks(std::string_view text)
{
    Unframed out;
    bool marked = false;
    std::size_t begin = firstMarked(text);
    if (begin == text.size())
        return std::nullopt;
    out.append(text.substr(0, begin), 0);
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view whole = text.substr(begin, end - begin);
        std::string_view line = whole;
        marked = opensMarked(line) || (marked && takeMark(line));
        out.append(marked ? line : whole, begin);
        out.appendInstead("\n", end);
        begin = end + 1;
    }
    return out;
}

} // namespace

std::optional<Unframed> withoutTable(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    std::string_view start = first == std::string_view::npos ? std::string_view() : text.substr(first);
    if (text.find(header) != std::string_view::npos || takeFront(start, borders)) {
        if (std::optional<Unframed> inside = Table(text).read())
            return inside;
    }
    return withoutMarks(text);
}

} // namespace quiver::plan
