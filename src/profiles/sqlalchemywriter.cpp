// SPDX-License-Identifier: GPL-3.0-or-later
// A profile as SQLAlchemy 2 code.
#include "profiles/textformats.h"

#include <QMap>
#include <QRegularExpression>

#include <optional>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

QString literal(const QString &text)
{
    QString quoted;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            quoted += u'\\';
        quoted += c == u'\n' ? u"\\n"_s : c == u'\r' ? u"\\r"_s : c == u'\t' ? u"\\t"_s : QString(c);
    }
    return u'"' + quoted + u'"';
}

QString seconds(double value)
{
    return QString::number(value, 'g', 12);
}

/// The settings in a string of `-c name=value`; nothing where it holds anything else.
std::optional<QList<std::pair<QString, QString>>> settingsOf(const QString &options)
{
    static const QRegularExpression one(u"\\G\\s*(?:-c\\s*|--)([A-Za-z_][\\w.]*)=((?:\\\\.|[^\\s\\\\])*)(?:\\s+|$)"_s);
    QList<std::pair<QString, QString>> settings;
    qsizetype at = 0;
    while (at < options.size()) {
        const auto match = one.match(options, at);
        if (!match.hasMatch())
            return std::nullopt;
        QString value = match.captured(2);
        settings.append({match.captured(1), value.replace(QRegularExpression(u"\\\\(.)"_s), u"\\1"_s)});
        at = match.capturedEnd();
    }
    return settings;
}

class EngineWriter
{
public:
    EngineWriter(const store::Profile &profile, bool async) : m_profile(profile), m_async(async), m_left(profile.parameters) {}

    QString write()
    {
        const QString url = urlText();
        QString context;
        if (m_async) {
            context = sslText();
            takeAsyncpgArguments();
        } else {
            takePsycopgArguments();
        }
        const QString engine = engineText();
        return commentText() + importText() + url + context + engine;
    }

private:
    QString parameter(const QString &keyword) const { return m_profile.parameters.value(keyword); }

    QString urlText()
    {
        QString text = u"url = URL.create(\n    \"postgresql+%1\",\n"_s.arg(m_async ? u"asyncpg"_s : u"psycopg"_s);
        const auto line = [&text](const QString &name, const QString &value) { text += u"    %1=%2,\n"_s.arg(name, value); };
        if (const QString user = m_left.take(u"user"_s); !user.isEmpty())
            line(u"username"_s, literal(user));
        if (m_profile.passwordSource != store::PasswordSource::Elsewhere) {
            line(u"password"_s, u"os.environ[\"PGPASSWORD\"]"_s);
            m_needsOs = true;
        }
        const QString host = m_left.take(u"host"_s), port = m_left.take(u"port"_s), database = m_left.take(u"dbname"_s);
        const bool plain = !host.isEmpty() && !host.contains(u',') && !host.startsWith(u'/');
        if (plain) {
            line(u"host"_s, literal(host));
            if (!port.isEmpty())
                line(u"port"_s, port);
        }
        if (!database.isEmpty())
            line(u"database"_s, literal(database));
        QStringList query;
        if (!plain && !host.isEmpty())
            query << u"\"host\": "_s + literal(host);
        if (!plain && !port.isEmpty())
            query << u"\"port\": "_s + literal(port);
        if (!query.isEmpty())
            line(u"query"_s, u'{' + query.join(u", "_s) + u'}');
        return text + u")\n\n"_s;
    }

    /// asyncpg takes libpq's weaker modes by name; certificates need a context.
    QString sslText()
    {
        const QString mode = m_left.take(u"sslmode"_s), root = m_left.take(u"sslrootcert"_s), certificate = m_left.take(u"sslcert"_s),
                      key = m_left.take(u"sslkey"_s);
        const bool verifies = mode.startsWith("verify-"_L1);
        if (!verifies && certificate.isEmpty()) {
            if (!mode.isEmpty())
                m_arguments << u"\"ssl\": "_s + literal(mode);
            return {};
        }
        m_needsSsl = true;
        const auto file = [this](const QString &given, const QString &standard) {
            m_needsOs = m_needsOs || given.isEmpty();
            return given.isEmpty() ? u"os.path.expanduser(\"~/.postgresql/%1\")"_s.arg(standard) : literal(given);
        };
        QString text = u"ssl_context = ssl.create_default_context(%1)\n"_s
                           .arg(!verifies || root == "system"_L1 ? QString() : u"cafile="_s + file(root, u"root.crt"_s));
        if (mode != "verify-full"_L1)
            text += u"ssl_context.check_hostname = False\n"_s;
        if (!verifies)
            text += u"ssl_context.verify_mode = ssl.CERT_NONE\n"_s;
        if (!certificate.isEmpty())
            text += u"ssl_context.load_cert_chain(%1, %2)\n"_s.arg(literal(certificate), file(key, u"postgresql.key"_s));
        m_arguments << u"\"ssl\": ssl_context"_s;
        return text + u'\n';
    }

