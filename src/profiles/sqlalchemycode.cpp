// SPDX-License-Identifier: GPL-3.0-or-later
// Engines in Python code: create_engine() and create_async_engine() with their pool, and URL.create().
#include "profiles/fieldrules.h"
#include "profiles/pythonreader.h"
#include "profiles/sqlalchemytext.h"

#include <QRegularExpression>

#include <limits>

namespace quiver::profiles {

using namespace Qt::StringLiterals;
using Kind = PythonValue::Kind;

namespace {

class EngineReader
{
public:
    explicit EngineReader(PythonSource &source) : m_source(source), m_draft(TextKind::SqlAlchemy) {}

    ConnectionText readEngine(const PythonValue &call)
    {
        const PythonValue *url = !call.items.isEmpty() ? &call.items.first() : call.entry(u"url"_s);
        if (url)
            readUrl(m_source.resolved(*url));
        else
            m_draft.refuse(call.place, u"url"_s, u"The engine has no URL."_s);
        for (const auto &[name, value] : call.entries)
            readEngineArgument(name, m_source.resolved(value));
        checkClosed();
        return m_draft.take();
    }

    ConnectionText readLoneUrl(const PythonValue &call)
    {
        readUrl(call);
        checkClosed();
        return m_draft.take();
    }

private:
    void checkClosed()
    {
        if (m_source.unclosed().line > 0)
            m_draft.refuse(m_source.unclosed(), {}, u"The quote or bracket that begins here is not closed."_s);
    }

    void readUrl(const PythonValue &url)
    {
        const QString function = url.text.section(u'.', -1);
        if (url.kind == Kind::String && url.placeholders)
            m_draft.refuse(url.place, u"url"_s, u"The URL has placeholders in braces; paste it with their values."_s);
        else if (url.kind == Kind::String && !looksLikeUrl(url.text))
            m_draft.refuse(url.place, u"url"_s, u"The URL does not begin with postgresql:// or postgresql+DRIVER://."_s);
        else if (url.kind == Kind::String)
            m_driver = readSqlAlchemyUrl(url.text, url.place, m_draft);
        else if (url.kind == Kind::Call && url.text.endsWith("URL.create"_L1))
            readUrlCreate(url);
        else if (url.kind == Kind::Call && function == "make_url"_L1 && !url.items.isEmpty())
            readUrl(m_source.resolved(url.items.first()));
        else
            m_draft.refuse(url.place, u"url"_s, u"The URL does not stand in this code%1; paste it instead."_s.arg(originOf(url)));
    }

    static QString originOf(const PythonValue &value)
    {
        const bool fromEnvironment = value.kind == Kind::Call && (value.text.endsWith("environ"_L1) || value.text.endsWith("getenv"_L1)
                                                                  || value.text.endsWith("environ.get"_L1));
        if (fromEnvironment && !value.items.isEmpty() && value.items.first().kind == Kind::String)
            return u": it comes from the environment variable %1"_s.arg(value.items.first().text);
        return {};
    }

    static UrlPiece piece(const PythonValue &value) { return {value.text, value.place}; }

    void readUrlCreate(const PythonValue &call)
    {
        static const QStringList order{u"drivername"_s, u"username"_s, u"password"_s, u"host"_s, u"port"_s, u"database"_s, u"query"_s};
        UrlParts parts;
        UrlHost host;
        const auto take = [&](const QString &name, const PythonValue &value) {
            if (name == "drivername"_L1)
                parts.scheme = value.text;
            else if (name == "query"_L1)
                readQuery(value, parts);
            else if (!value.isPlain())
                return; // a password from the environment, a None
            else if (name == "username"_L1)
                parts.user = piece(value);
            else if (name == "password"_L1)
                parts.password = piece(value);
            else if (name == "host"_L1)
                host.host = piece(value);
            else if (name == "port"_L1)
                host.port = piece(value);
            else if (name == "database"_L1)
                parts.database = piece(value);
        };
        for (qsizetype i = 0; i < std::min(call.items.size(), order.size()); ++i)
            take(order[i], m_source.resolved(call.items[i]));
        for (const auto &[name, value] : call.entries)
            take(name, m_source.resolved(value));
        parts.hosts.append(host);
        if (!looksLikeUrl(parts.scheme + u':'))
            m_draft.refuse(call.place, u"drivername"_s, u"The driver's name does not begin with “postgresql”."_s);
        else
            m_driver = readSqlAlchemyParts(parts, call.place, m_draft);
    }

    void readQuery(const PythonValue &query, UrlParts &parts)
    {
        for (const auto &[name, value] : query.entries) {
            const PythonValue known = m_source.resolved(value);
            const QList<PythonValue> values = known.kind == Kind::List ? known.items : QList<PythonValue>{known};
            for (const PythonValue &one : values) {
                if (one.isPlain())
                    parts.arguments.append({{name, one.place}, piece(one)});
            }
        }
    }

