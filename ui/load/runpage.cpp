// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/load/runpage.h"

#include "catalog/statements.h"
#include "ui/common/figures.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/load/badrowsmodel.h"
#include "ui/load/card.h"
#include "ui/load/loadrun.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QTreeView>
#include <QUrl>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barSteps = 10'000;
enum Figure { Rows, RowRate, ByteRate, Time, Rejected };

QString known(const QString &text)
{
    return text.isEmpty() ? u"–"_s : text;
}

} // namespace

RunPage::RunPage(LoadRun &run, QWidget *parent)
    : QWidget(parent), m_run(run), m_title(new ElidedLabel), m_phase(quietLabel(u"loadPhase"_s)), m_bar(new QProgressBar),
      m_outcome(new InlineBar), m_badRows(new BadRowsModel(this))
{
    setObjectName(u"loadRunPage"_s);
    m_outcome->setObjectName(u"loadOutcome"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    layout->addWidget(buildHead());
    layout->addWidget(buildFigures());
    layout->addWidget(m_outcome);
    layout->addWidget(buildBadRows(), 1);
    layout->addStretch(0);
    layout->addWidget(buildButtons());
    connect(&m_run, &LoadRun::started, this, &RunPage::begin);
    connect(&m_run, &LoadRun::figuresChanged, this, &RunPage::showFigures);
    connect(&m_run, &LoadRun::finished, this, &RunPage::showOutcome);
}

QWidget *RunPage::buildHead()
{
    m_title->setObjectName(u"loadTitle"_s);
    m_title->setProperty("heading", true);
    m_bar->setObjectName(u"loadProgress"_s);
    m_bar->setAccessibleName(tr("Progress of the load"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(8);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (QWidget *part : std::initializer_list<QWidget *>{m_title, m_bar, m_phase})
        layout->addWidget(part);
    return box;
}

QWidget *RunPage::buildFigures()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto add = [&](const QString &name, const QString &text) {
        auto *card = new QFrame;
        card->setProperty("card", true);
        auto *figure = new QLabel(known({}));
        figure->setObjectName(name);
        figure->setAccessibleName(text);
        figure->setProperty("heading", true);
        auto *caption = new QLabel(text);
        caption->setProperty("muted", true);
        auto *inside = new QVBoxLayout(card);
        inside->setContentsMargins(12, 6, 12, 6);
        inside->setSpacing(0);
        inside->addWidget(figure);
        inside->addWidget(caption);
        layout->addWidget(card, 1);
        m_figures.append(figure);
        return caption;
    };
    add(u"loadRows"_s, tr("Rows"));
    add(u"loadRowRate"_s, tr("Rows per second"));
    add(u"loadByteRate"_s, tr("To the server"));
    m_timeCaption = add(u"loadTime"_s, tr("Time left"));
    add(u"loadRejected"_s, tr("Rejected"));
    return row;
}

QWidget *RunPage::buildBadRows()
{
    m_badRowsTitle = new QLabel;
    m_badRowsTitle->setObjectName(u"badRowsTitle"_s);
    auto *copy = new QPushButton(icon(u"copy"_s), tr("&Copy"));
    copy->setObjectName(u"copyBadRows"_s);
    copy->setToolTip(tr("The selected rows, or all of them where none is (Ctrl+C)"));
    connect(copy, &QPushButton::clicked, this, &RunPage::copyBadRows);
    m_openRejects = new QPushButton(icon(u"file"_s), tr("&Open the file"));
    m_openRejects->setObjectName(u"openRejectFile"_s);
    connect(m_openRejects, &QPushButton::clicked, this, &RunPage::openRejectFile);
    m_badRowsView = new QTreeView;
    m_badRowsView->setObjectName(u"badRowsView"_s);
    m_badRowsView->setAccessibleName(tr("Rejected rows"));
    m_badRowsView->setModel(m_badRows);
    m_badRowsView->setRootIsDecorated(false);
    m_badRowsView->setUniformRowHeights(true);
    m_badRowsView->setAllColumnsShowFocus(true);
    m_badRowsView->setSelectionMode(QAbstractItemView::ExtendedSelection);
    for (const auto &[column, width] : {std::pair(BadRowsModel::Place, 130), {BadRowsModel::Field, 120}, {BadRowsModel::Reason, 340}})
        m_badRowsView->header()->resizeSection(column, width);
    auto *shortcut = new QShortcut(QKeySequence::Copy, m_badRowsView, nullptr, nullptr, Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, &RunPage::copyBadRows);
    m_badRowsBox = new QWidget;
    auto *head = new QHBoxLayout;
    head->addWidget(m_badRowsTitle, 1);
    head->addWidget(copy);
    head->addWidget(m_openRejects);
    auto *layout = new QVBoxLayout(m_badRowsBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_badRowsView, 1);
    return m_badRowsBox;
}

QWidget *RunPage::buildButtons()
{
    const auto make = [](const QString &name, const QString &text, const QString &iconName = {}) {
        auto *button = iconName.isEmpty() ? new QPushButton(text) : new QPushButton(icon(iconName), text);
        button->setObjectName(name);
        return button;
    };
    m_cancel = make(u"cancelLoad"_s, tr("Cancel"), u"stop"_s);
    m_cancel->setMinimumWidth(m_cancel->fontMetrics().horizontalAdvance(tr("End it now")) + 56); // nothing jumps
    m_back = make(u"backToSetup"_s, tr("&Back to the set-up"));
    m_resume = make(u"resumeLoad"_s, tr("Go on where it &stopped"));
    m_resume->setProperty("primary", true);
    m_restart = make(u"restartLoad"_s, tr("Begin with the &first row"));
    m_restart->setToolTip(tr("Rows of the file that stand in the table already come twice"));
    m_firstRows = make(u"showLoadedRows"_s, tr("First 100 &rows"), u"table"_s);
    m_another = make(u"loadAnother"_s, tr("Load &another file"));
    m_another->setProperty("primary", true);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_back);
    layout->addStretch(1);
    for (QPushButton *button : {m_firstRows, m_restart, m_resume, m_another, m_cancel})
        layout->addWidget(button);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_run.cancel();
        showButtons();
    });
    connect(m_back, &QPushButton::clicked, this, &RunPage::backRequested);
    connect(m_resume, &QPushButton::clicked, this, &RunPage::resumeRequested);
    connect(m_restart, &QPushButton::clicked, this, &RunPage::restartRequested);
    connect(m_another, &QPushButton::clicked, this, &RunPage::anotherRequested);
    connect(m_firstRows, &QPushButton::clicked, this, &RunPage::rowsRequested);
    return row;
}

