// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/shownplan.h"

#include "core/shownliteral.h"

namespace quiver::plan {

using namespace Qt::StringLiterals;

QString shownCondition(const QString &text)
{
    QString shown;
    qsizetype copied = 0;
    // The server prints literals with doubled quotes, and backslashes doubled as well (E''): no backslash hides a quote.
    for (qsizetype begin = text.indexOf(u'\''); begin >= 0;) {
        qsizetype end = text.indexOf(u'\'', begin + 1);
        while (end >= 0 && end + 1 < text.size() && text[end + 1] == u'\'')
            end = text.indexOf(u'\'', end + 2);
        if (end < 0)
            break;
        if (end + 1 - begin > core::shownLiteralMinimum) {
            shown += QStringView(text).sliced(copied, begin - copied);
            shown += core::shownLiteral(QStringView(text).sliced(begin, end + 1 - begin));
            copied = end + 1;
        }
        begin = text.indexOf(u'\'', end + 1);
    }
    return copied == 0 ? text : shown + text.sliced(copied);
}

QString shownTitle(const PlanNode &node)
{
    QString title = nodeTitle(node);
    if (!node.index.isEmpty())
        title += u" using "_s + node.index;
    const QString object = !node.relation.isEmpty() ? node.relation : !node.cte.isEmpty() ? node.cte : node.function;
    if (!object.isEmpty())
        title += u" on "_s + object + (node.alias.isEmpty() || node.alias == object ? QString() : u' ' + node.alias);
    return title;
}

std::vector<PlanProperty> conditionsOf(const PlanNode &node)
{
    std::vector<PlanProperty> conditions;
    const auto add = [&](const QString &name, const QString &text) {
        if (!text.isEmpty())
            conditions.push_back({name, text});
    };
    add(u"Order By"_s, node.orderBy);
    add(u"Sort Key"_s, node.sortKey.join(u", "_s));
    add(u"Presorted Key"_s, node.presortedKey.join(u", "_s));
    add(u"Group Key"_s, node.groupKey.join(u", "_s));
    add(u"Index Cond"_s, node.indexCond);
    add(u"Recheck Cond"_s, node.recheckCond);
    add(u"TID Cond"_s, node.tidCond);
    add(u"Hash Cond"_s, node.hashCond);
    add(u"Merge Cond"_s, node.mergeCond);
    add(u"Join Filter"_s, node.joinFilter);
    add(u"Filter"_s, node.filter);
    add(u"One-Time Filter"_s, node.oneTimeFilter);
    add(u"Run Condition"_s, node.runCondition);
    add(u"Cache Key"_s, node.cacheKey);
    return conditions;
}

} // namespace quiver::plan
