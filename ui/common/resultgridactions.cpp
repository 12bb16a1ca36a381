// SPDX-License-Identifier: GPL-3.0-or-later
// What a ResultGrid does on request: copies, the context menu, widths and order of its columns.
#include "ui/common/gridheader.h"
#include "ui/common/gridnotice.h"
#include "ui/common/resultgrid.h"
#include "ui/common/resultmodel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace quiver::ui {

namespace {

constexpr int sampleRows = 100;
constexpr int sampleCells = 5000; ///< bounds the time: a result may have 1,600 columns

/// Any other model: its DisplayRole, on the GUI thread.
class ModelReader final : public CellReader
{
public:
    explicit ModelReader(const QAbstractItemModel &model)
        : m_model(model)
    {
        for (int column = 0; column < model.columnCount(); ++column)
            m_columns.push_back({.name = model.headerData(column, Qt::Horizontal).toString().toStdString()});
    }
    const std::vector<sql::OutColumn> &columns() const override { return m_columns; }
    bool read(int row, int column, std::string &out) override
    {
        const QVariant value = m_model.index(row, column).data(Qt::DisplayRole);
        out += value.toString().toStdString();
        return value.isValid();
    }

private:
    const QAbstractItemModel &m_model;
    std::vector<sql::OutColumn> m_columns;
};

} // namespace

void ResultGrid::createActions()
{
    const auto add = [this](const QString &name, const QString &text, const QKeySequence &keys, auto &&slot) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(u"gridCopy"_s, tr("&Copy"), QKeySequence::Copy, [this] { copy(sql::ExportFormat::Tsv, false); });
    add(u"gridCopyWithHeaders"_s, tr("Copy with &headers"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [this] { copy(sql::ExportFormat::Tsv, true); });

    m_copyProgress.setInterval(200);
    connect(&m_copyProgress, &QTimer::timeout, this, [this] {
        m_notice->say(tr("Copying: %L1 rows so far\u2026").arg(m_copier->rowsDone()), tr("Cancel"));
    });
    connect(m_copier, &GridCopier::started, &m_copyProgress, qOverload<>(&QTimer::start));
    connect(m_copier, &GridCopier::finished, this, &ResultGrid::copyFinished);
    connect(m_notice, &GridNotice::actionClicked, this, [this] {
        m_notice->hide();
        if (m_copier->isRunning())
            m_copier->cancel();
        else
            Q_EMIT exportRequested();
    });
    connect(m_header, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        const int logical = m_header->logicalIndexAt(place);
        const QModelIndex index = rows() > 0 && logical >= 0
                                      ? model()->index(firstVisibleRow(), logical, rootIndex())
                                      : QModelIndex();
        showContextMenu(m_header->mapToGlobal(place), index);
    });
}

CopyRequest ResultGrid::copyRequest(sql::ExportFormat format, bool headers) const
{
    CopyRequest request;
    request.format = format;
    request.options.header = headers;
    request.options.table = m_tableName;
    if (selectionModel() == nullptr)
        return request;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        request.cells.push_back({range.top(), range.bottom(), range.left(), range.right()});
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        const bool chosen =
            std::any_of(request.cells.begin(), request.cells.end(),
                        [&](const CellRect &rect) { return logical >= rect.left && logical <= rect.right; });
        if (chosen && !m_header->isSectionHidden(logical))
            request.columns.push_back(logical);
    }
    request.options.readable = true;
    request.options.single = request.cellCount() == 1;
    return request;
}

std::unique_ptr<CellReader> ResultGrid::makeReader(const CopyRequest &) const
{
    if (const auto *result = qobject_cast<const ResultModel *>(model()))
        return result->reader();
    return std::make_unique<ModelReader>(*model());
}

bool ResultGrid::isQuickToRead(const CopyRequest &request) const
{
    const auto *result = qobject_cast<const ResultModel *>(model());
    if (result == nullptr)
        return true; // a model that is no result is read on this thread in any case
    if (request.cellCount() > GridCopier::cellsAtOnce)
        return false;
    std::size_t bytes = 0;
    for (const auto &[top, bottom] : request.rowIntervals()) {
        for (qint64 row = top; row <= bottom; ++row) {
            const auto place = result->located(int(row));
            if (place.batch == nullptr)
                return false;
            for (const int column : request.columns)
                bytes +=
                    place.batch->cell(int(row - place.firstRow), column).value_or(std::string_view()).size();
        }
        if (bytes > (256U << 10))
            return false;
    }
    return true;
}

