// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/comparisontable.h"

#include <QHeaderView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int cellPadding = 16, rowPadding = 6;

} // namespace

ComparisonTable::ComparisonTable(const QString &name, const QString &accessibleName, QWidget *parent)
    : QTableWidget(parent)
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setProperty("frameless", true);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + rowPadding);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
}

void ComparisonTable::compare(const QString &corner, const QStringList &heads, const std::vector<Row> &rows)
{
    setColumnCount(int(heads.size()) + 1);
    setRowCount(int(rows.size()));
    setHorizontalHeaderLabels(QStringList{corner} + heads);
    for (int column = 1; column <= heads.size(); ++column)
        horizontalHeaderItem(column)->setToolTip(heads[column - 1]);
    for (int row = 0; row < int(rows.size()); ++row) {
        const Row &each = rows[std::size_t(row)];
        setItem(row, 0, new QTableWidgetItem(each.name));
        for (int i = 0; i < each.values.size(); ++i) {
            auto *item = new QTableWidgetItem(each.values[i]);
            QFont font = item->font();
            font.setBold(each.isResult);
            item->setFont(font);
            item->setToolTip(each.values[i]);
            setItem(row, i + 1, item);
        }
    }
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    resizeColumnToContents(0);
    setColumnWidth(0, columnWidth(0) + cellPadding);
}

} // namespace quiver::ui
