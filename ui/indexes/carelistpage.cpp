// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/carelistpage.h"

#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/indexes/carepane.h"

#include <QAbstractItemModel>
#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include <utility>

namespace quiver::ui {

using namespace Qt::StringLiterals;

CareListPage::CareListPage(const Words &words, QWidget *parent)
    : TaskPage(parent), m_words(words), m_side(new QWidget), m_stack(new QStackedWidget), m_care(new CarePane(words.backTo)), m_message(new InlineBar),
      m_refresh(new QToolButton), m_table(new QTreeView), m_none(new QLabel)
{
    m_message->setObjectName(words.name + u"Message"_s);
    m_refresh->setObjectName(words.name + u"Refresh"_s);
    m_refresh->setIcon(icon(u"refresh"_s));
    m_refresh->setToolTip(words.refresh);
    m_refresh->setAccessibleName(words.refresh);
    m_refresh->setFocusPolicy(Qt::TabFocus);
    connect(m_refresh, &QToolButton::clicked, this, [this] { reload(); });
    m_none->setObjectName(words.name + u"None"_s);
    m_none->setProperty("muted", true);
    m_none->setAlignment(Qt::AlignCenter);
    m_table->setObjectName(words.name + u"Table"_s);
    m_table->setAccessibleName(words.list);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setProperty("frameless", true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMinimumHeight(110);
    m_table->installEventFilter(this);
    adopt(m_care->preview());
    m_care->preview()->setMigrationsOffered(false); // of this server, not of the schema
    connect(m_care, &CarePane::closeRequested, this, [this] {
        m_stack->setCurrentIndex(0);
        reload();
        m_table->setFocus();
    });
}

void CareListPage::layOut(QAbstractItemModel *model, QWidget *bar, QWidget *detail, const QList<int> &sizes)
{
    m_table->setModel(model);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { showChosen(); });
    auto *column = new QVBoxLayout(m_side);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    auto *bars = new QVBoxLayout;
    bars->setContentsMargins(margin, 0, margin, 0);
    bars->addWidget(m_message);
    column->addLayout(bars);
    column->addWidget(bar);
    column->addWidget(m_none, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_table);
    split->addWidget(detail);
    split->setSizes(sizes);
    m_found = split;
    column->addWidget(split, 1);
    m_stack->addWidget(m_side);
    m_stack->addWidget(m_care);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    auto *again = new QShortcut(QKeySequence::Refresh, m_side);
    again->setContext(Qt::WidgetWithChildrenShortcut);
    connect(again, &QShortcut::activated, this, [this] { reload(); });
}

void CareListPage::setServer(Server *server)
{
    if (m_server == server)
        return;
    m_server = server;
    ++m_generation;
    m_isRead = m_reading = false;
    m_error.clear();
    forget();
    m_message->hide();
    m_care->setServer(server);
    m_stack->setCurrentIndex(0);
    showState();
    if (isVisible())
        reload();
}

void CareListPage::readFailed(const QString &error)
{
    m_reading = false;
    m_error = error;
    m_message->ask(InlineBar::Tone::Danger, m_words.failed.arg(error), {{m_words.name + u"Retry"_s, m_words.again, [this] { reload(); }}});
    showState();
}

void CareListPage::openCare()
{
    m_stack->setCurrentWidget(m_care);
    m_care->setFocus();
}

void CareListPage::showList(bool any, const QString &words)
{
    m_found->setVisible(any);
    m_none->setVisible(!any);
    m_none->setText(words);
}

bool CareListPage::isFirstFill()
{
    return m_table->model()->rowCount() > 0 && !std::exchange(m_fitted, true);
}

bool CareListPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            enterPressed();
            return true;
        }
    }
    return TaskPage::eventFilter(watched, event);
}

} // namespace quiver::ui
