// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/serveraccount.h"

#include "core/error.h"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

template<typename Lookup>
bool lookUp(ServerAccount &account, const Lookup &lookup)
{
    std::vector<char> buffer(16384);
    passwd entry{};
    passwd *found = nullptr;
    if (lookup(&entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return false;
    account.uid = entry.pw_uid;
    account.gid = entry.pw_gid;
    account.name = QString::fromLocal8Bit(entry.pw_name);
    account.home = QString::fromLocal8Bit(entry.pw_dir);
    return true;
}

} // namespace

ServerAccount ServerAccount::determine()
{
    ServerAccount account;
    account.uid = geteuid();
    account.gid = getegid();
    if (account.uid != 0) {
        lookUp(account, [&](passwd *entry, char *buffer, std::size_t size, passwd **found) {
            return getpwuid_r(geteuid(), entry, buffer, size, found);
        });
        if (account.name.isEmpty()) // containers run under numbers that have no entry
            account.name = QString::number(account.uid);
        return account;
    }
    account.switched = true;
    if (!lookUp(account, [](passwd *entry, char *buffer, std::size_t size, passwd **found) {
            return getpwnam_r("postgres", entry, buffer, size, found);
        })) {
        throw core::Error(u"PostgreSQL refuses to run as root, and this machine has no user “postgres” to run it as. "
                          "Create that user, or start Quiver as an ordinary user."_s);
    }
    return account;
}

} // namespace quiver::sandbox
