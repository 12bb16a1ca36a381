// SPDX-License-Identifier: GPL-3.0-or-later
// The part of IndexListPage that reads the list and shows it.
#include "ui/indexes/listpage.h"

#include "core/reply.h"
#include "index/pastbuilds.h"
#include "sql/identifier.h"
#include "ui/common/figures.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/listdetail.h"
#include "ui/indexes/listfilter.h"
#include "ui/indexes/listmodel.h"
#include "ui/indexes/listwords.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;

namespace {

constexpr int definitionDelayMs = 120;
constexpr std::size_t namedInBanner = 3;

QString invalidWords(const std::vector<index::InvalidIndex> &invalid)
{
    return invalid.size() == 1 ? IndexListPage::tr("1 INVALID index") : IndexListPage::tr("%1 INVALID indexes").arg(invalid.size());
}

QString leftOverWords(const std::vector<index::InvalidIndex> &invalid)
{
    QStringList names;
    for (std::size_t i = 0; i < std::min(namedInBanner, invalid.size()); ++i)
        names << sql::quoteQualified(invalid[i].schema, invalid[i].name);
    if (invalid.size() > namedInBanner)
        names << IndexListPage::tr("%1 more").arg(invalid.size() - namedInBanner);
    return IndexListPage::tr("%1, left by builds that failed or were stopped: no query uses them, and writes may pay for them. %2")
        .arg(invalidWords(invalid), names.join(u", "_s));
}

} // namespace

IndexListPage::IndexListPage(QWidget *parent)
    : TaskPage(parent), m_model(new IndexListModel(this)), m_filter(new IndexFilter(this))
{
    setObjectName(u"indexListPage"_s);
    m_filter->setSourceModel(m_model);
    m_care = new CarePane(tr("All indexes"));
    adopt(m_care->preview());
    m_stack = new QStackedWidget;
    m_stack->addWidget(buildList());
    m_stack->addWidget(m_care);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    addKeys();
    m_definitionTimer.setSingleShot(true);
    m_definitionTimer.setInterval(definitionDelayMs);
    connect(&m_definitionTimer, &QTimer::timeout, this, &IndexListPage::askDefinition);
    connect(m_picker, &TablePicker::tableChanged, this, [this] {
        m_isRead = m_fitted = false;
        reload();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setWords(text);
        showState();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setKind(IndexFilter::Kind(m_kind->currentData().toInt()));
        showState();
    });
    connect(m_refresh, &QToolButton::clicked, this, &IndexListPage::reload);
    connect(m_cached, &QToolButton::clicked, this, &IndexListPage::askCached);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &IndexListPage::choose);
    connect(m_detail, &IndexDetail::careRequested, this, &IndexListPage::care);
    connect(m_detail, &IndexDetail::plannerRequested, this, &IndexListPage::askPlanner);
    connect(m_detail, &IndexDetail::watchRequested, this, [this] { Q_EMIT taskRequested(indextask::builds, {}, {}); });
    connect(m_detail, &IndexDetail::newIndexRequested, this, [this](pg::Oid oid) {
        if (const IndexEntry *entry = m_model->find(oid))
            Q_EMIT newIndexRequested(entry->schema, entry->table, entry->name);
    });
    connect(m_detail, &IndexDetail::storageRequested, this, [this](pg::Oid oid) {
        if (const IndexEntry *entry = m_model->find(oid))
            Q_EMIT storageRequested(entry->schema, entry->table);
    });
    connect(m_care, &CarePane::rebuildsKept, this, &IndexListPage::buildsWanted);
    connect(m_care, &CarePane::closeRequested, this, &IndexListPage::showList);
    connect(m_care->preview(), &ChangePreview::runningChanged, this, &IndexListPage::showRunning);
}

void IndexListPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    if (m_server)
        m_server->disconnect(this);
    m_server = server;
    ++m_generation;
    ++m_lookGeneration;
    ++m_askGeneration;
    m_isRead = m_reading = m_fitted = false;
    m_error.clear();
    m_builds.clear();
    m_invalid.clear();
    m_shares.clear();
    m_chosen = 0;
    m_wanted.clear();
    m_repairWanted.clear();
    m_model->clear();
    m_message->hide();
    m_care->setServer(server);
    m_picker->setServer(server);
    m_stack->setCurrentIndex(0);
    showBanner();
    showState();
    showChosen();
    if (!server)
        return;
    connect(server, &Server::changeFinished, this, &IndexListPage::serverChanged);
    connect(server, &Server::objectsChanged, this, &IndexListPage::serverChanged);
    connect(server, &Server::cameBack, this, &IndexListPage::serverChanged);
    look();
    if (isVisible())
        reload();
}

/// What is seen may not be so any more.
void IndexListPage::serverChanged()
{
    m_isRead = false;
    if (isVisible())
        reload();
    else
        look();
}

void IndexListPage::activated()
{
    reload();
}

void IndexListPage::showFor(const QString &schema, const QString &table)
{
    showList();
    m_picker->choose(schema, table);
}

void IndexListPage::showIndex(const QString &schema, const QString &index)
{
    showList();
    m_picker->clear();
    m_search->clear();
    m_kind->setCurrentIndex(0);
    m_wanted = schema + u'\n' + index;
    m_repairWanted.clear();
    reload();
}

void IndexListPage::setBuilds(const QList<store::BuildEntry> &builds)
{
    if (m_builds == builds)
        return; // what is shown knows them
    m_builds = builds;
    m_care->setPastBuilds(index::pastBuilds(builds));
    serverChanged();
}

