// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/jobspanel.h"

#include "ui/common/theme.h"
#include "ui/common/figures.h"
#include "ui/shell/jobdelegate.h"
#include "ui/shell/jobsmodel.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QTreeView>

namespace quiver::ui {

using namespace Qt::StringLiterals;

JobsPanel::JobsPanel(JobsModel &model, QWidget *parent)
    : QWidget(parent), m_model(model)
{
    setObjectName(u"jobsPanel"_s);
    m_splitter = new QSplitter(this);
    buildTable();
    m_log = new QPlainTextEdit;
    m_log->setObjectName(u"jobLog"_s);
    m_log->setAccessibleName(tr("Log of the selected job"));
    m_log->setReadOnly(true);
    m_log->setFont(codeFont());
    m_log->setPlaceholderText(tr("Select a job to read its log"));
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_log);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({900, 180});

    auto *empty = new QLabel(tr("Nothing has taken long enough to be listed. Loading, index builds and long queries appear "
                                "here while they run."));
    empty->setProperty("muted", true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    auto *pages = new QWidget;
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(empty);
    m_pages->addWidget(m_splitter);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(4);
    layout->addWidget(buildButtons());
    layout->addWidget(pages, 1);

    connect(&m_model, &QAbstractItemModel::dataChanged, this, &JobsPanel::refreshLog);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &JobsPanel::refreshButtons);
    connect(&m_model, &JobsModel::countersChanged, this, &JobsPanel::refreshButtons);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &JobsPanel::refreshButtons);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &JobsPanel::refreshButtons);
    selectionMoved();
}

void JobsPanel::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"jobsTable"_s);
    m_table->setAccessibleName(tr("Jobs"));
    m_table->setModel(&m_model);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setMouseTracking(true);
    auto *delegate = new JobDelegate(m_table);
    m_table->setItemDelegate(delegate);
    connect(delegate, &JobDelegate::cancelClicked, this, [this](const QModelIndex &index) {
        if (const auto job = m_model.job(index))
            job->cancel();
    });
    QHeaderView *header = m_table->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(JobsModel::Title, QHeaderView::Stretch);
    // In the smallest window, too, they leave room for the title: what cancels a job must not have to be scrolled to.
    const std::pair<int, int> widths[] = {{JobsModel::Phase, 120}, {JobsModel::Progress, 210}, {JobsModel::Rate, 96},
                                          {JobsModel::Elapsed, 80}, {JobsModel::Left, 64}, {JobsModel::Action, 78}};
    header->setMinimumSectionSize(48);
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &JobsPanel::selectionMoved);
    auto *remove = new QShortcut(QKeySequence::Delete, m_table, this, &JobsPanel::cancelSelected);
    remove->setContext(Qt::WidgetShortcut);
}

QWidget *JobsPanel::buildButtons()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const auto add = [&](const QString &name, const QString &iconName, const QString &text, auto slot) {
        auto *button = new QPushButton(icon(iconName), text);
        button->setObjectName(name);
        connect(button, &QPushButton::clicked, this, slot);
        layout->addWidget(button);
        return button;
    };
    m_cancel = add(u"cancelJob"_s, u"cancel"_s, tr("Cancel"), &JobsPanel::cancelSelected);
    m_copy = add(u"copyJob"_s, u"copy"_s, tr("Copy"), &JobsPanel::copySelected);
    m_clear = add(u"clearJobs"_s, u"check"_s, tr("Clear finished"), [this] { m_model.clearFinished(); });
    m_copy->setToolTip(tr("Copy the selected job with its log and error"));
    layout->addStretch();
    return bar;
}

void JobsPanel::selectionMoved()
{
    m_selected = m_model.job(m_table->currentIndex());
    m_shownLines.clear();
    m_log->clear();
    refreshLog();
    refreshButtons();
}

void JobsPanel::refreshButtons()
{
    m_pages->setCurrentIndex(m_model.rowCount() > 0 ? 1 : 0);
    const QModelIndex current = m_table->currentIndex();
    const bool unfinished = m_selected && !m_selected->isFinished();
    m_cancel->setEnabled(unfinished);
    const QString action = current.isValid() ? current.siblingAtColumn(JobsModel::Action).data().toString() : QString();
    m_cancel->setText(unfinished && !action.isEmpty() ? action : tr("Cancel"));
    m_copy->setEnabled(bool(m_selected));
    m_clear->setEnabled(m_model.rowCount() > m_model.running());
}

void JobsPanel::refreshLog()
{
    if (!m_selected)
        return;
    QStringList lines = m_selected->log();
    if (const QString error = m_selected->errorText(); !error.isEmpty())
        lines += error.split(u'\n');
    if (lines == m_shownLines)
        return;
    // Most often there are just more lines; setting the whole text would lose the reader's place.
    const bool more = lines.size() > m_shownLines.size() && lines.first(m_shownLines.size()) == m_shownLines;
    if (!more)
        m_log->clear();
    for (qsizetype i = more ? m_shownLines.size() : 0; i < lines.size(); ++i)
        m_log->appendPlainText(lines[i]);
    m_shownLines = lines;
}

void JobsPanel::cancelSelected()
{
    if (m_selected)
        m_selected->cancel();
}

void JobsPanel::copySelected()
{
    if (!m_selected)
        return;
    const core::JobProgress progress = m_selected->progress();
    QStringList lines{m_selected->title(),
                      u"%1 · %2 · %3"_s.arg(QLocale().toString(m_selected->createdAt().toLocalTime(), QLocale::ShortFormat),
                                            elapsedText(m_selected->elapsedMs()), progress.phase)};
    lines += m_selected->log();
    if (const QString error = m_selected->errorText(); !error.isEmpty())
        lines += error;
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

QByteArray JobsPanel::saveLayout() const
{
    return m_splitter->saveState();
}

void JobsPanel::restoreLayout(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

} // namespace quiver::ui
