// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statementlogpanel.h"

#include "ui/common/theme.h"
#include "ui/common/figures.h"
#include "ui/shell/statementlogmodel.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace quiver::ui {

using namespace Qt::StringLiterals;

void StatementFilter::setText(const QString &text)
{
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void StatementFilter::setErrorsOnly(bool on)
{
    m_errorsOnly = on;
    invalidateFilter();
}

bool StatementFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const pg::StatementRecord &record = static_cast<const StatementLogModel *>(sourceModel())->record(row);
    if (m_errorsOnly && record.error.isEmpty())
        return false;
    return std::ranges::all_of(m_words, [&](const QString &word) {
        const auto in = [&](const QString &text) { return text.contains(word, Qt::CaseInsensitive); };
        return in(record.sql) || in(record.origin) || in(record.error) || in(record.sqlState);
    });
}

StatementLogPanel::StatementLogPanel(StatementLogModel &model, QWidget *parent)
    : QWidget(parent), m_model(model)
{
    setObjectName(u"statementLogPanel"_s);
    m_filter = new StatementFilter(this);
    m_filter->setSourceModel(&m_model);
    buildTable();
    m_detail = new QPlainTextEdit;
    m_detail->setObjectName(u"statementDetail"_s);
    m_detail->setAccessibleName(tr("The selected statement"));
    m_detail->setReadOnly(true);
    m_detail->setFont(codeFont());
    m_detail->setPlaceholderText(tr("Select a statement to read all of it"));
    m_splitter = new QSplitter;
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({900, 260});

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->setSpacing(4);
    layout->addWidget(buildTools());
    layout->addWidget(m_splitter, 1);
}

QWidget *StatementLogPanel::buildTools()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_text = new QLineEdit;
    m_text->setObjectName(u"statementFilter"_s);
    m_text->setAccessibleName(tr("Filter statements"));
    m_text->setPlaceholderText(tr("Filter by text, session, error or SQLSTATE"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_text->setMaximumWidth(420);
    connect(m_text, &QLineEdit::textChanged, m_filter, &StatementFilter::setText);
    layout->addWidget(m_text, 1);
    const auto add = [&](const QString &name, const QString &iconName, const QString &text, bool checkable) {
        auto *button = new QToolButton;
        button->setObjectName(name);
        button->setIcon(icon(iconName));
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(checkable);
        layout->addWidget(button);
        return button;
    };
    connect(add(u"errorsOnly"_s, u"error"_s, tr("Errors only"), true), &QToolButton::toggled, m_filter,
            &StatementFilter::setErrorsOnly);
    connect(add(u"pauseLog"_s, u"pause"_s, tr("Pause"), true), &QToolButton::toggled, this,
            [this](bool on) { m_model.setPaused(on); });
    connect(add(u"copyStatement"_s, u"copy"_s, tr("Copy"), false), &QToolButton::clicked, this,
            &StatementLogPanel::copySelected);
    connect(add(u"clearLog"_s, u"delete"_s, tr("Clear"), false), &QToolButton::clicked, this, [this] { m_model.clear(); });
    layout->addStretch();
    return bar;
}

void StatementLogPanel::buildTable()
{
    m_table = new QTreeView;
    m_table->setObjectName(u"statementTable"_s);
    m_table->setAccessibleName(tr("Statements sent to servers"));
    m_table->setModel(m_filter);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTextElideMode(Qt::ElideRight);
    QHeaderView *header = m_table->header();
    header->setStretchLastSection(false);
    const std::pair<int, int> widths[] = {{StatementLogModel::Time, 100},     {StatementLogModel::Session, 150},
                                          {StatementLogModel::Duration, 92},  {StatementLogModel::Rows, 64},
                                          {StatementLogModel::Statement, 320}, {StatementLogModel::Error, 90}};
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    header->setSectionResizeMode(StatementLogModel::Statement, QHeaderView::Stretch);
    auto *copy = new QAction(tr("Copy"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &StatementLogPanel::copySelected);
    m_table->addAction(copy);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &StatementLogPanel::showDetail);
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = m_table->verticalScrollBar();
        m_atEnd = bar->value() == bar->maximum();
    });
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &StatementLogPanel::followEnd, Qt::QueuedConnection);
}

void StatementLogPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    followEnd();
}

void StatementLogPanel::followEnd()
{
    if (m_atEnd && isVisible())
        m_table->scrollToBottom();
}

void StatementLogPanel::showDetail()
{
    const QModelIndex index = m_filter->mapToSource(m_table->currentIndex());
    if (!index.isValid()) {
        m_detail->clear();
        return;
    }
    const pg::StatementRecord &record = m_model.record(index.row());
    QString text = record.sql;
    if (const QString times = StatementLogModel::timesText(record); !times.isEmpty())
        text += u"\n\n-- "_s + times;
    if (record.parameters > 0)
        text += u"\n\n-- "_s + tr("Bind parameters, whose values are not recorded: %1").arg(record.parameters);
    if (!record.error.isEmpty())
        text += u"\n\n-- %1 %2"_s.arg(record.sqlState, QString(record.error).replace(u'\n', u"\n-- "_s));
    m_detail->setPlainText(text);
}

void StatementLogPanel::copySelected()
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QStringList blocks;
    for (const QModelIndex &row : rows) {
        const pg::StatementRecord &record = m_model.record(m_filter->mapToSource(row).row());
        QString block = u"-- %1 · %2 · %3\n%4"_s.arg(record.startedAt.toLocalTime().toString(Qt::ISODateWithMs), record.origin,
                                                    durationText(record.durationMs), record.sql);
        if (const QString times = StatementLogModel::timesText(record); !times.isEmpty())
            block += u"\n-- "_s + times;
        if (!record.error.isEmpty())
            block += u"\n-- %1 %2"_s.arg(record.sqlState, QString(record.error).replace(u'\n', u"\n-- "_s));
        blocks += block;
    }
    if (!blocks.isEmpty())
        QGuiApplication::clipboard()->setText(blocks.join(u"\n\n"_s));
}

QByteArray StatementLogPanel::saveLayout() const
{
    return m_splitter->saveState();
}

void StatementLogPanel::restoreLayout(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

} // namespace quiver::ui
