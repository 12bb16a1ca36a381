// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/runspane.h"

#include "bench/comparability.h"
#include "core/reply.h"
#include "ui/bench/benchrunpage.h"
#include "ui/bench/benchwords.h"
#include "ui/common/chartview.h"
#include "ui/common/figures.h"
#include "ui/common/fileedit.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using bench::RunResult;

namespace {

constexpr int idRole = Qt::UserRole + 1;
constexpr int leastListHeight = 96; // its head and two runs
constexpr int headingRoom = 14; // its bold words are wider than the view reckons
enum Column { Name, Setting, Table, Search, When, Recall, Qps, Median, P95, P99, State, Note };

const QString baselineKey = u"bench/baseline"_s;

/// A chart and, above it, the box that says what it shows.
QWidget *chartPage(QComboBox *choice, ChartView *chart)
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 8, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(choice, 0, Qt::AlignLeading);
    layout->addWidget(chart, 1);
    return page;
}

QString timeText(const RunResult &run)
{
    return QLocale().toString(run.startedAt.toLocalTime(), QLocale::ShortFormat);
}

} // namespace

RunsPane::RunsPane(store::Workspace &workspace, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_kept(new KeptRuns(workspace, this)), m_runs(std::make_shared<std::vector<KeptRun>>())
{
    m_message = new InlineBar;
    m_message->setObjectName(u"benchRunsMessage"_s);
    m_message->hide();
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(u"benchTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(true);
    m_page = new BenchRunPage;
    m_tabs->addTab(m_page, tr("Run"));
    m_tabs->addTab(buildRecall(), tr("Recall"));
    m_tabs->addTab(buildPair(Qt::Vertical, m_qps = new ChartView(u"benchQpsByWorkers"_s), m_p99 = new ChartView(u"benchP99ByWorkers"_s)), tr("Workers"));
    m_tabs->addTab(buildPair(Qt::Horizontal, m_sizes = new ChartView(u"benchSizes"_s), m_builds = new ChartView(u"benchBuildTimes"_s)), tr("Indexes"));
    m_tabs->addTab(buildHistory(), tr("History"));
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_tabs);
    split->addWidget(buildList());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({420, 190});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_message);
    layout->addWidget(split, 1);
    for (ChartView *chart : {m_frontier, m_qps, m_p99, m_sizes, m_builds, m_history})
        connect(chart, &ChartView::pointActivated, this, &RunsPane::choose);
    connect(m_page, &BenchRunPage::runActivated, this, &RunsPane::choose);
    connect(m_page, &BenchRunPage::commented, m_kept, &KeptRuns::comment);
    connect(m_kept, &KeptRuns::listed, this, &RunsPane::fill);
    connect(m_kept, &KeptRuns::lookedAt, this, [this](const std::shared_ptr<const LookedAt> &look) { m_page->showLook(*look); });
    connect(m_kept, &KeptRuns::charted, this, [this](const std::shared_ptr<const BenchChartSet> &charts) {
        m_charts = charts;
        showCharts();
    });
    connect(m_kept, &KeptRuns::changed, this, &RunsPane::refresh);
    connect(m_kept, &KeptRuns::reportSaved, this, [this](const QString &fileName) {
        m_message->ask(InlineBar::Tone::Success, tr("The report was saved as %1.").arg(QDir::toNativeSeparators(fileName)), {{u"benchMessageClose"_s, tr("Close"), {}}});
    });
    connect(m_kept, &KeptRuns::failed, this, [this](const QString &reason) { m_message->ask(InlineBar::Tone::Danger, reason, {{u"benchMessageClose"_s, tr("Close"), {}}}); });
    core::whenDone(workspace.value(baselineKey), this, [this](const QByteArray &value) {
        for (const QByteArray &id : value.split(','))
            m_baselines << id.toLongLong();
        fill(m_runs);
    }, [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
    m_kept->chart({});
    showState();
}

QWidget *RunsPane::buildRecall()
{
    m_axis = new QComboBox;
    m_axis->setObjectName(u"benchAxis"_s);
    m_axis->setAccessibleName(tr("What is set against recall"));
    m_axis->addItem(tr("Queries per second by recall"));
    m_axis->addItem(tr("p95 latency by recall"));
    m_frontier = new ChartView(u"benchFrontier"_s);
    connect(m_axis, &QComboBox::currentIndexChanged, this, &RunsPane::showCharts);
    return chartPage(m_axis, m_frontier);
}

QWidget *RunsPane::buildPair(Qt::Orientation orientation, ChartView *one, ChartView *other)
{
    auto *page = new QSplitter(orientation);
    page->setChildrenCollapsible(false);
    page->addWidget(one);
    page->addWidget(other);
    return page;
}

QWidget *RunsPane::buildHistory()
{
    m_figure = new QComboBox;
    m_figure->setObjectName(u"benchHistoryFigure"_s);
    m_figure->setAccessibleName(tr("Figure that is followed"));
    m_figure->addItem(tr("Queries per second"));
    m_figure->addItem(tr("p95 latency"));
    m_figure->addItem(tr("Recall"));
    m_history = new ChartView(u"benchHistory"_s);
    connect(m_figure, &QComboBox::currentIndexChanged, this, &RunsPane::showCharts);
    return chartPage(m_figure, m_history);
}

QAction *RunsPane::addAction(QWidget *bar, const QString &name, const QString &iconName, const QString &text, const QString &tip, void (RunsPane::*slot)())
{
    auto *action = new QAction(icon(iconName), text, this);
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, slot);
    m_list->addAction(action);
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(text);
    bar->layout()->addWidget(button);
    return action;
}

QWidget *RunsPane::buildList()
{
    m_list = new QTreeWidget;
    m_list->setObjectName(u"benchRuns"_s);
    m_list->setAccessibleName(tr("Runs that were kept, the newest first"));
    m_list->setHeaderLabels({tr("Kept as"), tr("Run"), tr("Table"), tr("Search"), tr("When"), tr("Recall"), tr("Queries/s"), tr("p50"), tr("p95"), tr("p99"), tr("State"), tr("Note")});
    for (int column = Recall; column <= P99; ++column)
        m_list->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers); // F2 edits the name, whichever column the focus is in
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->setProperty("frameless", true);
    m_list->setMinimumHeight(leastListHeight);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setResizeContentsPrecision(50); // of 500 rows; all of them would keep the window waiting
    m_empty = new QLabel(tr("No run of this server was kept. Fill in the form and run it: each run is kept here with all its samples."));
    m_empty->setObjectName(u"benchRunsEmpty"_s);
    m_empty->setProperty("muted", true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    auto *bar = new QWidget;
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 2, 8, 2);
    line->setSpacing(4);
    m_heading = new QLabel(tr("Runs"));
    m_heading->setObjectName(u"benchRunsHeading"_s);
    m_heading->setProperty("muted", true);
    line->addWidget(m_heading, 1);
    m_ofOne << addAction(bar, u"benchBaseline"_s, u"star"_s, tr("Baseline"), tr("Compare other runs of the same search with this one; again: with none"), &RunsPane::setBaseline);
    m_ofOne << addAction(bar, u"benchRename"_s, u"edit"_s, tr("Rename"), tr("Keep it under another name (F2): runs of one name are a history"), &RunsPane::rename);
    m_ofSome << addAction(bar, u"benchReport"_s, u"export"_s, tr("Report…"), tr("The chosen runs as one HTML file with charts"), &RunsPane::askReport);
    m_ofSome << addAction(bar, u"benchDelete"_s, u"delete"_s, tr("Delete"), tr("Forget the chosen runs"), &RunsPane::askRemove);
    for (const auto &[action, key] : {std::pair(m_ofOne.last(), QKeySequence(Qt::Key_F2)), std::pair(m_ofSome.last(), QKeySequence(Qt::Key_Delete))}) {
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
    }
    m_ofOne << addAction(bar, u"benchRepeat"_s, u"refresh"_s, tr("Into the form"), tr("Fill in the form as it was for this run, to repeat or vary it"), &RunsPane::askRepeat);
    m_toPlan = addAction(bar, u"benchPlan"_s, u"plan"_s, tr("Plan"), {}, &RunsPane::askPlan);
    auto *toConsole = new QAction(icon(u"console"_s), tr("Open in the console"), this);
    connect(toConsole, &QAction::triggered, this, [this] {
        if (const KeptRun *one = chosen())
            Q_EMIT sqlRequested(one->run.spec.workload);
    });
    m_list->addAction(toConsole);
    m_ofOne << toConsole;
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &RunsPane::selectionChanged);
    connect(m_list, &QTreeWidget::itemChanged, this, &RunsPane::renamed);
    return page;
}

