// SPDX-License-Identifier: GPL-3.0-or-later
// Plans from anywhere: pasted, dropped or opened, without a connection; those of before; and two of them side by side.
#pragma once

#include "core/leftpool.h"
#include "store/workspace.h"
#include "ui/common/screen.h"
#include "ui/plan/planloader.h"

class QMenu;
class QPushButton;
class QStackedWidget;

namespace quiver::ui {

class InlineBar;
class PlanCompare;
class PlanHistory;
class PlanTextEdit;
class PlanView;

class PlanScreen final : public Screen
{
    Q_OBJECT

public:
    explicit PlanScreen(store::Workspace &workspace, QWidget *parent = nullptr);
    ~PlanScreen() override;

    QString title() const override { return tr("Plan"); }
    QString iconName() const override { return QStringLiteral("plan"); }
    void setServer(Server *server) override { Q_UNUSED(server) } // a plan is a text
    void activated() override;
    void showExample() override;
    /// The example and the same search set otherwise, side by side.
    void compareExample();

    void openText(const QString &text);
    void openFile(const QString &fileName);
    /// One that was made elsewhere in the program, and is in the history already.
    void openPlan(const OpenPlanPtr &plan, const store::PlanEntry &entry);
    void openEntry(const store::PlanEntry &entry);
    /// Beside the plan that is shown, which stays on the left.
    void compareWithText(const QString &text);
    void compareWithFile(const QString &fileName);
    void compareEntries(const QList<store::PlanEntry> &entries);
    PlanView *view() const { return m_view; }
    PlanCompare *comparison() const { return m_compare; }
    bool showsPlan() const;
    bool showsComparison() const;

Q_SIGNALS:
    void openInConsoleRequested(const QString &sql);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildStart();
    QWidget *buildShown();
    void buildHistory();
    void buildActions();
    void fillCompareMenu(QMenu &menu);
    void chooseFile();
    void chooseOtherFile();
    void askForFile(const QString &title, void (PlanScreen::*then)(const QString &));
    void pastePlan();
    void pasteOther();
    void showPage(QWidget *page);
    void showStart();
    void toggleHistory();
    void loaded(const PlanLoad &load);
    void otherLoaded(const PlanLoad &load);
    void showProblem(const PlanLoad &load);
    void showReading(bool reading);
    void keep(const PlanLoad &load);
    void compare(const OpenPlanPtr &other, const QString &name);
    void showComparison(const OpenPlanPtr &left, const QString &leftName, const OpenPlanPtr &right, const QString &rightName);
    template<typename Then>
    void withText(const store::PlanEntry &entry, Then then);

    store::Workspace &m_workspace;
    PlanLoader *m_loader, *m_other; ///< of the plan that is shown, and of the one beside it
    core::LeftPool m_pool;          ///< compares
    quint64 m_comparing = 0;        ///< number of the newest comparison: older ones are dropped
    store::PlanEntry m_coming;      ///< of what m_loader reads
    bool m_comingIsNew = false;     ///< it is not in the history yet
    QString m_name, m_otherName;    ///< of the plan that is shown, and of what m_other reads
    std::optional<store::PlanEntry> m_then; ///< to be compared with the plan that is coming

    QStackedWidget *m_stack;
    PlanView *m_view;
    PlanCompare *m_compare;
    PlanHistory *m_history = nullptr;
    QWidget *m_start = nullptr, *m_shown = nullptr;
    PlanTextEdit *m_text = nullptr;
    InlineBar *m_message = nullptr; ///< on the start page
    InlineBar *m_partial = nullptr; ///< above a plan behind which the text went wrong, or that has nothing to be compared with
    QPushButton *m_show = nullptr;
    QPushButton *m_open = nullptr;
    bool m_historyAtStart = true, m_historyBeside = false; ///< whether it is open there
};

} // namespace quiver::ui