    void takeAsyncpgArguments()
    {
        QStringList settings;
        const auto add = [&settings](const QString &name, const QString &value) { settings << literal(name) + u": "_s + literal(value); };
        if (const QString name = m_left.take(u"application_name"_s); !name.isEmpty())
            add(u"application_name"_s, name);
        if (const auto options = settingsOf(parameter(u"options"_s))) {
            m_left.remove(u"options"_s);
            for (const auto &[name, value] : *options)
                add(name, value);
        }
        for (const auto &[name, value] : m_profile.settings)
            add(name, value);
        if (m_profile.readOnly)
            add(u"default_transaction_read_only"_s, u"on"_s);
        if (!settings.isEmpty())
            m_arguments << u"\"server_settings\": {\n            "_s + settings.join(u",\n            "_s) + u",\n        }"_s;
        if (m_profile.answerTimeout > 0)
            m_arguments << u"\"command_timeout\": %1"_s.arg(m_profile.answerTimeout);
        if (const QString timeout = m_left.take(u"connect_timeout"_s); !timeout.isEmpty() && timeout != "0"_L1)
            m_arguments << u"\"timeout\": "_s + timeout;
        for (const QString &same : {u"passfile"_s, u"target_session_attrs"_s, u"krbsrvname"_s, u"service"_s}) {
            if (m_left.contains(same))
                m_arguments << literal(same) + u": "_s + literal(m_left.take(same));
        }
        if (m_left.value(u"client_encoding"_s).toUpper().remove(u'-') == "UTF8"_L1)
            m_left.remove(u"client_encoding"_s); // it speaks nothing else
    }

    /// psycopg hands everything to libpq.
    void takePsycopgArguments()
    {
        if (const QString all = optionsWithSettings(m_profile); !all.isEmpty())
            m_left.insert(u"options"_s, all);
        for (auto it = m_left.cbegin(); it != m_left.cend(); ++it)
            m_arguments << literal(it.key()) + u": "_s + literal(it.value());
        m_left.clear();
        if (m_profile.answerTimeout > 0)
            m_notes << u"psycopg has no limit for the time without an answer (here %1 s)."_s.arg(m_profile.answerTimeout);
    }

    QString engineText()
    {
        const store::ProfilePool &pool = m_profile.pool;
        QStringList lines{u"url"_s};
        if (pool.size == 0) {
            lines << u"poolclass=NullPool"_s;
        } else {
            lines << u"pool_size=%1"_s.arg(pool.size) << u"max_overflow=%1"_s.arg(pool.maxOverflow)
                  << u"pool_timeout="_s + seconds(pool.timeout) << u"pool_recycle="_s + seconds(pool.recycle)
                  << (pool.prePing ? u"pool_pre_ping=True"_s : u"pool_pre_ping=False"_s);
        }
        if (!m_arguments.isEmpty())
            lines << u"connect_args={\n        "_s + m_arguments.join(u",\n        "_s) + u",\n    }"_s;
        return u"engine = %1(\n    "_s.arg(m_async ? u"create_async_engine"_s : u"create_engine"_s) + lines.join(u",\n    "_s) + u",\n)\n"_s;
    }

    QString importText() const
    {
        QString text;
        if (m_needsOs)
            text += u"import os\n"_s;
        if (m_needsSsl)
            text += u"import ssl\n"_s;
        text += text.isEmpty() ? u""_s : u"\n"_s;
        text += m_async ? u"from sqlalchemy import URL\nfrom sqlalchemy.ext.asyncio import create_async_engine\n"_s
                        : u"from sqlalchemy import URL, create_engine\n"_s;
        if (m_profile.pool.size == 0)
            text += u"from sqlalchemy.pool import NullPool\n"_s;
        return text + u'\n';
    }

    QString commentText()
    {
        if (m_profile.tunnel.enabled)
            m_notes << u"Through an SSH tunnel to %1: open it first, and go to its local end."_s.arg(m_profile.tunnel.host.simplified());
        if (!m_left.isEmpty())
            m_notes << u"asyncpg has no counterpart of: %1."_s.arg(m_left.keys().join(u", "_s));
        m_notes << u"pgvector's SQLAlchemy types (pgvector.sqlalchemy.VECTOR) need no registration with the driver."_s;
        return u"# "_s + m_notes.join(u"\n# "_s) + u'\n';
    }

    const store::Profile &m_profile;
    const bool m_async;
    QMap<QString, QString> m_left; ///< parameters without a place so far
    QStringList m_arguments, m_notes;
    bool m_needsOs = false;
    bool m_needsSsl = false;
};

} // namespace

QString asSqlAlchemy(const store::Profile &profile, bool async)
{
    return EngineWriter(profile, async).write();
}

} // namespace quiver::profiles