    void readEngineArgument(const QString &name, const PythonValue &value)
    {
        constexpr int most = std::numeric_limits<int>::max();
        store::ProfilePool &pool = m_draft.profile().pool;
        const bool number = name == "pool_size"_L1 || name == "max_overflow"_L1 || name == "pool_timeout"_L1 || name == "pool_recycle"_L1;
        if (number && !value.isPlain()) {
            m_draft.note(value.place, name, u"Its value does not stand in this code; it was left out."_s);
        } else if (name == "pool_size"_L1) {
            if (const auto size = m_draft.number(value.text, 0, most, value.place, name))
                setSqlAlchemyPoolSize(*size, value.place, name, m_draft);
        } else if (name == "max_overflow"_L1) {
            pool.maxOverflow = m_draft.number(value.text, -1, most, value.place, name).value_or(pool.maxOverflow);
        } else if (name == "pool_timeout"_L1) {
            pool.timeout = m_draft.seconds(value.text, 0, value.place, name).value_or(pool.timeout);
        } else if (name == "pool_recycle"_L1) {
            pool.recycle = m_draft.seconds(value.text, -1, value.place, name).value_or(pool.recycle);
        } else if (name == "pool_pre_ping"_L1 && value.kind == Kind::Bool) {
            pool.prePing = value.text == "true"_L1;
        } else if (name == "poolclass"_L1 && value.text.endsWith("NullPool"_L1)) {
            pool.size = 0;
        } else if (name == "poolclass"_L1 && !value.text.endsWith("QueuePool"_L1)) {
            m_draft.note(value.place, name, u"Quiver has pools like QueuePool and NullPool only; this one was left out."_s);
        } else if (name == "connect_args"_L1) {
            for (const auto &[key, argument] : value.entries)
                readConnectArgument(key, argument);
        } else if (name == "execution_options"_L1) {
            if (const PythonValue *readOnly = value.entry(u"postgresql_readonly"_s))
                m_draft.profile().readOnly = readOnly->text == "true"_L1;
        }
    }

    void readConnectArgument(const QString &name, const PythonValue &given)
    {
        const PythonValue value = m_source.resolved(given);
        if (name == "server_settings"_L1) {
            for (const auto &[setting, text] : value.entries) {
                const PythonValue known = m_source.resolved(text);
                if (known.isPlain())
                    readServerSetting(setting, known);
            }
        } else if ((name == "ssl"_L1 || name == "ssl_context"_L1) && value.kind == Kind::Call) {
            readSslContext(value, given.kind == Kind::Name ? given.text : QString());
        } else if (value.isPlain()) {
            readDriverArgument(m_driver, {name, given.place}, piece(value), m_draft);
        } else if (value.kind != Kind::None && !isSecret(name)) {
            m_draft.note(given.place, name, u"Its value does not stand in this code; it was left out."_s);
        }
    }

    void readServerSetting(const QString &name, const PythonValue &value)
    {
        if (name == "application_name"_L1)
            m_draft.set(name, value.text, value.place);
        else
            m_draft.setting(name, value.text, value.place);
    }

    /// ssl.create_default_context() verifies the host's name, unless lines below it take that back.
    void readSslContext(const PythonValue &call, const QString &variable)
    {
        if (!call.text.endsWith("create_default_context"_L1)) {
            m_draft.note(call.place, u"ssl"_s, u"Only ssl.create_default_context() is understood here; sslmode was left as it is."_s);
            return;
        }
        QString mode = u"verify-full"_s;
        if (!variable.isEmpty()) {
            const QString name = QRegularExpression::escape(variable);
            if (m_source.text().contains(QRegularExpression(name + u"\\.check_hostname\\s*=\\s*False"_s)))
                mode = u"verify-ca"_s;
            if (m_source.text().contains(QRegularExpression(name + u"\\.verify_mode\\s*=\\s*(?:ssl\\.)?CERT_NONE"_s)))
                mode = u"require"_s;
            for (const PythonValue &chain : m_source.callsOf(variable + u".load_cert_chain"_s))
                readCertificates(chain);
        }
        m_draft.set(u"sslmode"_s, mode, call.place, u"ssl"_s);
        const PythonValue *file = call.entry(u"cafile"_s);
        if (file && m_source.resolved(*file).kind == Kind::String)
            m_draft.set(u"sslrootcert"_s, m_source.resolved(*file).text, file->place, u"cafile"_s);
    }

    void readCertificates(const PythonValue &chain)
    {
        const auto take = [&](const QString &keyword, qsizetype position, const QString &name) {
            const PythonValue *given = position < chain.items.size() ? &chain.items[position] : chain.entry(name);
            if (given && m_source.resolved(*given).kind == Kind::String)
                m_draft.set(keyword, m_source.resolved(*given).text, given->place, name);
        };
        take(u"sslcert"_s, 0, u"certfile"_s);
        take(u"sslkey"_s, 1, u"keyfile"_s);
    }

    PythonSource &m_source;
    ConnectionDraft m_draft;
    QString m_driver;
};

} // namespace

bool looksLikeSqlAlchemyCode(const QString &text)
{
    static const QRegularExpression call(u"\\b(create_engine|create_async_engine|URL\\.create)\\s*\\("_s);
    return call.match(text).hasMatch();
}

QList<ConnectionText> readSqlAlchemyCode(const QString &text)
{
    QList<ConnectionText> all;
    PythonSource source(text);
    for (const QString &function : {u"create_async_engine"_s, u"create_engine"_s}) {
        for (const PythonValue &call : source.callsOf(function))
            all.append(EngineReader(source).readEngine(call));
    }
    if (all.isEmpty()) {
        for (const PythonValue &call : source.callsOf(u"URL.create"_s))
            all.append(EngineReader(source).readLoneUrl(call));
    }
    return all;
}

void setSqlAlchemyPoolSize(int size, Place place, const QString &field, ConnectionDraft &draft)
{
    if (size > 0) {
        draft.profile().pool.size = size;
        return;
    }
    draft.profile().pool.maxOverflow = -1;
    draft.note(place, field, u"To SQLAlchemy a size of 0 means no limit, so the overflow was set to no limit; no pooling is NullPool."_s);
}

} // namespace quiver::profiles
