// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/historypanel.h"

#include "sql/bindvalues.h"
#include "ui/common/theme.h"
#include "ui/common/figures.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

/// Two lines: the beginning of the text in the code font, below it when, how long, how many rows or what went wrong.
class HistoryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {100, QFontMetrics(codeFont()).height() + option.fontMetrics.height() + 14};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        plain.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
        const Colors colors = colorsFor(option.palette);
        const auto outcome = store::HistoryEntry::Outcome(index.data(HistoryModel::OutcomeRole).toInt());
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QRect box = option.rect.adjusted(10, 5, -8, -5);
        const QFont code = codeFont();
        const QFontMetrics metrics(code);
        painter->save();
        painter->setFont(code);
        painter->setPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text));
        painter->drawText(QRect(box.left(), box.top(), box.width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, box.width()));
        painter->setFont(option.font);
        painter->setPen(outcome == store::HistoryEntry::Outcome::Error       ? colors.danger
                        : outcome == store::HistoryEntry::Outcome::Cancelled ? colors.warning
                        : selected                                           ? option.palette.color(QPalette::HighlightedText)
                                                                             : colors.muted);
        painter->drawText(QRect(box.left(), box.bottom() - option.fontMetrics.height() + 1, box.width(), option.fontMetrics.height()),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data(HistoryModel::SummaryRole).toString(), Qt::ElideRight, box.width()));
        painter->restore();
    }
};

/// A line for each parameter.
QString valuesOf(const store::HistoryEntry &entry)
{
    QString lines;
    for (const sql::BindValue &value : sql::bindValuesFrom(entry.parameters))
        lines += u"\n:%1 = %2"_s.arg(value.name, value.isNull ? u"NULL"_s : value.text.size() > 120 ? value.text.left(120) + u'…' : value.text);
    return lines;
}

} // namespace

HistoryModel::HistoryModel(store::Workspace &workspace, QObject *parent)
    : EntryListModel(parent), m_workspace(workspace)
{
}

QFuture<QList<store::HistoryEntry>> HistoryModel::ask(const QString &text, int limit, qint64 beforeId)
{
    store::HistoryFilter filter;
    filter.text = text;
    return m_workspace.history(filter, limit, beforeId);
}

QString HistoryModel::summaryOf(const store::HistoryEntry &entry)
{
    QStringList parts{momentText(entry.startedAt), durationText(double(entry.durationMs))};
    if (entry.outcome == store::HistoryEntry::Outcome::Error)
        parts << (entry.errorText.isEmpty() ? tr("failed") : entry.errorText);
    else if (entry.outcome == store::HistoryEntry::Outcome::Cancelled)
        parts << tr("cancelled");
    else if (entry.rows >= 0)
        parts << rowsText(entry.rows);
    if (!entry.database.isEmpty())
        parts << entry.database;
    return parts.join(u" · "_s);
}

void HistoryModel::remove(const QModelIndex &index)
{
    if (const store::HistoryEntry *const at = entry(index)) {
        m_workspace.removeHistory(at->id);
        take(index.row());
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    const store::HistoryEntry *const at = entry(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole: return at->sql.left(400).simplified();
    case Qt::ToolTipRole: return at->sql.left(2000) + valuesOf(*at) + u"\n\n"_s + at->server;
    case Qt::AccessibleDescriptionRole:
    case SummaryRole: return summaryOf(*at);
    case SqlRole: return at->sql;
    case OutcomeRole: return int(at->outcome);
    case IdRole: return at->id;
    case ParametersRole: return at->parameters;
    default: return {};
    }
}

HistoryPanel::HistoryPanel(store::Workspace &workspace, QWidget *parent)
    : QWidget(parent), m_model(new HistoryModel(workspace, this)), m_search(new QLineEdit(this)), m_list(new QListView(this)),
      m_empty(new QLabel(this))
{
    setObjectName(u"historyPanel"_s);
    m_search->setObjectName(u"historySearch"_s);
    m_search->setAccessibleName(tr("Search the history"));
    m_search->setPlaceholderText(tr("Search the history"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(u"historyList"_s);
    m_list->setAccessibleName(tr("History"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HistoryDelegate(m_list));
    m_list->setProperty("frameless", true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("muted", true);
    m_empty->setMargin(16);
    m_empty->hide();
    auto *title = new QLabel(tr("History"), this);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto *close = new QToolButton(this);
    close->setObjectName(u"closeHistory"_s);
    close->setIcon(icon(u"close"_s));
    close->setToolTip(tr("Close the history"));
    close->setAccessibleName(close->toolTip());
    auto *head = new QHBoxLayout;
    head->setContentsMargins(10, 4, 4, 0);
    head->addWidget(title, 1);
    head->addWidget(close);
    auto *searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(8, 2, 8, 6);
    searchRow->addWidget(m_search);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addLayout(searchRow);
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, [this] { m_model->setFilter(m_search->text()); });
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT insertRequested(index.data(HistoryModel::SqlRole).toString(), index.data(HistoryModel::ParametersRole).toByteArray());
    });
    connect(m_list, &QListView::customContextMenuRequested, this, &HistoryPanel::showMenu);
    connect(m_model, &HistoryModel::loaded, this, [this] {
        const bool empty = m_model->rowCount() == 0;
        m_empty->setText(m_search->text().isEmpty() ? tr("What you run is listed here, newest first.") : tr("Nothing that was run holds these words."));
        m_empty->setVisible(empty);
    });
    connect(close, &QToolButton::clicked, this, &HistoryPanel::closeRequested);
}

void HistoryPanel::open()
{
    show();
    refresh();
    m_search->setFocus();
    m_search->selectAll();
}

void HistoryPanel::refresh()
{
    if (isVisible())
        m_model->reload();
}

void HistoryPanel::showMenu(const QPoint &position)
{
    const QPersistentModelIndex index = m_list->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(u"paste"_s), tr("Insert into the editor"), this,
                    [this, index] { Q_EMIT insertRequested(index.data(HistoryModel::SqlRole).toString(), index.data(HistoryModel::ParametersRole).toByteArray()); });
    menu->addAction(icon(u"copy"_s), tr("Copy"), this,
                    [index] { QGuiApplication::clipboard()->setText(index.data(HistoryModel::SqlRole).toString()); });
    menu->addSeparator();
    menu->addAction(icon(u"delete"_s), tr("Remove from the history"), this, [this, index] { m_model->remove(index); });
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void HistoryPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else if (event->key() == Qt::Key_Down && m_search->hasFocus()) {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0));
    } else
        QWidget::keyPressEvent(event);
}

} // namespace quiver::ui
