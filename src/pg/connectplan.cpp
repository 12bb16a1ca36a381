// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/connectplan.h"

#include "pg/error.h"

#include <QHash>

#include <libpq-fe.h>

#include <arpa/inet.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxConnectTimeout = 24 * 60 * 60; // seconds; poll() counts milliseconds in an int
constexpr int balancesItself = 160000;          // the first libpq that knows load_balance_hosts
// No sslmode: libpq gathers all options, refuses this one, and does not connect.
constexpr const char *noMode = "only-asking";

using Conn = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// libpq's view of \p keywords, with nothing sent to anybody.
Conn ask(Keywords keywords)
{
    keywords.emplaceBack(QByteArray("sslmode"), QByteArray(noMode));
    std::vector<const char *> names, values;
    for (const auto &[name, value] : std::as_const(keywords)) {
        names.push_back(name.constData());
        values.push_back(value.constData());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    Conn conn(PQconnectStartParams(names.data(), values.data(), 0), PQfinish);
    if (!conn)
        throw std::bad_alloc();
    const QByteArray complaint = PQerrorMessage(conn.get());
    if (!complaint.contains(noMode))
        throw Error::client(QString::fromUtf8(complaint).trimmed());
    return conn;
}

QHash<QString, QString> effective(Keywords keywords)
{
    keywords.emplaceBack("password", "-"); // or the password file would be read, for nothing
    const Conn conn = ask(std::move(keywords));
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> all(PQconninfo(conn.get()), PQconninfoFree);
    QHash<QString, QString> values;
    for (const PQconninfoOption *option = all.get(); option && option->keyword; ++option) {
        if (option->val)
            values.insert(QString::fromLatin1(option->keyword), QString::fromUtf8(option->val));
    }
    return values;
}

HostDefaults libpqDefaults()
{
    const Conn conn = ask({{"host", ","}, {"port", ","}, {"hostaddr", ","}, {"password", "-"}});
    return {QString::fromUtf8(PQhost(conn.get())), QByteArray(PQport(conn.get())).toInt()};
}

bool isNumeric(const QString &host)
{
    unsigned char bytes[16];
    const QByteArray text = host.section(u'%', 0, 0).toLatin1();
    return ::inet_pton(AF_INET, text.constData(), bytes) == 1 || ::inet_pton(AF_INET6, text.constData(), bytes) == 1;
}

bool shuffles(const QString &balance)
{
    if (!balance.isEmpty() && balance != "disable"_L1 && balance != "random"_L1)
        throw Error::client(u"invalid load_balance_hosts value: \"%1\"; it is \"disable\" or \"random\""_s.arg(balance));
    return balance == "random"_L1;
}

/// Where libpq has to go for \p host instead of to its address.
Keywords detour(const core::Endpoint &via, const ListedHost &host)
{
    if (via.host.startsWith(u'/')) { // libpq wants the directory and makes the name of the socket itself
        const qsizetype at = via.host.lastIndexOf("/.s.PGSQL."_L1);
        bool isNumber = false;
        const int port = via.host.mid(at + 10).toInt(&isNumber);
        if (at < 0 || !isNumber)
            throw Error::client(u"\"%1\" is no socket that libpq finds: its name must be .s.PGSQL. and a number"_s.arg(via.host));
        return {{"host", via.host.left(at).toUtf8()}, {"port", QByteArray::number(port)}};
    }
    if (!isNumeric(via.host))
        throw Error::client(u"the way to %1 leads to \"%2\", which is no address"_s.arg(host.name(), via.host));
    Keywords keywords{{"hostaddr", via.host.toLatin1()}, {"port", QByteArray::number(via.port)}};
    if (!host.host.isEmpty())
        keywords.emplaceBack("host", host.host.toUtf8());
    return keywords;
}

/// The password file goes by host and port as the profile has them, not by the tunnel's.
QByteArray passwordFor(const ListedHost &host, Keywords keywords)
{
    keywords.emplaceBack("host", (host.host.isEmpty() ? host.address : host.host).toUtf8());
    keywords.emplaceBack("port", QByteArray::number(host.port));
    return PQpass(ask(std::move(keywords)).get());
}

Keywords straight(const ListedHost &host)
{
    Keywords keywords{{"port", QByteArray::number(host.port)}};
    if (!host.host.isEmpty())
        keywords.emplaceBack("host", host.host.toUtf8());
    if (!host.address.isEmpty())
        keywords.emplaceBack("hostaddr", host.address.toUtf8());
    return keywords;
}

int secondsFor(const ConnectOptions &options, const QString &timeout)
{
    const int seconds = timeout.trimmed().toInt();
    return std::min(seconds > 0 ? seconds : options.connectTimeout, maxConnectTimeout);
}

/// The profile's parameters but for those that name hosts.
Keywords commonKeywords(const ConnectOptions &options)
{
    static const QStringList perHost{u"host"_s, u"hostaddr"_s, u"port"_s};
    Keywords keywords{{"fallback_application_name", "quiver"}};
    for (auto it = options.parameters.cbegin(); it != options.parameters.cend(); ++it) {
        const bool ours = it.key() == "load_balance_hosts"_L1 && PQlibVersion() < balancesItself;
        if (!perHost.contains(it.key()) && !ours)
            keywords.emplaceBack(it.key().toUtf8(), it.value().toUtf8());
    }
    return keywords;
}

} // namespace

