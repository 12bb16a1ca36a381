// SPDX-License-Identifier: GPL-3.0-or-later
// How the benchmark screen is built: the form with its buttons, and the card of what runs.
#include "ui/bench/benchform.h"
#include "ui/bench/benchscreen.h"
#include "ui/bench/benchwords.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/livechart.h"
#include "ui/common/shortcut.h"
#include "ui/common/tablepicker.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rateHeight = 88, narrowestForm = 340;

}

QWidget *BenchScreen::buildForm()
{
    m_form = new BenchForm;
    auto *area = new QScrollArea;
    area->setObjectName(u"benchArea"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_form);
    m_preview = new WrapLabel;
    m_preview->setObjectName(u"benchPreview"_s);
    m_preview->setProperty("muted", true);
    m_run = new QPushButton(tr("&Run"));
    m_run->setObjectName(u"benchRun"_s);
    m_run->setProperty("primary", true);
    m_run->setToolTip(tr("Run (Enter in a field, or Ctrl+Return)"));
    m_dryRun = new QPushButton(tr("&What it would do"));
    m_dryRun->setObjectName(u"benchDryRun"_s);
    for (QPushButton *button : {m_run, m_dryRun}) // a click leaves the focus where one works
        button->setFocusPolicy(Qt::TabFocus);
    m_dryRun->setToolTip(tr("Looks at the table and tells runs, builds, disk and time, without making any"));
    auto *sql = new QPushButton(tr("SQL"));
    sql->setObjectName(u"benchSql"_s);
    sql->setToolTip(tr("The statement that is measured, with one of its vectors, in the console"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_run, 1);
    buttons->addWidget(m_dryRun);
    buttons->addWidget(sql);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 12);
    foot->setSpacing(8);
    foot->addWidget(m_preview);
    foot->addLayout(buttons);
    m_side = new QWidget;
    m_form->installEventFilter(this);
    widenForm();
    auto *layout = new QVBoxLayout(m_side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(area, 1);
    layout->addLayout(foot);
    connect(m_form->picker(), &TablePicker::tableChanged, this, &BenchScreen::tableChosen);
    connect(m_form, &BenchForm::submitted, this, &BenchScreen::run);
    connect(m_form, &BenchForm::changed, this, &BenchScreen::formChanged);
    connect(m_run, &QPushButton::clicked, this, &BenchScreen::run);
    connect(m_dryRun, &QPushButton::clicked, this, &BenchScreen::askForecast);
    connect(sql, &QPushButton::clicked, this, [this] {
        if (m_form->complain())
            m_work->askSql(m_form->plan().base.workload);
    });
    addShortcut(this, Qt::CTRL | Qt::Key_Return, [this] { run(); });
    m_stop = addShortcut(this, Qt::Key_Escape, [this] { m_work->cancel(); });
    return m_side;
}

void BenchScreen::widenForm()
{
    m_side->setMinimumWidth(std::max(narrowestForm, m_form->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent)));
}

bool BenchScreen::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_form && event->type() == QEvent::LayoutRequest)
        widenForm();
    return Screen::eventFilter(watched, event);
}

QWidget *BenchScreen::buildLive()
{
    auto *card = new QFrame;
    card->setObjectName(u"benchLive"_s);
    card->setProperty("card", true);
    m_phase = new ElidedLabel;
    m_phase->setObjectName(u"benchPhase"_s);
    m_phase->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar = new QProgressBar;
    m_bar->setObjectName(u"benchProgress"_s);
    m_bar->setAccessibleName(tr("How far the benchmark is"));
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false); // which would stand on two colours
    m_bar->setFixedSize(140, 8);
    m_percent = new QLabel;
    m_percent->setObjectName(u"benchPercent"_s);
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(BenchWords::percent(1)));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(u"benchCancel"_s);
    m_cancel->setToolTip(tr("Ends the measuring and keeps what was measured (Esc); a second time ends it at once"));
    m_rate = new LiveChart({.series = {tr("Queries per second")}, .axisTitle = {}, .unit = tr("queries/s"), .seconds = 60, .samplesPerSecond = 10, .steps = false, .legend = false});
    m_rate->setObjectName(u"benchLiveRate"_s);
    m_rate->setFixedHeight(rateHeight);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_phase, 1);
    line->addWidget(m_percent);
    line->addWidget(m_bar);
    line->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_rate);
    m_live = new QWidget;
    auto *around = new QVBoxLayout(m_live);
    around->setContentsMargins(8, 8, 8, 0);
    around->addWidget(card);
    connect(m_cancel, &QPushButton::clicked, m_work, &BenchWork::cancel);
    return m_live;
}

} // namespace quiver::ui
