// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/connectoptions.h"

#include "pg/error.h"

#include <QUrl>

#include <libpq-fe.h>

#include <memory>

namespace quiver::pg {

ConnectOptions ConnectOptions::parse(const QString &connectionString)
{
    char *complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(connectionString.trimmed().toUtf8().constData(), &complaint), PQconninfoFree);
    if (!parsed) {
        QString message = complaint ? QString::fromUtf8(complaint).trimmed() : QStringLiteral("out of memory");
        PQfreemem(complaint);
        throw Error::client(message);
    }
    ConnectOptions options;
    for (const PQconninfoOption *option = parsed.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const QString keyword = QString::fromLatin1(option->keyword);
        if (keyword == QLatin1String("password"))
            options.password = option->val;
        else
            options.parameters.insert(keyword, QString::fromUtf8(option->val));
    }
    return options;
}

QString ConnectOptions::toUri() const
{
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    QString uri = QStringLiteral("postgresql://");
    if (const QString user = parameters.value(QStringLiteral("user")); !user.isEmpty())
        uri += encoded(user) + QLatin1Char('@');
    QStringList query;
    // A socket directory as host, a list of hosts, and everything else that has no place of its own go behind the '?'.
    const QString host = parameters.value(QStringLiteral("host"));
    const QString port = parameters.value(QStringLiteral("port"));
    const bool plainHost = !host.startsWith(QLatin1Char('/')) && !host.contains(QLatin1Char(','));
    if (plainHost) {
        uri += host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : encoded(host);
        if (!port.isEmpty())
            uri += QLatin1Char(':') + port;
    }
    uri += QLatin1Char('/') + encoded(parameters.value(QStringLiteral("dbname")));
    for (auto it = parameters.cbegin(); it != parameters.cend(); ++it) {
        const bool placed = it.key() == QLatin1String("user") || it.key() == QLatin1String("dbname")
                            || (plainHost && (it.key() == QLatin1String("host") || it.key() == QLatin1String("port")));
        if (!placed && it.key() != QLatin1String("sslpassword"))
            query << encoded(it.key()) + QLatin1Char('=') + encoded(it.value());
    }
    if (!query.isEmpty())
        uri += QLatin1Char('?') + query.join(QLatin1Char('&'));
    return uri;
}

QString ConnectOptions::summary() const
{
    QString text;
    if (const QString user = parameters.value(QStringLiteral("user")); !user.isEmpty())
        text += user + QLatin1Char('@');
    const QString host = parameters.value(QStringLiteral("host"));
    text += host.isEmpty() ? QStringLiteral("local socket") : host;
    if (const QString port = parameters.value(QStringLiteral("port")); !port.isEmpty())
        text += QLatin1Char(':') + port;
    if (const QString database = parameters.value(QStringLiteral("dbname")); !database.isEmpty())
        text += QLatin1Char('/') + database;
    return text;
}

} // namespace quiver::pg
