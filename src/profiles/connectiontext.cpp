// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/connectiontext.h"

#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

#include <QRegularExpression>

#include <algorithm>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 1 << 16; // characters

QString normalised(QString text)
{
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    return text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
}

/// Quotes, backticks and angle brackets around a whole text come from where it was copied.
QString unwrapped(const QString &text, qsizetype &offset)
{
    static const QStringList pairs{u"\"\""_s, u"''"_s, u"``"_s, u"<>"_s};
    QString inner = text;
    for (const QString &pair : pairs) {
        if (inner.size() > 2 && inner.startsWith(pair[0]) && inner.endsWith(pair[1])) {
            inner = inner.mid(1, inner.size() - 2);
            ++offset;
        }
    }
    return inner;
}

ConnectionText unknown(const QString &reason, Place place = {})
{
    ConnectionDraft draft(TextKind::Unknown);
    draft.refuse(place, {}, reason);
    return draft.take();
}

/// Each line that holds something is a URL: one connection each.
QList<ConnectionText> readUrls(const QString &text)
{
    QList<ConnectionText> all;
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString trimmed = lines[i].trimmed();
        if (trimmed.isEmpty() || trimmed.startsWith(u'#'))
            continue;
        qsizetype offset = lines[i].indexOf(trimmed);
        const QString url = unwrapped(trimmed, offset);
        if (!looksLikeUrl(url))
            return {};
        all.append(readAnyUrl(url, {int(i) + 1, int(offset) + 1}));
    }
    return all;
}

QList<ConnectionText> withoutFormat(const QString &text)
{
    static const QRegularExpression otherScheme(u"^\\s*[\"'`<]?([A-Za-z][A-Za-z0-9+.:-]*)://"_s);
    static const QRegularExpression pair(u"^\\s*[A-Za-z_][A-Za-z0-9_]*\\s*="_s);
    static const QRegularExpression withoutScheme(u"^\\s*([^\\s/@=]+@)?[A-Za-z0-9.-]+(:\\d+)?/\\w*\\s*$"_s);
    if (const auto match = otherScheme.match(text); match.hasMatch())
        return {readAnyUrl(text.trimmed(), placeAt(text, match.capturedStart(1)))};
    if (pair.match(text).hasMatch())
        return {readKeyValue(text)};
    const QString first = text.trimmed().section(QRegularExpression(u"[\\s:]"_s), 0, 0);
    if (withoutScheme.match(text).hasMatch())
        return {unknown(u"Half a URI: “postgresql://” is missing in front."_s, placeAt(text, text.indexOf(first)))};
    if (looksLikeUrl(first + u':') || isKeyword(first))
        return {readKeyValue(text)};
    return {unknown(u"This does not say where a database is. A URI (postgresql://...), keyword=value, a SQLAlchemy or JDBC URL, a "
                    u".env file, a service file, lines of .pgpass or a psql command line is expected."_s)};
}

} // namespace

bool ConnectionText::usable() const
{
    const bool broken = std::any_of(problems.begin(), problems.end(), [](const TextProblem &problem) { return problem.fatal; });
    store::Profile named;
    named.name = profile.name;
    return !broken && kind != TextKind::Unknown && (profile != named || secrets != ProfileSecrets());
}

QList<ConnectionText> readConnectionText(const QString &given)
{
    if (given.size() > longestText)
        return {unknown(u"This is too long to be a connection; paste the lines that say where the database is."_s)};
    const QString text = normalised(given);
    if (text.trimmed().isEmpty())
        return {unknown(u"The text is empty."_s)};
    if (const QList<ConnectionText> urls = readUrls(text); !urls.isEmpty())
        return urls;
    if (looksLikeSqlAlchemyCode(text)) {
        if (const QList<ConnectionText> engines = readSqlAlchemyCode(text); !engines.isEmpty())
            return engines;
    }
    if (looksLikeServiceFile(text)) {
        if (const QList<ConnectionText> services = readServiceFile(text); !services.isEmpty())
            return services;
    }
    if (looksLikePassFile(text))
        return readPassFile(text);
    if (looksLikePsqlCommand(text))
        return {readPsqlCommand(text)};
    if (looksLikeEnvFile(text))
        return {readEnvFile(text)};
    return withoutFormat(text);
}

} // namespace quiver::profiles
