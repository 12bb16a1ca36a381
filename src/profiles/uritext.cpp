// SPDX-License-Identifier: GPL-3.0-or-later
// libpq's own URIs, both ways, and the choice between the kinds of URLs.
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"
#include "profiles/urlparts.h"

#include <QRegularExpression>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

ConnectionText readUri(const QString &url, Place origin)
{
    ConnectionDraft draft(TextKind::Uri);
    const UrlParts parts = readUrl(url, origin, UrlStyle::Libpq, draft);
    setHosts(parts.hosts, draft);
    draft.set(u"user"_s, parts.user.text, parts.user.place);
    draft.set(u"password"_s, parts.password.text, parts.password.place);
    draft.set(u"dbname"_s, parts.database.text, parts.database.place);
    for (const auto &[name, value] : parts.arguments) {
        if (name.text == "ssl"_L1 && value.text == "true"_L1) // JDBC's word, which libpq takes in a URI
            draft.set(u"sslmode"_s, u"require"_s, name.place);
        else
            draft.set(name.text, value.text, isKeyword(name.text) ? value.place : name.place);
    }
    if (draft.problems().isEmpty() && url.endsWith("://"_L1))
        draft.note(origin.right(url.size()), u"host"_s, u"Half a URI: neither a host nor a database follows “://”."_s);
    else if (draft.problems().isEmpty() && url.endsWith(u'@'))
        draft.note(origin.right(url.size()), u"host"_s, u"Half a URI: no host follows “@”, so the local socket would be used."_s);
    return draft.take();
}

bool looksLikeUrl(const QString &text)
{
    static const QRegularExpression scheme(u"^(jdbc:)?postgres(ql)?(\\+\\w*)?:"_s, QRegularExpression::CaseInsensitiveOption);
    return scheme.match(text).hasMatch();
}

ConnectionText readAnyUrl(const QString &url, Place origin)
{
    if (url.startsWith("jdbc:"_L1, Qt::CaseInsensitive))
        return readJdbc(url, origin);
    const QString scheme = url.section(u':', 0, 0).toLower();
    if (scheme == "postgresql"_L1 || scheme == "postgres"_L1)
        return readUri(url, origin);
    if (looksLikeUrl(url))
        return readSqlAlchemyUrl(url, origin);
    ConnectionDraft draft(TextKind::Unknown);
    if (!url.contains("://"_L1)) { // not repeated: it may be a password in the wrong place
        draft.refuse(origin, {}, u"This is no URL: those of PostgreSQL begin with postgresql://, postgresql+DRIVER:// or jdbc:postgresql:."_s);
        return draft.take();
    }
    draft.refuse(origin, {}, u"“%1” is not PostgreSQL: its URLs begin with postgresql://, postgresql+DRIVER:// or jdbc:postgresql:."_s
                                 .arg(scheme.left(20)));
    return draft.take();
}

QString asUri(const store::Profile &profile)
{
    pg::ConnectOptions options;
    options.parameters = profile.parameters;
    if (const QString all = optionsWithSettings(profile); !all.isEmpty())
        options.parameters.insert(u"options"_s, all);
    return options.toUri();
}

} // namespace quiver::profiles
