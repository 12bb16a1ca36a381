// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/processmark.h"

#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>

namespace quiver::core {

using namespace Qt::StringLiterals;

namespace {

QString thisHost()
{
    return QSysInfo::machineHostName() + u' ' + QString::fromLatin1(QSysInfo::bootUniqueId());
}

/// proc(5): behind the program's name in brackets, which may hold blanks, the start is the 20th field. -1: there is no such process.
qint64 startOf(qint64 pid)
{
    QFile stat(u"/proc/%1/stat"_s.arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    return fields.size() < 20 ? -1 : fields[19].toLongLong();
}

} // namespace

ProcessMark thisProcess()
{
    const qint64 pid = QCoreApplication::applicationPid();
    return {thisHost(), pid, startOf(pid)};
}

bool lives(const ProcessMark &process)
{
    return process.startedTicks >= 0 && process.host == thisHost() && startOf(process.pid) == process.startedTicks;
}

} // namespace quiver::core
