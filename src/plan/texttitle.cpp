// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/texttitle.h"

#include "plan/planfields.h"

#include <algorithm>
#include <array>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view none{};

/// Types that take no words of their own in the title; those that do are in readType().
constexpr std::array plainTypes{
    std::string_view("Result"), std::string_view("ProjectSet"), std::string_view("Append"), std::string_view("MergeAppend"), std::string_view("Merge Append"),
    std::string_view("Recursive Union"), std::string_view("BitmapAnd"), std::string_view("BitmapOr"), std::string_view("Gather"),
    std::string_view("Gather Merge"), std::string_view("Seq Scan"), std::string_view("Sample Scan"), std::string_view("Index Scan"),
    std::string_view("Index Only Scan"), std::string_view("Bitmap Index Scan"), std::string_view("Bitmap Heap Scan"), std::string_view("Tid Scan"),
    std::string_view("Tid Range Scan"), std::string_view("Subquery Scan"), std::string_view("Function Scan"), std::string_view("Table Function Scan"),
    std::string_view("Values Scan"), std::string_view("CTE Scan"), std::string_view("Named Tuplestore Scan"), std::string_view("WorkTable Scan"),
    std::string_view("Foreign Scan"), std::string_view("Custom Scan"), std::string_view("Materialize"), std::string_view("Memoize"),
    std::string_view("Sort"), std::string_view("Incremental Sort"), std::string_view("Group"), std::string_view("WindowAgg"), std::string_view("Unique"),
    std::string_view("LockRows"), std::string_view("Limit"), std::string_view("Hash")};

bool take(std::string_view &text, std::string_view prefix)
{
    const bool there = text.starts_with(prefix);
    if (there)
        text.remove_prefix(prefix.size());
    return there;
}

/// "name=" and the number behind it, up to the next blank; "a..b" is two numbers.
std::optional<double> takeNumber(std::string_view &text, std::string_view name)
{
    if (!take(text, name))
        return std::nullopt;
    const std::size_t dots = text.find(".."), blank = std::min(text.find(' '), text.size());
    const std::size_t end = std::min(dots, blank);
    const std::optional<double> number = numberOf(text.substr(0, end));
    text.remove_prefix(end == dots ? end + 2 : std::min(end + 1, text.size()));
    return number;
}

bool readCost(std::string_view text, PlanNode &node)
{
    node.startupCost = takeNumber(text, "cost=");
    node.totalCost = takeNumber(text, none);
    node.planRows = takeNumber(text, "rows=");
    if (take(text, "width=")) {
        const std::optional<qint64> width = integerOf(text);
        if (width && *width >= 0 && *width <= std::numeric_limits<int>::max())
            node.planWidth = int(*width);
    }
    return node.startupCost && node.totalCost && node.planRows && node.planWidth;
}

/// Takes the last "(...)" off the line where it has figures.
TitleKind takeFigures(std::string_view &line, PlanNode &node)
{
    if (!line.ends_with(')'))
        return TitleKind::None;
    const std::size_t open = line.rfind(" (");
    if (open == std::string_view::npos)
        return TitleKind::None;
    std::string_view inside = line.substr(open + 2, line.size() - open - 3);
    TitleKind kind = TitleKind::None;
    if (inside == "never executed") {
        node.loops = 0;
        kind = TitleKind::Node;
    } else if (inside.starts_with("cost=")) {
        kind = readCost(inside, node) ? TitleKind::Node : TitleKind::Cut;
    } else if (take(inside, "actual ")) {
        kind = readActual(inside, node) ? TitleKind::Node : TitleKind::Cut;
    }
    if (kind == TitleKind::Node)
        line = trimmed(line.substr(0, open));
    return kind;
}

/// An identifier off the front, without its quotes.
QString takeIdentifier(std::string_view &text)
{
    if (!take(text, "\"")) {
        const std::size_t end = std::min(text.find_first_of(" ."), text.size());
        const QString name = textOf(text.substr(0, end));
        text.remove_prefix(end);
        return name;
    }
    std::size_t end = text.find('"');
    while (end != std::string_view::npos && end + 1 < text.size() && text[end + 1] == '"')
        end = text.find('"', end + 2);
    const QString name = textOf(text.substr(0, end)).replace(u"\"\""_s, u"\""_s);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return name;
}

/// The first of " on " or " using " outside of quotes.
std::size_t findWord(std::string_view text, std::string_view word)
{
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text.substr(i, word.size()) == word)
            return i;
    }
    return std::string_view::npos;
}

QString &objectOf(PlanNode &node)
{
    if (node.type == "Function Scan"_L1)
        return node.function;
    if (node.type == "Table Function Scan"_L1)
        return node.tableFunction;
    if (node.type == "CTE Scan"_L1 || node.type == "WorkTable Scan"_L1)
        return node.cte;
    if (node.type == "Named Tuplestore Scan"_L1)
        return node.tuplestore;
    return node.type == "Subquery Scan"_L1 || node.type == "Values Scan"_L1 ? node.alias : node.relation;
}

/// "schema.name alias".
void readObject(std::string_view text, PlanNode &node)
{
    QString &object = node.type == "Bitmap Index Scan"_L1 ? node.index : objectOf(node);
    object = takeIdentifier(text);
    if (take(text, ".")) {
        node.schema = object;
        object = takeIdentifier(text);
    }
    if (node.type == "Bitmap Index Scan"_L1)
        return;
    text = trimmed(text);
    node.alias = text.empty() ? object : takeIdentifier(text);
}

