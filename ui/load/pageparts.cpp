// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/pageparts.h"

#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/load/card.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QTableView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

QWidget *cardsColumn(const QString &name, const QList<QWidget *> &cards, int width)
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    for (QWidget *card : cards)
        layout->addWidget(card);
    layout->addStretch(1);
    auto *area = new QScrollArea;
    area->setObjectName(name);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFixedWidth(width);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

void makeColumnsTable(QTableView &view)
{
    view.setShowGrid(false);
    view.setTabKeyNavigation(false);
    view.verticalHeader()->hide();
    view.verticalHeader()->setDefaultSectionSize(view.fontMetrics().height() + 14);
    view.horizontalHeader()->setHighlightSections(false);
    view.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view.horizontalHeader()->setStretchLastSection(true);
}

QWidget *pageFoot(InlineBar *bar, QHBoxLayout *row)
{
    auto *line = new QFrame;
    line->setProperty("separator", true);
    line->setFixedHeight(1);
    auto *foot = new QWidget;
    auto *layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(line);
    layout->addWidget(bar);
    layout->addLayout(row);
    return foot;
}

QHBoxLayout *footRow()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(12);
    return row;
}

RowsChoice::RowsChoice(const QString &prefix, Card &card, const QString &queryName, QWidget *parent)
    : QWidget(parent), m_ofTable(new QRadioButton(tr("&Table"))), m_ofQuery(new QRadioButton(tr("&Query"))),
      m_table(new TablePicker(TablePicker::Purpose::Read)), m_query(new QPlainTextEdit)
{
    constexpr int queryHeight = 110;
    m_ofTable->setObjectName(prefix + u"OfTable"_s);
    m_ofTable->setChecked(true);
    m_ofQuery->setObjectName(prefix + u"OfQuery"_s);
    card.head()->addWidget(m_ofTable);
    card.head()->addWidget(m_ofQuery);
    m_table->setObjectName(prefix + u"Table"_s);
    m_query->setObjectName(prefix + u"Query"_s);
    m_query->setAccessibleName(queryName);
    m_query->setPlaceholderText(tr("One query that returns rows"));
    m_query->setFont(codeFont());
    m_query->setTabChangesFocus(true);
    m_query->setFixedHeight(queryHeight);
    m_query->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
    layout->addWidget(m_query);
    connect(m_table, &TablePicker::tableChanged, this, &RowsChoice::tableChanged);
    connect(m_query, &QPlainTextEdit::textChanged, this, &RowsChoice::queryChanged);
    connect(m_ofTable, &QRadioButton::toggled, this, [this](bool table) {
        m_table->setVisible(table);
        m_query->setVisible(!table);
        Q_EMIT kindChanged();
    });
}

bool RowsChoice::isTable() const
{
    return m_ofTable->isChecked();
}

void RowsChoice::chooseTable(const QString &schema, const QString &table)
{
    m_ofTable->setChecked(true);
    m_table->choose(schema, table);
}

QString RowsChoice::query() const
{
    return m_query->toPlainText().trimmed();
}

} // namespace quiver::ui
