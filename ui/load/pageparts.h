// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages that load, copy and export are put together from: the cards at the left, the columns, the foot with its button.
#pragma once

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;
class QRadioButton;
class QTableView;

namespace quiver::ui {

class Card;
class InlineBar;
class TablePicker;

/// Cards one below the other, scrolled where the window is low.
QWidget *cardsColumn(const QString &name, const QList<QWidget *> &cards, int width);
/// A list of columns, edited by keys.
void makeColumnsTable(QTableView &view);
/// Below a page: a line, the question or outcome while there is one, and \p row.
QWidget *pageFoot(InlineBar *bar, QHBoxLayout *row);
/// The row of a foot, with its margins.
QHBoxLayout *footRow();

/// The choice of rows: a table, or the query that returns them.
class RowsChoice final : public QWidget
{
    Q_OBJECT

public:
    /// \p prefix of the names of its fields; \p card gets the switch between the two into its head. \p queryName for screen readers.
    RowsChoice(const QString &prefix, Card &card, const QString &queryName, QWidget *parent = nullptr);

    bool isTable() const;
    void chooseTable(const QString &schema, const QString &table);
    TablePicker *table() const { return m_table; }
    /// Without blanks around it.
    QString query() const;

Q_SIGNALS:
    void kindChanged();
    void tableChanged();
    void queryChanged();

private:
    QRadioButton *m_ofTable;
    QRadioButton *m_ofQuery;
    TablePicker *m_table;
    QPlainTextEdit *m_query;
};

} // namespace quiver::ui
