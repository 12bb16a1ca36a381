// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/resultspane.h"

#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultgrid.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/search/comparepane.h"
#include "ui/search/copypane.h"
#include "ui/search/hitdelegate.h"
#include "ui/search/hitsmodel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QGraphicsOpacityEffect>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

ResultsPane::ResultsPane(QWidget *parent)
    : QWidget(parent), m_model(new HitsModel(this)), m_message(new InlineBar), m_summary(new WrapLabel), m_index(new WrapLabel), m_notes(new WrapLabel), m_tabs(new QTabWidget)
{
    setObjectName(u"searchResults"_s);
    m_message->setObjectName(u"searchMessage"_s);
    m_message->hide();
    m_summary->setObjectName(u"searchSummary"_s);
    m_index->setObjectName(u"searchIndex"_s);
    m_index->setProperty("muted", true);
    m_index->setTextFormat(Qt::RichText);
    m_index->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_index->setFocusPolicy(Qt::TabFocus);
    m_index->setMinimumHeight(m_index->fontMetrics().height()); // its words come a moment after the hits, which stay where they are
    m_index->hide();
    connect(m_index, &QLabel::linkActivated, this, [this](const QString &link) {
        const search::VectorQuery &query = m_answer->found.query;
        if (link == "plan"_L1)
            Q_EMIT plansRequested(m_answer, SearchWork::Sides::Found);
        else
            Q_EMIT newIndexRequested(query.schema, query.table, query.column);
    });
    m_notes->setObjectName(u"searchNotes"_s);
    m_notes->setProperty("warning", true);
    m_notes->hide();
    m_tabs->setObjectName(u"searchTabs"_s);
    m_tabs->setDocumentMode(true);
    m_grid = new ResultGrid;
    m_grid->setObjectName(u"searchGrid"_s);
    m_grid->setAccessibleName(tr("Hits as a grid"));
    m_grid->setEmptyText(tr("No hits"));
    m_grid->setModel(m_model);
    m_compare = new ComparePane;
    m_copy = new CopyPane;
    m_tabs->addTab(buildCards(), tr("Cards"));
    m_tabs->addTab(m_grid, tr("Grid"));
    m_tabs->addTab(m_compare, tr("Compared"));
    m_tabs->addTab(m_copy, tr("Copy as"));
    m_similar = new QPushButton(icon(u"search-vector"_s), tr("&Find similar"));
    m_similar->setObjectName(u"searchSimilar"_s);
    m_similar->setToolTip(tr("Searches for what is near the chosen hit"));
    connect(m_similar, &QPushButton::clicked, this, [this] { Q_EMIT similarRequested(m_model->hit(currentRow()).key); });
    m_plan = new QPushButton(icon(u"plan"_s), tr("&Plan"));
    m_plan->setObjectName(u"searchPlan"_s);
    m_plan->setToolTip(tr("Runs the search once more with EXPLAIN (ANALYZE, BUFFERS), and opens the plan"));
    connect(m_plan, &QPushButton::clicked, this, [this] { Q_EMIT plansRequested(m_answer, SearchWork::Sides::Found); });
    connect(m_compare, &ComparePane::plansRequested, this, [this](SearchWork::Sides sides) { Q_EMIT plansRequested(m_answer, sides); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &ResultsPane::showSimilar);
    connect(m_cards->selectionModel(), &QItemSelectionModel::currentChanged, this, &ResultsPane::showSimilar);
    connect(m_grid, &ResultGrid::currentCellChanged, this, &ResultsPane::showSimilar);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 8, 12, 0);
    head->setSpacing(4);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_summary, 1);
    line->addWidget(m_plan);
    line->addWidget(m_similar);
    head->addWidget(m_message);
    head->addLayout(line);
    head->addWidget(m_index);
    head->addWidget(m_notes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
    connect(m_copy, &CopyPane::openInConsoleRequested, this, &ResultsPane::openInConsoleRequested);
    connect(m_copy, &CopyPane::statusMessage, this, &ResultsPane::statusMessage);
    connect(m_grid, &ResultGrid::menuAboutToShow, this, [this](QMenu *menu, const QModelIndex &index) {
        if (!index.isValid() || !m_answer->found.table.hasKey())
            return;
        menu->addSeparator();
        menu->addAction(icon(u"search-vector"_s), tr("Find similar"), this, [this, key = m_model->hit(index.row()).key] { Q_EMIT similarRequested(key); });
    });
    showSummary();
}

