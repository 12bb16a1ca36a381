// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/condition.h"

#include "sql/pgquery.h"

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostBytes = 64 * 1024;
constexpr int mostNesting = 200; // the parser recurses

bool nestsTooDeeply(const QByteArray &text)
{
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (depth > mostNesting)
            return true;
    }
    return false;
}

} // namespace

ConditionFault conditionFault(const QString &text)
{
    const QByteArray condition = text.toUtf8();
    if (condition.trimmed().isEmpty())
        return {u"there is no condition"_s, 0};
    if (condition.size() > mostBytes || nestsTooDeeply(condition))
        return {u"it is too long or too deeply nested: at most 64 KiB and %1 parentheses within each other"_s.arg(mostNesting), -1};
    if (condition.contains('\0'))
        return {u"it has the character NUL in it"_s, qsizetype(text.indexOf(QChar(0)))};
    // Alone, so that its parentheses match; in parentheses, so that nothing follows the expression.
    for (const auto &[before, after] : {std::pair<QByteArray, QByteArray>{"SELECT WHERE ", ""}, {"SELECT WHERE (", "\n)"}}) {
        const pgquery::Fault fault = pgquery::syntaxFault(before + condition + after);
        if (fault.message.isEmpty())
            continue;
        const QString start = QString::fromUtf8(before + condition).left(std::max(0, fault.position - 1));
        return {fault.message, std::clamp<qsizetype>(start.size() - before.size(), 0, text.size())};
    }
    const auto tree = pgquery::parse("SELECT WHERE (" + condition + "\n)");
    if (tree && tree->contains("{\"ParamRef\"")) // within a text of the tree its quotes would be escaped
        return {u"it has a parameter in it ($1): write the value itself"_s, qsizetype(text.indexOf(u'$'))};
    return {};
}

} // namespace quiver::sql
