// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/textdetails.h"

#include "plan/planfields.h"

#include <algorithm>
#include <array>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

/// Gives each part of \p text between \p separator to \p part, without blanks around it.
template <typename Part> void eachPart(std::string_view text, std::string_view separator, const Part &part)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (const std::string_view piece = trimmed(text.substr(0, end)); !piece.empty())
            part(piece);
        text.remove_prefix(std::min(end + separator.size(), text.size()));
    }
}

std::string_view withoutUnit(std::string_view value)
{
    return value.ends_with("kB") ? value.substr(0, value.size() - 2) : value;
}

void keep(std::vector<PlanProperty> &properties, std::string_view name, std::string_view value)
{
    properties.push_back({textOf(name), textOf(value)});
}

/// "Groups: 3  Sort Methods: quicksort, top-N heapsort  Average Memory: 25kB  Peak Memory: 25kB".
void readGroups(std::optional<SortGroups> &groups, std::string_view value)
{
    groups.emplace();
    bool first = true;
    eachPart(value, "  ", [&](std::string_view part) {
        if (std::exchange(first, false)) {
            setSortGroups(*groups, "Group Count", part);
            return;
        }
        std::string_view name, figure;
        if (!splitDetail(part, name, figure))
            return;
        if (name.starts_with("Sort Method")) {
            groups->methods = splitList(figure);
            return;
        }
        const std::size_t blank = name.find(' ');
        if (blank != std::string_view::npos)
            setSortGroups(*groups, "Sort Space " + std::string(name.substr(blank + 1)) + '.' + std::string(name.substr(0, blank)) + " Sort Space Used", withoutUnit(figure));
    });
}

/// "1024 (originally 512)": both; the same twice where it is said once, as in JSON.
void readHashSize(RunFigures &figures, const std::string &name, std::string_view value)
{
    const std::size_t blank = std::min(value.find(' '), value.size());
    constexpr std::string_view was = " (originally ";
    setFigure(figures, name, value.substr(0, blank));
    const bool changed = value.substr(blank).starts_with(was) && value.ends_with(')');
    setFigure(figures, "Original " + name, changed ? value.substr(blank + was.size(), value.size() - blank - was.size() - 1) : value.substr(0, blank));
}

/// One of the parts of a line that has several of them.
void readPart(RunFigures &figures, bool isHash, std::string_view name, std::string_view value)
{
    if (name == "Buckets" || (name == "Batches" && isHash)) {
        readHashSize(figures, "Hash " + std::string(name), value);
        return;
    }
    if (name == "Memory" || name == "Disk") { // behind a Sort Method
        figures.sortSpaceType = textOf(name);
        setFigure(figures, "Sort Space Used", withoutUnit(value));
        return;
    }
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> ofJson{{{"Batches", "HashAgg Batches"},
                                                                                          {"Memory Usage", "Peak Memory Usage"},
                                                                                          {"Hits", "Cache Hits"},
                                                                                          {"Misses", "Cache Misses"},
                                                                                          {"Evictions", "Cache Evictions"},
                                                                                          {"Overflows", "Cache Overflows"}}};
    const auto it = std::ranges::find(ofJson, name, &std::pair<std::string_view, std::string_view>::first);
    const std::string_view key = it == ofJson.end() ? name : it->second;
    if (!setFigure(figures, key, withoutUnit(value)))
        keep(figures.properties, key, withoutUnit(value));
}

bool hasParts(std::string_view name)
{
    static constexpr std::array names{"Sort Method", "Buckets", "Batches", "Planned Partitions", "Memory Usage", "Disk Usage", "Hits", "Storage", "Cache Hits"};
    return std::ranges::find(names, name) != names.end();
}

void readParts(RunFigures &figures, bool isHash, std::string_view name, std::string_view value)
{
    bool first = true;
    eachPart(value, "  ", [&](std::string_view part) {
        std::string_view partName = name, partValue = part;
        if (!std::exchange(first, false) && !splitDetail(part, partName, partValue))
            return;
        readPart(figures, isHash, partName, partValue);
    });
}

/// "exact=3 lossy=1".
void readHeapBlocks(RunFigures &figures, std::string_view value)
{
    eachPart(value, " ", [&](std::string_view part) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            return;
        setFigure(figures, part.starts_with("exact") ? "Exact Heap Blocks" : "Lossy Heap Blocks", part.substr(equals + 1));
    });
}

/// "records=3 fpi=1 bytes=200 buffers full=2".
void readWal(std::optional<WalUse> &wal, std::string_view value)
{
    RunFigures read;
    read.wal.emplace();
    eachPart(value, " ", [&](std::string_view part) {
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            return;
        const std::string_view name = part.substr(0, equals);
        const std::string_view key = name == "records" ? "WAL Records" : name == "fpi" ? "WAL FPI" : name == "bytes" ? "WAL Bytes" : "WAL Buffers Full";
        setFigure(read, key, part.substr(equals + 1));
    });
    wal = read.wal;
}

