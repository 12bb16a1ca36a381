// SPDX-License-Identifier: GPL-3.0-or-later
// What the list of indexes is built from.
#include "ui/indexes/listpage.h"

#include "ui/common/inlinebar.h"
#include "ui/common/tablepicker.h"
#include "ui/common/theme.h"
#include "ui/indexes/indexesscreen.h"
#include "ui/indexes/listdetail.h"
#include "ui/indexes/listfilter.h"
#include "ui/indexes/listmodel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 12;
constexpr int widest = 240, widestName = 320, narrowest = 60; // of a column

}

QWidget *IndexListPage::buildList()
{
    m_listSide = new QWidget;
    auto *layout = new QVBoxLayout(m_listSide);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto *bars = new QVBoxLayout;
    bars->setContentsMargins(margin, 0, margin, 0);
    bars->setSpacing(6);
    const auto bar = [&](const QString &name) {
        auto *made = new InlineBar;
        made->setObjectName(name);
        bars->addWidget(made);
        return made;
    };
    m_banner = bar(u"indexBanner"_s);
    m_running = bar(u"indexRunning"_s);
    m_message = bar(u"indexMessage"_s);
    layout->addLayout(bars);
    layout->addWidget(buildBar());
    m_none = new QWidget;
    m_none->setObjectName(u"indexNone"_s);
    m_noneText = new QLabel;
    m_noneText->setObjectName(u"indexNoneText"_s);
    m_noneText->setProperty("muted", true);
    m_noneText->setAlignment(Qt::AlignCenter);
    m_noneText->setWordWrap(true);
    auto *build = new QPushButton(tr("&Build an index"));
    build->setObjectName(u"indexNoneBuild"_s);
    build->setProperty("primary", true);
    connect(build, &QPushButton::clicked, this, [this] {
        const auto &table = m_picker->table();
        Q_EMIT taskRequested(indextask::build, table ? table->schema : QString(), table ? table->name : QString());
    });
    m_noneButton = build;
    auto *none = new QVBoxLayout(m_none);
    none->setSpacing(12);
    none->addStretch(2);
    none->addWidget(m_noneText);
    none->addWidget(build, 0, Qt::AlignHCenter);
    none->addStretch(3);
    m_split = new QSplitter(Qt::Vertical);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildTable());
    m_detail = new IndexDetail;
    m_detail->setMinimumHeight(150);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({300, 300});
    layout->addWidget(m_none, 1);
    layout->addWidget(m_split, 1);
    m_none->hide();
    return m_listSide;
}

QWidget *IndexListPage::buildBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(margin, 0, margin, 0);
    row->setSpacing(8);
    m_picker = new TablePicker(TablePicker::Purpose::Read);
    m_picker->setObjectName(u"indexTable"_s);
    m_picker->edit()->setClearButtonEnabled(true);
    m_picker->edit()->setToolTip(tr("Only the indexes of this table; empty: of all tables"));
    m_search = new QLineEdit;
    m_search->setObjectName(u"indexSearch"_s);
    m_search->setPlaceholderText(tr("Filter the indexes"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setToolTip(tr("Words of the name, table, column, method, finding (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_kind = new QComboBox;
    m_kind->setObjectName(u"indexKind"_s);
    m_kind->setAccessibleName(tr("Which indexes"));
    m_kind->addItem(tr("All kinds"), int(IndexFilter::Kind::All));
    m_kind->addItem(tr("Approximate"), int(IndexFilter::Kind::Ann));
    m_kind->addItem(tr("With findings"), int(IndexFilter::Kind::WithFindings));
    const auto tool = [&](const QString &name, const QString &iconName, const QString &tip) {
        auto *made = new QToolButton;
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setFocusPolicy(Qt::TabFocus);
        return made;
    };
    m_cached = tool(u"indexCached"_s, u"database"_s, tr("See how much of each index is in shared_buffers"));
    m_refresh = tool(u"indexRefresh"_s, u"refresh"_s, tr("Read the indexes again (F5)"));
    m_count = new QLabel;
    m_count->setObjectName(u"indexCount"_s);
    m_count->setProperty("muted", true);
    row->addWidget(m_picker, 3, Qt::AlignTop);
    row->addWidget(m_search, 2, Qt::AlignTop);
    row->addWidget(m_kind, 0, Qt::AlignTop);
    row->addWidget(m_count);
    row->addWidget(m_cached);
    row->addWidget(m_refresh);
    return bar;
}

QTreeView *IndexListPage::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"indexListTable"_s);
    m_table->setAccessibleName(tr("Indexes"));
    m_table->setModel(m_filter);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // trouble first, until somebody asks for another order
    m_table->header()->setSortIndicatorClearable(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setFirstSectionMovable(false);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setMinimumHeight(110);
    m_table->installEventFilter(this);
    return m_table;
}

/// As wide as what stands in it, within bounds.
static void fitColumn(QTreeView &table, int column)
{
    const bool isWhole = column == IndexListModel::State || column == IndexListModel::Finding; // short words, and what one looks for first
    const int most = column == IndexListModel::Name ? widestName : isWhole ? QWIDGETSIZE_MAX : widest;
    table.resizeColumnToContents(column);
    table.setColumnWidth(column, std::clamp(table.columnWidth(column) + 8, narrowest, most));
}

/// Once; then they are the user's.
void IndexListPage::fitColumns()
{
    if (m_fitted || m_filter->rowCount() == 0)
        return;
    m_fitted = true;
    for (int column = 0; column < IndexListModel::ColumnCount; ++column)
        fitColumn(*m_table, column);
}

void IndexListPage::showColumns()
{
    for (int column = 0; column < IndexListModel::ColumnCount; ++column) {
        const bool isHidden = column != IndexListModel::Name && !m_model->says(IndexListModel::Column(column));
        const bool appears = m_table->isColumnHidden(column) && !isHidden;
        m_table->setColumnHidden(column, isHidden);
        if (appears && m_fitted) // it had nothing to say when the others were fitted
            fitColumn(*m_table, column);
    }
}

void IndexListPage::addKeys()
{
    const auto key = [this](QKeySequence sequence, QWidget *where, auto action) {
        auto *shortcut = new QShortcut(sequence, where);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key(QKeySequence::Refresh, m_listSide, &IndexListPage::reload);
    key(QKeySequence::Find, m_listSide, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

bool IndexListPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_detail->focusActions();
            return true;
        }
        if (key == Qt::Key_Delete && m_chosen != 0) {
            care(Care::Drop, m_chosen);
            return true;
        }
    }
    return TaskPage::eventFilter(watched, event);
}

void IndexListPage::resizeEvent(QResizeEvent *event)
{
    TaskPage::resizeEvent(event);
    m_count->setVisible(width() >= 860); // the fields want the room
}

} // namespace quiver::ui
