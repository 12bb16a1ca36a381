// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/searchscreen.h"

#include "ui/common/shortcut.h"
#include "ui/common/tablepicker.h"
#include "ui/common/unconnectedpage.h"
#include "ui/search/resultspane.h"
#include "ui/search/savedsearches.h"
#include "ui/search/searchform.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

SearchScreen::SearchScreen(store::Workspace &workspace, embed::EndpointBook &endpoints, QWidget *parent)
    : Screen(parent), m_work(new SearchWork(endpoints, this))
{
    setObjectName(u"searchScreen"_s);
    m_results = new ResultsPane;
    m_saved = new SavedSearches(workspace);
    m_results->addTab(m_saved, tr("Saved"));
    auto *split = new QSplitter(Qt::Horizontal);
    split->setObjectName(u"searchSplit"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(buildForm());
    split->addWidget(m_results);
    split->setStretchFactor(1, 1);
    split->setSizes({400, 800});
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildEmptyPage());
    m_pages->addWidget(split);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_work, &SearchWork::tableRead, this, [this](const std::shared_ptr<const SearchedTable> &table) {
        m_form->setTable(table);
        if (m_similar)
            searchSimilar();
        else if (std::exchange(m_runsFor, {}) == std::pair(table->table.facts.schema, table->table.facts.name))
            run();
    });
    connect(m_work, &SearchWork::tableFailed, this, [this](const QString &reason) {
        m_runsFor = {};
        m_form->sayOfTable(reason, true);
    });
    connect(m_work, &SearchWork::runningChanged, this, &SearchScreen::showRunning);
    connect(m_work, &SearchWork::found, this, [this](const SearchAnswerPtr &answer) { m_results->setAnswer(answer); });
    connect(m_work, &SearchWork::indexesTold, m_results, &ResultsPane::showIndexes);
    connect(m_results, &ResultsPane::newIndexRequested, this, &SearchScreen::newIndexRequested);
    connect(m_work, &SearchWork::refused, m_form, &SearchForm::showProblems);
    connect(m_work, &SearchWork::refused, m_results, &ResultsPane::showRefused);
    connect(m_work, &SearchWork::failed, m_results, &ResultsPane::showFailure);
    connect(m_work, &SearchWork::cancelled, m_results, &ResultsPane::showCancelled);
    connect(m_work, &SearchWork::plansMade, this, [this](const QList<store::PlanEntry> &plans) { Q_EMIT plansMade(plans, plans.size() > 1 ? m_results->sideNames() : QStringList{}); });
    connect(m_results, &ResultsPane::plansRequested, m_work, &SearchWork::measure);
    connect(m_results, &ResultsPane::retryRequested, this, &SearchScreen::run);
    connect(m_results, &ResultsPane::openInConsoleRequested, this, &SearchScreen::openInConsoleRequested);
    connect(m_results, &ResultsPane::statusMessage, this, &SearchScreen::statusMessage);
    connect(m_results, &ResultsPane::similarRequested, this, [this](const QStringList &key) {
        const search::VectorQuery query = m_form->query();
        findSimilar(query.schema, query.table, query.column, key);
    });
    connect(m_saved, &SavedSearches::opened, this, &SearchScreen::runWhenReady);
    showRunning();
}

QWidget *SearchScreen::buildEmptyPage()
{
    auto *page = new UnconnectedPage(u"search"_s, iconName(), tr("Search by meaning"),
                                     tr("Here you find the rows that are nearest to a text, a vector or another row, and see what each setting, an index and full-text search "
                                        "do to the result. Open a connection to begin."));
    connect(page, &UnconnectedPage::connectionsRequested, this, &SearchScreen::connectionsRequested);
    return page;
}

