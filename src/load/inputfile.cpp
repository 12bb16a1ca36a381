// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/inputfile.h"

#include "load/source.h"

#include <QCryptographicHash>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

InputFile::InputFile(const QString &name) : m_name(name)
{
    // Without O_NONBLOCK the opening of a pipe waits for its writer, for ever perhaps.
    m_fd = ::open(QFile::encodeName(name).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (m_fd < 0)
        throw BadSource(name, u"it cannot be opened: %1"_s.arg(systemReason()));
    struct stat facts{};
    const bool known = ::fstat(m_fd, &facts) == 0;
    if (!known || !S_ISREG(facts.st_mode)) {
        const QString reason = !known ? systemReason() : S_ISDIR(facts.st_mode) ? u"it is a folder"_s : u"it is no regular file"_s;
        ::close(m_fd);
        throw BadSource(name, reason);
    }
    m_size = facts.st_size;
    ::posix_fadvise(m_fd, 0, 0, POSIX_FADV_SEQUENTIAL); // only a hint
}

InputFile::~InputFile()
{
    ::close(m_fd);
}

std::size_t InputFile::read(std::int64_t offset, std::span<char> bytes) const
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::pread(m_fd, bytes.data() + done, bytes.size() - done, offset + std::int64_t(done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            throw BadSource(m_name, u"reading failed: %1"_s.arg(systemReason()), offset + std::int64_t(done));
        if (got == 0)
            break;
        done += std::size_t(got);
    }
    return done;
}

void InputFile::readAll(std::int64_t offset, std::span<char> bytes) const
{
    const std::size_t got = read(offset, bytes);
    if (got < bytes.size())
        throw BadSource(m_name, u"the file became shorter while it was read"_s, offset + std::int64_t(got));
}

QByteArray InputFile::front(qsizetype size) const
{
    QByteArray bytes(std::min<qint64>(size, m_size), Qt::Uninitialized);
    bytes.truncate(qsizetype(read(0, {bytes.data(), std::size_t(bytes.size())})));
    return bytes;
}

QByteArray InputFile::fingerprint() const
{
    return fingerprintBefore(m_size);
}

QByteArray InputFile::fingerprintBefore(std::int64_t end) const
{
    constexpr std::int64_t edge = 64 * 1024;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::number(qint64(end)) + '\n');
    for (const std::int64_t from : {std::int64_t(0), std::max<std::int64_t>(0, end - edge)}) {
        QByteArray bytes(std::min(edge, end), '\0');
        bytes.truncate(qsizetype(read(from, {bytes.data(), std::size_t(bytes.size())})));
        hash.addData(bytes);
    }
    return hash.result().toHex();
}

} // namespace quiver::load
