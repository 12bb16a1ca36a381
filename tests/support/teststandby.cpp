// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/teststandby.h"

namespace quiver::test {

TestStandby::TestStandby(const TestCluster &primary)
    : TestCluster(Empty())
{
    runOrDie({binDirectory() + QStringLiteral("/pg_basebackup"), QStringLiteral("-D"), dataDirectory(), QStringLiteral("-h"),
              primary.socketDirectory(), QStringLiteral("-p"), QString::number(primary.port()), QStringLiteral("-U"),
              QStringLiteral("tester"), QStringLiteral("-R"), QStringLiteral("-c"), QStringLiteral("fast"), QStringLiteral("--no-sync")});
    addSettings({QStringLiteral("synchronous_standby_names = ''")}); // the primary's would make it wait for one of its own
    start();
}

void TestStandby::promote()
{
    runOrDie({binDirectory() + QStringLiteral("/pg_ctl"), QStringLiteral("-D"), dataDirectory(), QStringLiteral("promote")});
}

} // namespace quiver::test
