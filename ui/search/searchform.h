// SPDX-License-Identifier: GPL-3.0-or-later
// The form of the search screen: which table and column, by what, how many, with which conditions. It becomes a VectorQuery.
//
// What is wrong stands below its field while one types.
#pragma once

#include "ui/common/querypart.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSpinBox;

namespace quiver::ui {

class FilterRows;
class RefineFields;
class SettingsFields;
class SourceFields;
class TablePicker;

class SearchForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SearchForm(QWidget *parent = nullptr);

    TablePicker *picker() const { return m_picker; }
    /// Null while none is chosen or read.
    void setTable(const std::shared_ptr<const SearchedTable> &table);
    const std::shared_ptr<const SearchedTable> &table() const { return m_table; }
    /// Of the table that is being read, or could not be: stands below the field. Empty: nothing.
    void sayOfTable(const QString &text, bool error);

    search::VectorQuery query() const;
    /// What is to be run beside it: exactly, or with other settings. No value: nothing.
    std::optional<search::VectorQuery> other() const;
    /// Fills the fields; once its table is there, where that has still to be read.
    void take(const search::VectorQuery &query);
    /// What the server or the vectors added to what the form knows itself; until the next change.
    void showProblems(const std::vector<search::SearchProblem> &problems);
    /// False where something is wrong; then the first such field has the focus.
    bool complain();

Q_SIGNALS:
    void changed();
    void submitted();

private:
    enum class Beside { Nothing, Exact, Settings };
    void buildTop(QFormLayout *form);
    void buildBeside(QFormLayout *form);
    Beside beside() const;
    void add(QueryPart *part);
    void columnChosen();
    void operatorChosen();
    void fillColumns();
    void fillOperators();
    void fillOutputs(bool keep);
    void showOutputs();
    void check();
    void mark(const std::vector<search::SearchProblem> &problems);
    std::vector<search::SearchProblem> problemsOfB() const;
    void goToWrong();

    std::shared_ptr<const SearchedTable> m_table;
    std::optional<search::VectorQuery> m_wanted; ///< to be shown when its table is there
    bool m_taking = false;
    std::vector<search::SearchProblem> m_problems;
    FieldMarks m_marks;
    FieldMarks m_marksB;

    TablePicker *m_picker = nullptr;
    QLabel *m_tableNote = nullptr;
    QComboBox *m_column = nullptr;
    QComboBox *m_operator = nullptr;
    QLabel *m_meaning = nullptr;
    QSpinBox *m_k = nullptr;
    QLineEdit *m_threshold = nullptr;
    QPushButton *m_outputs = nullptr;
    QMenu *m_outputMenu = nullptr;
    SourceFields *m_source = nullptr;
    FilterRows *m_filters = nullptr;
    RefineFields *m_refine = nullptr;
    SettingsFields *m_settings = nullptr;
    QComboBox *m_beside = nullptr;
    SettingsFields *m_settingsB = nullptr;
    std::vector<QueryPart *> m_parts;
};

} // namespace quiver::ui
