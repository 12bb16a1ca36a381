// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/slowpage.h"

#include "pg/connection.h"
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
#include <QToolButton>
#include <QTreeView>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using State = index::SlowQueries::State;

SlowQueriesPage::SlowQueriesPage(QWidget *parent)
    : CareListPage({.name = u"slow"_s, .backTo = tr("Slow queries"), .list = tr("Vector queries, the most time first"), .failed = tr("The counts could not be read: %1"),
                    .again = tr("Try again"), .refresh = tr("Read the counts again (F5)")},
                   parent),
      m_model(new SlowQueriesModel(this)), m_sorted(new QSortFilterProxyModel(this))
{
    setObjectName(u"slowQueriesPage"_s);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(SlowQueriesModel::SortRole);
    m_sorted->setFilterRole(SlowQueriesModel::WordsRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    none()->setWordWrap(true);
    none()->setMargin(24);
    layOut(m_sorted, buildBar(), buildDetail(), {300, 260});
    table()->setSortingEnabled(true);
    table()->sortByColumn(SlowQueriesModel::Total, Qt::DescendingOrder);
    table()->header()->setStretchLastSection(false);
    table()->header()->setSectionResizeMode(SlowQueriesModel::Statement, QHeaderView::Stretch); // the rest of the width
    auto *find = new QShortcut(QKeySequence::Find, side());
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
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
    row->addWidget(m_search, 1);
    row->addWidget(m_since);
    row->addStretch(1);
    row->addWidget(m_reset);
    row->addWidget(refreshButton());
    return bar;
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

void SlowQueriesPage::forget()
{
    m_chosenId = 0;
    m_model->setQueries({});
}

void SlowQueriesPage::reload()
{
    read(tr("Read the slow queries"),
         [](pg::Connection &connection, core::JobContext &) { return std::pair(index::slowQueries(connection), connection.serverVersion()); },
         [this](const std::pair<index::SlowQueries, int> &answer) {
             m_serverVersion = answer.second;
             const auto chosen = std::pair(m_chosenId, m_chosenUser);
             m_model->setQueries(answer.first);
             for (int each = 0; each < SlowQueriesModel::ColumnCount; ++each)
                 table()->setColumnHidden(each, !m_model->says(SlowQueriesModel::Column(each)));
             if (isFirstFill()) {
                 for (int each = SlowQueriesModel::Mean; each < SlowQueriesModel::ColumnCount; ++each)
                     table()->resizeColumnToContents(each);
             }
             QModelIndex place = m_sorted->mapFromSource(m_model->indexOf(chosen.first, chosen.second));
             if (!place.isValid())
                 place = m_sorted->index(0, 0);
             table()->setCurrentIndex(place);
             showWords();
         });
}

void SlowQueriesPage::showWords()
{
    const index::SlowQueries &found = m_model->queries();
    QList<InlineBar::Answer> answers;
    if (found.state == State::NotCreated)
        answers.append({u"slowCreate"_s, tr("Create it…"), [this] { create(); }, false, true});
    if (found.words.isEmpty())
        message()->hide();
    else
        message()->ask(InlineBar::Tone::Warning, found.words, answers);
}

void SlowQueriesPage::showState()
{
    const bool ready = isRead() && m_model->queries().state == State::Ready;
    const bool any = m_sorted->rowCount() > 0;
    showList(any, isReading() && !isRead()        ? tr("Reading what the server counted…")
                    : !error().isEmpty()          ? tr("Nothing could be read.")
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
    const index::SlowQuery *query = m_model->query(m_sorted->mapToSource(table()->currentIndex()));
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
    if (const index::SlowQuery *query = m_model->query(m_sorted->mapToSource(table()->currentIndex())))
        Q_EMIT openInConsoleRequested(index::explainText(*query, m_serverVersion));
}

void SlowQueriesPage::create()
{
    care()->open(tr("Create pg_stat_statements"), tr("Create"), [](pg::Connection &connection) { return index::planCreateStatements(connection); });
    openCare();
}

void SlowQueriesPage::reset(qint64 query)
{
    care()->open(query == 0 ? tr("Forget what was counted of all statements") : tr("Forget what was counted of this statement"), tr("Forget"),
                 [query](pg::Connection &connection) { return index::planResetStatements(connection, query); });
    openCare();
}

void SlowQueriesPage::enterPressed()
{
    explain();
}

bool SlowQueriesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (watched == m_sql && (key == Qt::Key_Tab || key == Qt::Key_Backtab)) { // an editor keeps Tab for itself; one that is only read is a stop
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
    }
    return CareListPage::eventFilter(watched, event);
}

} // namespace quiver::ui
