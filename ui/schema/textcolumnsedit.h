// SPDX-License-Identifier: GPL-3.0-or-later
// The text columns of a new table, one row each: a name, and whether a row may be without it.
#pragma once

#include "schema/tabledesign.h"
#include "ui/common/fieldmarks.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace quiver::ui {

class TextColumnsEdit final : public QWidget
{
    Q_OBJECT

public:
    explicit TextColumnsEdit(QWidget *parent = nullptr);

    void setColumns(const std::vector<schema::TextColumn> &columns);
    std::vector<schema::TextColumn> columns() const;
    /// Marks the rows that are wrong: "[0].name".
    void setMarks(const QList<FieldMark> &marks);
    /// In the order in which Tab goes through them.
    QList<QWidget *> tabStops() const;

Q_SIGNALS:
    void edited();
    /// A row came or went.
    void rowsChanged();

private:
    struct Row {
        QWidget *box = nullptr;
        QLineEdit *name = nullptr;
        QCheckBox *required = nullptr;
        QToolButton *remove = nullptr;
    };
    Row &addRow(const schema::TextColumn &column);
    void removeRow(QWidget *box);
    void nameRows();

    std::vector<Row> m_rows;
    QVBoxLayout *m_layout;
    QToolButton *m_add;
};

} // namespace quiver::ui
