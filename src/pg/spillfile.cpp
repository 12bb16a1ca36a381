// SPDX-License-Identifier: GPL-3.0-or-later
#include "pg/spillfile.h"

#include "core/error.h"

#include <QDir>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace quiver::pg {

namespace {

QString reason(const char *what)
{
    return QStringLiteral("%1 the temporary file of a result: %2")
        .arg(QLatin1String(what), QString::fromLocal8Bit(std::strerror(errno)));
}

int openUnlinked(const QByteArray &directory)
{
#ifdef O_TMPFILE
    const int fd = ::open(directory.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
#endif
    QByteArray name = directory + "/quiver-result-XXXXXX"; // for file systems without O_TMPFILE
    const int named = ::mkstemp(name.data());
    if (named >= 0)
        ::unlink(name.constData());
    return named;
}

} // namespace

SpillFile::SpillFile()
{
    const QByteArray chosen = qgetenv("TMPDIR");
    if (!chosen.isEmpty())
        m_fd = openUnlinked(chosen);
    if (m_fd < 0)
        m_fd = openUnlinked("/var/tmp");
    if (m_fd < 0)
        m_fd = openUnlinked(QFile::encodeName(QDir::tempPath()));
    if (m_fd < 0)
        throw core::Error(reason("cannot create"));
}

SpillFile::~SpillFile()
{
    ::close(m_fd);
}

qint64 SpillFile::append(std::span<const std::byte> bytes)
{
    const qint64 offset = m_size;
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_fd, bytes.data(), bytes.size(), m_size);
        if (written < 0) {
            if (errno == EINTR)
                continue;
            const bool full = errno == ENOSPC || errno == EDQUOT;
            throw core::Error(reason("cannot write")
                              + (full ? QStringLiteral("; free some space, or start Quiver with TMPDIR naming a directory that has more")
                                      : QString()));
        }
        m_size += written;
        bytes = bytes.subspan(std::size_t(written));
    }
    return offset;
}

void SpillFile::read(qint64 offset, std::span<std::byte> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t got = ::pread(m_fd, bytes.data(), bytes.size(), offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            throw core::Error(reason("cannot read"));
        offset += got;
        bytes = bytes.subspan(std::size_t(got));
    }
}

} // namespace quiver::pg
