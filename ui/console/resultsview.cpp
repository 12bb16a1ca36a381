// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/resultsview.h"

#include "ui/common/theme.h"
#include "ui/console/messagesview.h"

#include <QLabel>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace quiver::ui {

using namespace Qt::StringLiterals;

ResultsView::ResultsView(QWidget *parent)
    : QStackedWidget(parent), m_hint(new QLabel(this)), m_tabs(new QTabWidget(this)), m_messages(new MessagesView(m_tabs)),
      m_state(new QLabel(m_tabs))
{
    setObjectName(u"results"_s);
    m_hint->setObjectName(u"resultsHint"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setProperty("muted", true);
    m_tabs->setObjectName(u"resultTabs"_s);
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setExpanding(false);
    m_state->setObjectName(u"runState"_s);
    m_state->setProperty("muted", true);
    m_state->setContentsMargins(8, 0, 10, 0);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setFixedHeight(m_tabs->tabBar()->fontMetrics().height() + 16);
    m_tabs->setCornerWidget(m_state, Qt::TopRightCorner);
    m_tabs->addTab(m_messages, icon(u"log"_s), tr("Messages"));
    addWidget(m_hint);
    addWidget(m_tabs);
}

void ResultsView::startRun(const QString &title)
{
    for (int i = resultCount() - 1; i >= 0; --i) {
        QWidget *pane = m_tabs->widget(i);
        m_tabs->removeTab(i);
        pane->deleteLater();
    }
    m_messages->startRun(title);
    setCurrentWidget(m_tabs);
}

ResultPane *ResultsView::addResult(ResultPane::Source source, core::JobRegistry *jobs, const QString &toolTip)
{
    auto *pane = new ResultPane(std::move(source), jobs, m_tabs);
    const int index = m_tabs->insertTab(resultCount(), pane, icon(u"table"_s), tr("Result %1").arg(resultCount() + 1));
    m_tabs->setTabToolTip(index, toolTip);
    if (index == 0)
        m_tabs->setCurrentIndex(0);
    return pane;
}

void ResultsView::showPage(QWidget *page, const QString &iconName, const QString &title, const QString &toolTip)
{
    delete m_page; // its tab goes with it
    m_page = page;
    const int index = m_tabs->insertTab(resultCount(), page, icon(iconName), title);
    m_tabs->setTabToolTip(index, toolTip);
    m_tabs->setCurrentIndex(index);
    setCurrentWidget(m_tabs);
}

int ResultsView::resultCount() const
{
    return m_tabs->count() - 1;
}

ResultPane *ResultsView::result(int index) const
{
    return index < resultCount() ? qobject_cast<ResultPane *>(m_tabs->widget(index)) : nullptr;
}

void ResultsView::showMessages()
{
    setCurrentWidget(m_tabs);
    m_tabs->setCurrentWidget(m_messages);
}

void ResultsView::setState(const QString &text)
{
    m_state->setText(text);
    m_state->adjustSize();
}

void ResultsView::setHint(const QString &text)
{
    m_hint->setText(text);
}

} // namespace quiver::ui
