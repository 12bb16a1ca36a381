// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/slowpage.h"

#include "core/reply.h"
#include "pg/connection.h"
#include "ui/common/changepreview.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/sqleditor.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/carepane.h"
#include "ui/indexes/listwords.h"
#include "ui/indexes/slowmodel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using State = index::SlowQueries::State;

namespace {

constexpr int margin = 12;

}

SlowQueriesPage::SlowQueriesPage(QWidget *parent)
    : TaskPage(parent), m_model(new SlowQueriesModel(this)), m_sorted(new QSortFilterProxyModel(this))
{
    setObjectName(u"slowQueriesPage"_s);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SlowQueriesModel::SortRole);
    m_sorted->setFilterRole(SlowQueriesModel::WordsRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    auto *bars = new QVBoxLayout;
    bars->setContentsMargins(margin, 0, margin, 0);
    m_message = new InlineBar;
    m_message->setObjectName(u"slowMessage"_s);
    bars->addWidget(m_message);
    column->addLayout(bars);
    column->addWidget(buildBar());
    m_none = new QLabel;
    m_none->setObjectName(u"slowNone"_s);
    m_none->setProperty("muted", true);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setMargin(24);
    column->addWidget(m_none, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(buildTable());
    split->addWidget(buildDetail());
    split->setSizes({300, 260});
    m_found = split;
    column->addWidget(split, 1);
    m_care = new CarePane(tr("Slow queries"));
    adopt(m_care->preview());
    m_care->preview()->setMigrationsOffered(false); // of this server, not of the schema
    m_stack = new QStackedWidget;
    m_stack->addWidget(side);
    m_stack->addWidget(m_care);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_care, &CarePane::closeRequested, this, [this] {
        m_stack->setCurrentIndex(0);
        reload();
        m_table->setFocus();
    });
    const auto key = [this, side](QKeySequence sequence, auto action) {
        auto *shortcut = new QShortcut(sequence, side);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(QKeySequence::Refresh, &SlowQueriesPage::reload);
    key(QKeySequence::Find, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    showState();
}

QWidget *SlowQueriesPage::buildBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(8);
    m_search = new QLineEdit;
    m_search->setObjectName(u"slowSearch"_s);
    m_search->setPlaceholderText(tr("Filter the statements"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_sorted->setFilterFixedString(text);
        showState();
    });
    m_since = new QLabel;
    m_since->setObjectName(u"slowSince"_s);
    m_since->setProperty("muted", true);
    m_reset = new QPushButton(tr("Re&set…"));
    m_reset->setObjectName(u"slowReset"_s);
    m_reset->setToolTip(tr("Forgets what was counted, to count anew from now on"));
    connect(m_reset, &QPushButton::clicked, this, [this] { reset(0); });
    m_refresh = new QToolButton;
    m_refresh->setObjectName(u"slowRefresh"_s);
    m_refresh->setIcon(icon(u"refresh"_s));
    m_refresh->setToolTip(tr("Read the counts again (F5)"));
    m_refresh->setAccessibleName(m_refresh->toolTip());
    m_refresh->setFocusPolicy(Qt::TabFocus);
    connect(m_refresh, &QToolButton::clicked, this, &SlowQueriesPage::reload);
    row->addWidget(m_search, 1);
    row->addWidget(m_since);
    row->addStretch(1);
    row->addWidget(m_reset);
    row->addWidget(m_refresh);
    return bar;
}

QWidget *SlowQueriesPage::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"slowTable"_s);
    m_table->setAccessibleName(tr("Vector queries, the most time first"));
    m_table->setModel(m_sorted);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(SlowQueriesModel::Total, Qt::DescendingOrder);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(SlowQueriesModel::Statement, QHeaderView::Stretch); // the rest of the width
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMinimumHeight(110);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &SlowQueriesPage::showChosen);
    return m_table;
}

QWidget *SlowQueriesPage::buildDetail()
{
    auto *detail = new QWidget;
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(margin, 8, margin, margin);
    column->setSpacing(6);
    m_sql = new SqlEditor;
    m_sql->setObjectName(u"slowSql"_s);
    m_sql->setAccessibleName(tr("The statement"));
    m_sql->setReadOnly(true);
    m_sql->setWrapMode(QsciScintilla::WrapWord);
    m_sql->setMinimumHeight(80);
    m_sql->installEventFilter(this);
    m_facts = new WrapLabel;
    m_facts->setObjectName(u"slowFacts"_s);
    m_parameters = new WrapLabel;
    m_parameters->setObjectName(u"slowParameters"_s);
    m_parameters->setProperty("muted", true);
    m_forget = new QPushButton(tr("&Forget its counts…"));
    m_forget->setObjectName(u"slowForget"_s);
    connect(m_forget, &QPushButton::clicked, this, [this] { reset(m_chosenId); });
    m_explain = new QPushButton(tr("Open in the console with &EXPLAIN"));
    m_explain->setObjectName(u"slowExplain"_s);
    m_explain->setProperty("primary", true);
    connect(m_explain, &QPushButton::clicked, this, &SlowQueriesPage::explain);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_forget);
    buttons->addWidget(m_explain);
    column->addWidget(m_facts);
    column->addWidget(m_sql, 1);
    column->addWidget(m_parameters);
    column->addLayout(buttons);
    return detail;
}

void SlowQueriesPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    ++m_generation;
    m_isRead = m_reading = false;
    m_error.clear();
    m_chosenId = 0;
    m_model->setQueries({});
    m_message->hide();
    m_care->setServer(server);
    m_stack->setCurrentIndex(0);
    showState();
    if (isVisible())
        reload();
}

void SlowQueriesPage::activated()
{
    reload();
}

