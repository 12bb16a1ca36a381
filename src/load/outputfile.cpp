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

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString temporaryName(const QString &target)
{
    const QFileInfo info(target);
    // Short whatever the file's name is, for that may be as long as the system allows.
    return info.path() + u"/.quiver-%1.part"_s.arg(QUuid::createUuid().toString(QUuid::Id128).left(16));
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
    if (!m_temporary.isEmpty())
        ::unlink(QFile::encodeName(m_temporary).constData());
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

void OutputFile::commit()
{
    if (m_fd < 0)
        return; // it was done before
    flush();
    const int fd = m_fd;
    m_fd = -1;
    if (::close(fd) != 0 && errno != EINTR) // quotas and networks tell here
        fail(u"could not be written"_s, errno);
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
}

} // namespace quiver::load
