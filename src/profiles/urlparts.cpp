// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/urlparts.h"

#include "profiles/fieldrules.h"

#include <algorithm>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

/// Walks over one URL.
class UrlReader
{
public:
    UrlReader(const QString &url, qsizetype at, Place origin, UrlStyle style, ConnectionDraft &draft)
        : m_url(url), m_at(at), m_origin(origin), m_style(style), m_draft(draft)
    {
    }

    void readUser(UrlParts &parts)
    {
        const qsizetype at = m_url.indexOf(u'@', m_at);
        const qsizetype slash = m_url.indexOf(u'/', m_at);
        if (at < 0 || (slash >= 0 && slash < at))
            return;
        m_hasUser = true;
        const qsizetype colon = m_url.indexOf(u':', m_at);
        const qsizetype userEnd = colon >= 0 && colon < at ? colon : at;
        parts.user = decoded(m_at, userEnd, u"user"_s);
        if (userEnd < at)
            parts.password = decoded(userEnd + 1, at, u"password"_s);
        m_at = at + 1;
    }

    void readHosts(UrlParts &parts)
    {
        while (true) {
            parts.hosts.append(readHost());
            if (m_at >= m_url.size() || m_url[m_at] != u',')
                return;
            ++m_at;
        }
    }

    void readRest(UrlParts &parts)
    {
        if (m_at < m_url.size() && m_url[m_at] == u'/') {
            const qsizetype end = find(u"?", m_at);
            parts.database = decoded(m_at + 1, end, u"dbname"_s);
            m_at = end;
        }
        if (m_isPassword) { // what was read as host and database may be a part of it
            parts.hosts.clear();
            parts.database = {};
            return;
        }
        if (m_at < m_url.size()) // at the question mark
            readArguments(parts);
    }

private:
    qsizetype find(QStringView stops, qsizetype from) const
    {
        while (from < m_url.size() && !stops.contains(m_url[from]))
            ++from;
        return from;
    }

    UrlHost readHost()
    {
        UrlHost result;
        if (m_at < m_url.size() && m_url[m_at] == u'[') {
            const qsizetype end = m_url.indexOf(u']', m_at);
            if (end < 0) {
                m_draft.refuse(m_origin.right(m_at), u"host"_s, u"The “[” of an IPv6 address has no “]”."_s);
                m_at = find(u"/?,", m_at);
                return result;
            }
            result.host = {m_url.mid(m_at + 1, end - m_at - 1), m_origin.right(m_at + 1)};
            m_at = end + 1;
            if (m_at < m_url.size() && !u":/?,"_s.contains(m_url[m_at])) {
                m_draft.refuse(m_origin.right(m_at), u"host"_s, u"Behind “]” a port, the database or the end is expected."_s);
                m_at = find(u":/?,", m_at);
            }
        } else {
            const qsizetype end = find(u":/?,", m_at);
            result.host = decoded(m_at, end, u"host"_s);
            m_at = end;
        }
        if (m_at < m_url.size() && m_url[m_at] == u':') {
            const qsizetype end = find(u"/?,", m_at);
            result.port = decoded(m_at + 1, end, u"port"_s);
            m_at = end;
            checkPort(result.port);
        }
        return result;
    }

    void checkPort(UrlPiece &port)
    {
        if (port.text.isEmpty() || portNumber(port.text) > 0 || (m_hasUser && !port.text.contains(u'@')))
            return;
        // This may be the beginning of a password, so it is neither kept nor repeated.
        const bool number = port.text.size() <= 5 && std::all_of(port.text.cbegin(), port.text.cend(), [](QChar c) { return c.isDigit(); });
        if (number)
            return;
        m_draft.refuse(port.place, u"port"_s,
                       u"What follows the “:” is no port from 1 to 65535. If it is a password, “@” and the host are missing "
                       u"behind it, or its own “/”, “?” and “@” must be written %2F, %3F and %40."_s);
        m_isPassword = true;
    }

    void readArguments(UrlParts &parts)
    {
        ++m_at;
        while (m_at < m_url.size()) {
            const qsizetype end = find(u"&", m_at);
            const qsizetype equals = m_url.indexOf(u'=', m_at);
            if (end > m_at)
                readArgument(parts, equals >= 0 && equals < end ? equals : end, end);
            m_at = end + 1;
        }
    }

    void readArgument(UrlParts &parts, qsizetype equals, qsizetype end)
    {
        const UrlPiece name = decoded(m_at, equals, {});
        if (equals == end && m_style == UrlStyle::Libpq) {
            m_draft.refuse(m_origin.right(m_at), name.text, u"“%1” has no value: “=” is missing behind it."_s.arg(name.text));
            return;
        }
        const QString field = name.text;
        if (m_style == UrlStyle::Libpq && m_url.indexOf(u'=', equals + 1) >= 0 && m_url.indexOf(u'=', equals + 1) < end) {
            m_draft.refuse(m_origin.right(m_url.indexOf(u'=', equals + 1)), field,
                           u"There is a second “=” in the value; it is written %3D in a URI."_s);
            return;
        }
        parts.arguments.append({name, equals < end ? decoded(equals + 1, end, field) : UrlPiece{{}, m_origin.right(end)}});
    }

