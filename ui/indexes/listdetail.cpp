// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/indexes/listdetail.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/figures.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"
#include "ui/common/wraplabel.h"
#include "ui/indexes/listmodel.h"
#include "ui/indexes/listwords.h"

#include <QAction>
#include <QBoxLayout>
#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using index::IndexEntry;
using index::IndexFinding;

namespace {

constexpr int margin = 12;

void emptyLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // its button may be what was clicked
        }
        delete item;
    }
}

/// What mends it by a click; nothing where the planner is asked, or the user has to think.
std::optional<Care> remedyOf(IndexFinding::Kind kind)
{
    switch (kind) {
    case IndexFinding::Kind::Duplicate:
    case IndexFinding::Kind::Prefix:
    case IndexFinding::Kind::Unused: return Care::Drop;
    case IndexFinding::Kind::Swollen:
    case IndexFinding::Kind::Drifted: return Care::Rebuild;
    case IndexFinding::Kind::ListsOff: return Care::Options;
    case IndexFinding::Kind::DeadRows: return Care::Vacuum;
    case IndexFinding::Kind::Invalid: // the button at the top does that
    case IndexFinding::Kind::SameQuery:
    case IndexFinding::Kind::OtherMetric: break;
    }
    return std::nullopt;
}

QString remedyText(Care care)
{
    switch (care) {
    case Care::Drop: return IndexDetail::tr("Drop…");
    case Care::Rebuild: return IndexDetail::tr("Rebuild…");
    case Care::Options: return IndexDetail::tr("Change options…");
    default: return IndexDetail::tr("Vacuum…");
    }
}

} // namespace

IndexDetail::IndexDetail(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"indexDetail"_s);
    m_none = new QLabel(tr("Choose an index to see how it does and what can be done for it."));
    m_none->setObjectName(u"indexDetailNone"_s);
    m_none->setProperty("muted", true);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_none, 1);
    layout->addWidget(m_head = buildHead());
    layout->addWidget(m_body = buildBody(), 1);
    m_head->hide();
    m_body->hide();
}

QWidget *IndexDetail::buildHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(margin, 8, margin, 4);
    row->setSpacing(8);
    m_name = new ElidedLabel;
    m_name->setObjectName(u"indexDetailName"_s);
    m_name->setProperty("heading", true);
    row->addWidget(m_name, 1);
    const auto button = [&](const QString &name, const QString &text, const QString &tip) {
        auto *made = new QPushButton(text);
        made->setObjectName(name);
        made->setToolTip(tip);
        row->addWidget(made);
        return made;
    };
    m_watch = button(u"indexWatch"_s, tr("&Watch the build"), tr("Shows how far it is"));
    connect(m_watch, &QPushButton::clicked, this, &IndexDetail::watchRequested);
    m_repair = button(u"indexRepair"_s, tr("Re&pair…"), tr("Gets rid of what a failed build left, or builds it anew"));
    m_repair->setProperty("primary", true);
    connect(m_repair, &QPushButton::clicked, this, [this] { Q_EMIT careRequested(Care::Repair, m_oid); });
    m_rebuild = button(u"indexRebuild"_s, tr("&Rebuild…"), tr("Builds it anew without keeping anybody waiting (REINDEX CONCURRENTLY)"));
    connect(m_rebuild, &QPushButton::clicked, this, [this] { Q_EMIT careRequested(Care::Rebuild, m_oid); });
    m_vacuum = button(u"indexVacuum"_s, tr("&Vacuum…"), tr("Takes dead rows out of its table and of all indexes on it"));
    connect(m_vacuum, &QPushButton::clicked, this, [this] { Q_EMIT careRequested(Care::Vacuum, m_oid); });
    m_more = new QToolButton;
    m_more->setObjectName(u"indexMore"_s);
    m_more->setIcon(icon(u"more"_s));
    m_more->setToolTip(tr("What else can be done to it"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    row->addWidget(m_more);
    offer(Care::Analyze, tr("&Analyze its table…"), tr("Counts rows and values anew, which the planner goes by"));
    offer(Care::Prewarm, tr("Pre&warm…"), tr("Reads it into shared_buffers"));
    offer(Care::Options, tr("Change &options…"), tr("Storage parameters: m, ef_construction, lists, fillfactor"));
    offer(Care::Move, tr("&Move to a tablespace…"), {});
    offer(Care::Rename, tr("Re&name…"), {});
    m_more->menu()->addSeparator();
    QAction *another = m_more->menu()->addAction(icon(u"add"_s), tr("Another index on its &column…"), this, [this] { Q_EMIT newIndexRequested(m_oid); });
    another->setObjectName(u"indexAnother"_s);
    QAction *storage = m_more->menu()->addAction(tr("Change its column's &storage…"), this, [this] { Q_EMIT storageRequested(m_oid); });
    storage->setObjectName(u"indexStorage"_s);
    storage->setToolTip(tr("Where the table keeps the vectors themselves (SET STORAGE), under Schema"));
    m_more->menu()->addSeparator();
    offer(Care::Drop, tr("&Drop…"), {});
    m_actions[int(Care::Drop)]->setIcon(icon(u"delete"_s));
    return head;
}

void IndexDetail::offer(Care care, const QString &text, const QString &tip)
{
    QAction *action = m_more->menu()->addAction(text, this, [this, care] { Q_EMIT careRequested(care, m_oid); });
    action->setToolTip(tip.isEmpty() ? text : tip);
    action->setObjectName(u"indexCare%1"_s.arg(int(care)));
    m_actions.insert(int(care), action);
}

QScrollArea *IndexDetail::buildBody()
{
    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(margin, 0, margin, margin);
    layout->setSpacing(8);
    m_summary = new WrapLabel;
    m_summary->setObjectName(u"indexDetailSummary"_s);
    m_summary->setProperty("muted", true);
    layout->addWidget(m_summary);
    m_plannerCard = new QFrame;
    m_plannerCard->setProperty("card", true);
    m_planner = new WrapLabel;
    m_planner->setObjectName(u"indexPlannerWords"_s);
    auto *answer = new QVBoxLayout(m_plannerCard);
    answer->setContentsMargins(10, 8, 10, 8);
    answer->addWidget(m_planner);
    m_plannerCard->hide();
    layout->addWidget(m_plannerCard);
    m_findings = new QVBoxLayout;
    m_findings->setSpacing(6);
    layout->addLayout(m_findings);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(12);
    m_facts->setVerticalSpacing(4);
    m_facts->setColumnStretch(1, 1);
    m_facts->setColumnStretch(3, 1);
    layout->addLayout(m_facts);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_sql = new WrapLabel;
    m_sql->setObjectName(u"indexDefinition"_s);
    m_sql->setAccessibleName(tr("Definition"));
    m_sql->setFont(codeFont());
    m_copy = new QToolButton;
    m_copy->setObjectName(u"indexCopy"_s);
    m_copy->setIcon(icon(u"copy"_s));
    m_copy->setToolTip(tr("Copy the definition"));
    m_copy->setAccessibleName(m_copy->toolTip());
    m_copy->setFocusPolicy(Qt::StrongFocus);
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_definition); });
    row->addWidget(m_sql, 1);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addLayout(row);
    layout->addStretch(1);
    auto *area = new QScrollArea;
    area->setObjectName(u"indexDetailArea"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(inside);
    return area;
}

