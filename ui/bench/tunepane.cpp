// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/tunepane.h"

#include "ui/bench/benchchangepage.h"
#include "ui/bench/benchwords.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QEvent>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTreeWidget>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double bytesPerMb = 1024.0 * 1024;
constexpr int headingRoom = 14; // its bold words are wider than the view reckons
const QString none = u"–"_s;
enum Column { Build, Rows, Value, Recall, Queries, Target, P95, Work };
constexpr int numberRole = Qt::UserRole + 1; // of the trial that a row is of
constexpr int leastBuildWidth = 120, mostTargetWidth = 170;

InlineBar::Tone toneOf(bench::Verdict verdict)
{
    return verdict == bench::Verdict::Met ? InlineBar::Tone::Success : verdict == bench::Verdict::Undecided ? InlineBar::Tone::Warning : InlineBar::Tone::Danger;
}

}

TunePane::TunePane(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"benchTune"_s);
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildTarget());
    m_change = new BenchChangePage(u"benchChange"_s, tr("Back to the tuner"));
    m_pages->addWidget(m_change);
    connect(m_change, &BenchChangePage::left, this, [this] { m_pages->setCurrentIndex(0); });
    connect(m_change->changes(), &ChangePreview::openInConsoleRequested, this, &TunePane::openInConsoleRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    showState();
}

