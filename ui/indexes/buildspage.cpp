// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/buildspage.h"

#include "core/reply.h"
#include "index/buildcancel.h"
#include "index/invalidradar.h"
#include "ui/common/changepreview.h"
#include "ui/common/comparisontable.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/indexes/buildjournalmodel.h"
#include "ui/indexes/buildview.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/serverbuilds.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::WatchedBuild;

namespace {

constexpr int pidRole = Qt::UserRole + 1;
constexpr int wide = 640; // from which on the list stands beside the build
constexpr int leastBefore = 120; // of the journal, with rows
constexpr int roomy = 800; // from which on the journal has room for all its columns
constexpr int cellPadding = 16;
// In the list, in the place of a session's number: the first that waits to be built, those after it counted down from there.
constexpr int firstWaiting = -2;

/// As wide as contents and header need, with the room that the style leaves around both.
void fitColumns(QTableView *table)
{
    table->resizeColumnsToContents();
    for (int column = 0; column < table->model()->columnCount(); ++column)
        table->setColumnWidth(column, table->columnWidth(column) + cellPadding);
}

QString lineOf(const WatchedBuild &build, bool isOurs)
{
    QStringList parts{isOurs ? BuildsPage::tr("ours") : BuildsPage::tr("by %1").arg(build.progress.user)};
    const auto partitions = isOurs ? std::nullopt : index::partsSeen(build.progress, build.estimate);
    if (const double fraction = partitions ? partitions->fraction : build.estimate.fraction; fraction >= 0)
        parts << BuildsPage::tr("%1 %").arg(int(100 * fraction));
    parts << index::phaseWords(build.estimate.phase, build.progress.method);
    return build.progress.name() + u'\n' + parts.join(u" · "_s);
}

/// Whom it waits for before it asks the server for anything.
QString startingWords(const core::JobProgress &progress)
{
    return progress.message.isEmpty() ? QString() : progress.phase + u": "_s + progress.message;
}

} // namespace

BuildsPage::BuildsPage(store::Workspace &workspace, QWidget *parent) : TaskPage(parent), m_journal(new BuildJournalModel(workspace, this))
{
    setObjectName(u"indexBuildsPage"_s);
    m_bar = new InlineBar;
    m_bar->setObjectName(u"buildsBar"_s);
    m_split = new QSplitter(Qt::Vertical);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildNow());
    m_split->addWidget(buildJournal());
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto *barRow = new QVBoxLayout;
    barRow->setContentsMargins(12, 0, 12, 0);
    barRow->addWidget(m_bar);
    layout->addLayout(barRow);
    layout->addWidget(m_split, 1);
    connect(m_journal, &BuildJournalModel::loaded, this, &BuildsPage::showJournal);
    follow();
    showJournal();
}

QWidget *BuildsPage::buildNow()
{
    m_list = new QListWidget;
    m_list->setObjectName(u"buildsList"_s);
    m_list->setAccessibleName(tr("Builds that run now"));
    m_list->setProperty("frameless", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumWidth(160);
    m_view = new BuildView;
    connect(m_view, &BuildView::cancelRequested, this, &BuildsPage::cancelCurrent);
    connect(m_list, &QListWidget::currentItemChanged, this, &BuildsPage::showCurrent);
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_view);
    auto *running = new QSplitter(Qt::Horizontal);
    running->setObjectName(u"buildsSplit"_s);
    running->setChildrenCollapsible(false);
    running->addWidget(m_list);
    running->addWidget(area);
    running->setStretchFactor(1, 1);
    running->setSizes({220, 680});
    m_now = new QStackedWidget;
    m_now->addWidget(buildEmpty());
    m_now->addWidget(running);
    m_now->addWidget(buildCancel());
    return m_now;
}

