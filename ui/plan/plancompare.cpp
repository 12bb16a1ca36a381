// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plancompare.h"

#include "plan/planbadges.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/shortcut.h"
#include "ui/common/theme.h"
#include "ui/plan/plandelegate.h"
#include "ui/plan/plandifferencemodel.h"
#include "ui/plan/plangraph.h"
#include "ui/plan/planpages.h"
#include "ui/plan/planwords.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QSplitter>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int edge = 12, nodeWidth = 200, wordsWidth = 150, figureWidth = 76, headingSpace = 16;

}

PlanCompare::PlanCompare(QWidget *parent)
    : QWidget(parent), m_model(new PlanDifferenceModel(this)), m_left(new PlanGraph), m_right(new PlanGraph), m_leftName(new ElidedLabel), m_rightName(new ElidedLabel), m_summary(new ElidedLabel),
      m_pair(new QTextBrowser)
{
    setObjectName(u"planCompare"_s);
    m_left->setObjectName(u"planLeft"_s);
    m_left->setAccessibleName(tr("Graph of the left plan"));
    m_right->setObjectName(u"planRight"_s);
    m_right->setAccessibleName(tr("Graph of the right plan"));
    m_leftName->setObjectName(u"planLeftName"_s);
    m_rightName->setObjectName(u"planRightName"_s);
    m_summary->setObjectName(u"planCompareSummary"_s);
    m_summary->setProperty("muted", true);
    m_summary->setContentsMargins(edge, 4, edge, 4);
    auto *graphs = new QSplitter(Qt::Horizontal);
    graphs->setObjectName(u"planCompareGraphs"_s);
    graphs->setChildrenCollapsible(false);
    for (const auto &[name, graph] : {std::pair(m_leftName, m_left), std::pair(m_rightName, m_right)}) {
        auto *side = new QWidget;
        auto *column = new QVBoxLayout(side);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        name->setContentsMargins(edge, 4, edge, 4);
        column->addWidget(name);
        column->addWidget(graph, 1);
        graphs->addWidget(side);
    }
    m_pair->setObjectName(u"planPair"_s);
    m_pair->setAccessibleName(tr("The chosen nodes"));
    m_pair->setFrameShape(QFrame::NoFrame);
    m_pair->setStyleSheet(u"QTextBrowser { border: none; padding: 8px; }"_s);
    auto *below = new QSplitter(Qt::Horizontal);
    below->setChildrenCollapsible(false);
    below->addWidget(buildTable());
    below->addWidget(m_pair);
    below->setStretchFactor(0, 1);
    below->setSizes({760, 280});
    auto *split = new QSplitter(Qt::Vertical);
    split->setObjectName(u"planCompareSplitter"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(graphs);
    split->addWidget(below);
    split->setSizes({360, 260});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(split, 1);
    layout->addWidget(m_summary);
    connect(m_left, &PlanGraph::currentChanged, this, [this](int node) { setCurrent(pairOf(Qt::LeftEdge, node)); });
    connect(m_right, &PlanGraph::currentChanged, this, [this](int node) { setCurrent(pairOf(Qt::RightEdge, node)); });
    addShortcut(this, Qt::Key_Escape, [this] { Q_EMIT closeRequested(); });
    addShortcut(this, Qt::Key_F3, [this] { stepDifference(); });
    setFocusProxy(m_table);
}

QWidget *PlanCompare::buildBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(edge, 6, edge, 6);
    row->setSpacing(4);
    const auto button = [&](const QString &name, const QString &iconName, const QString &words, auto slot) {
        auto *made = new QToolButton;
        made->setObjectName(name);
        if (!iconName.isEmpty())
            made->setIcon(icon(iconName));
        made->setToolTip(words);
        made->setAccessibleName(words);
        made->setFocusPolicy(Qt::TabFocus);
        connect(made, &QToolButton::clicked, this, slot);
        row->addWidget(made);
        return made;
    };
    QToolButton *back = button(u"planCompareClose"_s, u"chevron-left"_s, tr("Back to the plan (Esc)"), &PlanCompare::closeRequested);
    back->setText(tr("Plan"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_metric = new QComboBox;
    m_metric->setObjectName(u"planCompareMetric"_s);
    m_metric->setAccessibleName(tr("What the bars of the nodes say"));
    m_metric->setToolTip(m_metric->accessibleName());
    connect(m_metric, &QComboBox::currentIndexChanged, this, [this] {
        for (PlanGraph *graph : {m_left, m_right})
            graph->setMetric(PlanMetric(m_metric->currentData().toInt()));
    });
    row->addWidget(m_metric);
    button(u"planCompareFit"_s, u"fullscreen"_s, tr("All of both"), [this] {
        m_left->fit();
        m_right->fit();
    });
    QToolButton *swap = button(u"planCompareSwap"_s, QString(), tr("Left to right, right to left"), &PlanCompare::swapRequested);
    swap->setText(tr("Swap"));
    row->addStretch(1);
    m_only = new QCheckBox(tr("Only what differs"));
    m_only->setObjectName(u"planOnlyDifferences"_s);
    connect(m_only, &QCheckBox::toggled, this, [this](bool on) {
        const PlanPair kept = m_current;
        m_model->setOnlyDifferences(on);
        m_current = {};
        setCurrent(kept);
    });
    row->addWidget(m_only);
    auto *next = new QToolButton;
    next->setObjectName(u"planNextDifference"_s);
    next->setText(tr("Next difference"));
    next->setToolTip(tr("To the next pair of nodes that differ (F3)"));
    next->setFocusPolicy(Qt::TabFocus);
    connect(next, &QToolButton::clicked, this, &PlanCompare::stepDifference);
    row->addWidget(next);
    return bar;
}

QWidget *PlanCompare::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"planDifferences"_s);
    m_table->setAccessibleName(tr("Nodes of both plans"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new PlanDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->header()->setStretchLastSection(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            setCurrent(m_model->pairAt(index.row()));
    });
    return m_table;
}

void PlanCompare::setPlans(const ComparedPlansPtr &plans, const QString &leftName, const QString &rightName)
{
    m_plans = plans;
    m_current = {};
    m_leftName->setWhole(tr("Left: %1", "which plan").arg(leftName));
    m_rightName->setWhole(tr("Right: %1", "which plan").arg(rightName));
    m_left->setPlan(plans->left);
    m_right->setPlan(plans->right);
    offerMetrics();
    mark();
    m_model->setPlans(plans);
    for (int each = 0; each < PlanDifferenceModel::ColumnCount; ++each) {
        m_table->setColumnHidden(each, !m_model->says(PlanDifferenceModel::Column(each)));
        m_table->setColumnWidth(each, each < PlanDifferenceModel::Difference    ? nodeWidth
                                      : each == PlanDifferenceModel::Difference ? wordsWidth
                                                                                : std::max(m_table->header()->sectionSizeHint(each) + headingSpace, figureWidth));
    }
    m_summary->setWhole(PlanWords::summary(*plans).join(u" · "_s));
    setCurrent(plans->pairs.front());
}

/// Those that both plans have figures for, the first one that tells of the run.
void PlanCompare::offerMetrics()
{
    const QSignalBlocker blocker(m_metric);
    m_metric->clear();
    for (const PlanMetric each : {PlanMetric::Time, PlanMetric::Cost, PlanMetric::Rows, PlanMetric::Buffers})
        if (m_plans->left->has(each) && m_plans->right->has(each))
            m_metric->addItem(PlanWords::metric(each), int(each));
    m_metric->setEnabled(m_metric->count() > 0);
    const PlanMetric shown = m_metric->count() > 0 ? PlanMetric(m_metric->itemData(0).toInt()) : PlanMetric::Rows;
    m_left->setMetric(shown);
    m_right->setMetric(shown);
}

void PlanCompare::mark()
{
    std::vector<PlanMark> left(std::size_t(m_plans->left->size()), PlanMark::None), right(std::size_t(m_plans->right->size()), PlanMark::None);
    std::vector<QString> leftNotes(left.size()), rightNotes(right.size());
    const QString alone = tr("only here", "a node that the other plan does not have");
    for (const PlanPair &pair : m_plans->pairs) {
        if (!m_plans->differs(pair))
            continue;
        const bool isPair = pair.isWhole();
        const QString note = isPair ? plan::PlanBadges::differences(m_plans->difference(pair)).join(u", "_s) : alone;
        if (pair.left >= 0) {
            left[std::size_t(pair.left)] = isPair ? PlanMark::Changed : PlanMark::Alone;
            leftNotes[std::size_t(pair.left)] = note;
        }
        if (pair.right >= 0) {
            right[std::size_t(pair.right)] = isPair ? PlanMark::Changed : PlanMark::Alone;
            rightNotes[std::size_t(pair.right)] = note;
        }
    }
    m_left->setCompared(std::move(left), std::move(leftNotes));
    m_right->setCompared(std::move(right), std::move(rightNotes));
}

PlanPair PlanCompare::pairOf(Qt::Edge side, int node) const
{
    const auto &of = side == Qt::LeftEdge ? m_plans->match.ofLeft : m_plans->match.ofRight;
    const int partner = of[std::size_t(node)];
    return side == Qt::LeftEdge ? PlanPair{node, partner} : PlanPair{partner, node};
}

void PlanCompare::setCurrent(const PlanPair &pair)
{
    if (m_following || !m_plans || pair == m_current || (pair.left < 0 && pair.right < 0))
        return;
    m_current = pair;
    m_following = true;
    pair.left >= 0 ? m_left->setCurrent(pair.left) : m_left->clearCurrent();
    pair.right >= 0 ? m_right->setCurrent(pair.right) : m_right->clearCurrent();
    const int row = m_model->rowOf(pair);
    m_table->setCurrentIndex(m_model->index(row, 0)); // none where the row is not shown
    m_following = false;
    showPair();
}

void PlanCompare::showPair()
{
    if (m_plans)
        m_pair->setHtml(PlanPages::pair(*m_plans, m_current, palette()));
}

void PlanCompare::stepDifference()
{
    if (!m_plans)
        return;
    if (const int row = m_model->nextDifference(m_table->currentIndex().row()); row >= 0)
        setCurrent(m_model->pairAt(row));
}

void PlanCompare::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showPair();
}

} // namespace quiver::ui
