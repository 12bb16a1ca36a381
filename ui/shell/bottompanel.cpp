// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bottompanel.h"

#include "ui/common/theme.h"

#include <QBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

BottomPanel::BottomPanel(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"bottomPanel"_s);
    setAttribute(Qt::WA_StyledBackground);
    setMinimumHeight(150);
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"bottomTabs"_s);
    m_tabs->setAccessibleName(tr("Panels"));
    m_tabs->setExpanding(false);
    auto *close = new QToolButton;
    close->setObjectName(u"closeBottomPanel"_s);
    close->setIcon(icon(u"close"_s));
    close->setToolTip(tr("Hide this panel"));
    close->setAccessibleName(close->toolTip());
    m_stack = new QStackedWidget;
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 0, 8, 0);
    head->addWidget(m_tabs, 1);
    head->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    connect(close, &QToolButton::clicked, this, [this] { open({}); });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        if (!isHidden())
            show(index);
    });
    hide();
}

void BottomPanel::addPage(const QString &id, const QString &title, std::function<QWidget *()> build)
{
    m_pages.push_back({id, std::move(build), nullptr});
    m_tabs->addTab(title);
}

void BottomPanel::open(const QString &id)
{
    if (id == openPage())
        return;
    const auto page = std::ranges::find(m_pages, id, &Page::id);
    if (page == m_pages.end()) {
        hide();
        Q_EMIT openPageChanged({});
        return;
    }
    const int index = int(page - m_pages.begin());
    {
        const QSignalBlocker quiet(m_tabs);
        m_tabs->setCurrentIndex(index);
    }
    setVisible(true);
    show(index);
}

void BottomPanel::toggle(const QString &id)
{
    open(id == openPage() ? QString() : id);
}

QString BottomPanel::openPage() const
{
    return isHidden() || m_pages.empty() ? QString() : m_pages[std::size_t(m_tabs->currentIndex())].id;
}

QWidget *BottomPanel::page(const QString &id) const
{
    const auto page = std::ranges::find(m_pages, id, &Page::id);
    return page == m_pages.end() ? nullptr : page->widget;
}

void BottomPanel::show(int index)
{
    Page &page = m_pages[std::size_t(index)];
    if (!page.widget) {
        page.widget = page.build();
        m_stack->addWidget(page.widget);
        Q_EMIT pageBuilt(page.id, page.widget);
    }
    m_stack->setCurrentWidget(page.widget);
    Q_EMIT openPageChanged(page.id);
}

} // namespace quiver::ui
