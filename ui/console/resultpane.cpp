// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/resultpane.h"

#include "core/reply.h"
#include "ui/common/cellinspector.h"
#include "ui/common/resultgrid.h"
#include "ui/common/resultmodel.h"
#include "ui/common/theme.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/console/resultexport.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QSplitter>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int figuresEveryMs = 100;

QString suffixOf(sql::ExportFormat format)
{
    switch (format) {
    case sql::ExportFormat::Json: return u"json"_s;
    case sql::ExportFormat::JsonLines: return u"jsonl"_s;
    case sql::ExportFormat::Inserts: return u"sql"_s;
    default: return u"csv"_s;
    }
}

/// Who holds the store then holds the types as well: a value may be written to a file when the pane is gone.
ResultPane::Source withTypes(ResultPane::Source source)
{
    const auto both = std::make_shared<ResultPane::Source>(source);
    source.store = ResultStorePtr(both, both->store.get());
    return source;
}

} // namespace

ResultPane::ResultPane(Source source, core::JobRegistry *jobs, QWidget *parent)
    : QWidget(parent), m_source(withTypes(std::move(source))), m_jobs(jobs), m_model(new ResultModel(this)), m_grid(new ResultGrid(this)),
      m_bar(new InlineBar(this)), m_exportBar(new InlineBar(this)), m_figures(new QLabel(this)), m_progress(new QProgressBar(this)),
      m_export(makeExportButton())
{
    setObjectName(u"resultPane"_s);
    m_bar->setObjectName(u"pausedBar"_s);
    m_exportBar->setObjectName(u"exportBar"_s);
    m_grid->setObjectName(u"resultGrid"_s);
    m_grid->setAccessibleName(tr("Result"));
    m_grid->setFrameShape(QFrame::NoFrame);
    m_figures->setObjectName(u"figures"_s);
    m_figures->setAccessibleName(tr("Figures of the result"));
    m_figures->setProperty("muted", true);
    m_figures->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_progress->setMaximumWidth(80);
    m_progress->setMaximumHeight(8);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 0);

    m_inspector = new CellInspector(this);
    m_inspector->hide();
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_grid);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);

    auto *inspect = new QToolButton(this);
    inspect->setObjectName(u"inspectCell"_s);
    inspect->setIcon(icon(u"inspector"_s));
    inspect->setToolTip(tr("Show the whole value of the current cell"));
    inspect->setAccessibleName(inspect->toolTip());
    inspect->setCheckable(true);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(10, 2, 6, 2);
    foot->addWidget(m_progress);
    foot->addWidget(m_figures, 1);
    foot->addWidget(inspect);
    foot->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_exportBar);
    layout->addLayout(foot);

    m_model->setStore(m_source.store, {m_source.types.get(), m_source.timeZone});
    m_grid->setModel(m_model);
    m_grid->setRunning(true);
    const auto showCell = [this](const QModelIndex &index) {
        if (m_inspector->isVisible())
            m_inspector->showCell(m_model, index);
    };
    connect(inspect, &QToolButton::toggled, this, [this, showCell](bool on) {
        m_inspector->setVisible(on);
        showCell(m_grid->currentIndex());
    });
    connect(m_grid, &ResultGrid::currentCellChanged, this, showCell);
    connect(m_grid, &ResultGrid::inspectRequested, this, [inspect, showCell](const QModelIndex &index) {
        inspect->setChecked(true);
        showCell(index);
    });
    connect(m_grid, &ResultGrid::menuAboutToShow, this, [this](QMenu *menu, const QModelIndex &index) { addRowActions(*menu, index); });
    connect(m_grid, &ResultGrid::exportRequested, this, [this] { askAndExport(sql::ExportFormat::Csv); });
    pg::ResultStore *store = m_source.store.get();
    connect(store, &pg::ResultStore::pausedChanged, this, &ResultPane::showPaused);
    connect(store, &pg::ResultStore::rowsArrived, this, [this] {
        if (!m_running)
            showFigures(); // the last rows may be announced after the end
    });
    connect(store, &pg::ResultStore::failed, this, [this](const QString &reason) {
        m_bar->ask(InlineBar::Tone::Danger, tr("The rest of the result has no room on the disk: %1").arg(reason),
                   {{u"dismiss"_s, tr("Dismiss"), {}}});
    });
    if (store->isPaused())
        showPaused(true);
    m_since.start();
    connect(&m_ticker, &QTimer::timeout, this, &ResultPane::showFigures);
    m_ticker.start(figuresEveryMs);
    showFigures();
}