QWidget *ResultsPane::buildCards()
{
    m_cards = new QListView;
    m_cards->setObjectName(u"searchCards"_s);
    m_cards->setAccessibleName(tr("Hits, the nearest first"));
    m_cards->setModel(m_model);
    m_cards->setItemDelegate(new HitDelegate(*m_model, m_cards));
    m_cards->setUniformItemSizes(true); // a million of them cost what the visible ones cost
    m_cards->setResizeMode(QListView::Adjust);
    m_cards->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_cards->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_cards->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_cards->setFrameShape(QFrame::NoFrame);
    m_cards->setProperty("frameless", true);
    m_cards->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_cards, &QListView::customContextMenuRequested, this, &ResultsPane::showMenu);
    m_empty = new QLabel;
    m_empty->setObjectName(u"searchEmpty"_s);
    m_empty->setProperty("muted", true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(32);
    m_cardPages = new QStackedWidget;
    m_cardPages->addWidget(m_empty);
    m_cardPages->addWidget(m_cards);
    return m_cardPages;
}

void ResultsPane::showMenu(const QPoint &place)
{
    const QModelIndex index = m_cards->indexAt(place).isValid() ? m_cards->indexAt(place) : m_cards->currentIndex();
    if (!index.isValid())
        return;
    const search::Hit &hit = m_model->hit(index.row());
    auto *menu = new QMenu(this);
    menu->setObjectName(u"searchCardMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *similar = menu->addAction(icon(u"search-vector"_s), tr("Find similar"), this, [this, key = hit.key] { Q_EMIT similarRequested(key); });
    similar->setEnabled(m_answer->found.table.hasKey());
    menu->addAction(icon(u"copy"_s), tr("Copy the key"), this, [key = hit.key.join(u", "_s)] { QApplication::clipboard()->setText(key); });
    if (m_model->textColumn() >= 0)
        menu->addAction(tr("Copy the text"), this, [text = hit.values[std::size_t(m_model->textColumn())].value_or(QString())] { QApplication::clipboard()->setText(text); });
    menu->popup(m_cards->viewport()->mapToGlobal(place));
}

void ResultsPane::addTab(QWidget *page, const QString &title)
{
    m_tabs->addTab(page, title);
}

void ResultsPane::setAnswer(const SearchAnswerPtr &answer)
{
    m_answer = answer;
    m_refused = false;
    m_message->hide();
    m_index->clear();
    m_index->setVisible(answer != nullptr);
    setFaded(false);
    m_model->setAnswer(answer);
    m_compare->setAnswer(answer);
    m_copy->setAnswer(answer);
    QStringList notes;
    if (answer) {
        for (const search::SearchProblem &note : answer->found.notes)
            notes << note.text;
        if (m_model->rowCount() > 0)
            m_cards->setCurrentIndex(m_model->index(0, 0));
    }
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    if (answer && answer->comparison && m_tabs->currentWidget() != m_grid)
        m_tabs->setCurrentWidget(m_compare);
    else if (answer && m_tabs->currentWidget() != m_grid && m_tabs->currentWidget() != m_copy)
        m_tabs->setCurrentWidget(m_cardPages);
    showSummary();
}

void ResultsPane::setRunning(bool running)
{
    m_running = running;
    if (running) {
        m_refused = false;
        m_message->hide();
    }
    m_grid->setRunning(running);
    m_compare->setRunning(running);
    showSummary();
}

void ResultsPane::showIndexes(const SearchAnswerPtr &answer, const QStringList &indexes)
{
    if (answer != m_answer)
        return;
    const search::SearchResult &found = answer->found;
    if (!indexes.isEmpty()) {
        m_index->setText((indexes.size() == 1 ? tr("Found by the index %1.") : tr("Found by the indexes %1.")).arg(visibleText(indexes.join(u", "_s)).toHtmlEscaped()));
        return;
    }
    QStringList words{tr("No vector index was used: all rows were compared.").toHtmlEscaped(), u"<a href=\"plan\">%1</a>"_s.arg(tr("Look at the plan").toHtmlEscaped())};
    if (found.table.annIndexes(found.query.column, found.query.metric).empty())
        words << u"<a href=\"index\">%1</a>"_s.arg(tr("New index…").toHtmlEscaped());
    m_index->setText(words.join(u" · "_s));
}

QStringList ResultsPane::sideNames() const
{
    if (m_answer && m_answer->isExact())
        return {tr("The hits"), tr("The exact search")};
    return {tr("A"), tr("B")};
}

/// An answer to another question than the form's is not to be taken for one to it.
void ResultsPane::setFaded(bool faded)
{
    for (QWidget *each : std::initializer_list<QWidget *>{m_cardPages, m_grid, m_compare}) {
        auto *effect = faded ? new QGraphicsOpacityEffect(each) : nullptr;
        if (effect)
            effect->setOpacity(0.4);
        each->setGraphicsEffect(effect); // which owns it
    }
}

void ResultsPane::showRefused()
{
    m_refused = true;
    m_message->hide();
    m_index->clear();
    setFaded(true);
    showSummary();
}

void ResultsPane::showFailure(const QString &reason)
{
    setFaded(true);
    m_message->ask(InlineBar::Tone::Danger, reason, {{u"searchRetry"_s, tr("Try again"), [this] { Q_EMIT retryRequested(); }}});
}

void ResultsPane::showNotice(const QString &text)
{
    m_message->ask(InlineBar::Tone::Warning, text, {{u"searchNoticeClose"_s, tr("Close"), {}}});
}

void ResultsPane::showCancelled()
{
    setFaded(true);
    showNotice(m_answer ? tr("The search was cancelled. What stands below is of the one before it.") : tr("The search was cancelled."));
}

int ResultsPane::currentRow() const
{
    const QModelIndex index = m_tabs->currentWidget() == m_grid ? m_grid->currentIndex() : m_cards->currentIndex();
    const bool isShown = m_tabs->currentWidget() == m_grid || m_tabs->currentWidget() == m_cardPages;
    return isShown && index.isValid() && index.row() < m_model->rowCount() ? index.row() : -1;
}

void ResultsPane::showSimilar()
{
    m_similar->setEnabled(currentRow() >= 0 && m_answer->found.table.hasKey());
}

void ResultsPane::showSummary()
{
    showSimilar();
    m_plan->setEnabled(m_answer && !m_running);
    const bool any = m_answer && m_model->rowCount() > 0;
    m_cardPages->setCurrentIndex(any ? 1 : 0);
    m_empty->setText(m_running  ? tr("Searching…")
                     : m_answer ? tr("No row meets the conditions.")
                                : tr("Find what is near: rows whose vectors are closest to a text, a vector or another row.\n\n"
                                     "Choose a table, say what to search for, press Enter."));
    if (m_running) {
        m_summary->setText(tr("Searching…"));
    } else if (m_refused) {
        m_summary->setText(m_answer ? tr("Nothing was searched: the form says why. What stands below is of the search before.") : tr("Nothing was searched: the form says why."));
    } else if (!m_answer) {
        m_summary->clear();
    } else {
        const search::SearchResult &found = m_answer->found;
        QStringList parts{countOf(qint64(found.hits.size()), tr("1 hit"), tr("%1 hits")), tr("server %1").arg(durationText(found.serverMs)), tr("with transfer %1").arg(durationText(found.totalMs))};
        if (found.query.source.kind == search::QuerySource::Kind::Text)
            parts << tr("text embedded in %1").arg(durationText(found.vectorMs));
        m_summary->setText(parts.join(u"  ·  "_s));
    }
}

} // namespace quiver::ui