QWidget *TunePane::buildTarget()
{
    const auto box = [](const QString &name, const QString &label, double least, double most, int decimals, double step, const QString &suffix) {
        auto *spin = new QDoubleSpinBox;
        spin->setObjectName(name);
        spin->setAccessibleName(label);
        spin->setRange(least, most);
        spin->setDecimals(decimals);
        spin->setSingleStep(step);
        spin->setSuffix(suffix);
        return spin;
    };
    m_recall = box(u"benchTargetRecall"_s, tr("Least recall"), 0.1, 1, 3, 0.01, {});
    m_recall->setValue(0.95);
    m_p95 = box(u"benchTargetP95"_s, tr("Most p95 latency"), 0, 1e6, 1, 1, tr(" ms"));
    m_p95->setSpecialValueText(tr("any"));
    m_size = box(u"benchTargetSize"_s, tr("Most size of the index"), 0, 1e9, 0, 100, tr(" MB"));
    m_size->setSpecialValueText(tr("any"));
    m_mayBuild = new QCheckBox(tr("It may build the indexes of the form on growing samples, on a copy"));
    m_mayBuild->setObjectName(u"benchMayBuild"_s);
    m_start = new QPushButton(tr("Find the cheapest setting"));
    m_start->setObjectName(u"benchTuneStart"_s);
    m_start->setFocusPolicy(Qt::TabFocus); // a click leaves the focus where one works
    m_words = new WrapLabel;
    m_words->setObjectName(u"benchTuneWords"_s);
    m_result = new InlineBar;
    m_result->setObjectName(u"benchTuneResult"_s);
    m_trials = new QTreeWidget;
    m_trials->setObjectName(u"benchTrials"_s);
    m_trials->setAccessibleName(tr("What was tried"));
    m_trials->setHeaderLabels({tr("Index"), tr("Rows"), tr("Setting"), tr("Recall"), tr("Queries"), tr("Target"), tr("p95"), tr("Server")});
    for (const int column : {Rows, Value, Queries, P95, Work})
        m_trials->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    m_trials->setRootIsDecorated(false);
    m_trials->setUniformRowHeights(true);
    m_trials->setAllColumnsShowFocus(true);
    m_trials->setTextElideMode(Qt::ElideMiddle); // the ends of two indexes differ
    m_trials->header()->setStretchLastSection(false);
    m_trials->header()->setMinimumSectionSize(40);
    m_empty = new QLabel(tr("Say in the form which search it is, and here what it has to reach. It finds the cheapest setting by bisection on the index that is there; the table is only read."));
    m_empty->setObjectName(u"benchTuneEmpty"_s);
    m_empty->setProperty("muted", true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(24);
    fitColumns();
    m_forRole = new QPushButton(tr("Set for the role…"));
    m_forRole->setObjectName(u"benchApplyRole"_s);
    m_forDatabase = new QPushButton(tr("Set for the database…"));
    m_forDatabase->setObjectName(u"benchApplyDatabase"_s);
    m_build = new QPushButton(tr("Build the index…"));
    m_build->setObjectName(u"benchApplyBuild"_s);
    auto *target = new QHBoxLayout;
    target->setSpacing(8);
    const auto field = [target](const QString &words, QWidget *editor) {
        auto *label = new QLabel(words);
        label->setBuddy(editor);
        target->addWidget(label);
        target->addWidget(editor);
    };
    field(tr("Recall ≥"), m_recall);
    field(tr("p95 ≤"), m_p95);
    field(tr("Size ≤"), m_size);
    target->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    for (QPushButton *button : {m_forRole, m_forDatabase, m_build})
        buttons->addWidget(button);
    auto *start = new QHBoxLayout;
    start->setSpacing(8);
    start->addWidget(m_mayBuild, 1);
    start->addWidget(m_start);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(target);
    layout->addLayout(start);
    layout->addWidget(m_words);
    layout->addWidget(m_result);
    layout->addWidget(m_trials, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(buttons);
    connect(m_start, &QPushButton::clicked, this, [this] {
        bench::TunerTarget wanted{.recall = m_recall->value(), .p95Ms = {}, .sizeBytes = {}};
        if (m_p95->value() > 0)
            wanted.p95Ms = m_p95->value();
        if (m_size->value() > 0)
            wanted.sizeBytes = qint64(m_size->value() * bytesPerMb);
        Q_EMIT tuneRequested(wanted, m_mayBuild->isChecked());
    });
    connect(m_forRole, &QPushButton::clicked, this, [this] { apply(bench::ApplyTo::Role); });
    connect(m_forDatabase, &QPushButton::clicked, this, [this] { apply(bench::ApplyTo::Database); });
    connect(m_build, &QPushButton::clicked, this, [this] { apply({}); });
    return page;
}

TunePane::Evidence &TunePane::of(const Server *server)
{
    const auto [found, isNew] = m_evidence.try_emplace(server);
    if (isNew && server)
        connect(server, &QObject::destroyed, this, [this, server] { m_evidence.erase(server); });
    return found->second;
}

void TunePane::setServer(Server *server)
{
    m_server = server;
    m_change->changes()->setServer(server);
    m_pages->setCurrentIndex(0);
    showEvidence();
}

void TunePane::begin(const bench::TunerPlan &plan)
{
    shown() = {.plan = plan, .trials = {}, .outcome = {}, .isUnderWay = true};
    m_pages->setCurrentIndex(0);
    showEvidence();
}

void TunePane::setRunning(bool running)
{
    m_isRunning = running;
    if (!running) {
        for (auto &[server, evidence] : m_evidence)
            evidence.isUnderWay = false;
    }
    showState();
}

void TunePane::addTrial(const Server *on, const bench::TunerTrial &trial)
{
    Evidence &evidence = of(on);
    evidence.trials.push_back(trial);
    if (on != m_server)
        return;
    addTrialRow(trial, evidence.trials.size() - 1);
    fitColumns();
    m_trials->scrollToBottom();
    showState();
}

void TunePane::showOutcome(const Server *on, const bench::TunerOutcome &outcome)
{
    Evidence &evidence = of(on);
    evidence.outcome = outcome;
    evidence.trials = outcome.trials;
    if (on == m_server)
        showEvidence();
}

void TunePane::showEvidence()
{
    const Evidence &evidence = shown();
    m_trials->clear();
    for (const int column : {Build, Rows})
        m_trials->setColumnHidden(column, !evidence.plan.mayBuild); // it is the index that is there, of all rows
    for (std::size_t i = 0; i < evidence.trials.size(); ++i)
        addTrialRow(evidence.trials[i], i);
    if (evidence.outcome) {
        for (const bench::RuledOut &each : evidence.outcome->ruledOut)
            addRow({bench::buildText(each.build), none, none, none, none, tr("left out: %1").arg(each.why), none, none});
    }
    fitColumns();
    m_trials->scrollToBottom();
    markChoice();
    showState();
}

void TunePane::addTrialRow(const bench::TunerTrial &trial, std::size_t number)
{
    const bool isAsked = trial.recall.queries > 0;
    const QString verdict = !trial.planTakes.isEmpty() ? tr("the planner takes %1").arg(trial.planTakes) : trial.isTooSlow ? tr("too slow") : !trial.isDecided ? tr("not decided") : trial.reached ? tr("reached") : tr("missed");
    QTreeWidgetItem *item = addRow({trial.build ? bench::buildText(*trial.build) : tr("the one that is there"), QLocale().toString(qint64(trial.rows)), u"%1 = %2"_s.arg(trial.setting.section(u'.', -1)).arg(trial.value), isAsked ? BenchWords::recall(trial.recall) : none,
            QLocale().toString(trial.recall.queries), verdict, trial.p95Ms ? BenchWords::ms(*trial.p95Ms) : none, durationText(trial.serverSeconds * 1000)});
    item->setData(Build, numberRole, qulonglong(number));
}

QTreeWidgetItem *TunePane::addRow(const QStringList &cells)
{
    auto *item = new QTreeWidgetItem(m_trials, cells);
    for (const int column : {Rows, Value, Queries, P95, Work})
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    for (int column = 0; column < m_trials->columnCount(); ++column)
        item->setToolTip(column, cells[column]);
    return item;
}

// All of them within the window: the index gives room first, whose words the mouse tells whole.
void TunePane::fitColumns()
{
    int taken = 0;
    for (int column = Build + 1; column < m_trials->columnCount(); ++column) {
        m_trials->resizeColumnToContents(column);
        const int wanted = m_trials->columnWidth(column) + headingRoom;
        m_trials->setColumnWidth(column, column == Target ? std::min(wanted, mostTargetWidth) : wanted);
        taken += m_trials->columnWidth(column);
    }
    m_trials->resizeColumnToContents(Build);
    const int wanted = m_trials->columnWidth(Build) + headingRoom, left = m_trials->viewport()->width() - taken;
    m_trials->setColumnWidth(Build, std::clamp(left, leastBuildWidth, std::max(leastBuildWidth, wanted)));
}

void TunePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

void TunePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        markChoice(); // its mark has the theme's colour
}

void TunePane::markChoice()
{
    const Evidence &evidence = shown();
    if (!evidence.outcome || !evidence.outcome->hasChoice())
        return;
    const bool isMet = evidence.outcome->verdict == bench::Verdict::Met;
    for (int row = m_trials->topLevelItemCount() - 1; row >= 0; --row) { // the latest is of all queries
        QTreeWidgetItem *item = m_trials->topLevelItem(row);
        const QVariant number = item->data(Build, numberRole);
        if (!number.isValid())
            continue; // a build that was left out
        const bench::TunerTrial &trial = evidence.trials.at(std::size_t(number.toULongLong()));
        if (trial.value != evidence.outcome->value || trial.build != evidence.outcome->build)
            continue;
        QFont bold = m_trials->font();
        bold.setBold(true);
        for (int column = 0; column < m_trials->columnCount(); ++column)
            item->setFont(column, bold);
        item->setIcon(evidence.plan.mayBuild ? Build : Value, isMet ? icon(u"success"_s, colorsFor(palette()).success) : icon(u"warning"_s, colorsFor(palette()).warning));
        for (const int column : {Build, Value})
            item->setToolTip(column, (isMet ? tr("The choice: %1") : tr("The choice, which is not sure: %1")).arg(item->text(column)));
        fitColumns();
        m_trials->setCurrentItem(item);
        m_trials->scrollToItem(item);
        return;
    }
}

void TunePane::showState()
{
    const bool wasOnStart = m_start->hasFocus();
    const Evidence &evidence = shown();
    const std::optional<bench::TunerOutcome> &outcome = evidence.outcome;
    m_start->setEnabled(m_server && !m_isRunning);
    const bool isFound = outcome && outcome->hasChoice() && !m_isRunning, isToBuild = outcome && outcome->isToBuild();
    m_forRole->setEnabled(isFound);
    m_forDatabase->setEnabled(isFound);
    m_build->setEnabled(isFound && isToBuild);
    m_forRole->setText(isToBuild ? tr("Build, set for the role…") : tr("Set for the role…")); // it is of no use before the index is there
    m_forDatabase->setText(isToBuild ? tr("Build, set for the database…") : tr("Set for the database…"));
    m_result->setVisible(outcome.has_value());
    if (outcome) // whether the target is met is seen before it is read
        m_result->ask(toneOf(outcome->verdict), tr("%1 The server worked for %2.").arg(outcome->words, durationText(outcome->serverSeconds * 1000)), {});
    else
        m_words->setText(tr("Queries are asked until the interval of the recall decides; each trial stands below as it ends."));
    const bool isEmpty = !outcome && !evidence.isUnderWay && m_trials->topLevelItemCount() == 0;
    m_words->setVisible(evidence.isUnderWay && m_isRunning && !outcome);
    m_trials->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    if (wasOnStart && !m_start->isEnabled())
        m_trials->setFocus(); // a disabled button hands it to whatever is next, here the list of runs or the top bar
}

void TunePane::showChange(ChangePreview::Maker maker, const QString &applyText)
{
    m_change->preview(std::move(maker), applyText);
    m_pages->setCurrentIndex(1);
    Q_EMIT raised();
    m_change->setFocus(); // what had it is hidden
}

void TunePane::apply(std::optional<bench::ApplyTo> to)
{
    const Evidence &evidence = shown();
    showChange(
        [plan = evidence.plan, outcome = *evidence.outcome, to](pg::Connection &connection) -> sql::PlannedChange {
            index::CarePlan made = bench::applyChoice(connection, plan, outcome, to);
            if (!made.refusal.isEmpty())
                throw core::Error(made.refusal);
            return {std::move(made.change), {}};
        },
        !evidence.outcome->isToBuild() ? tr("Set it") : to ? tr("Build and set it") : tr("Build it"));
}

QStringList TunePane::unfinished(const Server *server) const
{
    const QString line = m_change->changes()->unfinished(server);
    return line.isEmpty() ? QStringList() : QStringList{line};
}

void TunePane::stop(const Server *server, const std::function<void()> &then)
{
    m_change->changes()->stop(server, then);
}

} // namespace quiver::ui