ResultPane::~ResultPane() = default;

QToolButton *ResultPane::makeExportButton()
{
    auto *button = new QToolButton(this);
    button->setObjectName(u"exportResult"_s);
    button->setIcon(icon(u"export"_s));
    button->setText(tr("Export"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setToolTip(tr("Write the result to a file"));
    button->setAccessibleName(button->toolTip());
    auto *menu = new QMenu(button);
    const std::pair<QString, sql::ExportFormat> formats[] = {{tr("CSV…"), sql::ExportFormat::Csv},
                                                             {tr("JSON…"), sql::ExportFormat::Json},
                                                             {tr("JSON lines…"), sql::ExportFormat::JsonLines},
                                                             {tr("SQL INSERT statements…"), sql::ExportFormat::Inserts}};
    for (const auto &[text, format] : formats) {
        menu->addAction(text, this, [this, format = format] { askAndExport(format); });
        auto *command = new QAction(icon(u"export"_s), tr("Export the result as %1").arg(text), this); // for the palette
        connect(command, &QAction::triggered, this, [this, format = format] { askAndExport(format); });
        addAction(command);
    }
    button->setMenu(menu);
    return button;
}

void ResultPane::finish(End end, double firstRowMs, double totalMs)
{
    m_running = false;
    m_end = end;
    m_firstRowMs = firstRowMs;
    m_totalMs = totalMs;
    m_ticker.stop();
    m_progress->hide();
    m_grid->setRunning(false);
    if (end == End::ConnectionLost) {
        m_bar->ask(InlineBar::Tone::Danger,
                   tr("The connection was lost after %1; these stay. It reconnects on the next run.")
                       .arg(rowsText(m_source.store->rowCount())),
                   {{u"dismiss"_s, tr("Dismiss"), {}}});
    } else if (end != End::Complete) {
        m_bar->ask(InlineBar::Tone::Warning,
                   end == End::Cancelled ? tr("Stopped after %1: the result is partial.").arg(rowsText(m_source.store->rowCount()))
                                         : tr("Failed after %1: the result is partial.").arg(rowsText(m_source.store->rowCount())),
                   {{u"dismiss"_s, tr("Dismiss"), {}}});
    } else {
        m_bar->hide();
    }
    showFigures();
}

void ResultPane::showPaused(bool paused)
{
    if (!paused || !m_running) {
        if (m_running)
            m_bar->hide();
        return;
    }
    m_bar->ask(InlineBar::Tone::Warning,
               tr("Reading is paused at %1 (%2): the server waits.")
                   .arg(rowsText(m_source.store->rowCount()), bytesText(m_source.store->bytesInMemory())),
               {{u"fetchAll"_s, tr("Fetch all"), [this] { m_source.store->fetchAll(); }},
                {u"stopReading"_s, tr("Stop"), [this] { Q_EMIT stopRequested(); }}});
    showFigures();
}

QString ResultPane::figures() const
{
    return m_figures->text();
}

void ResultPane::addRowActions(QMenu &menu, const QModelIndex &index)
{
    const auto row = index.isValid() ? tableRowOf(*m_model, index.row()) : std::nullopt;
    menu.addSeparator();
    QAction *edit = menu.addAction(icon(u"edit"_s), tr("&Edit this row…"), this, [this, row] { Q_EMIT editRowRequested(*row); });
    edit->setObjectName(u"gridEditRow"_s);
    edit->setEnabled(row.has_value());
    edit->setToolTip(tr("Where all columns come from one table"));
    if (const int vector = vectorColumnAt(index); row && vector > 0) {
        QAction *similar = menu.addAction(icon(u"search-vector"_s), tr("Find &similar"), this, [this, row, vector] { Q_EMIT similarRequested(*row, vector); });
        similar->setObjectName(u"gridFindSimilar"_s);
    }
}

// The column's number in its table: of the cell itself, or of the first vector in its row. 0: there is none.
int ResultPane::vectorColumnAt(const QModelIndex &index) const
{
    const pg::Columns columns = m_source.store->columns();
    if (!index.isValid() || !columns)
        return 0;
    const auto numberOf = [&](int column) { return isVectorKind(m_model->kind(column)) ? int((*columns)[std::size_t(column)].tableColumn) : 0; };
    int found = numberOf(index.column());
    for (int column = 0; found <= 0 && column < m_model->columnCount(); ++column)
        found = numberOf(column);
    return found;
}

void ResultPane::showFigures()
{
    const pg::ResultStore &store = *m_source.store;
    const pg::Columns columns = store.columns();
    QStringList parts{rowsText(store.rowCount())};
    if (columns)
        parts << (columns->size() == 1 ? tr("1 column") : tr("%1 columns").arg(QLocale().toString(qlonglong(columns->size()))));
    parts << bytesText(store.bytes());
    if (store.bytesOnDisk() > 0)
        parts << tr("%1 of it on disk").arg(bytesText(store.bytesOnDisk()));
    if (m_running) {
        parts << (store.isPaused() ? tr("paused, %1 so far") : tr("running, %1 so far")).arg(durationText(double(m_since.elapsed())));
    } else {
        if (m_firstRowMs >= 0)
            parts << tr("first row %1").arg(durationText(m_firstRowMs));
        if (m_totalMs >= 0)
            parts << tr("total %1").arg(durationText(m_totalMs));
        if (isPartial())
            parts << tr("partial");
    }
    if (columns && !columns->empty())
        parts << (columns->front().format == pg::Format::Binary ? tr("binary") : tr("text"));
    m_figures->setText(parts.join(u" · "_s));
}

void ResultPane::askAndExport(sql::ExportFormat format)
{
    auto *dialog = new QFileDialog(this, tr("Export the result"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(format));
    dialog->selectFile(u"result."_s + suffixOf(format));
    connect(dialog, &QFileDialog::fileSelected, this, [this, format](const QString &name) { exportTo(format, name); });
    dialog->open();
}

void ResultPane::exportTo(sql::ExportFormat format, const QString &fileName)
{
    if (m_exportJob && !m_exportJob->isFinished())
        return; // the bar shows the one that runs
    const bool partial = isPartial();
    auto task = startExport({m_source.store, m_source.types, m_source.timeZone, format, fileName}, m_jobs);
    m_exportJob = task.job;
    const QString name = QFileInfo(fileName).fileName();
    m_exportBar->ask(InlineBar::Tone::Success, tr("Exporting to %1 …").arg(name),
                     {{u"cancelExport"_s, tr("Cancel"), [job = task.job] { job->cancel(); }, false, true}});
    m_export->setEnabled(false);
    connect(task.job.get(), &core::Job::progressChanged, this, [this, name, job = task.job.get()] {
        const core::JobProgress progress = job->progress();
        if (!job->isFinished())
            m_exportBar->setText(tr("Exporting to %1: %2 of %3").arg(name, QLocale().toString(progress.done), rowsText(progress.total)));
    });
    core::whenDone(
        task.future, this, [this, fileName, partial](qint64 rows) { exportEnded(fileName, rows, partial, {}, false); },
        [this, fileName, job = task.job](const std::exception_ptr &error) {
            const bool cancelled = job->state() == core::Job::State::Cancelled;
            exportEnded(fileName, 0, false, cancelled ? QString() : core::describe(error), cancelled);
        });
}

void ResultPane::exportEnded(const QString &fileName, qint64 rows, bool partial, const QString &error, bool cancelled)
{
    m_export->setEnabled(true);
    const QList<InlineBar::Answer> dismiss{{u"dismissExport"_s, tr("Dismiss"), {}}};
    if (!error.isEmpty())
        m_exportBar->ask(InlineBar::Tone::Danger, error, dismiss);
    else if (cancelled)
        m_exportBar->ask(InlineBar::Tone::Warning, tr("The export was cancelled; no file was written."), dismiss);
    else if (partial)
        m_exportBar->ask(InlineBar::Tone::Warning,
                         tr("Only the %1 that had arrived were written to %2: the result is partial.").arg(rowsText(rows), fileName), dismiss);
    else
        m_exportBar->ask(InlineBar::Tone::Success, tr("%1 written to %2").arg(rowsText(rows), fileName), dismiss);
    if (error.isEmpty() && !cancelled)
        Q_EMIT exported(fileName, rows);
}

} // namespace quiver::ui
