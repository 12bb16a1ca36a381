// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for one vector: of a text, a row, the mean of rows, a file. For whoever needs it elsewhere, as the value of a parameter.
#pragma once

#include "ui/common/fieldmarks.h"
#include "ui/search/searchwork.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace quiver::ui {

class InlineBar;
class SourceFields;
class TablePicker;

class VectorDialog final : public QDialog
{
    Q_OBJECT

public:
    VectorDialog(Server *server, embed::EndpointBook &endpoints, QWidget *parent);

    /// Begins with a column that the vector is to be compared with. \p schema may be empty.
    void suggest(const QString &schema, const QString &table, const QString &column);

Q_SIGNALS:
    /// As the server writes it, and the name of its type. The dialog closes.
    void chosen(const QString &vector, const QString &type);

private:
    void build();
    void tableChosen();
    void showTable();
    search::VectorQuery query() const;
    void find();
    void showProblems(const std::vector<search::SearchProblem> &problems);
    void showRunning();

    SearchWork *m_work;
    std::shared_ptr<const SearchedTable> m_table;
    QString m_suggested; ///< column
    TablePicker *m_picker = nullptr;
    QComboBox *m_column = nullptr;
    SourceFields *m_source = nullptr;
    FieldMarks m_marks;
    InlineBar *m_message = nullptr;
    QPushButton *m_take = nullptr;
};

} // namespace quiver::ui