void RunsPane::addTab(QWidget *page, const QString &title)
{
    m_tabs->addTab(page, title);
}

void RunsPane::showTab(QWidget *page)
{
    m_tabs->setCurrentWidget(page);
}

void RunsPane::hideNews()
{
    if (m_message->tone() == InlineBar::Tone::Success)
        m_message->hide();
}

void RunsPane::setServer(const QString &summary)
{
    m_server = summary;
    m_wanted = 0;
    refresh();
}

void RunsPane::refresh()
{
    if (m_server.isEmpty())
        return fill(std::make_shared<std::vector<KeptRun>>());
    m_kept->read(m_server);
}

void RunsPane::begin()
{
    m_isFirst = true;
    hideNews();
}

void RunsPane::showRun(qint64 id)
{
    const bool isFirst = std::exchange(m_isFirst, false);
    if (isFirst)
        m_tabs->setCurrentWidget(m_page);
    if (isFirst || (m_tabs->currentWidget() == m_page && m_list->selectedItems().size() < 2))
        m_wanted = id;
    refresh();
}

const KeptRun *RunsPane::run(qint64 id) const
{
    const auto found = std::ranges::find_if(*m_runs, [id](const KeptRun &each) { return each.run.id == id; });
    return found == m_runs->end() ? nullptr : &*found;
}

