// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/runningclaims.h"

#include "core/logging.h"

namespace quiver::store {
using namespace Qt::StringLiterals;

std::unique_ptr<QLockFile> RunningClaims::lockFile(qint64 id) const
{
    auto lock = std::make_unique<QLockFile>(u"%1.change-%2.lock"_s.arg(m_file).arg(id));
    lock->setStaleLockTime(0); // a change may take days; the lock of a dead process is recognised all the same
    return lock;
}

void RunningClaims::claim(qint64 id)
{
    auto lock = lockFile(id);
    if (lock->tryLock(0))
        m_held[id] = std::move(lock);
    else
        qCWarning(core::lcStore).noquote() << "no lock file for change" << id << "beside" << m_file;
}

bool RunningClaims::isHeld(qint64 id) const
{
    if (m_held.contains(id))
        return true;
    const auto lock = lockFile(id);
    return !lock->tryLock(0) && lock->error() == QLockFile::LockFailedError;
}

} // namespace quiver::store
