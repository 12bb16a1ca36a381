// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/shownplan.h"

#include "core/shownliteral.h"

namespace quiver::plan {

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

} // namespace quiver::plan