void RunPage::begin()
{
    const LoadRun::Subject &subject = m_run.subject();
    m_title->setWhole(tr("%1 into %2", "a file into a table").arg(subject.source, catalog::qualifiedName(subject.schema, subject.table)));
    m_outcome->hide();
    m_badRows->clear();
    m_badRowsKnown = 0;
    m_timeCaption->setText(tr("Time left"));
    showBadRows();
    showButtons();
    m_cancel->setFocus();
}

void RunPage::showFigures()
{
    const LoadRun::Figures &figures = m_run.figures();
    const QLocale locale;
    m_figures[Rows]->setText(locale.toString(figures.rows));
    m_figures[RowRate]->setText(known(figures.rowsPerSecond < 0 ? QString() : locale.toString(qRound64(figures.rowsPerSecond))));
    m_figures[ByteRate]->setText(known(figures.bytesPerSecond < 0 ? QString() : tr("%1/s").arg(bytesText(qint64(figures.bytesPerSecond)))));
    m_figures[Time]->setText(known(elapsedText(m_run.isRunning() ? figures.leftMs : figures.elapsedMs)));
    m_figures[Rejected]->setText(locale.toString(figures.rejected));
    if (m_run.isRunning() && figures.fraction < 0) {
        m_bar->setRange(0, 0);
    } else {
        m_bar->setRange(0, barSteps);
        m_bar->setValue(int(std::max(0.0, figures.fraction) * barSteps));
    }
    QString phase = figures.phase;
    if (!m_run.isRunning())
        phase = m_run.outcome().kind == LoadOutcome::Kind::Done ? tr("Finished") : tr("Stopped");
    else if (m_run.cancelRequests() > 0)
        phase = tr("Stopping…");
    m_phase->setText(phase.isEmpty() ? elapsedText(figures.elapsedMs)
                                     : tr("%1 · %2 on %3", "phase, duration, server").arg(phase, elapsedText(figures.elapsedMs), m_run.serverName()));
    showBadRows();
}

