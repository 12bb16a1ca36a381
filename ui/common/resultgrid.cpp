// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/resultgrid.h"

#include "ui/common/gridheader.h"
#include "ui/common/gridnotice.h"
#include "ui/common/theme.h"

#include <QAccessible>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace quiver::ui {

ResultGrid::ResultGrid(QWidget *parent)
    : QAbstractItemView(parent), m_header(new GridHeader(this)), m_gutter(new RowGutter(*this)),
      m_corner(new QToolButton(this)), m_notice(new GridNotice(this)), m_copier(new GridCopier(this))
{
    setObjectName(u"resultGrid"_s);
    setAccessibleName(tr("Result"));
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ExtendedSelection);
    setHorizontalScrollMode(ScrollPerPixel);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setTabKeyNavigation(false);
    m_corner->setObjectName(u"gridCorner"_s);
    m_corner->setAutoRaise(true);
    m_corner->setFocusPolicy(Qt::NoFocus);
    m_corner->setToolTip(tr("Select all"));
    m_corner->setAccessibleName(tr("Select all cells"));
    connect(m_corner, &QToolButton::clicked, this, &ResultGrid::selectAll);

    m_sizing.setSingleShot(true);
    connect(&m_sizing, &QTimer::timeout, this, &ResultGrid::sizeColumnsFromSample);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        m_userSized = m_userSized || !m_sizingColumns;
        updateScrollBars();
        viewport()->update();
    });
    connect(m_header, &QHeaderView::sectionMoved, this, [this] { viewport()->update(); });
    connect(m_header, &QHeaderView::sectionPressed, this, &ResultGrid::selectColumn);
    connect(m_header, &QHeaderView::sectionHandleDoubleClicked, this, &ResultGrid::sizeColumnToContents);
    connect(m_gutter, &RowGutter::rowChosen, this, &ResultGrid::selectRow);
    createActions();
    measure();
}

ResultGrid::~ResultGrid() = default;

QHeaderView *ResultGrid::horizontalHeader() const
{
    return m_header;
}

void ResultGrid::setModel(QAbstractItemModel *model)
{
    m_copier->cancel();
    m_header->setModel(model); // before the base: a reset of the model reaches the header first, then reset() below
    QAbstractItemView::setModel(model);
}

void ResultGrid::reset()
{
    m_copier->cancel();
    m_notice->hide();
    m_painter.clear();
    m_subRow = 0;
    m_sampledRows = 0;
    m_userSized = false;
    m_anchor = QPersistentModelIndex();
    QAbstractItemView::reset();
    m_header->setCurrentSection(-1);
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    resetColumns();
    updateGeometries();
}

void ResultGrid::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void ResultGrid::setRunning(bool running)
{
    m_running = running;
    viewport()->update();
}

int ResultGrid::rows() const
{
    return model() == nullptr ? 0 : model()->rowCount(rootIndex());
}

int ResultGrid::columns() const
{
    return model() == nullptr ? 0 : model()->columnCount(rootIndex());
}

int ResultGrid::pageRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

int ResultGrid::firstVisibleRow() const
{
    return std::min(verticalScrollBar()->value(), std::max(0, rows() - 1));
}

int ResultGrid::lastVisibleRow() const
{
    const qint64 shown = (viewport()->height() + m_subRow + m_rowHeight - 1) / m_rowHeight;
    return int(std::min<qint64>(qint64(firstVisibleRow()) + shown, rows()) - 1);
}

int ResultGrid::rowTop(int row) const
{
    const qint64 top = (qint64(row) - firstVisibleRow()) * m_rowHeight - m_subRow;
    return int(std::clamp<qint64>(top, -1'000'000, 1'000'000)); // far outside is far enough
}

int ResultGrid::rowAt(int y) const
{
    const qint64 row = firstVisibleRow() + qint64(y + m_subRow) / m_rowHeight;
    return y >= 0 && row < rows() ? int(row) : -1;
}

int ResultGrid::horizontalOffset() const
{
    return m_header->offset();
}

