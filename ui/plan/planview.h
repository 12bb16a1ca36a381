// SPDX-License-Identifier: GPL-3.0-or-later
// A plan to look at: as graph, as table and as icicle (flame view), with the chosen node, the findings and the text beside it.
//
// Needs no connection. Its plans come ready from PlanLoader.
#pragma once

#include "core/leftpool.h"
#include "ui/plan/openplan.h"

#include <QList>
#include <QWidget>

#include <array>

class QButtonGroup;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabWidget;
class QTextBrowser;
class QToolButton;
class QTreeView;

namespace quiver::ui {

class ElidedLabel;
class InlineBar;
class PlanFlame;
class PlanGraph;
class PlanModel;
class SqlEditor;

class PlanView final : public QWidget
{
    Q_OBJECT

public:
    enum Page { GraphPage, TablePage, FlamePage };

    explicit PlanView(QWidget *parent = nullptr);

    /// The size that a node of these plans has to have.
    QSizeF boxSize() const;
    /// At least one; a box chooses where there are several.
    void setPlans(const QList<OpenPlanPtr> &plans);
    /// The plan that is shown, with other findings: nothing else of it changes.
    void renew(const OpenPlanPtr &plan);
    const OpenPlanPtr &plan() const { return m_plan; }
    const QList<OpenPlanPtr> &plans() const { return m_plans; }
    int currentNode() const { return m_node; }
    void setCurrentNode(int node);
    void showPage(Page page);
    void focusPage(); ///< the one in front
    PlanGraph *graph() const { return m_graph; }
    PlanFlame *flame() const { return m_flame; }
    /// The graph as a picture, SVG or PNG by the name; exported() or a message follows.
    void exportTo(const QString &fileName);
    /// Where whoever shows the view puts what else there is to do, at the end of the bar.
    void addToBar(QWidget *widget);

Q_SIGNALS:
    void currentNodeChanged(int node);
    void openInConsoleRequested(const QString &sql);
    /// Of a finding: it becomes a Change, see doctor::changeOf().
    void changeRequested(const quiver::doctor::Fix &fix);
    void exported(const QString &fileName);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildBar();
    void buildGraphTools();
    void showTools();
    QWidget *buildTable();
    QToolButton *button(const QString &name, const QString &iconName, const QString &words);
    void setPlan(const OpenPlanPtr &plan);
    void offerMetrics();
    void showMetric();
    void fillPage();
    void chooseRow();
    void search(const QString &text);
    void stepFound(int step);
    void showFoundCount();
    void askAndExport();
    // planviewside.cpp
    QWidget *buildSide();
    void beginSide();
    void nameFindings();
    void recolourSide();
    void fillSide();
    void showNode();
    void showText();
    void follow(const QUrl &link);

    QList<OpenPlanPtr> m_plans;
    OpenPlanPtr m_plan;
    int m_node = -1;
    bool m_isMetricChosen = false; ///< by the user: else it is that which tells most of a plan
    std::vector<int> m_found;
    struct Shown {
        std::array<bool, 3> pages{}; ///< by Page
        std::array<bool, 4> tabs{};  ///< of the side
    } m_shown; ///< what shows m_plan by now: the rest does when it is looked at

    core::LeftPool m_pool; ///< writes pictures
    PlanModel *m_model;
    InlineBar *m_notice = nullptr;
    QHBoxLayout *m_bar = nullptr;
    QButtonGroup *m_pageButtons = nullptr;
    QComboBox *m_chooser = nullptr, *m_metric = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_foundCount = nullptr;
    ElidedLabel *m_summary = nullptr;
    QStackedWidget *m_pages = nullptr;
    PlanGraph *m_graph = nullptr;
    PlanFlame *m_flame = nullptr;
    QTreeView *m_table = nullptr;
    QTabWidget *m_side = nullptr;
    QTextBrowser *m_inspector = nullptr, *m_findings = nullptr, *m_totals = nullptr;
    SqlEditor *m_text = nullptr;
    QList<QWidget *> m_graphOnly; ///< of the bar, by GraphTool
};

} // namespace quiver::ui