void RunPage::showBadRows()
{
    std::vector<load::BadRow> rows = m_run.badRows(m_badRowsKnown);
    m_badRowsKnown += rows.size();
    m_badRows->add(std::move(rows));
    const qint64 rejected = std::max<qint64>(m_run.figures().rejected, m_badRows->rowCount());
    m_badRowsBox->setVisible(m_badRows->rowCount() > 0);
    if (m_run.listsTheStop())
        m_badRowsTitle->setText(tr("The row that stopped it"));
    else
        m_badRowsTitle->setText(rejected > m_badRows->rowCount()
                                ? tr("The first %1 of %2 rejected rows")
                                      .arg(QLocale().toString(m_badRows->rowCount()), QLocale().toString(rejected))
                                : countOf(rejected, tr("1 rejected row"), tr("%1 rejected rows")));
    const load::LoadReport &report = m_run.outcome().report; // what was rejected beside rows that do not stand is in no file
    const bool hasFile = m_run.outcome().kind != LoadOutcome::Kind::Failed || report.rejected + report.rejectedBefore > 0;
    m_openRejects->setVisible(!m_run.listsTheStop() && !m_run.isRunning() && hasFile);
}

void RunPage::showOutcome()
{
    const LoadOutcome &outcome = m_run.outcome();
    showFigures();
    m_bar->setRange(0, barSteps);
    if (outcome.kind == LoadOutcome::Kind::Done)
        m_bar->setValue(barSteps);
    m_timeCaption->setText(tr("Duration"));
    if (outcome.report.loadSeconds > 0) { // of the whole, not of the last moment
        m_figures[RowRate]->setText(QLocale().toString(qRound64(double(outcome.report.rows) / outcome.report.loadSeconds)));
        m_figures[ByteRate]->setText(tr("%1/s").arg(bytesText(qint64(double(outcome.report.sentBytes) / outcome.report.loadSeconds))));
    }
    QStringList lines{outcome.happened};
    for (const QString &line : {outcome.stands, outcome.next})
        if (!line.isEmpty())
            lines << line;
    lines << outcome.report.remarks;
    const auto tone = outcome.kind == LoadOutcome::Kind::Done        ? InlineBar::Tone::Success
                      : outcome.kind == LoadOutcome::Kind::Cancelled ? InlineBar::Tone::Warning
                                                                     : InlineBar::Tone::Danger;
    const QString text = lines.join(u'\n');
    m_outcome->ask(tone, text, {{u"copyOutcome"_s, tr("Copy"), [text] { QGuiApplication::clipboard()->setText(text); }, false, true}});
    showButtons();
    nextButton()->setFocus();
}

/// What one most likely wants after the end.
QPushButton *RunPage::nextButton() const
{
    const LoadOutcome &outcome = m_run.outcome();
    if (outcome.kind == LoadOutcome::Kind::Done)
        return m_another;
    return outcome.canResume && m_run.server() ? m_resume : m_back;
}

void RunPage::showButtons()
{
    const bool running = m_run.isRunning();
    const LoadOutcome &outcome = m_run.outcome();
    m_cancel->setVisible(running);
    m_cancel->setText(m_run.cancelRequests() > 0 ? tr("End it now") : tr("Cancel"));
    m_cancel->setEnabled(m_run.cancelRequests() < 2);
    m_cancel->setToolTip(m_run.cancelRequests() > 0 ? tr("Gives the connection up at once; what is committed stands")
                                                    : tr("Stops after what is under way; what is committed stands. A second click ends it at once"));
    m_back->setVisible(!running);
    m_another->setVisible(!running);
    m_resume->setVisible(!running && outcome.canResume && m_run.server());
    m_restart->setVisible(!running && outcome.canRestart && m_run.server());
    QPushButton *next = nextButton();
    for (QPushButton *button : {m_back, m_resume, m_another}) {
        button->setProperty("primary", button == next);
        button->style()->unpolish(button);
        button->style()->polish(button);
    }
    m_firstRows->setVisible(!running && m_run.server() && outcome.report.rows + outcome.report.rowsBefore > 0);
}

void RunPage::copyBadRows()
{
    QGuiApplication::clipboard()->setText(m_badRows->asText(m_badRowsView->selectionModel()->selectedRows()));
}

void RunPage::openRejectFile()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_run.subject().rejectFile));
}

} // namespace quiver::ui
