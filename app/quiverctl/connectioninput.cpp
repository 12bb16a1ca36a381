// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectioninput.h"

#include "core/error.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;
using profiles::ConnectionText;

namespace {

QString worded(const profiles::TextProblem &problem)
{
    QStringList parts;
    if (problem.line > 0)
        parts << (problem.column > 0 ? u"line %1, column %2"_s.arg(problem.line).arg(problem.column) : u"line %1"_s.arg(problem.line));
    if (!problem.field.isEmpty())
        parts << problem.field;
    return parts.isEmpty() ? problem.reason : parts.join(u", "_s) + u": "_s + problem.reason;
}

} // namespace

ConnectionText readConnection(const QString &text)
{
    const QList<ConnectionText> all = profiles::readConnectionText(text);
    if (all.size() > 1)
        throw core::Error(u"the text describes %1 connections; give one at a time"_s.arg(all.size()));
    QStringList fatal;
    for (const profiles::TextProblem &problem : all.first().problems) {
        if (problem.fatal)
            fatal << worded(problem);
        else
            printErrorLine(u"note: "_s + worded(problem));
    }
    if (!fatal.isEmpty())
        throw core::Error(fatal.join(u'\n'));
    return all.first();
}

void requireSound(const QList<profiles::FieldProblem> &problems)
{
    QStringList wrong;
    for (const profiles::FieldProblem &problem : problems) {
        const QString line = problem.field + u": "_s + problem.reason;
        if (problem.warning)
            printErrorLine(u"note: "_s + line);
        else
            wrong << line;
    }
    if (!wrong.isEmpty())
        throw core::Error(wrong.join(u'\n'));
}

} // namespace quiver::ctl
