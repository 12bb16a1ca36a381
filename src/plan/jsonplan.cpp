// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/jsonplan.h"

#include "plan/notplan.h"
#include "plan/planfields.h"
#include "plan/textplan.h"

#include <algorithm>
#include <utility>

namespace quiver::plan {

using namespace Qt::StringLiterals;
using Kind = core::JsonCursor::Kind;

namespace {

/// JSON without the blanks between its parts.
QString compact(std::string_view json)
{
    std::string text;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '\\' && quoted && i + 1 < json.size()) {
            text += c;
            text += json[++i];
            continue;
        }
        quoted = quoted != (c == '"');
        if (quoted || (c != ' ' && c != '\t' && c != '\n' && c != '\r'))
            text += c;
    }
    return textOf(text);
}

} // namespace

bool JsonPlans::atContainer() const
{
    return m_cursor.kind() == Kind::Object || m_cursor.kind() == Kind::Array;
}

bool JsonPlans::read(std::vector<Plan> &plans)
{
    m_cursor.skipBlanks();
    while (atContainer()) {
        if (!(m_cursor.kind() == Kind::Array ? readArray(plans) : readPlan(plans)))
            return false;
        m_cursor.take(','); // plans that were copied out of an array, or ended like a statement
        m_cursor.take(';');
    }
    return true;
}

bool JsonPlans::readArray(std::vector<Plan> &plans)
{
    m_cursor.take('[');
    for (bool more = !m_cursor.take(']'); more;) {
        if (m_cursor.rest().starts_with("\"Utility Statement\""))
            return m_cursor.fail(utilityReason());
        if (m_cursor.kind() != Kind::Object)
            return m_cursor.fail(u"the array of a plan holds objects; this is none"_s);
        if (!readPlan(plans) || !nextMember(']', more))
            return false;
    }
    return true;
}

/// Behind a member: whether another follows; takes what closes the list where none does.
bool JsonPlans::nextMember(char close, bool &more)
{
    more = m_cursor.take(',');
    if (m_cursor.take(close)) {
        more = false; // also behind a comma too many
        return true;
    }
    if (more)
        return true;
    return m_cursor.fail(m_cursor.atEnd() ? u"the plan ends in the middle: the closing %1 is missing"_s.arg(QLatin1Char(close))
                                          : u"a , or %1 is expected here"_s.arg(QLatin1Char(close)));
}

bool JsonPlans::readKey()
{
    std::string_view key;
    if (m_cursor.atEnd())
        return m_cursor.fail(u"the plan ends in the middle: the closing } is missing"_s);
    if (m_cursor.kind() != Kind::String)
        return m_cursor.fail(u"a key in quotes is expected here"_s);
    if (!m_cursor.readString(key, m_scratch))
        return false;
    m_key = key;
    if (!m_cursor.take(':'))
        return m_cursor.fail(u"a : is expected after the key"_s);
    return !m_cursor.atEnd() || m_cursor.fail(u"the plan ends in the middle: the value of \"%1\" is missing"_s.arg(textOf(m_key).left(60)));
}

bool JsonPlans::readScalar(std::string_view &value)
{
    return m_cursor.kind() == Kind::String ? m_cursor.readString(value, m_scratch) : m_cursor.skipValue(value);
}

/// The member of m_key has no field: its text, or its JSON where it is nested.
bool JsonPlans::keep(std::vector<PlanProperty> &properties)
{
    std::string_view value;
    QStringList list;
    const std::size_t begin = m_cursor.position();
    if (m_cursor.kind() == Kind::Array && readList(list)) {
        properties.push_back({textOf(m_key), list.join(u", ")});
        return true;
    }
    if (!m_cursor.problem().reason.isEmpty())
        return false;
    m_cursor.seek(begin);
    const bool nested = atContainer();
    if (!readScalar(value))
        return false;
    if (value != "null")
        properties.push_back({textOf(m_key), nested ? compact(value) : textOf(value)});
    return true;
}

/// An array of scalars. False, without a problem: it has others, too.
bool JsonPlans::readList(QStringList &list)
{
    if (!m_cursor.take('['))
        return false;
    for (bool more = !m_cursor.take(']'); more;) {
        std::string_view value;
        if (atContainer() || !readScalar(value))
            return false;
        list << textOf(value);
        if (!nextMember(']', more))
            return false;
    }
    return true;
}

