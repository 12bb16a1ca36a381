// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of fields, as many as the user adds: a button below them makes one more, and each has one that takes it away.
//
// A subclass makes the fields of a row, and keeps them in the order of the rows.
#pragma once

#include <QWidget>

#include <vector>

class QToolButton;
class QVBoxLayout;

namespace quiver::ui {

class RowsEdit : public QWidget
{
    Q_OBJECT

public:
    /// In the order in which Tab goes through them.
    QList<QWidget *> tabStops() const;

Q_SIGNALS:
    void edited();
    /// A row came or went.
    void rowsChanged();

protected:
    struct Words {
        QString add, addName;       ///< the button's text, and what a screen reader says of it
        QString remove, removeName; ///< a tool tip; and with the row's number for %1
        QString addObject, removeObject; ///< objectNames; the number is appended to the second
    };
    struct Field {
        QWidget *widget; ///< comes to belong to the row
        int stretch = 0;
    };

    RowsEdit(const Words &words, QWidget *parent);

    /// Lays the fields out as the last row.
    void append(const std::vector<Field> &fields);
    void clear();
    std::size_t rows() const { return m_rows.size(); }

    /// The user wants one more: appends it, and puts the focus where one types.
    virtual void addOne() = 0;
    /// The row is about to go: its fields are not to be used any more.
    virtual void forget(std::size_t at) = 0;
    /// Gives the row's fields their objectNames and their names for a screen reader.
    virtual void nameRow(std::size_t at) = 0;

private:
    struct Row {
        QWidget *box;
        std::vector<Field> fields;
        QToolButton *remove;
    };
    void remove(QWidget *box);
    void nameRows();

    const Words m_words;
    std::vector<Row> m_rows;
    QVBoxLayout *m_layout;
    QToolButton *m_add;
};

} // namespace quiver::ui
