// SPDX-License-Identifier: GPL-3.0-or-later
// SQLAlchemy's URLs, with the arguments that each driver takes, said in libpq's words.
#include "profiles/sqlalchemytext.h"

#include "profiles/fieldrules.h"
#include "profiles/urlparts.h"

#include <limits>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

const QStringList drivers{u"asyncpg"_s, u"psycopg"_s, u"psycopg2"_s, u"psycopg_async"_s, u"psycopg2cffi"_s, u"pg8000"_s};

const QStringList &asyncpgArguments()
{
    static const QStringList list{u"host"_s, u"port"_s, u"user"_s, u"password"_s, u"database"_s, u"passfile"_s, u"ssl"_s, u"timeout"_s,
                                  u"command_timeout"_s, u"target_session_attrs"_s, u"krbsrvname"_s, u"gsslib"_s, u"service"_s,
                                  u"direct_tls"_s, u"statement_cache_size"_s, u"max_cached_statement_lifetime"_s,
                                  u"max_cacheable_statement_size"_s, u"prepared_statement_cache_size"_s,
                                  u"prepared_statement_name_func"_s, u"async_fallback"_s, u"server_settings"_s};
    return list;
}

const QStringList &pg8000Arguments()
{
    static const QStringList list{u"host"_s, u"port"_s, u"user"_s, u"password"_s, u"database"_s, u"unix_sock"_s, u"ssl_context"_s,
                                  u"timeout"_s, u"tcp_keepalive"_s, u"application_name"_s, u"replication"_s};
    return list;
}

void leaveOut(const UrlPiece &name, ConnectionDraft &draft)
{
    draft.note(name.place, name.text, u"“%1” concerns the Python driver only; it was left out."_s.arg(name.text));
}

/// asyncpg's and pg8000's timeouts may have fractions of a second; libpq's has whole seconds.
void setConnectTimeout(const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft)
{
    bool ok = false;
    const double seconds = value.text.toDouble(&ok);
    if (ok && seconds > 0 && seconds < 1e9)
        draft.set(u"connect_timeout"_s, QString::number(int(seconds + 0.999)), value.place, name.text);
    else
        draft.refuse(value.place, name.text, u"“%1” is no number of seconds above 0."_s.arg(value.text));
}

void setAsyncpgSsl(const UrlPiece &value, ConnectionDraft &draft)
{
    const QString word = value.text.toLower();
    const QString mode = word == "true"_L1 ? u"verify-full"_s : word == "false"_L1 ? u"disable"_s : word;
    draft.set(u"sslmode"_s, mode, value.place, u"ssl"_s);
}

void readAsyncpg(const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft)
{
    static const QStringList same{u"passfile"_s, u"target_session_attrs"_s, u"krbsrvname"_s, u"gsslib"_s, u"service"_s, u"user"_s,
                                  u"password"_s, u"port"_s, u"host"_s};
    const QString &word = name.text;
    if (word == "ssl"_L1) {
        setAsyncpgSsl(value, draft);
    } else if (word == "sslmode"_L1) {
        draft.set(word, value.text, value.place);
        draft.note(name.place, word, u"asyncpg calls this “ssl” and refuses “sslmode”; it was understood here."_s);
    } else if (word == "timeout"_L1) {
        setConnectTimeout(name, value, draft);
    } else if (word == "command_timeout"_L1) {
        draft.profile().answerTimeout = draft.number(value.text, 0, std::numeric_limits<int>::max(), value.place, word).value_or(0);
    } else if (word == "database"_L1) {
        draft.set(u"dbname"_s, value.text, value.place, word);
    } else if (word == "direct_tls"_L1 && isKeyword(u"sslnegotiation"_s)) {
        if (draft.flag(value.text, value.place, word).value_or(false))
            draft.set(u"sslnegotiation"_s, u"direct"_s, value.place, word);
    } else if (same.contains(word)) {
        draft.set(word, value.text, value.place);
    } else if (asyncpgArguments().contains(word)) {
        leaveOut(name, draft);
    } else {
        draft.note(name.place, word, u"asyncpg has no argument “%1”; it was left out.%2"_s.arg(word, suggestion(word, asyncpgArguments())));
    }
}

