// SPDX-License-Identifier: GPL-3.0-or-later
// JDBC URLs of the PostgreSQL driver, said in libpq's words.
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"
#include "profiles/urlparts.h"

#include <QMap>

#include <limits>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

/// The driver's properties that have a keyword of the same meaning and with the same values.
const QMap<QString, QString> &sameMeaning()
{
    static const QMap<QString, QString> map{
        {u"user"_s, u"user"_s},
        {u"password"_s, u"password"_s},
        {u"PGDBNAME"_s, u"dbname"_s},
        {u"sslmode"_s, u"sslmode"_s},
        {u"sslrootcert"_s, u"sslrootcert"_s},
        {u"sslcert"_s, u"sslcert"_s},
        {u"sslkey"_s, u"sslkey"_s},
        {u"sslpassword"_s, u"sslpassword"_s},
        {u"sslNegotiation"_s, u"sslnegotiation"_s},
        {u"channelBinding"_s, u"channel_binding"_s},
        {u"gssEncMode"_s, u"gssencmode"_s},
        {u"requireAuth"_s, u"require_auth"_s},
        {u"kerberosServerName"_s, u"krbsrvname"_s},
        {u"ApplicationName"_s, u"application_name"_s},
        {u"options"_s, u"options"_s},
        {u"service"_s, u"service"_s},
    };
    return map;
}

QStringList properties()
{
    static const QStringList others{
        u"ssl"_s, u"connectTimeout"_s, u"loginTimeout"_s, u"socketTimeout"_s, u"targetServerType"_s, u"readOnly"_s, u"tcpKeepAlive"_s,
        u"currentSchema"_s, u"loadBalanceHosts"_s, u"sslfactory"_s,
        // Of the Java driver's inner life: nothing that a libpq connection could be told.
        u"adaptiveFetch"_s, u"allowEncodingChanges"_s, u"assumeMinServerVersion"_s, u"autosave"_s, u"binaryTransfer"_s,
        u"binaryTransferDisable"_s, u"binaryTransferEnable"_s, u"cancelSignalTimeout"_s, u"cleanupSavepoints"_s,
        u"defaultRowFetchSize"_s, u"escapeSyntaxCallMode"_s, u"hostRecheckSeconds"_s, u"jaasApplicationName"_s, u"jaasLogin"_s,
        u"logServerErrorDetail"_s, u"logUnclosedConnections"_s, u"preferQueryMode"_s, u"prepareThreshold"_s,
        u"preparedStatementCacheQueries"_s, u"preparedStatementCacheSizeMiB"_s, u"protocolVersion"_s, u"readOnlyMode"_s,
        u"receiveBufferSize"_s, u"reWriteBatchedInserts"_s, u"sendBufferSize"_s, u"socketFactory"_s, u"sspiServiceClass"_s,
        u"sslhostnameverifier"_s, u"sslpasswordcallback"_s, u"sslResponseTimeout"_s, u"stringtype"_s, u"tcpNoDelay"_s,
        u"unknownLength"_s, u"useSpnego"_s, u"xmlFactoryFactory"_s};
    return sameMeaning().keys() + others;
}

/// As the driver spells it, whatever the case in the URL.
QString properlySpelt(const QString &name)
{
    for (const QString &known : properties()) {
        if (known.compare(name, Qt::CaseInsensitive) == 0)
            return known;
    }
    return {};
}

class PropertyReader
{
public:
    explicit PropertyReader(ConnectionDraft &draft) : m_draft(draft) {}

    void read(const UrlPiece &name, const UrlPiece &value)
    {
        const QString known = properlySpelt(name.text);
        if (known.isEmpty()) {
            m_draft.note(name.place, name.text,
                         u"The PostgreSQL JDBC driver has no property “%1”; it was left out.%2"_s.arg(name.text, suggestion(name.text, properties())));
            return;
        }
        if (const QString keyword = sameMeaning().value(known); !keyword.isEmpty()) {
            if (isKeyword(keyword))
                m_draft.set(keyword, value.text, value.place, known);
            else
                leaveOut(known, name.place);
            return;
        }
        readOther(known, name, value);
    }

    /// ssl=true asks for the strictest mode, unless sslmode or the factory says otherwise.
    void finish()
    {
        if (m_ssl && !m_draft.has(u"sslmode"_s))
            m_draft.set(u"sslmode"_s, m_trustsAnybody ? u"require"_s : u"verify-full"_s, m_sslPlace, u"ssl"_s);
    }

private:
    void leaveOut(const QString &name, Place place)
    {
        m_draft.note(place, name, u"“%1” has no counterpart in libpq; it was left out."_s.arg(name));
    }