void IndexDetail::showIndex(const IndexListModel &model, pg::Oid oid, double cached)
{
    const IndexEntry *const entry = oid == 0 ? nullptr : model.find(oid);
    const bool isOther = !entry || m_oid != entry->oid;
    m_oid = entry ? entry->oid : 0;
    m_none->setVisible(!entry);
    m_head->setVisible(entry);
    m_body->setVisible(entry);
    if (!entry)
        return;
    m_name->setWhole(entry->name);
    m_summary->setText(IndexWords::table(*entry) + u" · "_s + IndexWords::summary(*entry));
    if (isOther) {
        m_definition.clear();
        m_sql->clear();
        m_copy->setEnabled(false);
        m_plannerCard->hide();
        m_body->verticalScrollBar()->setValue(0);
    }
    showActions(*entry);
    showFindings(model, *entry);
    showFacts(*entry, model.list(), cached);
}

void IndexDetail::setDefinition(pg::Oid oid, const QString &definition)
{
    if (oid != m_oid)
        return;
    m_definition = definition;
    m_sql->setText(definition.isEmpty() ? tr("The definition cannot be read: somebody holds an exclusive lock on the table.") : definition);
    m_copy->setEnabled(!definition.isEmpty());
}

void IndexDetail::setPlannerWords(pg::Oid oid, const QString &words)
{
    if (oid != m_oid)
        return;
    m_planner->setText(words);
    m_plannerCard->setVisible(!words.isEmpty());
    m_body->verticalScrollBar()->setValue(0); // the answer stands above the findings
}

void IndexDetail::setCareAllowed(bool allowed)
{
    m_allowed = allowed;
    for (QWidget *each : std::initializer_list<QWidget *>{m_repair, m_rebuild, m_vacuum})
        each->setEnabled(allowed);
    for (QAction *each : std::as_const(m_actions))
        each->setEnabled(allowed);
    for (QPushButton *each : m_body->findChildren<QPushButton *>())
        each->setEnabled(allowed);
}

