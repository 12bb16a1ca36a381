// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the export tab and what they are wired to.
#include "ui/common/fileedit.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/load/card.h"
#include "ui/load/exportcolumnsmodel.h"
#include "ui/load/exporttab.h"
#include "ui/load/pageparts.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using load::TargetFormat;

ExportTab::ExportTab(QWidget *parent)
    : QWidget(parent), m_columns(new ExportColumnsModel(this)), m_threads(new QThreadPool)
{
    constexpr int mostThreads = 4; // a share that does not answer holds one of them
    m_threads->setMaxThreadCount(mostThreads);
    setObjectName(u"exportTab"_s);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(cardsColumn(u"exportCards"_s, {buildWhat(), buildFormat(), buildFile()}, 400));
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
    m_rows = new RowsChoice(u"export"_s, *card, tr("Query whose rows are exported"));
    card->body()->addWidget(m_rows);
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
    makeColumnsTable(*m_columnsView);
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
    auto *row = footRow();
    row->addWidget(m_bar);
    row->addWidget(m_state, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_start);
    return pageFoot(m_outcome, row);
}

void ExportTab::connectAll()
{
    connect(m_rows, &RowsChoice::kindChanged, this, &ExportTab::askForColumns);
    connect(m_rows, &RowsChoice::tableChanged, this, &ExportTab::askForColumns);
    connect(m_rows, &RowsChoice::queryChanged, this, &ExportTab::refresh);
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
