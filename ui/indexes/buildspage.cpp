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
#include <QLabel>
#include <QListWidget>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::WatchedBuild;

namespace {

constexpr int wide = 640; // from which on the list stands beside the build
constexpr int leastBefore = 120; // of the journal, with rows
constexpr int roomy = 800; // from which on the journal has room for all its columns
constexpr int cellPadding = 16;

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

void BuildsPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    if (m_server)
        m_server->disconnect(this);
    m_server = server;
    m_foreign = {};
    m_cancel->setServer(server);
    hideSaid();
    if (server)
        connect(server, &Server::changeFinished, this, &BuildsPage::lookAgain);
    m_journal->setServer(server ? server->summary() : QString(), server ? QUuid::fromString(server->identity().profileId) : QUuid());
}

void BuildsPage::setBuilds(ServerBuilds *builds)
{
    if (m_builds) {
        m_builds->disconnect(this);
        m_builds->setWanted(false);
    }
    m_builds = builds;
    m_chosen.reset();
    m_lines.clear();
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
    if (!m_chosen)
        chooseLatest();
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

/// What runs now, then what waits.
QList<BuildsPage::Line> BuildsPage::linesNow() const
{
    QList<Line> lines;
    if (!m_builds)
        return lines;
    for (const WatchedBuild &build : m_builds->watch().builds()) {
        const index::BuildKey &key = build.progress.key;
        const bool isOurs = m_builds->runOf(key.pid);
        lines << Line{{isOurs ? m_builds->currentId() : 0, key}, lineOf(build, isOurs)};
    }
    if (const index::BuildRun *ours = m_builds->current(); ours && !ours->build())
        lines << Line{{m_builds->currentId(), {}}, ours->job()->title() + u'\n' + tr("starting")};
    int place = 0;
    for (const auto &[id, order] : m_builds->waiting()) {
        ++place;
        lines << Line{{id, {}}, order.change.title + u'\n' + (place == 1 ? tr("waits: the next one") : tr("waits: number %1").arg(place))};
    }
    return lines;
}

/// The list as it is now. The build that was chosen stays so wherever it stands; where it is gone, none is: a button that is about to be
/// clicked must not come to mean another one.
void BuildsPage::follow()
{
    if (m_builds) {
        for (const WatchedBuild &build : m_builds->watch().builds()) {
            if (build.progress.name() == m_saidOf && build.progress.key != m_saidKey)
                hideSaid(); // it is built again
        }
    }
    const bool wereNone = m_lines.isEmpty();
    m_lines = linesNow();
    {
        const QSignalBlocker blocker(m_list);
        for (int row = 0; row < m_lines.size(); ++row) {
            QListWidgetItem *item = row < m_list->count() ? m_list->item(row) : new QListWidgetItem(m_list);
            item->setText(m_lines[row].text);
        }
        while (m_list->count() > m_lines.size())
            delete m_list->takeItem(m_list->count() - 1);
        const auto at = std::ranges::find_if(m_lines, [this](const Line &line) { return m_chosen && line.which.isSame(*m_chosen); });
        m_chosen = at == m_lines.end() ? std::nullopt : std::optional(at->which);
        m_list->setCurrentRow(m_chosen ? int(at - m_lines.begin()) : -1);
    }
    if (wereNone)
        chooseLatest();
    if (m_now->currentWidget() != m_cancelPage)
        m_now->setCurrentIndex(m_lines.isEmpty() ? 0 : 1);
    balance();
    m_list->setVisible(m_lines.size() > 1 || width() >= wide || !m_chosen);
    showCurrent();
}

void BuildsPage::choose(int row)
{
    m_chosen = row >= 0 && row < m_lines.size() ? std::optional(m_lines[row].which) : std::nullopt;
    if (m_chosen)
        m_list->item(row)->setSelected(true); // the focus alone makes one the current one, and does not mark it
    showCurrent();
}

/// The latest that runs, where nobody has anything before their eyes that it could be mistaken for.
void BuildsPage::chooseLatest()
{
    if (m_lines.isEmpty())
        return;
    const int waiting = m_builds ? int(m_builds->waiting().size()) : 0;
    m_list->setCurrentRow(std::max(0, int(m_lines.size()) - waiting - 1));
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

/// Null: it does not wait.
const index::BuildOrder *BuildsPage::waitingOrder(const Which &which) const
{
    const auto &waiting = m_builds->waiting();
    const auto at = std::ranges::find(waiting, which.order, &ServerBuilds::Waiting::id);
    return at == waiting.end() ? nullptr : &at->order;
}

/// Null: it builds nothing now.
const WatchedBuild *BuildsPage::runningBuild(const Which &which) const
{
    const WatchedBuild *build = m_builds->watch().find(which.key.pid);
    return build && build->progress.key == which.key ? build : nullptr;
}

void BuildsPage::showCurrent()
{
    if (!m_builds || !m_chosen) {
        m_view->setGone();
        return;
    }
    if (const index::BuildOrder *waiting = waitingOrder(*m_chosen)) {
        m_view->setWaiting(waiting->change.title);
        m_view->setParts({});
        m_view->setAlarms({});
        return;
    }
    const index::BuildRun *ours = m_chosen->order != 0 && m_chosen->order == m_builds->currentId() ? m_builds->current() : nullptr;
    const bool cancels = ours && ours->job()->cancelRequests() > 0;
    const WatchedBuild *build = runningBuild(*m_chosen);
    if (build)
        m_view->setBuild(*build, ours != nullptr, cancels);
    else if (ours)
        m_view->setStarting(ours->job()->title(), startingWords(ours->job()->progress()), cancels);
    m_view->setParts(ours ? ours->parts() : build ? index::partsSeen(build->progress, build->estimate) : std::nullopt);
    m_view->setAlarms(ours ? ours->alarms() : build ? foreignAlarms(*build) : std::vector<index::BuildAlarm>());
}

/// Of a build whose alarms its own session alone is told; what they are computed from is asked for once.
std::vector<index::BuildAlarm> BuildsPage::foreignAlarms(const WatchedBuild &build)
{
    const index::BuildProgress &progress = build.progress;
    if (progress.method != "hnsw"_L1 || !m_server)
        return {};
    if (m_foreign.key != progress.key || m_foreign.index != progress.indexOid) { // before the index is made its options are not known
        m_foreign = {progress.key, progress.indexOid, {}};
        auto task = m_server->pool().read(tr("Look at the memory of a build"), [progress](pg::Connection &connection, core::JobContext &) { return index::foreignFacts(connection, progress); });
        core::whenDone(task.future, this,
                       [this, key = progress.key, made = progress.indexOid](const index::ForeignFacts &facts) {
                           if (m_foreign.key != key || m_foreign.index != made)
                               return;
                           m_foreign.facts = facts;
                           showCurrent();
                       },
                       [](const std::exception_ptr &) {}); // nothing is told then, as of a build whose memory is not known
    }
    const auto alarm = m_foreign.facts ? index::foreignAlarm(build, *m_foreign.facts) : std::nullopt;
    return alarm ? std::vector{*alarm} : std::vector<index::BuildAlarm>();
}

/// The one that is shown, and no other that has come into its place.
void BuildsPage::cancelCurrent()
{
    if (!m_builds || !m_chosen)
        return;
    if (m_chosen->order != 0) {
        if (waitingOrder(*m_chosen))
            m_builds->takeOff(m_chosen->order);
        else
            m_builds->cancel(m_chosen->order);
        showCurrent();
        return;
    }
    const WatchedBuild *build = runningBuild(*m_chosen);
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
