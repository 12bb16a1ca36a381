// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/resultexport.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <QThreadPool>

namespace quiver::ui {

namespace {

QString exportText(const char *text)
{
    return QCoreApplication::translate("ResultExport", text);
}

qint64 writeAll(const ResultExport &request, core::JobContext &job)
{
    QSaveFile file(request.fileName);
    const auto fail = [&] {
        throw core::Error(exportText("%1 cannot be written: %2").arg(request.fileName, file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        fail();
    const auto output = [&](std::string_view piece) {
        if (file.write(piece.data(), qint64(piece.size())) != qint64(piece.size()))
            fail();
    };
    sql::ResultWriter writer(request.format, output, {request.types.get(), request.timeZone});
    const qint64 rows = request.store->rowCount(); // rows that arrive later are not part of it
    writer.begin(request.store->columns());
    for (qint64 row = 0; row < rows;) {
        job.throwIfCancelled();
        const pg::ResultStore::Located located = request.store->load(row);
        writer.append(located.batch, job.stopToken());
        row = located.firstRow + located.batch->rowCount();
        job.report({exportText("writing"), row, rows, QStringLiteral("rows"), {}});
    }
    job.throwIfCancelled();
    writer.finish();
    if (!file.commit())
        fail();
    return writer.rows();
}

} // namespace

core::Task<qint64> startExport(ResultExport request, core::JobRegistry *jobs)
{
    auto promise = std::make_shared<QPromise<qint64>>();
    auto job = core::Job::create(exportText("Export to %1").arg(QFileInfo(request.fileName).fileName()));
    core::Task<qint64> task{job, promise->future()};
    promise->start();
    if (jobs)
        jobs->add(job);
    QThreadPool::globalInstance()->start([request = std::move(request), promise, job]() mutable {
        job->markRunning();
        core::settle(*job, *promise, [&] {
            core::JobContext context(job);
            const qint64 rows = writeAll(request, context);
            return rows;
        });
        request = {};
    });
    return task;
}

} // namespace quiver::ui
