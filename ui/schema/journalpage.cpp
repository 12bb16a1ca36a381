// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/schema/journalpage.h"

#include "core/reply.h"
#include "ui/common/changepreview.h"
#include "ui/common/inlinebar.h"
#include "ui/common/theme.h"
#include "ui/schema/journalmodel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QSplitter>
#include <QStyledItemDelegate>

#include <limits>

namespace quiver::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 8;
constexpr int iconSize = 16;

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {120, 2 * option.fontMetrics.height() + 2 * margin};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        using Outcome = store::ChangeEntry::Outcome;
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        item.text.clear();
        QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
        const Colors colors = colorsFor(option.palette);
        const bool selected = option.state & QStyle::State_Selected;
        const auto outcome = Outcome(index.data(JournalModel::OutcomeRole).toInt());
        const QIcon mark = outcome == Outcome::Done  ? icon(u"success"_s, colors.success)
            : outcome == Outcome::Failed             ? icon(u"error"_s, colors.danger)
            : outcome == Outcome::Interrupted        ? icon(u"warning"_s, colors.warning)
            : outcome == Outcome::Running            ? icon(u"clock"_s, colors.muted)
                                                     : icon(u"cancel"_s, colors.muted);
        painter->save();
        mark.paint(painter, QRect(option.rect.left() + margin, option.rect.top() + margin, iconSize, iconSize));
        const QRect box = option.rect.adjusted(2 * margin + iconSize, margin - 1, -margin, -margin);
        const auto line = [&](const QString &text, int y, const QColor &ink) {
            painter->setPen(ink);
            painter->drawText(QRect(box.left(), y, box.width(), option.fontMetrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                              option.fontMetrics.elidedText(text, Qt::ElideRight, box.width()));
        };
        const QColor plain = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        painter->setFont(option.font);
        line(index.data().toString(), box.top(), plain);
        line(index.data(JournalModel::SummaryRole).toString(), box.top() + option.fontMetrics.height() + 1, selected ? plain : colors.muted);
        painter->restore();
    }
};

PastRun pastOf(const store::ChangeEntry &entry, const sql::ChangeReport &report, const sql::UndoFacts &facts)
{
    PastRun past{.id = entry.id, .undoes = entry.undoes};
    if (facts.undoneAt.isValid())
        past.undoRefusal = JournalPage::tr("It was undone at %1.").arg(QLocale().toString(facts.undoneAt.toLocalTime(), QLocale::ShortFormat));
    else if (facts.underWay > 0)
        past.undoRefusal = JournalPage::tr("It is being undone just now.");
    else if (facts.continuedBy > 0)
        past.undoRefusal = JournalPage::tr("A later run went on from there: undo that one, and both are taken back.");
    else if (const QString obstacle = report.undoObstacle(); !obstacle.isEmpty() && !report.standing().empty())
        past.undoRefusal = JournalPage::tr("Nothing of it can be undone: %1.").arg(obstacle);
    if (!facts.standing.isEmpty()) {
        QStringList titles;
        for (const store::ChangeEntry &each : facts.standing.first(std::min<qsizetype>(3, facts.standing.size())))
            titles << JournalPage::tr("“%1”").arg(each.title);
        if (facts.standing.size() > titles.size())
            titles << JournalPage::tr("%1 more").arg(facts.standing.size() - titles.size());
        past.undoWarning = JournalPage::tr("Newer changes of %1 stand, and may rest on this one: %2. Better undo those first.").arg(entry.object, titles.join(JournalPage::tr(", ")));
    }
    return past;
}

} // namespace

JournalPage::JournalPage(store::Workspace &workspace, QWidget *parent)
    : TaskPage(parent), m_workspace(workspace), m_model(new JournalModel(workspace, this))
{
    setObjectName(u"journalPage"_s);
    m_preview = new ChangePreview;
    m_preview->setObjectName(u"journalPreview"_s);
    m_preview->setMissing(tr("Choose a change to see what it did."));
    adopt(m_preview);
    m_bar = new InlineBar;
    m_bar->setObjectName(u"journalBar"_s);
    m_bar->hide();
    auto *right = new QWidget;
    auto *inside = new QVBoxLayout(right);
    inside->setContentsMargins(12, 12, 12, 12);
    inside->addWidget(m_bar);
    inside->addWidget(m_preview);
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(buildList());
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    split->setSizes({280, 560});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, [this] { m_model->setFilter(m_search->text()); });
    connect(m_model, &JournalModel::loaded, this, &JournalPage::onLoaded);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &JournalPage::showCurrent);
}

