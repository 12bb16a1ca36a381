// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/buildview.h"

#include "index/buildphases.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/livechart.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <cmath>
#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::BuildEstimate;
using index::BuildProgress;
using index::PhaseStand;
using index::WatchedBuild;

namespace {

constexpr int barSteps = 1000;

/// "3:05 min", of seconds; empty where they are not known.
QString seconds(double value)
{
    return value < 0 ? QString() : elapsedText(qint64(value * 1000));
}

QString dash(const QString &text)
{
    return text.isEmpty() ? u"–"_s : text;
}

QString standWords(const PhaseStand &stand, const BuildProgress &progress)
{
    if (stand.state == PhaseStand::State::ToCome)
        return PhaseBars::tr("to come");
    if (stand.state == PhaseStand::State::Done)
        return stand.seconds < 0 ? PhaseBars::tr("done") : PhaseBars::tr("done in %1").arg(seconds(stand.seconds));
    if (progress.total() > 0 && stand.fraction >= 0)
        return PhaseBars::tr("%L1 of %L2 %3").arg(progress.done()).arg(progress.total()).arg(progress.unit());
    return seconds(stand.seconds);
}

/// Of a BuildEstimate or a PartsProgress.
template<typename Estimate>
QString leftWords(const Estimate &estimate)
{
    if (estimate.secondsLeft < 0)
        return BuildView::tr("not known yet");
    const QString low = seconds(estimate.secondsLow), high = seconds(estimate.secondsHigh);
    if (estimate.secondsHigh - estimate.secondsLow < 1 || low == high)
        return BuildView::tr("about %1").arg(seconds(estimate.secondsLeft));
    //: the time left with its uncertainty: "3:05 min (2:40 min to 3:50 min)"
    return BuildView::tr("%1 (%2 to %3)").arg(seconds(estimate.secondsLeft), low, high);
}

/// "Partition 3 of 8 · 1,200 of 9,000 rows · 3:05 min left".
QString partsWords(const index::PartsProgress &parts)
{
    QStringList words{parts.part > 0 ? BuildView::tr("Partition %1 of %2").arg(parts.part).arg(parts.count)
                                     : BuildView::tr("%1 of %2 partitions").arg(parts.built).arg(parts.count)};
    if (parts.rowsTotal > 0)
        words << BuildView::tr("%L1 of %L2 rows").arg(std::llround(parts.rows)).arg(std::llround(parts.rowsTotal));
    if (parts.secondsLeft >= 0)
        words << BuildView::tr("%1 left over all of them").arg(leftWords(parts));
    return words.join(u" · "_s);
}

QString rowsWords(const BuildEstimate &estimate)
{
    if (estimate.rows <= 0 && estimate.rowsTotal <= 0)
        return {};
    return estimate.rowsTotal > 0 ? BuildView::tr("%L1 of %L2").arg(std::llround(estimate.rows)).arg(std::llround(estimate.rowsTotal))
                                  : BuildView::tr("%L1").arg(std::llround(estimate.rows));
}

} // namespace

