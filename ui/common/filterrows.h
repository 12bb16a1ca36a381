// SPDX-License-Identifier: GPL-3.0-or-later
// The conditions of a search: rows of column, comparison and value, and typed SQL beside them.
#pragma once

#include "ui/common/querypart.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;

namespace quiver::ui {

class FilterRows final : public QueryPart
{
    Q_OBJECT

public:
    /// \p name begins the object names of its fields.
    explicit FilterRows(const QString &name, QWidget *parent = nullptr);

    void setTable(const SearchedTable *table) override;
    void fill(search::VectorQuery &query) const override;
    void take(const search::VectorQuery &query) override;
    void addMarks(FieldMarks &marks) override;

private:
    struct Row {
        QWidget *box;
        QComboBox *column;
        QLineEdit *key; ///< within a json or jsonb column
        QComboBox *test;
        QLineEdit *value;
    };
    void add(const search::Filter &filter);
    void remove(QWidget *box);
    void fillColumns(QComboBox *box, const QString &chosen) const;
    void showRow(const Row &row) const;
    search::Filter filterOf(const Row &row) const;

    const QString m_name;
    QFormLayout *m_form;
    QLineEdit *m_condition;
    QWidget *m_list;
    QPushButton *m_add;
    QList<Row> m_rows;
    std::vector<catalog::Column> m_columns; ///< that can be compared
};

} // namespace quiver::ui
