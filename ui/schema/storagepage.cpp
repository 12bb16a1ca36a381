// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/storagepage.h"

#include "ui/common/changepreview.h"
#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/schema/columnfactswords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using schema::ColumnField;
using catalog::ColumnStorage;

namespace {

constexpr ColumnStorage order[] = {ColumnStorage::External, ColumnStorage::Main, ColumnStorage::Plain, ColumnStorage::Extended};
enum Part { Way, Row, Table, Vectors, Parts };

QString meaning(ColumnStorage storage)
{
    switch (storage) {
    case ColumnStorage::External: return StoragePage::tr("Out of the row where the row is too large, as it is");
    case ColumnStorage::Main: return StoragePage::tr("In the row as long as it fits into a page, else out of it");
    case ColumnStorage::Plain: return StoragePage::tr("Always in the row; rows that are too large for a page are refused");
    case ColumnStorage::Extended: return StoragePage::tr("Out of the row where the row is too large, compressed where that helps");
    case ColumnStorage::Default: break;
    }
    return {};
}

} // namespace

StoragePage::StoragePage(QWidget *parent)
    : ColumnTaskPage(u"storage"_s, tr("Change storage"), parent), m_column(new QComboBox), m_ways(new QTableWidget), m_basis(new WrapLabel),
      m_rewrite(new QCheckBox(tr("Move the &values that are there too: write the table anew")))
{
    m_column->setObjectName(u"storageColumn"_s);
    m_column->setAccessibleName(tr("Column"));
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addLine(tr("&Column"), m_column);
    mark(ColumnField::Column, m_column);
    buildWays();
    m_rewrite->setObjectName(u"storageRewrite"_s);
    m_rewrite->setToolTip(tr("Nobody can read or write the table until it is done (VACUUM FULL)"));
    form()->addRow(m_rewrite);
    mark(ColumnField::Rewrite, m_rewrite);
    connect(m_column, &QComboBox::currentIndexChanged, this, &StoragePage::edited);
    connect(m_rewrite, &QCheckBox::toggled, this, &StoragePage::edited);
    tableRead();
}

void StoragePage::buildWays()
{
    m_ways->setObjectName(u"storageWays"_s);
    m_ways->setAccessibleName(tr("Storage, by what it comes to"));
    m_ways->setColumnCount(Parts);
    m_ways->setRowCount(int(std::size(order)));
    m_ways->setHorizontalHeaderLabels({tr("Storage"), tr("Row"), tr("Table"), tr("Vectors")});
    m_ways->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_ways->setSelectionMode(QAbstractItemView::SingleSelection);
    m_ways->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_ways->setTabKeyNavigation(false);
    m_ways->setShowGrid(false);
    m_ways->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_ways->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_ways->verticalHeader()->hide();
    m_ways->horizontalHeader()->setHighlightSections(false);
    m_ways->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_ways->horizontalHeader()->setSectionResizeMode(Vectors, QHeaderView::Stretch);
    m_ways->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int row = 0; row < m_ways->rowCount(); ++row) {
        for (int part = 0; part < Parts; ++part) {
            auto *item = new QTableWidgetItem;
            if (part == Row || part == Table)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(meaning(order[row]));
            m_ways->setItem(row, part, item);
        }
        m_ways->item(row, Way)->setText(catalog::storageName(order[row]));
        m_ways->item(row, Way)->setData(Qt::UserRole, int(order[row]));
    }
    m_ways->resizeRowsToContents();
    fitWays();
    m_ways->setFixedHeight(m_ways->horizontalHeader()->sizeHint().height() + m_ways->verticalHeader()->length() + 2);
    form()->addRow(m_ways);
    mark(ColumnField::Storage, m_ways);
    m_basis->setObjectName(u"storageBasis"_s);
    m_basis->setProperty("muted", true);
    m_basis->hide();
    form()->addRow(m_basis);
    connect(m_ways, &QTableWidget::currentCellChanged, this, [this](int row, int, int before, int) {
        if (row != before)
            edited();
    });
}

/// Columns as wide as what stands in them and above them.
void StoragePage::fitWays()
{
    constexpr int padding = 32;
    for (const Part part : {Way, Row, Table}) {
        int width = m_ways->horizontalHeader()->fontMetrics().horizontalAdvance(m_ways->horizontalHeaderItem(part)->text());
        for (int row = 0; row < m_ways->rowCount(); ++row)
            width = std::max(width, m_ways->fontMetrics().horizontalAdvance(m_ways->item(row, part)->text()));
        m_ways->setColumnWidth(part, width + padding);
    }
}

ColumnStorage StoragePage::chosen() const
{
    const int row = m_ways->currentRow();
    return row < 0 ? ColumnStorage::External : order[row];
}

