// SPDX-License-Identifier: GPL-3.0-or-later
#include "profilebook.h"

#include "await.h"
#include "core/error.h"
#include "core/sentence.h"
#include "profiles/fieldrules.h"
#include "store/paths.h"
#include "terminal.h"

namespace quiver::ctl {

using namespace Qt::StringLiterals;

ProfileBook::ProfileBook() : m_workspace(store::Workspace::open(store::workspaceFile()))
{
    if (m_workspace->damage())
        printErrorLine(u"the file of saved connections was damaged; it was set aside and a new one begun"_s);
}

QList<store::Profile> ProfileBook::all()
{
    return await(m_workspace->profiles());
}

store::Profile ProfileBook::find(const QString &name)
{
    const QList<store::Profile> profiles = all();
    QList<store::Profile> exact, similar;
    QStringList names;
    for (const store::Profile &profile : profiles) {
        names << profile.name;
        if (profile.name == name)
            exact << profile;
        else if (profile.name.compare(name, Qt::CaseInsensitive) == 0)
            similar << profile;
    }
    const QList<store::Profile> &found = exact.isEmpty() ? similar : exact;
    if (found.size() == 1)
        return found.first();
    if (found.size() > 1)
        throw core::Error(u"there are %1 connections called “%2”; rename them"_s.arg(found.size()).arg(name));
    const QString near = profiles::nearest(name, names);
    throw core::Error(u"there is no connection “%1”"_s.arg(name)
                      + (near.isEmpty() ? u"; see: quiverctl connections list"_s : u"; did you mean “%1”?"_s.arg(near)));
}

void ProfileBook::save(const store::Profile &profile)
{
    await(m_workspace->saveProfile(profile));
    await(m_workspace->flush());
}

void ProfileBook::remove(const store::Profile &profile)
{
    await(m_workspace->removeProfile(profile.id));
    await(m_workspace->flush());
    if (!await(m_secrets.availability()).available)
        return;
    for (const store::Secret secret : {store::Secret::Password, store::Secret::KeyPassphrase})
        await(m_secrets.remove(profile.id, secret));
}

void ProfileBook::keep(store::Profile &profile, const profiles::ProfileSecrets &secrets)
{
    if (secrets == profiles::ProfileSecrets())
        return;
    const store::KeychainState state = await(m_secrets.availability());
    try {
        if (!state.available)
            throw core::Error(state.reason);
        if (!secrets.password.isEmpty())
            await(m_secrets.write(profile.id, secrets.password));
        if (!secrets.keyPassphrase.isEmpty())
            await(m_secrets.write(profile.id, secrets.keyPassphrase, store::Secret::KeyPassphrase));
        profile.passwordSource = store::PasswordSource::Keychain;
    } catch (const core::Error &error) {
        profile.passwordSource = store::PasswordSource::Ask;
        printErrorLine(u"the password was dropped, not stored: %1 It will be asked for each time."_s.arg(core::sentence(error.message())));
    }
}

profiles::ProfileSecrets ProfileBook::secretsOf(const store::Profile &profile)
{
    profiles::ProfileSecrets secrets;
    if (profile.passwordSource == store::PasswordSource::Ask && qEnvironmentVariableIsEmpty("PGPASSWORD"))
        secrets.password = askPassword(u"Password for %1: "_s.arg(profile.name)).value_or(QByteArray());
    if (profile.passwordSource != store::PasswordSource::Keychain || !await(m_secrets.availability()).available)
        return secrets;
    secrets.password = await(m_secrets.read(profile.id)).value_or(QByteArray());
    secrets.keyPassphrase = await(m_secrets.read(profile.id, store::Secret::KeyPassphrase)).value_or(QByteArray());
    return secrets;
}

} // namespace quiver::ctl
