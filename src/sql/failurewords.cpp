// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/failurewords.h"

#include <QStringList>

namespace quiver::sql {

using namespace Qt::StringLiterals;

pg::Error asError(const QString &message, const QByteArray &statement)
{
    pg::Diagnostics diagnostics;
    diagnostics.severity = u"ERROR"_s;
    diagnostics.message = message;
    return {pg::Error::Kind::Client, diagnostics, statement};
}

bool metTheSameName(const pg::Error &error)
{
    static const QStringList states{u"42P07"_s, u"42710"_s, u"42701"_s, u"42P06"_s, u"42723"_s};
    return states.contains(error.sqlState());
}

QString words(const pg::Error &error)
{
    QString text = error.message();
    if (!error.diagnostics().detail.isEmpty())
        text += u" ("_s + error.diagnostics().detail + u')';
    if (!error.diagnostics().hint.isEmpty())
        text += u" – "_s + error.diagnostics().hint;
    if (error.sqlState() == "42P02"_L1)
        text += u" – its values come from where the change was made: run it from there"_s;
    return text;
}

QString named(const std::vector<LockHolder> &holders)
{
    QStringList texts;
    for (std::size_t i = 0; i < holders.size() && i < 3; ++i)
        texts << describe(holders[i]);
    return texts.join(u"; "_s);
}

} // namespace quiver::sql
