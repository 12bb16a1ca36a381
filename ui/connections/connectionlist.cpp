// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionlist.h"

#include "ui/common/theme.h"
#include "ui/connections/connectiondelegate.h"
#include "ui/connections/connectionlistmodel.h"

#include <QContextMenuEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

int kindOf(const QModelIndex &index)
{
    return index.data(ConnectionListModel::KindRole).toInt();
}

bool isHeading(const QModelIndex &index)
{
    const int kind = kindOf(index);
    return index.isValid() && kind != ConnectionListModel::Connection && kind != ConnectionListModel::Found;
}

// A group may be called like one of the two that are not groups.
QString headingName(const QModelIndex &index)
{
    return QString::number(kindOf(index)) + u'/' + index.data(ConnectionListModel::GroupRole).toString();
}

} // namespace

ConnectionFilter::ConnectionFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void ConnectionFilter::setSearch(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool ConnectionFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return true;
    const QString text = sourceModel()->index(row, 0, parent).data(ConnectionListModel::SearchRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(), [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

ConnectionList::ConnectionList(ConnectionListModel &model, QWidget *parent)
    : QTreeView(parent),
      m_model(model),
      m_filter(new ConnectionFilter(this))
{
    m_filter->setSourceModel(&model);
    setModel(m_filter);
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setExpandsOnDoubleClick(false);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setItemDelegate(new ConnectionDelegate(this));
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &ConnectionList::openHeadings);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &ConnectionList::openHeadings);
    connect(m_filter, &QAbstractItemModel::layoutChanged, this, &ConnectionList::openHeadings);
    openHeadings();
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { onHeading(index, true); });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { onHeading(index, false); });
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (kindOf(index) == ConnectionListModel::Connection)
            Q_EMIT openRequested();
        else if (kindOf(index) == ConnectionListModel::Found)
            Q_EMIT addFoundRequested(index.data(ConnectionListModel::IdRole).toUuid());
    });
}

void ConnectionList::setSearch(const QString &text)
{
    m_filter->setSearch(text);
    setDragEnabled(!m_filter->isSearching()); // between what? rows that are not shown would be passed over
    openHeadings();
}

void ConnectionList::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (!m_filter->isSearching() || m_filter->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(colorsFor(palette()).muted);
    painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     tr("No connection has all these words."));
}

QUuid ConnectionList::currentId() const
{
    return currentIndex().data(ConnectionListModel::IdRole).toUuid();
}

void ConnectionList::setCurrentId(const QUuid &id)
{
    const QModelIndex index = m_filter->mapFromSource(m_model.indexOf(id));
    if (!index.isValid()) {
        clearSelection();
        setCurrentIndex({});
        return;
    }
    if (index.parent().isValid())
        expand(index.parent());
    if (index != currentIndex() || !selectionModel()->isSelected(index))
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index);
}

QList<QUuid> ConnectionList::selectedIds() const
{
    QList<QUuid> chosen;
    for (const QModelIndex &index : selectionModel()->selectedIndexes()) {
        if (kindOf(index) == ConnectionListModel::Connection)
            chosen << index.data(ConnectionListModel::IdRole).toUuid();
    }
    QList<QUuid> ordered = m_model.ids();
    ordered.removeIf([&](const QUuid &id) { return !chosen.contains(id); });
    return ordered;
}

void ConnectionList::openHeadings()
{
    m_settling = true;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        if (isHeading(index))
            setExpanded(index, m_filter->isSearching() || !m_closed.contains(headingName(index)));
    }
    m_settling = false;
}

void ConnectionList::onHeading(const QModelIndex &index, bool open)
{
    if (m_settling || m_filter->isSearching())
        return;
    if (open)
        m_closed.remove(headingName(index));
    else
        m_closed.insert(headingName(index));
    Q_EMIT headingsChanged();
}

QStringList ConnectionList::closedHeadings() const
{
    return m_closed.values();
}

void ConnectionList::setClosedHeadings(const QStringList &names)
{
    m_closed = QSet<QString>(names.cbegin(), names.cend());
    openHeadings();
}

void ConnectionList::renameCurrent()
{
    if (currentIndex().flags() & Qt::ItemIsEditable)
        edit(currentIndex());
}

void ConnectionList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentIdChanged(currentId());
}

void ConnectionList::keyPressEvent(QKeyEvent *event)
{
    const bool arrow = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (event->modifiers() & Qt::AltModifier && arrow) {
        const QUuid id = currentId();
        if (!m_filter->isSearching() && kindOf(currentIndex()) == ConnectionListModel::Connection) {
            m_model.moveBy(id, event->key() == Qt::Key_Up ? -1 : 1);
            setCurrentId(id);
        }
    } else if (event->matches(QKeySequence::Paste)) {
        Q_EMIT pasteRequested();
    } else if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
    } else if (event->key() == Qt::Key_Delete) {
        Q_EMIT deleteRequested();
    } else if (isHeading(currentIndex()) && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        setExpanded(currentIndex(), !isExpanded(currentIndex()));
    } else {
        QTreeView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void ConnectionList::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QTreeView::mousePressEvent(event);
    if (isHeading(index) && event->button() == Qt::LeftButton && !(event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)))
        setExpanded(index, !isExpanded(index));
}

void ConnectionList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const QPoint at = byKey && index.isValid() ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos();
    Q_EMIT menuRequested(index, at);
}

bool ConnectionList::isForeign(const QMimeData *carried) const
{
    return !carried->hasFormat(m_model.mimeTypes().first()) && (carried->hasText() || carried->hasUrls());
}

void ConnectionList::dragEnterEvent(QDragEnterEvent *event)
{
    if (isForeign(event->mimeData()))
        event->acceptProposedAction();
    else
        QTreeView::dragEnterEvent(event);
}

void ConnectionList::dragMoveEvent(QDragMoveEvent *event)
{
    if (isForeign(event->mimeData()))
        event->acceptProposedAction();
    else
        QTreeView::dragMoveEvent(event);
}

void ConnectionList::dropEvent(QDropEvent *event)
{
    const QMimeData *carried = event->mimeData();
    if (!isForeign(carried)) {
        QTreeView::dropEvent(event);
        return;
    }
    event->acceptProposedAction();
    const QList<QUrl> urls = carried->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        Q_EMIT fileDropped(urls.first().toLocalFile());
    else
        Q_EMIT textDropped(carried->text());
}

} // namespace quiver::ui