bool ResultGrid::isIndexHidden(const QModelIndex &index) const
{
    return m_header->isSectionHidden(index.column());
}

QRect ResultGrid::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != model() || isIndexHidden(index))
        return {};
    return {m_header->sectionViewportPosition(index.column()), rowTop(index.row()), m_header->sectionSize(index.column()),
            m_rowHeight};
}

QModelIndex ResultGrid::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row < 0 || column < 0 ? QModelIndex() : model()->index(row, column, rootIndex());
}

void ResultGrid::measure()
{
    m_rowHeight = fontMetrics().height() + 7;
    m_painter.setStyle(font(), palette(), devicePixelRatioF());
}

void ResultGrid::updateGeometries()
{
    const int gutterWidth = m_gutter->widthFor(rows());
    const int headerHeight = columns() == 0 ? 0 : m_header->sizeHint().height();
    setViewportMargins(gutterWidth, headerHeight, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - headerHeight, area.width(), headerHeight);
    m_gutter->setGeometry(area.left() - gutterWidth, area.top(), gutterWidth, area.height());
    m_corner->setGeometry(area.left() - gutterWidth, area.top() - headerHeight, gutterWidth, headerHeight);
    m_header->setVisible(headerHeight > 0);
    m_corner->setVisible(headerHeight > 0);
    m_gutter->setVisible(rows() > 0);
    m_notice->place(area);
    updateScrollBars();
    QAbstractItemView::updateGeometries();
}

void ResultGrid::updateScrollBars()
{
    const int page = pageRows();
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(0, std::max(0, rows() - page));
    if (verticalScrollBar()->value() == verticalScrollBar()->maximum())
        m_subRow = 0;
    const int width = viewport()->width();
    horizontalScrollBar()->setPageStep(width);
    horizontalScrollBar()->setSingleStep(std::max(20, width / 20));
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - width));
    m_header->setOffset(horizontalScrollBar()->value());
}

void ResultGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void ResultGrid::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::PaletteChange) {
        measure();
        updateGeometries();
        viewport()->update();
    }
}

void ResultGrid::scrollContentsBy(int dx, int dy)
{
    if (dx != 0)
        m_header->setOffset(horizontalScrollBar()->value());
    if (dy != 0) {
        m_subRow = 0; // the bar was moved by hand; scrollPixels() sets its own remainder afterwards
        m_gutter->update();
    }
    viewport()->update();
}

void ResultGrid::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    const bool seen = start <= qint64(firstVisibleRow()) + pageRows() + 1;
    if (m_gutter->widthFor(rows()) != m_gutter->width() || !m_gutter->isVisibleTo(this))
        updateGeometries();
    else
        updateScrollBars();
    if (seen) {
        viewport()->update();
        m_gutter->update();
    }
    scheduleColumnSizing();
}

void ResultGrid::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    if (topLeft.row() <= lastVisibleRow() && bottomRight.row() >= firstVisibleRow())
        viewport()->update();
}

void ResultGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    m_header->setCurrentSection(current.isValid() ? current.column() : -1);
    m_gutter->update();
    viewport()->update();
    if (current.isValid() && QAccessible::isActive()) {
        setAccessibleDescription(tr("Row %L1, %2: %3")
                                     .arg(qint64(current.row()) + 1)
                                     .arg(model()->headerData(current.column(), Qt::Horizontal).toString(),
                                          current.data(Qt::DisplayRole).toString()));
    }
    Q_EMIT currentCellChanged(current);
}

std::vector<ResultGrid::VisibleColumn> ResultGrid::visibleColumns() const
{
    std::vector<VisibleColumn> result;
    const int width = viewport()->width();
    int visual = m_header->visualIndexAt(0);
    if (visual < 0)
        return result;
    for (; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        if (m_header->isSectionHidden(logical))
            continue;
        const int left = m_header->sectionViewportPosition(logical);
        if (left >= width)
            break;
        result.push_back({logical, left, m_header->sectionSize(logical)});
    }
    return result;
}

