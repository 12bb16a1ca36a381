// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the load tab and what they are wired to.
#include "ui/common/iconlabel.h"
#include "ui/common/inlinebar.h"
#include "ui/common/resultgrid.h"
#include "ui/load/card.h"
#include "ui/load/columnsmodel.h"
#include "ui/load/columnsview.h"
#include "ui/load/copypage.h"
#include "ui/load/howcard.h"
#include "ui/load/loaddraft.h"
#include "ui/load/loadrun.h"
#include "ui/load/loadtab.h"
#include "ui/load/pageparts.h"
#include "ui/load/previewmodel.h"
#include "ui/load/runpage.h"
#include "ui/load/sourcecard.h"
#include "ui/load/stepspage.h"
#include "ui/load/targetcard.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int cardsWidth = 332;

QFrame *separator()
{
    auto *line = new QFrame;
    line->setProperty("separator", true);
    return line;
}

QLabel *sectionTitle(const QString &text)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

} // namespace

QWidget *LoadTab::buildEmpty()
{
    auto *page = new QWidget;
    page->setObjectName(u"loadEmpty"_s);
    auto *mark = new IconLabel(u"import"_s, &Colors::muted, 40, page);
    auto *heading = new QLabel(tr("Load rows and vectors"), page);
    heading->setProperty("heading", true);
    auto *text = quietLabel(u"loadEmptyText"_s, page);
    text->setText(tr("From CSV, TSV, JSON lines, .npy, .fvecs, .bvecs, .ivecs or HDF5 into a table that exists or a new one. You see the "
                     "first rows and what does not fit before anything is written, and an interrupted load goes on where it stopped."));
    text->setAlignment(Qt::AlignHCenter);
    setWidth(*text, 480);
    auto *open = new QPushButton(tr("&Open a file…"), page);
    open->setObjectName(u"openFile"_s);
    open->setProperty("primary", true);
    connect(open, &QPushButton::clicked, this, &LoadTab::chooseFile);
    auto *copy = new QPushButton(tr("From another &table or server…"), page);
    copy->setObjectName(u"copyFromTable"_s);
    connect(copy, &QPushButton::clicked, this, [this] {
        showPage(CopyingPage);
        m_copyPage->begin();
    });
    auto *drop = quietLabel(u"loadDropText"_s, page);
    drop->setText(tr("or drop a file anywhere on this page"));
    drop->setAlignment(Qt::AlignHCenter);
    setWidth(*drop, 480);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{mark, heading, text})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addLayout(buttons);
    layout->addWidget(drop, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget *LoadTab::buildCards()
{
    m_sourceCard = new SourceCard(*m_draft);
    m_targetCard = new TargetCard(*m_draft);
    m_howCard = new HowCard(*m_draft);
    return cardsColumn(u"loadCards"_s, {m_sourceCard, m_targetCard, m_howCard}, cardsWidth);
}

QWidget *LoadTab::buildPreview()
{
    m_previewNote = quietLabel(u"previewNote"_s);
    m_previewNote->setWordWrap(false);
    m_nextProblem = new QPushButton(tr("Go to the first pro&blem"));
    m_nextProblem->setObjectName(u"nextProblem"_s);
    m_grid = new ResultGrid;
    m_grid->setObjectName(u"previewGrid"_s);
    m_grid->setAccessibleName(tr("The first rows of the file"));
    m_grid->setFrameShape(QFrame::NoFrame);
    m_grid->setModel(m_previewModel);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(8);
    head->addWidget(sectionTitle(tr("First rows")));
    head->addWidget(m_previewNote, 1);
    head->addWidget(m_nextProblem);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_grid, 1);
    return box;
}

QWidget *LoadTab::buildColumns()
{
    m_unused = quietLabel(u"unusedFields"_s);
    m_unused->setWordWrap(false);
    m_unused->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_unused->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_columnsView = new ColumnsView(*m_columnsModel);
    m_columnNote = new ElidedLabel;
    m_columnNote->setObjectName(u"columnNote"_s);
    m_columnNote->setProperty("muted", true);
    m_columnNote->setContentsMargins(12, 4, 12, 6);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(12);
    head->addWidget(sectionTitle(tr("Columns")));
    head->addWidget(m_unused, 1);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_columnsView, 1);
    layout->addWidget(m_columnNote);
    return box;
}