void StoragePage::choose(ColumnStorage storage)
{
    const auto at = std::ranges::find(order, storage);
    if (at != std::end(order))
        m_ways->setCurrentCell(int(at - std::begin(order)), Way);
}

void StoragePage::tableRead()
{
    const QString before = m_column->currentData().toString();
    m_column->clear();
    const bool has = table().has_value();
    for (QWidget *each : std::initializer_list<QWidget *>{m_column, m_ways, m_rewrite})
        each->setEnabled(has);
    if (!has) {
        m_known.clear();
        m_basis->hide();
        return;
    }
    const auto add = [this](const catalog::Column &column) { m_column->addItem(u"%1  %2"_s.arg(column.name, column.type), column.name); };
    for (const catalog::Column &column : table()->columns) {
        if (column.isVector())
            add(column);
    }
    for (const catalog::Column &column : table()->columns) {
        if (!column.isVector())
            add(column);
    }
    m_column->setCurrentIndex(std::max(0, m_column->findData(before)));
    const catalog::Column *column = table()->column(m_column->currentData().toString());
    if (column && column->name == m_known) // after a run it may be another
        nameWays(catalog::storageOf(column->storage).value_or(ColumnStorage::External));
}

/// Says beside the name which one the column has.
void StoragePage::nameWays(ColumnStorage now)
{
    for (int row = 0; row < m_ways->rowCount(); ++row) {
        const QString name = catalog::storageName(order[row]);
        m_ways->item(row, Way)->setText(order[row] == now ? tr("%1 (now)").arg(name) : name);
    }
}

schema::StorageChange StoragePage::request() const
{
    return {.schema = table()->schema, .table = table()->name, .column = m_column->currentData().toString(), .storage = chosen(),
            .rewrite = m_rewrite->isChecked()};
}

void StoragePage::plan()
{
    schema::StorageChange wanted = request();
    // Of a column that is not known yet, what it has is chosen.
    const bool isNew = m_known != wanted.column;
    if (const catalog::Column *column = table()->column(wanted.column); isNew && column) {
        wanted.storage = catalog::storageOf(column->storage).value_or(ColumnStorage::External);
        const Filling filling(*this);
        choose(wanted.storage);
    }
    preview()->setChangeMaker(m_plans.maker([wanted](pg::Connection &connection) { return schema::planStorage(connection, wanted); }));
    preview()->refresh();
}

void StoragePage::planned()
{
    const auto made = m_plans.plan();
    if (!made)
        return;
    showProblems(made->problems);
    showFacts(*made);
    explainNothing(made->problems, made->change);
}

void StoragePage::showFacts(const schema::StoragePlan &plan)
{
    m_ways->setEnabled(plan.facts.has_value());
    m_rewrite->setEnabled(plan.facts.has_value());
    m_basis->setVisible(plan.facts.has_value());
    if (!plan.facts) {
        m_known.clear();
        return;
    }
    m_known = m_column->currentData().toString();
    const schema::StorageFacts &facts = *plan.facts;
    nameWays(facts.current);
    for (int row = 0; row < m_ways->rowCount(); ++row) {
        if (const schema::StorageForecast *forecast = facts.forecast(order[row]))
            showWay(row, facts, *forecast);
    }
    fitWays();
    m_basis->setText(facts.isWhole ? tr("As the table would be, were it written anew: all %1 were looked at.").arg(rowsText(facts.sampledRows))
                                   : tr("As the table would be, were it written anew: %1 of about %2 were looked at.")
                                         .arg(rowsText(facts.sampledRows), rowsText(qint64(facts.rows))));
}

void StoragePage::showWay(int row, const schema::StorageFacts &facts, const schema::StorageForecast &forecast)
{
    m_ways->item(row, Row)->setText(forecast.isRefused ? QString() : ColumnFactsWords::bytes(forecast.rowBytes()));
    m_ways->item(row, Table)->setText(forecast.isRefused ? QString() : bytesText(qint64(forecast.rowBytes() * facts.rows)));
    m_ways->item(row, Vectors)->setText(forecast.isRefused ? tr("not possible: the widest row takes %1").arg(bytesText(forecast.widestTuple))
                                        : forecast.isOut   ? tr("out of the row")
                                                           : tr("in the row"));
    // What the server would refuse is told, and not offered.
    for (int part = 0; part < Parts; ++part) {
        QTableWidgetItem *item = m_ways->item(row, part);
        item->setFlags(forecast.isRefused ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    }
    m_ways->item(row, Way)->setData(Qt::AccessibleTextRole,
                                    QStringList{m_ways->item(row, Way)->text(), meaning(forecast.storage), m_ways->item(row, Row)->text(),
                                                m_ways->item(row, Vectors)->text()}.join(u", "_s));
}

void StoragePage::fillExample()
{
    choose(ColumnStorage::Main);
    m_known = m_column->currentData().toString();
    m_rewrite->setChecked(true);
}

} // namespace quiver::ui
