// SPDX-License-Identifier: GPL-3.0-or-later
// The task "New vector table": its fields, and beside them what they become.
#pragma once

#include "schema/tableplan.h"
#include "ui/common/taskpage.h"

#include <memory>

class QLabel;
class QPushButton;
class QSplitter;

namespace quiver::ui {

class ChangePreview;
class NewTableForm;

class NewTablePage final : public TaskPage
{
    Q_OBJECT

public:
    explicit NewTablePage(QWidget *parent = nullptr);
    ~NewTablePage() override;

    void setServer(Server *server) override;
    void activated() override;
    void showExample() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Answer;
    QWidget *buildForm();
    QWidget *buildPreview();
    void loadChoices();
    void onEdited();
    void ask(const schema::TableDesign &design);
    void onAnswer();
    QStringList showProblems(const std::vector<schema::DesignProblem> &problems);
    static QString correctFirst();
    void showNotes(const QStringList &notes);
    void showAdvice(const std::vector<schema::DesignProblem> &problems);
    void balance();
    void applyOrComplain();

    QPointer<Server> m_server;
    int m_generation = 0; ///< of the choices: late answers are dropped
    std::shared_ptr<Answer> m_answer; ///< what the maker found out besides, on its thread
    QSplitter *m_split = nullptr;
    NewTableForm *m_form = nullptr;
    QLabel *m_notes = nullptr;
    QPushButton *m_advice = nullptr;
    schema::DesignProblem::Advice m_advised = schema::DesignProblem::Advice::None;
    bool m_previewIsLarge = true; ///< of the two below one another
    ChangePreview *m_preview = nullptr;
};

} // namespace quiver::ui