QWidget *LoadTab::buildFoot()
{
    m_question = new InlineBar;
    m_question->setObjectName(u"loadQuestion"_s);
    m_state = new ElidedLabel;
    m_state->setObjectName(u"loadState"_s);
    m_showSteps = new QPushButton(tr("What &will run"));
    m_showSteps->setObjectName(u"showLoadSteps"_s);
    m_showSteps->setCheckable(true);
    m_showSteps->setToolTip(tr("Every statement of the load, with what it locks"));
    m_load = new QPushButton(tr("&Load"));
    m_load->setObjectName(u"startLoad"_s);
    m_load->setProperty("primary", true);
    m_load->setMinimumWidth(112);
    auto *row = footRow();
    row->addWidget(m_state, 1);
    row->addWidget(m_showSteps);
    row->addWidget(m_load);
    return pageFoot(m_question, row);
}

QWidget *LoadTab::buildSetup()
{
    auto *rows = new QSplitter(Qt::Vertical);
    rows->addWidget(buildPreview());
    rows->addWidget(buildColumns());
    rows->setChildrenCollapsible(false);
    rows->setStretchFactor(0, 4);
    rows->setStretchFactor(1, 5);
    m_right = new QStackedWidget;
    m_right->addWidget(rows);
    m_right->addWidget(new StepsPage(*m_draft));
    auto *line = separator();
    line->setFixedWidth(1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(buildCards());
    middle->addWidget(line);
    middle->addWidget(m_right, 1);
    auto *foot = buildFoot();
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addWidget(foot);
    return page;
}

void LoadTab::connectAll()
{
    connect(m_draft, &LoadDraft::readingChanged, this, &LoadTab::refreshFoot);
    connect(m_draft, &LoadDraft::sourceChanged, this, &LoadTab::showSource);
    connect(m_draft, &LoadDraft::sourceFailed, this, &LoadTab::showFailure);
    connect(m_draft, &LoadDraft::targetChanged, this, &LoadTab::refreshFoot);
    connect(m_draft, &LoadDraft::planChanged, this, [this] {
        refreshFoot();
        showColumnNote();
    });
    connect(m_draft, &LoadDraft::previewChanged, this, [this] {
        markProblems();
        showColumnNote();
    });
    connect(m_columnsModel, &ColumnsModel::refused, this, &LoadTab::statusMessage);
    connect(m_columnsView->selectionModel(), &QItemSelectionModel::currentChanged, this, &LoadTab::showColumnNote);
    connect(m_nextProblem, &QPushButton::clicked, this, [this] {
        const int row = m_previewModel->firstProblem();
        m_grid->setCurrentIndex(m_previewModel->index(row, 0));
        m_grid->scrollToRow(row);
        m_grid->setFocus();
    });
    connect(m_sourceCard, &SourceCard::openRequested, this, &LoadTab::chooseFile);
    connect(m_showSteps, &QPushButton::toggled, this, [this](bool on) { m_right->setCurrentIndex(on ? 1 : 0); });
    connect(m_load, &QPushButton::clicked, this, &LoadTab::ask);
    connect(m_run, &LoadRun::finished, this, &LoadTab::finished);
    connect(m_runPage, &RunPage::backRequested, this, [this] {
        showPage(m_fromCopy ? CopyingPage : SetupPage);
        if (!m_fromCopy)
            m_targetCard->focusName();
    });
    connect(m_copyPage, &CopyPage::backRequested, this, [this] { showPage(EmptyPage); });
    connect(m_copyPage, &CopyPage::startRequested, this, &LoadTab::startCopy);
    connect(m_runPage, &RunPage::anotherRequested, this, [this] {
        m_draft->closeSource();
        showPage(EmptyPage);
        chooseFile();
    });
    connect(m_runPage, &RunPage::resumeRequested, this, &LoadTab::start);
    connect(m_runPage, &RunPage::restartRequested, this, &LoadTab::restart);
}

} // namespace quiver::ui