QList<qint64> RunsPane::chosenIds() const
{
    QList<qint64> ids;
    for (const QTreeWidgetItem *item : m_list->selectedItems())
        ids << item->data(Name, idRole).toLongLong();
    const QTreeWidgetItem *current = m_list->currentItem(); // goes first
    const qint64 first = current && current->isSelected() ? current->data(Name, idRole).toLongLong() : 0;
    if (first != 0 && ids.removeOne(first))
        ids.prepend(first);
    return ids;
}

const KeptRun *RunsPane::chosen() const
{
    const QList<qint64> ids = chosenIds();
    return ids.isEmpty() ? nullptr : run(ids.first());
}

void RunsPane::fill(const KeptRunsPtr &runs)
{
    const QList<qint64> before = m_wanted != 0 ? QList<qint64>{std::exchange(m_wanted, 0)} : chosenIds();
    {
        const QScopedValueRollback filling(m_filling, true);
        m_runs = runs;
        m_list->clear();
        QList<QTreeWidgetItem *> items;
        QHash<qint64, QTreeWidgetItem *> itemOf;
        for (const KeptRun &each : *runs) {
            const RunResult &run = each.run;
            auto *item = new QTreeWidgetItem({run.keptAs, BenchWords::name(run), each.table + u'.' + run.spec.workload.query.column, BenchWords::search(run.spec.workload), timeText(run), run.recall ? BenchWords::share(run.recall->mean) : u"–"_s,
                                              BenchWords::qps(run.qps), BenchWords::ms(run.latency.medianMs), BenchWords::ms(run.latency.p95Ms), BenchWords::ms(run.latency.p99Ms), BenchWords::state(run), run.comment});
            item->setData(Name, idRole, run.id);
            item->setFlags(item->flags() | Qt::ItemIsEditable);
            for (const int column : {Setting, Table, Search})
                item->setToolTip(column, u"%1\n%2"_s.arg(item->text(Table), item->text(Search)));
            if (m_baselines.contains(run.id))
                item->setIcon(Name, icon(u"star"_s));
            for (int column = Recall; column <= P99; ++column)
                item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
            items << item;
            itemOf[run.id] = item;
        }
        m_list->addTopLevelItems(items);
        for (const int column : {Table, Search}) { // what all have in common takes no room from the figures
            const auto differs = [&](const QTreeWidgetItem *item) { return item->text(column) != items.first()->text(column); };
            m_list->setColumnHidden(column, std::ranges::none_of(items, differs));
        }
        for (int column = 0; column < m_list->columnCount(); ++column) {
            m_list->resizeColumnToContents(column);
            m_list->setColumnWidth(column, std::min(m_list->columnWidth(column) + headingRoom, 220));
        }
        QList<QTreeWidgetItem *> again;
        for (const qint64 id : before) {
            if (QTreeWidgetItem *item = itemOf.value(id))
                again << item;
        }
        m_list->setCurrentItem(again.isEmpty() ? m_list->topLevelItem(0) : again.first());
        for (QTreeWidgetItem *item : std::as_const(again))
            item->setSelected(true);
    }
    m_heading->setText(int(runs->size()) < KeptRuns::mostRuns ? tr("Runs") : tr("Runs: the newest %1, older ones are kept").arg(QLocale().toString(KeptRuns::mostRuns)));
    m_list->setVisible(!runs->empty());
    m_empty->setVisible(runs->empty());
    selectionChanged();
}

