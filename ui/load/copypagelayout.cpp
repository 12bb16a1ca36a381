// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page that copies between tables, and what they are wired to.
#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/load/card.h"
#include "ui/load/columnsview.h"
#include "ui/load/copycolumnsmodel.h"
#include "ui/load/copypage.h"
#include "ui/load/pageparts.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

CopyPage::CopyPage(QWidget *parent)
    : QWidget(parent), m_columns(new CopyColumnsModel(this))
{
    setObjectName(u"copyPage"_s);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(cardsColumn(u"copyCards"_s, {buildFrom(), buildTo()}, 372));
    middle->addWidget(buildColumns(), 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(middle, 1);
    layout->addWidget(buildFoot());
    connect(m_columns, &CopyColumnsModel::edited, this, &CopyPage::refresh);
}

QWidget *CopyPage::buildFrom()
{
    auto *card = new Card(u"copyFromCard"_s, tr("From"));
    m_fromServer = new ChoiceBox;
    m_rows = new RowsChoice(u"copy"_s, *card, tr("Query whose rows are copied"));
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    addField(*grid, 0, 0, u"copyServer"_s, tr("Server"), m_fromServer);
    card->body()->addLayout(grid);
    card->body()->addWidget(m_rows);
    connect(m_fromServer, &QComboBox::activated, this, &CopyPage::fromServerChanged);
    connect(m_rows, &RowsChoice::kindChanged, this, &CopyPage::askForColumns);
    connect(m_rows, &RowsChoice::tableChanged, this, &CopyPage::askForColumns);
    connect(m_rows, &RowsChoice::queryChanged, this, &CopyPage::refresh);
    return card;
}

QWidget *CopyPage::buildTo()
{
    auto *card = new Card(u"copyToCard"_s, tr("Into"));
    m_existing = new QRadioButton(tr("E&xisting"));
    m_existing->setObjectName(u"copyExisting"_s);
    m_existing->setChecked(true);
    m_new = new QRadioButton(tr("&New"));
    m_new->setObjectName(u"copyNew"_s);
    card->head()->addWidget(m_existing);
    card->head()->addWidget(m_new);
    m_toTable = new TablePicker(TablePicker::Purpose::Write);
    m_toTable->setObjectName(u"copyToTable"_s);
    m_newFields = new QWidget;
    auto *names = new QGridLayout(m_newFields);
    names->setContentsMargins(0, 0, 0, 0);
    names->setVerticalSpacing(2);
    m_toSchema = new QLineEdit(u"public"_s);
    m_toName = new QLineEdit;
    addField(*names, 0, 0, u"copySchema"_s, tr("Schema"), m_toSchema);
    addField(*names, 0, 1, u"copyName"_s, tr("Name"), m_toName);
    m_newFields->hide();
    m_duplicates = new ChoiceBox;
    m_duplicates->add(tr("stop at a key that is there"), int(load::OnDuplicate::Stop));
    m_duplicates->add(tr("skip: the row that was first stays"), int(load::OnDuplicate::Skip));
    m_duplicates->add(tr("update: the row that is last wins"), int(load::OnDuplicate::Update));
    m_key = new ChoiceBox;
    m_indexAfterwards = new QCheckBox(tr("Build indexes afterwards"));
    m_indexAfterwards->setObjectName(u"copyIndexAfterwards"_s);
    m_indexPrice = quietLabel(u"copyIndexPrice"_s);
    m_indexPrice->setContentsMargins(24, 0, 0, 0);
    m_analyze = new QCheckBox(tr("ANALYZE at the end"));
    m_analyze->setObjectName(u"copyAnalyze"_s);
    m_analyze->setChecked(true);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    addField(*grid, 0, 0, u"copyDuplicates"_s, tr("Duplicates"), m_duplicates);
    m_keyLabel = addField(*grid, 2, 0, u"copyKey"_s, tr("By the key"), m_key);
    card->body()->addWidget(m_toTable);
    card->body()->addWidget(m_newFields);
    card->body()->addLayout(grid);
    auto *indexes = new QVBoxLayout;
    indexes->setSpacing(0);
    indexes->addWidget(m_indexAfterwards);
    indexes->addWidget(m_indexPrice);
    card->body()->addLayout(indexes);
    card->body()->addWidget(m_analyze);
    connect(m_toTable, &TablePicker::tableChanged, this, &CopyPage::askForTarget);
    connect(m_duplicates, &QComboBox::activated, this, [this] {
        showKeys();
        refresh();
    });
    for (QLineEdit *edit : {m_toSchema, m_toName})
        connect(edit, &QLineEdit::textChanged, this, &CopyPage::refresh);
    connect(m_existing, &QRadioButton::toggled, this, [this](bool existing) {
        m_toTable->setVisible(existing);
        m_newFields->setVisible(!existing);
        askForTarget();
    });
    return card;
}

QWidget *CopyPage::buildColumns()
{
    m_columnsView = new QTableView;
    m_columnsView->setObjectName(u"copyColumns"_s);
    m_columnsView->setAccessibleName(tr("Columns that are copied"));
    m_columnsView->setModel(m_columns);
    m_columnsView->setItemDelegate(new ColumnsDelegate(m_columnsView));
    m_columnsView->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed
                                   | QAbstractItemView::SelectedClicked);
    makeColumnsTable(*m_columnsView);
    m_columnsView->horizontalHeader()->resizeSection(CopyColumnsModel::From, 180);
    m_columnsView->horizontalHeader()->resizeSection(CopyColumnsModel::Type, 140);
    m_columnsNote = quietLabel(u"copyColumnsNote"_s);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_columnsNote);
    layout->addWidget(m_columnsView, 1);
    layout->addStretch(0);
    return box;
}

QWidget *CopyPage::buildFoot()
{
    m_question = new InlineBar;
    m_question->setObjectName(u"copyQuestion"_s);
    m_state = new ElidedLabel;
    m_state->setObjectName(u"copyState"_s);
    auto *back = new QPushButton(tr("&Back"));
    back->setObjectName(u"copyBack"_s);
    m_start = new QPushButton(tr("&Copy"));
    m_start->setObjectName(u"startCopy"_s);
    m_start->setProperty("primary", true);
    m_start->setMinimumWidth(112);
    connect(back, &QPushButton::clicked, this, &CopyPage::backRequested);
    connect(m_start, &QPushButton::clicked, this, &CopyPage::ask);
    auto *row = footRow();
    row->addWidget(back);
    row->addWidget(m_state, 1);
    row->addWidget(m_start);
    return pageFoot(m_question, row);
}

} // namespace quiver::ui
