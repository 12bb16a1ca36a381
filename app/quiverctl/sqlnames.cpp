// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlnames.h"

#include "commandline.h"
#include "sql/identifier.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

QualifiedName qualifiedName(const QString &option, const QString &text)
{
    if (text.isEmpty())
        throw UsageError(u"--%1 is missing"_s.arg(option));
    const auto parts = sql::nameParts(text);
    if (!parts || parts->size() > 2)
        throw UsageError(u"--%1 takes [SCHEMA.]TABLE as SQL writes it: documents, shop.items, '\"Mixed Case\"'; %2 is none"_s.arg(option, text));
    return {parts->size() == 2 ? parts->first() : QString(), parts->last()};
}

QString singleName(const QString &option, const QString &text)
{
    if (text.isEmpty())
        throw UsageError(u"--%1 is missing"_s.arg(option));
    const auto parts = sql::nameParts(text);
    if (!parts || parts->size() != 1)
        throw UsageError(u"--%1 takes one name; what is not in lower case stands in double quotes: %2 is none"_s.arg(option, text));
    return parts->first();
}

QStringList nameList(const QString &option, const QString &text)
{
    QStringList names;
    for (QString rest = text; !rest.isNull();) {
        const auto [name, behind] = splitAt(rest, u',');
        const auto parts = sql::nameParts(name.trimmed());
        if (!parts || parts->size() != 1)
            throw UsageError(u"--%1 takes names, separated by commas; what is not in lower case stands in double quotes: “%2” is none"_s.arg(option, name));
        names << parts->first();
        rest = behind;
    }
    return names;
}

std::pair<QString, QString> splitAt(const QString &text, QChar sign)
{
    bool quoted = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        quoted ^= text.at(at) == u'"';
        if (!quoted && text.at(at) == sign)
            return {text.left(at), text.mid(at + 1).isNull() ? u""_s : text.mid(at + 1)};
    }
    return {text, QString()};
}

} // namespace quiver::ctl