void RunsPane::choose(qint64 id)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        if (m_list->topLevelItem(i)->data(Name, idRole).toLongLong() == id) {
            m_list->setCurrentItem(m_list->topLevelItem(i));
            m_tabs->setCurrentIndex(0);
            return;
        }
    }
}

void RunsPane::selectionChanged()
{
    if (m_filling)
        return;
    hideNews();
    showState();
    const KeptRun *first = chosen();
    QList<qint64> ids = chosenIds();
    // Two that are chosen are compared with each other: the later one is judged, whichever was chosen first.
    const KeptRun *second = ids.size() == 2 ? run(ids[1]) : nullptr;
    if (first && second && first->run.startedAt < second->run.startedAt)
        ids.swapItemsAt(0, 1);
    m_kept->lookAt(ids, second ? ids[1] : first ? baselineOf(*first) : 0);
    // Several that were chosen, or else all of the same table.
    std::vector<RunResult> shown;
    for (const KeptRun &each : *m_runs) {
        if (ids.size() > 1 ? ids.contains(each.run.id) : first && each.table == first->table)
            shown.push_back(each.run);
    }
    m_kept->chart(shown);
}

void RunsPane::showState()
{
    const qsizetype count = m_list->selectedItems().size();
    for (QAction *action : std::as_const(m_ofOne))
        action->setEnabled(count == 1);
    for (QAction *action : std::as_const(m_ofSome))
        action->setEnabled(count > 0);
    const KeptRun *one = count == 1 ? chosen() : nullptr;
    const bool isOnCopy = one && one->run.facts.buildSeconds >= 0;
    m_toPlan->setEnabled(one && !isOnCopy && !m_server.isEmpty());
    m_toPlan->setToolTip(isOnCopy ? tr("Its index was on a copy that is gone: there is nothing to be explained any more") : tr("Measures one of its queries with its settings and opens the plan"));
}

