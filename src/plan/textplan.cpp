// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/textplan.h"

#include "plan/jsonplan.h"
#include "plan/planfields.h"
#include "plan/textsummary.h"
#include "plan/texttitle.h"

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view arrow = "->";
constexpr int mostWraps = 4; ///< of one title

/// Whether JSON begins here, and not a log's prefix like "[1234] LOG:".
bool startsJson(std::string_view body)
{
    if (!body.starts_with('{') && !body.starts_with('['))
        return false;
    const std::string_view next = trimmed(body.substr(1));
    return next.empty() || std::string_view("{}[]\"").find(next.front()) != std::string_view::npos;
}

/// "duration: 1.5 ms  plan:", behind whatever the log puts before it.
std::optional<double> durationOf(std::string_view line)
{
    constexpr std::string_view word = "duration: ";
    const std::size_t at = line.find(word);
    if (at == std::string_view::npos || !line.ends_with("plan:"))
        return std::nullopt;
    const std::string_view number = line.substr(at + word.size());
    return numberOf(number.substr(0, number.find(' ')));
}

bool isSubplanLine(std::string_view body)
{
    return body.starts_with("InitPlan ") || body.starts_with("SubPlan ") || body.starts_with("CTE ");
}

/// "Update on public.t t_1", below a ModifyTable with several of them: what stands behind "on".
std::string_view targetOf(std::string_view body)
{
    for (const std::string_view word : {"Insert on ", "Update on ", "Delete on ", "Merge on "}) {
        if (body.starts_with(word))
            return body.substr(word.size());
        if (body.starts_with("Foreign ") && body.substr(8).starts_with(word))
            return body.substr(8 + word.size());
    }
    return {};
}

QString relationshipTo(const PlanNode &parent, int childrenBefore)
{
    for (const QLatin1StringView type : {"Append"_L1, "Merge Append"_L1, "BitmapAnd"_L1, "BitmapOr"_L1}) {
        if (parent.type == type)
            return u"Member"_s;
    }
    if (parent.type == "Subquery Scan"_L1)
        return u"Subquery"_s;
    return childrenBefore == 0 ? u"Outer"_s : u"Inner"_s;
}

} // namespace

bool TextPlans::fail(const Line &line, const QString &reason)
{
    m_problem = {line.begin + line.indent, reason};
    return false;
}

bool TextPlans::nextLine(Line &line)
{
    if (m_at >= m_text.size())
        return false;
    line.begin = m_at;
    const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
    line.whole = m_text.substr(m_at, end - m_at);
    if (line.whole.ends_with('\r'))
        line.whole.remove_suffix(1);
    line.indent = std::min(line.whole.find_first_not_of(" \t"), line.whole.size());
    line.body = trimmed(line.whole);
    m_at = std::min(end + 1, m_text.size());
    return true;
}

bool TextPlans::read(std::vector<Plan> &plans)
{
    Line line;
    while (nextLine(line)) {
        const bool outside = m_part != Part::Tree || (line.indent <= m_rootIndent && !m_detail.quotes.open());
        if (outside && !m_inQueryText && startsJson(line.body)) {
            m_at = line.begin;
            break;
        }
        if (!readLine(line, plans))
            return false;
    }
    finish(plans);
    return true;
}

bool TextPlans::readLine(const Line &line, std::vector<Plan> &plans)
{
    if (m_detail.there && m_detail.quotes.open()) { // a literal with a line break in it
        m_detail.value += '\n';
        m_detail.value += line.whole.substr(std::min(line.indent, m_rootIndent)); // what psql or a log put before each line
        m_detail.quotes.feed(line.whole);
        return true;
    }
    if (line.body.empty())
        return true;
    const bool inside = m_part != Part::Before && line.indent > m_rootIndent;
    if (m_part == Part::Tree && (line.body.starts_with(arrow) || inside))
        return line.body.starts_with(arrow) ? addNode(line) : readTreeLine(line);
    if (m_part == Part::Summary && inside) {
        readSection(line);
        return true;
    }
    PlanNode node;
    bool found = false;
    if (!takeTitle(line, line.body, false, node, found))
        return false;
    if (found) {
        finish(plans);
        return startRoot(line, std::move(node));
    }
    if (durationOf(line.body)) {
        finish(plans);
        m_plan = Plan();
        m_duration = durationOf(line.body);
    } else if (m_part == Part::Before) {
        readBefore(line);
    } else {
        readSummary(line);
    }
    return true;
}

