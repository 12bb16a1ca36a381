// SPDX-License-Identifier: GPL-3.0-or-later
#include "load/loader.h"

#include "core/counttext.h"
#include "core/threadjob.h"
#include "load/loadrun.h"

namespace quiver::load {

using namespace Qt::StringLiterals;

namespace {

QString sentences(const QStringList &parts)
{
    QStringList present;
    for (const QString &part : parts) {
        if (!part.isEmpty())
            present += part;
    }
    return present.join(u' ');
}

} // namespace

QString LoadReport::summary() const
{
    QStringList parts;
    QString first = u"%1 loaded into %2"_s.arg(core::rowsText(rows - skipped), table);
    if (updated > 0)
        first += u" (%1 new, %2 updated)"_s.arg(core::countText(inserted), core::countText(updated));
    if (skipped > 0)
        first += u", "_s + core::countOf(skipped, u"1 skipped as a duplicate"_s, u"%1 skipped as duplicates"_s);
    if (seconds > 0)
        first += u" in %1 s"_s.arg(seconds, 0, 'f', 1);
    if (loadSeconds > 0 && rows > 0)
        first += u", %1 rows/s, %2 MB/s"_s.arg(core::countText(qint64(double(rows) / loadSeconds))).arg(double(sentBytes) / 1e6 / loadSeconds, 0, 'f', 1);
    parts += first + u'.';
    if (resumed)
        parts += core::countOf(rowsBefore, u"1 row was loaded by earlier runs."_s, u"%1 rows were loaded by earlier runs."_s);
    if (rejected + rejectedBefore > 0)
        parts += core::countOf(rejected + rejectedBefore, u"1 row was rejected"_s, u"%1 rows were rejected"_s) + (rejectFile.isEmpty() ? u"."_s : u": see %1."_s.arg(rejectFile));
    if (flushedToZero > 0)
        parts += core::countOf(flushedToZero, u"1 value was too small for half precision and became 0."_s, u"%1 values were too small for half precision and became 0."_s);
    for (const QString &remark : remarks)
        parts += remark;
    return sentences(parts);
}

LoadError::LoadError(Cause cause, const QString &happened, const QString &stands, const QString &next, LoadReport report)
    : core::Error(sentences({happened, stands, next})),
      m_cause(cause),
      m_happened(happened),
      m_stands(stands),
      m_next(next),
      m_report(std::move(report))
{
}

Loader::Loader(pg::Session &session, LoadPlan plan, LoadWatch *watch) : m_session(session), m_plan(std::move(plan)), m_watch(watch) {}

LoadReport Loader::run(core::JobContext &job)
{
    return LoadRun(m_session, m_plan, m_watch, job).execute();
}

core::Task<LoadReport> startLoad(QThreadPool &pool, std::unique_ptr<pg::Session> session, LoadPlan plan, core::JobRegistry *jobs,
                                 std::shared_ptr<LoadWatch> watch)
{
    const QString title = u"Load into %1"_s.arg(plan.schema.isEmpty() ? plan.table : plan.schema + u'.' + plan.table);
    const std::shared_ptr<pg::Session> held(session.release(), [](pg::Session *gone) { gone->deleteLater(); });
    return core::runInThread(pool, title, jobs, [held, plan = std::move(plan), watch = std::move(watch)](core::JobContext &job) {
        return Loader(*held, plan, watch.get()).run(job);
    });
}

} // namespace quiver::load
