// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planview.h"

#include "core/reply.h"
#include "core/threadjob.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/shortcut.h"
#include "ui/common/sqleditor.h"
#include "ui/common/sqleditorfindbar.h"
#include "ui/common/theme.h"
#include "ui/plan/plandelegate.h"
#include "ui/plan/planexport.h"
#include "ui/plan/planflame.h"
#include "ui/plan/plangraph.h"
#include "ui/plan/planmodel.h"
#include "ui/plan/planwords.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScopeGuard>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int edge = 12, nodeWidth = 300, figureWidth = 84;
constexpr int roomForTools = 760; // pixels
constexpr double zoomStep = 1.25;
enum GraphTool { ZoomOut, ZoomIn, Fit, Fold, Unfold, Export };

}

PlanView::PlanView(QWidget *parent)
    : QWidget(parent), m_pool(new QThreadPool), m_model(new PlanModel(this))
{
    setObjectName(u"planView"_s);
    m_graph = new PlanGraph;
    m_flame = new PlanFlame;
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_graph);
    m_pages->addWidget(buildTable());
    m_pages->addWidget(m_flame);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setObjectName(u"planSplitter"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(m_pages);
    split->addWidget(buildSide());
    split->setStretchFactor(0, 1);
    split->setSizes({700, 320});
    m_summary = new ElidedLabel;
    m_summary->setObjectName(u"planSummary"_s);
    m_summary->setProperty("muted", true);
    m_summary->setContentsMargins(edge, 4, edge, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    m_notice = new InlineBar;
    m_notice->setObjectName(u"planNotice"_s);
    m_notice->hide();
    layout->addWidget(m_notice);
    layout->addWidget(split, 1);
    layout->addWidget(m_summary);

    connect(m_graph, &PlanGraph::currentChanged, this, &PlanView::setCurrentNode);
    connect(m_flame, &PlanFlame::currentChanged, this, &PlanView::setCurrentNode);
    addShortcut(this, QKeySequence::Find, [this] {
        if (m_text->hasFocus() || m_text->findBar()->isAncestorOf(focusWidget())) {
            m_text->findBar()->open(false);
        } else {
            m_search->setFocus(Qt::ShortcutFocusReason);
            m_search->selectAll();
        }
    });
}

QToolButton *PlanView::button(const QString &name, const QString &iconName, const QString &words)
{
    auto *made = new QToolButton;
    made->setObjectName(name);
    made->setIcon(icon(iconName));
    made->setToolTip(words);
    made->setAccessibleName(words);
    made->setFocusPolicy(Qt::TabFocus);
    m_bar->addWidget(made);
    return made;
}

QWidget *PlanView::buildBar()
{
    auto *bar = new QWidget;
    m_bar = new QHBoxLayout(bar);
    m_bar->setContentsMargins(edge, 6, edge, 6);
    m_bar->setSpacing(4);
    m_pageButtons = new QButtonGroup(this);
    const auto page = [this](Page which, const QString &name, const QString &words) {
        auto *made = new QToolButton;
        made->setObjectName(name);
        made->setText(words);
        made->setCheckable(true);
        made->setFocusPolicy(Qt::TabFocus);
        m_pageButtons->addButton(made, which);
        m_bar->addWidget(made);
    };
    page(GraphPage, u"planShowGraph"_s, tr("Graph"));
    page(TablePage, u"planShowTable"_s, tr("Table"));
    page(FlamePage, u"planShowFlame"_s, tr("Flame", "a flame view: bars as wide as nodes weigh, below each other"));
    m_pageButtons->button(GraphPage)->setChecked(true);
    connect(m_pageButtons, &QButtonGroup::idClicked, this, [this](int id) { showPage(Page(id)); });
    m_chooser = new QComboBox;
    m_chooser->setObjectName(u"planChooser"_s);
    m_chooser->setAccessibleName(tr("Which plan of the text"));
    m_chooser->setMaximumWidth(200);
    connect(m_chooser, &QComboBox::activated, this, [this](int index) { setPlan(m_plans[index]); });
    m_bar->addWidget(m_chooser);
    m_metric = new QComboBox;
    m_metric->setObjectName(u"planMetric"_s);
    m_metric->setAccessibleName(tr("What the bars of the nodes say"));
    m_metric->setToolTip(m_metric->accessibleName());
    m_metric->setMinimumContentsLength(9); // "Own time" is read whole in the narrowest window
    connect(m_metric, &QComboBox::currentIndexChanged, this, &PlanView::showMetric);
    connect(m_metric, &QComboBox::activated, this, [this] { m_isMetricChosen = true; });
    m_bar->addWidget(m_metric);
    buildGraphTools();
    m_bar->addStretch(1);
    m_foundCount = new QLabel;
    m_foundCount->setObjectName(u"planFoundCount"_s);
    m_foundCount->setProperty("muted", true);
    m_bar->addWidget(m_foundCount);
    m_search = new QLineEdit;
    m_search->setObjectName(u"planSearch"_s);
    m_search->setPlaceholderText(tr("Find nodes"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setToolTip(tr("By type, table, index or condition (Ctrl+F); Enter goes to the next one, Shift+Enter back"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(84);
    m_search->setMaximumWidth(200);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &PlanView::search);
    m_bar->addWidget(m_search, 1);
    return bar;
}

void PlanView::buildGraphTools()
{
    m_graphOnly = {button(u"planZoomOut"_s, u"remove"_s, tr("Smaller (-)")),
                   button(u"planZoomIn"_s, u"add"_s, tr("Larger (+)")),
                   button(u"planFit"_s, u"fullscreen"_s, tr("All of it (0)")),
                   button(u"planFold"_s, u"collapse"_s, tr("Fold all but the top; Space folds the chosen node")),
                   button(u"planUnfold"_s, u"expand"_s, tr("Unfold everything")),
                   button(u"planExport"_s, u"export"_s, tr("Save the graph as a picture (PNG, SVG)"))};
    connect(static_cast<QToolButton *>(m_graphOnly[ZoomOut]), &QToolButton::clicked, this, [this] { m_graph->zoom(1 / zoomStep); });
    connect(static_cast<QToolButton *>(m_graphOnly[ZoomIn]), &QToolButton::clicked, this, [this] { m_graph->zoom(zoomStep); });
    connect(static_cast<QToolButton *>(m_graphOnly[Fit]), &QToolButton::clicked, m_graph, &PlanGraph::fit);
    connect(static_cast<QToolButton *>(m_graphOnly[Fold]), &QToolButton::clicked, m_graph, &PlanGraph::foldAll);
    connect(static_cast<QToolButton *>(m_graphOnly[Unfold]), &QToolButton::clicked, m_graph, &PlanGraph::unfoldAll);
    connect(static_cast<QToolButton *>(m_graphOnly[Export]), &QToolButton::clicked, this, &PlanView::askAndExport);
}

void PlanView::addToBar(QWidget *widget)
{
    m_bar->addWidget(widget);
}

QWidget *PlanView::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"planTable"_s);
    m_table->setAccessibleName(tr("Nodes of the plan"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new PlanDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PlanModel::Node, Qt::AscendingOrder);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->header()->setStretchLastSection(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            setCurrentNode(m_model->nodeAt(index.row()));
    });
    return m_table;
}

QSizeF PlanView::boxSize() const
{
    return PlanPicture::boxSize(m_graph->font());
}

void PlanView::setPlans(const QList<OpenPlanPtr> &plans)
{
    // The strings of 10,000 nodes take their time to be freed, too: elsewhere, where this was the last that knew them.
    const auto release = qScopeGuard([this, old = std::exchange(m_plans, plans)]() mutable { m_pool->start([gone = std::exchange(old, {})] {}); });
    m_chooser->clear();
    for (qsizetype i = 0; i < plans.size(); ++i) {
        const QString query = plans[i]->plan.queryText.simplified();
        m_chooser->addItem(query.isEmpty() ? tr("Plan %1").arg(i + 1) : tr("%1: %2", "number and text of a statement").arg(i + 1).arg(query.left(60)));
    }
    m_chooser->setVisible(plans.size() > 1);
    setPlan(plans.front());
}

void PlanView::setPlan(const OpenPlanPtr &plan)
{
    m_plan = plan;
    m_node = -1;
    m_shown = {};
    m_graph->setPlan(plan);
    m_flame->setPlan({});
    m_model->setPlan({});
    fillPage();
    offerMetrics();
    m_summary->setWhole(PlanWords::summary(*plan).join(u" · "_s));
    beginSide();
    search(m_search->text());
    if (m_node < 0)
        setCurrentNode(0);
}

/// A plan of 10,000 nodes is work for each view of it: only for the one that is looked at.
void PlanView::fillPage()
{
    const int page = m_pages->currentIndex();
    if (!m_plan || page == GraphPage || std::exchange(m_shown.pages[std::size_t(page)], true))
        return;
    if (page == FlamePage) {
        m_flame->setPlan(m_plan);
        m_flame->setMarked(m_found);
        m_flame->setCurrent(m_node);
        return;
    }
    m_model->setPlan(m_plan);
    for (int each = 0; each < PlanModel::ColumnCount; ++each) {
        m_table->setColumnHidden(each, !m_model->says(PlanModel::Column(each)));
        m_table->setColumnWidth(each, each == PlanModel::Node ? nodeWidth : std::max(m_table->header()->sectionSizeHint(each), figureWidth));
    }
    chooseRow();
}

void PlanView::chooseRow()
{
    const QModelIndex place = m_model->indexOf(m_node);
    m_table->setCurrentIndex(place);
    m_table->scrollTo(place);
}

/// Those that the plan has figures for, and that the page in front can show; the first one is shown.
void PlanView::offerMetrics()
{
    const PlanMetric before = PlanMetric(m_metric->currentData().toInt());
    const bool isFlame = m_pages->currentIndex() == FlamePage;
    {
        const QSignalBlocker blocker(m_metric);
        m_metric->clear();
        for (const PlanMetric each : {PlanMetric::Time, PlanMetric::Rows, PlanMetric::Cost, PlanMetric::Buffers})
            if (m_plan->has(each) && (!isFlame || PlanFlame::canShow(each)))
                m_metric->addItem(PlanWords::metric(each), int(each));
        const int same = m_isMetricChosen ? m_metric->findData(int(before)) : -1, cost = m_metric->findData(int(PlanMetric::Cost));
        m_metric->setCurrentIndex(same >= 0 ? same : std::max(0, m_plan->has(PlanMetric::Time) ? 0 : cost));
    }
    showMetric();
}

void PlanView::showMetric()
{
    const auto metric = m_metric->currentIndex() < 0 ? PlanMetric::Rows : PlanMetric(m_metric->currentData().toInt());
    m_graph->setMetric(metric);
    m_flame->setMetric(metric);
}

void PlanView::showPage(Page page)
{
    m_pages->setCurrentIndex(page);
    m_pageButtons->button(page)->setChecked(true);
    showTools();
    m_metric->setVisible(page != TablePage);
    if (m_plan) {
        fillPage();
        offerMetrics();
    }
    focusPage();
}

/// In a narrow view those stay whose work has no key (-, + and 0): all of them would lie above each other.
void PlanView::showTools()
{
    const bool isNarrow = width() < roomForTools;
    for (qsizetype tool = 0; tool < m_graphOnly.size(); ++tool)
        m_graphOnly[tool]->setVisible(m_pages->currentIndex() == GraphPage && (!isNarrow || tool > Fit));
}

void PlanView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showTools();
}

void PlanView::focusPage()
{
    m_pages->currentWidget()->setFocus();
}

void PlanView::setCurrentNode(int node)
{
    if (!m_plan || node < 0 || node == m_node)
        return;
    m_node = node;
    m_graph->setCurrent(node);
    if (m_shown.pages[FlamePage])
        m_flame->setCurrent(node);
    if (m_shown.pages[TablePage])
        chooseRow();
    showNode();
    showFoundCount();
    Q_EMIT currentNodeChanged(node);
}

void PlanView::search(const QString &text)
{
    m_found = m_plan ? m_plan->search(text) : std::vector<int>();
    m_graph->setMarked(m_found);
    if (m_shown.pages[FlamePage])
        m_flame->setMarked(m_found);
    if (!m_found.empty() && std::ranges::find(m_found, m_node) == m_found.end())
        setCurrentNode(m_found.front());
    showFoundCount();
}

void PlanView::stepFound(int step)
{
    if (m_found.empty())
        return;
    const auto size = std::ptrdiff_t(m_found.size());
    const auto at = std::ranges::lower_bound(m_found, m_node) - m_found.begin();
    const bool isOne = at < size && m_found[std::size_t(at)] == m_node;
    const auto next = step > 0 ? (isOne ? at + 1 : at) : at - 1;
    setCurrentNode(m_found[std::size_t((next + size) % size)]);
}

void PlanView::showFoundCount()
{
    if (m_search->text().trimmed().isEmpty()) {
        m_foundCount->clear();
        return;
    }
    const auto at = std::ranges::find(m_found, m_node);
    m_foundCount->setText(m_found.empty()         ? tr("none", "no node was found")
                          : at == m_found.end() ? countOf(qint64(m_found.size()), tr("1 node"), tr("%1 nodes"))
                                                : tr("%1 of %2", "the number of a node among those that were found").arg(at - m_found.begin() + 1).arg(m_found.size()));
}

void PlanView::askAndExport()
{
    auto *dialog = new QFileDialog(this, tr("Save the graph"), {}, tr("PNG (*.png);;SVG (*.svg)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.contains("*.svg"_L1) ? u"svg"_s : u"png"_s); });
    connect(dialog, &QFileDialog::fileSelected, this, &PlanView::exportTo);
    dialog->open();
}

void PlanView::exportTo(const QString &fileName)
{
    if (!m_plan)
        return;
    m_notice->hide();
    // Of a copy: the graph goes on being looked at and folded.
    auto task = core::runInThread(*m_pool, tr("Save the graph"), nullptr, [picture = m_graph->picture(), fileName](core::JobContext &) { writePlanPicture(picture, fileName); });
    core::whenDone(
        task.future, this,
        [this, fileName] {
            m_notice->ask(InlineBar::Tone::Success, tr("The graph was saved as %1.").arg(QDir::toNativeSeparators(fileName)), {{u"planNoticeClose"_s, tr("Close"), {}}});
            Q_EMIT exported(fileName);
        },
        [this](const std::exception_ptr &error) {
            m_notice->ask(InlineBar::Tone::Danger, core::describe(error), {{u"planExportRetry"_s, tr("Save elsewhere…"), [this] { askAndExport(); }}, {u"planNoticeClose"_s, tr("Close"), {}}});
        });
}

bool PlanView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == m_text && (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab)) { // an editor keeps Tab for itself; one that is only read is a stop
        focusNextPrevChild(key->key() == Qt::Key_Tab);
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        stepFound(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    }
    if (watched == m_search && key->key() == Qt::Key_Escape) {
        m_search->clear();
        focusPage();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PlanView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_plan && m_inspector)
        recolourSide();
}

} // namespace quiver::ui