void TextPlans::readBefore(const Line &line)
{
    std::string_view name, value;
    if (splitDetail(line.body, name, value) && (name == "Query Text" || name == "Query Parameters")) {
        m_inQueryText = name == "Query Text";
        (m_inQueryText ? m_queryText : m_plan.queryParameters) = textOf(value);
    } else if (m_inQueryText) {
        m_queryText += u'\n' + textOf(line.whole.starts_with('\t') ? line.whole.substr(1) : line.whole);
    }
}

bool TextPlans::takeTitle(const Line &line, std::string_view title, bool behindArrow, PlanNode &node, bool &found)
{
    TitleKind kind = readTitle(title, behindArrow, node);
    if (kind == TitleKind::Cut) {
        // Wrapped at a width, inside of a word or between two.
        std::string close(title), apart(title);
        const std::size_t before = m_at;
        Line next;
        for (int i = 0; i < mostWraps && kind == TitleKind::Cut && nextLine(next) && !next.body.starts_with(arrow); ++i) {
            close += next.body;
            apart += ' ' + std::string(next.body);
            for (const std::string &joined : {close, apart}) {
                if (kind == TitleKind::Cut)
                    kind = readTitle(joined, behindArrow, node = PlanNode{});
            }
        }
        if (kind == TitleKind::Cut) {
            m_at = before;
            return fail(line, u"the line of this node ends in the middle of its figures, or they are damaged"_s);
        }
    }
    found = kind == TitleKind::Node;
    return true;
}

bool TextPlans::startRoot(const Line &line, PlanNode node)
{
    m_rootIndent = line.indent;
    m_part = Part::Tree;
    m_plan.queryText = std::exchange(m_queryText, QString()).trimmed();
    m_plan.executionMs = std::exchange(m_duration, std::nullopt);
    m_inQueryText = false;
    m_open = {{0, -1, 0}};
    m_worker = -1;
    m_plan.nodes.push_back(std::move(node));
    m_nodes = 1;
    return true;
}

bool TextPlans::addNode(const Line &line)
{
    endDetail();
    PlanNode node;
    bool found = false;
    if (!takeTitle(line, trimmed(line.body.substr(arrow.size())), true, node, found))
        return false;
    if (!found)
        return fail(line, u"a node is missing behind this arrow"_s);
    if (++m_nodes > mostNodes)
        return fail(line, u"the plan has more than %1 nodes"_s.arg(mostNodes));
    while (m_open.back().column >= qsizetype(line.indent))
        m_open.pop_back();
    OpenNode &parent = m_open.back();
    node.parent = parent.node;
    node.subplan = std::exchange(m_subplan, QString());
    node.relationship = node.subplan.startsWith("SubPlan"_L1) ? u"SubPlan"_s
                        : !node.subplan.isEmpty()             ? u"InitPlan"_s
                                                              : relationshipTo(m_plan.nodes[std::size_t(parent.node)], parent.children++);
    node.depth = m_plan.nodes[std::size_t(parent.node)].depth + 1;
    m_open.push_back({int(m_plan.nodes.size()), qsizetype(line.indent), 0});
    m_plan.nodes.push_back(std::move(node));
    m_worker = -1;
    return true;
}

bool TextPlans::readTreeLine(const Line &line)
{
    PlanNode &node = m_plan.nodes.back();
    if (isSubplanLine(line.body)) {
        endDetail();
        while (m_open.back().column >= qsizetype(line.indent))
            m_open.pop_back();
        m_subplan = textOf(line.body);
        return true;
    }
    const std::string_view target = targetOf(line.body);
    if (!target.empty() && (node.type == "ModifyTable"_L1 || node.type == "Foreign Scan"_L1)) {
        endDetail();
        node.targets << textOf(target);
        return true;
    }
    std::string_view name, value;
    if (splitDetail(line.body, name, value)) {
        beginDetail(line, name, value);
    } else if (m_detail.there) { // something wrapped it
        m_detail.value += ' ';
        m_detail.value += line.body;
        m_detail.quotes.feed(line.body);
    } else {
        node.properties.push_back({QString(), textOf(line.body)});
    }
    return true;
}

