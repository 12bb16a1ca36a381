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
    /// One that was made elsewhere in the program, with its text, and is not in the history yet.
    struct MadePlan {
        store::PlanEntry entry;
        QString name; ///< empty: what the history calls it
        bool isThere() const { return !entry.text.isEmpty() || entry.id != 0; }
    };

    explicit PlanScreen(store::Workspace &workspace, QWidget *parent = nullptr);
    ~PlanScreen() override;

    QString title() const override { return tr("Plan"); }
    QString iconName() const override { return QStringLiteral("plan"); }
    void setServer(Server *server) override { Q_UNUSED(server) } // a plan is a text
    void activated() override;
    void showExample() override;
    /// The example and the same search set otherwise, side by side.
    void compareExample();

    /// The servers that are open: a plan that one of them made is looked at with its catalogue again.
    void setServers(std::function<QList<Server *>()> servers) { m_servers = std::move(servers); }
    void openText(const QString &text);
    /// One, or two side by side.
    void openMade(const QList<MadePlan> &plans);
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
    /// Of a finding on \p server: it becomes a Change, see doctor::changeOf().
    void changeRequested(quiver::ui::Server *server, const quiver::doctor::Fix &fix);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildStart();
    QWidget *buildShown();
    void buildHistory();
    void buildActions();
    void chooseFile();
    void askForFile(const QString &title, void (PlanScreen::*then)(const QString &));
    void pastePlan();
    void showPage(QWidget *page);
    void showStart();
    void toggleHistory();
    void loaded(const PlanLoad &load);
    void showProblem(const PlanLoad &load);
    void showReading(bool reading);
    store::PlanEntry keep(const PlanLoad &load, const store::PlanEntry &known);
    Server *serverOf(const store::PlanEntry &entry) const;
    void askCatalogue(const store::PlanEntry &entry);
    void withText(const store::PlanEntry &entry, const std::function<void(const QByteArray &)> &then);
    // planscreencompare.cpp
    void fillCompareMenu(QMenu &menu);
    void chooseOtherFile();
    void pasteOther();
    void goOnWith(const MadePlan &then);
    void otherLoaded(const PlanLoad &load);
    void compare(const OpenPlanPtr &other, const QString &name);
    void showComparison(const OpenPlanPtr &left, const QString &leftName, const OpenPlanPtr &right, const QString &rightName);

    store::Workspace &m_workspace;
    PlanLoader *m_loader, *m_other; ///< of the plan that is shown, and of the one beside it
    core::LeftPool m_pool;          ///< compares
    quint64 m_comparing = 0;        ///< number of the newest comparison: older ones are dropped
    MadePlan m_coming;              ///< of what m_loader reads
    bool m_comingIsNew = false;     ///< it is not in the history yet
    QString m_name, m_otherName;    ///< of the plan that is shown, and of what m_other reads
    MadePlan m_then;                ///< to be compared with the plan that is coming
    std::optional<store::PlanEntry> m_otherMade; ///< of what m_other reads, where it is to be kept
    std::function<QList<Server *>()> m_servers;
    QPointer<Server> m_catalogueOf; ///< whose catalogue the findings go by; null: by none

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
