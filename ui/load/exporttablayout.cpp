// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the export tab and what they are wired to.
#include "ui/common/fileedit.h"
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/load/card.h"
#include "ui/load/exportcolumnsmodel.h"
#include "ui/load/exporttab.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::TargetFormat;

ExportTab::ExportTab(QWidget *parent)
    : QWidget(parent), m_columns(new ExportColumnsModel(this))
{
    setObjectName(u"exportTab"_s);
    auto *content = new QWidget;
    auto *cards = new QVBoxLayout(content);
    cards->setContentsMargins(12, 12, 12, 12);
    cards->setSpacing(12);
    cards->addWidget(buildWhat());
    cards->addWidget(buildFormat());
    cards->addWidget(buildFile());
    cards->addStretch(1);
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFixedWidth(400);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(area);
    middle->addWidget(buildColumns(), 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addWidget(buildFoot());
    connectAll();
    formatChanged();
}

QWidget *ExportTab::buildWhat()
{
    auto *card = new Card(u"exportWhatCard"_s, tr("Rows"));
    m_ofTable = new QRadioButton(tr("&Table"));
    m_ofTable->setObjectName(u"exportOfTable"_s);
    m_ofTable->setChecked(true);
    m_ofQuery = new QRadioButton(tr("&Query"));
    m_ofQuery->setObjectName(u"exportOfQuery"_s);
    card->head()->addWidget(m_ofTable);
    card->head()->addWidget(m_ofQuery);
    m_table = new TablePicker(TablePicker::Purpose::Read);
    m_table->setObjectName(u"exportTable"_s);
    m_query = new QPlainTextEdit;
    m_query->setObjectName(u"exportQuery"_s);
    m_query->setAccessibleName(tr("Query whose rows are exported"));
    m_query->setPlaceholderText(tr("One query that returns rows"));
    m_query->setFont(codeFont());
    m_query->setTabChangesFocus(true);
    m_query->setFixedHeight(120);
    m_query->hide();
    card->body()->addWidget(m_table);
    card->body()->addWidget(m_query);
    return card;
}

QWidget *ExportTab::buildFormat()
{
    auto *card = new Card(u"exportFormatCard"_s, tr("Format"));
    m_format = new ChoiceBox;
    for (const auto &[text, format] : {std::pair(tr("CSV"), TargetFormat::Csv), {tr("TSV"), TargetFormat::Tsv},
                                       {tr("JSON lines"), TargetFormat::JsonLines}, {tr(".npy: vectors for NumPy"), TargetFormat::Npy},
                                       {tr(".fvecs: vectors"), TargetFormat::Fvecs}, {tr("binary COPY"), TargetFormat::BinaryCopy}})
        m_format->add(text, int(format));
    m_vector = new ChoiceBox;
    m_header = new QCheckBox(tr("Names in the first line"));
    m_header->setObjectName(u"exportHeader"_s);
    m_header->setChecked(true);
    m_half = new QCheckBox(tr("Half precision (float16)"));
    m_half->setObjectName(u"exportHalf"_s);
    m_skipNull = new QCheckBox(tr("Leave out rows without a vector"));
    m_skipNull->setObjectName(u"exportSkipNull"_s);
    m_skipNull->setToolTip(tr("Otherwise the export is refused where it meets one"));
    m_beside = new QCheckBox(tr("Other columns into a CSV beside it"));
    m_beside->setObjectName(u"exportBeside"_s);
    m_formatNote = quietLabel(u"exportFormatNote"_s);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    m_format->setObjectName(u"exportFormat"_s);
    m_format->setAccessibleName(tr("Format"));
    grid->addWidget(m_format, 0, 0);
    m_vectorLabel = addField(*grid, 1, 0, u"exportVector"_s, tr("Vector column"), m_vector);
    card->body()->addLayout(grid);
    for (QWidget *part : std::initializer_list<QWidget *>{m_header, m_half, m_skipNull, m_beside, m_formatNote})
        card->body()->addWidget(part);
    return card;
}

QWidget *ExportTab::buildFile()
{
    auto *card = new Card(u"exportFileCard"_s, tr("File"));
    m_file = new FileEdit;
    m_file->setForSaving(true);
    m_file->setObjectName(u"exportFile"_s);
    m_file->setAccessibleName(tr("File to write"));
    m_fileNote = quietLabel(u"exportFileNote"_s);
    card->body()->addWidget(m_file);
    card->body()->addWidget(m_fileNote);
    return card;
}

QWidget *ExportTab::buildColumns()
{
    m_columnsNote = quietLabel(u"exportColumnsNote"_s);
    m_all = new QPushButton(tr("&All"));
    m_all->setObjectName(u"exportAllColumns"_s);
    m_all->setAccessibleName(tr("Tick all columns"));
    m_none = new QPushButton(tr("&None"));
    m_none->setObjectName(u"exportNoColumns"_s);
    m_none->setAccessibleName(tr("Tick no column"));
    connect(m_all, &QPushButton::clicked, this, [this] { m_columns->tickAll(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { m_columns->tickAll(false); });
    m_columnsView = new QTableView;
    m_columnsView->setObjectName(u"exportColumns"_s);
    m_columnsView->setAccessibleName(tr("Columns that are written"));
    m_columnsView->setModel(m_columns);
    m_columnsView->setSelectionMode(QAbstractItemView::SingleSelection);
    m_columnsView->setShowGrid(false);
    m_columnsView->setTabKeyNavigation(false);
    m_columnsView->verticalHeader()->hide();
    m_columnsView->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    m_columnsView->horizontalHeader()->setHighlightSections(false);
    m_columnsView->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_columnsView->horizontalHeader()->setStretchLastSection(true);
    auto *head = new QHBoxLayout;
    head->addWidget(m_columnsNote, 1);
    head->addWidget(m_all);
    head->addWidget(m_none);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 12, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_columnsView, 1);
    layout->addStretch(0);
    return box;
}

QWidget *ExportTab::buildFoot()
{
    m_outcome = new InlineBar;
    m_outcome->setObjectName(u"exportOutcome"_s);
    m_bar = new QProgressBar;
    m_bar->setObjectName(u"exportProgress"_s);
    m_bar->setAccessibleName(tr("Progress of the export"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(8);
    m_bar->setFixedWidth(160);
    m_bar->hide();
    m_state = new ElidedLabel;
    m_state->setObjectName(u"exportState"_s);
    m_state->setProperty("muted", true);
    m_cancel = new QPushButton(icon(u"stop"_s), tr("Cancel"));
    m_cancel->setObjectName(u"cancelExport"_s);
    m_cancel->setMinimumWidth(112);
    m_cancel->hide();
    m_start = new QPushButton(tr("&Export"));
    m_start->setObjectName(u"startExport"_s);
    m_start->setProperty("primary", true);
    m_start->setMinimumWidth(112);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(12);
    row->addWidget(m_bar);
    row->addWidget(m_state, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_start);
    auto *line = new QFrame;
    line->setProperty("separator", true);
    line->setFixedHeight(1);
    auto *foot = new QWidget;
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addWidget(m_outcome);
    layout->addLayout(row);
    return foot;
}

void ExportTab::connectAll()
{
    connect(m_ofTable, &QRadioButton::toggled, this, [this](bool table) {
        m_table->setVisible(table);
        m_query->setVisible(!table);
        askForColumns();
    });
    connect(m_table, &TablePicker::tableChanged, this, &ExportTab::askForColumns);
    connect(m_query, &QPlainTextEdit::textChanged, this, &ExportTab::refresh);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportTab::formatChanged);
    connect(m_vector, &QComboBox::activated, this, &ExportTab::refresh);
    for (QCheckBox *box : {m_header, m_half, m_skipNull, m_beside})
        connect(box, &QCheckBox::toggled, this, &ExportTab::formatChanged);
    connect(m_file->edit(), &QLineEdit::textEdited, this, [this] { m_fileIsOurs = m_file->path().isEmpty(); });
    connect(m_file, &FileEdit::fileChosen, this, [this] {
        m_fileIsOurs = false;
        const auto format = load::guessTargetFormat(m_file->path());
        if (format)
            m_format->choose(int(*format));
    });
    connect(m_file, &FileEdit::pathChanged, this, &ExportTab::refresh);
    connect(m_columns, &ExportColumnsModel::edited, this, &ExportTab::refresh);
    connect(m_start, &QPushButton::clicked, this, &ExportTab::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_job->cancel();
        m_cancel->setText(tr("End it now"));
        m_cancel->setEnabled(m_job->cancelRequests() < 2);
        showProgress();
    });
    connect(&m_ticker, &QTimer::timeout, this, &ExportTab::showProgress);
}

} // namespace quiver::ui