void TextPlans::beginDetail(const Line &line, std::string_view name, std::string_view value)
{
    endDetail();
    PlanNode &node = m_plan.nodes.back();
    const qsizetype detailColumn = m_open.back().column < 0 ? qsizetype(m_rootIndent) + 2 : m_open.back().column + 6;
    constexpr std::string_view word = "Worker ";
    const std::optional<qint64> number = name.starts_with(word) ? integerOf(name.substr(word.size())) : std::nullopt;
    if (number && *number >= 0 && *number < 10'000) {
        const auto it = std::ranges::find(node.workers, int(*number), &WorkerFigures::number);
        m_worker = int(it - node.workers.begin());
        if (it == node.workers.end()) {
            node.workers.emplace_back();
            node.workers.back().number = int(*number);
        }
        WorkerFigures &worker = node.workers[std::size_t(m_worker)];
        constexpr std::string_view actual = "actual ";
        if (value.starts_with(actual) && readActual(value.substr(actual.size()), worker))
            return;
        if (!splitDetail(value, name, value))
            name = {};
    } else if (qsizetype(line.indent) <= detailColumn) {
        m_worker = -1;
    }
    m_detail = {std::string(name), std::string(value), {}, m_worker, true};
    m_detail.quotes.feed(value);
}

void TextPlans::endDetail()
{
    if (!std::exchange(m_detail.there, false))
        return;
    PlanNode &node = m_plan.nodes.back();
    if (m_detail.worker < 0)
        readDetail(node, m_detail.name, m_detail.value);
    else
        readWorkerDetail(node.workers[std::size_t(m_detail.worker)], node.type == "Hash"_L1, m_detail.name, m_detail.value);
}

void TextPlans::readSummary(const Line &line)
{
    std::string_view name, value;
    const bool isDetail = splitDetail(line.body, name, value);
    // A long condition that a narrow window broke, back at the left edge.
    if (m_part == Part::Tree && !isDetail && m_detail.there && m_detail.quotes.inBrackets()) {
        m_detail.value += ' ';
        m_detail.value += line.body;
        m_detail.quotes.feed(line.body);
        return;
    }
    endDetail();
    m_part = Part::Summary;
    m_section = Section::None;
    if (readTrigger(m_plan, line.body) || !isDetail)
        return;
    if (name == "Settings") {
        readSettings(m_plan, value);
    } else if (name == "Planning" && value.empty()) {
        m_section = Section::Planning;
    } else if (name == "JIT" && value.empty()) {
        m_section = Section::Jit;
        m_plan.jit.emplace();
    } else if (name == "Serialization") {
        m_section = Section::Serialization;
        readSerialization(m_plan, value);
    } else {
        readSummaryDetail(m_plan, name, value);
    }
}

void TextPlans::readSection(const Line &line)
{
    std::string_view name, value;
    if (!splitDetail(line.body, name, value))
        return;
    if (m_section == Section::Planning)
        readPlanning(m_plan, name, value);
    else if (m_section == Section::Jit)
        readJit(m_plan, name, value);
    else if (m_section == Section::Serialization && name == "Buffers")
        readBuffers(m_plan.serialization->buffers, value);
    else if (m_section == Section::Serialization && name == "I/O Timings")
        readIoTimes(m_plan.serialization->io, value);
    else
        readSummaryDetail(m_plan, name, value);
}

void TextPlans::finish(std::vector<Plan> &plans)
{
    m_part = Part::Before;
    m_section = Section::None;
    m_subplan.clear();
    m_inQueryText = false;
    if (m_plan.nodes.empty())
        return;
    endDetail();
    Plan plan = std::exchange(m_plan, Plan());
    for (std::size_t i = plan.nodes.size(); i-- > 0;) {
        PlanNode &node = plan.nodes[i];
        node.end = std::max(node.end, int(i) + 1);
        if (node.parent >= 0)
            plan.nodes[std::size_t(node.parent)].end = std::max(plan.nodes[std::size_t(node.parent)].end, node.end);
    }
    completeZeros(plan);
    plans.push_back(std::move(plan));
}

} // namespace quiver::plan