/// The radar alone: quick, for each connect.
void IndexListPage::look()
{
    const int generation = ++m_lookGeneration;
    m_looking = m_server != nullptr;
    m_lookError.clear();
    if (!m_server)
        return;
    auto task = m_server->pool().read(tr("Look for INVALID indexes"), [](pg::Connection &connection, core::JobContext &) { return index::invalidIndexes(connection); });
    core::whenDone(
        task.future, this,
        [this, generation](const std::vector<index::InvalidIndex> &invalid) {
            if (generation != m_lookGeneration)
                return;
            m_looking = false;
            m_invalid = invalid;
            showBanner();
            tellLeftOvers();
            openWantedRepair();
        },
        [this, generation](const std::exception_ptr &error) { // the list says why, when it is read
            if (generation != m_lookGeneration)
                return;
            m_looking = false;
            m_lookError = core::describe(error);
            openWantedRepair();
        });
}

void IndexListPage::reload()
{
    const int generation = ++m_generation;
    if (!m_server)
        return;
    look();
    Q_EMIT buildsWanted(); // other programs keep theirs there, too
    m_reading = true;
    m_error.clear();
    showState();
    const pg::Oid table = m_picker->table() ? m_picker->table()->oid : 0;
    auto task = m_server->pool().read(tr("Read the indexes"), [table](pg::Connection &connection, core::JobContext &) { return index::indexList(connection, table); });
    core::whenDone(
        task.future, this,
        [this, generation](const index::IndexList &list) {
            if (generation != m_generation)
                return;
            m_reading = false;
            m_isRead = true;
            m_message->hide();
            const pg::Oid chosen = m_chosen;
            m_model->setList(list, index::buildMoments(list, m_builds, m_server->pool().options().parameters.value(u"dbname"_s)));
            if (!m_wanted.isEmpty()) {
                const QString wanted = std::exchange(m_wanted, {});
                const auto at = std::ranges::find_if(list.entries, [&wanted](const IndexEntry &e) { return e.schema + u'\n' + e.name == wanted; });
                m_chosen = at == list.entries.end() ? 0 : at->oid;
            } else {
                m_chosen = chosen;
            }
            showColumns();
            fitColumns();
            // The one that was looked at, or the first.
            QModelIndex place = m_filter->mapFromSource(m_model->indexOf(m_chosen));
            if (!place.isValid())
                place = m_filter->index(0, 0);
            m_table->setCurrentIndex(place);
            choose(place);
            showState();
            openWantedRepair();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            m_reading = false;
            m_error = core::describe(error);
            m_repairWanted.clear();
            m_message->ask(InlineBar::Tone::Danger, tr("The indexes could not be read: %1").arg(m_error),
                           {{u"indexRetry"_s, tr("Try again"), [this] { reload(); }}});
            showState();
        });
}

void IndexListPage::showBanner()
{
    Q_EMIT attentionChanged(int(m_invalid.size()), m_invalid.empty() ? QString() : invalidWords(m_invalid));
    if (m_invalid.empty()) {
        m_banner->hide();
        return;
    }
    m_banner->ask(InlineBar::Tone::Danger, leftOverWords(m_invalid), {{u"indexRepairAll"_s, tr("Repair…"), [this] { repairAll(); }, false, true}});
}

/// Once for each server: the list itself goes on to show them.
void IndexListPage::tellLeftOvers()
{
    if (m_lookedAt.contains(m_server))
        return;
    m_lookedAt.insert(m_server);
    connect(m_server, &QObject::destroyed, this, [this](const QObject *gone) { m_lookedAt.remove(gone); });
    if (!m_invalid.empty())
        Q_EMIT leftOversFound(leftOverWords(m_invalid));
}

void IndexListPage::showState()
{
    const bool none = m_isRead && m_filter->rowCount() == 0;
    const bool first = m_reading && m_model->rowCount() == 0 && !m_isRead;
    const bool failed = !m_error.isEmpty() && m_model->rowCount() == 0;
    m_none->setVisible(none || first || failed);
    m_split->setVisible(!none && !first && !failed);
    m_noneButton->setVisible(none && m_model->rowCount() == 0);
    m_noneText->setText(first                        ? tr("Reading the indexes…")
                        : failed                     ? tr("Nothing could be read.")
                        : m_model->rowCount() > 0    ? tr("No index is like that. Take back the filter to see them all.")
                        : m_picker->table()          ? tr("This table has no indexes. A search for the nearest vectors reads all of it.")
                                                     : tr("There are no indexes in this database. A search for the nearest vectors reads whole tables."));
    qint64 bytes = 0;
    for (const IndexEntry &entry : m_model->list().entries)
        bytes += entry.isPartitioned ? 0 : std::max<qint64>(0, entry.bytes);
    m_count->setText(m_model->rowCount() == 0 ? QString()
                     : m_filter->isFiltering() ? tr("%1 of %2").arg(m_filter->rowCount()).arg(m_model->rowCount())
                                               : tr("%1, %2").arg(countOf(m_model->rowCount(), tr("1 index"), tr("%1 indexes")), bytesText(bytes)));
    m_cached->setEnabled(m_model->rowCount() > 0);
}

void IndexListPage::choose(const QModelIndex &index)
{
    const IndexEntry *entry = m_model->entry(m_filter->mapToSource(index));
    m_chosen = entry ? entry->oid : 0;
    showChosen();
    if (entry)
        m_definitionTimer.start();
}

void IndexListPage::showChosen()
{
    const auto share = m_shares.find(m_chosen);
    m_detail->showIndex(*m_model, m_chosen, share == m_shares.end() ? -1 : share->second);
}

void IndexListPage::showList()
{
    if (m_stack->currentIndex() == 0)
        return;
    m_stack->setCurrentIndex(0);
    showRunning();
    if (!m_isRead)
        reload();
    m_table->setFocus();
}

void IndexListPage::showExample()
{
    m_kind->setCurrentIndex(0);
    reload();
}

} // namespace quiver::ui
