// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/buildalarm.h"

#include "catalog/tablefacts.h"
#include "index/hostfacts.h"
#include "index/sizeforecast.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace quiver::index {

using namespace Qt::StringLiterals;

namespace {

/// Rounded up to what one would write into a setting.
qint64 settingBytes(double bytes)
{
    constexpr double mega = 1024.0 * 1024.0;
    const double step = bytes < 512 * mega ? 16 * mega : bytes < 8192 * mega ? 256 * mega : 1024 * mega;
    return qint64(std::ceil(bytes / step) * step);
}

QString settingText(qint64 bytes)
{
    constexpr qint64 mega = 1024 * 1024;
    return bytes % (1024 * mega) == 0 ? u"%1GB"_s.arg(bytes / (1024 * mega)) : u"%1MB"_s.arg(bytes / mega);
}

BuildAlarm graphOnDisk(qint64 row, const QString &message, const AlarmFacts &facts)
{
    BuildAlarm alarm{BuildAlarm::Kind::GraphOnDisk, message, {}, row, -1};
    double needed = -1;
    if (facts.rows > 0 && facts.valueBytes > 0) {
        needed = hnswGraphMemory({facts.rows, facts.valueBytes}, optionOrDefault(facts.spec, u"m"_s), std::max<qint64>(facts.workMem, 1), facts.isParallel,
                                 facts.serverVersion).neededWorkMem;
    } else if (facts.rows > 0 && facts.workMem > 0 && row > 0) {
        needed = double(facts.workMem) * facts.rows / double(row) * 1.05; // as much for each row as for those that fitted
    }
    if (needed > 0)
        alarm.neededWorkMem = settingBytes(needed);
    const QString slower = facts.isForetold ? u"From there on each row takes several times as long. "_s : u"From here on each row takes several times as long. "_s;
    const QString rows = u"%1 rows"_s.arg(catalog::countText(facts.rows)) + (facts.isPartition ? u" of the largest partition"_s : QString());
    if (facts.hostMemory > 0 && double(alarm.neededWorkMem) > double(facts.hostMemory) * shareForBuilds) {
        alarm.remedy = slower + u"All %1 would take %2 of maintenance_work_mem, and the host has %3 for everything: "
                       "cancel, and index half precision (halfvec) or a part of the rows, or build on a host with more memory."_s.arg(
                           rows, settingText(alarm.neededWorkMem), catalog::bytesText(facts.hostMemory));
    } else if (needed > 0) {
        alarm.remedy = slower + u"With maintenance_work_mem = %1 all %2 would have fitted: where most of "
                       "the table is still to come, cancel and build again with that."_s.arg(settingText(alarm.neededWorkMem), rows);
    } else {
        alarm.remedy = slower + u"Where most of the table is still to come, cancel and build again with a "
                       "larger maintenance_work_mem."_s;
    }
    return alarm;
}

} // namespace

QString remedyFor(const pg::Error &error, const AlarmFacts &facts)
{
    const QString memory = facts.workMem > 0 ? u"maintenance_work_mem, %1,"_s.arg(catalog::bytesText(facts.workMem)) : u"maintenance_work_mem"_s;
    const QString state = error.sqlState();
    if (state == "53100"_L1 && error.message().contains("shared memory"_L1))
        return u"A parallel build takes %1 as shared memory, and the host has not so much of it: build with less, or without parallel workers."_s.arg(memory);
    if (state == "53200"_L1)
        return u"The build may take %1 and the host has not so much to give: build with less."_s.arg(memory);
    if (state == "53400"_L1 && error.message().contains("temp_file_limit"_L1))
        return u"What it sorts may not take more temporary files: give the role a larger temp_file_limit, or the build a larger maintenance_work_mem."_s;
    if (state == "53100"_L1)
        return u"The disk of %1 is full: make room there, or build in another tablespace."_s.arg(
            facts.tablespace.isEmpty() ? u"the database's own tablespace"_s : u"the tablespace “%1”"_s.arg(facts.tablespace));
    return {};
}

std::optional<BuildAlarm> alarmFrom(const pg::Diagnostics &notice, const AlarmFacts &facts)
{
    static const QRegularExpression spill(u"^hnsw graph no longer fits into maintenance_work_mem after (\\d+) tuples"_s);
    const QString message = notice.detail.isEmpty() ? notice.message : notice.message + u". "_s + notice.detail;
    if (const auto match = spill.match(notice.message); match.hasMatch())
        return graphOnDisk(match.captured(1).toLongLong(), message, facts);
    if (notice.message == "ivfflat index created with little data"_L1) {
        const int lists = optionOrDefault(facts.spec, u"lists"_s);
        const QString enough = lists > 0 ? u"the table has %1 rows or more (50 for each of the %2 lists)"_s.arg(catalog::countText(50.0 * lists)).arg(lists)
                                         : u"the table has more rows"_s;
        return BuildAlarm{BuildAlarm::Kind::LittleData, message,
                          u"The lists' centres are made up: queries will miss neighbours. Drop the index, and build it again when "_s + enough
                              + u", or take HNSW, which learns nothing beforehand."_s, -1, -1};
    }
    if (notice.severity == "WARNING"_L1)
        return BuildAlarm{BuildAlarm::Kind::Other, message, notice.hint, -1, -1};
    return std::nullopt;
}

} // namespace quiver::index