bool readShared(RunFigures &figures, bool isHash, std::string_view name, std::string_view value)
{
    if (hasParts(name))
        readParts(figures, isHash, name, value);
    else if (name == "Buffers")
        readBuffers(figures.buffers, value);
    else if (name == "I/O Timings")
        readIoTimes(figures.io, value);
    else if (name == "WAL")
        readWal(figures.wal, value);
    else if (name == "Heap Blocks")
        readHeapBlocks(figures, value);
    else if (name == "Full-sort Groups")
        readGroups(figures.fullSortGroups, value);
    else if (name == "Pre-sorted Groups" || name == "Presorted Groups")
        readGroups(figures.presortedGroups, value);
    else
        return false;
    return true;
}

/// Gives "shared hit=3 read=1, temp written=2" as ("shared", "hit", "3"), ... The first word counts for those behind it.
template <typename Use> bool eachUse(std::string_view value, const Use &use)
{
    bool good = true;
    eachPart(value, ",", [&](std::string_view kindAndUses) {
        std::string_view kind;
        eachPart(kindAndUses, " ", [&](std::string_view part) {
            const std::size_t equals = part.find('=');
            if (equals == std::string_view::npos)
                kind = part;
            else
                good = use(kind, part.substr(0, equals), part.substr(equals + 1)) && good;
        });
    });
    return good;
}

std::string capital(std::string_view word)
{
    std::string text(word);
    if (!text.empty())
        text[0] = char(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0]);
    return text;
}

} // namespace

void OpenQuotes::feed(std::string_view text)
{
    for (const char c : text) {
        if (c == '\'' && !m_double)
            m_single = !m_single;
        else if (c == '"' && !m_single)
            m_double = !m_double;
        else if (!open())
            m_depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    }
}

bool splitDetail(std::string_view line, std::string_view &name, std::string_view &value)
{
    line = trimmed(line);
    constexpr std::size_t longest = 60;
    const std::size_t colon = line.substr(0, longest).find(':');
    if (colon == std::string_view::npos || colon == 0 || (colon + 1 < line.size() && line[colon + 1] != ' '))
        return false;
    name = line.substr(0, colon);
    const auto isOfName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '/' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    };
    if (!std::ranges::all_of(name, isOfName))
        return false;
    value = trimmed(line.substr(colon + 1));
    return true;
}

bool readBuffers(std::optional<BufferUse> &buffers, std::string_view value)
{
    std::optional<IoTimes> none;
    buffers.emplace();
    return eachUse(value, [&](std::string_view kind, std::string_view what, std::string_view blocks) {
        return setUse(buffers, none, capital(kind) + ' ' + capital(what) + " Blocks", blocks);
    });
}

bool readIoTimes(std::optional<IoTimes> &io, std::string_view value)
{
    std::optional<BufferUse> none;
    io.emplace();
    return eachUse(value, [&](std::string_view kind, std::string_view what, std::string_view ms) {
        const std::string before = kind.empty() || kind == "shared/local" ? std::string() : capital(kind) + ' ';
        return setUse(none, io, before + "I/O " + capital(what) + " Time", ms);
    });
}

QStringList splitList(std::string_view text)
{
    QStringList list;
    OpenQuotes quotes;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        quotes.feed(text.substr(i, 1));
        if (text[i] == ',' && !quotes.open() && !quotes.inBrackets()) {
            list << textOf(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    if (begin < text.size())
        list << textOf(trimmed(text.substr(begin)));
    return list;
}

namespace {

/// "system ('10'::real) REPEATABLE ('1'::double precision)", which JSON has in three parts.
bool readSampling(PlanNode &node, std::string_view value)
{
    constexpr std::string_view repeatable = " REPEATABLE (";
    const std::size_t open = value.find(" ("), again = value.rfind(repeatable);
    if (open == std::string_view::npos || !value.ends_with(')'))
        return false;
    const std::size_t end = again == std::string_view::npos || again <= open ? value.size() : again;
    keep(node.properties, "Sampling Method", value.substr(0, open));
    keep(node.properties, "Sampling Parameters", value.substr(open + 2, end - open - 3));
    if (end < value.size())
        keep(node.properties, "Repeatable Seed", value.substr(end + repeatable.size(), value.size() - end - repeatable.size() - 1));
    return true;
}

} // namespace

void readDetail(PlanNode &node, std::string_view name, std::string_view value)
{
    if (readShared(node, node.type == "Hash"_L1, name, value) || (name == "Sampling" && readSampling(node, value)))
        return;
    if (name == "Node Type" || name == "Relation Name" || name == "Alias" || name == "Schema" || name == "Parent Relationship" || name == "Subplan Name") {
        keep(node.properties, name, value); // no text has these; they would overwrite what the title says
        return;
    }
    if (QStringList *list = listField(node, name)) {
        if (list->isEmpty())
            *list = splitList(value);
        else
            keep(node.properties, name, value); // one of several grouping sets
        return;
    }
    if (!setNodeField(node, name, value))
        keep(node.properties, name, value);
}

void readWorkerDetail(WorkerFigures &worker, bool isHash, std::string_view name, std::string_view value)
{
    if (!readShared(worker, isHash, name, value) && !setFigure(worker, name, value))
        keep(worker.properties, name, value);
}

} // namespace quiver::plan
