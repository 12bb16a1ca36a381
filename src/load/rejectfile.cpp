// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rejectfile.h"

#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

constexpr char header[] = "line,row,field,reason,raw\n";

QByteArray csvField(const QByteArray &text)
{
    if (!text.contains('"') && !text.contains(',') && !text.contains('\n') && !text.contains('\r'))
        return text;
    QByteArray quoted = text;
    return '"' + quoted.replace('"', "\"\"") + '"';
}

} // namespace

RejectFile::RejectFile(const QString &path, QStringList sources) : m_path(path), m_sources(std::move(sources)), m_file(path + u".part"_s) {}

void RejectFile::begin(bool isOwn)
{
    m_isOwn = isOwn;
    if (!m_path.isEmpty())
        checkPlace();
}

void RejectFile::checkPlace() const
{
    checkSources();
    const QFileInfo facts(m_path);
    if (!facts.exists())
        return;
    if (!facts.isFile())
        throw RejectFileError(u"%1 is no regular file. Choose another one for rejected rows."_s.arg(m_path));
    QFile there(m_path);
    if (!there.open(QIODevice::ReadOnly))
        throw RejectFileError(u"%1: %2"_s.arg(m_path, there.errorString()));
    if (there.size() > 0 && there.readLine(sizeof header) != header)
        throw RejectFileError(u"%1 exists and holds no rejected rows; it was left as it is. Choose another file for them."_s.arg(m_path));
    if (!m_isOwn && !there.atEnd())
        throw RejectFileError(u"%1 holds rejected rows of another load; it was left as it is. Move it away, or choose another file for those of this load."_s.arg(m_path));
}

void RejectFile::checkSources() const
{
    struct stat own{}, other{};
    if (::stat(QFile::encodeName(m_path).constData(), &own) != 0)
        return;
    for (const QString &source : m_sources) {
        if (::stat(QFile::encodeName(source).constData(), &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino)
            throw RejectFileError(u"%1 is the file that is loaded; it was left as it is. Choose another file for rejected rows."_s.arg(m_path));
    }
}

void RejectFile::resume(qint64 bytes)
{
    if (m_path.isEmpty() || (bytes == 0 && !m_file.isOpen()))
        return;
    if (!m_file.isOpen()) {
        checkSources();
        m_isPart = false;
        m_file.setFileName(m_path);
        if (m_file.size() < bytes)
            throw RejectFileError(u"%1 is shorter than the load has left it: rows that were rejected before are gone. Bring it back, or choose another file for "
                                  "those that follow."_s.arg(m_path));
        open();
    }
    check(m_file.resize(bytes) && m_file.seek(bytes));
    if (bytes == 0)
        check(m_file.write(header) > 0);
}

void RejectFile::giveUp(qint64 bytes)
{
    if (!m_file.isOpen())
        return;
    if (bytes > 0) {
        resume(bytes);
        check(m_file.flush());
        return;
    }
    m_file.close();
    if (!QFile::remove(m_isPart ? m_file.fileName() : m_path))
        throw RejectFileError(u"%1 could not be removed"_s.arg(m_isPart ? m_file.fileName() : m_path));
}

void RejectFile::write(const BadRow &row)
{
    if (m_path.isEmpty())
        return;
    open();
    const QByteArray line = (row.place.line > 0 ? QByteArray::number(qint64(row.place.line)) : QByteArray()) + ','
                            + QByteArray::number(qint64(row.place.row)) + ',' + csvField(row.field.toUtf8()) + ','
                            + csvField(row.reason.toUtf8()) + ',' + csvField(row.raw) + '\n';
    check(m_file.write(line) == line.size());
}

qint64 RejectFile::sync()
{
    if (!m_file.isOpen())
        return 0;
    check(m_file.flush() && ::fdatasync(m_file.handle()) == 0);
    if (m_isPart)
        settle();
    return m_file.size();
}

/// FILE.part becomes FILE, on the disk too.
void RejectFile::settle()
{
    checkPlace(); // another load may have come before
    const auto checkCall = [this](bool ok) {
        if (!ok)
            throw RejectFileError(u"%1: %2"_s.arg(m_path, QString::fromLocal8Bit(std::strerror(errno))));
    };
    checkCall(std::rename(QFile::encodeName(m_file.fileName()).constData(), QFile::encodeName(m_path).constData()) == 0);
    m_isPart = false;
    const int folder = ::open(QFile::encodeName(QFileInfo(m_path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    checkCall(folder >= 0);
    ::fsync(folder); // not every file system can
    ::close(folder);
}

void RejectFile::open()
{
    if (m_file.isOpen())
        return;
    check(m_file.open(QIODevice::ReadWrite));
    if (::flock(m_file.handle(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        m_file.close();
        throw RejectFileError(u"%1 is written by another load; choose another file for the rejected rows of this one"_s.arg(m_path));
    }
    if (m_isPart)
        check(m_file.resize(0)); // of a program that was killed
    if (m_file.size() == 0)
        check(m_file.write(header) > 0);
    check(m_file.seek(m_file.size()));
}

void RejectFile::check(bool ok) const
{
    if (!ok)
        throw RejectFileError(u"%1: %2"_s.arg(m_path, m_file.errorString()));
}

} // namespace quiver::load
