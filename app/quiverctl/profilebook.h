// SPDX-License-Identifier: GPL-3.0-or-later
// The saved connections, the same as the window's, with their secrets in the keychain. On the main thread; waits.
#pragma once

#include "profiles/profileoptions.h"
#include "store/secretstore.h"
#include "store/workspace.h"

#include <memory>

namespace quiver::ctl {

class ProfileBook
{
public:
    /// \throws store::Error where the workspace cannot be used
    ProfileBook();

    QList<store::Profile> all();
    /// Exactly this name, else the only one that differs in case only. \throws core::Error naming the nearest one
    store::Profile find(const QString &name);
    void save(const store::Profile &profile);
    /// With its secrets.
    void remove(const store::Profile &profile);

    /// Keeps secrets in the keychain, or says on standard error that they were dropped, and why. Changes the profile's
    /// password source to match.
    void keep(store::Profile &profile, const profiles::ProfileSecrets &secrets);
    /// From the keychain, or asked for on the terminal, as the profile says.
    profiles::ProfileSecrets secretsOf(const store::Profile &profile);

private:
    std::unique_ptr<store::Workspace> m_workspace;
    store::SecretStore m_secrets;
};

} // namespace quiver::ctl
