// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/gridcopy.h"

#include "core/error.h"

#include <algorithm>

namespace quiver::ui {

qint64 CopyRequest::cellCount() const
{
    qint64 count = 0;
    for (const CellRect &rect : cells) {
        const auto shown = std::count_if(columns.begin(), columns.end(), [&](int column) {
            return column >= rect.left && column <= rect.right;
        });
        count += (qint64(rect.bottom) - rect.top + 1) * shown;
    }
    return count;
}

std::vector<std::pair<int, int>> CopyRequest::rowIntervals() const
{
    std::vector<std::pair<int, int>> rows;
    for (const CellRect &rect : cells)
        rows.emplace_back(rect.top, rect.bottom);
    std::sort(rows.begin(), rows.end());
    std::vector<std::pair<int, int>> merged;
    for (const auto &[top, bottom] : rows) {
        if (!merged.empty() && top <= qint64(merged.back().second) + 1)
            merged.back().second = std::max(merged.back().second, bottom);
        else
            merged.emplace_back(top, bottom);
    }
    return merged;
}

CopyEnd writeCells(const CopyRequest &request, CellReader &reader, std::size_t maxBytes, std::string &text,
                   const std::atomic<bool> &stop, std::atomic<qint64> &rowsDone)
{
    std::vector<sql::OutColumn> columns;
    for (const int column : request.columns)
        columns.push_back(reader.columns()[std::size_t(column)]);
    const auto writer = sql::makeRowWriter(request.format, std::move(columns), request.options);
    const auto selected = [&](int row, int column) {
        return std::any_of(request.cells.begin(), request.cells.end(), [&](const CellRect &rect) {
            return row >= rect.top && row <= rect.bottom && column >= rect.left && column <= rect.right;
        });
    };
    const bool gaps = request.cells.size() > 1;
    std::vector<sql::OutField> fields(request.columns.size());
    std::vector<std::string> texts(fields.size());
    writer->begin(text);
    for (const auto &[top, bottom] : request.rowIntervals()) {
        for (qint64 row = top; row <= bottom; ++row) {
            for (std::size_t i = 0; i < fields.size(); ++i) {
                if (stop.load(std::memory_order_relaxed))
                    return CopyEnd::Cancelled;
                texts[i].clear();
                if (gaps && !selected(int(row), request.columns[i]))
                    fields[i].state = sql::OutField::State::Outside;
                else if (reader.read(int(row), request.columns[i], texts[i]))
                    fields[i].state = sql::OutField::State::Value;
                else
                    fields[i].state = sql::OutField::State::Null;
                fields[i].text = texts[i];
            }
            writer->row(text, fields);
            rowsDone.fetch_add(1, std::memory_order_relaxed);
            if (text.size() > maxBytes)
                return CopyEnd::TooLarge;
        }
    }
    writer->end(text);
    return CopyEnd::Done;
}

GridCopier::GridCopier(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

GridCopier::~GridCopier()
{
    if (m_run != nullptr)
        m_run->stop = true; // without a signal: whoever listens is going, too
    m_pool.waitForDone();   // between two cells it looks whether it shall stop
}

qint64 GridCopier::rowsDone() const
{
    return m_run ? m_run->rowsDone.load() : 0;
}

void GridCopier::cancel()
{
    if (m_run == nullptr)
        return;
    const auto run = m_run;
    run->stop = true;
    complete(run, CopyEnd::Cancelled, {}, {});
}

void GridCopier::complete(const std::shared_ptr<Run> &run, CopyEnd end, const QString &text,
                          const QString &reason)
{
    if (run != m_run)
        return; // a newer copy has taken its place
    m_run.reset();
    Q_EMIT finished(end, text, reason);
}

void GridCopier::copy(CopyRequest request, std::unique_ptr<CellReader> reader, bool immediate)
{
    cancel();
    const auto run = std::make_shared<Run>();
    m_run = run;
    const auto work = [this, run, request = std::move(request),
                       reader = std::shared_ptr<CellReader>(std::move(reader))](bool queued) {
        CopyEnd end = CopyEnd::Failed;
        QString text;
        QString reason;
        try {
            std::string written;
            end = writeCells(request, *reader, maxBytes, written, run->stop, run->rowsDone);
            if (end == CopyEnd::Done)
                text = QString::fromStdString(written);
        } catch (const std::exception &error) {
            reason = QString::fromUtf8(error.what());
        }
        if (!queued)
            complete(run, end, text, reason);
        else
            QMetaObject::invokeMethod(
                this, [=, this] { complete(run, end, text, reason); }, Qt::QueuedConnection);
    };
    if (immediate)
        return work(false);
    Q_EMIT started();
    m_pool.start([work] { work(true); });
}

} // namespace quiver::ui
