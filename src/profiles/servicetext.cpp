// SPDX-License-Identifier: GPL-3.0-or-later
// Sections of pg_service.conf.
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

#include <QRegularExpression>

#include <optional>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

void readServiceLine(const QString &line, int number, ConnectionDraft &draft)
{
    const qsizetype equals = line.indexOf(u'=');
    const qsizetype start = line.size() - QStringView(line).trimmed().size();
    if (line.startsWith("ldap"_L1)) {
        draft.note({number, 1}, u"ldap"_s, u"Looking a service up by LDAP is left to libpq: connect with service=NAME."_s);
        return;
    }
    if (equals < 0) {
        draft.refuse({number, int(start) + 1}, {}, u"A line of a service has the form keyword=value."_s);
        return;
    }
    // No blanks around "=": libpq would take them as part of the name or the value.
    const QString keyword = line.first(equals);
    const QString value = line.mid(equals + 1);
    if (keyword.trimmed() != keyword) {
        draft.refuse({number, int(keyword.trimmed().size()) + 1}, keyword.trimmed(), u"A service file has no blanks in front of “=”."_s);
        return;
    }
    if (keyword == "service"_L1) {
        draft.refuse({number, 1}, keyword, u"A service cannot refer to another one."_s);
        return;
    }
    draft.set(keyword, value, {number, isKeyword(keyword) ? int(equals) + 2 : 1});
}

} // namespace

bool looksLikeServiceFile(const QString &text)
{
    static const QRegularExpression section(u"^\\s*\\[[^\\]\\n=]+\\]?\\s*$"_s, QRegularExpression::MultilineOption);
    for (const QString &line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (!trimmed.isEmpty() && !trimmed.startsWith(u'#'))
            return section.match(line).hasMatch();
    }
    return false;
}

QList<ConnectionText> readServiceFile(const QString &text)
{
    QList<ConnectionText> services;
    std::optional<ConnectionDraft> draft;
    const auto finish = [&] {
        if (draft)
            services.append(draft->take());
    };
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString line = lines[i].trimmed();
        const int number = int(i) + 1;
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        if (!line.startsWith(u'[')) {
            if (draft)
                readServiceLine(line, number, *draft);
            continue;
        }
        finish();
        draft.emplace(TextKind::ServiceFile);
        draft->profile().name = line.mid(1).section(u']', 0, 0).trimmed();
        if (!line.contains(u']'))
            draft->refuse({number, int(lines[i].indexOf(u'[')) + 1}, u"service"_s, u"The “[” of the service's name has no “]”."_s);
    }
    finish();
    return services;
}

} // namespace quiver::profiles