void RunsPane::showCharts()
{
    if (!m_charts)
        return;
    m_frontier->setData(m_axis->currentIndex() == 0 ? m_charts->frontierQps : m_charts->frontierP95);
    m_qps->setData(m_charts->qpsByWorkers);
    m_p99->setData(m_charts->p99ByWorkers);
    m_sizes->setData(m_charts->sizes);
    m_builds->setData(m_charts->buildTimes);
    m_history->setData(m_figure->currentIndex() == 0 ? m_charts->historyQps : m_figure->currentIndex() == 1 ? m_charts->historyP95 : m_charts->historyRecall);
}

void RunsPane::rename()
{
    if (QTreeWidgetItem *item = m_list->currentItem())
        m_list->editItem(item, Name);
}

void RunsPane::renamed(QTreeWidgetItem *item, int column)
{
    if (m_filling)
        return;
    if (column == Name)
        m_kept->rename(item->data(Name, idRole).toLongLong(), item->text(Name).trimmed());
}

void RunsPane::askPlan()
{
    if (const KeptRun *one = chosen())
        Q_EMIT planRequested(one->run.spec);
}

void RunsPane::askRepeat()
{
    if (const KeptRun *one = chosen())
        Q_EMIT repeatRequested(one->run);
}

void RunsPane::askRemove()
{
    const QList<qint64> ids = chosenIds();
    if (ids.isEmpty())
        return;
    const KeptRun *one = chosen();
    const QString what = ids.size() > 1 || !one ? countOf(ids.size(), tr("Forget this run with its samples?"), tr("Forget %1 runs with their samples?"))
                         : one->run.keptAs.isEmpty() ? tr("Forget the run %1 of %2 with its samples?").arg(BenchWords::name(one->run), timeText(one->run))
                                                : tr("Forget the run %1 of %2, kept as %3, with its samples?").arg(BenchWords::name(one->run), timeText(one->run), one->run.keptAs);
    m_message->ask(InlineBar::Tone::Warning, what,
                   {{u"benchReallyDelete"_s, tr("Delete"), [this, ids] {
                         m_kept->remove(ids);
                         if (m_baselines.removeIf([&ids](qint64 each) { return ids.contains(each); }) > 0)
                             keepBaselines();
                     }}, {u"benchKeep"_s, tr("Keep"), {}}});
}

void RunsPane::setBaseline()
{
    const KeptRun *one = chosen();
    if (!one)
        return;
    const qint64 id = one->run.id;
    const bool wasBaseline = m_baselines.contains(id);
    m_baselines.removeIf([&](qint64 each) { return each == id || each == baselineOf(*one); });
    if (!wasBaseline)
        m_baselines << id;
    keepBaselines();
    fill(m_runs);
}

void RunsPane::keepBaselines()
{
    QByteArrayList ids;
    for (const qint64 id : std::as_const(m_baselines))
        ids << QByteArray::number(id);
    core::whenFailed(m_workspace.setValue(baselineKey, ids.join(',')), this, [](const std::exception_ptr &) {}); // Workspace::failed() tells
}

qint64 RunsPane::baselineOf(const KeptRun &kept) const
{
    for (const qint64 id : m_baselines) {
        if (const KeptRun *baseline = run(id); baseline && bench::taskDifferences(kept.run, baseline->run).isEmpty())
            return id;
    }
    return 0;
}

void RunsPane::askReport()
{
    auto *dialog = new QFileDialog(this, tr("Save a report of the runs"), directoryForFiles(), tr("HTML (*.html)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"html"_s);
    dialog->selectFile(u"benchmark-%1.html"_s.arg(QDate::currentDate().toString(Qt::ISODate)));
    QMap<qint64, qint64> baselines;
    for (const qint64 id : chosenIds()) {
        if (const KeptRun *each = run(id))
            baselines[id] = baselineOf(*each);
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this, ids = chosenIds(), baselines](const QString &fileName) { m_kept->saveReport(ids, baselines, fileName); });
    dialog->open();
}

} // namespace quiver::ui