bool JsonPlans::readFlat(const Member &member)
{
    struct Level {
        std::size_t path; ///< length of the path above it
        char close;
    };
    std::vector<Level> open;
    std::string path;
    bool more = true;
    const auto begin = [&] {
        if (open.size() == 8)
            return m_cursor.fail(u"this part of a plan is not nested so deep"_s);
        const bool object = m_cursor.kind() == Kind::Object;
        m_cursor.take(object ? '{' : '[');
        open.push_back({path.size(), object ? '}' : ']'});
        more = !m_cursor.take(open.back().close);
        return true;
    };
    if (!begin())
        return false;
    while (!open.empty()) {
        if (!more) {
            path.resize(open.back().path);
            open.pop_back();
            if (!open.empty() && !nextMember(open.back().close, more))
                return false;
            continue;
        }
        const std::size_t above = open.back().path;
        path.resize(above);
        if (open.back().close == '}') {
            if (!readKey())
                return false;
            path += path.empty() ? m_key : '.' + m_key;
        }
        if (atContainer()) {
            const std::size_t whole = path.size();
            if (!begin())
                return false;
            open.back().path = whole;
            continue;
        }
        std::string_view value;
        if (!readScalar(value) || !member(path, value) || !nextMember(open.back().close, more))
            return false;
    }
    return true;
}

bool JsonPlans::readPlan(std::vector<Plan> &plans)
{
    const std::size_t begin = m_cursor.position();
    m_cursor.take('{');
    Plan plan;
    if (m_cursor.take('}'))
        return m_cursor.fail(u"this object is empty, a plan has a \"Plan\""_s);
    if (!readKey())
        return false;
    m_cursor.seek(begin);
    PlanNode probe;
    if (m_key == "Plans" || m_key == "Workers" || setNodeField(probe, m_key, "1") || setNodeField(probe, m_key, "true")) {
        if (!readTree(plan)) // a node alone, copied from within a plan
            return false;
    } else {
        m_cursor.take('{');
        for (bool more = true; more;) {
            if (!readKey() || !readPlanMember(plan, plans) || !nextMember('}', more))
                return false;
        }
    }
    if (m_reported)
        plan = std::move(*std::exchange(m_reported, std::nullopt)); // the report's own figures follow from it
    if (!plan.nodes.empty()) {
        plans.push_back(std::move(plan));
        return true;
    }
    if (m_inRow || m_key == "QUERY PLAN")
        return true;
    const bool isReport = m_key == "total_ms"; // its last key
    m_cursor.seek(begin);
    if (isReport)
        return m_cursor.fail(u"this is what quiverctl explain --json writes, a report on a plan, but the plan itself (\"plan_text\") is missing; --raw --json writes the plan alone"_s);
    return m_cursor.fail(u"this object has no \"Plan\": it is not what EXPLAIN (FORMAT JSON) writes, or its keys are in another language"_s);
}

/// The text of the plan that a report is of.
bool JsonPlans::readReported()
{
    const std::size_t begin = m_cursor.position();
    std::string_view text;
    if (!m_cursor.readString(text, m_scratch))
        return false;
    const std::string whole(text);
    std::vector<Plan> found;
    TextPlans lines(whole, 0);
    if (lines.read(found) && found.size() == 1) {
        m_reported = std::move(found.front());
        return true;
    }
    m_cursor.seek(begin);
    return m_cursor.fail(found.empty() && !lines.problem().reason.isEmpty() ? u"the plan in this report cannot be read: %1"_s.arg(lines.problem().reason)
                                                                           : u"\"plan_text\" of a report holds one plan as text, this does not"_s);
}

