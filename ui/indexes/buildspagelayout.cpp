// SPDX-License-Identifier: GPL-3.0-or-later
// The part of BuildsPage that makes its widgets.
#include "ui/indexes/buildspage.h"

#include "ui/common/changepreview.h"
#include "ui/common/comparisontable.h"
#include "ui/common/theme.h"
#include "ui/indexes/buildjournalmodel.h"
#include "ui/indexes/buildview.h"
#include "ui/indexes/indexesscreen.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

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
    connect(m_list, &QListWidget::currentRowChanged, this, &BuildsPage::choose);
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
        if (!m_chosen)
            chooseLatest();
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

} // namespace quiver::ui
