// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/rejectfile.h"

#include <unistd.h>

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

RejectFile::RejectFile(const QString &path) : m_path(path), m_file(path) {}

void RejectFile::begin()
{
    if (m_path.isEmpty() || !m_file.exists())
        return;
    check(m_file.open(QIODevice::ReadOnly));
    const bool isOurs = m_file.size() == 0 || m_file.readLine(sizeof header) == header;
    m_file.close();
    if (!isOurs)
        throw RejectFileError(u"%1 exists and holds no rejected rows; it was left as it is. Choose another file for them."_s.arg(m_path));
    check(m_file.remove());
}

void RejectFile::resume(qint64 bytes)
{
    if (m_path.isEmpty())
        return;
    if (bytes == 0 && !m_file.isOpen()) {
        begin();
        return;
    }
    open();
    if (m_file.size() < bytes)
        throw RejectFileError(u"%1 is shorter than the load has left it: rows that were rejected before are gone"_s.arg(m_path));
    check(m_file.resize(bytes) && m_file.seek(bytes));
    if (bytes == 0)
        check(m_file.write(header) > 0);
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
    return m_file.size();
}

void RejectFile::open()
{
    if (m_file.isOpen())
        return;
    check(m_file.open(QIODevice::ReadWrite));
    if (m_file.size() == 0)
        check(m_file.write(header) > 0);
    check(m_file.seek(m_file.size()));
}

void RejectFile::check(bool ok)
{
    if (!ok)
        throw RejectFileError(u"%1: %2"_s.arg(m_path, m_file.errorString()));
}

} // namespace quiver::load