PhaseBars::PhaseBars(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    setObjectName(u"buildPhases"_s);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void PhaseBars::setLines(std::size_t count)
{
    while (m_lines.size() < count) {
        const int row = int(m_lines.size());
        const Line line{new QLabel, new QProgressBar, new QLabel};
        line.bar->setObjectName(u"buildPhase%1"_s.arg(row));
        line.bar->setRange(0, barSteps);
        line.bar->setTextVisible(false);
        line.bar->setFixedHeight(10);
        line.text->setObjectName(u"buildPhaseText%1"_s.arg(row));
        line.text->setMinimumWidth(fontMetrics().horizontalAdvance(u"00,000 of 00,000 blocks"_s)); // does not jump while it counts
        m_grid->addWidget(line.name, row, 0);
        m_grid->addWidget(line.bar, row, 1, Qt::AlignVCenter);
        m_grid->addWidget(line.text, row, 2);
        m_lines.push_back(line);
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        for (QWidget *widget : std::initializer_list<QWidget *>{m_lines[i].name, m_lines[i].bar, m_lines[i].text})
            widget->setVisible(i < count);
    }
}

void PhaseBars::setBuild(const WatchedBuild &build)
{
    const std::vector<PhaseStand> stands = index::phaseStands(build.progress, build.estimate, build.phases);
    setLines(stands.size());
    for (std::size_t i = 0; i < stands.size(); ++i) {
        const PhaseStand &stand = stands[i];
        const Line &line = m_lines[i];
        const bool isNow = stand.state == PhaseStand::State::Now;
        const QString name = index::phaseWords(stand.phase, build.progress.method);
        const QString words = standWords(stand, build.progress);
        line.name->setText(name);
        if (line.name->font().bold() != isNow) {
            QFont font = line.name->font();
            font.setBold(isNow);
            line.name->setFont(font);
        }
        // A phase without counts is as long as it is: its bar is drawn half full, and the words say how long it has taken.
        line.bar->setValue(int(barSteps * (stand.fraction >= 0 ? std::min(1.0, stand.fraction) : 0.5)));
        line.bar->setEnabled(stand.fraction >= 0);
        line.bar->setAccessibleName(u"%1: %2"_s.arg(name, words));
        line.text->setText(words);
    }
}

BuildView::BuildView(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"buildView"_s);
    m_title = new ElidedLabel;
    m_title->setObjectName(u"buildTitle"_s);
    m_title->setProperty("heading", true);
    m_cancel = new QPushButton;
    m_cancel->setObjectName(u"buildCancel"_s);
    connect(m_cancel, &QPushButton::clicked, this, &BuildView::cancelRequested);
    m_who = new WrapLabel;
    m_who->setObjectName(u"buildWho"_s);
    m_who->setProperty("muted", true);
    m_waits = new WrapLabel;
    m_waits->setObjectName(u"buildWaits"_s);
    m_waits->setProperty("warning", true);
    m_waits->hide();
    m_alarm = new InlineBar;
    m_alarm->setObjectName(u"buildAlarm"_s);
    m_alarm->hide();
    m_phases = new PhaseBars;
    m_chart = new LiveChart({.series = {tr("now"), tr("overall")}, .unit = tr("rows/s"), .seconds = 120, .samplesPerSecond = 5, .steps = false});
    m_chart->setObjectName(u"buildChart"_s);
    m_chart->setAccessibleName(tr("Rows per second"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_cancel);
    layout->addLayout(head);
    layout->addWidget(m_who);
    layout->addWidget(m_alarm);
    layout->addWidget(m_waits);
    buildParts(layout);
    layout->addWidget(m_phases);
    buildFacts(layout);
    layout->addWidget(m_chart, 1);
    layout->addStretch(); // where the chart is hidden
}

void BuildView::buildParts(QVBoxLayout *layout)
{
    m_partsText = new WrapLabel;
    m_partsText->setObjectName(u"buildPartsText"_s);
    m_partsBar = new QProgressBar;
    m_partsBar->setObjectName(u"buildPartsBar"_s);
    m_partsBar->setRange(0, barSteps);
    m_partsBar->setTextVisible(false);
    m_partsBar->setFixedHeight(10);
    m_parts = new QWidget;
    auto *parts = new QVBoxLayout(m_parts);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(4);
    parts->addWidget(m_partsText);
    parts->addWidget(m_partsBar);
    m_parts->hide();
    layout->addWidget(m_parts);
}

void BuildView::buildFacts(QVBoxLayout *layout)
{
    struct Words {
        QString name, title;
    };
    const Words words[FactCount] = {{u"Left"_s, tr("Time left")},      {u"Elapsed"_s, tr("Running for")}, {u"Rows"_s, tr("Rows")},
                                    {u"RateNow"_s, tr("Rate now")},    {u"RateOverall"_s, tr("Rate overall")}, {u"Workers"_s, tr("Workers")},
                                    {u"Wal"_s, tr("WAL, all sessions")},     {u"Size"_s, tr("Index so far")}};
    m_facts = new QWidget;
    auto *grid = new QGridLayout(m_facts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    for (int fact = 0; fact < FactCount; ++fact) {
        auto *title = new QLabel(words[fact].title);
        title->setProperty("muted", true);
        m_values[fact] = new QLabel(u"–"_s);
        m_values[fact]->setObjectName(u"build"_s + words[fact].name);
        m_values[fact]->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(title, fact / 2, fact % 2 * 2);
        grid->addWidget(m_values[fact], fact / 2, fact % 2 * 2 + 1);
    }
    m_values[Wal]->setToolTip(tr("Written by all sessions of the server since the build was seen first: the build's own share is not told"));
    m_values[Left]->setToolTip(tr("Without what it waits for other sessions, which nobody can foretell"));
    layout->addWidget(m_facts);
}

void BuildView::set(Fact fact, const QString &text)
{
    m_values[fact]->setText(dash(text));
}

void BuildView::forget(const index::BuildKey &key)
{
    if (m_shown == key)
        return;
    m_shown = key;
    m_alarms.clear();
    m_alarm->hide();
    m_chart->clear();
    m_chart->hide();
}

void BuildView::showCancel(bool isOurs, bool cancels)
{
    m_cancel->setText(!isOurs ? tr("&Cancel their build…") : cancels ? tr("&Give the connection up") : tr("&Cancel the build"));
    m_cancel->setToolTip(!isOurs   ? tr("You see first what is sent to the server")
                         : cancels ? tr("The server has been asked to stop. This ends the wait for its answer.")
                                   : tr("Nothing of the index is left then"));
    m_cancel->show();
}

void BuildView::setBuild(const WatchedBuild &build, bool isOurs, bool cancels)
{
    const BuildProgress &progress = build.progress;
    const BuildEstimate &estimate = build.estimate;
    forget(progress.key);
    m_title->setWhole(progress.name());
    QStringList who{progress.command};
    if (!progress.table.isEmpty()) // of another database it is not known
        who << (progress.schema.isEmpty() ? tr("on %1").arg(progress.table) : tr("on %1.%2").arg(progress.schema, progress.table));
    if (isOurs)
        who << tr("begun here");
    else
        who << (progress.application.isEmpty() ? tr("begun by %1").arg(progress.user) : tr("begun by %1 with %2").arg(progress.user, progress.application));
    who << tr("session %1").arg(progress.key.pid);
    if (!isOurs && !progress.database.isEmpty())
        who << tr("database %1").arg(progress.database);
    m_who->setText(who.join(u" · "_s));
    QStringList waits;
    for (const sql::LockHolder &holder : progress.waitsFor)
        waits << tr("Waiting: %1").arg(sql::describe(holder));
    m_waits->setText(waits.join(u'\n'));
    m_waits->setVisible(!waits.isEmpty());
    m_phases->setBuild(build);
    m_phases->show();
    m_facts->show();
    if (estimate.rateNow >= 0 || estimate.rateOverall >= 0) // before the first row there is nothing to draw
        m_chart->show();
    set(Left, leftWords(estimate));
    set(Elapsed, seconds(estimate.elapsed));
    set(Rows, rowsWords(estimate));
    set(RateNow, rateText(estimate.rateNow, u"rows"_s));
    set(RateOverall, rateText(estimate.rateOverall, u"rows"_s));
    set(Workers, build.mostWorkers == 0 ? tr("the leader alone") : tr("the leader and %1").arg(build.mostWorkers));
    set(Wal, build.walBytes < 0 ? QString() : bytesText(build.walBytes));
    set(Size, progress.indexBytes < 0 ? QString() : bytesText(progress.indexBytes));
    const auto known = [](double rate) { return rate < 0 ? std::numeric_limits<double>::quiet_NaN() : rate; };
    m_chart->add({known(estimate.rateNow), known(estimate.rateOverall)});
    showCancel(isOurs, cancels);
}

void BuildView::showTitleAlone(const QString &title, const QString &words)
{
    forget({});
    m_title->setWhole(title);
    m_who->setText(words);
    m_waits->hide();
    m_phases->hide();
    m_facts->hide();
    m_chart->hide();
}

void BuildView::setStarting(const QString &title, const QString &now, bool cancels)
{
    showTitleAlone(title, now.isEmpty() ? tr("The server has not begun yet.") : now);
    showCancel(true, cancels);
}

void BuildView::setWaiting(const QString &title)
{
    showTitleAlone(title, tr("It is begun when those before it are built. Where one of them fails or is cancelled, it is not begun."));
    m_cancel->setText(tr("&Take it off the list"));
    m_cancel->setToolTip(tr("Nothing of it was begun"));
    m_cancel->show();
}

void BuildView::setGone()
{
    showTitleAlone(m_title->whole(), tr("This one is not under way any more. Choose another one on the list."));
    m_cancel->hide();
    setParts({});
}

void BuildView::setParts(const std::optional<index::PartsProgress> &parts)
{
    m_parts->setVisible(parts.has_value());
    if (!parts)
        return;
    const QString words = partsWords(*parts);
    m_partsText->setText(words);
    m_partsBar->setValue(int(barSteps * std::max(parts->fraction, 0.0)));
    m_partsBar->setAccessibleName(words);
}

void BuildView::setAlarms(const std::vector<index::BuildAlarm> &alarms)
{
    if (alarms == m_alarms)
        return;
    m_alarms = alarms; // what is computed of another's build changes as more of it is known
    if (alarms.empty()) {
        m_alarm->hide();
        return;
    }
    QStringList words;
    for (const index::BuildAlarm &alarm : alarms)
        words << (alarm.remedy.isEmpty() ? alarm.message : alarm.message + u'\n' + alarm.remedy);
    m_alarm->ask(InlineBar::Tone::Danger, words.join(u'\n'), {});
}

} // namespace quiver::ui
