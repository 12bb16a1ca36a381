// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profile.h"

#include <QRegularExpression>

namespace quiver::store {
using namespace Qt::StringLiterals;

namespace {

bool isSecretKeyword(const QString &keyword)
{
    // Not "passfile", "sslkey" and the like: those name files, which the server's own tools keep as well.
    static const QStringList keywords{u"password"_s,         u"sslpassword"_s,      u"pgpassword"_s,
                                      u"scram_client_key"_s, u"scram_server_key"_s, u"oauth_client_secret"_s};
    return keywords.contains(keyword.trimmed(), Qt::CaseInsensitive);
}

bool carriesSecret(const QString &value)
{
    // libpq accepts a whole URI or "keyword=value" string as dbname.
    static const QRegularExpression uri(u"postgres(ql)?://[^/@:?]*:[^@]+@"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression keyword(u"(^|[\\s?&])(ssl)?password\\s*="_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return uri.match(value).hasMatch() || keyword.match(value).hasMatch();
}

} // namespace

Profile Profile::create()
{
    Profile profile;
    profile.id = QUuid::createUuid();
    return profile;
}

QString environmentName(core::Environment environment)
{
    switch (environment) {
    case core::Environment::Development: return u"development"_s;
    case core::Environment::Staging: return u"staging"_s;
    case core::Environment::Production: break;
    }
    return u"production"_s;
}

std::optional<core::Environment> environmentNamed(const QString &name)
{
    for (const auto environment : {core::Environment::Development, core::Environment::Staging, core::Environment::Production}) {
        if (environmentName(environment) == name)
            return environment;
    }
    return std::nullopt;
}

QString passwordSourceName(PasswordSource source)
{
    switch (source) {
    case PasswordSource::Keychain: return u"keychain"_s;
    case PasswordSource::Ask: return u"ask"_s;
    case PasswordSource::Elsewhere: break;
    }
    return u"elsewhere"_s;
}

std::optional<PasswordSource> passwordSourceNamed(const QString &name)
{
    for (const auto source : {PasswordSource::Keychain, PasswordSource::Ask, PasswordSource::Elsewhere}) {
        if (passwordSourceName(source) == name)
            return source;
    }
    return std::nullopt;
}

QString secretIn(const Profile &profile)
{
    for (auto it = profile.parameters.begin(); it != profile.parameters.end(); ++it) {
        if (isSecretKeyword(it.key()) || carriesSecret(it.value()))
            return it.key();
    }
    for (const auto &[name, value] : profile.settings) {
        if (isSecretKeyword(name) || carriesSecret(value))
            return name;
    }
    return {};
}

} // namespace quiver::store
