// SPDX-License-Identifier: GPL-3.0-or-later
// The connections as a list with headings that open and close; ordered by dragging or with Alt and the arrow keys, and open
// for what is dropped or pasted.
#pragma once

#include <QSet>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QUuid>

namespace quiver::ui {

class ConnectionListModel;

/// Keeps the connections in which every word of the search occurs, and the headings above them.
class ConnectionFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ConnectionFilter(QObject *parent = nullptr);
    void setSearch(const QString &text);
    bool isSearching() const { return !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

class ConnectionList final : public QTreeView
{
    Q_OBJECT

public:
    ConnectionList(ConnectionListModel &model, QWidget *parent = nullptr);

    void setSearch(const QString &text);
    /// The connection, or what was found, in the current row; null: a heading, or nothing.
    QUuid currentId() const;
    void setCurrentId(const QUuid &id);
    /// The selected connections in the order of the list, without headings and what was found.
    QList<QUuid> selectedIds() const;
    /// Names of headings that are closed, for the next run.
    QStringList closedHeadings() const;
    void setClosedHeadings(const QStringList &names);
    void renameCurrent();

Q_SIGNALS:
    void currentIdChanged(const QUuid &id);
    void openRequested();
    void addFoundRequested(const QUuid &id);
    void deleteRequested();
    void copyRequested();
    void pasteRequested();
    void textDropped(const QString &text);
    void fileDropped(const QString &path);
    void menuRequested(const QModelIndex &index, const QPoint &globalPosition);
    void headingsChanged();

protected:
    /// Says so where nothing is left by a search.
    void paintEvent(QPaintEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {} // the headings draw their own

private:
    bool isForeign(const QMimeData *carried) const;
    void openHeadings();
    void onHeading(const QModelIndex &index, bool open);

    ConnectionListModel &m_model;
    ConnectionFilter *m_filter;
    QSet<QString> m_closed;
    bool m_settling = false; ///< headings open and close by themselves, not by the user
};

} // namespace quiver::ui
