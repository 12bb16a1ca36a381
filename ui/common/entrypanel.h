// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspace keeps of things that happened, beside a screen: newest first, searched while one types, opened by Enter or a double
// click.
#pragma once

#include "ui/common/entrylistmodel.h"

#include <QStyledItemDelegate>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QMenu;
class QVBoxLayout;

namespace quiver::ui {

/// Two lines: the beginning of a statement in the code font (Qt::DisplayRole), and below it when, how long and the like.
class EntryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role { SummaryRole = Qt::UserRole + 100, ToneRole };
    enum class Tone { Quiet, Warning, Danger }; ///< of the second line

    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

class EntryPanel : public QWidget
{
    Q_OBJECT

public:
    struct Words {
        QString title;   ///< "History"
        QString search;  ///< "Search the history"
        QString close;   ///< "Close the history"
        QString nothing; ///< what will be listed here
        QString notFound;
    };
    /// Its parts are called \p name and Search, List; closeName is the button's. \p model becomes its own.
    EntryPanel(const QString &name, const Words &words, EntryList *model, QWidget *parent = nullptr);

    void open(); ///< shows it and puts the cursor into the search
    void refresh();

Q_SIGNALS:
    void closeRequested();
    void activated(const QModelIndex &index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    QListView *list() const { return m_list; }
    /// Below the list.
    void addBelow(QWidget *widget);
    /// What can be done with the entry.
    virtual void fillMenu(QMenu &menu, const QPersistentModelIndex &index) = 0;

private:
    void showMenu(const QPoint &position);

    const Words m_words;
    EntryList *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QLabel *m_empty;
    QVBoxLayout *m_layout;
    QTimer m_typing;
};

} // namespace quiver::ui