bool JsonPlans::readPlanMember(Plan &plan, std::vector<Plan> &plans)
{
    const bool object = m_cursor.kind() == Kind::Object;
    if (m_key == "Plan" && object)
        return plan.nodes.empty() ? readTree(plan) : m_cursor.fail(u"this object has a second \"Plan\""_s);
    if (m_key == reportedPlanKey && m_cursor.kind() == Kind::String)
        return readReported();
    if (m_key == "Triggers" && m_cursor.kind() == Kind::Array)
        return readTriggers(plan);
    if (m_key == "Settings" && object)
        return readSettings(plan);
    if (m_key == "Planning" && object) {
        return readFlat([&plan](std::string_view path, std::string_view value) {
            if (!setPlanField(plan, path, value))
                plan.properties.push_back({u"Planning "_s + textOf(path), textOf(value)});
            return true;
        });
    }
    if (m_key == "JIT" && object) {
        plan.jit.emplace();
        return readFlat([&plan](std::string_view path, std::string_view value) {
            if (!setJit(*plan.jit, path, value) && path != "Worker Number")
                plan.properties.push_back({u"JIT "_s + textOf(path), textOf(value)});
            return true;
        });
    }
    if (m_key == "Serialization" && object) {
        plan.serialization.emplace();
        return readFlat([&plan](std::string_view path, std::string_view value) {
            if (!setSerialization(*plan.serialization, path, value))
                plan.properties.push_back({u"Serialization "_s + textOf(path), textOf(value)});
            return true;
        });
    }
    if (m_key == "QUERY PLAN" && atContainer() && !m_inRow) { // a row of a result that was copied as JSON
        m_inRow = true;
        const bool good = m_cursor.kind() == Kind::Array ? readArray(plans) : readPlan(plans);
        m_inRow = false;
        m_key = "QUERY PLAN";
        return good;
    }
    if (atContainer())
        return keep(plan.properties);
    std::string_view value;
    if (!readScalar(value))
        return false;
    if (value != "null" && !setPlanField(plan, m_key, value))
        plan.properties.push_back({textOf(m_key), textOf(value)});
    return true;
}

bool JsonPlans::beginNode(Plan &plan)
{
    if (m_cursor.kind() != Kind::Object)
        return m_cursor.fail(m_cursor.atEnd() ? u"the plan ends in the middle: a node is missing"_s : u"a node of the plan is an object; this is none"_s);
    if (++m_nodes > mostNodes)
        return m_cursor.fail(u"the plan has more than %1 nodes"_s.arg(mostNodes));
    PlanNode &node = plan.nodes.emplace_back();
    node.parent = m_open.empty() ? -1 : m_open.back().node;
    node.depth = int(m_open.size());
    m_open.push_back({int(plan.nodes.size()) - 1, m_cursor.position()});
    m_cursor.take('{');
    return true;
}

bool JsonPlans::endNode(Plan &plan)
{
    const Open closed = m_open.back();
    m_open.pop_back();
    PlanNode &node = plan.nodes[std::size_t(closed.node)];
    node.end = int(plan.nodes.size());
    dropUnmeasured(node);
    for (WorkerFigures &worker : node.workers)
        dropUnmeasured(worker);
    if (!node.type.isEmpty())
        return true;
    m_cursor.seek(closed.position);
    return m_cursor.fail(u"a node of the plan has no \"Node Type\": it is cut, or its keys are in another language"_s);
}

/// Behind the } of a node that is not the root, within the "Plans" of its parent.
bool JsonPlans::endChild(Plan &plan)
{
    bool more = false;
    if (!nextMember(']', more))
        return false;
    if (more)
        return beginNode(plan);
    m_cursor.take(',');
    return true;
}

bool JsonPlans::readTree(Plan &plan)
{
    m_open.clear();
    if (!beginNode(plan))
        return false;
    while (!m_open.empty()) {
        if (m_cursor.take('}')) {
            if (!endNode(plan) || (!m_open.empty() && !endChild(plan)))
                return false;
            continue;
        }
        if (!readKey())
            return false;
        if (m_key == "Plans" && m_cursor.take('[')) {
            if (!m_cursor.take(']')) {
                if (!beginNode(plan))
                    return false;
                continue;
            }
        } else if (!readNodeMember(plan.nodes[std::size_t(m_open.back().node)])) {
            return false;
        }
        if (!m_cursor.take(',') && !m_cursor.rest().starts_with('}'))
            return m_cursor.fail(m_cursor.atEnd() ? u"the plan ends in the middle: the closing } is missing"_s : u"a , or } is expected here"_s);
    }
    return true;
}

