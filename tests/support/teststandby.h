// SPDX-License-Identifier: GPL-3.0-or-later
// A streaming standby of a TestCluster, which can be promoted.
#pragma once

#include "support/testcluster.h"

namespace quiver::test {

class TestStandby final : public TestCluster
{
public:
    /// Copies \p primary with pg_basebackup and starts; follows it from then on.
    explicit TestStandby(const TestCluster &primary);
    /// Returns when it takes writes.
    void promote();
};

} // namespace quiver::test
