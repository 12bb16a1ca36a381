// SPDX-License-Identifier: GPL-3.0-or-later
// One result: its grid, a line of figures below it, and what has to be said about it (paused, partial, export).
#pragma once

#include "core/jobregistry.h"
#include "pg/typeregistry.h"
#include "sql/resultwriter.h"
#include "ui/common/cellreader.h"
#include "ui/common/resultrow.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QProgressBar;
class QToolButton;

namespace quiver::ui {

class CellInspector;
class InlineBar;
class ResultGrid;
class ResultModel;

class ResultPane final : public QWidget
{
    Q_OBJECT

public:
    struct Source {
        ResultStorePtr store;
        std::shared_ptr<pg::TypeRegistry> types;
        QByteArray timeZone;
    };
    ResultPane(Source source, core::JobRegistry *jobs, QWidget *parent = nullptr);
    ~ResultPane() override;

    enum class End { Complete, Cancelled, Failed, ConnectionLost };
    /// The statement is over; figures that are not known are negative.
    void finish(End end, double firstRowMs, double totalMs);
    bool isRunning() const { return m_running; }
    bool isPartial() const { return m_end != End::Complete || m_running; }
    const ResultStorePtr &store() const { return m_source.store; }
    ResultModel *model() const { return m_model; }
    QString figures() const;

    /// Asks for a file name without stopping the program.
    void askAndExport(sql::ExportFormat format);
    void exportTo(sql::ExportFormat format, const QString &fileName);

Q_SIGNALS:
    void stopRequested();
    /// A row of one table is to be edited.
    void editRowRequested(const quiver::ui::ResultRow &row);
    /// Rows whose vectors in the column of this number are near to that of \p row are wanted.
    void similarRequested(const quiver::ui::ResultRow &row, int vectorColumn);
    void exported(const QString &fileName, qint64 rows);

private:
    void showPaused(bool paused);
    void showFigures();
    void addRowActions(QMenu &menu, const QModelIndex &index);
    int vectorColumnAt(const QModelIndex &index) const;
    void exportEnded(const QString &fileName, qint64 rows, bool partial, const QString &error, bool cancelled);
    QToolButton *makeExportButton();

    Source m_source;
    core::JobRegistry *m_jobs;
    ResultModel *m_model;
    ResultGrid *m_grid;
    CellInspector *m_inspector = nullptr;
    InlineBar *m_bar;
    InlineBar *m_exportBar;
    QLabel *m_figures;
    QProgressBar *m_progress;
    QToolButton *m_export;
    std::shared_ptr<core::Job> m_exportJob;
    QTimer m_ticker;
    QElapsedTimer m_since;
    bool m_running = true;
    End m_end = End::Complete;
    double m_firstRowMs = -1;
    double m_totalMs = -1;
};

} // namespace quiver::ui