void readPg8000(const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft)
{
    static const QStringList same{u"user"_s, u"password"_s, u"host"_s, u"port"_s, u"application_name"_s};
    const QString &word = name.text;
    if (same.contains(word)) {
        draft.set(word, value.text, value.place);
    } else if (word == "timeout"_L1) {
        setConnectTimeout(name, value, draft);
    } else if (word == "database"_L1) {
        draft.set(u"dbname"_s, value.text, value.place, word);
    } else if (word == "unix_sock"_L1) { // the socket's own path, where libpq takes its directory
        draft.set(u"host"_s, value.text.section(u'/', 0, -2), value.place, word);
    } else if (word == "tcp_keepalive"_L1) {
        if (const auto on = draft.flag(value.text, value.place, word))
            draft.set(u"keepalives"_s, *on ? u"1"_s : u"0"_s, value.place, word);
    } else if (word == "ssl_context"_L1 && draft.flag(value.text, value.place, word).value_or(false)) {
        draft.set(u"sslmode"_s, u"verify-full"_s, value.place, word);
    } else if (pg8000Arguments().contains(word)) {
        leaveOut(name, draft);
    } else {
        draft.note(name.place, word, u"pg8000 has no argument “%1”; it was left out.%2"_s.arg(word, suggestion(word, pg8000Arguments())));
    }
}

void readPsycopg(const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft)
{
    static const QStringList pythonOnly{u"connection_factory"_s, u"cursor_factory"_s, u"async"_s,      u"autocommit"_s,
                                        u"prepare_threshold"_s,  u"row_factory"_s,    u"context"_s};
    if (pythonOnly.contains(name.text))
        leaveOut(name, draft);
    else
        draft.set(name.text == "database"_L1 ? u"dbname"_s : name.text, value.text, isKeyword(name.text) ? value.place : name.place, name.text);
}

QList<UrlPiece> splitList(const UrlPiece &list)
{
    QList<UrlPiece> pieces;
    qsizetype at = 0;
    for (const QString &part : list.text.split(u',')) {
        pieces.append({part, list.place.right(at)});
        at += part.size() + 1;
    }
    return pieces;
}

/// Several hosts are arguments: host=a:5432&host=b:5432, or host=a,b&port=1,2; one port may serve them all.
QList<UrlHost> hostList(const UrlParts &parts, const QList<UrlPiece> &hosts, const QList<UrlPiece> &ports)
{
    QList<UrlHost> list;
    for (const UrlPiece &host : hosts)
        list.append(readHostAndPort(host));
    if (list.isEmpty())
        list = parts.hosts;
    for (qsizetype i = 0; i < list.size() && !ports.isEmpty(); ++i) {
        if (list[i].port.text.isEmpty())
            list[i].port = ports[std::min(i, ports.size() - 1)];
    }
    return list;
}

} // namespace

void readDriverArgument(const QString &driver, const UrlPiece &name, const UrlPiece &value, ConnectionDraft &draft)
{
    if (driver == "asyncpg"_L1)
        readAsyncpg(name, value, draft);
    else if (driver == "pg8000"_L1)
        readPg8000(name, value, draft);
    else
        readPsycopg(name, value, draft);
}

QString readSqlAlchemyParts(const UrlParts &parts, Place origin, ConnectionDraft &draft)
{
    const QString driver = parts.scheme.section(u'+', 1);
    if (parts.scheme.startsWith("postgres+"_L1))
        draft.note(origin, {}, u"SQLAlchemy calls it “postgresql+%1”; it was understood here."_s.arg(driver));
    if (!driver.isEmpty() && !drivers.contains(driver))
        draft.note(origin.right(parts.scheme.indexOf(u'+') + 1), u"driver"_s,
                   u"“%1” is no driver for PostgreSQL that is known here.%2"_s.arg(driver, suggestion(driver, drivers)));
    draft.set(u"user"_s, parts.user.text, parts.user.place);
    draft.set(u"password"_s, parts.password.text, parts.password.place);
    draft.set(u"dbname"_s, parts.database.text, parts.database.place);
    QList<UrlPiece> hosts, ports;
    for (const auto &[name, value] : parts.arguments) {
        if (name.text == "host"_L1)
            hosts += splitList(value);
        else if (name.text == "port"_L1)
            ports += splitList(value);
        else
            readDriverArgument(driver, name, value, draft);
    }
    setHosts(hostList(parts, hosts, ports), draft);
    return driver;
}

QString readSqlAlchemyUrl(const QString &url, Place origin, ConnectionDraft &draft)
{
    return readSqlAlchemyParts(readUrl(url, origin, UrlStyle::Web, draft), origin, draft);
}

ConnectionText readSqlAlchemyUrl(const QString &url, Place origin)
{
    ConnectionDraft draft(TextKind::SqlAlchemy);
    readSqlAlchemyUrl(url, origin, draft);
    return draft.take();
}

} // namespace quiver::profiles