QWidget *JournalPage::buildList()
{
    auto *side = new QWidget;
    m_search = new QLineEdit;
    m_search->setObjectName(u"journalSearch"_s);
    m_search->setPlaceholderText(tr("Search the journal"));
    m_search->setAccessibleName(tr("Search the journal"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_list = new QListView;
    m_list->setObjectName(u"journalList"_s);
    m_list->setAccessibleName(tr("Changes, newest first"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setProperty("frameless", true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_none = new QLabel;
    m_none->setObjectName(u"journalNone"_s);
    m_none->setProperty("muted", true);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setMargin(16);
    m_none->hide();
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->addWidget(m_search);
    layout->addLayout(row);
    layout->addWidget(m_none);
    layout->addWidget(m_list, 1);
    side->setMinimumWidth(200);
    return side;
}

void JournalPage::setServer(Server *server)
{
    m_server = server;
    m_shown = 0;
    showCurrent();
}

void JournalPage::activated()
{
    reload();
}

void JournalPage::reload()
{
    if (isVisible())
        m_model->reload();
}

void JournalPage::showEvent(QShowEvent *event)
{
    TaskPage::showEvent(event);
    m_model->reload();
}

void JournalPage::onLoaded()
{
    const bool none = m_model->rowCount() == 0;
    m_none->setText(m_search->text().isEmpty() ? tr("Nothing was changed so far. What you apply is listed here, newest first.")
                                               : tr("No change holds these words."));
    m_none->setVisible(none);
    m_preview->setVisible(!none);
    if (m_preview->isRunning())
        return;
    // The one that was looked at, or the newest.
    int row = 0;
    for (int each = 0; each < m_model->rowCount(); ++each) {
        if (m_model->index(each).data(JournalModel::IdRole).toLongLong() == m_shown)
            row = each;
    }
    m_list->setCurrentIndex(m_model->index(row));
    showCurrent();
}

void JournalPage::showCurrent()
{
    if (m_preview->isRunning())
        return;
    const store::ChangeEntry *const entry = m_model->entry(m_list->currentIndex());
    if (!entry) {
        m_shown = 0;
        m_preview->setMissing(m_model->rowCount() == 0 ? QString() : tr("Choose a change to see what it did."));
        return;
    }
    const bool isRunning = entry->outcome == store::ChangeEntry::Outcome::Running;
    if (entry->id == m_shown && m_shownRunning == isRunning)
        return;
    m_shown = entry->id;
    m_shownRunning = isRunning;
    m_bar->hide();
    m_preview->setMissing(QString());
    // What came after it says whether it can be undone.
    store::ChangeFilter filter;
    filter.server = entry->server;
    filter.object = entry->object;
    filter.afterId = entry->id;
    core::whenDone(
        m_workspace.changes(filter, std::numeric_limits<int>::max()), this,
        [this, entry = *entry](const QList<store::ChangeEntry> &newer) {
            if (m_shown == entry.id && !m_preview->isRunning())
                showEntry(entry, sql::undoFacts(entry, newer));
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

/// Databases that have not begun need all of the steps, also those that an earlier run had done.
void JournalPage::saveAsMigration(const sql::Change &change)
{
    const store::ChangeEntry *const entry = m_model->entry(m_list->currentIndex());
    if (!entry || change.title != entry->title) { // what takes it back
        TaskPage::saveAsMigration(change);
        return;
    }
    store::ChangeFilter same;
    same.server = entry->server;
    same.object = entry->object;
    core::whenDone(
        m_workspace.changes(same, std::numeric_limits<int>::max(), entry->id), this,
        [this, entry = *entry](const QList<store::ChangeEntry> &earlier) {
            if (const auto whole = sql::wholeChange(entry, earlier))
                TaskPage::saveAsMigration(*whole);
            else
                m_bar->ask(InlineBar::Tone::Warning,
                           tr("This run went on from one that the journal does not have: it is only a part of the change, and no migration for "
                              "databases that have not begun. Plan the change anew on such a database and save it there."),
                           {{u"journalClose"_s, tr("Close"), {}}});
        },
        [](const std::exception_ptr &) {}); // Workspace::failed() tells the user
}

void JournalPage::showEntry(const store::ChangeEntry &entry, const sql::UndoFacts &facts)
{
    const auto report = sql::reportOf(entry);
    if (!report) {
        m_preview->setMissing(tr("This entry cannot be read; it may come from a newer Quiver."));
        return;
    }
    const bool here = m_server && m_server->summary() == entry.server;
    m_preview->setServer(here ? m_server.data() : nullptr);
    m_preview->setRefusal(entry.outcome == store::ChangeEntry::Outcome::Running ? tr("This is running.")
                          : here ? QString()
                                 : tr("This was done on %1: open that connection to undo it or to run it again.").arg(entry.server));
    m_preview->showReport(*report, pastOf(entry, *report, facts));
}

} // namespace quiver::ui