ConnectPlan planConnect(const ConnectOptions &options)
{
    ConnectPlan plan;
    plan.keywords = commonKeywords(options);
    Keywords withHosts = plan.keywords, withoutAddress;
    for (const char *name : {"host", "port", "hostaddr"}) {
        if (QByteArray(name) == "hostaddr")
            withoutAddress = withHosts;
        withHosts.emplaceBack(name, options.parameters.value(QString::fromLatin1(name)).toUtf8());
    }
    const QHash<QString, QString> known = effective(withHosts);
    const QList<ListedHost> listed = splitHosts(known.value(u"host"_s), known.value(u"hostaddr"_s), known.value(u"port"_s), libpqDefaults());
    if (!options.via.isEmpty() && options.via.size() != listed.size())
        throw Error::client(u"the way leads to %1 hosts, but %2 are listed"_s.arg(options.via.size()).arg(listed.size()));

    for (qsizetype i = 0; i < listed.size(); ++i) {
        PlannedHost host{listed[i], {}, {}};
        if (options.via.isEmpty()) {
            host.keywords = straight(listed[i]);
            if (listed[i].address.isEmpty() && !listed[i].isSocket() && !isNumeric(listed[i].host))
                host.lookUp = listed[i].host.toUtf8();
            // libpq takes what is left out from there, and would go to the other's address.
            if (listed[i].address.isEmpty() && !known.value(u"hostaddr"_s).isEmpty() && effective(withoutAddress).contains(u"hostaddr"_s))
                throw Error::client(u"no address for %1, while PGHOSTADDR or the service has addresses: give each host one"_s.arg(listed[i].name()));
        } else {
            host.keywords = detour(options.via[i], listed[i]);
            if (const QByteArray password = options.password.isEmpty() ? passwordFor(listed[i], plan.keywords) : QByteArray(); !password.isEmpty())
                host.keywords.emplaceBack("password", password);
        }
        plan.hosts << host;
    }
    if (shuffles(known.value(u"load_balance_hosts"_s, options.parameters.value(u"load_balance_hosts"_s)))) {
        std::mt19937 generator{std::random_device{}()};
        std::shuffle(plan.hosts.begin(), plan.hosts.end(), generator);
    }
    plan.preferStandby = known.value(u"target_session_attrs"_s) == "prefer-standby"_L1;
    plan.seconds = secondsFor(options, known.value(u"connect_timeout"_s));
    if (!options.password.isEmpty())
        plan.keywords.emplaceBack("password", options.password);
    if (!options.keyPassphrase.isEmpty())
        plan.keywords.emplaceBack("sslpassword", options.keyPassphrase);
    plan.keywords.emplaceBack("client_encoding", "UTF8"); // the last one wins: everything here reads UTF-8, whatever the profile says
    return plan;
}

} // namespace quiver::pg
