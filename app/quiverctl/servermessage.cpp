// SPDX-License-Identifier: GPL-3.0-or-later
#include "servermessage.h"

#include "terminal.h"

#include <QStringList>

#include <algorithm>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype before = 50; // characters shown of a long line on either side of the place
constexpr qsizetype after = 30;

/// "LINE 2: SELECT x" and the caret; \p position in code points from 1.
QString place(const QString &statement, int position, int firstLine)
{
    const QList<uint> characters = statement.toUcs4();
    const qsizetype at = std::min<qsizetype>(position - 1, characters.size());
    qsizetype start = at;
    while (start > 0 && characters[start - 1] != '\n')
        --start;
    qsizetype end = at;
    while (end < characters.size() && characters[end] != '\n')
        ++end;
    const auto number = firstLine + std::count(characters.begin(), characters.begin() + start, uint('\n'));
    const auto text = [&](qsizetype from, qsizetype to) {
        QString part = QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()) + from, to - from);
        for (QChar &c : part) { // as wide as it looks
            if (c.unicode() < 0x20 || c.unicode() == 0x7F)
                c = u' ';
        }
        return part;
    };
    const bool cutLeft = at - start > before;
    const bool cutRight = end - at > after && end - start > before + after;
    const QString head = u"LINE %1: "_s.arg(number) + (cutLeft ? u"..."_s + text(at - before, at) : text(start, at));
    return head + text(at, cutRight ? at + after : end) + (cutRight ? u"..."_s : QString()) + u'\n'
        + QString(displayWidth(head), u' ') + u'^';
}

} // namespace

QString serverMessage(const pg::Diagnostics &diagnostics, const QString &statement, int firstLine)
{
    QStringList lines{u"%1:  %2"_s.arg(diagnostics.severity.isEmpty() ? u"ERROR"_s : diagnostics.severity, diagnostics.message)};
    if (diagnostics.position > 0 && !statement.isEmpty())
        lines += place(statement, diagnostics.position, firstLine);
    if (!diagnostics.detail.isEmpty())
        lines += u"DETAIL:  "_s + diagnostics.detail;
    if (!diagnostics.hint.isEmpty())
        lines += u"HINT:  "_s + diagnostics.hint;
    if (!diagnostics.context.isEmpty())
        lines += u"CONTEXT:  "_s + diagnostics.context;
    return lines.join(u'\n');
}

} // namespace quiver::ctl
