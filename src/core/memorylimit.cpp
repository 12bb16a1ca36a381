// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memorylimit.h"

#include <QFile>

#include <algorithm>

namespace quiver::core {

using namespace Qt::StringLiterals;

namespace {

/// Below \p root, from \p group up to the root itself.
QStringList upwards(const QString &root, const QString &group, const QString &file)
{
    QStringList files;
    // One that lies outside of what this process sees is told by a way up from there.
    for (QString at = group.contains(u"/.."_s) ? QString() : group; at.size() > 1; at.truncate(at.lastIndexOf(u'/')))
        files << root + at + file;
    return files << root + file;
}

QString textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(4096)) : QString();
}

} // namespace

// https://docs.kernel.org/admin-guide/cgroup-v2.html#processes: "0::/group"; before it "4:memory,cpu:/group".
QStringList memoryLimitFiles(const QString &membership)
{
    QStringList files;
    for (const QString &line : membership.split(u'\n', Qt::SkipEmptyParts)) {
        const QString group = line.section(u':', 2);
        const QString controllers = line.section(u':', 1, 1);
        if (!group.startsWith(u'/'))
            continue;
        if (line.startsWith("0::"_L1))
            files << upwards(u"/sys/fs/cgroup"_s, group, u"/memory.max"_s);
        else if (controllers.split(u',').contains("memory"_L1))
            files << upwards(u"/sys/fs/cgroup/memory"_s, group, u"/memory.limit_in_bytes"_s);
    }
    return files;
}

std::optional<MemoryLimit> memoryLimit(const QStringList &files, const QStringList &texts)
{
    std::optional<MemoryLimit> least;
    for (qsizetype i = 0; i < std::min(files.size(), texts.size()); ++i) {
        bool isNumber = false; // else it is "max"
        const qint64 bytes = texts[i].trimmed().toLongLong(&isNumber);
        if (isNumber && bytes > 0 && (!least || bytes < least->bytes))
            least = MemoryLimit{bytes, files[i]};
    }
    return least;
}

std::optional<MemoryLimit> memoryLimitHere(const QString &membershipFile)
{
    const QStringList files = memoryLimitFiles(textOf(membershipFile));
    QStringList texts;
    for (const QString &file : files)
        texts << textOf(file);
    return memoryLimit(files, texts);
}

} // namespace quiver::core
