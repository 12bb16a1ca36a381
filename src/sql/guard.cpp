// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/guard.h"

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestName = 130; // schema and table of 63 characters each, with quotes

bool isAskedAbout(const Classification &statement, core::Environment environment)
{
    using Danger = Classification::Danger;
    if (!statement.isDestructive() || !statement.executes)
        return false;
    return environment != core::Environment::Development || statement.danger == Danger::DeleteWithoutWhere
           || statement.danger == Danger::UpdateWithoutWhere;
}

// In a field of one line.
bool canBeTyped(const QString &name)
{
    return !name.trimmed().isEmpty() && name.size() <= longestName
           && std::ranges::all_of(name, [](QChar c) { return c.isPrint() || c.isSurrogate(); });
}

QString nameFor(const std::vector<Classification> &dangers, const QStringList &otherwise)
{
    const QString &first = dangers.front().object;
    if (canBeTyped(first) && std::ranges::all_of(dangers, [&](const Classification &danger) { return danger.object == first; }))
        return first;
    const auto other = std::ranges::find_if(otherwise, canBeTyped);
    return other != otherwise.end() ? *other : u"production"_s;
}

} // namespace

Guard guardFor(const std::vector<Classification> &statements, core::Environment environment, const QStringList &otherwise)
{
    Guard guard;
    std::ranges::copy_if(statements, std::back_inserter(guard.dangers),
                         [&](const Classification &statement) { return isAskedAbout(statement, environment); });
    if (guard.dangers.empty())
        return guard;
    const bool named = environment != core::Environment::Development && environment != core::Environment::Staging;
    guard.level = named ? Guard::Level::TypeName : Guard::Level::Confirm; // what is not known is treated with the most care
    if (named)
        guard.name = nameFor(guard.dangers, otherwise);
    return guard;
}

Guard guardFor(QStringView statement, core::Environment environment, const QStringList &otherwise)
{
    return guardFor(std::vector<Classification>{classify(statement)}, environment, otherwise);
}

} // namespace quiver::sql
