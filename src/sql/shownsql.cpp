// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/shownsql.h"

#include "core/shownliteral.h"
#include "sql/scanner.h"

#include <algorithm>

namespace quiver::sql {

using namespace Qt::StringLiterals;

QString shownSql(const QString &sql, qsizetype longest)
{
    QString shown;
    qsizetype copied = 0;
    Scanner scanner(sql);
    for (Token token = scanner.next(); token.kind != Token::Kind::End; token = scanner.next()) {
        if (token.kind != Token::Kind::String || !token.closed || token.end - token.begin <= std::max(longest, core::shownLiteralMinimum))
            continue;
        shown += sql.sliced(copied, token.begin - copied);
        shown += core::shownLiteral(scanner.text(token));
        copied = token.end;
    }
    return copied == 0 ? sql : shown + sql.sliced(copied);
}

} // namespace quiver::sql
