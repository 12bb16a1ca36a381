// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobprogress.h"

#include <algorithm>

namespace quiver::core {

double JobProgress::fraction() const
{
    if (total < 0)
        return -1;
    if (total == 0)
        return 1;
    return std::clamp(double(done) / double(total), 0.0, 1.0);
}

} // namespace quiver::core