QWidget *SearchScreen::buildForm()
{
    m_form = new SearchForm;
    auto *area = new QScrollArea;
    area->setObjectName(u"searchArea"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_form);
    m_run = new QPushButton(tr("&Search"));
    m_run->setObjectName(u"searchRun"_s);
    m_run->setProperty("primary", true);
    m_run->setToolTip(tr("Search (Enter in a field, or Ctrl+Return)"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(u"searchCancel"_s);
    m_cancel->setToolTip(tr("Asks the server to stop (Esc); a second time ends it at once"));
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(16, 8, 16, 12);
    foot->setSpacing(8);
    foot->addWidget(m_run, 1);
    foot->addWidget(m_cancel);
    auto *side = new QWidget;
    side->setMinimumWidth(360);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(area, 1);
    layout->addLayout(foot);
    connect(m_form->picker(), &TablePicker::tableChanged, this, &SearchScreen::tableChosen);
    connect(m_form->picker()->findChild<TableNamesModel *>(), &QAbstractItemModel::modelReset, this, &SearchScreen::findTableOfSimilar, Qt::QueuedConnection);
    connect(m_form, &SearchForm::submitted, this, &SearchScreen::run);
    connect(m_form, &SearchForm::changed, this, &SearchScreen::formChanged);
    connect(m_run, &QPushButton::clicked, this, &SearchScreen::run);
    connect(m_cancel, &QPushButton::clicked, m_work, &SearchWork::cancel);
    addShortcut(this, Qt::CTRL | Qt::Key_Return, [this] { run(); });
    m_stop = addShortcut(this, Qt::Key_Escape, [this] { m_work->cancel(); });
    return side;
}

void SearchScreen::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    m_runsFor = {};
    m_similar.reset();
    m_work->setServer(server);
    m_form->picker()->setServer(server);
    m_form->setTable(nullptr);
    m_results->setAnswer(nullptr);
    m_saved->setServer(server);
    m_pages->setCurrentIndex(server ? 1 : 0);
}

void SearchScreen::activated()
{
    if (!m_server)
        return;
    m_form->picker()->refresh();
    m_saved->refresh();
    if (const auto &table = m_form->picker()->table()) // its columns and indexes may be others by now
        m_work->readTable(table->schema, table->name);
}

void SearchScreen::tableChosen()
{
    const auto &table = m_form->picker()->table();
    m_form->setTable(nullptr);
    if (!table) {
        m_runsFor = {};
        return;
    }
    m_form->sayOfTable(tr("Reading its columns…"), false);
    m_work->readTable(table->schema, table->name);
}

void SearchScreen::run()
{
    if (!m_server)
        return;
    if (!m_form->complain())
        return m_results->showRefused();
    m_work->run(*m_form->table(), m_form->query(), m_form->other());
}

void SearchScreen::showRunning()
{
    const bool running = m_work->isRunning();
    m_cancel->setEnabled(running);
    m_stop->setEnabled(running); // else Esc is for whatever has the focus
    m_results->setRunning(running);
}

void SearchScreen::formChanged()
{
    m_saved->setQuery(m_form->table() ? std::optional(m_form->query()) : std::nullopt);
}

void SearchScreen::runWhenReady(const search::VectorQuery &query)
{
    const auto &table = m_form->table();
    const bool isHere = table && table->table.facts.schema == query.schema && table->table.facts.name == query.table;
    if (!isHere)
        m_runsFor = {query.schema, query.table};
    m_form->take(query);
    if (isHere)
        run();
}

void SearchScreen::findSimilar(const QString &schema, const QString &table, const QString &column, const QStringList &key)
{
    search::VectorQuery query = m_form->query();
    if (query.schema != schema || query.table != table || query.column != column) { // conditions of another table mean nothing here
        query = {};
        query.schema = schema;
        query.table = table;
        query.column = column;
        query.metric = catalog::AnnMetric::Unknown;
    }
    query.source = {};
    query.source.kind = search::QuerySource::Kind::Row;
    query.source.keys = {key};
    query.leaveOutSource = true;
    runWhenReady(query);
}

void SearchScreen::findSimilarTo(const ResultRow &row, int vectorColumn)
{
    m_similar.emplace(row, vectorColumn);
    findTableOfSimilar();
}

void SearchScreen::findTableOfSimilar()
{
    if (!m_similar || m_form->picker()->isReading()) // asked again when the names have come
        return;
    const auto &tables = m_form->picker()->findChild<TableNamesModel *>()->tables();
    const auto named = std::ranges::find(tables, m_similar->first.table, &catalog::TableName::oid);
    if (named == tables.end()) {
        m_similar.reset();
        m_results->showNotice(tr("The table of that row is not among those that can be searched here: it is another database's, or a system table."));
        return;
    }
    const auto &chosen = m_form->table();
    if (chosen && chosen->table.facts.oid == named->oid)
        searchSimilar();
    else
        m_form->picker()->choose(named->schema, named->name); // its columns are read then
}

void SearchScreen::searchSimilar()
{
    const auto [row, vectorColumn] = *m_similar;
    const catalog::TableFacts &facts = m_form->table()->table.facts;
    if (facts.oid != row.table)
        return; // that is another table, read before
    m_similar.reset();
    QString column;
    for (const catalog::Column &each : facts.columns) {
        if (each.number == vectorColumn)
            column = each.name;
    }
    QStringList key;
    for (const QString &name : facts.keyColumns) {
        const auto value = std::ranges::find(row.values, facts.column(name)->number, [](const auto &each) { return each.first; });
        if (value != row.values.end())
            key << value->second;
    }
    if (key.isEmpty() || key.size() != facts.keyColumns.size()) {
        m_results->showNotice(facts.keyColumns.isEmpty() ? tr("%1 has no key, so the row cannot be found again. Copy its vector and search by that.").arg(facts.name)
                                                          : tr("The result has not all of the key of %1 (%2). Select it as well, and look again.").arg(facts.name, facts.keyColumns.join(u", "_s)));
        return;
    }
    findSimilar(facts.schema, facts.name, column, key);
}

void SearchScreen::showExample()
{
    if (!m_server)
        return;
    search::VectorQuery query;
    query.schema = u"public"_s;
    query.table = u"documents"_s;
    query.column = u"embedding"_s;
    query.metric = catalog::AnnMetric::Unknown;
    query.source.text = u"memory for sorting and hash tables"_s;
    runWhenReady(query);
}

} // namespace quiver::ui