bool isJoinType(std::string_view text)
{
    constexpr std::array types{"Left", "Full", "Right", "Semi", "Anti", "Right Semi", "Right Anti"};
    return std::ranges::find(types, text) != types.end();
}

/// "Hash Left Join" and the like. False: it is no join.
bool readJoin(std::string_view title, PlanNode &node)
{
    if (title == "Nested Loop") {
        node.type = u"Nested Loop"_s;
        node.joinType = u"Inner"_s;
        return true;
    }
    for (const std::string_view method : {"Hash ", "Merge ", "Nested Loop "}) {
        std::string_view type = title;
        if (!take(type, method) || !type.ends_with("Join"))
            continue;
        type.remove_suffix(4);
        type = trimmed(type);
        if (!type.empty() && !isJoinType(type))
            return false;
        node.joinType = type.empty() ? u"Inner"_s : textOf(type);
        node.type = method == "Nested Loop " ? u"Nested Loop"_s : textOf(method) + u"Join"_s;
        return true;
    }
    return false;
}

bool readAggregate(std::string_view title, PlanNode &node)
{
    const QString mode = take(title, "Partial ") ? u"Partial"_s : take(title, "Finalize ") ? u"Finalize"_s : u"Simple"_s;
    node.strategy = title == "Aggregate"        ? u"Plain"_s
                    : title == "GroupAggregate" ? u"Sorted"_s
                    : title == "HashAggregate"  ? u"Hashed"_s
                    : title == "MixedAggregate" ? u"Mixed"_s
                                                : QString();
    if (node.strategy.isEmpty())
        return false;
    node.type = u"Aggregate"_s;
    node.partialMode = mode;
    return true;
}

/// What stands before "on" and "using". False: it is no type of PostgreSQL's; it is kept as it is.
bool readType(std::string_view title, PlanNode &node)
{
    node.parallelAware = take(title, "Parallel ");
    node.asyncCapable = take(title, "Async ");
    if (readJoin(title, node) || readAggregate(title, node))
        return true;
    for (const std::string_view operation : {"Insert", "Update", "Delete", "Merge"}) {
        if (title == operation) {
            node.type = u"ModifyTable"_s;
            node.operation = textOf(operation);
            return true;
        }
    }
    std::string_view rest = title;
    if (take(rest, "Foreign ") && (rest == "Insert" || rest == "Update" || rest == "Delete" || rest == "Scan")) {
        node.type = u"Foreign Scan"_s;
        node.operation = rest == "Scan" ? u"Select"_s : textOf(rest);
        return true;
    }
    if (take(rest = title, "Custom Scan (") && rest.ends_with(')')) {
        node.type = u"Custom Scan"_s;
        node.customProvider = textOf(rest.substr(0, rest.size() - 1));
        return true;
    }
    rest = title;
    const bool hashed = take(rest, "HashSetOp");
    if (hashed || take(rest, "SetOp")) {
        node.type = u"SetOp"_s;
        node.strategy = hashed ? u"Hashed"_s : u"Sorted"_s;
        node.setCommand = textOf(trimmed(rest));
        return true;
    }
    rest = title;
    const bool isIndex = title.starts_with("Index");
    const bool backward = isIndex && rest.ends_with(" Backward");
    if (backward)
        rest.remove_suffix(9);
    node.type = textOf(rest);
    if (isIndex)
        node.scanDirection = backward ? u"Backward"_s : u"Forward"_s;
    return std::ranges::find(plainTypes, rest) != plainTypes.end();
}

} // namespace

bool readActual(std::string_view text, RunFigures &figures)
{
    figures.startupMs = takeNumber(text, "time=");
    if (figures.startupMs)
        figures.totalMs = takeNumber(text, none);
    figures.rows = takeNumber(text, "rows=");
    figures.loops = takeNumber(text, "loops=");
    return figures.rows && figures.loops && figures.startupMs.has_value() == figures.totalMs.has_value() && text.empty();
}

TitleKind readTitle(std::string_view line, bool behindArrow, PlanNode &node)
{
    line = trimmed(line);
    bool hasFigures = false;
    for (int i = 0; i < 2; ++i) {
        const TitleKind kind = takeFigures(line, node);
        if (kind == TitleKind::Cut)
            return kind;
        hasFigures = hasFigures || kind == TitleKind::Node;
    }
    if (line.find(" (cost=") != std::string_view::npos || line.find(" (actual ") != std::string_view::npos)
        return TitleKind::Cut;
    if (line.empty())
        return TitleKind::None;
    const std::size_t on = findWord(line, " on "), usingAt = findWord(line.substr(0, on), " using ");
    const bool known = readType(trimmed(line.substr(0, std::min(on, usingAt))), node);
    if (!known && !hasFigures && !behindArrow)
        return TitleKind::None;
    if (usingAt != std::string_view::npos) {
        std::string_view index = line.substr(usingAt + 7);
        node.index = takeIdentifier(index);
    }
    if (on != std::string_view::npos)
        readObject(line.substr(on + 4), node);
    return TitleKind::Node;
}

} // namespace quiver::plan