    void readOther(const QString &known, const UrlPiece &name, const UrlPiece &value)
    {
        constexpr int most = std::numeric_limits<int>::max();
        const auto truth = [&] { return value.text.isEmpty() ? std::optional(true) : m_draft.flag(value.text, value.place, known); };
        if (known == "ssl"_L1) {
            m_ssl = truth().value_or(false);
            m_sslPlace = value.place;
        } else if (known == "sslfactory"_L1) {
            m_trustsAnybody = value.text.endsWith("NonValidatingFactory"_L1);
            if (!m_trustsAnybody)
                leaveOut(known, name.place);
        } else if (known == "connectTimeout"_L1 || known == "loginTimeout"_L1) {
            if (known == "connectTimeout"_L1 || !m_draft.has(u"connect_timeout"_s))
                m_draft.set(u"connect_timeout"_s, value.text, value.place, known);
        } else if (known == "socketTimeout"_L1) {
            m_draft.profile().answerTimeout = m_draft.number(value.text, 0, most, value.place, known).value_or(0);
        } else if (known == "readOnly"_L1) {
            m_draft.profile().readOnly = truth().value_or(false);
        } else if (known == "tcpKeepAlive"_L1) {
            if (const auto on = truth())
                m_draft.set(u"keepalives"_s, *on ? u"1"_s : u"0"_s, value.place, known);
        } else if (known == "currentSchema"_L1) {
            if (!value.text.isEmpty())
                m_draft.setting(u"search_path"_s, value.text, value.place, known);
        } else if (known == "targetServerType"_L1) {
            readServerType(value);
        } else if (known == "loadBalanceHosts"_L1 && isKeyword(u"load_balance_hosts"_s)) {
            if (truth().value_or(false))
                m_draft.set(u"load_balance_hosts"_s, u"random"_s, value.place, known);
        } else {
            leaveOut(known, name.place);
        }
    }

    void readServerType(const UrlPiece &value)
    {
        static const QMap<QString, QString> types{
            {u"any"_s, u"any"_s},         {u"primary"_s, u"primary"_s},   {u"master"_s, u"primary"_s},
            {u"slave"_s, u"standby"_s},   {u"secondary"_s, u"standby"_s}, {u"preferslave"_s, u"prefer-standby"_s},
            {u"prefersecondary"_s, u"prefer-standby"_s}};
        const QString type = types.value(value.text.toLower());
        const QString field = u"targetServerType"_s;
        if (!type.isEmpty())
            m_draft.set(u"target_session_attrs"_s, type, value.place, field);
        else if (value.text.compare("preferPrimary"_L1, Qt::CaseInsensitive) == 0)
            m_draft.note(value.place, field, u"libpq cannot prefer the primary: it takes the first server that answers."_s);
        else
            m_draft.refuse(value.place, field, u"“%1” is none of any, primary, secondary, preferSecondary, preferPrimary."_s.arg(value.text));
    }

    ConnectionDraft &m_draft;
    bool m_ssl = false;
    bool m_trustsAnybody = false;
    Place m_sslPlace;
};

} // namespace

ConnectionText readJdbc(const QString &url, Place origin)
{
    ConnectionDraft draft(TextKind::Jdbc);
    if (!url.startsWith("jdbc:postgresql:"_L1, Qt::CaseInsensitive)) {
        draft.refuse(origin, {}, u"A JDBC URL for PostgreSQL begins with “jdbc:postgresql:”."_s);
        return draft.take();
    }
    const UrlParts parts = readJdbcUrl(url, origin, draft);
    setHosts(parts.hosts, draft);
    draft.set(u"dbname"_s, parts.database.text, parts.database.place);
    PropertyReader reader(draft);
    for (const auto &[name, value] : parts.arguments)
        reader.read(name, value);
    reader.finish();
    if (parts.hosts.isEmpty() && !draft.has(u"host"_s)) // the driver's default, where libpq's would be the local socket
        draft.set(u"host"_s, u"localhost"_s, origin);
    if (draft.problems().isEmpty() && url.endsWith("//"_L1))
        draft.note(origin.right(url.size()), u"host"_s, u"Half a URL: neither a host nor a database follows “//”."_s);
    return draft.take();
}

} // namespace quiver::profiles
