// SPDX-License-Identifier: GPL-3.0-or-later
// What the tasks about a table's columns share: the table is chosen first, its facts are read, the fields stand at the left and
// what they become at the right, and problems stand at their fields.
#pragma once

#include "catalog/tablefacts.h"
#include "schema/columnproblem.h"
#include "ui/common/taskpage.h"
#include "ui/common/fieldmarks.h"

#include <functional>

class QFormLayout;
class QLabel;
class QSplitter;
class QVBoxLayout;

namespace quiver::ui {

class TablePicker;

class ColumnTaskPage : public TaskPage
{
    Q_OBJECT

public:
    void setServer(Server *server) override;
    void showFor(const QString &schema, const QString &table) override;
    void activated() override;

protected:
    /// \p name: the beginning of its widgets' names: "addColumn".
    ColumnTaskPage(const QString &name, const QString &applyText, QWidget *parent);

    Server *server() const { return m_server; }
    QFormLayout *form() const { return m_form; }
    TablePicker *picker() const { return m_picker; }
    ChangePreview *preview() const { return m_preview; }
    /// Of the table that is chosen; no value: none is, or they are being read.
    const std::optional<catalog::TableFacts> &table() const { return m_table; }
    /// A widget in a row of the form whose problems stand below it.
    void mark(schema::ColumnField field, QWidget *editor);
    /// Problems that have no field of the form stand below all of them.
    void showProblems(const std::vector<schema::ColumnProblem> &problems);
    void addLine(const QString &label, QWidget *field);
    /// Below all lines.
    void addBelow(QWidget *widget);
    /// Below the table: what is known of it besides.
    void setSummary(const QString &text);
    /// Shows why there is no Change for a plan that has come, where there is none.
    void explainNothing(const std::vector<schema::ColumnProblem> &problems, const sql::Change &change);
    /// The user changed a field. Does nothing while fields are filled by the program; while a Change runs, it is planned when that ends.
    void edited();
    bool isFilling() const { return m_filling > 0; }
    struct Filling {
        explicit Filling(ColumnTaskPage &filled) : page(filled) { ++page.m_filling; }
        ~Filling() { --page.m_filling; }
        Q_DISABLE_COPY_MOVE(Filling)
        ColumnTaskPage &page;
    };

    using Reading = std::function<void(pg::Connection &, const catalog::TableFacts &)>;
    /// What the page wants to know of the table besides its facts, asked with them on a session's thread; may be empty.
    virtual Reading furtherReading() { return {}; }
    /// The table's facts have come, or gone: what can be chosen follows.
    virtual void tableRead() = 0;
    /// Asks the preview for the Change that the fields mean; the table's facts are there.
    virtual void plan() = 0;
    /// The preview has an answer.
    virtual void planned() = 0;
    /// For the pictures: chooses something in the table that showExample() chose.
    virtual void fillExample() {}
    void showExample() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildForm();
    QWidget *buildPreview();
    void tableChosen();
    enum class Then { Plan, PlanAnew, Nothing }; ///< PlanAnew: unless something else than a plan is shown
    void readTable(Then then);
    void tableArrived(const std::optional<catalog::TableFacts> &facts, Then then);
    void applyOrComplain();
    void say(const QString &text);

    const QString m_name;
    QPointer<Server> m_server;
    std::optional<catalog::TableFacts> m_table;
    int m_generation = 0; ///< of the table's facts: late answers are dropped
    int m_filling = 0;
    bool m_example = false;
    bool m_editedMeanwhile = false; ///< while a Change ran
    FieldMarks m_marks;
    QSplitter *m_split = nullptr;
    QFormLayout *m_form = nullptr;
    QVBoxLayout *m_below = nullptr;
    TablePicker *m_picker = nullptr;
    QLabel *m_summary = nullptr;
    QLabel *m_elsewhere = nullptr;
    ChangePreview *m_preview = nullptr;
};

} // namespace quiver::ui
