// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/outputfile.h"

#include "core/error.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString temporaryName(const QString &target)
{
    const QFileInfo info(target);
    // Short whatever the file's name is, for that may be as long as the system allows.
    return info.path() + u"/.quiver-%1.part"_s.arg(QUuid::createUuid().toString(QUuid::Id128).left(16));
}

/// So that the names in it outlast a power cut. Some file systems refuse that, and need no asking.
void syncDirectory(const QString &file)
{
    const int fd = ::open(QFile::encodeName(QFileInfo(file).path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

OutputFile::OutputFile(const QString &name, bool overwrite) : m_name(name), m_target(name), m_overwrite(overwrite), m_buffer(std::make_unique<char[]>(roomBytes))
{
    const QFileInfo info(name);
    if (info.exists()) {
        if (!info.isFile())
            throw core::Error(u"%1 cannot be written: it is no regular file"_s.arg(name));
        if (!overwrite)
            throw core::Error(u"%1 is there already, and was left as it is"_s.arg(name));
        if (!info.isWritable()) // replacing it would get around that
            throw core::Error(u"%1 cannot be written: it is write-protected"_s.arg(name));
        m_target = info.canonicalFilePath();
        m_replaces = true;
    }
    m_temporary = temporaryName(m_target);
    m_fd = ::open(QFile::encodeName(m_temporary).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (m_fd < 0)
        fail(u"cannot be written"_s, errno);
}

OutputFile::~OutputFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
    for (const QString &name : {m_temporary, m_old}) {
        if (!name.isEmpty())
            ::unlink(QFile::encodeName(name).constData());
    }
}

void OutputFile::fail(const QString &what, int error) const
{
    throw core::Error(u"%1 %2: %3. Nothing of it was left behind"_s.arg(m_name, what, QString::fromLocal8Bit(std::strerror(error))));
}

void OutputFile::writeAt(std::int64_t offset, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(m_fd, bytes.data(), bytes.size(), offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            fail(u"could not be written after %1 bytes"_s.arg(offset), errno);
        offset += done;
        bytes.remove_prefix(std::size_t(done));
    }
}

void OutputFile::flush()
{
    writeAt(m_written, {m_buffer.get(), m_used});
    m_written += std::int64_t(m_used);
    m_used = 0;
}

void OutputFile::write(std::string_view bytes)
{
    if (bytes.size() > roomBytes - m_used)
        flush();
    if (bytes.size() > roomBytes) {
        writeAt(m_written, bytes);
        m_written += std::int64_t(bytes.size());
        return;
    }
    std::memcpy(m_buffer.get() + m_used, bytes.data(), bytes.size());
    m_used += bytes.size();
}

char *OutputFile::room(std::size_t size)
{
    if (size > roomBytes - m_used)
        flush();
    char *const begin = m_buffer.get() + m_used;
    m_used += size;
    return begin;
}

void OutputFile::patch(std::int64_t offset, std::string_view bytes)
{
    flush();
    writeAt(offset, bytes);
}

void OutputFile::sync()
{
    if (m_fd < 0)
        return; // it was done before
    flush();
    if (::fdatasync(m_fd) != 0)
        fail(u"could not be written"_s, errno);
    const int fd = m_fd;
    m_fd = -1;
    if (::close(fd) != 0 && errno != EINTR) // quotas and networks tell here
        fail(u"could not be written"_s, errno);
}

void OutputFile::commit(bool keepOld)
{
    if (m_temporary.isEmpty() || m_isCommitted)
        return;
    sync();
    if (keepOld && m_replaces)
        setOldAside();
    try {
        giveName();
    } catch (...) {
        restoreOld();
        throw;
    }
    m_isCommitted = true;
    syncDirectory(m_target);
}

void OutputFile::setOldAside()
{
    m_old = temporaryName(m_target);
    const QByteArray from = QFile::encodeName(m_target), to = QFile::encodeName(m_old);
    if (::link(from.constData(), to.constData()) == 0 || ::rename(from.constData(), to.constData()) == 0) // some file systems have no links
        return;
    const int error = errno;
    m_old.clear();
    fail(u"could not be replaced"_s, error);
}

void OutputFile::giveName()
{
    const QByteArray from = QFile::encodeName(m_temporary), to = QFile::encodeName(m_target);
    if (m_overwrite) {
        if (::rename(from.constData(), to.constData()) != 0)
            fail(u"could not be given its name"_s, errno);
        m_temporary.clear();
        return;
    }
    // Unlike rename(), link() never replaces a file that came there meanwhile. Some file systems have no links.
    if (::link(from.constData(), to.constData()) == 0)
        return; // the other name goes with this object
    if (errno == EEXIST)
        throw core::Error(u"%1 came to be there meanwhile, and was left as it is"_s.arg(m_name));
    if (::rename(from.constData(), to.constData()) != 0)
        fail(u"could not be given its name"_s, errno);
    m_temporary.clear();
}

void OutputFile::takeBack()
{
    if (!m_replaces)
        ::unlink(QFile::encodeName(m_target).constData());
    restoreOld();
}

void OutputFile::restoreOld()
{
    const QString kept = std::exchange(m_old, {}); // it is not deleted where it is all that is left
    if (kept.isEmpty())
        return;
    const QByteArray from = QFile::encodeName(kept);
    if (::rename(from.constData(), QFile::encodeName(m_target).constData()) != 0)
        throw core::Error(u"%1 could not be put back as it was: what it held is in %2"_s.arg(m_name, kept));
    ::unlink(from.constData()); // still there where both were names of one file
}

} // namespace quiver::load