    UrlPiece decoded(qsizetype begin, qsizetype end, const QString &field)
    {
        const bool plus = m_style == UrlStyle::Web && m_url.lastIndexOf(u'?', begin) >= 0;
        QByteArray bytes;
        for (qsizetype i = begin; i < end; ++i) {
            if (m_url[i] != u'%') {
                bytes += m_url[i] == u'+' && plus ? QByteArray(" ") : charAt(i, end);
                continue;
            }
            bool ok = false;
            const QString digits = i + 2 < end ? m_url.mid(i + 1, 2) : QString();
            const int code = digits.size() == 2 && digits[0] != u'+' && digits[0] != u'-' ? digits.toInt(&ok, 16) : 0;
            if (!ok || code == 0) {
                m_draft.refuse(m_origin.right(i), field,
                               ok ? u"%00 cannot be part of a value."_s
                                  : u"“%” is not followed by two hexadecimal digits; a “%” itself is written %25."_s);
                continue;
            }
            bytes += char(code);
            i += 2;
        }
        return {QString::fromUtf8(bytes), m_origin.right(begin)};
    }

    /// One character in UTF-8, both halves of a surrogate pair together.
    QByteArray charAt(qsizetype &i, qsizetype end) const
    {
        if (m_url[i].isHighSurrogate() && i + 1 < end)
            return m_url.mid(i++, 2).toUtf8();
        return m_url.mid(i, 1).toUtf8();
    }

    const QString &m_url;
    qsizetype m_at;
    const Place m_origin;
    const UrlStyle m_style;
    ConnectionDraft &m_draft;
    bool m_hasUser = false;
    bool m_isPassword = false; ///< what stands at a port's place seems to be one
};

} // namespace

UrlParts readUrl(const QString &url, Place origin, UrlStyle style, ConnectionDraft &draft)
{
    UrlParts parts;
    const qsizetype colon = url.indexOf(u':');
    parts.scheme = url.first(std::max<qsizetype>(colon, 0));
    if (url.mid(colon + 1, 2) != "//"_L1) {
        draft.refuse(origin.right(colon + 1), {}, u"Half a URI: “//” is missing behind “%1:”."_s.arg(parts.scheme));
        return parts;
    }
    UrlReader reader(url, colon + 3, origin, style, draft);
    reader.readUser(parts);
    reader.readHosts(parts);
    reader.readRest(parts);
    return parts;
}

UrlParts readJdbcUrl(const QString &url, Place origin, ConnectionDraft &draft)
{
    UrlParts parts;
    const qsizetype start = u"jdbc:postgresql:"_s.size();
    const bool hasHost = url.mid(start, 2) == "//"_L1;
    if (hasHost) {
        UrlReader reader(url, start + 2, origin, UrlStyle::Web, draft);
        reader.readHosts(parts);
        reader.readRest(parts);
        return parts;
    }
    // jdbc:postgresql:database and jdbc:postgresql:/ leave the host out.
    QString rest = url.mid(start);
    const bool slash = rest.startsWith(u'/');
    if (!slash)
        rest.prepend(u'/');
    UrlReader reader(rest, 0, origin.right(start - (slash ? 0 : 1)), UrlStyle::Web, draft);
    reader.readRest(parts);
    return parts;
}

void setHosts(const QList<UrlHost> &hosts, ConnectionDraft &draft)
{
    QStringList names, ports;
    bool anyPort = false;
    for (const UrlHost &host : hosts) {
        if (const QString problem = valueProblem(u"host"_s, host.host.text); !problem.isEmpty()) {
            draft.refuse(host.host.place, u"host"_s, problem);
            return;
        }
        if (!host.port.text.isEmpty() && portNumber(host.port.text) == 0) {
            draft.refuse(host.port.place, u"port"_s, valueProblem(u"port"_s, host.port.text));
            return;
        }
        names << host.host.text;
        ports << host.port.text;
        anyPort = anyPort || !host.port.text.isEmpty();
    }
    if (hosts.isEmpty())
        return;
    if (const QString list = names.join(u','); !list.isEmpty())
        draft.set(u"host"_s, list, hosts.first().host.place);
    if (anyPort)
        draft.set(u"port"_s, ports.join(u','), hosts.first().port.place);
}

UrlHost readHostAndPort(const UrlPiece &piece)
{
    const QString &text = piece.text;
    UrlHost result;
    const qsizetype colon = text.lastIndexOf(u':');
    const bool bracketed = text.startsWith(u'[') && text.contains(u']');
    const bool hasPort = !text.startsWith(u'/') && colon >= 0 && (bracketed ? colon > text.indexOf(u']') : text.count(u':') == 1);
    const QString host = hasPort ? text.first(colon) : text;
    result.host = {bracketed ? host.mid(1, host.indexOf(u']') - 1) : host, piece.place};
    if (hasPort)
        result.port = {text.mid(colon + 1), piece.place.right(colon + 1)};
    return result;
}

} // namespace quiver::profiles