void ResultGrid::copy(sql::ExportFormat format, bool headers)
{
    const CopyRequest request = copyRequest(format, headers);
    if (request.columns.empty())
        return;
    const qint64 cells = request.cellCount();
    if (cells > GridCopier::maxCells) {
        m_notice->say(tr("%L1 cells are too many for the clipboard (at most %L2). Nothing was copied.")
                          .arg(cells)
                          .arg(GridCopier::maxCells),
                      tr("Export to a file\u2026"));
        return;
    }
    m_notice->hide();
    m_copier->copy(request, makeReader(request), isQuickToRead(request));
}

void ResultGrid::copyFinished(CopyEnd end, const QString &text, const QString &reason)
{
    const bool wasSlow = m_copyProgress.isActive();
    m_copyProgress.stop();
    switch (end) {
    case CopyEnd::Done:
        QGuiApplication::clipboard()->setText(text);
        if (wasSlow)
            m_notice->say(tr("Copied."), {}, 2500);
        break;
    case CopyEnd::TooLarge:
        m_notice->say(
            tr("The selection is more than %1 MB of text, too much for the clipboard. Nothing was copied.")
                .arg(GridCopier::maxBytes >> 20),
            tr("Export to a file\u2026"));
        break;
    case CopyEnd::Cancelled: m_notice->hide(); break;
    case CopyEnd::Failed: m_notice->say(tr("Nothing was copied: %1").arg(reason)); break;
    }
}

void ResultGrid::addCopyMenu(QMenu &menu)
{
    struct Entry {
        sql::ExportFormat format;
        QString text;
        QString name;
    };
    const Entry entries[] = {
        {sql::ExportFormat::Csv, tr("&CSV"), u"copyCsv"_s},
        {sql::ExportFormat::Json, tr("&JSON"), u"copyJson"_s},
        {sql::ExportFormat::Inserts, tr("SQL &INSERT"), u"copyInsert"_s},
        {sql::ExportFormat::PythonList, tr("&Python list"), u"copyPython"_s},
        {sql::ExportFormat::NumPy, tr("&NumPy array"), u"copyNumPy"_s},
    };
    const CopyRequest request = copyRequest(sql::ExportFormat::Tsv, false);
    const auto *result = qobject_cast<const ResultModel *>(model());
    const bool array =
        result != nullptr && request.columns.size() == 1 && sql::fitsNumPy(result->kind(request.columns[0]));
    for (const Entry &entry : entries) {
        QAction *action =
            menu.addAction(entry.text, this, [this, format = entry.format] { copy(format, true); });
        action->setObjectName(entry.name);
        action->setEnabled(!request.columns.empty() && (entry.format != sql::ExportFormat::NumPy || array));
    }
}

void ResultGrid::addColumnActions(QMenu &menu, int logical)
{
    menu.addAction(tr("&Size column to content"), this, [this, logical] { sizeColumnToContents(logical); })
        ->setEnabled(logical >= 0);
    QAction *hide = menu.addAction(tr("Hi&de column"), this, [this, logical] {
        m_header->hideSection(logical);
        viewport()->update();
    });
    hide->setEnabled(logical >= 0 && m_header->count() - m_header->hiddenSectionCount() > 1);
    menu.addAction(tr("&Reset columns"), this, &ResultGrid::resetColumns);
}

void ResultGrid::showContextMenu(const QPoint &globalPosition, const QModelIndex &index)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"gridMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool selected = selectionModel() != nullptr && selectionModel()->hasSelection();
    for (QAction *action : actions()) {
        action->setEnabled(true);
        menu->addAction(action);
    }
    QMenu *formats = menu->addMenu(tr("Copy &as"));
    formats->setEnabled(selected);
    addCopyMenu(*formats);
    menu->addSeparator();
    menu->addAction(tr("Show in &inspector"), this,
                    [this, at = QPersistentModelIndex(index)] { Q_EMIT inspectRequested(at); })
        ->setEnabled(index.isValid());
    menu->addSeparator();
    addColumnActions(*menu, index.isValid() ? index.column() : -1);
    Q_EMIT menuAboutToShow(menu, index);
    menu->popup(globalPosition);
}