void SlowQueriesPage::reload()
{
    const int generation = ++m_generation;
    if (!m_server)
        return;
    m_reading = true;
    m_error.clear();
    showState();
    auto task = m_server->pool().read(tr("Read the slow queries"), [](pg::Connection &connection, core::JobContext &) {
        return std::pair(index::slowQueries(connection), connection.serverVersion());
    });
    core::whenDone(
        task.future, this,
        [this, generation](const std::pair<index::SlowQueries, int> &answer) {
            if (generation != m_generation)
                return;
            m_reading = false;
            m_isRead = true;
            m_serverVersion = answer.second;
            const auto chosen = std::pair(m_chosenId, m_chosenUser);
            m_model->setQueries(answer.first);
            for (int each = 0; each < SlowQueriesModel::ColumnCount; ++each)
                m_table->setColumnHidden(each, !m_model->says(SlowQueriesModel::Column(each)));
            if (!m_fitted && m_model->rowCount() > 0) {
                m_fitted = true;
                for (int each = SlowQueriesModel::Mean; each < SlowQueriesModel::ColumnCount; ++each)
                    m_table->resizeColumnToContents(each);
            }
            QModelIndex place = m_sorted->mapFromSource(m_model->indexOf(chosen.first, chosen.second));
            if (!place.isValid())
                place = m_sorted->index(0, 0);
            m_table->setCurrentIndex(place);
            showWords();
            showState();
            showChosen();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            m_reading = false;
            m_error = core::describe(error);
            m_message->ask(InlineBar::Tone::Danger, tr("The counts could not be read: %1").arg(m_error), {{u"slowRetry"_s, tr("Try again"), [this] { reload(); }}});
            showState();
        });
}

void SlowQueriesPage::showWords()
{
    const index::SlowQueries &found = m_model->queries();
    QList<InlineBar::Answer> answers;
    if (found.state == State::NotCreated)
        answers.append({u"slowCreate"_s, tr("Create it…"), [this] { create(); }, false, true});
    if (found.words.isEmpty())
        m_message->hide();
    else
        m_message->ask(InlineBar::Tone::Warning, found.words, answers);
}

void SlowQueriesPage::showState()
{
    const bool ready = m_isRead && m_model->queries().state == State::Ready;
    const bool any = m_sorted->rowCount() > 0;
    m_found->setVisible(any);
    m_none->setVisible(!any);
    m_none->setText(m_reading && !m_isRead        ? tr("Reading what the server counted…")
                    : !m_error.isEmpty()          ? tr("Nothing could be read.")
                    : !ready                      ? tr("pg_stat_statements counts how often each statement runs and how long it takes. With it this page shows the vector queries "
                                                       "that take the most time.")
                    : m_model->rowCount() > 0     ? tr("No statement holds these words.")
                                                  : tr("No vector query was counted so far. Run some, then read again (F5)."));
    m_reset->setEnabled(ready);
    m_search->setEnabled(ready);
    const QDateTime since = m_model->queries().since;
    m_since->setText(ready && since.isValid() ? tr("counted since %1").arg(QLocale().toString(since.toLocalTime(), QLocale::ShortFormat)) : QString());
}

void SlowQueriesPage::showChosen()
{
    const index::SlowQuery *query = m_model->query(m_sorted->mapToSource(m_table->currentIndex()));
    m_explain->setEnabled(query);
    m_forget->setEnabled(query);
    if (!query)
        return;
    m_chosenId = query->id;
    m_chosenUser = query->user;
    if (m_sql->text() != query->text)
        m_sql->setText(query->text);
    QStringList facts{tr("%1 on average (± %2), from %3 to %4").arg(durationText(query->meanMs), durationText(query->deviationMs), durationText(query->minMs), durationText(query->maxMs)),
                      countOf(query->calls, tr("1 call"), tr("%1 calls"))};
    if (query->hitShare() >= 0)
        facts << tr("%1 of %2 pages in shared_buffers").arg(IndexWords::percent(query->hitShare()), IndexWords::count(double(query->blocksHit + query->blocksRead)));
    if (query->tempBlocks > 0)
        facts << tr("%1 pages written to temporary files").arg(IndexWords::count(double(query->tempBlocks)));
    facts << tr("role %1").arg(query->user);
    m_facts->setText(facts.join(u" · "_s));
    const QStringList notes = index::parameterNotes(query->text);
    m_parameters->setText(notes.join(u", "_s));
    m_parameters->setVisible(!notes.isEmpty());
}

void SlowQueriesPage::explain()
{
    if (const index::SlowQuery *query = m_model->query(m_sorted->mapToSource(m_table->currentIndex())))
        Q_EMIT openInConsoleRequested(index::explainText(*query, m_serverVersion));
}

void SlowQueriesPage::create()
{
    m_care->open(tr("Create pg_stat_statements"), tr("Create"), [](pg::Connection &connection) { return index::planCreateStatements(connection); });
    openCare();
}

void SlowQueriesPage::reset(qint64 query)
{
    m_care->open(query == 0 ? tr("Forget what was counted of all statements") : tr("Forget what was counted of this statement"), tr("Forget"),
                 [query](pg::Connection &connection) { return index::planResetStatements(connection, query); });
    openCare();
}

void SlowQueriesPage::openCare()
{
    m_stack->setCurrentWidget(m_care);
    m_care->setFocus();
}

bool SlowQueriesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_sql && (key == Qt::Key_Tab || key == Qt::Key_Backtab)) { // an editor keeps Tab for itself; one that is only read is a stop
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
        if (watched == m_table && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
            explain();
            return true;
        }
    }
    return TaskPage::eventFilter(watched, event);
}

} // namespace quiver::ui
