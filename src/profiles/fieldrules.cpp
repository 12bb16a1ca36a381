// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/fieldrules.h"

#include "pg/connectoptions.h"
#include "pg/error.h"

#include <QHostAddress>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

struct Keyword {
    QLatin1StringView name;
    QLatin1StringView variable;
};

// Newer ones than the oldest libpq that Quiver is built with are here too: isKeyword() asks the libpq at hand.
constexpr Keyword allKeywords[] = {
    {"host"_L1, "PGHOST"_L1},
    {"hostaddr"_L1, "PGHOSTADDR"_L1},
    {"port"_L1, "PGPORT"_L1},
    {"dbname"_L1, "PGDATABASE"_L1},
    {"user"_L1, "PGUSER"_L1},
    {"password"_L1, "PGPASSWORD"_L1},
    {"passfile"_L1, "PGPASSFILE"_L1},
    {"require_auth"_L1, "PGREQUIREAUTH"_L1},
    {"channel_binding"_L1, "PGCHANNELBINDING"_L1},
    {"connect_timeout"_L1, "PGCONNECT_TIMEOUT"_L1},
    {"client_encoding"_L1, "PGCLIENTENCODING"_L1},
    {"options"_L1, "PGOPTIONS"_L1},
    {"application_name"_L1, "PGAPPNAME"_L1},
    {"fallback_application_name"_L1, ""_L1},
    {"keepalives"_L1, ""_L1},
    {"keepalives_idle"_L1, ""_L1},
    {"keepalives_interval"_L1, ""_L1},
    {"keepalives_count"_L1, ""_L1},
    {"tcp_user_timeout"_L1, ""_L1},
    {"replication"_L1, ""_L1},
    {"gssencmode"_L1, "PGGSSENCMODE"_L1},
    {"sslmode"_L1, "PGSSLMODE"_L1},
    {"sslnegotiation"_L1, "PGSSLNEGOTIATION"_L1},
    {"sslcompression"_L1, "PGSSLCOMPRESSION"_L1},
    {"sslcert"_L1, "PGSSLCERT"_L1},
    {"sslkey"_L1, "PGSSLKEY"_L1},
    {"sslkeylogfile"_L1, ""_L1},
    {"sslpassword"_L1, ""_L1},
    {"sslcertmode"_L1, "PGSSLCERTMODE"_L1},
    {"sslrootcert"_L1, "PGSSLROOTCERT"_L1},
    {"sslcrl"_L1, "PGSSLCRL"_L1},
    {"sslcrldir"_L1, "PGSSLCRLDIR"_L1},
    {"sslsni"_L1, "PGSSLSNI"_L1},
    {"requirepeer"_L1, "PGREQUIREPEER"_L1},
    {"ssl_min_protocol_version"_L1, "PGSSLMINPROTOCOLVERSION"_L1},
    {"ssl_max_protocol_version"_L1, "PGSSLMAXPROTOCOLVERSION"_L1},
    {"min_protocol_version"_L1, "PGMINPROTOCOLVERSION"_L1},
    {"max_protocol_version"_L1, "PGMAXPROTOCOLVERSION"_L1},
    {"krbsrvname"_L1, "PGKRBSRVNAME"_L1},
    {"gsslib"_L1, "PGGSSLIB"_L1},
    {"gssdelegation"_L1, "PGGSSDELEGATION"_L1},
    {"service"_L1, "PGSERVICE"_L1},
    {"servicefile"_L1, ""_L1},
    {"target_session_attrs"_L1, "PGTARGETSESSIONATTRS"_L1},
    {"load_balance_hosts"_L1, "PGLOADBALANCEHOSTS"_L1},
    {"oauth_issuer"_L1, ""_L1},
    {"oauth_client_id"_L1, ""_L1},
    {"oauth_client_secret"_L1, ""_L1},
    {"oauth_scope"_L1, ""_L1},
    {"scram_client_key"_L1, ""_L1},
    {"scram_server_key"_L1, ""_L1},
};

bool libpqKnows(const QString &name)
{
    static const QRegularExpression word(u"^[a-z_]+$"_s);
    if (!word.match(name).hasMatch())
        return false;
    try {
        pg::ConnectOptions::parse(name + u"=1"_s);
        return true;
    } catch (const pg::Error &) {
        return false;
    }
}