void IndexDetail::focusActions()
{
    for (QPushButton *each : {m_watch, m_repair, m_rebuild}) {
        if (each->isVisible() && each->isEnabled()) {
            each->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

void IndexDetail::showActions(const IndexEntry &entry)
{
    const bool isBroken = !entry.isBeingBuilt && !entry.canUse();
    m_watch->setVisible(entry.isBeingBuilt);
    m_repair->setVisible(isBroken);
    m_rebuild->setVisible(!entry.isBeingBuilt && !isBroken);
    m_vacuum->setVisible(!entry.isBeingBuilt && !isBroken);
    m_more->setVisible(!entry.isBeingBuilt);
    m_actions[int(Care::Prewarm)]->setVisible(!entry.isPartitioned && !isBroken);
    m_actions[int(Care::Move)]->setVisible(!isBroken);
    m_actions[int(Care::Drop)]->setVisible(entry.constraint.isEmpty() && entry.parent == 0);
    setCareAllowed(m_allowed);
}

QWidget *IndexDetail::findingCard(const IndexFinding &finding, int number)
{
    auto *card = new QFrame;
    card->setProperty("card", true);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(10, 8, 8, 8);
    row->setSpacing(8);
    const auto ink = finding.severity == IndexFinding::Severity::Problem ? &Colors::danger
        : finding.severity == IndexFinding::Severity::Warning            ? &Colors::warning
                                                                         : &Colors::muted;
    row->addWidget(new IconLabel(IndexWords::iconName(finding.severity), ink, 16), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    auto *text = new WrapLabel;
    text->setObjectName(u"indexFinding%1"_s.arg(number));
    text->setText(finding.text);
    words->addWidget(text);
    auto *remedy = new WrapLabel;
    remedy->setProperty("muted", true);
    remedy->setText(finding.remedy);
    words->addWidget(remedy);
    row->addLayout(words, 1);
    const auto care = remedyOf(finding.kind);
    if (finding.kind == IndexFinding::Kind::Invalid)
        return card;
    auto *button = new QPushButton(care ? remedyText(*care) : tr("Ask the planner"));
    button->setObjectName(u"indexRemedy%1"_s.arg(number));
    button->setAccessibleName(u"%1: %2"_s.arg(button->text(), finding.text));
    button->setToolTip(care ? finding.remedy : tr("Asks which of them it takes for a usual query, and shows it in words"));
    button->setEnabled(m_allowed || !care);
    connect(button, &QPushButton::clicked, this, [this, care, about = finding.index] {
        if (care)
            Q_EMIT careRequested(*care, about);
        else
            Q_EMIT plannerRequested(m_oid);
    });
    row->addWidget(button, 0, Qt::AlignTop);
    return card;
}

void IndexDetail::showFindings(const IndexListModel &model, const IndexEntry &entry)
{
    emptyLayout(m_findings);
    int number = 0;
    for (const IndexFinding &each : model.findings(entry.oid))
        m_findings->addWidget(findingCard(each, number++));
}

void IndexDetail::addFact(const QString &title, const QString &value)
{
    if (value.isEmpty())
        return;
    auto *name = new QLabel(title);
    name->setProperty("muted", true);
    auto *label = new WrapLabel;
    label->setObjectName(u"indexFact%1"_s.arg(m_factCount));
    label->setAccessibleName(title);
    label->setText(value);
    const int row = m_factCount / 2, column = m_factCount % 2 * 2;
    m_facts->addWidget(name, row, column, Qt::AlignTop);
    m_facts->addWidget(label, row, column + 1, Qt::AlignTop);
    ++m_factCount;
}

void IndexDetail::showFacts(const IndexEntry &entry, const index::IndexList &list, double cached)
{
    emptyLayout(m_facts);
    m_factCount = 0;
    const QString perRow = entry.bytesPerRow() > 0 ? tr("%1 a row").arg(bytesText(qRound64(entry.bytesPerRow()))) : QString();
    addFact(tr("Size"), entry.bytes < 0 ? tr("not known: locked by somebody") : perRow.isEmpty() ? bytesText(entry.bytes) : u"%1, %2"_s.arg(bytesText(entry.bytes), perRow));
    addFact(tr("Rows"), entry.rows >= 0 && entry.tableRows >= 0 && entry.rows < entry.tableRows
                            ? tr("about %1 of %2").arg(IndexWords::count(entry.rows), IndexWords::count(entry.tableRows))
                            : entry.rows >= 0 ? tr("about %1").arg(IndexWords::count(entry.rows)) : tr("never counted: analyze the table"));
    if (entry.bloat() > 0)
        addFact(tr("Built anew"), tr("about %1").arg(bytesText(qint64(entry.freshBytes))));
    addFact(tr("Scans"), entry.scans == 0 ? tr("none") : tr("%1, %2 tuples read").arg(IndexWords::count(double(entry.scans)), IndexWords::count(double(entry.tuplesRead))));
    if (list.tellsLastUse())
        addFact(tr("Last used"), entry.lastUsed.isValid() ? IndexWords::ago(entry.lastUsed, list.readAt) : tr("never, as far as was counted"));
    if (!list.inRecovery)
        addFact(tr("Dead rows"), entry.deadRows == 0 ? tr("none") : IndexWords::count(double(entry.deadRows)));
    addFact(tr("Vacuumed"), entry.lastVacuum.isValid() ? tr("%1; %2 inserts since").arg(IndexWords::ago(entry.lastVacuum, list.readAt), IndexWords::count(double(entry.insertsSinceVacuum)))
                                                       : tr("never, as far as was counted"));
    if (cached >= 0)
        addFact(tr("Cached"), IndexWords::percent(cached));
    if (entry.parent != 0) {
        if (const IndexEntry *whole = list.find(entry.parent))
            addFact(tr("Part of"), whole->name);
    }
}

} // namespace quiver::ui