void ResultGrid::scheduleColumnSizing()
{
    const bool enough = m_sampledRows >= std::min(rows(), sampleRows);
    if (!enough && !m_userSized && !m_sizing.isActive())
        m_sizing.start(
            m_sampledRows == 0 ? 0 : 100); // at once for the first rows, then once more for a better sample
}

int ResultGrid::sampledWidth(int logical, int rowsToLookAt) const
{
    int width = m_header->contentWidth(logical);
    for (int row = 0; row < rowsToLookAt && width < maxAutoWidth; ++row) {
        const GridCellPtr cell = cellOf(model()->index(row, logical, rootIndex()));
        if (cell->state == GridCell::State::Value)
            width = std::max(width, m_painter.contentWidth(*cell, maxAutoWidth));
    }
    // Whole numbers grow with the rows that are still to come, and a number that is cut is a wrong number.
    const auto kind = pg::TypeKind(model()->headerData(logical, Qt::Horizontal, GridRole::Kind).toInt());
    if ((m_running || rows() > rowsToLookAt) && (kind == pg::TypeKind::Int4 || kind == pg::TypeKind::Int8)) {
        GridCell widest;
        widest.kind = kind;
        widest.text = QStringLiteral("1000000000");
        width = std::max(width, m_painter.contentWidth(widest, maxAutoWidth));
    }
    return std::clamp(width, 48, maxAutoWidth);
}

void ResultGrid::sizeColumnsFromSample()
{
    if (rows() == 0 || columns() == 0 || m_userSized)
        return;
    const int look = std::clamp(sampleCells / columns(), 3, std::min(std::max(3, rows()), sampleRows));
    m_sizingColumns = true;
    m_header->setUpdatesEnabled(false);
    for (int logical = 0; logical < columns(); ++logical) {
        const QVariant kind = model()->headerData(logical, Qt::Horizontal, GridRole::Kind);
        const bool vector = kind.isValid() && isVectorKind(pg::TypeKind(kind.toInt()));
        const int wanted =
            vector ? std::max(vectorWidth, std::min(maxAutoWidth, m_header->contentWidth(logical)))
                   : sampledWidth(logical, std::min(look, rows()));
        // The better sample only widens: a column that shrinks under the reader's eyes jumps.
        if (m_sampledRows == 0 || wanted > m_header->sectionSize(logical))
            m_header->resizeSection(logical, wanted);
    }
    m_header->setUpdatesEnabled(true);
    m_sizingColumns = false;
    m_sampledRows = std::min(rows(), sampleRows);
    updateScrollBars();
    viewport()->update();
}

void ResultGrid::sizeColumnToContents(int logical)
{
    if (logical < 0 || logical >= columns())
        return;
    // What is on the screen counts, too: it is what the user looks at.
    int width = m_header->contentWidth(logical);
    const int limit = std::max(maxAutoWidth, viewport()->width() - 40);
    for (int row = firstVisibleRow(); row <= lastVisibleRow(); ++row)
        width = std::max(width,
                         m_painter.contentWidth(*cellOf(model()->index(row, logical, rootIndex())), limit));
    m_header->resizeSection(logical, width);
}

void ResultGrid::resetColumns()
{
    m_userSized = false;
    m_sampledRows = 0;
    m_sizingColumns = true;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        if (m_header->logicalIndex(visual) != visual)
            m_header->moveSection(m_header->visualIndex(visual), visual);
    }
    if (m_header->sectionsHidden()) {
        for (int logical = 0; logical < m_header->count(); ++logical)
            m_header->setSectionHidden(logical, false);
    }
    for (int logical = 0; logical < m_header->count(); ++logical)
        m_header->resizeSection(logical, std::clamp(m_header->contentWidth(logical), 48, maxAutoWidth));
    m_sizingColumns = false;
    updateGeometries();
    scheduleColumnSizing();
    viewport()->update();
}

} // namespace quiver::ui