/// Levenshtein's, with a swap of neighbours counted as one step.
int editDistance(const QString &a, const QString &b)
{
    std::vector<std::vector<int>> d(std::size_t(a.size()) + 1, std::vector<int>(std::size_t(b.size()) + 1));
    for (qsizetype i = 0; i <= a.size(); ++i) {
        for (qsizetype j = 0; j <= b.size(); ++j) {
            int &here = d[std::size_t(i)][std::size_t(j)];
            if (i == 0 || j == 0) {
                here = int(i + j);
                continue;
            }
            const auto at = [&d, i, j](int up, int left) { return d[std::size_t(i - up)][std::size_t(j - left)]; };
            here = std::min({at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                here = std::min(here, at(2, 2) + 1);
        }
    }
    return d.back().back();
}

const QMap<QString, QStringList> &choices()
{
    static const QStringList tls{u"TLSv1"_s, u"TLSv1.1"_s, u"TLSv1.2"_s, u"TLSv1.3"_s};
    static const QStringList threeWays{u"disable"_s, u"prefer"_s, u"require"_s};
    static const QStringList flag{u"0"_s, u"1"_s};
    static const QMap<QString, QStringList> map{
        {u"sslmode"_s, {u"disable"_s, u"allow"_s, u"prefer"_s, u"require"_s, u"verify-ca"_s, u"verify-full"_s}},
        {u"target_session_attrs"_s,
         {u"any"_s, u"read-write"_s, u"read-only"_s, u"primary"_s, u"standby"_s, u"prefer-standby"_s}},
        {u"channel_binding"_s, threeWays},
        {u"gssencmode"_s, threeWays},
        {u"ssl_min_protocol_version"_s, tls},
        {u"ssl_max_protocol_version"_s, tls},
        {u"sslcompression"_s, flag},
        {u"sslsni"_s, flag},
        {u"keepalives"_s, flag},
        {u"sslcertmode"_s, {u"disable"_s, u"allow"_s, u"require"_s}},
        {u"sslnegotiation"_s, {u"postgres"_s, u"direct"_s}},
        {u"load_balance_hosts"_s, {u"disable"_s, u"random"_s}},
    };
    return map;
}

QString portProblem(const QString &value)
{
    for (const QString &part : value.split(u',')) {
        const QString number = part.trimmed();
        if (number.isEmpty() || portNumber(number) != 0)
            continue;
        const bool isNumber = std::ranges::all_of(number, [](QChar c) { return c.isDigit() || c == u'-' || c == u'+' || c == u'.'; });
        if (!isNumber) // not repeated: it may be a password in the wrong place
            return u"This is no port: that is a whole number from 1 to 65535."_s;
        return u"“%1” is no port: that is a whole number from 1 to 65535."_s.arg(number);
    }
    return {};
}

QString addressProblem(const QString &value)
{
    for (const QString &part : value.split(u',')) {
        QHostAddress address;
        if (!part.isEmpty() && !address.setAddress(part))
            return u"“%1” is no IP address; a name goes into host."_s.arg(part);
    }
    return {};
}

QString hostProblem(const QString &value)
{
    static const QRegularExpression blank(u"\\s"_s);
    for (const QString &part : value.split(u',')) {
        const bool isDirectory = part.startsWith(u'/') || part.startsWith(u'@');
        if (isDirectory)
            continue;
        if (part.contains(blank))
            return u"A host's name has no blanks."_s;
        if (part.contains("://"_L1) || part.contains(u'/'))
            return u"Only a host's name or address goes here, neither a URL nor a database."_s;
        if (part.contains(u'@'))
            return u"A host's name has no “@”; a password's own “@” is written %40 in a URI."_s;
    }
    return {};
}

} // namespace

bool isKeyword(const QString &name)
{
    return keywords().contains(name) || libpqKnows(name);
}

QStringList keywords()
{
    static const QStringList known = [] {
        QStringList list;
        for (const Keyword &keyword : allKeywords) {
            if (libpqKnows(keyword.name))
                list << keyword.name;
        }
        return list;
    }();
    return known;
}

bool isSecret(const QString &keyword)
{
    return keyword == "password"_L1 || keyword == "sslpassword"_L1;
}

QString keywordOfVariable(const QString &variable)
{
    for (const Keyword &keyword : allKeywords) {
        if (!variable.isEmpty() && keyword.variable == variable)
            return keyword.name;
    }
    return {};
}

QString variableOfKeyword(const QString &name)
{
    for (const Keyword &keyword : allKeywords) {
        if (keyword.name == name)
            return keyword.variable;
    }
    return {};
}

QStringList keywordVariables()
{
    QStringList list;
    for (const Keyword &keyword : allKeywords) {
        if (!keyword.variable.isEmpty())
            list << keyword.variable;
    }
    return list;
}

QString nearest(const QString &word, const QStringList &known)
{
    const QString wanted = word.toCaseFolded();
    const int allowed = word.size() <= 3 ? 1 : word.size() <= 8 ? 2 : 3;
    QString best;
    int bestDistance = allowed + 1;
    for (const QString &candidate : known) {
        const int distance = editDistance(wanted, candidate.toCaseFolded());
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

QString suggestion(const QString &word, const QStringList &known)
{
    // What people write for libpq's words, from other drivers and from psql.
    static const QMap<QString, QString> others{{u"username"_s, u"user"_s},     {u"database"_s, u"dbname"_s},
                                               {u"db"_s, u"dbname"_s},         {u"hostname"_s, u"host"_s},
                                               {u"server"_s, u"host"_s},       {u"ssl"_s, u"sslmode"_s},
                                               {u"pass"_s, u"password"_s},     {u"pwd"_s, u"password"_s},
                                               {u"timeout"_s, u"connect_timeout"_s}, {u"schema"_s, u"options"_s}};
    QString meant = others.value(word.toLower());
    if (meant.isEmpty() || !known.contains(meant))
        meant = nearest(word, known);
    return meant.isEmpty() ? QString() : u" Did you mean “%1”?"_s.arg(meant);
}

int portNumber(const QString &text)
{
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= 1 && number <= 65535 && text.at(0).isDigit() ? number : 0;
}

QString valueProblem(const QString &keyword, const QString &value)
{
    static const QStringList numbers{u"connect_timeout"_s,     u"keepalives_idle"_s,  u"keepalives_interval"_s,
                                     u"keepalives_count"_s,    u"tcp_user_timeout"_s};
    if (value.contains(QChar(0)))
        return u"The value holds a NUL character."_s;
    if (isSecret(keyword))
        return {};
    if (keyword == "port"_L1)
        return portProblem(value);
    if (keyword == "hostaddr"_L1)
        return addressProblem(value);
    if (keyword == "host"_L1)
        return hostProblem(value);
    if (keyword == "replication"_L1)
        return u"A replication connection answers no queries."_s;
    if (numbers.contains(keyword)) {
        bool ok = false;
        const int number = value.trimmed().toInt(&ok);
        return ok && number >= 0 ? QString() : u"“%1” is no whole number from 0 on."_s.arg(value);
    }
    if (const auto it = choices().find(keyword); it != choices().end() && !it->contains(value)) {
        return u"“%1” is none of %2.%3"_s.arg(value, it->join(u", "_s), suggestion(value, *it));
    }
    return {};
}

QString settingProblem(const QString &name, const QString &value)
{
    static const QRegularExpression word(u"^[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*$"_s);
    if (!word.match(name).hasMatch())
        return u"“%1” is no setting's name."_s.arg(name);
    struct Range {
        double least, most;
    };
    static const QMap<QString, Range> ranges{{u"hnsw.ef_search"_s, {1, 1000}},
                                             {u"ivfflat.probes"_s, {1, 32768}},
                                             {u"ivfflat.max_probes"_s, {1, 32768}},
                                             {u"hnsw.max_scan_tuples"_s, {1, 2147483647}},
                                             {u"hnsw.scan_mem_multiplier"_s, {1, 1000}}};
    if (const auto it = ranges.find(name.toLower()); it != ranges.end()) {
        bool ok = false;
        const double number = value.trimmed().toDouble(&ok);
        if (!ok || number < it->least || number > it->most)
            return u"“%1” is no number from %2 to %3."_s.arg(value).arg(it->least, 0, 'f', 0).arg(it->most, 0, 'f', 0);
    }
    static const QStringList timeouts{u"statement_timeout"_s, u"lock_timeout"_s, u"idle_in_transaction_session_timeout"_s,
                                      u"idle_session_timeout"_s, u"transaction_timeout"_s};
    static const QRegularExpression duration(u"^\\s*\\d+(\\.\\d+)?\\s*(us|ms|s|min|h|d)?\\s*$"_s);
    if (timeouts.contains(name.toLower()) && !duration.match(value).hasMatch())
        return u"“%1” is no duration: a number, in milliseconds or with a unit (ms, s, min, h, d), 0 for no limit."_s.arg(value);
    return {};
}

} // namespace quiver::profiles
