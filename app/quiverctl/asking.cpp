// SPDX-License-Identifier: GPL-3.0-or-later
#include "asking.h"

#include "commandline.h"
#include "terminal.h"

#include <unistd.h>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

bool agrees(const QCommandLineParser &parser, const sql::Guard &guard, const Question &question)
{
    const bool wantsName = guard.level == sql::Guard::Level::TypeName;
    if (wantsName && parser.isSet(u"confirm"_s)) {
        if (!guard.isOpenedBy(parser.value(u"confirm"_s)))
            throw UsageError(u"this is production: --confirm must be exactly %1; nothing was changed"_s.arg(guard.name));
        return true;
    }
    if (parser.isSet(u"yes"_s) && !wantsName)
        return true;
    if (parser.isSet(u"yes"_s) || isatty(STDIN_FILENO) != 1) {
        throw UsageError(wantsName ? u"%1: add --confirm '%2'; nothing was changed"_s.arg(question.production, guard.name)
                                   : u"there is no terminal to ask on: add --yes to go on%1; nothing was changed"_s.arg(question.hasDryRun ? u", or --dry-run to see what it would do"_s : QString()));
    }
    const auto answer = askLine(wantsName ? u"This is production. Type %1 to go on: "_s.arg(guard.name) : question.text + u" [y/N] "_s);
    if (!answer)
        return false;
    const QString text = QString::fromUtf8(*answer);
    return wantsName ? guard.isOpenedBy(text) : text.trimmed().startsWith(u'y', Qt::CaseInsensitive);
}

} // namespace quiver::ctl
