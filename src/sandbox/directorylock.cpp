// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/directorylock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>

namespace quiver::sandbox {

using namespace Qt::StringLiterals;

namespace {

/// Ends early when \p stop is requested.
void pause(const std::stop_token &stop)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, std::chrono::milliseconds(50), [] { return false; });
}

bool isStillThere(int fd, const QByteArray &path)
{
    struct stat held {};
    struct stat named {};
    return fstat(fd, &held) == 0 && lstat(path.constData(), &named) == 0 && held.st_ino == named.st_ino
        && held.st_dev == named.st_dev;
}

} // namespace

DirectoryLock::DirectoryLock(const QString &directory, core::JobContext &job, const std::function<void()> &prepare)
    : m_path(QFile::encodeName(directory + u"/lock"_s))
{
    bool told = false;
    while (true) {
        prepare();
        m_fd = open(m_path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (m_fd < 0 && errno == ENOENT)
            continue; // destroyed in this very moment
        if (m_fd < 0)
            fail();
        while (flock(m_fd, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR)
                fail();
            if (!told)
                job.log(u"Waiting for another Quiver that is busy with the sandbox"_s);
            told = true;
            pause(job.stopToken());
            if (job.cancelRequested()) {
                close(m_fd);
                throw core::Cancelled();
            }
        }
        if (isStillThere(m_fd, m_path))
            return;
        close(m_fd); // the holder destroyed the sandbox
    }
}

void DirectoryLock::fail()
{
    const QString reason = QString::fromLocal8Bit(std::strerror(errno));
    if (m_fd >= 0)
        close(m_fd);
    throw core::Error(u"the lock file %1 cannot be used: %2"_s.arg(QFile::decodeName(m_path), reason));
}

DirectoryLock::~DirectoryLock()
{
    close(m_fd);
}

void DirectoryLock::remove()
{
    unlink(m_path.constData());
}

} // namespace quiver::sandbox
