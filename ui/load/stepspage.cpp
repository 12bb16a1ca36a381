// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/stepspage.h"

#include "core/reply.h"
#include "load/loadoutline.h"
#include "ui/common/changestepdelegate.h"
#include "ui/common/changestepsmodel.h"
#include "ui/common/sqleditor.h"
#include "ui/load/card.h"
#include "ui/load/loaddraft.h"

#include <QBoxLayout>
#include <QListView>
#include <QSplitter>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int askDelayMs = 150; // while one types

} // namespace

StepsPage::StepsPage(LoadDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_model(new ChangeStepsModel(this)), m_steps(new QListView), m_sql(new SqlEditor),
      m_message(quietLabel(u"loadStepsMessage"_s))
{
    setObjectName(u"loadStepsPage"_s);
    m_steps->setObjectName(u"loadSteps"_s);
    m_steps->setAccessibleName(tr("Steps of the load"));
    m_steps->setModel(m_model);
    m_steps->setItemDelegate(new ChangeStepDelegate(m_steps));
    m_steps->setResizeMode(QListView::Adjust);
    m_steps->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setMinimumHeight(90);
    m_sql->setObjectName(u"loadSql"_s);
    m_sql->setAccessibleName(tr("SQL that will be run"));
    m_sql->setReadOnly(true);
    m_sql->setMinimumHeight(90);
    m_message->setContentsMargins(12, 12, 12, 12);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_steps);
    split->addWidget(m_sql);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(split, 1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(askDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &StepsPage::ask);
    connect(&m_draft, &LoadDraft::planChanged, this, [this] {
        if (isVisible())
            m_delay.start();
    });
    say({});
}

void StepsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

// The heights of the steps hang on the width.
void StepsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_steps->doItemsLayout();
}

void StepsPage::say(const QString &text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void StepsPage::ask()
{
    const int generation = ++m_generation;
    if (!m_draft.server() || !m_draft.isReady()) {
        showOutline({});
        say(tr("Once file and table fit together, every statement of the load stands here."));
        return;
    }
    auto task = m_draft.server()->pool().read(tr("Write down what a load will do"),
                                              [plan = m_draft.plan(), found = m_draft.found(), source = m_draft.source()->info](
                                                  pg::Connection &connection, core::JobContext &) {
                                                  return load::loadOutline(connection, plan, found, source);
                                              });
    core::whenDone(
        task.future, this,
        [this, generation](const sql::Change &outline) {
            if (generation != m_generation)
                return;
            say({});
            showOutline(outline);
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation != m_generation)
                return;
            showOutline({});
            say(core::describe(error));
        });
}

void StepsPage::showOutline(const sql::Change &outline)
{
    m_model->setChange(outline);
    m_sql->setText(outline.isEmpty() ? QString() : sql::changeScript(outline));
}

} // namespace quiver::ui
