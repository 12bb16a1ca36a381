// SPDX-License-Identifier: GPL-3.0-or-later
// Two plans side by side: their graphs, and below a table of their nodes, each beside the one that it is in the other plan, with what
// differs. Who chooses a node in one chooses its partner in the other.
#pragma once

#include "ui/plan/comparedplans.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QTextBrowser;
class QTreeView;

namespace quiver::ui {

class ElidedLabel;
class PlanDifferenceModel;
class PlanGraph;

class PlanCompare final : public QWidget
{
    Q_OBJECT

public:
    explicit PlanCompare(QWidget *parent = nullptr);

    /// \p leftName and \p rightName say which plan is which: a file's name, a time, a server.
    void setPlans(const ComparedPlansPtr &plans, const QString &leftName, const QString &rightName);
    const ComparedPlansPtr &plans() const { return m_plans; }
    const PlanPair &current() const { return m_current; }
    void setCurrent(const PlanPair &pair);
    PlanGraph *graph(Qt::Edge side) const { return side == Qt::LeftEdge ? m_left : m_right; }

Q_SIGNALS:
    void closeRequested();
    void swapRequested();

private:
    QWidget *buildBar();
    QWidget *buildTable();
    void offerMetrics();
    void mark();
    void showPair();
    void stepDifference();
    PlanPair pairOf(Qt::Edge side, int node) const;
    void changeEvent(QEvent *event) override;

    ComparedPlansPtr m_plans;
    PlanPair m_current;
    PlanDifferenceModel *m_model;
    PlanGraph *m_left, *m_right;
    ElidedLabel *m_leftName, *m_rightName, *m_summary;
    QComboBox *m_metric = nullptr;
    QCheckBox *m_only = nullptr;
    QTreeView *m_table = nullptr;
    QTextBrowser *m_pair;
    bool m_following = false; ///< the views are told of a node, and do not tell of it
};

} // namespace quiver::ui
