// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/refusedlist.h"

#include "ui/common/figures.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QTableWidget>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

RefusedList::RefusedList(const QString &name, QWidget *parent)
    : QWidget(parent), m_heading(new WrapLabel), m_rows(new QTableWidget(0, 2)), m_copy(new QToolButton)
{
    setObjectName(name);
    m_heading->setObjectName(name + u"Heading"_s);
    m_rows->setObjectName(name + u"Rows"_s);
    m_rows->setAccessibleName(tr("Rows whose texts were refused"));
    m_rows->setHorizontalHeaderLabels({tr("Row"), tr("Why its text was refused")});
    m_rows->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->verticalHeader()->hide();
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setTabKeyNavigation(false);
    m_rows->setShowGrid(false);
    m_rows->setMinimumHeight(120);
    m_copy->setObjectName(name + u"Copy"_s);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies the selected rows with their reasons, or all of them"));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    connect(m_copy, &QToolButton::clicked, this, &RefusedList::copy);
    auto *shortcut = new QShortcut(QKeySequence::Copy, m_rows);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, &RefusedList::copy);
    auto *top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    top->addWidget(m_copy, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(m_rows);
    hide();
}

void RefusedList::show(const std::vector<schema::RefusedText> &refused, qint64 count)
{
    m_rows->clearContents();
    m_rows->setRowCount(int(refused.size()));
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const schema::RefusedText &each = refused[std::size_t(row)];
        m_rows->setItem(row, 0, new QTableWidgetItem(each.key));
        auto *reason = new QTableWidgetItem(each.reason);
        reason->setToolTip(each.reason);
        m_rows->setItem(row, 1, reason);
    }
    QString heading = countOf(count, tr("1 text was refused, and its row has no vector."), tr("%1 texts were refused, and their rows have no vector."));
    if (count > qint64(refused.size()))
        heading += u' ' + tr("The first %1:").arg(countText(qint64(refused.size()), tr("rows")));
    m_heading->setText(heading);
    setVisible(count > 0);
}

void RefusedList::copy() const
{
    QStringList lines;
    const bool all = m_rows->selectionModel()->selectedRows().isEmpty();
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (all || m_rows->selectionModel()->isRowSelected(row))
            lines << m_rows->item(row, 0)->text() + u'\t' + m_rows->item(row, 1)->text();
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

} // namespace quiver::ui