QWidget *BuildsPage::buildEmpty()
{
    m_empty = new QWidget;
    auto *heading = new QLabel(tr("No index is being built"));
    heading->setProperty("heading", true);
    m_emptyText = new QLabel(tr("Builds of this server are shown here while they run, whoever has begun them: how far they are, how long they still take, "
                                "and whom they wait for."));
    m_emptyText->setObjectName(u"buildsEmpty"_s);
    m_emptyText->setProperty("muted", true);
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignHCenter);
    m_emptyText->setFixedWidth(440);
    m_emptyText->setFixedHeight(m_emptyText->heightForWidth(440)); // a layout that aligns does not ask for it
    auto *button = new QPushButton(tr("&New index"));
    button->setObjectName(u"buildsNew"_s);
    button->setProperty("primary", true);
    connect(button, &QPushButton::clicked, this, [this] { Q_EMIT taskRequested(indextask::build, {}, {}); });
    auto *layout = new QVBoxLayout(m_empty);
    layout->setSpacing(10);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{heading, m_emptyText, button})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return m_empty;
}

QWidget *BuildsPage::buildCancel()
{
    m_cancel = new ChangePreview;
    m_cancel->setObjectName(u"cancelPreview"_s);
    m_cancel->setApplyText(tr("Cancel their build"));
    m_cancel->setMigrationsOffered(false);
    adopt(m_cancel);
    auto *back = new QPushButton(tr("&Back to the builds"));
    back->setObjectName(u"cancelBack"_s);
    connect(back, &QPushButton::clicked, this, [this] {
        m_now->setCurrentIndex(0);
        follow();
    });
    m_cancelPage = new QWidget;
    auto *layout = new QVBoxLayout(m_cancelPage);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(back, 0, Qt::AlignLeading);
    layout->addWidget(m_cancel, 1);
    return m_cancelPage;
}

QWidget *BuildsPage::buildJournal()
{
    auto *heading = new QLabel(tr("Builds of before"));
    heading->setProperty("heading", true);
    m_journalHint = new QLabel;
    m_journalHint->setObjectName(u"buildJournalHint"_s);
    m_journalHint->setProperty("muted", true);
    m_table = new QTableView;
    m_table->setObjectName(u"buildJournal"_s);
    m_table->setAccessibleName(tr("Builds of before, newest first"));
    m_table->setModel(m_journal);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setMinimumSectionSize(40);
    m_table->horizontalHeader()->setSectionResizeMode(BuildJournalModel::Index, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BuildsPage::compare);
    m_comparison = new ComparisonTable(u"buildComparison"_s, tr("What differs between the builds chosen"));
    m_comparison->hide();
    auto *tables = new QSplitter(Qt::Horizontal);
    tables->setChildrenCollapsible(false);
    tables->addWidget(m_table);
    tables->addWidget(m_comparison);
    m_before = new QWidget;
    auto *layout = new QVBoxLayout(m_before);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(6);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(12);
    head->addWidget(heading);
    head->addWidget(m_journalHint, 1);
    layout->addLayout(head);
    layout->addWidget(tables, 1);
    return m_before;
}

void BuildsPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    if (m_server)
        m_server->disconnect(this);
    m_server = server;
    m_cancel->setServer(server);
    hideSaid();
    if (server)
        connect(server, &Server::changeFinished, this, &BuildsPage::lookAgain);
    m_journal->setServer(server ? server->summary() : QString());
}

void BuildsPage::setBuilds(ServerBuilds *builds)
{
    if (m_builds) {
        m_builds->disconnect(this);
        m_builds->setWanted(false);
    }
    m_builds = builds;
    if (m_builds) {
        connect(m_builds, &ServerBuilds::changed, this, &BuildsPage::follow);
        connect(m_builds, &ServerBuilds::ended, this, &BuildsPage::say);
        connect(m_builds, &ServerBuilds::queued, this, [this](const QString &words) {
            hideSaid();
            m_bar->ask(InlineBar::Tone::Success, words, {{u"buildsClose"_s, tr("Close"), {}}});
        });
        connect(m_builds, &ServerBuilds::watchLost, this, [this](const QString &reason) {
            hideSaid();
            if (!reason.isEmpty())
                m_bar->ask(InlineBar::Tone::Warning, tr("The connection that follows the builds is lost, and tried again: %1. The server goes on building; what "
                                                        "is shown is how far it was.").arg(reason), {});
        });
        connect(m_builds, &ServerBuilds::journalChanged, m_journal, &BuildJournalModel::reload);
        m_builds->setWanted(isVisible());
    }
    m_now->setCurrentIndex(0);
    follow();
}

