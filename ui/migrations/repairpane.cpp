// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/repairpane.h"

#include "core/reply.h"
#include "ui/common/sqleditor.h"
#include "ui/migrations/wrappedtext.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>

namespace quiver::ui {

using namespace Qt::StringLiterals;
using migrations::RepairOffer;

namespace {

QString offerTitle(RepairOffer::Kind kind)
{
    switch (kind) {
    case RepairOffer::Kind::Retry: return RepairPane::tr("&Clean up and go on with it");
    case RepairOffer::Kind::MarkPending: return RepairPane::tr("Take it as &not applied");
    case RepairOffer::Kind::MarkApplied: return RepairPane::tr("Take it as &applied");
    case RepairOffer::Kind::Accept: return RepairPane::tr("Accept the &file as it is now");
    case RepairOffer::Kind::Forget: return RepairPane::tr("F&orget it: take it out of the history");
    }
    return {};
}

QLabel *mutedWords(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("muted", true);
    return label;
}

} // namespace

RepairPane::RepairPane(QWidget *parent)
    : QWidget(parent), m_found(new WrappedText), m_offers(new QWidget), m_offerLayout(new QVBoxLayout(m_offers)), m_group(new QButtonGroup(this)),
      m_sql(new SqlEditor), m_apply(new QPushButton(tr("&Repair")))
{
    setObjectName(u"repairPane"_s);
    m_found->setObjectName(u"repairFound"_s);
    m_found->setAccessibleName(tr("What was found"));
    m_offerLayout->setContentsMargins(0, 0, 0, 0);
    m_offerLayout->setSpacing(2);
    m_sql->setObjectName(u"repairSql"_s);
    m_sql->setAccessibleName(tr("SQL that will be run"));
    m_sql->setReadOnly(true);
    m_sql->setMinimumHeight(60);
    m_sql->installEventFilter(this);
    m_apply->setObjectName(u"repairApply"_s);
    m_apply->setProperty("primary", true);
    auto *back = new QPushButton(tr("&Back"));
    back->setObjectName(u"repairBack"_s);
    connect(back, &QPushButton::clicked, this, &RepairPane::closed);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        if (const RepairOffer *offer = chosen())
            Q_EMIT repairRequested(m_repair.version, *offer);
    });
    connect(m_group, &QButtonGroup::idToggled, this, &RepairPane::showOffer);
    auto *top = new QWidget;
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 4, 0);
    topLayout->setSpacing(10);
    topLayout->addWidget(m_found);
    topLayout->addWidget(m_offers);
    topLayout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(top);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumHeight(100);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(back);
    buttons->addWidget(m_apply);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 0, 0); // from the splitter's handle
    layout->setSpacing(8);
    layout->addWidget(scroll, 5);
    layout->addWidget(m_sql, 2);
    layout->addLayout(buttons);
    show({});
}

void RepairPane::inspect(Server *server, const QString &folder, const migrations::HistoryTable &table, qint64 version)
{
    const int generation = ++m_generation;
    show({});
    m_found->setPlainText(tr("Looking at what was left…"));
    auto task = server->pool().read(tr("Look at a migration"), [folder, table, version](pg::Connection &connection, core::JobContext &) {
        const migrations::MigrationStatus status = migrations::readStatus(connection, folder, table);
        const migrations::MigrationEntry *entry = status.find(version);
        return entry ? migrations::inspectMigration(connection, status, *entry) : migrations::MigrationRepair{};
    });
    core::whenDone(
        task.future, this,
        [this, generation](const migrations::MigrationRepair &repair) {
            if (generation != m_generation)
                return;
            show(repair);
            if (QAbstractButton *first = m_group->button(0))
                first->setFocus();
        },
        [this, generation](const std::exception_ptr &error) {
            if (generation == m_generation)
                m_found->setPlainText(core::describe(error));
        });
}

void RepairPane::show(const migrations::MigrationRepair &repair)
{
    m_repair = repair;
    m_found->setPlainText(repair.found);
    for (QAbstractButton *button : m_group->buttons())
        m_group->removeButton(button);
    while (QLayoutItem *item = m_offerLayout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < repair.offers.size(); ++i) {
        const RepairOffer &offer = repair.offers[i];
        auto *button = new QRadioButton(offerTitle(offer.kind));
        button->setObjectName(u"repairOffer%1"_s.arg(i));
        button->setAccessibleDescription(offer.note);
        auto *note = mutedWords(offer.note);
        note->setContentsMargins(26, 0, 0, 6);
        m_group->addButton(button, int(i));
        m_offerLayout->addWidget(button);
        m_offerLayout->addWidget(note);
    }
    if (QAbstractButton *first = m_group->button(0))
        first->setChecked(true);
    showOffer();
}

const RepairOffer *RepairPane::chosen() const
{
    const int id = m_group->checkedId();
    return id >= 0 && id < int(m_repair.offers.size()) ? &m_repair.offers[std::size_t(id)] : nullptr;
}

void RepairPane::showOffer()
{
    const RepairOffer *offer = chosen();
    m_sql->setText(!offer ? QString() : offer->change.isEmpty() ? u"-- "_s + tr("There is nothing to clean up.") + u'\n' : sql::changeScript(offer->change));
    m_apply->setEnabled(offer && !m_busy);
}

void RepairPane::setBusy(bool busy)
{
    m_busy = busy;
    m_apply->setEnabled(chosen() && !busy);
}

void RepairPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

bool RepairPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_sql && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            focusNextPrevChild(key == Qt::Key_Tab);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace quiver::ui
