// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/runplan.h"

namespace quiver::sql {

QStringView RunPlan::textOf(std::size_t index) const
{
    const Statement &statement = statements[index];
    return QStringView(script).sliced(statement.begin, statement.end - statement.begin);
}

Classification RunPlan::kindOf(std::size_t index) const
{
    return classify(numbered(textOf(index)).sql);
}

QStringList namesIn(const QString &script)
{
    QStringList names;
    if (!script.contains(u':'))
        return names;
    for (const Statement &statement : splitScript(script)) {
        if (statement.kind != Statement::Kind::Sql)
            continue;
        for (const QString &name : numbered(QStringView(script).sliced(statement.begin, statement.end - statement.begin)).names) {
            if (!names.contains(name))
                names << name;
        }
    }
    return names;
}

RunPlan planRun(const RunRequest &request)
{
    RunPlan plan;
    if (request.scope == RunScope::Selection) {
        plan.offset = request.selectionBegin;
        plan.linesBefore = int(QStringView(request.text).left(plan.offset).count(u'\n'));
        plan.script = request.text.mid(request.selectionBegin, request.selectionEnd - request.selectionBegin);
    } else {
        plan.script = request.text;
    }
    plan.statements = splitScript(plan.script);
    if (request.scope == RunScope::StatementAtCursor) {
        const auto index = statementAt(plan.statements, request.cursor);
        plan.statements = index ? std::vector<Statement>{plan.statements[*index]} : std::vector<Statement>{};
    }
    for (std::size_t i = 0; i < plan.statements.size(); ++i) {
        if (plan.statements[i].kind != Statement::Kind::Sql)
            continue;
        const NumberedStatement sent = numbered(plan.textOf(i));
        for (const QString &name : sent.names) {
            if (!plan.parameters.contains(name))
                plan.parameters << name;
        }
        Classification kind = classify(sent.sql);
        if (kind.isDestructive() && kind.executes)
            plan.dangers.push_back(std::move(kind));
    }
    return plan;
}

} // namespace quiver::sql
