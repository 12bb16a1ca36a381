// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/charges.h"

#include <QHash>

#include <algorithm>

namespace quiver::plan {

using namespace Qt::StringLiterals;

namespace {

/// The nodes in whose conditions a parameter is named, in preorder: "$0" until PostgreSQL 16, "InitPlan 1" from 17 on.
using Mentions = QHash<QString, std::vector<int>>;

void findMentions(QStringView text, int node, Mentions &mentions)
{
    const auto digitsFrom = [&text](qsizetype at) {
        while (at < text.size() && text[at].isDigit())
            ++at;
        return at;
    };
    const auto note = [&](qsizetype begin, qsizetype end) {
        std::vector<int> &nodes = mentions[text.sliced(begin, end - begin).toString()];
        if (nodes.empty() || nodes.back() != node)
            nodes.push_back(node);
    };
    for (qsizetype at = text.indexOf(u'$'); at >= 0; at = text.indexOf(u'$', at + 1)) {
        if (const qsizetype end = digitsFrom(at + 1); end > at + 1)
            note(at, end);
    }
    constexpr QStringView word = u"InitPlan ";
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (const qsizetype end = digitsFrom(at + word.size()); end > at + word.size())
            note(at, end);
    }
}

Mentions mentionsOf(const Plan &plan)
{
    Mentions mentions;
    for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
        const PlanNode &node = plan.nodes[i];
        for (const QString *text : {&node.filter, &node.joinFilter, &node.indexCond, &node.recheckCond, &node.hashCond, &node.mergeCond, &node.tidCond,
                                    &node.oneTimeFilter, &node.orderBy}) {
            if (!text->isEmpty())
                findMentions(*text, int(i), mentions);
        }
        for (const QStringList *list : {&node.output, &node.sortKey, &node.groupKey}) {
            for (const QString &text : *list)
                findMentions(text, int(i), mentions);
        }
    }
    return mentions;
}

class Charges
{
public:
    Charges(const Plan &plan, const std::vector<double> &wholeMs) : m_plan(plan), m_whole(wholeMs), m_own(wholeMs) {}

    std::vector<Charge> find(double &besideMs)
    {
        std::vector<int> initPlans, ctes;
        bool parameters = false;
        for (int i = 1; i < int(m_plan.nodes.size()); ++i) {
            const PlanNode &it = node(i);
            if (it.relationship != "InitPlan"_L1)
                charge(i, it.parent, 1);
            else
                (isCte(it) ? ctes : initPlans).push_back(i);
            parameters = parameters || (it.relationship == "InitPlan"_L1 && !isCte(it));
            if (it.type == "CTE Scan"_L1)
                m_scans[it.cte].push_back(i);
        }
        if (parameters)
            m_mentions = mentionsOf(m_plan);
        for (const int i : initPlans)
            chargeUser(i);
        for (const int i : ctes)
            besideMs += chargeScans(i);
        return std::move(m_charges);
    }

private:
    const PlanNode &node(int i) const { return m_plan.nodes[std::size_t(i)]; }
    static bool isCte(const PlanNode &it) { return it.subplan.startsWith("CTE "_L1); }
    double &own(int i) { return m_own[std::size_t(i)]; }
    double whole(int i) const { return m_whole[std::size_t(i)]; }

    void charge(int from, int to, double share)
    {
        if (!m_charges.empty() && m_charges.back().from == from)
            m_charges.back().last = false;
        m_charges.push_back({from, to, share, true});
        own(to) -= whole(from) * share;
    }
    bool covers(int i, double ms) { return own(i) >= ms * 0.99; }

    /// Of its children that are no InitPlans, the one that took longest; -1: it has none.
    int heaviestChild(int parent)
    {
        const auto known = m_heaviest.constFind(parent);
        if (known != m_heaviest.constEnd())
            return *known;
        int heaviest = -1;
        for (int child = m_plan.firstChild(parent); child >= 0; child = m_plan.nextSibling(child)) {
            if (node(child).relationship != "InitPlan"_L1 && (heaviest < 0 || whole(child) > whole(heaviest)))
                heaviest = child;
        }
        m_heaviest.insert(parent, heaviest);
        return heaviest;
    }

    /// The node that needed the value of an InitPlan: one that names it, else one whose time can contain its time.
    int userOf(int initPlan)
    {
        const PlanNode &it = node(initPlan);
        const PlanNode &parent = node(it.parent);
        Mentions names;
        findMentions(it.subplan, initPlan, names);
        for (auto name = names.begin(); name != names.end(); ++name) {
            const std::vector<int> &users = m_mentions.value(name.key());
            for (auto user = std::ranges::lower_bound(users, it.parent); user != users.end() && *user < parent.end; ++user) {
                if (*user < initPlan || *user >= it.end)
                    return *user;
            }
        }
        int user = it.parent;
        constexpr int mostSteps = 100;
        for (int step = 0; step < mostSteps && !covers(user, whole(initPlan)); ++step) {
            const int heaviest = heaviestChild(user);
            if (heaviest < 0 || whole(heaviest) < whole(initPlan) * 0.99)
                return it.parent;
            user = heaviest;
        }
        return user;
    }

    /// Parallel workers end after the node that needed them is done: that part is in the time of the node that has the InitPlan.
    void chargeUser(int initPlan)
    {
        const int user = userOf(initPlan), parent = node(initPlan).parent;
        const double whole = this->whole(initPlan), part = user == parent || whole <= 0 ? 1 : std::clamp(own(user) / whole, 0.0, 1.0);
        charge(initPlan, user, part);
        if (part < 1)
            charge(initPlan, parent, 1 - part);
    }

    /// A CTE is computed by its scans, as far as each reads; the one that took longest first. \returns what none of them contains
    double chargeScans(int cte)
    {
        const PlanNode &it = node(cte);
        std::vector<int> scans;
        for (const int scan : m_scans.value(it.subplan.sliced(4))) {
            if (m_scansLooked++ > mostScansLooked)
                break;
            if (scan > it.parent && scan < node(it.parent).end && (scan < cte || scan >= it.end))
                scans.push_back(scan);
        }
        if (node(it.parent).type == "CTE Scan"_L1 && node(it.parent).cte == it.subplan.sliced(4))
            scans.push_back(it.parent);
        if (whole(cte) <= 0) { // no times: the first one has read it
            if (!scans.empty())
                charge(cte, scans.front(), 1);
            return 0;
        }
        std::ranges::sort(scans, std::ranges::greater(), [this](int scan) { return own(scan); });
        double left = whole(cte);
        for (const int scan : scans) {
            const double part = std::min(left, std::max(own(scan), 0.0));
            if (part <= 0)
                break;
            charge(cte, scan, part / whole(cte));
            left -= part;
        }
        const double late = scans.empty() ? 0 : std::clamp(own(it.parent), 0.0, left); // as in chargeUser()
        if (late > 0)
            charge(cte, it.parent, late / whole(cte));
        return left - late;
    }

    const Plan &m_plan;
    const std::vector<double> &m_whole;
    std::vector<double> m_own;
    std::vector<Charge> m_charges;
    Mentions m_mentions;
    QHash<int, int> m_heaviest;               ///< of heaviestChild()
    QHash<QString, std::vector<int>> m_scans; ///< of each CTE
    static constexpr qint64 mostScansLooked = 2'000'000; ///< thousands of CTEs of one name are no query's
    qint64 m_scansLooked = 0;
};

} // namespace

std::vector<Charge> chargesOf(const Plan &plan, const std::vector<double> &wholeMs, double &besideMs)
{
    return Charges(plan, wholeMs).find(besideMs);
}

} // namespace quiver::plan