GridCellPtr ResultGrid::cellOf(const QModelIndex &index) const
{
    const QVariant cell = index.data(GridRole::Cell);
    if (cell.isValid())
        return cell.value<GridCellPtr>();
    auto plain = std::make_shared<GridCell>();
    plain->text = visibleText(index.data(Qt::DisplayRole).toString());
    return plain;
}

void ResultGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    m_painter.setStyle(font(), palette(), devicePixelRatioF());
    if (rows() == 0)
        return paintEmpty(painter);
    const int first = firstVisibleRow();
    const int last = lastVisibleRow();
    const auto shown = visibleColumns();
    paintRows(painter, shown, first, last);
    paintLines(painter, shown, first, last);
    paintCurrent(painter);
}

void ResultGrid::paintRows(QPainter &painter, const std::vector<VisibleColumn> &columns, int first, int last)
{
    QItemSelection selected;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        if (range.top() <= last && range.bottom() >= first)
            selected.append(range);
    }
    const QColor tint = palette().color(QPalette::Active, QPalette::Highlight); // a copy takes it without the focus, too
    for (int row = first; row <= last; ++row) {
        const int top = rowTop(row);
        if (alternatingRowColors() && row % 2 == 1)
            painter.fillRect(0, top, viewport()->width(), m_rowHeight, palette().alternateBase());
        for (const VisibleColumn &column : columns) {
            const QRect rect(column.left, top, column.width, m_rowHeight);
            const bool isSelected = std::any_of(selected.cbegin(), selected.cend(), [&](const QItemSelectionRange &range) {
                return row >= range.top() && row <= range.bottom() && column.logical >= range.left()
                       && column.logical <= range.right();
            });
            if (isSelected)
                painter.fillRect(rect, tint);
            const QModelIndex index = model()->index(row, column.logical, rootIndex());
            const GridCellPtr cell = cellOf(index);
            const bool right = index.data(GridRole::Kind).isValid()
                                   ? isNumberKind(cell->kind)
                                   : Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()).testFlag(Qt::AlignRight);
            m_painter.paint(painter, rect.adjusted(0, 0, -1, -1), (quint64(row) << 16) | quint64(column.logical), cell,
                            right ? Qt::AlignRight : Qt::AlignLeft, isSelected);
        }
    }
}

void ResultGrid::paintLines(QPainter &painter, const std::vector<VisibleColumn> &columns, int first, int last) const
{
    const int right = columns.empty() ? viewport()->width()
                                      : std::min(viewport()->width(), columns.back().left + columns.back().width);
    const int bottom = rowTop(last) + m_rowHeight;
    QList<QLine> lines;
    for (int row = first; row <= last; ++row)
        lines.append(QLine(0, rowTop(row) + m_rowHeight - 1, right - 1, rowTop(row) + m_rowHeight - 1));
    for (const VisibleColumn &column : columns)
        lines.append(QLine(column.left + column.width - 1, 0, column.left + column.width - 1, bottom - 1));
    painter.setPen(colorsFor(palette()).gridLine);
    painter.drawLines(lines);
}

void ResultGrid::paintCurrent(QPainter &painter) const
{
    const QRect rect = visualRect(currentIndex());
    if (rect.isEmpty() || !rect.intersects(viewport()->rect()))
        return;
    const QColor accent = colorsFor(palette()).accent;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? accent : mixed(palette().color(QPalette::Base), accent, 0.6), hasFocus() ? 2 : 1));
    painter.drawRect(hasFocus() ? rect.adjusted(0, 0, -1, -1) : rect.adjusted(0, 0, -2, -2));
}

void ResultGrid::paintEmpty(QPainter &painter) const
{
    QString text;
    if (model() == nullptr)
        return;
    if (!m_emptyText.isEmpty())
        text = m_emptyText;
    else if (m_running)
        text = tr("Waiting for rows\u2026");
    else
        text = columns() == 0 ? tr("Statement returned no columns") : tr("No rows");
    painter.setPen(colorsFor(palette()).muted);
    painter.drawText(viewport()->rect(), int(Qt::AlignCenter | Qt::TextWordWrap), text);
}

} // namespace quiver::ui