bool JsonPlans::readNodeMember(PlanNode &node)
{
    if (m_cursor.kind() == Kind::Array) {
        if (m_key == "Workers")
            return readWorkers(node);
        if (m_key == "Target Tables")
            return readTargets(node);
        if (QStringList *list = listField(node, m_key)) {
            const std::size_t begin = m_cursor.position();
            if (readList(*list))
                return true;
            if (!m_cursor.problem().reason.isEmpty())
                return false;
            m_cursor.seek(begin);
            list->clear();
        }
        return keep(node.properties);
    }
    if (m_cursor.kind() == Kind::Object) {
        return m_key == "Full-sort Groups"    ? readGroups(node.fullSortGroups)
               : m_key == "Pre-sorted Groups" ? readGroups(node.presortedGroups)
                                              : keep(node.properties);
    }
    std::string_view value;
    if (!readScalar(value))
        return false;
    if (value != "null" && !setNodeField(node, m_key, value))
        node.properties.push_back({textOf(m_key), textOf(value)});
    return true;
}

bool JsonPlans::readGroups(std::optional<SortGroups> &groups)
{
    groups.emplace();
    return readFlat([&groups](std::string_view path, std::string_view value) {
        if (path == "Sort Methods Used")
            groups->methods << textOf(value);
        else
            setSortGroups(*groups, path, value);
        return true;
    });
}

bool JsonPlans::readWorkers(PlanNode &node)
{
    m_cursor.take('[');
    for (bool more = !m_cursor.take(']'); more;) {
        if (m_cursor.kind() != Kind::Object)
            return m_cursor.fail(u"a worker of the plan is an object; this is none"_s);
        if (!readWorker(node) || !nextMember(']', more))
            return false;
    }
    return true;
}

bool JsonPlans::readWorker(PlanNode &node)
{
    WorkerFigures worker;
    m_cursor.take('{');
    for (bool more = !m_cursor.take('}'); more;) {
        if (!readKey())
            return false;
        if (m_cursor.kind() == Kind::Object && (m_key == "Full-sort Groups" || m_key == "Pre-sorted Groups")) {
            if (!readGroups(m_key == "Full-sort Groups" ? worker.fullSortGroups : worker.presortedGroups))
                return false;
        } else if (atContainer()) {
            if (!keep(worker.properties))
                return false;
        } else {
            std::string_view value;
            if (!readScalar(value))
                return false;
            const std::optional<qint64> number = m_key == "Worker Number" ? integerOf(value) : std::nullopt;
            if (number)
                worker.number = int(std::clamp<qint64>(*number, 0, 1'000'000));
            else if (!setFigure(worker, m_key, value))
                worker.properties.push_back({textOf(m_key), textOf(value)});
        }
        if (!nextMember('}', more))
            return false;
    }
    node.workers.push_back(std::move(worker));
    return true;
}

/// [{"Schema": "public", "Relation Name": "a", "Alias": "a_1", ...}]: "public.a a_1".
bool JsonPlans::readTargets(PlanNode &node)
{
    m_cursor.take('[');
    for (bool more = !m_cursor.take(']'); more;) {
        PlanNode target;
        if (m_cursor.kind() != Kind::Object)
            return m_cursor.fail(u"a target table of the plan is an object; this is none"_s);
        const bool good = readFlat([&](std::string_view path, std::string_view value) {
            if (!setNodeField(target, path, value))
                node.properties.push_back({textOf(path), textOf(value)});
            return true;
        });
        if (!good || !nextMember(']', more))
            return false;
        node.targets << targetText(target);
    }
    return true;
}

bool JsonPlans::readTriggers(Plan &plan)
{
    m_cursor.take('[');
    for (bool more = !m_cursor.take(']'); more;) {
        TriggerFigures trigger;
        if (m_cursor.kind() != Kind::Object)
            return m_cursor.fail(u"a trigger of the plan is an object; this is none"_s);
        const bool good = readFlat([&](std::string_view path, std::string_view value) {
            setTrigger(trigger, path, value);
            return true;
        });
        if (!good || !nextMember(']', more))
            return false;
        plan.triggers.push_back(std::move(trigger));
    }
    return true;
}

bool JsonPlans::readSettings(Plan &plan)
{
    return readFlat([&plan](std::string_view path, std::string_view value) {
        plan.settings.push_back({textOf(path), textOf(value)});
        return true;
    });
}

} // namespace quiver::plan