void BuildsPage::activated()
{
    m_journal->reload();
}

void BuildsPage::showEvent(QShowEvent *event)
{
    TaskPage::showEvent(event);
    if (m_builds)
        m_builds->setWanted(true);
    m_journal->reload();
    lookAgain();
}

/// What was said of an INVALID index is over when somebody has repaired or dropped it.
void BuildsPage::lookAgain()
{
    if (!m_server || !isVisible() || m_saidOf.isEmpty() || index::stillHolds(m_bar->text(), {}))
        return;
    auto task = m_server->pool().read(tr("Look for INVALID indexes"), [](pg::Connection &connection, core::JobContext &) { return index::invalidIndexes(connection); });
    core::whenDone(task.future, this,
                   [this, words = m_bar->text()](const std::vector<index::InvalidIndex> &invalid) {
                       if (words == m_bar->text() && !index::stillHolds(words, invalid))
                           hideSaid();
                   },
                   [](const std::exception_ptr &) {}); // it stays until it can be looked at
}

void BuildsPage::hideEvent(QHideEvent *event)
{
    TaskPage::hideEvent(event);
    if (m_builds)
        m_builds->setWanted(false);
}

/// What runs now, in the list; what was chosen stays so.
void BuildsPage::follow()
{
    struct Line {
        int pid;
        QString text;
    };
    QList<Line> lines;
    int running = 0;
    if (m_builds) {
        const index::BuildRun *ours = m_builds->current();
        for (const WatchedBuild &build : m_builds->watch().builds()) {
            if (build.progress.name() == m_saidOf && build.progress.key != m_saidKey)
                hideSaid(); // it is built again
            lines << Line{build.progress.key.pid, lineOf(build, m_builds->runOf(build.progress.key.pid))};
        }
        if (ours && !ours->build())
            lines << Line{0, ours->job()->title() + u'\n' + tr("starting")};
        running = int(lines.size());
        const auto &waiting = m_builds->waiting();
        for (int place = 0; place < int(waiting.size()); ++place)
            lines << Line{firstWaiting - place, waiting[std::size_t(place)].change.title + u'\n' + (place == 0 ? tr("waits: the next one") : tr("waits: number %1").arg(place + 1))};
    }
    for (int row = 0; row < lines.size(); ++row) {
        QListWidgetItem *item = row < m_list->count() ? m_list->item(row) : new QListWidgetItem(m_list);
        item->setText(lines[row].text);
        item->setData(pidRole, lines[row].pid);
    }
    while (m_list->count() > lines.size())
        delete m_list->takeItem(m_list->count() - 1);
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(std::max(0, running - 1)); // the latest that runs
    if (m_now->currentWidget() != m_cancelPage)
        m_now->setCurrentIndex(m_list->count() > 0 ? 1 : 0);
    balance();
    m_list->setVisible(m_list->count() > 1 || width() >= wide);
    showCurrent();
}

/// What is of interest has the larger part: a build, or else those of before; where there are none, they take a line.
void BuildsPage::balance()
{
    const std::pair state(m_now->currentIndex() > 0, m_journal->rowCount() == 0);
    if (m_balanced == state)
        return;
    m_balanced = state;
    const auto [isBusy, isNew] = state;
    m_before->setMinimumHeight(isNew ? 48 : leastBefore);
    // All phases, figures and the chart of a build want some 560 pixels: in a low window those of before take no more than they must.
    const int before = std::max(leastBefore, std::min(height() / 4, height() - 560));
    m_split->setSizes(isBusy && isNew ? QList<int>{height() - 48, 48}
                      : isBusy        ? QList<int>{height() - before, before}
                                      : QList<int>{2 * height() / 5, 3 * height() / 5});
}

int BuildsPage::currentPid() const
{
    return m_list->currentItem() ? m_list->currentItem()->data(pidRole).toInt() : -1;
}

