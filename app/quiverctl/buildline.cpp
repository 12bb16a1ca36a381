// SPDX-License-Identifier: GPL-3.0-or-later
#include "buildline.h"

#include "catalog/tablefacts.h"
#include "core/durationtext.h"
#include "index/buildrecord.h"

#include <QJsonArray>

namespace quiver::ctl {

using namespace Qt::StringLiterals;

namespace {

/// A number, or null where it is negative: not known.
QJsonValue known(double value)
{
    return value < 0 ? QJsonValue() : QJsonValue(value);
}

QString phaseOf(const index::WatchedBuild &build)
{
    return index::phaseWords(build.estimate.phase, build.progress.method);
}

/// Of a BuildEstimate or a PartsProgress.
template<typename Estimate>
QString leftText(const Estimate &estimate)
{
    const bool isOver = estimate.secondsHigh < 0.05; // "0.0 s" is nothing to wait for
    if (estimate.secondsLeft < 0 || isOver)
        return {};
    const QString likely = core::spanText(estimate.secondsLeft), low = core::spanText(estimate.secondsLow), high = core::spanText(estimate.secondsHigh);
    return low == high ? u"about %1 left"_s.arg(likely) : u"%1 left (%2 to %3)"_s.arg(likely, low, high);
}

/// Rate, time left, workers, and who is waited for.
QString facts(const index::WatchedBuild &build, const QString &left)
{
    const index::BuildEstimate &estimate = build.estimate;
    QStringList parts;
    if (estimate.rateNow > 0)
        parts << u"%1 rows/s"_s.arg(catalog::countText(estimate.rateNow));
    if (!left.isEmpty())
        parts << left;
    if (estimate.hasSpilled)
        parts << u"graph on disk"_s;
    if (build.progress.workers > 0)
        parts << (build.progress.workers == 1 ? u"1 worker"_s : u"%1 workers"_s.arg(build.progress.workers));
    for (const sql::LockHolder &holder : build.progress.waitsFor)
        parts << sql::describe(holder);
    return parts.join(u", "_s);
}

} // namespace

QString WaitTeller::next(const index::BuildProgress &progress)
{
    std::set<int> &told = m_told[progress.key];
    QStringList holders;
    for (const sql::LockHolder &holder : progress.waitsFor) {
        if (told.insert(holder.pid).second)
            holders << sql::describe(holder);
    }
    return holders.isEmpty() ? QString() : u"%1 waits for %2"_s.arg(progress.name(), holders.join(u"; "_s));
}

core::JobProgress buildLine(const index::WatchedBuild &build, const std::optional<index::PartsProgress> &ours)
{
    const auto parts = ours ? ours : index::partsSeen(build.progress, build.estimate);
    if (parts) {
        const bool counts = parts->rowsTotal > 0;
        return {.phase = u"%1, %2: %3"_s.arg(index::partWords(*parts), build.progress.name(), phaseOf(build)),
                .done = counts ? qint64(parts->rows) : parts->built,
                .total = counts ? qint64(parts->rowsTotal) : ours ? -1 : parts->count,
                .unit = counts ? u"rows"_s : u"partitions"_s,
                .message = facts(build, leftText(*parts))};
    }
    const double fraction = build.estimate.phaseFraction;
    return {.phase = u"%1: %2"_s.arg(build.progress.name(), phaseOf(build)),
            .done = fraction >= 0 ? build.progress.done() : 0,
            .total = fraction >= 0 ? build.progress.total() : -1,
            .unit = fraction >= 0 ? build.progress.unit() : QString(),
            .message = facts(build, leftText(build.estimate))};
}

QString buildText(const index::WatchedBuild &build)
{
    const index::BuildProgress &progress = build.progress;
    QString text = u"%1  session %2, %3 in %4, for %5\n"_s.arg(progress.name()).arg(progress.key.pid)
                       .arg(progress.command.isEmpty() ? u"a build"_s : progress.command, progress.database, core::spanText(build.estimate.elapsed));
    text += u"  "_s + phaseOf(build);
    if (build.estimate.phaseFraction >= 0)
        text += u"  %1 %  %2 of %3 %4"_s.arg(int(build.estimate.phaseFraction * 100)).arg(progress.done()).arg(progress.total()).arg(progress.unit());
    const auto parts = index::partsSeen(progress, build.estimate);
    if (parts)
        text += u"\n  %1, %2 % over all of them"_s.arg(index::partWords(*parts)).arg(int(parts->fraction * 100));
    const QString more = facts(build, parts ? leftText(*parts) : leftText(build.estimate));
    return text + (more.isEmpty() ? u"\n"_s : u"\n  %1\n"_s.arg(more));
}

QJsonObject buildJson(const index::WatchedBuild &build)
{
    const index::BuildProgress &progress = build.progress;
    const index::BuildEstimate &estimate = build.estimate;
    QJsonArray waits;
    for (const sql::LockHolder &holder : progress.waitsFor)
        waits.append(QJsonObject{{u"pid"_s, holder.pid}, {u"user"_s, holder.user}, {u"application"_s, holder.application}, {u"state"_s, holder.state},
                                 {u"transaction_seconds"_s, known(holder.heldSeconds)}, {u"query"_s, holder.statement}});
    const auto parts = index::partsSeen(progress, estimate);
    return {{u"pid"_s, progress.key.pid}, {u"database"_s, progress.database}, {u"schema"_s, progress.schema}, {u"table"_s, progress.table},
            {u"index"_s, progress.index}, {u"method"_s, progress.method}, {u"command"_s, progress.command}, {u"phase"_s, phaseOf(build)},
            {u"server_phase"_s, progress.phaseText}, {u"done"_s, progress.done()}, {u"total"_s, progress.total()}, {u"unit"_s, progress.unit()},
            {u"phase_fraction"_s, known(estimate.phaseFraction)}, {u"fraction"_s, known(parts ? parts->fraction : estimate.fraction)}, {u"elapsed_seconds"_s, estimate.elapsed},
            {u"rows"_s, estimate.rows}, {u"rows_per_second"_s, known(estimate.rateNow)}, {u"rows_per_second_overall"_s, known(estimate.rateOverall)},
            {u"partitions_done"_s, parts ? QJsonValue(parts->built) : QJsonValue()}, {u"partitions_total"_s, parts ? QJsonValue(parts->count) : QJsonValue()},
            {u"seconds_left"_s, known(parts ? parts->secondsLeft : estimate.secondsLeft)},
            {u"seconds_left_low"_s, known(parts ? parts->secondsLow : estimate.secondsLow)},
            {u"seconds_left_high"_s, known(parts ? parts->secondsHigh : estimate.secondsHigh)}, {u"on_disk"_s, estimate.hasSpilled}, {u"workers"_s, progress.workers},
            {u"wal_bytes_of_all_sessions"_s, known(double(build.walBytes))}, {u"index_bytes"_s, known(double(progress.indexBytes))}, {u"waits_for"_s, waits}};
}

QJsonObject endingJson(const index::BuildEnding &ending)
{
    using Kind = index::BuildEnding::Kind;
    static const QMap<Kind, QString> names{{Kind::Valid, u"valid"_s},         {Kind::Invalid, u"invalid"_s},          {Kind::Gone, u"gone"_s},
                                           {Kind::Unchanged, u"unchanged"_s},
                                           {Kind::Uncommitted, u"uncommitted"_s}, {Kind::ServerStopped, u"server stopped"_s}, {Kind::Unseen, u"unseen"_s}};
    return {{u"pid"_s, ending.last.progress.key.pid}, {u"index"_s, ending.last.progress.index}, {u"ended"_s, names.value(ending.kind)},
            {u"index_bytes"_s, known(double(ending.indexBytes))}, {u"elapsed_seconds"_s, ending.last.estimate.elapsed}, {u"message"_s, ending.words()}};
}

} // namespace quiver::ctl
