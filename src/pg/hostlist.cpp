// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/hostlist.h"

#include "pg/error.h"

#include <QStringList>

namespace quiver::pg {

using namespace Qt::StringLiterals;

namespace {

QStringList entries(const QString &list)
{
    return list.isEmpty() ? QStringList() : list.split(u',');
}

int portNumber(const QString &text, int otherwise)
{
    if (text.trimmed().isEmpty())
        return otherwise;
    bool isNumber = false;
    const int port = text.trimmed().toInt(&isNumber);
    if (!isNumber || port < 1 || port > 65535)
        throw Error::client(u"invalid port number: \"%1\"; ports are 1 to 65535"_s.arg(text.trimmed()));
    return port;
}

} // namespace

QString ListedHost::name() const
{
    const QString &shown = host.isEmpty() ? address : host;
    const bool brackets = shown.contains(u':') && !shown.startsWith(u'/');
    return (brackets ? u"[%1]:%2"_s : u"%1:%2"_s).arg(shown, QString::number(port));
}

QList<ListedHost> splitHosts(const QString &hosts, const QString &addresses, const QString &ports, const HostDefaults &defaults)
{
    const QStringList hostEntries = entries(hosts), addressEntries = entries(addresses), portEntries = entries(ports);
    if (!hostEntries.isEmpty() && !addressEntries.isEmpty() && hostEntries.size() != addressEntries.size()) {
        throw Error::client(u"could not match %1 host names to %2 hostaddr values"_s.arg(hostEntries.size())
                                .arg(addressEntries.size()));
    }
    const qsizetype count = std::max<qsizetype>({hostEntries.size(), addressEntries.size(), 1});
    if (portEntries.size() > 1 && portEntries.size() != count)
        throw Error::client(u"could not match %1 port numbers to %2 hosts"_s.arg(portEntries.size()).arg(count));
    QList<ListedHost> list;
    for (qsizetype i = 0; i < count; ++i) {
        ListedHost listed;
        listed.host = hostEntries.value(i);
        listed.address = addressEntries.value(i);
        if (listed.host.isEmpty() && listed.address.isEmpty())
            listed.host = defaults.host;
        listed.port = portNumber(portEntries.value(portEntries.size() == 1 ? 0 : i), defaults.port);
        list << listed;
    }
    return list;
}

} // namespace quiver::pg
