// SPDX-License-Identifier: GPL-3.0-or-later
// What a control group lets a process have of the host's memory.
#include "core/memorylimit.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace quiver;

class TestMemoryLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAtAllGroupsAround()
    {
        QCOMPARE(core::memoryLimitFiles(u"0::/system.slice/postgresql.service\n"_s),
                 (QStringList{u"/sys/fs/cgroup/system.slice/postgresql.service/memory.max"_s, u"/sys/fs/cgroup/system.slice/memory.max"_s, u"/sys/fs/cgroup/memory.max"_s}));
        QCOMPARE(core::memoryLimitFiles(u"0::/\n"_s), QStringList(u"/sys/fs/cgroup/memory.max"_s)); // in a container
        QCOMPARE(core::memoryLimitFiles(u"0::/../../other\n"_s), QStringList(u"/sys/fs/cgroup/memory.max"_s));
        // Both versions beside each other; a container of version 1 sees the host's path, and its own group as the outermost one.
        QCOMPARE(core::memoryLimitFiles(u"9:name=systemd:/\n5:cpuset:/\n4:cpu,memory:/docker/a:b\n0::/\n"_s),
                 (QStringList{u"/sys/fs/cgroup/memory/docker/a:b/memory.limit_in_bytes"_s, u"/sys/fs/cgroup/memory/docker/memory.limit_in_bytes"_s,
                              u"/sys/fs/cgroup/memory/memory.limit_in_bytes"_s, u"/sys/fs/cgroup/memory.max"_s}));
        QVERIFY(core::memoryLimitFiles({}).isEmpty());
        QVERIFY(core::memoryLimitFiles(u"nonsense\n1:\n"_s).isEmpty());
    }

    void takesTheLeast()
    {
        const QStringList files{u"a"_s, u"b"_s, u"c"_s};
        QCOMPARE(core::memoryLimit(files, {u"max\n"_s, u"2147483648\n"_s, u"9223372036854771712\n"_s}), (core::MemoryLimit{2147483648, u"b"_s}));
        QCOMPARE(core::memoryLimit(files, {u"4096"_s, u"8192"_s}), (core::MemoryLimit{4096, u"a"_s}));
        QCOMPARE(core::memoryLimit(files, {u"max"_s, QString(), u"0"_s}), std::nullopt);
        QCOMPARE(core::memoryLimit(files, {}), std::nullopt);
    }

    void nothingIsKnownOfAProcessThatIsNotThere() { QCOMPARE(core::memoryLimitHere(u"/proc/0/cgroup"_s), std::nullopt); }
};

QTEST_APPLESS_MAIN(TestMemoryLimit)
#include "tst_memorylimit.moc"