/// The place of the chosen one among those that wait; nothing: it runs, or none is chosen.
std::optional<std::size_t> BuildsPage::currentWaiting() const
{
    const int pid = currentPid();
    if (!m_builds || pid > firstWaiting || std::size_t(firstWaiting - pid) >= m_builds->waiting().size())
        return std::nullopt;
    return std::size_t(firstWaiting - pid);
}

void BuildsPage::showCurrent()
{
    const int pid = currentPid();
    if (const auto place = currentWaiting()) {
        m_view->setWaiting(m_builds->waiting()[*place].change.title);
        m_view->setParts({});
        m_view->setAlarms({});
        return;
    }
    if (!m_builds || pid < 0)
        return;
    const index::BuildRun *ours = pid == 0 ? m_builds->current() : m_builds->runOf(pid);
    const bool cancels = ours && ours->job()->cancelRequests() > 0;
    if (const WatchedBuild *build = m_builds->watch().find(pid))
        m_view->setBuild(*build, ours != nullptr, cancels);
    else if (ours)
        m_view->setStarting(ours->job()->title(), startingWords(ours->job()->progress()), cancels);
    const WatchedBuild *theirs = ours ? nullptr : m_builds->watch().find(pid);
    m_view->setParts(ours ? ours->parts() : theirs ? index::partsSeen(theirs->progress, theirs->estimate) : std::nullopt);
    m_view->setAlarms(ours ? ours->alarms() : std::vector<index::BuildAlarm>());
}

void BuildsPage::cancelCurrent()
{
    if (const auto place = currentWaiting()) {
        m_builds->takeOff(*place);
        return;
    }
    const int pid = currentPid();
    if (!m_builds || pid < 0)
        return;
    if (pid == 0 || m_builds->runOf(pid)) {
        m_builds->cancel();
        showCurrent();
        return;
    }
    const WatchedBuild *build = m_builds->watch().find(pid);
    if (!build)
        return;
    m_cancel->setChangeMaker([progress = build->progress](pg::Connection &connection) { return index::cancelBuild(connection, progress); });
    m_now->setCurrentWidget(m_cancelPage);
    m_cancel->refresh();
}

void BuildsPage::hideSaid()
{
    m_saidOf.clear();
    m_bar->hide();
}

void BuildsPage::say(const QString &words, bool isGood, const QString &name, const index::BuildKey &key)
{
    m_saidOf = name;
    m_saidKey = key;
    m_bar->ask(isGood ? InlineBar::Tone::Success : InlineBar::Tone::Warning, words,
               {{u"buildsSeeList"_s, tr("See the indexes"), [this] { Q_EMIT taskRequested(indextask::list, {}, {}); }},
                {u"buildsClose"_s, tr("Close"), {}}});
    Q_EMIT statusMessage(words);
}

void BuildsPage::showJournal()
{
    fitColumns(m_table);
    balance();
    compare();
}

void BuildsPage::compare()
{
    std::vector<index::BuildRecord> records;
    QStringList heads;
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    for (const QModelIndex &row : std::as_const(rows)) {
        records.push_back(index::recordOf(m_journal->entries()[row.row()]));
        heads << u"%1\n%2"_s.arg(row.siblingAtColumn(BuildJournalModel::Index).data().toString(), row.siblingAtColumn(BuildJournalModel::Started).data().toString());
    }
    m_journalHint->setText(m_journal->rowCount() == 0 ? tr("None so far. What you build here is kept, with its settings and its rate.")
                           : records.size() < 2       ? tr("Choose two or more to compare them.")
                                                      : QString());
    m_comparison->setVisible(records.size() >= 2);
    m_table->setVisible(m_journal->rowCount() > 0);
    if (records.size() < 2)
        return;
    std::vector<ComparisonTable::Row> fields;
    for (const index::ComparedField &field : index::compareBuilds(records))
        fields.push_back({field.name, field.values, field.isResult});
    m_comparison->compare(tr("What differs"), heads, fields);
}

void BuildsPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    for (const int column : {BuildJournalModel::Method, BuildJournalModel::Memory}) // what a comparison and the tool tip tell, too
        m_table->setColumnHidden(column, event->size().width() < roomy);
    follow();
}

} // namespace quiver::ui
