// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a selection into text for the clipboard: small ones at once, larger ones on a worker, too large ones not at all.
#pragma once

#include "sql/rowwriter.h"
#include "ui/common/cellreader.h"

#include <QItemSelection>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>

namespace quiver::ui {

/// A rectangle of cells, logical columns, both ends included.
struct CellRect {
    int top = 0, bottom = 0, left = 0, right = 0;
};

struct CopyRequest {
    std::vector<CellRect> cells;
    std::vector<int> columns; ///< logical, in the order of the screen, hidden ones left out
    sql::ExportFormat format = sql::ExportFormat::Tsv;
    sql::WriterOptions options;

    /// Cells in the selection, hidden columns not counted. More than 2^31 are possible.
    qint64 cellCount() const;
    /// Rows with at least one selected cell, as ascending intervals that do not touch.
    std::vector<std::pair<int, int>> rowIntervals() const;
};

enum class CopyEnd { Done, TooLarge, Cancelled, Failed };

/// The text of \p request, read with \p reader; \p text holds what there was when it ended early.
CopyEnd writeCells(const CopyRequest &request, CellReader &reader, std::size_t maxBytes, std::string &text,
                   const std::atomic<bool> &stop, std::atomic<qint64> &rowsDone);

/// One copy at a time; a new one ends the one before it.
class GridCopier final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 maxCells = 1'000'000;
    static constexpr qint64 cellsAtOnce = 500; ///< up to here on the caller's thread, where all is in memory
    static constexpr std::size_t maxBytes = 32U
                                            << 20; ///< a clipboard is held several times over by the desktop

    explicit GridCopier(QObject *parent);
    ~GridCopier() override;

    /// Takes what \p reader reads; \p immediate says that reading needs no disk and no long decoding.
    void copy(CopyRequest request, std::unique_ptr<CellReader> reader, bool immediate);
    void cancel();
    bool isRunning() const { return m_run != nullptr; }
    qint64 rowsDone() const;

Q_SIGNALS:
    void started();
    /// \p text belongs on the clipboard where \p end is Done; \p reason is a text of the failure.
    void finished(quiver::ui::CopyEnd end, const QString &text, const QString &reason);

private:
    struct Run {
        std::atomic<bool> stop{false};
        std::atomic<qint64> rowsDone{0};
    };
    void complete(const std::shared_ptr<Run> &run, CopyEnd end, const QString &text, const QString &reason);

    std::shared_ptr<Run> m_run;
    QThreadPool m_pool;
};

} // namespace quiver::ui
