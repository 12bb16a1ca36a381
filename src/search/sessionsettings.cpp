// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/sessionsettings.h"

#include "catalog/vectorsql.h"
#include "pg/connection.h"
#include "search/settingcalls.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace quiver::search {

using namespace Qt::StringLiterals;

namespace {

// pg_settings writes memory as a number of kB.
QString withUnit(const QString &value, const QString &unit)
{
    bool ok = false;
    qint64 figure = value.toLongLong(&ok);
    if (unit.isEmpty() || !ok || figure <= 0)
        return value;
    static const QStringList units{u"kB"_s, u"MB"_s, u"GB"_s, u"TB"_s};
    qsizetype at = units.indexOf(unit);
    while (at >= 0 && at + 1 < units.size() && figure % 1024 == 0) {
        figure /= 1024;
        ++at;
    }
    return QString::number(figure) + (at < 0 ? unit : units[at]);
}

} // namespace

std::vector<SessionSetting> readSessionSettings(pg::Connection &connection)
{
    if (const catalog::VectorSql vectors(connection); vectors.isInstalled())
        loadVectorLibrary(connection, vectors.neededSchema());
    QStringList names;
    std::vector<pg::Param> params;
    for (const SearchSetting &each : searchSettings()) {
        params.push_back(pg::Param::text(each.name));
        names << u"$%1"_s.arg(params.size());
    }
    const pg::Result rows = connection.exec({u"SELECT name, pg_catalog.current_setting(name), reset_val, unit, source FROM pg_catalog.pg_settings "
                                             "WHERE name IN ("_s + names.join(u", "_s) + u')', params});
    std::vector<SessionSetting> read;
    for (const SearchSetting &each : searchSettings()) {
        for (qint64 row = 0; row < rows.rowCount(); ++row) {
            if (rows.text(row, 0) == each.name)
                read.push_back({&each, rows.text(row, 1), withUnit(rows.text(row, 2), rows.text(row, 3)), rows.text(row, 4)});
        }
    }
    return read;
}

void setForSession(pg::Connection &connection, const SettingValues &values)
{
    if (values.empty())
        return;
    if (std::ranges::any_of(values, [](const auto &each) { return isOfPgvector(each.first); })) {
        if (const catalog::VectorSql vectors(connection); vectors.isInstalled())
            loadVectorLibrary(connection, vectors.neededSchema());
    }
    connection.exec(settingCalls(values, SettingScope::Session));
}

void resetForSession(pg::Connection &connection, const QString &name)
{
    QByteArrayList parts; // "hnsw"."ef_search"
    for (const QString &part : name.split(u'.'))
        parts << connection.quoteIdentifier(part);
    connection.exec("RESET " + parts.join('.'));
}

QByteArray toJson(const SettingValues &values)
{
    if (values.empty())
        return {};
    QJsonObject object;
    for (const auto &[name, value] : values)
        object.insert(name, value);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

SettingValues settingValuesFrom(const QByteArray &json)
{
    SettingValues values;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (auto each = object.begin(); each != object.end(); ++each) {
        const SearchSetting *const setting = searchSetting(each.key());
        if (setting && settingProblem(*setting, each.value().toString(), {}).isEmpty())
            values.emplace(each.key(), each.value().toString());
    }
    return values;
}

} // namespace quiver::search
