// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/knownplaces.h"

#include "profiles/clientfiles.h"
#include "profiles/fieldrules.h"
#include "profiles/textformats.h"

#include <QFile>
#include <QProcessEnvironment>

namespace quiver::profiles {

using namespace Qt::StringLiterals;

namespace {

QString contentOf(const QString &name)
{
    constexpr qint64 most = 1 << 20; // these files are written by hand
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.read(most)).replace(u"\r\n"_s, u"\n"_s);
}

/// Their passwords stay where they are; libpq finds them again by the service's name, or by host and user.
void leavePasswords(ConnectionText &text, const QString &service = {})
{
    text.secrets = {};
    text.profile.passwordSource = store::PasswordSource::Elsewhere;
    if (!service.isEmpty())
        text.profile.parameters.insert(u"service"_s, service);
}

void addServices(QList<KnownConnection> &known)
{
    QStringList seen;
    for (const QString &name : serviceFiles()) {
        const QString content = contentOf(name);
        if (!looksLikeServiceFile(content))
            continue;
        for (ConnectionText &service : readServiceFile(content)) {
            if (seen.contains(service.profile.name))
                continue; // libpq takes the first
            seen << service.profile.name;
            leavePasswords(service, service.profile.name);
            known.append({name, service});
        }
    }
}

void addPasswordFile(QList<KnownConnection> &known)
{
    const QString name = passwordFile();
    const QString content = contentOf(name);
    const QString problem = passwordFileProblem(name);
    for (ConnectionText &line : readPassFile(content)) {
        leavePasswords(line);
        if (line.profile.parameters.isEmpty())
            continue;
        line.profile.name = profileSummary(line.profile);
        if (!problem.isEmpty())
            line.problems.append({0, 0, u"passfile"_s, problem, false});
        known.append({name, line});
    }
}

void addEnvironment(QList<KnownConnection> &known)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    ConnectionDraft draft(TextKind::EnvFile);
    bool any = false;
    for (const QString &variable : keywordVariables()) {
        const QString value = environment.value(variable);
        if (value.isEmpty() || isSecret(keywordOfVariable(variable)))
            continue;
        any = readVariable(variable, value, {}, draft) || any;
    }
    if (any) {
        ConnectionText text = draft.take();
        leavePasswords(text);
        text.profile.name = u"PG*"_s;
        known.append({u"environment"_s, text});
    }
    const QString url = environment.value(u"DATABASE_URL"_s);
    if (!looksLikeUrl(url))
        return;
    ConnectionText text = readAnyUrl(url, {});
    if (!text.secrets.password.isEmpty())
        text.problems.append({0, 0, u"DATABASE_URL"_s, u"Its password was not taken along: libpq does not look there."_s, false});
    text.secrets = {};
    text.profile.name = u"DATABASE_URL"_s;
    known.append({u"environment"_s, text});
}

} // namespace

QList<KnownConnection> knownConnections()
{
    QList<KnownConnection> known;
    addServices(known);
    addPasswordFile(known);
    addEnvironment(known);
    return known;
}

} // namespace quiver::profiles
